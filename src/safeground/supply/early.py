"""Use what is there as early as it is needed: the same plan, without hunger beside a full store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.supply.balance import DeliveryPlan, carry_out

if TYPE_CHECKING:
    from safeground.supply.problem import SupplyProblem


def used_early(problem: SupplyProblem, plan: DeliveryPlan) -> DeliveryPlan:
    """Return the plan with use moved to earlier periods where need was unmet and the stock was kept.

    Totals by node and commodity stay as they are, so their value does; a programme is indifferent to when
    within the horizon need is met, people are not.
    """
    used = plan.used.copy()
    stock = np.maximum(carry_out(problem, plan).stock, 0.0)
    for early in range(problem.periods - 1):
        unmet = problem.need[:, :, early] - used[:, :, early]
        kept = np.full(unmet.shape, np.inf)
        for late in range(early + 1, problem.periods):
            kept = np.minimum(kept, stock[:, :, late - 1])
            moved = np.maximum(0.0, np.minimum(np.minimum(unmet, used[:, :, late]), kept))
            if not moved.any():
                if not (kept > 0).any():
                    break
                continue
            used[:, :, early] += moved
            used[:, :, late] -= moved
            stock[:, :, early:late] -= moved[:, :, None]
            unmet, kept = unmet - moved, kept - moved
    return DeliveryPlan(plan.entered, plan.moved, np.maximum(used, 0.0))
