"""The most that can be delivered, by hand and against other ways to find it."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import linprog
from tests.supply.cases import INF, random_problem, two_gates

from safeground.supply.balance import carry_out
from safeground.supply.certificate import check, evaluate
from safeground.supply.lp import most_delivered, value_of_commodity, value_of_need, value_of_shares
from safeground.supply.problem import SupplyProblem, arc_units

if TYPE_CHECKING:
    import numpy.typing as npt


def test_two_gates_by_hand() -> None:
    problem = two_gates()
    found = most_delivered(problem, value_of_commodity(problem, "flour"))
    assert found.used_value == pytest.approx(60)
    assert found.proof.bound == pytest.approx(60)
    assert found.proof.sentence == (
        "For these arrays it is proven: "
        "at most 60 t of the 120 t of flour needed can be supplied in time (50 %)."
    )
    done = carry_out(problem, found.plan)
    assert done.used.sum(axis=0) == pytest.approx([20, 10, 30])
    assert done.delivered.sum() == pytest.approx(60)
    assert done.collected.sum() >= 60 - 1e-9


@pytest.mark.parametrize(
    ("changed", "supplied"),
    [
        ({"gate_trucks": [[0, 0, 0], [1, 1, 1]]}, 20),  # north closed: south's first two trucks
        ({"gate_trucks": [[2, 0, 2], [0, 0, 0]]}, 40),
        ({"gate_trucks": [[2, 2, 2], [1, 1, 1]]}, 80),  # north open on the second day, too
        ({"initial": [[0], [0], [0], [15], [0]]}, 75),  # a stock at A
        ({"arc_trucks": [INF, INF, 1, 1]}, 50),  # 20, 10 and 20 of the 30 that are there on the third day
        ({"arc_trucks": [1, INF, 3, 3]}, 40),  # collection: one truck a day of north's two
        ({"inspection_of_gate": [0, 0], "inspection_trucks": [[2, 2, 2]]}, 50),  # 2, 1 and 2 trucks
        ({"inspection_of_gate": [0, 0], "inspection_trucks": [[1, 1, 1]]}, 30),
        ({"gate_units": [[5], [INF]]}, 30),  # north lets 5 t of flour in a day: 5, 10 and 15
        ({"limit_arc": [2], "limit_commodity": [0], "limit_units": [[0, 0, 0]]}, 50),  # none to A: 20, 10, 20
        ({"fleet_of_arc": [-1, -1, 0, 0], "fleet_trucks": [[1, 1, 1]]}, 30),
        ({"storage": [[0], [0], [0], [0], [0]], "need": [[0], [0], [0], [5], [5]]}, 30),
    ],
)
def test_what_binds_by_hand(changed: dict[str, object], supplied: float) -> None:
    problem = two_gates(**changed)
    found = most_delivered(problem, value_of_commodity(problem, "flour"))
    assert found.used_value == pytest.approx(supplied)
    assert found.proof.bound == pytest.approx(supplied)


def test_fuel_and_flour_share_trucks() -> None:
    """One truck a day for both: a truck of fuel meets all need of it, one of flour half. Each gets a day."""
    problem = SupplyProblem.from_arrays(
        period_h=[24, 24],
        commodity=["flour", "fuel"],
        unit=["t", "l"],
        units_per_truck=[10, 30_000],
        node=["A"],
        gate=[0],
        gate_trucks=[[1, 1]],
        tail=np.empty(0, int),
        head=np.empty(0, int),
        transit=np.empty(0, int),
        arc_trucks=np.empty((0, 2)),
        need=[[[10, 10], [0, 30_000]]],
    )
    found = most_delivered(problem, value_of_need(problem))
    assert found.used_value == pytest.approx(1.5)
    assert most_delivered(problem, value_of_commodity(problem, "flour")).used_value == pytest.approx(20)
    assert most_delivered(problem, value_of_commodity(problem, "fuel")).used_value == pytest.approx(30_000)
    # No trucks needed by what comes through a pipe.
    by_pipe = SupplyProblem.from_arrays(
        period_h=[24],
        commodity=["water"],
        unit=["l"],
        units_per_truck=[INF],
        node=["A"],
        gate=[0],
        gate_trucks=[[0]],
        gate_units=[[700]],
        tail=np.empty(0, int),
        head=np.empty(0, int),
        transit=np.empty(0, int),
        arc_trucks=np.empty((0, 1)),
        need=[[1000]],
    )
    assert most_delivered(by_pipe, value_of_commodity(by_pipe, "water")).proof.bound == pytest.approx(700)


@pytest.mark.parametrize("seed", range(60))
def test_bound_and_plan_meet_and_both_are_the_written_out_programme(seed: int) -> None:
    problem = random_problem(seed, unlimited=seed % 2 == 1)
    value = np.random.default_rng(seed).uniform(0.1, 2.0, problem.initial.shape)
    found = most_delivered(problem, value)
    expected = _written_out(problem, value)
    assert found.used_value == pytest.approx(expected, abs=1e-7)
    assert found.proof.bound == pytest.approx(expected, abs=1e-7)
    assert found.proof.bound >= expected * (1 - 1e-12)
    assert evaluate(problem, found.certificate) == found.proof.bound


def _written_out(problem: SupplyProblem, value: npt.NDArray[np.float64]) -> float:  # noqa: C901
    """Solve the programme written out cell by cell, with nothing left out; as the class describes it."""
    counts, limits = {}, arc_units(problem)
    periods, kinds, nodes = problem.periods, len(problem.commodity), len(problem.node)
    for what, rows in (
        ("in", len(problem.gate)),
        ("move", len(problem.tail)),
        ("keep", nodes),
        ("use", nodes),
    ):
        for cell in itertools.product(range(rows), range(kinds), range(periods)):
            counts[(what, *cell)] = len(counts)
    total, upper, matrix, most = len(counts), [INF] * len(counts), [], []
    worth = np.zeros(total)
    for (what, row, k, t), at in counts.items():
        if what == "in":
            upper[at] = problem.gate_units[row, k, t]
        elif what == "move":
            upper[at] = limits[row, k, t]
        elif what == "keep":
            upper[at] = problem.storage[row, k]
        else:
            upper[at] = problem.need[row, k, t]
            worth[at] = value[row, k]
    for n, k, t in itertools.product(range(nodes), range(kinds), range(periods)):
        line = np.zeros(total)
        line[counts["keep", n, k, t]] += 1
        line[counts["use", n, k, t]] += 1
        if t:
            line[counts["keep", n, k, t - 1]] -= 1
        for gate in np.flatnonzero(problem.gate == n):
            line[counts["in", gate, k, t]] -= 1
        for arc in np.flatnonzero(problem.tail == n):
            line[counts["move", arc, k, t]] += 1
        for arc in np.flatnonzero(problem.head == n):
            if t >= problem.transit[arc]:
                line[counts["move", arc, k, t - problem.transit[arc]]] -= 1
        matrix.append(line)
        most.append(problem.initial[n, k] if t == 0 else 0.0)

    def capacity(trucks: npt.NDArray[np.float64], cells: list[tuple[str, int, int, int, float]]) -> None:
        for row, t in itertools.product(range(trucks.shape[0]), range(periods)):
            if np.isfinite(trucks[row, t]):
                line = np.zeros(total)
                for what, its, of, first, share in cells:
                    if its == row and first <= t < first + of[1]:
                        for k in range(kinds):
                            line[counts[what, of[0], k, first]] += share / problem.units_per_truck[k]
                matrix.append(line)
                most.append(trucks[row, t])

    every = range(periods)
    gates, arcs = range(len(problem.gate)), range(len(problem.tail))
    capacity(problem.gate_trucks, [("in", g, (g, 1), t, 1.0) for g in gates for t in every])
    inspected = problem.inspection_of_gate
    capacity(problem.inspection_trucks, [("in", inspected[g], (g, 1), t, 1.0) for g in gates for t in every])
    capacity(problem.arc_trucks, [("move", a, (a, 1), t, 1.0) for a in arcs for t in every])
    fleets = [
        ("move", problem.fleet_of_arc[a], (a, problem.truck_periods[a]), t, problem.truck_share[a])
        for a in arcs
        for t in every
    ]
    capacity(problem.fleet_trucks, fleets)
    found = linprog(
        -worth, A_ub=np.array(matrix), b_ub=most, bounds=[(0, None if end == INF else end) for end in upper]
    )
    assert found.status == 0
    return -float(found.fun)


@pytest.mark.parametrize("seed", range(40))
def test_one_commodity_is_a_maximum_flow(seed: int) -> None:
    """Against networkx, on the network written out in time; without fleets, which are no flow."""
    draws = (random_problem(1000 * seed + more, commodities=1) for more in itertools.count())
    problem = next(p for p in draws if not p.fleet_name and np.isfinite(p.units_per_truck[0]))
    load = problem.units_per_truck[0]
    graph, limits = nx.DiGraph(), arc_units(problem)

    def edge(u: object, v: object, most: float) -> None:
        if np.isinf(most):
            graph.add_edge(u, v)
        else:
            graph.add_edge(u, v, capacity=float(most))

    for t in range(problem.periods):
        for point, trucks in enumerate(problem.inspection_trucks[:, t]):
            edge("source", ("inspection", point, t), trucks * load)
        for g, node in enumerate(problem.gate):
            point = problem.inspection_of_gate[g]
            before = "source" if point < 0 else ("inspection", point, t)
            most = min(problem.gate_trucks[g, t] * load, problem.gate_units[g, 0, t])
            edge(before, ("gate", g, t), most)
            graph.add_edge(("gate", g, t), (node, t))
        for a in range(len(problem.tail)):
            later = t + problem.transit[a]
            if later < problem.periods:
                edge(
                    (problem.tail[a], t), ("arc", a, t), min(problem.arc_trucks[a, t] * load, limits[a, 0, t])
                )
                graph.add_edge(("arc", a, t), (problem.head[a], later))
        for n in range(len(problem.node)):
            edge((n, t), ("used", n, t), problem.need[n, 0, t])
            graph.add_edge(("used", n, t), "sink")
            if t + 1 < problem.periods:
                edge((n, t), ("kept", n, t), problem.storage[n, 0])
                graph.add_edge(("kept", n, t), (n, t + 1))
            else:
                graph.add_node((n, t))
    for n in range(len(problem.node)):
        edge("source", ("stock", n), problem.initial[n, 0])
        graph.add_edge(("stock", n), (n, 0))
    expected = nx.maximum_flow_value(graph, "source", "sink")
    found = most_delivered(problem, value_of_commodity(problem, "c0"))
    assert found.used_value == pytest.approx(expected, abs=1e-7)
    assert found.proof.bound == pytest.approx(expected, abs=1e-7)


def test_whole_trucks_by_trying_all() -> None:
    """Two places, two commodities, one truck a day of either: every way to send whole trucks is tried."""
    need = np.array([[[1, 1], [0, 1]], [[1, 0], [1, 1]]], float)
    problem = SupplyProblem.from_arrays(
        period_h=[24, 24],
        commodity=["a", "b"],
        unit=["t", "t"],
        units_per_truck=[1, 1],
        node=["P", "Q", "gate"],
        gate=[2],
        gate_trucks=[[2, 1]],
        tail=[2, 2],
        head=[0, 1],
        transit=[0, 0],
        arc_trucks=[1, 1],
        storage=np.zeros((3, 2)),
        need=np.concatenate([need, np.zeros((1, 2, 2))]),
    )
    value = np.array([[3.0, 1.0], [2.0, 5.0], [0.0, 0.0]])
    best = 0.0
    for day in (0, 1):
        best_of_day = 0.0
        for sent in itertools.product(range(2), repeat=4):
            amounts = np.array(sent, float).reshape(2, 2)
            if amounts.sum() <= (2, 1)[day] and (amounts.sum(axis=1) <= 1).all():
                worth = (np.minimum(amounts, need[:, :, day]) * value[:2]).sum()
                best_of_day = max(best_of_day, float(worth))
        best += best_of_day
    found = most_delivered(problem, value)
    assert found.used_value == pytest.approx(best)
    assert found.proof.bound == pytest.approx(best)


def test_shares_weigh_places_alike_and_need_weighs_units_alike() -> None:
    problem = two_gates(need=[[0], [0], [0], [20], [2]])
    assert value_of_shares(problem)[3:, 0] == pytest.approx([1 / 60, 1 / 6])
    assert value_of_shares(problem, [[0], [0], [0], [2], [1]])[3:, 0] == pytest.approx([2 / 60, 1 / 6])
    assert value_of_need(problem)[3:, 0] == pytest.approx([1 / 66, 1 / 66])
    with pytest.raises(ValueError, match="not in"):
        value_of_commodity(problem, "fuel")


def test_nothing_can_come() -> None:
    problem = two_gates(gate_trucks=[[0, 0, 0], [0, 0, 0]])
    found = most_delivered(problem, value_of_commodity(problem, "flour"))
    assert found.used_value == 0
    assert found.proof.bound == pytest.approx(0, abs=1e-9)
    assert check(problem, found.certificate).sentence == (
        "For these arrays it is proven: "
        "at most 0 t of the 120 t of flour needed can be supplied in time (0 %)."
    )


@pytest.mark.parametrize("seed", range(40))
def test_solving_again_after_a_closure_gives_what_solving_anew_does(seed: int) -> None:
    problem = random_problem(seed, unlimited=seed % 2 == 1)
    value = value_of_need(problem)
    first = most_delivered(problem, value)
    draw = np.random.default_rng(seed)
    changes: list[dict[str, npt.NDArray[np.float64]]] = [
        {"gate_trucks": np.where(draw.random(problem.gate_trucks.shape) < 0.5, 0.0, problem.gate_trucks)},
        {"gate_units": np.where(draw.random(problem.gate_units.shape) < 0.5, 1.0, problem.gate_units)},
        {"arc_trucks": np.where(draw.random(problem.arc_trucks.shape) < 0.5, 0.0, problem.arc_trucks)},
        {"initial": np.zeros_like(problem.initial)},
        {"gate_trucks": problem.gate_trucks + 1},  # wider: solved anew
        {"arc_trucks": np.full_like(problem.arc_trucks, INF)},
    ]
    again = first
    for change in changes:
        other = dataclasses.replace(problem, **change)
        again = most_delivered(other, value, after=again)
        anew = most_delivered(other, value)
        assert again.used_value == pytest.approx(anew.used_value, abs=1e-7)
        assert again.proof.bound == pytest.approx(anew.used_value, abs=1e-7)
        carry_out(other, again.plan)


def test_a_closed_gate_goes_on_from_the_last_basis_where_highspy_is_there() -> None:
    problem = two_gates()
    value = value_of_commodity(problem, "flour")
    first = most_delivered(problem, value)
    closed = most_delivered(two_gates(gate_trucks=[[0, 0, 0], [1, 1, 1]]), value, after=first)
    assert closed.used_value == pytest.approx(20)
    assert (closed.kept is first.kept) == first.kept.solver.goes_on
    other = most_delivered(two_gates(head=[2, 2, 4, 3]), value, after=first)
    assert other.kept is not first.kept
