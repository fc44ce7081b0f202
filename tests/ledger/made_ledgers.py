"""Claims and ledgers to test with."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from safeground.ledger.claim import Amount, Claim, Named
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, ClaimRetracted, ClaimsLinked
from safeground.ledger.store import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def claim(number: int, **others: Any) -> Claim:
    """Return a claim that differs by its number."""
    words = {
        "id": f"C{number:05}",
        "kind": "figure",
        "subject": f"town {number % 5}",
        "measure": "people_displaced",
        "amount": Amount(qualifier="more_than", value=number, low=number, unit="persons"),
        "published": "2026-03-04T10:00",
        "zone": "Asia/Gaza",
        "stated_by": Named(name="Civil defence"),
        "recorder": "duty desk",
    }
    return Claim(**(words | others))


def recorded(*numbers: int) -> list[ClaimRecorded]:
    """Return events that record claims."""
    return [ClaimRecorded(claim=claim(number)) for number in numbers]


def link(one: int, other: int, relation: Any = "supports") -> ClaimsLinked:
    return ClaimsLinked(
        claim=f"C{one:05}", other=f"C{other:05}", relation=relation, reason="read", recorder="duty desk"
    )


def retraction(number: int, reason: str = "taken back") -> ClaimRetracted:
    return ClaimRetracted(retracts=f"C{number:05}", reason=reason, by="source", recorder="duty desk")


def correction(number: int, by: int) -> ClaimCorrected:
    return ClaimCorrected(corrects=f"C{number:05}", claim=claim(by), reason="misread", by="recorder")


def small(path: Path) -> Path:
    """Write a ledger of 9 events, of all that the index knows, and close it."""
    with Ledger(path, make=True) as ledger:
        ledger.append(recorded(1, 2, 3), recorded_us=1_000_000)
        ledger.append([link(1, 2), correction(3, 4), retraction(2)], recorded_us=2_000_000)
        ledger.append(recorded(5, 6, 7), recorded_us=3_000_000)
    return path


def copied(path: Path, to: Path) -> Path:
    """Copy a ledger that was closed."""
    shutil.copyfile(path, to)
    return to


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a ledger as somebody would who wants to change it, with nothing in the way."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for (text,) in sqlite_triggers():
            db.execute(text)
    finally:
        db.close()


def sqlite_triggers() -> list[tuple[str]]:
    """Return the triggers as a ledger is made with them, so that a forger puts them back."""
    from safeground.ledger.migrations import MIGRATIONS

    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for one in MIGRATIONS:
            one.run(db)
        return db.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    finally:
        db.close()
