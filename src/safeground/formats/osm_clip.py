"""A country's OSM file → the streets of one place, in memory that grows with the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from safeground.errors import Fault, InputError
from safeground.formats.osm import Nodes, osm_faults, read_nodes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt
    from osmium.osm import Node

    from safeground.formats.osm import Box

WAYS_A_MESSAGE: Final = 500_000
LONG_SEGMENT_DEGREES: Final = 0.02
"""Streets that cross a corner without a node inside are found by looking this far around it."""
BEYOND_DEGREES: Final = 0.1
"""Nodes are kept this far around the box, so that a street cut out there has its whole line in the box."""


class _Way(NamedTuple):
    way_id: int
    tags: dict[str, str]
    nodes: list[int]


def clip_osm(path: Path, box: Box, out: Path, *, key: str, progress: Callable[[str], None]) -> int:
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

    Returns
    -------
    int
        How many ways were written.

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
        near = _within(nodes, _wider(box, LONG_SEGMENT_DEGREES))
        ways = _ways_with(path, key, set(nodes.ids[near].tolist()), progress)
    if not ways:
        found = f"no way with the tag {key} in {box[0]:.4f} {box[1]:.4f} to {box[2]:.4f} {box[3]:.4f}"
        fix = "Name the file of the plan's place; check that nothing has longitude and latitude swapped."
        raise InputError([Fault(str(path), "", found, "streets there", fix)])
    used = np.isin(nodes.ids, [ref for way in ways for ref in way.nodes])
    _write(out, box, ways, Nodes(nodes.ids[used], nodes.lon[used], nodes.lat[used]))
    progress(f"{len(ways):,} ways with {np.count_nonzero(used):,} nodes kept")
    return len(ways)


def _wider(box: Box, degrees: float) -> Box:
    west, south, east, north = box
    return west - degrees, south - degrees, east + degrees, north + degrees


def _within(nodes: Nodes, box: Box) -> npt.NDArray[np.bool_]:
    west, south, east, north = box
    return (nodes.lon >= west) & (nodes.lon <= east) & (nodes.lat >= south) & (nodes.lat <= north)


def _ways_with(path: Path, key: str, nodes: set[int], progress: Callable[[str], None]) -> list[_Way]:
    """Return the ways with a key that use one of the nodes, by their ids."""
    import osmium

    kept: list[_Way] = []
    ways = osmium.FileProcessor(path, osmium.osm.WAY).with_filter(osmium.filter.KeyFilter(key))
    for read, way in enumerate(ways, start=1):
        assert isinstance(way, osmium.osm.Way)
        refs = [node.ref for node in way.nodes]
        if not nodes.isdisjoint(refs):
            # Tags last: they take three times as long as all the rest.
            kept.append(_Way(way.id, dict(way.tags), refs))
        if read % WAYS_A_MESSAGE == 0:
            progress(f"{read / 1e6:.1f} million ways read")
    return sorted(kept, key=lambda way: way.way_id)


def _write(out: Path, box: Box, ways: list[_Way], nodes: Nodes) -> None:
    import osmium

    header = osmium.io.Header()
    header.set("generator", "safeground")
    header.set("sorting", "Type_then_ID")
    west, south, east, north = box
    header.add_box(osmium.osm.Box(west, south, east, north))
    with osmium.SimpleWriter(out, header=header, overwrite=True) as writer:
        for node_id, lon, lat in zip(*(column.tolist() for column in nodes), strict=True):
            writer.add_node(osmium.osm.mutable.Node(id=node_id, location=(lon, lat)))
        for way in ways:
            writer.add_way(osmium.osm.mutable.Way(id=way.way_id, nodes=way.nodes, tags=way.tags))
