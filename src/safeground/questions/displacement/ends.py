"""The ends of what a system allows, by two linear programmes each. HiGHS, by way of scipy.

Of a number of people the low end is rounded down and the high end up to whole people; what lies within a
thousandth of a whole one is that one: the solver's own tolerance is far below.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from safeground.errors import SafegroundError
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    import numpy.typing as npt

    from safeground.questions.displacement.balance import Balance, Row, Terms

    Floats = npt.NDArray[np.float64]

OPTIMAL: Final = 0
INFEASIBLE: Final = 2
WHOLE: Final = 1e-3


class System:
    """A balance without some of its claims, as matrices.

    Parameters
    ----------
    made
        All constraints.
    without
        Claims whose bounds are left out.
    """

    def __init__(self, made: Balance, without: Collection[str] = ()) -> None:
        import numpy as np

        rows = [row for row in made.rows if row.claim is None or row.claim not in without]
        equal = [row for row in rows if row.claim is None and row.low == row.high]
        ranged = [row for row in rows if row.claim is not None or row.low != row.high]
        upper = [(row, 1.0, row.high) for row in ranged if math.isfinite(row.high)]
        upper += [(row, -1.0, -row.low) for row in ranged if math.isfinite(row.low)]
        self.columns = made.columns
        self.claims = [row.claim for row, _, _ in upper]
        """The claim of each bound, None where it always holds."""
        self.upper = self._matrix([(row, sign) for row, sign, _ in upper])
        self.most = np.array([most for _, _, most in upper])
        self.equal = self._matrix([(row, 1.0) for row in equal])
        self.exactly = np.array([row.low for row in equal])

    def _matrix(self, rows: Sequence[tuple[Row, float]]) -> Any:
        from scipy.sparse import csr_array

        row = [k for k, (one, _) in enumerate(rows) for _ in one.terms]
        column = [column for one, _ in rows for column in one.terms]
        factor = [sign * value for one, sign in rows for value in one.terms.values()]
        return csr_array((factor, (row, column)), shape=(len(rows), self.columns))

    def holds(self) -> bool:
        """Return whether some numbers of people fit every constraint."""
        import numpy as np

        found = least(np.zeros(self.columns), self.upper, self.most, self.equal, self.exactly)
        if found.status not in (OPTIMAL, INFEASIBLE):
            msg = f"the solver could not say whether claims hold together (status {found.status})"
            raise SafegroundError(msg)
        return bool(found.status == OPTIMAL)

    def ends(self, terms: Terms, unit: str = "persons") -> Range:
        """Return the least and the most that a sum can be in a system that holds.

        An end that nothing holds is infinite; so is one that the solver does not find, which is no tighter.
        """
        low = self.low(terms)
        return Range(low, max(low, _whole(self._end(terms, -1.0), math.ceil)), unit)

    def low(self, terms: Terms) -> float:
        """Return the low end of ``ends`` alone."""
        return _whole(self._end(terms, 1.0), math.floor)

    def _end(self, terms: Terms, sign: float) -> float:
        import numpy as np

        goal = np.zeros(self.columns)
        for column, factor in terms.items():
            goal[column] = sign * factor
        found = least(goal, self.upper, self.most, self.equal, self.exactly)
        return sign * float(found.fun) if found.status == OPTIMAL else -sign * math.inf


def least(goal: Floats, upper: Any, most: Floats, equal: Any, exactly: Floats) -> Any:
    """Return scipy's result for the least value of a goal over numbers that are 0 or more."""
    from scipy.optimize import linprog

    return linprog(goal, A_ub=upper, b_ub=most, A_eq=equal, b_eq=exactly, method="highs")


def _whole(value: float, towards: Any) -> float:
    if not math.isfinite(value):
        return value
    near = float(round(value))
    return near + 0.0 if abs(value - near) < WHOLE else float(towards(value))
