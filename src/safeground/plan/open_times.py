"""Hours with their dates and days of the week → times from a moment on, in seconds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from safeground.plan.opening import Opening, hours_by_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from safeground.plan.supply_words import Opened

WEEKDAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEKDAYS = re.compile(rf"({'|'.join(WEEKDAYS)})(?:\s*[-–]\s*({'|'.join(WEEKDAYS)}))?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE_DAY = "00:00-24:00"


@dataclass(frozen=True, slots=True)
class Days:
    """Days on which hours hold: of every week, or single dates."""

    weekdays: frozenset[int]
    """0 is Monday."""
    dates: frozenset[date]

    def hold_on(self, day: date) -> bool:
        """Return whether a day is one of them; where none are stated every day is."""
        named = bool(self.weekdays or self.dates)
        return not named or day.weekday() in self.weekdays or day in self.dates


def days_of(texts: Sequence[str]) -> Days:
    """Return the days that a plan names: ``Su``, ``Su-Th``, ``2026-05-05``.

    Raises
    ------
    ValueError
        A text that names no day.

    Examples
    --------
    >>> sorted(days_of(["Sa-Mo"]).weekdays)
    [0, 5, 6]
    """
    weekdays: set[int] = set()
    dates: set[date] = set()
    for text in texts:
        if match := _WEEKDAYS.fullmatch(text.strip()):
            first = WEEKDAYS.index(match[1])
            last = WEEKDAYS.index(match[2]) if match[2] else first
            weekdays |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        else:
            dates.add(_date(text))
    return Days(frozenset(weekdays), frozenset(dates))


def open_times(
    stated: str | Sequence[Opened], *, zone: tzinfo, start: datetime, horizon_s: float
) -> tuple[Opening, ...]:
    """Return the times that end after ``start`` and begin within ``horizon_s`` of it; they may overlap.

    Parameters
    ----------
    stated
        Daily hours as text, or times with their dates and days.
    zone
        Of days and daily hours.
    start
        The moment from which seconds count.
    horizon_s
        Up to where hours are written out [s].
    """
    if isinstance(stated, str):
        found = [Opening(opens, closes) for _, opens, closes in hours_by_day(stated, zone, start, horizon_s)]
    else:
        found = [time for one in stated for time in _times(one, zone, start, horizon_s)]
    return tuple(
        one for one in found if one.close_s[1] > max(0.0, one.open_s[0]) and one.open_s[0] < horizon_s
    )


def _times(one: Opened, zone: tzinfo, start: datetime, horizon_s: float) -> Iterator[Opening]:
    first = -math.inf if one.from_ is None else (one.from_ - start).total_seconds()
    last = math.inf if one.until is None else (one.until - start).total_seconds()
    if not one.days and one.hours is None:
        yield Opening((first, first), (last, last))
        return
    days = days_of(one.days)
    for day, opens, closes in hours_by_day(one.hours or _WHOLE_DAY, zone, start, min(horizon_s, last)):
        if days.hold_on(day):
            yield Opening(
                (max(opens[0], first), max(opens[1], first)), (min(closes[0], last), min(closes[1], last))
            )


def _date(text: str) -> date:
    msg = f"{text!r} names no day"
    if not _DATE.fullmatch(text.strip()):
        raise ValueError(msg)
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(msg) from error
