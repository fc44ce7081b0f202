"""A balance as a linear programme that is solved again and again for other sums, by HiGHS.

With ``highspy`` (the extra ``supply``) the simplex method goes on from the last corner; without it scipy's
HiGHS solves anew each time, to the same ends.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from safeground.errors import SafegroundError
from safeground.highs import model_of, new_solver

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from safeground.questions.displacement.balance import Balance

    Floats = npt.NDArray[np.float64]

PRIMAL: Final = 4
"""``highspy``'s number of the primal simplex method: another goal leaves the last corner feasible."""


@dataclass(frozen=True, slots=True)
class Corner:
    """Numbers of people that make a goal least, and a price for each row (its dual)."""

    numbers: Floats
    prices: Floats


class Programme:
    """Rows ``low <= terms <= high`` over numbers that are 0 or more; claims can be left out, or give way.

    Parameters
    ----------
    made
        All constraints.
    warm
        Whether to go on from the last corner if ``highspy`` is there.
    """

    def __init__(self, made: Balance, *, warm: bool = True) -> None:
        from scipy.sparse import csr_array

        rows = made.rows
        self.made = made
        self.columns = made.columns
        self.claims = [row.claim for row in rows]
        self._low = np.array([row.low for row in rows], np.float64)
        self._high = np.array([row.high for row in rows], np.float64)
        ends = [(k, 1.0) for k, row in enumerate(rows) if row.claim is not None and math.isfinite(row.low)]
        ends += [(k, -1.0) for k, row in enumerate(rows) if row.claim is not None and math.isfinite(row.high)]
        self.gives = [k for k, _ in ends]
        """The row of each number by which an end of a claim may give way; they stand after the others."""
        at = [k for k, row in enumerate(rows) for _ in row.terms] + self.gives
        column = [one for row in rows for one in row.terms]
        column += range(self.columns, self.columns + len(ends))
        factor = [value for row in rows for value in row.terms.values()] + [sign for _, sign in ends]
        self.matrix = csr_array((factor, (at, column)), shape=(len(rows), self.columns + len(ends)))
        self.low, self.high = self._low, self._high
        self._give = np.zeros(len(ends))
        self._highs: Any = new_solver() if warm else None
        self._passed = False
        self._most = math.inf

    def without(self, claims: Collection[str]) -> None:
        """Leave out the bounds of some claims, and of no others."""
        free = np.array([claim is not None and claim in claims for claim in self.claims], bool)
        self.low = np.where(free, -math.inf, self._low)
        self.high = np.where(free, math.inf, self._high)
        self._give = np.zeros(len(self._give))
        self._bounds()

    def give(self, most: Floats) -> None:
        """State by how much each end of a claim may give way at the most."""
        self._give = most
        self._bounds()

    def least(self, goal: Floats) -> Corner | None:
        """Return where a goal over the numbers is least; None where it has no least value.

        Raises
        ------
        SafegroundError
            If no numbers fit the rows, or the solver stops otherwise.
        """
        if len(goal) == self.columns:
            goal = np.concatenate([goal, np.zeros(len(self.gives))])
        return self._anew(goal) if self._highs is None else self._on(goal)

    def directions(self) -> Programme:
        """Return the programme of directions in which numbers that fit can go on for ever, up to 1 each."""
        found = copy(self)
        found._passed = False
        found._highs = None if self._highs is None else new_solver()
        found._most = 1.0
        found._give = np.zeros(len(self._give))
        found.low = np.where(np.isfinite(self.low), 0.0, -math.inf)
        found.high = np.where(np.isfinite(self.high), 0.0, math.inf)
        return found

    def _upper(self) -> Floats:
        return np.concatenate([np.full(self.columns, self._most), self._give])

    def _bounds(self) -> None:
        if self._passed:
            highs, _ = self._highs
            count = len(self.low)
            highs.changeRowsBounds(count, np.arange(count, dtype=np.int32), self.low, self.high)
            some = np.arange(self.columns, self.columns + len(self._give), dtype=np.int32)
            highs.changeColsBounds(len(some), some, np.zeros(len(some)), self._give)

    def _on(self, goal: Floats) -> Corner | None:
        highs, api = self._highs
        if self._passed:
            highs.changeColsCost(len(goal), np.arange(len(goal), dtype=np.int32), goal)
        else:
            columns = (np.zeros(len(goal)), self._upper())
            highs.passModel(model_of(api, self.matrix.tocsc(), goal, columns, (self.low, self.high)))
        highs.run()
        if not self._passed:
            self._passed = True
            highs.setOptionValue("presolve", "off")
            highs.setOptionValue("simplex_strategy", PRIMAL)
        status, known = highs.getModelStatus(), api.HighsModelStatus
        if status == known.kUnbounded:
            return None
        if status != known.kOptimal:
            _stopped(highs.modelStatusToString(status))
        found = highs.getSolution()
        return Corner(np.array(found.col_value, np.float64), np.array(found.row_dual, np.float64))

    def _anew(self, goal: Floats) -> Corner | None:
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        equal = np.flatnonzero(self.low == self.high)
        above = np.flatnonzero((self.low != self.high) & np.isfinite(self.high))
        below = np.flatnonzero((self.low != self.high) & np.isfinite(self.low))
        # All are what linprog takes, though its types do not say so.
        upper: Any = vstack([self.matrix[above], -self.matrix[below]]).tocsr()
        exactly: Any = self.matrix[equal]
        bounds: Any = np.stack([np.zeros(len(goal)), self._upper()], axis=1)
        found = linprog(
            goal, A_ub=upper, b_ub=np.concatenate([self.high[above], -self.low[below]]), A_eq=exactly,
            b_eq=self.low[equal], bounds=bounds, method="highs",
        )  # fmt: skip
        if found.status == _UNBOUNDED:
            return None
        if found.status != _OPTIMAL:
            _stopped(found.message)
        prices = np.zeros(len(self.low))
        prices[equal] = found.eqlin.marginals
        prices[above] += found.ineqlin.marginals[: len(above)]
        prices[below] -= found.ineqlin.marginals[len(above) :]
        return Corner(np.array(found.x, np.float64), prices)


_OPTIMAL: Final = 0
_UNBOUNDED: Final = 3


def _stopped(why: str) -> None:
    msg = f"the solver could not say what claims of displacement come to: {why}"
    raise SafegroundError(msg)
