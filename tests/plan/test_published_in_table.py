"""Notices in tables: a row a notice, or a row a block; with geometry or without."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.errors import InputError
from safeground.formats import packed
from safeground.plan import notice_files
from safeground.plan.published_in_table import read_notice_table
from safeground.plan.read_notices import Beside, read_notices

if TYPE_CHECKING:
    from pathlib import Path


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def geojson(path: Path, rows: list[tuple[dict[str, object], shapely.Geometry | None]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": words,
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
        }
        for words, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_a_row_a_notice(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "orders.csv",
        "Notice,Issued,Deadline,Deadline means,Blocks,Places,To,Text (ar),Text_en,Colour,"
        "Map width px,Map width km\n"
        'a,2023-12-04T07:02+02:00,2023-12-04 18:00+02:00,out,"36, 38-54, 60","Old Town; Mill",Rafah,'
        "اخلوا,Leave,red,1200,9\n"
        "b,,,,7,,,,,blue,,\n",
    )
    (first, second), remarks = read_notice_table(path, None)
    assert first.id == "a"
    assert first.blocks == ("36", "38-54", "60")
    assert first.places == ("Old Town", "Mill")
    assert first.text == {"ar": "اخلوا", "en": "Leave"}
    assert first.deadline_means == "out"
    assert first.map_size is not None
    assert first.place == "orders.csv, row 2"
    assert [place.name for place in first.to] == ["Rafah"]
    assert (second.issued, second.deadline, second.text, second.map_size) == (None, None, {}, None)
    assert [remark.text for remark in remarks] == ["Columns that no notice has were not used: Colour."]


def test_rows_of_blocks_of_one_time_are_one_notice(tmp_path: Path) -> None:
    day, night = "Fri, 08 Dec 2023 08:10:00 GMT", "Fri, 08 Dec 2023 20:00:00 GMT"
    boxes = [shapely.box(34 + i / 100, 31, 34 + (i + 1) / 100, 31.01) for i in range(3)]
    path = geojson(
        tmp_path / "orders.geojson",
        [
            ({"id": 1, "Block": 36.0, "Date": day}, boxes[0]),
            ({"id": 2, "Block": 38.0, "Date": night}, boxes[2]),
            ({"id": 3, "Block": 220.1, "Date": day}, boxes[1]),
        ],
    )
    notices, remarks = read_notice_table(path, None)
    assert [(one.id, one.blocks) for one in notices] == [
        ("2023-12-08T08:10+00:00", ("36", "220.1")),
        ("2023-12-08T20:00+00:00", ("38",)),
    ]
    assert notices[0].issued == datetime(2023, 12, 8, 8, 10, tzinfo=UTC)
    assert notices[0].naive == ()
    assert notices[0].drawn is not None
    assert notices[0].drawn.area == pytest.approx(2e-4)
    assert any("Rows of one Date were taken as one notice." in remark.text for remark in remarks)


def test_lines_are_arrows_and_points_are_left_out_aloud(tmp_path: Path) -> None:
    line = shapely.LineString([(34.0, 31.0), (34.2, 31.0)])
    rows = [
        ({"notice": "a", "block": "1"}, shapely.box(34, 31, 34.1, 31.1)),
        ({"notice": "a", "block": ""}, line),
        ({"notice": "a", "block": ""}, shapely.Point(34, 31)),
        ({"notice": "a", "block": "2"}, None),
    ]
    (notice,), remarks = read_notice_table(geojson(tmp_path / "a.geojson", rows), None)
    assert notice.blocks == ("1", "2")
    assert list(notice.arrows[0].coords) == list(line.coords)
    assert [(one.kind, one.count) for one in remarks] == [("left out", 1)]


def test_rows_that_differ_are_told(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "notice,block,issuer\na,1,X\na,2,Y\n")
    (notice,), remarks = read_notice_table(path, None)
    assert notice.issuer == "X"
    assert [remark.text for remark in remarks] == ["Rows of one notice differ in issuer; its first was used."]


def test_times_of_every_form(tmp_path: Path) -> None:
    rows = "\n".join(
        f'{i},"{time}"'
        for i, time in enumerate(
            [
                "Mon, 04 Dec 2023 05:02:00 GMT",
                "04 Dec 2023 07:02:00 +0200",
                "2023-12-04T05:02Z",
                "2023/12/04 05:02Z",
            ]
        )
    )
    notices, _ = read_notice_table(csv(tmp_path / "a.csv", f"notice,issued\n{rows}\n"), None)
    assert {one.issued for one in notices} == {datetime(2023, 12, 4, 5, 2, tzinfo=UTC)}


def test_a_time_without_zone_needs_one_and_a_day_is_no_time(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "notice,issued\na,2023-12-04T07:02\nb,2023-12-04\n")
    with pytest.raises(InputError) as refused:
        read_notice_table(path, None)
    (fault,) = refused.value.faults
    assert fault.place == "row 2, issued"
    assert "--zone Asia/Gaza" in fault.fix
    (first, second), remarks = read_notice_table(path, "Asia/Gaza")
    assert first.naive == ("issued",)
    assert second.issued is None
    assert any(one.kind == "left out" and "row 3, issued: 2023-12-04" in one.text for one in remarks)


def test_wrong_cells_are_told_all_at_once(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        "notice,issued,deadline_means,map_width_px,places\n"
        "a,4/12 at noon,leave,1.200 px,Bl\u202eock\n"
        "b,2023-13-04T07:02+02:00,out,-3,x\n",
    )
    with pytest.raises(InputError) as refused:
        read_notice_table(path, None)
    said = "\n".join(map(str, refused.value.faults))
    assert len(refused.value.faults) == 6
    for part in (
        "row 2, issued",
        "out or arrived",
        "'1.200 px'",
        "Bl\\u202eock",
        "row 3, issued",
        "more than 0",
    ):
        assert part in said
    assert "\u202e" not in said


def test_an_unknown_zone_is_told(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "notice,issued\na,2023-12-04T07:02\n")
    with pytest.raises(InputError, match="--zone: found 'Gaza'"):
        read_notice_table(path, "Gaza")


def test_a_table_without_a_column_of_a_notice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a column of a notice"):
        read_notice_table(csv(tmp_path / "a.csv", "colour,size\nred,3\n"), None)


def test_names_of_two_scripts_are_read_and_told(tmp_path: Path) -> None:
    _, remarks = read_notice_table(csv(tmp_path / "a.csv", "notice,places\na,R\u0430fah\n"), None)
    assert any("R\u0430fah" in remark.text for remark in remarks)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeground.plan.published_in_table.LARGEST_TABLE_BYTES", 10)
    with pytest.raises(InputError, match="at the most"):
        read_notice_table(csv(tmp_path / "a.csv", "notice,blocks\na,1\n"), None)


def test_the_limit_is_a_hundred_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(notice_files.LARGEST_TABLE_BYTES + 1)
    with pytest.raises(InputError, match="100 MB at the most"):
        read_notice_table(path, None)


def test_a_workbook_that_unfolds_into_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "LARGEST_BYTES", 2_000_000)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(InputError, match="3,000,000 bytes when unpacked"):
        read_notice_table(path, None)


def test_a_workbook_is_read(tmp_path: Path) -> None:
    import numpy as np
    import pyogrio.raw

    path = tmp_path / "a.xlsx"
    pyogrio.raw.write(
        path,
        None,
        [np.array(["a"], object), np.array(["36, 38-54"], object)],
        ["notice", "blocks"],
        geometry_type=None,
        driver="XLSX",
    )
    (notice,), _ = read_notice_table(path, None)
    assert notice.blocks == ("36", "38-54")
    assert not notice.listed_by_row


def test_the_orders_of_december_2023(real_data: Path) -> None:
    gaza = real_data / "gaza"
    found = read_notices([gaza / "orders-2023-12.geojson"], Beside(blocks=gaza / "blocks.geojson"))
    listed = [(one.issued.isoformat() if one.issued else "", len(one.blocks)) for one in found.notices]
    assert listed == [
        ("2023-12-04T05:02:00+00:00", 20),
        ("2023-12-08T08:10:00+00:00", 85),
        ("2023-12-09T13:57:00+00:00", 1),
        ("2023-12-14T08:33:00+00:00", 1),
        ("2023-12-28T09:41:00+00:00", 18),
    ]
    assert all(one.drawn is not None and one.listed_by_row for one in found.notices)
