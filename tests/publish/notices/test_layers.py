"""GeoJSON, KML, GeoPackage and HXL tables of notices: what is in them, and what other programs read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.publish.notices.seen import SHORT, SHORTEST, is_copy, keeps_protection, shows

from safeground.formats.tables import read_table
from safeground.formats.vectors import read_features
from safeground.publish.notices import geojson, geopackage, hxl, kml
from safeground.publish.notices.mark import Copy, Issuer, Mark
from safeground.publish.notices.outputs import OUTPUTS, Backdrop, Output, misread

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.publish.notices.bulletin import Bulletin

COPY = Copy(made_by="Town paper", made_at=datetime.fromisoformat("2026-03-04T07:00+02:00"))
ISSUER = Issuer(name="Flood Directorate", fingerprint="0123 4567 89ab cdef")
BY_NAME = {one.name: one for one in OUTPUTS}
READ_BACK = [one for one in OUTPUTS if one.carries]
EXACT = [one for one in READ_BACK if any("areas" in fields for fields in one.carries.values())]
AROUND = Backdrop(at=COPY.made_at)
COPIED = (
    "Copy of the notice of Flood Directorate of 2026-03-04 06:00 +02:00, made by Town paper: not an order."
)


@pytest.mark.parametrize("mark", [COPY, ISSUER], ids=["copy", "issuer"])
@pytest.mark.parametrize("output", OUTPUTS, ids=lambda one: one.name)
def test_what_is_written_reads_back(output: Output, mark: Mark, made: tuple[Bulletin, ...]):
    files = output.write(made, mark, AROUND)
    assert list(misread(output, files, made)) == []


@pytest.mark.parametrize("output", EXACT, ids=lambda one: one.name)
def test_a_change_of_any_time_or_place_is_found(output: Output, made: tuple[Bulletin, ...]):
    """The files are those of bulletins that differ by a second, by two metres, by one notice."""
    first, second = made
    files = output.write(made, COPY, AROUND)
    second_later = timedelta(seconds=1)
    moved = shapely.transform(first.areas[0].geometry, lambda at: at + np.array([0.0, 2 / 111_195]))
    others = {
        "issued": (replace(first, issued=first.issued + second_later), second),
        "deadline": (replace(first, deadline=None), second),
        "expires": (replace(first, expires=first.expires + second_later), second),
        "area low-town": (replace(first, areas=(replace(first.areas[0], geometry=moved),)), second),
        "area hill": (replace(first, to=()), second),
        "third is missing": (first, second, replace(second, id="third")),
        "second is not one": (first,),
    }
    for words, meant in others.items():
        told = list(misread(output, files, meant))
        assert told, words
        assert any(words in one for one in told), (words, told)


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda one: one.name)
def test_a_copy_and_an_issuer_say_so_in_every_file(output: Output, made: tuple[Bulletin, ...]):
    for name, content in output.write(made, COPY, AROUND).items():
        assert is_copy(content), name
        assert b"Actual" not in content, name
    for name, content in output.write(made, ISSUER, AROUND).items():
        assert not is_copy(content), name
        assert name.startswith(SHORT) or shows(content, ISSUER.fingerprint), name


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda one: one.name)
def test_every_file_says_who_keeps_protection(output: Output, made: tuple[Bulletin, ...]):
    for name, content in output.write(made, COPY, AROUND).items():
        assert name == hxl.AREAS_FILE or name.endswith(SHORTEST) or keeps_protection(content), name


def test_geojson_is_as_the_standard_has_it(made: tuple[Bulletin, ...]):
    whole = json.loads(geojson.write(made, COPY)[geojson.FILE])
    assert whole["type"] == "FeatureCollection"
    assert "crs" not in whole
    assert whole["mark"].startswith(COPIED)
    ids = [one["id"] for one in whole["features"]]
    assert len(set(ids)) == len(ids) == 4
    for feature in whole["features"]:
        drawn = shapely.from_geojson(json.dumps(feature["geometry"]))
        for part in shapely.get_parts(drawn):
            assert part.geom_type != "Polygon" or part.exterior.is_ccw
        assert feature["properties"]["deadline"] in ("2026-03-04T18:00:30+02:00", "not stated")


def test_a_way_that_nobody_drew_has_no_geometry_and_is_still_there(made: tuple[Bulletin, ...]):
    first = replace(made[0], ways=(replace(made[0].ways[0], line=None),))
    features = json.loads(geojson.write([first], COPY)[geojson.FILE])["features"]
    assert [one["properties"]["way"] for one in features if one["geometry"] is None] == ["bridge"]
    assert list(misread(BY_NAME["KML"], kml.write([first], COPY), [first])) == []
    assert list(misread(BY_NAME["GeoPackage"], geopackage.write([first], COPY), [first])) == []


def test_other_programs_read_the_layers(tmp_path: Path, made: tuple[Bulletin, ...]):
    for module in (geojson, kml, geopackage):
        [(name, content)] = module.write(made, COPY).items()
        (tmp_path / name).write_bytes(content)
        read = read_features(tmp_path / name)
        called = {str(one) for one in read.columns["called"]}
        assert "منطقة إيواء" in called, name
        assert {one for one in read.columns["text_uk"] if one} == {"=Залиште"}
        expected = sum(place.geometry.area for one in made for place in (*one.areas, *one.to))
        assert sum(shapely.area(read.geometry)) == pytest.approx(expected)


def test_tables_have_tags_and_run_no_formula(tmp_path: Path, made: tuple[Bulletin, ...]):
    for name, content in hxl.write(made, COPY).items():
        (tmp_path / name).write_bytes(content)
        table = read_table(tmp_path / name)
        assert len(table.tags) == len(table.columns)
        assert table.tags["issued"] == "#date+issued"
        assert len(table) == {hxl.AREAS_FILE: 3, hxl.NOTICES_FILE: 2}[name]
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("output", READ_BACK, ids=lambda one: one.name)
def test_damaged_files_do_not_read_back(output: Output, made: tuple[Bulletin, ...]):
    files = output.write(made, COPY, AROUND)
    for name, content in files.items():
        if not any(fnmatchcase(name, pattern) for pattern in output.carries):
            continue
        for cut in (b"", content[: len(content) // 2], b"\xff" * 400):
            assert list(misread(output, files | {name: cut}, made)), name


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    words=st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"]), max_size=60)
)
def test_any_words_leave_times_and_places_as_they_are(made: tuple[Bulletin, ...], words: str):
    first = replace(made[0], end=words, contact=words, text={"en": words}, issuer=words or None)
    for output in OUTPUTS:
        assert list(misread(output, output.write([first], COPY, AROUND), [first])) == []
