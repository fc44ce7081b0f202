"""The most that can be delivered: a linear programme, solved by HiGHS, with its proof and its plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.supply.balance import DeliveryPlan, carry_out
from safeground.supply.certificate import SupplyCertificate, SupplyProof, check
from safeground.supply.early import used_early
from safeground.supply.prices import certificate_of
from safeground.supply.programme import Programme, programme
from safeground.supply.realised import within_rounding
from safeground.supply.solver import Solver

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kept:
    """A programme with its solver, which may go on from its last basis."""

    made: Programme
    solver: Solver


@dataclass(frozen=True, slots=True)
class Solved:
    """The most that can be delivered.

    Parameters
    ----------
    plan
        A plan that reaches ``used_value``; it was carried out on the arrays.
    used_value
        The value of what is used up.
    certificate, proof
        That nothing exceeds ``proof.bound``; checked.
    kept
        What a further solution can start from.
    """

    plan: DeliveryPlan
    used_value: float
    certificate: SupplyCertificate
    proof: SupplyProof
    kept: Kept


def value_of_commodity(problem: SupplyProblem, commodity: str) -> FloatArray:
    """Return values that count the units of one commodity, shape (N, K).

    Raises
    ------
    ValueError
        A commodity that the problem does not have.
    """
    value = np.zeros(problem.initial.shape)
    value[:, problem.commodity.index(commodity)] = 1.0
    return value


def value_of_need(problem: SupplyProblem) -> FloatArray:
    """Return values that count each commodity's part of all its need alike, wherever it is, shape (N, K)."""
    need = problem.need.sum(axis=(0, 2))
    each = np.divide(1.0, need, out=np.zeros(need.shape), where=need > 0)
    return np.repeat(each[None, :], len(problem.node), axis=0)


def value_of_shares(problem: SupplyProblem, weight: npt.ArrayLike = 1.0) -> FloatArray:
    """Return values that count shares of need: a weight by the need of each node and commodity, shape (N, K).

    Parameters
    ----------
    problem
        The problem.
    weight
        Of each node's share of each commodity, of any shape that fits (N, K).
    """
    need = problem.need.sum(axis=2)
    weights = np.broadcast_to(np.asarray(weight, np.float64), need.shape)
    value: FloatArray = np.divide(weights, need, out=np.zeros(need.shape), where=need > 0)
    return value


def most_delivered(problem: SupplyProblem, value: FloatArray, *, after: Solved | None = None) -> Solved:
    """Return the plan that delivers the most, and the proof that no plan delivers more.

    Parameters
    ----------
    problem
        The arrays.
    value
        What a unit used at a node counts, shape (N, K), finite and >= 0.
    after
        A former result to go on from, where this problem only closes or narrows what that one had: a gate
        that closes, trucks that lack, less need. It is not looked at where that is not so.

    Raises
    ------
    NotSolved
        If the solver stops without a solution.
    CertificateRefused
        If a value is negative, not finite, or none counts.
    """
    own = programme(problem)
    kept, upper, most = Kept(own, Solver(own.matrix)), own.upper, own.most
    if after is not None and after.kept.solver.goes_on:
        narrowed = after.kept.made.narrowed(problem, own)
        if narrowed is not None:
            kept, (upper, most) = after.kept, narrowed
    made = kept.made
    node, k, _ = made.using.at
    worth = np.zeros(len(upper))
    worth[made.using.index] = value[node, k] * made.load[k]
    x, dual = kept.solver.solve(worth, most, upper)
    plan = used_early(problem, within_rounding(problem, own.plan(problem, made.own_solution(own, x))))
    carry_out(problem, plan)
    certificate = certificate_of(problem, made, dual, value, own)
    proof = check(problem, certificate)
    return Solved(plan, float((plan.used.sum(axis=2) * value).sum()), certificate, proof, kept)
