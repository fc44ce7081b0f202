"""Areas that were finished and became active again: the status goes back, and is shown.

Claims of the measure ``area_status`` say ``finished`` or ``active``, each for its own time. The plan's orders
say when people were told to leave the ground of an area (``area_periods``): where the last of them had ended
and another began, it was ordered again. The days for which people are displaced are counted on through the
time between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from safeground.ledger.moments import moment
from safeground.plan.area_periods import periods
from safeground.plan.return_words import AREA_STATUS
from safeground.questions.displaced import place_of
from safeground.questions.finding import Finding, HeldAgainst
from safeground.questions.return_conditions import CAVEAT, claims_on
from safeground.questions.return_ground import areas_on, not_told_apart

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.ledger.claim import Claim
    from safeground.ledger.moments import Moment
    from safeground.plan.area_periods import Period
    from safeground.plan.places import LoadedPlan
    from safeground.questions.displacement.account import Displacement

FINISHED: Final = "finished"
ACTIVE: Final = "active"


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """What was said of an area's status, for when, and by which claim, notice or area.

    Parameters
    ----------
    at, latest
        The first and the last instant at which it can have begun.
    last
        The last instant for which it was said.
    unsure
        Of what perhaps began: why nobody can say.
    """

    at: datetime
    state: str
    by: str
    latest: datetime
    last: datetime
    how: Literal["claim", "order"] = "claim"
    unsure: str = ""


def status_findings(
    loaded: LoadedPlan, area: str, displacement: Displacement | None = None
) -> tuple[Finding, ...]:
    """Return a finding where an area was finished; none where nothing says so.

    Parameters
    ----------
    loaded, area
        The plan, and the id of the area.
    displacement
        What claims of displacement come to; the clock of days displaced is taken from it.
    """
    claims = _claimed(loaded, area)
    ordered, unsure = _ordered(loaded, area)
    finished = [one for one in claims if one.state == FINISHED]
    ended = [one for one in ordered if one.state == FINISHED]
    again_by_order = [one for one in ordered if one.state == ACTIVE and ended and one.at > ended[0].at]
    if not finished and not again_by_order:
        return ()
    first = min([*finished, *(ended if again_by_order else [])])
    active = sorted(one for one in (*claims, *ordered) if one.state == ACTIVE)
    by_then = first.latest if first.how == "order" else min(one.latest for one in finished)
    again = [one for one in active if one.at > (by_then if one.how == "claim" else first.at)]
    # Said of a time before and after the end, or of one that may be either: whether it went back is open.
    tied = [one for one in active if one.how == "claim" and one.at <= by_then and one.last >= first.at]
    perhaps = [one for one in unsure if one.at > first.at] if not again else []
    text = f"{area}: {'declared finished' if first.how == 'claim' else 'its order had ended'}"
    text += f" as of {first.at:%Y-%m-%d}"
    if again:
        word = "said to be active" if again[0].how == "claim" else "ordered"
        text += f", {word} again as of {again[0].at:%Y-%m-%d}: its status has gone back"
        text += _clock(loaded, area, displacement)
    elif tied:
        same = all(one.at == first.at for one in tied)
        text += f", and said to be active {'on the same day' if same else 'then, too, or perhaps after'}"
    elif perhaps:
        text += f"; perhaps ordered again as of {perhaps[0].at:%Y-%m-%d}: {perhaps[0].unsure}"
    else:
        text += "; nothing says that it became active again"
    held = (
        "declared finished, and not active again"
        if first.how == "claim"
        else "its order ended, and not ordered again"
    )
    named = (*finished, *(ended if again_by_order else ()), *again, *tied, *perhaps)
    return (
        Finding(
            id=f"return.{area}.status",
            question="return",
            subject=area,
            answer="not_met" if again else "depends" if tied or perhaps else "met",
            statement=f"{text}.",
            held_against=HeldAgainst(text=held, source=first.by),
            evidence=tuple(dict.fromkeys(one.by for one in named)),
            caveat=CAVEAT,
        ),
    )


def _ordered(loaded: LoadedPlan, area: str) -> tuple[list[Told], list[Told]]:
    """Return when the ground of an area was ordered and no longer was, and orders that perhaps began."""
    at = loaded.plan.as_of
    ground = areas_on(loaded, area)
    begun = [one for one in periods(loaded.plan) if one.begin is not None and one.begin <= at]
    found = [one for one in begun if one.area in ground]
    sure = [one for one in found if one.known_from is not None and one.known_from <= at]
    told: list[Told] = []
    until: datetime | None = None
    last = ""
    for one in sorted(sure, key=_begin):
        begin, end = _begin(one), one.ends_by(at)
        if not told or (until is not None and until < begin):
            if told and until is not None:
                told.append(_of_order(until, FINISHED, last))
            told.append(_of_order(begin, ACTIVE, _name(one)))
            until, last = end, _name(one)
        elif until is not None and (end is None or end > until):
            until, last = end, _name(one)
    if told and until is not None and until <= at:
        told.append(_of_order(until, FINISHED, last))
    undated = "when that was issued is not stated"
    perhaps = [_of_order(_begin(one), ACTIVE, _name(one), undated) for one in found if one.known_from is None]
    ordered = {one.id for one in loaded.plan.areas if one.kind == "ordered"} - ground
    for one in begun:
        known = one.known_from is None or one.known_from <= at
        if one.area in ordered and known and (undrawn := not_told_apart(loaded, area, (one.area,))):
            why = f"whether on this ground is not known, as {undrawn[0]} is not drawn"
            perhaps.append(_of_order(_begin(one), ACTIVE, _name(one), why))
    return told, sorted(perhaps)


def _of_order(at: datetime, state: str, by: str, unsure: str = "") -> Told:
    return Told(at, state, by, at, at, "order", unsure)


def _begin(one: Period) -> datetime:
    assert one.begin is not None
    return one.begin


def _name(one: Period) -> str:
    return one.notice or one.area


def _clock(loaded: LoadedPlan, area: str, displacement: Displacement | None) -> str:
    """Say since when people have been displaced, whatever the status was in between."""
    place = place_of(loaded, area)
    if displacement is None or place is None or not displacement.readings:
        return ""
    since = [one.places[place].certain_since for one in displacement.readings]
    known = [day for day in since if day is not None]
    if len(known) < len(since):
        return ""
    days = (displacement.days.last - max(known)).days
    return (
        f"; the days since people left are counted on from {max(known)}: {days:,} by {displacement.days.last}"
    )


def _claimed(loaded: LoadedPlan, area: str) -> list[Told]:
    """Return what claims say of an area's status by the plan's moment, in order."""
    words = loaded.plan.displacement
    names = {area}
    if words is not None:
        names |= {
            name for one in words.places if area in (one.area, one.id) for name in (one.id, *one.called)
        }
    known = {_plain(name) for name in names}
    found = []
    for claim in claims_on(loaded, None, AREA_STATUS):
        when = _when(claim)
        state = (claim.state or "").strip().casefold()
        own = _plain(claim.subject) in known and state in (FINISHED, ACTIVE)
        if own and when is not None and when.earliest <= loaded.plan.as_of:
            last = claim.valid.to or claim.published
            until = when if last is None else moment(last, claim.zone)
            latest = max(when.latest, until.latest) if claim.valid.window else when.latest
            found.append(Told(when.earliest, state, claim.id, latest, max(latest, until.latest)))
    return sorted(found)


def _when(claim: Claim) -> Moment | None:
    text = claim.valid.from_ or claim.valid.to or claim.published
    return None if text is None else moment(text, claim.zone)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
