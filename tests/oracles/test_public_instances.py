"""Public networks: exact least times where they are known or small enough to find, other programs elsewhere.

``benchmarks/road_networks.py`` and ``benchmarks/circle.py`` say how the instances are built and which people
are synthetic. Other programs run in processes of their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from benchmarks.circle import andorra, liechtenstein
from benchmarks.process import Limits, measure
from benchmarks.road_networks import LEAST_S, STEP_S, road_network

from safeground.flow.bracket import bracket
from safeground.flow.certificate import check
from safeground.flow.network import build_network
from safeground.flow.problem import Problem, write_problem
from safeground.flow.simple_cut import simple_cut
from safeground.testing import assert_bracket_holds

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(120.0, 4000.0)
DISTRICT_STEP_S = 10.0


def other(module: str, *words: object) -> dict[str, Any]:
    found = measure(module, *words, limits=LIMITS)
    assert "failed" not in found, found
    assert "stopped" not in found, found
    return found


def circle(data: Path, name: str, radius_m: float, persons: float) -> Problem:
    folder, build = {"Andorra": ("andorra", andorra), "Liechtenstein": ("liechtenstein", liechtenstein)}[name]
    if not (data / folder).is_dir():
        pytest.skip(f"needs the real data: {data / folder} is not there")
    return build(data, radius_m, persons)


def network(data: Path, name: str) -> Problem:
    if not (data / "networks" / name).is_dir():
        pytest.skip(f"needs the real data: {data / 'networks' / name} is not there")
    return road_network(data, name)


@pytest.mark.parametrize("name", ["SiouxFalls", "Anaheim"])
def test_the_known_least_time_lies_in_the_bracket(real_data: Path, name: str) -> None:
    problem = network(real_data, name)
    not_by_s, by_s = LEAST_S[name]
    found = bracket(problem, gap=0.004, seconds=20)
    assert_bracket_holds(problem, found)
    assert found.upper_s is not None
    assert found.lower_s <= by_s
    assert found.upper_s > not_by_s
    assert found.gap is not None
    assert found.gap <= 0.004

    cut = simple_cut(problem, found.source_set)
    proof = check(problem, cut.certificate(problem))
    assert proof.refuted
    assert 0.9 * not_by_s < cut.lower_s <= by_s
    assert len(cut.arcs) <= 20
    assert cut.break_even(not_by_s / 2).capacity_factor > 1


@pytest.mark.parametrize("name", ["SiouxFalls", "Anaheim"])
def test_the_known_least_time_is_found_again_by_the_classic_expansion(
    real_data: Path, tmp_path: Path, name: str
) -> None:
    problem = network(real_data, name)
    assert np.array_equal(problem.transit_s, np.round(problem.transit_s / STEP_S[name]) * STEP_S[name])
    write_problem(problem, tmp_path / "problem.npz")
    not_by_s, by_s = LEAST_S[name]
    shares = [
        other("benchmarks.classic", tmp_path / "problem.npz", STEP_S[name], horizon_s)["share"]
        for horizon_s in (not_by_s, by_s)
    ]
    assert shares[0] < 1.0
    assert shares[1] == 1.0


@pytest.mark.parametrize(
    ("name", "radius_m", "persons"), [("Andorra", 4000.0, 50_000.0), ("Liechtenstein", 6000.0, 30_000.0)]
)
def test_a_valley_is_left(
    real_data: Path, tmp_path: Path, name: str, radius_m: float, persons: float
) -> None:
    """The bracket holds, and on one expansion both programs find the same flow, to the unit."""
    problem = circle(real_data, name, radius_m, persons)
    found = bracket(problem, gap=0.01, seconds=10)
    assert_bracket_holds(problem, found)
    assert found.upper_s is not None
    write_problem(problem, tmp_path / "problem.npz")
    ours, theirs = (
        other("benchmarks.same_expansion", program, tmp_path / "problem.npz", found.lower_s, 40)
        for program in ("safeground", "ortools")
    )
    assert ours["people"] == theirs["people"]
    assert ours["value"] == theirs["value"]
    assert 0.5 * theirs["people"] < theirs["value"] <= theirs["people"]


@pytest.mark.parametrize(
    ("name", "radius_m", "persons"), [("Andorra", 700.0, 100_000.0), ("Liechtenstein", 900.0, 200_000.0)]
)
@pytest.mark.parametrize("widths", ["each way alone", "shared"])
def test_the_least_time_of_a_district_lies_in_the_bracket(
    real_data: Path, tmp_path: Path, name: str, radius_m: float, persons: float, widths: str
) -> None:
    """With times in whole steps the classic expansion is exact: the least time lies within its last step.

    It lets every direction have its full width; with shared widths its time is still a lower bound. There are
    more people than live there, so many that they queue.
    """
    problem = in_steps(circle(real_data, name, radius_m, persons))
    apart = replace(problem, street_id=np.arange(len(problem.tail)))
    write_problem(apart, tmp_path / "problem.npz")
    steps = other("benchmarks.classic", tmp_path / "problem.npz", DISTRICT_STEP_S)["least_steps"]
    by_s, not_by_s = steps * DISTRICT_STEP_S, (steps - 1) * DISTRICT_STEP_S
    ready = build_network(apart)
    assert (
        by_s > 1.3 * ready.to_sink_s[ready.people > 0].max()
    )  # it is the queue that takes long, not the walk
    examined = apart if widths == "each way alone" else problem
    found = bracket(examined, gap=0.005, seconds=20)
    assert_bracket_holds(examined, found)
    assert found.upper_s is not None
    assert found.lower_s <= by_s
    assert found.upper_s > not_by_s
    if widths == "each way alone":
        assert found.lower_s > not_by_s * 0.99
        assert found.upper_s < by_s * 1.01


def in_steps(problem: Problem) -> Problem:
    """Round transit times to whole steps, at least one."""
    steps = np.maximum(1.0, np.round(problem.transit_s / DISTRICT_STEP_S))
    return replace(problem, transit_s=steps * DISTRICT_STEP_S)
