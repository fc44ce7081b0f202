"""What lets nothing through where nothing at all can come: of a bound of 0 the prices tell no parts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.journey.supply.hours import open_hours
from safeground.journey.supply.limits import End
from safeground.journey.supply.outcome import Bottleneck
from safeground.supply.problem import COLLECTION, arc_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from safeground.journey.supply.limits import Limits
    from safeground.supply.problem import SupplyProblem

    Flags = npt.NDArray[np.bool_]


def shut_off(limits: Limits, problem: SupplyProblem, commodity: str) -> tuple[Bottleneck, ...]:
    """Return the crossings, ways and trucks on the way to a need that let nothing of a commodity through.

    Where each of them lets something through at some time, it is their times that do not fit together.

    Parameters
    ----------
    limits, problem
        The plan's supplies, and their arrays at the best ends.
    commodity
        Of which nothing can be used up.
    """
    k = problem.commodity.index(commodity)
    leads = _leading(problem, k)
    found: dict[str, dict[str, None]] = {}
    for kind, name in (*_gates(limits, problem, k, leads), *_ways(problem, k, leads)):
        found.setdefault(kind, {})[name] = None
    if not found and leads[problem.gate].any():
        found["times"] = {"": None}
    return tuple(Bottleneck(kind, tuple(names), math.nan) for kind, names in found.items())


def _leading(problem: SupplyProblem, k: int) -> Flags:
    """Return the nodes from which ways lead to a need, open or closed, shape (N,)."""
    leads: Flags = problem.need[:, k].sum(axis=1) > 0
    before = -1
    while (count := int(leads.sum())) != before:
        before = count
        leads[problem.tail[leads[problem.head]]] = True
    return leads


def _gates(limits: Limits, problem: SupplyProblem, k: int, leads: Flags) -> Iterator[tuple[str, str]]:
    end = End(limits, optimistic=True, calendar=problem.periods > limits.days)
    by_truck = math.isfinite(problem.units_per_truck[k])
    for g, gate in enumerate(limits.supply.crossings):
        if not leads[problem.gate[g]]:
            continue
        name, point = problem.gate_name[g], problem.inspection_of_gate[g]
        if not any(open_hours(end, gate.open, gate.closed)):
            yield "shut", name
        elif by_truck and not problem.gate_trucks[g].any():
            yield "gate", name
        elif not problem.gate_units[g, k].any():
            yield "intake", name
        if by_truck and point >= 0 and not problem.inspection_trucks[point].any():
            yield "inspection", problem.inspection_name[point]


def _ways(problem: SupplyProblem, k: int, leads: Flags) -> Iterator[tuple[str, str]]:
    by_truck = math.isfinite(problem.units_per_truck[k])
    units = arc_units(problem)[:, k]
    for a, name in enumerate(problem.arc_name):
        fleet = problem.fleet_of_arc[a]
        if not leads[problem.head[a]]:
            continue
        if not units[a].any() or (by_truck and not problem.arc_trucks[a].any()):
            if problem.arc_stage[a] == COLLECTION:
                yield "collection", name.removeprefix("collection at ")
            else:
                yield "closed road", name
        elif by_truck and fleet >= 0 and not problem.fleet_trucks[fleet].any():
            yield "trucks", problem.fleet_name[fleet]
