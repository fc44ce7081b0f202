from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given
from hypothesis import strategies as st
from rasterio.transform import Affine

from safeground.errors import InputError
from safeground.formats.geojson import write_geojson
from safeground.ground.people import (
    PeopleLayer,
    count_layers,
    persons_in,
    persons_in_each,
    read_people,
    replaced_remarks,
)
from safeground.plan.model import PeopleFile

if TYPE_CHECKING:
    from pathlib import Path

TOWN = shapely.box(10.0, 50.0, 10.1, 50.1)


def spec(file: str, **more: object) -> PeopleFile:
    stated = {"kind": "residents", "as_of": date(2025, 7, 1), "source": "census"} | more
    return PeopleFile(file=file, **stated)  # type: ignore[arg-type]


def layer(cells: list, persons: list[float], unit: list[str] | None = None) -> PeopleLayer:
    count = np.array(persons, dtype=float)
    return PeopleLayer(
        kind="residents", as_of=date(2025, 7, 1), source="", file="", cells=np.array(cells, dtype=object),
        low=count * 0.9, high=count * 1.1, split="counted",
        unit=np.array(unit or [""] * len(cells)), remarks=(),
    )  # fmt: skip


def table(tmp_path: Path, text: str, name: str = "people.csv") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return name


def raster(tmp_path: Path, values: np.ndarray, transform: Affine, **more: object) -> str:
    rows, columns = values.shape
    given = {"driver": "GTiff", "width": columns, "height": rows, "count": 1, "dtype": str(values.dtype)}
    given |= {"crs": "EPSG:4326"} | more
    with rasterio.open(tmp_path / "people.tif", "w", transform=transform, **given) as file:
        file.write(values, 1)
    return "people.tif"


def faults_of(tmp_path: Path, file: str, **more: object) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        read_people(spec(file, **more), tmp_path, TOWN)
    return {fault.place: fault.found for fault in error.value.faults}


# How many are in a polygon


def test_low_is_wholly_inside_high_is_every_touch_best_is_by_area() -> None:
    people = layer([shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2)], [100, 200, 400])
    found = persons_in(people, shapely.box(0, 0, 1.25, 1))
    assert (found.low, found.high) == pytest.approx((90, 330))
    assert found.best == pytest.approx(100 + 0.25 * 200)
    assert found.unit == "persons"


def test_a_cell_that_only_touches_the_edge_has_nobody_inside() -> None:
    people = layer([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], [100, 100])
    found = persons_in(people, shapely.box(1, 0, 2, 1))
    assert (found.low, found.high) == pytest.approx((90, 110))


def test_a_unit_s_total_counts_wholly_or_not() -> None:
    people = layer(
        [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(2, 0, 3, 1)],
        [100, 300, 50],
        ["north", "north", ""],
    )
    one = persons_in(people, shapely.box(0, 0, 1, 1))
    assert (one.low, one.best, one.high) == pytest.approx((0, 100, 440))
    both = persons_in(people, shapely.box(0, 0, 2, 1))
    assert (both.low, both.best, both.high) == pytest.approx((360, 400, 440))
    every = persons_in(people, shapely.box(0, 0, 3, 1))
    assert (every.low, every.best, every.high) == pytest.approx((405, 450, 495))


def test_a_layer_without_cells_is_nobody() -> None:
    found = persons_in(layer([], []), TOWN)
    assert (found.low, found.high) == (0, 0)


