"""Shapes as whole numbers on a grid of about a metre, each vertex as its step from the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

STEP_DEG: Final = 1e-5
"""1.11 m of latitude, less of longitude: a vertex moves by 0.8 m at most."""

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with its origin (WGS 84).

    Parameters
    ----------
    lon, lat
        Where both numbers are 0, in degrees.
    """

    lon: float
    lat: float

    def encode(self, geometry: BaseGeometry) -> Shape | None:
        """Return a shape: ``polygon`` (a list of polygons of rings), ``line`` (of lines) or ``point``.

        The last vertex of a ring is left out. None where nothing of the geometry is as large as the grid.
        """
        dimension = int(shapely.get_dimensions(geometry))
        parts = [part for part in shapely.get_parts(geometry) if shapely.get_dimensions(part) == dimension]
        if dimension == 2:
            polygons = [self._polygon(part) for part in shapely.get_parts(np.array(parts, dtype=object))]
            return {"polygon": kept} if (kept := [rings for rings in polygons if rings]) else None
        if dimension == 1:
            lines = [self._steps(shapely.get_coordinates(part)) for part in parts]
            return {"line": kept_lines} if (kept_lines := [one for one in lines if len(one) > 2]) else None
        return {"point": self._steps(shapely.get_coordinates(geometry)[:1])} if parts else None

    def decode(self, shape: Shape) -> BaseGeometry:
        """Return the geometry of a shape, made valid where rounding let edges cross."""
        if "polygon" in shape:
            polygons = [
                shapely.Polygon(self._places(rings[0]), [self._places(ring) for ring in rings[1:]])
                for rings in shape["polygon"]
            ]
            return shapely.union_all(shapely.make_valid(np.array(polygons, dtype=object)))
        if "line" in shape:
            return shapely.MultiLineString([self._places(steps) for steps in shape["line"]])
        return shapely.Point(self._places(shape["point"])[0])

    def _polygon(self, polygon: BaseGeometry) -> list[list[int]]:
        rings = []
        for ring in (shapely.get_exterior_ring(polygon), *polygon.interiors):  # type: ignore[attr-defined]
            steps = self._steps(shapely.get_coordinates(ring)[:-1])
            if len(steps) >= 6:
                rings.append(steps)
            elif not rings:
                return []
        return rings

    def _steps(self, degrees: npt.NDArray[np.float64]) -> list[int]:
        numbers = np.rint((degrees - [self.lon, self.lat]) / STEP_DEG).astype(np.int64)
        moved = np.ones(len(numbers), dtype=np.bool_)
        moved[1:] = np.any(numbers[1:] != numbers[:-1], axis=1)
        numbers = numbers[moved]
        return [int(step) for step in np.diff(numbers, axis=0, prepend=[[0, 0]]).ravel()]

    def _places(self, steps: Sequence[int]) -> npt.NDArray[np.float64]:
        numbers = np.cumsum(np.array(steps, dtype=np.int64).reshape(-1, 2), axis=0)
        return numbers * STEP_DEG + [self.lon, self.lat]
