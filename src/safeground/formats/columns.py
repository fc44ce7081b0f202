"""Columns of tables by the names that people give them, and the places that they hold."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.formats.tables import HXL_NAMES, Table, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from safeground.errors import FaultList
    from safeground.formats.vectors import Features

    Floats = npt.NDArray[np.float64]

LON: Final = ("lon", "longitude", "lng", "long", "x")
LAT: Final = ("lat", "latitude", "y")
HALF: Final = 0.5


def features_as_table(features: Features) -> Table:
    """Return the attributes of a vector file as a table of text, a row a feature."""
    columns = {
        name: ["" if value is None or value != value else str(value).strip() for value in values]
        for name, values in features.columns.items()
    }
    return Table(columns, tuple(range(1, len(features) + 1)), features.file, {}, features.remarks)


def find_column(table: Table, names: Sequence[str]) -> str | None:
    """Return the header of the first of ``names`` that a table has, whatever its case, or by its HXL tag."""
    by_name = {header.lower().strip(): header for header in reversed(table.columns)}
    for name in names:
        if name.lower() in by_name:
            return by_name[name.lower()]
    wanted = [HXL_NAMES[name] for name in names if name in HXL_NAMES]
    tagged = [
        header
        for header, tag in table.tags.items()
        if any(tag == known or tag.startswith(f"{known}+") for known in wanted)
    ]
    return tagged[0] if len(tagged) == 1 else None


def need_column(table: Table, names: Sequence[str], faults: FaultList) -> list[str] | None:
    """Return a column's cells; note a fault and return None where the table has no such column."""
    header = find_column(table, names)
    if header is not None:
        return table.columns[header]
    near = get_close_matches(names[0], table.columns, n=1)
    found = f"the columns {', '.join(table.columns)}"
    fix = f"Rename {near[0]} to {names[0]}." if near else f"Add the column {names[0]}."
    faults.add("header", found, f"a column {names[0]}", fix)
    return None


def numbers(table: Table, header: str, faults: FaultList) -> Floats:
    """Return a column's numbers, NaN where a cell is empty; note a fault for any other cell."""
    values = np.full(len(table), np.nan)
    for i, text in enumerate(table.columns[header]):
        try:
            value = parse_number(text)
        except ValueError as error:
            place = f"{table.row_place(i)}, column {header}"
            faults.add(place, str(error), "a number", "Correct the cell, or leave it empty where unknown.")
        else:
            values[i] = np.nan if value is None else value
    return values


def lonlat(table: Table, faults: FaultList) -> tuple[Floats, Floats] | None:
    """Return the rows' places in degrees, or None with the faults noted.

    Every row must have a place on the earth.
    """
    found = [(find_column(table, names), names) for names in (LON, LAT)]
    missing = [names for header, names in found if header is None]
    for names in missing:
        need_column(table, names, faults)
    if missing:
        return None
    before = len(faults)
    lon, lat = (numbers(table, str(header), faults) for header, _ in found)
    if len(faults) > before:
        return None
    for i in np.flatnonzero(np.isnan(lon) | np.isnan(lat)).tolist():
        fix = "Fill in both, or delete the row."
        faults.add(table.row_place(i), "no longitude or latitude", "both, in degrees", fix)
    off_earth = np.flatnonzero((np.abs(lon) > 180) | (np.abs(lat) > 90))
    for i in off_earth.tolist():
        swapped = abs(lat[i]) <= 180 and abs(lon[i]) <= 90
        fix = "Swap the two columns." if swapped else "Give degrees (WGS 84), not metres or another grid."
        expected = "a longitude of -180 to 180 and a latitude of -90 to 90"
        faults.add(table.row_place(i), f"longitude {lon[i]:g}, latitude {lat[i]:g}", expected, fix)
    return None if len(faults) > before else (lon, lat)


def fault_if_swapped(
    lon: Floats,
    lat: Floats,
    bounds: tuple[float, float, float, float],
    faults: FaultList,
    row_place: Callable[[int], str],
) -> None:
    """Note a fault where no place lies near ``bounds``, and most would with the columns swapped.

    Else one for each row that is far off and would lie within ``bounds`` if swapped.
    """
    west, south, east, north = bounds
    margin = max(east - west, north - south, 0.1)

    def near(x: Floats, y: Floats) -> float:
        inside = (x >= west - margin) & (x <= east + margin) & (y >= south - margin) & (y <= north + margin)
        return float(np.mean(inside))

    if len(lon) and near(lon, lat) == 0 and near(lat, lon) > HALF:
        found = f"places around longitude {np.median(lon):.3f}, latitude {np.median(lat):.3f}"
        expected = f"places near longitude {west:.3f} to {east:.3f}, latitude {south:.3f} to {north:.3f}"
        faults.add("columns lon and lat", found, expected, "Swap the two columns.")
        return
    swapped = (lat >= west) & (lat <= east) & (lon >= south) & (lon <= north)
    far = (lon < west - margin) | (lon > east + margin) | (lat < south - margin) | (lat > north + margin)
    for i in np.flatnonzero(swapped & far).tolist():
        found = f"longitude {lon[i]:.4f}, latitude {lat[i]:.4f}, which are near the plan's areas if exchanged"
        faults.add(row_place(i), found, "longitude, then latitude", "Swap the two, or delete the row.")
