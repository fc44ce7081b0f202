"""OpenStreetMap ways → streets, as people on foot and vehicles find them in an evacuation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.errors import Fault, InputError
from safeground.formats.osm import OsmWays, read_ways
from safeground.ground import osm_tags
from safeground.ground.split import Stretches, split_ways
from safeground.ground.streets import Streets, clipped
from safeground.ground.widths import beside_m, width_by_class
from safeground.remarks import Remark, RemarkKind
from safeground.standards import StreetClass, street_classes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.model import StreetGrade

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

TAGS: Final = (
    "highway", "width", "est_width", "lanes", "oneway", "junction", "name", "ref", "area",
    "access", "foot", "vehicle", "motor_vehicle",
)  # fmt: skip
LIKE: Final = {
    "bus_guideway": "busway",
    "crossing": "footway",
    "elevator": "footway",
    "emergency_bay": "service",
    "escape": "service",
    "platform": "pedestrian",
    "rest_area": "service",
    "services": "service",
    "via_ferrata": "path",
}
"""Values of ``highway`` without figures of their own, by the class that they are like."""
UNKNOWN_CLASS: Final = "road"
"""OSM's own word for a street of unknown class."""
ESTIMATE: Final = (0.7, 1.3)
"""What the true width may be of an ``est_width``."""
NEAR_BORDER_M: Final = 100.0
THROUGH_CLASSES: Final = frozenset({"motorway", "trunk", "primary", "secondary"})
"""A street of these classes that just ends is taken to be cut: in truth they go on."""


def read_osm_streets(path: Path, grade: StreetGrade, *, clip: BaseGeometry | None = None) -> Streets:
    """Read the streets of an OSM file (``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``).

    Every way that people can walk is kept, private and service ways and motorways too: a proof that
    dropped one would prove too much. One-way tags bind vehicles only.

    Parameters
    ----------
    path
        The file.
    grade
        What the plan states about the streets.
    clip
        Keep the edges that touch the bounds of this polygon (WGS 84) and mark where others were left.

    Raises
    ------
    InputError
        A file that is not there, not OSM, truncated, without highways, or with no node of them.
    """
    ways = read_ways(path, "highway", TAGS)
    classes = street_classes()
    kept, street_class, remarks = _classes(ways, tuple(classes))
    start, node = _runs(ways, kept)
    stretches = split_ways(start, node, ways.lon, ways.lat)
    if not len(stretches.tail):
        raise InputError([_no_streets(path, ways)])
    attributes = _Attributes.of_ways(ways, kept, street_class, tuple(classes.values()))
    remarks += attributes.remarks(ways.file, stretches.way) + _gaps(ways.file, stretches)
    cut, cut_remarks = _cut(ways, stretches, street_class, tuple(classes))
    names = np.array([ways.tags["name"][i] or ways.tags["ref"][i] for i in kept], dtype=np.str_)
    way = stretches.way
    width_high = np.where(attributes.area[way], _area_width(stretches), attributes.width_high_m[way])
    streets = Streets(
        lon=stretches.lon,
        lat=stretches.lat,
        cut=cut,
        tail=stretches.tail,
        head=stretches.head,
        length_m=stretches.length_m,
        street_class=street_class[way],
        classes=tuple(classes),
        width_low_m=attributes.width_low_m[way],
        width_high_m=np.maximum(width_high, attributes.width_high_m[way]),
        lanes_low=attributes.lanes_low[way],
        lanes_high=attributes.lanes_high[way],
        oneway=attributes.oneway[way],
        on_foot=np.ones(len(way), dtype=bool),
        by_vehicle=attributes.by_vehicle[way],
        way_id=ways.way_id[kept][way],
        name=names[way],
        line_start=stretches.line_start,
        line_lon=stretches.line_lon,
        line_lat=stretches.line_lat,
        grade=grade,
        remarks=tuple(remarks + cut_remarks),
    )
    return streets if clip is None else clipped(streets, clip, path)


