"""The ledger's file: SQLite in WAL mode, appended to and read, never changed.

``event`` is the chain, ``payload`` lies beside it; ``claim``, ``touch`` and ``content`` are an index that can
be made anew from both. One writer at a time, any number of readers beside it; each reader sees one state.
An append returns when it is on the disk: kill the process or cut the power after that, and it is there.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safeground.ledger import migrations
from safeground.ledger.appending import CHUNK, Appending
from safeground.ledger.opening import WAIT_S, connect, is_blank, write_ahead
from safeground.ledger.reading import Reading, Tail
from safeground.ledger.rows import source_name, tag, touched
from safeground.ledger.sqlite_faults import damaged, fault, told
from safeground.remarks import Remark

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from safeground.ledger.events import Event
    from safeground.ledger.opening import Mode

__all__ = ["Ledger", "Tail", "source_name", "tag", "touched"]


class Ledger(Reading):
    """A ledger in its file.

    Parameters
    ----------
    path
        The file.
    make
        Whether it is made where it is not there.
    read_only
        Opens it for reading: nothing is written, not even beside it where that is not allowed.
    wait_s
        For how long a writer waits for another one [s].

    Raises
    ------
    InputError
        No such file, a file of another program, a newer schema, a file that may not be written.
    LedgerDamaged
        A file that is not as it was written, or whose latest events are missing.

    Attributes
    ----------
    remarks
        What was done that a user must know: a clock that was set back, a schema that was brought up.
    """

    def __init__(
        self, path: Path, *, make: bool = False, read_only: bool = False, wait_s: float = WAIT_S
    ) -> None:
        mode: Mode = "read" if read_only else "make" if make else "write"
        self.path, self.wait_s, self.remarks = path, wait_s, list[Remark]()
        self.read_only = read_only
        self._db = connect(path, mode, wait_s)
        try:
            with told(path, wait_s):
                self._prepare(mode)
                row = self._db.execute("SELECT id, secret, writing FROM ledger").fetchone()
                if row is None:
                    raise damaged(path, "table ledger", "its one row is missing")
                if (type(row[0]), type(row[1])) != (bytes, bytes):
                    raise damaged(path, "table ledger", "its row is not as it was written")
                self.id = row[0]
                self._secret, self._marked = row[1], row[2] == 1
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self, mode: Mode) -> None:
        if is_blank(self._db):
            if mode != "make":
                raise fault(
                    self.path, "an empty database, whose making was cut off", "a ledger",
                    "Make it again: safeground ledger add.",
                )  # fmt: skip
            migrations.bring_up(self._db, self.path)
        migrations.check_version(self._db, self.path, may_write=mode != "read")
        if mode != "read":
            self.remarks += migrations.bring_up(self._db, self.path)
            write_ahead(self._db, self.wait_s)

    def close(self) -> None:
        """Close the file; what was appended is on disk already."""
        if self._marked and not self.read_only:
            with contextlib.suppress(Exception):  # the mark stays, and so does the -wal: nothing is lost
                self._db.execute("PRAGMA busy_timeout = 100")
                self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
                self._db.execute("UPDATE ledger SET writing = 0")
        self._db.close()

    def append(self, events: Iterable[Event], *, recorded_us: int | None = None) -> tuple[int, ...]:
        """Append events, all or none; return their sequence numbers when they are on disk.

        Recorded times never go backwards. Where the clock was set back the time of the last event is
        recorded, beside what the clock says (``Entry.clock_us``), with a remark. A clock far ahead cannot be
        told from a right one: its time is recorded, and later events keep it until the clock has come up with
        it, each with what the clock said.

        Raises
        ------
        InputError
            A claim's id that is there already or was erased; an event about a claim that is not there; values
            that cannot be kept; another writer that does not end. Nothing was appended.
        OutputError
            No room on the disk. Nothing was appended.
        """
        return self.append_chosen(lambda: events, recorded_us=recorded_us)

    def append_chosen(
        self, choose: Callable[[], Iterable[Event]], *, recorded_us: int | None = None
    ) -> tuple[int, ...]:
        """Append the events that ``choose`` returns, as ``append`` does.

        It is asked once this writer has its turn: what it reads from this ledger holds all that others
        appended, and nobody appends anything between its reading and this writing.
        """
        clock_us = time.time_ns() // 1000 if recorded_us is None else recorded_us
        with self.writing():
            left = iter(choose())
            appending = self.appending(clock_us)
            while chunk := list(itertools.islice(left, CHUNK)):
                appending.chunk(chunk)
            appending.finish()
        self.remark_clock(appending)
        return tuple(appending.numbers)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that is written whole or not at all: for this package's own use."""
        if self._db.in_transaction:
            msg = "a ledger cannot be written to inside a snapshot of the same connection"
            raise RuntimeError(msg)
        with told(self.path, self.wait_s):
            self._mark()
            self._db.execute("BEGIN IMMEDIATE")
            try:
                # Again: another writer may have closed, and taken the mark off, in between.
                self._db.execute("UPDATE ledger SET writing = 1 WHERE writing = 0")
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def appending(self, clock_us: int) -> Appending:
        """Return what appends in a transaction that is open, at what the clock says."""
        tail = self.tail()
        noted = self._db.execute("SELECT events, last_hash FROM ledger").fetchone()
        if noted != (tail.number, tail.hash):
            found = (
                f"it ends with event {tail.number}, and not as was noted when event {noted[0]} was written"
            )
            raise damaged(self.path, "its end", found)
        recorded_us = max(clock_us, tail.recorded_us)
        return Appending(self._db, self.path, self._secret, tail.number, tail.hash, recorded_us, clock_us)

    def remark_clock(self, done: Appending) -> None:
        """Remark a clock that had been set back when events were appended."""
        if not done.numbers or done.clock_us >= done.recorded_us:
            return
        said, last = (
            f"{datetime.fromtimestamp(at / 1e6, UTC):%Y-%m-%dT%H:%M:%SZ}"
            for at in (done.clock_us, done.recorded_us)
        )
        text = (
            f"The clock says {said}, before the ledger's last event ({last}): the later time was recorded, "
            "with what the clock says beside it. Look at the clock; if it was ahead before, times stay there "
            "until it has come up with them."
        )
        self.remarks.append(Remark("repaired", str(self.path), text, len(done.numbers)))

    @property
    def secret(self) -> bytes:
        """The file's key for what makes claims the same (``identity``)."""
        return bytes(self._secret)

    def settle(self) -> bool:
        """Move all of ``FILE-wal`` into the file and empty it; return whether no reader was in the way."""
        with told(self.path, self.wait_s):
            self._db.execute("UPDATE ledger SET writing = 0")
            busy, _, _ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return int(busy) == 0

    def _mark(self) -> None:
        """Note in the main file that the ``-wal`` belongs to it, before anything is acknowledged in it."""
        if self._db.execute("SELECT writing FROM ledger").fetchone() == (0,):
            self._db.execute("UPDATE ledger SET writing = 1")
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self._marked = True
