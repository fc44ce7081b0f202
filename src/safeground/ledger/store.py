"""The ledger's file: SQLite in WAL mode, appended to and read, never changed.

``event`` is the chain, ``payload`` lies beside it, ``claim`` and ``touch`` are an index that can be made anew
from both.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from safeground.errors import Fault, InputError
from safeground.ledger.chain import SALT_BYTES, START, event_hash, payload_hash
from safeground.ledger.claim import ByRole, Collective, Named
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, Entry, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from safeground.ledger.claim import Claim

SCHEMA = """
CREATE TABLE event (
    number INTEGER PRIMARY KEY, recorded_us INTEGER NOT NULL, kind TEXT NOT NULL,
    payload_hash BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE payload (number INTEGER PRIMARY KEY, salt BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE claim (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
    measure TEXT NOT NULL, source TEXT NOT NULL
) STRICT;
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_subject ON claim (subject, measure);
CREATE TABLE touch (
    claim TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (claim, number)
) WITHOUT ROWID, STRICT;
"""


class Ledger:
    """A ledger in its file.

    Parameters
    ----------
    path
        The file.
    make
        Whether it is made where it is not there.
    """

    def __init__(self, path: Path, *, make: bool = False) -> None:
        if not make and not path.is_file():
            raise InputError(
                [Fault(str(path), "", "no such file", "a ledger", "Make one: safeground ledger add.")]
            )
        new = not path.exists()
        self.path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        if new:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(SCHEMA)
        self._db.execute("PRAGMA synchronous = FULL")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def append(self, events: Iterable[Event], *, recorded_us: int | None = None) -> tuple[int, ...]:
        """Append events, all or none; return their sequence numbers when they are on disk."""
        now = time.time_ns() // 1000 if recorded_us is None else recorded_us
        numbers = []
        with self._writing():
            number, last_us, before = self._last()
            now = max(now, last_us)
            for event in events:
                number += 1
                body = msgspec.json.encode(event)
                salt = os.urandom(SALT_BYTES)
                hashed = payload_hash(salt, body)
                kind = tag(event)
                before = event_hash(before, number, now, kind, hashed)
                self._db.execute(
                    "INSERT INTO event VALUES (?, ?, ?, ?, ?)", (number, now, kind, hashed, before)
                )
                self._db.execute("INSERT INTO payload VALUES (?, ?, ?)", (number, salt, body))
                self._index(number, event)
                numbers.append(number)
        return tuple(numbers)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield every event after a sequence number, in order."""
        rows = self._db.execute(f"{SELECT} WHERE event.number > ? ORDER BY event.number", (after,))
        yield from map(_entry, rows)

    def claims(
        self, *, ids: Sequence[str] = (), subject: str | None = None, measure: str | None = None
    ) -> tuple[Entry, ...]:
        """Return the entries that hold claims, in order: of all ids, or of a subject, a measure or both."""
        where, values = ["1"], []
        for column, value in (("subject", subject), ("measure", measure)):
            if value is not None:
                where.append(f"claim.{column} = ?")
                values.append(value)
        if ids:
            where.append(f"claim.id IN ({', '.join('?' * len(ids))})")
            values.extend(ids)
        sql = f"{SELECT} JOIN claim USING (number) WHERE {' AND '.join(where)} ORDER BY event.number"
        return tuple(map(_entry, self._db.execute(sql, values)))

    def touching(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """Return the entries that correct, retract, dispute, link or review any of these claims, in order."""
        marks = ", ".join("?" * len(ids))
        these = f"SELECT number FROM touch WHERE claim IN ({marks})"
        sql = f"{SELECT} WHERE event.number IN ({these}) ORDER BY event.number"
        return tuple(map(_entry, self._db.execute(sql, tuple(ids))))

    def _last(self) -> tuple[int, int, bytes]:
        row = self._db.execute(
            "SELECT number, recorded_us, hash FROM event ORDER BY number DESC LIMIT 1"
        ).fetchone()
        return (0, 0, START) if row is None else row

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _index(self, number: int, event: Event) -> None:
        if isinstance(event, ClaimRecorded | ClaimCorrected):
            one = event.claim
            self._db.execute(
                "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)",
                (number, one.id, one.kind, one.subject, one.measure, source_name(one)),
            )
        for claim in touched(event):
            self._db.execute("INSERT OR IGNORE INTO touch VALUES (?, ?)", (claim, number))


SELECT = (
    "SELECT event.number, event.recorded_us, event.kind, event.hash, payload.body"
    " FROM event LEFT JOIN payload USING (number)"
)


def tag(event: Event) -> str:
    """Return an event's kind."""
    return str(type(event).__struct_config__.tag)


def touched(event: Event) -> tuple[str, ...]:
    """Return the ids of the claims that an event is about, but for the one that it records."""
    names = ("corrects", "retracts", "disputes", "claim", "other", "reviews")
    return tuple(value for name in names if isinstance(value := getattr(event, name, None), str))


def source_name(claim: Claim) -> str:
    """Return what a claim's source is called: a name, a role, or what a group is called."""
    match claim.stated_by:
        case Named(name=name):
            return name
        case ByRole(role=role):
            return role
        case Collective(called=called):
            return called


_read = msgspec.json.Decoder(Event).decode


def _entry(row: tuple[int, int, str, bytes, bytes | None]) -> Entry:
    number, recorded_us, kind, hashed, body = row
    return Entry(
        number=number,
        recorded_us=recorded_us,
        kind=kind,
        hash=hashed,
        event=None if body is None else _read(body),
    )
