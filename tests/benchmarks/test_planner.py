"""The route planner written for comparison: exact on a line, feasible everywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.planner import Planner
from benchmarks.strip import strip

from safeground.flow.bracket import bracket
from safeground.flow.network import build_network
from safeground.flow.problem import Problem
from safeground.flow.replay import ScheduleRefused, replay


def line() -> Problem:
    """Three streets in a row, the middle one narrow.

    The 100 people at node 1 pass it by 50 s; the 200 from node 0 come from 60 s on and pass it at 2 a second
    by 160 s, which brings the last to node 3 at 160 + 30 + 90 = 280 s.
    """
    return Problem.from_arrays(
        tail=[0, 1, 2],
        head=[1, 2, 3],
        transit_s=[60, 30, 90],
        capacity_per_s=[5, 2, 4],
        source=[0, 1],
        persons=[200, 100],
        sink=[3],
    )


@pytest.mark.parametrize("width_s", [1.0, 5.0, 10.0])
def test_on_a_line_the_plan_is_the_best_there_is(width_s: float) -> None:
    planner = Planner(build_network(line()), width_s, 400)
    assert planner.plan()
    assert planner.share == 1.0
    assert planner.upper_s == 280.0
    carried_out = replay(line(), planner.schedule())
    assert carried_out.last_arrival_s == pytest.approx(280.0)
    assert carried_out.arrived_persons == pytest.approx(300.0)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_plan_can_be_carried_out_and_is_not_better_than_the_proof(seed: int) -> None:
    problem = strip(200, seed=seed, persons=2e5)
    problem = replace(problem, street_id=np.arange(len(problem.tail)))  # each direction has its width
    found = bracket(problem, gap=0.02, seconds=20)
    width_s = np.round(found.lower_s / 100)
    planner = Planner(build_network(problem), float(width_s), 400)
    assert planner.plan()
    replay(problem, planner.schedule())
    assert planner.upper_s >= found.lower_s
    assert planner.routes >= len(problem.source) / 2


def test_replay_would_find_a_plan_that_reserves_nothing() -> None:
    """The check above can fail: twice as many on every street is refused."""
    planner = Planner(build_network(line()), 5.0, 400)
    planner.plan()
    plan = planner.schedule()
    with pytest.raises(ScheduleRefused):
        replay(line(), replace(plan, persons=2 * plan.persons))


def test_too_few_layers_leave_people_without_a_route() -> None:
    """By 200 s whoever passes the narrow street by 80 s: 100 from node 1, 2 · 20 s from node 0."""
    planner = Planner(build_network(line()), 5.0, 40)
    assert not planner.plan()
    assert planner.share == pytest.approx(140 / 300)
    assert planner.upper_s <= 200.0


def test_no_time_no_route() -> None:
    planner = Planner(build_network(line()), 5.0, 400)
    assert not planner.plan(0.0)
    assert planner.share == 0.0
