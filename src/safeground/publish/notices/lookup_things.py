"""What a look-up finds by name: blocks, streets and places, each with the areas that it lies in or beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from safeground.characters import shown
from safeground.ground.streets import edge_lines
from safeground.publish.notices.applies import LAT_M, LON_M, NEAR_M, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.streets import Streets
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.names import Names
    from safeground.publish.notices.bulletin import Place

BESIDE_M = 15.0
"""Blocks this near are neighbours: a street lies between them."""

ThingKind = Literal["block", "street", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that people know by a number or a name.

    Parameters
    ----------
    kind
        Of it.
    spellings
        A block's id and name, a street's name, a place's spellings; the first is shown.
    within
        Name of the district or town that it belongs to; empty where unknown.
    geometry
        WGS 84; None where nobody drew it: it is found, and said to be drawn nowhere.
    """

    kind: ThingKind
    spellings: tuple[str, ...]
    within: str
    geometry: BaseGeometry | None


def things(blocks: Gazetteer | None, streets: Mapping[str, BaseGeometry], names: Names | None) -> list[Thing]:
    """Return the blocks first, in the gazetteer's order, then streets and places."""
    return [*_blocks(blocks), *_streets(streets), *_places(names)]


def _blocks(blocks: Gazetteer | None) -> Iterator[Thing]:
    if blocks is None:
        return
    for id_, name, geometry in zip(blocks.ids, blocks.names, blocks.geometry, strict=True):
        spellings = tuple(shown(text) for text in (id_, name) if text)
        yield Thing(kind="block", spellings=spellings, within="", geometry=geometry)


def _streets(streets: Mapping[str, BaseGeometry]) -> Iterator[Thing]:
    for name, line in streets.items():
        yield Thing(kind="street", spellings=(shown(name),), within="", geometry=line)


def _places(names: Names | None) -> Iterator[Thing]:
    if names is None:
        return
    titles = {name.id: shown(name.spellings[0]) for name in names.names}
    for name in names.names:
        yield Thing(
            kind="place",
            spellings=tuple(map(shown, name.spellings)),
            within=titles.get(name.within or "", ""),
            geometry=name.geometry,
        )


def in_areas(
    thing: Thing, places: Sequence[Place], tree: shapely.STRtree
) -> list[tuple[int, float, float | None]]:
    """Return the areas that a thing lies in or beside: index, share, metres to the edge where it is near.

    Parameters
    ----------
    thing
        With its geometry.
    places
        The areas.
    tree
        Index of their geometries.
    """
    if thing.geometry is None:
        return []
    found = []
    for index in sorted(tree.query(widened(thing.geometry, 2 * NEAR_M))):
        share, edge_m = overlap(thing.geometry, places[index].geometry)
        near = edge_m <= NEAR_M and (not share or share == 1.0)
        if share or near:
            found.append((int(index), share, edge_m if near else None))
    return found


def widened(geometry: BaseGeometry, margin_m: float) -> BaseGeometry:
    """Return the bounds of a geometry with a margin on each side (WGS 84)."""
    west, south, east, north = geometry.bounds
    margin_lat = margin_m / LAT_M
    margin_lon = margin_m / (LON_M * max(0.05, float(np.cos(np.radians((south + north) / 2)))))
    return shapely.box(west - margin_lon, south - margin_lat, east + margin_lon, north + margin_lat)


def touching(geometry: BaseGeometry, blocks: Gazetteer, tree: shapely.STRtree, within_m: float) -> list[int]:
    """Return the blocks within a distance of a geometry, 0 for those it shares more than a sliver with."""
    found = []
    for index in sorted(tree.query(widened(geometry, 2 * within_m + 1))):
        share, edge_m = overlap(geometry, blocks.geometry[index])
        if share or (within_m and edge_m <= within_m):
            found.append(int(index))
    return found


def street_lines(streets: Streets) -> dict[str, BaseGeometry]:
    """Return name → the lines of all streets of that name; those without one are passed over."""
    named = np.flatnonzero(np.asarray(streets.name) != "")
    lines = edge_lines(streets)[named]
    found: dict[str, list[BaseGeometry]] = {}
    for name, line in zip(streets.name[named].tolist(), lines, strict=True):
        found.setdefault(name, []).append(line)
    return {name: shapely.union_all(parts) for name, parts in sorted(found.items())}
