"""Times as people read them: weekday, date, clock, zone and offset, in four languages.

Digits are 0 to 9 in every language: blocks are numbered with them on the maps that people compare with, and
a sheet with two kinds of digits would be read wrongly sooner than one with the less usual kind.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from safeground.publish.notices.phrases import phrases
from safeground.publish.notices.pieces import figure, fill, say, words

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.pieces import Line


def moment(value: datetime | None, language: Language, what: str = "") -> Line:
    """Return a moment in words, with its zone and offset: ``Monday 4 March 2026, 18:00 (UTC+02:00)``.

    Parameters
    ----------
    value
        With an offset; None where it is not stated.
    language
        Of the words.
    what
        Which time it is, for a reader of the output.
    """
    if value is None:
        return say("time_not_stated", language)
    table = phrases("notice")
    day = fill(
        table["date"][language],
        weekday=words(table[f"weekday.{value.isoweekday()}"][language]),
        day=figure(value.day),
        month=words(table[f"month.{value.month}"][language]),
        year=figure(value.year),
    )
    line = say("moment", language, date=day, clock=figure(clock(value)), zone=figure(zone(value)))
    return tuple(replace(piece, moment=value, what=what) for piece in line)


def clock(value: datetime) -> str:
    """Return the time of day; seconds only where there are any."""
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def zone(value: datetime) -> str:
    """Return the zone's name, where it has one, and its offset.

    Examples
    --------
    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> zone(datetime(2026, 3, 4, 18, tzinfo=ZoneInfo("Asia/Gaza")))
    'Asia/Gaza, UTC+02:00'
    """
    key = getattr(value.tzinfo, "key", None)
    return f"{key}, {offset(value)}" if key and key != "UTC" else offset(value)


def offset(value: datetime) -> str:
    """Return the offset from UTC; UTC itself as ``UTC``."""
    ahead = value.utcoffset()
    if ahead is None:
        msg = "a time that is published needs an offset"
        raise ValueError(msg)
    minutes = round(ahead.total_seconds() / 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "UTC"
