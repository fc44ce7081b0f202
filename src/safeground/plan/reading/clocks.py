"""Times of day and zones in a text: 16:00, 6 a.m., السادسة مساء, о 18 годині; GMT, UTC+2, +02:00."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from safeground.plan.reading.vocabulary import meanings

if TYPE_CHECKING:
    from safeground.plan.reading.passage import Passage

HOURS: Final = meanings("hour 1") + tuple(f"hour {n}" for n in range(2, 10))
ZONES: Final = meanings("zone ")
LOCAL: Final = "local"
LARGEST_OFFSET: Final = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class ClockWords:
    """A time of day; ``why`` says why it could not be read, where it could not."""

    end: int
    hour: int = 0
    minute: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class ZoneWords:
    """A zone: its rules, or None for the zone of the place itself ("local time")."""

    end: int
    zone: tzinfo | None = None
    why: str = ""


def clock_at(passage: Passage, at: int) -> ClockWords | None:
    """Return the time of day that begins at token ``at``; None where none does."""
    for meaning, hour in (("noon", 12), ("midnight", 0)):
        end = passage.end(meaning, at)
        if end is not None:
            return ClockWords(end, hour)
    hour_word = passage.end("hour before", at)
    start = at if hour_word is None else hour_word
    if hour_word is not None and passage.is_sign(start, "-:"):
        start += 1
    if passage.is_number(start):
        return _in_digits(passage, at, start, hour_word is not None)
    named = passage.first(HOURS, start) if passage.is_word(start) else None
    if named is None:
        return None
    hour, end = int(named[0].split(" ")[1]), named[1]
    part = _part_of_day(passage, end)
    if part is None and hour_word is None:
        return None
    return _with_part(hour, 0, end, part)


def zone_at(passage: Passage, at: int, *, iso: bool) -> ZoneWords | None:
    """Return the zone that begins at token ``at``, in brackets or not; None where none does.

    ``-05:00`` is an offset after an ISO time (``iso``) and after UTC; elsewhere a span of time ends there.
    """
    inner = at + 1 if passage.is_sign(at, "([") else at
    found = _zone(passage, inner, iso)
    if found is None:
        return None
    closed = found.end + 1 if inner > at and passage.is_sign(found.end, ")]") else found.end
    return ZoneWords(closed, found.zone, found.why)


def _is_led(passage: Passage, at: int) -> bool:
    return any(passage.begin(meaning, at) is not None for meaning in ("at", "until"))


def _in_digits(passage: Passage, begin: int, at: int, hour_word: bool) -> ClockWords | None:
    first = passage.tokens[at]
    if first.mixed:
        return None
    if len(first.text) == 4 and passage.end("hour after", at + 1) is not None:
        return _checked(int(first.text[:2]), int(first.text[2:]), passage.after("hour after", at + 1))
    if len(first.text) > 2:
        return None
    hour, minute, end = int(first.text), 0, at + 1
    with_minutes = passage.is_number(at + 2, glued=True) and len(passage.tokens[at + 2].text) == 2
    if with_minutes and (
        passage.is_sign(at + 1, ":", glued=True)
        or (passage.is_sign(at + 1, ".", glued=True) and (hour_word or _is_led(passage, begin)))
    ):
        minute, end = int(passage.tokens[at + 2].text), at + 3
        if passage.is_sign(end, ":", glued=True) and passage.is_number(end + 1, glued=True):
            end += 2
        elif passage.is_sign(end, ",.", glued=True) and passage.is_number(end + 1, glued=True):
            return None  # a map's scale, 1:50,000; or a date, 4.03.2026
        elif passage.is_number(end) and len(passage.tokens[end].text) == 3:
            return None  # a map's scale, 1:50 000
        part = _part_of_day(passage, passage.after("hour after", end))
        return _with_part(hour, minute, passage.after("hour after", end), part)
    after_hour = passage.end("hour after", end)
    part = _part_of_day(passage, end if after_hour is None else after_hour)
    if part is not None:
        return _with_part(hour, 0, end if after_hour is None else after_hour, part)
    if after_hour is not None and (
        hour_word or passage.tokens[end].text == "oclock" or _is_led(passage, begin)
    ):
        return _checked(hour, 0, after_hour)
    return _checked(hour, 0, end) if hour_word else None


def _part_of_day(passage: Passage, at: int) -> tuple[str, int] | None:
    if passage.is_sign(at, "("):
        return None
    return passage.first(("am", "pm", "night"), at)


def _with_part(hour: int, minute: int, end: int, part: tuple[str, int] | None) -> ClockWords:
    if part is None:
        return _checked(hour, minute, end)
    called, end = part
    if hour > 12:
        return _checked(hour, minute, end)
    if called == "am":
        hour %= 12
    elif called == "pm":
        hour = hour if hour == 12 else hour + 12
    else:
        # At night: 9 is 21 and 2 is 2.
        hour = hour % 12 + (12 if 6 < hour < 12 else 0)
    return _checked(hour, minute, end)


def _checked(hour: int, minute: int, end: int) -> ClockWords:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return ClockWords(end, why="no time of day")
    return ClockWords(end, hour, minute)


def _zone(passage: Passage, at: int, iso: bool) -> ZoneWords | None:
    offset = _offset(passage, at, minus=iso)
    if offset is not None:
        return offset
    named = passage.first(ZONES, at)
    if named is None:
        return None
    meaning, end = named
    called = meaning.split(" ", 1)[1]
    if called == LOCAL:
        return ZoneWords(end)
    if called == "utc":
        return _offset(passage, end, minus=True) or ZoneWords(end, UTC)
    if called[0] in "+-":
        return ZoneWords(end, timezone(timedelta(hours=int(called[1:3])) * (-1 if called[0] == "-" else 1)))
    return ZoneWords(end, ZoneInfo(called))


def _offset(passage: Passage, at: int, *, minus: bool) -> ZoneWords | None:
    """Read +2, +02:00, +0200 and −3."""
    if not passage.is_sign(at, "+-" if minus else "+") or not passage.is_number(at + 1, glued=True):
        return None
    text, minutes, end = passage.tokens[at + 1].text, 0, at + 2
    if len(text) == 4:
        hours, minutes = int(text[:2]), int(text[2:])
    elif len(text) <= 2:
        hours = int(text)
        if passage.is_sign(end, ":", glued=True) and passage.is_number(end + 1, glued=True):
            if len(passage.tokens[end + 1].text) != 2:
                return None
            minutes, end = int(passage.tokens[end + 1].text), end + 2
    else:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > LARGEST_OFFSET:
        return ZoneWords(end, why="no offset from UTC")
    return ZoneWords(end, timezone(-offset if passage.tokens[at].text == "-" else offset))
