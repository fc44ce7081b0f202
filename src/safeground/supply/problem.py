"""The supply problem as arrays: gates, stocks, roads and need, in periods of time.

Commodities enter at gates, wait in stocks, travel along arcs in trucks, and are used up where there is need.
All amounts are in the commodity's own unit; capacities that commodities share are in trucks. The file is
documented in ``docs/supply-proof.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.errors import FaultList
from safeground.supply.array_checks import ArrayChecks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    IntArray = npt.NDArray[np.int64]
    FloatArray = npt.NDArray[np.float64]
    BoolArray = npt.NDArray[np.bool_]

ROAD: Final = 0
COLLECTION: Final = 1
DELIVERY: Final = 2
STAGES: Final = ("road", "collection", "delivery")
"""What passing an arc means: nothing but moving, collected from a gate's far side, delivered to a place."""


@dataclass(frozen=True, slots=True)
class SupplyProblem:
    """Arrays of one supply problem; ``from_arrays`` checks them.

    T periods, K commodities, N nodes, G gates, I inspection points, A arcs, L limits, F fleets. Infinite
    capacities are no limit; nothing is NaN, as what is unknown must be taken at one end or the other.

    Parameters
    ----------
    period_h
        Length of each period [h], shape (T,).
    commodity, unit
        Names and units, K of each.
    units_per_truck
        How much one truck carries, shape (K,); infinite for what needs no truck, such as water in a pipe.
    node, gate_name, inspection_name, arc_name, fleet_name
        Names, for messages and bottlenecks.
    gate
        Node on the inner side of each gate, shape (G,).
    gate_units
        How much of each commodity can enter in each period, shape (G, K, T).
    gate_trucks
        Trucks that can enter in each period in all, shape (G, T).
    inspection_of_gate
        Inspection point that a gate's trucks pass, shape (G,); -1 for none.
    inspection_trucks
        Trucks that each point can inspect in each period, shape (I, T).
    tail, head
        Arcs, shape (A,).
    transit
        Whole periods from entering an arc to being at its end, shape (A,).
    arc_stage
        ``ROAD``, ``COLLECTION`` or ``DELIVERY``, shape (A,).
    arc_trucks
        Trucks that can enter each arc in each period, shape (A, T); 0 while it is closed.
    limit_arc, limit_commodity, limit_units
        How much of one commodity can enter an arc in each period, shapes (L,), (L,), (L, T); an arc and
        commodity not named here have no limit of their own.
    fleet_of_arc
        Fleet whose trucks drive an arc, shape (A,); -1 for none.
    truck_share, truck_periods
        A trip takes this part of a truck for so many whole periods from its start, shapes (A,), (A,);
        ``fleets.trips`` rounds a trip's hours to them on the side that is wanted.
    fleet_trucks
        Trucks of each fleet in each period, shape (F, T).
    initial
        Stock at the start, shape (N, K).
    storage
        How much can be kept from one period to the next, shape (N, K).
    need
        How much is used up in each period if it is there, shape (N, K, T). Need of a period that is not met
        is not made up for later.
    """

    period_h: FloatArray
    commodity: tuple[str, ...]
    unit: tuple[str, ...]
    units_per_truck: FloatArray
    node: tuple[str, ...]
    gate: IntArray
    gate_name: tuple[str, ...]
    gate_units: FloatArray
    gate_trucks: FloatArray
    inspection_of_gate: IntArray
    inspection_name: tuple[str, ...]
    inspection_trucks: FloatArray
    tail: IntArray
    head: IntArray
    arc_name: tuple[str, ...]
    transit: IntArray
    arc_stage: IntArray
    arc_trucks: FloatArray
    limit_arc: IntArray
    limit_commodity: IntArray
    limit_units: FloatArray
    fleet_of_arc: IntArray
    fleet_name: tuple[str, ...]
    truck_share: FloatArray
    truck_periods: IntArray
    fleet_trucks: FloatArray
    initial: FloatArray
    storage: FloatArray
    need: FloatArray

    @property
    def periods(self) -> int:
        """Number of periods."""
        return len(self.period_h)

    @classmethod
    def from_arrays(
        cls,
        *,
        period_h: npt.ArrayLike,
        commodity: Sequence[str],
        unit: Sequence[str],
        units_per_truck: npt.ArrayLike,
        node: Sequence[str],
        gate: npt.ArrayLike,
        gate_trucks: npt.ArrayLike,
        tail: npt.ArrayLike,
        head: npt.ArrayLike,
        transit: npt.ArrayLike,
        arc_trucks: npt.ArrayLike,
        need: npt.ArrayLike,
        gate_units: npt.ArrayLike | None = None,
        gate_name: Sequence[str] | None = None,
        inspection_of_gate: npt.ArrayLike | None = None,
        inspection_trucks: npt.ArrayLike | None = None,
        inspection_name: Sequence[str] | None = None,
        arc_name: Sequence[str] | None = None,
        arc_stage: npt.ArrayLike | None = None,
        limit_arc: npt.ArrayLike | None = None,
        limit_commodity: npt.ArrayLike | None = None,
        limit_units: npt.ArrayLike | None = None,
        fleet_of_arc: npt.ArrayLike | None = None,
        fleet_trucks: npt.ArrayLike | None = None,
        fleet_name: Sequence[str] | None = None,
        truck_share: npt.ArrayLike | None = None,
        truck_periods: npt.ArrayLike | None = None,
        initial: npt.ArrayLike | None = None,
        storage: npt.ArrayLike | None = None,
        units_of: Mapping[str, Sequence[str]] | None = None,
        file: str | Path = "",
    ) -> SupplyProblem:
        """Check arrays and fill in what may be left out.

        Parameters
        ----------
        period_h, commodity, unit, units_per_truck, node, gate, gate_trucks, tail, head, transit, arc_trucks,
        need
            As in the class. An array over periods may leave its last axis out where all periods are alike.
        gate_units, storage
            No limits where not given.
        initial
            Nothing where not given.
        gate_name, inspection_name, arc_name, fleet_name
            Made from the nodes and numbers where not given.
        inspection_of_gate, inspection_trucks
            No inspection where not given; both or neither. The same holds of the ``limit_`` arrays, and of
            ``fleet_of_arc`` and ``fleet_trucks``.
        arc_stage
            All ``ROAD`` where not given.
        truck_share, truck_periods
            One truck for one period where not given.
        units_of
            The units in which ``need``, ``initial``, ``storage``, ``gate_units`` were stated, K of each;
            a unit that is not the commodity's is a fault: nothing is converted here.
        file
            Name to show in faults.

        Raises
        ------
        InputError
            With every fault that was found.
        """
        given = {
            name: value for name, value in locals().items() if name not in _NO_ARRAYS and value is not None
        }
        checks = ArrayChecks(FaultList(file), given, units_of or {})
        checked = checks.run()
        checks.faults.raise_if_any()
        return cls(**checked)


_NO_ARRAYS: Final = frozenset({"cls", "units_of", "file"})


def total_need(problem: SupplyProblem) -> FloatArray:
    """Return the need of each commodity over all nodes and periods, shape (K,), rounded up at most."""
    sums: FloatArray = problem.need.sum(axis=(0, 2))
    return np.nextafter(sums * (1 + 2.0**-40), np.inf) * (sums > 0)


def trucks_per_unit(problem: SupplyProblem) -> FloatArray:
    """Return what part of a truck one unit fills, shape (K,); 0 for what needs none."""
    return 1.0 / problem.units_per_truck


def arc_units(problem: SupplyProblem) -> FloatArray:
    """Return the limits of each arc by commodity, shape (A, K, T); infinite where it has none."""
    shape = (len(problem.tail), len(problem.commodity), problem.periods)
    limits = np.full(shape, np.inf)
    np.minimum.at(limits, (problem.limit_arc, problem.limit_commodity), problem.limit_units)
    return limits
