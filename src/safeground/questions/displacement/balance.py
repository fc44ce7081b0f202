"""The constraints: people of places and steps that balance, are never fewer than none, and fit the claims.

For each place: those present, those who have left it and are not back, and of them those who left since the
first day; for each way between places (or to and from anywhere else): those who set out, arrive, return, are
on the way. Births, deaths and whoever nobody
counts come from and go to anywhere else, so nothing is proven that they could undo.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from safeground.quantity import Range
    from safeground.questions.displacement.statements import Statement
    from safeground.questions.displacement.steps import Steps

Kind = Literal["present", "displaced", "gone", "sets out", "arrives", "returns", "back", "on the way"]
"""``displaced``: have left the place, whenever, and are not back; ``gone``: of them, those who left it since
the first day; ``back``: of those who return, those who left it since the first day."""
Flow = Literal["sets out", "arrives", "returns"]
Way = tuple[str | None, str | None]
Terms = dict[int, float]
"""Column → factor."""
BEFORE = -1
"""The step before the first: how it was at its end."""


@dataclass(frozen=True, slots=True)
class Row:
    """``low <= terms <= high``; ``claim`` is None where it always holds."""

    terms: Terms
    low: float
    high: float
    claim: str | None


@dataclass(slots=True)
class Balance:
    """The system of one group of places.

    Parameters
    ----------
    steps
        The steps.
    places
        Ids of the places, in order.
    ways
        Pairs of places that claims name, and from each place to anywhere else and back.
    """

    steps: Steps
    places: tuple[str, ...]
    ways: tuple[Way, ...]
    of_returns: frozenset[str] = frozenset()
    """Places of which anything is stated on those who return or are displaced. Of the others everybody or
    nobody who arrives may be one who had left."""
    stated: tuple[Statement, ...] = ()
    """What was stated of them."""
    before: Mapping[str, Range] = field(default_factory=dict)
    """Place → people present before the first day, where stated."""
    on_the_way: Range | None = None
    """People on each way between two places before the first day; None: not known."""
    rows: list[Row] = field(default_factory=list)
    _columns: dict[tuple[Kind, str | Way, int], int] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """How many unknowns there are; each is 0 or more."""
        return len(self._columns)

    def column(self, kind: Kind, of: str | Way, step: int) -> int:
        """Return the column of an unknown."""
        return self._columns.setdefault((kind, of, step), len(self._columns))

    def at(self, kind: Literal["present", "displaced", "gone"], place: str, step: int) -> Terms:
        """Return people of a place at the end of a step."""
        return {self.column(kind, place, step): 1.0}

    def over(self, kind: Flow, way: Way, steps: Iterable[int]) -> Terms:
        """Return people on all ways that fit a pair of places, None fitting any, over steps."""
        fitting = [one for one in self.ways if _fits(way, one)]
        return {self.column(kind, one, step): 1.0 for one in fitting for step in steps}

    def moments(self, one: Statement) -> list[tuple[int, int, float, float]]:
        """Return between the ends of which two steps a stock was so, and its ends; twice the same: then.

        A stock at an hour is that at the end of the day before, less some who leave on the day, and more
        some who come on it: nobody says who did so earlier.
        """
        found = []
        if one.inner is not None:
            found = [(step, step, one.low, one.high) for step in self.steps.within(one.inner)]
        if one.inner is None or one.inner[1] < one.outer[1]:
            step = self.steps.of_day(one.outer[1])
            found.append((step - 1, step, one.low, one.high))
        return found


def balance(
    places: Sequence[str],
    steps: Steps,
    stated: Sequence[Statement],
    *,
    within: Mapping[str, str],
    before: Mapping[str, Range],
    on_the_way: Range | None,
) -> Balance:
    """Return the system of a group of places.

    Parameters
    ----------
    places, steps
        The group, and its steps.
    stated
        What was stated of them, each bound a row that carries its claim's id.
    within
        Place → the place that it is part of: who is present in the parts is present in the whole.
    before
        Place → people present before the first day, where stated.
    on_the_way
        People on each way between two places before the first day; None: not known.
    """
    named = {(one.left, one.entered) for one in stated if one.left is not None and one.entered is not None}
    ways: list[Way] = [*sorted(named)]
    ways += [way for place in places for way in ((place, None), (None, place))]
    made = Balance(
        steps,
        tuple(places),
        tuple(ways),
        _of_returns(stated, ways) & set(places),
        tuple(stated),
        before,
        on_the_way,
    )
    for place in places:
        _people_of_place(made, place)
        if place in before:
            ends = before[place]
            made.rows.append(Row(made.at("present", place, BEFORE), ends.low, ends.high, None))
    for way in ways:
        _people_on_way(made, way, on_the_way)
    for whole in sorted(set(within.values()) & set(places)):
        parts = [place for place in places if within.get(place) == whole]
        for step in range(BEFORE, len(steps)):
            terms = made.at("present", whole, step)
            terms.update({made.column("present", part, step): -1.0 for part in parts})
            made.rows.append(Row(terms, 0.0, math.inf, None))
    for one in stated:
        made.rows.extend(_rows_of(made, one))
    return made


def _of_returns(stated: Iterable[Statement], ways: Iterable[Way]) -> frozenset[str]:
    found = {one.left for one in stated if one.counted == "displaced"}
    of_them = [(one.left, one.entered) for one in stated if one.counted == "returned"]
    found |= {way[1] for way in ways for asked in of_them if _fits(asked, way)}
    return frozenset(place for place in found if place is not None)


def _people_of_place(made: Balance, place: str) -> None:
    made.rows.append(Row(made.at("gone", place, BEFORE), 0.0, 0.0, None))
    for step in range(len(made.steps)):
        out = made.over("sets out", (place, None), [step])
        into = made.over("arrives", (None, place), [step])
        back = {made.column("back", place, step): 1.0}
        _carry(made, "present", place, step, into, out)
        _carry(made, "gone", place, step, out, back)
        if place not in made.of_returns:
            made.rows.append(Row(into | dict.fromkeys(back, -1.0), 0.0, math.inf, None))
            continue
        returns = made.over("returns", (None, place), [step])
        _carry(made, "displaced", place, step, out, returns)
        made.rows.append(Row(returns | dict.fromkeys(back, -1.0), 0.0, math.inf, None))
        of_them = made.at("displaced", place, step) | dict.fromkeys(made.at("gone", place, step), -1.0)
        made.rows.append(Row(of_them, 0.0, math.inf, None))


def _carry(
    made: Balance,
    kind: Literal["present", "displaced", "gone"],
    place: str,
    step: int,
    more: Terms,
    less: Terms,
) -> None:
    """Add the row: as many as at the end of the step before, more and less."""
    terms = made.at(kind, place, step) | dict.fromkeys(made.at(kind, place, step - 1), -1.0)
    terms |= dict.fromkeys(more, -1.0) | dict.fromkeys(less, 1.0)
    made.rows.append(Row(terms, 0.0, 0.0, None))


def _people_on_way(made: Balance, way: Way, on_the_way: Range | None) -> None:
    left, entered = way
    coupled = on_the_way is not None and left in made.places and entered in made.places
    for step in range(len(made.steps)):
        if entered in made.of_returns:
            terms = {made.column("arrives", way, step): 1.0, made.column("returns", way, step): -1.0}
            made.rows.append(Row(terms, 0.0, math.inf, None))
        if coupled:
            terms = {
                made.column("on the way", way, step): 1.0,
                made.column("on the way", way, step - 1): -1.0,
                made.column("sets out", way, step): -1.0,
                made.column("arrives", way, step): 1.0,
            }
            made.rows.append(Row(terms, 0.0, 0.0, None))
    if coupled and on_the_way is not None:
        terms = {made.column("on the way", way, BEFORE): 1.0}
        made.rows.append(Row(terms, on_the_way.low, on_the_way.high, None))


def _rows_of(made: Balance, one: Statement) -> list[Row]:
    """Return the rows of a statement."""
    if one.counted in ("present", "displaced"):
        return [row for at in made.moments(one) for row in _stock(made, one, *at)]
    kind: Flow = (
        "sets out" if one.counted == "moved" else "arrives" if one.counted == "arrived" else "returns"
    )
    way = one.left, one.entered
    rows = []
    if one.low > 0:
        rows.append(Row(made.over(kind, way, made.steps.within(one.outer)), one.low, math.inf, one.id))
    if one.inner is not None and math.isfinite(one.high):
        rows.append(Row(made.over(kind, way, made.steps.within(one.inner)), -math.inf, one.high, one.id))
    return rows


def _stock(made: Balance, one: Statement, begin: int, end: int, low: float, high: float) -> list[Row]:
    """Return the rows of a stock at some time from the end of one step to the end of another."""
    present = one.counted == "present"
    place = one.entered if present else one.left
    kind: Literal["present", "displaced"] = "present" if present else "displaced"
    assert place is not None
    then = made.at(kind, place, begin)
    if begin == end:
        return [Row(then, low, high, one.id)]
    out = made.over("sets out", (place, None), [end])
    more, less = (
        (made.over("arrives", (None, place), [end]), out)
        if present
        else (out, made.over("returns", (None, place), [end]))
    )
    rows = [Row(then | more, low, math.inf, one.id)] if low > 0 else []
    if math.isfinite(high):
        rows.append(Row(then | dict.fromkeys(less, -1.0), -math.inf, high, one.id))
    return rows


def _fits(asked: Way, way: Way) -> bool:
    return all(want is None or want == have for want, have in zip(asked, way, strict=True))
