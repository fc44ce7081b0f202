"""How many can have passed the streets of a cut by a time, where these are open for a time or for good."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem

    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

_ROUNDING: Final = 1e-12


class Passing(NamedTuple):
    """Openings of a cut's arcs, told by when those who pass them arrive.

    Parameters
    ----------
    place
        Which of the cut's arcs each opening is of, shape (o,).
    first_s, last_s
        Earliest arrival of those who pass in each opening, and when the last who pass arrive at the
        soonest; infinite where it never closes, shape (o,).
    rate_per_s
        Persons a second, shape (o,).
    quota
        Persons that may pass in it, infinite without a quota, shape (o,).
    """

    place: IntArray
    first_s: FloatArray
    last_s: FloatArray
    rate_per_s: FloatArray
    quota: FloatArray

    @classmethod
    def of(cls, problem: Problem, arcs: IntArray, near_s: FloatArray, onward_s: FloatArray) -> Passing:
        """Return the openings of arcs of a problem without halts.

        Parameters
        ----------
        arcs
            Arcs of the cut, shape (c,).
        near_s
            Earliest time anyone from behind can enter each of them [s], shape (c,).
        onward_s
            Least time from entering each of them to a sink [s], shape (c,).
        """
        place = np.full(len(problem.tail), -1)
        place[arcs] = np.arange(len(arcs))
        window = np.flatnonzero(place[problem.window_arc] >= 0)
        of = place[problem.window_arc[window]]
        always = np.setdiff1d(np.arange(len(arcs)), of)
        near, onward = near_s[of], onward_s[of]
        first = np.maximum(problem.window_open_s[window], near) + onward
        last = problem.window_close_s[window] + onward
        counts = last > first
        rate = problem.capacity_per_s[arcs]
        return cls(
            np.concatenate([always, of[counts]]),
            np.concatenate([(near_s + onward_s)[always], first[counts]]),
            np.concatenate([np.full(len(always), np.inf), last[counts]]),
            np.concatenate([rate[always], rate[of[counts]]]),
            np.concatenate([np.full(len(always), np.inf), problem.window_quota[window[counts]]]),
        )

    def by(self, horizon_s: float, factor: float = 1.0) -> float:
        """Return how many can have arrived by a time, if the arcs carry ``factor`` times what they do."""
        return math.fsum(self.each_by(horizon_s, factor))

    def each_by(self, horizon_s: float, factor: float = 1.0) -> FloatArray:
        """Return the same for each opening, shape (o,)."""
        open_s = np.maximum(0.0, np.minimum(horizon_s, self.last_s) - self.first_s)
        return np.asarray(np.minimum(self.quota, factor * self.rate_per_s * open_s), np.float64)

    def least_time_s(self, persons: float) -> float:
        """Return by when so many can have arrived; infinite where they never can."""
        if persons <= 0:
            return 0.0
        if not len(self.rate_per_s):
            return math.inf
        full = self.first_s + self.quota / self.rate_per_s
        turns = np.unique(np.concatenate([self.first_s, np.minimum(full, self.last_s)]))
        turns = turns[np.isfinite(turns)]
        # Arrivals never fall, so halving finds the turn: each look adds up all openings.
        reached = bisect_left(turns, persons * (1 - _ROUNDING), key=lambda turn: self.by(float(turn)))
        place = reached - 1
        since = float(turns[place])
        goes_on = (self.first_s <= since) & (np.minimum(full, self.last_s) > since)
        rate = math.fsum(self.rate_per_s[goes_on])
        if rate == 0:
            return float(turns[reached]) if reached < len(turns) else math.inf
        return since + (persons - self.by(since)) / rate

    def factor(self, horizon_s: float, persons: float) -> float:
        """Return how many times more the arcs must carry for so many to arrive by a time; or infinity."""
        open_s = np.minimum(horizon_s, self.last_s) - self.first_s
        passing = open_s > 0
        limits = self.quota[passing]
        if math.fsum(limits[np.isfinite(limits)]) < persons and not np.isinf(limits).any():
            return math.inf
        if self.by(horizon_s) == 0:
            return math.inf if persons else 0.0
        # Piecewise linear and rising in the factor: at each turn an opening has used up its quota.
        turns = np.unique(limits / (self.rate_per_s[passing] * open_s[passing]))
        turns = np.concatenate([[0.0], turns[np.isfinite(turns)]])
        enough = persons * (1 - _ROUNDING)
        place = max(bisect_left(turns, enough, key=lambda turn: self.by(horizon_s, float(turn))) - 1, 0)
        step = 1.0 if place == len(turns) - 1 else float(turns[place + 1] - turns[place])
        before = self.by(horizon_s, float(turns[place]))
        ahead = self.by(horizon_s, float(turns[place]) + step)
        return float(turns[place]) + (persons - before) * step / (ahead - before)
