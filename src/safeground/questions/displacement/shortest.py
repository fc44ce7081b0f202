"""Bounds of one place by shortest paths: three stocks, each of all who ever came less all who ever went.

Of such a pair of numbers, which never fall, every claim on one or on their difference bounds a difference, so
that the least and the most of each difference are shortest paths (Bellman, On a routing problem, 1958). Those
*present* have ever been there, and did not leave; those *displaced* had ever left, and did not return; those
*gone* left since the first day, and did not come back. The second pair takes what the first found, the third
what both did. What other places say is left out, and claims on one way bound the total from below only: the
bounds may be wider than the ends.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from safeground.questions.displacement.balance import Balance, Way
    from safeground.questions.displacement.statements import Statement

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]


ROUNDING: Final = 1e-6
"""People that a bound which another programme found is taken to be wider."""
Bounds = dict[str, "tuple[Floats, Floats]"]
"""Kind of sum → the least and the most at the end of each step; proven, perhaps wider than the ends."""


class Pair:
    """Who ever came (``more``) and who ever went (``less``), by the ends of steps, the first day's eve first.

    Parameters
    ----------
    steps
        How many steps there are.
    """

    def __init__(self, steps: int) -> None:
        self.more = np.arange(steps + 1)
        self.less = self.more + steps + 1
        self._most = np.full((2 * steps + 2, 2 * steps + 2), math.inf)
        for unknown in (self.more, self.less):
            self._most[unknown[1:], unknown[:-1]] = 0.0
        self._most[self.more, self.less] = 0.0

    def apart(self) -> None:
        """Let the two numbers have nothing in common."""
        self._most[self.more, self.less] = math.inf

    def differ(self, one: int, other: int, low: float, high: float) -> None:
        """State the least and the most by which one number is above another."""
        self._most[other, one] = min(self._most[other, one], high)
        self._most[one, other] = min(self._most[one, other], -low)

    def add(self, unknown: Whole, low: Floats) -> None:
        """State by how much at least the second of two of one number's ends of steps is above the first."""
        before = np.triu(low, 1).T
        at = np.ix_(unknown, unknown)
        self._most[at] = np.minimum(self._most[at], np.where(before > 0, -before, math.inf))

    def take(self, unknown: Whole, most: Floats, *, low: bool) -> None:
        """Take what another pair shows of the same number; without ``low``, only what it is at most."""
        found = most if low else np.where(np.triu(np.ones_like(most, bool)), most, math.inf)
        at = np.ix_(unknown, unknown)
        self._most[at] = np.minimum(self._most[at], found)

    def solve(self) -> None:
        """Find every least and most."""
        from scipy.sparse.csgraph import NegativeCycleError, csgraph_from_dense, floyd_warshall

        with suppress(NegativeCycleError):  # what misses by a rounding proves nothing more
            self._most = floyd_warshall(csgraph_from_dense(self._most, null_value=math.inf))

    def learn(self, one: int, other: int, low: float, high: float) -> None:
        """State by how much one number is above another, and what follows, where all else is solved."""
        for begin, end, most in ((other, one, high), (one, other, -low)):
            if most < self._most[begin, end]:
                by = self._most[:, begin, None] + most + self._most[None, end]
                self._most = np.minimum(self._most, by)

    def most(self, unknown: Whole) -> Floats:
        """Return by how much at most the second of two of one number's ends of steps is above the first."""
        found: Floats = self._most[np.ix_(unknown, unknown)]
        return found

    def least(self, unknown: Whole) -> Floats:
        """Return by how much at least, in the same way."""
        found: Floats = -self._most[np.ix_(unknown, unknown)].T
        return found

    def stock(self) -> tuple[Floats, Floats]:
        """Return the difference at the end of each step."""
        return -self._most[self.more[1:], self.less[1:]], self._most[self.less[1:], self.more[1:]]

    def so_far(self, unknown: Whole) -> tuple[Floats, Floats]:
        """Return one number since the first day's eve."""
        return -self._most[unknown[1:], unknown[0]], self._most[unknown[0], unknown[1:]]


class Shortest:
    """Bounds of the places of a system whose claims hold together.

    Parameters
    ----------
    made
        The system.
    without
        Claims that are left out.
    """

    def __init__(self, made: Balance, without: Collection[str]) -> None:
        stated = [one for one in made.stated if one.id not in without]
        size = (len(made.steps) + 1,) * 2
        out = {place: np.zeros(size) for place in made.places}
        into = {place: np.zeros(size) for place in made.places}
        for way in made.ways:
            left, entered = way
            own = [one for one in stated if (one.left, one.entered) == way]
            if left is None or entered is None or not own:
                continue
            pair = _way(made, way, own)
            if left in out:
                out[left] += np.maximum(pair.least(pair.more), 0.0)
            if entered in into:
                into[entered] += np.maximum(pair.least(pair.less), 0.0)
        self._places = {place: Place(made, stated, place, out[place], into[place]) for place in made.places}

    def bounds(self, place: str) -> Bounds:
        """Return the bounds of a place; none of what is no place."""
        return self._places[place].bounds() if place in self._places else {}

    def learn(self, place: str, kind: str, step: int, low: float, high: float) -> None:
        """Take bounds of one sum that were found otherwise."""
        if place in self._places:
            self._places[place].learn(kind, step, low - ROUNDING, high + ROUNDING)


