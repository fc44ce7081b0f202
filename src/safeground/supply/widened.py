"""A programme with several periods counted as one where goods end up, and so much smaller.

Most of a programme's rows and columns are at its ends: places from where nothing is sent on, each with its
stock, its use and the roads to it in every period. Here a road to an end carries the same part of its
capacity in all periods of a block, which not every plan does: what such a plan reaches can be reached. And
an end's stock is looked at between blocks only, which allows more: so a plan is held against the periods
themselves afterwards (``realised``). Everything else stays period by period. Duals of this programme are
duals of the whole one, a row's as that of each row it was added up from; the bound they prove there is added
up over the whole one's columns, so it holds.

Blocks are undone where they turn out to matter: ends where the plan falls short, roads that the bound rests
on. With all undone it is the whole programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array, csr_array

    from safeground.supply.problem import SupplyProblem
    from safeground.supply.programme import Programme

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]


_BLOCKS: Final = 6
"""Blocks that the periods are cut into, or a few more."""


@dataclass(frozen=True, slots=True)
class Widened:
    """Maximise something over ``matrix @ x <= most``, ``0 <= x <= upper``.

    Parameters
    ----------
    matrix, most, upper
        The smaller programme.
    rows
        Which of the whole programme's rows each row adds up.
    columns
        What each column does in those of the whole programme.
    """

    matrix: csc_array
    most: FloatArray
    upper: FloatArray
    rows: csr_array
    columns: csc_array

    def solution(self, x: FloatArray) -> FloatArray:
        """Return a solution as one of the whole programme; balances at ends may lack."""
        whole: FloatArray = self.columns @ x
        return whole

    def duals(self, dual: FloatArray) -> FloatArray:
        """Return duals as those of the whole programme's rows."""
        whole: FloatArray = self.rows.T @ dual
        return whole


def blocks(periods: int) -> IntArray:
    """Return the block of each period, shape (T,)."""
    return np.arange(periods) // max(1, periods // _BLOCKS)


def ends(problem: SupplyProblem, made: Programme) -> BoolArray:
    """Return the nodes from where nothing is sent on and that are no gates, shape (N,)."""
    is_end = np.ones(len(problem.node), np.bool_)
    is_end[problem.tail[made.moving.at[0]]] = False
    is_end[problem.gate] = False
    return is_end


def alike(problem: SupplyProblem, made: Programme) -> BoolArray:
    """Return the arcs on which all commodities that can move at all can move in the same periods, shape (A,).

    On others the same part of the capacity in all periods of a block would be different trucks by commodity.
    """
    can = np.zeros((len(problem.tail), *problem.need.shape[1:]), np.bool_)
    can[made.moving.at] = True
    some, none = np.any(can, axis=1), ~np.any(can, axis=2)
    found: BoolArray = np.all((can == some[:, None, :]) | none[:, :, None], axis=(1, 2))
    return found


def widened(
    problem: SupplyProblem, made: Programme, of_block: IntArray, wide_node: BoolArray, wide_arc: BoolArray
) -> Widened:
    """Return the programme with blocks of periods.

    Parameters
    ----------
    problem, made
        The problem and its whole programme.
    of_block
        Block of each period, shape (T,), such as ``blocks`` gives.
    wide_node
        Where stock and use are by block, shape (N, K); ends only.
    wide_arc
        Which arcs are, shape (A,); into ends only, and ``alike``.
    """
    from scipy.sparse import coo_array

    kinds = len(problem.commodity)

    row = np.arange(len(made.most))
    n, k, t = np.nonzero(made.balance_row >= 0)
    on = wide_node[n, k]
    row[made.balance_row[n[on], k[on], t[on]]] = _first_alike(
        made.balance_row[n[on], k[on], t[on]], n[on] * kinds + k[on], of_block[t[on]]
    )
    (arc, t), first = made.truck_rows["arc"]
    on = wide_arc[arc]
    at = first + np.flatnonzero(on)
    row[at] = _first_alike(at, arc[on], of_block[t[on]])

    column, weight = np.arange(len(made.upper)), np.ones(len(made.upper))
    n, k, t = made.keeping.at
    left_out = np.zeros(len(made.upper), np.bool_)
    left_out[made.keeping.index] = wide_node[n, k] & (of_block[t] == of_block[t + 1])
    n, k, t = made.using.at
    on = wide_node[n, k]
    at = made.using.index[on]
    column[at] = _first_alike(at, n[on] * kinds + k[on], of_block[t[on]])
    weight[at] = made.upper[at]
    arc, k, t = made.moving.at
    on = wide_arc[arc]
    at = made.moving.index[on]
    column[at] = _first_alike(at, arc[on] * kinds + k[on], of_block[t[on]])
    trucks = problem.arc_trucks[arc[on], t[on]]
    weight[at] = np.where(np.isfinite(trucks) & (trucks > 0), trucks, 1.0)

    kept = np.flatnonzero(~left_out)
    _, to_row = np.unique(row, return_inverse=True)
    _, to_column = np.unique(column[kept], return_inverse=True)
    count = int(to_column.max(initial=-1)) + 1
    weight = weight[kept] / np.bincount(to_column, weight[kept])[to_column]
    upper = np.full(count, np.inf)
    np.minimum.at(upper, to_column, made.upper[kept] / weight)
    rows = coo_array(
        (np.ones(len(row)), (to_row, np.arange(len(row)))), shape=(int(to_row.max(initial=-1)) + 1, len(row))
    ).tocsr()
    columns = coo_array((weight, (kept, to_column)), shape=(len(made.upper), count)).tocsc()
    matrix = (rows @ made.matrix @ columns).tocsc()
    matrix.eliminate_zeros()
    most: FloatArray = np.asarray(rows @ made.most)
    return Widened(matrix, most, upper, rows, columns)


def _first_alike(index: IntArray, place: IntArray, block: IntArray) -> IntArray:
    """Return for each index the first one with the same place and block."""
    key = place * (int(block.max(initial=0)) + 1) + block
    _, at, which = np.unique(key, return_index=True, return_inverse=True)
    found: IntArray = index[at][which]
    return found
