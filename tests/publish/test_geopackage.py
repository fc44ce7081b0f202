import contextlib
import sqlite3
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from pyogrio import list_layers, raw
from tests.publish.sample import sample_assessment as sample
from tests.supply_town import write_town

from safeground.assess import assess
from safeground.publish.geopackage import write_geopackage
from safeground.publish.qgis_styles import STYLES
from safeground.publish.redact import public_edition

RESTRICTED_ONLY = {"people_present_and_protected", "cut_streets", "largest_crowds", "sites"}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("layers")
    paths = {edition: folder / f"{edition}.gpkg" for edition in ("restricted", "public")}
    write_geopackage(sample(), "restricted", paths["restricted"])
    write_geopackage(public_edition(sample()), "public", paths["public"])
    return paths


def layers(path: Path) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in list_layers(path) if kind is not None}


def test_only_the_restricted_edition_has_the_restricted_layers(written):
    assert RESTRICTED_ONLY & set(layers(written["restricted"]))
    assert not RESTRICTED_ONLY & set(layers(written["public"]))
    assert "areas" in layers(written["public"])


def test_areas_are_those_of_the_plan_in_degrees(written):
    meta, _, geometry, columns = raw.read(written["public"], layer="areas")
    loaded = sample().loaded
    areas = dict(zip(columns[list(meta["fields"]).index("id")], shapely.from_wkb(geometry), strict=True))
    assert set(areas) == set(loaded.areas)
    assert meta["crs"] == "EPSG:4326"
    for name, polygon in areas.items():
        assert polygon.equals(loaded.areas[name])


def test_people_left_are_a_range_in_two_columns(written):
    meta, _, _, columns = raw.read(written["restricted"], layer="people_present_and_protected")
    named = dict(zip(meta["fields"], columns, strict=True))
    assert (np.asarray(named["persons_low"]) <= np.asarray(named["persons_high"])).all()


@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_every_layer_has_a_default_style_that_is_whole_xml_and_not_green(written, edition):
    path = written[edition]
    with contextlib.closing(sqlite3.connect(path)) as store:
        rows = store.execute("SELECT f_table_name, styleQML, useAsDefault FROM layer_styles").fetchall()
    assert {name for name, _, _ in rows} == set(layers(path))
    for name, qml, default in rows:
        root = ET.fromstring(qml)
        assert default == 1
        assert len(root.findall(".//symbol")) == len(STYLES[name].symbols)
        for option in root.iter("Option"):
            value = option.get("value", "")
            if "color" in option.get("name", ""):
                red, green, blue, _ = (int(part) for part in value.split(","))
                assert not green > max(red, blue) + 20


def test_hours_of_a_crossing_by_date_are_one_text(tmp_path):
    dated = (
        'at: [10.0, 50.02], open: [{from: 2026-03-04T00:00+00:00, days: [Su-Th], hours: "09:00-16:00"}, '
        '{days: ["2026-03-06"]}],'
    )
    found = assess(write_town(tmp_path, ("at: [10.0, 50.02],", dated)), seconds=2.0)
    write_geopackage(found, "restricted", tmp_path / "a.gpkg")
    meta, _, _, fields = raw.read(tmp_path / "a.gpkg", layer="supply_crossings")
    stated = dict(zip(meta["fields"], fields, strict=True))["open"]
    assert list(stated) == ["from 2026-03-04T00:00+00:00, Su-Th, 09:00-16:00; 2026-03-06", ""]
