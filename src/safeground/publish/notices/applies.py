"""What applies at a place and a time, by the notices that were published: the answer of a look-up.

It never says what a place is, only what is recorded of it. Outside all areas: no designation recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

import shapely

from safeground.publish.notices.standing import only_undoes, standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.publish.notices.bulletin import Bulletin, Place
    from safeground.publish.notices.standing import Standing

NEAR_M: Final = 50.0
"""An edge this near is named even where nobody states how exact the place is: blocks were drawn by hand."""
LAT_M: Final = 111_132.0
LON_M: Final = 111_320.0
"""Metres in a degree of latitude, and of longitude at the equator: to 0.6 %, which is 0.3 m in 50 m."""
SLIVER_M: Final = 3.0
"""An overlap that is nowhere wider is two drawings of one edge; so is what is missing to the whole."""

Role = Literal["leave", "to"]
Difference = Literal["kind", "deadline", "destination"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that is asked for.

    Parameters
    ----------
    geometry
        Point, line or polygon (WGS 84).
    error_m
        How far off it may be: what a phone states of its position; 0 where not stated.
    """

    geometry: BaseGeometry
    error_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One area of one notice, here.

    Parameters
    ----------
    bulletin, place
        The notice and its area.
    role
        Whether the notice says to leave the area or to go to it.
    standing
        How it stands at the time.
    share
        Share of the place that lies in it; 1 where all of it does.
    edge_m
        Distance to the area's edge where that is near; None where it is not.
    """

    bulletin: Bulletin
    place: Place
    role: Role
    standing: Standing
    share: float
    edge_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two notices that disagree about a place. Both stand; nothing here says which holds."""

    difference: Difference
    one: Found
    other: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """What applies at a place and a time.

    Parameters
    ----------
    at
        The time.
    here
        Every area of every notice that the place lies in, wholly or in part.
    near
        Areas that it lies outside of, with an edge that is near.
    conflicts
        What of ``here`` disagrees now.
    """

    at: datetime
    here: tuple[Found, ...]
    near: tuple[Found, ...]
    conflicts: tuple[Conflict, ...]

    def in_state(self, *states: str) -> tuple[Found, ...]:
        """Return what is here and stands so."""
        return tuple(found for found in self.here if found.standing.state in states)


def applies(bulletins: Sequence[Bulletin], spot: Spot, at: datetime) -> Applies:
    """Return what applies at a place and a time.

    Parameters
    ----------
    bulletins
        All notices; those that take another back designate nothing themselves.
    spot
        The place.
    at
        The time, with offset.

    Raises
    ------
    ValueError
        A time without offset.
    """
    if at.utcoffset() is None:
        msg = "the time needs an offset"
        raise ValueError(msg)
    here: list[Found] = []
    near: list[Found] = []
    within_m = max(NEAR_M, spot.error_m)
    for bulletin in bulletins:
        if only_undoes(bulletin):
            continue
        for role, place in roles(bulletin):
            share, edge_m = overlap(spot.geometry, place.geometry)
            if not share and edge_m > within_m:
                continue
            found = Found(
                bulletin=bulletin,
                place=place,
                role=role,
                standing=standing(bulletin, place, at, bulletins),
                share=share,
                edge_m=edge_m if edge_m <= within_m and (not share or share == 1.0) else None,
            )
            (here if share else near).append(found)
    now = [found for found in here if found.standing.state == "now"]
    return Applies(at=at, here=tuple(here), near=tuple(near), conflicts=_conflicts(now))


def roles(bulletin: Bulletin) -> tuple[tuple[Role, Place], ...]:
    """Return a notice's areas, each with what the notice says to do about it."""
    return (*(("leave", place) for place in bulletin.areas), *(("to", place) for place in bulletin.to))


def overlap(spot: BaseGeometry, area: BaseGeometry) -> tuple[float, float]:
    """Return the share of a place that lies in an area, and the distance to the area's edge in metres.

    The share of a polygon is by area, of a line by length; a point lies in it or not. The distance is that of
    the nearest points of the place and the edge: 0 where the edge runs through it or along it.
    """
    lat = spot.centroid.y
    flat_spot, flat_area = flat(spot, lat), flat(area, lat)
    edge_m = float(shapely.distance(flat_spot, shapely.boundary(flat_area)))
    if not shapely.intersects(flat_spot, flat_area):
        return 0.0, edge_m
    dimension = int(shapely.get_dimensions(flat_spot))
    if dimension == 0:
        return 1.0, edge_m
    common = shapely.intersection(flat_spot, flat_area)
    if _is_sliver(common, dimension):
        return 0.0, edge_m
    if _is_sliver(shapely.difference(flat_spot, flat_area), dimension):
        return 1.0, edge_m
    if dimension == 1:
        return float(common.length / flat_spot.length), edge_m
    return float(common.area / flat_spot.area), edge_m


def _is_sliver(part: BaseGeometry, dimension: int) -> bool:
    if dimension == 1:
        return bool(part.length <= SLIVER_M)
    return bool(shapely.buffer(part, -SLIVER_M / 2).is_empty)


def flat(geometry: BaseGeometry, lat: float) -> BaseGeometry:
    """Return a geometry in metres, true to ``LAT_M`` and ``LON_M`` at a latitude."""
    import numpy as np

    scale = np.array([LON_M * np.cos(np.radians(lat)), LAT_M])

    def metres(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        scaled: npt.NDArray[np.float64] = degrees * scale
        return scaled

    return shapely.transform(geometry, metres)


def _conflicts(now: Sequence[Found]) -> tuple[Conflict, ...]:
    conflicts = [
        Conflict(difference="kind", one=found, other=found)
        for found in now
        if stances(found) == {"away", "towards"}
    ]
    for one, other in combinations(now, 2):
        if stances(one) != stances(other):
            conflicts.append(Conflict(difference="kind", one=one, other=other))
        elif one.bulletin is other.bulletin or "away" not in stances(one):
            continue
        elif one.bulletin.deadline != other.bulletin.deadline:
            conflicts.append(Conflict(difference="deadline", one=one, other=other))
        elif _ids(one.bulletin.to) != _ids(other.bulletin.to):
            conflicts.append(Conflict(difference="destination", one=one, other=other))
    return tuple(conflicts)


def stances(found: Found) -> frozenset[str]:
    """Return what a notice and the area's kind say to do: keep ``away``, go ``towards``; or both."""
    away = found.role == "leave" or found.place.kind in ("ordered", "closed")
    towards = found.role == "to" or found.place.kind in ("destination", "return")
    return frozenset(word for word, meant in (("away", away), ("towards", towards)) if meant)


def _ids(places: Sequence[Place]) -> frozenset[str]:
    return frozenset(place.id for place in places)
