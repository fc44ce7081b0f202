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
from safeground.supply.solver import solve

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
    plan = used_early(problem, made.plan(problem, x))
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
    from scipy.sparse import csc_array, vstack

    made = programme(problem) if made is None else made
    shares = _Shares(problem, made)
    ranks = np.broadcast_to(np.asarray(rank), problem.initial.shape)[shares.node, shares.k]
    rows, least = csc_array((0, len(made.upper))), np.zeros(0)
    first: FloatArray | None = None
    x = np.zeros(len(made.upper))
    distinct = np.unique(ranks)
    for one in distinct:
        worth = np.asarray(shares.matrix.T @ np.where(ranks == one, shares.part, 0.0))
        matrix = vstack([made.matrix, -rows]).tocsc()
        x, dual = solve(worth, matrix, np.concatenate([made.most, -least]), made.upper)
        if first is None:
            first = dual[: len(made.most)]
        rows = vstack([rows, csc_array(worth[None, :])]).tocsc()
        least = np.append(least, worth @ x * (1 - _FLOOR))
    plan = used_early(problem, made.plan(problem, x))
    carry_out(problem, plan)
    assert first is not None  # a problem without need has faults
    certificate, proof = _proof(problem, made, shares, first, np.where(ranks == distinct[0], shares.part, 0.0))
    settled = np.ones(problem.initial.shape, np.bool_)
    return Shared(plan, shares_used(problem, plan), settled, 0.0, len(distinct), "", certificate, proof)


class _Shares:
    """Shares of need as rows over the programme's columns."""

    def __init__(self, problem: SupplyProblem, made: Programme) -> None:
        from scipy.sparse import csc_array

        self.made = made
        need = problem.need.sum(axis=2)
        self.node, self.k = np.nonzero(need > 0)
        self.count = len(self.node)
        row = np.full(need.shape, -1, np.int64)
        row[self.node, self.k] = np.arange(self.count)
        n, k, _ = made.using.at
        part = made.load[k] / need[n, k]
        entries = (part, (row[n, k], made.using.index))
        self.matrix = csc_array(entries, shape=(self.count, len(made.upper)))
        self.reachable = np.bincount(row[n, k], minlength=self.count) > 0
        self.need = need
        # Of each share's need in all need of its commodity: what meeting it counts by priority.
        self.part = (need / np.maximum(need.sum(axis=0), np.finfo(float).tiny))[self.node, self.k]

    def raise_floor(
        self, free: BoolArray, level: FloatArray
    ) -> tuple[FloatArray, float, FloatArray, FloatArray]:
        """Return a solution with the highest floor of the free shares, the floor, and both kinds of duals."""
        from scipy.sparse import csc_array, hstack, vstack

        theta = csc_array(free.astype(np.float64)[:, None])
        matrix = vstack(
            [
                hstack([self.made.matrix, csc_array((len(self.made.most), 1))]),
                hstack([-self.matrix, theta]),
            ]
        ).tocsc()
        worth = np.zeros(matrix.shape[1])
        worth[-1] = 1.0
        most = np.concatenate([self.made.most, np.where(free, 0.0, -self._held(level))])
        x, dual = solve(worth, matrix, most, np.append(self.made.upper, 1.0))
        rows = len(self.made.most)
        return x[:-1], float(x[-1]), dual[:rows], np.where(free, dual[rows:], 0.0)

    def most(self, level: FloatArray) -> FloatArray:
        """Return the solution that adds up the most shares while each has its level."""
        from scipy.sparse import vstack

        matrix = vstack([self.made.matrix, -self.matrix]).tocsc()
        worth = np.asarray(self.matrix.T @ np.ones(self.count))
        return solve(worth, matrix, np.concatenate([self.made.most, -self._held(level)]), self.made.upper)[0]

    @staticmethod
    def _held(level: FloatArray) -> FloatArray:
        return np.maximum(0.0, level - _FLOOR)


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
