"""Backups: one file, taken while in use, verified, never over another."""

from __future__ import annotations

import stat
import threading
from typing import TYPE_CHECKING

import pytest
from tests.ledger.made_ledgers import by_hand, recorded, small

from safeground.errors import LedgerDamaged, OutputError
from safeground.ledger.backup import backup
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small(tmp_path / "l.ledger")


def test_a_backup_is_the_same_ledger_in_one_file_and_can_be_gone_on_with(path: Path, tmp_path: Path) -> None:
    to = tmp_path / "kept" / "b.ledger"
    to.parent.mkdir()
    with Ledger(path) as ledger:
        ledger.append(recorded(20))
        made = backup(ledger, to)
        assert (made.tail, made.path, made.listed) == (ledger.tail(), to, True)
        original = list(ledger.entries())
    assert [one.name for one in to.parent.iterdir()] == ["b.ledger"]
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    with Ledger(to, read_only=True) as copy:
        assert list(copy.entries()) == original
    with Ledger(to) as copy:
        assert copy.append(recorded(21)) == (11,)
        assert verify(copy).holds


def test_a_file_that_is_there_is_not_overwritten(path: Path, tmp_path: Path) -> None:
    to = tmp_path / "b.ledger"
    to.write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with Ledger(path) as ledger:
        for place in (to, tmp_path / "link", path):
            with pytest.raises(OutputError, match="never overwrites"):
                backup(ledger, place)
        with pytest.raises(OutputError, match="cannot write"):
            backup(ledger, tmp_path / "nowhere" / "b.ledger")
    assert to.read_text() == "mine"
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_a_ledger_open_for_reading_can_be_backed_up_and_is_not_written(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with Ledger(path, read_only=True) as ledger:
        assert not backup(ledger, tmp_path / "b.ledger").listed
    assert path.read_bytes() == before


def test_a_backup_beside_a_writer_that_does_not_end_is_made_and_not_listed(
    path: Path, tmp_path: Path
) -> None:
    with Ledger(path) as one, Ledger(path, wait_s=0.05) as other:
        with one.writing():
            made = backup(other, tmp_path / "b.ledger")
        assert (made.listed, made.tail.number) == (False, 9)
        assert made.path.exists()


def test_no_backup_is_made_of_a_ledger_that_does_not_hold(path: Path, tmp_path: Path) -> None:
    with by_hand(path) as db:
        db.execute("UPDATE event SET recorded_us = recorded_us + 1 WHERE number = 3")
    with Ledger(path) as ledger, pytest.raises(LedgerDamaged, match="event 3"):
        backup(ledger, tmp_path / "b.ledger")
    assert {one.name for one in tmp_path.iterdir()} == {"l.ledger"}


def test_backups_while_another_writes_are_whole_states(path: Path, tmp_path: Path) -> None:
    stop, written = threading.Event(), [9]

    def write() -> None:
        with Ledger(path, wait_s=30.0) as writer:
            for first in range(100, 100_000, 7):
                if stop.is_set():
                    return
                written.extend(writer.append(recorded(*range(first, first + 7))))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        with Ledger(path, wait_s=30.0) as ledger:
            ends = []
            for number in range(4):
                known = max(written)
                ends.append(backup(ledger, tmp_path / f"{number}.backup").tail.number)
                assert ends[-1] >= known, "what was acknowledged before is in it"
    finally:
        stop.set()
        thread.join()
    assert ends == sorted(ends)
    assert all((end - 9) % 7 == 0 for end in ends), "no half batch"
