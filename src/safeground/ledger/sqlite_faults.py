"""What SQLite reports, said so that a user knows which file it is and what to do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from safeground.errors import Fault, InputError, LedgerDamaged, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from safeground.errors import SafegroundError

RESTORE = "Keep the file as it is, and go on from a backup: safeground ledger verify BACKUP."
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_UNWRITTEN = (
    "SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC",
    "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMOPEN",
)  # fmt: skip


@contextmanager
def told(path: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Turn SQLite's errors inside into ours.

    Parameters
    ----------
    path
        The ledger's file.
    wait_s
        For how long SQLite waited for another writer before it gave up.

    Raises
    ------
    InputError
        Another writer for longer than ``wait_s``; a file or folder that cannot be written or opened.
    OutputError
        No room on the disk, or another reason why it could not be written. What was there stays.
    LedgerDamaged
        Anything else: pages, tables or values that are not as they were written.
    """
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise _ours(path, wait_s, error) from error
    except UnicodeDecodeError as error:  # a message of SQLite's that quotes a damaged page
        raise damaged(path, "", f"SQLite cannot read it as it was written ({error.reason})") from error


def fault(path: Path, found: str, expected: str, fix: str, place: str = "") -> InputError:
    """Return wrong input of one fault in a ledger's file."""
    return InputError([Fault(str(path), place, found, expected, fix)])


def damaged(path: Path, place: str, found: str, fix: str = RESTORE) -> LedgerDamaged:
    """Return the error of a file that is not as it was written."""
    where = f"{path}, {place}" if place else str(path)
    return LedgerDamaged(f"{where}: {found}. {fix}")


def _ours(path: Path, wait_s: float, error: sqlite3.Error) -> SafegroundError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(_BUSY):
        return fault(
            path,
            f"another program that writes to it, for longer than {wait_s:g} s",
            "one writer at a time",
            "Wait until it is done, or end it, and try again. Nothing was written.",
        )
    if name.startswith("SQLITE_READONLY"):
        return fault(
            path,
            "a file or folder that may not be written",
            "a ledger in a folder that may be written, since SQLite keeps two files beside it",
            "Copy it to such a folder, or open it for reading.",
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return fault(
            path,
            "a file that cannot be opened",
            "a ledger that may be read",
            "Look at the rights of the file and its folder.",
        )
    if name.startswith(_UNWRITTEN):
        why = "the disk is full" if name == "SQLITE_FULL" else f"the system refused to write ({error})"
        return OutputError(f"{path}: {why}. Nothing of this was recorded; all that was before is there.")
    return damaged(path, "", f"SQLite cannot read it as it was written ({error})")
