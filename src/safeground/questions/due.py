"""What is due of a term on each day, and on which days: the promise's side, before anybody counts.

A pause's days begin at the clock time at which it began and are called by the local day on which they begin;
of a last part of a day between nothing and a whole day is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.plan.opening import hours_of_day
from safeground.quantity import Range
from safeground.questions import counts
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.plan.pause_words import Term
    from safeground.questions.counts import Promised, Spans
    from safeground.questions.kept_account import TermAccount

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when until when the terms of a pause or promise are due, as known at a moment.

    Parameters
    ----------
    of
        Id of the pause or promise.
    begin, end
        None where not stated.
    zone
        IANA name, in which days are days.
    at
        The moment asked.
    """

    of: str
    begin: datetime | None
    end: datetime | None
    zone: str
    at: datetime


def days_due(span: Span) -> tuple[date, ...]:
    """Return the local days on which something is due and that had begun by the moment asked."""
    if span.begin is None:
        return ()
    zone = ZoneInfo(span.zone)
    begin = span.begin.astimezone(zone)
    end = min(span.at, span.end) if span.end is not None else span.at
    found, day = [], begin.date()
    while _day_begins(day, begin, zone) < end:
        found.append(day)
        day += _DAY
    return tuple(found)


def _day_begins(day: date, begin: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, begin.time(), zone).astimezone(UTC)


def window_of(span: Span, day: date) -> tuple[datetime, datetime]:
    """Return from when until when a day of a term runs, which begins at the clock time of its first.

    Raises
    ------
    ValueError
        A term of which nobody says when it begins.
    """
    if span.begin is None:
        msg = f"{span.of} has no begin, and so no days"
        raise ValueError(msg)
    zone = ZoneInfo(span.zone)
    begin = span.begin.astimezone(zone)
    first, last = _day_begins(day, begin, zone), _day_begins(day + _DAY, begin, zone)
    return first, last if span.end is None else min(last, span.end.astimezone(UTC))


def due_of(
    term: Term, span: Span, day: date, promised: Spans, others: Mapping[str, TermAccount]
) -> Range | None:
    """Return what is due of a term on one day; None where that is not known."""
    unit = counts.unit_of(term)
    if term.hours is not None:
        return Range.exact(
            sum((end - begin).total_seconds() for begin, end in promised) / SECONDS_PER_HOUR, unit
        )
    if term.per_day is not None:
        due = Range.of(term.per_day, unit)
        return Range(0.0, due.high, unit) if _is_part(span, day) else due
    if term.ratio is not None:
        other = others.get(term.ratio.to)
        of_day = next((one.done for one in other.days if one.day == day), None) if other is not None else None
        return None if of_day is None else of_day.times(Range.of(term.ratio.times, ""), unit)
    return None


def _is_part(span: Span, day: date) -> bool:
    """Return whether the pause ends before this day of it is whole."""
    if span.begin is None or span.end is None:
        return False
    zone = ZoneInfo(span.zone)
    return _day_begins(day + _DAY, span.begin.astimezone(zone), zone) > span.end


def promised_spans(term: Term, span: Span) -> Promised:
    """Return, for daily hours, the promised spans of each local day by the moment asked."""
    if term.hours is None or span.begin is None:
        return {}
    zone = ZoneInfo(span.zone)
    end = span.at if span.end is None else min(span.at, span.end)
    found: dict[date, list[tuple[datetime, datetime]]] = {}
    day = span.begin.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        midnight = datetime.combine(day, time())
        for hours in hours_of_day(term.hours):
            ends = (midnight + timedelta(minutes=minute) for minute in (hours.begin_min, hours.end_min))
            # Spans in UTC: in one zone Python would subtract clock times, and miss a change of the clocks.
            opens, closes = (one.replace(tzinfo=zone).astimezone(UTC) for one in ends)
            last = closes if span.end is None else min(closes, span.end)
            if max(opens, span.begin) < last and opens < span.at:
                found.setdefault(day, []).append((max(opens, span.begin), last))
        day += _DAY
    return found
