"""How far it is at least from one place to another where a large barrier lies between them.

From both far ends of a barrier a ray leads outwards to the edge of the plane. Barrier and rays part the
plane into sides. Whoever comes from one side to another cannot cross the barrier, so somewhere they cross a
ray, or leave the plane: the way is at least as long as to a stretch of a ray and on from it, for the best
of all stretches. Within a stretch nothing is counted. Any rays would do, and of several barriers each gives
a bound by itself, so the largest counts; ways that must go around two of them are longer still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]
    Shapes = npt.NDArray[np.object_]

THIN_M = 0.01
"""Rays are drawn so wide to each side."""
MOST = 6
"""The way around is measured for so many barriers, the largest ones."""
LEAST_ACROSS_M = 500.0
"""Around smaller ones the way is not worth measuring."""
FIRST_STRETCH_M = 100.0
"""Each stretch of a ray is twice as long as those before it together, and this longer."""


@dataclass(frozen=True, slots=True)
class _Barrier:
    """One barrier: the sides that it and its rays part the plane into, and where one comes across."""

    side: Shapes
    stretch: Shapes


@dataclass(frozen=True, slots=True)
class Detours:
    """Least distances in metres that take the largest barriers into account."""

    barriers: tuple[_Barrier, ...]

    @classmethod
    def around(cls, barriers: BaseGeometry, centre: shapely.Point, plane: shapely.Polygon) -> Detours:
        """Measure the way around the largest parts of ``barriers``, rays leading away from ``centre``."""
        ends = []
        for part in shapely.get_parts(barriers):
            corners = shapely.get_coordinates(shapely.convex_hull(part))
            apart = np.hypot(*(corners[:, None] - corners[None, :]).transpose(2, 0, 1))
            first, second = np.unravel_index(np.argmax(apart), apart.shape)
            if apart[first, second] >= LEAST_ACROSS_M:
                ends.append((float(apart[first, second]), part, (corners[first], corners[second])))
        ends.sort(key=lambda one: -one[0])
        found = []
        for _, part, tips in ends[:MOST]:
            stretch = [line for tip in tips for line in _ray(tip, centre, plane)]
            drawn = shapely.union_all([part, *shapely.buffer(stretch, THIN_M)])
            side = shapely.get_parts(shapely.difference(plane, drawn))
            found.append(_Barrier(side, np.array([*stretch, plane.exterior], object)))
        return cls(tuple(found))

    def metres(self, from_: Shapes, to: Shapes, from_near_m: Floats, to_near_m: Floats) -> Floats:
        """Return the least distances between shapes, (n, k).

        A shape lies on every side that comes so near to it: ``from_near_m`` (n,), ``to_near_m`` (k,).
        """
        metres: Floats = shapely.distance(from_[:, None], to[None, :])
        for one in self.barriers:
            here, there = _on_side(from_, one.side, from_near_m), _on_side(to, one.side, to_near_m)
            apart = here.astype(np.float32) @ there.astype(np.float32).T == 0
            if not apart.any():
                continue
            first = shapely.distance(from_[:, None], one.stretch[None, :])
            second = shapely.distance(to[:, None], one.stretch[None, :])
            around = np.full_like(metres, np.inf)
            for stretch in range(len(one.stretch)):
                np.minimum(around, first[:, stretch, None] + second[None, :, stretch], out=around)
            # Places within a ray as it is drawn lie on no side of it.
            metres = np.where(apart, np.maximum(metres, around - 4 * THIN_M), metres)
        return metres


def _ray(tip: Floats, centre: shapely.Point, plane: shapely.Polygon) -> list[BaseGeometry]:
    """Return the stretches of a ray from a barrier's tip to the plane's edge."""
    outwards = tip - np.array([centre.x, centre.y])
    length = np.hypot(*outwards)
    outwards = outwards / length if length > 0 else np.array([1.0, 0.0])
    stretches: list[BaseGeometry] = []
    at = 0.0
    while True:
        onward = 2 * at + FIRST_STRETCH_M
        line = shapely.intersection(shapely.LineString([tip + outwards * at, tip + outwards * onward]), plane)
        if line.is_empty or line.length == 0:
            return stretches
        stretches.append(line)
        at = onward


def _on_side(shapes: Shapes, side: Shapes, near_m: Floats) -> npt.NDArray[np.bool_]:
    """Return which shapes lie on, or so near to, which sides, bool (n, sides)."""
    shapely.prepare(side)
    on = np.zeros((len(shapes), len(side)), dtype=bool)
    for distance in np.unique(near_m).tolist():
        rows = np.flatnonzero(near_m == distance)
        on[rows] = shapely.dwithin(side[None, :], shapes[rows][:, None], distance)
    return on
