"""A bulletin: all that is published of one notice. Every output is made from it, and read back against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.model import AreaKind, DeadlineMeans, Source

Message = Literal["Alert", "Update", "Cancel"]
Status = Literal["Exercise", "Actual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area as it is published.

    Parameters
    ----------
    id, kind, called, designated_by
        As the plan states them.
    geometry
        Polygon (WGS 84, valid).
    blocks
        Ids of its blocks, in the gazetteer's order; empty where it was drawn only.
    listed
        The blocks and ranges as its issuer lists them.
    streets
        Names of streets along its edge.
    landmarks
        Names of public places in it or beside it.
    valid_from, valid_to
        When it is what it is.
    """

    id: str
    kind: AreaKind
    called: str | None
    designated_by: str | None
    geometry: BaseGeometry
    blocks: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A corridor as it is published.

    Parameters
    ----------
    id
        As the plan states it.
    line
        Its route (WGS 84); None where nobody drew it.
    open
        Its hours in the plan's words, a window an item; empty where not stated.
    streets
        Names of the streets that it follows.
    """

    id: str
    line: BaseGeometry | None
    open: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One notice, ready to be published. What is None or empty is said to be *not stated*.

    Parameters
    ----------
    id
        The notice's id in the plan.
    message
        ``Alert`` at first, ``Update`` where it changes another, ``Cancel`` where it takes one back.
    status
        ``Exercise`` unless its issuer signs it and says otherwise.
    areas, to, ways
        Areas to leave, areas to go to, corridors.
    issuer, issued, starts, deadline, deadline_means, end
        As the plan states them.
    expires
        When the message ends, whatever is stated of the order's end: always set.
    channels, languages
        As the plan states them.
    text
        Language → the issuer's own text.
    stays, contact
        What it says to those who stay, and whom to ask, in the issuer's words.
    changes
        Ids of the notices that it changes or takes back, the oldest first.
    source
        Where the notice was read, for a copy.
    ends, withdrawn
        When the order ends, where a time is stated; when it was taken back. ``expires`` is the message's end.
    """

    id: str
    message: Message
    status: Status
    areas: tuple[Place, ...]
    to: tuple[Place, ...]
    ways: tuple[Way, ...]
    issuer: str | None
    issued: datetime | None
    starts: datetime | None
    deadline: datetime | None
    deadline_means: DeadlineMeans | None
    end: str | None
    expires: datetime
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    text: Mapping[str, str] = field(default_factory=dict)
    stays: str | None = None
    contact: str | None = None
    changes: tuple[str, ...] = ()
    source: Source | None = None
    ends: datetime | None = None
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What a reader gets out of an output, to be held against the bulletin it was made from.

    Parameters
    ----------
    areas
        Id of each area to leave or to go to → its polygon.
    issued, deadline, expires
        The times, to the second; None where the output does not carry them.
    true_to_m
        How far off a drawn edge can lie [m], where the output draws it; 0 where it states coordinates.
    whole
        Whether it has all areas of the notice; a sheet has one.
    """

    areas: Mapping[str, BaseGeometry]
    issued: datetime | None = None
    deadline: datetime | None = None
    expires: datetime | None = None
    true_to_m: float = 0.0
    whole: bool = True
