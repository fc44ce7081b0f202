"""How an edition says its figures: exact to three digits when restricted, rounded and withheld in public."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup, escape

from safeground import wording
from safeground.publish.redact import PUBLIC_DIGITS, SMALLEST_PUBLIC_COUNT
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

Audience = Literal["restricted", "public"]

RESTRICTED_DIGITS = 3
COUNTED = frozenset({"persons", "patients"})
WHOLE = COUNTED | {"beds", "flaws", "sites", "taps", "toilets"}
"""Units of things that come whole."""
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
    r"(?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c-\u200f\s'\"׳״-]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Figures:
    """Says numbers as one edition may say them."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self.digits = PUBLIC_DIGITS if audience == "public" else RESTRICTED_DIGITS

    def plain(self, quantity: Range) -> str:
        """Say a range with its unit; ends are rounded outwards, small counts of people withheld."""
        if quantity.unit in WHOLE and quantity.is_exact:
            quantity = Range.exact(_whole(quantity.low, round), quantity.unit)
        elif quantity.unit in WHOLE:
            quantity = Range(
                _whole(quantity.low, math.floor), _whole(quantity.high, math.ceil), quantity.unit
            )
        if quantity.unit == "share":
            return wording.percent(quantity)
        if self._withheld(quantity):
            return f"fewer than {SMALLEST_PUBLIC_COUNT:,} {wording.UNIT_WORDS[quantity.unit]}"
        if quantity.low <= 0 and math.isinf(quantity.high):
            return "not known"
        if self._no_low_end(quantity):
            return wording.say(Range(-math.inf, quantity.high, quantity.unit), digits=self.digits)
        if quantity.unit == "h":
            return hours(quantity)
        if quantity.is_exact and self.audience == "public" and quantity.unit in COUNTED:
            word = wording.UNIT_WORDS[quantity.unit]
            return f"{wording.number(quantity.low, digits=self.digits)} {word}"
        digits = self.digits if quantity.unit in COUNTED else RESTRICTED_DIGITS
        said = wording.say(quantity, digits=digits)
        return said.removesuffix("s") if said.startswith("1 ") and quantity.unit in WHOLE else said

    def say(self, quantity: Range | None) -> Markup:
        """Say a range so that it neither breaks nor turns around in a text from right to left."""
        return ltr("not stated" if quantity is None else self.plain(quantity))

    def at_least(self, persons: float) -> str:
        """Say a count of people that may only err downwards."""
        if self.audience == "public" and persons < SMALLEST_PUBLIC_COUNT:
            return f"fewer than {SMALLEST_PUBLIC_COUNT:,}" if persons > 0 else "0"
        return wording.number(wording.rounded(persons, self.digits, math.floor), digits=self.digits)

    def late(self, persons: float) -> str:
        """Say how many cannot be there, at the least; in public few people are only "some"."""
        if self.audience == "public" and persons < SMALLEST_PUBLIC_COUNT:
            return "some"
        return f"at least {self.at_least(persons)}"

    def at_most(self, persons: float) -> str:
        """Say a count of people that may only err upwards."""
        if self.audience == "public" and persons < SMALLEST_PUBLIC_COUNT:
            return f"fewer than {SMALLEST_PUBLIC_COUNT:,}" if persons > 0 else "0"
        return wording.number(wording.rounded(persons, self.digits, math.ceil), digits=self.digits)

    def _no_low_end(self, quantity: Range) -> bool:
        """Whether a count of people says more without its low end: 0, or too small to be told in public."""
        least = SMALLEST_PUBLIC_COUNT if self.audience == "public" else 1
        return quantity.unit in COUNTED and quantity.low < least and not quantity.is_exact

    def _withheld(self, quantity: Range) -> bool:
        return (
            self.audience == "public"
            and quantity.unit in COUNTED
            and 0 < quantity.high <= SMALLEST_PUBLIC_COUNT
            and not (quantity.is_exact and quantity.high == SMALLEST_PUBLIC_COUNT)
        )


def hours(quantity: Range) -> str:
    """Say a range of time spans in hours and minutes.

    Examples
    --------
    >>> from safeground.quantity import Range
    >>> hours(Range(2.25, 15.501, "h"))
    '2 h 15 min to 15 h 31 min'
    """
    if quantity.is_exact:
        return wording.duration(quantity.low)
    # Outwards to whole minutes, so that the range stays true.
    low, high = (
        wording.duration(end if math.isinf(end) else towards(round(end * 60, 6)) / 60)
        for end, towards in ((quantity.low, math.floor), (quantity.high, math.ceil))
    )
    if math.isinf(quantity.high):
        return f"at least {low}"
    return low if low == high else f"{low} to {high}"


def ltr(text: object) -> Markup:
    """Wrap a figure, so that it keeps its order and its line in any language."""
    return Markup('<bdi dir="ltr" class="nb">{}</bdi>').format(text)


def isolate(text: object) -> Markup:
    """Wrap what is written from right to left in a sentence, so that figures beside it stay in place.

    Examples
    --------
    >>> isolate("Area \u05d0\u05d1: 12 people")
    Markup('Area <bdi>\u05d0\u05d1</bdi>: 12 people')
    """
    return Markup(_RIGHT_TO_LEFT.sub(lambda run: f"<bdi>{run.group()}</bdi>", str(escape(text))))


def apart(text: object) -> Markup:
    """Wrap a text of somebody else whole where any of it is written from right to left.

    Examples
    --------
    >>> apart("Agency B"), apart("\u05d0\u05d1 12\u201313")
    (Markup('Agency B'), Markup('<bdi>\u05d0\u05d1 12\u201313</bdi>'))
    """
    words = escape(text)
    return Markup("<bdi>{}</bdi>").format(words) if _RIGHT_TO_LEFT.search(words) else words


def day(value: date | datetime | None) -> str:
    """Say a date: ``4 Mar 2026``."""
    if value is None:
        return "not stated"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime) -> str:
    """Say the time of day: ``18:00``."""
    return f"{value.hour:02d}:{value.minute:02d}"


def moment(value: datetime | None) -> str:
    """Say a moment with its offset: ``4 Mar 2026, 18:00 (+02:00)``."""
    if value is None:
        return "not stated"
    offset = value.utcoffset()
    if offset is None:
        return f"{day(value)}, {clock(value)}"
    return f"{day(value)}, {clock(value)} ({offset_words(round(offset.total_seconds() / 60))})"


def offset_words(minutes: int) -> str:
    """Say how far a clock is ahead of UTC: ``+02:00``."""
    return f"{'−' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def shorten(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis, to at most ``length`` characters.

    Examples
    --------
    >>> shorten("one two three", 9)
    'one two…'
    """
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = head.rfind(" ")
    return head[: cut if cut > length // 2 else len(head)].rstrip(" ,;:") + "…"


def _whole(value: float, towards: Callable[[float], int]) -> float:
    # The sum of many shares misses a whole number by a hair.
    near = round(value, 6)
    return float(towards(near)) if math.isfinite(near) else near
