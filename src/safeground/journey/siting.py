"""Which sites lie inside the ordered areas, perhaps inside, or near: as far as their positions are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.sites import Site
    from safeground.plan.places import LoadedPlan

Where = Literal["inside", "perhaps inside", "near", "perhaps near", "away"]


@dataclass(frozen=True, slots=True)
class OrderedArea:
    """The areas that one notice orders to leave, taken together.

    Parameters
    ----------
    id
        Of the notice, or of the area where no notice orders it.
    areas
        Ids of the areas.
    polygon
        Their union, WGS 84.
    source
        Id of the source, where stated.
    """

    id: str
    areas: tuple[str, ...]
    polygon: BaseGeometry
    source: str | None


@dataclass(frozen=True, slots=True)
class PlacedSite:
    """A site with where it lies. ``distance_m`` is to the area's edge, negative inside. Restricted."""

    site: Site
    where: Where
    distance_m: float


def ordered_areas(loaded: LoadedPlan) -> tuple[OrderedArea, ...]:
    """Return what each notice orders to leave, then the ordered areas that no notice names."""
    by_id = {area.id: area for area in loaded.plan.areas}
    found = []
    named: set[str] = set()
    for notice in loaded.plan.notices:
        ids = tuple(dict.fromkeys(one for one in notice.areas if one in loaded.areas))
        named.update(ids)
        if ids:
            polygon = shapely.union_all([loaded.areas[one] for one in ids])
            found.append(OrderedArea(notice.id, ids, polygon, notice.source))
    alone = [area for area in by_id.values() if area.kind == "ordered" and area.id not in named]
    found += [
        OrderedArea(area.id, (area.id,), loaded.areas[area.id], area.source)
        for area in alone
        if area.id in loaded.areas
    ]
    return tuple(found)


def place_sites(sites: Sequence[Site], polygon: BaseGeometry, near_m: float = 0.0) -> tuple[PlacedSite, ...]:
    """Return where each site lies with respect to a polygon.

    A site is inside, or near, only if all positions within its uncertainty are; perhaps so if one is.

    Parameters
    ----------
    sites
        The sites.
    polygon
        The area, WGS 84.
    near_m
        Sites outside of the area within this distance are near.
    """
    local = LocalProjection.around(polygon)
    area = local.project(polygon)
    shapely.prepare(area)
    edge = shapely.boundary(area)
    x, y = local.xy([site.lon for site in sites], [site.lat for site in sites])
    points = shapely.points(x, y)
    inside = np.atleast_1d(shapely.covers(area, points))
    to_edge = np.atleast_1d(shapely.distance(edge, points))
    placed = []
    for site, within, metres in zip(sites, inside, to_edge, strict=True):
        signed = -float(metres) if within else float(metres)
        placed.append(PlacedSite(site, _where(signed, site.position_uncertainty_m, near_m), signed))
    return tuple(placed)


def _where(signed_m: float, uncertainty_m: float, near_m: float) -> Where:
    nearest, farthest = signed_m - uncertainty_m, signed_m + uncertainty_m
    if farthest <= 0:
        return "inside"
    if nearest <= 0:
        return "perhaps inside"
    if farthest <= near_m:
        return "near"
    return "perhaps near" if nearest <= near_m else "away"
