"""Shares of need as rows over a programme's columns, and the lines that bound them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem
    from safeground.supply.programme import Programme

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """Weights and a number: in every plan the weighted shares add up to no more; with duals that show it."""

    weight: FloatArray
    most: float
    dual: FloatArray

    def meets(self, free: BoolArray, level: FloatArray) -> float:
        """Return how high the free shares can be capped at most while the others have their level."""
        rest = self.most - float(self.weight[~free] @ level[~free])
        slope = float(self.weight[free].sum())
        return max(0.0, rest) / slope if slope > 0 else np.inf


class ShareRows:
    """The share of each node's need of each commodity that a programme's solution uses.

    Parameters
    ----------
    problem, made
        The problem and its programme.

    Attributes
    ----------
    node, k, count
        Of each share; those without need have none.
    matrix
        Shares by the programme's columns.
    reachable
        Whether a share can be more than nothing.
    need
        All need, shape (N, K).
    part
        Of each share's need in all need of its commodity.
    """

    def __init__(self, problem: SupplyProblem, made: Programme) -> None:
        from scipy.sparse import csc_array

        self.made = made
        self.need = problem.need.sum(axis=2)
        self.node, self.k = np.nonzero(self.need > 0)
        self.count = len(self.node)
        row = np.full(self.need.shape, -1, np.int64)
        row[self.node, self.k] = np.arange(self.count)
        n, k, _ = made.using.at
        entries = (made.load[k] / self.need[n, k], (row[n, k], made.using.index))
        self.matrix = csc_array(entries, shape=(self.count, len(made.upper)))
        self.reachable = np.bincount(row[n, k], minlength=self.count) > 0
        self.part = (self.need / np.maximum(self.need.sum(axis=0), np.finfo(float).tiny))[self.node, self.k]

    def rises(self, weight: FloatArray, dual: FloatArray) -> FloatArray:
        """Return what each column adds to a line at most, beyond what the rows' duals pay for."""
        rise = np.maximum(0.0, self.matrix.T @ weight - self.made.matrix.T @ dual)
        added: FloatArray = rise * self.made.upper
        return added

    def line(self, weight: FloatArray, dual: FloatArray) -> Line:
        """Return the line of any weights and duals >= 0; by weak duality it holds however good they are."""
        most = float(dual @ self.made.most + self.rises(weight, dual).sum())
        return Line(weight, most, dual)
