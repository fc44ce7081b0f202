"""The names' file: tables and vector files, right and wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from safeground.errors import Fault, InputError
from safeground.plan.read_names import read_names

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """id,name,name_ar,alt,kind,within,lon,lat
d,Khan Younis governorate,محافظة خان يونس,,district,,,
ky,Khan Younis,خان يونس,Khan Yunis; Khan Yunes,town,d,34.31,31.34
am,Al-Amal,الأمل\u200e,,neighbourhood,Khan Younis,34.295,31.362
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "names.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, **more: Any) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read_names(path, **more)
    return caught.value.faults


def test_a_table(tmp_path: Path) -> None:
    names = read_names(write(tmp_path, GOOD))
    district, town, hope = names.names
    assert town.spellings == ("Khan Younis", "خان يونس", "Khan Yunis", "Khan Yunes")
    assert (town.kind, town.within, town.geometry) == ("town", "d", shapely.Point(34.31, 31.34))
    assert (district.within, district.geometry) == (None, None)
    assert hope.spellings == ("Al-Amal", "الأمل")
    assert hope.within == "ky", "a row may say by name what it is within"
    assert [(remark.kind, remark.count) for remark in names.remarks] == [("repaired", 1), ("warning", 1)]


def feature(properties: dict[str, object], at: tuple[float, float] = (34.3, 31.3)) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": list(at)},
    }


def geojson(tmp_path: Path, *features: dict[str, object]) -> Path:
    path = tmp_path / "names.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_a_vector_file_with_the_names_of_osm(tmp_path: Path) -> None:
    path = geojson(
        tmp_path,
        feature(
            {"@id": "node/1", "name": "رفح", "name:en": "Rafah", "alt_name": "Rafiah;Rafa", "place": "town"}
        ),
        feature({"@id": "node/2", "name": None, "wikipedia": "en:x"}),
    )
    names = read_names(path)
    [rafah] = names.names
    assert (rafah.id, rafah.kind) == ("node/1", "town")
    assert rafah.spellings == ("رفح", "Rafah", "Rafiah", "Rafa")
    assert [(one.kind, one.count) for one in names.remarks if one.kind == "left out"] == [("left out", 1)]


WRONG = [
    ("id,name\na,Rafah\na,Gaza\n", "2 names a", "Rename"),
    ("id,name\na,Rafah\nb,\n", "no name", "delete the row"),
    ("id,name,alt\na,Rafah,Rafa;;\n", "''", "Delete it"),
    ("id,name\na,Raf\u202eah\n", "\\u202e", "Type the name again"),
    ("id,name\na,Raf\u0007ah\n", "\\u0007", "Type the name again"),
    ("id,name\na\u202e,Rafah\n", "a\\u202e", "Type the id again"),
    (
        "id,name\na,R\u0430fah\n",
        "several scripts (Latin R \\u0052, Cyrillic \u0430 \\u0430)",
        "Type the name again",
    ),
    ("id,name,within\na,Rafah,rafah-district\n", "a within rafah-district", "Add a row"),
    ("id,name,within\na,Rafah,a\n", "a within a", "Nearest"),
    ("id,title\na,Rafah\n", "the columns id, title", "Add the column name"),
    ("id,name,lon,lat\na,Rafah,34.25,north\n", "'north'", "Correct the cell"),
    ("id,name,lon,lat\na,Rafah,34.25,\n", "no longitude or latitude", "Fill in both"),
    ("id,name,lon,lat\na,Kyiv,50.45,130.5\n", "longitude 50.45, latitude 130.5", "Swap"),
]


@pytest.mark.parametrize(("text", "found", "fix"), WRONG)
def test_a_wrong_file_is_refused_in_one_message(tmp_path: Path, text: str, found: str, fix: str) -> None:
    [fault] = faults(write(tmp_path, text))
    assert found in fault.found
    assert fix in fault.fix
    assert "\u202e" not in str(fault)
    assert fault.file.endswith("names.csv")


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    assert len(faults(write(tmp_path, "id,name,within\na,Raf\u202eah,x\na,Gaza,y\nb,,\n"))) >= 3


def test_a_spelling_of_mixed_scripts_beside_others_is_left_out(tmp_path: Path) -> None:
    names = read_names(write(tmp_path, "id,name,name_os\na,Gaza,Газ\u00e6\n"))
    assert names.names[0].spellings == ("Gaza",)
    assert ["several scripts" in remark.text for remark in names.remarks if remark.kind == "left out"] == [
        True
    ]


def test_swapped_columns_are_found_by_where_the_plan_lies(tmp_path: Path) -> None:
    path = write(tmp_path, "id,name,lon,lat\na,Rafah,31.28,34.25\nb,Gaza,31.5,34.45\n")
    near = shapely.box(34.2, 31.2, 34.6, 31.6)
    [fault] = faults(path, near=near)
    assert "Swap" in fault.fix
    [fault] = faults(geojson(tmp_path, feature({"name": "Rafah"}, (31.28, 34.25))), near=near)
    assert "Swap" in fault.fix
    assert len(read_names(path)) == 2


def test_no_name_at_all(tmp_path: Path) -> None:
    [fault] = faults(geojson(tmp_path, feature({"name": None, "x": 1})))
    assert fault.found == "no name"
