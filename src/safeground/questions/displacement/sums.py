"""The sums of people of which the least and the most are asked, as one sparse matrix.

A line is a sum of unknowns. A row of sums (``Series``) has a line for each step, or one line for all; where
it counts from the first day on, a sum is of its line and all lines before.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from safeground.questions.displacement.balance import Terms

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]
    Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Series:
    """Sums of one kind of one place.

    Parameters
    ----------
    name
        What it is of.
    lines
        The terms of each line.
    so_far
        Whether each sum holds all lines before it.
    low, high
        Whether the least, and the most, is asked.
    """

    name: tuple[str, str]
    lines: tuple[Terms, ...]
    so_far: bool = False
    low: bool = True
    high: bool = True


class Sums:
    """All sums that are asked of one programme; each is a sum of numbers that are 0 or more.

    Parameters
    ----------
    series
        What is asked.
    columns
        How many unknowns there are.
    """

    def __init__(self, series: Sequence[Series], columns: int) -> None:
        from scipy.sparse import csr_array

        self.series = tuple(series)
        lines = [line for one in series for line in one.lines]
        at = [k for k, line in enumerate(lines) for _ in line]
        column = [one for line in lines for one in line]
        factor = [value for line in lines for value in line.values()]
        self.matrix = csr_array((factor, (at, column)), shape=(len(lines), columns), dtype=np.float64)
        self._turned = self.matrix.T.tocsr()
        sizes = [len(one.lines) for one in series]
        starts = np.cumsum([0, *sizes])
        self.spans = [(int(a), int(b)) for a, b in pairwise(starts)]
        """First line of each series, and the line after its last."""
        self.of_line: Whole = np.repeat(np.arange(len(sizes)), sizes)
        """The series of each line."""
        self.at: Whole = np.arange(len(lines)) - starts[self.of_line]
        """How many lines of its series stand before each line."""

    def __len__(self) -> int:
        return self.matrix.shape[0]

    def values(self, numbers: Floats) -> Floats:
        """Return what each sum is, of numbers of people."""
        found = np.asarray(self.matrix @ numbers[: self.matrix.shape[1]], np.float64)
        for one, (begin, end) in self._so_far():
            assert one.so_far
            found[begin:end] = np.cumsum(found[begin:end])
        return found

    def goal(self, weights: Floats) -> Floats:
        """Return the goal that is a weighted sum of sums."""
        weights = weights.copy()
        for _, (begin, end) in self._so_far():
            weights[begin:end] = np.cumsum(weights[begin:end][::-1])[::-1]
        return np.asarray(self._turned @ weights, np.float64)

    def columns(self, chosen: Iterable[int]) -> tuple[Whole, Whole]:
        """Return which of the chosen sums (by their order) has which unknowns, as pairs."""
        whose, which = [], []
        indptr, indices = self.matrix.indptr, self.matrix.indices
        for number, line in enumerate(chosen):
            series = self.of_line[line]
            begin = self.spans[series][0] if self.series[series].so_far else line
            some = indices[indptr[begin] : indptr[line + 1]]
            whose.append(np.full(len(some), number))
            which.append(some)
        return np.concatenate(whose), np.concatenate(which)

    def tightened(self, low: Floats, high: Floats) -> None:
        """Bring bounds into line, in place: of a sum of all before, the least and the most never fall."""
        for _, (begin, end) in self._so_far():
            low[begin:end] = np.maximum.accumulate(low[begin:end])
            high[begin:end] = np.minimum.accumulate(high[begin:end][::-1])[::-1]

    def asked(self, *, high: bool) -> Chosen:
        """Return the sums of which the most is asked (else the least)."""
        picked = np.array([one.high if high else one.low for one in self.series], bool)
        return picked[self.of_line]

    def _so_far(self) -> list[tuple[Any, tuple[int, int]]]:
        return [(one, span) for one, span in zip(self.series, self.spans, strict=True) if one.so_far]
