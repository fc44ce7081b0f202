"""Streets: one directed-either-way edge per stretch between junctions, with width and class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from safeground.plan.model import StreetGrade
    from safeground.remarks import Remark


@dataclass(frozen=True, slots=True)
class Streets:
    """Streets as arrays; nothing contracted, nothing inferred that is not in ``remarks``.

    An edge is a stretch of street between two nodes; both directions are one edge. ``oneway`` binds
    vehicles, never walkers.

    Parameters
    ----------
    lon, lat
        Nodes, WGS 84 degrees, shape (n,).
    cut
        Nodes at which the extract's border cuts a street, bool (n,): neither dead ends nor exits.
    tail, head
        Edges, indices of nodes, shape (m,).
    length_m
        Geodesic length along the street, shape (m,).
    street_class
        Index into ``classes``, shape (m,).
    classes
        Class names of ``standards/streets.csv`` (OSM's ``highway`` values).
    width_low_m, width_high_m
        Clear width, shape (m,): both ends equal where tagged, the class's range where not.
    lanes_low, lanes_high
        Lanes of both directions together, shape (m,).
    oneway
        1 from tail to head only, -1 the other way only, 0 both, for vehicles, shape (m,).
    on_foot, by_vehicle
        Whether each mode may use the edge, bool (m,).
    way_id
        OSM way id, or the row of the links table, shape (m,).
    name
        Street names, shape (m,), empty where none.
    line_start, line_lon, line_lat
        Vertices of each edge's line: edge ``e`` has ``line_*[line_start[e]:line_start[e + 1]]``.
    grade
        How far the streets can be trusted.
    remarks
        What was inferred, repaired or left out in reading.
    """

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    cut: npt.NDArray[np.bool_]
    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    length_m: npt.NDArray[np.float64]
    street_class: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    width_low_m: npt.NDArray[np.float64]
    width_high_m: npt.NDArray[np.float64]
    lanes_low: npt.NDArray[np.float64]
    lanes_high: npt.NDArray[np.float64]
    oneway: npt.NDArray[np.int64]
    on_foot: npt.NDArray[np.bool_]
    by_vehicle: npt.NDArray[np.bool_]
    way_id: npt.NDArray[np.int64]
    name: npt.NDArray[np.str_]
    line_start: npt.NDArray[np.int64]
    line_lon: npt.NDArray[np.float64]
    line_lat: npt.NDArray[np.float64]
    grade: StreetGrade
    remarks: tuple[Remark, ...]
