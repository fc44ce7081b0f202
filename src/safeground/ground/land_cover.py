"""What lies between the streets by OpenStreetMap, and what of it a plan takes to hold a crowd up.

Whatever is doubtful lets people through, since this is for a proof: kinds that the plan does not list, what
the tags call dry at times, low or in ruins, outlines that the file holds only in part, gates and fords,
the last metre of a wall that joins no other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.ground import land_cover_tags as meaning
from safeground.ground.barrier_shapes import lines_as_surfaces, wide_parts
from safeground.ground.osm_ground import Openings, Thing, lying, read_ground_things, sea_of
from safeground.plan.places import GroundPolygon
from safeground.remarks import Remark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.osm_things import Things
    from safeground.ground.streets import Streets
    from safeground.plan.model import Ground, LandCoverFile, LandCoverKind

    Shapes = npt.NDArray[np.object_]

REGION_M: Final = 10_000.0
"""How far around the plan's areas land cover is read: what lies beyond can be walked around."""
LISTED: Final = 3
"""Up to so many things are named by their ids."""


@dataclass(frozen=True, slots=True)
class LandCover:
    """Land cover of one file around the plan's areas.

    Parameters
    ----------
    file
        As the plan names it.
    barriers
        What holds people up by the plan's own words, one polygon a kind (WGS 84), with who says so.
    named
        The same in words: ``14 walls``.
    unknown
        Kind → everything of it that is not taken as a barrier (WGS 84).
    remarks
        What a reader must know.
    """

    file: str
    barriers: tuple[GroundPolygon, ...]
    named: tuple[str, ...]
    unknown: dict[LandCoverKind, Shapes]
    remarks: tuple[Remark, ...]

    def unknown_in(self, area: BaseGeometry) -> tuple[str, ...]:
        """Say what of it touches an area (WGS 84) and is no barrier: ``2 fences``."""
        shapely.prepare(area)
        counts = {kind: int(shapely.intersects(area, found).sum()) for kind, found in self.unknown.items()}
        return tuple(_many(count, kind) for kind, count in counts.items() if count)


def land_cover_file(ground: Ground) -> str | None:
    """Return the file of a plan's land cover: its own, or that of the streets; None where it has none."""
    if ground.land_cover is None:
        return None
    return ground.land_cover.file or (ground.streets.file if ground.streets else None)


def read_land_cover(ground: Ground, folder: Path, areas: BaseGeometry, streets: Streets | None) -> LandCover:
    """Read what lies around the plan's areas.

    Parameters
    ----------
    ground
        The plan's words; it has a ``land_cover``.
    folder
        The plan's folder.
    areas
        The plan's areas together (WGS 84).
    streets
        The streets: a gate on one of them is no other opening.

    Raises
    ------
    InputError
        A file that is not there, not OSM or truncated.
    """
    spec = ground.land_cover
    file = land_cover_file(ground)
    assert spec is not None
    assert file is not None
    things = read_ground_things(folder / file)
    plane = LocalProjection.around(areas)
    region = shapely.box(*shapely.buffer(plane.project(areas), REGION_M).bounds)
    things_there, lost = lying(things, plane, region)
    sea_shape, untold = sea_of(things, plane, region)
    taken = [one for one in things_there if one.kind in spec.barriers and not one.doubtful]
    openings = Openings.of(things, plane, streets)
    shapes = {
        kind: _barrier(kind, taken, sea_shape, openings, spec.water_from_m)
        for kind in dict.fromkeys(spec.barriers)
    }
    doubts = _doubts(file, lost, untold, things)
    said = _Said(file, _as_of(ground, spec), spec.water_from_m, has_sea=not sea_shape.is_empty)
    return _found(said, things_there, shapes, plane, doubts)


def _as_of(ground: Ground, spec: LandCoverFile) -> date | None:
    if spec.as_of is not None or ground.streets is None:
        return spec.as_of
    return ground.streets.as_of if spec.file in (None, ground.streets.file) else None


def _barrier(
    kind: LandCoverKind, taken: list[Thing], sea_shape: BaseGeometry, openings: Openings, water_from_m: float
) -> BaseGeometry:
    """Return where the things taken of one kind hold people up, in metres."""
    own = [one for one in taken if one.kind == kind]
    surfaces = [one.shape for one in own if one.line is None]
    if kind == "water":
        rivers = [(one.shape, one.line) for one in own if one.line is not None]
        banks = lines_as_surfaces(rivers, joints=_uses(own), openings={})
        whole = shapely.union_all([*surfaces, *banks, sea_shape])
        return shapely.difference(wide_parts(whole, water_from_m), openings.fords)
    lines = [(one.shape, one.line) for one in own if one.line is not None]
    return shapely.union_all(
        [*surfaces, *lines_as_surfaces(lines, joints=_uses(taken), openings=openings.nodes)]
    )


