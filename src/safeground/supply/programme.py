"""The linear programme of a supply problem in sparse form, in truckloads.

Columns: what enters at a gate, moves along an arc, is kept at a node, is used there; by commodity and
period, only where it is possible and of use. Rows: at a node no more goes out than comes in; trucks through
each capacity that can bind. How prices are read from its duals is below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.supply.balance import DeliveryPlan
from safeground.supply.problem import arc_units, total_need
from safeground.supply.reach import available, enterable, passable, useful

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csc_array

    from safeground.supply.problem import SupplyProblem

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of one kind: which (row, commodity, period), their first index, bounds, sorted keys."""

    at: tuple[IntArray, IntArray, IntArray]
    first: int
    upper: FloatArray
    keys: IntArray

    def __len__(self) -> int:
        return len(self.upper)

    @property
    def index(self) -> IntArray:
        """Return the columns' indices in the programme."""
        return np.arange(self.first, self.first + len(self))


@dataclass(frozen=True, slots=True)
class Programme:
    """Maximise something linear over ``matrix @ x <= most``, ``0 <= x <= upper``.

    Parameters
    ----------
    entering, moving, keeping, using
        The columns.
    matrix, most, upper
        The programme, in truckloads.
    balance_row
        Row of each node, commodity and period, shape (N, K, T); -1 where there is none.
    truck_rows
        Rows of the capacities in trucks, by kind: (place in the problem's array, first row).
    load
        Units in a truckload, shape (K,); of what needs no truck, its need.
    ends
        What the matrix is made from, apart from limits.
    there, of_use
        Where something can be, and be of use, shapes (N, K, T).
    """

    entering: Columns
    moving: Columns
    keeping: Columns
    using: Columns
    matrix: csc_array
    most: FloatArray
    upper: FloatArray
    balance_row: IntArray
    truck_rows: dict[str, tuple[tuple[npt.NDArray[np.intp], ...], int]]
    load: FloatArray
    ends: IntArray
    there: BoolArray
    of_use: BoolArray

    def plan(self, problem: SupplyProblem, x: FloatArray) -> DeliveryPlan:
        """Return the plan of a solution, in the commodities' units."""
        x = np.clip(x, 0.0, self.upper)
        filled: list[FloatArray] = []
        for columns, shape in (
            (self.entering, problem.gate_units.shape),
            (self.moving, (len(problem.tail), *problem.need.shape[1:])),
            (self.using, problem.need.shape),
        ):
            values = np.zeros(shape)
            values[columns.at] = x[columns.index] * self.load[columns.at[1]]
            filled.append(values)
        return DeliveryPlan(*filled)

    def narrowed(self, problem: SupplyProblem, made: Programme) -> tuple[FloatArray, FloatArray] | None:
        """Return the bounds and right sides with which this programme is that of a narrower problem.

        Parameters
        ----------
        problem, made
            The other problem and its own programme.

        Returns
        -------
        tuple or None
            ``upper`` and ``most``; None where the other problem has a column or row that this one lacks, or
            another network.
        """
        if self.balance_row.shape != made.balance_row.shape or not np.array_equal(self.load, made.load):
            return None
        for mine, its in zip(self._parts(), made._parts(), strict=True):
            if not np.isin(its.keys, mine.keys, assume_unique=True).all():
                return None
        if not np.array_equal(self.ends, made.ends):
            return None
        most = [_at_first(problem, self.load)[self.balance_row >= 0]]
        for name, trucks in _capacities(problem).items():
            mine_at, _ = self.truck_rows[name]
            its_at, _ = made.truck_rows[name]
            rows = np.zeros(trucks.shape, np.bool_)
            rows[its_at] = True
            rows[mine_at] = False
            if rows.any():
                return None
            most.append(trucks[mine_at])
        return self._upper(problem), np.concatenate(most)

    def own_solution(self, made: Programme, x: FloatArray) -> FloatArray:
        """Return a solution as one of a narrower problem's programme, without what is of no use there."""
        found = [
            x[mine.index[np.isin(mine.keys, its.keys, assume_unique=True)]]
            for mine, its in zip(self._parts(), made._parts(), strict=True)
        ]
        return np.concatenate(found)

    def _upper(self, problem: SupplyProblem) -> FloatArray:
        """Return the columns' bounds by another problem's arrays; 0 only where it is closed.

        What cannot be there any more keeps its bound: the rows say so, and their duals are prices that hold.
        """
        found = []
        for columns, limit, is_open in (
            (self.entering, problem.gate_units, enterable(problem)),
            (self.moving, arc_units(problem), passable(problem)),
            (self.keeping, np.broadcast_to(problem.storage[:, :, None], problem.need.shape), None),
            (self.using, problem.need, None),
        ):
            k = columns.at[1]
            upper = np.minimum(limit[columns.at], total_need(problem)[k]) / self.load[k]
            found.append(upper if is_open is None else upper * is_open[columns.at])
        return np.concatenate(found)

    def _parts(self) -> tuple[Columns, ...]:
        return self.entering, self.moving, self.keeping, self.using


