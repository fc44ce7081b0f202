"""Times as they were stated: a year, a month, a day, an hour, a minute; each is an interval, never a guess.

``2023`` is the whole year, ``2023-11-30`` the whole local day, ``2023-11-30T07`` an hour and
``2023-11-30T07:00`` an instant. A time without an offset takes the zone that is named with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

Precision = Literal["year", "month", "day", "hour", "minute", "second"]

_MOMENT = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?)?)?)?)?"
    r" ?(Z|[+-]\d{2}:?\d{2})?"
)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was, as far as it was stated.

    Parameters
    ----------
    earliest, latest
        The first and the last instant that it can be, both included, in UTC.
    precision
        How it was stated.
    """

    earliest: datetime
    latest: datetime
    precision: Precision


def moment(text: str, zone: str) -> Moment:
    """Return the interval of a time as it was stated.

    Parameters
    ----------
    text
        ISO 8601, cut off where the source stops: ``2023``, ``2023-11``, ``2023-11-30``, ``2023-11-30T07``,
        ``2023-11-30T07:00+02:00``.
    zone
        IANA name, for days and for times without an offset.

    Raises
    ------
    ValueError
        Anything else, a day that does not exist, a zone that is not known, or a clock time that the zone's
        clocks never show.

    Examples
    --------
    >>> found = moment("2023-11-30", "Asia/Gaza")
    >>> found.earliest.isoformat(), found.precision
    ('2023-11-29T22:00:00+00:00', 'day')
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        msg = f"{text!r}, which is no time: write 2023-11-30T07:00+02:00, 2023-11-30, 2023-11 or 2023"
        raise ValueError(msg)
    year, month, day, hour, minute, second, offset = match.groups()
    if offset is not None and hour is None:
        msg = f"{text!r}, a day with an offset: name the zone instead, days are of a place"
        raise ValueError(msg)
    start = datetime(
        int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)
    )
    if "." in text:
        start = start.replace(microsecond=int(text.partition(".")[2][:6].rstrip("Z+-:").ljust(6, "0")[:6]))
    if minute is not None:
        first, last = _instants(start, offset, zone)
        return Moment(first, last, "minute" if second is None else "second")
    if hour is not None:
        first, last = _instants(start, offset, zone)
        return Moment(first, last + timedelta(hours=1) - _MICROSECOND, "hour")
    end, precision = _end(start, month, day)
    return Moment(_instants(start, None, zone)[0], _instants(end, None, zone)[0] - _MICROSECOND, precision)


def microseconds(at: datetime) -> int:
    """Return microseconds since 1970 in UTC: how the store orders times.

    Examples
    --------
    >>> microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (at - _EPOCH) // _MICROSECOND


def _end(start: datetime, month: str | None, day: str | None) -> tuple[datetime, Precision]:
    if month is None:
        return start.replace(year=start.year + 1), "year"
    if day is None:
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1), "month"
    return start + timedelta(days=1), "day"


def _instants(local: datetime, offset: str | None, zone: str) -> tuple[datetime, datetime]:
    """Return the instants that a local time can be: two at the end of summer time."""
    if offset is not None:
        at = local.replace(tzinfo=_offset(offset)).astimezone(UTC)
        return at, at
    where = _zone(zone)
    first, second = (local.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    # At the start of summer time a day may begin at one o'clock: the gap's two readings bracket it.
    return min(first, second), max(first, second)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if text[0] == "-" else size)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        msg = f"{name!r}, which is no name of the IANA time zone database (Asia/Gaza, Europe/Kyiv)"
        raise ValueError(msg) from None
