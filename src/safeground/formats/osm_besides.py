"""What is cut out of an OSM file besides a network: whole ways and multipolygons near a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from safeground.formats.osm import Nodes
from safeground.formats.osm_things import (
    Relation,
    Way,
    nodes_of_ways,
    places_of,
    relations_with,
    tags_of_nodes,
    ways_with,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from osmium.osm import TagList


class Also(NamedTuple):
    """What is kept besides the network: whole ways and multipolygons, and the tags of nodes.

    Parameters
    ----------
    keys, wanted
        Ways and multipolygons with one of the keys that are wanted by their tags.
    node_keys, wanted_node
        The same for the tags of nodes.
    """

    keys: Sequence[str]
    wanted: Callable[[TagList], bool]
    node_keys: Sequence[str]
    wanted_node: Callable[[TagList], bool]


class Besides(NamedTuple):
    """What was found: ways, those of the multipolygons too; multipolygons; tags of nodes; all its nodes."""

    ways: tuple[Way, ...]
    relations: tuple[Relation, ...]
    node_tags: dict[int, dict[str, str]]
    nodes: Nodes


NOTHING: Final = Besides((), (), {}, Nodes(np.empty(0, np.int64), np.empty(0), np.empty(0)))


def besides_near(path: Path, near: set[int], also: Also, progress: Callable[[str], None]) -> Besides:
    """Return the things that have a node in ``near``, a multipolygon where one of its ways has.

    Raises
    ------
    RuntimeError
        A file that is truncated or not OSM (within ``osm_faults`` an ``InputError``).
    """
    progress("looking for what lies beside the streets")
    ways = {way.way_id: way for way in ways_with(path, also.keys, also.wanted, near)}
    relations = relations_with(path, also.keys, also.wanted)
    touched = nodes_of_ways(path, {ref for one in relations for ref in _members(one)}, near).keys()
    kept = tuple(one for one in relations if not touched.isdisjoint(_members(one)))
    members = nodes_of_ways(path, {ref for one in kept for ref in _members(one)})
    for ref, used in members.items():
        ways.setdefault(ref, Way(ref, {}, used))
    node_tags = tags_of_nodes(path, also.node_keys, also.wanted_node, near)
    nodes = places_of(path, {node for way in ways.values() for node in way.nodes})
    return Besides(tuple(sorted(ways.values(), key=lambda way: way.way_id)), kept, node_tags, nodes)


def _members(relation: Relation) -> tuple[int, ...]:
    return (*relation.outer, *relation.inner)
