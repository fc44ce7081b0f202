"""Where and when a commodity can be at all, and be of use: what the programme may leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.supply.problem import arc_units

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    BoolArray = npt.NDArray[np.bool_]


def passable(problem: SupplyProblem) -> BoolArray:
    """Return where each arc can be entered by each commodity and left in time, shape (A, K, T)."""
    needs_truck = np.isfinite(problem.units_per_truck)
    no_truck = (problem.arc_trucks == 0)[:, None, :] & needs_truck[:, None]
    in_time = np.arange(problem.periods) + problem.transit[:, None] < problem.periods
    passed: BoolArray = (arc_units(problem) > 0) & ~no_truck & in_time[:, None, :]
    return passed


def enterable(problem: SupplyProblem) -> BoolArray:
    """Return where something can enter at each gate, shape (G, K, T)."""
    needs_truck = np.isfinite(problem.units_per_truck)
    trucks = problem.gate_trucks > 0
    inspected = problem.inspection_of_gate >= 0
    if inspected.any():
        trucks[inspected] &= problem.inspection_trucks[problem.inspection_of_gate[inspected]] > 0
    return (problem.gate_units > 0) & (trucks[:, None, :] | ~needs_truck[:, None])


def available(problem: SupplyProblem, arcs: BoolArray, gates: BoolArray) -> BoolArray:
    """Return where something of each commodity can be in each period, shape (N, K, T)."""
    there = np.zeros(problem.need.shape, np.bool_)
    there[:, :, 0] = problem.initial > 0
    np.logical_or.at(there, problem.gate, gates)
    for period in range(problem.periods):
        if period:
            there[:, :, period] |= there[:, :, period - 1] & (problem.storage > 0)
        before = -1
        while (count := int(there[:, :, period].sum())) != before:
            before = count
            for transit in np.unique(problem.transit[problem.transit <= period]):
                on = problem.transit == transit
                sent = there[problem.tail[on], :, period - transit] & arcs[on, :, period - transit]
                np.logical_or.at(there[:, :, period], problem.head[on], sent)
    return there


def useful(problem: SupplyProblem, arcs: BoolArray) -> BoolArray:
    """Return where something of each commodity can still come to be used, shape (N, K, T)."""
    use = problem.need > 0
    last = problem.periods - 1
    for period in range(last, -1, -1):
        if period < last:
            use[:, :, period] |= use[:, :, period + 1] & (problem.storage > 0)
        before = -1
        while (count := int(use[:, :, period].sum())) != before:
            before = count
            for transit in np.unique(problem.transit[problem.transit <= last - period]):
                on = problem.transit == transit
                leads = use[problem.head[on], :, period + transit] & arcs[on, :, period]
                np.logical_or.at(use[:, :, period], problem.tail[on], leads)
    return use
