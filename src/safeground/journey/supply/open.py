"""Whether and when supplies have an open way to an area, by the crossings and routes that the plan states."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from safeground.journey.supply.hours import closed_times, stated_times, without
from safeground.journey.supply.stated import is_source
from safeground.plan.opening import zone_of
from safeground.plan.supply_words import GIVING, Route
from safeground.units import SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from safeground.journey.supply.hours import Times
    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Crossing, Opened, Shut, Supply

LOOK_BACK_S: Final = 366 * SECONDS_PER_DAY
"""How far before the first day the last opening is looked for."""
LOOK_AHEAD_S: Final = 7 * SECONDS_PER_DAY
"""How far past the last day the next opening is looked for: hours of every week come again."""


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
        Whether what enters at some crossing can come there within the days examined: each way by itself is
        open then or later. The time to drive is not counted.
    closed_routes
        Ids of the routes to it, or to the stores that serve it, that are closed all the time.
    since
        Since when it has been cut off where it is so at first, where that is stated.
    by
        Sources of the closing.
    crossings_shut
        Whether every crossing is closed for as long as it is cut off at first.
    """

    area: str
    stated: bool
    open: bool
    closed_routes: tuple[str, ...]
    since: datetime | None
    by: tuple[str, ...]
    crossings_shut: bool = False
    linked: bool = False
    """Whether routes lead there from a crossing, open or closed."""
    perhaps: bool = False
    """Whether a store on the way has no way to it that the plan states: it may be supplied all the same."""
    until: datetime | None = None
    """It is cut off until then, for a day at least; None where it is not, or all the days examined."""
    again_from: datetime | None = None
    """What enters from then on comes there no more, for a day at least, and not in the week after the days
    examined; None where it is not so."""


def open_to(plan: Plan, supply: Supply, begins: datetime) -> tuple[AreaOpen, ...]:
    """Return for every area that people may be in whether supplies have an open way to it.

    Hours are taken at the longest that they can be meant: an area that is cut off is so for certain.

    Parameters
    ----------
    plan, supply
        The plan's words.
    begins
        When the days that are examined begin.
    """
    ways = _Ways(supply, begins, zone_of(plan, begins))
    found = []
    for area in plan.areas:
        stores = [one for one in supply.stores if area.id in one.serves and one.kind in GIVING]
        ends = {area.id, *(one.id for one in stores)}
        routes = [one for one in supply.routes if one.to in ends]
        stated = bool(routes or stores) or any(one.area == area.id for one in supply.needs)
        found.append(ways.to(area.id, ends, routes, stated=stated))
    return tuple(found)


