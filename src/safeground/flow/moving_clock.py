"""The moving clock: time less the time in which everybody has to stop.

While everybody stops where they are, nothing happens; so a problem with halts is one without them, told
by a clock that stands still in the meantime.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule

    FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MovingClock:
    """A clock that stands still in halts.

    Parameters
    ----------
    halt_from_s, halt_until_s
        Halts, sorted and disjoint, shape (h,).
    """

    halt_from_s: FloatArray
    halt_until_s: FloatArray

    @classmethod
    def of(cls, problem: Problem) -> MovingClock:
        """Return the clock of a problem."""
        return cls(problem.halt_from_s, problem.halt_until_s)

    def moving(self, time_s: FloatArray) -> FloatArray:
        """Return what the clock shows at each time [s]."""
        clock = np.array(time_s, np.float64)
        for begins, ends in zip(self.halt_from_s, self.halt_until_s, strict=True):
            clock = clock - np.clip(time_s - begins, 0.0, ends - begins)
        return clock

    def first(self, clock_s: FloatArray) -> FloatArray:
        """Return the first time at which the clock shows this: at the start of a halt, not its end [s]."""
        return self._real(clock_s, "left")

    def last(self, clock_s: FloatArray) -> FloatArray:
        """Return the last time at which the clock shows this, after a halt [s]."""
        return self._real(clock_s, "right")

    def _real(self, clock_s: FloatArray, side: Literal["left", "right"]) -> FloatArray:
        begins = self.moving(self.halt_from_s)
        halted = np.concatenate([[0.0], np.cumsum(self.halt_until_s - self.halt_from_s)])
        before = np.searchsorted(begins, clock_s, side=side)
        return np.asarray(clock_s + halted[before], np.float64)


def in_moving_time(problem: Problem) -> Problem:
    """Return a problem without halts, its times told by the moving clock.

    A window that lies in a halt is left out; an arc that is left without any is never open, which an empty
    window at 0 s with no quota left says.
    """
    if not len(problem.halt_from_s):
        return problem
    clock = MovingClock.of(problem)
    opens, closes = clock.moving(problem.window_open_s), clock.moving(problem.window_close_s)
    lasts = closes > opens
    never = np.setdiff1d(problem.window_arc, problem.window_arc[lasts])
    arc = np.concatenate([problem.window_arc[lasts], never])
    order = np.argsort(arc, kind="stable")
    return replace(
        problem,
        release_s=clock.moving(problem.release_s),
        window_arc=arc[order],
        window_open_s=np.concatenate([opens[lasts], np.zeros(len(never))])[order],
        window_close_s=np.concatenate([closes[lasts], np.ones(len(never))])[order],
        window_quota=np.concatenate([problem.window_quota[lasts], np.zeros(len(never))])[order],
        halt_from_s=np.empty(0),
        halt_until_s=np.empty(0),
    )


def schedule_in_moving_time(schedule: Schedule, clock: MovingClock) -> Schedule:
    """Return a schedule told by the moving clock; its rows must lie outside the halts."""
    start = clock.moving(schedule.start_s)
    horizon = float(clock.moving(np.array([schedule.horizon_s]))[0])
    return replace(schedule, start_s=start, horizon_s=horizon)


def schedule_in_real_time(schedule: Schedule, clock: MovingClock) -> Schedule:
    """Return a schedule by the moving clock in real time, its rows divided where a halt begins."""
    begins = clock.moving(clock.halt_from_s)
    if not len(begins):
        return schedule
    arc, start = schedule.arc, schedule.start_s
    duration, persons = schedule.duration_s.copy(), schedule.persons.copy()
    for halt in begins:
        across = np.flatnonzero((start < halt) & (start + duration > halt))
        first = halt - start[across]
        later = duration[across] - first
        rest = persons[across] * (later / duration[across])
        persons[across] = persons[across] - rest
        duration[across] = first
        arc = np.concatenate([arc, arc[across]])
        start = np.concatenate([start, np.full(len(across), halt)])
        duration = np.concatenate([duration, later])
        persons = np.concatenate([persons, rest])
    order = np.lexsort((start, arc))
    horizon = float(clock.first(np.array([schedule.horizon_s]))[0])
    return replace(
        schedule,
        arc=arc[order],
        start_s=clock.last(start[order]),
        duration_s=duration[order],
        persons=persons[order],
        horizon_s=horizon,
    )
