"""Curves of arrivals: what is proven for every time, from all cuts that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.flow.kernels.types import Floats
    from safeground.flow.lower import Cut

POINTS: Final = 121


def proven_curve(cuts: Sequence[Cut], persons: float, until_s: float) -> tuple[Floats, Floats]:
    """Upper bound on arrivals by every time up to ``until_s``, as a piecewise linear curve.

    Each cut bounds arrivals at every time (``Cut.bound_at``), and its bound is convex in time, so a chord
    of it is a bound as well. Between two points of the curve one cut is used, the best there; at a point
    the larger of the two to its sides, so that the straight lines between the points are bounds, too.
    """
    times = np.linspace(0.0, until_s, POINTS)
    bounds = np.array([*(cut.bound_at(times) for cut in cuts), np.full(POINTS, persons)])
    bounds[bounds > persons] = np.inf
    bounds[-1] = persons
    best = np.argmin(bounds[:, :-1] + bounds[:, 1:], axis=0)
    between = np.arange(POINTS - 1)
    curve = np.zeros(POINTS)
    curve[:-1] = bounds[best, between]
    curve[1:] = np.maximum(curve[1:], bounds[best, between + 1])
    return times, np.maximum.accumulate(curve)
