"""The file's schema, step by step: each step is named, small, and done whole or not at all.

A file says in its header (``user_version``) up to which step it was brought. One that is newer than this
version of Safeground is left alone; an older one is brought up when it is opened for writing, with a backup
beside it first.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.ledger.chain import start
from safeground.ledger.opening import APPLICATION_ID
from safeground.ledger.sqlite_faults import fault
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ID_BYTES, SECRET_BYTES = 16, 32
NOT_A_NEW_CLAIM = "kind <> 'claim_recorded'"
"""Stands in a query that is to use the index of the others: SQLite wants it word for word."""
_TABLES = """
CREATE TABLE ledger (
    one INTEGER PRIMARY KEY CHECK (one = 1), id BLOB NOT NULL, secret BLOB NOT NULL,
    events INTEGER NOT NULL, last_hash BLOB NOT NULL, writing INTEGER NOT NULL CHECK (writing IN (0, 1))
) STRICT;
CREATE TABLE event (
    number INTEGER PRIMARY KEY, recorded_us INTEGER NOT NULL, clock_us INTEGER NOT NULL, kind TEXT NOT NULL,
    payload_hash BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_erased ON event (number) WHERE kind = 'payload_erased';
CREATE TABLE payload (
    number INTEGER PRIMARY KEY REFERENCES event (number), salt BLOB NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE TABLE claim (
    number INTEGER PRIMARY KEY REFERENCES event (number), id TEXT NOT NULL, kind TEXT NOT NULL,
    subject TEXT NOT NULL, measure TEXT NOT NULL, source TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX claim_id ON claim (id);
CREATE INDEX claim_subject ON claim (subject, measure);
CREATE TABLE touch (
    claim TEXT NOT NULL, number INTEGER NOT NULL REFERENCES event (number), PRIMARY KEY (claim, number)
) WITHOUT ROWID, STRICT;
CREATE TABLE content (
    mac BLOB NOT NULL, number INTEGER NOT NULL REFERENCES event (number), PRIMARY KEY (mac, number)
) WITHOUT ROWID, STRICT;
CREATE TABLE erased_id (
    mac BLOB PRIMARY KEY, number INTEGER NOT NULL REFERENCES event (number)
) WITHOUT ROWID, STRICT;
CREATE TABLE backup (
    made_us INTEGER NOT NULL, events INTEGER NOT NULL, place TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER payload_is_not_changed BEFORE UPDATE ON payload
BEGIN SELECT RAISE(ABORT, 'a payload is never changed'); END;
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step.

    Parameters
    ----------
    number
        The schema's version after it; from 1 without a gap.
    name
        What it does, in words.
    run
        Does it, inside a transaction that is not its own.
    """

    number: int
    name: str
    run: Callable[[sqlite3.Connection], None]


def statements(script: str) -> list[str]:
    """Return a script's statements one by one: ``executescript`` would end the transaction."""
    found, rest = [], ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    return found


def _first(db: sqlite3.Connection) -> None:
    for statement in statements(_TABLES):
        db.execute(statement)
    made_as = os.urandom(ID_BYTES)
    db.execute(
        "INSERT INTO ledger VALUES (1, ?, ?, 0, ?, 0)", (made_as, os.urandom(SECRET_BYTES), start(made_as))
    )
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _second(db: sqlite3.Connection) -> None:
    # Nearly all events record a claim and are found by it; the few others were sought by reading all.
    db.execute(f"CREATE INDEX event_kind ON event (kind) WHERE {NOT_A_NEW_CLAIM}")


MIGRATIONS = (
    Migration(1, "events, their payloads, and the index over them", _first),
    Migration(2, "an index of the events that record no new claim", _second),
)


def version(db: sqlite3.Connection) -> int:
    """Return the version of a file's schema; 0 where there is none."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def check_version(
    db: sqlite3.Connection, path: Path, *, may_write: bool, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Refuse a file of another program, a newer schema, and an older one that cannot be brought up now.

    Raises
    ------
    InputError
        One of these.
    """
    found, ours = version(db), migrations[-1].number
    if int(db.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
        raise fault(path, "a database of another program", "a ledger", "Correct the file's name.")
    if found > ours:
        raise fault(
            path, f"a schema of version {found}, newer than this Safeground", f"at most version {ours}",
            "Update Safeground. The file was not touched.",
        )  # fmt: skip
    if found < ours and not may_write:
        raise fault(
            path, f"a schema of version {found}, older than this Safeground", f"version {ours}",
            "Open it for writing once, which brings it up; a backup is put beside it first.",
        )  # fmt: skip


def bring_up(
    db: sqlite3.Connection, path: Path, *, migrations: Sequence[Migration] = MIGRATIONS
) -> tuple[Remark, ...]:
    """Bring a file's schema up to ours, all steps or none.

    Parameters
    ----------
    db, path
        The file, open for writing; one that holds nothing gets the whole schema.
    migrations
        All steps there are, in order.

    Returns
    -------
    tuple of Remark
        What was done to a file that held something, with the backup's name.
    """
    before = version(db)
    if before >= migrations[-1].number:
        return ()
    beside = None if before == 0 else _kept_beside(db, path, before)
    db.execute("BEGIN IMMEDIATE")
    try:
        todo = [one for one in migrations if one.number > version(db)]  # another program may have been faster
        for one in todo:
            one.run(db)
            db.execute(f"PRAGMA user_version = {one.number}")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
    if beside is None:
        return ()
    steps = "; ".join(f"{one.number}, {one.name}" for one in todo)
    text = f"The file's schema was brought up ({steps}). As it was before: {beside}."
    return (Remark("repaired", str(path), text),)


def _kept_beside(db: sqlite3.Connection, path: Path, before: int) -> Path:
    name, number = f"{path.name}.schema-{before}", 1
    place = path.with_name(name)
    while place.exists():
        number += 1
        place = path.with_name(f"{name}-{number}")
    os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    db.execute("VACUUM INTO ?", (str(place),))
    with place.open("rb+") as file:
        os.fsync(file.fileno())
    return place
