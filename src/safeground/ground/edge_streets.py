"""Names of the streets that run along a line: the edge of an area, or a route."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.ground.streets import edge_lines

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.ground.streets import Streets

BESIDE_M = 30.0
"""A street this near runs along a line: half of a wide street and its pavements."""
ALONG_M = 150.0
"""And for this far in one piece: one that only crosses, at 24° or more, is shorter in the strip."""
MOST_NAMES = 6
"""So many can be read out; the longest count."""


def streets_along(streets: Streets, line: BaseGeometry, *, most: int = MOST_NAMES) -> tuple[str, ...]:
    """Return names of streets within ``BESIDE_M`` of a line for at least ``ALONG_M``, the longest first.

    Parameters
    ----------
    streets
        With their names; those without one are passed over.
    line
        A line, or a polygon's boundary (WGS 84).
    most
        So many names at most.
    """
    if line.is_empty:
        return ()
    west, south, east, north = line.bounds
    margin = 2 * BESIDE_M / 111_000 / max(0.1, float(np.cos(np.radians((south + north) / 2))))
    box = shapely.box(west - margin, south - margin, east + margin, north + margin)
    drawn = edge_lines(streets)
    named = np.flatnonzero((np.asarray(streets.name) != "") & shapely.intersects(drawn, box))
    if not len(named):
        return ()
    plane = LocalProjection.from_bounds(west, south, east, north)
    strip = shapely.buffer(plane.project(line), BESIDE_M)
    shapely.prepare(strip)
    names = np.asarray(streets.name)[named]
    projected = plane.project(drawn[named])
    near = shapely.intersects(strip, projected)
    length_m = {
        str(name): _along_m(projected[near & (names == name)], strip) for name in np.unique(names[near])
    }
    found = sorted(length_m.items(), key=lambda item: (-item[1], item[0]))
    return tuple(name for name, along_m in found if along_m > 0)[:most]


def _along_m(lines: npt.NDArray[np.object_], strip: BaseGeometry) -> float:
    """Return how far a street's pieces run in a strip, those left out that only cross it."""
    whole = shapely.line_merge(shapely.intersection(shapely.union_all(lines), strip))
    lengths_m = shapely.length(shapely.get_parts(whole))
    return float(lengths_m[lengths_m >= ALONG_M].sum())
