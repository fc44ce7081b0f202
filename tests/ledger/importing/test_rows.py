"""Files of several kinds come in as the same rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import pytest

from safeground.errors import InputError
from safeground.ledger.importing.mapping import read_mapping
from safeground.ledger.importing.prepare import prepare
from safeground.ledger.importing.rows import read_rows
from safeground.ledger.importing.shipped import fitting
from safeground.ledger.importing.suggest import first_mapping

from .conftest import MAPPING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["Day", "Gate", "Trucks", "Said by"]
ROW = ["2026-03-04", "East gate", "41", "Gate authority"]


def _claims(path: Path, tmp_path: Path) -> list[tuple[str, float, str]]:
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    done = prepare(path, read_mapping(tmp_path / "m.yaml"), {"recorder": "desk"})
    return [(claim.subject, claim.amount.value, claim.valid.from_) for claim in done.claims]  # type: ignore[union-attr,misc]


def test_tables_and_json_come_in_as_the_same(tmp_path: Path) -> None:
    files = {
        "a.csv": ",".join(HEAD) + "\n" + ",".join(ROW) + "\n",
        "b.csv": ";".join(HEAD) + "\r\n" + ";".join(ROW) + "\r\n",
        "c.tsv": "\t".join(HEAD) + "\n" + "\t".join(ROW) + "\n",
        "d.json": json.dumps([dict(zip(HEAD, ROW, strict=True)) | {"Trucks": 41}]),
        "e.jsonl": "\n" + json.dumps(dict(zip(HEAD, ROW, strict=True))) + "\n\n",
        "f.json": json.dumps([HEAD, ROW]),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert _claims(tmp_path / name, tmp_path) == [("East gate", 41.0, "2026-03-04")], name


def test_a_workbooks_days_and_numbers_come_in_as_they_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [
        np.array(["2026-03-04", "2026-03-05"], dtype="datetime64[D]"),
        np.array(["East gate", "West gate"], dtype=object),
        np.array([41.0, 1234567.5]),
        np.array(["Gate authority"] * 2, dtype=object),
    ]
    pyogrio.raw.write(path, None, columns, HEAD, driver="XLSX", geometry_type=None)
    assert _claims(path, tmp_path) == [
        ("East gate", 41.0, "2026-03-04"),
        ("West gate", 1234567.5, "2026-03-05"),
    ]


def test_a_table_with_hxl_tags_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps([["Organización", "Día"], ["#org", "#date"], ["ACNUR", "2015-03-01"]]), encoding="utf-8"
    )
    rows = read_rows(path)
    assert rows.tags == {"Organización": "#org", "Día": "#date"}
    assert fitting(rows) is None
    text = first_mapping(rows)
    assert "stated_by: {column: Organización}" in text
    assert "valid_from: {column: Día}" in text


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", '{"a": 1}', ""),
        ("a.json", "[1, 2]", "object 1"),
        ("a.json", "[", "line 1"),
        ("a.json", "[]", ""),
        ("a.jsonl", '{"a": 1}\n{"a": \n{"b"\n', "line 2"),
    ],
)
def test_json_that_is_no_list_of_objects(tmp_path: Path, name: str, text: str, place: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rows(tmp_path / name)
    assert caught.value.faults[0].place == place


def test_a_suggestion_is_a_mapping_once_its_gaps_are_filled(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "Event date,Location,Count,Source,Victim name,Colour\n25/04/2026,East,3,Radio,Anna Example,red\n",
        encoding="utf-8",
    )
    text = first_mapping(read_rows(path))
    assert "dates: DD/MM/YYYY" in text
    assert "Victim name" in text.partition("not_imported")[2]
    assert "Columns that are not used: Colour" in text
    filled = text.replace("zone: FILL IN", "zone: UTC").replace("kind: FILL IN", "kind: figure")
    filled = filled.replace("subject: FILL IN", "subject: Town").replace(
        "measure: FILL IN", "measure: people_hurt"
    )
    filled = filled.replace("unit: FILL IN", "unit: people")
    assert "FILL IN" not in filled
    (tmp_path / "m.yaml").write_text(filled, encoding="utf-8")
    done = prepare(path, read_mapping(tmp_path / "m.yaml"), {"recorder": "desk"})
    (claim,) = done.claims
    assert (claim.valid.from_, claim.place.name, claim.amount.value) == ("2026-04-25", "East", 3)  # type: ignore[union-attr]
    assert "Anna" not in str(done)


def test_dates_that_fit_two_formats_are_left_for_a_person_to_choose(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Day,Count\n03/04/2026,3\n", encoding="utf-8")
    text = first_mapping(read_rows(path))
    assert "More than one format fits its dates (DD/MM/YYYY, MM/DD/YYYY" in text
    assert "dates: FILL IN" in text
