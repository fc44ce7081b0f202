"""A ledger as JSON Lines: one event a line, after a line that says what the file is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from safeground.errors import FaultList
from safeground.ledger.events import Event
from safeground.ledger.exporting.edition import in_edition
from safeground.ledger.exporting.whole_file import whole_file
from safeground.ledger.importing.rows import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from safeground.ledger.events import Entry
    from safeground.ledger.exporting.edition import Edition

FORMAT: Final = "safeground-ledger"
VERSION: Final = 1


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line."""

    format: str
    version: int
    edition: str
    says: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An event with where and when it was recorded in the ledger that was exported."""

    number: int
    recorded: str
    event: Event


SAYS: Final = {
    "restricted": "RESTRICTED. Everything that the ledger holds; only for those who may see all of it.",
    "public": "Claims marked public, without coordinates, notes, recorders and origins.",
}


def write_json_lines(entries: Iterable[Entry], path: Path, edition: Edition) -> int:
    """Write the events of an edition, whole or not at all; return how many.

    Raises
    ------
    OutputError
        A file that cannot be written; what stood there is untouched.
    """
    count = 0
    encode = msgspec.json.Encoder().encode
    with whole_file(path, public=edition == "public") as file:
        file.write(encode(Head(format=FORMAT, version=VERSION, edition=edition, says=SAYS[edition])) + b"\n")
        for entry in in_edition(entries, edition):
            if entry.event is not None:
                recorded = datetime.fromtimestamp(entry.recorded_us / 1e6, UTC).isoformat()
                file.write(encode(Line(number=entry.number, recorded=recorded, event=entry.event)) + b"\n")
                count += 1
    return count


def is_json_lines(path: Path) -> bool:
    """Whether a file is an export of a ledger, by its first line."""
    if path.suffix.lower() not in (".jsonl", ".ndjson", ".json") or not path.is_file():
        return False
    with path.open("rb") as file:
        return f'"format":"{FORMAT}"'.encode() in file.readline(1000).replace(b" ", b"")


def read_json_lines(path: Path) -> list[Event]:
    """Return the events of an export, in order.

    Raises
    ------
    InputError
        Every line that is no event, with its number; a newer version.
    """
    lines = read_text(path).split("\n")
    faults = FaultList(path)
    try:
        head = msgspec.json.decode(lines[0], type=Head)
        if head.version > VERSION:
            faults.add("line 1", f"version {head.version}", f"{VERSION} at most", "Update Safeground.")
    except msgspec.MsgspecError as error:
        faults.add(
            "line 1", f"no head of an export ({error})", "the line as it was exported", "Export again."
        )
    faults.raise_if_any()
    decode = msgspec.json.Decoder(Line).decode
    found: list[Event] = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            try:
                found.append(decode(line).event)
            except (msgspec.MsgspecError, UnicodeEncodeError) as error:
                faults.add(
                    f"line {number}", f"no event ({error})", "the line as it was exported", "Export again."
                )
    faults.raise_if_any()
    return found