def _at_first(problem: SupplyProblem, load: FloatArray) -> FloatArray:
    """Return the right sides of the balance rows, shape (N, K, T): stocks at the start, in truckloads."""
    first = np.zeros(problem.need.shape)
    first[:, :, 0] = problem.initial / load
    return first


def _capacities(problem: SupplyProblem) -> dict[str, FloatArray]:
    """Return the capacities in trucks, in the order of their rows."""
    return {
        "gate": problem.gate_trucks,
        "inspection": problem.inspection_trucks,
        "arc": problem.arc_trucks,
        "fleet": problem.fleet_trucks,
    }


def _ends(problem: SupplyProblem) -> IntArray:
    """Return what the matrix is made from, apart from limits: ends, times, fleets and inspection points."""
    arcs = (problem.tail, problem.head, problem.transit, problem.fleet_of_arc, problem.truck_periods)
    share = problem.truck_share.view(np.int64)
    return np.concatenate([problem.gate, problem.inspection_of_gate, *arcs, share])


def programme(problem: SupplyProblem) -> Programme:
    """Build the programme of a problem."""
    from scipy.sparse import coo_array

    arcs, gates = passable(problem), enterable(problem)
    there, of_use = available(problem, arcs, gates), useful(problem, arcs)
    alive = there & of_use
    needs_truck = np.isfinite(problem.units_per_truck)
    most = total_need(problem)
    load = np.where(needs_truck, problem.units_per_truck, np.maximum(most, 1.0))
    later = np.minimum(np.arange(problem.periods) + problem.transit[:, None], problem.periods - 1)
    arriving = np.take_along_axis(alive[problem.head], later[:, None, :], axis=2)

    count = 0

    def columns(where: BoolArray, upper: FloatArray) -> Columns:
        nonlocal count
        at = np.nonzero(where)
        bound = np.minimum(np.broadcast_to(upper, where.shape)[at], most[at[1]]) / load[at[1]]
        made = Columns((at[0], at[1], at[2]), count, bound, np.flatnonzero(where))
        count += len(bound)
        return made

    entering = columns(gates & alive[problem.gate], problem.gate_units)
    moving = columns(arcs & alive[problem.tail] & arriving, arc_units(problem))
    kept = alive & (problem.storage > 0)[:, :, None]
    kept[:, :, :-1] &= alive[:, :, 1:]
    kept[:, :, -1] = False
    keeping = columns(kept, problem.storage[:, :, None])
    using = columns(alive & (problem.need > 0), problem.need)

    rows = _Rows(problem, alive, load)
    rows.balance(entering, moving, keeping, using)
    rows.trucks(entering, moving, needs_truck)
    matrix = coo_array(
        (np.concatenate(rows.values), (np.concatenate(rows.rows), np.concatenate(rows.columns))),
        shape=(rows.count, count),
    ).tocsc()
    upper = np.concatenate([part.upper for part in (entering, moving, keeping, using)])
    return Programme(
        entering,
        moving,
        keeping,
        using,
        matrix,
        np.concatenate(rows.most),
        upper,
        rows.balance_row,
        rows.truck_rows,
        load,
        _ends(problem),
        there,
        of_use,
    )


