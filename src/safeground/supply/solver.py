"""A linear programme that is solved, and solved again with other bounds, by HiGHS.

With ``highspy`` (the extra ``supply``) the dual simplex method goes on from the last basis: closing a gate
changes bounds only, and the former prices stay dual feasible. Without it scipy's HiGHS solves anew each
time, to the same values.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from safeground.errors import SafegroundError
from safeground.highs import model_of, new_solver

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array

    FloatArray = npt.NDArray[np.float64]

_OPTIMAL: Final = 0
_LIMIT: Final = 1
"""What ``linprog`` calls an end without fault, and one at a limit."""
_NEAR: Final = 1e-10
"""How near an interior point comes: each column's rounding counts in a bound, and there are many."""


class NotSolved(SafegroundError):
    """The solver stopped without a solution; the message is its own."""


class OutOfTime(NotSolved):
    """The solver stopped at its limit of time."""


class Solver:
    """Maximises over ``matrix @ x <= most``, ``lower <= x <= upper``; keeps the last basis where it can.

    Parameters
    ----------
    matrix
        Rows by columns.
    warm
        Whether to go on from the last basis if ``highspy`` is there.
    """

    def __init__(self, matrix: csc_array, *, warm: bool = True) -> None:
        self.matrix = matrix
        self._highs: Any = new_solver() if warm else None
        self._passed = False
        self._interior = False
        self._most: FloatArray = np.zeros(0)

    @property
    def goes_on(self) -> bool:
        """Whether it can go on from the last basis."""
        return self._highs is not None

    def solve(
        self,
        worth: FloatArray,
        most: FloatArray,
        upper: FloatArray,
        lower: FloatArray | None = None,
        *,
        interior: bool = False,
        seconds: float = math.inf,
    ) -> tuple[FloatArray, FloatArray]:
        """Return a solution of greatest worth and the rows' duals, in units of worth.

        Parameters
        ----------
        worth, most, upper, lower
            What a column counts, and the bounds.
        interior
            Whether to solve by ``highspy``'s interior point method without a last step to a basis, if it is
            there: to some 1e-6, in a fraction of the time where the programme is large and much has changed.
        seconds
            After which the solver stops.

        Raises
        ------
        NotSolved
            If the solver stops without one; ``OutOfTime`` where that is for ``seconds``.
        """
        if seconds <= 0:
            msg = "The solver was given no time"
            raise OutOfTime(msg)
        lower = np.zeros(len(worth)) if lower is None else lower
        scale = float(worth.max(initial=0.0))
        if scale == 0 and not lower.any():
            return np.zeros(len(worth)), np.zeros(len(most))
        # A power of two, so that scaling rounds nothing.
        scale = 2.0 ** math.floor(math.log2(scale)) if scale > 0 else 1.0
        if self._highs is not None:
            self._choose(interior)
        self._method: Any = "highs-ipm" if interior else "highs-ds"
        run = self._anew if self._highs is None else self._on
        x, dual = run(-worth / scale, most, lower, upper, seconds)
        return x, dual * scale

    def _choose(self, interior: bool) -> None:
        highs, _ = self._highs
        if interior or self._interior:
            highs.clearSolver()  # what an interior point leaves is no basis to go on from
            highs.setOptionValue("solver", "ipm" if interior else "choose")
            highs.setOptionValue("run_crossover", "off" if interior else "on")
            highs.setOptionValue("ipm_optimality_tolerance", _NEAR)
        self._interior = interior

    def _anew(
        self, cost: FloatArray, most: FloatArray, lower: FloatArray, upper: FloatArray, seconds: float
    ) -> tuple[FloatArray, FloatArray]:
        from scipy.optimize import linprog

        # Both are what linprog takes, though its types do not say so.
        sparse: Any = self.matrix
        bounds: Any = np.stack([lower, upper], axis=1)
        limit: Any = {"time_limit": seconds} if math.isfinite(seconds) else {}
        found = linprog(cost, A_ub=sparse, b_ub=most, bounds=bounds, method=self._method, options=limit)
        if found.status != _OPTIMAL:
            msg = f"The solver stopped: {found.message}"
            raise (OutOfTime if found.status == _LIMIT else NotSolved)(msg)
        return np.array(found.x, np.float64), -found.ineqlin.marginals

    def _on(
        self, cost: FloatArray, most: FloatArray, lower: FloatArray, upper: FloatArray, seconds: float
    ) -> tuple[FloatArray, FloatArray]:
        highs, api = self._highs
        if self._passed:
            columns = np.arange(len(cost), dtype=np.int32)
            highs.changeColsCost(len(cost), columns, cost)
            highs.changeColsBounds(len(cost), columns, lower, upper)
            for row in np.flatnonzero(most != self._most):
                highs.changeRowBounds(int(row), -math.inf, float(most[row]))
        else:
            rows = (np.full(len(most), -math.inf), most)
            highs.passModel(model_of(api, self.matrix, cost, (lower, upper), rows))
            self._passed = True
        self._most = most.copy()
        highs.setOptionValue("time_limit", highs.getRunTime() + seconds)  # its clock runs on from run to run
        highs.run()
        status = highs.getModelStatus()
        if status != api.HighsModelStatus.kOptimal:
            self._passed = False
            msg = f"The solver stopped: {highs.modelStatusToString(status)}"
            raise (OutOfTime if status == api.HighsModelStatus.kTimeLimit else NotSolved)(msg)
        solution = highs.getSolution()
        return np.array(solution.col_value, np.float64), -np.array(solution.row_dual, np.float64)
