"""Small JSON files that come from others, read before anything in them is believed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from safeground.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 20_000_000


def parse(path: Path, shape: Any, expected: str) -> Any:
    """Read a small JSON file of a fixed shape and version 1, in which no key stands twice.

    Raises
    ------
    InputError
        Anything else.
    """
    fix = "Ask for the file again; nothing can be checked without it."
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise InputError([Fault(str(path), "", f"{size:,} bytes", f"at most {LARGEST_BYTES:,}", fix)])
    try:
        value = json.loads(path.read_bytes(), object_pairs_hook=_once)
        read = msgspec.convert(value, shape)
        if read.version != 1:
            msg = f"version {read.version}"
            raise ValueError(msg)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        # A JSON error, or text that is not UTF-8, is a ValueError too.
        raise InputError([Fault(str(path), "", f"something else ({error})", expected, fix)]) from None
    return read


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "a key stands twice"
        raise ValueError(msg)
    return found
