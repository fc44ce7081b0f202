"""People, in layers of cells: how many, where, as of when, by whose count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.errors import Fault, InputError
from safeground.formats import rasters, vectors
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.model import PeopleFile, PeopleKind
    from safeground.remarks import Remark

TOUCH: Final = 1e-9
"""Share of a cell below which it only touches a polygon, or lacks so little that it lies inside."""


@dataclass(frozen=True, slots=True)
class PeopleLayer:
    """One layer of people in cells.

    A cell is where a count belongs: a raster cell, a table's cell, a polygon. Within it nobody knows
    where people are, so a proof lets them start at any street node of it, a schedule at the worst.

    Parameters
    ----------
    kind, as_of, source, file
        As the plan states them.
    cells
        Polygons (WGS 84), shapely geometries, object array (c,).
    low, high
        Persons in each cell, shape (c,).
    split
        How the count of a cell came about: ``counted``, or ``split by ...`` where a larger unit's total was
        shared out, by the file itself or over the unit's cells.
    unit
        Id of the larger unit whose total is known, shape (c,), empty where the cell is its own unit. The
        cells of a unit hold its total together; all of them are here where one is.
    remarks
        What was inferred, repaired or left out in reading.
    replaces
        The kind of which older layers do not count beside this one.
    uncounted
        Polygons of rows without a count: how many people are there is unknown, not none.
    counted_ground
        Ground (WGS 84) that the layer has a value for, where its cells are only those with people; None
        where the cells are all of it.
    """

    kind: PeopleKind
    as_of: date
    source: str
    file: str
    cells: npt.NDArray[np.object_]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    split: str
    unit: npt.NDArray[np.str_]
    remarks: tuple[Remark, ...]
    replaces: PeopleKind | None = None
    uncounted: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, object))
    counted_ground: BaseGeometry | None = None


def read_people(spec: PeopleFile, folder: Path, within: BaseGeometry) -> PeopleLayer:
    """Read the cells of a layer that touch a polygon.

    A raster (GeoTIFF …), a table (CSV, XLSX) of points or cells, or a vector file of polygons or points
    with counts, by the file's ending.

    Parameters
    ----------
    spec
        The plan's words.
    folder
        The plan's folder, to which the file is relative.
    within
        Polygon (WGS 84). Cells that do not touch it are left out; those of a larger unit stay together.

    Raises
    ------
    InputError
        A file of another kind or of another place, counts that are negative, text or no count at all,
        places that are no longitude and latitude, or swapped.
    """
    from safeground.ground.people_raster import read_people_raster
    from safeground.ground.people_table import read_people_features, read_people_table

    path = folder / spec.file
    ending = path.suffix.lower()
    if ending in rasters.ENDINGS:
        return read_people_raster(spec, path, within)
    if ending in vectors.ENDINGS:
        return read_people_features(spec, path, within)
    if ending in (".csv", ".tsv", ".txt", ".hxl", ".xlsx"):
        return read_people_table(spec, path, within)
    expected = "a raster (.tif), a table (.csv, .xlsx) or a vector file (.geojson, .gpkg, .fgb, .kml, .shp)"
    fault = Fault(str(path), "", f"the ending {ending!r}", expected, "Convert it, or correct its name.")
    raise InputError([fault])


def persons_in(layer: PeopleLayer, polygon: BaseGeometry) -> Range:
    """Return how many persons of a layer are in a polygon; see ``persons_in_each``."""
    return persons_in_each(layer, [polygon])[0]


def persons_in_each(layer: PeopleLayer, polygons: Sequence[BaseGeometry]) -> list[Range]:
    """Return how many persons of a layer are in each polygon (WGS 84, valid).

    ``low`` counts the cells that lie wholly inside, at their low end; ``high`` every cell of which a
    part is inside, at its high end; ``best`` shares each cell out by its area inside, at its middle. A
    unit of several cells counts wholly inside only if all of them do, and wholly if one has a part inside.
    """
    import shapely

    shapes = np.asarray(polygons, dtype=object)
    count = len(shapes)
    shapely.prepare(shapes)
    which, cell = shapely.STRtree(layer.cells).query(shapes, predicate="intersects")
    share = np.ones(len(cell))
    partly = ~shapely.covers(shapes[which], layer.cells[cell])
    at = np.flatnonzero(partly)
    overlap = shapely.area(shapely.intersection(shapes[which[at]], layer.cells[cell[at]]))
    share[at] = overlap / shapely.area(layer.cells[cell[at]])
    inside = share > TOUCH
    which, cell, share = which[inside], cell[inside], np.minimum(share[inside], 1.0)
    middle = (layer.low + layer.high) / 2
    best = np.bincount(which, weights=share * middle[cell], minlength=count)
    group, size, low_of, high_of = _groups(layer)
    # Each pair of a polygon and a group it touches once, with how many of the group's cells lie inside.
    pair, index = np.unique(which * len(size) + group[cell], return_inverse=True)
    whole = np.bincount(index, weights=share >= 1 - TOUCH, minlength=len(pair))
    of, touched = pair // max(1, len(size)), pair % max(1, len(size))
    low = np.bincount(of, weights=np.where(whole == size[touched], low_of[touched], 0.0), minlength=count)
    high = np.bincount(of, weights=high_of[touched], minlength=count)
    return [
        Range(float(a), float(c), "persons", float(min(max(b, a), c)))
        for a, b, c in zip(low, best, np.maximum(low, high), strict=True)
    ]


def count_layers(layers: Iterable[PeopleLayer]) -> tuple[PeopleLayer, ...]:
    """Return the layers that count: without those that a newer layer replaces.

    Of two layers of the same date the one that is listed later is the newer.
    """
    return tuple(layer for layer, by in _replaced(layers) if by is None)


def replaced_remarks(layers: Iterable[PeopleLayer]) -> list[Remark]:
    """Return what a reader must know of the layers that do not count, with their people."""
    from safeground.remarks import Remark

    return [
        Remark(
            "left out",
            layer.file,
            f"The layer of {layer.kind} as of {layer.as_of.isoformat()} is not counted: {by.file} replaces "
            "it, also where that has no cell.",
            len(layer.cells),
            float(layer.high.sum()),
        )
        for layer, by in _replaced(layers)
        if by is not None
    ]


def _replaced(layers: Iterable[PeopleLayer]) -> list[tuple[PeopleLayer, PeopleLayer | None]]:
    """Return each layer with the first that replaces it, or None."""
    listed = list(enumerate(layers))
    found = []
    for i, layer in listed:
        newer = (one for j, one in listed if one.replaces == layer.kind and (layer.as_of, i) < (one.as_of, j))
        found.append((layer, next(newer, None)))
    return found


def _groups(
    layer: PeopleLayer,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the group of each cell (its unit, or itself), and each group's size, low and high total."""
    alone = layer.unit == ""
    names, group = np.unique(layer.unit, return_inverse=True)
    group = group.astype(np.int64)
    group[alone] = len(names) + np.arange(np.count_nonzero(alone))
    groups = len(names) + int(np.count_nonzero(alone))
    low, high = (np.bincount(group, weights=end, minlength=groups) for end in (layer.low, layer.high))
    return group, np.bincount(group, minlength=groups), low.astype(np.float64), high.astype(np.float64)
