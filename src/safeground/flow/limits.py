"""What arcs can carry where that changes over time: opening windows, quotas, and others on the streets.

Told as limits in stretches of time, each the share of an arc's capacity that is left; where several touch a
layer of time, the least counts. So a layer that is partly closed is closed: cautious, and less so the
narrower the layers are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from safeground.flow.kernels.limits import fill_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.flow.kernels.types import Floats, Int32s, Int64s
    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule

_NEARLY: Final = 1e-12
#: Times as long as it takes to use up a quota at full rate: room for who comes a little late.
_HEADWAY: Final = 1.25


class Limits(NamedTuple):
    """Stretches of time in which an arc has less than its capacity, and quotas.

    Parameters
    ----------
    arc, from_s, until_s, share
        Arc, stretch [s] (which may have no end), and the share of its capacity that is left, shape (l,).
    quota_arc, quota_from_s, quota_until_s, quota
        Arc, window [s] and the persons that may enter in it, shape (q,).
    """

    arc: Int64s
    from_s: Floats
    until_s: Floats
    share: Floats
    quota_arc: Int64s
    quota_from_s: Floats
    quota_until_s: Floats
    quota: Floats

    @property
    def arcs(self) -> Int64s:
        """The arcs that have any limit, sorted."""
        return np.union1d(self.arc, self.quota_arc)

    def turns(self, after_s: Floats) -> Floats:
        """Return the times at which a window's opening or closing can be felt at the end, sorted.

        ``after_s`` is the least time from the start of each arc to the end, shape (m,).
        """
        closed = self.share == 0
        lag = after_s[self.arc[closed]]
        felt = []
        for time in (self.from_s[closed], self.until_s[closed]):
            moments, place = np.unique(time, return_inverse=True)
            last = np.zeros(len(moments))
            np.maximum.at(last, place, lag)
            felt.append(moments + last)
        times = np.unique(np.concatenate(felt))
        return times[np.isfinite(times)]

    def sooner(self, rate_per_s: Floats) -> Limits:
        """Return limits in which quotas are there to be used up as soon as their windows open.

        In layers a quota is spread evenly over its window, which suits people who come one after the other;
        where they wait before it opens, it is used up at the start. Beyond that the window is closed.
        ``rate_per_s`` is what each arc lets pass, shape (m,).
        """
        used_s = self.quota_from_s + _HEADWAY * self.quota / rate_per_s[self.quota_arc]
        until = np.minimum(self.quota_until_s, used_s)
        shorter = until < self.quota_until_s
        return Limits(
            np.concatenate([self.arc, self.quota_arc[shorter]]),
            np.concatenate([self.from_s, until[shorter]]),
            np.concatenate([self.until_s, self.quota_until_s[shorter]]),
            np.concatenate([self.share, np.zeros(int(shorter.sum()))]),
            self.quota_arc,
            self.quota_from_s,
            until,
            self.quota,
        )

    def renumbered(self, number: Int64s) -> Limits:
        """Return the limits of arcs that have a new number, which is not -1."""
        kept, quota = number[self.arc] >= 0, number[self.quota_arc] >= 0
        return Limits(
            number[self.arc[kept]],
            self.from_s[kept],
            self.until_s[kept],
            self.share[kept],
            number[self.quota_arc[quota]],
            self.quota_from_s[quota],
            self.quota_until_s[quota],
            self.quota[quota],
        )


def no_limits() -> Limits:
    """Return limits of no arc."""
    none, nothing = np.empty(0, np.int64), np.empty(0)
    return Limits(none, nothing, nothing, nothing, none, nothing, nothing, nothing)


def limits_of(problem: Problem, beside: Sequence[Schedule] = ()) -> Limits:
    """Return the limits of a problem without halts, on whose streets others move by their own schedules."""
    closed = _closed(problem)
    used = _used(problem, beside)
    arc, from_s, until_s, share = (np.concatenate(both) for both in zip(closed, used, strict=True))
    finite = np.isfinite(problem.window_quota)
    return Limits(
        arc,
        from_s,
        until_s,
        share,
        problem.window_arc[finite],
        problem.window_open_s[finite],
        problem.window_close_s[finite],
        _quota_left(problem, beside)[finite],
    )


def _quota_left(problem: Problem, beside: Sequence[Schedule]) -> Floats:
    """Return what schedules of others leave of the quota of every window."""
    left = problem.window_quota.copy()
    for schedule in beside:
        rows = np.flatnonzero(np.isin(schedule.arc, problem.window_arc))
        first = np.searchsorted(problem.window_arc, schedule.arc[rows], side="left")
        behind = np.searchsorted(problem.window_arc, schedule.arc[rows], side="right")
        middle = schedule.start_s[rows] + schedule.duration_s[rows] / 2
        for row, begin, stop, time in zip(rows, first, behind, middle, strict=True):
            opened = int(np.searchsorted(problem.window_open_s[begin:stop], time, side="right"))
            left[begin + max(opened - 1, 0)] -= schedule.persons[row]
    return np.maximum(left, 0.0)


def _closed(problem: Problem) -> tuple[Int64s, Floats, Floats, Floats]:
    """Return the stretches between the windows of each arc, in which it is closed."""
    arc, opens, closes = problem.window_arc, problem.window_open_s, problem.window_close_s
    first = np.diff(arc, prepend=-1) != 0
    last = np.diff(arc, append=-1) != 0
    before = np.where(first, 0.0, np.roll(closes, 1))
    from_s = np.concatenate([before, closes[last]])
    until_s = np.concatenate([opens, np.full(int(last.sum()), np.inf)])
    lasts = until_s > from_s
    return np.concatenate([arc, arc[last]])[lasts], from_s[lasts], until_s[lasts], np.zeros(int(lasts.sum()))


def _used(problem: Problem, beside: Sequence[Schedule]) -> tuple[Int64s, Floats, Floats, Floats]:
    """Return what schedules of others leave of every arc whose street they use."""
    nothing = np.empty(0, np.int64), np.empty(0), np.empty(0), np.empty(0)
    if not sum(len(schedule) for schedule in beside):
        return nothing
    _, street = np.unique(problem.street_id, return_inverse=True)
    width = np.zeros(street.max() + 1)
    np.maximum.at(width, street, problem.capacity_per_s)
    of_streets = _left(street, width, beside)
    if len(width) == len(problem.tail):
        return of_streets
    # An arc may be narrower than its street.
    of_arcs = _left(np.arange(len(problem.tail)), problem.capacity_per_s, beside)
    arc, from_s, until_s, share = (np.concatenate(both) for both in zip(of_streets, of_arcs, strict=True))
    return arc, from_s, until_s, share


def _left(street: Int64s, width: Floats, beside: Sequence[Schedule]) -> tuple[Int64s, Floats, Floats, Floats]:
    """Return what schedules leave of every arc, where so many a second may enter all arcs of a street."""
    at = np.concatenate([street[schedule.arc] for schedule in beside])
    start = np.concatenate([schedule.start_s for schedule in beside])
    end = start + np.concatenate([schedule.duration_s for schedule in beside])
    rate = np.concatenate([schedule.persons / schedule.duration_s for schedule in beside])
    place, time = np.concatenate([at, at]), np.concatenate([start, end])
    order = np.lexsort((time, place))
    place, time = place[order], time[order]
    total = np.cumsum(np.concatenate([rate, -rate])[order])
    # Each street's rates end at 0, so the sum goes on from there, but for rounding.
    stretch = np.flatnonzero((np.diff(place) == 0) & (np.diff(time) > 0))
    left = np.clip(1.0 - total[stretch] / width[place[stretch]], 0.0, 1.0)
    left = np.where(left < 1.0 - _NEARLY, left, 1.0)
    stretch, left = stretch[left < 1.0], left[left < 1.0]
    by_street = np.argsort(street, kind="stable")
    first = np.searchsorted(street[by_street], place[stretch], side="left")
    count = np.searchsorted(street[by_street], place[stretch], side="right") - first
    row = np.repeat(np.arange(len(stretch)), count)
    arc = by_street[np.repeat(first - np.cumsum(count) + count, count) + np.arange(len(row))]
    return arc, time[stretch][row], time[stretch + 1][row], left[row]


def layer_capacities(
    limits: Limits, units: Int32s, width_s: float, offset_s: Floats, persons_per_unit: float, layers: int
) -> tuple[Int64s, Int32s]:
    """Return the arcs that have limits, and how many units may enter each in every layer.

    Parameters
    ----------
    limits
        In the numbers of arcs that ``units`` and ``offset_s`` have.
    units
        What each arc lets pass in a layer without limits, shape (m,).
    width_s
        Width of a layer [s].
    offset_s
        By how much the layers of each arc's tail begin sooner [s], shape (m,).
    persons_per_unit
        Persons in a unit.
    layers
        Number of layers.

    Returns
    -------
    Arcs, shape (t,), sorted; units, shape (t, layers).
    """
    arcs = limits.arcs
    timed = np.repeat(units[arcs, None], layers, axis=1).astype(np.int32)
    row = np.searchsorted(arcs, limits.arc)
    first = np.floor((limits.from_s + offset_s[limits.arc]) / width_s + _NEARLY)
    end = np.ceil((limits.until_s + offset_s[limits.arc]) / width_s - _NEARLY)
    most = np.floor(units[limits.arc] * limits.share)
    fill_layers(
        timed,
        row,
        first.clip(0, layers).astype(np.int64),
        end.clip(0, layers).astype(np.int64),
        most.astype(np.int32),
    )
    row = np.searchsorted(arcs, limits.quota_arc)
    first = np.floor((limits.quota_from_s + offset_s[limits.quota_arc]) / width_s + _NEARLY)
    end = np.ceil((limits.quota_until_s + offset_s[limits.quota_arc]) / width_s - _NEARLY)
    for place, begin, stop, quota in zip(
        row.tolist(),
        first.clip(0, layers).astype(np.int64).tolist(),
        end.clip(0, layers).astype(np.int64).tolist(),
        np.floor(limits.quota / persons_per_unit).tolist(),
        strict=True,
    ):
        within = timed[place, begin:stop]
        open_ = np.flatnonzero(within > 0)
        if len(open_) and quota < within.sum(dtype=np.int64):
            steps = np.floor(quota * np.arange(len(open_) + 1) / len(open_))
            within[open_] = np.minimum(within[open_], np.diff(steps)).astype(np.int32)
    return arcs, timed
