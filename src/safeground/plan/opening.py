"""Hours of a day and dated windows → times from a moment on, in seconds.

A time of day means an instant only with a time zone, and on the days on which clocks are changed one may
be shown twice or never. So every instant has an earliest and a latest reading: who must err on the
crowd's side takes the longer opening and the shorter curfew, who must not the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.plan.condition_words import Window
    from safeground.plan.model import Plan
    from safeground.plan.words import Number

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")
_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of every day, in minutes after midnight; one past midnight ends after ``24 * 60``."""

    begin_min: int
    end_min: int


@dataclass(frozen=True, slots=True)
class Opening:
    """One window in seconds after a moment, each end with its earliest and its latest reading.

    Parameters
    ----------
    open_s, close_s
        (earliest, latest); negative before the moment.
    quota
        Persons who are let in during it; None where no number is stated.
    """

    open_s: tuple[float, float]
    close_s: tuple[float, float]
    quota: Range | None = None

    @property
    def longest_s(self) -> tuple[float, float]:
        """The longest that it can be meant to be."""
        return self.open_s[0], self.close_s[1]

    @property
    def shortest_s(self) -> tuple[float, float]:
        """The shortest that it can be meant to be; it may end before it begins."""
        return self.open_s[1], self.close_s[0]


def hours_of_day(text: str) -> tuple[Hours, ...]:
    """Return the spans of daily hours as a plan writes them: ``09:00-12:00, 13:00-16:00``.

    Raises
    ------
    ValueError
        Text that is not such hours, a span without length, spans that overlap.

    Examples
    --------
    >>> hours_of_day("18:00-06:00")
    (Hours(begin_min=1080, end_min=1800),)
    """
    spans = []
    for part in text.split(","):
        match = _HOURS.fullmatch(part.strip())
        if match is None:
            msg = f"{part.strip()!r} is no span of a day"
            raise ValueError(msg)
        begin, end = int(match[1]) * 60 + int(match[2]), int(match[3] or 24) * 60 + int(match[4] or 0)
        if begin == end:
            msg = f"{part.strip()!r} has no length"
            raise ValueError(msg)
        spans.append(Hours(begin, end if end > begin else end + _DAY_MIN))
    spans.sort(key=lambda span: span.begin_min)
    following = [*spans[1:], Hours(spans[0].begin_min + _DAY_MIN, 0)]
    if any(span.end_min > after.begin_min for span, after in zip(spans, following, strict=True)):
        msg = "its spans overlap"
        raise ValueError(msg)
    return tuple(spans)


def openings(
    stated: str | Sequence[Window],
    *,
    zone: tzinfo,
    start: datetime,
    horizon_s: float,
    persons_per_window: Number | None = None,
) -> tuple[Opening, ...]:
    """Return the windows that end after ``start`` and begin within ``horizon_s`` of it, in order.

    Parameters
    ----------
    stated
        Daily hours as text, or windows with their dates.
    zone
        Of daily hours.
    start
        The moment from which seconds count.
    horizon_s
        Daily hours are written out so far [s].
    persons_per_window
        Of windows that state no quota of their own.
    """
    usual = None if persons_per_window is None else Range.of(persons_per_window, "persons")
    if isinstance(stated, str):
        found = [
            Opening(open_s, close_s, usual)
            for _, open_s, close_s in hours_by_day(stated, zone, start, horizon_s)
        ]
    else:
        found = [
            Opening(
                ((window.from_ - start).total_seconds(),) * 2,
                ((window.until - start).total_seconds(),) * 2,
                usual if window.quota is None else Range.of(window.quota, "persons"),
            )
            for window in sorted(stated, key=lambda window: window.from_)
        ]
    return tuple(one for one in found if one.close_s[1] > 0)


def zone_of(plan: Plan, start: datetime) -> tzinfo:
    """Return the zone of the plan's daily hours: its own, else the offset of ``start``."""
    if plan.time_zone is not None:
        return ZoneInfo(plan.time_zone)
    return timezone(start.utcoffset() or timedelta())


def unclear_days(stated: str, zone: tzinfo, start: datetime, horizon_s: float) -> tuple[date, ...]:
    """Return the days on which the clocks show one of these hours twice, or never."""
    return tuple(
        dict.fromkeys(
            (start + timedelta(seconds=min(ends))).astimezone(zone).date()
            for _, *window in hours_by_day(stated, zone, start, horizon_s)
            for ends in window
            if ends[0] != ends[1]
        )
    )


def hours_by_day(
    stated: str, zone: tzinfo, start: datetime, horizon_s: float
) -> Iterator[tuple[date, tuple[float, float], tuple[float, float]]]:
    """Yield the spans of daily hours from the day before ``start`` on that open within ``horizon_s`` of it.

    Each with the local day on which it begins, and the earliest and latest reading of both its ends [s].
    """
    # The hours of the day before may reach past midnight.
    day = start.astimezone(zone).date() - timedelta(days=1)
    spans = hours_of_day(stated)
    while True:
        for span in spans:
            opens, closes = (_instant(day, minute, zone, start) for minute in (span.begin_min, span.end_min))
            if opens[0] >= horizon_s:
                return
            yield day, opens, closes
        day += timedelta(days=1)


def _instant(day: date, minute: int, zone: tzinfo, start: datetime) -> tuple[float, float]:
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    both = [
        (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) - start).total_seconds() for fold in (0, 1)
    ]
    return min(both), max(both)
