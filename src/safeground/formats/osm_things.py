"""OpenStreetMap files: whatever has certain tags, as ways, relations and nodes with their places.

Unlike ``osm.read_ways``, which reads a network, this reads things one by one. Knows tags only as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from safeground.formats.osm import Nodes, osm_faults, stated_box

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt
    from osmium.osm import TagList
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.osm import Box

    Floats = npt.NDArray[np.float64]
    Tags = dict[str, str]


class Way(NamedTuple):
    """A way with its tags and the ids of its nodes."""

    way_id: int
    tags: Tags
    nodes: tuple[int, ...]

    @property
    def closed(self) -> bool:
        """Whether it ends where it begins."""
        return len(self.nodes) > 3 and self.nodes[0] == self.nodes[-1]


class Relation(NamedTuple):
    """A multipolygon with its tags; its member ways are those of ``Things.members``."""

    relation_id: int
    tags: Tags
    outer: tuple[int, ...]
    inner: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Things:
    """What was asked for of one file.

    Parameters
    ----------
    file
        The file's name.
    ways, relations
        Those asked for.
    members
        Way id → nodes, for the member ways of ``relations`` that the file has.
    node_tags
        Node id → tags, for the nodes asked for.
    places
        The nodes of all of them that the file has.
    box
        The extent that the file's header states (west, south, east, north), or None.
    """

    file: str
    ways: tuple[Way, ...]
    relations: tuple[Relation, ...]
    members: dict[int, tuple[int, ...]]
    node_tags: dict[int, Tags]
    places: Nodes
    box: Box | None

    def degrees(self, nodes: Sequence[int]) -> Floats:
        """Return the places of nodes, shape (n, 2), NaN where the file lacks one."""
        wanted = np.asarray(nodes, dtype=np.int64)
        if not len(self.places.ids):
            return np.full((len(wanted), 2), np.nan)
        at = np.minimum(np.searchsorted(self.places.ids, wanted), len(self.places.ids) - 1)
        found = self.places.ids[at] == wanted
        degrees = np.column_stack((self.places.lon[at], self.places.lat[at]))
        degrees[~found] = np.nan
        return degrees

    def runs(self, nodes: Sequence[int]) -> list[tuple[tuple[int, ...], Floats]]:
        """Return the stretches of a way between nodes that the file lacks: their nodes and places."""
        degrees = self.degrees(nodes)
        known = np.concatenate(([False], np.isfinite(degrees[:, 0]), [False]))
        starts, ends = np.flatnonzero(known[1:] & ~known[:-1]), np.flatnonzero(known[:-1] & ~known[1:])
        return [
            (tuple(nodes[start:end]), degrees[start:end])
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            if end - start > 1
        ]

    def polygon_of_way(self, way: Way) -> BaseGeometry | None:
        """Return the surface that a way encloses; None where it is not closed, or a node is lacking."""
        degrees = self.degrees(way.nodes)
        if not way.closed or not np.isfinite(degrees).all():
            return None
        return _valid(shapely.Polygon(degrees))

    def polygon_of_relation(self, relation: Relation) -> BaseGeometry | None:
        """Return the surface of a multipolygon; None where the file does not hold all of its outline."""
        outer = self._enclosed(relation.outer)
        inner = self._enclosed(relation.inner) if relation.inner else shapely.Polygon()
        if outer is None or inner is None:
            return None
        return _valid(shapely.difference(outer, inner))

    def _enclosed(self, member_ids: Iterable[int]) -> BaseGeometry | None:
        lines = []
        for member in member_ids:
            degrees = self.degrees(self.members.get(member, ()))
            if len(degrees) < 2 or not np.isfinite(degrees).all():
                return None
            lines.append(shapely.LineString(degrees))
        faces, cuts, dangles, invalid = shapely.polygonize_full(np.array([shapely.union_all(lines)], object))
        if not len(shapely.get_parts(faces)) or any(
            len(shapely.get_parts(left)) for left in (cuts, dangles, invalid)
        ):
            return None
        return shapely.union_all(shapely.get_parts(faces))


def read_things(
    path: Path,
    *,
    keys: Sequence[str],
    wanted: Callable[[TagList], bool],
    node_keys: Sequence[str] = (),
    wanted_node: Callable[[TagList], bool] = lambda _: True,
) -> Things:
    """Read ways and multipolygons that have one of ``keys`` and are ``wanted``, and nodes likewise.

    The file is read once for each sort of object, so memory grows with what is asked for.

    Parameters
    ----------
    path
        The file.
    keys, wanted
        A way or multipolygon is read if it has one of the keys and ``wanted`` says so of its tags.
    node_keys, wanted_node
        The same for nodes.

    Raises
    ------
    InputError
        A file that is not there, not OSM or truncated.
    """
    with osm_faults(path):
        node_tags = tags_of_nodes(path, node_keys, wanted_node) if node_keys else {}
        relations = relations_with(path, keys, wanted)
        ways = {way.way_id: way for way in ways_with(path, keys, wanted)}
        needed = {way for relation in relations for way in (*relation.outer, *relation.inner)}
        members = {way_id: ways[way_id].nodes for way_id in needed & ways.keys()}
        members |= nodes_of_ways(path, needed - members.keys())
        used = {node for way in ways.values() for node in way.nodes}
        used.update(node for nodes in members.values() for node in nodes)
        used.update(node_tags)
        places = places_of(path, used)
        box = stated_box(path)
    found = tuple(sorted(ways.values(), key=lambda way: way.way_id))
    return Things(path.name, found, relations, members, node_tags, places, box)


def tags_of_nodes(
    path: Path, keys: Sequence[str], wanted: Callable[[TagList], bool], near: Container[int] | None = None
) -> dict[int, dict[str, str]]:
    """Return the tags of the nodes that have one of the keys and are wanted; of those ``near`` if given."""
    import osmium

    nodes = osmium.FileProcessor(path, osmium.osm.NODE).with_filter(osmium.filter.KeyFilter(*keys))
    return {
        node.id: dict(node.tags) for node in nodes if (near is None or node.id in near) and wanted(node.tags)
    }


def relations_with(
    path: Path, keys: Sequence[str], wanted: Callable[[TagList], bool]
) -> tuple[Relation, ...]:
    """Return the multipolygons that have one of the keys and are wanted."""
    import osmium

    found: dict[int, Relation] = {}
    relations = osmium.FileProcessor(path, osmium.osm.RELATION).with_filter(osmium.filter.KeyFilter(*keys))
    for relation in relations:
        assert isinstance(relation, osmium.osm.Relation)
        if relation.tags.get("type") != "multipolygon" or not wanted(relation.tags):
            continue
        ways = [(member.ref, member.role) for member in relation.members if member.type == "w"]
        inner = tuple(ref for ref, role in ways if role == "inner")
        outer = tuple(ref for ref, role in ways if role != "inner")
        found[relation.id] = Relation(relation.id, dict(relation.tags), outer, inner)
    return tuple(sorted(found.values(), key=lambda relation: relation.relation_id))


def ways_with(
    path: Path, keys: Sequence[str], wanted: Callable[[TagList], bool], near: set[int] | None = None
) -> Iterator[Way]:
    """Yield the ways that have one of the keys and are wanted; those that use a node ``near`` if given."""
    import osmium

    for way in osmium.FileProcessor(path, osmium.osm.WAY).with_filter(osmium.filter.KeyFilter(*keys)):
        assert isinstance(way, osmium.osm.Way)
        if not wanted(way.tags):
            continue
        nodes = tuple(node.ref for node in way.nodes)
        if near is None or not near.isdisjoint(nodes):
            yield Way(way.id, dict(way.tags), nodes)


def nodes_of_ways(path: Path, way_ids: set[int], near: set[int] | None = None) -> dict[int, tuple[int, ...]]:
    """Return the nodes of each of the ways that the file has; of those that use a node ``near`` if given."""
    import osmium

    found: dict[int, tuple[int, ...]] = {}
    if way_ids:
        ways = osmium.FileProcessor(path, osmium.osm.WAY).with_filter(osmium.filter.IdFilter(way_ids))
        for way in ways:
            assert isinstance(way, osmium.osm.Way)
            nodes = tuple(node.ref for node in way.nodes)
            if near is None or not near.isdisjoint(nodes):
                found[way.id] = nodes
    return found


def places_of(path: Path, node_ids: set[int]) -> Nodes:
    """Return the places of nodes in the order of their ids; of one that stands twice the last counts."""
    import osmium

    found: dict[int, tuple[float, float]] = {}
    if node_ids:
        nodes = osmium.FileProcessor(path, osmium.osm.NODE).with_filter(osmium.filter.IdFilter(node_ids))
        for node in nodes:
            assert isinstance(node, osmium.osm.Node)
            if (place := node.location).valid():
                found[node.id] = place.lon, place.lat
    ids = np.array(sorted(found), dtype=np.int64)
    degrees = np.array([found[node] for node in ids.tolist()], dtype=np.float64).reshape(-1, 2)
    return Nodes(ids, degrees[:, 0], degrees[:, 1])


def _valid(polygon: BaseGeometry) -> BaseGeometry | None:
    """Return a surface as it is, or repaired where its outline crosses itself; None where none is left."""
    if not polygon.is_valid:
        polygon = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    return None if polygon.is_empty or polygon.area == 0 else polygon
