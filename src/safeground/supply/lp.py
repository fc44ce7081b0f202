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
from safeground.supply.solver import solve

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    FloatArray = npt.NDArray[np.float64]


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
    """

    plan: DeliveryPlan
    used_value: float
    certificate: SupplyCertificate
    proof: SupplyProof


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


def most_delivered(problem: SupplyProblem, value: FloatArray, made: Programme | None = None) -> Solved:
    """Return the plan that delivers the most, and the proof that no plan delivers more.

    Parameters
    ----------
    problem
        The arrays.
    value
        What a unit used at a node counts, shape (N, K), finite and >= 0.
    made
        The programme of this problem, where it has been built.

    Raises
    ------
    NotSolved
        If the solver stops without a solution.
    """
    made = programme(problem) if made is None else made
    node, k, _ = made.using.at
    worth = np.zeros(len(made.upper))
    worth[made.using.index] = value[node, k] * made.load[k]
    x, dual = solve(worth, made.matrix, made.most, made.upper)
    plan = used_early(problem, made.plan(problem, x))
    carry_out(problem, plan)
    certificate = certificate_of(problem, made, dual, value)
    proof = check(problem, certificate)
    return Solved(plan, float((plan.used.sum(axis=2) * value).sum()), certificate, proof)