class _Ways:
    """When each crossing and route is open, in seconds from the first day's begin on."""

    def __init__(self, supply: Supply, begins: datetime, zone: tzinfo) -> None:
        self.supply, self.begins, self.zone = supply, begins, zone
        self.over_s = supply.days * SECONDS_PER_DAY
        self.far_s = self.over_s + LOOK_AHEAD_S
        self.crossing = {one.id: self._times(one.open, one.closed) for one in supply.crossings}
        self.route: dict[str, Times] = {
            one.id: () if one.open is False else self._times(one.hours, one.closed) for one in supply.routes
        }
        gates = {name: _next(times, 0.0, self.over_s) for name, times in self.crossing.items()}
        fed = {one.to for one in supply.routes}
        ways = [(one.from_, one.to, one.id) for one in supply.routes]
        self.unfed = [one.id for one in self.supply.stores if one.id not in fed and not is_source(one)]
        self.linked = _settled(dict.fromkeys(gates, 0.0), ways, lambda _, at: at, better=min).keys()
        self.first = self._earliest(gates)
        self.perhaps = self._earliest(gates | dict.fromkeys(self.unfed, 0.0))

    def to(self, area: str, ends: set[str], routes: Sequence[Route], *, stated: bool) -> AreaOpen:
        first = min(self.first.get(one, math.inf) for one in ends)
        perhaps = min(self.perhaps.get(one, math.inf) for one in ends)
        cut_off_s = min(first, self.over_s) if math.isinf(first) else min(first, perhaps)
        shut = bool(self.crossing) and all(
            _next(times, 0.0, self.over_s) >= cut_off_s for times in self.crossing.values()
        )
        closed = [one for one in routes if math.isinf(_next(self.route[one.id], 0.0, self.over_s))]
        last = -math.inf if math.isinf(first) else self._last(ends)
        later = math.isfinite(first) and cut_off_s >= SECONDS_PER_DAY
        again = math.isfinite(last) and last <= self.over_s - SECONDS_PER_DAY
        since, by = None, tuple[str, ...]()
        if math.isinf(first) or later:
            since, by = self._why(ends, cut_off_s, shut=shut)
        return AreaOpen(
            area=area,
            stated=stated,
            open=math.isfinite(first),
            closed_routes=tuple(one.id for one in closed),
            since=since,
            by=by,
            crossings_shut=shut and cut_off_s > 0,
            linked=bool(ends & self.linked),
            perhaps=not shut and math.isfinite(perhaps),
            until=self._at(cut_off_s) if later else None,
            again_from=self._at(last) if again else None,
        )

    def _earliest(self, start: Mapping[str, float]) -> dict[str, float]:
        """Return when something can first be at each place: it may wait where a way is still closed."""
        return _settled(
            start,
            [(one.from_, one.to, one.id) for one in self.supply.routes],
            lambda way, at: _next(self.route[way], at, self.over_s),
            better=min,
        )

    def _last(self, ends: set[str]) -> float:
        """Return until when what enters at a crossing, or lies in a store of no stated way, comes there."""
        leave = _settled(
            dict.fromkeys(ends, self.far_s),
            [(one.to, one.from_, one.id) for one in self.supply.routes],
            lambda way, at: _previous(self.route[way], at),
            better=max,
        )
        if any(leave.get(one, -math.inf) > 0 for one in self.unfed):
            return self.far_s
        return max(
            (_previous(times, leave[name]) for name, times in self.crossing.items() if name in leave),
            default=-math.inf,
        )

    def _why(
        self, ends: Collection[str], cut_off_s: float, *, shut: bool
    ) -> tuple[datetime | None, tuple[str, ...]]:
        """Return since when an area has been cut off, and who says so."""
        at_fault: list[Crossing | Route] = []
        gates: dict[str, float] = {}
        roads: dict[str, float] = {}
        for one in self._elements(self._leading_to(ends), shut=shut):
            times = self.route[one.id] if isinstance(one, Route) else self.crossing[one.id]
            if _next(times, 0.0, self.over_s) < cut_off_s:
                continue
            at_fault.append(one)
            ended = self._ended(one)
            # Of what nobody says when it was last open, it may have been until the first day begins.
            ended_s = 0.0 if ended is None else (ended - self.begins).total_seconds()
            (roads if isinstance(one, Route) else gates)[one.id] = ended_s
        # A way is cut since the first that closed along it; an area since the last of its ways was.
        leave = _settled(
            dict.fromkeys(ends, 0.0),
            [(one.to, one.from_, one.id) for one in self.supply.routes],
            lambda way, at: min(at, roads.get(way, 0.0)),
            better=max,
        )
        starts = [*self.crossing, *self.unfed]
        cut = [min(leave[name], gates.get(name, 0.0)) for name in starts if name in leave]
        since_s = max(gates.values() if shut else cut, default=-math.inf)
        named = dict.fromkeys(source for one in at_fault for source in _sources(one))
        return self._at(since_s) if -math.inf < since_s < 0 else None, tuple(named)

    def _leading_to(self, ends: Collection[str]) -> set[str]:
        """Return the places from which routes, open or closed, lead to some places; those too."""
        ways = [(one.to, one.from_, one.id) for one in self.supply.routes]
        return set(_settled(dict.fromkeys(ends, 0.0), ways, lambda _, at: at, better=max))

    def _elements(self, on_the_way: Collection[str], *, shut: bool) -> Iterator[Crossing | Route]:
        """Yield what can cut an area off: all crossings where they do so alone, else what leads to it."""
        if not shut:
            yield from (one for one in self.supply.routes if one.to in on_the_way)
        yield from (one for one in self.supply.crossings if shut or one.id in on_the_way)

    def _ended(self, one: Crossing | Route) -> datetime | None:
        """Return when something was last open before the first day; None where nothing says so."""
        starts = [shut.from_ for shut in one.closed if shut.from_ is not None]
        if isinstance(one, Route):
            if one.open is False:
                return one.since or (min(starts) if starts else None)
            if not one.closed and one.hours is None:
                return one.since
        far_s = max(
            LOOK_BACK_S,
            *((self.begins - start).total_seconds() + SECONDS_PER_DAY for start in starts),
            0.0,
        )
        at = _previous(self._times(_hours(one), one.closed, from_s=-far_s), 0.0)
        return self._at(at) if at > -far_s else None

    def _times(
        self, opened: str | tuple[Opened, ...] | None, closed: Sequence[Shut], *, from_s: float = 0.0
    ) -> Times:
        times = stated_times(
            opened, zone=self.zone, begins=self.begins, from_s=from_s, until_s=self.far_s, longest=True
        )
        return without(times, closed_times(closed, self.begins))

    def _at(self, seconds: float) -> datetime:
        return self.begins.astimezone(UTC) + timedelta(seconds=seconds)


def _settled(
    start: Mapping[str, float],
    ways: Sequence[tuple[str, str, str]],
    pass_at: Callable[[str, float], float],
    *,
    better: Callable[[float, float], float],
) -> dict[str, float]:
    """Return the best time at each place from some places on, along ways (from, to, id) again and again."""
    found = {name: at for name, at in start.items() if math.isfinite(at)}
    changed = True
    while changed:
        changed = False
        for tail, head, way in ways:
            if tail not in found:
                continue
            at = pass_at(way, found[tail])
            if math.isfinite(at) and (head not in found or better(at, found[head]) != found[head]):
                found[head], changed = at, True
    return found


def _next(times: Times, at: float, over: float) -> float:
    """Return the first moment from ``at`` on, before ``over``, that lies in times; infinite for none."""
    index = bisect_right([end for _, end in times], at)
    moment = max(at, times[index][0]) if index < len(times) else math.inf
    return moment if moment < over else math.inf


def _previous(times: Times, at: float) -> float:
    """Return up to when times hold before ``at``; minus infinite for none."""
    index = bisect_left([begin for begin, _ in times], at) - 1
    return min(at, times[index][1]) if index >= 0 else -math.inf


def _hours(one: Crossing | Route) -> str | tuple[Opened, ...] | None:
    return one.hours if isinstance(one, Route) else one.open


def _sources(one: Crossing | Route) -> tuple[str, ...]:
    named = [one.source, *(shut.source for shut in one.closed)]
    opened = _hours(one)
    if opened is not None and not isinstance(opened, str):
        named += [time.source for time in opened]
    return tuple(source for source in named if source is not None)
