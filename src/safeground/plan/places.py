"""Where the plan's words lie on the ground: areas, blocks and corridors as geometry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely import LineString, MultiLineString, Point
    from shapely.geometry.base import BaseGeometry

    from safeground.ledger.state import Standing
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.model import Plan
    from safeground.plan.names import Names
    from safeground.remarks import Remark


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A checked plan with its geometry.

    Parameters
    ----------
    plan
        The plan's words.
    path
        The plan file; every other file is named relative to its folder.
    areas
        Area id → polygon (WGS 84, valid), exceptions taken out.
    blocks_of_area
        Area id → the block ids that its list names, in the gazetteer's order; empty where by geometry.
    gazetteer
        The blocks, where the plan names a file of them.
    corridors
        Corridor id → line (WGS 84), for those that have a route.
    open_ground
        Polygons by ``crossable | barrier | unknown`` with their source, or None where the plan has none.
    unusable
        Polygons of land that cannot be lived on, each with its source; None where the plan has none.
    hashes
        File name → SHA-256 of every file that was read.
    remarks
        What was inferred, repaired or left out.
    texts
        Notice id → language → the notice's text, read from its file where the plan names one.
    closures
        Closure id → polygon, or line along the street (WGS 84).
    rubble
        Place in the plan's list of rubble → polygon.
    checkpoints
        Checkpoint id → point.
    drawn
        Notice id → the polygon on its map, for those that state one of their own.
    arrows
        Notice id → the arrows on its map, from tail to head.
    names
        Neighbourhoods, towns and districts, where the plan names a file of them.
    territory
        Outline of the land that blocks and names are of.
    naive
        Notice id → its times that were written without an offset and took the plan's time zone.
    claims
        Id → claim, with what happened to it, of the ledger that the plan names.
    """

    plan: Plan
    path: Path
    areas: Mapping[str, BaseGeometry]
    blocks_of_area: Mapping[str, tuple[str, ...]]
    gazetteer: Gazetteer | None
    corridors: Mapping[str, LineString | MultiLineString]
    open_ground: tuple[GroundPolygon, ...] | None
    unusable: tuple[GroundPolygon, ...] | None
    hashes: Mapping[str, str]
    remarks: tuple[Remark, ...]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    closures: Mapping[str, BaseGeometry] = field(default_factory=dict)
    rubble: Mapping[int, BaseGeometry] = field(default_factory=dict)
    checkpoints: Mapping[str, Point] = field(default_factory=dict)
    drawn: Mapping[str, BaseGeometry] = field(default_factory=dict)
    arrows: Mapping[str, tuple[LineString, ...]] = field(default_factory=dict)
    names: Names | None = None
    territory: BaseGeometry | None = None
    naive: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    claims: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroundPolygon:
    """A piece of ground with what it is and who says so."""

    kind: str
    source: str
    geometry: BaseGeometry
