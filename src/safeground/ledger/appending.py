"""What is checked and written when events are appended: a chunk at a time, inside one transaction."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from safeground.errors import FaultList
from safeground.ledger.chain import SALT_BYTES, event_hash, payload_hash
from safeground.ledger.events import PayloadErased
from safeground.ledger.identity import content_mac, id_mac
from safeground.ledger.rows import claim_of, claim_row, decode, encode, tag, touch_rows, touched

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from safeground.ledger.events import Event

CHUNK = 1000


@dataclass(slots=True)
class Appending:
    """Appends to a ledger whose transaction is open.

    Parameters
    ----------
    db, path
        The file.
    secret
        Its key for what makes claims the same.
    number, before
        Sequence number and hash of the last event so far.
    recorded_us, clock_us
        The time to record, and what the clock says.
    numbers
        Sequence numbers of what was appended.
    """

    db: sqlite3.Connection
    path: Path
    secret: bytes
    number: int
    before: bytes
    recorded_us: int
    clock_us: int
    numbers: list[int] = field(default_factory=list)

    def chunk(self, events: Sequence[Event]) -> None:
        """Append events, at most ``CHUNK``.

        Raises
        ------
        InputError
            Events that cannot be read back as they are; ids that are there already; events about claims
            that are not there.
        """
        events, bodies = self._as_read(events)
        self._check_ids(events)
        event_rows, payload_rows, claim_rows, touch, content = [], [], [], [], []
        for event, body in zip(events, bodies, strict=True):
            self.number += 1
            salt, kind = os.urandom(SALT_BYTES), tag(event)
            hashed = payload_hash(salt, body)
            self.before = event_hash(self.before, self.number, self.recorded_us, self.clock_us, kind, hashed)
            event_rows.append((self.number, self.recorded_us, self.clock_us, kind, hashed, self.before))
            payload_rows.append((self.number, salt, body))
            claim = claim_of(event)
            if claim is not None:
                claim_rows.append(claim_row(self.number, claim))
                content.append((content_mac(self.secret, claim), self.number))
            touch += touch_rows(self.number, event)
            self.numbers.append(self.number)
        insert = self.db.executemany
        insert("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", event_rows)
        insert("INSERT INTO payload VALUES (?, ?, ?)", payload_rows)
        insert("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", claim_rows)
        insert("INSERT INTO content VALUES (?, ?)", content)
        insert("INSERT INTO touch VALUES (?, ?)", touch)

    def finish(self) -> None:
        """Note where the ledger ends now."""
        self.db.execute("UPDATE ledger SET events = ?, last_hash = ?", (self.number, self.before))

    def _as_read(self, events: Sequence[Event]) -> tuple[list[Event], list[bytes]]:
        """Return the events as they will be read back, which must be the same, and their bytes."""
        faults = FaultList(self.path)
        read: list[Event] = []
        bodies: list[bytes] = []
        for place, event in enumerate(events, len(self.numbers) + 1):
            try:
                body = encode(event)
                read.append(decode(body))
                if read[-1] != event:
                    msg = "a number that is none, or a value of another type"
                    raise ValueError(msg)
                bodies.append(body)
            except (ValueError, TypeError, msgspec.MsgspecError) as error:
                faults.add(
                    f"event {place} of the batch", f"what cannot be kept as it is ({error})",
                    "an event of stated values", "Correct it. Nothing was appended.",
                )  # fmt: skip
        faults.raise_if_any()
        return read, bodies

    def _check_ids(self, events: Sequence[Event]) -> None:
        recorded = [claim.id for event in events if (claim := claim_of(event)) is not None]
        about = [claim for event in events for claim in touched(event)]
        there = self._there([*recorded, *about])
        erased = self._erased([*recorded, *(one for one in about if one not in there)])
        faults = FaultList(self.path)
        for place, event in enumerate(events, len(self.numbers) + 1):
            where, claim = f"event {place} of the batch", claim_of(event)
            for about_id in touched(event):
                if about_id not in there:
                    self._missing(faults, where, about_id, erased)
            if claim is not None and (claim.id in there or claim.id in erased):
                found = "was erased" if claim.id in erased else "is there already"
                faults.add(
                    where, f"claim {claim.id!r}, whose id {found}", "an id that was never given",
                    "Give it another id, or correct the claim that is there. Nothing was appended.",
                )  # fmt: skip
            if claim is not None:
                there.add(claim.id)
            if isinstance(event, PayloadErased):
                self._check_erasure(faults, where, event)
        faults.raise_if_any()

    def _missing(self, faults: FaultList, where: str, claim_id: str, erased: dict[str, int]) -> None:
        if claim_id in erased:
            found = f"claim {claim_id!r}, which was erased (event {erased[claim_id]})"
        else:
            found = f"claim {claim_id!r}, which is not in the ledger"
        faults.add(where, found, "a claim that was recorded before", "Correct the id. Nothing was appended.")

    def _check_erasure(self, faults: FaultList, where: str, event: PayloadErased) -> None:
        kept = self.db.execute("SELECT 1 FROM payload WHERE number = ?", (event.erases,)).fetchone()
        if kept is not None or not 0 < event.erases <= self.number:
            faults.add(
                where, f"the erasure of event {event.erases}, which is not erased", "an event that was",
                "Erase it: safeground ledger erase. Nothing was appended.",
            )  # fmt: skip

    def _there(self, ids: Iterable[str]) -> set[str]:
        sql = "SELECT id FROM claim WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self.db.execute(sql, (json.dumps(list(ids)),))}

    def _erased(self, ids: Iterable[str]) -> dict[str, int]:
        if self.db.execute("SELECT 1 FROM erased_id LIMIT 1").fetchone() is None:
            return {}
        found = {}
        for claim_id in ids:
            mac = id_mac(self.secret, claim_id)
            row = self.db.execute("SELECT number FROM erased_id WHERE mac = ?", (mac,)).fetchone()
            if row is not None:
                found[claim_id] = row[0]
        return found
