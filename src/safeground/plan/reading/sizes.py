"""Sizes and shares in a text: 1,158 km², 41 %, ٨٫٥ كم², 2 500 дунамів."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.text_reading import SizeRead, Unread
from safeground.units import M2_PER_KM2

if TYPE_CHECKING:
    from safeground.plan.reading.passage import Passage

KM2_PER_UNIT: Final = {
    "km2": 1.0,
    "m2": 1 / M2_PER_KM2,
    "ha": 0.01,  # BIPM, SI Brochure (9th edition, 2019), table 8: 1 ha = 10⁴ m²
    "dunam": 0.001,  # the metric dunam: 1,000 m² by its definition of 1928 (original not read)
    "mi2": 2.589988110336,  # (1.609344 km)², the international mile: NIST SP 811 (2008), appendix B
    "acre": 0.0040468564224,  # 1/640 of that square mile
}
MOST_GROUPS: Final = 5
MOST_LINKS: Final = 4
GROUP: Final = 3


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it is written, with the token after it; ``why`` where its value is not plain."""

    end: int
    value: float
    why: str = ""


def numeral_at(passage: Passage, at: int) -> Numeral | None:
    """Return the number at token ``at``: thousands in groups of three, decimals after a point or comma."""
    if not passage.is_number(at):
        return None
    tokens = passage.tokens
    digits, end, groups, separator = tokens[at].text, at + 1, 0, ""
    mixed = tokens[at].mixed
    if len(digits) > 15:
        return Numeral(end, 0.0, "a number of more digits than a size has")
    while groups < MOST_GROUPS and len(tokens[at].text) <= GROUP:
        if passage.is_number(end) and not tokens[end].glued and tokens[end].start == tokens[end - 1].end + 1:
            sign, step = " ", 0
        elif passage.is_sign(end, ",'", glued=True) and passage.is_number(end + 1, glued=True):
            sign, step = tokens[end].text, 1
        else:
            break
        group = tokens[end + step]
        if len(group.text) != GROUP or separator not in ("", sign):
            break
        digits, mixed, separator = digits + group.text, mixed or group.mixed, sign
        groups, end = groups + 1, end + step + 1
    fraction = ""
    # The mark between groups is not the decimal mark.
    marks = ".," if not groups or separator not in ",." else "."
    if passage.is_sign(end, marks, glued=True) and passage.is_number(end + 1, glued=True):
        mark = tokens[end].text
        fraction, mixed, end = tokens[end + 1].text, mixed or tokens[end + 1].mixed, end + 2
        if passage.base_language not in ("en", "ar", "he") and len(fraction) == GROUP and not groups:
            value = float(f"{digits}.{fraction}")
            return Numeral(end, value, f"{mark} may stand before thousands or before decimals")
    if mixed:
        return Numeral(end, 0.0, "digits of two scripts in one number")
    value = float(f"{digits}.{fraction}" if fraction else digits)
    if groups == 1 and separator == "," and passage.base_language not in ("en", "ar", "he"):
        return Numeral(end, value, ", may stand before thousands or before decimals")
    return Numeral(end, value)


class SizesInText:
    """Reads the sizes and shares of one text."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self.read: list[SizeRead] = []
        self.after: list[tuple[int, int]] = []
        """Of each share: its place in ``read``, and the token from which the name of its whole may stand."""
        self.unread: list[Unread] = []

    def at(self, at: int) -> int | None:
        """Read the size, or the two ends of one, at token ``at``; return the token after it."""
        first = numeral_at(self._passage, at)
        if first is None:
            return None
        unit = self._unit(first.end)
        if unit is not None:
            self._add(at, unit[1], first, unit[0])
            return unit[1]
        start = (
            first.end + 1 if self._passage.is_sign(first.end, "-") else self._passage.after("to", first.end)
        )
        second = numeral_at(self._passage, start) if start > first.end else None
        unit = None if second is None else self._unit(second.end)
        if second is None or unit is None:
            return None
        self._add(at, first.end, first, unit[0], after=unit[1])
        self._add(start, unit[1], second, unit[0])
        return unit[1]

    def begins(self, at: int) -> bool:
        """Whether a size begins at token ``at``."""
        number = numeral_at(self._passage, at)
        return number is not None and self._unit(number.end) is not None

    def _unit(self, at: int) -> tuple[str, int] | None:
        return self._passage.first((*KM2_PER_UNIT, "percent"), at)

    def _add(self, start: int, end: int, number: Numeral, unit: str, *, after: int | None = None) -> None:
        span = self._passage.span(start, end)
        if number.why:
            self.unread.append(Unread(span, number.why))
        elif unit == "percent":
            self.after.append((len(self.read), end if after is None else after))
            self.read.append(SizeRead(None, number.value / 100, None, span))
        else:
            self.read.append(SizeRead(number.value * KM2_PER_UNIT[unit], None, None, span))