def test_many_polygons_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    people = layer(
        [shapely.box(x, y, x + 1, y + 1) for x in range(8) for y in range(8)],
        rng.uniform(0, 100, 64).tolist(),
        [["", "a", "b"][i] for i in rng.integers(0, 3, 64)],
    )
    polygons = [shapely.Point(*rng.uniform(0, 8, 2)).buffer(r) for r in rng.uniform(0.2, 6, 20)]
    assert persons_in_each(people, polygons) == [persons_in(people, one) for one in polygons]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 900)), min_size=1, max_size=12),
    st.tuples(st.floats(0, 4), st.floats(0, 4), st.floats(0.1, 5), st.floats(0.1, 5)),
)
def test_the_ends_hold_whatever_the_split(
    rows: list[tuple[int, int, int]], window: tuple[float, float, float, float]
) -> None:
    """Wherever in its cell each person is: put all in one corner, then in another; both lie within."""
    people = layer([shapely.box(x, y, x + 1, y + 1) for x, y, _ in rows], [p for _, _, p in rows])
    x, y, width, height = window
    polygon = shapely.box(x, y, x + width, y + height)
    found = persons_in(people, polygon)
    for dx, dy in ((0.01, 0.01), (0.99, 0.99), (0.5, 0.5)):
        at = shapely.points([a + dx for a, _, _ in rows], [b + dy for _, b, _ in rows])
        inside = shapely.contains(polygon, at)
        # Up to the share of a cell that counts as a mere touch.
        assert found.low - 1e-6 <= people.high[inside].sum()
        assert people.low[inside].sum() <= found.high + 1e-6


def test_a_newer_layer_replaces_the_older_ones_of_its_kind() -> None:
    census = layer([TOWN], [100])
    displaced = replace(census, kind="displaced")
    older = replace(census, as_of=date(2020, 1, 1))
    survey = replace(census, as_of=date(2026, 1, 1), replaces="residents")
    assert count_layers([older, survey, displaced, census]) == (survey, displaced)
    assert count_layers([older, census]) == (older, census)
    said = replaced_remarks([older, survey, displaced, census])
    assert [(one.kind, one.file, one.persons) for one in said] == [
        ("left out", old.file, old.high.sum()) for old in (older, census)
    ]
    assert replaced_remarks([older, census]) == []
    # Of the same date the one listed later is the newer; a layer never replaces itself.
    same = replace(census, replaces="residents")
    assert count_layers([census, same]) == (same,)
    assert count_layers([same, census]) == (same, census)


# Tables


def test_points_with_a_radius_and_ranges(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "lon,lat,persons,radius_m\n10.05,50.05,120-150,500\n10.06,50.06,80,\n10.07,50.07,,\n11,51,40,\n",
    )
    people = read_people(spec(file, error=0.1), tmp_path, TOWN)
    assert people.low == pytest.approx([108, 72])
    assert people.high == pytest.approx([165, 88])
    said = {
        remark.kind: (remark.count, remark.persons)
        for remark in people.remarks
        if "ground examined" in remark.text
    }
    assert said == {"left out": (1, pytest.approx(44))}
    assert [r.count for r in people.remarks if "unknown, not none" in r.text] == [1]
    assert len(people.uncounted) == 1
    assert [r.count for r in people.remarks if "within 100 m" in r.text] == [3]
    assert people.split == "counted"


def test_cells_of_a_stated_size(tmp_path: Path) -> None:
    from safeground.formats.projection import area_m2

    file = table(tmp_path, "longitude;Latitude;Population\n10.05;50.05;120\n10.0514;50.05;80\n")
    people = read_people(spec(file, cell_m=100), tmp_path, TOWN)
    assert [area_m2(cell) for cell in people.cells] == pytest.approx([1e4, 1e4], rel=1e-3)
    assert people.cells[0].contains(shapely.Point(10.05, 50.05))


def test_a_total_of_a_unit_is_kept_as_one_and_shared_out_by_area(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "lon,lat,persons,unit,radius_m\n10.05,50.05,1000,camp,100\n10.3,50.3,,camp,300\n10.06,50.05,7,,100\n",
    )
    people = read_people(spec(file), tmp_path, TOWN)
    assert people.unit.tolist() == ["camp", "camp", ""]
    assert people.low == pytest.approx([100, 900, 7], rel=1e-3)
    assert people.split == "split by area within units"
    # The far cell of the camp stays, so that the camp is not taken to lie wholly inside.
    found = persons_in(people, TOWN)
    assert (found.low, found.high) == pytest.approx((7, 1007))


