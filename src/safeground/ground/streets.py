"""Streets: one directed-either-way edge per stretch between junctions, with width and class."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.errors import Fault, InputError
from safeground.formats.osm import is_osm
from safeground.remarks import Remark

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.model import StreetGrade, StreetsFile


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
        Clear width, shape (m,): as stated, with room to walk beside a carriageway at the high end; the
        class's range where not stated.
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


def read_streets(spec: StreetsFile, folder: Path, *, clip: BaseGeometry | None = None) -> Streets:
    """Read the streets that a plan names: an OSM file or a links table, by the file's ending.

    Parameters
    ----------
    spec
        The plan's words.
    folder
        The plan's folder, to which the file is relative.
    clip
        Keep the edges that touch the bounds of this polygon (WGS 84); None keeps all.

    Raises
    ------
    InputError
        A file of another kind, or wrong in itself.
    """
    from safeground.ground.components import components, unconnected_remark
    from safeground.ground.links import read_links
    from safeground.ground.osm_streets import read_osm_streets

    path = folder / spec.file
    if is_osm(path):
        streets = read_osm_streets(path, spec.grade, clip=clip)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx"):
        streets = read_links(path, spec.grade)
        streets = streets if clip is None else clipped(streets, clip, path)
    else:
        expected = "an OSM file (.osm.pbf, .osm, .osm.gz, .osm.bz2) or a links table (.csv, .xlsx)"
        fix = "Convert it, or name the file by what it is."
        raise InputError([Fault(str(path), "", f"the ending {path.suffix!r}", expected, fix)])
    unconnected = unconnected_remark(components(streets), path.name)
    return streets if unconnected is None else replace(streets, remarks=(*streets.remarks, unconnected))


def clipped(streets: Streets, clip: BaseGeometry, path: Path) -> Streets:
    """Return the edges whose lines touch the bounds of ``clip``; nodes that lose an edge are marked as cut.

    Raises
    ------
    InputError
        No edge is there.
    """
    import shapely

    west, south, east, north = clip.bounds
    lines = edge_lines(streets)
    keep = shapely.intersects(lines, shapely.box(west, south, east, north))
    if not keep.any():
        lon, lat = streets.line_lon, streets.line_lat
        found = f"streets only in {_box_text(lon.min(), lat.min(), lon.max(), lat.max())}"
        wanted = f"streets in {_box_text(west, south, east, north)}"
        fix = "Name the streets of the plan's place; check that no file has longitude and latitude swapped."
        raise InputError([Fault(str(path), "", found, wanted, fix)])
    if keep.all():
        return streets
    both = np.concatenate([streets.tail, streets.head])
    nodes = len(streets.lon)
    before = np.bincount(both, minlength=nodes)
    after = np.bincount(np.concatenate([streets.tail[keep], streets.head[keep]]), minlength=nodes)
    stays = after > 0
    new_index = np.cumsum(stays) - 1
    sizes = np.diff(streets.line_start)
    vertices = np.repeat(keep, sizes)
    per_edge = (
        "length_m", "street_class", "width_low_m", "width_high_m", "lanes_low", "lanes_high",
        "oneway", "on_foot", "by_vehicle", "way_id", "name",
    )  # fmt: skip
    text = "Streets outside of the plan's surroundings were left out; where they join is marked as cut."
    return replace(
        streets,
        **{field: getattr(streets, field)[keep] for field in per_edge},
        lon=streets.lon[stays],
        lat=streets.lat[stays],
        cut=(streets.cut | (after < before))[stays],
        tail=new_index[streets.tail[keep]],
        head=new_index[streets.head[keep]],
        line_start=np.concatenate([[0], np.cumsum(sizes[keep])]).astype(np.int64),
        line_lon=streets.line_lon[vertices],
        line_lat=streets.line_lat[vertices],
        remarks=(*streets.remarks, Remark("left out", path.name, text, int(np.count_nonzero(~keep)))),
    )


def edge_lines(streets: Streets) -> npt.NDArray[np.object_]:
    """Return each edge as a line (WGS 84), shape (m,)."""
    import shapely

    vertices = np.repeat(np.arange(len(streets.tail)), np.diff(streets.line_start))
    points = np.column_stack([streets.line_lon, streets.line_lat])
    return np.asarray(shapely.linestrings(points, indices=vertices), dtype=object)


def _box_text(west: float, south: float, east: float, north: float) -> str:
    return f"longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}"
