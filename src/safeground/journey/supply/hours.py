"""How many trucks pass where hours and closures hold, by period, at one end.

Hours are counted by the local clock: where the clocks are changed a day has 23 or 25 of them, and of an hour
that is shown twice the best end takes both, the worst only what is surely meant.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import UTC, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from safeground.plan.open_times import open_times
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

    from safeground.journey.supply.limits import End
    from safeground.plan.supply_words import Opened, Shut
    from safeground.plan.words import Number

Times = tuple[tuple[float, float], ...]
"""Spans in seconds from the first day's begin on, negative before it, in order, none touching another."""
ALWAYS: Final[Times] = ((-math.inf, math.inf),)


def united(spans: Iterable[tuple[float, float]]) -> Times:
    """Return spans in order, those that overlap or touch as one."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted(one for one in spans if one[1] > one[0]):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)


def without(times: Times, taken: Times) -> Times:
    """Return the times that lie in none of those that are taken out."""
    for begin, end in taken:
        times = tuple(
            part
            for first, last in times
            for part in ((first, min(last, begin)), (max(first, end), last))
            if part[1] > part[0]
        )
    return times


def seconds_in(times: Times, begin: float, end: float) -> float:
    """Return for how long times hold between two moments [s]."""
    found = 0.0
    for first, last in times[max(0, bisect_right(times, (begin, math.inf)) - 1) :]:
        if first >= end:
            break
        found += max(0.0, min(last, end) - max(first, begin))
    return found


@lru_cache(maxsize=256)
def stated_times(
    stated: str | tuple[Opened, ...] | None,
    *,
    zone: tzinfo,
    begins: datetime,
    from_s: float,
    until_s: float,
    longest: bool,
) -> Times:
    """Return when something is open by its hours; at any time where none are stated.

    Parameters
    ----------
    stated
        The plan's words.
    zone
        Of days and daily hours.
    begins
        When seconds count from.
    from_s, until_s
        Between which hours are written out [s].
    longest
        Whether an hour that the clocks show twice, or never, counts as long as it can be meant.
    """
    if stated is None:
        return ALWAYS
    start = begins.astimezone(UTC) + timedelta(seconds=from_s)
    found = open_times(stated, zone=zone, start=start, horizon_s=until_s - from_s)
    ends = (one.longest_s if longest else one.shortest_s for one in found)
    return united((begin + from_s, end + from_s) for begin, end in ends)


def closed_times(closed: Iterable[Shut], begins: datetime) -> Times:
    """Return when something is closed, in seconds from ``begins`` on."""
    return united(
        (
            -math.inf if one.from_ is None else (one.from_ - begins).total_seconds(),
            math.inf if one.until is None else (one.until - begins).total_seconds(),
        )
        for one in closed
    )


def open_hours(end: End, stated: str | tuple[Opened, ...] | None, closed: Sequence[Shut]) -> list[float]:
    """Return for how many hours of each period something is open; of hours not stated all are."""
    times = without(_stated(end, stated), closed_times(closed, end.limits.begins))
    return [seconds_in(times, begin, over) / SECONDS_PER_HOUR for begin, over in end.periods_s]


def trucks_in_hours(
    end: End,
    per_day: Number | None,
    per_h: Number | None,
    stated: str | tuple[Opened, ...] | None,
    closed: Sequence[Shut],
) -> list[float]:
    """Return how many trucks pass in each period.

    At the best so many a day where it is open at all, and no more than so many an hour while it is. At the
    worst hours that are not stated do not exist where trucks are counted by the hour; what is counted by the
    day alone passes on days no hour of which is closed. Trucks of a local day pass evenly over
    its open time, which matters where two periods share it.
    """
    if end.optimistic:
        found = []
        for hours in open_hours(end, stated, closed):
            in_hours = math.inf if per_h is None else end.of(per_h) * hours
            found.append(min(end.of(per_day), in_hours) if hours > 0 else 0.0)
        return found
    by_day = end.of(per_day)
    if per_h is None and stated is None:
        shut = closed_times(closed, end.limits.begins)
        return [0.0 if seconds_in(shut, *period) else by_day for period in end.periods_s]
    if stated is None:
        return [0.0] * end.days
    most = math.inf if per_day is None and per_h is not None else by_day
    usual = _stated(end, stated)
    left = without(usual, closed_times(closed, end.limits.begins))
    found = [0.0] * end.days
    for begin, over in end.local_days_s:
        open_s = seconds_in(left, begin, over)
        if not open_s:
            continue
        if per_h is not None:
            passing = min(most, end.of(per_h) * open_s / SECONDS_PER_HOUR)
        else:
            passing = by_day if open_s == seconds_in(usual, begin, over) else 0.0
        for t, (first, last) in enumerate(end.periods_s):
            if first >= over or last <= begin:
                continue
            part_s = seconds_in(left, max(begin, first), min(over, last))
            found[t] += passing if part_s == open_s else passing * part_s / open_s
    return [min(one, most) for one in found]


def _stated(end: End, stated: str | tuple[Opened, ...] | None) -> Times:
    return stated_times(
        stated,
        zone=end.limits.zone,
        begins=end.limits.begins,
        from_s=end.local_days_s[0][0],
        until_s=end.local_days_s[-1][1],
        longest=end.optimistic,
    )
