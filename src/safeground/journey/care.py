"""The nearest hospital before and after an order: whose nearest is lost, and how long the next one takes.

Everybody goes the shortest way on the mapped streets to a hospital of the register. Where people of a
unit are nobody knows, so it counts as surely affected only if each street node in it is. Beds,
damage and opening hours are left out: it is a question of ways, not of whether care is given there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from safeground.formats.projection import LocalProjection
from safeground.ground.people import TOUCH
from safeground.journey.figures import Figures
from safeground.journey.siting import ordered_areas, place_sites
from safeground.quantity import Range
from safeground.units import METRES_PER_KM, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.journey.siting import PlacedSite
    from safeground.plan.places import LoadedPlan

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

HOSPITAL = "hospital"
FRAGMENT_SHARE = 0.01
"""A part of the streets with a smaller share of the largest part's edges is taken for a gap in the map."""


@dataclass(frozen=True, slots=True)
class Care:
    """What one order does to the way to hospital.

    Parameters
    ----------
    id
        Of the notice, or of the area where no notice orders it.
    mode
        ``on foot`` or ``by vehicle``.
    persons
        People whose nearest hospital lies in the ordered areas.
    outside
        Those of them who are not ordered to leave.
    without_next
        Those of them who have no way to another hospital on the mapped streets.
    now_min, next_min
        Their travel time to the nearest hospital and to the next one, from the least of the fastest to the
        most of the slowest, with the middle person's at the usual speed as best estimate; None where
        nobody is affected, or nobody has a next one.
    """

    id: str
    mode: str
    persons: Range
    outside: Range
    without_next: Range
    now_min: Range | None
    next_min: Range | None


def care_times(
    loaded: LoadedPlan,
    streets: Streets | None,
    layers: Sequence[PeopleLayer],
    sites: Sequence[Site],
) -> tuple[Care, ...]:
    """Return what each order does to the way to hospital.

    Nothing is returned where that cannot be told: no streets or schematic ones, no people, no hospital in
    or perhaps in the ordered areas.

    Parameters
    ----------
    loaded
        The plan with its places.
    streets
        The streets; None where the plan names none.
    layers
        The layers of people that count.
    sites
        The register of sites.
    """
    hospitals = [site for site in sites if site.site_class == HOSPITAL]
    if streets is None or streets.grade == "schematic" or not layers or not hospitals:
        return ()
    figures = Figures.of(loaded.plan.assumptions)
    usable = _without_fragments(streets, streets.on_foot if figures.walk else streets.by_vehicle)
    if not usable.any():
        return ()
    found = []
    network: _Network | None = None
    for order in ordered_areas(loaded):
        placed = place_sites(hospitals, order.polygon)
        if not any(one.where in ("inside", "perhaps inside") for one in placed):
            continue
        network = _Network(figures, streets, usable, layers) if network is None else network
        found.append(network.care(order.id, order.polygon, placed))
    return tuple(found)


