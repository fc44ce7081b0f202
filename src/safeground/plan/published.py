"""A notice exactly as it was published: its text, the names in it, what is drawn on its map, its times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.model import DeadlineMeans


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place that a notice names as a destination or a route, with its outline where one is known.

    Parameters
    ----------
    name
        In the notice's words, or the area's id in the plan.
    geometry
        Polygon, line or point (WGS 84); None where nobody drew or knows it.
    """

    name: str
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSize:
    """How large a notice's map was published: what its smallest block can be read on.

    Parameters
    ----------
    width_px
        Width of the picture, in pixels.
    width_km
        Width of the ground that it shows.
    """

    width_px: float
    width_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One notice as people got to see it. What is None or empty was not stated; nothing is filled in.

    Parameters
    ----------
    id
        A short name of it.
    text
        Language (BCP 47) → the text.
    blocks
        Items of the list of blocks as published: ``("36", "38-54")``. Empty where the text alone names them.
    listed_by_row
        Whether ``blocks`` was put together from rows of a table that hold a block each, so that nobody knows
        how the published list was written.
    places
        Names of neighbourhoods, towns … that it says it is for, as published.
    drawn
        The polygon on its map (WGS 84, valid).
    arrows
        Arrows on its map, each from its tail to its head (WGS 84).
    issuer, issued, starts, deadline, deadline_means, ends, withdrawn
        By whom; when it was published, when it begins, by when people are to be gone or there, when it ends,
        when it was taken back.
    end
        When or how it ends or people may return, in the issuer's words.
    stays
        What it says to those who stay or cannot leave, in the issuer's words.
    contact
        Whom to ask, in the issuer's words.
    channels, languages
        How, and in which languages, it was made known.
    to, routes
        Where to, and by which way.
    map_size
        The published map's resolution.
    changes
        Id of the notice that this one says it changes or cancels.
    naive
        Names of times above that were written without an offset or zone, and were read in the plan's.
    place
        Where it stands, for messages: file, and line, row or feature.
    """

    id: str
    text: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[str, ...] = ()
    listed_by_row: bool = False
    places: tuple[str, ...] = ()
    drawn: BaseGeometry | None = None
    arrows: tuple[LineString, ...] = ()
    issuer: str | None = None
    issued: datetime | None = None
    starts: datetime | None = None
    deadline: datetime | None = None
    deadline_means: DeadlineMeans | None = None
    ends: datetime | None = None
    withdrawn: datetime | None = None
    end: str | None = None
    stays: str | None = None
    contact: str | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    to: tuple[NamedPlace, ...] = ()
    routes: tuple[NamedPlace, ...] = ()
    map_size: MapSize | None = None
    changes: str | None = None
    naive: tuple[str, ...] = ()
    place: str = ""
