"""Curves of arrivals: what is proven for every time, from all cuts that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safeground.flow.kernels.types import Floats
    from safeground.flow.lower import Cut

POINTS: Final = 121


def proven_curve(
    cuts: Sequence[Cut],
    persons: float,
    until_s: float,
    rising: Sequence[Callable[[Floats], Floats]] = (),
) -> tuple[Floats, Floats]:
    """Upper bound on arrivals by every time up to ``until_s``, as a piecewise linear curve.

    Each cut bounds arrivals at every time (``Cut.bound_at``), and its bound is convex in time, so a chord
    of it is a bound as well. Between two points of the curve one cut is used, the best there; at a point
    the larger of the two to its sides, so that the straight lines between the points are bounds, too.
    ``rising`` are bounds of which is known only that they never fall: between two points, what they are at
    the second.
    """
    times = np.linspace(0.0, until_s, POINTS)
    bounds = np.array([*(cut.bound_at(times) for cut in cuts), np.full(POINTS, persons)])
    bounds[bounds > persons] = np.inf
    bounds[-1] = persons
    level = np.array([bound(times[1:]) for bound in rising]).reshape(-1, POINTS - 1)
    first, second = np.concatenate([bounds[:, :-1], level]), np.concatenate([bounds[:, 1:], level])
    between = np.arange(POINTS - 1)
    best = np.argmin(first + second, axis=0)
    curve = np.zeros(POINTS)
    curve[:-1] = first[best, between]
    curve[1:] = np.maximum(curve[1:], second[best, between])
    return times, np.maximum.accumulate(curve)
