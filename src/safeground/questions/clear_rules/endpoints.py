"""Where a notice sends people: heads of its arrows, and the destinations that it states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.plane import only_polygons, sliver_width_m, without_slivers

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safeground.questions.clear_rules.case import NoticeCase
    from safeground.questions.clear_rules.run import Run


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One place that people are sent to.

    Parameters
    ----------
    called
        As messages name it: ``arrow 2``, ``the destination Hill``.
    where
        Where in the notice it stands.
    shape
        Point or polygon in metres; None where nobody knows where it is.
    arrow
        Whether it is the head of an arrow.
    """

    called: str
    where: str
    shape: BaseGeometry | None
    arrow: bool = False


def endpoints(case: NoticeCase) -> tuple[Endpoint, ...]:
    """Return where a notice sends people, worked out once a notice."""
    return case.once("endpoints", lambda: (*_arrows(case), *_stated(case), *_in_texts(case)))


def ends_in(run: Run, area: BaseGeometry) -> list[tuple[NoticeCase, Endpoint]]:
    """Return every endpoint of every notice that an area (metres) touches, with its notice."""
    if "ends" not in run.kept:
        found = [(case, end) for case in run.cases for end in endpoints(case) if end.shape is not None]
        run.kept["ends"] = found, shapely.STRtree(np.array([end.shape for _, end in found], dtype=object))
    ends, tree = cast("tuple[list[tuple[NoticeCase, Endpoint]], shapely.STRtree]", run.kept["ends"])
    return [ends[i] for i in sorted(tree.query(area, predicate="intersects").tolist())]


def within(end: Endpoint, area: BaseGeometry) -> float | None:
    """Return which share of an endpoint lies in an area (metres); None where no more than digitising.

    A point lies in it where it is deeper inside than a sliver is wide; a polygon where what both hold is
    somewhere wider.
    """
    if end.shape is None or not shapely.intersects(end.shape, area):
        return None
    if end.shape.geom_type == "Point":
        deep = shapely.distance(end.shape, shapely.boundary(area)) > sliver_width_m()
        return 1.0 if deep and shapely.contains(area, end.shape) else None
    common = without_slivers(only_polygons(shapely.intersection(end.shape, area)))
    if common.is_empty or not end.shape.area:
        return None
    return min(float(common.area / end.shape.area), 1.0)


def apart(end: Endpoint, area: BaseGeometry) -> float | None:
    """Return which share of an endpoint lies outside of an area; None where no more than digitising."""
    if end.shape is None:
        return None
    if end.shape.geom_type == "Point":
        return 1.0 if shapely.distance(end.shape, area) > sliver_width_m() else None
    rest = without_slivers(only_polygons(shapely.difference(end.shape, area)))
    if rest.is_empty or not end.shape.area:
        return None
    return min(float(rest.area / end.shape.area), 1.0)


def _arrows(case: NoticeCase) -> list[Endpoint]:
    if case.run.plane is None:
        return []
    several = len(case.notice.arrows) > 1
    heads = [shapely.Point(case.run.plane.project(arrow).coords[-1]) for arrow in case.notice.arrows]
    return [
        Endpoint(f"arrow {i}" if several else "the arrow", "map", head, arrow=True)
        for i, head in enumerate(heads, 1)
    ]


def _stated(case: NoticeCase) -> list[Endpoint]:
    found = []
    for place in case.notice.to:
        shape = None
        if place.geometry is not None and case.run.plane is not None:
            shape = _point_or_polygon(case.run.metres(place.geometry))
        if shape is None:
            shape = case.run.designated.get(place.name)
        if shape is None:
            shape = _known(case, case.places.destinations.get(place.name))
        found.append(Endpoint(f"the destination {place.name}", "destination", shape))
    return found


def _in_texts(case: NoticeCase) -> list[Endpoint]:
    stated = set(case.places.destinations.values())
    found = {
        one.name: Endpoint(f"the destination {one.words}", one.where, _known(case, one.name))
        for one in case.places.towards
        if one.name not in stated
    }
    ends = [one for one in found.values() if one.shape is not None]
    if case.named_blocks.aside:
        ids = case.ids(case.named_blocks.aside)
        shape = case.blocks_together(sorted(case.named_blocks.aside))
        ends.append(Endpoint(f"the destination {words.blocks(ids)}", "text", shape))
    return ends


def _known(case: NoticeCase, name_id: str | None) -> BaseGeometry | None:
    if name_id is None:
        return None
    if name_id in case.run.outlines:
        return case.run.outlines[name_id]
    point = case.run.names[name_id].geometry
    return None if point is None or case.run.plane is None else _point_or_polygon(case.run.metres(point))


def _point_or_polygon(shape: BaseGeometry) -> BaseGeometry | None:
    if shape.geom_type in ("Point", "Polygon", "MultiPolygon"):
        return shape
    polygons = only_polygons(shape) if shape.geom_type == "GeometryCollection" else shapely.Polygon()
    return None if polygons.is_empty else polygons
