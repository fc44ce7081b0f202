"""Who gets how much: lexicographic max–min of the served shares, or by priority.

Max–min lifts the smallest share as far as it goes, then the next smallest without lowering the first, and so
on. Each round is one linear programme: raise the common floor of all shares that are not settled. Those whose
floor has a positive dual cannot be higher in any plan that reaches this floor (complementary slackness), so they
are settled at it. At least one is in every round. Source: Luss, "On equitable resource allocation problems: a
lexicographic minimax approach", Operations Research 47 (1999); Nace & Pióro, "Max-min fairness and its
applications to routing and load-balancing", IEEE Communications Surveys & Tutorials 10 (2008).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.supply.balance import DeliveryPlan, carry_out, shares_used
from safeground.supply.certificate import SupplyCertificate, SupplyProof, check
from safeground.supply.early import used_early
from safeground.supply.prices import certificate_of
from safeground.supply.programme import Programme, programme
from safeground.supply.solver import Solver

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

_DUAL: Final = 1e-7
"""A floor's dual above this is positive: the floors' duals of a round add up to 1."""
_FLOOR: Final = 1e-9
"""Settled floors are held but for this, so that rounding leaves the next round a plan."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A plan that shares, and what is known of its shares.

    Parameters
    ----------
    plan
        The plan; it was carried out on the arrays.
    share
        Part of its need over all periods that each node gets of each commodity, shape (N, K); NaN without need.
    settled
        Whether the share is the one that the rule gives, shape (N, K). The others are at least ``floor``, and
        raised together as far as all of them go.
    floor
        What every share that is not settled gets at least.
    rounds
        Linear programmes solved.
    cut_off
        Empty where the rule was followed to its end; else what stopped it, in words.
    certificate, proof
        By max–min: that the smallest share, of those that can get anything, can be no larger. By priority: that
        the first rank can get no more.
    """

    plan: DeliveryPlan
    share: FloatArray
    settled: BoolArray
    floor: float
    rounds: int
    cut_off: str
    certificate: SupplyCertificate
    proof: SupplyProof


def max_min(
    problem: SupplyProblem, *, most_rounds: int = 12, seconds: float = 120.0, made: Programme | None = None
) -> Shared:
    """Return the plan whose smallest share is largest, then the next smallest, and so on.

    Parameters
    ----------
    problem
        The arrays.
    most_rounds
        After so many rounds the rest is raised together and the result says so.
    seconds
        No round begins after this time; the same holds.
    made
        The programme of this problem, where it has been built.

    Raises
    ------
    NotSolved
        If the solver stops without a solution.
    """
    began = time.monotonic()
    made = programme(problem) if made is None else made
    shares = _Shares(problem, made)
    free = np.ones(shares.count, np.bool_)
    level = np.zeros(shares.count)
    first: tuple[FloatArray, FloatArray] | None = None
    floor, rounds, cut_off = 0.0, 0, ""
    # Who can get nothing of something at all is settled at once: it would hold the common floor at 0.
    free &= shares.reachable
    while free.any():
        if rounds >= most_rounds or time.monotonic() - began > seconds:
            limit = f"{most_rounds} rounds" if rounds >= most_rounds else f"{seconds:g} s"
            cut_off = f"stopped after {limit}: {int(free.sum())} of {shares.count} shares are not settled"
            break
        _, floor, dual, weight = shares.raise_floor(free, level)
        rounds += 1
        if first is None:
            first = (dual, weight)
        held = free & (weight > _DUAL)
        if floor >= 1 - _FLOOR or not held.any():
            level[free] = floor
            free[:] = False
            break
        level[held] = floor
        free &= ~held
    level[free] = floor
    x = shares.most(level)
    plan = used_early(problem, made.plan(problem, x[: len(made.upper)]))
    carry_out(problem, plan)
    settled = np.ones(problem.initial.shape, np.bool_)
    settled[shares.node[free], shares.k[free]] = False
    dual, weight = first if first is not None else (np.zeros(len(made.most)), np.zeros(shares.count))
    certificate, proof = _proof(problem, made, shares, dual, weight)
    return Shared(plan, shares_used(problem, plan), settled, floor, rounds, cut_off, certificate, proof)


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
    shares = _Shares(problem, made, np.broadcast_to(np.asarray(rank), problem.initial.shape))
    least = np.zeros(len(shares.ranks))
    x, first = np.zeros(shares.columns), np.zeros(len(made.most))
    for at in range(len(shares.ranks)):
        x, got, dual = shares.of_rank(at, least)
        least[at] = got * (1 - _FLOOR)
        if at == 0:
            first = dual
    plan = used_early(problem, made.plan(problem, x[: len(made.upper)]))
    carry_out(problem, plan)
    weight = np.where(shares.rank == shares.ranks[0], shares.part, 0.0)
    certificate, proof = _proof(problem, made, shares, first, weight)
    settled = np.ones(problem.initial.shape, np.bool_)
    return Shared(plan, shares_used(problem, plan), settled, 0.0, len(least), "", certificate, proof)


class _Shares:
    """Shares of need as columns beside the programme's: y for each share, a floor θ, slack z under it, Y by rank.

    Rows: y is at most what is used; θ is at most y + z for each share; Y of a rank is at most its shares', weighted.
    Everything that a round settles is a bound, so that the solver can go on.
    """

    def __init__(self, problem: SupplyProblem, made: Programme, rank: IntArray | None = None) -> None:
        from scipy.sparse import bmat, csc_array, eye_array

        self.made = made
        need = problem.need.sum(axis=2)
        self.node, self.k = np.nonzero(need > 0)
        self.count = len(self.node)
        row = np.full(need.shape, -1, np.int64)
        row[self.node, self.k] = np.arange(self.count)
        n, k, _ = made.using.at
        entries = (made.load[k] / need[n, k], (row[n, k], made.using.index))
        self.matrix = csc_array(entries, shape=(self.count, len(made.upper)))
        self.reachable = np.bincount(row[n, k], minlength=self.count) > 0
        self.need = need
        # Of each share's need in all need of its commodity: what meeting it counts by priority.
        self.part = (need / np.maximum(need.sum(axis=0), np.finfo(float).tiny))[self.node, self.k]

        self.rank = None if rank is None else rank[self.node, self.k]
        one = eye_array(self.count)
        if self.rank is None:
            theta = csc_array(np.ones((self.count, 1)))
            blocks = [
                [made.matrix, None, None, None],
                [-self.matrix, one, None, None],
                [None, -one, theta, -one],
            ]
        else:
            self.ranks = np.unique(self.rank)
            weighted = csc_array((self.rank == self.ranks[:, None]) * self.part)
            blocks = [
                [made.matrix, None, None],
                [-self.matrix, one, None],
                [None, -weighted, eye_array(len(self.ranks))],
            ]
        matrix = bmat(blocks, format="csc")
        self.solver = Solver(csc_array(matrix))
        self.most_of_rows = np.concatenate([made.most, np.zeros(matrix.shape[0] - len(made.most))])
        self.columns = matrix.shape[1]
        self.y = slice(len(made.upper), len(made.upper) + self.count)

    def raise_floor(
        self, free: BoolArray, level: FloatArray
    ) -> tuple[FloatArray, float, FloatArray, FloatArray]:
        """Return a solution with the highest floor of the free shares, the floor, and both kinds of duals."""
        lower, upper = self._bounds(level)
        floor = self.y.stop
        upper[floor] = 1.0
        upper[floor + 1 :] = ~free
        worth = np.zeros(self.columns)
        worth[floor] = 1.0
        x, dual = self.solver.solve(worth, self.most_of_rows, upper, lower)
        rows = len(self.made.most)
        weight = np.where(free, dual[rows + self.count :], 0.0)
        return x, float(x[floor]), dual[:rows], weight

    def most(self, level: FloatArray) -> FloatArray:
        """Return the solution that adds up the most shares while each has its level."""
        lower, upper = self._bounds(level)
        worth = np.zeros(self.columns)
        worth[self.y] = 1.0
        return self.solver.solve(worth, self.most_of_rows, upper, lower)[0]

    def of_rank(self, at: int, least: FloatArray) -> tuple[FloatArray, float, FloatArray]:
        """Return a solution that gives one rank the most while the former have theirs; how much; the duals."""
        lower, upper = self._bounds(np.zeros(self.count))
        lower[self.y.stop :] = least
        upper[self.y.stop :] = np.inf
        worth = np.zeros(self.columns)
        worth[self.y.stop + at] = 1.0
        x, dual = self.solver.solve(worth, self.most_of_rows, upper, lower)
        return x, float(x[self.y.stop + at]), dual[: len(self.made.most)]

    def _bounds(self, level: FloatArray) -> tuple[FloatArray, FloatArray]:
        lower, upper = np.zeros(self.columns), np.zeros(self.columns)
        upper[: len(self.made.upper)] = self.made.upper
        lower[self.y], upper[self.y] = np.maximum(0.0, level - _FLOOR), np.inf
        return lower, upper


def _proof(
    problem: SupplyProblem, made: Programme, shares: _Shares, dual: FloatArray, weight: FloatArray
) -> tuple[SupplyCertificate, SupplyProof]:
    """Return the certificate that weighs each share by its floor's dual, and its check."""
    if not (weight > 0).any():
        weight = shares.reachable.astype(np.float64) if shares.reachable.any() else np.ones(shares.count)
    value = np.zeros(problem.initial.shape)
    value[shares.node, shares.k] = np.maximum(weight, 0.0) / shares.need[shares.node, shares.k]
    certificate = certificate_of(problem, made, dual, value)
    return certificate, check(problem, certificate)
