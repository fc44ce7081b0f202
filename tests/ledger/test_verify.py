"""Whatever is changed in a ledger, verify finds it and says where it begins."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.made_ledgers import by_hand, claim, copied, recorded, small

from safeground.errors import InputError, LedgerDamaged, OutputError
from safeground.ledger.chain import event_hash, payload_hash
from safeground.ledger.erasure import erase
from safeground.ledger.reindex import reindex
from safeground.ledger.store import Ledger
from safeground.ledger.verify import MOST_FAULTS, verify

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = 9
COLUMNS = {
    "event": ("recorded_us", "clock_us", "kind", "payload_hash", "hash"),
    "payload": ("salt", "body"),
    "claim": ("id", "kind", "subject", "measure", "source"),
}
CLAIMS, LINKS = (1, 2, 3, 5, 7, 8, 9), (4, 5, 6)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small(tmp_path_factory.mktemp("whole") / "l.ledger")


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return copied(whole, tmp_path / "l.ledger")


def _first(path: Path) -> int | None:
    with Ledger(path, read_only=True) as ledger:
        found = verify(ledger)
    assert not found.holds
    return found.first.number


def test_a_whole_ledger_holds(whole: Path) -> None:
    with Ledger(whole, read_only=True) as ledger:
        found = verify(ledger)
        assert found.faults == ()
        assert (found.events, found.erased, found.first) == (EVENTS, 0, None)
        assert found.last_hash == ledger.tail().hash


def test_an_empty_ledger_holds(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.ledger", make=True) as ledger:
        assert verify(ledger).holds


def test_the_hash_is_the_one_that_the_manual_describes(whole: Path) -> None:
    """By hand, from the bytes alone."""
    import hashlib

    with contextlib.closing(sqlite3.connect(whole)) as db:
        (made_as,) = db.execute("SELECT id FROM ledger").fetchone()
        rows = db.execute("SELECT * FROM event JOIN payload USING (number) ORDER BY number").fetchall()
    before = hashlib.sha256(b"safeground ledger, version 1\n" + made_as).digest()
    for number, recorded_us, clock_us, kind, _, hashed, salt, body in rows:
        head = (
            before + number.to_bytes(8, "big") + recorded_us.to_bytes(8, "big") + clock_us.to_bytes(8, "big")
        )
        before = hashlib.sha256(head + hashlib.sha256(salt + body).digest() + kind.encode()).digest()
        assert before == hashed


def _flipped(value: object, place: int, bit: int) -> object:
    if isinstance(value, int):
        return value ^ (1 << (place % 40))
    if isinstance(value, bytes):
        at = place % len(value)
        return value[:at] + bytes([value[at] ^ (1 << bit)]) + value[at + 1 :]
    at = place % len(value)
    return value[:at] + chr(ord(value[at]) ^ (1 << (bit % 5))) + value[at + 1 :]


@given(data=st.data())
@settings(max_examples=150)
def test_any_byte_of_any_row_that_is_changed_is_found_there(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from(sorted(COLUMNS)))
    column = data.draw(st.sampled_from(COLUMNS[table]))
    number = data.draw(st.sampled_from(CLAIMS) if table == "claim" else st.integers(1, EVENTS))
    place, bit = data.draw(st.integers(0, 500)), data.draw(st.integers(0, 7))
    path = copied(whole, tmp_path_factory.mktemp("flip") / "l.ledger")
    with by_hand(path) as db:
        (value,) = db.execute(f"SELECT {column} FROM {table} WHERE number = ?", (number,)).fetchone()
        changed = _flipped(value, place, bit)
        try:
            db.execute(f"UPDATE {table} SET {column} = ? WHERE number = ?", (changed, number))
        except sqlite3.IntegrityError:
            return  # an id that is another claim's
    assert _first(path) == number


@pytest.mark.parametrize("number", range(1, EVENTS + 1))
@pytest.mark.parametrize("table", ["event", "payload"])
def test_a_row_that_is_removed_is_found(path: Path, table: str, number: int) -> None:
    with by_hand(path) as db:
        db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
    assert _first(path) == number


@pytest.mark.parametrize("number", range(1, EVENTS + 1))
def test_an_event_that_is_removed_with_all_that_belongs_to_it_is_found(path: Path, number: int) -> None:
    with by_hand(path) as db:
        for table in ("event", "payload", "claim", "touch", "content"):
            db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
    assert _first(path) == number


@pytest.mark.parametrize("kept", range(EVENTS))
def test_a_ledger_cut_off_is_found(path: Path, kept: int) -> None:
    with by_hand(path) as db:
        for table in ("event", "payload", "claim", "touch", "content"):
            db.execute(f"DELETE FROM {table} WHERE number > ?", (kept,))
    assert _first(path) == kept + 1
    with Ledger(path) as ledger, pytest.raises(LedgerDamaged, match="its end"):
        ledger.append(recorded(20))


@given(pair=st.lists(st.integers(1, EVENTS), min_size=2, max_size=2, unique=True))
@settings(max_examples=36)
def test_two_events_that_are_swapped_are_found(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, pair: list[int]
) -> None:
    path = copied(whole, tmp_path_factory.mktemp("swap") / "l.ledger")
    one, other = sorted(pair)
    with by_hand(path) as db:
        for table in ("event", "payload", "claim", "touch", "content"):
            for old, new in ((one, -1), (other, one), (-1, other)):
                db.execute(f"UPDATE {table} SET number = ? WHERE number = ?", (new, old))
    assert _first(path) == one


@pytest.mark.parametrize("number", range(1, EVENTS + 2))
def test_an_event_that_is_put_in_is_found(path: Path, number: int) -> None:
    """With a hash that fits to the one before it, as a forger would make it."""
    with by_hand(path) as db:
        for table in ("event", "payload", "claim", "touch", "content"):
            db.execute(f"UPDATE {table} SET number = -number - 1 WHERE number >= ?", (number,))
            db.execute(f"UPDATE {table} SET number = -number WHERE number < 0")
        body, salt = b'{"type":"claim_retracted"}', bytes(16)
        before = db.execute("SELECT hash FROM event WHERE number = ?", (number - 1,)).fetchone()
        if before is None:
            before = (os.urandom(32),)
        hashed = payload_hash(salt, body)
        due = event_hash(before[0], number, 4_000_000, 4_000_000, "claim_retracted", hashed)
        row = (number, 4_000_000, 4_000_000, "claim_retracted", hashed, due)
        db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO payload VALUES (?, ?, ?)", (number, salt, body))
    assert _first(path) == number


def test_a_payload_moved_into_its_salt_is_found(path: Path) -> None:
    """The hash is over both in a row, so that the salt's length must be looked at."""
    with by_hand(path) as db:
        db.execute(
            "UPDATE payload SET salt = CAST(salt || substr(body, 1, 1) AS BLOB), body = substr(body, 2)"
            " WHERE number = 2"
        )
    assert _first(path) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM touch WHERE number = 4",
        "UPDATE touch SET claim = 'C00003' WHERE number = 4 AND claim = 'C00001'",
        "INSERT INTO touch VALUES ('C00003', 4)",
        "UPDATE content SET mac = zeroblob(16) WHERE number = 2",
        "DELETE FROM content WHERE number = 1",
        "INSERT INTO content VALUES (zeroblob(16), 6)",
        "DELETE FROM claim WHERE number = 8",
        "UPDATE claim SET subject = 'elsewhere' WHERE number = 1",
        "INSERT INTO claim VALUES (6, 'C9', 'figure', 's', 'm', 'x')",
        "INSERT INTO claim VALUES (77, 'C9', 'figure', 's', 'm', 'x')",
        "INSERT INTO touch VALUES ('C00003', 77)",
        "INSERT INTO content VALUES (zeroblob(16), 77)",
    ],
)
def test_an_index_that_differs_is_found_and_made_anew(path: Path, whole: Path, statement: str) -> None:
    with by_hand(path) as db:
        db.execute(statement)
    with Ledger(path) as ledger:
        found = verify(ledger)
        assert found.only_index
        assert not found.holds
        assert reindex(ledger) == 7
        assert verify(ledger).holds
        assert [one.number for one in ledger.touching(["C00001"])] == [4]
        assert ledger.known([claim(2)])[0].number == 2


