"""Trips' hours as shares of a truck, rounded on the side that is wanted, for all trips of a fleet together.

At the pessimistic end a trip of d periods takes a truck for one of ⌊1/d⌋ trips in a period where d ≤ 1, and
else for ⌈d⌉ periods: trips whose shares add up to 1 take no more than a period's hours.

That holds of trips in parts, where trucks are whole: two ways that need half a load each are two trips.
Trucks that stay on one way for a period and drive it n times, x trips of which are asked for, are ⌈⌈x⌉/n⌉,
less than one more than x/n. So of F whole trucks F - (A - 1) driven in parts on A ways are always enough,
where a way whose trips take several periods counts in each (``surely_driven``).

At the optimistic end the shares must add up to at most 1 for every mix of trips that one truck can start
within a period of P hours. It may be away beyond the period's end with the last of them alone: all others end
before that one starts, which is before the period's end, so their hours add up to less than P. Count hours in
steps of any length u, whole steps only: a trip of h hours has s = ⌊min(h, P)/u⌋ of them. All trips but the
last then have less than P/u steps together, at most ⌈P/u⌉ - 1 as they are whole; the last has at most S, the
most of any trip. So a mix has at most N = ⌈P/u⌉ - 1 + S steps, and s/N of a truck is never too much. Where
all trips are alike and shorter than P, u = h gives 1/⌈P/h⌉: the number of starts in a period, exactly.

A trip of P hours or more that starts in one period leaves no time to start another in the next ⌊h/P⌋ - 1, so
that its share, at most 1, may be charged in them, too.

Any step is valid, so the choice is one of tightness alone: of those tried, the one at which the trip that is
furthest below its own 1/⌈P/h⌉ is nearest to it, then the one at which all are.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARTS: Final = 6
"""Into how many steps a trip is divided at most."""
MOST_TRIED: Final = 16
"""Of how many lengths of trips steps are tried."""


def trips(trip_h: Sequence[float], period_h: float, *, optimistic: bool) -> list[tuple[float, int]]:
    """Return which part of a truck each trip of a fleet takes, for how many periods from its start.

    Parameters
    ----------
    trip_h
        Hours from loading until the truck can be loaded again, of every trip that the fleet may make.
    period_h
        Length of a period, at the optimistic end of the longest, at the pessimistic of the shortest [h].
    optimistic
        Whether the figures serve a bound on what can be delivered.

    Raises
    ------
    ValueError
        Hours that are not finite and above 0.

    Examples
    --------
    >>> trips([6.0], 24.0, optimistic=True), trips([5.0], 24.0, optimistic=False)
    ([(0.25, 1)], [(0.25, 1)])
    >>> trips([36.0], 24.0, optimistic=True), trips([36.0], 24.0, optimistic=False)
    ([(1.0, 1)], [(1.0, 2)])

    A long trip, two short ones and a long one can start within a day, and no more with two long ones:

    >>> [round(14 * share, 9) for share, _ in trips([5.6, 12.2], 24.0, optimistic=True)]
    [2.0, 5.0]
    """
    for hours in trip_h:
        if not (0 < hours < math.inf and 0 < period_h < math.inf):
            msg = f"a trip of {hours} h in periods of {period_h} h: both must be finite and more than 0"
            raise ValueError(msg)
    if not optimistic:
        return [_always_enough(hours / period_h) for hours in trip_h]
    shares = _never_too_much([Fraction(hours) for hours in trip_h], Fraction(period_h))
    return [
        (share, max(1, math.floor(Fraction(hours) / Fraction(period_h))))
        for share, hours in zip(shares, trip_h, strict=True)
    ]


def surely_driven(trucks: float, periods: Sequence[int]) -> float:
    """Return how many trucks may be driven in parts, so that the fleet's whole trucks can drive as much.

    Parameters
    ----------
    trucks
        Trucks of the fleet that load at one place.
    periods
        For how many periods a trip on each of their ways takes a truck.

    Examples
    --------
    >>> surely_driven(10, [1, 1, 1]), surely_driven(10, [1]), surely_driven(1, [1, 1])
    (8.0, 10.0, 0.0)
    """
    return float(max(0, math.floor(trucks) - max(0, sum(periods) - 1)))


def _always_enough(periods: float) -> tuple[float, int]:
    return (1.0, math.ceil(periods)) if periods > 1 else (1.0 / math.floor(1 / periods), 1)


def _never_too_much(trip_h: Sequence[Fraction], period_h: Fraction) -> list[float]:
    """Return the shares at the step that serves best; fractions: a rounded quotient may be a step off."""
    within = {hours: min(hours, period_h) for hours in trip_h}
    own = {hours: Fraction(1, math.ceil(period_h / hours)) for hours in set(within.values())}
    best: dict[Fraction, Fraction] = {}
    nearest = (Fraction(-1), Fraction(-1))
    for step in _steps(sorted(own)):
        counted = {hours: hours // step for hours in own}
        most = math.ceil(period_h / step) - 1 + max(counted.values())
        shares = {hours: Fraction(steps, most) for hours, steps in counted.items()}
        parts = [shares[hours] / own[hours] for hours in own]
        near = (min(parts), sum(parts, Fraction(0)))
        if near > nearest:
            best, nearest = shares, near
    return [_down(best[within[hours]]) for hours in trip_h]


def _steps(hours: Sequence[Fraction]) -> Iterator[Fraction]:
    """Yield lengths of which the shortest trip has one at least, so that every trip has a share."""
    every = max(1, math.ceil(len(hours) / MOST_TRIED))
    for one in dict.fromkeys((*hours[:1], *hours[::every])):
        yield from (one / parts for parts in range(1, PARTS + 1) if one / parts <= hours[0])


def _down(share: Fraction) -> float:
    found = float(share)
    return found if Fraction(found) <= share else math.nextafter(found, 0.0)
