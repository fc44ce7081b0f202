"""A plan's notices as they were published.

A notice that states its ``areas`` only is taken to name their blocks and to draw nothing; where an area has
a geometry and no blocks, to draw that geometry. A list, names or a polygon of its own stand instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from safeground.plan.notice_set import NoticeSet, PeopleBeside, in_order
from safeground.plan.published import MapSize, NamedPlace, Published

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.model import AreaKind, Notice
    from safeground.plan.places import LoadedPlan

SEA = "sea"
"""The ``kind`` of unusable land that is sea."""


def notices_of_plan(loaded: LoadedPlan) -> NoticeSet:
    """Return a plan's notices with what the plan says of their surroundings."""
    plan = loaded.plan
    sea = [piece.geometry for piece in loaded.unusable or () if piece.kind == SEA]
    zone = plan.time_zone
    return NoticeSet(
        notices=in_order(tuple(published(loaded, notice) for notice in plan.notices)),
        blocks=loaded.gazetteer,
        names=loaded.names,
        territory=loaded.territory,
        people=tuple(PeopleBeside(spec, loaded.path.parent) for spec in plan.ground.people),
        sea=shapely.union_all(sea) if sea else None,
        closed=_of_kind(loaded, "closed"),
        designated=_of_kind(loaded, "destination"),
        languages=plan.languages,
        zones={} if zone is None else {notice.id: zone for notice in plan.notices},
        plan=loaded,
        hashes=loaded.hashes,
        remarks=loaded.remarks,
    )


def published(loaded: LoadedPlan, notice: Notice) -> Published:
    """Return one notice of a plan as it was published."""
    return Published(
        id=notice.id,
        text=loaded.texts.get(notice.id, {}),
        blocks=notice.blocks or (() if notice.places else _blocks_of_areas(loaded, notice)),
        places=notice.places,
        drawn=_drawn(loaded, notice),
        arrows=loaded.arrows.get(notice.id, ()),
        issuer=notice.issuer,
        issued=notice.issued,
        starts=notice.starts,
        deadline=notice.deadline,
        deadline_means=notice.deadline_means,
        ends=notice.ends,
        withdrawn=notice.withdrawn,
        end=notice.end,
        stays=notice.stays,
        contact=notice.contact,
        channels=notice.channels,
        languages=notice.languages,
        to=tuple(NamedPlace(name=area, geometry=loaded.areas.get(area)) for area in notice.to),
        routes=tuple(NamedPlace(name=one, geometry=loaded.corridors.get(one)) for one in notice.corridors),
        map_size=map_size(notice.map_width_px, notice.map_width_km),
        changes=notice.changes,
        naive=loaded.naive.get(notice.id, ()),
        place=f"{loaded.path.name}, {notice.id}",
    )


def map_size(width_px: float | None, width_km: float | None) -> MapSize | None:
    """Return a published map's size, where both of its widths were stated."""
    if width_px is None or width_km is None:
        return None
    return MapSize(width_px=width_px, width_km=width_km)


def _blocks_of_areas(loaded: LoadedPlan, notice: Notice) -> tuple[str, ...]:
    """Return the items of the areas' lists as published; without exceptions that were taken out of them."""
    items: list[str] = []
    for area in loaded.plan.areas:
        if area.id in notice.areas and area.blocks:
            items += loaded.blocks_of_area.get(area.id, ()) if area.except_blocks else area.blocks
    return tuple(dict.fromkeys(items))


def _drawn(loaded: LoadedPlan, notice: Notice) -> BaseGeometry | None:
    if notice.drawn is not None:
        return loaded.drawn.get(notice.id)
    outlines = [
        loaded.areas[area.id]
        for area in loaded.plan.areas
        if area.id in notice.areas and area.id in loaded.areas and area.geometry and not area.blocks
    ]
    return shapely.union_all(outlines) if outlines else None


def _of_kind(loaded: LoadedPlan, kind: AreaKind) -> dict[str, BaseGeometry]:
    kinds = {area.id for area in loaded.plan.areas if area.kind == kind}
    return {area: shape for area, shape in loaded.areas.items() if area in kinds}