def test_no_index_is_made_of_events_that_do_not_hold(path: Path) -> None:
    with by_hand(path) as db:
        db.execute("UPDATE event SET recorded_us = recorded_us + 1 WHERE number = 3")
    with Ledger(path) as ledger, pytest.raises(LedgerDamaged, match="event 3"):
        reindex(ledger)


def test_reindexing_keeps_what_is_known_of_the_erased(path: Path) -> None:
    with Ledger(path) as ledger:
        erase(ledger, "C00001", reason="asked for", recorder="duty desk")
        reindex(ledger)
        assert ledger.known([claim(1)])[0].erased
        assert verify(ledger).holds


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE ledger SET id = zeroblob(16)", "event 1"),
        ("UPDATE ledger SET events = 3", "event 4, the end of the ledger"),
        ("UPDATE ledger SET events = 12", "event 10, the end of the ledger"),
        ("UPDATE ledger SET last_hash = zeroblob(32)", "event 9, the end of the ledger"),
        ("DROP INDEX claim_subject", "the file, its index claim_subject"),
        ("DROP TRIGGER event_is_not_deleted", "the file, its trigger event_is_not_deleted"),
        ("CREATE TABLE more (x) STRICT", "the file, its table more"),
    ],
)
def test_a_changed_frame_is_found(path: Path, statement: str, words: str) -> None:
    statement = statement.replace("(x)", "(x TEXT)")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(statement)
    with Ledger(path, read_only=True) as ledger:
        assert str(verify(ledger).first).startswith(words)


