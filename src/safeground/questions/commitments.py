"""Promises, from the plan and from claims: by whom, told by whom, how specific, what speaks for and against.

What a third party tells of somebody's promise is kept as told: the promisor did not say it. What somebody
expects of others is no promise, and a question without an answer is kept as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.ledger.store import source_name
from safeground.questions.kept_account import CommitmentAccount, Specific
from safeground.questions.terms import linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.plan.pause_words import Commitment

WIDE_PLACES = ("territory", "unknown")
"""Precisions of a place that say not where within a territory."""


def planned(plan: Plan, claims: Sequence[Standing]) -> tuple[CommitmentAccount, ...]:
    """Return the promises that a plan states, in its order."""
    return tuple(_planned(plan, one, claims) for one in plan.commitments)


def claimed(claims: Sequence[Standing], known: Sequence[str] = ()) -> tuple[CommitmentAccount, ...]:
    """Return the promises that claims tell of, one account for each utterance, duplicates within it.

    Parameters
    ----------
    claims
        Every claim that was known and had not been taken back.
    known
        Ids of claims that stand in the plan's own promises: left out.
    """
    told = [one for one in claims if one.claim.kind == "commitment" and one.claim.id not in known]
    found: list[CommitmentAccount] = []
    seen: set[str] = set(known)
    for one in told:
        if one.claim.id in seen or one.duplicates & set(known):
            continue
        copies = [other for other in told if other.claim.id in one.duplicates]
        seen |= {one.claim.id, *(copy.claim.id for copy in copies)}
        found.append(_claimed(one, copies, claims))
    return tuple(found)


def of_kind(claims: Sequence[Standing], kind: str) -> tuple[Standing, ...]:
    """Return the claims of one kind, without those that repeat another of them."""
    found: list[Standing] = []
    for one in claims:
        if one.claim.kind == kind and not any(other.claim.id in one.duplicates for other in found):
            found.append(one)
    return tuple(found)


def in_words(measure: str) -> str:
    """Return a measure as a reader reads it.

    Examples
    --------
    >>> in_words("areas_to_be_named")
    'areas to be named'
    """
    return measure.replace("_", " ")


def _planned(plan: Plan, stated: Commitment, claims: Sequence[Standing]) -> CommitmentAccount:
    supports, contradicts = linked(stated.claim, claims)
    told_by = () if stated.told_by is None else (stated.told_by,)
    restricted = not any(one.id == stated.source and one.sensitivity == "public" for one in plan.sources)
    parts = (
        _who(stated.promisor, stated.speaker, told_by),
        _part(
            "what",
            "; ".join(stated.acts),
            "What is to be done: {}.",
            "No act is stated apart from the words themselves.",
        ),
        _part("where", ", ".join(stated.where), "Where: {}.", _no_place(stated)),
        _when(
            None if stated.from_ is None else stated.from_.isoformat(timespec="minutes"),
            None if stated.until is None else stated.until.isoformat(timespec="minutes"),
        ),
        _measurable(stated),
    )
    return CommitmentAccount(
        id=stated.id,
        promisor=stated.promisor,
        speaker=stated.speaker,
        told_by=told_by,
        second_hand=bool(told_by),
        words=stated.words,
        parts=parts,
        score=sum(part.stated for part in parts),
        also_said_by=stated.also_said_by,
        claims=() if stated.claim is None else (stated.claim,),
        supports=supports,
        contradicts=contradicts,
        restricted=restricted and bool(plan.sources),
    )


def _claimed(told: Standing, copies: Sequence[Standing], claims: Sequence[Standing]) -> CommitmentAccount:
    claim = told.claim
    by = source_name(claim)
    second_hand = claim.promisor is not None and claim.promisor != by
    promisor = claim.promisor if claim.promisor is not None else by
    words = in_words(claim.measure) + (f": {in_words(claim.state)}" if claim.state else "")
    place = claim.place
    amount = claim.amount
    number = None if amount is None else next(
        (one for one in (amount.value, amount.low, amount.high) if one is not None), None
    )  # fmt: skip
    parts = (
        _who(promisor, None if second_hand else by, (by,) if second_hand else ()),
        _part("what", claim.definition or in_words(claim.measure), "What, as recorded: {}.", ""),
        Specific(
            part="where",
            stated=place is not None and place.precision not in WIDE_PLACES,
            reason=f"No place is stated but what it is about: {claim.subject}."
            if place is None
            else f"Where: {place.name}, as a {place.precision}."
            if place.precision not in WIDE_PLACES
            else f"{place.name} is named, and no place in it.",
        ),
        _when(*((claim.valid.from_, claim.valid.to) if claim.valid.basis == "stated" else (None, None))),
        _part(
            "measurable",
            "" if number is None or amount is None else f"{number:g} {amount.unit}",
            "A number is stated: {}.",
            "No number and no time limit is stated that a count or a clock could check.",
        ),
    )
    supports, contradicts = linked(claim.id, claims)
    return CommitmentAccount(
        id=claim.id,
        promisor=promisor,
        speaker=None if second_hand else by,
        told_by=(by,) if second_hand else (),
        second_hand=second_hand,
        words=words,
        parts=parts,
        score=sum(part.stated for part in parts),
        also_said_by=_others(told, copies, claims),
        claims=(claim.id, *(copy.claim.id for copy in copies)),
        supports=supports,
        contradicts=contradicts,
        restricted=claim.sensitivity == "restricted",
    )


def _others(told: Standing, copies: Sequence[Standing], claims: Sequence[Standing]) -> tuple[str, ...]:
    """Return who else says so in words of their own: supporting claims of the same kind; copies are none."""
    by_id = {one.claim.id: one.claim for one in claims}
    own = {source_name(told.claim), *(source_name(copy.claim) for copy in copies)}
    names = (
        source_name(by_id[name])
        for name in sorted(told.supported_by)
        if name in by_id and by_id[name].kind == "commitment"
    )
    return tuple(dict.fromkeys(name for name in names if name not in own))


def _who(promisor: str | None, speaker: str | None, told_by: Sequence[str]) -> Specific:
    if promisor is None:
        return Specific(part="who", stated=False, reason="No promisor is stated.")
    if told_by:
        reason = f"{promisor} is to keep it, as told by {' and '.join(told_by)}, a third party, alone."
    elif speaker is None or speaker == promisor:
        reason = f"{promisor} is to keep it, and says so."
    else:
        reason = f"{promisor} is to keep it; {speaker} spoke."
    return Specific(part="who", stated=True, reason=reason)


def _when(begin: str | None, end: str | None) -> Specific:
    if begin is None and end is None:
        return Specific(part="when", stated=False, reason="No time is stated from or until which it holds.")
    words = " ".join(part for part in (begin and f"from {begin}", end and f"until {end}") if part)
    return Specific(part="when", stated=True, reason=f"When: {words}.")


def _measurable(stated: Commitment) -> Specific:
    due = [
        term.id
        for term in stated.terms
        if any(one is not None for one in (term.per_day, term.total, term.hours, term.ratio))
    ]
    if stated.sites is not None:
        due.append(f"no site of a class in {stated.sites.no_site_in}")
    return _part(
        "measurable",
        ", ".join(due),
        "A map, a count or a clock can check it: {}.",
        "No number and no time limit is stated that a count or a clock could check.",
    )


def _no_place(stated: Commitment) -> str:
    return "No place is stated." if stated.sites is None else "No place is stated but the area of the sites."


def _part(part: str, value: str, stated: str, missing: str) -> Specific:
    return Specific(part=part, stated=bool(value), reason=stated.format(value) if value else missing)  # type: ignore[arg-type]
