"""People, in layers of cells: how many, where, as of when, by whose count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    import numpy.typing as npt

    from safeground.plan.model import PeopleKind
    from safeground.remarks import Remark


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
        shared out by the file itself.
    unit
        Id of the larger unit whose total each cell is, shape (c,), empty where the cell is its own unit.
    remarks
        What was inferred, repaired or left out in reading.
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
