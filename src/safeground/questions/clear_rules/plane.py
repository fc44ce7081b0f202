"""Polygons in metres: what is only a sliver, and what is left when slivers are taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.standards import standard

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Shapes = npt.NDArray[np.object_]
    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

MITRE = 5.0
"""Corners stay corners when a shape shrinks and grows again."""
BEYOND_M = 0.001
"""A shape grows this much further than it shrank: edges that nearly lie on its own make overlays fail."""


def sliver_width_m() -> float:
    """Return the width up to which a strip counts as digitising (``clear.sliver_width_m``)."""
    return standard("clear.sliver_width_m").range.high


def is_thick(shapes: Shapes) -> Flags:
    """Return which shapes (metres) are somewhere wider than a sliver.

    Half of its width off each side leaves some of them. A shape with less surface than a disc of a
    sliver's width cannot be.
    """
    wide = shapely.area(shapes) > np.pi * (sliver_width_m() / 2) ** 2
    result = np.zeros(len(shapes), dtype=bool)
    shrunk = shapely.buffer(shapes[wide], -sliver_width_m() / 2, join_style="mitre", mitre_limit=MITRE)
    result[wide] = ~shapely.is_empty(shrunk)
    return result


def without_slivers(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape (metres) without its parts that are narrower than a sliver."""
    half = sliver_width_m() / 2
    shrunk = shapely.buffer(shape, -half, join_style="mitre", mitre_limit=MITRE)
    if shrunk.is_empty:
        return shrunk
    grown: BaseGeometry = shapely.buffer(shrunk, half + BEYOND_M, join_style="mitre", mitre_limit=MITRE)
    if not grown.is_valid:  # GEOS lets the tips of long mitres cross.
        grown = shapely.make_valid(grown)
    return only_polygons(shapely.intersection(grown, shape))


def only_polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape as one: intersections leave lines and points too."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all([part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")])


def inside_and_rest(shapes: Shapes, within: BaseGeometry) -> tuple[Floats, Flags, Flags]:
    """Return how much of each shape (metres) lies within another, and on which sides more than slivers lie.

    Returns
    -------
    share
        Share of its area within, shape (s,).
    inside, outside
        Whether the part within, the part without, is more than a sliver: it is wider than one somewhere,
        or more than ``clear.sliver_share`` of the shape. Never are both false.
    """
    most = standard("clear.sliver_share").range.high
    share = np.zeros(len(shapes))
    shapely.prepare(within)
    share[shapely.covers(within, shapes)] = 1.0
    edge = np.flatnonzero((share == 0.0) & shapely.intersects(within, shapes))
    parts = shapely.intersection(shapes[edge], within)
    share[edge] = np.clip(shapely.area(parts) / shapely.area(shapes[edge]), 0.0, 1.0)
    inside, outside = share > most, share < 1.0 - most
    thin = ~inside[edge]
    inside[edge[thin]] = is_thick(parts[thin])
    held = edge[~outside[edge]]
    outside[held] = is_thick(shapely.difference(shapes[held], within))
    return share, inside, outside
