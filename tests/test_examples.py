"""What ships runs, says what it is, and is the same every time."""

from __future__ import annotations

import csv
import hashlib
import math
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from safeground import examples
from safeground.errors import InputError
from safeground.examples.river_town import land, people, streets
from safeground.formats.projection import area_m2
from safeground.formats.vectors import read_features
from safeground.ground.streets import read_streets
from safeground.plan.load import load_plan
from safeground.quantity import Range
from safeground.questions.displaced import displacement_of

if TYPE_CHECKING:
    from safeground.plan.places import LoadedPlan

KHAN_YOUNIS = Path(examples.__file__).parent / "khan_younis"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return load_plan(examples.place("river-town", tmp_path_factory.mktemp("town")))


@pytest.fixture(scope="module")
def khan_younis(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return load_plan(examples.place("khan-younis-2023-12", tmp_path_factory.mktemp("khan-younis")))


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("name", sorted(examples.names()))
def test_an_example_is_the_same_every_time(name: str, tmp_path: Path) -> None:
    first, second = (examples.place(name, tmp_path / part) for part in ("first", "second"))
    assert first == tmp_path / "first" / "plan.yaml"
    assert _hashes(first.parent) == _hashes(second.parent)


def test_an_unknown_example_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="khan-younis-2023-12") as refused:
        examples.place("river-twon", tmp_path / "nothing")
    assert "river-town" in refused.value.faults[0].expected
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("name", sorted(examples.names()))
def test_titles_are_the_plans_own(name: str, tmp_path: Path) -> None:
    title = load_plan(examples.place(name, tmp_path)).plan.plan
    assert examples.names()[name].split()[-2:] == title.split()[-2:]


# The river town


def test_the_town_says_that_it_is_made_up(town: LoadedPlan) -> None:
    assert "synthetic" in town.plan.plan
    assert "Synthetic" in (town.plan.note or "")
    bounds = shapely.total_bounds([*town.areas.values()])
    assert bounds[0] > -38.1
    assert bounds[2] < -37.9, "in the middle of the Atlantic"


def test_the_town_loads_without_a_repair(town: LoadedPlan) -> None:
    assert [remark for remark in town.remarks if remark.kind in {"repaired", "left out"}] == []


def test_the_order_names_all_of_the_island(town: LoadedPlan) -> None:
    assert town.blocks_of_area["low-town"][-2:] == ("218.1", "218.2")
    assert len(town.blocks_of_area["low-town"]) == 19
    assert town.open_ground is not None
    river, island = (piece.geometry for piece in town.open_ground[:2])
    assert shapely.contains(town.areas["low-town"], island)
    edge = shapely.boundary(town.areas["low-town"])
    assert shapely.length(shapely.difference(edge, river)) < 1e-9, "the order's edge runs in the water"


def test_two_bridges_are_the_only_ways_off_the_island(town: LoadedPlan) -> None:
    spec = town.plan.ground.streets
    assert spec is not None
    ways = read_streets(spec, town.path.parent)
    inside = shapely.contains_xy(town.areas["low-town"], ways.lon, ways.lat)
    crossing = inside[ways.tail] != inside[ways.head]
    assert sorted(ways.name[crossing]) == ["Ferry Footbridge", "Old Bridge"]
    assert sorted(ways.width_high_m[crossing]) == [
        streets.FERRY_FOOTBRIDGE_WIDTH_M,
        streets.OLD_BRIDGE_WIDTH_M,
    ]
    assert 3_000 < len(ways.tail) < 6_000
    assert "New Road Bridge" not in set(ways.name), "closed for repair"


