"""What an answer hangs on: each assumption moved over its range, singly and all together."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.quantity import Range
from safeground.questions.finding import Decider
from safeground.wording import people_words, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safeground.questions.finding import Answer

MOST_MOVES = 1e6
"""Stands for "without end" where a range has no end: a number that every format can hold."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """A number that a figure is computed from, by its name for readers."""

    name: str
    range: Range

    @property
    def typical(self) -> float:
        """The best estimate, else the middle, else the end that was stated."""
        if self.range.best is not None:
            return self.range.best
        ends = [end for end in (self.range.low, self.range.high) if math.isfinite(end)]
        return sum(ends) / len(ends) if ends else 0.0


def rank(
    assumed: Sequence[Assumed],
    figure: Callable[..., float],
    answer: Callable[[float], Answer],
    unit: str,
) -> tuple[Decider, ...]:
    """Return the assumptions by how far each alone moves the figure, then all of them together.

    Each is moved to either end while the others stay at their best estimate (the middle where there is
    none). Together all corners are tried, so that for a figure that rises or falls in each assumption
    the two ends are the true ones.

    Parameters
    ----------
    assumed
        The assumptions, in the order of ``figure``'s arguments. Exact ones decide nothing and are left out.
    figure
        Returns the figure; takes infinite arguments.
    answer
        Returns the answer that a value of the figure gives.
    unit
        The figure's unit.
    """
    base = [one.typical for one in assumed]
    usual = figure(*base)
    singly = []
    open_ones = [k for k, one in enumerate(assumed) if not one.range.is_exact]
    for k in open_ones:
        ends = [
            figure(*base[:k], end, *base[k + 1 :]) for end in (assumed[k].range.low, assumed[k].range.high)
        ]
        singly.append(_decider(assumed[k].name, assumed[k].range, ends, usual, answer, unit))
    singly.sort(key=lambda decider: -decider.moves)
    if len(open_ones) < 2:
        return tuple(singly)
    corners = itertools.product(*((one.range.low, one.range.high) for one in assumed))
    values = [figure(*corner) for corner in dict.fromkeys(corners)]
    ends = [min(values), max(values)]
    together = _decider(
        "all of these together", Range(min(values), max(values), unit), ends, usual, answer, unit
    )
    return (*singly, together)


def _decider(
    name: str,
    moved: Range,
    ends: Sequence[float],
    usual: float,
    answer: Callable[[float], Answer],
    unit: str,
) -> Decider:
    low, high = min(ends), max(ends)
    # Only the figure's ends are said: what people may learn of the range itself is the edition's business.
    return Decider(
        assumption=name,
        range=moved,
        effect=f"gives {_said(low, high, unit)}",
        moves=_share(high - low if high > low else 0.0, usual),
        turns_answer=len({answer(value) for value in (low, usual, high)}) > 1,
    )


def _share(moved: float, usual: float) -> float:
    if moved == 0:
        return 0.0
    size = abs(usual)
    return MOST_MOVES if size == 0 or math.isinf(moved) or math.isinf(size) else min(MOST_MOVES, moved / size)


def _said(low: float, high: float, unit: str) -> str:
    if math.isinf(low):
        return "no limit"
    moved = Range(low, high, unit)
    return people_words(moved) if unit == "persons" else say(moved)
