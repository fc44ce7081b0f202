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
    """Upper bound on arrivals by every time up to ``until_s``, at evenly spaced times.

    Each cut's bound is valid at every time (``Cut.bound_at``), so is the least of them, and so are all
    persons. A cut's bound is convex in time and the least of several is taken at the points only; between
    them it is bounded by the straight line where one cut is the least at both ends. As arrivals never
    fall, the bound at a later time holds at an earlier one, so the curve is made nondecreasing from the
    right.
    """
    times = np.linspace(0.0, until_s, POINTS)
    bound = np.full(POINTS, persons)
    for cut in cuts:
        bound = np.minimum(bound, cut.bound_at(times))
    return times, np.minimum.accumulate(bound[::-1])[::-1]
