"""Is it kept? Only terms that a clock or a count can check are answered.

For everything else evidence for and against stands side by side in the account, and there is no answer.
Nothing here is a verdict of law: *not met* says that what was done is below what was promised by every count
that is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.ledger.folding import with_copies
from safeground.ledger.knowing import by, out_between, superseded
from safeground.ledger.moments import Moment, moment
from safeground.ledger.pauses import Step, announced_by, chain, known_expiry, steps_of_claims
from safeground.plan.pause_words import Pause
from safeground.questions.commitments import claimed, of_kind, planned
from safeground.questions.due import Span
from safeground.questions.expiry import held_against, in_hours, lasted
from safeground.questions.kept_account import KeptAccount, PauseAccount, TermAccount
from safeground.questions.kept_rows import timeline
from safeground.questions.kept_words import expiry_finding, term_finding
from safeground.questions.known_promises import as_known
from safeground.questions.readings import doubts
from safeground.questions.terms import term_account
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from safeground.ledger.knowing import KnownBy
    from safeground.ledger.pauses import ExpiryKnown
    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.plan.pause_words import Commitment, Extension
    from safeground.questions.finding import Finding
    from safeground.questions.readings import Doubts

UTC_NAME = "UTC"


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to *kept*: findings that may be published, and the account that they rest on."""

    findings: tuple[Finding, ...]
    account: KeptAccount
    remarks: tuple[Remark, ...]


def examine(
    plan: Plan, claims: Mapping[str, Standing], *, file: str = "", at: datetime | None = None
) -> Kept | None:
    """Answer *kept* as known at a moment; None where the plan has nothing that could be kept.

    Parameters
    ----------
    plan
        Its pauses, its commitments, their terms.
    claims
        Id → claim, of the plan's ledger.
    file
        Name of the ledger, for remarks.
    at
        The moment by which claims must have been published; None: the plan's ``as_of``.
    """
    if not claims and not plan.pauses and not any(one.terms for one in plan.commitments):
        return None
    at = plan.as_of if at is None else at
    plan, later = as_known(plan, claims, at, zone_of(plan))
    known = with_copies(claims, (one for one in claims.values() if was_known(claims, one, at)))
    pauses = tuple(pause_account(plan, one, known, at) for one in plan.pauses)
    doubtful = doubts(claims, known, at)
    terms = [
        *_terms_of_pauses(plan, pauses, known, at, doubtful),
        *_terms_of_promises(plan, known, at, doubtful),
    ]
    own = planned(plan, known)
    promises = (*own, *claimed(known, tuple(name for one in own for name in one.claims)))
    account = KeptAccount(
        at=at,
        pauses=pauses,
        terms=tuple(terms),
        commitments=promises,
        rows=timeline(pauses, terms, at),
        unanswered=of_kind(known, "question_unanswered"),
        expectations=of_kind(known, "expectation"),
        claims={one.claim.id: one for one in known},
    )
    return Kept(findings(plan, account), account, tuple(_remarks(claims, account, plan, file, later)))


def findings(plan: Plan, account: KeptAccount) -> tuple[Finding, ...]:
    """Return the findings of an account: pauses first, then each term."""
    expiries = [expiry_finding(plan, one, account.at) for one in account.pauses if one.answer is not None]
    terms = [term_finding(plan, one) for one in account.terms if one.answer is not None]
    return (*expiries, *terms)


def pause_account(plan: Plan, pause: Pause, claims: Sequence[Standing], at: datetime) -> PauseAccount:
    """Return a pause as it was known at a moment."""
    own = [one for one in claims if one.claim.subject == (pause.subject or pause.id)]
    steps = (*steps_of_plan(plan, pause), *steps_of_claims(own))
    # A pause holds by what was announced, whenever a paper printed it.
    announced = known_expiry(steps, own, at, known_by="said", start=pause.start)
    known = in_hours(announced, pause, zone_of(plan, pause))
    answer, missing = lasted(known, pause.expiry is not None)
    return PauseAccount(
        pause=pause,
        chain=chain(announced_by(steps, at)),
        known=known,
        ended=tuple(one.standing for one in known.ended),
        answer=answer,
        missing=missing,
    )


def expiry_known(
    plan: Plan, pause: Pause, claims: Mapping[str, Standing], at: datetime, *, known_by: KnownBy = "published"
) -> ExpiryKnown:
    """Return when a pause expires as known at a moment, by announcement or by publication.

    Parameters
    ----------
    plan, pause
        The plan, and one of its pauses.
    claims
        Id → claim, of the plan's ledger, whenever they were published.
    at, known_by
        The moment asked, and by what it must have been known.
    """
    own = [
        one
        for one in claims.values()
        if one.claim.subject == (pause.subject or pause.id)
        and superseded(claims, one, known_by, at).certainty != "certain"
    ]
    steps = (*steps_of_plan(plan, pause), *steps_of_claims(own))
    found = known_expiry(steps, own, at, known_by=known_by, start=pause.start)
    return in_hours(found, pause, zone_of(plan, pause))


