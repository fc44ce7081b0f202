"""Lexicographic max–min of a large problem: one programme a level, with wide periods at the ends of roads.

A level is a programme with one column more, the common share θ of all who are not settled: as large as it
goes while the settled keep their levels. Its duals give each share a weight; those with a weight cannot be
higher in any plan in which no other is lower (complementary slackness), so they are settled at θ. An
interior point is in the middle of all solutions: there every share that is held has a weight and every other
has room above θ, so that a level settles all it can; and the solution spreads what is carried over the
periods, which is why it can nearly always be carried out as it is.

The programme is a ``Widened`` one. Its θ is only where to look: what a plan gives is read off after it was
carried out, period by period, and what no plan can exceed is proven by the duals over the whole programme.
Where the two are too far apart, blocks are undone and the programme is solved again.

Sources: as in ``fair``; Güler & Ye, "Convergence behavior of interior-point algorithms", Mathematical
Programming 60 (1993), for what an interior point shows of complementary slackness.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from safeground.supply.realised import realised
from safeground.supply.solver import NotSolved, OutOfTime, Solver
from safeground.supply.widened import Widened, alike, blocks, ends, widened

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    from scipy.sparse import csc_array

    from safeground.supply.balance import DeliveryPlan
    from safeground.supply.problem import SupplyProblem
    from safeground.supply.programme import Programme
    from safeground.supply.share_rows import Line, ShareRows

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]

WITHIN: Final = 1e-3
"""So much of a share a plan may fall short of its levels, or a level of its bound, before blocks go."""
_IN_TIME: Final = 0.75
"""To this part of the last block's need a plan is held then: what comes late in that block is too late ..."""
_ROOMY: Final = 0.6
"""... where the level is no higher than this, so that the need before it leaves room for the rest."""
_ROOM: Final = 1e-5
"""What is settled is held but for this part in later levels: an interior point needs room to be in."""
_LEAST: Final = 1e-9
"""A weight below this part of the largest is nothing but rounding."""
_WHOLE: Final = 1.0 - 1e-7
_MANY: Final = 0.2
"""Where more than this part of the shares fall short, all blocks of stocks are undone at once."""
_UNDONE: Final = 8
"""How often blocks are undone, for a level or for the plan, before what is left is said instead."""


