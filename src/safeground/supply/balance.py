"""Carry out a delivery plan on the problem's own arrays, and refuse it where it cannot be done.

Knows nothing of how plans are found: what enters, what is moved, what is used up, period by period. Stocks
follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

import numpy as np

from safeground.errors import SafegroundError
from safeground.supply.problem import COLLECTION, DELIVERY, arc_units, total_need, trucks_per_unit

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    FloatArray = npt.NDArray[np.float64]

TOLERANCE: Final = 1e-8
"""What rounding may amount to at any place, as a share of all need of the commodity or of a capacity."""


class PlanRefused(SafegroundError):
    """A delivery plan that cannot be carried out on these arrays; the message says where and when."""


@dataclass(frozen=True, slots=True)
class DeliveryPlan:
    """What is done in each period, in the commodities' units.

    Parameters
    ----------
    entered
        Through each gate, shape (G, K, T).
    moved
        Sent into each arc, shape (A, K, T).
    used
        Used up against need, shape (N, K, T).
    """

    entered: FloatArray
    moved: FloatArray
    used: FloatArray


@dataclass(frozen=True, slots=True)
class Balance:
    """What happens when a plan is carried out; each counter is kept apart.

    Parameters
    ----------
    stock
        At the end of each period, shape (N, K, T).
    lost
        What was at a node at the end of a period and did not fit its storage, shape (N, K, T).
    entered, collected, delivered, used
        Totals by commodity and period, shape (K, T): through gates; into collection arcs; out of delivery
        arcs, when they arrive; used up against need.
    on_the_way
        Still in arcs at the end, shape (K,).
    """

    stock: FloatArray
    lost: FloatArray
    entered: FloatArray
    collected: FloatArray
    delivered: FloatArray
    used: FloatArray
    on_the_way: FloatArray


def carry_out(problem: SupplyProblem, plan: DeliveryPlan) -> Balance:
    """Carry out a plan: balance, storage, transit, capacities, stages.

    Parameters
    ----------
    problem
        The arrays it was made for.
    plan
        What to carry out. A period's arrivals can be used, kept or sent on in the same period.

    Raises
    ------
    PlanRefused
        If an array has a wrong shape or a value that is negative or not finite, more leaves a node than is
        there, a capacity, a limit or a need is exceeded, or the amounts do not balance.
    """
    _check_shapes(problem, plan)
    _check_limits(problem, plan)
    arriving = _arriving(problem, plan.moved)
    stock, lost = _stocks(problem, plan, arriving)
    delivered = _arriving(problem, plan.moved * (problem.arc_stage == DELIVERY)[:, None, None])
    done = Balance(
        stock=stock,
        lost=lost,
        entered=plan.entered.sum(axis=0),
        collected=plan.moved[problem.arc_stage == COLLECTION].sum(axis=0),
        delivered=delivered.sum(axis=0),
        used=plan.used.sum(axis=0),
        on_the_way=plan.moved.sum(axis=(0, 2)) - arriving.sum(axis=(0, 2)),
    )
    _check_balance(problem, done)
    return done


def shares_used(problem: SupplyProblem, plan: DeliveryPlan) -> FloatArray:
    """Return the share of its need over all periods that each node gets, shape (N, K); NaN without need."""
    need = problem.need.sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(need > 0, plan.used.sum(axis=2) / need, np.nan)


def _check_shapes(problem: SupplyProblem, plan: DeliveryPlan) -> None:
    last = (len(problem.commodity), problem.periods)
    for name, rows in (("entered", problem.gate), ("moved", problem.tail), ("used", problem.node)):
        array = getattr(plan, name)
        if array.shape != (len(rows), *last):
            _refuse(f"{name} has the shape {array.shape}; these arrays need {(len(rows), *last)}")
        if not np.isfinite(array).all() or (array < 0).any():
            _refuse(f"{name} holds what is no finite number from 0 on")


def _check_limits(problem: SupplyProblem, plan: DeliveryPlan) -> None:
    """Refuse what exceeds a limit by commodity or a capacity in trucks."""
    allowed = TOLERANCE * total_need(problem)[:, None]
    _below("entered", problem.gate_name, plan.entered, problem.gate_units, allowed)
    _below("moved", problem.arc_name, plan.moved, arc_units(problem), allowed)
    _below("used", problem.node, plan.used, problem.need, allowed)
    per_unit = trucks_per_unit(problem)
    # An error of the allowed size in each commodity may come together in one truck count.
    slack = TOLERANCE * max(float((total_need(problem) * per_unit).sum()), 1.0)
    entering = np.einsum("gkt,k->gt", plan.entered, per_unit)
    driving = np.einsum("akt,k->at", plan.moved, per_unit)
    _below("trucks", problem.gate_name, entering, problem.gate_trucks, slack)
    _below("trucks", problem.arc_name, driving, problem.arc_trucks, slack)
    inspected = _rows_of(entering, problem.inspection_of_gate, len(problem.inspection_name))
    _below("trucks", problem.inspection_name, inspected, problem.inspection_trucks, slack)
    busy = np.zeros_like(driving)
    for later in range(int(min(problem.truck_periods.max(initial=0), problem.periods))):
        on = problem.truck_periods > later
        busy[on, later:] += driving[on, : problem.periods - later]
    used = _rows_of(busy * problem.truck_share[:, None], problem.fleet_of_arc, len(problem.fleet_name))
    _below("trucks", problem.fleet_name, used, problem.fleet_trucks, slack)


def _rows_of(values: FloatArray, row: npt.NDArray[np.int64], rows: int) -> FloatArray:
    sums = np.zeros((rows, values.shape[1]))
    named = row >= 0
    np.add.at(sums, row[named], values[named])
    return sums


def _below(
    what: str, names: tuple[str, ...], found: FloatArray, most: FloatArray, allowed: FloatArray | float
) -> None:
    over = found > most + allowed
    for place in np.argwhere(over)[:1]:
        at = tuple(place)
        _refuse(f"{what} at {names[at[0]]} in period {at[-1]}: {found[at]}, with at most {most[at]}")


def _arriving(problem: SupplyProblem, moved: FloatArray) -> FloatArray:
    """Return what comes out of arcs at each node in each period, shape (N, K, T)."""
    arriving = np.zeros(problem.need.shape)
    for transit in np.unique(problem.transit[problem.transit < problem.periods]):
        arcs = problem.transit == transit
        np.add.at(arriving[:, :, transit:], problem.head[arcs], moved[arcs, :, : problem.periods - transit])
    return arriving


def _stocks(
    problem: SupplyProblem, plan: DeliveryPlan, arriving: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return stocks and losses at the end of each period."""
    change = arriving - plan.used
    np.add.at(change, problem.gate, plan.entered)
    np.subtract.at(change, problem.tail, plan.moved)
    stock, lost = np.empty(change.shape), np.empty(change.shape)
    before = problem.initial
    allowed = TOLERANCE * total_need(problem)
    for period in range(problem.periods):
        now = before + change[:, :, period]
        for n, k in np.argwhere(now < -allowed)[:1]:
            _refuse(
                f"in period {period} {-now[n, k]} {problem.unit[k]} more of {problem.commodity[k]} leave "
                f"{problem.node[n]} than are there"
            )
        stock[:, :, period] = np.minimum(now, problem.storage)
        lost[:, :, period] = now - stock[:, :, period]
        before = stock[:, :, period]
    return stock, lost


def _check_balance(problem: SupplyProblem, done: Balance) -> None:
    """Refuse where what came in is not what was used, kept, lost or is on the way."""
    came = problem.initial.sum(axis=0) + done.entered.sum(axis=1)
    is_there = done.used.sum(axis=1) + done.stock[:, :, -1].sum(axis=0) + done.lost.sum(axis=(0, 2))
    wrong = np.abs(came - is_there - done.on_the_way) > TOLERANCE * (came + total_need(problem))
    for k in np.flatnonzero(wrong)[:1]:
        _refuse(
            f"{problem.commodity[k]}: {came[k]} came in, {is_there[k] + done.on_the_way[k]} are accounted for"
        )


def _refuse(why: str) -> NoReturn:
    msg = f"The plan is refused: {why}."
    raise PlanRefused(msg)
