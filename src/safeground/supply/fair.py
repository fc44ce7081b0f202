"""Who gets how much: lexicographic max–min of the served shares, or by priority.

Max–min lifts the smallest share as far as it goes, then the next smallest without lowering the first, and so
on. With every share capped at a common level, all reach their cap up to a level θ and not beyond. A
programme that adds up the capped shares y, each weighted by w, finds it: where some share stays below its
cap, the duals give weights a, 0 <= a <= w, and a number A with Σ a·y <= A in every plan. Where that line
meets the caps is the next level tried (Newton's method on a concave function; it comes down to θ in finitely
many steps). When all reach their caps, the shares with a > 0 cannot be higher in any plan in which no other
is lower (complementary slackness): they are settled at θ, and the rest goes on. Lines are kept, so that a
level starts from what earlier ones showed. Only caps change, so the dual simplex method goes on from its
last basis. A large problem takes too long that way: there ``levels`` finds them.

Sources: Luss, "On equitable resource allocation problems: a lexicographic minimax approach", Operations
Research 47 (1999); Nace & Pióro, "Max-min fairness and its applications to routing and load-balancing", IEEE
Communications Surveys & Tutorials 10 (2008); Megiddo, "Optimal flows in networks with multiple sources and
sinks", Mathematical Programming 7 (1974).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from safeground.supply.balance import DeliveryPlan, carry_out, shares_used
from safeground.supply.certificate import SupplyCertificate, SupplyProof, check
from safeground.supply.early import used_early
from safeground.supply.levels import WITHIN, Levels
from safeground.supply.prices import certificate_of
from safeground.supply.programme import Programme, programme
from safeground.supply.realised import within_rounding
from safeground.supply.share_rows import Line, ShareRows
from safeground.supply.solver import OutOfTime, Solver

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

_LEAST: Final = 1e-9
"""A weight below this part of its share's own is nothing but rounding."""
_REACHED: Final = 1e-7
"""A share that comes this near to its cap has reached it: the solver's tolerance."""
_LARGE: Final = 10_000
"""From so many columns on levels are found by ``Levels``."""
_FLOOR: Final = 1e-9
"""What a rank has is held but for this part, so that rounding leaves the next programme a plan."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A plan that shares, and what is known of its shares.

    Parameters
    ----------
    plan
        The plan; it was carried out on the arrays.
    share
        Part of its need over all periods that each node gets of each commodity, shape (N, K); NaN without
        need.
    settled
        Whether the share is the one that the rule gives, shape (N, K). The others are at least ``floor``, and
        raised together as far as all of them go.
    floor
        What every share that is not settled gets at least.
    within
        No settled share of the plan lies further below its level, and no level further below what is proven
        of it (the other levels taken as they were found), than this.
    rounds
        Levels settled, or ranks.
    solved
        Linear programmes solved.
    cut_off
        Empty where the rule was followed to its end; else what stopped it, in words.
    certificate, proof
        By max–min: that the smallest share, of those that can get anything, can be no larger. By priority:
        that the first rank can get no more.
    """

    plan: DeliveryPlan
    share: FloatArray
    settled: BoolArray
    floor: float
    within: float
    rounds: int
    solved: int
    cut_off: str
    certificate: SupplyCertificate
    proof: SupplyProof


