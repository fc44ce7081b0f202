"""People in polygons against rasterstats and exactextract, which never saw our cells."""

from __future__ import annotations

import itertools
import warnings
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import Affine

from safeground.formats.projection import LocalProjection
from safeground.ground.people import persons_in_each, read_people
from safeground.plan.model import PeopleFile

if TYPE_CHECKING:
    from pathlib import Path

WITHIN = shapely.box(9.9, 49.9, 10.4, 50.4)


@pytest.fixture
def raster(tmp_path: Path) -> Path:
    rng = np.random.default_rng(7)
    values = np.where(rng.random((90, 110)) < 0.3, 0, rng.gamma(0.7, 30, (90, 110))).astype("float32")
    values[:7, 40:] = -99
    path = tmp_path / "people.tif"
    profile = {"driver": "GTiff", "width": 110, "height": 90, "count": 1, "dtype": "float32"}
    transform = Affine(0.003, 0, 10.0, 0, -0.003, 50.27)
    with rasterio.open(path, "w", crs="EPSG:4326", transform=transform, nodata=-99, **profile) as file:
        file.write(values, 1)
    return path


@pytest.fixture
def polygons() -> list[shapely.Polygon]:
    rng = np.random.default_rng(8)
    # Some hang off the raster.
    return [
        shapely.Point(rng.uniform(10, 10.33), rng.uniform(50, 50.27)).buffer(rng.uniform(0.004, 0.06), 5)
        for _ in range(25)
    ]


def sums_by_area(raster: Path, polygons: list[shapely.Polygon]) -> list[float]:
    """Exactextract's sums, cells shared out by their area inside; polygons in the raster's own CRS."""
    from exactextract import exact_extract

    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(one)} for one in polygons
    ]
    with rasterio.open(raster) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [row["properties"]["sum"] or 0.0 for row in exact_extract(file, features, "sum")]


def test_best_is_exactextract_s_sum_by_area(raster: Path, polygons: list[shapely.Polygon]) -> None:
    spec = PeopleFile(file=raster.name, kind="residents", as_of=date(2025, 1, 1), source="test")
    found = [one.best for one in persons_in_each(read_people(spec, raster.parent, WITHIN), polygons)]
    assert found == pytest.approx(sums_by_area(raster, polygons), rel=1e-5, abs=1e-3)


def test_low_and_high_hold_rasterstats_sums(raster: Path, polygons: list[shapely.Polygon]) -> None:
    """By cell centres the sum lies between; of all touched cells it is our high end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from rasterstats import zonal_stats

        centres = [row["sum"] or 0.0 for row in zonal_stats(polygons, str(raster), stats=["sum"], nodata=-99)]
        touched = [
            row["sum"] or 0.0
            for row in zonal_stats(polygons, str(raster), stats=["sum"], nodata=-99, all_touched=True)
        ]
    spec = PeopleFile(file=raster.name, kind="residents", as_of=date(2025, 1, 1), source="test")
    found = persons_in_each(read_people(spec, raster.parent, WITHIN), polygons)
    for ours, by_centre in zip(found, centres, strict=True):
        assert ours.low - 1e-3 <= by_centre <= ours.high + 1e-3
    # GDAL's all-touched draws lines with its own rounding: a cell more or less at a corner.
    highs = np.array([one.high for one in found])
    assert np.abs(highs - touched).sum() <= 0.01 * np.sum(touched)


def test_the_same_town_in_metres_and_degrees(tmp_path: Path) -> None:
    """A raster in UTM read by carrying its cells over, against exactextract in the raster's own CRS."""
    from pyproj import Transformer

    values = np.random.default_rng(9).gamma(1, 5, (80, 80)).astype("float32")
    path = tmp_path / "utm.tif"
    profile = {"driver": "GTiff", "width": 80, "height": 80, "count": 1, "dtype": "float32"}
    with rasterio.open(
        path, "w", crs="EPSG:32632", transform=Affine(100, 0, 570_000, 0, -100, 5_550_000), **profile
    ) as file:
        file.write(values, 1)
    drawn = [shapely.Point(574_000, 5_546_000).buffer(r) for r in (500, 1500, 3000)]
    to = Transformer.from_crs("EPSG:32632", "EPSG:4326", always_xy=True)
    here = [
        shapely.transform(one, lambda at: np.column_stack(to.transform(at[:, 0], at[:, 1]))) for one in drawn
    ]
    spec = PeopleFile(file=path.name, kind="residents", as_of=date(2025, 1, 1), source="test")
    found = persons_in_each(read_people(spec, tmp_path, shapely.union_all(here)), here)
    assert [one.best for one in found] == pytest.approx(sums_by_area(path, drawn), rel=1e-4)


def test_porto_alegre_adds_up(real_data: Path) -> None:
    """Every cell once: the districts of a cut-up city add up to the city, and to the file's own sum."""
    spec = PeopleFile(file="poa_hexgrid.csv", kind="residents", as_of=date(2010, 1, 1), source="census")
    city = shapely.box(-51.5, -30.5, -50.9, -29.8)
    layer = read_people(spec, real_data / "porto-alegre", city)
    assert layer.low.sum() == 812_935
    assert "hexagons" in layer.remarks[0].text
    xs = np.linspace(-51.5, -50.9, 9)
    strips = [shapely.box(a, -30.5, b, -29.8) for a, b in itertools.pairwise(xs)]
    parts = persons_in_each(layer, strips)
    assert sum(one.best or 0 for one in parts) == pytest.approx(812_935, abs=0.5)
    assert sum(one.low for one in parts) < 812_935 < sum(one.high for one in parts)
    # H3 cells of resolution 9 have about 0.1 km².
    plane = LocalProjection.around(layer.cells)
    assert np.median(shapely.area(plane.project(layer.cells))) == pytest.approx(81_000, rel=0.1)
