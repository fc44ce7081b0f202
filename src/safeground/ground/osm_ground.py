"""An OSM file → the things that lie between the streets, and the places that let people through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.formats.osm_things import Things, read_things
from safeground.ground import land_cover_tags as meaning
from safeground.ground.barrier_shapes import Line
from safeground.ground.coast import sea
from safeground.ground.osm_tags import parse_width_m
from safeground.ground.streets import edge_lines

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.formats.projection import LocalProjection
    from safeground.ground.streets import Streets
    from safeground.plan.model import LandCoverKind

FORD_M: Final = 50.0
"""Water so near to a ford holds nobody up."""
ON_STREET_M: Final = 0.05
"""A gate so near to a street's line is on it: the street says how many pass."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing on the ground: a line, or a surface, in metres."""

    kind: LandCoverKind
    name: str
    shape: BaseGeometry
    doubtful: bool
    line: Line | None = None


def read_ground_things(path: Path) -> Things:
    """Read every thing that can be land cover, every ford, and the nodes that may open a line.

    Raises
    ------
    InputError
        A file that is not there, not OSM or truncated.
    """
    return read_things(
        path, keys=meaning.KEYS, wanted=wanted, node_keys=meaning.OPENING_KEYS, wanted_node=opens
    )


def opens(tags: meaning.Tags) -> bool:
    """Say whether a node with these tags may let people through what it lies on or in."""
    return meaning.is_opening(tags) or meaning.is_ford(tags)


def wanted(tags: meaning.Tags) -> bool:
    """Say whether a way or multipolygon with these tags is land cover or a ford."""
    return meaning.kind_of(tags) is not None or (bool(tags.get("highway")) and meaning.is_ford(tags))


def lying(things: Things, plane: LocalProjection, region: BaseGeometry) -> tuple[list[Thing], int]:
    """Return the things that touch a region, and how many outlines the file holds only in part."""
    found: list[Thing] = []
    lost = 0
    in_relation = set(things.members)
    for relation in things.relations:
        surface = things.polygon_of_relation(relation)
        if surface is None:
            lost += 1
        elif kind := meaning.kind_of(relation.tags):
            name = f"relation {relation.relation_id}"
            found.append(Thing(kind, name, surface, meaning.doubtful(relation.tags)))
    for way in things.ways:
        kind = meaning.kind_of(way.tags)
        if kind is None or way.tags.get("natural") == "coastline":
            continue
        name, doubt = f"way {way.way_id}", meaning.doubtful(way.tags)
        if meaning.is_water_area(way.tags) or (kind == "wall" and way.tags.get("area") == "yes"):
            surface = things.polygon_of_way(way)
            if surface is not None:
                found.append(Thing(kind, name, surface, doubt))
            elif way.way_id not in in_relation:
                lost += 1
            continue
        width = parse_width_m(way.tags.get("width", ""))
        width_m = width[0] if width else 0.0
        for nodes, degrees in things.runs(way.nodes):
            line = Line(nodes, width_m)
            vague = doubt or (kind == "water" and not width_m)
            found.append(Thing(kind, name, shapely.LineString(degrees), vague, line))
    shapes = np.empty(len(found), object)
    shapes[:] = [one.shape for one in found]
    shapes = plane.project(shapes) if len(found) else shapes
    shapely.prepare(region)
    near = np.flatnonzero(shapely.intersects(region, shapes)).tolist()
    kept = [Thing(found[i].kind, found[i].name, shapes[i], found[i].doubtful, found[i].line) for i in near]
    return kept, lost


def sea_of(things: Things, plane: LocalProjection, region: BaseGeometry) -> tuple[BaseGeometry, int]:
    """Return the sea in metres, and how many of its parts cannot be told from land."""
    coast = [
        degrees
        for way in things.ways
        if way.tags.get("natural") == "coastline"
        for _, degrees in things.runs(way.nodes)
    ]
    if things.box is None:
        return shapely.MultiPolygon(), len(coast)
    extent = shapely.box(*things.box).intersection(shapely.box(*plane.unproject(region).bounds))
    found, untold = sea(coast, extent) if not extent.is_empty else (shapely.MultiPolygon(), 0)
    return plane.project(found), untold


@dataclass(frozen=True, slots=True)
class Openings:
    """Places that let people through, in metres: on lines, by node; and water near fords."""

    nodes: dict[int, tuple[float, float]]
    fords: BaseGeometry

    @classmethod
    def of(cls, things: Things, plane: LocalProjection, streets: Streets | None) -> Openings:
        """Return the gates that lie on no street, and the water around every ford."""
        at = things.degrees(list(things.node_tags))
        x, y = plane.xy(at[:, 0], at[:, 1])
        points = np.asarray(shapely.points(x, y), dtype=object)
        free = np.isfinite(at[:, 0])
        if streets is not None and len(points):
            tree = shapely.STRtree(plane.project(edge_lines(streets)))
            free[np.unique(tree.query(points, predicate="dwithin", distance=ON_STREET_M)[0])] = False
        ids = list(things.node_tags)
        nodes = {ids[i]: (float(x[i]), float(y[i])) for i in np.flatnonzero(free)}
        wading = [
            points[i]
            for i, tags in enumerate(things.node_tags.values())
            if meaning.is_ford(tags) and np.isfinite(at[i, 0])
        ]
        wading += [
            plane.project(shapely.LineString(degrees))
            for way in things.ways
            if meaning.is_ford(way.tags)
            for _, degrees in things.runs(way.nodes)
        ]
        return cls(nodes, shapely.union_all(shapely.buffer(np.array(wading, object), FORD_M)))
