"""A plan's supplies as a supply problem, at one end of every range.

At the optimistic end everything works as well as it can be meant, and what is not stated limits nothing:
what cannot be delivered then cannot be delivered. At the pessimistic end everything works as badly as stated,
and what is not stated does not work: what can be delivered then can be. Need is
at its most in both: a bound on amounts must not be held down by too little need.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from safeground.journey.supply.gates import gate_trucks, gate_units
from safeground.journey.supply.held import initial, storage
from safeground.journey.supply.limits import DAY_H, End
from safeground.journey.supply.made import made_inside
from safeground.journey.supply.stated import stock_burn, uses_up
from safeground.journey.supply.ways import arcs_of
from safeground.supply.problem import SupplyProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from safeground.journey.supply.limits import Limits
    from safeground.plan.words import Number

    Floats = npt.NDArray[np.float64]


def supply_problem(
    limits: Limits,
    *,
    optimistic: bool,
    calendar: bool = False,
    failing: Mapping[str, int] | None = None,
    keeps_all: bool = False,
) -> SupplyProblem | None:
    """Return the arrays at one end; None where nobody is known to need anything.

    Parameters
    ----------
    limits
        The plan's supplies with need and times.
    optimistic
        At which end.
    calendar
        By the local calendar days that the days examined touch, one more than these. "So many a day" may all
        pass late on one day and early on the next, within 24 hours. What is needed by an hour of a day may
        come until that day ends. For bounds alone, at the optimistic end.
    failing, keeps_all
        As in ``End``: for plans alone, at the pessimistic end.
    """
    end = End(limits, optimistic=optimistic, calendar=calendar, failing=failing, keeps_all=keeps_all)
    need = _need(end)
    if not (need > 0).any():
        return None
    return SupplyProblem.from_arrays(**_arrays(end, need), file=limits.plan.plan)


def _need(end: End) -> Floats:
    found = np.zeros((len(end.node), len(end.commodity), end.days))
    for k, name in enumerate(end.commodity):
        for area, by_day in end.limits.need.get(name, {}).items():
            found[end.node[area], k, end.shift :] = [one.high for one in by_day]
    for store in end.supply.stores:
        for stock in store.stocks:
            burn = stock_burn(stock, end.unit[stock.commodity])
            k = end.commodity.index(stock.commodity)
            if burn is not None and uses_up(store, end.supply.commodities[k]):
                found[end.node[store.id], k, end.shift :] += burn.high * DAY_H
    return found


def _arrays(end: End, need: Floats) -> dict[str, Any]:
    supply = end.supply
    arcs = arcs_of(end)
    unknown_load = [one.id for one in supply.commodities if one.units_per_truck is None]
    made = made_inside(end)
    inspections = {one.id: i for i, one in enumerate(supply.inspections)}
    given: dict[str, Any] = {
        "period_h": [DAY_H] * end.days,
        "commodity": end.commodity,
        "unit": [one.unit for one in supply.commodities],
        "units_per_truck": [_load(end, one.units_per_truck) for one in supply.commodities],
        "node": list(end.node),
        "gate": [*(end.node[f"at {one.id}"] for one in supply.crossings), *made.node],
        "gate_name": [*(one.name or one.id for one in supply.crossings), *made.name],
        "gate_trucks": np.array(
            [
                *(gate_trucks(end, one) for one in supply.crossings),
                *([math.inf] * end.days for _ in made.node),
            ]
        ).reshape(-1, end.days),
        "gate_units": np.array([*(gate_units(end, one) for one in supply.crossings), *made.units]).reshape(
            -1, len(end.commodity), end.days
        ),
        "tail": arcs.tail,
        "head": arcs.head,
        "arc_name": arcs.name,
        "transit": arcs.transit,
        "arc_stage": arcs.stage,
        "arc_trucks": np.array(arcs.trucks).reshape(-1, end.days),
        "initial": initial(end, need),
        "storage": storage(end, need),
        "need": need,
    }
    limited = [a for a, trucks in enumerate(arcs.trucks) if np.isfinite(trucks).any()]
    if unknown_load and limited:
        # At the best a truck carries any load, but none drives where it is closed; at the worst it
        # carries nothing.
        of = [(a, end.commodity.index(one)) for a in limited for one in unknown_load]
        given |= {
            "limit_arc": [a for a, _ in of],
            "limit_commodity": [k for _, k in of],
            "limit_units": [_any_load(end, arcs.trucks[a]) for a, _ in of],
        }
    if inspections:
        given |= {
            "inspection_of_gate": [
                *(inspections.get(one.inspection or "", -1) for one in supply.crossings),
                *(-1 for _ in made.node),
            ],
            "inspection_name": list(inspections),
            "inspection_trucks": [[end.of(one.trucks_per_day)] * end.days for one in supply.inspections],
        }
    if supply.fleet is not None and any(one >= 0 for one in arcs.fleet):
        given |= {
            "fleet_of_arc": arcs.fleet,
            "fleet_name": ["trucks", *(f"trucks {place}" for place in range(1, len(arcs.fleet_trucks)))],
            "fleet_trucks": [[trucks] * end.days for trucks in arcs.fleet_trucks],
            "truck_share": arcs.share,
            "truck_periods": arcs.periods,
        }
    return given


def _any_load(end: End, trucks: Floats) -> Floats:
    free = np.isinf(trucks) if not end.optimistic else trucks > 0
    return np.where(free, np.inf, 0.0)


def _load(end: End, stated: Number | None) -> float:
    return end.of(stated) if stated is not None else math.inf
