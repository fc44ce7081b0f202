"""What holds deliveries up, by hand; and that what opening can bring is a bound."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.supply.cases import INF, random_problem, two_gates

from safeground.supply.bottlenecks import Bottleneck, bottlenecks
from safeground.supply.lp import most_delivered, value_of_commodity, value_of_need

if TYPE_CHECKING:
    from safeground.supply.problem import SupplyProblem


def _named(problem: SupplyProblem) -> list[Bottleneck]:
    solved = most_delivered(problem, value_of_commodity(problem, "flour"))
    return bottlenecks(problem, solved.certificate, solved.proof)


def _kinds(problem: SupplyProblem) -> dict[tuple[str, str], float]:
    return {(one.kind, one.name): round(max(one.part, one.by_opening), 6) for one in _named(problem)}


def test_the_two_gates_are_what_binds_and_the_closed_day() -> None:
    """40 of 60 t come from the north, 20 from the south; two trucks on the closed day are 20 t of 120."""
    assert _kinds(two_gates()) == {
        ("gate", "north"): 0.666667,
        ("gate", "south"): 0.333333,
        ("gate hours", "north"): 0.166667,
    }


@pytest.mark.parametrize(
    ("changed", "kind", "name"),
    [
        ({"arc_trucks": [INF, INF, 1, 0]}, "road", "crossroads to A"),
        ({"arc_trucks": [[1] * 3, [INF] * 3, [3] * 3, [3] * 3]}, "collection", "north gate to crossroads"),
        ({"inspection_of_gate": [0, 0], "inspection_trucks": [[1, 1, 1]]}, "inspection", "inspection 1"),
        ({"fleet_of_arc": [-1, -1, 0, 0], "fleet_trucks": [[1, 1, 1]]}, "fleet", "fleet 1"),
        ({"gate_units": [[5], [INF]]}, "gate by commodity", "north"),
        (
            {"arc_trucks": [[INF] * 3, [INF] * 3, [1, 0, 0], [0] * 3], "gate_trucks": [[9] * 3] * 2},
            "road hours",
            "crossroads to A",
        ),
    ],
)
def test_what_binds_is_named(changed: dict[str, object], kind: str, name: str) -> None:
    assert (kind, name) in _kinds(two_gates(**changed))


def test_nothing_binds_where_all_need_is_met() -> None:
    assert _named(two_gates(gate_trucks=[[9, 9, 9], [9, 9, 9]])) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_what_opening_can_bring_is_a_bound(seed: int) -> None:
    problem = random_problem(seed)
    solved = most_delivered(problem, value_of_need(problem))
    for one in bottlenecks(problem, solved.certificate, solved.proof, least=0.0):
        if one.kind != "gate hours":
            continue
        gate = problem.gate_name.index(one.name)
        trucks = problem.gate_trucks.copy()
        trucks[gate][trucks[gate] == 0] = trucks[gate].max()
        opened = most_delivered(dataclasses.replace(problem, gate_trucks=trucks), value_of_need(problem))
        rise = (opened.used_value - solved.used_value) / solved.proof.needed
        assert rise <= one.by_opening + 1e-7


def test_a_hundredth_more_of_it_brings_at_most_a_hundredth_of_its_part() -> None:
    problem = two_gates()
    value = value_of_commodity(problem, "flour")
    solved = most_delivered(problem, value)
    part = {one.name: one.part for one in _named(problem) if one.kind == "gate"}
    more = dataclasses.replace(problem, gate_trucks=problem.gate_trucks * np.array([[1.01], [1.0]]))
    rise = most_delivered(more, value).used_value - solved.used_value
    assert rise <= 0.01 * part["north"] * solved.proof.bound + 1e-7
