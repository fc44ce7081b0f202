"""What each place gets of a commodity, and how a commodity comes in by day, of the plans that share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.supply.outcome import WHOLE, Course, PlaceShare

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.balance import Balance, DeliveryPlan
    from safeground.supply.fair import Shared
    from safeground.supply.problem import SupplyProblem

    Floats = npt.NDArray[np.float64]


def place_shares(problem: SupplyProblem, best: Shared, worst: Shared) -> tuple[PlaceShare, ...]:
    """Return the share of each place that needs something, at the best and at the worst ends."""
    found = []
    for n, k in np.argwhere(problem.need.sum(axis=2) > 0):
        need = problem.need[n, k]
        short = np.flatnonzero(best.plan.used[n, k] < need * WHOLE)
        found.append(
            PlaceShare(
                place=problem.node[n],
                commodity=problem.commodity[k],
                unit=problem.unit[k],
                need=float(need.sum()),
                at_best=float(best.share[n, k]),
                at_worst=float(worst.share[n, k]),
                short_days=tuple(int(day) for day in short),
            )
        )
    return tuple(found)


def course_of(problem: SupplyProblem, plan: DeliveryPlan, done: Balance, k: int, crossings: int) -> Course:
    """Return the days of a commodity in a plan that was carried out.

    What is made inside comes through gates of the problem, too, but not through its ``crossings`` first ones.
    """

    def row(values: Floats) -> tuple[float, ...]:
        return tuple(float(one) for one in values)

    return Course(
        commodity=problem.commodity[k],
        unit=problem.unit[k],
        entered=row(plan.entered[:crossings, k].sum(axis=0)),
        collected=row(done.collected[k]),
        delivered=row(done.delivered[k]),
        used=row(done.used[k]),
        needed=row(problem.need[:, k].sum(axis=0)),
    )
