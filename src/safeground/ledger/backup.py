"""A copy of a ledger in one file, taken while it is in use, verified before it is called a backup."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import InputError, LedgerDamaged, OutputError
from safeground.ledger.sqlite_faults import told
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify

if TYPE_CHECKING:
    from safeground.ledger.store import Tail


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was verified.

    Parameters
    ----------
    path
        Its file.
    tail
        Where the ledger ended when it was taken.
    listed
        Whether the ledger keeps its place, so that an erasure can name it; not where it could not be written.
    """

    path: Path
    tail: Tail
    listed: bool


def backup(ledger: Ledger, to: Path) -> Backup:
    """Write a backup beside all reading and writing; a file that is there is never overwritten.

    Returns
    -------
    Backup
        When the copy is verified, on disk, and in its place.

    Raises
    ------
    OutputError
        A file that is there already; a place that cannot be written, or has no room.
    LedgerDamaged
        The copy does not hold: the ledger does not, either, and nothing is left of the copy.
    """
    if to.exists() or to.is_symlink():
        msg = f"{to} is there already, and a backup never overwrites. Choose another name."
        raise OutputError(msg)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{to.name}-", dir=to.absolute().parent)  # of its owner alone
    except OSError as error:
        msg = f"cannot write to {to.absolute().parent}: {error.strerror}. Choose another place."
        raise OutputError(msg) from error
    os.close(handle)
    made = Path(name)
    try:
        tail = _copied(ledger, made)
        _placed(made, to)
    finally:
        made.unlink(missing_ok=True)
    return Backup(to, tail, _listed(ledger, to, tail))


def _copied(ledger: Ledger, made: Path) -> Tail:
    with told(made):
        ledger.reading().execute("VACUUM INTO ?", (str(made),))
        with closing(sqlite3.connect(made, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("UPDATE ledger SET writing = 0")
    with Ledger(made, read_only=True) as copy:
        found = verify(copy)
        tail = copy.tail()
    if not found.holds:
        msg = f"{ledger.path}: {found.first}. No backup was made of a ledger that does not hold."
        raise LedgerDamaged(msg)
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    return tail


def _placed(made: Path, to: Path) -> None:
    """Give the copy its name, unless somebody else took it meanwhile."""
    try:
        try:
            os.link(made, to)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            with to.open("xb"):
                pass
            made.replace(to)
    except OSError as error:
        msg = f"cannot write {to}: {error.strerror}. Choose another name."
        raise OutputError(msg) from error
    if os.name == "posix":
        folder = os.open(to.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _listed(ledger: Ledger, to: Path, tail: Tail) -> bool:
    if ledger.read_only:
        return False
    try:
        with ledger.writing() as db:
            row = (time.time_ns() // 1000, tail.number, str(to.absolute()))
            db.execute("INSERT INTO backup VALUES (?, ?, ?)", row)
    except (InputError, OutputError):  # another writer, or a full disk: the backup is made all the same
        return False
    return True
