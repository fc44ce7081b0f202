"""Whether the plan's areas lie where they can be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from safeground.formats.projection import area_m2, geodesic_m
from safeground.units import METRES_PER_KM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Drawn
    from safeground.remarks import Remark

FAR_KM = 100.0
"""Areas of one plan that lie further apart are remarked on."""
TOO_FAR_KM = 1000.0
"""Areas of one plan that lie further apart are not believed."""
OUTSIDE_M = 3000.0
"""A crossing or store farther outside of its territory is remarked on."""
WHOLLY, PARTLY = 0.99, 0.001
"""Shares of a destination from which it lies wholly, or partly, inside an ordered area."""


def areas_have_a_surface(drawn: Drawn) -> Iterator[Fault]:
    """Nothing is left of an area whose every block is an exception."""
    for i, area in enumerate(drawn.stated.plan.areas):
        if area.id in drawn.areas and drawn.areas[area.id].is_empty:
            yield drawn.stated.fault(
                ("areas", i, "except_blocks" if area.except_blocks else "geometry"),
                f"the area {area.id}, of which nothing is left",
                "an area with a surface",
                "Check its blocks and its exceptions.",
            )


def areas_lie_near_each_other(drawn: Drawn) -> Iterator[Fault | Remark]:
    """Areas lie near the blocks, or near the other areas; lat/lon exchanged are recognised by that."""
    drawn_areas = {key: shape for key, shape in drawn.areas.items() if not shape.is_empty}
    for i, area in enumerate(drawn.stated.plan.areas):
        if area.id not in drawn_areas or area.geometry is None:
            continue
        others = [shape for key, shape in drawn_areas.items() if key != area.id]
        if drawn.gazetteer is not None and len(drawn.gazetteer):
            others, what = [shapely.box(*shapely.total_bounds(drawn.gazetteer.geometry))], "the blocks"
        else:
            what = "every other area of the plan"
        if not others:
            continue
        here = drawn_areas[area.id]
        away_km = _apart_km(here, others)
        if away_km <= FAR_KM:
            continue
        path = ("areas", i, "geometry")
        if _apart_km(_exchanged(here), others) < FAR_KM:
            yield drawn.stated.fault(
                path,
                f"the area {area.id} {away_km:,.0f} km from {what}, and near with lon and lat exchanged",
                "longitude, then latitude",
                f"Exchange the coordinates of its file, or of {what}: look at which of them is elsewhere.",
            )
        elif away_km > TOO_FAR_KM:
            yield drawn.stated.fault(
                path,
                f"the area {area.id} {away_km:,.0f} km from {what}",
                f"areas within {TOO_FAR_KM:,.0f} km of each other",
                "Check its coordinates and its file's CRS.",
            )
        else:
            yield drawn.stated.warning(path, f"The area {area.id} lies {away_km:,.0f} km from {what}.")


def destinations_lie_outside_their_order(drawn: Drawn) -> Iterator[Fault | Remark]:
    """People cannot leave an area by going to a place inside of it."""
    for i, notice in enumerate(drawn.stated.plan.notices):
        ordered = shapely.union_all([drawn.areas[key] for key in notice.areas if key in drawn.areas])
        for j, key in enumerate(notice.to):
            if key not in drawn.areas or key in notice.areas:
                continue
            share = _share_inside(drawn.areas[key], ordered)
            path = ("notices", i, "to", j)
            if share >= WHOLLY:
                only = "the only destination" if len(notice.to) == 1 else "a destination"
                yield drawn.stated.fault(
                    path,
                    f"{only}, {key}, inside the area that {notice.id} orders to leave",
                    "a destination outside of it",
                    "Take it out of the ordered area (by except_blocks, say), or name another destination.",
                )
            elif share > PARTLY:
                yield drawn.stated.warning(path, _inside(share, key, notice.id))


def destinations_lie_outside_other_orders(drawn: Drawn) -> Iterator[Remark]:
    """A destination that another notice orders to leave is said, and examined as it is."""
    notices = drawn.stated.plan.notices
    for i, notice in enumerate(notices):
        for j, key in enumerate(notice.to):
            for other in notices:
                if other is notice or key not in drawn.areas:
                    continue
                ordered = shapely.union_all([drawn.areas[one] for one in other.areas if one in drawn.areas])
                share = _share_inside(drawn.areas[key], ordered)
                if share > PARTLY:
                    yield drawn.stated.warning(("notices", i, "to", j), _inside(share, key, other.id))


def crossings_lie_at_the_territory(drawn: Drawn) -> Iterator[Remark]:
    """A crossing lies on the edge of its territory; one that lies far out is told with its distance."""
    supply = drawn.stated.plan.supply
    if supply is None:
        return
    territory = drawn.territory
    if territory is None:
        if drawn.gazetteer is None or not len(drawn.gazetteer):
            return
        territory = shapely.convex_hull(shapely.union_all(drawn.gazetteer.geometry))
    for key in ("crossings", "stores"):
        for i, one in enumerate(getattr(supply, key)):
            if len(one.at) != 2:
                continue
            point = shapely.Point(*one.at)
            away_m = _apart_km(point, [territory]) * METRES_PER_KM
            if away_m > OUTSIDE_M:
                text = (
                    f"{one.id} lies {away_m / METRES_PER_KM:.0f} km outside the territory: check its "
                    "coordinates, or whether the row is of another territory."
                )
                yield drawn.stated.warning(("supply", key, i, "at"), text)


def _inside(share: float, destination: str, notice: str) -> str:
    return f"{share:.0%} of the destination {destination} lies inside the area that {notice} orders to leave."


def _share_inside(destination: BaseGeometry, ordered: BaseGeometry) -> float:
    whole = area_m2(destination)
    return area_m2(shapely.intersection(destination, ordered)) / whole if whole > 0 else 0.0


def _apart_km(shape: BaseGeometry, others: list[BaseGeometry]) -> float:
    """Return how far a shape lies from the nearest other, between nearest points in degrees: coarse."""
    lines = [shapely.shortest_line(shape, other) for other in others]
    ends = [shapely.get_coordinates(line) for line in lines]
    return float(min(geodesic_m(*a, *b) for a, b in ends)) / 1000.0


def _exchanged(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda at: at[:, ::-1])
