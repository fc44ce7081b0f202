"""Nodes of an OSM file in batches of arrays: a country's nodes in seconds and little memory.

Dense nodes of the PBF format (https://wiki.openstreetmap.org/wiki/PBF_Format) are decoded block by
block with numpy, since a Python object for each of a hundred million nodes takes minutes and
libosmium's sets of ids take gigabytes. Any other file goes through libosmium.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    import numpy.typing as npt

BATCH: Final = 100_000
MAX_HEADER_BYTES: Final = 64 * 1024
MAX_BLOB_BYTES: Final = 32 * 1024 * 1024
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
        except _NotDenseError:
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
    with path.open("rb") as file:
        while block := _next_block(file):
            kinds, nodes = _nodes_of(block)
            yield from nodes
            if nodes_first and kinds and 2 not in kinds:
                return


def _next_block(file: BinaryIO) -> bytes:
    """Return the next block of data, decompressed; empty at the end of the file."""
    while prefix := file.read(4):
        (size,) = struct.unpack(">I", prefix.ljust(4, b"\0"))
        if len(prefix) < 4 or size > MAX_HEADER_BYTES:
            msg = "PBF error: a block header that is cut short or too long"
            raise ValueError(msg)
        header = dict(_fields(_exactly(file, size)))
        blob = _exactly(file, int(header.get(3, 0)))
        if header.get(1) == b"OSMData":
            content = dict(_fields(blob))
            if 1 in content:
                return bytes(content[1])
            if 3 not in content:
                raise _NotDenseError
            try:
                return zlib.decompress(content[3])
            except zlib.error as error:
                msg = f"PBF error: {error}"
                raise ValueError(msg) from error
    return b""


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size) if 0 <= size <= MAX_BLOB_BYTES else b""
    if len(content) != size:
        msg = "PBF error: unexpected end of file"
        raise ValueError(msg)
    return content


def _nodes_of(block: bytes) -> tuple[set[int], list[Nodes]]:
    """Return which kinds of groups a block has (by field number: 2 dense nodes, 3 ways …), and its nodes."""
    groups: list[bytes] = []
    granularity, lat_offset, lon_offset = 100, 0, 0
    for field, value in _fields(block):
        if field == 2:
            groups.append(value)
        elif field == 17:
            granularity = value
        elif field == 19:
            lat_offset = _signed(value)
        elif field == 20:
            lon_offset = _signed(value)
    kinds: set[int] = set()
    result = []
    for group in groups:
        for field, value in _fields(group):
            kinds.add(field)
            if field == 1:
                raise _NotDenseError
            if field != 2:
                break
            dense = dict(_fields(value))
            ids, lat, lon = (np.cumsum(_zigzag(dense.get(key, b""))) for key in (1, 8, 9))
            if not len(ids) == len(lat) == len(lon):
                msg = "PBF error: dense nodes of unequal lengths"
                raise ValueError(msg)
            places = Nodes(
                ids,
                NANODEGREE * (lon_offset + granularity * lon),
                NANODEGREE * (lat_offset + granularity * lat),
            )
            known = (np.abs(places.lon) <= 180) & (np.abs(places.lat) <= 90)
            result.append(places.where(known))
    return kinds, result


def _fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Yield field number and value of a protobuf message, without a schema."""
    at, end = 0, len(message)
    while at < end:
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield tag >> 3, value
        elif kind == 2:
            size, at = _varint(message, at)
            if at + size > end:
                msg = "PBF error: a message that is cut short"
                raise ValueError(msg)
            yield tag >> 3, message[at : at + size]
            at += size
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        else:
            msg = f"PBF error: unknown wire type {kind}"
            raise ValueError(msg)


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message) and shift < 70:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    msg = "PBF error: a number that is cut short"
    raise ValueError(msg)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _zigzag(packed: bytes) -> npt.NDArray[np.int64]:
    """Decode a packed run of zigzag varints."""
    octets = np.frombuffer(packed, dtype=np.uint8)
    if not len(octets):
        return np.empty(0, np.int64)
    ends = np.flatnonzero(octets < 0x80)
    if not len(ends) or ends[-1] != len(octets) - 1:
        msg = "PBF error: a number that is cut short"
        raise ValueError(msg)
    starts = np.concatenate([[0], ends[:-1] + 1])
    shift = 7 * (np.arange(len(octets)) - np.repeat(starts, ends - starts + 1))
    value = np.add.reduceat((octets & 0x7F).astype(np.uint64) << shift.astype(np.uint64), starts)
    return (value >> np.uint64(1)).astype(np.int64) ^ -(value & np.uint64(1)).astype(np.int64)
