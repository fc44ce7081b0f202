"""What lies beside the streets between the ordered area and where people go, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from safeground.ground.other_ways import in_words
from safeground.journey.outcome import GroundBeside

if TYPE_CHECKING:
    from safeground.ground.beside_streets import BesideStreets
    from safeground.journey.outcome import Target
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan


def ground_beside(
    loaded: LoadedPlan, notice: Notice, target: Target, beside: BesideStreets | None
) -> GroundBeside:
    """Return what a map holds in the hull of the ordered areas and, for ``arrived``, the destinations."""
    if beside is None:
        return GroundBeside()
    areas = (*notice.areas, *(notice.to if target == "arrived" else ()))
    around = shapely.union_all([loaded.areas[area] for area in areas]).convex_hull
    cover = beside.land_cover
    return GroundBeside(
        barriers=() if cover is None else cover.named,
        unknown=() if cover is None else cover.unknown_in(around),
        other_ways=in_words(beside.other_ways.counted_in(around)),
    )
