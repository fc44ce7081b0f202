"""How long trucks need between crossings, stores and areas on the mapped streets.

Both ends are shortest ways for vehicles: the least time at the greatest speeds with nothing closed, the
greatest at the least speeds without the streets that a closure, as the plan states it, ever closes. On
schematic streets no time means anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.journey.distance import to_ends
from safeground.journey.figures import Figures
from safeground.journey.network import vehicle_speed_m_s
from safeground.quantity import Range
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.ground.streets import Streets
    from safeground.journey.placed import Placed
    from safeground.plan.model import Assumptions
    from safeground.plan.supply_words import Route

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

FAR_M: Final = 2000.0
"""A crossing or store farther from every street for vehicles is not on the map."""
OFF_STREET_M_S: Final = 1.0
"""Slowest speed between a place and its street."""


def transit_times(
    routes: Sequence[Route],
    places: Mapping[str, tuple[float, float]],
    placed: Placed | None,
    assumptions: Assumptions,
    areas: Mapping[str, BaseGeometry] | None = None,
) -> tuple[dict[str, Range], dict[str, str]]:
    """Return the time of each route [h], and why it is not known for the others.

    Parameters
    ----------
    routes
        Routes of the plan.
    places
        Id of a crossing, store or area → longitude, latitude.
    placed
        The plan's streets with its closures; None where it names none.
    assumptions
        Of the plan: its vehicle speed, where it states one.
    areas
        Polygons of the areas: at the best a route ends at the first street that touches one.
    """
    known = {one.id: Range.of(one.transit_h, "h") for one in routes if one.transit_h is not None}
    asked = [one for one in routes if one.id not in known]
    if not asked:
        return known, {}
    if placed is None:
        return known, {one.id: "the plan names no streets" for one in asked}
    streets = placed.streets
    if streets.grade == "schematic":
        return known, {one.id: "the plan's streets are schematic" for one in asked}
    network = _Network(streets, placed, Figures.of(assumptions))
    unknown: dict[str, str] = {}
    for one in asked:
        missing = [name for name in (one.from_, one.to) if name not in places]
        if missing:
            unknown[one.id] = f"where {' and '.join(missing)} lies is not stated"
            continue
        found = network.between(places[one.from_], places[one.to], (areas or {}).get(one.to))
        if found is None:
            unknown[one.id] = "no street for vehicles leads there on the map"
        else:
            known[one.id] = found
    return known, unknown


class _Network:
    def __init__(self, streets: Streets, placed: Placed, figures: Figures) -> None:
        usable = streets.by_vehicle
        slow, fast = vehicle_speed_m_s(streets, figures)
        slow = slow * placed.speed_low if len(placed.speed_low) == len(slow) else slow
        fast = fast * placed.speed_high if len(placed.speed_high) == len(fast) else fast
        closed = np.zeros(len(streets.tail), np.bool_)
        for edges in placed.closures.values():
            closed[edges] = True
        self.nodes = len(streets.lon)
        self.best = self._arcs(streets, usable, streets.length_m, fast)
        self.worst = self._arcs(streets, usable & ~closed & (slow > 0), streets.length_m, slow)
        west, east = float(streets.lon.min()), float(streets.lon.max())
        self.tail, self.head, self.usable = streets.tail, streets.head, usable
        self.lon, self.lat = streets.lon, streets.lat
        self.local = LocalProjection.from_bounds(
            west, float(streets.lat.min()), east, float(streets.lat.max())
        )
        x, y = self.local.xy(streets.lon, streets.lat)
        self.used = np.unique(np.concatenate([streets.tail[usable], streets.head[usable]]))
        self.x, self.y = x[self.used], y[self.used]

    @staticmethod
    def _arcs(
        streets: Streets, on: npt.NDArray[np.bool_], length_m: Floats, speed: Floats
    ) -> tuple[Ints, Ints, Floats]:
        there, back = on & (streets.oneway >= 0), on & (streets.oneway <= 0)
        seconds = np.divide(length_m, speed, out=np.full(len(speed), np.inf), where=speed > 0)
        tail = np.concatenate([streets.tail[there], streets.head[back]])
        head = np.concatenate([streets.head[there], streets.tail[back]])
        return tail, head, np.concatenate([seconds[there], seconds[back]])

    def between(
        self, start: tuple[float, float], end: tuple[float, float], area: BaseGeometry | None = None
    ) -> Range | None:
        if not len(self.used):
            return None
        near, near_m = self._near(start)
        goal, goal_m = self._near(end)
        if max(near_m, goal_m) > FAR_M:
            return None
        first = np.append(self._touching(area), goal)
        least = float(to_ends(self.nodes, *self.best, first)[near])
        most = float(to_ends(self.nodes, *self.worst, np.array([goal]))[near])
        if not np.isfinite(least):
            return None
        most += (near_m + goal_m) / OFF_STREET_M_S
        return Range(least / SECONDS_PER_HOUR, max(least, most) / SECONDS_PER_HOUR, "h")

    def _touching(self, area: BaseGeometry | None) -> Ints:
        """Return the ends of the streets for vehicles that touch an area."""
        if area is None:
            return np.empty(0, np.int64)
        ends = np.stack([self.tail[self.usable], self.head[self.usable]], axis=1)
        streets = shapely.linestrings(np.stack([self.lon[ends], self.lat[ends]], axis=2))
        shapely.prepare(area)
        touching: Ints = np.unique(ends[shapely.intersects(area, streets)])
        return touching

    def _near(self, place: tuple[float, float]) -> tuple[int, float]:
        x, y = self.local.xy([place[0]], [place[1]])
        away = np.hypot(self.x - x[0], self.y - y[0])
        nearest = int(away.argmin())
        return int(self.used[nearest]), float(away[nearest])


def area_point(polygon: BaseGeometry) -> tuple[float, float]:
    """Return a point in an area, for a way to it."""
    point = shapely.point_on_surface(polygon)
    return float(shapely.get_x(point)), float(shapely.get_y(point))
