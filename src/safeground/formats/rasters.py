"""Rasters, read a strip at a time: the cells of a window and where they lie."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.errors import Fault, InputError
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt
    from pyproj import Transformer
    from rasterio.io import DatasetReader
    from rasterio.windows import Window
    from shapely.geometry.base import BaseGeometry

    Bounds = tuple[float, float, float, float]
    Floats = npt.NDArray[np.float64]

STRIP_CELLS: Final = 2_000_000
FOOTPRINT_STEPS: Final = 50
"""Points a side of a raster's outline, so that it stays true in another projection."""
ENDINGS: Final = (".tif", ".tiff", ".vrt", ".asc", ".img", ".nc")


@dataclass(frozen=True, slots=True)
class Strip:
    """Some rows of a window.

    Parameters
    ----------
    values
        Cell values, NaN where the raster has no data, shape (r, c).
    row, column
        Of the first cell, in the raster.
    """

    values: Floats
    row: int
    column: int


@dataclass(frozen=True)
class RasterWindow:
    """The part of a raster's first band that touches some bounds.

    Parameters
    ----------
    path
        The file.
    window
        Rows and columns (rasterio's).
    transform
        Column and row → coordinates of the raster (affine, rasterio's order a, b, c, d, e, f).
    to_wgs84
        Coordinates of the raster → longitude and latitude; None where they are that already.
    footprint
        The whole raster's outline, WGS 84.
    remarks
        What a reader must know of the raster.
    """

    path: Path
    window: Window
    transform: tuple[float, float, float, float, float, float]
    to_wgs84: Transformer | None
    footprint: BaseGeometry
    remarks: tuple[Remark, ...]

    def strips(self) -> Iterator[Strip]:
        """Yield the window's values, at most about ``STRIP_CELLS`` at a time."""
        from rasterio.windows import Window

        rows = max(1, STRIP_CELLS // max(1, int(self.window.width)))
        with _opened(self.path) as raster:
            for top in range(0, int(self.window.height), rows):
                height = min(rows, int(self.window.height) - top)
                part = Window(self.window.col_off, self.window.row_off + top, self.window.width, height)
                band = raster.read(1, window=part, masked=True)
                values = band.astype(np.float64).filled(np.nan) * raster.scales[0] + raster.offsets[0]
                yield Strip(values, int(part.row_off), int(part.col_off))

    def corners(self, row: npt.NDArray[np.int64], column: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
        """Return the cells' outlines as polygons (WGS 84), shape (n,)."""
        x = column[:, None] + np.array([0, 1, 1, 0, 0])
        y = row[:, None] + np.array([0, 0, 1, 1, 0])
        return np.asarray(shapely.polygons(np.stack(self.lonlat(x, y), axis=-1)), dtype=object)

    def centres(self, row: npt.NDArray[np.int64], column: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return longitude and latitude of the cells' centres."""
        return self.lonlat(column + 0.5, row + 0.5)

    def lonlat(self, column: npt.ArrayLike, row: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return longitude and latitude of places given in columns and rows."""
        a, b, c, d, e, f = self.transform
        column, row = np.asarray(column, dtype=np.float64), np.asarray(row, dtype=np.float64)
        x, y = a * column + b * row + c, d * column + e * row + f
        if self.to_wgs84 is None:
            return x, y
        lon, lat = self.to_wgs84.transform(x.ravel(), y.ravel())
        return np.asarray(lon).reshape(x.shape), np.asarray(lat).reshape(y.shape)


def open_window(path: Path, bounds: Bounds) -> RasterWindow:
    """Return the window of a raster that covers bounds in WGS 84; nothing is read yet.

    Raises
    ------
    InputError
        No such file, no raster, no coordinate reference system, or a raster of another place.
    """
    import pyproj
    from rasterio.windows import Window

    with _opened(path) as raster:
        if raster.crs is None:
            fix = "Write its CRS into it (gdal_edit.py -a_srs EPSG:...), or export it with its CRS."
            raise _fault(path, "a raster without a coordinate reference system", "one with a CRS", fix)
        crs = pyproj.CRS.from_user_input(raster.crs.to_wkt())
        wgs84 = pyproj.CRS.from_epsg(4326)
        here = None
        if not crs.equals(wgs84, ignore_axis_order=True):
            here = pyproj.Transformer.from_crs(crs, wgs84, always_xy=True)
        transform = tuple(raster.transform)[:6]
        remarks = _remarks(path, raster, crs.name if here else None)
        whole = RasterWindow(
            path, Window(0, 0, raster.width, raster.height), transform, here, shapely.box(0, 0, 0, 0), remarks
        )
        footprint = _footprint(whole)
        if not shapely.intersects(footprint, shapely.box(*bounds)):
            west, south, east, north = footprint.bounds
            found = f"a raster of longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}"
            west, south, east, north = bounds
            expected = f"one of longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}"
            raise _fault(path, found, expected, "Name the raster of the plan's place.")
        column, row = _columns_rows(raster, bounds, here)
        left, top = (max(0, int(np.floor(v.min())) - 1) for v in (column, row))
        right = min(raster.width, int(np.ceil(column.max())) + 1)
        bottom = min(raster.height, int(np.ceil(row.max())) + 1)
    window = Window(left, top, max(0, right - left), max(0, bottom - top))
    return RasterWindow(path, window, transform, here, footprint, remarks)


def clip_raster(path: Path, bounds: Bounds, out: Path) -> tuple[Remark, ...]:
    """Write the part of a raster's first band that covers bounds in WGS 84, as GeoTIFF, a strip at a time.

    Raises
    ------
    InputError
        As ``open_window``.
    """
    import rasterio
    from rasterio.transform import Affine
    from rasterio.windows import Window

    window = open_window(path, bounds)
    part = window.window
    a, b, c, d, e, f = window.transform
    corner = a * part.col_off + b * part.row_off + c, d * part.col_off + e * part.row_off + f
    with _opened(path) as raster:
        profile = {
            "driver": "GTiff",
            "crs": raster.crs,
            "dtype": raster.dtypes[0],
            "nodata": raster.nodata,
            "count": 1,
            "width": int(part.width),
            "height": int(part.height),
            "transform": Affine(a, b, corner[0], d, e, corner[1]),
            "compress": "deflate",
        }
        with rasterio.open(out, "w", **profile) as clipped:
            clipped.scales, clipped.offsets = raster.scales[:1], raster.offsets[:1]
            rows = max(1, STRIP_CELLS // int(part.width))
            for top in range(0, int(part.height), rows):
                height = min(rows, int(part.height) - top)
                here = Window(part.col_off, part.row_off + top, part.width, height)
                clipped.write(raster.read(1, window=here), 1, window=Window(0, top, part.width, height))
    return window.remarks


def _columns_rows(
    raster: DatasetReader, bounds: Bounds, to_wgs84: Transformer | None
) -> tuple[Floats, Floats]:
    """Return columns and rows of the outline of bounds, close enough to hold all of it."""
    lon, lat = shapely.get_coordinates(_dense(shapely.box(*bounds))).T
    x, y = (lon, lat) if to_wgs84 is None else to_wgs84.transform(lon, lat, direction="INVERSE")
    a, b, c, d, e, f = tuple(~raster.transform)[:6]
    x, y = np.asarray(x), np.asarray(y)
    finite = np.isfinite(x) & np.isfinite(y)
    return (a * x + b * y + c)[finite], (d * x + e * y + f)[finite]


def _footprint(whole: RasterWindow) -> BaseGeometry:
    outline = _dense(shapely.box(0, 0, int(whole.window.width), int(whole.window.height)))
    column, row = shapely.get_coordinates(outline).T
    lon, lat = whole.lonlat(column, row)
    finite = np.isfinite(lon) & np.isfinite(lat)
    return shapely.make_valid(shapely.Polygon(np.column_stack([lon[finite], lat[finite]])))


def _dense(box: BaseGeometry) -> BaseGeometry:
    longest = max(box.bounds[2] - box.bounds[0], box.bounds[3] - box.bounds[1])
    return shapely.segmentize(box, longest / FOOTPRINT_STEPS) if longest > 0 else box


def _remarks(path: Path, raster: DatasetReader, other_crs: str | None) -> tuple[Remark, ...]:
    remarks = []
    if other_crs:
        text = f"The raster is in {other_crs}; its cells were carried over as they are, none was resampled."
        remarks.append(Remark("inferred", path.name, text))
    if raster.count > 1:
        text = f"Of the raster's {raster.count} bands the first was read."
        remarks.append(Remark("left out", path.name, text, raster.count - 1))
    return tuple(remarks)


@contextmanager
def _opened(path: Path) -> Iterator[DatasetReader]:
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    if not path.is_file():
        raise _fault(path, "no such file", "a raster (GeoTIFF)", "Correct its name or put it there.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            raster = rasterio.open(path)
        with raster:
            yield raster
    except RasterioError as error:
        found = f"a file that cannot be read as a raster ({error})"
        fix = "Download or export it again, as GeoTIFF; it may be cut short."
        raise _fault(path, found, "a whole raster (GeoTIFF)", fix) from error


def _fault(path: Path, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(path), "", found, expected, fix)])
