"""Streets split where something begins or ends on them: the same streets with more junctions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.ops import substring

from safeground.journey.pieces import Lines, split

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.formats.projection import LocalProjection
    from safeground.ground.streets import Streets

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

BY_EDGE = (
    "street_class",
    "width_low_m",
    "width_high_m",
    "lanes_low",
    "lanes_high",
    "oneway",
    "on_foot",
    "by_vehicle",
    "way_id",
    "name",
)


def split_streets(streets: Streets, lines: Lines, plane: LocalProjection, edge: Ints, at: Floats) -> Streets:
    """Split edges at places; nodes keep their numbers, edges that are not split keep their lines.

    Parameters
    ----------
    streets, lines, plane
        The streets, the same in metres, and the plane of these.
    edge, at
        Places: edges, and the share of their length from the tail on, shape (k,).
    """
    if not len(edge):
        return streets
    pieces, _ = split(streets, lines, edge, at)
    old = len(streets.lon)
    lon, lat = plane.lonlat(pieces.x[old:], pieces.y[old:])
    start, line_lon, line_lat = _vertices(streets, lines, plane, pieces.edge, pieces.length_m)
    return replace(
        streets,
        lon=np.concatenate((streets.lon, lon)),
        lat=np.concatenate((streets.lat, lat)),
        cut=np.concatenate((streets.cut, np.zeros(len(lon), bool))),
        tail=pieces.tail,
        head=pieces.head,
        length_m=pieces.length_m,
        line_start=start,
        line_lon=line_lon,
        line_lat=line_lat,
        **{name: getattr(streets, name)[pieces.edge] for name in BY_EDGE},
    )


def _vertices(
    streets: Streets, lines: Lines, plane: LocalProjection, edge: Ints, length_m: Floats
) -> tuple[Ints, Floats, Floats]:
    """Return the vertices of every piece (sorted by edge, from the tail on), and where each begins."""
    first = np.flatnonzero(np.diff(edge, prepend=-1))
    count = np.diff(np.append(first, len(edge)))
    parts: list[tuple[Floats, Floats]] = []
    lengths = np.diff(streets.line_start)[edge]
    begin = 0
    for group in np.flatnonzero(count > 1):
        whole = int(edge[first[group]])
        until = int(streets.line_start[whole])
        parts.append((streets.line_lon[begin:until], streets.line_lat[begin:until]))
        piece = np.arange(first[group], first[group] + count[group])
        share = np.concatenate(([0.0], np.cumsum(length_m[piece]) / max(length_m[piece].sum(), 1e-9)))
        for one, low, high in zip(piece, share[:-1], share[1:], strict=True):
            along = shapely.get_coordinates(substring(lines.line[whole], low, high, normalized=True))
            if len(along) == 1:
                along = np.repeat(along, 2, axis=0)
            parts.append(plane.lonlat(along[:, 0], along[:, 1]))
            lengths[one] = len(along)
        begin = int(streets.line_start[whole + 1])
    parts.append((streets.line_lon[begin:], streets.line_lat[begin:]))
    start = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    lon, lat = (np.concatenate(axis) for axis in zip(*parts, strict=True))
    return start, lon, lat
