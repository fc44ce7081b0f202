"""Carry out a schedule on the problem's own arrays, and refuse it where it cannot be done.

Knows nothing of how schedules are found: rows of a schedule mean that people enter an arc at an even
rate for a time, come out its transit time later, and wait where they are in between. So the number at a
node is piecewise linear in time, and it is enough to look at the times where a rate changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.errors import SafegroundError
from safeground.flow.moving_clock import MovingClock, in_moving_time, schedule_in_moving_time
from safeground.flow.schedule import together

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

#: What rounding may amount to at any place, as a share of all persons.
TOLERANCE: Final = 1e-8


class ScheduleRefused(SafegroundError):
    """A schedule that cannot be carried out on these arrays; the message says where and when."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What happens when a schedule is carried out.

    Parameters
    ----------
    arrived_persons
        Persons at a sink at the end.
    last_arrival_s
        When the last of them came [s].
    largest_crowd_persons, largest_crowd_node, largest_crowd_s
        The most people waiting on their way at one node that is no sink, where, and when; who has not
        left their own start does not count. Node -1 where nobody waits.
    """

    arrived_persons: float
    last_arrival_s: float
    largest_crowd_persons: float
    largest_crowd_node: int
    largest_crowd_s: float


def replay(
    problem: Problem, schedule: Schedule, *, everybody: bool = True, beside: Sequence[Schedule] = ()
) -> Replay:
    """Carry out a schedule.

    Parameters
    ----------
    problem
        The arrays it was made for.
    schedule
        What to carry out.
    everybody
        Whether all who can reach a sink must have arrived by the schedule's horizon. Where not, who is
        released at the horizon counts as late. Who comes to a refuge that is full has not arrived.
    beside
        Schedules of others on the same arcs, who take their part of the streets' widths and of the quotas.

    Raises
    ------
    ScheduleRefused
        If a row is malformed, an arc or a street is entered faster than its capacity, or while it is closed
        or everybody has to stop, or by more than a window's quota, somebody leaves a
        node before they are there or released, somebody comes to a sink after the horizon, or not
        everybody finds room in a refuge in time.
    """
    persons, released = float(problem.persons.sum()), problem.release_s
    tolerance = TOLERANCE * max(persons, 1.0)
    _check_rows(problem, schedule)
    _check_open(problem, together([schedule, *beside]), tolerance)
    clock, real_horizon_s = MovingClock.of(problem), schedule.horizon_s
    problem, schedule = in_moving_time(problem), schedule_in_moving_time(schedule, clock)
    others = [schedule_in_moving_time(other, clock) for other in beside]
    _check_rates(problem, together([schedule, *others]), tolerance)
    stocks = _Stocks(problem, schedule)
    stocks.check(tolerance)
    end = real_horizon_s * (1 + 1e-12) + 1e-9
    last = _last_arrival(problem, schedule, clock, released, end)
    if last > end:
        _refuse(f"people arrive until {last} s, after its horizon of {real_horizon_s} s")
    came = _came(problem, stocks, released > (end if everybody else real_horizon_s * (1 - 1e-12)))
    arrived = np.minimum(came, problem.refuge_room)
    expected = float(problem.persons[_with_route(problem)].sum())
    if everybody and arrived.sum() < expected - tolerance:
        crowded = [
            f"{came[r]} come to refuge {r} with room for {problem.refuge_room[r]}"
            for r in np.flatnonzero(came > arrived)
        ]
        _refuse("; ".join([f"only {arrived.sum()} of {expected} persons arrive", *crowded]))
    waiting, node, at = stocks.largest_crowd()
    return Replay(float(arrived.sum()), last, waiting, node, float(clock.first(np.array([at]))[0]))


class _Stocks:
    """People at every node, after every change there; nodes one after the other, each in order of time."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = problem
        rate = schedule.persons / schedule.duration_s
        leaves, leaves_until = schedule.start_s, schedule.start_s + schedule.duration_s
        transit = problem.transit_s[schedule.arc]
        tail, head = problem.tail[schedule.arc], problem.head[schedule.arc]
        sources = len(problem.source)
        node = np.concatenate([tail, tail, head, head, problem.source])
        time = np.concatenate(
            [leaves, leaves_until, leaves + transit, leaves_until + transit, problem.release_s]
        )
        slope = np.concatenate([-rate, rate, rate, -rate, np.zeros(sources)])
        jump = np.concatenate([np.zeros(4 * len(rate)), problem.persons])
        order = np.lexsort((time, node))
        self.node, self.time = node[order], time[order]
        new = np.diff(self.node, prepend=-1) != 0
        self.last = np.diff(self.node, append=-1) != 0
        slope = _sums_within(slope[order], new)
        since = np.where(new, 0.0, np.diff(self.time, prepend=0.0))
        before = np.concatenate([[0.0], slope[:-1]])
        self.joined = jump[order]
        self.persons = _sums_within(before * since + self.joined, new)
        self.own = _sums_within(self.joined, new)

    def check(self, tolerance: float) -> None:
        """Refuse people leaving who are not there; several changes at one time count together."""
        first = np.concatenate([[True], (np.diff(self.node) != 0) | (np.diff(self.time) > 0)])
        after = self.persons[np.concatenate([first[1:], [True]])]
        before = (self.persons - self.joined)[first]
        least = np.minimum(before, after)
        if len(least) and least.min() < -tolerance:
            place = int(np.argmin(least))
            _refuse(
                f"by {self.time[first][place]} s {-least[place]} persons more have left node "
                f"{self.node[first][place]} than were there"
            )

    def largest_crowd(self) -> tuple[float, int, float]:
        """Return the most people waiting on their way, where and when."""
        waiting = self.persons - self.own
        waiting[np.isin(self.node, self.problem.sink)] = 0.0
        if not len(waiting) or waiting.max() <= 0:
            return 0.0, -1, 0.0
        place = int(np.argmax(waiting))
        return float(waiting[place]), int(self.node[place]), float(self.time[place])