def _classes(
    ways: OsmWays, known: tuple[str, ...]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], list[Remark]]:
    """Return the ways kept, the class of each of them, and what was left out or taken for unknown."""
    index = {name: i for i, name in enumerate(known)}
    kept, street_class = [], []
    dropped: dict[str, int] = {}
    unknown: dict[str, int] = {}
    for i, value in enumerate(ways.tags["highway"]):
        name = value.removesuffix("_link")
        if name in osm_tags.NOT_THERE:
            dropped[value] = dropped.get(value, 0) + 1
            continue
        if name not in index:
            name = LIKE.get(name, UNKNOWN_CLASS)
            taken = f"{value} as {name}"
            unknown[taken] = unknown.get(taken, 0) + 1
        kept.append(i)
        street_class.append(index[name])
    remarks = []
    if dropped:
        text = f"Ways that do not lie on the ground, or not yet, were left out: {_listed(dropped)}."
        remarks.append(Remark("left out", ways.file, text, sum(dropped.values())))
    if unknown:
        text = f"Ways of a class without figures are taken as another: {_listed(unknown)}."
        remarks.append(Remark("inferred", ways.file, text, sum(unknown.values())))
    return np.array(kept, dtype=np.int64), np.array(street_class, dtype=np.int64), remarks


def _runs(ways: OsmWays, kept: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the runs of nodes of the ways kept."""
    sizes = np.diff(ways.start)
    keep = np.zeros(len(sizes), dtype=bool)
    keep[kept] = True
    start = np.concatenate([[0], np.cumsum(sizes[kept])]).astype(np.int64)
    return start, ways.node[np.repeat(keep, sizes)]


@dataclass(frozen=True, slots=True)
class _Attributes:
    """What each way kept is, by its tags and its class; ``*_by`` counts where it comes from."""

    width_low_m: Floats
    width_high_m: Floats
    width_tagged: Bools
    width_refused: Bools
    lanes_low: Floats
    lanes_high: Floats
    oneway: npt.NDArray[np.int64]
    by_vehicle: Bools
    closed: Bools
    area: Bools

    @classmethod
    def of_ways(
        cls,
        ways: OsmWays,
        kept: npt.NDArray[np.int64],
        street_class: npt.NDArray[np.int64],
        classes: tuple[StreetClass, ...],
    ) -> _Attributes:
        tag = {key: [column[i] for i in kept] for key, column in ways.tags.items()}
        of_class = [classes[i] for i in street_class]
        widths = [
            _width(street, width, estimate, lanes)
            for street, width, estimate, lanes in zip(
                of_class, tag["width"], tag["est_width"], tag["lanes"], strict=True
            )
        ]
        lanes = [_lanes(street, text) for street, text in zip(of_class, tag["lanes"], strict=True)]
        return cls(
            width_low_m=np.array([low for low, _, _ in widths]),
            width_high_m=np.array([high for _, high, _ in widths]),
            width_tagged=np.array([tagged for _, _, tagged in widths], dtype=bool),
            width_refused=_each(
                lambda w, e: bool(w or e) and not (_stated(w) or _stated(e)), tag["width"], tag["est_width"]
            ),
            lanes_low=np.array([low for low, _ in lanes]),
            lanes_high=np.array([high for _, high in lanes]),
            oneway=np.array(
                [
                    osm_tags.vehicle_direction(oneway, junction, street.name)
                    for oneway, junction, street in zip(tag["oneway"], tag["junction"], of_class, strict=True)
                ],
                dtype=np.int64,
            ),
            by_vehicle=np.array(
                [
                    osm_tags.vehicles_may(access, vehicle, motor, by_class=street.by_vehicle)
                    for access, vehicle, motor, street in zip(
                        tag["access"], tag["vehicle"], tag["motor_vehicle"], of_class, strict=True
                    )
                ],
                dtype=bool,
            ),
            closed=_each(osm_tags.closed_to_walkers, tag["access"], tag["foot"]),
            area=np.array([value == "yes" for value in tag["area"]], dtype=bool),
        )

    def remarks(self, file: str, way: npt.NDArray[np.int64]) -> list[Remark]:
        """Return what a reader must know of widths and access; ``way``: of each edge."""
        untagged = int(np.count_nonzero(~self.width_tagged[way]))
        said: tuple[tuple[RemarkKind, str, int], ...] = (
            (
                "inferred",
                "Stretches without a width tag have the range of their class or of their lanes.",
                untagged,
            ),
            (
                "left out",
                "Widths that cannot be meant (not a length, or outside of 0.2 to 100 m) are not used.",
                int(np.count_nonzero(self.width_refused)),
            ),
            (
                "inferred",
                "Ways that a tag closes to people on foot are kept: nothing says that they cannot be walked.",
                int(np.count_nonzero(self.closed)),
            ),
            (
                "inferred",
                "Squares mapped as areas are walked along their outline, as wide as half of it at most.",
                int(np.count_nonzero(self.area)),
            ),
        )
        return [Remark(kind, file, text, count) for kind, text, count in said if count]


def _width(street: StreetClass, width: str, estimate: str, lanes: str) -> tuple[float, float, bool]:
    """Return the clear width's range of a way and whether a tag states it."""
    beside = beside_m(street)
    stated = _stated(width)
    if stated:
        return stated[0], stated[1] + beside, True
    stated = _stated(estimate)
    if stated:
        return ESTIMATE[0] * stated[0], ESTIMATE[1] * stated[1] + beside, True
    low, high = width_by_class(street, osm_tags.parse_lanes(lanes) if lanes else None)
    return low, high, False


def _stated(text: str) -> tuple[float, float] | None:
    return osm_tags.parse_width_m(text) if text else None


def _lanes(street: StreetClass, text: str) -> tuple[float, float]:
    return (osm_tags.parse_lanes(text) if text else None) or (street.lanes.low, street.lanes.high)


def _each(decide: Callable[[str, str], bool], first: list[str], second: list[str]) -> Bools:
    return np.array([decide(a, b) for a, b in zip(first, second, strict=True)], dtype=bool)


def _area_width(stretches: Stretches) -> Floats:
    """Return half the outline of each edge's way: no area is wider."""
    outline = np.bincount(stretches.way, weights=stretches.length_m)
    return np.asarray(outline[stretches.way] / 2, dtype=np.float64)


def _cut(
    ways: OsmWays, stretches: Stretches, street_class: npt.NDArray[np.int64], classes: tuple[str, ...]
) -> tuple[Bools, list[Remark]]:
    """Mark the ends that the border makes: beside a lacking node, at the box, of through streets."""
    nodes = len(stretches.lon)
    degree = np.bincount(np.concatenate([stretches.tail, stretches.head]), minlength=nodes)
    dead_end = degree == 1
    through = np.array([name in THROUGH_CLASSES for name in classes])[street_class][stretches.way]
    of_through = np.zeros(nodes, dtype=bool)
    of_through[np.concatenate([stretches.tail[through], stretches.head[through]])] = True
    box = ways.box or (ways.lon.min(), ways.lat.min(), ways.lon.max(), ways.lat.max())
    inferred = dead_end & (of_through | _near_border(box, stretches.lon, stretches.lat)) & ~stretches.cut
    count = int(np.count_nonzero(inferred))
    remarks = []
    if count:
        extent = "the extent that the file states" if ways.box else "the streets' outermost nodes"
        text = (
            f"Dead ends of main streets, and those within {NEAR_BORDER_M:.0f} m of {extent}, "
            "are taken as cut by the extract's border."
        )
        remarks.append(Remark("inferred", ways.file, text, count))
    if ways.box is None:
        text = "The file states no extent, so streets that its border cuts cannot all be told from dead ends."
        remarks.append(Remark("warning", ways.file, text))
    return stretches.cut | inferred, remarks


def _near_border(box: tuple[float, float, float, float], lon: Floats, lat: Floats) -> Bools:
    west, south, east, north = box
    margin_lat = NEAR_BORDER_M / 111_000.0
    margin_lon = margin_lat / np.maximum(np.cos(np.radians(lat)), 0.01)
    inside = (lon > west + margin_lon) & (lon < east - margin_lon)
    inside &= (lat > south + margin_lat) & (lat < north - margin_lat)
    return ~inside


def _gaps(file: str, stretches: Stretches) -> list[Remark]:
    remarks = []
    if stretches.missing:
        text = "Nodes that the ways use are not in the file; the known parts of the ways are kept, cut there."
        remarks.append(Remark("warning", file, text, stretches.missing))
    if stretches.lost_ways:
        text = "Ways of which the file has no two neighbouring nodes were left out."
        remarks.append(Remark("left out", file, text, stretches.lost_ways))
    return remarks


def _no_streets(path: Path, ways: OsmWays) -> Fault:
    if not len(ways.way_id):
        found = "no way with the tag highway"
        fix = "Export the streets too (with all tags), or name the file that has them."
    else:
        found = f"{len(ways.way_id)} ways with the tag highway, and the places of none of their nodes"
        fix = "Export ways with their nodes (for example with complete ways)."
    return Fault(str(path), "", found, "streets", fix)


def _listed(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} ({count})" for name, count in ordered[:6])
    return f"{shown} and {len(ordered) - 6} more" if len(ordered) > 6 else shown