def test_the_persons_column_can_be_named_or_tagged(tmp_path: Path) -> None:
    named = table(tmp_path, "lon,lat,idps\n10.05,50.05,5\n", "a.csv")
    assert read_people(spec(named, count="idps"), tmp_path, TOWN).low.tolist() == [5]
    tagged = table(
        tmp_path, "Longitud,Latitud,Personas\n#geo+lon,#geo+lat,#population+idps\n10.05,50.05,5\n", "b.csv"
    )
    assert read_people(spec(tagged), tmp_path, TOWN).low.tolist() == [5]


def test_all_wrong_counts_and_places_at_once(tmp_path: Path) -> None:
    file = table(tmp_path, "lon,lat,persons\n10.05,50.05,-5\n10.05,50.05,NaN\n10.05,x,many\n10.05,50.05,3\n")
    found = faults_of(tmp_path, file)
    assert list(found) == ["row 2", "row 3", "row 4", "row 4, column lat"]
    assert found["row 2"] == "'-5', which is negative"


def test_a_thousand_wrong_rows_are_not_a_thousand_lines(tmp_path: Path) -> None:
    found = faults_of(tmp_path, table(tmp_path, "lon,lat,persons\n" + "10.05,50.05,-5\n" * 1000))
    assert len(found) == 21
    assert found[""] == "980 more rows like these"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lon,lat,persons\n50.05,10.05,5\n50.06,10.06,5\n", "places around longitude 50.0"),
        ("lon,lat,persons\n120,95,5\n", "longitude 120, latitude 95"),
        ("lon,lat,persons\n,50,5\n", "no longitude or latitude"),
        ("lon,lat,persons\n34.3,31.3,5\n", "people at longitude 34.2"),
        ("lon,lat,count\n10.05,50.05,5\n", "the columns lon, lat, count"),
        ("x_m,y_m,persons\n1,2,5\n", "the columns x_m, y_m, persons"),
        ("lon,lat,persons\n10.05,50.05,\n", "no count in any row"),
        ("lon,lat,persons,radius_m\n10.05,50.05,5,0\n", "a radius of 0 or less"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str, found: str) -> None:
    assert any(found in one for one in faults_of(tmp_path, table(tmp_path, text)).values())


def test_another_ending_is_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path, table(tmp_path, "", "people.doc")) == {"": "the ending '.doc'"}


# Polygons


def test_polygons_with_counts_are_cells(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(10.02, 50.02), (10.03, 50.03), (10.03, 50.02), (10.02, 50.03)])
    write_geojson(
        tmp_path / "zones.geojson",
        [
            ({"persons": 100}, shapely.box(10.0, 50.0, 10.01, 50.01)),
            ({"persons": "50-70"}, shapely.MultiPolygon([shapely.box(10.02, 50.0, 10.03, 50.01)])),
            ({"persons": None}, shapely.box(10.05, 50.0, 10.06, 50.01)),
        ],
    )
    people = read_people(spec("zones.geojson"), tmp_path, TOWN)
    assert (people.low.tolist(), people.high.tolist()) == ([100, 50], [100, 70])
    assert [r.count for r in people.remarks if "unknown, not none" in r.text] == [1]
    write_geojson(tmp_path / "bad.geojson", [({"persons": 1}, bow_tie)])
    assert any("invalid polygon" in one for one in faults_of(tmp_path, "bad.geojson").values())


def test_polygons_that_overlap_are_said(tmp_path: Path) -> None:
    write_geojson(
        tmp_path / "zones.geojson",
        [
            ({"persons": 1}, shapely.box(10, 50, 10.02, 50.02)),
            ({"persons": 1}, shapely.box(10.01, 50, 10.03, 50.02)),
        ],
    )
    people = read_people(spec("zones.geojson"), tmp_path, TOWN)
    assert [r.text for r in people.remarks if "counted twice" in r.text] == [
        "The polygons overlap by 25.0% of their area: people there may be counted twice."
    ]


def test_points_of_a_vector_file_are_as_those_of_a_table(tmp_path: Path) -> None:
    write_geojson(tmp_path / "p.geojson", [({"persons": 9}, shapely.Point(10.05, 50.05))])
    assert read_people(spec("p.geojson"), tmp_path, TOWN).low.tolist() == [9]
    write_geojson(tmp_path / "l.geojson", [({"persons": 9}, shapely.LineString([(10, 50), (10.1, 50)]))])
    assert "features of the kinds LineString" in faults_of(tmp_path, "l.geojson").values()