class _Network:
    """Streets as lengths between nodes, people as the nodes that they may start at."""

    def __init__(
        self, figures: Figures, streets: Streets, usable: Bools, layers: Sequence[PeopleLayer]
    ) -> None:
        self.figures = figures
        self.on_foot = figures.walk
        self.tail, self.head = streets.tail[usable], streets.head[usable]
        self.length_m = streets.length_m[usable]
        self.street_class = streets.street_class[usable]
        self.classes = streets.classes
        self.oneway = np.zeros(len(self.tail), np.int64) if self.on_foot else streets.oneway[usable]
        used = np.unique(np.concatenate([self.tail, self.head]))
        self.nodes = len(streets.lon)
        self.local = LocalProjection.from_bounds(*_bounds(streets.lon, streets.lat))
        x, y = self.local.xy(streets.lon, streets.lat)
        self.used, self.x, self.y = used, x, y
        self.points = shapely.STRtree(shapely.points(x[used], y[used]))
        self.cells = np.concatenate([layer.cells for layer in layers])
        self.unit = _units(layers)
        self.low = np.bincount(self.unit, weights=np.concatenate([layer.low for layer in layers]))
        self.high = np.bincount(self.unit, weights=np.concatenate([layer.high for layer in layers]))
        self.start, self.node, self.off_street_m = self._starts()

    def care(self, order: str, polygon: BaseGeometry, placed: Sequence[PlacedSite]) -> Care:
        """Return what an order does, by where it leaves each hospital."""
        slowest, usual, fastest = self._weights()
        inside = [one for one in placed if one.where == "inside"]
        losing = [one for one in placed if one.where in ("inside", "perhaps inside")]
        keeping = [one for one in placed if one.where not in ("inside", "perhaps inside")]
        not_sure = [one for one in placed if one.where != "inside"]
        sure, perhaps_kept = self._seconds(inside, fastest), self._seconds(not_sure, fastest)
        lost, kept = self._seconds(losing, fastest), self._seconds(keeping, fastest)
        surely_hit, hit = sure < perhaps_kept, (lost <= kept) & np.isfinite(lost)
        every, some = self._all(self.start, surely_hit), self._any(self.start, hit)
        share = _share_inside(self.cells, polygon)
        none_inside = self._all(self.unit, share <= TOUCH)
        some_outside = self._any(self.unit, share < 1 - TOUCH)
        # Where the lost hospital is only perhaps inside, it cannot be the next one too.
        soonest = np.where(surely_hit, perhaps_kept, kept)
        # A unit's people are shared out over its starts for the middle person only.
        weight = ((self.low + self.high) / 2 / np.bincount(self.start, minlength=len(self.low)))[self.start]
        weight = np.where(hit, weight, 0.0)
        return Care(
            id=order,
            mode="on foot" if self.on_foot else "by vehicle",
            persons=self._persons(every, some),
            outside=self._persons(every & none_inside, some & some_outside),
            without_next=self._persons(
                every & self._all(self.start, np.isinf(perhaps_kept)),
                self._any(self.start, hit & np.isinf(kept)),
            ),
            now_min=_minutes(lost, self._seconds(losing, usual), self._seconds(losing, slowest), weight),
            next_min=_minutes(
                soonest, self._seconds(keeping, usual), self._seconds(keeping, slowest), weight
            ),
        )

    def _starts(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
        """Return (unit, node, metres off the street): each node of a cell, the nearest where it has none."""
        cells = self.local.project(self.cells)
        cell, within = self.points.query(cells, predicate="intersects")
        bare = np.setdiff1d(np.arange(len(cells)), cell)
        centres = shapely.point_on_surface(cells[bare])
        nearest = self.used[self.points.nearest(centres)] if len(bare) else np.empty(0, np.int64)
        away = np.hypot(shapely.get_x(centres) - self.x[nearest], shapely.get_y(centres) - self.y[nearest])
        return (
            self.unit[np.concatenate([cell, bare])],
            np.concatenate([self.used[within], nearest]),
            np.concatenate([np.zeros(len(cell)), away]),
        )

    def _weights(self) -> tuple[tuple[Floats, float], tuple[Floats, float], tuple[Floats, float]]:
        """Return travel seconds along each edge and walking speed off the street: slowest, usual, fastest."""
        walking, slow = self.figures.walking_speed.range, self.figures.slow_walking_speed.range
        slow_m_s = min(walking.low, slow.low)
        usual_m_s = (walking.low + walking.high) / 2 if walking.best is None else walking.best
        speeds = (slow_m_s, usual_m_s, walking.high)
        if self.on_foot:
            first, second, third = ((self.length_m / speed, speed) for speed in speeds)
            return first, second, third
        low, high = self._vehicle_speeds()
        return (
            (self.length_m / low, slow_m_s),
            (self.length_m / ((low + high) / 2), usual_m_s),
            (self.length_m / high, walking.high),
        )

    def _vehicle_speeds(self) -> tuple[Floats, Floats]:
        from safeground.standards import street_classes

        to_m_s = METRES_PER_KM / SECONDS_PER_HOUR
        stated = self.figures.vehicle_speed
        known = street_classes()
        speeds = [known[name].vehicle_speed_km_h if stated is None else stated.range for name in self.classes]
        low = np.array([speed.low for speed in speeds]) * to_m_s
        high = np.array([speed.high for speed in speeds]) * to_m_s
        return low[self.street_class], high[self.street_class]

    def _seconds(self, placed: Sequence[PlacedSite], weights: tuple[Floats, float]) -> Floats:
        """Return the travel time from each start to the nearest of some hospitals; infinite without a way."""
        if not placed:
            return np.full(len(self.start), np.inf)
        edge_s, off_street_m_s = weights
        x, y = self.local.xy([one.site.lon for one in placed], [one.site.lat for one in placed])
        nearest = self.used[self.points.nearest(shapely.points(x, y))]
        # A virtual node behind the hospitals makes one search of many; its ways are led backwards.
        away_s = np.hypot(x - self.x[nearest], y - self.y[nearest]) / off_street_m_s
        there, back = self.oneway >= 0, self.oneway <= 0
        rows = np.concatenate([self.head[there], self.tail[back], np.full(len(placed), self.nodes)])
        columns = np.concatenate([self.tail[there], self.head[back], nearest])
        seconds = np.concatenate([edge_s[there], edge_s[back], away_s])
        # Sparse graphs take 0 for "no edge", and parallel edges must not be summed.
        seconds = np.maximum(seconds, 1e-9)
        order = np.lexsort((seconds, columns, rows))
        rows, columns, seconds = rows[order], columns[order], seconds[order]
        first = np.ones(len(rows), np.bool_)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        size = self.nodes + 1
        graph = coo_array((seconds[first], (rows[first], columns[first])), shape=(size, size)).tocsr()
        to_node: Floats = dijkstra(graph, indices=np.array([self.nodes]))[0]
        return to_node[self.node] + self.off_street_m / off_street_m_s

    def _all(self, unit: npt.NDArray[np.int64], true: Bools) -> Bools:
        """Return for each unit whether it is so throughout."""
        return ~self._any(unit, ~true)

    def _any(self, unit: npt.NDArray[np.int64], true: Bools) -> Bools:
        """Return for each unit whether it is so anywhere."""
        found: Bools = np.bincount(unit[true], minlength=len(self.low)) > 0
        return found

    def _persons(self, low_where: Bools, high_where: Bools) -> Range:
        low = float(self.low[low_where].sum())
        return Range(low, max(low, float(self.high[high_where].sum())), "persons")


def _without_fragments(streets: Streets, usable: Bools) -> Bools:
    """Return the usable edges without those of fragments, which are gaps in the map and no islands."""
    nodes = len(streets.lon)
    tail, head = streets.tail[usable], streets.head[usable]
    count, part = connected_components(coo_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes)))
    edges = np.bincount(part[tail], minlength=count)
    large = edges >= FRAGMENT_SHARE * edges.max()
    kept: Bools = usable & large[part[streets.tail]]
    return kept


