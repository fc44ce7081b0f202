"""Erase what an event held: its words and its salt go, its place in the chain stays.

Deleted are the payload, its salt, and what the index held of it; appended is an event that says so, with its
reason. Then the whole file is written anew and ``FILE-wal`` is emptied, since a database keeps old bytes in
pages that it split, and both files are searched for what was deleted. Out of reach are copies elsewhere:
backups and exports made before, what a file system or a disk keeps of old blocks (``docs/ledger-file.md``).
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.errors import Fault, InputError, SafegroundError
from safeground.ledger.events import (
    ClaimCorrected,
    ClaimDisputed,
    ClaimRetracted,
    ClaimsLinked,
    PayloadErased,
)
from safeground.ledger.identity import content_mac, id_mac
from safeground.ledger.opening import wal_of
from safeground.ledger.rows import SELECT, claim_of, entry, touched

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from safeground.ledger.events import Entry
    from safeground.ledger.store import Ledger

IN_MEMORY_BYTES = 256_000_000
"""Up to this size a file is written anew through memory, above through SQLite's temporary folder."""
_BLOCK_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did, and what it leaves to do.

    Parameters
    ----------
    numbers
        The events that hold nothing any more.
    events
        The events that say so.
    refers
        Events that are about an erased claim and may repeat its words in a reason or a correction.
    alike
        Ids of claims that were linked as duplicates: they say the same in another copy.
    backups
        Backups that the ledger lists and that may still hold it.
    undone
        Ids of claims that an erased event corrected, retracted or disputed: they stand as if it had not.
    clean
        Whether file and ``-wal`` were written anew and searched, and nothing was found in them.
    """

    numbers: tuple[int, ...]
    events: tuple[int, ...]
    refers: tuple[int, ...]
    alike: tuple[str, ...]
    backups: tuple[str, ...]
    undone: tuple[str, ...]
    clean: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a user must know and do, in words."""
        said = [f"Erased: {_events(self.numbers)}. The chain holds; {_events(self.events)} says why."]
        if not self.clean:
            said.append(
                "Another program that uses the ledger, or a full disk, keeps old bytes in its files. Mend "
                "that, then: safeground ledger erase --finish."
            )
        if self.refers:
            said.append(
                f"Still there, about what was erased: {_events(self.refers)}. Read them; they go, too, with "
                "--with-what-refers."
            )
        if self.undone:
            said.append(
                f"What was erased corrected, retracted or disputed {', '.join(self.undone)}: that stands now "
                "as if this had not been. Say it again in other words where it is still true."
            )
        if self.alike:
            said.append(f"Linked as the same in another copy, still there: {', '.join(self.alike)}.")
        if self.backups:
            said.append(
                "Backups made before hold it still; delete them and make new ones: "
                f"{', '.join(self.backups)}."
            )
        said.append("Exports, printed pages, and copies that were made otherwise are not known here.")
        return tuple(said)


