"""The moving clock: time less the time in which everybody has to stop.

While everybody stops where they are, nothing happens; so a problem with halts is one without them, told
by a clock that stands still in the meantime.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from safeground.flow.certificate import Certificate, check
from safeground.flow.schedule import divided

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


def schedule_in_real_time(schedule: Schedule, clock: MovingClock, horizon_s: float | None = None) -> Schedule:
    """Return a schedule by the moving clock in real time, its rows divided where a halt begins.

    Its horizon is the first time at which the clock shows the schedule's, or the one given.
    """
    if not len(clock.halt_from_s):
        return schedule
    for begins in clock.moving(clock.halt_from_s).tolist():
        schedule = divided(schedule, begins)
    if horizon_s is None:
        horizon_s = float(clock.first(np.array([schedule.horizon_s]))[0])
    return replace(schedule, start_s=clock.last(schedule.start_s), horizon_s=horizon_s)


def certificate_in_real_time(
    certificate: Certificate, problem: Problem, clock: MovingClock
) -> Certificate | None:
    """Return a certificate by the moving clock for the problem in real time; None where nothing is proven.

    Its horizon is the last time at which the clock shows the certificate's; where somebody starts at a sink
    and is released in that halt, the first.
    """
    clocked = np.array([certificate.horizon_s])
    for horizon in (clock.last(clocked), clock.first(clocked)):
        told = labels_in_real_time(certificate, problem, clock, float(horizon[0]))
        if check(problem, told).refuted:
            return told
    return None


def labels_in_real_time(
    certificate: Certificate, problem: Problem, clock: MovingClock, horizon_s: float
) -> Certificate:
    """Return a certificate by the moving clock for the problem in real time and a horizon there.

    At the end of a halt all is as at its start, so labels are told as early as they can; only refuges whose
    room is not used, and their sinks, are behind from the horizon on.
    """
    unused = certificate.refuge_labels_s >= certificate.horizon_s
    refuge_labels = np.where(unused, horizon_s, clock.first(certificate.refuge_labels_s))
    labels = clock.first(certificate.labels_s)
    np.maximum.at(labels, problem.sink, refuge_labels[problem.refuge_of_sink])
    return Certificate.of(problem, labels, horizon_s, refuge_labels)


def curve_in_real_time(
    clock: MovingClock, time_s: FloatArray, persons: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return a piecewise linear curve by the moving clock in real time: level while everybody stops."""
    if not len(time_s):
        return time_s, persons
    begins = np.unique(clock.moving(clock.halt_from_s))
    begins = begins[begins < time_s[-1]]
    every = np.sort(np.concatenate([time_s, begins, begins]), kind="stable")
    told = np.interp(every, time_s, persons)
    again = np.concatenate([[False], np.diff(every) == 0])
    return np.where(again, clock.last(every), clock.first(every)), np.asarray(told, np.float64)
