"""Tables: what a person sees in the spreadsheet is what is read, or the fault says where not."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import InputError
from safeground.formats.tables import parse_number, read_table

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def fault_of(path: Path, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        read_table(path, **options)  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_delimiter_with_and_without_a_byte_order_mark(
    tmp_path: Path, delimiter: str, mark: bytes
) -> None:
    rows = [["id", "name", "persons"], ["220.10", " خان يونس ", "12"], ["7", "Слов'янськ", ""]]
    path = write(tmp_path, mark + "\r\n".join(delimiter.join(row) for row in rows).encode())
    table = read_table(path)
    assert table.columns == {
        "id": ["220.10", "7"],
        "name": ["خان يونس", "Слов'янськ"],
        "persons": ["12", ""],
    }
    assert (len(table), table.first_row, table.row_place(1)) == (2, 2, "row 3")


def test_commas_as_decimal_signs_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "lon;lat\n34,5;31,2\n34,6;31,3\n"))
    assert table.columns == {"lon": ["34,5", "34,6"], "lat": ["31,2", "31,3"]}


def test_rows_are_those_of_the_file_past_empty_ones_and_line_breaks_in_cells(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, '\nid,name\n\n1,"two\nlines"\n\n2,x\n'))
    assert table.columns["name"] == ["two\nlines", "x"]
    assert [table.row_place(i) for i in range(2)] == ["row 4", "row 6"]


def test_shorter_rows_end_in_missing_cells_and_are_counted(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a,b,c\n1,2\n1,2,3\n1\n"))
    assert table.columns == {"a": ["1", "1", "1"], "b": ["2", "2", ""], "c": ["", "3", ""]}
    assert [remark.count for remark in table.remarks] == [2]


def test_hxl_tags_are_taken_out_and_stand_for_the_names_that_are_required(tmp_path: Path) -> None:
    text = "Who?,,\nPersonnes,Longitude,Latitude\n#population+f,#geo+lon,#geo +lat\n5,34.5,31.2\n"
    table = read_table(write(tmp_path, text), required=["persons", "lon", "lat"])
    assert table.columns["persons"] == table.columns["Personnes"] == ["5"]
    assert (table.columns["lon"], table.columns["lat"]) == (["34.5"], ["31.2"])
    assert table.tags["Latitude"] == "#geo+lat"
    assert table.row_place(0) == "row 4"


def test_two_columns_of_one_tag_stand_for_none(tmp_path: Path) -> None:
    text = "women,men\n#population+f,#population+m\n5,6\n"
    assert "a column persons" in fault_of(write(tmp_path, text), required=["persons"])


@pytest.mark.parametrize(
    ("text", "place", "fix"),
    [
        (b"name\ncaf\xe9\n", "line 2", "UTF-8"),
        ("name\nx\n".encode("utf-16"), "line 1", "UTF-8"),
        (b"name\nx\0y\n", "null characters", "UTF-8"),
        ('name,b\n"x,1\n', "line 2", "quotation mark"),
        ("a,b\n1,2,3\n4,5\n6,7,8\n", "row 2", "Quote cells"),
        ("a,b,a\n1,2,3\n", "row 1", "Rename or delete"),
        ("a,b\n", "no row", "Export"),
        ("", "no row", "Export"),
    ],
)
def test_wrong_tables_say_where_and_how_to_mend(
    tmp_path: Path, text: str | bytes, place: str, fix: str
) -> None:
    said = fault_of(write(tmp_path, text))
    assert place in said
    assert fix in said


def test_every_row_that_is_too_long_is_named_at_once(tmp_path: Path) -> None:
    said = fault_of(write(tmp_path, "a,b\n1,2,3\n4,5\n6,7,8\n"))
    assert "row 2" in said
    assert "row 4" in said
    assert "row 3" not in said


def test_every_missing_column_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    said = fault_of(write(tmp_path, "lonn,lat\n1,2\n"), required=["lon", "lat", "persons"])
    assert "Rename lonn to lon." in said
    assert "Add the column persons." in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "fix"), [("gone.csv", "Put the file there"), ("people.ods", "Save it as CSV")]
)
def test_missing_files_and_other_formats_are_refused(tmp_path: Path, name: str, fix: str) -> None:
    if name.endswith("ods"):
        write(tmp_path, "x", name)
    assert fix in fault_of(tmp_path / name)


def write_workbook(path: Path, *sheets: tuple[str, dict[str, list[object]]]) -> Path:
    import pyogrio

    for i, (layer, columns) in enumerate(sheets):
        arrays = [
            np.array(values, dtype=object if isinstance(values[0], str) else None)
            for values in columns.values()
        ]
        pyogrio.raw.write(
            path,
            None,
            arrays,
            list(columns),
            driver="XLSX",
            layer=layer,
            append=i > 0,
            geometry_type=None,
            crs=None,
        )
    return path


def test_a_workbook_s_first_sheet_is_read_as_text_and_the_others_are_said(tmp_path: Path) -> None:
    sheets = ("people", {"id": ["220.10", "007"], "persons": [12, 13]}), ("notes", {"x": ["y"]})
    table = read_table(write_workbook(tmp_path / "people.xlsx", *sheets), required=["id", "persons"])
    assert table.columns == {"id": ["220.10", "007"], "persons": ["12", "13"]}
    assert table.row_place(1) == "row 3"
    assert [(remark.kind, remark.count) for remark in table.remarks] == [("left out", 1)]


def test_a_workbook_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path / "whole.xlsx", ("people", {"id": ["1"] * 50})).read_bytes()
    for share in (0.2, 0.6, 0.95):
        assert "cut short" in fault_of(write(tmp_path, whole[: int(len(whole) * share)], "short.xlsx"))
    empty = tmp_path / "empty.xlsx"
    with zipfile.ZipFile(empty, "w"):
        pass
    assert "XLSX workbook" in fault_of(empty)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12.0), (" -1.5 ", -1.5), ("+2e3", 2000.0), (".5", 0.5), ("", None), ("  ", None), ("١٢", 12.0)],
)
def test_numbers(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,234", "write 1234 or 1.234"),
        ("1 234", "separators"),
        ("1,234,567.5", "separators"),
        ("1'234", "separators"),
        ("abc", "not a number"),
        ("NaN", "not a number"),
        ("inf", "not a number"),
        ("-", "not a number"),
        ("5 %", "not a number"),
        ("1_000", "not a number"),
        ("0x10", "not a number"),
    ],
)
def test_what_is_no_number_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_is_read_back(number: float) -> None:
    assert parse_number(repr(number)) == number


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_cells_that_csv_writes_are_read_back(tmp_path: Path, rows: list[list[str]]) -> None:
    import csv

    path = tmp_path / "any.csv"
    filled = [["x", *row] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["a", "b", "c", "d"], *filled])
    table = read_table(path)
    assert list(zip(*table.columns.values(), strict=True)) == [
        tuple(cell.strip() for cell in row) for row in filled
    ]


def test_real_hxl_tables(real_data: Path) -> None:
    folder = real_data / "hxl"
    tables = {
        name: read_table(folder / name) for name in ("input-valid.csv", "input-valid.tsv", "input-valid.hxl")
    }
    tables["input-merged.xlsx"] = read_table(folder / "input-merged.xlsx")
    for table in tables.values():
        assert (len(table), table.first_row) == (4, 4)
        assert table.columns["Registro"] == ["001", "002", "003", "004"]
        assert table.tags["Organización"] == "#org+es"
    assert tables["input-valid.csv"].columns == tables["input-valid.tsv"].columns
    assert tables["input-valid.csv"].columns["#date+reported"][0] == "1 March 2015"
    assert "0xe9" in fault_of(folder / "input-valid-latin1.csv")