def test_the_file_itself_refuses_to_change_an_event(path: Path) -> None:
    """Against accidents with a database browser; a forger takes the triggers away."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        for statement in (
            "UPDATE event SET recorded_us = 0", "DELETE FROM event", "UPDATE payload SET body = x'00'"
        ):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                db.execute(statement)


def test_a_payload_that_is_gone_without_an_erasure_is_a_fault_and_with_one_is_none(path: Path) -> None:
    with Ledger(path) as ledger:
        erase(ledger, 1, reason="asked for", recorder="duty desk")
        found = verify(ledger)
        assert (found.holds, found.erased, found.events) == (True, 1, 10)
    with by_hand(path) as db:
        db.execute("DELETE FROM payload WHERE number = 6")
    with Ledger(path) as ledger:
        found = verify(ledger)
    assert found.first.number == 6
    assert "neither" in [one.found for one in found.faults]


def test_a_payload_put_back_after_its_erasure_is_a_fault(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        kept = db.execute("SELECT number, salt, body FROM payload WHERE number = 1").fetchone()
    with Ledger(path) as ledger:
        erase(ledger, 1, reason="asked for", recorder="duty desk")
    with by_hand(path) as db:
        db.execute("INSERT INTO payload VALUES (?, ?, ?)", kept)
    assert _first(path) == 1


def test_many_faults_are_counted_and_not_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "l.ledger"
    with Ledger(path, make=True) as ledger:
        ledger.append(recorded(*range(MOST_FAULTS + 50)))
    with by_hand(path) as db:
        db.execute("UPDATE event SET kind = 'x'")
    with Ledger(path) as ledger:
        found = verify(ledger)
    assert len(found.faults) == MOST_FAULTS
    assert found.more >= MOST_FAULTS
    assert found.first.number == 1


def test_verify_tells_how_far_it_is_and_writes_nothing(tmp_path: Path) -> None:
    path, told = tmp_path / "l.ledger", []
    with Ledger(path, make=True) as ledger:
        ledger.append(recorded(*range(20_500)))
    before = path.read_bytes()
    with Ledger(path, read_only=True) as ledger:
        assert verify(ledger, told.append).events == 20_500
    assert told == [10_000, 20_000]
    assert path.read_bytes() == before


def _events(path: Path) -> list[object]:
    with Ledger(path, read_only=True) as ledger:
        return [one.event for one in ledger.entries()]


@given(data=st.data())
@settings(max_examples=200)
def test_a_damaged_file_never_shows_other_events_as_whole(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Bytes of the file itself, pages and header: a clear error, a fault found, or no harm done."""
    path = copied(whole, tmp_path_factory.mktemp("bytes") / "l.ledger")
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)
    try:
        with Ledger(path, read_only=True) as ledger:
            holds = verify(ledger).holds
        if holds:
            assert _events(path) == _events(whole)
    except (InputError, LedgerDamaged, OutputError) as error:
        said = str(error)
    else:
        said = str(path)
    assert str(path) in said
