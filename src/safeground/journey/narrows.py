"""Gaps in barriers: where ground is so narrow that what passes is bounded by its width.

Across a line on the ground no more people pass a second than its length times the greatest specific flow,
and what the streets across it carry. Any line would do; those that matter close a gap: the mouths of the
places into which no disc of a given diameter comes, between barriers that leave no other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Ints = npt.NDArray[np.int64]
    Shapes = npt.NDArray[np.object_]

NARROW_M = 30.0
"""Gaps up to about this width are looked at; through wider ones people pass without limit."""
SLACK_M = 0.1
"""Mouths are taken to be so much longer than they are, for what is lost in drawing them."""
TOUCH_M = 1e-3
MOST = 500
"""With more narrow places than this none is looked at, which lets more people through."""


class Mouths(NamedTuple):
    """Lines across which one comes from one parcel to another, in metres.

    Parameters
    ----------
    line
        The lines, shape (m,).
    length_m
        Their lengths, at least, shape (m,).
    narrow, wide
        The parcels on either side of each, shape (m,) each.
    """

    line: Shapes
    length_m: npt.NDArray[np.float64]
    narrow: Ints
    wide: Ints


def parted(ground: BaseGeometry, barriers: BaseGeometry) -> tuple[Shapes, Mouths]:
    """Return the ground in parcels, narrow places that join two others apart, and the mouths of these."""
    whole = shapely.get_parts(ground)
    necks = _necks(ground, barriers, whole)
    if not len(necks):
        none = np.empty(0, np.int64)
        return whole, Mouths(np.empty(0, object), np.empty(0), none, none)
    wide = shapely.get_parts(shapely.difference(ground, shapely.union_all(necks)))
    parcel = np.concatenate((wide, necks))
    line: list[BaseGeometry] = []
    narrow: list[int] = []
    for index, neck in enumerate(necks):
        open_edge = shapely.difference(neck.boundary, _near(barriers, neck))
        merged = shapely.line_merge(open_edge) if open_edge.geom_type == "MultiLineString" else open_edge
        for part in shapely.get_parts(merged):
            if part.length > TOUCH_M:
                line.append(part)
                narrow.append(len(wide) + index)
    lines = np.empty(len(line), object)
    lines[:] = line
    at, beside = shapely.STRtree(wide).query(lines, predicate="dwithin", distance=TOUCH_M)
    return parcel, Mouths(
        lines[at], shapely.length(lines[at]) + SLACK_M, np.array(narrow, np.int64)[at], beside
    )


def _necks(ground: BaseGeometry, barriers: BaseGeometry, whole: Shapes) -> Shapes:
    """Return the narrow places that join two parts of the ground which are apart without them."""
    radius = NARROW_M / 2
    closed = shapely.buffer(shapely.buffer(barriers, radius), -radius)
    necks: Shapes = shapely.get_parts(shapely.intersection(shapely.difference(closed, barriers), ground))
    necks = necks[(shapely.get_type_id(necks) == shapely.GeometryType.POLYGON) & (shapely.area(necks) > 0)]
    if not len(necks):
        return necks
    wide = shapely.get_parts(shapely.difference(ground, shapely.union_all(necks)))
    if len(wide) <= len(whole):
        return necks[:0]
    neck, _ = shapely.STRtree(wide).query(necks, predicate="dwithin", distance=TOUCH_M)
    joining: Shapes = necks[np.bincount(neck, minlength=len(necks)) > 1]
    return joining if len(joining) <= MOST else joining[:0]


def _near(barriers: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    """Return the barriers around a shape, a little larger than they are."""
    west, south, east, north = shape.bounds
    return shapely.buffer(shapely.clip_by_rect(barriers, west - 1, south - 1, east + 1, north + 1), TOUCH_M)
