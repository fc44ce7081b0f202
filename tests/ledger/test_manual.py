"""The manual's page on the ledger says what is there: its fields, its mapping keys, its worked example."""

from __future__ import annotations

import re
from pathlib import Path

from safeground.ledger.fields import fields
from safeground.ledger.importing.entries import events_of, read_entries
from safeground.ledger.importing.mapping import TOP, Rule, read_mapping
from safeground.ledger.importing.prepare import prepare
from safeground.ledger.importing.shipped import shipped

PAGE = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_table_of_fields_is_the_one_that_the_code_reads() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(#[\w+]+)` \| ([^|]+) \| (.+) \|$", PAGE, re.MULTILINE)
    written = [
        (one.name, one.tag, one.type + (", needed" if one.needed else ""), one.description)
        for one in fields().values()
    ]
    assert rows == written


def test_tags_are_of_one_field_each() -> None:
    tags = [one.tag for one in fields().values()]
    assert len(tags) == len(set(tags))
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z_]+)*", tag) for tag in tags)


def test_every_key_of_a_mapping_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", PAGE.partition("### A mapping")[2].partition("## Keeping it")[0]))
    assert set(TOP) <= explained
    assert set(Rule.__struct_fields__) - {"constant"} <= explained


def test_every_mapping_that_ships_is_named() -> None:
    table = PAGE.partition("Known without a mapping:")[2].partition("### A mapping")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "chosen by" not in line]
    assert len(rows) == len(shipped()) + 1, "and our own columns"
    for mapping in shipped():
        assert any(
            all(name in mapping.chosen_by for name in re.findall(r"`([^`]+)`", row.split("|")[2]))
            for row in rows
        )


def test_the_worked_example_gives_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "gates.csv").write_text(_blocks("text")[0], encoding="utf-8")
    (tmp_path / "m.yaml").write_text(_blocks("yaml")[1], encoding="utf-8")
    done = prepare(tmp_path / "gates.csv", read_mapping(tmp_path / "m.yaml"), {"recorder": "desk"})
    said = [(one.measure, one.valid.from_, one.amount.qualifier, one.amount.value) for one in done.claims]  # type: ignore[union-attr]
    assert said == [
        ("trucks_entered", "2026-04-03", "exact", 41),
        ("trucks_left", "2026-04-03", "about", 40),
        ("trucks_left", "2026-04-04", "exact", 38),
    ]
    assert {one.text: one.count for one in done.remarks if one.kind == "left out"} == {
        "Rows: sums of other rows.": 1
    }


def test_the_example_of_a_small_file_records_a_claim(tmp_path: Path) -> None:
    (tmp_path / "statement.yaml").write_text(_blocks("yaml")[0], encoding="utf-8")
    events, remarks = events_of(read_entries(tmp_path / "statement.yaml"), "statement.yaml", {})
    assert (len(events), remarks) == (1, [])