def erase(
    ledger: Ledger,
    what: int | str,
    *,
    reason: str,
    recorder: str,
    with_what_refers: bool = False,
    forget: bool = False,
) -> Erased:
    """Erase what an event held.

    Parameters
    ----------
    ledger
        The ledger, open for writing.
    what
        An event's sequence number, or a claim's id.
    reason, recorder
        Why, and who does it: a role or initials. Both stay readable: repeat nothing of what is erased.
    with_what_refers
        Also erases every event about an erased claim, a correction with the claim in it, and what is about
        that.
    forget
        Also deletes the keyed hashes by which an import would know it again (``identity``).

    Raises
    ------
    InputError
        Nothing there by that number or id; erased already; an erasure, which stays; no reason.
    """
    if not reason.strip() or not recorder.strip():
        raise _fault(ledger, "", "no reason or no recorder", "both", "Say why it is erased, and who does it.")
    with ledger.writing() as db:
        first = _found(ledger, db, what)
        entries, refers = [first], _about(ledger, [first])
        if with_what_refers:
            entries, refers = _closed(ledger, first), []
        salts = [_delete(ledger, db, one, forget=forget) for one in entries]
        appending = ledger.appending(time.time_ns() // 1000)
        for one in entries:
            appending.chunk([PayloadErased(erases=one.number, reason=reason, recorder=recorder)])
        appending.finish()
        gone = {claim.id for one in entries if one.event and (claim := claim_of(one.event))}
        backups = _backups(db, [one.number for one in entries])
    ledger.remark_clock(appending)
    return Erased(
        numbers=tuple(one.number for one in entries),
        events=tuple(appending.numbers),
        refers=tuple(one.number for one in refers),
        alike=_alike(ledger, [*entries, *refers], gone),
        backups=backups,
        undone=_undone(ledger, entries),
        clean=finish(ledger) and not _found_in_files(ledger.path, salts),
    )


def finish(ledger: Ledger) -> bool:
    """Write the whole file anew and empty its ``-wal``; return whether both were done.

    False where a reader holds an older state, or there is no room: what was erased may be in the files still.
    """
    db = ledger.reading()
    try:
        small = ledger.path.stat().st_size <= IN_MEMORY_BYTES
        db.execute(f"PRAGMA temp_store = {'MEMORY' if small else 'DEFAULT'}")
        db.execute("VACUUM")
        return ledger.settle()
    except (sqlite3.Error, SafegroundError):
        return False


def _found(ledger: Ledger, db: sqlite3.Connection, what: int | str) -> Entry:
    number = what if isinstance(what, int) else _number(ledger, db, what)
    last = ledger.tail().number
    # A number beyond what SQLite can hold is none of an event's either.
    row = db.execute(f"{SELECT} WHERE event.number = ?", (min(number, last + 1),)).fetchone()
    if row is None:
        raise _fault(
            ledger,
            f"event {number}",
            "no such event",
            f"1 to {last}",
            "Correct the number. Nothing was erased.",
        )
    found = entry(row)
    if found.event is None:
        raise _fault(
            ledger, f"event {number}", f"erased already (event {_eraser(ledger, db, number)})",
            "an event that holds something", "Nothing is left to do: safeground ledger verify.",
        )  # fmt: skip
    if isinstance(found.event, PayloadErased):
        raise _fault(
            ledger, f"event {number}", "an erasure", "another event",
            "An erasure stays: without it a payload would be missing for no reason.",
        )  # fmt: skip
    return found


def _number(ledger: Ledger, db: sqlite3.Connection, claim_id: str) -> int:
    row = db.execute("SELECT number FROM claim WHERE id = ?", (claim_id,)).fetchone()
    if row is None:
        mac = id_mac(ledger.secret, claim_id)
        row = db.execute("SELECT number FROM erased_id WHERE mac = ?", (mac,)).fetchone()
    if row is None:
        raise _fault(
            ledger, f"claim {claim_id!r}", "no such claim", "a claim's id", "Correct it. Nothing was erased."
        )
    return int(row[0])


def _eraser(ledger: Ledger, db: sqlite3.Connection, number: int) -> int | str:
    rows = db.execute(f"{SELECT} WHERE event.kind = 'payload_erased' ORDER BY event.number")
    for one in map(entry, rows):
        if isinstance(one.event, PayloadErased) and one.event.erases == number:
            return one.number
    return "which is missing"


def _about(ledger: Ledger, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries about the claims that these record, but for these."""
    own = {one.number for one in entries}
    ids = [claim.id for one in entries if one.event and (claim := claim_of(one.event))]
    return [one for one in ledger.touching(ids) if one.event is not None and one.number not in own]


def _closed(ledger: Ledger, first: Entry) -> list[Entry]:
    found = [first]
    while more := _about(ledger, found):
        found += more
    return sorted(found, key=lambda one: one.number)


def _delete(ledger: Ledger, db: sqlite3.Connection, one: Entry, *, forget: bool) -> bytes:
    """Delete what an event held and return its salt, 16 bytes that stand nowhere else."""
    (salt,) = db.execute("SELECT salt FROM payload WHERE number = ?", (one.number,)).fetchone()
    for table in ("payload", "claim", "touch"):
        db.execute(f"DELETE FROM {table} WHERE number = ?", (one.number,))
    claim = None if one.event is None else claim_of(one.event)
    if claim is not None and forget:
        mac = content_mac(ledger.secret, claim)
        db.execute("DELETE FROM content WHERE mac = ? AND number = ?", (mac, one.number))
    elif claim is not None:
        db.execute(
            "INSERT OR REPLACE INTO erased_id VALUES (?, ?)", (id_mac(ledger.secret, claim.id), one.number)
        )
    return bytes(salt)


def _alike(ledger: Ledger, entries: Sequence[Entry], gone: set[str]) -> tuple[str, ...]:
    links = (one.event for one in entries if isinstance(one.event, ClaimsLinked))
    ids = {name for link in links if link.relation == "duplicate_of" for name in (link.claim, link.other)}
    there = ledger.claims(ids=sorted(ids - gone)) if ids - gone else ()
    return tuple(claim.id for one in there if one.event and (claim := claim_of(one.event)))


def _undone(ledger: Ledger, entries: Sequence[Entry]) -> tuple[str, ...]:
    acts = (ClaimCorrected, ClaimRetracted, ClaimDisputed)
    ids = [name for one in entries if isinstance(one.event, acts) for name in touched(one.event)]
    there = ledger.claims(ids=ids) if ids else ()
    return tuple(claim.id for one in there if one.event and (claim := claim_of(one.event)))


def _backups(db: sqlite3.Connection, numbers: Sequence[int]) -> tuple[str, ...]:
    sql = "SELECT place FROM backup WHERE events >= ? ORDER BY made_us"
    return tuple(dict.fromkeys(row[0] for row in db.execute(sql, (min(numbers),))))


def _found_in_files(path: Path, salts: Sequence[bytes]) -> bool:
    return any(_stands_in(place, salts) for place in (path, wal_of(path)) if place.exists())


def _stands_in(path: Path, salts: Sequence[bytes]) -> bool:
    with path.open("rb") as file:
        rest = b""
        while block := file.read(_BLOCK_BYTES):
            if any(salt in rest + block for salt in salts):
                return True
            rest = block[-64:]
    return False


def _events(numbers: Sequence[int]) -> str:
    return f"event{'s' if len(numbers) != 1 else ''} {', '.join(map(str, numbers))}"


def _fault(ledger: Ledger, place: str, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(ledger.path), place, found, expected, fix)])