def test_the_town_has_the_people_it_states(town: LoadedPlan) -> None:
    stated = people.OLD_TOWN_RESIDENTS + people.UPPER_TOWN_RESIDENTS + people.MILL_QUARTER_RESIDENTS
    with (town.path.parent / "residents.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(int(row["persons"]) for row in rows) == stated
    island = [point for point, _ in people.residents() if land.on_island(point)]
    on_island = sum(persons for point, persons in people.residents() if land.on_island(point))
    assert on_island == people.OLD_TOWN_RESIDENTS
    assert len(island) > 100


# Khan Younis


def test_polygons_have_the_sizes_that_are_stated(khan_younis: LoadedPlan) -> None:
    for area in khan_younis.plan.areas:
        assert area.sizes
        first = area.sizes[0].km2
        assert area_m2(khan_younis.areas[area.id]) / 1e6 == pytest.approx(first, rel=2e-4)


def test_rival_sizes_of_al_mawasi_stand_side_by_side(khan_younis: LoadedPlan) -> None:
    (area,) = (one for one in khan_younis.plan.areas if one.id == "al-mawasi")
    assert [size.km2 for size in area.sizes] == [6.67, 8.5, 12, 14]
    assert area.called == "humanitarian area"


def test_what_was_published_later_decides_nothing(khan_younis: LoadedPlan) -> None:
    """A source younger than the plan may stand beside, marked as later, and nowhere else."""
    plan = khan_younis.plan
    later = {one.id for one in plan.sources if one.published and _day(one.published) > plan.as_of.date()}
    assert later == {"EO035", "EO036"}
    for area in plan.areas:
        assert area.source not in later
        for size in area.sizes:
            assert (size.source in later) == (size.note or "").startswith("later:")
    layers = [layer.source for layer in plan.ground.people]
    assert later.isdisjoint([*layers, *(notice.source for notice in plan.notices)])


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def test_no_deadline_is_filled_in(khan_younis: LoadedPlan) -> None:
    assert [notice.deadline for notice in khan_younis.plan.notices] == [None, None, None]
    assert [notice.id for notice in khan_younis.plan.notices if notice.issued] == ["order-2023-12-04"]


def test_everything_is_marked_schematic(khan_younis: LoadedPlan) -> None:
    assert khan_younis.plan.schematic
    assert khan_younis.plan.ground.streets is not None
    assert khan_younis.plan.ground.streets.grade == "schematic"


def test_every_source_that_is_used_is_listed(khan_younis: LoadedPlan) -> None:
    plan = khan_younis.plan
    listed = {source.id for source in plan.sources}
    used = {one.source for one in (*plan.areas, *plan.notices, *plan.ground.people)}
    used |= {size.source for area in plan.areas for size in area.sizes}
    for name in ("sites.csv", "people_by_locality.csv"):
        with (KHAN_YOUNIS / name).open(encoding="utf-8") as stream:
            used |= {row.get("source") or row["facts"] for row in csv.DictReader(stream)}
    assert used <= listed


def test_of_going_back_nothing_is_filled_in_and_arrivals_say_not_who_left(khan_younis: LoadedPlan) -> None:
    (words,) = khan_younis.plan.returns
    assert (words.conditions, words.begins, words.until, words.choice) == ((), None, None, "not stated")
    found = displacement_of(khan_younis)
    assert found is not None
    assert [one.claim for one in found.unused] == ["CF040"]
    assert found.widest("arrived", "unrwa-shelters").low == 60_000
    assert found.widest("gone", "ordered-part") == Range(0.0, math.inf, "persons")
    assert [claim.id for claim in found.ordered["ordered-part"]] == ["EO010", "EO010-displaced"]


def test_positions_from_memory_are_marked_and_far_from_exact() -> None:
    with (KHAN_YOUNIS / "sites.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    vague = [row for row in rows if "general knowledge" in row["note"]]
    assert len(vague) == 4
    assert all(float(row["position_uncertainty_m"]) >= 1000 for row in vague)
    assert all(row["beds"] == "" for row in rows), "nobody states the beds of these hospitals"


def test_arabic_names_are_kept(khan_younis: LoadedPlan) -> None:
    features = read_features(KHAN_YOUNIS / "areas.geojson")
    assert "المواصي" in features.columns["name_ar"]
    assert "خان يونس" in (khan_younis.plan.territory or "")


def test_no_vertex_comes_from_a_digitised_map(real_data: Path) -> None:
    shipped = np.concatenate(
        [
            shapely.get_coordinates(read_features(KHAN_YOUNIS / name).geometry)
            for name in ("areas.geojson", "people_of_eastern_towns.geojson")
        ]
    )
    digitised = shapely.get_coordinates(read_features(real_data / "gaza" / "blocks.geojson").geometry)
    known = {(round(lon, 5), round(lat, 5)) for lon, lat in digitised}
    assert sum((round(lon, 5), round(lat, 5)) in known for lon, lat in shipped) == 0