class Place:
    """The three stocks of a place, each a pair.

    Parameters
    ----------
    made, stated, place
        The system, what counts of what was stated, and which place.
    least_out, least_into
        How many at least left it, and came, on ways that claims name.
    """

    def __init__(
        self, made: Balance, stated: Sequence[Statement], place: str, least_out: Floats, least_into: Floats
    ) -> None:
        self.present = _present(made, stated, place, least_out, least_into)
        self.displaced = Pair(len(made.steps)) if place in made.of_returns else None
        if self.displaced is not None:
            for one in stated:
                if one.counted == "displaced" and one.left == place:
                    _stock(made, one, self.displaced)
                elif one.counted == "returned" and one.entered == place:
                    _flow(made, one, self.displaced, self.displaced.less, of_all=one.left is None)
        self.gone = Pair(len(made.steps))
        self.gone.differ(self.gone.more[0], self.gone.less[0], 0.0, 0.0)

    def bounds(self) -> Bounds:
        """Return the bounds of each kind of sum."""
        present, gone, displaced = self.present, self.gone, self.displaced
        out, into = present.most(present.less), present.most(present.more)
        found = {
            "present": present.stock(),
            "moved": present.so_far(present.less),
            "arrived": present.so_far(present.more),
        }
        if displaced is not None:
            displaced.take(displaced.more, out, low=True)
            displaced.take(displaced.less, into, low=False)
            displaced.solve()
            into = displaced.most(displaced.less)
            found |= {"displaced": displaced.stock(), "returned": displaced.so_far(displaced.less)}
        gone.take(gone.more, out, low=True)
        gone.take(gone.less, into, low=False)
        if displaced is not None:
            for step, most in enumerate(found["displaced"][1], 1):
                gone.differ(gone.more[step], gone.less[step], 0.0, most)
        gone.solve()
        return found | {"gone": gone.stock()}

    def learn(self, kind: str, step: int, low: float, high: float) -> None:
        """Take bounds of one sum."""
        of_kind: dict[str, tuple[Pair | None, str | None]] = {
            "present": (self.present, None),
            "moved": (self.present, "less"),
            "arrived": (self.present, "more"),
            "displaced": (self.displaced, None),
            "returned": (self.displaced, "less"),
            "gone": (self.gone, None),
        }
        pair, number = of_kind.get(kind, (None, None))
        if pair is None:
            return
        if number is None:
            pair.learn(pair.more[step + 1], pair.less[step + 1], low, high)
        else:
            unknown = getattr(pair, number)
            pair.learn(unknown[step + 1], unknown[0], low, high)


def _way(made: Balance, way: Way, stated: Sequence[Statement]) -> Pair:
    """Return who set out on a way between two places and who arrived, of those who are on it."""
    pair = Pair(len(made.steps))
    if made.on_the_way is not None and set(way) <= set(made.places):
        pair.differ(pair.more[0], pair.less[0], made.on_the_way.low, made.on_the_way.high)
    else:
        pair.apart()
    for one in stated:
        unknown = pair.more if one.counted == "moved" else pair.less
        _flow(made, one, pair, unknown, of_all=one.counted != "returned")
    pair.solve()
    return pair


def _present(
    made: Balance, stated: Sequence[Statement], place: str, least_out: Floats, least_into: Floats
) -> Pair:
    """Return who ever was in a place and who left; given what certainly did so on named ways."""
    pair = Pair(len(made.steps))
    before = made.before.get(place)
    if before is not None:
        pair.differ(pair.more[0], pair.less[0], before.low, before.high)
    for one in stated:
        if one.counted == "present" and one.entered == place:
            _stock(made, one, pair)
        elif one.counted == "moved" and one.left == place:
            _flow(made, one, pair, pair.less, of_all=one.entered is None)
        elif one.counted in ("arrived", "returned") and one.entered == place:
            _flow(made, one, pair, pair.more, of_all=one.counted == "arrived" and one.left is None)
    pair.add(pair.less, least_out)
    pair.add(pair.more, least_into)
    pair.solve()
    return pair


def _stock(made: Balance, one: Statement, pair: Pair) -> None:
    for begin, end, low, high in made.moments(one):
        pair.differ(pair.more[end + 1], pair.less[begin + 1], low, math.inf)
        pair.differ(pair.more[begin + 1], pair.less[end + 1], -math.inf, high)


def _flow(made: Balance, one: Statement, pair: Pair, unknown: Whole, *, of_all: bool) -> None:
    """Bound one number by what was stated; by its most only where that is of all ways."""
    some = made.steps.within(one.outer)
    pair.differ(unknown[some[-1] + 1], unknown[some[0]], one.low, math.inf)
    if of_all and one.inner is not None:
        some = made.steps.within(one.inner)
        pair.differ(unknown[some[-1] + 1], unknown[some[0]], -math.inf, one.high)