def _sums_within(values: FloatArray, new: BoolArray) -> FloatArray:
    """Cumulative sums that begin anew where ``new`` is set."""
    total = np.cumsum(values)
    start = np.flatnonzero(new)
    before = total[start] - values[start]
    return total - np.repeat(before, np.diff(np.append(start, len(values))))


def _check_rows(problem: Problem, schedule: Schedule) -> None:
    rows = len(schedule.arc)
    for name in ("start_s", "duration_s", "persons"):
        column = getattr(schedule, name)
        if column.shape != (rows,) or not np.isfinite(column).all():
            _refuse(f"{name} is not a column of {rows} finite numbers")
    if schedule.arc.dtype.kind not in "iu" or not np.isfinite(schedule.horizon_s):
        _refuse("its arcs are not indices, or its horizon is not a number")
    if rows and (schedule.arc.min() < 0 or schedule.arc.max() >= len(problem.tail)):
        _refuse(f"it uses an arc that is none of the {len(problem.tail)}")
    for name, wrong in (
        ("starts before 0 s", schedule.start_s < 0),
        ("lasts no time", schedule.duration_s <= 0),
        ("moves less than nobody", schedule.persons < 0),
    ):
        if wrong.any():
            _refuse(f"row {int(np.argmax(wrong))} {name}")


def _check_open(problem: Problem, schedule: Schedule, tolerance: float) -> None:
    """Refuse entry in halts, outside the windows of an arc, and beyond a window's quota."""
    start, end = schedule.start_s, schedule.start_s + schedule.duration_s
    nearly = 1e-9 + 8 * np.spacing(end)
    clock = MovingClock.of(problem)
    halted = schedule.duration_s - (clock.moving(end) - clock.moving(start)) > nearly
    if halted.any():
        _refuse(f"row {int(np.argmax(halted))} has people set out while everybody has to stop")
    rows = np.flatnonzero(np.isin(schedule.arc, problem.window_arc))
    first = np.searchsorted(problem.window_arc, schedule.arc[rows], side="left")
    behind = np.searchsorted(problem.window_arc, schedule.arc[rows], side="right")
    entered = np.zeros(len(problem.window_arc))
    for row, begin, stop in zip(rows.tolist(), first.tolist(), behind.tolist(), strict=True):
        opened = problem.window_open_s[begin:stop] <= start[row] + nearly[row]
        fits = opened & (end[row] <= problem.window_close_s[begin:stop] + nearly[row])
        if not fits.any():
            _refuse(f"row {row} has people enter arc {schedule.arc[row]} while it is closed")
        entered[begin + int(np.argmax(fits))] += schedule.persons[row]
    over = entered - problem.window_quota
    if len(over) and over.max() > tolerance:
        place = int(np.argmax(over))
        _refuse(
            f"{over[place]} persons more enter arc {problem.window_arc[place]} than its quota in a window"
        )


