"""The PBF format's blocks and numbers, read without a schema (https://wiki.openstreetmap.org/wiki/PBF_Format).

Only what ``osm_nodes`` needs, and a guard: libosmium reads past its memory where a key or a value holds
a null character, which no whole file does.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    import numpy.typing as npt

MAX_HEADER_BYTES: Final = 64 * 1024
MAX_BLOB_BYTES: Final = 32 * 1024 * 1024
NO_TEXT: Final = b"\n\0"
"""How a table of strings starts: with an empty one, the only null byte of a usual table."""


class OtherCompressionError(Exception):
    """A block that is compressed in a way that only libosmium reads here."""


def blocks(path: Path) -> Iterator[bytes]:
    """Yield the blocks of data of a PBF file, decompressed.

    Raises
    ------
    ValueError
        A file that is truncated or damaged.
    OtherCompressionError
        A block that is neither deflated nor stored as it is.
    """
    with path.open("rb") as file:
        while block := _next_block(file):
            yield block


def refuse_null_characters(path: Path) -> None:
    """Refuse a PBF file with a null character in a key, a value or a name.

    Raises
    ------
    ValueError
        Such a file, or as ``blocks``.
    """
    try:
        for block in blocks(path):
            for field, strings in fields(block):
                if field == 1:
                    _check_strings(octets(strings))
    except OtherCompressionError:
        return


def _check_strings(strings: bytes) -> None:
    usual = strings.startswith(NO_TEXT) and strings.count(0) == 1
    if not usual and any(0 in octets(text) for _, text in fields(strings)):
        msg = "PBF error: a null character in a string"
        raise ValueError(msg)


def _next_block(file: BinaryIO) -> bytes:
    """Return the next block of data, decompressed; empty at the end of the file."""
    while prefix := file.read(4):
        (size,) = struct.unpack(">I", prefix.ljust(4, b"\0"))
        if len(prefix) < 4 or size > MAX_HEADER_BYTES:
            msg = "PBF error: a block header that is cut short or too long"
            raise ValueError(msg)
        header = dict(fields(_exactly(file, size)))
        blob = _exactly(file, number(header.get(3, 0)))
        if header.get(1) == b"OSMData":
            content = dict(fields(blob))
            if 1 in content:
                return octets(content[1])
            if 3 not in content:
                raise OtherCompressionError
            return _inflated(octets(content[3]))
    return b""


def _inflated(content: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        block = inflater.decompress(content, MAX_BLOB_BYTES)
    except zlib.error as error:
        msg = f"PBF error: {error}"
        raise ValueError(msg) from error
    if not inflater.eof:
        msg = "PBF error: a block that is cut short or too long"
        raise ValueError(msg)
    return block


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size) if 0 <= size <= MAX_BLOB_BYTES else b""
    if len(content) != size:
        msg = "PBF error: unexpected end of file"
        raise ValueError(msg)
    return content


def fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
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


def octets(value: bytes | int) -> bytes:
    """Return a field's bytes.

    Raises
    ------
    ValueError
        A field that holds a number.
    """
    if isinstance(value, int):
        msg = "PBF error: a number where bytes are expected"
        raise ValueError(msg)
    return value


def number(value: bytes | int) -> int:
    """Return a field's number.

    Raises
    ------
    ValueError
        A field that holds bytes.
    """
    if isinstance(value, bytes):
        msg = "PBF error: bytes where a number is expected"
        raise ValueError(msg)
    return value


def signed(value: int) -> int:
    """Return the signed number that a varint of 64 bits stands for."""
    return value - (1 << 64) if value >= 1 << 63 else value


def zigzag(packed: bytes) -> npt.NDArray[np.int64]:
    """Decode a packed run of zigzag varints."""
    stream = np.frombuffer(packed, dtype=np.uint8)
    if not len(stream):
        return np.empty(0, np.int64)
    ends = np.flatnonzero(stream < 0x80)
    if not len(ends) or ends[-1] != len(stream) - 1:
        msg = "PBF error: a number that is cut short"
        raise ValueError(msg)
    starts = np.concatenate([[0], ends[:-1] + 1])
    shift = 7 * (np.arange(len(stream)) - np.repeat(starts, ends - starts + 1))
    value = np.add.reduceat((stream & 0x7F).astype(np.uint64) << shift.astype(np.uint64), starts)
    return (value >> np.uint64(1)).astype(np.int64) ^ -(value & np.uint64(1)).astype(np.int64)
