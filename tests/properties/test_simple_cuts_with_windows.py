"""What the streets of a cut are said to let pass, held against the exact maximum, with hours and halts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.exact_movement import arrivals_by, enough_time, persons_with_a_way
from tests.oracles.random_problems import random_problem

from safeground.flow.certificate import check
from safeground.flow.problem import Problem
from safeground.flow.simple_cut import simple_cut

CLOSE = 1e-6

often = settings(max_examples=80)


def without_room(seed: int) -> Problem:
    """A random problem whose refuges have no limit, as the simple cut uses none."""
    drawn = random_problem(seed)
    return replace(drawn, refuge_room=np.full(len(drawn.refuge_room), np.inf))


problems = st.integers(0, 10**6).map(without_room)


@often
@given(problems)
def test_not_all_can_have_arrived_before_the_time_of_the_cut(problem: Problem) -> None:
    cut = simple_cut(problem)
    persons = persons_with_a_way(problem)
    before = math.ceil(min(cut.lower_s, enough_time(problem))) - 1
    if before > 0:
        assert arrivals_by(problem, before, streets=False) < persons - CLOSE
    proof = check(problem, cut.certificate(problem))
    assert proof.refuted or cut.lower_s == 0
    assert not proof.refuted or proof.horizon_s <= cut.lower_s


@often
@given(problems, st.integers(1, 45))
def test_no_more_arrive_by_a_deadline_than_the_cut_lets_pass(problem: Problem, deadline: int) -> None:
    cut = simple_cut(problem, horizon_s=float(deadline))
    most = arrivals_by(problem, deadline, streets=False)
    outside = persons_with_a_way(problem) - cut.persons_behind
    assert most <= outside + cut.arrivals_of_behind(float(deadline)) + CLOSE
    assert most <= check(problem, cut.certificate(problem, float(deadline))).arrivals_bound + CLOSE


@often
@given(problems, st.integers(1, 45))
def test_a_refutation_holds_up_to_the_break_even(problem: Problem, deadline: int) -> None:
    """With a hair less capacity on the cut's streets than it says not all arrive; with more it is silent."""
    cut = simple_cut(problem, horizon_s=float(deadline))
    factor = cut.break_even(float(deadline)).capacity_factor
    if factor <= 1 or not cut.behind.any():
        return
    capacity = problem.capacity_per_s.copy()
    capacity[cut.arcs] *= 0.999 * factor if math.isfinite(factor) else 1e3
    wider = replace(problem, capacity_per_s=capacity)
    assert arrivals_by(wider, deadline, streets=False) < persons_with_a_way(problem) - CLOSE
    if math.isfinite(factor):
        moving_s = float(cut.clock.moving(np.array([float(deadline)]))[0])
        assert cut.passing.by(moving_s, 1.001 * factor) > cut.persons_behind


def test_streets_that_close_before_anybody_can_be_there_let_nobody_pass() -> None:
    street = Problem.from_arrays(
        tail=[0, 1],
        head=[1, 2],
        transit_s=[6, 1],
        capacity_per_s=[1, 1],
        source=[0],
        persons=[10],
        sink=[2],
        window_arc=[1],
        window_open_s=[0],
        window_close_s=[5],
    )
    cut = simple_cut(street)
    assert cut.lower_s == math.inf
    assert check(street, cut.certificate(street)).refuted
    assert cut.break_even(1e6).capacity_factor == math.inf


def test_a_cut_that_is_through_as_a_halt_begins_is_no_later() -> None:
    """Ten people on a street of 2 s for one a second are there at 12 s, though the clock stands till 20 s."""
    street = Problem.from_arrays(
        tail=[0],
        head=[1],
        transit_s=[2],
        capacity_per_s=[1],
        source=[0],
        persons=[10],
        sink=[1],
        halt_from_s=[12],
        halt_until_s=[20],
    )
    assert simple_cut(street).lower_s == 12
    later = replace(street, persons=np.array([10.5]))
    assert simple_cut(later).lower_s == pytest.approx(20.5)
