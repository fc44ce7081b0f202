"""OpenStreetMap's coastlines → the sea: land lies to the left of them, water to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]

ASIDE_DEGREES = 1e-7
"""How far beside a coastline one looks for what lies there: about a centimetre."""


def sea(coastlines: list[Floats], extent: BaseGeometry) -> tuple[BaseGeometry, int]:
    """Return the sea within an extent, and how many of its parts could not be told.

    Coastlines and the extent's edge part it into faces. A face is sea where every coastline along it has
    it on its right. Where one says so and another not, or a line just ends, the face is not told, and is
    no sea. A face without a coastline is not told either: nothing says what it is.

    Parameters
    ----------
    coastlines
        Places in the order of each line, degrees, shape (n, 2) each.
    extent
        The ground that the file is known to hold (WGS 84).
    """
    if not coastlines:
        return shapely.MultiPolygon(), 0
    lines = shapely.intersection(np.array([shapely.LineString(line) for line in coastlines]), extent)
    edges = shapely.union_all([*lines, shapely.boundary(extent)])
    faces = shapely.get_parts(shapely.polygonize([edges]))
    if not len(faces):
        return shapely.MultiPolygon(), 0
    middle, aside = _beside(coastlines)
    right, left = _counts(faces, middle + aside), _counts(faces, middle - aside)
    water = (right > 0) & (left == 0)
    return shapely.union_all(faces[water]), int(np.count_nonzero((right > 0) & (left > 0)))


def _beside(coastlines: list[Floats]) -> tuple[Floats, Floats]:
    """Return the middle of every segment, and the way from it to a point at its right."""
    start = np.concatenate([line[:-1] for line in coastlines])
    step = np.concatenate([np.diff(line, axis=0) for line in coastlines])
    long = np.hypot(*step.T) > 0
    start, step = start[long], step[long]
    right = np.column_stack((step[:, 1], -step[:, 0])) / np.hypot(*step.T)[:, None]
    return start + step / 2, right * ASIDE_DEGREES


def _counts(faces: npt.NDArray[np.object_], points: Floats) -> npt.NDArray[np.int64]:
    tree = shapely.STRtree(faces)
    _, face = tree.query(shapely.points(points), predicate="within")
    return np.bincount(face, minlength=len(faces))
