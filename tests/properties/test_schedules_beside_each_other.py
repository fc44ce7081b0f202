"""Two groups on the same streets: both schedules together are one that can be carried out for all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.random_problems import random_problem

from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem
from safeground.flow.replay import ScheduleRefused, replay
from safeground.flow.schedule import Schedule

CLOSE = 1e-6

seeds = st.integers(0, 10**6)


def groups(problem: Problem, seed: int) -> tuple[Problem, Problem]:
    """The same network with some of the people, and with the others; rooms without limit."""
    problem = replace(problem, refuge_room=np.full(len(problem.refuge_room), np.inf))
    rng = np.random.default_rng(seed)
    some = np.round(problem.persons * rng.choice([0.0, 0.5, 1.0], len(problem.persons)))
    return replace(problem, persons=some), replace(problem, persons=problem.persons - some)


def together(one: Schedule, other: Schedule) -> Schedule:
    """Return both schedules as one."""
    return Schedule(
        *(
            np.concatenate([getattr(one, name), getattr(other, name)])
            for name in ("arc", "start_s", "duration_s", "persons")
        ),
        max(one.horizon_s, other.horizon_s),
    )


@settings(max_examples=25)
@given(seeds.map(random_problem), seeds)
def test_both_schedules_together_can_be_carried_out(problem: Problem, seed: int) -> None:
    first, second = groups(problem, seed)
    if not first.persons.any() or not second.persons.any():
        return
    of_first = bracket(first, gap=0.2, seconds=1).schedule
    if of_first is None:
        return
    of_second = bracket(second, gap=0.2, seconds=1, beside=[of_first]).schedule
    if of_second is None:
        return
    everybody = replace(first, persons=first.persons + second.persons)
    done = replay(everybody, together(of_first, of_second))
    assert done.last_arrival_s <= max(of_first.horizon_s, of_second.horizon_s) + CLOSE
    assert replay(second, of_second, beside=[of_first]).last_arrival_s <= of_second.horizon_s + CLOSE


def test_others_count_in_a_quota() -> None:
    """Of ten who may enter in the window, eight are others'."""
    street = Problem.from_arrays(
        tail=[0],
        head=[1],
        transit_s=[1],
        capacity_per_s=[1],
        source=[0],
        persons=[8],
        sink=[1],
        window_arc=[0, 0],
        window_open_s=[0, 60],
        window_close_s=[50, 90],
        window_quota=[10, 10],
    )
    others = Schedule(np.array([0]), np.array([0.0]), np.array([8.0]), np.array([8.0]), 9.0)
    same_day = Schedule(np.array([0]), np.array([10.0]), np.array([8.0]), np.array([8.0]), 19.0)
    with pytest.raises(ScheduleRefused, match="quota"):
        replay(street, same_day, beside=[others])
    found = bracket(street, gap=0.05, seconds=5, beside=[others])
    assert replay(street, found.schedule, beside=[others]).last_arrival_s > 61
