"""Schemas: brought up step by step, whole or not at all, with a copy beside it first."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tests.ledger.made_ledgers import recorded, small

from safeground.errors import InputError
from safeground.ledger import migrations
from safeground.ledger.migrations import MIGRATIONS, Migration, bring_up, check_version, statements, version
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _add_column(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE claim ADD COLUMN zone TEXT NOT NULL DEFAULT ''")


def _fail(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE half (number INTEGER) STRICT")
    db.execute("INSERT INTO nowhere VALUES (1)")


LAST = MIGRATIONS[-1].number
NEXT = Migration(LAST + 1, "the zone of a claim, in the index", _add_column)
BROKEN = Migration(LAST + 2, "a step that fails", _fail)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small(tmp_path / "l.ledger")


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as opened:
        yield opened


def test_steps_are_numbered_from_one_without_a_gap_and_named() -> None:
    assert [one.number for one in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    assert all(one.name for one in MIGRATIONS)


def test_a_script_is_cut_at_its_statements_and_not_inside_a_trigger() -> None:
    script = "CREATE TABLE a (b);\nCREATE TRIGGER c BEFORE UPDATE ON a\nBEGIN SELECT 1; SELECT 2; END;\n"
    assert [one.split()[1] for one in statements(script)] == ["TABLE", "TRIGGER"]


def test_an_older_file_is_brought_up_with_a_copy_beside_it(path: Path, db: sqlite3.Connection) -> None:
    (remark,) = bring_up(db, path, migrations=(*MIGRATIONS, NEXT))
    assert version(db) == LAST + 1
    assert db.execute("SELECT zone FROM claim").fetchall() == [("",)] * 7
    beside = path.with_name(f"l.ledger.schema-{LAST}")
    assert str(beside) in remark.text
    assert NEXT.name in remark.text
    with Ledger(beside, read_only=True) as before:
        assert before.tail().number == 9
        assert verify(before).holds
    assert bring_up(db, path, migrations=(*MIGRATIONS, NEXT)) == (), "once"


def test_a_copy_beside_it_is_never_overwritten(path: Path, db: sqlite3.Connection) -> None:
    path.with_name(f"l.ledger.schema-{LAST}").write_text("mine")
    bring_up(db, path, migrations=(*MIGRATIONS, NEXT))
    assert path.with_name(f"l.ledger.schema-{LAST}").read_text() == "mine"
    assert path.with_name(f"l.ledger.schema-{LAST}-2").exists()


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        bring_up(db, path, migrations=(*MIGRATIONS, NEXT, BROKEN))
    assert version(db) == LAST
    db.close()
    with Ledger(path) as ledger:
        assert verify(ledger).holds
        assert ledger.append(recorded(20)) == (10,)


def test_an_older_file_is_not_read_as_if_it_were_new(path: Path, db: sqlite3.Connection) -> None:
    steps = (*MIGRATIONS, NEXT)
    with pytest.raises(InputError, match=r"older than this Safeground.*Open it for writing once"):
        check_version(db, path, may_write=False, migrations=steps)
    check_version(db, path, may_write=True, migrations=steps)


def test_the_whole_way_through_the_ledger(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of today, opened by a Safeground that has one step more."""
    steps = (*MIGRATIONS, NEXT)
    for function in (migrations.check_version, migrations.bring_up):
        monkeypatch.setitem(function.__kwdefaults__, "migrations", steps)
    with pytest.raises(InputError, match="older than this Safeground"):
        Ledger(path, read_only=True)
    with Ledger(path) as ledger:
        (remark,) = ledger.remarks
        assert f"schema-{LAST}" in remark.text
        assert [one.number for one in ledger.entries()] == list(range(1, 10))
    with Ledger(path, read_only=True) as ledger:
        assert ledger.tail().number == 9
    monkeypatch.undo()
    with pytest.raises(InputError, match=f"version {LAST + 1}, newer"):
        Ledger(path)


def test_a_file_of_the_first_schema_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (migrations.check_version, migrations.bring_up):
        monkeypatch.setitem(function.__kwdefaults__, "migrations", MIGRATIONS[:1])
    path = small(tmp_path / "l.ledger")
    monkeypatch.undo()
    with pytest.raises(InputError, match="version 1, older"):
        Ledger(path, read_only=True)
    with Ledger(path) as ledger:
        assert "2, an index of the events" in ledger.remarks[0].text
        assert [one.number for one in ledger.of_kinds(["claims_linked", "claim_retracted"])] == [4, 6]
        assert verify(ledger).holds
        assert ledger.append(recorded(20)) == (10,)
    with contextlib.closing(sqlite3.connect(path.with_name("l.ledger.schema-1"))) as kept:
        assert version(kept) == 1


def test_the_index_of_kinds_is_used(path: Path) -> None:
    """A partial index is passed over where the query does not repeat its condition."""
    used: list[str] = []
    with Ledger(path, read_only=True) as ledger:
        ledger.reading().set_trace_callback(used.append)
        ledger.erased()
        ledger.of_kinds(["claims_linked"])
        ledger.reading().set_trace_callback(None)
        plans = [str(ledger.reading().execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()) for sql in used]
    assert len(plans) == 2
    assert all("event_kind" in plan for plan in plans), plans
