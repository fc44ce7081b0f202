"""Where people start: the cells of the layers of people, as far as they lie in the ordered area.

Within a cell nobody knows where people are. In the proof they start at once at every place of every
street within it, in the schedule at the worst node of it. A total that is known for a larger unit only
is one source over all of the unit's cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.pieces import points_at
from safeground.quantity import Range, total
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.projection import LocalProjection
    from safeground.ground.people import PeopleLayer
    from safeground.journey.pieces import Pieces

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Shapes = npt.NDArray[np.object_]

SLIVER = 1e-6
"""Share of a cell's area below which an overlap is taken for the noise of coordinates."""
MOST_ZONES = 3000
"""More zones than this are joined on a grid: it only lets people in the proof start from more places."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Where people start, each with its people.

    Parameters
    ----------
    shape
        Polygons in metres, shape (z,).
    low, high
        People ordered, of all layers together: 0 at the low end where a zone is only partly in the ordered
        area, all of them at the high end, shape (z,).
    by_layer
        Name of each layer → people ordered.
    remarks
        What was inferred.
    """

    shape: Shapes
    low: Floats
    high: Floats
    by_layer: dict[str, Range]
    remarks: tuple[Remark, ...]

    @property
    def ordered(self) -> Range:
        """Everybody who is ordered."""
        return total(self.by_layer.values(), "persons")


@dataclass(frozen=True, slots=True)
class StartPlaces:
    """Which nodes lie in which zone, as pairs sorted by zone then node."""

    zone: Ints
    node: Ints


def zones_in(
    layers: Sequence[PeopleLayer],
    ordered: BaseGeometry,
    plane: LocalProjection,
    streets: Sequence[shapely.STRtree] = (),
) -> Zones:
    """Return the zones of every layer that lie in the ordered area (metres), wholly or partly.

    Where there are very many they are joined; those off the streets of each tree (lines in metres) stay
    apart from those that one of its streets touches.
    """
    shapes: list[Shapes] = []
    low: list[Floats] = []
    high: list[Floats] = []
    by_layer: dict[str, Range] = {}
    for layer in layers:
        units = _units(layer, plane)
        share = _share_inside(units[0], ordered)
        at_least = np.where(share >= 1.0 - SLIVER, units[1], 0.0)
        at_most = np.where(share > SLIVER, units[2], 0.0)
        best = float((share * (units[1] + units[2]) / 2).sum())
        ends = float(at_least.sum()), float(at_most.sum())
        counted = Range(*ends, "persons", min(max(best, ends[0]), ends[1]))
        name = layer_name(layer)
        by_layer[name] = by_layer[name] + counted if name in by_layer else counted
        some = at_most > 0
        shapes.append(units[0][some])
        low.append(at_least[some])
        high.append(at_most[some])
    empty = np.empty(0)
    together = Zones(
        np.concatenate([np.empty(0, object), *shapes]),
        np.concatenate([empty, *low]),
        np.concatenate([empty, *high]),
        by_layer,
        (),
    )
    return _join(together, streets)


def layer_name(layer: PeopleLayer) -> str:
    """Return how a layer is named in an outcome."""
    return f"{layer.kind} as of {layer.as_of.isoformat()}"


def _units(layer: PeopleLayer, plane: LocalProjection) -> tuple[Shapes, Floats, Floats]:
    """Return polygons and counts with cells that share a unit's total taken together."""
    cells: Shapes = plane.project(layer.cells)
    if not len(cells) or not np.any(layer.unit != ""):
        return cells, layer.low, layer.high
    own = np.char.add("\0", np.arange(len(cells)).astype(str))
    names, unit = np.unique(np.where(layer.unit == "", own, layer.unit), return_inverse=True)
    order = np.argsort(unit, kind="stable")
    bounds = np.searchsorted(unit[order], np.arange(len(names) + 1))
    joined = [shapely.union_all(cells[order[a:b]]) for a, b in pairwise(bounds)]
    shape = np.empty(len(names), object)
    shape[:] = joined
    return shape, _sums(unit, layer.low), _sums(unit, layer.high)


