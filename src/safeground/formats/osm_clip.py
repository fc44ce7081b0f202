"""A country's OSM file → the streets of one place, in memory that grows with the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from safeground.errors import Fault, InputError
from safeground.formats.osm import nodes_by_id, osm_faults, refuse_null_characters_in
from safeground.formats.osm_nodes import node_batches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safeground.formats.osm import Box

NODES_A_MESSAGE: Final = 20_000_000
WAYS_A_MESSAGE: Final = 500_000
LONG_SEGMENT_DEGREES: Final = 0.02
"""Streets that cross a corner without a node inside are found by looking this far around it."""


class _Way(NamedTuple):
    way_id: int
    tags: dict[str, str]
    nodes: list[int]


def clip_osm(path: Path, box: Box, out: Path, *, key: str, progress: Callable[[str], None]) -> int:
    """Write the ways with ``key`` that have a node in or near a box, each with all of its nodes.

    The file is read four times: whether it is whole, which nodes lie in the box, which ways use one, where
    all nodes of these ways are. No index of the whole file is built. The result's header states the box.

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
    with osm_faults(path):
        refuse_null_characters_in(path)
        inside = _nodes_in(path, box, progress)
        ways = _ways_with(path, key, inside, progress)
        if not ways:
            found = f"no way with the tag {key} in {box[0]:.4f} {box[1]:.4f} to {box[2]:.4f} {box[3]:.4f}"
            fix = "Name the file of the plan's place; check that nothing has longitude and latitude swapped."
            raise InputError([Fault(str(path), "", found, "streets there", fix)])
        refs = np.unique(np.concatenate([np.array(way.nodes, dtype=np.int64) for way in ways]))
        nodes = nodes_by_id(path, refs)
    _write(out, box, ways, zip(nodes.ids.tolist(), nodes.lon.tolist(), nodes.lat.tolist(), strict=True))
    progress(f"{len(ways):,} ways with {len(nodes.ids):,} nodes kept")
    return len(ways)


def _nodes_in(path: Path, box: Box, progress: Callable[[str], None]) -> set[int]:
    """Return the ids of the nodes in or near a box."""
    west, south, east, north = box
    pad = LONG_SEGMENT_DEGREES
    found: set[int] = set()
    read, said = 0, 0
    for batch in node_batches(path):
        near = (batch.lon >= west - pad) & (batch.lon <= east + pad)
        near &= (batch.lat >= south - pad) & (batch.lat <= north + pad)
        found.update(batch.ids[near].tolist())
        read += len(batch.ids)
        if read - said >= NODES_A_MESSAGE:
            said = read
            progress(f"{read / 1e6:.0f} million nodes read")
    return found


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


def _write(out: Path, box: Box, ways: list[_Way], nodes: zip[tuple[int, float, float]]) -> None:
    import osmium

    header = osmium.io.Header()
    header.set("generator", "safeground")
    header.set("sorting", "Type_then_ID")
    west, south, east, north = box
    header.add_box(osmium.osm.Box(west, south, east, north))
    with osmium.SimpleWriter(out, header=header, overwrite=True) as writer:
        for node_id, lon, lat in nodes:
            writer.add_node(osmium.osm.mutable.Node(id=node_id, location=(lon, lat)))
        for way in ways:
            writer.add_way(osmium.osm.mutable.Way(id=way.way_id, nodes=way.nodes, tags=way.tags))
