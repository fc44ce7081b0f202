"""People from a table of points or cells, or from a vector file of polygons or points with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.columns import (
    fault_if_swapped,
    features_as_table,
    find_column,
    lonlat,
    need_column,
    numbers,
)
from safeground.formats.projection import LocalProjection
from safeground.formats.tables import read_table
from safeground.ground.counts import parse_counts
from safeground.ground.lattice import cells_around, degree_steps, discs, rectangles, spacing_m
from safeground.ground.people import PeopleLayer
from safeground.plan.shapes import Shapes
from safeground.remarks import Remark

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.tables import Table
    from safeground.plan.model import PeopleFile

    Floats = npt.NDArray[np.float64]

COUNT: Final = ("persons", "population")
UNIT: Final = "unit"
RADIUS: Final = ("radius_m", "position_uncertainty_m")
POINT_RADIUS_M: Final = 100.0
"""How far around a point its people are taken to be, where nothing says so."""
MOST_FAULTS: Final = 20
OVERLAP: Final = 0.01
"""Share of the polygons' area that may lie in two of them (digitising slips) without a remark."""


class _Counts(NamedTuple):
    """Persons of each row, NaN where the row states none, and the unit of each row."""

    low: Floats
    high: Floats
    unit: npt.NDArray[np.str_]


def read_people_table(spec: PeopleFile, path: Path, within: BaseGeometry) -> PeopleLayer:
    """Read a table with ``lon``, ``lat`` and a count.

    Optional columns: ``unit``, ``radius_m`` (or ``position_uncertainty_m``). Rows are cells where the plan
    gives ``cell_m`` or the points lie in a grid, else points with people around. A count may be a range
    (``120-150``); an empty one is unknown, or part of its unit's.

    Raises
    ------
    InputError
        As ``read_table``; a missing column, negative, NaN or text counts, places off the earth, longitude
        and latitude swapped, all places far from ``within``.
    """
    table = read_table(path)
    faults = FaultList(path)
    counts = _counts(table, spec, faults)
    places = lonlat(table, faults)
    faults.raise_if_any()
    assert counts is not None
    assert places is not None
    lon, lat = places
    fault_if_swapped(lon, lat, within.bounds, faults, table.row_place)
    faults.raise_if_any()
    header = find_column(table, RADIUS)
    radius = numbers(table, header, faults) if header else None
    if radius is not None and (radius <= 0).any():
        faults.add(
            f"column {header}", "a radius of 0 or less", "metres above 0", "Correct or empty the cell."
        )
    faults.raise_if_any()
    cells, remarks = _cells(lon, lat, spec, radius, path.name)
    return _layer(spec, path, cells, counts, [*table.remarks, *remarks], within)


def read_people_features(spec: PeopleFile, path: Path, within: BaseGeometry) -> PeopleLayer:
    """Read polygons with counts, each a cell; or points, as from a table.

    Raises
    ------
    InputError
        As ``read_features`` and ``read_people_table``; invalid polygons that a repair would change much.
    """
    shapes = Shapes(path.parent)
    features = shapes.features(path.name)
    faults = FaultList(path)
    table = features_as_table(features)
    counts = _counts(table, spec, faults)
    kinds = {"nothing" if one is None or one.is_empty else one.geom_type for one in features.geometry}
    if not (kinds <= {"Polygon", "MultiPolygon"} or kinds == {"Point"}):
        faults.add(
            "", f"features of the kinds {', '.join(sorted(kinds))}", "polygons, or points", "Split the file."
        )
    faults.raise_if_any()
    assert counts is not None
    remarks: list[Remark] = []
    if kinds == {"Point"}:
        at = shapely.get_coordinates(features.geometry)
        fault_if_swapped(at[:, 0], at[:, 1], within.bounds, faults, table.row_place)
        faults.raise_if_any()
        cells, remarks = _cells(at[:, 0], at[:, 1], spec, None, path.name)
    else:
        rows = list(range(len(features)))
        cells = np.array(shapes.polygons_of_rows(path.name, features, rows), dtype=object)
        remarks = _overlaps(cells, path.name)
    return _layer(spec, path, cells, counts, [*shapes.remarks, *remarks], within)


def _counts(table: Table, spec: PeopleFile, faults: FaultList) -> _Counts | None:
    """Return the persons of each row, or None with the faults noted."""
    cells = need_column(table, (spec.count,) if spec.count else COUNT, faults)
    if cells is None:
        return None
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    wrong: list[tuple[int, str]] = []
    for i, text in enumerate(cells):
        try:
            ends = parse_counts(text)
        except ValueError as error:
            wrong.append((i, str(error)))
        else:
            low[i], high[i] = ends if ends else (np.nan, np.nan)
    expected = "persons: a number of 0 or more, a range such as 120-150, or nothing where unknown"
    for i, found in wrong[:MOST_FAULTS]:
        faults.add(table.row_place(i), found, expected, "Correct the cell.")
    if len(wrong) > MOST_FAULTS:
        faults.add("", f"{len(wrong) - MOST_FAULTS} more rows like these", expected, "Correct them all.")
    if not wrong and np.isnan(low).all():
        faults.add("", "no count in any row", expected, "Name the column that has the counts (count: ...).")
    header = find_column(table, (UNIT,))
    unit = np.array(table.columns[header] if header else [""] * len(table), dtype=np.str_)
    return _Counts(low * (1 - spec.error), high * (1 + spec.error), unit)


