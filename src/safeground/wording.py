"""How figures and answers are said: one spelling everywhere, rounded so that a range stays true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safeground.quantity import Range

FEW = 5
"""Fewer events than this are not counted in public."""
SMALL_COUNT = 1000
"""Fewer people than this are not told apart in texts that anyone may read."""

UNIT_WORDS = {
    "persons": "people",
    "m2": "m²",
    "km2": "km²",
    "m2_per_person": "m² a person",
    "l_per_day": "litres a day",
    "l_per_person_day": "litres a person a day",
    "kcal_per_day": "kcal a day",
    "kcal_per_person_day": "kcal a person a day",
    "h": "hours",
    "min": "minutes",
    "km": "km",
    "m": "m",
    "beds": "beds",
    "patients": "patients",
    "taps": "taps",
    "toilets": "toilets",
    "bathing": "bathing facilities",
    "health_posts": "health posts",
    "beds_per_10000_persons": "beds for 10,000 people",
    "persons_per_tap": "people a tap",
    "persons_per_toilet": "people a toilet",
    "persons_per_bathing": "people a bathing facility",
    "persons_per_health_post": "people a health post",
    "persons_per_health_centre": "people a health centre",
    "persons_per_hand_pump": "people a hand pump",
    "persons_per_open_well": "people an open well",
    "persons_per_laundry": "people a laundry place",
    "persons_per_vehicle": "people a vehicle",
    "vehicles_per_h": "vehicles an hour",
    "sites": "sites",
    "flaws": "flaws",
    "blocks": "blocks",
    "words": "words",
    "points": "corners",
    "rings": "outlines",
    "widths": "widths",
    "px": "pixels",
    "grade": "school years",
    "m_per_s": "m/s",
    "km_per_h": "km/h",
    "persons_per_s": "people a second",
    "persons_per_h": "people an hour",
    "persons_per_m_s": "people a metre a second",
    "days": "days",
    "person_days": "person-days",
    "times": "times",
    "share": "",
    "t": "t",
    "l": "litres",
    "m3": "m³",
    "kcal_per_kg": "kcal a kg",
}
"""Unit of a ``Range`` → how a reader reads it; a unit that is not here is said as it is written."""


def number(value: float, *, digits: int = 3) -> str:
    """Say a number with thousands separators and at most ``digits`` significant digits.

    Examples
    --------
    >>> number(1234567)
    '1,230,000'
    >>> number(0.6667)
    '0.667'
    """
    return _spelt(rounded(value, digits, round), digits)


def say(quantity: Range, *, digits: int = 3) -> str:
    """Say a range with its unit; the low end is rounded down and the high end up, so it stays true.

    Examples
    --------
    >>> from safeground.quantity import Range
    >>> say(Range(1204, 1547, "persons"))
    '1,200 to 1,550 people'
    >>> say(Range(200, math.inf, "beds"))
    'at least 200 beds'
    >>> say(Range.exact(1, "persons_per_m_s"))
    '1 person a metre a second'
    """
    unit, ends = UNIT_WORDS.get(quantity.unit, quantity.unit), _ends(quantity, digits)
    if ends == "1" and unit.split(" ")[0] == "people":
        unit = unit.replace("people", "person", 1)
    return f"{ends} {unit}".rstrip()


def listed(names: Sequence[str]) -> str:
    """Say a list of names.

    Examples
    --------
    >>> listed(("a", "b", "c")), listed(["a"]), listed(())
    ('a, b and c', 'a', '')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def with_article(noun: str) -> str:
    """Say a noun as one of its kind.

    Examples
    --------
    >>> with_article("area"), with_article("store")
    ('an area', 'a store')
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def public_count(count: int) -> str:
    """Say a count in public: none, few, or rounded.

    Examples
    --------
    >>> public_count(0), public_count(4), public_count(23)
    ('0', 'fewer than 5', 'about 25')
    """
    if count == 0:
        return "0"
    return f"fewer than {FEW}" if count < FEW else f"about {round(count / FEW) * FEW}"


def people_words(quantity: Range) -> str:
    """Say a number of people for anyone to read: two digits, and few people only as being few.

    Examples
    --------
    >>> from safeground.quantity import Range
    >>> people_words(Range(12340, 15678, "persons")), people_words(Range(12, 300, "persons"))
    ('12,000 to 16,000 people', 'fewer than 1,000 people')
    """
    if quantity.high <= 0:
        return "nobody"
    if quantity.high < SMALL_COUNT:
        return f"fewer than {SMALL_COUNT:,} people"
    if quantity.low >= SMALL_COUNT:
        return (
            f"{_ends(quantity, 2)} people"
            if not quantity.is_exact
            else f"{number(quantity.low, digits=2)} people"
        )
    if math.isinf(quantity.high):
        return "any number of people" if quantity.low <= 0 else "at least some people"
    return f"at most {_up(quantity.high, 2)} people"


def percent(quantity: Range) -> str:
    """Say a share as whole percents, ends rounded outwards; below 1 % with one digit more.

    Examples
    --------
    >>> from safeground.quantity import Range
    >>> percent(Range(0.241, 0.9, "share")), percent(Range(0.005, 0.05, "share"))
    ('24 to 90 %', '0.5 to 5 %')
    """
    if quantity.is_exact:
        whole = quantity.low * 100
        return f"{round(whole) if whole >= 1 else number(whole, digits=1)} %"
    low, high = _percents(quantity.low, _down, math.floor), _percents(quantity.high, _up, math.ceil)
    if math.isinf(quantity.high):
        return f"at least {low} %"
    return f"{low} %" if low == high else f"{low} to {high} %"


def duration(hours: float) -> str:
    """Say a time span in hours and minutes.

    Examples
    --------
    >>> duration(7.26)
    '7 h 16 min'
    """
    if math.isinf(hours):
        return "no end"
    minutes = round(hours * 60)
    whole, rest = divmod(minutes, 60)
    if whole == 0:
        return f"{rest} min"
    return f"{whole} h {rest:02d} min" if rest else f"{whole} h"


def _ends(quantity: Range, digits: int) -> str:
    if quantity.is_exact:
        return (
            _spelt(quantity.low, 15)
            if float(quantity.low).is_integer()
            else number(quantity.low, digits=digits)
        )
    if math.isinf(quantity.high):
        return "any number of" if quantity.low <= 0 else f"at least {_down(quantity.low, digits)}"
    if math.isinf(quantity.low):
        return f"at most {_up(quantity.high, digits)}"
    low, high = _down(quantity.low, digits), _up(quantity.high, digits)
    return low if low == high else f"{low} to {high}"


def _percents(share: float, towards: Callable[[float, int], str], whole: Callable[[float], int]) -> str:
    if not math.isfinite(share):
        return ""
    value = share * 100
    if 0 < value < 1:
        return towards(value, 1)
    near = round(value)
    return f"{near if abs(value - near) < 1e-9 else whole(value)}"


def _down(value: float, digits: int) -> str:
    return _spelt(rounded(value, digits, math.floor), digits)


def _up(value: float, digits: int) -> str:
    return _spelt(rounded(value, digits, math.ceil), digits)


def rounded(value: float, digits: int, how: Callable[[float], float]) -> float:
    """Return a number at significant digits, towards where ``how`` (floor, ceil, round) leads."""
    if value == 0 or not math.isfinite(value):
        return value
    scale = 10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits)
    near = value / scale
    whole = round(near)
    # A number that is already round must stay itself whatever the direction.
    return (whole if abs(near - whole) < 1e-9 else how(near)) * scale


def _spelt(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return "unlimited"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