class _Rows:
    """Collects the entries of the matrix."""

    def __init__(self, problem: SupplyProblem, alive: BoolArray, load: FloatArray) -> None:
        self.problem = problem
        self.rows: list[IntArray] = []
        self.columns: list[IntArray] = []
        self.values: list[FloatArray] = []
        self.balance_row = np.full(alive.shape, -1, np.int64)
        self.balance_row[alive] = np.arange(alive.sum())
        self.count = int(alive.sum())
        self.most = [_at_first(problem, load)[alive]]
        self.truck_rows: dict[str, tuple[tuple[npt.NDArray[np.intp], ...], int]] = {}

    def balance(self, entering: Columns, moving: Columns, keeping: Columns, using: Columns) -> None:
        """At a node: kept, sent on and used, less what was kept and comes in, is at most the first stock."""
        gate, k, t = entering.at
        self._enter(self.balance_row[self.problem.gate[gate], k, t], entering, -1.0)
        arc, k, t = moving.at
        self._enter(self.balance_row[self.problem.tail[arc], k, t], moving, 1.0)
        self._enter(self.balance_row[self.problem.head[arc], k, t + self.problem.transit[arc]], moving, -1.0)
        n, k, t = keeping.at
        self._enter(self.balance_row[n, k, t], keeping, 1.0)
        self._enter(self.balance_row[n, k, t + 1], keeping, -1.0)
        self._enter(self.balance_row[using.at], using, 1.0)

    def trucks(self, entering: Columns, moving: Columns, needs_truck: BoolArray) -> None:
        """Trucks through gates, inspection, arcs; trucks of fleets while they are under way."""
        problem = self.problem
        gate, k, t = entering.at
        driven = needs_truck[k]
        self._capacity("gate", problem.gate_trucks, entering, driven, [(gate, t, np.ones(len(t)))])
        point = problem.inspection_of_gate[gate]
        inspected = driven & (point >= 0)
        self._capacity(
            "inspection", problem.inspection_trucks, entering, inspected, [(point, t, np.ones(len(t)))]
        )
        arc, k, t = moving.at
        driven = needs_truck[k]
        self._capacity("arc", problem.arc_trucks, moving, driven, [(arc, t, np.ones(len(t)))])
        fleet = problem.fleet_of_arc[arc]
        longest = int(min(problem.truck_periods.max(initial=0), problem.periods))
        under_way = [
            (fleet, t + after, np.where(problem.truck_periods[arc] > after, problem.truck_share[arc], 0.0))
            for after in range(longest)
        ]
        self._capacity("fleet", problem.fleet_trucks, moving, driven & (fleet >= 0), under_way)

    def _enter(self, row: IntArray, columns: Columns, value: float) -> None:
        self.rows.append(row)
        self.columns.append(columns.index)
        self.values.append(np.full(len(row), value))

    def _capacity(
        self,
        name: str,
        trucks: FloatArray,
        columns: Columns,
        counts: BoolArray,
        entries: list[tuple[IntArray, IntArray, FloatArray]],
    ) -> None:
        """Make rows for the capacities that all their columns together can exceed."""
        load = np.zeros(trucks.shape)
        kept = []
        for place, period, value in entries:
            on = counts & (period < self.problem.periods) & (value > 0)
            np.add.at(load, (place[on], period[on]), value[on] * columns.upper[on])
            kept.append((on, place[on], period[on], value[on]))
        binds = np.isfinite(trucks) & (load > trucks)
        row = np.full(trucks.shape, -1, np.int64)
        row[binds] = self.count + np.arange(binds.sum())
        for on, place, period, value in kept:
            its = row[place, period]
            self.rows.append(its[its >= 0])
            self.columns.append(columns.index[on][its >= 0])
            self.values.append(value[its >= 0])
        self.truck_rows[name] = (np.nonzero(binds), self.count)
        self.most.append(trucks[binds])
        self.count += int(binds.sum())
