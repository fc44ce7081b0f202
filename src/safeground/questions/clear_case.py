"""One notice of *clear*, and what its rules hold it against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.names import Names
    from safeground.plan.published import Published
    from safeground.quantity import Range


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the notices of one territory are held against. Whatever is empty or None is unknown.

    Parameters
    ----------
    blocks
        The published blocks.
    names
        Neighbourhoods, towns and districts with their spellings and outlines.
    layers
        People, counted as ``ground.people.count_layers`` leaves them.
    territory
        Outline of the land that blocks and names are of (WGS 84); what is outside is off the map, or the sea.
    sea
        Polygons of the sea, where the plan draws it.
    closed
        Id of a closed area → its polygon.
    designated
        Id of an area that is designated a destination → its polygon.
    languages
        Languages that the plan says its people read.
    least_h
        Notice id → the least time, in hours, that leaving needs by the proof of *reach*.
    notices
        All notices of the territory, in the order of their issue; those without a time last.
    """

    blocks: Gazetteer | None = None
    names: Names | None = None
    layers: tuple[PeopleLayer, ...] = ()
    territory: BaseGeometry | None = None
    sea: BaseGeometry | None = None
    closed: Mapping[str, BaseGeometry] = field(default_factory=dict)
    designated: Mapping[str, BaseGeometry] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    least_h: Mapping[str, Range] = field(default_factory=dict)
    notices: tuple[Published, ...] = ()