def _units(layers: Sequence[PeopleLayer]) -> npt.NDArray[np.int64]:
    """Return the unit of each cell of all layers: within one, nobody knows how the people are split."""
    units, offset = [], 0
    for layer in layers:
        names, unit = np.unique(layer.unit, return_inverse=True)
        alone = len(names) + np.arange(len(unit))
        units.append(offset + np.where(layer.unit == "", alone, unit))
        offset += len(names) + len(unit)
    return np.unique(np.concatenate(units), return_inverse=True)[1].astype(np.int64)


def _share_inside(cells: npt.NDArray[np.object_], polygon: BaseGeometry) -> Floats:
    """Return the share of each cell that lies in a polygon; a point counts wholly where it lies in it."""
    shapely.prepare(polygon)
    share = np.asarray(shapely.covers(polygon, cells), dtype=np.float64)
    partly = np.flatnonzero(shapely.intersects(polygon, cells) & (share == 0) & (shapely.area(cells) > 0))
    overlap = shapely.area(shapely.intersection(polygon, cells[partly]))
    share[partly] = overlap / shapely.area(cells[partly])
    return share


def _minutes(least_s: Floats, usual_s: Floats, most_s: Floats, weight: Floats) -> Range | None:
    """Return the range of travel times over the starts that weigh anything, ends to 0.01 minutes outwards."""
    counted = (weight > 0) & np.isfinite(most_s) & np.isfinite(least_s)
    if not counted.any():
        return None
    order = np.argsort(usual_s[counted])
    heap = np.cumsum(weight[counted][order])
    middle = float(usual_s[counted][order][np.searchsorted(heap, heap[-1] / 2)])
    low = math.floor(float(least_s[counted].min()) / SECONDS_PER_MINUTE * 100) / 100
    high = math.ceil(float(most_s[counted].max()) / SECONDS_PER_MINUTE * 100) / 100
    return Range(low, high, "min", min(max(middle / SECONDS_PER_MINUTE, low), high))


def _bounds(lon: Floats, lat: Floats) -> tuple[float, float, float, float]:
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
