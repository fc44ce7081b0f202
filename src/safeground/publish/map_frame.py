"""Where the ground falls on a drawing: the frame, the scale bar, boxes that labels may take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.publish.svg import nice_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

WIDTH: Final = 2400
"""Units across the drawing: half a pixel at the widest page."""
MARGIN: Final = 0.07
FLATTEST: Final = 0.5
TALLEST: Final = 0.78
"""Height over width of a drawing, at the least and at the most."""


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A window on the ground, in whole units of the drawing, y downwards."""

    projection: LocalProjection
    west_m: float
    north_m: float
    units_per_m: float
    width: int
    height: int

    @classmethod
    def around(cls, geometries: Sequence[BaseGeometry], tallest: float = TALLEST) -> MapFrame:
        """Return the frame that holds all geometries (WGS 84) with a margin.

        Raises
        ------
        ValueError
            Nothing to hold.
        """
        shapes = [shape for shape in geometries if not shape.is_empty]
        if not shapes:
            msg = "a map needs at least one geometry"
            raise ValueError(msg)
        bounds = np.array([shape.bounds for shape in shapes])
        west, south = bounds[:, :2].min(axis=0).tolist()
        east, north = bounds[:, 2:].max(axis=0).tolist()
        projection = LocalProjection.from_bounds(west, south, east, north)
        corners_lon = np.array([west, west, east, east, (west + east) / 2, (west + east) / 2])
        corners_lat = np.array([south, north, south, north, south, north])
        x, y = projection.xy(corners_lon, corners_lat)
        across = max(float(np.ptp(x)), 200.0) * (1 + 2 * MARGIN)
        up = max(float(np.ptp(y)), 200.0) * (1 + 2 * MARGIN)
        across = max(across, up / tallest)
        up = max(up, across * min(FLATTEST, tallest))
        middle_x, middle_y = (float(x.min()) + float(x.max())) / 2, (float(y.min()) + float(y.max())) / 2
        scale = WIDTH / across
        return cls(projection, middle_x - across / 2, middle_y + up / 2, scale, WIDTH, math.ceil(up * scale))

    def place(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the places of points on the drawing."""
        x, y = self.projection.xy(lon, lat)
        return (x - self.west_m) * self.units_per_m, (self.north_m - y) * self.units_per_m

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry on the drawing, thinned to what can be seen."""

        def placed(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            return np.column_stack(self.place(lonlat[:, 0], lonlat[:, 1]))

        drawn = shapely.transform(geometry, placed)
        thinned = shapely.simplify(drawn, 1.0, preserve_topology=True)
        return drawn if thinned.is_empty else thinned

    def scale_bar(self) -> tuple[float, str]:
        """Return the scale bar's length in units and its words."""
        metres = nice_step(self.width / self.units_per_m / 5.5, 1)
        words = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
        return metres * self.units_per_m, words


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return the box as shapely takes it."""
        return self.left, self.top, self.right, self.bottom

    def meets(self, other: Box) -> bool:
        """Return whether two boxes overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, width: float, height: float, margin: float = 12.0) -> bool:
        """Return whether the box lies on the drawing."""
        return (
            self.left > margin
            and self.top > margin
            and self.right < width - margin
            and self.bottom < height - margin
        )


class Boxes:
    """The places that are taken by lettering, and the lines that it should rather not cross."""

    def __init__(self, frame: MapFrame, taken: Sequence[Box], lines: BaseGeometry) -> None:
        self.frame = frame
        self.taken = list(taken)
        self.lines = lines
        shapely.prepare(self.lines)

    def first_free(self, candidates: Sequence[Box]) -> int | None:
        """Take the first candidate on the drawing that is free, rather one clear of lines; return which."""
        free = [
            index
            for index, box in enumerate(candidates)
            if box.within(self.frame.width, self.frame.height)
            and not any(box.meets(other) for other in self.taken)
        ]
        if not free:
            return None
        clear = (index for index in free if not self.lines.intersects(shapely.box(*candidates[index].bounds)))
        chosen = next(clear, free[0])
        self.taken.append(candidates[chosen])
        return chosen
