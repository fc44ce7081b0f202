"""The three ways keep the same claims, and the table says what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.ledger_ways import STEPS, events, subject_of

from benchmarks import ledger as shown

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS = 1200


def test_all_ways_find_the_same_and_the_table_shows_them(tmp_path: Path) -> None:
    steps = {
        f"{step} {way}": STEPS[step, way](tmp_path, CLAIMS) | {"peak_mb": 90.0, "bytes": 1_000_000}
        for step, way in shown.ORDER
    }
    frame = {"date": "2026-03-04", "machine": "a machine", "load": 0.5, "versions": {"Python": "3.11"}}
    results = frame | {"claims": CLAIMS, "steps": steps}
    assert shown.faults(results) == []
    assert steps["fill ledger"]["events"] == CLAIMS + 2 * CLAIMS // 100
    table = shown.text(results)
    assert "| SQLite, one table |" in table
    assert "| the ledger | " in table
    assert f"| {CLAIMS:,} rows of CSV imported, looked through and appended | " in table
    assert steps["import ledger"]["new"] == [CLAIMS, 0]
    results["steps"]["ask lines"] = {"stopped": "1800 s"}
    assert shown.faults(results) == ["ask lines: {'stopped': '1800 s'}"]


def test_a_ledger_that_does_not_hold_and_other_counts_are_faults() -> None:
    found = {"peak_mb": 1.0, "found": 1, "holds": False}
    steps = {f"{step} {way}": dict(found) for step, way in shown.ORDER}
    steps["ask plain"]["found"] = 2
    steps["import ledger"] |= {"rows": 5, "new": [5, 1]}
    assert len(shown.faults({"steps": steps})) == 3


def test_claims_are_the_same_each_time_and_spread_over_their_subjects() -> None:
    assert list(events(0, 300, CLAIMS)) == list(events(0, 300, CLAIMS))
    assert {subject_of(number, CLAIMS) for number in range(CLAIMS)} == {"locality 0", "locality 1"}


def test_the_page_is_replaced_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{shown.BEGIN}\nold\n{shown.END}\nafter\n", encoding="utf-8")
    shown.put_into_docs("new", tmp_path)
    assert page.read_text(encoding="utf-8") == f"before\n{shown.BEGIN}\n\nnew\n\n{shown.END}\nafter\n"
