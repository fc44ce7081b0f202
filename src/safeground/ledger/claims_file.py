"""Claims beside a plan, read and never written: a ledger, or JSON Lines that a person can read in a diff.

A line of JSON is a claim, or an event about claims with its ``type``: ``claims_linked``,
``claim_corrected`` … Empty lines, and lines that start with ``#``, say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from safeground.errors import FaultList, InputError
from safeground.ledger.claim import Claim, Period
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, Entry, Event
from safeground.ledger.moments import microseconds, moment
from safeground.ledger.state import standings
from safeground.ledger.store import Ledger, tag, touched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from safeground.ledger.state import Standing

LEDGER_ENDING = ".ledger"
_READ_CLAIM = msgspec.json.Decoder(Claim).decode
_READ_EVENT = msgspec.json.Decoder(Event).decode


class _Tagged(msgspec.Struct):
    type: str | None = None


_READ_TAG = msgspec.json.Decoder(_Tagged).decode


def read_claims(path: Path, *, recorded: datetime) -> dict[str, Standing]:
    """Return the claims of a file by id, each with what happened to it.

    Parameters
    ----------
    path
        A ledger, or JSON Lines.
    recorded
        When the lines of a text count as written down: a text has no times of recording of its own.

    Raises
    ------
    InputError
        Lines that are no claims, times that are none, ids that stand twice or are not there: all at once.
    """
    if path.suffix.lower() == LEDGER_ENDING:
        with Ledger(path) as ledger:
            return standings(ledger.entries())
    return standings(_entries(path, microseconds(recorded)))


def _entries(path: Path, recorded_us: int) -> tuple[Entry, ...]:
    faults = FaultList(path)
    found: list[tuple[int, Event]] = []
    for number, line in enumerate(_lines(path), 1):
        if line.strip() and not line.startswith(b"#"):
            event = _event(line, f"line {number}", faults)
            if event is not None:
                found.append((number, event))
    _check_ids(found, faults)
    faults.raise_if_any()
    return tuple(
        Entry(number=k, recorded_us=recorded_us, event=event, kind=tag(event), hash=b"")
        for k, (_, event) in enumerate(found, 1)
    )


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        faults = FaultList(path)
        faults.add("", f"what cannot be read ({error.strerror})", "claims, one a line", "Check its name.")
        raise InputError(faults.faults) from None


def _event(line: bytes, place: str, faults: FaultList) -> Event | None:
    try:
        event = _READ_EVENT(line) if _READ_TAG(line).type else ClaimRecorded(claim=_READ_CLAIM(line))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        faults.add(
            place,
            str(error),
            "a claim or an event as JSON",
            "Compare it with the fields of a claim in the manual, docs/kept.md.",
        )
        return None
    wrong = list(_wrong_times(event))
    for text in wrong:
        faults.add(
            place,
            text,
            "a time: 2026-03-04, 2026-03-04T06:00+02:00",
            "Correct it; leave out what is not known.",
        )
    return None if wrong else event


def _wrong_times(event: Event) -> Iterator[str]:
    if not isinstance(event, ClaimRecorded | ClaimCorrected):
        return
    claim = event.claim
    texts = [claim.published, claim.counts_for, *_ends(claim.valid), *_ends(claim.said)]
    for text in filter(None, texts):
        try:
            moment(text, claim.zone)
        except ValueError as error:
            yield str(error)
    for name, period in (("valid", claim.valid), ("said", claim.said)):
        try:
            ends = [moment(text, claim.zone) for text in _ends(period) if text]
        except ValueError:
            continue
        if len(ends) == 2 and ends[1].latest < ends[0].earliest:
            yield f"{name} from {period.from_} to {period.to}, which ends before it begins"


def _ends(period: Period) -> tuple[str | None, str | None]:
    return period.from_, period.to


def _check_ids(found: list[tuple[int, Event]], faults: FaultList) -> None:
    first: dict[str, int] = {}
    for number, event in found:
        if isinstance(event, ClaimRecorded | ClaimCorrected):
            name = event.claim.id
            if name in first:
                faults.add(
                    f"line {number}",
                    f"the id {name} again (first in line {first[name]})",
                    "ids that differ",
                    "Rename one; to correct a claim, write an event of type claim_corrected.",
                )
            first.setdefault(name, number)
    for number, event in found:
        for name in touched(event):
            if name not in first:
                faults.add(
                    f"line {number}",
                    f"{name!r}, which is no claim of the file",
                    "the id of a claim",
                    "Correct it.",
                )
