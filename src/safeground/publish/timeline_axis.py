"""The axis of a timeline: minutes since 1970, with ticks on the clock of one zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from safeground.publish.figures import offset_words

HOUR: Final = 60
DAY: Final = 24 * HOUR
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST_TICKS: Final = 7
STEPS_MIN: Final = (5, 15, 30, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR)
STEPS_DAYS: Final = (1, 2, 7, 14)
STEPS_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tick:
    """A line on the axis: where, in minutes since 1970, and its words."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """What a timeline is drawn on.

    Parameters
    ----------
    start, end
        Minutes since 1970; the end is after the start.
    zone
        IANA name of the zone whose clock the ticks show.
    """

    start: int
    end: int
    zone: str

    @property
    def span(self) -> int:
        """Minutes from end to end."""
        return self.end - self.start

    def share(self, at: int) -> float:
        """Return where a minute is, in hundredths of the width."""
        return round(100 * (at - self.start) / self.span, 2)

    def offsets(self) -> tuple[tuple[int, int], ...]:
        """Return from which minute on the zone's clock is how many minutes ahead of UTC."""
        found = [(self.start, self._offset(self.start))]
        step = max(HOUR, self.span // 2000)
        for before, after in pairwise([*range(self.start, self.end, step), self.end]):
            if self._offset(after) != found[-1][1]:
                found.append(self._change(before, after))
        return tuple(found)

    def zone_words(self) -> str:
        """Say whose clock it is: ``Asia/Gaza (+02:00; +03:00 from 20 Apr 2024)``."""
        (_, first), *later = self.offsets()
        said = [offset_words(first)]
        for at, offset in later[:2]:
            local = self.local(at)
            said.append(f"{offset_words(offset)} from {local.day} {MONTHS[local.month - 1]} {local.year}")
        more = f"; {len(later) - 2} more changes" if len(later) > 2 else ""
        return f"{self.zone} ({'; '.join(said)}{more})"

    def local(self, at: int) -> datetime:
        """Return a minute on the zone's clock."""
        return (EPOCH + timedelta(minutes=at)).astimezone(ZoneInfo(self.zone))

    def ticks(self) -> tuple[Tick, ...]:
        """Return at most seven ticks at round times of the zone's clock."""
        for step in STEPS_MIN:
            if self.span / step <= MOST_TICKS:
                return self._clock_ticks(step)
        for days in STEPS_DAYS:
            if self.span / (days * DAY) <= MOST_TICKS:
                return self._day_ticks(days)
        months = next((m for m in STEPS_MONTHS if self.span / (m * 30 * DAY) <= MOST_TICKS), 12_000)
        return self._month_ticks(months)

    def _clock_ticks(self, step: int) -> tuple[Tick, ...]:
        found: list[Tick] = []
        midnight = self.local(self.start).replace(hour=0, minute=0)
        wall = midnight.replace(tzinfo=None)
        while (at := self._minute(wall)) <= self.end:
            if at >= self.start and (not found or at > found[-1].at):
                clock = f"{wall.hour:02d}:{wall.minute:02d}"
                dated = not found or wall.hour == wall.minute == 0
                found.append(Tick(at, f"{wall.day} {MONTHS[wall.month - 1]}, {clock}" if dated else clock))
            wall += timedelta(minutes=step)
        return tuple(found)

    def _day_ticks(self, days: int) -> tuple[Tick, ...]:
        found: list[Tick] = []
        wall = self.local(self.start).replace(hour=0, minute=0, tzinfo=None)
        while (at := self._minute(wall)) <= self.end:
            if at >= self.start:
                year = f" {wall.year}" if not found or wall.timetuple().tm_yday <= days else ""
                found.append(Tick(at, f"{wall.day} {MONTHS[wall.month - 1]}{year}"))
                wall += timedelta(days=days)
            else:
                wall += timedelta(days=1)
        return tuple(found)

    def _month_ticks(self, months: int) -> tuple[Tick, ...]:
        found: list[Tick] = []
        first = self.local(self.start)
        count = -(-(first.year * 12 + first.month - 1) // months) * months
        while count < 12 * 9999:
            wall = datetime(count // 12, count % 12 + 1, 1)
            at = self._minute(wall)
            if at > self.end:
                break
            if at >= self.start:
                named = months < 12
                found.append(Tick(at, f"{MONTHS[wall.month - 1]} {wall.year}" if named else f"{wall.year}"))
            count += months
        return tuple(found)

    def _minute(self, wall: datetime) -> int:
        return minute(wall.replace(tzinfo=ZoneInfo(self.zone)))

    def _offset(self, at: int) -> int:
        offset = self.local(at).utcoffset()
        return 0 if offset is None else round(offset.total_seconds() / 60)

    def _change(self, before: int, after: int) -> tuple[int, int]:
        new = self._offset(after)
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (before, middle) if self._offset(middle) == new else (middle, after)
        return after, new


def minute(at: datetime) -> int:
    """Return the minute since 1970 in which an instant lies.

    Examples
    --------
    >>> minute(datetime(1970, 1, 1, 2, 0, 59, tzinfo=UTC))
    120
    """
    return (at - EPOCH) // timedelta(minutes=1)


def minute_after(at: datetime) -> int:
    """Return the first minute since 1970 that begins at an instant or after it.

    Examples
    --------
    >>> minute_after(datetime(1970, 1, 1, 2, 0, 59, tzinfo=UTC))
    121
    """
    return -((EPOCH - at) // timedelta(minutes=1))