def _uses(taken: list[Thing]) -> Counter[int]:
    """Return how many of the lines use each node."""
    return Counter(node for one in taken if one.line is not None for node in set(one.line.nodes))


@dataclass(frozen=True, slots=True)
class _Said:
    """How the things of a file are named."""

    file: str
    as_of: date | None
    water_from_m: float
    has_sea: bool

    @property
    def source(self) -> str:
        """Who says so, of which day."""
        return (
            f"OpenStreetMap {'of no stated day' if self.as_of is None else f'as of {self.as_of.isoformat()}'}"
        )

    def barrier(self, kind: LandCoverKind, count: int) -> str:
        """Say how many things of a kind hold people up; empty where none does."""
        words = [_many(count, kind)] if count else []
        if kind == "water":
            words += ["the sea"] if self.has_sea else []
            return f"{' and '.join(words)}, where {self.water_from_m:g} m wide or more" if words else ""
        return "".join(words)


def _found(
    said: _Said,
    things_there: list[Thing],
    shapes: dict[LandCoverKind, BaseGeometry],
    plane: LocalProjection,
    doubts: list[Remark],
) -> LandCover:
    names, unknown = _parted(things_there, shapes)
    polygons, named, remarks = [], [], doubts
    for kind, shape in shapes.items():
        words = said.barrier(kind, len(names[kind]))
        if not words:
            text = (
                f"The plan takes {meaning.MANY[kind]} as barriers, and the file holds none around its areas."
            )
            remarks.append(Remark("warning", said.file, text, 0))
            continue
        listed = f" ({', '.join(names[kind])})" if 0 < len(names[kind]) <= LISTED else ""
        named.append(words)
        polygons.append(GroundPolygon("barrier", f"{said.source}: {words}{listed}", plane.unproject(shape)))
        text = f"Taken as barriers, as the plan lists them: {words}{listed}, by {said.source}."
        remarks.append(Remark("inferred", said.file, text, len(names[kind]) or None))
    if unknown:
        words = ", ".join(_many(len(found), kind) for kind, found in unknown.items())
        text = (
            f"Whether they can be crossed is unknown, so people are let through: {words}, by {said.source}, "
            "around the plan's areas. The plan does not list them as barriers, or by their tags they may be "
            "narrow, low, dry or in ruins."
        )
        remarks.append(Remark("warning", said.file, text, sum(map(len, unknown.values()))))
    in_degrees = {kind: plane.unproject(_array(found)) for kind, found in unknown.items()}
    return LandCover(said.file, tuple(polygons), tuple(named), in_degrees, tuple(remarks))


def _parted(
    things_there: list[Thing], shapes: dict[LandCoverKind, BaseGeometry]
) -> tuple[dict[LandCoverKind, list[str]], dict[LandCoverKind, list[BaseGeometry]]]:
    """Return the names of the things that hold people up, by kind, and the shapes of all others."""
    names: dict[LandCoverKind, dict[str, None]] = {kind: {} for kind in shapes}
    unknown: dict[LandCoverKind, list[BaseGeometry]] = {}
    waters = shapely.union_all(
        [one.shape for one in things_there if one.kind == "water" and one.line is None]
    )
    for shape in (waters, *shapes.values()):
        shapely.prepare(shape)
    for one in things_there:
        if one.kind in shapes and not one.doubtful and shapes[one.kind].intersects(one.shape):
            names[one.kind][one.name] = None
        # A river's middle line within its surface is no second river.
        elif not (one.kind == "water" and one.line is not None and waters.covers(one.shape)):
            unknown.setdefault(one.kind, []).append(one.shape)
    return {kind: list(found) for kind, found in names.items()}, unknown


def _doubts(file: str, lost: int, untold: int, things: Things) -> list[Remark]:
    remarks = []
    if lost:
        text = (
            "Outlines of land cover that the file holds only in part hold nobody up. An extract with whole "
            "relations has them (osmium extract --strategy smart)."
        )
        remarks.append(Remark("left out", file, text, lost))
    if untold:
        why = "the file states no extent" if things.box is None else "their coastlines are not whole"
        text = f"Parts of the sea could not be told from land, since {why}; they hold nobody up."
        remarks.append(Remark("left out", file, text, untold))
    return remarks


def _many(count: int, kind: LandCoverKind) -> str:
    return f"{count:,} {(meaning.ONE if count == 1 else meaning.MANY)[kind]}"


def _array(shapes: list[BaseGeometry]) -> Shapes:
    found = np.empty(len(shapes), object)
    found[:] = shapes
    return found
