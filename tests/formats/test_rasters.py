from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import Affine

from safeground.errors import InputError
from safeground.formats import rasters
from safeground.formats.rasters import clip_raster, open_window

if TYPE_CHECKING:
    from pathlib import Path


def from_origin(west: float, north: float, width: float, height: float) -> Affine:
    # rasterio's own warns with the newest affine.
    return Affine(width, 0, west, 0, -height, north)


def write(
    path: Path, values: np.ndarray, transform: Affine, crs: str | None = "EPSG:4326", **more: object
) -> Path:
    rows, columns = values.shape
    profile = {"driver": "GTiff", "width": columns, "height": rows, "count": 1, "dtype": str(values.dtype)}
    with rasterio.open(path, "w", crs=crs, transform=transform, **profile, **more) as raster:
        raster.write(values, 1)
    return path


def values_of(path: Path, bounds: tuple[float, float, float, float]) -> dict[tuple[int, int], float]:
    window = open_window(path, bounds)
    return {
        (strip.row + int(r), strip.column + int(c)): float(strip.values[r, c])
        for strip in window.strips()
        for r, c in np.argwhere(~np.isnan(strip.values))
    }


def test_a_window_holds_every_cell_that_the_bounds_touch(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.arange(100.0).reshape(10, 10), from_origin(0, 10, 1, 1))
    found = values_of(path, (3.5, 3.5, 5.5, 4.5))
    wanted = {(row, column) for row in (5, 6) for column in (3, 4, 5)}
    assert wanted <= found.keys()
    assert len(found) < 100
    assert found[5, 3] == 53


def test_strips_are_the_same_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.tif", np.arange(100.0).reshape(10, 10), from_origin(0, 10, 1, 1))
    whole = values_of(path, (0, 0, 10, 10))
    monkeypatch.setattr(rasters, "STRIP_CELLS", 30)
    assert len(list(open_window(path, (0, 0, 10, 10)).strips())) == 4
    assert values_of(path, (0, 0, 10, 10)) == whole


def test_no_data_and_scale_are_applied(tmp_path: Path) -> None:
    values = np.array([[1, 2], [-9, 4]], dtype=np.int16)
    path = write(tmp_path / "a.tif", values, from_origin(0, 2, 1, 1), nodata=-9)
    with rasterio.open(path, "r+") as raster:
        raster.scales, raster.offsets = (0.5,), (10.0,)
    assert values_of(path, (0, 0, 2, 2)) == {(0, 0): 10.5, (0, 1): 11.0, (1, 1): 12.0}


@pytest.mark.parametrize(
    "transform", [from_origin(500_000, 5_540_000, 100, 100), Affine(60, 80, 5e5, 80, -60, 5.53e6)]
)
def test_cells_of_another_crs_lie_where_pyproj_puts_them(tmp_path: Path, transform: Affine) -> None:
    from pyproj import Transformer

    path = write(tmp_path / "a.tif", np.ones((20, 30)), transform, "EPSG:32632")
    to = Transformer.from_crs("EPSG:32632", "EPSG:4326", always_xy=True)
    a, b, c, d, e, f = tuple(transform)[:6]
    lon, lat = to.transform(a * 7.5 + b * 4.5 + c, d * 7.5 + e * 4.5 + f)
    window = open_window(path, (lon - 1e-5, lat - 1e-5, lon + 1e-5, lat + 1e-5))
    assert "UTM" in window.remarks[0].text
    (cell,) = window.corners(np.array([4]), np.array([7]))
    assert cell.contains(shapely.Point(lon, lat))
    assert window.window.col_off <= 7 < window.window.col_off + window.window.width
    assert window.window.row_off <= 4 < window.window.row_off + window.window.height


def test_wrong_rasters_are_refused_with_what_to_do(tmp_path: Path) -> None:
    here = (0.0, 0.0, 1.0, 1.0)
    values = np.ones((4, 4))
    no_crs = write(tmp_path / "nocrs.tif", values, from_origin(0, 1, 0.25, 0.25), None)
    elsewhere = write(tmp_path / "there.tif", values, from_origin(30, 1, 0.25, 0.25))
    whole = write(tmp_path / "whole.tif", np.ones((500, 500)), from_origin(0, 1, 0.002, 0.002))
    text = tmp_path / "text.tif"
    text.write_text("no raster")
    for path, found in (
        (no_crs, "without a coordinate reference system"),
        (elsewhere, "longitude 30.0000 to 31.0000"),
        (text, "cannot be read as a raster"),
        (tmp_path / "none.tif", "no such file"),
    ):
        with pytest.raises(InputError, match=found) as error:
            open_window(path, here)
        assert error.value.faults[0].fix
    short = tmp_path / "short.tif"
    short.write_bytes(whole.read_bytes()[:200_000])
    with pytest.raises(InputError, match="cannot be read as a raster"):
        list(open_window(short, here).strips())


def test_of_several_bands_the_first_is_read_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    profile = {"driver": "GTiff", "width": 2, "height": 2, "count": 3, "dtype": "float32"}
    with rasterio.open(path, "w", crs="EPSG:4326", transform=from_origin(0, 2, 1, 1), **profile) as raster:
        raster.write(np.stack([np.full((2, 2), band) for band in (1, 2, 3)]).astype("float32"))
    window = open_window(path, (0, 0, 2, 2))
    assert [remark.count for remark in window.remarks] == [2]
    assert set(values_of(path, (0, 0, 2, 2)).values()) == {1.0}


def test_a_clip_has_the_same_cells_in_the_same_places(tmp_path: Path) -> None:
    values = np.random.default_rng(1).random((50, 60)).astype("float32")
    values[:5] = -1
    path = write(tmp_path / "a.tif", values, from_origin(10, 50, 0.01, 0.01), nodata=-1)
    bounds = (10.1, 49.7, 10.3, 49.99)
    clip_raster(path, bounds, tmp_path / "b.tif")
    with rasterio.open(tmp_path / "b.tif") as clip, rasterio.open(path) as whole:
        assert clip.width < whole.width
        assert clip.nodata == -1
        assert clip.crs == whole.crs
        lon, lat = 10.205, 49.805
        assert list(clip.sample([(lon, lat)])) == list(whole.sample([(lon, lat)]))
        assert clip.bounds.left <= bounds[0]
        assert clip.bounds.top >= bounds[3]
