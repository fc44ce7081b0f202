"""``Range``: every uncertain number, with arithmetic that keeps the ends true.

The ends are bounds, not percentiles: the true value lies in ``[low, high]`` if the inputs' do. An
end that nobody stated is infinite ("at least 200" has no upper end), and ``best`` is None where no
best estimate was stated. A quantity of which nothing is known is ``None``, not a ``Range``, and never 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Range:
    """A number known within bounds.

    Parameters
    ----------
    low, high
        The bounds, ``low <= high``; infinite where not stated.
    unit
        Its unit in the project's spelling (``persons``, ``m2``, ``l_per_day``, ``h`` …).
    best
        The best estimate where one was stated; within the bounds.

    Raises
    ------
    ValueError
        Bounds that are NaN or out of order, or a best estimate outside of them.
    """

    low: float
    high: float
    unit: str
    best: float | None = None

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            msg = f"a range needs low <= high, found {self.low} and {self.high}"
            raise ValueError(msg)
        if self.best is not None and not self.low <= self.best <= self.high:
            msg = f"the best estimate {self.best} lies outside {self.low} to {self.high}"
            raise ValueError(msg)

    @classmethod
    def exact(cls, value: float, unit: str) -> Range:
        """Return the range of a number that is known exactly."""
        return cls(value, value, unit, value)

    @classmethod
    def of(cls, value: float | Sequence[float], unit: str) -> Range:
        """Return the range a plan file writes as ``v``, ``[low, high]`` or ``[low, best, high]``.

        Examples
        --------
        >>> Range.of([0.4, 0.8, 1.2], "m_per_s")
        Range(low=0.4, high=1.2, unit='m_per_s', best=0.8)
        """
        if isinstance(value, int | float):
            return cls.exact(float(value), unit)
        if len(value) == 2:
            return cls(float(value[0]), float(value[1]), unit)
        if len(value) == 3:
            return cls(float(value[0]), float(value[2]), unit, float(value[1]))
        msg = f"a range is one number, two (low, high) or three (low, best, high); found {len(value)}"
        raise ValueError(msg)

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are the same number."""
        return self.low == self.high

    def __add__(self, other: Range) -> Range:
        self._same_unit(other)
        best = None if self.best is None or other.best is None else self.best + other.best
        return Range(self.low + other.low, self.high + other.high, self.unit, best)

    def __sub__(self, other: Range) -> Range:
        self._same_unit(other)
        best = None if self.best is None or other.best is None else self.best - other.best
        return Range(self.low - other.high, self.high - other.low, self.unit, best)

    def times(self, other: Range | float, unit: str) -> Range:
        """Return the product, in the unit that the caller knows it has."""
        return self._combine(other, unit, _product)

    def over(self, other: Range | float, unit: str) -> Range:
        """Return the quotient; a divisor whose range holds 0 gives an infinite end.

        Raises
        ------
        ValueError
            A divisor that can be negative, or that is 0 throughout.
        """
        divisor = other if isinstance(other, Range) else Range.exact(float(other), "")
        if divisor.low < 0 or divisor.high == 0:
            msg = f"cannot divide by {divisor.low} to {divisor.high}"
            raise ValueError(msg)
        return self._combine(divisor, unit, _quotient)

    def at_least(self, floor: float) -> Range:
        """Return the range with every value below ``floor`` raised to it (unserved people are never < 0)."""
        best = None if self.best is None else max(self.best, floor)
        return Range(max(self.low, floor), max(self.high, floor), self.unit, best)

    def _combine(self, other: Range | float, unit: str, f: Callable[[float, float], float]) -> Range:
        that = other if isinstance(other, Range) else Range.exact(float(other), "")
        corners = [f(a, b) for a in (self.low, self.high) for b in (that.low, that.high)]
        best = None if self.best is None or that.best is None else f(self.best, that.best)
        return Range(min(corners), max(corners), unit, best)

    def _same_unit(self, other: Range) -> None:
        if self.unit != other.unit:
            msg = f"cannot add {self.unit} and {other.unit}"
            raise ValueError(msg)


def total(ranges: Iterable[Range], unit: str) -> Range:
    """Return the sum; an empty one is exactly 0."""
    result = Range.exact(0.0, unit)
    for one in ranges:
        result = result + one
    return result


def _product(a: float, b: float) -> float:
    # 0 × infinity: nothing of an unbounded thing is nothing.
    return 0.0 if a == 0 or b == 0 else a * b


def _quotient(a: float, b: float) -> float:
    if b == 0:
        return 0.0 if a == 0 else math.copysign(math.inf, a)
    # infinity / infinity can be anything; what it can be at most and at least are other corners.
    return 0.0 if math.isinf(a) and math.isinf(b) else a / b
