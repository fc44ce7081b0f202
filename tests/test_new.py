"""From a country's files and an order to a plan that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import Affine

from safeground.errors import InputError
from safeground.formats.geojson import write_geojson
from safeground.new import new_plan, new_template
from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path


Given = dict[str, Any]


@pytest.fixture
def country(tmp_path: Path) -> Given:
    """A ladder of streets over 1° of latitude, people everywhere; blocks and a destination in one place."""
    folder = tmp_path / "country"
    folder.mkdir()
    lines = ['<osm version="0.6">']
    lines += [
        f'<node id="{2 * i + s}" lon="{10 + 0.01 * s}" lat="{50 + 0.001 * i}"/>'
        for i in range(1000)
        for s in (1, 2)
    ]
    for i in range(999):
        a = 2 * i + 1
        lines.append(
            f'<way id="{i + 1}"><nd ref="{a}"/><nd ref="{a + 1}"/><nd ref="{a + 3}"/>'
            '<tag k="highway" v="residential"/></way>'
        )
    (folder / "country.osm").write_text("\n".join([*lines, "</osm>"]))
    values = np.ones((110, 30), dtype="float32")
    profile = {"driver": "GTiff", "width": 30, "height": 110, "count": 1, "dtype": "float32"}
    with rasterio.open(
        folder / "people.tif",
        "w",
        crs="EPSG:4326",
        transform=Affine(0.01, 0, 9.9, 0, -0.01, 51.05),
        **profile,
    ) as raster:
        raster.write(values, 1)
    blocks = [
        ({"Block": name}, shapely.box(10, 50.3 + 0.01 * i, 10.01, 50.31 + 0.01 * i))
        for i, name in enumerate(["36", "38", "39", "40", "220.10"])
    ]
    write_geojson(
        folder / "blocks.geojson", [*blocks, ({"Block": "900"}, shapely.box(10, 50.9, 10.01, 50.91))]
    )
    write_geojson(folder / "to.geojson", [({}, shapely.box(10, 50.4, 10.02, 50.42))])
    return {
        "streets": folder / "country.osm",
        "people": folder / "people.tif",
        "blocks": folder / "blocks.geojson",
        "to": folder / "to.geojson",
        "order": "36, 38-40",
        "issued": "2026-03-04T06:00+02:00",
    }


def faults_of(folder: Path, **given: Any) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        new_plan(folder, **given)
    return {fault.place: fault.found for fault in error.value.faults}


def test_the_plan_runs_and_says_what_was_stated(country: Given, tmp_path: Path) -> None:
    said: list[str] = []
    path = new_plan(
        tmp_path / "new",
        **country,
        deadline="2026-03-04T18:00+02:00",
        means="out",
        margin_km=2,
        progress=said.append,
    )
    loaded = load_plan(path)
    (notice,) = loaded.plan.notices
    assert loaded.blocks_of_area["ordered-area"] == ("36", "38", "39", "40")
    assert str(notice.issued) == "2026-03-04 06:00:00+02:00"
    assert (notice.to, notice.deadline_means) == (("destination",), "out")
    assert loaded.areas["destination"].equals(shapely.box(10, 50.4, 10.02, 50.42))
    assert "© OpenStreetMap contributors" in str(loaded.plan.sources[0].licence)
    assert said
    text = path.read_text()
    assert text.count("#") > 20
    assert loaded.plan.ground.land_cover is not None
    assert loaded.plan.ground.land_cover.barriers == (), "what holds people up is for the plan's user to say"
    assert not list(tmp_path.glob(".new-*"))


def test_streets_and_people_are_those_of_the_place(country: Given, tmp_path: Path) -> None:
    from safeground.ground.people import persons_in, read_people
    from safeground.ground.streets import read_streets

    loaded = load_plan(new_plan(tmp_path / "new", **country, margin_km=2))
    streets = read_streets(loaded.plan.ground.streets, loaded.path.parent)
    assert 50.2 < streets.lat.min() < 50.3
    assert 50.42 < streets.lat.max() < 50.5
    spec = loaded.plan.ground.people[0]
    layer = read_people(spec, loaded.path.parent, loaded.areas["ordered-area"])
    whole = read_people(
        spec.__class__(file="people.tif", kind="residents", as_of=spec.as_of, source=""),
        country["people"].parent,
        loaded.areas["ordered-area"],
    )
    assert persons_in(layer, loaded.areas["ordered-area"]) == persons_in(whole, loaded.areas["ordered-area"])
    with rasterio.open(loaded.path.parent / "people.tif") as clip:
        assert clip.height < 40
        assert clip.bounds.bottom <= streets.lat.min(), "no street without people beside it"
        assert clip.bounds.top >= streets.lat.max()
    assert loaded.gazetteer is not None
    assert "900" not in loaded.gazetteer.ids
    assert "220.10" in loaded.gazetteer.ids


def test_an_order_without_destination_or_deadline_states_none(country: Given, tmp_path: Path) -> None:
    del country["to"]
    (notice,) = load_plan(new_plan(tmp_path / "new", **country)).plan.notices
    assert (notice.to, notice.deadline, notice.deadline_means) == ((), None, None)


def test_a_table_of_people_and_a_table_of_links_are_copied(country: Given, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("lon,lat,persons\n10.005,50.305,12\n")
    links = "from,to,class,from_lon,from_lat,to_lon,to_lat\na,b,primary,10,50.3,10,50.42\n"
    (tmp_path / "l.csv").write_text(links)
    country |= {"people": tmp_path / "p.csv", "streets": tmp_path / "l.csv"}
    loaded = load_plan(new_plan(tmp_path / "new", **country))
    assert (loaded.path.parent / "people.csv").read_text() == (tmp_path / "p.csv").read_text()
    assert loaded.plan.ground.streets is not None
    assert loaded.plan.ground.streets.file == "streets.csv"
    assert loaded.plan.ground.land_cover is None


def test_a_plan_that_is_there_is_never_overwritten(country: Given, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "plan.yaml").write_text("mine")
    assert "a plan that is there already" in faults_of(folder, **country).values()
    with pytest.raises(InputError, match="a plan that is there already"):
        new_template(folder)
    assert (folder / "plan.yaml").read_text() == "mine"


def test_other_files_that_are_there_are_never_overwritten(country: Given, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "blocks.geojson").write_text("mine")
    assert "files that are there: blocks.geojson" in faults_of(folder, **country).values()
    assert [item.name for item in folder.iterdir()] == ["blocks.geojson"]
    assert (folder / "blocks.geojson").read_text() == "mine"


def test_the_command_s_words_are_checked_first_and_all_at_once(country: Given, tmp_path: Path) -> None:
    country |= {
        "issued": "2026-03-04T06:00",
        "deadline": "noon",
        "order": " ",
        "people": tmp_path / "none.tif",
    }
    with pytest.raises(InputError) as error:
        new_plan(tmp_path / "new", **country)
    found = [(fault.place, fault.found) for fault in error.value.faults]
    assert found == [
        ("", "no such file"),
        ("--issued", "2026-03-04T06:00, without offset"),
        ("--deadline", "noon"),
        ("--order", "no block"),
    ]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("wrong", "place", "found"),
    [
        ({"order": "36, 99"}, "--order, item 2", "the block 99"),
        ({"deadline": "2026-03-03T06:00+02:00"}, "--deadline", "2026-03-03T06:00+02:00, which is not after"),
        ({"means": "out"}, "--means", "out"),
    ],
)
def test_wrong_words(country: Given, tmp_path: Path, wrong: dict[str, Any], place: str, found: str) -> None:
    faults = faults_of(tmp_path / "new", **country | wrong)
    assert faults[place].startswith(found)
    assert not (tmp_path / "new").exists()


def test_files_of_another_place_are_refused_and_leave_nothing(country: Given, tmp_path: Path) -> None:
    there = [({"id": "36"}, shapely.box(34.3, 31.3, 34.4, 31.4))]
    write_geojson(tmp_path / "gaza.geojson", there)
    wrong = country | {"blocks": tmp_path / "gaza.geojson", "order": "36", "to": None}
    assert any("no way with the tag highway" in one for one in faults_of(tmp_path / "new", **wrong).values())
    assert sorted(item.name for item in tmp_path.iterdir()) == ["country", "gaza.geojson"]


def test_blocks_without_ids_are_refused(country: Given, tmp_path: Path) -> None:
    write_geojson(tmp_path / "b.geojson", [({"colour": "red"}, shapely.box(10, 50.3, 10.01, 50.31))])
    wrong = country | {"blocks": tmp_path / "b.geojson"}
    assert faults_of(tmp_path / "new", **wrong) == {"": "the attributes colour"}


def test_a_template_is_a_plan_whose_files_are_missing(tmp_path: Path) -> None:
    path = new_template(tmp_path / "new")
    assert path == tmp_path / "new" / "plan.yaml"
    with pytest.raises(InputError) as error:
        load_plan(path)
    assert len(error.value.faults) == 4
    assert all("which is not there" in fault.found for fault in error.value.faults)


def test_the_block_map_and_an_order_of_december_2023(real_data: Path, tmp_path: Path) -> None:
    """Real blocks (ids stored as floats); streets and people are made here."""
    gaza = real_data / "gaza"
    (tmp_path / "l.csv").write_text(
        "from,to,class,from_lon,from_lat,to_lon,to_lat\na,b,primary,34.30,31.33,34.25,31.35\n"
    )
    (tmp_path / "p.csv").write_text("lon,lat,persons,radius_m\n34.32,31.34,1000,3000\n")
    path = new_plan(
        tmp_path / "new",
        streets=tmp_path / "l.csv",
        people=tmp_path / "p.csv",
        blocks=gaza / "blocks.geojson",
        order="47, 49-50, 220.1",
        to=gaza / "humanitarian-area-first.geojson",
        issued="2023-12-04T08:00+02:00",
    )
    loaded = load_plan(path)
    assert {"47", "49", "50", "220.1"} >= set(loaded.blocks_of_area["ordered-area"]) >= {"47", "220.1"}
    assert loaded.areas["destination"].bounds[0] == pytest.approx(34.24, abs=0.05)
