"""The other programs are right: answers worked by hand, and one value for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.process import Limits, measure
from benchmarks.strip import strip

from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem, write_problem
from safeground.testing import grid_town, grid_town_least_s

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(60.0, 3000.0)


def found(module: str, *words: object) -> dict[str, Any]:
    result = measure(module, *words, limits=LIMITS)
    assert "failed" not in result, result
    return result


def two_ways() -> Problem:
    """60 people: 2 a second over a way of 60 s, and 1 a second over one of 90 s.

    By T at most 2 max(0, T - 60) + max(0, T - 90) arrive: all 90 at T = 100.
    """
    return Problem.from_arrays(
        tail=[0, 0, 2],
        head=[1, 2, 1],
        transit_s=[60, 50, 40],
        capacity_per_s=[2, 1, 3],
        source=[0],
        persons=[90],
        sink=[1],
    )


@pytest.mark.parametrize(("step_s", "steps"), [(5.0, 20), (20.0, 6)])
def test_the_classic_expansion_finds_the_least_time_by_hand(
    tmp_path: Path, step_s: float, steps: int
) -> None:
    """Exact where the times are whole steps; 50 s are three steps of 20 s, so the second way takes 100 s."""
    write_problem(two_ways(), tmp_path / "problem.npz")
    assert found("benchmarks.classic", tmp_path / "problem.npz", step_s) == {"least_steps": steps}


@pytest.mark.parametrize("start", ["corner", "edge"])
def test_the_classic_expansion_finds_the_least_time_of_the_grid_town(tmp_path: Path, start: str) -> None:
    write_problem(grid_town(5, 40.0, start), tmp_path / "problem.npz")
    exact = grid_town_least_s(5, 40.0, start)
    steps = found("benchmarks.classic", tmp_path / "problem.npz", 0.5)["least_steps"]
    assert (steps - 1) * 0.5 < exact <= steps * 0.5


def test_by_a_horizon_too_early_not_all_arrive(tmp_path: Path) -> None:
    write_problem(two_ways(), tmp_path / "problem.npz")
    by_95_s = found("benchmarks.classic", tmp_path / "problem.npz", 5.0, 95.0)
    assert not by_95_s["all_arrive"]
    assert by_95_s["share"] == pytest.approx((2 * 35 + 5) / 90, abs=1e-6)


def test_all_programs_find_one_value(tmp_path: Path) -> None:
    problem = strip(150, seed=9, persons=3e5)
    write_problem(problem, tmp_path / "problem.npz")
    lower_s = bracket(problem, side="lower").lower_s
    values = {
        program: found("benchmarks.same_expansion", program, tmp_path / "problem.npz", lower_s, 12)
        for program in ("safeground", "ortools", "scipy", "highs")
    }
    assert {one["people"] for one in values.values()} == {values["ortools"]["people"]}
    assert {one["value"] for one in values.values()} == {values["ortools"]["value"]}
    assert 0 < values["ortools"]["value"] < values["ortools"]["people"]


def test_a_horizon_at_which_nobody_can_have_come_gives_no_flow(tmp_path: Path) -> None:
    write_problem(two_ways(), tmp_path / "problem.npz")
    nobody = found("benchmarks.classic", tmp_path / "problem.npz", 10.0, 50.0)
    assert nobody["share"] == 0.0
