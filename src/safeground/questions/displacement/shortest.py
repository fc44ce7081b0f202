"""Bounds of one place by shortest paths: who had left it, and who had ever been there, as potentials.

Of the two, which never fall, every claim on all who left, on all who arrived and on who is present bounds a
difference, so that the least and the most of each difference are shortest paths (Bellman 1958). Claims on one
way out or in bound the total from below. What other places say is left out, so the bounds may be wider than the ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import numpy.typing as npt

    from safeground.questions.displacement.balance import Balance
    from safeground.questions.displacement.statements import Statement

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most at the end of each step, two arrays each; proven, perhaps wider than the ends."""

    present: tuple[Floats, Floats]
    moved: tuple[Floats, Floats]
    arrived: tuple[Floats, Floats]
    gone_low: Floats


def bounds_of(made: Balance, place: str, without: Collection[str]) -> Bounds:
    """Return bounds of a place of a system whose claims hold together.

    Parameters
    ----------
    made, place
        The system, and one of its places.
    without
        Claims that are left out.
    """
    from scipy.sparse.csgraph import NegativeCycleError, csgraph_from_dense, floyd_warshall

    count = len(made.steps)
    left = np.arange(count + 1)
    ever = left + count + 1
    most = np.full((2 * count + 2, 2 * count + 2), math.inf)

    def differ(one: int, other: int, low: float, high: float) -> None:
        most[other, one] = min(most[other, one], high)
        most[one, other] = min(most[one, other], -low)

    for unknown in (left, ever):
        for step in range(count):
            differ(unknown[step + 1], unknown[step], 0.0, math.inf)
    for step in range(count + 1):
        differ(ever[step], left[step], 0.0, math.inf)
    before = made.before.get(place)
    if before is not None:
        differ(ever[0], left[0], before.low, before.high)
    for one in made.stated:
        if one.id not in without:
            _bound(made, one, place, differ, left, ever)
    try:
        path = floyd_warshall(csgraph_from_dense(most, null_value=math.inf))
    except NegativeCycleError:  # claims that miss one another by a rounding
        path = np.full_like(most, math.inf)
    moved = -path[left[1:], left[0]], path[left[0], left[1:]]
    arrived = -path[ever[1:], ever[0]], path[ever[0], ever[1:]]
    present = -path[ever[1:], left[1:]], path[left[1:], ever[1:]]
    out = -path[np.ix_(left[1:], left)].T
    into = path[np.ix_(ever, ever[1:])]
    with np.errstate(invalid="ignore"):
        net = np.where(np.isfinite(out) & np.isfinite(into), out - into, 0.0)
    return Bounds(present, moved, arrived, np.maximum(0.0, np.triu(net).max(axis=0)))


def _bound(
    made: Balance,
    one: Statement,
    place: str,
    differ: Callable[[int, int, float, float], None],
    left: Whole,
    ever: Whole,
) -> None:
    """Bound differences by what was stated of a place, if it was."""
    if one.counted == "present" and one.entered == place:
        for begin, end, low, high in made.moments(one):
            differ(ever[end + 1], left[begin + 1], low, math.inf)
            differ(ever[begin + 1], left[end + 1], -math.inf, high)
    elif (one.counted == "moved" and one.left == place) or (
        one.counted in ("arrived", "returned") and one.entered == place
    ):
        unknown, all_ways = (
            (left, one.entered is None)
            if one.counted == "moved"
            else (ever, one.left is None and one.counted == "arrived")
        )
        some = made.steps.within(one.outer)
        differ(unknown[some[-1] + 1], unknown[some[0]], one.low, math.inf)
        if all_ways and one.inner is not None:
            some = made.steps.within(one.inner)
            differ(unknown[some[-1] + 1], unknown[some[0]], -math.inf, one.high)
