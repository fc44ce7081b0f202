"""Which ground a sheet's map shows, and to which end of a way its arrow points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import shapely

from safeground.formats.projection import LocalProjection, geodesic_m
from safeground.publish.map_frame import MapFrame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

    from safeground.publish.notices.bulletin import Bulletin, Place

MARGIN: Final = 0.09
LARGEST: Final = 3.0
"""How many times as wide as the area the ground may be that holds its destinations and ways too."""
LEAST_M: Final = 300.0
DECIDES: Final = 0.01
"""Share of a way's length by which one end must be nearer to be the one that people go to."""
_COMPASS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, slots=True)
class Beyond:
    """A destination outside of the map: in which direction and how far from the area's middle."""

    place: Place
    distance_m: float
    compass: str


def frame_for(bulletin: Bulletin, area: Place, width: int, height: int) -> MapFrame:
    """Return the window of exactly that size that shows an area, and its destinations where they are near.

    Raises
    ------
    ValueError
        The area has no geometry.
    """
    if area.geometry.is_empty:
        msg = f"area {area.id} has no geometry, so there is nothing to draw"
        raise ValueError(msg)
    besides = [place.geometry for place in bulletin.to] + [
        way.line for way in bulletin.ways if way.line is not None
    ]
    besides = [shape for shape in besides if not shape.is_empty]
    projection = LocalProjection.around(shapely.GeometryCollection([area.geometry, *besides]))
    own = _bounds(projection, [area.geometry])
    whole = _bounds(projection, [area.geometry, *besides])
    chosen = whole if max(_spans(whole)) <= LARGEST * max(*_spans(own), LEAST_M) else own
    west, south, east, north = chosen
    across = max(east - west, LEAST_M) * (1 + 2 * MARGIN)
    up = max(north - south, LEAST_M) * (1 + 2 * MARGIN)
    across = max(across, up * width / height)
    scale = width / across
    up = height / scale
    return MapFrame(projection, (west + east - across) / 2, (north + south + up) / 2, scale, width, height)


def beyond(bulletin: Bulletin, area: Place, frame: MapFrame) -> list[Beyond]:
    """Return the destinations that lie wholly outside of the map."""
    window = shapely.box(0, 0, frame.width, frame.height)
    middle = shapely.point_on_surface(area.geometry)
    found = []
    for place in bulletin.to:
        if place.geometry.is_empty or frame.shape(place.geometry).intersects(window):
            continue
        there = shapely.point_on_surface(place.geometry)
        distance_m = float(geodesic_m(middle.x, middle.y, there.x, there.y))
        here_x, here_y = frame.projection.xy(middle.x, middle.y)
        there_x, there_y = frame.projection.xy(there.x, there.y)
        bearing = math.degrees(math.atan2(float(there_x - here_x), float(there_y - here_y)))
        found.append(Beyond(place, distance_m, _COMPASS[round(bearing / 45) % 8]))
    return found


def towards(
    bulletin: Bulletin, line: LineString, projection: LocalProjection
) -> Literal["end", "start"] | None:
    """Return which end of a way people go to: the one nearer to a destination, else farther from the areas.

    Returns
    -------
    str or None
        None where neither decides: then no arrow is drawn.
    """
    flat = projection.project(line)
    start, end = shapely.Point(flat.coords[0]), shapely.Point(flat.coords[-1])
    goals, left = (
        [projection.project(place.geometry) for place in places if not place.geometry.is_empty]
        for places in (bulletin.to, bulletin.areas)
    )
    for shapes, sign in ((goals, 1.0), (left, -1.0)):
        if not shapes:
            continue
        union = shapely.union_all(shapes)
        difference = sign * (shapely.distance(start, union) - shapely.distance(end, union))
        if abs(difference) > DECIDES * flat.length:
            return "end" if difference > 0 else "start"
    return None


def _bounds(projection: LocalProjection, shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.GeometryCollection(
        [projection.project(shape) for shape in shapes]
    ).bounds
    return west, south, east, north


def _spans(bounds: tuple[float, float, float, float]) -> tuple[float, float]:
    return bounds[2] - bounds[0], bounds[3] - bounds[1]
