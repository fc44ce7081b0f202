"""Times in a text: dates, times of day and zones put together; what is not said, by stated rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from safeground.plan.reading.clocks import ClockWords, ZoneWords, clock_at, zone_at
from safeground.plan.reading.dates import DateWords, date_at
from safeground.plan.reading.text_reading import TimeRead, Unread

if TYPE_CHECKING:
    from safeground.plan.reading.passage import Passage

LONGEST_LINK: Final = 3
DAYS_A_WEEK: Final = 7
PART_COUNT: Final = 4


@dataclass(slots=True)
class _Said:
    start: int
    end: int
    until: bool = False
    date: DateWords | None = None
    weekday: int | None = None
    clock: ClockWords | None = None
    zone: ZoneWords | None = None


class TimesInText:
    """Reads the times of one text.

    Parameters
    ----------
    passage
        The text.
    issued
        When the notice was issued: gives the year, and the day of today and of a time without one.
    zone
        IANA name of the notice's own zone; where None, the offset of ``issued``.
    """

    def __init__(self, passage: Passage, issued: datetime | None, zone: str | None) -> None:
        self._passage = passage
        self._issued = issued
        self._zone = _own_zone(issued, zone)
        self._last_date: tuple[int, DateWords] | None = None
        self.read: list[TimeRead] = []
        self.unread: list[Unread] = []

    def at(self, at: int) -> int | None:
        """Read the time that begins at token ``at``, and the end of its span (10:00-16:00).

        Returns
        -------
        int or None
            The token after it; None where no time begins here.
        """
        within = self._within(at)
        if within is not None:
            return within
        first = self._parts(at)
        if first is None:
            return None
        several, end = self._span_of_time(first)
        while (after := self._separator(end)) > end:
            following = self._parts(after)
            if following is None or following.clock is None:
                break
            more, end = self._span_of_time(following)
            several.extend(more)
        _share(several)
        for said in several:
            self._add(said)
        return end

    def _span_of_time(self, first: _Said) -> tuple[list[_Said], int]:
        """Return a time, or the two ends of a span of time, and the token after it."""
        first.until = self._is_until(first.start)
        between = self._passage.begin("between", first.start) is not None
        second = self._second(first, between)
        if second is None:
            return [first], first.end
        return [first, second], second.end

    def _separator(self, at: int) -> int:
        """Return the token after a comma and an "and" between times of a list; ``at`` where there is none."""
        after = at + 1 if self._passage.is_sign(at, ",") else at
        return self._after_hyphen(self._passage.after("and", after))

    def _after_hyphen(self, at: int) -> int:
        """Pass over the hyphen that joins a prefix to a number: ל-14:00."""
        glued = self._passage.is_sign(at, "-", glued=True) and self._passage.is_number(at + 1, glued=True)
        return at + 1 if glued else at

    def begins(self, at: int) -> bool:
        """Whether a time begins at token ``at``."""
        return self._parts(at) is not None

    def _parts(self, at: int) -> _Said | None:
        passage = self._passage
        said = _Said(at, at)
        here = at
        for _ in range(PART_COUNT):
            found = self._part(said, here)
            if found is None:
                break
            said.end = here = found
        if said.date is None and said.clock is None and said.weekday is None:
            return None
        if passage.is_sign(said.end, ")") and any(passage.is_sign(k, "(") for k in range(at, said.end)):
            said.end += 1
        return said

    def _part(self, said: _Said, at: int) -> int | None:
        """Read one more part of the time; words that link parts may stand before it."""
        passage = self._passage
        here = at
        for _ in range(LONGEST_LINK + 1):
            found = self._one_part(said, here)
            if found is not None:
                return found
            if said.end == said.start:
                return None
            if (
                passage.is_sign(here, ",(/")
                or (passage.is_sign(here, "-") and passage.is_word(here - 1))
                or (passage.is_word(here, glued=True) and passage.tokens[here].text == "t")
            ):
                here += 1
            else:
                linked = passage.end("date link", here)
                if linked is None:
                    return None
                here = linked
        return None

    def _one_part(self, said: _Said, at: int) -> int | None:
        date = date_at(self._passage, at)
        if date is not None:
            if date.weekday is not None:
                if said.weekday is None:
                    said.weekday = date.weekday
                    return date.end
            elif said.date is None:
                said.date = date
                return date.end
            return None
        if said.clock is None:
            said.clock = clock_at(self._passage, at)
            if said.clock is not None:
                return said.clock.end
        elif said.zone is None:
            iso = self._passage.is_sign(at, "-", glued=True) and said.date is not None and said.start < at - 5
            said.zone = zone_at(self._passage, at, iso=iso)
            if said.zone is not None:
                return said.zone.end
        return None

    def _second(self, first: _Said, between: bool) -> _Said | None:
        passage = self._passage
        if first.clock is None and first.date is None:
            return None
        if passage.is_sign(first.end, "-"):
            start = first.end + 1
        else:
            start = passage.after("to", first.end)
            if start == first.end and between:
                start = passage.after("and", first.end)
            if start == first.end:
                return None
            start = self._after_hyphen(start)
        second = self._parts(start)
        if second is None or (second.clock is None) != (first.clock is None):
            return None
        second.until = True
        return second

    def _is_until(self, at: int) -> bool:
        """Whether words before say that the time is an end; hour words and links may stand between."""
        passage = self._passage
        end = at
        for _ in range(LONGEST_LINK + 1):
            if passage.begin("until", end) is not None:
                return True
            before = [passage.begin(link, end) for link in ("hour before", "date link", "at")]
            starts = [start for start in before if start is not None]
            if not starts:
                return False
            end = min(starts)
        return False

    def _within(self, at: int) -> int | None:
        """Read "within 24 hours": it counts from the issue, and needs no zone."""
        passage = self._passage
        start = passage.end("within", at)
        if start is None or not passage.is_number(start) or passage.tokens[start].mixed:
            return None
        number = passage.tokens[start].text
        end = passage.end("counted", start + 1)
        if end is None or len(number) > 3:
            return None
        unit = self._unit_h(passage.tokens[start + 1].text)
        if unit is None:
            return None
        when = None if self._issued is None else self._issued + timedelta(hours=int(number) * unit)
        self.read.append(TimeRead(when, True, True, passage.span(at, end)))
        return end

    def _unit_h(self, word: str) -> float | None:
        for hours, words in _UNITS_H.items():
            if not words.isdisjoint(self._passage.words.forms(word)):
                return hours
        return None

    def _add(self, said: _Said) -> None:
        span = self._passage.span(said.start, said.end)
        for part in (said.date, said.clock, said.zone):
            if part is not None and part.why:
                self.unread.append(Unread(span, part.why))
                return
        if said.date is not None and said.date.day is None and said.date.from_issue is None:
            return  # a month and a year
        sentence = self._passage.sentences[said.start]
        last = self._last_date
        if said.date is None and said.weekday is None and last is not None and last[0] == sentence:
            said.date = last[1]
        if said.date is not None:
            self._last_date = (sentence, said.date)
        at, why = self._resolved(said)
        self.read.append(TimeRead(at, said.zone is not None, said.until, span))
        if why:
            self.unread.append(Unread(span, why))

    def _resolved(self, said: _Said) -> tuple[datetime | None, str]:
        zone = self._zone if said.zone is None or said.zone.zone is None else said.zone.zone
        issued = None if self._issued is None else self._issued.astimezone(zone or UTC)
        try:
            day = self._day(said, issued)
        except ValueError:
            return None, "no such day"
        if day is not None and said.date is not None and said.weekday not in (None, day.weekday()):
            return None, f"{day:%Y-%m-%d} is another day of the week"
        if said.clock is None or zone is None:
            return None, ""
        if day is None:
            if issued is None:
                return None, ""
            day = issued.replace(tzinfo=None)
            if _on(day, said.clock) < day:
                day += timedelta(days=1)
        return _real(_on(day, said.clock), zone)

    def _day(self, said: _Said, issued: datetime | None) -> datetime | None:
        date = said.date
        if date is not None and date.from_issue is not None:
            return None if issued is None else issued.replace(tzinfo=None) + timedelta(days=date.from_issue)
        if date is not None and date.day is not None and date.month is not None:
            if date.year is not None:
                return datetime(date.year, date.month, date.day)
            if issued is None:
                datetime(2024, date.month, date.day)
                return None
            return _nearest(issued.replace(tzinfo=None), date.month, date.day)
        if said.weekday is not None and issued is not None:
            ahead = (said.weekday - issued.weekday()) % DAYS_A_WEEK
            return issued.replace(tzinfo=None) + timedelta(days=ahead)
        return None


def _share(several: list[_Said]) -> None:
    """Give times that are listed together the day and the zone that only one of them says."""
    dates = [said for said in several if said.date is not None or said.weekday is not None]
    zones = [said.zone for said in several if said.zone is not None]
    for said in several:
        if len(dates) == 1:
            said.date, said.weekday = dates[0].date, dates[0].weekday
        if len(zones) == 1:
            said.zone = zones[0]


_UNITS_H: Final = {
    1.0: frozenset(
        ["hours", "hour", "hrs", "ساعه", "ساعات", "שעות", "שעה", "годин", "години", "година", "годину"]
    ),
    24.0: frozenset(
        ["days", "day", "يوم", "ايام", "يوما", "ימים", "יום", "днів", "дні", "день", "доби", "добу"]
    ),
    1 / 60: frozenset(["minutes", "minute", "min", "دقيقه", "دقائق", "דקות", "דקה", "хвилин", "хвилини"]),
}


def _own_zone(issued: datetime | None, zone: str | None) -> tzinfo | None:
    if zone is not None:
        return ZoneInfo(zone)
    if issued is None or issued.utcoffset() is None:
        return None
    return timezone(issued.utcoffset() or timedelta())


def _on(day: datetime, clock: ClockWords) -> datetime:
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=clock.hour, minutes=clock.minute)


def _nearest(issued: datetime, month: int, day: int) -> datetime:
    """Return the day of the year in which it is nearest to the issue."""
    found = []
    for year in (issued.year - 1, issued.year, issued.year + 1):
        try:
            found.append(issued.replace(year=year, month=month, day=day))
        except ValueError:
            continue
    if not found:
        msg = "no such day"
        raise ValueError(msg)
    return min(found, key=lambda one: abs(one - issued))


def _real(local: datetime, zone: tzinfo) -> tuple[datetime | None, str]:
    early, late = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early, ""
    there = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local
    return None, f"the clocks of {zone} {'show this time twice' if there else 'jump over this time'}"
