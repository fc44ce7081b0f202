"""Whether a ledger is what was written: every event in its place, every payload its own, the index true.

Found is every change that somebody made without making the whole chain anew from there on: a value, a row
removed, put in, swapped, cut off at the end. Somebody who holds the file and rewrites everything after a
point leaves no trace in it: against that, publish checkpoints (``checkpoint``). Not part of the chain are
the list of backups and the hashes by which an import knows what was erased.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from safeground.ledger import migrations
from safeground.ledger.chain import SALT_BYTES, event_hash, payload_hash, start
from safeground.ledger.events import PayloadErased
from safeground.ledger.identity import content_mac
from safeground.ledger.index_rows import INDEX_TABLES, Index
from safeground.ledger.rows import claim_of, claim_row, decode, tag, touch_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safeground.ledger.store import Ledger

MOST_FAULTS = 100
INDEX = "the index"
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One thing that is not as it was written.

    Parameters
    ----------
    number
        The event; None where it is the file as a whole.
    what
        What of it: ``its hash``, ``its payload``, ``the index``.
    expected, found
        What should stand there, and what does.
    """

    number: int | None
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        where = "the file" if self.number is None else f"event {self.number}"
        return f"{where}, {self.what}: expected {self.expected}; found {self.found}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at the whole ledger found.

    Parameters
    ----------
    path
        The file.
    events, erased
        How many events there are, and how many of them hold nothing any more.
    last_hash
        Of the last event.
    faults
        In order; those of the file as a whole first, at most 100 of the others.
    more
        How many further faults there are.
    only_index
        Whether nothing but the index is wrong, if anything: ``reindex`` makes it anew.
    """

    path: Path
    events: int
    erased: int
    last_hash: bytes
    faults: tuple[ChainFault, ...]
    more: int
    only_index: bool

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def first(self) -> ChainFault | None:
        """The fault of the earliest event; of the file where no event can be named."""
        numbered = (one for one in self.faults if one.number is not None)
        return next(numbered, self.faults[0] if self.faults else None)


def verify(ledger: Ledger, progress: Callable[[int], None] | None = None) -> Verified:
    """Look at the whole ledger, in one state of it.

    Parameters
    ----------
    ledger
        The ledger, open in any mode. Nothing is written.
    progress
        Is told the number of every 10,000th event.
    """
    walk = _Walk(ledger, progress)
    db = ledger.reading()
    kept, db.text_factory = db.text_factory, lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        with ledger.snapshot():
            walk.file()
            walk.events()
            walk.tail()
    finally:
        db.text_factory = kept
    numbered = sorted(walk.numbered, key=lambda one: one.number or 0)
    return Verified(
        path=ledger.path,
        events=walk.count,
        erased=len(walk.missing),
        last_hash=walk.before,
        faults=(*walk.whole, *numbered[:MOST_FAULTS]),
        more=max(0, len(numbered) - MOST_FAULTS),
        only_index=all(one.what.startswith(INDEX) for one in (*walk.whole, *numbered)),
    )  # fmt: skip


@dataclass
class _Walk:
    ledger: Ledger
    progress: Callable[[int], None] | None
    whole: list[ChainFault] = field(default_factory=list)
    numbered: list[ChainFault] = field(default_factory=list)
    missing: dict[int, str] = field(default_factory=dict)
    """Events whose payload is not there → their kind."""
    erased_by: dict[int, int] = field(default_factory=dict)
    count: int = 0
    last: int = 0
    recorded_us: int = 0
    before: bytes = b""

    def add(self, number: int | None, what: str, expected: str, found: str) -> None:
        made = ChainFault(number, what, expected, _short(found))
        (self.whole if number is None else self.numbered).append(made)

    def file(self) -> None:
        """Look at pages, tables and what refers to what."""
        db = self.ledger.reading()
        try:
            for (line,) in db.execute("PRAGMA integrity_check(20)"):
                if line != "ok":
                    self.add(None, "its pages", "pages as SQLite wrote them", line)
            for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
                what = f"{INDEX} ({table})" if table in INDEX_TABLES else f"the table {table}"
                self.add(rowid, what, f"a row of an {parent} that is there", "a row of none")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self.add(None, "its pages", "pages as SQLite wrote them", str(error))
        found, ours = _schema(db), _schema_as_made()
        for name in sorted(found.keys() | ours.keys()):
            if found.get(name) != ours.get(name):
                self.add(None, f"its {name}", ours.get(name) or "nothing", found.get(name) or "nothing")

    def events(self) -> None:
        """Look at every event, its payload, and what the index holds of it."""
        db = self.ledger.reading()
        self.before = start(self.ledger.id)
        sql = (
            "SELECT event.number, recorded_us, clock_us, kind, payload_hash, hash, salt, body"
            " FROM event LEFT JOIN payload USING (number) ORDER BY event.number"
        )
        try:
            index = Index(db)
            for row in db.execute(sql):
                self._event(row, index)
                if self.progress is not None and self.count % 10_000 == 0:
                    self.progress(self.count)
            for name, number, rows in index.left():
                self.add(number, f"{INDEX} ({name})", "no row", str(rows))
        except (
            sqlite3.Error,
            TypeError,
            OverflowError,
            UnicodeDecodeError,
        ) as error:  # damaged pages yield any value
            self.add(None, f"what comes after event {self.last}", "pages that can be read", str(error))
        self._erasures()

    def _event(self, row: tuple[Any, ...], index: Index) -> None:
        self.count += 1
        if tuple(map(type, row[:6])) != (int, int, int, str, bytes, bytes):
            self.add(self.last + 1, "its row", "numbers, a kind, two hashes", str(row[:6]))
            self.last += 1
            return
        number, recorded_us, clock_us, kind, payload, hashed, salt, body = row
        if number != self.last + 1:
            self.add(
                self.last + 1, "its place", f"event {self.last + 1}",
                f"none: after {self.last} comes {number}",
            )  # fmt: skip
        if recorded_us != max(clock_us, self.recorded_us):
            at_least = max(clock_us, self.recorded_us)
            self.add(number, "its recorded time", f"{at_least} µs", f"{recorded_us} µs")
        due = _hash(self.before, number, recorded_us, clock_us, kind, payload)
        if hashed != due:
            self.add(number, "its hash", due.hex(), hashed.hex())
        self.last, self.recorded_us, self.before = number, recorded_us, hashed
        self._payload(number, kind, payload, salt, body, index)

    def _payload(
        self, number: int, kind: str, payload: bytes, salt: bytes | None, body: bytes | None, index: Index
    ) -> None:
        if not isinstance(salt, bytes) or not isinstance(body, bytes):
            self.missing[number] = kind
            self._compare(number, index, ("claim", []), ("touch", []))
            content = index.take("content", number)
            if len(content) > int(kind in ("claim_recorded", "claim_corrected")):
                self.add(number, f"{INDEX} (content)", "at most one row", str(content))
            return
        found = payload_hash(salt, body)
        if found != payload or len(salt) != SALT_BYTES:
            self.add(number, "its payload", payload.hex(), f"{found.hex()}, with a salt of {len(salt)} bytes")
        try:
            event = decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            self.add(number, "its payload", "an event of this version of Safeground", str(error))
            return
        if tag(event) != kind:
            self.add(number, "its kind", tag(event), kind)
        if isinstance(event, PayloadErased):
            self.erased_by.setdefault(event.erases, number)
        claim = claim_of(event)
        self._compare(
            number,
            index,
            ("claim", [] if claim is None else [claim_row(number, claim)]),
            ("touch", sorted((number, one) for one, _ in touch_rows(number, event))),
            ("content", [] if claim is None else [(number, content_mac(self.ledger.secret, claim))]),
        )

    def _compare(self, number: int, index: Index, *due: tuple[str, list[Any]]) -> None:
        for name, rows in due:
            found = index.take(name, number)
            if found != rows:
                self.add(number, f"{INDEX} ({name})", _short(str(rows)), str(found))

    def _erasures(self) -> None:
        for number in self.missing:
            by = self.erased_by.get(number)
            if by is None or by <= number:
                self.add(number, "its payload", "a payload, or an event that erased it", "neither")
        for number, by in self.erased_by.items():
            if number not in self.missing:
                self.add(number, "its payload", f"none: event {by} erased it", "a payload, or no such event")

    def tail(self) -> None:
        """Look at where the ledger noted that it ends."""
        try:
            events, last_hash = (
                self.ledger.reading().execute("SELECT events, last_hash FROM ledger").fetchone()
            )
        except (sqlite3.Error, TypeError, UnicodeDecodeError) as error:
            self.add(None, "its own row", "one row", str(error))
            return
        if events != self.last:
            what = f"{events} events" if events > self.last else f"{events} events, and no more"
            self.add(min(events, self.last) + 1, "the end of the ledger", what, f"{self.last} events")
        elif last_hash != self.before:
            self.add(self.last, "the end of the ledger", str(last_hash), str(self.before))


def _hash(before: bytes, number: int, recorded_us: int, clock_us: int, kind: str, payload: bytes) -> bytes:
    try:
        return event_hash(before, number, recorded_us, clock_us, kind, payload)
    except (OverflowError, UnicodeEncodeError):
        return b""  # a number below zero, a kind that is no text: nothing that was ever written


def _schema(db: sqlite3.Connection) -> dict[str, str]:
    sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    try:
        return {f"{kind} {name}": text for kind, name, text in db.execute(sql)}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return {"schema": str(error)}


def _schema_as_made() -> dict[str, str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for one in migrations.MIGRATIONS:
            one.run(db)
        return _schema(db)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
