"""Nodes of an OSM file in batches of arrays: a country's nodes in seconds and little memory.

Dense nodes of the PBF format (https://wiki.openstreetmap.org/wiki/PBF_Format) are decoded block by
block with numpy, since a Python object for each of a hundred million nodes takes minutes and
libosmium's sets of ids take gigabytes. Any other file goes through libosmium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from safeground.formats.osm_pbf import OtherCompressionError, blocks, fields, number, octets, signed, zigzag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

BATCH: Final = 100_000
NANODEGREE: Final = 1e-9


class Nodes(NamedTuple):
    """Some nodes of a file, in the file's order."""

    ids: npt.NDArray[np.int64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]

    def where(self, which: npt.NDArray[np.bool_]) -> Nodes:
        """Return some of them."""
        return Nodes(self.ids[which], self.lon[which], self.lat[which])


class _NotDenseError(Exception):
    """The file keeps nodes in a way that only libosmium reads here."""


def node_batches(path: Path) -> Iterator[Nodes]:
    """Yield all nodes of an OSM file that have a place, a batch at a time.

    Raises
    ------
    ValueError, RuntimeError
        A file that is truncated or not OSM.
    """
    import osmium

    with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
        header = reader.header()
        nodes_first = header.get("sorting", "") == "Type_then_ID"
    if path.name.lower().endswith(".pbf"):
        done = 0
        try:
            for nodes in _dense(path, nodes_first=nodes_first):
                done += 1
                yield nodes
        except (_NotDenseError, OtherCompressionError):
            if done:
                msg = "nodes kept in two ways"
                raise ValueError(msg) from None
        else:
            return
    yield from _by_libosmium(path)


def _by_libosmium(path: Path) -> Iterator[Nodes]:
    import osmium

    rows: list[tuple[int, float, float]] = []
    for node in osmium.FileProcessor(path, osmium.osm.NODE):
        assert isinstance(node, osmium.osm.Node)
        place = node.location
        if place.valid():
            rows.append((node.id, place.lon, place.lat))
        if len(rows) == BATCH:
            yield _as_nodes(rows)
            rows = []
    if rows:
        yield _as_nodes(rows)


def _as_nodes(rows: list[tuple[int, float, float]]) -> Nodes:
    ids, lon, lat = zip(*rows, strict=True)
    return Nodes(np.array(ids, np.int64), np.array(lon), np.array(lat))


def _dense(path: Path, *, nodes_first: bool) -> Iterator[Nodes]:
    for block in blocks(path):
        kinds, nodes = _nodes_of(block)
        yield from nodes
        if nodes_first and kinds and 2 not in kinds:
            return


def _nodes_of(block: bytes) -> tuple[set[int], list[Nodes]]:
    """Return which kinds of groups a block has (by field number: 2 dense nodes, 3 ways …), and its nodes."""
    groups: list[bytes] = []
    granularity, lat_offset, lon_offset = 100, 0, 0
    for field, value in fields(block):
        if field == 2:
            groups.append(octets(value))
        elif field == 17:
            granularity = number(value)
        elif field == 19:
            lat_offset = signed(number(value))
        elif field == 20:
            lon_offset = signed(number(value))
    kinds: set[int] = set()
    result = []
    for group in groups:
        for field, value in fields(group):
            kinds.add(field)
            if field == 1:
                raise _NotDenseError
            if field != 2:
                break
            dense = dict(fields(octets(value)))
            ids, lat, lon = (np.cumsum(zigzag(octets(dense.get(key, b"")))) for key in (1, 8, 9))
            if not len(ids) == len(lat) == len(lon):
                msg = "PBF error: dense nodes of unequal lengths"
                raise ValueError(msg)
            places = Nodes(
                ids,
                NANODEGREE * (lon_offset + granularity * lon).astype(np.float64),
                NANODEGREE * (lat_offset + granularity * lat).astype(np.float64),
            )
            known = (np.abs(places.lon) <= 180) & (np.abs(places.lat) <= 90)
            result.append(places.where(known))
    return kinds, result