# Rasters


def test_raster_cells_with_people_are_cells(tmp_path: Path) -> None:
    values = np.zeros((10, 10), dtype="float32")
    values[2, 3], values[9, 9] = 4.5, 7
    people = read_people(spec(raster(tmp_path, values, Affine(0.02, 0, 10, 0, -0.02, 50.2))), tmp_path, TOWN)
    # Row 9, column 9 lies in the corner outside of the town.
    assert people.low.tolist() == []
    values[8, 3] = 12
    people = read_people(
        spec(raster(tmp_path, values, Affine(0.02, 0, 10, 0, -0.02, 50.2)), error=0.25), tmp_path, TOWN
    )
    assert (people.low.tolist(), people.high.tolist()) == ([9], [15])
    assert people.cells[0].bounds == pytest.approx((10.06, 50.02, 10.08, 50.04))
    assert people.split == "counted"
    values[8, 3] = 12.5
    people = read_people(spec(raster(tmp_path, values, Affine(0.02, 0, 10, 0, -0.02, 50.2))), tmp_path, TOWN)
    assert people.split == "split by the raster's maker"


def test_no_data_is_nobody_counted_and_said(tmp_path: Path) -> None:
    values = np.full((10, 10), 10, dtype="float32")
    values[:, 5:] = -99
    file = raster(tmp_path, values, Affine(0.01, 0, 10, 0, -0.01, 50.1), nodata=-99)
    people = read_people(spec(file), tmp_path, TOWN)
    assert people.low.sum() == 500
    (said,) = people.remarks
    assert said.text.startswith("50.0% of the part that the raster covers have no data")
    assert said.count == 50
    # Cells without people are counted ground, those without data are not.
    values[:, 2] = 0
    again = read_people(
        spec(raster(tmp_path, values, Affine(0.01, 0, 10, 0, -0.01, 50.1), nodata=-99)), tmp_path, TOWN
    )
    assert again.counted_ground is not None
    assert again.counted_ground.area == pytest.approx(0.05 * 0.1, rel=1e-6)
    assert again.counted_ground.bounds == pytest.approx((10, 50, 10.05, 50.1))


def test_a_raster_partly_off_the_area_says_how_much_it_covers(tmp_path: Path) -> None:
    file = raster(tmp_path, np.ones((10, 10), dtype="float32"), Affine(0.005, 0, 10, 0, -0.01, 50.1))
    people = read_people(spec(file), tmp_path, TOWN)
    (said,) = people.remarks
    assert said.text.startswith("The raster covers 50.0% of the ground examined")


@pytest.mark.parametrize(
    ("value", "dtype", "found"),
    [
        (-99999, "float32", "negative values"),
        (-1, "int16", "negative values"),
        (np.inf, "float32", "values that no ground can hold"),
        (3.4e38, "float32", "values that no ground can hold"),
        (2**31 - 1, "int32", "values that no ground can hold"),
    ],
)
def test_no_data_that_is_not_declared_is_not_people(
    tmp_path: Path, value: float, dtype: str, found: str
) -> None:
    values = np.full((10, 10), 3).astype(dtype)
    values[4, 4] = value
    file = raster(tmp_path, values, Affine(0.01, 0, 10, 0, -0.01, 50.1))
    (text,) = faults_of(tmp_path, file).values()
    assert text.startswith(found)
    assert "row 4, column 4" in text


def test_a_raster_in_metres_is_carried_over_and_it_is_said(tmp_path: Path) -> None:
    file = raster(
        tmp_path,
        np.ones((200, 200), dtype="float32"),
        Affine(100, 0, 565_000, 0, -100, 5_556_000),
        crs="EPSG:32632",
    )
    people = read_people(spec(file), tmp_path, TOWN)
    assert "UTM zone 32N" in people.remarks[0].text
    # About 7.2 km by 11.1 km of cells of 1 ha with 1 person.
    assert persons_in(people, TOWN).best == pytest.approx(7.165e3 * 11.124e3 / 1e4, rel=0.01)