def max_min(
    problem: SupplyProblem, *, most_rounds: int = 12, seconds: float = 60.0, made: Programme | None = None
) -> Shared:
    """Return the plan whose smallest share is largest, then the next smallest, and so on.

    Parameters
    ----------
    problem
        The arrays.
    most_rounds
        After so many levels the rest is raised together and the result says so.
    seconds
        The solver is stopped after this time; what was found by then holds, and the result says so.
    made
        The programme of this problem, where it has been built.

    Raises
    ------
    NotSolved
        If the solver stops without a solution, but for want of time.
    """
    ends_at = time.monotonic() + seconds
    made = programme(problem) if made is None else made
    found = (_of_large if len(made.upper) >= _LARGE else _of_small)(problem, made, most_rounds, ends_at)
    shares = found.shares
    plan = used_early(problem, found.plan)
    carry_out(problem, plan)
    settled = np.ones(problem.initial.shape, np.bool_)
    settled[shares.node[found.free], shares.k[found.free]] = False
    if found.first is None:
        dual, weight = np.zeros(len(made.most)), np.zeros(shares.count)
    else:
        dual, weight = found.first.dual, found.first.weight
    certificate, proof = _proof(problem, made, shares, dual, weight)
    cut_off = _cut_off(found, most_rounds, seconds)
    return Shared(
        plan, shares_used(problem, plan), settled, found.floor, found.within, found.rounds, found.solved,
        cut_off, certificate, proof,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """What either way of finding levels found."""

    shares: ShareRows
    plan: DeliveryPlan
    free: BoolArray
    floor: float
    within: float
    rounds: int
    solved: int
    first: Line | None
    out_of_time: bool


def _cut_off(found: _Found, most_rounds: int, seconds: float) -> str:
    """Return what stopped the rule short of its end, in words; empty where nothing did."""
    what = []
    if left := int(found.free.sum()):
        what.append(f"{left} of {found.shares.count} shares are not settled")
    if found.within > WITHIN:
        what.append(f"shares are up to {100 * found.within:.2g} points below what may be possible")
    if not what:
        return ""
    said = ", ".join(what)
    if found.out_of_time:
        return f"stopped after {seconds:g} s: {said}"
    if left:
        return f"stopped after {most_rounds} level{'s' if most_rounds != 1 else ''}: {said}"
    return said


def _of_small(problem: SupplyProblem, made: Programme, most_rounds: int, ends_at: float) -> _Found:
    """Find the levels to the solver's tolerance, period by period."""
    shares = _Shares(problem, made)
    # Who can get nothing of something at all is settled at once: it would hold the common level at 0.
    free = shares.reachable.copy()
    level = np.zeros(shares.count)
    floor, rounds, out_of_time = 0.0, 0, False
    first: Line | None = None
    while free.any() and rounds < most_rounds:
        try:
            floor, line = shares.level(free, level, floor, ends_at)
        except OutOfTime:
            out_of_time = True
            break
        rounds += 1
        first = line if first is None else first
        level[free] = floor
        free = free & ~shares.held(free, line)
    x = shares.most(level)
    plan = within_rounding(problem, made.plan(problem, x[: len(made.upper)]))
    short = level - shares_used(problem, plan)[shares.node, shares.k]
    within = max(_REACHED, float(short.max(initial=0.0)))
    return _Found(shares, plan, free, floor, within, rounds, shares.solved, first, out_of_time)


def _of_large(problem: SupplyProblem, made: Programme, most_rounds: int, ends_at: float) -> _Found:
    """Find the levels with wide periods at the ends of roads, to within what the result says."""
    shares = ShareRows(problem, made)
    levels = Levels(problem, made, shares, ends_at)
    levels.find(most_rounds)
    plan, share = levels.plan(most_rounds)
    free, short = levels.free, levels.level - share
    floor = float(share[free].min()) if free.any() else levels.floor
    within = max(levels.gap, float(short.max(initial=0.0)))
    return _Found(
        shares, plan, free, floor, within, levels.rounds, levels.solved, levels.first, levels.out_of_time
    )


def by_priority(problem: SupplyProblem, rank: npt.ArrayLike, *, made: Programme | None = None) -> Shared:
    """Return the plan that meets as much as it can of the first rank's need, then of the second's, and so on.

    Within a rank each commodity's part of all its need counts alike, wherever it is.

    Parameters
    ----------
    problem
        The arrays.
    rank
        Of each node's need of each commodity, whole numbers, the smallest first, of a shape that fits (N, K).
    made
        The programme of this problem, where it has been built.

    Raises
    ------
    NotSolved
        If the solver stops without a solution.
    """
    made = programme(problem) if made is None else made
    shares = _Shares(problem, made)
    ranks = _Ranks(shares, np.broadcast_to(np.asarray(rank), problem.initial.shape))
    least = np.zeros(len(ranks.ranks))
    x, first = np.zeros(len(made.upper)), np.zeros(len(made.most))
    for at in range(len(least)):
        x, got, dual = ranks.most(at, least)
        least[at] = got * (1 - _FLOOR)
        if at == 0:
            first = dual
    plan = used_early(problem, within_rounding(problem, made.plan(problem, x[: len(made.upper)])))
    carry_out(problem, plan)
    weight = np.where(ranks.rank == ranks.ranks[0], shares.part, 0.0)
    certificate, proof = _proof(problem, made, shares, first, weight)
    settled = np.ones(problem.initial.shape, np.bool_)
    return Shared(
        plan, shares_used(problem, plan), settled, 0.0, 0.0, len(least), len(least), "", certificate, proof
    )


class _Shares(ShareRows):
    """Shares of need as columns y beside the programme's: each at most what is used, by its need."""

    def __init__(self, problem: SupplyProblem, made: Programme) -> None:
        from scipy.sparse import bmat, csc_array, eye_array

        super().__init__(problem, made)
        blocks: Any = [[made.matrix, None], [-self.matrix, eye_array(self.count)]]
        self.solver = Solver(csc_array(bmat(blocks, format="csc")))
        self.right = np.concatenate([made.most, np.zeros(self.count)])
        self.y = slice(len(made.upper), len(made.upper) + self.count)
        self.lines: list[Line] = []
        self.solved = 0

    def level(
        self, free: BoolArray, level: FloatArray, least: float, ends_at: float
    ) -> tuple[float, Line | None]:
        """Return how high all free shares can be while the others have their level, and what stops them.

        No line where they can all be whole.
        """
        stops: Line | None = None
        at = 1.0
        for line in self.lines:
            if (meets := line.meets(free, level)) < at:
                at, stops = meets, line
        while True:
            at = max(at, least)
            line, missing = self._line(np.where(free, at, level), ends_at - time.monotonic())
            meets = line.meets(free, level)
            if missing <= _REACHED:
                return at, stops
            self.lines.append(line)
            if max(meets, least) >= at - _REACHED / 10:  # what rounding leaves: the line stops them here
                return at, line
            at, stops = meets, line

    def held(self, free: BoolArray, line: Line | None) -> BoolArray:
        """Return which free shares a line holds; all where there is none."""
        if line is None:
            return free
        return free & (line.weight > 0)

    def most(self, level: FloatArray) -> FloatArray:
        """Return the solution that adds up the most while each share has its level."""
        lower, upper = self._bounds(np.ones(self.count))
        lower[self.y] = np.maximum(0.0, level - _REACHED)
        return self._solve(lower, upper, math.inf)[0]

    def _line(self, caps: FloatArray, seconds: float) -> tuple[Line, float]:
        """Return the line that the duals of a programme with caps give, and what a share lacks at most."""
        lower, upper = self._bounds(caps)
        x, found = self._solve(lower, upper, seconds)
        rows = len(self.made.most)
        dual, weight = np.maximum(found[:rows], 0.0), np.clip(found[rows:], 0.0, self.part)
        # Leaving a weight out keeps the line true; what is left of one by rounding would tip it.
        weight[weight < _LEAST * self.part] = 0.0
        return self.line(weight, dual), float((caps - x[self.y]).max(initial=0.0))

    def _solve(self, lower: FloatArray, upper: FloatArray, seconds: float) -> tuple[FloatArray, FloatArray]:
        worth = np.zeros(self.y.stop)
        worth[self.y] = self.part
        self.solved += 1
        return self.solver.solve(worth, self.right, upper, lower, seconds=seconds)

    def _bounds(self, caps: FloatArray) -> tuple[FloatArray, FloatArray]:
        return np.zeros(self.y.stop), np.concatenate([self.made.upper, caps])


class _Ranks:
    """Need met by rank as columns beside the programme's, so that what a rank has is a bound."""

    def __init__(self, shares: _Shares, rank: IntArray) -> None:
        from scipy.sparse import bmat, csc_array, eye_array

        self.made = shares.made
        self.rank = rank[shares.node, shares.k]
        self.ranks = np.unique(self.rank)
        weighted = csc_array((self.rank == self.ranks[:, None]) * shares.part) @ shares.matrix
        blocks: Any = [[self.made.matrix, None], [-weighted, eye_array(len(self.ranks))]]
        self.solver = Solver(csc_array(bmat(blocks, format="csc")))
        self.right = np.concatenate([self.made.most, np.zeros(len(self.ranks))])

    def most(self, at: int, least: FloatArray) -> tuple[FloatArray, float, FloatArray]:
        """Return a solution that gives a rank the most while the former have theirs; how much; the duals."""
        columns = len(self.made.upper)
        lower = np.concatenate([np.zeros(columns), least])
        upper = np.concatenate([self.made.upper, np.full(len(least), np.inf)])
        worth = np.zeros(len(upper))
        worth[columns + at] = 1.0
        x, dual = self.solver.solve(worth, self.right, upper, lower)
        return x, float(x[columns + at]), dual[: len(self.made.most)]


def _proof(
    problem: SupplyProblem, made: Programme, shares: ShareRows, dual: FloatArray, weight: FloatArray
) -> tuple[SupplyCertificate, SupplyProof]:
    """Return the certificate that weighs each share by its floor's dual, and its check."""
    if not (weight > 0).any():
        weight = shares.reachable.astype(np.float64) if shares.reachable.any() else np.ones(shares.count)
    value = np.zeros(problem.initial.shape)
    value[shares.node, shares.k] = np.maximum(weight, 0.0) / shares.need[shares.node, shares.k]
    certificate = certificate_of(problem, made, dual, value)
    return certificate, check(problem, certificate)