def _check_rates(problem: Problem, schedule: Schedule, tolerance: float) -> None:
    """Refuse entry faster than an arc's capacity, or all arcs of a street faster than its width."""
    streets, street = np.unique(problem.street_id, return_inverse=True)
    width = np.zeros(len(streets))
    np.maximum.at(width, street, problem.capacity_per_s)
    place, persons = _worst_excess(schedule, street[schedule.arc], width)
    if persons > tolerance:
        _refuse(f"{persons} persons more enter street {streets[place]} than its width lets pass")
    if len(streets) < len(problem.tail):
        place, persons = _worst_excess(schedule, schedule.arc, problem.capacity_per_s)
        if persons > tolerance:
            _refuse(f"{persons} persons more enter arc {place} than its capacity lets pass")


def _worst_excess(schedule: Schedule, place: IntArray, limit: FloatArray) -> tuple[int, float]:
    """Return the place where most people enter above the limit, over all time, and how many."""
    rate = schedule.persons / schedule.duration_s
    at = np.concatenate([place, place])
    time = np.concatenate([schedule.start_s, schedule.start_s + schedule.duration_s])
    change = np.concatenate([rate, -rate])
    order = np.lexsort((time, at))
    at, time = at[order], time[order]
    if not len(at):
        return -1, 0.0
    rates = _sums_within(change[order], np.diff(at, prepend=-1) != 0)
    lasts = np.diff(time, append=time[-1])
    lasts[np.diff(at, append=-1) != 0] = 0.0
    above = np.maximum(rates - limit[at], 0.0) * lasts
    total = np.bincount(at, above, minlength=len(limit))
    return int(np.argmax(total)), float(total.max())


def _came(problem: Problem, stocks: _Stocks, later: BoolArray) -> FloatArray:
    """Return how many have come to each refuge at the end, and stay; ``later`` are released after it."""
    at_end = np.zeros(problem.nodes)
    at_end[stocks.node[stocks.last]] = stocks.persons[stocks.last]
    np.subtract.at(at_end, problem.source[later], problem.persons[later])
    came = np.zeros(len(problem.refuge_room))
    np.add.at(came, problem.refuge_of_sink, at_end[problem.sink])
    return came


def _last_arrival(
    problem: Problem, schedule: Schedule, clock: MovingClock, released: FloatArray, end_s: float
) -> float:
    """Return when the last comes to a sink by the schedule, or is released there by the end, in real time.

    Who starts at a sink arrives when released, in a halt too; so their releases do not go by the clock.
    """
    into = np.isin(problem.head[schedule.arc], problem.sink) & (schedule.persons > 0)
    ends = clock.first((schedule.start_s + schedule.duration_s + problem.transit_s[schedule.arc])[into])
    there = np.isin(problem.source, problem.sink) & (problem.persons > 0) & (released <= end_s)
    return float(max(ends.max(initial=0.0), released[there].max(initial=0.0)))


def _with_route(problem: Problem) -> BoolArray:
    """Return which sources have a way to a sink."""
    reached = np.zeros(problem.nodes, np.bool_)
    reached[problem.sink] = True
    order = np.argsort(problem.head, kind="stable")
    first = np.searchsorted(problem.head[order], np.arange(problem.nodes + 1))
    tails = problem.tail[order]
    front = problem.sink
    while len(front):
        counts = first[front + 1] - first[front]
        arcs = np.repeat(first[front] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        before = np.unique(tails[arcs])
        front = before[~reached[before]]
        reached[front] = True
    return reached[problem.source]


def _refuse(why: str) -> None:
    msg = f"The schedule cannot be carried out: {why}."
    raise ScheduleRefused(msg)