class Levels:
    """Finds the levels, and a plan that reaches them.

    Parameters
    ----------
    problem, made, rows
        The problem, its programme and its shares.
    ends_at
        When to stop, by ``time.monotonic``.

    Attributes
    ----------
    free, level
        Which shares are not settled; the level of each.
    floor
        The common share of those not settled, by the last level.
    rounds, solved
        Levels found, and programmes solved.
    gap
        How far a level's bound was above it at most, the other levels taken as they were found.
    first
        The line that stops the first level.
    out_of_time
        Whether the limit cut something off.
    """

    def __init__(self, problem: SupplyProblem, made: Programme, rows: ShareRows, ends_at: float) -> None:
        self.problem, self.made, self.rows, self.ends_at = problem, made, rows, ends_at
        self.ends = ends(problem, made)
        self.blocks = blocks(problem.periods)
        self.wide_node = np.repeat(self.ends[:, None], len(problem.commodity), axis=1)
        self.wide_arc = self.ends[problem.head] & alike(problem, made)
        self.small: Widened | None = None
        self.free, self.level = rows.reachable.copy(), np.zeros(rows.count)
        self.floor, self.gap, self.rounds, self.solved = 0.0, 0.0, 0, 0
        self.first: Line | None = None
        self.out_of_time, self.in_time = False, False
        self.x: FloatArray = np.zeros(len(made.upper))

    def find(self, most_rounds: int) -> None:
        """Find level after level until all is settled, or a limit is met."""
        while self.free.any() and self.rounds < most_rounds:
            try:
                self._one()
            except OutOfTime:
                self.out_of_time = True
                return

    def plan(self, most_rounds: int) -> tuple[DeliveryPlan, FloatArray]:
        """Return a plan and its shares, shape (count,): the best of those that were looked at.

        Where no plan reaches the levels, they are looked for again with the blocks undone that mattered; what
        is then kept of both is what a plan comes nearer to.
        """
        if self.free.any():
            self._try(self._more)
        best, at = self._carried(self.x), self._found()
        last = best
        for undone in range(_UNDONE + 1):
            short = self.level - last[1]
            if short.max(initial=0.0) <= WITHIN or not self._undo_nodes(short, all_of_them=undone == _UNDONE):
                break
            if not self._try(self._together):
                break
            last = self._carried(self.x)
            if (self.level - last[1]).max() > WITHIN and not (self.wide_node & self._short(last)).any():
                self._begin()
                self.find(most_rounds)
                if not self.rounds:
                    break
                last = self._carried(self.x)
            if self._within(last) < max(at[3], float((at[1] - best[1]).max())):
                best, at = last, self._found()
        self.free, self.level, self.floor, self.gap, self.rounds, self.first = at
        return best

    def _begin(self) -> None:
        """Begin with no level found."""
        self.in_time = False
        self.small = None
        self.free, self.level = self.rows.reachable.copy(), np.zeros(self.rows.count)
        self.floor, self.gap, self.rounds = 0.0, 0.0, 0
        self.first = None

    def _found(self) -> tuple[BoolArray, FloatArray, float, float, int, Line | None]:
        return self.free.copy(), self.level.copy(), self.floor, self.gap, self.rounds, self.first

    def _within(self, carried: tuple[DeliveryPlan, FloatArray]) -> float:
        return max(self.gap, float((self.level - carried[1]).max(initial=0.0)))

    def _short(self, carried: tuple[DeliveryPlan, FloatArray]) -> BoolArray:
        on = np.zeros(self.wide_node.shape, np.bool_)
        on[self.rows.node, self.rows.k] = self.level - carried[1] > WITHIN / 10
        return on

    def _one(self) -> None:
        """Find one level and settle what it holds."""
        kept = np.where(self.free, 0.0, self.level * (1 - _ROOM))
        for undone in range(_UNDONE + 1):
            try:
                theta, dual, weight = self._raise(self.free.astype(np.float64), kept)
            except OutOfTime:
                if not undone:
                    raise
                self.out_of_time = True
                break
            line = self.rows.line(weight, dual)
            gap = min(1.0, line.meets(self.free, self.level)) - theta
            found = theta, line, gap, self.rows.matrix @ self.x - theta
            if gap <= WITHIN or undone == _UNDONE or not self._undo_arcs(weight, dual):
                break
        theta, line, gap, room = found
        self.floor = theta
        self.gap = max(self.gap, gap)
        self.level[self.free] = theta
        self.rounds += 1
        self.first = line if self.first is None else self.first
        if theta >= _WHOLE:
            self.free[:] = False
            return
        least = _LEAST * float(line.weight.max(initial=0.0))
        held = self.free & (line.weight > np.maximum(room, least))
        if not held.any():  # nothing is told apart: the largest weight is held for sure
            held = self.free & (line.weight >= line.weight[self.free].max())
        self.free &= ~held

    def _raise(self, by: FloatArray, kept: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        """Return the largest θ with each share at least ``by`` θ + ``kept``; duals; the shares' weights."""
        from scipy.sparse import bmat, csc_array

        small = self._small()
        shares = (self.rows.matrix @ small.columns).tocsc()
        blocks: Any = [[small.matrix, None], [-shares, csc_array(by[:, None])]]
        matrix = csc_array(bmat(blocks, format="csc"))
        worth = np.zeros(matrix.shape[1])
        worth[-1] = 1.0
        upper = np.concatenate([small.upper, [1.0]])
        x, dual = self._solve(matrix, worth, np.concatenate([small.most, -kept]), upper)
        self.x = small.solution(x[:-1])
        rows = len(small.most)
        return float(x[-1]), np.maximum(small.duals(dual[:rows]), 0.0), np.maximum(dual[rows:], 0.0)

    def _together(self) -> None:
        """Find a solution that reaches the same part of all levels, as large as it can be."""
        self._raise(self.level, np.zeros(self.rows.count))

    def _more(self) -> None:
        """Find a solution that adds up the most while each share has its level."""
        from scipy.sparse import csc_array, vstack

        small = self._small()
        shares = (self.rows.matrix @ small.columns).tocsc()
        matrix = csc_array(vstack([small.matrix, -shares], format="csc"))
        most = np.concatenate([small.most, -self.level * (1 - _ROOM)])
        x, _ = self._solve(matrix, shares.T @ self.rows.part, most, small.upper)
        self.x = small.solution(x)

    def _try(self, find: Callable[[], None]) -> bool:
        try:
            find()
        except OutOfTime:
            self.out_of_time = True
            return False
        return True

    def _solve(
        self, matrix: csc_array, worth: FloatArray, most: FloatArray, upper: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        self.solved += 1
        try:
            left = self.ends_at - time.monotonic()
            return Solver(matrix).solve(worth, most, upper, interior=True, seconds=left)
        except OutOfTime:
            raise
        except NotSolved:  # an interior point that comes no nearer; the simplex method does
            left = self.ends_at - time.monotonic()
            return Solver(matrix).solve(worth, most, upper, seconds=left)

    def _small(self) -> Widened:
        if self.small is None:
            self.small = widened(self.problem, self.made, self.blocks, self.wide_node, self.wide_arc)
            if self.in_time:
                self._hold(self.small)
        return self.small

    def _hold(self, small: Widened) -> None:
        """Hold use in the last block to a part of the need there, where there is room before it."""
        level = np.ones(self.wide_node.shape)
        level[self.rows.node, self.rows.k] = self.level
        n, k, t = self.made.using.at
        late = self.wide_node[n, k] & (self.blocks[t] == self.blocks[-1]) & (level[n, k] <= _ROOMY)
        part = np.ones(len(self.made.upper))
        part[self.made.using.index[late]] = _IN_TIME
        small.upper[:] *= small.columns.T @ part

    def _carried(self, x: FloatArray) -> tuple[DeliveryPlan, FloatArray]:
        plan = realised(self.problem, self.made.plan(self.problem, x), self.ends)
        used = plan.used.sum(axis=2)[self.rows.node, self.rows.k]
        return plan, used / self.rows.need[self.rows.node, self.rows.k]

    def _undo_nodes(self, short: FloatArray, *, all_of_them: bool) -> bool:
        """Undo blocks where a plan falls short, or all; return whether there were any."""
        falls = short > WITHIN / 10
        on = np.full(self.wide_node.shape, all_of_them or falls.mean() > _MANY)
        on[self.rows.node, self.rows.k] |= falls
        if not (self.wide_node & on).any():
            return False
        self.wide_node &= ~on
        self.in_time = True
        self.small = None
        return True

    def _undo_arcs(self, weight: FloatArray, dual: FloatArray) -> bool:
        """Undo blocks on the roads that add the most to a line; return whether there were any."""
        added = self.rows.rises(weight, dual)[self.made.moving.index]
        by_arc = np.bincount(self.made.moving.at[0], added, minlength=len(self.wide_arc)) * self.wide_arc
        if not by_arc.any():
            return False
        order = np.argsort(-by_arc)
        enough = int(np.searchsorted(np.cumsum(by_arc[order]), 0.9 * by_arc.sum())) + 1
        self.wide_arc[order[:enough]] = False
        self.small = None
        return True
