"""Wrong input beside right, and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.supply.cases import INF, random_problem, two_gates

from safeground.errors import InputError
from safeground.supply.certificate import arrays_sha256
from safeground.supply.files import read_plan, read_problem, write_plan, write_problem
from safeground.supply.lp import most_delivered, value_of_need
from safeground.supply.problem import total_need

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")


@pytest.mark.parametrize(
    ("changed", "place", "found"),
    [
        ({"need": [[0], [0], [0], [NAN], [20]]}, "need[3][0][0]", "nan (and 2 more like it)"),
        ({"need": [[0], [0], [0], [-1], [20]]}, "need[3][0][0]", "-1.0 (and 2 more like it)"),
        ({"need": [[0], [0], [0], [INF], [20]]}, "need[3][0][0]", "inf (and 2 more like it)"),
        ({"need": [[0]] * 5}, "need", "0 everywhere"),
        ({"need": [[0], [20]]}, "need", "shape (2, 1)"),
        ({"initial": [[0], [0], [0], [-5], [0]]}, "initial[3][0]", "-5.0"),
        ({"initial": [[0], [0], [7], [0], [0]]}, "initial, crossroads, flour", "a stock of 7.0"),
        ({"storage": [[NAN], [0], [0], [0], [0]]}, "storage[0][0]", "nan"),
        ({"head": [2, 2, 3, 5]}, "head[3]", "5"),
        ({"tail": [0, 1, 2, -1]}, "tail[3]", "-1"),
        ({"head": [2, 2, 3]}, "head", "3 values"),
        ({"head": [2.0, 2.0, 3.0, 4.0]}, "head", "values of type float64"),
        ({"gate": [0, 9]}, "gate[1]", "9"),
        ({"arc_trucks": [INF, NAN, 3, 3]}, "arc_trucks[1][0]", "nan (and 2 more like it)"),
        ({"arc_trucks": [[1, 1]] * 4}, "arc_trucks", "shape (4, 2)"),
        ({"gate_trucks": [["two", 0, 2], [1, 1, 1]]}, "gate_trucks", "values of type"),
        ({"gate_trucks": [[2], [1, 1, 1]]}, "gate_trucks", "rows of unequal length"),
        ({"units_per_truck": [0]}, "units_per_truck[0]", "0.0"),
        ({"unit": ["t", "kg"]}, "unit", "2 values"),
        ({"node": ["A", "A", "B", "C", "D"]}, "node", "'A' more than once"),
        ({"node": ["A", "", "B", "C", "D"]}, "node", "an empty name"),
        ({"period_h": [24, 0, 24]}, "period_h[1]", "0.0"),
        ({"period_h": []}, "period_h", "no period"),
        ({"inspection_of_gate": [0, 0]}, "inspection_trucks", "inspection_of_gate without inspection_trucks"),
        ({"inspection_of_gate": [0, 1], "inspection_trucks": [[1, 1, 1]]}, "inspection_of_gate[1]", "1"),
        ({"limit_arc": [0], "limit_commodity": [0]}, "limit_units", "limit_arc without limit_units"),
        ({"fleet_of_arc": [0, 0, 0, 0]}, "fleet_trucks", "fleet_of_arc without fleet_trucks"),
        ({"truck_share": [1, 1, 2, 1]}, "truck_share[2]", "2.0"),
        ({"truck_periods": [1, 1, 0, 1]}, "truck_periods[2]", "0"),
        ({"arc_stage": [0, 0, 3, 0]}, "arc_stage[2]", "3"),
        ({"units_of": {"need": ["kg"]}}, "need, flour", "the unit kg"),
        ({"units_of": {"demand": ["t"]}}, "units_of", "'demand'"),
        ({"units_of": {"need": ["t", "t"]}}, "units_of need", "2 units"),
    ],
)
def test_wrong_arrays_are_named(changed: dict[str, Any], place: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        two_gates(**changed)
    said = [(fault.place, fault.found) for fault in caught.value.faults]
    assert any(where == place and what.startswith(found) for where, what in said), said


def test_several_faults_come_at_once_and_name_the_file() -> None:
    with pytest.raises(InputError) as caught:
        two_gates(head=[2, 2, 3, 9], initial=[[-1]] * 5, units_of={"initial": ["kg"]}, file="gates.csv")
    assert {fault.place for fault in caught.value.faults} == {"head[3]", "initial[0][0]", "initial, flour"}
    assert {fault.file for fault in caught.value.faults} == {"gates.csv"}


def test_what_is_right_passes_and_what_is_left_out_is_filled_in() -> None:
    problem = two_gates(units_of={"need": ["t"]})
    assert problem.need.shape == (5, 1, 3)
    assert problem.gate_units.shape == (2, 1, 3)
    assert np.isinf(problem.gate_units).all()
    assert problem.arc_trucks[2].tolist() == [3, 3, 3]
    assert problem.arc_name[0] == "north gate to crossroads"
    assert problem.inspection_of_gate.tolist() == [-1, -1]
    assert total_need(problem)[0] == pytest.approx(120)
    assert two_gates(gate_name=None).gate_name == ("gate at north gate", "gate at south gate")


@pytest.mark.parametrize("seed", range(12))
def test_files_read_back(tmp_path: Path, seed: int) -> None:
    problem = random_problem(seed)
    write_problem(problem, tmp_path / "one.npz")
    again = read_problem(tmp_path / "one.npz")
    assert arrays_sha256(again) == arrays_sha256(problem)
    write_problem(again, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    plan = most_delivered(problem, value_of_need(problem)).plan
    write_plan(plan, tmp_path / "plan.npz")
    assert (read_plan(tmp_path / "plan.npz").moved == plan.moved).all()


def test_wrong_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "problem.npz"
    with pytest.raises(InputError, match="no such file"):
        read_problem(path)
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(InputError, match="cannot be read"):
        read_problem(path)
    np.savez(path, need=np.zeros(3), demand=np.zeros(3))
    with pytest.raises(InputError) as caught:
        read_problem(path)
    places = {fault.place for fault in caught.value.faults}
    assert {"gate", "commodity", "demand"} <= places
    np.savez(path, node=np.array([object()]))
    with pytest.raises(InputError, match="cannot be read"):
        read_problem(path)
    np.savez(path, entered=np.array(["a"]), moved=np.zeros(1), used=np.zeros(1))
    with pytest.raises(InputError, match="values of type"):
        read_plan(path)
    np.savez(path, version=np.int64(9), entered=np.zeros(1), moved=np.zeros(1), used=np.zeros(1))
    with pytest.raises(InputError, match="version 9"):
        read_plan(path)
