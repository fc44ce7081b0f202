"""The findings on isolated areas in words that anyone may read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.questions.finding import Finding, HeldAgainst
from safeground.questions.reach_words import moment
from safeground.questions.supply_levels import SHUT
from safeground.questions.supply_need_words import SUPPLY_CAVEAT
from safeground.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.journey.supply.open import AreaOpen
    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.questions.finding import Answer
    from safeground.questions.supply_account import SupplyAccount


def area_finding(plan: Plan, area: AreaOpen, account: SupplyAccount) -> Finding:
    """Return the finding on whether supplies have an open way to an area."""
    names = tuple(
        dict.fromkeys(
            (*(account.naming.source(plan, one) for one in area.by), *_closers_of_ways(account, area.area))
        )
    )
    otherwise = _said(account, area.area, "otherwise")
    missing = None
    answer: Answer
    if not area.stated:
        answer, missing = "unknown", f"by which route {area.area} is supplied: none is stated"
        statement = f"{area.area}: no way for supplies to it is stated."
    elif not area.open and (area.perhaps or not (area.linked or area.closed_routes or area.crossings_shut)):
        answer, missing = "unknown", f"a route from a crossing to what serves {area.area}"
        statement = f"{area.area}: what serves it has no stated route from a crossing."
    elif not area.open or area.until is not None or area.again_from is not None:
        answer, statement = "not_met", _isolated(area, names, ZoneInfo(account.zone))
    elif _closers_of_ways(account, area.area) or _all_said_closed(account):
        answer = "depends"
        who = names or _closers(account)
        statement = (
            f"{area.area}: a supply route is open by the plan; {listed(who)} "
            f"{'says' if len(who) == 1 else 'say'} that the way is closed."
        )
    elif otherwise:
        answer = "depends"
        statement = f"{area.area}: a supply route is open by the plan; what is said of it decides nothing."
    else:
        answer = "met"
        statement = f"{area.area}: a supply route is open by the plan. That says not how much passes."
    if otherwise:
        statement += f" Said otherwise of the way: {'; '.join(map(account.naming.words, otherwise))}."
    if other := _said(account, area.area, "of another time"):
        statement += f" Said of another time: {'; '.join(map(account.naming.words, other))}."
    return Finding(
        id=f"supply.area.{area.area}",
        question="supply",
        subject=area.area,
        answer=answer,
        statement=statement,
        held_against=HeldAgainst(text=f"an open way for supplies to {area.area}", source="the plan"),
        missing=missing,
        evidence=area.by,
        caveat=SUPPLY_CAVEAT,
    )


def _isolated(area: AreaOpen, names: Sequence[str], zone: ZoneInfo) -> str:
    """Say for how long no way for supplies to an area is open, since when, and by whose word."""
    what = "crossing" if area.crossings_shut else "supply route"
    said = f", as {listed(names)} {'states' if len(names) == 1 else 'state'}" if names else ""
    since = "" if area.since is None else f" since {moment(area.since.astimezone(zone))}"
    when = "" if since else "; since when is not stated"
    parts = []
    if not area.open:
        why = "every crossing is closed" if area.crossings_shut else "no supply route is open"
        parts.append(f"{area.area} is isolated: {why}{since}{said}{when}.")
    if area.until is not None:
        until = moment(area.until.astimezone(zone))
        parts.append(
            f"{area.area} is isolated until {until}: before that no {what} is open{since}{said}{when}."
        )
    if area.again_from is not None:
        parts.append(
            f"{area.area} is isolated from {moment(area.again_from.astimezone(zone))} on: nothing that "
            "enters a crossing from then on has an open way there."
        )
    return " ".join(parts)


def _all_said_closed(account: SupplyAccount) -> bool:
    told = [one for one in account.crossings if one.last]
    return (
        bool(told)
        and len(told) == len(account.crossings)
        and all(any(level in SHUT for level in one.levels) for one in told)
    )


def _closers(account: SupplyAccount) -> tuple[str, ...]:
    found = [
        account.naming.claimant(standing.claim)
        for one in account.crossings
        for standing, level in zip(one.last, one.levels, strict=True)
        if level in SHUT
    ]
    return tuple(dict.fromkeys(found))


def _closers_of_ways(account: SupplyAccount, area: str) -> tuple[str, ...]:
    said = _said(account, area, "shut")
    return tuple(dict.fromkeys(account.naming.claimant(one.claim) for one in said))


def _said(account: SupplyAccount, area: str, says: str) -> list[Standing]:
    return [one.standing for one in account.said_of_ways.get(area, ()) if one.says == says]
