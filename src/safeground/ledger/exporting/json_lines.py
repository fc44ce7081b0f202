"""A ledger as JSON Lines: a line that says what the file is, one event a line, and a line that counts them.

A file that was cut, even at the end of a line, does not pass for a whole one.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from safeground.errors import FaultList
from safeground.ledger.events import Event
from safeground.ledger.exporting.edition import in_edition
from safeground.ledger.exporting.whole_file import whole_file
from safeground.ledger.importing.rows import read_text
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from safeground.ledger.events import Entry
    from safeground.ledger.exporting.edition import Edition

FORMAT: Final = "safeground-ledger"
VERSION: Final = 2
_COUNTED_SINCE: Final = 2  # files of version 1 end with their last event


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


class Foot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last line: how many lines with an event stand before it."""

    events: int


@dataclass(frozen=True, slots=True)
class Export:
    """What was read of an export.

    Parameters
    ----------
    events
        In order.
    remarks
        What is doubtful about it.
    """

    events: tuple[Event, ...]
    remarks: tuple[Remark, ...] = ()


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
        file.write(encode(Foot(events=count)) + b"\n")
    return count


def is_json_lines(path: Path) -> bool:
    """Whether a file is an export of a ledger, by its first line."""
    if path.suffix.lower() not in (".jsonl", ".ndjson", ".json") or not path.is_file():
        return False
    with path.open("rb") as file:
        return f'"format":"{FORMAT}"'.encode() in file.readline(1000).replace(b" ", b"")


def read_json_lines(path: Path) -> Export:
    """Return the events of an export, with a remark where it is too old to tell whether it is whole.

    Raises
    ------
    InputError
        Every line that is no event, with its number; a newer version; a file that was cut, or that holds more
        or fewer events than were exported.
    """
    lines = read_text(path).split("\n")
    faults = FaultList(path)
    try:
        head = msgspec.json.decode(lines[0], type=Head)
        if head.version > VERSION:
            faults.add("line 1", f"version {head.version}", f"{VERSION} at most", "Update Safeground.")
        elif head.version < 1:
            faults.add("line 1", f"version {head.version}", f"1 to {VERSION}", "Export again.")
    except msgspec.MsgspecError as error:
        faults.add(
            "line 1", f"no head of an export ({error})", "the line as it was exported", "Export again."
        )
    faults.raise_if_any()
    filled = [(number, line) for number, line in enumerate(lines[1:], 2) if line.strip()]
    counted = head.version >= _COUNTED_SINCE
    foot = _foot(filled) if counted else None
    if foot is not None:
        del filled[-1]
    decode = msgspec.json.Decoder(Line).decode
    found: list[Event] = []
    for number, line in filled:
        try:
            found.append(decode(line).event)
        except (msgspec.MsgspecError, UnicodeEncodeError) as error:
            faults.add(
                f"line {number}", f"no event ({error})", "the line as it was exported", "Export again."
            )
    if counted and not len(faults):
        _check_whole(faults, foot, len(found))
    faults.raise_if_any()
    return Export(tuple(found), () if counted else (_uncounted(path, len(found)),))


def _foot(filled: Sequence[tuple[int, str]]) -> Foot | None:
    if filled:
        with contextlib.suppress(msgspec.MsgspecError, UnicodeEncodeError):
            return msgspec.json.decode(filled[-1][1], type=Foot)
    return None


def _check_whole(faults: FaultList, foot: Foot | None, events: int) -> None:
    if foot is None:
        found = f"no line after {events:,} events that counts them: the file was cut"
        faults.add(
            "the end", found, 'the last line as it was exported: {"events": …}', "Export or copy it again."
        )
    elif foot.events != events:
        faults.add(
            "the last line", f"{foot.events:,} events, where {events:,} stand before it",
            "as many events as were exported", "Export or copy it again.",
        )  # fmt: skip


def _uncounted(path: Path, events: int) -> Remark:
    text = "An export of an older version does not say how many events it held: it may have been cut."
    return Remark("warning", path.name, text, events)
