"""One linear programme, solved by HiGHS as scipy ships it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from safeground.errors import SafegroundError

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array

    FloatArray = npt.NDArray[np.float64]

Method = Literal["highs-ds", "highs-ipm"]

_OPTIMAL: Final = 0


class NotSolved(SafegroundError):
    """The solver stopped without a solution; the message is its own."""


def solve(
    worth: FloatArray, matrix: csc_array, most: FloatArray, upper: FloatArray, method: Method = "highs-ds"
) -> tuple[FloatArray, FloatArray]:
    """Return a solution of greatest worth under ``matrix @ x <= most``, ``0 <= x <= upper``, and the rows' duals.

    Raises
    ------
    NotSolved
        If the solver stops without one.
    """
    from scipy.optimize import linprog

    scale = float(worth.max(initial=0.0))
    if scale == 0:
        return np.zeros(len(worth)), np.zeros(len(most))
    # Both are what linprog takes, though its types do not say so.
    sparse: Any = matrix
    bounds: Any = np.stack([np.zeros(len(worth)), upper], axis=1)
    found = linprog(
        -worth / scale,
        A_ub=sparse,
        b_ub=most,
        bounds=bounds,
        method=method,
    )
    if found.status != _OPTIMAL:
        msg = f"The solver stopped: {found.message}"
        raise NotSolved(msg)
    return found.x, -found.ineqlin.marginals * scale
