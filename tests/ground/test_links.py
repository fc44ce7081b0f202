from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from safeground.errors import InputError
from safeground.ground.links import read_links
from safeground.standards import street_classes

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "from,to,class,from_lon,from_lat,to_lon,to_lat,length_m,width_m,lanes,oneway,name\n"


def table(tmp_path: Path, rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "links.csv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def faults_of(path: Path) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        read_links(path, "schematic")
    return {fault.place: fault.found for fault in error.value.faults}


def test_rows_become_streets(tmp_path: Path) -> None:
    streets = read_links(
        table(
            tmp_path,
            "a,b,primary,10,50,10.01,50,,5-7,,,Main\n"
            "b,c,residential,,,10.02,50,800,,2,yes,\n"
            "c,a,path,,,,,2000,,,-1,\n",
        ),
        "schematic",
    )
    assert (streets.tail.tolist(), streets.head.tolist()) == ([0, 1, 2], [1, 2, 0])
    # 0.01° of the parallel of 50° is 716.96 m on WGS 84.
    assert streets.length_m == pytest.approx([716.96, 800, 2000], abs=0.01)
    assert (streets.width_low_m[0], streets.width_high_m[0]) == (5, 7)
    assert (streets.width_low_m[1], streets.width_high_m[1]) == (2 * 2.5, 15)
    assert streets.width_high_m[2] == street_classes()["path"].width_m.high
    assert (streets.lanes_low[1], streets.lanes_high[1]) == (2, 2)
    assert streets.oneway.tolist() == [0, 1, -1]
    assert streets.by_vehicle.tolist() == [True, True, False]
    assert streets.way_id.tolist() == [2, 3, 4]
    assert streets.name.tolist() == ["Main", "", ""]
    assert streets.line_lon.tolist() == [10, 10.01, 10.01, 10.02, 10.02, 10]
    assert streets.grade == "schematic"
    counted = {remark.text.split(",")[0].split(";")[0][:35]: remark.count for remark in streets.remarks}
    assert sorted(counted.values()) == [1, 2]


def test_a_row_for_each_direction_is_one_street(tmp_path: Path) -> None:
    rows = (
        "a,b,primary,10,50,10.01,50,,,,,\nb,a,primary,,,,,,,,,\na,b,primary,,,,,900,,,,\na,a,path,,,,,,,,,\n"
    )
    streets = read_links(table(tmp_path, rows), "mapped")
    # The third row is another street: it has its own length.
    assert len(streets.tail) == 2
    counts = {remark.text[:12]: remark.count for remark in streets.remarks if remark.kind == "left out"}
    assert counts == {"Rows that re": 1, "Links that e": 1}


def test_two_one_way_streets_stay_two(tmp_path: Path) -> None:
    rows = "a,b,primary,10,50,10.01,50,,,,yes,\nb,a,primary,,,,,,,,yes,\n"
    assert read_links(table(tmp_path, rows), "mapped").oneway.tolist() == [1, 1]


def test_a_link_shorter_than_the_straight_line_is_said(tmp_path: Path) -> None:
    streets = read_links(table(tmp_path, "a,b,primary,10,50,10.01,50,500,,,,\n"), "mapped")
    assert streets.length_m.tolist() == [500]
    assert [remark.count for remark in streets.remarks if remark.kind == "warning"] == [1]


def test_all_faults_of_a_table_at_once(tmp_path: Path) -> None:
    found = faults_of(
        table(
            tmp_path,
            "a,b,primry,10,50,10.01,50,-3,0,,,\n"
            "b,a,primary,11,50,,,nan,wide,,maybe,\n"
            "b,d,residential,,,,,800,,0,yes,\n"
            ",d,path,,,,,,,,,\n"
            "e,f,path,95,,120,95,,,,,\n",
        )
    )
    assert {place.split(", ")[-1] for place in found} >= {
        "column class", "column length_m", "column width_m", "column lanes", "column oneway", "column from",
        "columns from_lon and from_lat", "columns to_lon and to_lat",
    }  # fmt: skip
    assert found["row 2, column class"] == "primry"
    assert found["row 2, column length_m"] == "'-3', which is negative"
    assert found["row 2, column width_m"] == "0"
    assert found["row 4, column lanes"] == "0"
    assert "b at 10.01 50 and at 11 50" in next(text for text in found.values() if "node b" in text)


def test_an_unknown_class_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Write primary"):
        read_links(table(tmp_path, "a,b,primry,10,50,10.01,50,,,,,\n"), "mapped")


def test_nodes_without_a_place_are_named(tmp_path: Path) -> None:
    found = faults_of(table(tmp_path, "a,b,path,10,50,,,,,,,\nb,c,path,,,,,,,,,\n"))
    assert found == {"": "2 nodes without a place: b, c"}


def test_a_table_of_loops_or_without_the_columns_is_refused(tmp_path: Path) -> None:
    assert "no link between two nodes" in faults_of(table(tmp_path, "a,a,path,10,50,10,50,,,,,\n")).values()
    with pytest.raises(InputError, match="a column class"):
        read_links(table(tmp_path, "a,b\n", "from,to\n"), "mapped")
