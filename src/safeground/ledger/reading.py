"""Reading a ledger: its events in order, and what the index finds."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from safeground.ledger.chain import start
from safeground.ledger.identity import Held, as_read, content_mac, id_mac
from safeground.ledger.migrations import NOT_A_NEW_CLAIM
from safeground.ledger.rows import SELECT, entry
from safeground.ledger.sqlite_faults import damaged, told

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from safeground.errors import LedgerDamaged
    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Entry
    from safeground.ledger.rows import Row


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a ledger ends.

    Parameters
    ----------
    number
        How many events it has.
    recorded_us
        When the last one was recorded; 0 where there is none.
    hash
        Of the last event; the chain's start where there is none.
    """

    number: int
    recorded_us: int
    hash: bytes


class Reading:
    """What can be read of a ledger that is open.

    Attributes
    ----------
    path
        Its file.
    id
        16 random bytes that no other ledger has.
    wait_s
        For how long it waits for others [s].
    """

    path: Path
    id: bytes
    wait_s: float
    _db: sqlite3.Connection
    _secret: bytes

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield every event after a sequence number, in order, up to the last one at the time of the call."""
        last = self.tail().number
        sql = f"{SELECT} WHERE event.number > ? AND event.number <= ? ORDER BY event.number"
        yield from self._read(sql, (after, last))

    def claims(
        self,
        *,
        ids: Sequence[str] = (),
        subject: str | None = None,
        measure: str | None = None,
        kinds: Sequence[str] = (),
        source: str | None = None,
    ) -> tuple[Entry, ...]:
        """Return the entries that hold claims, in order: those that answer all that is asked.

        Subject, or ids, are found by an index; the others by looking at the row of every claim.
        """
        return tuple(self.each_claim(ids=ids, subject=subject, measure=measure, kinds=kinds, source=source))

    def each_claim(
        self,
        *,
        ids: Sequence[str] = (),
        subject: str | None = None,
        measure: str | None = None,
        kinds: Sequence[str] = (),
        source: str | None = None,
    ) -> Iterator[Entry]:
        """Yield what ``claims`` returns, one after the other: of many never all at once."""
        where, values = ["1"], []
        for column, value in (("subject", subject), ("measure", measure), ("source", source)):
            if value is not None:
                where.append(f"claim.{column} = ?")
                values.append(value)
        for column, any_of in (("id", ids), ("kind", kinds)):
            if any_of:
                where.append(f"claim.{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(list(any_of)))
        sql = f"{SELECT} JOIN claim USING (number) WHERE {' AND '.join(where)} ORDER BY event.number"
        yield from self._read(sql, tuple(values))

    def latest_ids(self, most: int) -> tuple[str, ...]:
        """Return the ids of so many claims, those recorded last first."""
        with told(self.path):
            rows = self._db.execute("SELECT id FROM claim ORDER BY number DESC LIMIT ?", (most,))
            return tuple(row[0] for row in rows)

    def erased(self) -> int:
        """Return how many events were erased: they stay in the chain without what they held."""
        sql = f"SELECT count(*) FROM event WHERE kind = 'payload_erased' AND {NOT_A_NEW_CLAIM}"
        with told(self.path):
            return int(self._db.execute(sql).fetchone()[0])

    def touching(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """Return the entries that correct, retract, dispute, link or review any of these claims, in order."""
        these = "SELECT number FROM touch WHERE claim IN (SELECT value FROM json_each(?))"
        sql = f"{SELECT} WHERE event.number IN ({these}) ORDER BY event.number"
        return tuple(self._read(sql, (json.dumps(list(ids)),)))

    def of_kinds(self, kinds: Sequence[str]) -> tuple[Entry, ...]:
        """Return the entries of these kinds, by their tags, in order."""
        where = "event.kind IN (SELECT value FROM json_each(?))"
        if "claim_recorded" not in kinds:
            where += f" AND event.{NOT_A_NEW_CLAIM}"
        return tuple(self._read(f"{SELECT} WHERE {where} ORDER BY event.number", (json.dumps(list(kinds)),)))

    def erased_ids(self, ids: Iterable[str]) -> frozenset[str]:
        """Return which of some ids were those of claims that are erased: they are never given again."""
        sql = "SELECT 1 FROM erased_id WHERE mac = ?"
        with told(self.path):
            if self._db.execute("SELECT 1 FROM erased_id LIMIT 1").fetchone() is None:
                return frozenset()
            macs = ((one, id_mac(self._secret, one)) for one in ids)
            return frozenset(one for one, mac in macs if self._db.execute(sql, (mac,)).fetchone() is not None)

    def known(self, claims: Iterable[Claim]) -> tuple[Held | None, ...]:
        """Return for each claim what the ledger holds of the same content; None where it is new.

        The id, the recorder and the origin may differ (``identity`` says why). Where one content was recorded
        more than once, the earliest that is not erased counts. Claims that are the same as one before them in
        the same call are not noticed: append one batch, then ask for the next.
        """
        sql = (
            "SELECT content.number, claim.id FROM content LEFT JOIN claim USING (number)"
            " WHERE content.mac = ? ORDER BY claim.id IS NULL, content.number LIMIT 1"
        )
        found: list[Held | None] = []
        with told(self.path):
            for claim in claims:
                try:
                    mac = content_mac(self._secret, as_read(claim))
                except (msgspec.MsgspecError, UnicodeEncodeError):
                    found.append(None)  # no ledger can hold it; ``append`` says why
                    continue
                row = self._db.execute(sql, (mac,)).fetchone()
                found.append(None if row is None else Held(row[0], row[1], row[1] is None))
        return tuple(found)

    def tail(self) -> Tail:
        """Return where the ledger ends."""
        with told(self.path):
            sql = "SELECT number, recorded_us, hash FROM event ORDER BY number DESC LIMIT 1"
            row = self._db.execute(sql).fetchone()
        if row is None:
            return Tail(0, 0, start(self.id))
        if tuple(map(type, row)) != (int, int, bytes):
            raise damaged(self.path, "its last event", "it is not as it was written")
        return Tail(*row)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reading inside see one state, whatever is appended meanwhile by others."""
        if self._db.in_transaction:
            yield
            return
        with told(self.path, self.wait_s):
            self._db.execute("BEGIN")
        try:
            with told(self.path, self.wait_s):
                self._db.execute("SELECT one FROM ledger").fetchone()
            yield
        finally:
            self._db.execute("ROLLBACK")

    def reading(self) -> sqlite3.Connection:
        """Return the connection, for this package's own reading."""
        return self._db

    def _read(self, sql: str, values: tuple[object, ...]) -> Iterator[Entry]:
        with told(self.path):
            for row in self._db.execute(sql, values):
                yield self._entry(row)

    def _entry(self, row: Row) -> Entry:
        try:
            return entry(row)
        except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:
            raise self._unread(row[0], error) from None

    def _unread(self, number: int, error: Exception) -> LedgerDamaged:
        found = f"what it holds is no event that this version knows ({error})"
        return damaged(
            self.path, f"event {number}", found, "safeground ledger verify tells whether it was changed."
        )
