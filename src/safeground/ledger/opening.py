"""How a ledger's file is opened: for reading, for writing, or made; and what is refused before that.

While a ledger is written to, its latest events are in ``FILE-wal``. A mark in the main file says so, and is
taken off when it is closed in order. A marked file without its ``-wal`` is a copy made of one file alone, or
what a crash left and somebody tidied up: SQLite would open it and silently show an earlier state. Here it is
an error.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Literal

from safeground.ledger.sqlite_faults import damaged, fault, told

if TYPE_CHECKING:
    from pathlib import Path

Mode = Literal["read", "write", "make"]

APPLICATION_ID = 0x53474C31
"""``SGL1`` in the file's header."""
MAGIC = b"SQLite format 3\0"
OLDEST = (3, 38, 0)
"""The first SQLite that has strict tables and reads JSON without being asked to."""
WAIT_S = 5.0
CACHE_KIB = 65_536
WAL_PAGES = 8192
"""So many pages may gather in ``-wal`` (32 MB): pages that many batches change are written once."""
_MAKE = "Make a new one: safeground ledger add."


def connect(path: Path, mode: Mode, wait_s: float) -> sqlite3.Connection:
    """Open a ledger's file; its schema is not looked at yet.

    Raises
    ------
    InputError
        No such file, a folder, an empty file, a file of another program, one that may not be written.
    LedgerDamaged
        First bytes that are no database's; a ``-wal`` that is missing.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise fault(
            path, f"SQLite {sqlite3.sqlite_version} in this Python", f"{'.'.join(map(str, OLDEST))} or later",
            "Use a newer Python, or one that was built with a newer SQLite.",
        )  # fmt: skip
    if mode == "make" and not path.exists():
        _create(path)
    _refuse(path, mode)
    _look_for_wal(path)
    with told(path, wait_s):
        db = _connected(path, "ro", wait_s) if mode == "read" else _for_writing(path, wait_s)
    try:
        with told(path, wait_s):
            return _guarded(_readable(db, path, wait_s) if mode == "read" else db)
    except BaseException:
        db.close()
        raise


def wal_of(path: Path) -> Path:
    """Return where the latest events of a ledger that is open lie."""
    return _beside(path, "-wal")


def _beside(path: Path, ending: str) -> Path:
    real = path.resolve()  # SQLite keeps its files beside what a link leads to
    return real.with_name(real.name + ending)


def is_blank(db: sqlite3.Connection) -> bool:
    """Whether a database holds nothing at all: made, and not filled yet."""
    return (db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0], application_id(db)) == (0, 0)


def application_id(db: sqlite3.Connection) -> int:
    """Return whose file it is."""
    return int(db.execute("PRAGMA application_id").fetchone()[0])


def write_ahead(db: sqlite3.Connection, wait_s: float) -> None:
    """Let readers and a writer work at once; SQLite does not wait by itself for others to step aside here."""
    until = time.monotonic() + wait_s
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _create(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return  # another program was faster; what it makes is as good
    except OSError as error:
        raise fault(
            path, f"a place where no file can be made ({error.strerror})", "a folder that may be written",
            "Make the folder, or choose another.",
        ) from None  # fmt: skip


def _refuse(path: Path, mode: Mode) -> None:
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no such file"
        raise fault(path, found, "a ledger", _MAKE)
    if mode != "read":
        for place, what in ((path, "a file"), (path.absolute().parent, "a file in a folder")):
            if not os.access(place, os.W_OK):
                raise fault(
                    path, f"{what} that may not be written", "a ledger that may be written",
                    "Copy it to a folder of yours, or change its rights.",
                )  # fmt: skip
    head = _head(path)
    if not head:
        if mode != "make":
            raise fault(path, "an empty file", "a ledger", _MAKE)
    elif _beside(path, "-journal").exists():
        pass  # its making was cut off; SQLite takes it back, and then it is looked at
    elif head[:16] != MAGIC:
        if int.from_bytes(head[68:72], "big") == APPLICATION_ID:
            raise damaged(path, "its first 16 bytes", "they are not those of a database")
        raise fault(path, "a file that is no ledger", "a ledger", "Correct the file's name.")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise fault(
            path, f"a file that cannot be read ({error.strerror})", "a ledger that may be read",
            "Look at the rights of the file and its folder.",
        ) from None  # fmt: skip


def _look_for_wal(path: Path) -> None:
    """Refuse a file that was being written to and whose ``-wal`` is gone."""
    if _filled(wal_of(path)) or _head(path)[18:20] != b"\2\2":
        return
    try:
        with closing(_connected(path, "ro&immutable=1", 0.0)) as db:
            marked = db.execute("SELECT writing FROM ledger").fetchone() == (1,)
    except (sqlite3.Error, UnicodeDecodeError):
        return  # damaged or no ledger: said when it is opened
    if marked and not _filled(wal_of(path)):  # a writer may have begun since the first look
        raise damaged(
            path,
            "",
            f"it was being written to, and {wal_of(path).name}, which held its latest events, is missing: "
            "it was deleted, this is a copy of one file alone, or a database browser took it in after a "
            "crash",
            "Put that file back beside it. Where it is lost, events that were acknowledged may be lost with "
            "it: safeground ledger verify --without-wal goes on with what is here, and a checkpoint tells "
            "what is missing.",
        )


def _filled(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def give_up_wal(path: Path) -> None:
    """Go on with a file whose ``-wal`` is lost for good: take the mark off it.

    What the ``-wal`` held is lost, and nothing here can tell how many events that was; a checkpoint can.

    Raises
    ------
    InputError
        The ``-wal`` is there: nothing is lost, and nothing is to be given up.
    """
    _refuse(path, "write")
    if _filled(wal_of(path)):
        raise fault(
            path, f"{wal_of(path).name} beside it", "a ledger whose -wal file is lost",
            "Open it as usual: its latest events are in that file.",
        )  # fmt: skip
    with told(path, WAIT_S), closing(_for_writing(path, WAIT_S)) as db:
        db.execute("UPDATE ledger SET writing = 0")


def _connected(path: Path, mode: str, wait_s: float) -> sqlite3.Connection:
    # as_uri escapes what a URI cannot hold: "?", "#", "%".
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=wait_s)


def _guarded(db: sqlite3.Connection) -> sqlite3.Connection:
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", f"cache_size = -{CACHE_KIB}"):
        db.execute(f"PRAGMA {pragma}")
    return db


def _for_writing(path: Path, wait_s: float) -> sqlite3.Connection:
    db = _connected(path, "rw", wait_s)
    # FULL: the -wal is on disk when a transaction is acknowledged. The next two: on macOS, too.
    for pragma in (
        "synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON", "foreign_keys = ON",
        "secure_delete = ON", f"wal_autocheckpoint = {WAL_PAGES}",
    ):  # fmt: skip
        db.execute(f"PRAGMA {pragma}")
    return db


def _readable(db: sqlite3.Connection, path: Path, wait_s: float) -> sqlite3.Connection:
    """Return a connection that can read: in a folder that may not be written SQLite needs to be told."""
    try:
        application_id(db)
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise
        if _beside(path, "-journal").exists():
            raise fault(
                path, "a file whose making was cut off", "a ledger",
                "Open it for writing once, in a folder that may be written.",
            ) from None  # fmt: skip
        if _filled(wal_of(path)):
            raise fault(
                path,
                f"its latest events in {wal_of(path).name}, in a folder that may not be written",
                "a ledger that was closed, or a folder that may be written",
                f"Copy it and {wal_of(path).name} together to such a folder, and read them there.",
            ) from None
        db.close()
        # Nobody can write here, so nothing changes while it is read.
        return _connected(path, "ro&immutable=1", wait_s)
    return db
