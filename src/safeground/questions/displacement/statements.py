"""Claims of displacement as bounds on the people of places and days.

Measures stay apart: who was told to move (``people_ordered``) bounds nobody's movement, who set out
(``people_moved``) bounds nobody's arrival but through those who are on the way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from safeground.ledger.store import source_name
from safeground.questions.displacement.claim_days import Days as Days
from safeground.questions.displacement.claim_days import days_of
from safeground.questions.displacement.people_units import counted_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from safeground.ledger.claim import Amount, Claim

Counted = Literal["present", "moved", "arrived", "returned", "displaced"]
MEASURES: Final[dict[str, Counted]] = {
    "people_present": "present",
    "displaced_people_present": "present",
    "people_moved": "moved",
    "people_arrived": "arrived",
    "people_returned": "returned",
    "people_displaced": "displaced",
}
"""Measures that bound people of places and days. ``people_displaced``: have left the place, are not back."""
AT_A_MOMENT: Final = ("present", "displaced")
AT_LEAST_ONLY: Final = "displaced_people_present"
"""Others are present besides, so only the low end bounds those present."""
ARROWS: Final = ("->", "→")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one claim says of people, as far as it bounds them.

    Parameters
    ----------
    id, source
        The claim's id, and who stated it.
    counted
        What it counts.
    left, entered
        Ids of the places that people left and entered; None where it does not say. Of people present
        ``entered`` is the place, of people displaced ``left``.
    outer, inner
        First and last day (both included, numbered from the first day examined) that it touches, and that it
        covers wholly; ``inner`` is None where it covers none. Of a stock ``inner`` are the days at whose end
        it was so; where ``outer`` ends later, it was so on that day at some time.
    low, high
        Its ends; infinite where it has none.
    """

    id: str
    source: str
    counted: Counted
    left: str | None
    entered: str | None
    outer: tuple[int, int]
    inner: tuple[int, int] | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Unused:
    """A claim of displacement that bounds nothing, and why."""

    claim: str
    why: str


def places_of(subject: str) -> tuple[str | None, str | None]:
    """Return where people left and where they arrived, by a claim's subject.

    Examples
    --------
    >>> places_of("Mill town -> Hill"), places_of("-> Hill"), places_of("Hill")
    (('Mill town', 'Hill'), (None, 'Hill'), ('Hill', None))
    """
    for arrow in ARROWS:
        if arrow in subject:
            left, _, entered = subject.partition(arrow)
            return left.strip() or None, entered.strip() or None
    return subject.strip() or None, None


def count_ends(amount: Amount, about: float | None) -> tuple[float, float]:
    """Return the ends of a count of people; infinite where the words have none.

    Parameters
    ----------
    amount
        What was stated. Its own ends come first.
    about
        Share of the number by which "about", and the low end of "nearly", are taken to reach; None takes
        them as they are: without such an end.
    """
    value = amount.value
    low = 0.0 if amount.low is None else amount.low
    high = math.inf if amount.high is None else amount.high
    if amount.low is not None or amount.high is not None or value is None:
        if amount.low is None and value is not None and about is not None and amount.qualifier in _BELOW:
            low = value * (1 - about)
        return low, high
    match amount.qualifier:
        case "exact":
            return value, value
        case "at_least" | "more_than":
            return value, math.inf
        case "at_most" | "less_than":
            return 0.0, value
        case "nearly" | "almost":
            return (0.0 if about is None else value * (1 - about)), value
        case "about" | "unspecified" if about is not None:
            return value * (1 - about), value * (1 + about)
        case _:
            return 0.0, math.inf


_BELOW = ("nearly", "almost")


