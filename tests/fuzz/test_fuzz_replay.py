"""The replay carries out what can be done, and nothing beyond it, however a schedule is changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.fuzz.mutations import pick
from tests.oracles.exact_movement import arrivals_by, movement_by
from tests.oracles.random_problems import random_problem

from safeground.flow.replay import ScheduleRefused, replay
from safeground.flow.schedule import Schedule

if TYPE_CHECKING:
    from safeground.flow.problem import Problem

LATEST = 40
CLOSE = 1e-5


def best_schedule(problem: Problem, horizon: int) -> tuple[float, Schedule]:
    """A schedule in which as many arrive as can, from the exact programme: one row an arc and step."""
    most, uses = movement_by(problem, horizon, streets=True)
    arc, step, persons = (np.array([use[place] for use in uses]) for place in range(3))
    return most, Schedule(
        arc.astype(np.int64), step.astype(float), np.ones(len(uses)), persons.astype(float), float(horizon)
    )


def changed(rng: np.random.Generator, schedule: Schedule) -> Schedule:
    """The schedule with one to three things changed: times, persons, arcs, rows, the horizon."""
    columns = {name: getattr(schedule, name).copy() for name in ("arc", "start_s", "duration_s", "persons")}
    horizon = schedule.horizon_s
    for _ in range(int(rng.integers(1, 4))):
        rows = len(columns["arc"])
        at = int(rng.integers(rows)) if rows else 0
        kind = int(rng.integers(8))
        if kind == 0 or not rows:
            horizon += rng.integers(-4, 5) / 2
        elif kind == 1:
            columns["arc"][at] = pick(rng, columns["arc"])
        elif kind == 2:
            columns["persons"][at] *= pick(rng, (0.0, 0.5, 1.01, 2.0))
        elif kind == 3:
            columns["duration_s"][at] *= pick(rng, (0.5, 1.5, 2.0, 3.0))
        elif kind == 4:
            columns["start_s"][at] += rng.integers(-6, 7) / 2
        elif kind == 5:
            columns["start_s"] = columns["start_s"] + rng.integers(-2, 3) / 2
        elif kind == 6:
            columns = {name: np.append(column, column[at]) for name, column in columns.items()}
        else:
            columns = {name: np.delete(column, at) for name, column in columns.items()}
    return Schedule(
        columns["arc"], columns["start_s"], columns["duration_s"], columns["persons"], float(horizon)
    )


def compare(seed: int, changes: int) -> Counter[str]:
    """Carry out the best schedule of a problem, and changed ones."""
    rng, problem, outcome = np.random.default_rng(seed), random_problem(seed), Counter[str]()
    horizon = int(rng.integers(5, LATEST))
    most, best = best_schedule(problem, horizon)
    # Who is released at a sink after the last row has come there all the same.
    assert replay(problem, best, everybody=False).arrived_persons >= most - CLOSE
    exact = {horizon: most}
    for _ in range(changes):
        schedule = changed(rng, best)
        try:
            done = replay(problem, schedule, everybody=False)
        except ScheduleRefused:
            outcome["refused"] += 1
            continue
        outcome["carried out"] += 1
        until = int(np.ceil(schedule.horizon_s))
        if until not in exact:
            exact[until] = arrivals_by(problem, max(until, 0), streets=True)
        assert done.arrived_persons <= exact[until] + CLOSE
    return outcome


def test_the_replay_carries_out_what_can_be_done_and_no_more() -> None:
    outcome = sum((compare(seed, 20) for seed in range(60)), Counter[str]())
    assert min(outcome["refused"], outcome["carried out"]) > 200, outcome


@pytest.mark.large
@pytest.mark.parametrize("block", range(10))
def test_the_replay_of_a_hundred_thousand_changed_schedules(block: int) -> None:
    for seed in range(1000 + 100 * block, 1100 + 100 * block):
        compare(seed, 100)
