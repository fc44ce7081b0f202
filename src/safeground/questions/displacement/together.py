"""The ends of many sums over one programme, exactly, with far fewer programmes than ends.

An end is found when one set of numbers that fits every row reaches a bound that is proven. Numbers that fit
come from every solution. Bounds come from ``shortest`` (a part of the rows), from a sum's neighbours (what
counts from the first day on never falls), and from prices:

*Many at once.* A programme's goal adds up several sums. Its prices join rows and unknowns to parts that have
nothing in common. A part that holds one sum alone proves that this sum's own end was reached, since the
prices of that part are a dual solution for it, and complementary slackness holds part by part. Sums that
share a part are asked again among others, at last each alone.

*Without an end.* Sums are never below 0, so directions in which they grow add up: a few programmes over the
directions find every sum that grows for ever.

Compare Gleixner, Berthold, Müller and Weltge, Three enhancements for optimization-based bound tightening
(Journal of Global Optimization, 2017), who filter bounds by solutions; the parting by prices is ours.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.questions.displacement.shortest import Shortest
    from safeground.questions.displacement.solving import Programme
    from safeground.questions.displacement.sums import Sums

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]
    Chosen = npt.NDArray[np.bool_]

REACHED: Final = 1e-4
"""People (and share, where they are many) by which a bound may be missed and is reached."""
PRICED: Final = 1e-9
GROWS: Final = 1e-6
FEW: Final = 8
"""Steps of which the sums of a kind are looked for together at the least."""


class Ends:
    """What is known of the least and the most of each sum.

    Parameters
    ----------
    programme
        The rows; some numbers fit them.
    sums
        What is asked.
    shortest
        Proven bounds of places.
    """

    def __init__(self, programme: Programme, sums: Sums, shortest: Shortest) -> None:
        self.programme = programme
        self.sums = sums
        self.low, self.high = np.zeros(len(sums)), np.full(len(sums), math.inf)
        self.least_seen = np.full(len(sums), math.inf)
        self.most_seen = np.zeros(len(sums))
        self.solved = 0
        names = [one.name[1] for one in sums.series]
        number = {name: k for k, name in enumerate(dict.fromkeys(names))}
        self._place = np.array([number[name] for name in names], np.int64)[sums.of_line]
        self._shortest = shortest
        for name in number:
            self._take(name)

    def find(self) -> tuple[Floats, Floats]:
        """Return the least and the most of each sum; the most is infinite where nothing holds it."""
        self._see(np.zeros(len(self.sums)))
        grows = growing(self.programme, self.sums)
        self.most_seen[grows] = math.inf
        for sign in (1.0, -1.0):
            for kind in dict.fromkeys(one.name[0] for one in self.sums.series):
                self._by_kind(kind, sign)
        self._all(1.0)
        self._all(-1.0)
        return self.low, np.where(np.isinf(self.most_seen), math.inf, self.high)

    def _left(self, sign: float) -> Chosen:
        """Return the sums whose least (most, where ``sign`` is negative) is asked and not found."""
        self.sums.tightened(self.low, self.high)
        if sign > 0:
            near = self.least_seen - self.low <= REACHED * (1 + 1e-5 * self.low)
            return self.sums.asked(high=False) & ~near
        gap = np.where(
            np.isinf(self.most_seen), 0.0, self.high - np.where(np.isinf(self.most_seen), 0.0, self.most_seen)
        )
        return self.sums.asked(high=True) & (gap > REACHED * (1 + 1e-5 * self.most_seen))

    def _by_kind(self, kind: str, sign: float) -> None:
        """Look for numbers that reach proven bounds of many sums of a kind: in all steps, then in parts."""
        of_kind = np.array([one.name[0] == kind for one in self.sums.series], bool)[self.sums.of_line]
        last = int(self.sums.at[of_kind].max(initial=0))
        spans = [(0, last)]
        while spans:
            begin, end = spans.pop()
            within = of_kind & (self.sums.at >= begin) & (self.sums.at <= end)
            some = np.flatnonzero(self._left(sign) & within)
            if not some.size:
                continue
            weights = np.zeros(len(self.sums))
            weights[some] = sign
            found = self._see(weights)
            if found is not None:
                self._prove(some, sign, *found)
            left = int((self._left(sign) & within).sum())
            if 2 * left <= len(some):
                spans.append((begin, end))
            elif end - begin >= FEW:
                middle = (begin + end) // 2
                spans += [(begin, middle), (middle + 1, end)]

    def _prove(self, some: Whole, sign: float, values: Floats, prices: Floats) -> int:
        """Keep as proven the values of the sums that have a part of the prices to themselves."""
        alone = some if len(some) == 1 else some[self._parted(some, prices)]
        bound = self.low if sign > 0 else self.high
        better = alone[sign * (values[alone] - bound[alone]) > REACHED]
        bound[better] = values[better]
        self._learn(better)
        return len(alone)

    def _learn(self, lines: Whole) -> None:
        """Let what was proven of some sums show what follows for the others of their places."""
        changed = set()
        for line in lines:
            kind, place = self.sums.series[self.sums.of_line[line]].name
            self._shortest.learn(place, kind, int(self.sums.at[line]), self.low[line], self.high[line])
            changed.add(place)
        for place in sorted(changed):
            self._take(place)

    def _take(self, place: str) -> None:
        found = self._shortest.bounds(place)
        for one, (begin, end) in zip(self.sums.series, self.sums.spans, strict=True):
            if one.name[1] == place and one.name[0] in found:
                low, high = found[one.name[0]]
                self.low[begin:end] = np.maximum(self.low[begin:end], low)
                self.high[begin:end] = np.minimum(self.high[begin:end], high)

    def _all(self, sign: float) -> None:
        """Ask for what is left one by one, place by place: from one step to the next the corner is near."""
        while (left := np.flatnonzero(self._left(sign))).size:
            some = left[-1:] if sign < 0 else left[:1]
            weights = np.zeros(len(self.sums))
            weights[some] = sign
            found = self._see(weights)
            if found is None:
                self.most_seen[some] = math.inf
            else:
                self._prove(some, sign, *found)

    def _see(self, weights: Floats) -> tuple[Floats, Floats] | None:
        """Solve for a goal; keep what its solution shows of every sum."""
        corner = self.programme.least(self.sums.goal(weights))
        self.solved += 1
        if corner is None:
            return None
        values = np.maximum(self.sums.values(corner.numbers), 0.0)
        self.least_seen = np.minimum(self.least_seen, values)
        self.most_seen = np.maximum(self.most_seen, values)
        return values, corner.prices

    def _parted(self, some: Whole, prices: Floats) -> Chosen:
        """Return which sums have a part of the prices to themselves."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        rows = np.flatnonzero(np.abs(prices) > PRICED)
        priced = self.programme.matrix[rows].tocoo()
        touched = np.zeros(self.programme.matrix.shape[1], bool)
        touched[priced.col] = True
        whose, which = self.sums.columns(some)
        held = touched[which]
        size = len(rows) + len(touched) + len(some)
        of_column, of_sum = len(rows), len(rows) + len(touched)
        start = np.concatenate([priced.row, of_sum + whose[held]])
        end = np.concatenate([of_column + priced.col, of_column + which[held]])
        _, part = connected_components(
            coo_array((np.ones(len(start)), (start, end)), shape=(size, size)), directed=False
        )
        own = part[of_sum:]
        return np.asarray(np.bincount(own, minlength=size)[own] == 1)


def growing(programme: Programme, sums: Sums) -> Chosen:
    """Return the sums that grow for ever: there is a direction in which they do and every row still fits."""
    found = np.zeros(len(sums), bool)
    directions = programme.directions()
    asked = sums.asked(high=True)
    while (left := asked & ~found).any():
        corner = directions.least(sums.goal(np.where(left, -1.0, 0.0)))
        grown = np.zeros(0) if corner is None else sums.values(corner.numbers)
        more = left & (grown > GROWS) if corner is not None else left
        if not more.any():
            return found
        found |= more
    return found
