"""From a plan that nearly can be carried out to one that can: no more leaves a node than is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.supply.balance import DeliveryPlan, PlanRefused, carry_out

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    BoolArray = npt.NDArray[np.bool_]

_PASSES: Final = 200
_NOTHING: Final = 1e-14


def realised(problem: SupplyProblem, plan: DeliveryPlan, ends: BoolArray) -> DeliveryPlan:
    """Return the plan with what is used and sent on scaled down to what is there, period by period.

    Parameters
    ----------
    problem
        The arrays.
    plan
        Its limits hold; its balances may lack a little, and at ``ends`` by any amount.
    ends
        Nodes from where nothing is sent on, shape (N,): there need is met as soon as something is there.
    """
    moved, used = plan.moved.copy(), plan.used.copy()
    used[ends] = problem.need[ends]
    arriving = np.zeros(problem.need.shape)
    stock = problem.initial.copy()
    at_once, last = problem.transit == 0, problem.periods
    entered = np.zeros(problem.need.shape)
    np.add.at(entered, problem.gate, plan.entered)
    for period in range(last):
        before = stock + entered[:, :, period] + arriving[:, :, period]
        leaving = moved[:, :, period]
        for _ in range(_PASSES):
            there = before.copy()
            np.add.at(there, problem.head[at_once], leaving[at_once])
            out = used[:, :, period].copy()
            np.add.at(out, problem.tail, leaving)
            short = out > there
            if not (out - there > _NOTHING * out).any():
                break
            part = np.where(short, there / np.where(short, out, 1.0), 1.0)
            used[:, :, period] *= part
            leaving *= part[problem.tail]
        stock = np.minimum(np.maximum(there - out, 0.0), problem.storage)
        for transit in np.unique(problem.transit[~at_once & (problem.transit < last - period)]):
            on = problem.transit == transit
            np.add.at(arriving[:, :, period + transit], problem.head[on], leaving[on])
    return DeliveryPlan(plan.entered, moved, used)


def within_rounding(problem: SupplyProblem, plan: DeliveryPlan) -> DeliveryPlan:
    """Return a solver's plan as it is where it can be carried out; else without what its rounding added.

    The solver counts in truckloads. Where all need is a few of them, or comes without trucks, what it takes
    for nothing is too much for the balance.
    """
    try:
        carry_out(problem, plan)
    except PlanRefused:
        return realised(problem, plan, np.zeros(len(problem.node), np.bool_))
    return plan
