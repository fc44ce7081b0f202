"""People whom no street touches: at which streets their ways begin, and how far these are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.pieces import nearest, points_at
from safeground.journey.starts import StartPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from safeground.journey.network import Numbers
    from safeground.journey.pieces import Pieces
    from safeground.journey.setting import Setting

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Shapes = npt.NDArray[np.object_]

BUFFER_OUTSIDE = 1.02
"""A buffer's corners, 16 a turn, lie on its circle; made so much larger, it holds the circle."""
PARTS = 4
"""A zone off the streets is looked at in so many columns and rows."""


def without_street(setting: Setting) -> Bools:
    """Return the zones that no street touches on which people could move if the plan closed none.

    People whose streets the plan shuts live on streets: nobody knows that they can walk to others.
    """
    zone, edge = setting.lines.tree.query(setting.zones.shape, predicate="intersects")
    alone = np.ones(len(setting.zones.shape), bool)
    alone[zone[setting.as_drawn().forward_per_s[edge] > 0]] = False
    return alone


def with_streets_around(setting: Setting, off_street: Bools, usable_edge: Ints) -> Shapes:
    """Return the zones, those off the streets with every street that is the nearest from a place in them.

    People at either end of a cell need not go to the same street. From a place in a part of the zone the
    nearest street is no farther than the part's nearest street and the part is wide.
    """
    reach = setting.zones.shape.copy()
    alone = np.flatnonzero(off_street)
    if not len(alone) or not len(usable_edge):
        return reach
    tree = shapely.STRtree(setting.lines.line[usable_edge])
    west, south, east, north = shapely.bounds(reach[alone]).T[:, :, None]
    step_x, step_y = (east - west) / PARTS, (north - south) / PARTS
    column, row = np.divmod(np.arange(PARTS**2), PARTS)
    x, y = west + column * step_x, south + row * step_y
    part, of = shapely.box(x, y, x + step_x, y + step_y).ravel(), np.repeat(alone, PARTS**2)
    within = shapely.intersects(part, reach[of])
    part, of, wide_m = part[within], of[within], np.hypot(step_x, step_y).repeat(PARTS**2)[within]
    (found, _), away_m = tree.query_nearest(part, all_matches=False, return_distance=True)
    around = shapely.buffer(part[found], (away_m + wide_m[found]) * BUFFER_OUTSIDE, quad_segs=4)
    for zone, start, end in _runs(of[found]):
        reach[zone] = shapely.union_all(around[start:end])
    return reach


def _runs(values: Ints) -> Iterator[tuple[int, int, int]]:
    """Yield each run of equal values as (value, start, end)."""
    start = np.flatnonzero(np.diff(values, prepend=-1))
    yield from zip(values[start].tolist(), start.tolist(), [*start[1:].tolist(), len(values)], strict=True)


def with_nearest_ends(
    setting: Setting, places: StartPlaces, off_street: Bools, quick: Numbers, usable_edge: Ints
) -> StartPlaces:
    """Give the zones of the schedule that hold no node the junctions of their streets.

    These are the streets that touch the zone and can be taken, whether they lead out or not; of a zone off
    the streets, the nearest that leads out.
    """
    missing = np.setdiff1d(np.arange(len(setting.zones.shape)), places.zone)
    on = missing[~off_street[missing]]
    touched, edge = setting.lines.tree.query(setting.zones.shape[on], predicate="intersects")
    taken = quick.forward_per_s[edge] > 0
    zone, edge = on[touched[taken]], edge[taken]
    alone = missing[off_street[missing]]
    if len(alone) and len(usable_edge):
        found = nearest(setting.lines, setting.zones.shape[alone], usable_edge)
        zone, edge = np.append(zone, alone[found.shape]), np.append(edge, found.edge)
    if not len(zone):
        return places
    zone = np.concatenate((places.zone, zone, zone))
    node = np.concatenate((places.node, setting.streets.tail[edge], setting.streets.head[edge]))
    nodes = int(node.max()) + 1
    key = np.unique(zone * nodes + node)
    return StartPlaces(key // nodes, key % nodes)


def off_street_m(setting: Setting, pieces: Pieces, off_street: Bools, worst: Ints) -> Floats:
    """Return how far it is from the farthest place of each zone off the streets to where it starts."""
    metres = np.zeros(len(worst))
    walks = np.flatnonzero(off_street & (worst >= 0))
    if len(walks):
        start = points_at(pieces.x[worst[walks]], pieces.y[worst[walks]])
        metres[walks] = shapely.hausdorff_distance(setting.zones.shape[walks], start)
    return metres
