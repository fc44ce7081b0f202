"""Alerts in the Common Alerting Protocol (CAP): a message in words, read from 1.1 and 1.2, written as 1.2.

What is written reads back to the same words; two runs write the same bytes. ``formats/cap_checks`` judges
what others wrote; the reader refuses only what it cannot understand.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from safeground.formats.cap_words import Version

Ring = tuple[tuple[float, float], ...]
"""A closed ring of ``(lon, lat)`` in degrees, WGS 84; its last point is its first. The file has lat first."""


class Named(msgspec.Struct, frozen=True):
    """A value with its name, as in ``parameter``, ``eventCode`` and ``geocode``."""

    name: str
    value: str


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """A circle around a point (degrees, WGS 84)."""

    lon: float
    lat: float
    radius_km: float


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier message."""

    sender: str
    identifier: str
    sent: datetime


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Where people are to be told: all of its polygons, circles and geocodes together."""

    description: str
    polygons: tuple[Ring, ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Named, ...] = ()
    altitude_ft: float | None = None
    ceiling_ft: float | None = None


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside the message."""

    description: str
    mime_type: str | None = None
    size_bytes: int | None = None
    uri: str | None = None
    content_base64: str | None = None
    digest: str | None = None


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """What is said, in one language. No language stated means ``en-US``, as the standard has it."""

    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    language: str | None = None
    response_types: tuple[str, ...] = ()
    audience: str | None = None
    event_codes: tuple[Named, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str | None = None
    headline: str | None = None
    description: str | None = None
    instruction: str | None = None
    web: str | None = None
    contact: str | None = None
    parameters: tuple[Named, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A message.

    ``version`` is that of the file it was read from; ``signed`` says that it holds a signature, which nobody
    here checks and which is not written again.
    """

    identifier: str
    sender: str
    sent: datetime
    status: str
    message_type: str
    scope: str
    source: str | None = None
    restriction: str | None = None
    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str | None = None
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()
    version: Version = "1.2"
    signed: bool = False
