"""People from a raster of counts: each cell with people is a cell of the layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.errors import Fault, InputError
from safeground.formats.projection import area_m2
from safeground.formats.rasters import RasterWindow, Strip, open_window
from safeground.ground.people import PeopleLayer
from safeground.remarks import Remark

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.model import PeopleFile

MOST_PERSONS_PER_M2: Final = 2.0
"""The densest quarter on record, Kowloon Walled City, had about 1.9 residents a m² of ground."""
WHOLE: Final = 0.9999
MOST_RUNS: Final = 20_000
"""Cells without data in more runs than this are taken as covered: a remark has their share."""


def read_people_raster(spec: PeopleFile, path: Path, within: BaseGeometry) -> PeopleLayer:
    """Read the raster cells that touch a polygon, a strip at a time; only those with people are kept.

    Raises
    ------
    InputError
        As ``open_window``; and negative or infinite values, or values that no ground can hold, which
        are a "no data" value that the file does not declare.
    """
    window = open_window(path, within.bounds)
    shapely.prepare(within)
    cells: list[npt.NDArray[np.object_]] = []
    persons: list[npt.NDArray[np.float64]] = []
    lacking: list[npt.NDArray[np.object_]] = []
    no_data, all_cells = 0, 0
    for strip in window.strips():
        _check(path, window, strip)
        lost, seen = _no_data(window, strip, within)
        no_data, all_cells = no_data + lost, all_cells + seen
        lacking.append(_without_data(window, strip, MOST_RUNS - sum(map(len, lacking))))
        row, column = np.nonzero(strip.values > 0)
        outline = window.corners(row + strip.row, column + strip.column)
        touching = shapely.intersects(within, outline)
        cells.append(outline[touching])
        persons.append(strip.values[row, column][touching])
    count = np.concatenate(persons) if persons else np.empty(0)
    whole_numbers = bool(np.all(count == np.round(count)))
    return PeopleLayer(
        kind=spec.kind,
        as_of=spec.as_of,
        source=spec.source,
        file=spec.file,
        cells=np.concatenate(cells) if cells else np.empty(0, dtype=object),
        low=count * (1 - spec.error),
        high=count * (1 + spec.error),
        split="counted" if whole_numbers else "split by the raster's maker",
        unit=np.full(len(count), "", dtype=np.str_),
        remarks=(*window.remarks, *_coverage(path, window, within, no_data, all_cells)),
        replaces=spec.replaces,
        counted_ground=_counted_ground(window, within, lacking),
    )


def _without_data(window: RasterWindow, strip: Strip, most: int) -> npt.NDArray[np.object_]:
    """Return the runs of cells in a row that have no data, each as one polygon; none if they are too many."""
    edge = np.zeros((len(strip.values), 1), dtype=bool)
    nothing = np.hstack((edge, np.isnan(strip.values), edge))
    row, first = np.nonzero(nothing[:, 1:] & ~nothing[:, :-1])
    _, end = np.nonzero(nothing[:, :-1] & ~nothing[:, 1:])
    if len(row) > most:
        return np.empty(0, dtype=object)
    left = window.corners(row + strip.row, first + strip.column)
    right = window.corners(row + strip.row, end - 1 + strip.column)
    return np.asarray(shapely.convex_hull(shapely.union(left, right)), dtype=object)


def _counted_ground(
    window: RasterWindow, within: BaseGeometry, lacking: list[npt.NDArray[np.object_]]
) -> BaseGeometry:
    """Return where the raster has a value: its extent without the cells that have no data."""
    known = shapely.intersection(window.footprint, within)
    return shapely.difference(known, shapely.union_all(np.concatenate([np.empty(0, object), *lacking])))


def _check(path: Path, window: RasterWindow, strip: Strip) -> None:
    """Refuse values that are no count of people."""
    values = strip.values
    known = values[~np.isnan(values)]
    if not len(known):
        return
    middle = np.array([strip.row + values.shape[0] // 2]), np.array([strip.column + values.shape[1] // 2])
    most = MOST_PERSONS_PER_M2 * area_m2(window.corners(*middle)[0])
    for wrong, found in ((values < 0, "negative values"), (values > most, "values that no ground can hold")):
        if not wrong.any():
            continue
        row, column = np.argwhere(wrong)[0]
        example = f"{values[row, column]:g} in row {row + strip.row}, column {column + strip.column}"
        raise InputError(
            [
                Fault(
                    str(path),
                    "",
                    f"{found} ({np.count_nonzero(wrong)} cells; {example})",
                    "persons in each cell, 0 or more, and a declared value for no data",
                    "If they mean no data, declare it (gdal_edit.py -a_nodata VALUE); else correct them.",
                )
            ]
        )


def _no_data(window: RasterWindow, strip: Strip, within: BaseGeometry) -> tuple[int, int]:
    """Return how many cells with their centre inside have no data, and how many there are."""
    rows, columns = strip.values.shape
    row, column = np.mgrid[0:rows, 0:columns].reshape(2, -1)
    lon, lat = window.centres(row + strip.row, column + strip.column)
    west, south, east, north = within.bounds
    at = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    at = at[shapely.contains_xy(within, lon[at], lat[at])]
    return int(np.count_nonzero(np.isnan(strip.values.ravel()[at]))), len(at)


def _coverage(
    path: Path, window: RasterWindow, within: BaseGeometry, no_data: int, cells: int
) -> list[Remark]:
    remarks = []
    covered = area_m2(shapely.intersection(window.footprint, within)) / area_m2(within)
    if covered < WHOLE:
        text = (
            f"The raster covers {covered:.1%} of the ground examined; people in the rest are unknown to it, "
            "and not counted."
        )
        remarks.append(Remark("warning", path.name, text))
    if no_data:
        text = (
            f"{no_data / cells:.1%} of the part that the raster covers have no data; "
            "people there are unknown to it, and not counted."
        )
        remarks.append(Remark("warning", path.name, text, no_data))
    return remarks
