"""What a stated number binds: its ends by its qualifier, and whether two of them can both hold.

``exact`` has both ends. ``about`` has none: no tolerance is invented. ``more_than`` and ``at_least`` have a
low end, ``nearly``, ``almost``, ``at_most`` and ``less_than`` a high one; ``more_than`` and ``less_than``
exclude theirs. A word without a number has the end that ``standards/number-words.csv`` takes it for, flagged
as such, or none. Such an end is our reading and decides no dispute.
"""

from __future__ import annotations

import math
from typing import Literal

from safeground.ledger.claim import Amount, Qualifier
from safeground.quantity import Range
from safeground.standards import number_words

Likeness = Literal["same figure", "compatible", "differ", "exclude each other", "other units", "no number"]

EXCLUSIVE = frozenset({"more_than", "less_than"})
LOW_ENDS = frozenset({"exact", "at_least", "more_than"})
HIGH_ENDS = frozenset({"exact", "nearly", "almost", "at_most", "less_than"})
PRINTED = LOW_ENDS | HIGH_ENDS | {"about"}
"""Qualifiers that stand beside a number."""


def amount(qualifier: Qualifier, value: float | None, unit: str) -> Amount:
    """Return the amount that was stated, with the ends that its words give it.

    Raises
    ------
    ValueError
        A qualifier that needs a number and has none, a word of number with a number beside it, or a number
        that is not finite.

    Examples
    --------
    >>> amount("more_than", 15000, "people").low, amount("more_than", 15000, "people").high
    (15000, None)
    >>> amount("thousands", None, "people").low, amount("thousands", None, "people").by_convention
    (2000.0, True)
    """
    if qualifier in PRINTED:
        if value is None or not math.isfinite(value):
            msg = (
                f"{qualifier!r} with {value}, which needs a number: leave the amount out where there is none"
            )
            raise ValueError(msg)
        low = value if qualifier in LOW_ENDS else None
        high = value if qualifier in HIGH_ENDS else None
        return Amount(qualifier=qualifier, value=value, low=low, high=high, unit=unit)
    if value is not None:
        msg = (
            f"{qualifier!r} with the number {value:g}: the word stands for one, or another word belongs to it"
        )
        raise ValueError(msg)
    word = number_words()[qualifier]
    taken = word.low is not None or word.high is not None
    return Amount(qualifier=qualifier, low=word.low, high=word.high, unit=unit, by_convention=taken)


def strays(stated: Amount) -> str | None:
    """Return how an amount's ends stray from what its words give, or None: for imports of ends as columns.

    Ends that a source states beside its word ("several hundred, at least 300") are no word convention and
    stay.
    """
    try:
        by_words = amount(stated.qualifier, stated.value, stated.unit)
    except ValueError as error:
        return str(error)
    if stated.low is not None and stated.high is not None and stated.low > stated.high:
        return f"a low end of {stated.low:g} above the high end of {stated.high:g}"
    if stated.qualifier in PRINTED and (stated.low, stated.high) != (by_words.low, by_words.high):
        return (
            f"ends {_end(stated.low)} and {_end(stated.high)}, where {stated.qualifier} {stated.value:g}"
            f" gives {_end(by_words.low)} and {_end(by_words.high)}"
        )
    if stated.by_convention and (stated.low, stated.high) != (by_words.low, by_words.high):
        return f"an end by convention of {_end(stated.low)}, where the table has {_end(by_words.low)}"
    return None


def as_range(stated: Amount | None) -> Range | None:
    """Return an amount as a range, ends that nobody stated being infinite; None where no number is known.

    A number that is only "about" has no ends and is the best estimate. Whether an end is excluded, and
    whether it is a convention, is no part of it: ``likeness`` knows both.
    """
    if stated is None or _is_wordy(stated):
        return None
    low = -math.inf if stated.low is None else stated.low
    high = math.inf if stated.high is None else stated.high
    best = stated.value if stated.qualifier in ("exact", "about") else None
    return Range(low, high, stated.unit, best)


def likeness(one: Amount | None, other: Amount | None) -> Likeness:
    """Return how two amounts of the same thing stand to each other; symmetric.

    ``exclude each other``: by the ends that were stated no number satisfies both. ``same figure``: the same
    number was printed, whatever word stands beside it. ``differ``: numbers that are not the same and that no
    stated end sets apart, as about 240 and about 250. ``compatible``: some number satisfies both, as more
    than 13,000 and more than 15,000. Amounts in other units are not compared.
    """
    if one is None or other is None:
        return "no number"
    if one.unit != other.unit:
        return "other units"
    if _is_wordy(one) or _is_wordy(other):
        return "no number"
    if _apart(one, other) or _apart(other, one):
        return "exclude each other"
    if one.value is not None and one.value == other.value:
        return "same figure"
    points = [(each, rest) for each, rest in ((one, other), (other, one)) if each.qualifier == "about"]
    if any(each.value is not None and not _admits(rest, each.value) for each, rest in points):
        return "differ"
    return "compatible"


def short_of(due: Amount | None, done: Amount | None, days: float = 1.0) -> Range | None:
    """Return by how much what was done stays behind what was due, or None where either has no number.

    Parameters
    ----------
    due
        A rate (``people_per_day``) or a number.
    done
        A number in the rate's unit without its ``_per_day``, or in the number's unit.
    days
        How many days the rate held.

    Raises
    ------
    ValueError
        Other units: they are not subtracted.
    """
    owed, had = as_range(due), as_range(done)
    if owed is None or had is None:
        return None
    if owed.unit == f"{had.unit}_per_day":
        owed = owed.times(days, had.unit)
    elif owed.unit != had.unit:
        msg = f"{had.unit} done cannot be held against {owed.unit} due"
        raise ValueError(msg)
    return owed - had


def _is_wordy(stated: Amount) -> bool:
    """Whether an amount has no number at all."""
    return stated.value is None and stated.low is None and stated.high is None


def _apart(lesser: Amount, greater: Amount) -> bool:
    """Whether one amount's stated high end lies below the other's low end, or meets it and is excluded."""
    if lesser.high is None or greater.low is None or lesser.by_convention or greater.by_convention:
        return False
    excludes = lesser.qualifier == "less_than" or greater.qualifier == "more_than"
    return lesser.high < greater.low or (lesser.high == greater.low and excludes)


def _admits(other: Amount, value: float) -> bool:
    """Whether a number satisfies an amount; "about" admits only its own, a word by convention any."""
    if other.by_convention:
        return True
    if other.qualifier == "about":
        return other.value == value
    low, high = other.low, other.high
    above = low is None or value > low or (value == low and other.qualifier != "more_than")
    below = high is None or value < high or (value == high and other.qualifier != "less_than")
    return above and below


def _end(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"
