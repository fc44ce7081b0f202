"""Claims beside a plan, read and never written: a ledger, its export, or a table as an import reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeground.errors import FaultList, InputError
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, Entry
from safeground.ledger.exporting.json_lines import read_json_lines
from safeground.ledger.fields import fields
from safeground.ledger.importing.prepare import prepare
from safeground.ledger.importing.rows import read_rows
from safeground.ledger.importing.shipped import fitting
from safeground.ledger.moments import microseconds, moment
from safeground.ledger.privacy import claim_faults
from safeground.ledger.queries import load
from safeground.ledger.state import standings
from safeground.ledger.store import Ledger, tag, touched
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Event
    from safeground.ledger.importing.prepare import Prepared
    from safeground.ledger.state import Standing

LEDGER_ENDING = ".ledger"
EXPORT_ENDING = ".jsonl"
ENDINGS = (LEDGER_ENDING, ".csv", ".xlsx", EXPORT_ENDING)
RECORDER = "the plan's author"
"""Of a table that does not say who entered its claims."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims of a large ledger are read; what touches them, and what that leads to, comes along.

    Parameters
    ----------
    subjects, ids
        Exact, as recorded.
    kinds, measures
        Whatever they are about.
    """

    subjects: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def read_claims(
    path: Path, *, recorded: datetime, zone: str | None = None, wanted: Wanted | None = None
) -> tuple[dict[str, Standing], tuple[Remark, ...]]:
    """Return the claims of a file by id, each with what happened to it; and what is doubtful about them.

    Parameters
    ----------
    path
        A ledger, its export as JSON Lines, or a table with the columns of a claim or of a mapping that ships.
    recorded
        When a table or an export counts as written down: it is no ledger, and keeps no such times.
    zone
        IANA name, for tables that name none.
    wanted
        What to read of a ledger; None reads all of it. Exports and tables are read whole.

    Raises
    ------
    InputError
        What are no claims, times that are none, ids that stand twice or are not there: all at once.
    LedgerDamaged
        A ledger that cannot be read as it was written.
    """
    ending = path.suffix.lower()
    if ending == LEDGER_ENDING:
        with Ledger(path, read_only=True) as ledger:
            found = standings(ledger.entries()) if wanted is None else _wanted(ledger, wanted)
            return found, (*ledger.remarks, *_erased(ledger))
    if ending == EXPORT_ENDING:
        export = read_json_lines(path)
        check_events(export.events, path)
        found = standings(_entries(export.events, microseconds(recorded)))
        return found, _for_whom(found, export.remarks)
    prepared = _table(path, zone)
    found = standings(_entries(prepared.events(), microseconds(recorded)))
    return found, _for_whom(found, prepared.remarks)


def _for_whom(found: Mapping[str, Standing], remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return what is doubtful of a file, restricted where it may count or describe restricted claims."""
    hidden = any(one.claim.sensitivity != "public" for one in found.values())
    return tuple(replace(one, restricted=one.restricted or hidden) for one in remarks)


def _erased(ledger: Ledger) -> Iterator[Remark]:
    count = ledger.erased()
    if count:
        text = "Events of the ledger were erased: whether they would have counted cannot be known."
        yield Remark("warning", ledger.path.name, text, count)


def _wanted(ledger: Ledger, wanted: Wanted) -> dict[str, Standing]:
    found: dict[int, Entry] = {}
    for subject in dict.fromkeys(wanted.subjects):
        found |= {one.number: one for one in ledger.claims(subject=subject)}
    if wanted.ids:
        found |= {one.number: one for one in ledger.claims(ids=wanted.ids)}
    if wanted.kinds:
        found |= {one.number: one for one in ledger.claims(kinds=wanted.kinds)}
    for measure in dict.fromkeys(wanted.measures):
        found |= {one.number: one for one in ledger.claims(measure=measure)}
    own = load(ledger, (found[number] for number in sorted(found)))
    evidence = {link.other for one in own.values() for link in one.links} - set(own)
    return own | (load(ledger, ledger.claims(ids=sorted(evidence))) if evidence else {})


def _table(path: Path, zone: str | None) -> Prepared:
    rows = read_rows(path)
    mapping = fitting(rows)
    if mapping is None:
        faults = FaultList(path)
        needed = ", ".join(name for name, field in fields().items() if field.needed)
        faults.add(
            "the header",
            f"columns of another table ({', '.join(list(rows.columns)[:5])} …)",
            f"the columns of a claim ({needed} …)",
            "Import it with a mapping into a ledger, and name that: safeground ledger import.",
        )
        raise InputError(faults.faults)
    defaults = {"recorder": RECORDER} | ({} if zone is None else {"zone": zone})
    return prepare(path, mapping, defaults, rows=rows)


def _entries(events: Sequence[Event], recorded_us: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(number=k, recorded_us=recorded_us, event=event, kind=tag(event), hash=b"")
        for k, event in enumerate(events, 1)
    )


def check_events(events: Sequence[Event], path: Path) -> None:
    """Refuse what a hand that edits an export can do to it: a ledger would not have taken it.

    Raises
    ------
    InputError
        All of it together.
    """
    faults = FaultList(path)
    known: set[str] = set()
    for event in events:
        if isinstance(event, ClaimRecorded | ClaimCorrected):
            claim = event.claim
            place = f"claim {claim.id}"
            if claim.id in known:
                faults.add(place, "the id again", "ids that differ", "Rename one, or delete a copy.")
            known.add(claim.id)
            for field, found, expected, fix in claim_faults(claim):
                faults.add(f"{place}, {field}", found, expected, fix)
            for text in _wrong_times(claim):
                fix = "Correct it; leave out what is not known."
                faults.add(place, text, "a time: 2026-03-04, 2026-03-04T06:00+02:00", fix)
    for event in events:
        for name in touched(event):
            if name not in known:
                faults.add(
                    f"{tag(event)}", f"{name!r}, which is no claim of the file", "a claim's id", "Correct it."
                )
    faults.raise_if_any()


def _wrong_times(claim: Claim) -> Iterator[str]:
    periods = claim.valid.from_, claim.valid.to, claim.said.from_, claim.said.to
    for text in filter(None, (claim.published, claim.counts_for, *periods)):
        try:
            moment(text, claim.zone)
        except ValueError as error:
            yield str(error)
