"""Dates in a text: ISO, with points or slashes, with a month's name, a weekday, today and tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.vocabulary import meanings

if TYPE_CHECKING:
    from safeground.plan.reading.passage import Passage

MONTHS: Final = meanings("month ")
WEEKDAYS: Final = meanings("weekday ")
DAYS: Final = meanings("day ")
SUFFIXES: Final = frozenset(("st", "nd", "rd", "th", "го", "е", "ого"))


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date as far as it is said.

    Parameters
    ----------
    day, month, year
        As said; None where not.
    weekday
        0 is Monday.
    from_issue
        Days after the day of issue, where it is said so (today, tomorrow).
    end
        The token after it.
    why
        Why it could not be read, where it could not.
    """

    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    from_issue: int | None = None
    why: str = ""


def date_at(passage: Passage, at: int) -> DateWords | None:
    """Return the date that begins at token ``at``; None where none does."""
    if passage.is_number(at):
        return _iso(passage, at) or _by_signs(passage, at) or _day_and_month(passage, at)
    if not passage.is_word(at):
        return None
    relative = passage.first(DAYS, at)
    if relative is not None:
        return DateWords(relative[1], from_issue=int(relative[0].split(" ")[1]))
    month = passage.first(MONTHS, at)
    if month is not None:
        return _month_first(passage, int(month[0].split(" ")[1]), month[1])
    weekday = passage.first(WEEKDAYS, at)
    return None if weekday is None else DateWords(weekday[1], weekday=int(weekday[0].split(" ")[1]))


def _number(passage: Passage, at: int, digits: tuple[int, ...], *, glued: bool = False) -> int | None:
    if not passage.is_number(at, glued=glued):
        return None
    token = passage.tokens[at]
    return int(token.text) if len(token.text) in digits and not token.mixed else None


def _iso(passage: Passage, at: int) -> DateWords | None:
    parts = (
        _number(passage, at, (4,)),
        _number(passage, at + 2, (2,), glued=True),
        _number(passage, at + 4, (2,), glued=True),
    )
    year, month, day = parts
    if year is None or month is None or day is None:
        return None
    if not (passage.is_sign(at + 1, "-/.", glued=True) and passage.is_sign(at + 3, "-/.", glued=True)):
        return None
    if passage.is_sign(at + 5, "-", glued=True) and passage.is_number(at + 6, glued=True):
        return None
    return DateWords(at + 5, day, month, year)


def _by_signs(passage: Passage, at: int) -> DateWords | None:
    """Read 4.3.2026 and 4/3/2026; which of two numbers is the month is not guessed in English."""
    first, second = _number(passage, at, (1, 2)), _number(passage, at + 2, (1, 2), glued=True)
    year = _number(passage, at + 4, (2, 4), glued=True)
    if first is None or second is None or year is None:
        return None
    sign = passage.tokens[at + 1].text
    if sign not in "./-" or passage.tokens[at + 3].text != sign:
        return None
    if passage.is_sign(at + 5, "./-", glued=True) and passage.is_number(at + 6, glued=True):
        return None
    if year < 100:
        # Two digits are a year only where the others can be a day and a month: 36-38-40 is none.
        if max(first, second) > 31 or min(first, second) > 12:
            return None
        year += 2000
    end = at + 5
    if sign == "." or passage.base_language in ("ar", "he", "uk") or first > 12 or first == second:
        return DateWords(end, first, second, year)
    if second > 12:
        return DateWords(end, second, first, year)
    return DateWords(end, why="which number is the day and which the month is not said")


def _day_and_month(passage: Passage, at: int) -> DateWords | None:
    day = _number(passage, at, (1, 2))
    if day is None or day > 31:
        return None
    after = at + 1
    if passage.is_word(after, glued=True) and passage.tokens[after].text in SUFFIXES:
        after += 1
    elif passage.is_sign(after, "-", glued=True) and passage.is_word(after + 1, glued=True):
        if passage.tokens[after + 1].text in SUFFIXES:
            after += 2
    elif passage.is_sign(after, ".", glued=True):
        after += 1
    after = passage.after("date link", after)
    month = passage.first(MONTHS, after)
    if month is None:
        return None
    number, end = int(month[0].split(" ")[1]), month[1]
    end, year = _year(passage, _second_name(passage, end, number))
    return DateWords(end, day, number, year)


def _month_first(passage: Passage, month: int, after: int) -> DateWords | None:
    day = _number(passage, after, (1, 2))
    if day is None or day > 31 or passage.is_sign(after + 1, ":", glued=True):
        # A month and a year, without a day: not a time, but its number is no block.
        year = _number(passage, after, (4,))
        return None if year is None else DateWords(after + 1, month=month, year=year)
    end = after + 1
    if passage.is_word(end, glued=True) and passage.tokens[end].text in SUFFIXES:
        end += 1
    end, year = _year(passage, end)
    return DateWords(end, day, month, year)


def _second_name(passage: Passage, at: int, month: int) -> int:
    """Pass over a month's other name: آذار/مارس."""
    if passage.is_sign(at, "/("):
        other = passage.end(f"month {month}", at + 1)
        if other is not None:
            return other + 1 if passage.is_sign(other, ")") else other
    return at


def _year(passage: Passage, at: int) -> tuple[int, int | None]:
    """Return the token after the year at ``at``, and the year; ``at`` and None where there is none."""
    start = at + 1 if passage.is_sign(at, ",") else passage.after("date link", at)
    year = _number(passage, start, (4,))
    if year is None or passage.is_sign(start + 1, ":", glued=True) or not 1900 <= year <= 2200:
        return at, None
    return start + 1, year
