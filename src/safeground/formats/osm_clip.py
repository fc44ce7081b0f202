"""A country's OSM file → the streets of one place, in memory that grows with the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.errors import Fault, InputError
from safeground.formats.osm import Nodes, osm_faults, read_nodes
from safeground.formats.osm_besides import NOTHING, Besides, besides_near
from safeground.formats.osm_things import Way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt
    from osmium.osm import Node

    from safeground.formats.osm import Box
    from safeground.formats.osm_besides import Also

WAYS_A_MESSAGE: Final = 500_000
LONG_SEGMENT_DEGREES: Final = 0.02
"""Streets that cross a corner without a node inside are found by looking this far around it."""
BEYOND_DEGREES: Final = 0.1
"""Nodes are kept this far around the box, so that a street cut out there has its whole line in the box."""


def clip_osm(
    path: Path, box: Box, out: Path, *, key: str, progress: Callable[[str], None], also: Also | None = None
) -> int:
    """Write the ways with ``key`` that have a node in or near a box, with their nodes there.

    The file is read twice: which nodes lie there, which ways use one. No index of the whole file is built.
    A way that goes on farther than ``BEYOND_DEGREES`` around the box keeps its references to the nodes
    left out, so that a reader knows it as cut. The result's header states the box.

    Parameters
    ----------
    path
        An OSM file of any size.
    box
        West, south, east, north (WGS 84).
    out
        The file to write, by its ending in any of OSM's formats.
    also
        What else is kept, with all of its nodes, however far these lie: an outline in part is none. The
        file is read some times more for it.

    Returns
    -------
    int
        How many ways with ``key`` were written.

    Raises
    ------
    InputError
        A file that is not there, not OSM or truncated, or that has no such way there.
    """
    around = _wider(box, BEYOND_DEGREES)

    def lies_around(node: Node) -> bool:
        place = node.location
        lon, lat = place.lon_without_check(), place.lat_without_check()
        return around[0] <= lon <= around[2] and around[1] <= lat <= around[3]

    with osm_faults(path):
        nodes = read_nodes(path, lies_around, progress)
        near = set(nodes.ids[_within(nodes, _wider(box, LONG_SEGMENT_DEGREES))].tolist())
        ways = _ways_with(path, key, near, progress)
        besides = NOTHING if also is None else besides_near(path, near, also, progress)
    if not ways:
        found = f"no way with the tag {key} in {box[0]:.4f} {box[1]:.4f} to {box[2]:.4f} {box[3]:.4f}"
        fix = "Name the file of the plan's place; check that nothing has longitude and latitude swapped."
        raise InputError([Fault(str(path), "", found, "streets there", fix)])
    of_network = {way.way_id for way in ways}
    used = np.isin(nodes.ids, [ref for way in ways for ref in way.nodes])
    all_ways = sorted((*ways, *(way for way in besides.ways if way.way_id not in of_network)))
    _write(out, box, all_ways, _joined(nodes, used, besides.nodes), besides)
    progress(f"{len(all_ways):,} ways with {np.count_nonzero(used):,} nodes of streets kept")
    return len(ways)


def _joined(nodes: Nodes, used: npt.NDArray[np.bool_], besides: Nodes) -> Nodes:
    """Return the nodes used and those of what is kept besides, each once."""
    ids, first = np.unique(np.concatenate((nodes.ids[used], besides.ids)), return_index=True)
    lon, lat = np.append(nodes.lon[used], besides.lon), np.append(nodes.lat[used], besides.lat)
    return Nodes(ids, lon[first], lat[first])


def _wider(box: Box, degrees: float) -> Box:
    west, south, east, north = box
    return west - degrees, south - degrees, east + degrees, north + degrees


def _within(nodes: Nodes, box: Box) -> npt.NDArray[np.bool_]:
    west, south, east, north = box
    return (nodes.lon >= west) & (nodes.lon <= east) & (nodes.lat >= south) & (nodes.lat <= north)


def _ways_with(path: Path, key: str, nodes: set[int], progress: Callable[[str], None]) -> list[Way]:
    """Return the ways with a key that use one of the nodes, by their ids."""
    import osmium

    kept: list[Way] = []
    ways = osmium.FileProcessor(path, osmium.osm.WAY).with_filter(osmium.filter.KeyFilter(key))
    for read, way in enumerate(ways, start=1):
        assert isinstance(way, osmium.osm.Way)
        refs = [node.ref for node in way.nodes]
        if not nodes.isdisjoint(refs):
            # Tags last: they take three times as long as all the rest.
            kept.append(Way(way.id, dict(way.tags), tuple(refs)))
        if read % WAYS_A_MESSAGE == 0:
            progress(f"{read / 1e6:.1f} million ways read")
    return sorted(kept, key=lambda way: way.way_id)


def _write(out: Path, box: Box, ways: list[Way], nodes: Nodes, besides: Besides) -> None:
    import osmium

    header = osmium.io.Header()
    header.set("generator", "safeground")
    header.set("sorting", "Type_then_ID")
    west, south, east, north = box
    header.add_box(osmium.osm.Box(west, south, east, north))
    with osmium.SimpleWriter(out, header=header, overwrite=True) as writer:
        for node_id, lon, lat in zip(*(column.tolist() for column in nodes), strict=True):
            tags = besides.node_tags.get(node_id, {})
            writer.add_node(osmium.osm.mutable.Node(id=node_id, location=(lon, lat), tags=tags))
        for way in ways:
            writer.add_way(osmium.osm.mutable.Way(id=way.way_id, nodes=way.nodes, tags=way.tags))
        for one in besides.relations:
            members = [("w", ref, "outer") for ref in one.outer] + [("w", ref, "inner") for ref in one.inner]
            writer.add_relation(
                osmium.osm.mutable.Relation(id=one.relation_id, members=members, tags=one.tags)
            )
