"""Orders to leave that are in force where people are told that they may go back to."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.plan.area_periods import periods, state_of
from safeground.questions.finding import Finding, HeldAgainst
from safeground.questions.reach_words import listed, moment
from safeground.questions.return_conditions import CAVEAT
from safeground.questions.return_ground import not_told_apart, overlap

if TYPE_CHECKING:
    from safeground.plan.places import LoadedPlan
    from safeground.plan.return_words import Return
    from safeground.questions.finding import Answer


def order_findings(loaded: LoadedPlan, area: str, words: Return | None) -> tuple[Finding, ...]:
    """Hold a stated return against the orders to leave on its ground, as they stand at the plan's moment.

    None where nothing says that people may go back: neither the area's kind, nor from when, nor by when.
    """
    kind = next(one.kind for one in loaded.plan.areas if one.id == area)
    begins = None if words is None else words.begins
    until = None if words is None else words.until
    if kind != "return" and begins is None and until is None:
        return ()
    certain, perhaps = _orders_there(loaded, area)
    when = f" from {moment(begins)}" if begins is not None else ""
    text = f"{area}: people are told that they may go back{when}; "
    if begins is None and until is not None:
        text = f"{area}: people are told that they can be back by {until}; "
    if certain:
        verbs = ("orders", "is") if len(certain) == 1 else ("order", "are")
        text += f"{listed(certain)} {verbs[0]} people to leave there and {verbs[1]} not withdrawn"
    elif perhaps:
        text += f"perhaps an order is in force there: {'; '.join(perhaps)}"
    else:
        text += "no order of this plan is in force there"
    waits = _waits(loaded, kind, words)
    answer: Answer = "unknown" if waits else "not_met" if certain else "depends" if perhaps else "met"
    return (
        Finding(
            id=f"return.{area}.orders",
            question="return",
            subject=area,
            answer=answer,
            statement=f"{text}.",
            held_against=HeldAgainst(
                text="no order to leave in force where people go back to", source=area
            ),
            missing=waits,
            evidence=((words.source if words is not None else None) or loaded.path.name,),
            caveat=CAVEAT,
        ),
    )  # fmt: skip


def _waits(loaded: LoadedPlan, kind: str, words: Return | None) -> str | None:
    """Return what has to be known first where the time at which people may go back has not surely come."""
    plan = loaded.plan
    if words is not None and words.begins is not None:
        return (
            None
            if words.begins <= plan.as_of
            else "whether an order is in force then: that time has not come"
        )
    if kind == "return" or words is None or words.until is None:
        return None
    zone = plan.as_of.tzinfo if plan.time_zone is None else ZoneInfo(plan.time_zone)
    over = datetime.combine(words.until + timedelta(days=1), time(), zone)
    if over <= plan.as_of:
        return None
    return "from when people may go back, and whether an order is in force then; the issuer could say"


def _orders_there(loaded: LoadedPlan, area: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the notices that certainly order people to leave there, and what is said of those in doubt."""
    plan = loaded.plan
    kinds = {one.id: one.kind for one in plan.areas}
    every = periods(plan)
    certain: list[str] = []
    perhaps: list[str] = []
    for notice in plan.notices:
        others = {one for one in notice.areas if kinds.get(one) != "return"}
        there = {one for one in notice.areas if one == area}
        there |= {one for one in others if overlap(loaded, area, (one,))}
        own = [one for one in every if one.notice == notice.id and one.area in there]
        read = [(one, state_of(one, plan.as_of, plan.as_of)) for one in own]
        stands = [(one, state) for one, state in read if state is not None and state[0] != "ended"]
        if any(state == ("in force", "certain") for _, state in stands):
            certain.append(notice.id)
        elif stands:
            period, (status, _) = stands[0]
            begin = "" if period.begin is None else f" from {moment(period.begin)}"
            why = "when it was issued, or whether it was changed, is not stated"
            perhaps.append(f"{notice.id} ({f'announced{begin}' if status == 'announced' else why})")
        elif undrawn := not_told_apart(loaded, area, others):
            of_it = [one for one in every if one.notice == notice.id and one.area in others]
            states = [state_of(one, plan.as_of, plan.as_of) for one in of_it]
            if any(state is not None and state[0] != "ended" for state in states):
                are = "is" if len(undrawn) == 1 else "are"
                perhaps.append(f"{notice.id} (whether there is not known: {listed(undrawn)} {are} not drawn)")
    return tuple(certain), tuple(perhaps)