def steps_of_plan(plan: Plan, pause: Pause) -> tuple[Step, ...]:
    """Return the expiry that a plan states for a pause, and one step for each extension."""
    if pause.expiry is None:
        return ()
    first = _step(plan, pause, pause.expiry, pause.parties)
    return (
        first,
        *(_step(plan, one, one.until, () if one.by is None else (one.by,)) for one in pause.extensions),
    )


def zone_of(plan: Plan, pause: Pause | None = None) -> str:
    """Return the name of the zone in which days of a pause, or of the plan, are days."""
    return (pause.zone if pause is not None else None) or plan.time_zone or UTC_NAME


def _step(plan: Plan, stated: Pause | Extension, until: datetime, by: Sequence[str]) -> Step:
    zone = zone_of(plan, stated if isinstance(stated, Pause) else None)
    source = next((one for one in plan.sources if one.id == stated.source), None)
    published = stated.published
    if published is None and source is not None and source.published is not None:
        published = source.published.isoformat()
    return Step(
        until=Moment(until, until, "minute"),
        announced=None if stated.announced is None else moment(stated.announced, zone),
        published=None if published is None else moment(published, zone),
        begins=None if isinstance(stated, Pause) else stated.from_,
        by=tuple(by),
        claims=() if stated.claim is None else (stated.claim,),
        source=stated.source,
        planned=True,
        recorded=plan.as_of,
    )


def _terms_of_pauses(
    plan: Plan, pauses: Sequence[PauseAccount], claims: Sequence[Standing], at: datetime, doubtful: Doubts
) -> Iterable[TermAccount]:
    for one in pauses:
        ends = [step.until.latest for step in held_against(one.known)]
        span = Span(
            of=one.pause.id,
            begin=one.pause.start,
            end=max(ends) if ends else None,
            zone=zone_of(plan, one.pause),
            at=at,
        )
        yield from _accounts(one.pause, span, claims, doubtful)


def _terms_of_promises(
    plan: Plan, claims: Sequence[Standing], at: datetime, doubtful: Doubts
) -> Iterable[TermAccount]:
    for one in plan.commitments:
        span = Span(of=one.id, begin=one.from_, end=one.until, zone=zone_of(plan), at=at)
        yield from _accounts(one, span, claims, doubtful)


def _accounts(
    holder: Pause | Commitment, span: Span, claims: Sequence[Standing], doubtful: Doubts
) -> tuple[TermAccount, ...]:
    """Return a holder's terms in its order; a ratio is read after the term that it is to."""
    found: dict[str, TermAccount] = {}
    for term in sorted(holder.terms, key=lambda one: one.ratio is not None):
        found[term.id] = term_account(term, span, claims, found, doubtful)
    return tuple(found[term.id] for term in holder.terms)


def was_known(claims: Mapping[str, Standing], standing: Standing, at: datetime) -> bool:
    """Return whether a claim was out, perhaps, and neither corrected nor taken back for certain."""
    return (
        by(*out_between(standing, "published"), at) != "no"
        and superseded(claims, standing, "published", at).certainty != "certain"
    )


def _remarks(
    claims: Mapping[str, Standing], account: KeptAccount, plan: Plan, file: str, promised: Sequence[str]
) -> Iterable[Remark]:
    at = account.at
    asked = at.astimezone(ZoneInfo(zone_of(plan))).isoformat(timespec="minutes")
    if promised:
        text = (
            f"Promises and terms that were published after the moment asked ({asked}) are not used: "
            f"{'; '.join(promised)}."
        )
        yield Remark("left out", "plan", text, len(promised))
    later = [
        one
        for name, one in claims.items()
        if name not in account.claims and by(*out_between(one, "published"), at) == "no"
    ]
    text = f"Claims that were published after the moment asked ({asked}) are not used."
    # That there are such claims, and how many, is restricted where they are.
    for restricted in (False, True):
        if count := sum((one.claim.sensitivity != "public") is restricted for one in later):
            yield Remark("left out", file, text, count, restricted=restricted)
    for term in account.terms:
        if term.unused:
            text = (
                f"{term.of}, {term.term.id}: claims that count several days but not the whole term, or "
                f"say no number, are held against no day: {', '.join(term.unused)}."
            )
            told = all(claims[name].claim.sensitivity == "public" for name in term.unused)
            yield Remark("left out", file, text, len(term.unused), restricted=not told)
