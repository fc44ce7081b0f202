"""Times as they were stated: a year, a month, a day, an hour, a minute; each is an interval, never a guess.

``2023`` is the whole year, ``2023-11-30`` the whole local day, ``2023-11-30T07`` an hour and
``2023-11-30T07:00`` an instant. A time without an offset takes the zone that is named with it. Where clocks
are put back, a clock time is two instants, and the interval reaches from one to the other; where they are put
forward over midnight, the day begins when its clocks first show it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

Precision = Literal["year", "month", "day", "hour", "minute", "second"]

PRECISIONS: tuple[Precision, ...] = ("year", "month", "day", "hour", "minute", "second")
"""From the coarsest to the finest."""

_MOMENT = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?)?)?)?"
    r" ?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
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


@lru_cache(maxsize=1 << 16)
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
        Anything else, a day that does not exist, a zone that is not known, or a day or a clock time that the
        zone's clocks never show.

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
    *parts, fraction, offset = match.groups()
    precision = PRECISIONS[sum(part is not None for part in parts) - 1]
    if offset is not None and parts[3] is None:
        msg = f"{text!r}, a day with an offset: name the zone instead, days are of a place"
        raise ValueError(msg)
    here = _zone(zone)
    try:
        start = datetime(*(int(part or least) for part, least in zip(parts, (1, 1, 1, 0, 0, 0), strict=True)))  # type: ignore[arg-type]
        start = start.replace(microsecond=int((fraction or "0").ljust(6, "0")))
        return _interval(start, precision, here if offset is None else _offset(offset))
    except OverflowError:
        msg = f"{text!r}, which lies outside the years that can be counted with"
        raise ValueError(msg) from None
    except _NeverShownError:
        msg = f"{text!r}, which the clocks of {zone} never showed: they were put forward over it"
        raise ValueError(msg) from None
    except ValueError as error:
        msg = f"{text!r}, which does not exist: {error}"
        raise ValueError(msg) from None


def said(text: str, zone: str) -> str:
    """Return a stated time as people read it: at its own precision, hours in the zone with its offset.

    Raises
    ------
    ValueError
        As ``moment``.

    Examples
    --------
    >>> said("2023-12-01T05:00Z", "Asia/Gaza"), said("2023-12-01", "Asia/Gaza"), said("2023-12", "Asia/Gaza")
    ('2023-12-01 07:00 +02:00', '2023-12-01', 'December 2023')
    """
    stated, where = moment(text, zone), _zone(zone)
    first, last = stated.earliest.astimezone(where), stated.latest.astimezone(where)
    match stated.precision:
        case "year":
            return text.strip()
        case "month":
            return f"{MONTHS[int(text.strip()[5:7]) - 1]} {text.strip()[:4]}"
        case "day":
            return text.strip()
        case "hour":
            hours = f"between {first:%H:%M} and {last + _MICROSECOND:%H:%M}"
            return f"{first:%Y-%m-%d} {hours} {_offsets(first, last)}"
    clock = f"{first:%H:%M}" if stated.precision == "minute" else f"{first:%H:%M:%S}"
    return f"{first:%Y-%m-%d} {clock} {_offsets(first, last)}"


def at(instant: datetime, zone: str) -> str:
    """Return an instant as people read it, to the minute.

    Examples
    --------
    >>> at(datetime(2023, 12, 1, 10, 0, tzinfo=UTC), "Asia/Gaza")
    '2023-12-01 12:00 +02:00'
    """
    local = instant.astimezone(_zone(zone))
    return f"{local:%Y-%m-%d %H:%M} {_offsets(local, local)}"


def microseconds(at: datetime) -> int:
    """Return microseconds since 1970 in UTC: how the store orders times.

    Examples
    --------
    >>> microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (at - _EPOCH) // _MICROSECOND


def instant(us: int) -> datetime:
    """Return the UTC time of microseconds since 1970, to the last one.

    Examples
    --------
    >>> microseconds(instant(1_701_000_000_000_001))
    1701000000000001
    """
    return _EPOCH + us * _MICROSECOND


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class _NeverShownError(Exception):
    """A local time that lies in a gap of its zone's clocks."""


def _interval(start: datetime, precision: Precision, where: ZoneInfo | timezone) -> Moment:
    if precision in ("minute", "second"):
        instants = _instants(start, where)
        if all(one.astimezone(where).replace(tzinfo=None) != start for one in instants):
            raise _NeverShownError
        return Moment(min(instants), max(instants), precision)
    end = _end(start, precision)
    earliest, latest = _begins(start, where), _ended(end, where)
    if earliest > latest:
        raise _NeverShownError
    return Moment(earliest, latest, precision)


def _end(start: datetime, precision: Precision) -> datetime:
    if precision == "year":
        if start.year == datetime.max.year:
            raise OverflowError
        return start.replace(year=start.year + 1)
    if precision == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start + (timedelta(days=1) if precision == "day" else timedelta(hours=1))


def _instants(local: datetime, where: ZoneInfo | timezone) -> tuple[datetime, datetime]:
    """Return the two readings of a local time; they differ where clocks are changed."""
    one, other = (local.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    return min(one, other), max(one, other)


def _begins(local: datetime, where: ZoneInfo | timezone) -> datetime:
    """Return the first instant at which the clocks show a local time, or have been put past it."""
    first, last = _instants(local, where)
    if _shows(first, where) == local:
        return first
    # In a gap the readings bracket the change of the clocks, which is at a whole second.
    seconds = int((last - first).total_seconds())
    low, high = 0, seconds
    while low < high:
        middle = (low + high) // 2
        if _shows(first + timedelta(seconds=middle), where) >= local:
            high = middle
        else:
            low = middle + 1
    return first + timedelta(seconds=low)


def _ended(local: datetime, where: ZoneInfo | timezone) -> datetime:
    """Return the last instant at which the clocks show less than a local time."""
    first, last = _instants(local, where)
    if _shows(first, where) != local:
        return _begins(local, where) - _MICROSECOND
    # Clocks put back within the next day do not reach this one; put back over midnight they do.
    before = last - _MICROSECOND
    return before if _shows(before, where) < local else first - _MICROSECOND


def _shows(at: datetime, where: ZoneInfo | timezone) -> datetime:
    return at.astimezone(where).replace(tzinfo=None, fold=0)


def _offsets(first: datetime, last: datetime) -> str:
    one, other = (f"{moment:%z}" for moment in (first, last))
    ends = [f"{text[:3]}:{text[3:5]}" for text in dict.fromkeys((one, other))]
    return " or ".join(ends)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    if int(digits[:2]) > 15 or int(digits[2:]) > 59:
        msg = f"the offset {text} is of no zone"
        raise ValueError(msg)
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if text[0] == "-" else size)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        msg = f"{name!r}, which is no name of the IANA time zone database (Asia/Gaza, Europe/Kyiv)"
        raise ValueError(msg) from None
