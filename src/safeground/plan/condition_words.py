"""The words of a plan file on when and how far ways are open: windows, curfews, closures, checkpoints.

Part of ``model``, which they are keys of.
"""

from __future__ import annotations

from datetime import datetime

from safeground.plan.words import Number, Words


class Window(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A time from a moment until another in which a way is open."""

    from_: datetime
    until: datetime
    quota: Number | None = None
    """Persons who are let in during this window."""


class Curfew(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Hours in which nobody may move: everybody stays where they are."""

    hours: str
    """Daily hours, ``18:00-06:00``."""
    from_: datetime | None = None
    until: datetime | None = None
    source: str | None = None


class Closure(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Streets that nobody can enter: closed from a moment on, or destroyed."""

    id: str
    where: str
    """``file#feature`` of a polygon, or of a line along a street."""
    from_: datetime | None = None
    """Not stated: from before the notice, as a street that is destroyed."""
    until: datetime | None = None
    source: str | None = None


class Rubble(Words, frozen=True, kw_only=True):
    """An area whose streets keep a share of their width and of the speed on them."""

    where: str
    """``file#feature`` of a polygon."""
    width_factor: Number | None = None
    speed_factor: Number | None = None
    source: str | None = None


class Checkpoint(Words, frozen=True, kw_only=True):
    """A place on a street through which people are let."""

    id: str
    at: str
    """``file#feature`` of a point."""
    throughput_per_h: Number | None = None
    open: str | tuple[Window, ...] | None = None
    source: str | None = None


class OtherMovement(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Other people on the streets: against the order's direction, convoys, displaced people."""

    id: str
    from_: tuple[str, ...]
    to: tuple[str, ...]
    persons: Number
    begins: datetime | None = None
    source: str | None = None


class Transport(Words, frozen=True, kw_only=True):
    """Vehicles for people who cannot walk unaided."""

    notice: str
    vehicles: Number
    seats: Number
    """Places in each vehicle for people who cannot walk unaided."""
    loading_h: Number
    """Time to get them in and out again, each trip."""
    source: str | None = None