def statements(
    claims: Iterable[Claim], names: Mapping[str, str], days: Days, about: float | None
) -> tuple[tuple[Statement, ...], tuple[Unused, ...]]:
    """Return what claims bound, by id, and those claims of displacement that bound nothing.

    Parameters
    ----------
    claims
        Any claims; those of other measures are passed over.
    names
        What places are called in claims → their id; case and spaces at the ends do not count.
    days
        The days examined. Of a count over days the low end is left out where some of them lie outside: part
        of it may have been then.
    about
        As for ``count_ends``.
    """
    known = {plain(name): place for name, place in names.items()}
    found: list[Statement] = []
    unused: list[Unused] = []
    for claim in sorted(claims, key=lambda one: one.id):
        if claim.measure not in MEASURES:
            continue
        if claim.kind != "figure":
            unused.append(Unused(claim.id, f"its kind is {claim.kind}; only figures count people"))
            continue
        made = _statement(claim, known, days, about)
        if isinstance(made, Statement):
            found.append(made)
        else:
            unused.append(Unused(claim.id, made))
    return tuple(found), tuple(unused)


def _statement(claim: Claim, known: Mapping[str, str], days: Days, about: float | None) -> Statement | str:
    counted = MEASURES[claim.measure]
    ends = _ends_of(claim, about)
    where = _where(claim, counted, known)
    if isinstance(ends, str):
        return ends
    if isinstance(where, str):
        return where
    span = days_of(claim, days, moment_only=counted in AT_A_MOMENT)
    if isinstance(span, str):
        return span
    low, high = ends
    outer, inner = span
    last = len(days) - 1
    inside = max(outer[0], 0), min(outer[1], last)
    if counted in AT_A_MOMENT:
        inner = None if inner is None else (max(inner[0], 0), min(inner[1], last))
        if inner is not None and inner[0] > inner[1]:
            inner = None
    elif inside != outer:
        low = 0.0
        inner = None if inner is None else (max(inner[0], 0), min(inner[1], last))
    if counted not in AT_A_MOMENT and (inner is None or inner[0] > inner[1]):
        inner, high = None, math.inf
    if inside[0] > inside[1] or (low <= 0 and math.isinf(high)):
        return "its days lie outside those examined, or only in part"
    return Statement(
        id=claim.id, source=source_name(claim), counted=counted, left=where[0], entered=where[1],
        outer=inside, inner=inner, low=low, high=high,
    )  # fmt: skip


def _ends_of(claim: Claim, about: float | None) -> tuple[float, float] | str:
    """Return a claim's ends, or why it has none."""
    if claim.amount is None:
        return "it states no number"
    whom = counted_in(claim.amount.unit)
    if whom is None:
        return f"it counts in “{claim.amount.unit}”, which is no unit of people; nothing is converted"
    if claim.amount.by_convention:
        return "its end is what a word is taken to mean, which nobody counted"
    low, high = count_ends(claim.amount, about)
    if claim.measure == AT_LEAST_ONLY or whom == "some":
        high = math.inf
    if high < 0 or math.isnan(low) or math.isnan(high):
        return "it counts fewer people than none"
    if low <= 0 and math.isinf(high):
        return f"its words ({claim.amount.qualifier.replace('_', ' ')}) have no end that bounds a number"
    return low, high


def _where(claim: Claim, counted: Counted, known: Mapping[str, str]) -> tuple[str | None, str | None] | str:
    """Return the ids of the places that a claim's people left and entered, or why there are none."""
    left, entered = places_of(claim.subject)
    from_it = any(arrow in claim.subject for arrow in ARROWS)
    if counted in ("present", "arrived", "returned") and entered is None and not from_it:
        left, entered = None, left
    if counted == "displaced" and left is None:
        left, entered = entered, None
    if counted in AT_A_MOMENT and left is not None and entered is not None:
        return "it is of people who are somewhere and names two places"
    if counted == "present" and entered is None and left is not None:
        return "it is of people who are somewhere and says only from where"
    for name in (left, entered):
        if name is not None and plain(name) not in known:
            return f"{name} is no place of the plan's displacement"
    ids = [None if name is None else known[plain(name)] for name in (left, entered)]
    if ids[0] == ids[1]:
        return "it names one place twice, or none"
    return ids[0], ids[1]


def plain(name: str) -> str:
    """Return a name as names are compared: without case, and with single spaces."""
    return " ".join(name.split()).casefold()
