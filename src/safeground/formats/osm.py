"""OpenStreetMap files: ways with their tags and the nodes that they use, as arrays.

Reads what libosmium reads by its ending: ``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``. Knows tags
only as text; what they mean for people on foot is told in ``ground``.
"""

from __future__ import annotations

from array import array
from contextlib import contextmanager
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from safeground.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt
    from osmium.osm import Node

    Box = tuple[float, float, float, float]

ENDINGS: Final = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
NODES_A_MESSAGE: Final = 20_000_000


class Nodes(NamedTuple):
    """Some nodes of a file that have a place (WGS 84 degrees), each once, in the order of their ids."""

    ids: npt.NDArray[np.int64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OsmWays:
    """Ways of one file, each a run of nodes.

    Parameters
    ----------
    file
        The file as the user named it.
    way_id
        OSM ids, shape (w,).
    start
        Way ``i`` has the nodes ``node[start[i]:start[i + 1]]``, shape (w + 1,).
    node
        Index into ``lon`` and ``lat``; -1 where the file lacks the node.
    tags
        Key → its value for each way, ``""`` where not tagged.
    lon, lat
        Nodes that the ways use, WGS 84 degrees.
    box
        The extent that the file's header states (west, south, east, north), or None.
    """

    file: str
    way_id: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    node: npt.NDArray[np.int64]
    tags: dict[str, list[str]]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    box: Box | None


def is_osm(path: Path) -> bool:
    """Say whether a file's name ends as an OSM file's does."""
    return path.name.lower().endswith(ENDINGS)


def read_ways(path: Path, key: str, tags: Sequence[str]) -> OsmWays:
    """Read every way that has ``key``, with the values of ``tags`` and its nodes' places.

    The file is read twice, first its ways, then only the nodes that they use, so that the memory grows
    with the ways asked for and not with the file.

    Raises
    ------
    InputError
        A file that is not there, not OSM or truncated.
    """
    import osmium

    way_id, length, refs = array("q"), array("q"), array("q")
    values: dict[str, list[str]] = {tag: [] for tag in tags}
    with osm_faults(path):
        ways = osmium.FileProcessor(path, osmium.osm.WAY).with_filter(osmium.filter.KeyFilter(key))
        for way in ways:
            assert isinstance(way, osmium.osm.Way)
            way_id.append(way.id)
            used = [node.ref for node in way.nodes]
            length.append(len(used))
            refs.extend(used)
            tagged = way.tags
            for tag, column in values.items():
                # The same few values millions of times: one object each.
                column.append(intern(tagged.get(tag) or ""))
        ref = np.array(refs, dtype=np.int64)
        used_by_ways = set(refs)
        nodes = read_nodes(path, lambda node: node.id in used_by_ways)
        box = stated_box(path)
    return OsmWays(
        file=path.name,
        way_id=np.array(way_id, dtype=np.int64),
        start=np.concatenate([[0], np.cumsum(np.array(length, dtype=np.int64))]).astype(np.int64),
        node=_index(ref, nodes.ids),
        tags=values,
        lon=nodes.lon,
        lat=nodes.lat,
        box=box,
    )


def stated_box(path: Path) -> Box | None:
    """Return the extent that an OSM file's header states, or None where it states none."""
    import osmium

    with osm_faults(path), osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    return box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat


@contextmanager
def osm_faults(path: Path) -> Iterator[None]:
    """Say what libosmium raises on a bad file as an ``InputError`` with its fix."""
    if not path.is_file():
        raise InputError(
            [Fault(str(path), "", "no such file", "an OSM file", "Correct the file's name or put it there.")]
        )
    try:
        yield
    except (RuntimeError, ValueError, OverflowError, OSError) as error:
        if isinstance(error, InputError):
            raise
        found = " ".join(str(error).split()) or type(error).__name__
        raise InputError(
            [
                Fault(
                    str(path),
                    "",
                    f"a file that cannot be read as OSM ({found})",
                    "a whole OSM file: .osm.pbf, .osm, .osm.gz or .osm.bz2, named by what it is",
                    "Download or export it again, and check that its ending fits its format.",
                )
            ]
        ) from error


def read_nodes(
    path: Path, keep: Callable[[Node], bool], progress: Callable[[str], None] | None = None
) -> Nodes:
    """Return the nodes to keep; a merged file or a history may have one twice: the last counts.

    Takes two to three seconds for a million nodes of the file, and memory only for those kept.

    Raises
    ------
    RuntimeError
        A file that is truncated or not OSM (within ``osm_faults`` an ``InputError``).
    """
    import osmium

    ids, lon, lat = array("q"), array("d"), array("d")
    for read, node in enumerate(osmium.FileProcessor(path, osmium.osm.NODE), start=1):
        assert isinstance(node, osmium.osm.Node)
        if keep(node) and (place := node.location).valid():
            ids.append(node.id)
            lon.append(place.lon)
            lat.append(place.lat)
        if progress and read % NODES_A_MESSAGE == 0:
            progress(f"{read // 1_000_000} million nodes read")
    node_id, last = np.unique(np.array(ids, dtype=np.int64)[::-1], return_index=True)
    return Nodes(node_id, np.array(lon)[::-1][last], np.array(lat)[::-1][last])


def _index(ref: npt.NDArray[np.int64], node_id: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return where each reference stands in the sorted ids, -1 where it does not."""
    if not len(node_id):
        return np.full(len(ref), -1, dtype=np.int64)
    at = np.searchsorted(node_id, ref)
    at[at == len(node_id)] = 0
    return np.where(node_id[at] == ref, at, -1).astype(np.int64)
