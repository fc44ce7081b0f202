"""Whether supplies have an open way to an area, by the routes that the plan states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from safeground.plan.supply_words import GIVING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Route, Shut, Supply


@dataclass(frozen=True, slots=True)
class AreaOpen:
    """Whether an area can be supplied from some crossing.

    Parameters
    ----------
    area
        Its id.
    stated
        Whether the plan states any way for supplies to it.
    open
        Whether a way of routes that are not closed all the time leads there from a crossing that is not.
    closed_routes
        Ids of the routes to it, or to the stores that serve it, that are closed all the time.
    since
        Since when the last of them has been closed, where that is stated.
    by
        Sources of their closing.
    crossings_shut
        Whether every crossing is closed all the time.
    """

    area: str
    stated: bool
    open: bool
    closed_routes: tuple[str, ...]
    since: datetime | None
    by: tuple[str, ...]
    crossings_shut: bool = False
    perhaps: bool = False
    """Whether a store on the way has no way to it that the plan states: it may be supplied all the same."""


def open_to(plan: Plan, supply: Supply, begins: datetime) -> tuple[AreaOpen, ...]:
    """Return for every area that people may be in whether supplies have an open way to it.

    Parameters
    ----------
    plan, supply
        The plan's words.
    begins
        When the days that are examined begin.
    """
    end = begins + timedelta(days=supply.days)
    reached = {one.id for one in supply.crossings if not always_shut(one.closed, begins, end)}
    shut = bool(supply.crossings) and not reached
    usable = [one for one in supply.routes if not _closed(one, begins, end)]
    fed = {one.to for one in supply.routes}
    perhaps = _onward(reached | {one.id for one in supply.stores if one.id not in fed}, usable)
    reached = _onward(reached, usable)
    found = []
    for area in plan.areas:
        stores = [one for one in supply.stores if area.id in one.serves and one.kind in GIVING]
        ends = {area.id, *(one.id for one in stores)}
        ways = [one for one in supply.routes if one.to in ends]
        stated = bool(ways or stores) or any(one.area == area.id for one in supply.needs)
        closed = [one for one in ways if _closed(one, begins, end)]
        since = [_since(one) for one in closed]
        known = [one for one in since if one is not None]
        found.append(
            AreaOpen(
                area=area.id,
                stated=stated,
                open=bool(ends & reached),
                closed_routes=tuple(one.id for one in closed),
                since=max(known) if known and len(known) == len(since) else None,
                by=tuple(dict.fromkeys(source for one in closed for source in _sources(one))),
                crossings_shut=shut,
                perhaps=not shut and bool(ends & perhaps),
            )
        )
    return tuple(found)


def _onward(start: set[str], usable: Sequence[Route]) -> set[str]:
    """Return where usable routes lead from some places, these too."""
    reached = set(start)
    while more := {one.to for one in usable if one.from_ in reached} - reached:
        reached |= more
    return reached


def always_shut(closed: Sequence[Shut], begins: datetime, end: datetime) -> bool:
    """Return whether closures together cover all of a time."""
    at = begins
    for one in sorted(closed, key=lambda shut: (shut.from_ is not None, shut.from_ or begins)):
        if one.from_ is not None and one.from_ > at:
            break
        at = end if one.until is None else max(at, one.until)
    return at >= end


def _closed(route: Route, begins: datetime, end: datetime) -> bool:
    return route.open is False or always_shut(route.closed, begins, end)


def _since(route: Route) -> datetime | None:
    if route.open is False and route.since is not None:
        return route.since
    starts = [one.from_ for one in route.closed if one.from_ is not None]
    return min(starts) if starts else route.since


def _sources(route: Route) -> tuple[str, ...]:
    named = (route.source, *(one.source for one in route.closed))
    return tuple(one for one in named if one is not None)
