"""A trip's hours as a share of a truck, rounded on the side that is wanted."""

from __future__ import annotations

import math


def trip(trip_h: float, period_h: float, *, optimistic: bool) -> tuple[float, int]:
    """Return which part of a truck a trip takes, for how many periods from its start.

    A truck that needs d periods for a round trip starts at most ⌈1/d⌉ trips in one period where d < 1, and
    else at most one in any ⌊d⌋ periods: what is charged on the optimistic side. The pessimistic side charges
    what is always enough: ⌊1/d⌋ trips in a period, or one in ⌈d⌉.

    Parameters
    ----------
    trip_h
        Hours from loading until the truck can be loaded again.
    period_h
        Length of a period [h].
    optimistic
        Whether the figure serves a bound on what can be delivered.

    Raises
    ------
    ValueError
        Hours that are not finite and above 0.

    Examples
    --------
    >>> trip(5.0, 24.0, optimistic=True), trip(5.0, 24.0, optimistic=False)
    ((0.2, 1), (0.25, 1))
    >>> trip(36.0, 24.0, optimistic=True), trip(36.0, 24.0, optimistic=False)
    ((1.0, 1), (1.0, 2))
    """
    if not (0 < trip_h < math.inf and 0 < period_h < math.inf):
        msg = f"a trip of {trip_h} h in periods of {period_h} h: both must be finite and more than 0"
        raise ValueError(msg)
    periods = trip_h / period_h
    if optimistic:
        return (1.0, math.floor(periods)) if periods >= 1 else (1.0 / math.ceil(1 / periods), 1)
    return (1.0, math.ceil(periods)) if periods > 1 else (1.0 / math.floor(1 / periods), 1)