def _sums(group: Ints, value: Floats) -> Floats:
    return np.bincount(group, value).astype(np.float64)


def _share_inside(shapes: Shapes, ordered: BaseGeometry) -> Floats:
    """Return which share of each polygon lies in the ordered area; points and lines count as in or out."""
    shapely.prepare(ordered)
    share = np.zeros(len(shapes))
    within = shapely.covers(ordered, shapes)
    share[within] = 1.0
    edge = np.flatnonzero(~within & shapely.intersects(ordered, shapes))
    area = shapely.area(shapes[edge])
    overlap = shapely.area(shapely.intersection(ordered, shapes[edge]))
    share[edge] = np.where(area > 0, overlap / np.where(area > 0, area, 1.0), 0.5)
    return share


def _join(zones: Zones, streets: Sequence[shapely.STRtree]) -> Zones:
    """Join neighbouring zones on a grid where there are more than the engine needs to tell apart."""
    if len(zones.shape) <= MOST_ZONES:
        return zones
    centre = shapely.centroid(zones.shape)
    x, y = shapely.get_x(centre), shapely.get_y(centre)
    side = np.sqrt(np.ptp(x) * np.ptp(y) / MOST_ZONES)
    whole = zones.low == zones.high
    on_street = np.zeros((len(streets), len(zones.shape)), bool)
    for on, tree in zip(on_street, streets, strict=True):
        on[tree.query(zones.shape, predicate="intersects")[0]] = True
    # Zones partly in the area stay apart from those wholly in it, so that the proof's people stay known;
    # zones off the streets from those on one, so that they can still go to the street that is nearest; those
    # whose streets are shut from both, so that these do not go there.
    key = np.stack([np.floor(x / side), np.floor(y / side), zones.low > 0, whole, *on_street])
    _, group = np.unique(key, axis=1, return_inverse=True)
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(group.max() + 2))
    shape = np.empty(len(bounds) - 1, object)
    shape[:] = [shapely.union_all(zones.shape[order[a:b]]) for a, b in pairwise(bounds)]
    remark = Remark(
        "inferred",
        "",
        f"{len(zones.shape):,} cells of people were joined to {len(shape):,} zones of about {side:,.0f} m: "
        "in the proof people start anywhere in their zone, which lets them out sooner, never later.",
        len(zones.shape),
    )
    return Zones(shape, _sums(group, zones.low), _sums(group, zones.high), zones.by_layer, (remark,))


def places_in(shapes: Shapes, pieces: Pieces, at_zone: Ints, at_node: Ints) -> StartPlaces:
    """Return the nodes in each zone's shape: within it, and ``at_node`` where streets cross its edge."""
    tree = shapely.STRtree(points_at(pieces.x, pieces.y))
    zone, node = tree.query(shapes, predicate="intersects")
    key = np.unique(np.append(zone, at_zone) * len(pieces.x) + np.append(node, at_node))
    return StartPlaces(key // len(pieces.x), key % len(pieces.x))


def frontier(places: StartPlaces, tail: Ints, head: Ints, nodes: int, end: Bools) -> Bools:
    """Return which start places matter in the proof, one flag a pair.

    From a place whose neighbours all lie in the same zone nobody gains by starting: whoever goes on from
    it could have started at the neighbour. So only ends and places with a neighbour outside matter.
    """
    key = places.zone * nodes + places.node
    by_node = np.argsort(np.concatenate((tail, head)), kind="stable")
    neighbour = np.concatenate((head, tail))[by_node]
    degree = np.bincount(np.concatenate((tail, head)), minlength=nodes)
    first = np.cumsum(degree) - degree
    count = degree[places.node]
    pair = np.repeat(np.arange(len(key)), count)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
    beside = places.zone[pair] * nodes + neighbour[first[places.node][pair] + offset]
    found = np.searchsorted(key, beside)
    outside = (found == len(key)) | (key[np.minimum(found, len(key) - 1)] != beside)
    matters = end[places.node].copy()
    matters[pair[outside]] = True
    return matters
