"""From a programme's duals to the prices of a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.supply.certificate import FORMAT_VERSION, SupplyCertificate, arrays_sha256
from safeground.supply.problem import arc_units, trucks_per_unit

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem
    from safeground.supply.programme import Programme

    FloatArray = npt.NDArray[np.float64]

_NOISE: Final = 1e-7
"""A rise of a price by less than this part of the highest value is the solver's tolerance, not a scarcity."""
_PASSES: Final = 50


def certificate_of(
    problem: SupplyProblem,
    made: Programme,
    dual: FloatArray,
    value: FloatArray,
    own: Programme | None = None,
) -> SupplyCertificate:
    """Return the certificate of any duals; negative ones count as 0.

    Parameters
    ----------
    problem, made
        The problem and the programme that was solved for it.
    dual
        Of each row of the programme, in values of ``value`` a truckload.
    value
        What a unit used at a node counts, shape (N, K).
    own
        The problem's own programme, where that of a wider one was solved.
    """
    own = made if own is None else own
    dual = np.maximum(np.nan_to_num(dual, nan=0.0, posinf=0.0), 0.0)
    highest = value.max(axis=0)
    price = np.zeros(made.balance_row.shape)
    rows = made.balance_row >= 0
    of_load = dual[made.balance_row[rows]]
    k = np.broadcast_to(np.arange(len(problem.commodity))[:, None], rows.shape)[rows]
    # No unit is worth more than the highest value; where rows are degenerate a dual may be.
    price[rows] = np.minimum(of_load / made.load[k], highest[k])
    # Where nothing can be, the highest price stops all rises; where nothing is of use, none is needed.
    price[~own.of_use] = 0.0
    price = np.where(own.there, price, highest[:, None])
    prices = {}
    for name, shape in (
        ("gate", problem.gate_trucks.shape),
        ("inspection", problem.inspection_trucks.shape),
        ("arc", problem.arc_trucks.shape),
        ("fleet", problem.fleet_trucks.shape),
    ):
        at, first = made.truck_rows[name]
        prices[name] = np.zeros(shape)
        prices[name][at] = dual[first : first + len(at[0])]
    price = _without_noise(problem, price, prices["arc"], highest)
    _close(problem, price, prices)
    return SupplyCertificate(
        FORMAT_VERSION,
        arrays_sha256(problem),
        value,
        price,
        prices["gate"],
        prices["inspection"],
        prices["arc"],
        prices["fleet"],
    )


def _without_noise(
    problem: SupplyProblem, price: FloatArray, arc_price: FloatArray, highest: FloatArray
) -> FloatArray:
    """Raise earlier prices by the tiny bits that later ones exceed them.

    A bit too much in a price is multiplied by the little that is there at first; a bit too little, by all
    that might move.
    """
    price = price.copy()
    noise = _NOISE * highest
    last = problem.periods - 1
    per_unit = trucks_per_unit(problem)[:, None]
    open_arcs = (arc_units(problem) > 0) & ~((problem.arc_trucks == 0)[:, None, :] & (per_unit > 0))
    arc_cost = arc_price[:, None, :] * per_unit
    for period in range(last, -1, -1):
        now = price[:, :, period]
        if period < last:
            rise = price[:, :, period + 1] - now
            small = (rise > 0) & (rise <= noise) & (problem.storage > 0)
            now[small] = price[:, :, period + 1][small]
        for _ in range(_PASSES):
            changed = False
            for transit in np.unique(problem.transit[problem.transit <= last - period]):
                on = problem.transit == transit
                later = price[problem.head[on], :, period + transit] - arc_cost[on, :, period]
                rise = later - now[problem.tail[on]]
                small = (rise > 0) & (rise <= noise) & open_arcs[on, :, period]
                if small.any():
                    changed = True
                    np.maximum.at(now, problem.tail[on], np.where(small, later, 0.0))
            if not changed:
                break
    return price


def _close(problem: SupplyProblem, price: FloatArray, prices: dict[str, FloatArray]) -> None:
    """Price what is closed as high as a truck there would be worth; it costs the bound nothing."""
    load = np.where(np.isfinite(problem.units_per_truck), problem.units_per_truck, 0.0)[:, None]
    at_gate = _up((price[problem.gate] * load).max(axis=1, initial=0.0))
    closed = problem.gate_trucks == 0
    prices["gate"][closed] = at_gate[closed]
    for point in range(len(problem.inspection_trucks)):
        its = problem.inspection_of_gate == point
        closed = problem.inspection_trucks[point] == 0
        prices["inspection"][point][closed] = at_gate[its].max(axis=0, initial=0.0)[closed]
    last = problem.periods - 1
    later = np.arange(problem.periods) + problem.transit[:, None]
    there = np.take_along_axis(price[problem.head], np.minimum(later, last)[:, None, :], axis=2)
    worth = _up(((there - price[problem.tail]) * load).max(axis=1, initial=0.0))
    closed = (problem.arc_trucks == 0) & (later <= last)
    prices["arc"][closed] = worth[closed]


def _up(values: FloatArray) -> FloatArray:
    """Return values raised by more than rounding can take from them."""
    return values * (1 + 2.0**-40)