def _cells(
    lon: Floats, lat: Floats, spec: PeopleFile, radius: Floats | None, file: str
) -> tuple[npt.NDArray[np.object_], list[Remark]]:
    """Return the cell of each place: of the stated or the inferred grid, else a disc."""
    if radius is None:
        if not spec.cell_m and (steps := degree_steps(lon, lat)):
            text = f"The places lie in a grid: each row is a cell of {steps[0]:.6g}° by {steps[1]:.6g}°."
            return rectangles(lon, lat, steps), [Remark("inferred", file, text, len(lon))]
        spacing = spec.cell_m or spacing_m(lon, lat)
        if spacing:
            cells, shape = cells_around(lon, lat, spacing)
            stated = "the stated distance" if spec.cell_m else f"{spacing:.0f} m, the distance"
            text = (
                f"The places lie in a grid: each row is a cell, {shape} with {stated} between their centres."
            )
            return cells, [Remark("inferred", file, text, len(cells))]
        radius = np.full(len(lon), np.nan)
    unknown = np.isnan(radius)
    remarks = []
    if unknown.any():
        text = f"People of a point are taken to be within {POINT_RADIUS_M:.0f} m of it; nothing says where."
        remarks.append(Remark("inferred", file, text, int(unknown.sum())))
    return discs(lon, lat, np.where(unknown, POINT_RADIUS_M, radius)), remarks


def _overlaps(cells: npt.NDArray[np.object_], file: str) -> list[Remark]:
    total = float(np.sum(shapely.area(cells)))
    twice = total - float(shapely.area(shapely.union_all(cells)))
    if twice <= OVERLAP * total:
        return []
    text = f"The polygons overlap by {twice / total:.1%} of their area: people there may be counted twice."
    return [Remark("warning", file, text)]


def _layer(
    spec: PeopleFile,
    path: Path,
    cells: npt.NDArray[np.object_],
    counts: _Counts,
    remarks: list[Remark],
    within: BaseGeometry,
) -> PeopleLayer:
    """Return the layer of the cells that touch ``within``, whole units kept together."""
    low, high, unit = counts
    low, high, split, shared = _share_out(cells, low, high, unit)
    if shared:
        text = "A unit's total was shared out over its cells without a count of their own, by their area."
        remarks = [*remarks, Remark("inferred", path.name, text, shared)]
    unknown = np.isnan(low)
    if unknown.any():
        text = "Rows without a count are in no figure: the people there are unknown, not none."
        remarks = [*remarks, Remark("left out", path.name, text, int(unknown.sum()))]
    shapely.prepare(within)
    near = shapely.intersects(within, cells)
    touching = near & ~unknown
    _refuse_other_place(path, cells, within)
    units = np.unique(unit[touching & (unit != "")])
    keep = touching | (np.isin(unit, units) & ~unknown)
    elsewhere = ~keep & ~unknown
    if elsewhere.any():
        text = "Cells outside of the ground examined were left out."
        persons = float(np.sum(high[elsewhere]))
        remarks = [*remarks, Remark("left out", path.name, text, int(elsewhere.sum()), persons)]
    return PeopleLayer(
        kind=spec.kind,
        as_of=spec.as_of,
        source=spec.source,
        file=spec.file,
        cells=cells[keep],
        low=low[keep],
        high=high[keep],
        split=split,
        unit=unit[keep],
        remarks=tuple(remarks),
        replaces=spec.replaces,
        uncounted=cells[near & unknown],
    )


def _share_out(
    cells: npt.NDArray[np.object_], low: Floats, high: Floats, unit: npt.NDArray[np.str_]
) -> tuple[Floats, Floats, str, int]:
    """Share the totals of units out over their cells where only some of these have a count.

    Returns the counts, how they were split, and how many cells got a share.
    """
    low, high = low.copy(), high.copy()
    shared = 0
    for name in np.unique(unit[np.isnan(low) & (unit != "")]):
        of_unit = np.flatnonzero(unit == name)
        stated = of_unit[~np.isnan(low[of_unit])]
        if not len(stated):
            continue
        share = shapely.area(LocalProjection.around(cells[of_unit]).project(cells[of_unit]))
        share = share / share.sum()
        low[of_unit], high[of_unit] = share * low[stated].sum(), share * high[stated].sum()
        shared += len(of_unit)
    if shared:
        return low, high, "split by area within units", shared
    _, sizes = np.unique(unit[unit != ""], return_counts=True)
    return low, high, "split by the file within units" if (sizes > 1).any() else "counted", 0


def _refuse_other_place(path: Path, cells: npt.NDArray[np.object_], within: BaseGeometry) -> None:
    west, south, east, north = shapely.total_bounds(cells)
    if shapely.box(west, south, east, north).intersects(shapely.box(*within.bounds)):
        return
    a, b, c, d = within.bounds
    found = f"people at longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}"
    expected = f"people near longitude {a:.4f} to {c:.4f}, latitude {b:.4f} to {d:.4f}"
    raise InputError([Fault(str(path), "", found, expected, "Name the people of the plan's place.")])
