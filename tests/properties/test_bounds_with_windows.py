"""Any labels bound the true maximum, with opening windows, quotas, halts, room and releases."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.cut_labels import cut_labels
from tests.oracles.exact_bound import exact_bound
from tests.oracles.exact_movement import arrivals_by, persons_with_a_way
from tests.oracles.random_problems import LATEST, hindered, random_problem

from safeground.flow.certificate import Certificate, check, evaluate
from safeground.flow.problem import Problem

CLOSE = 1e-6

# A problem drawn number by number is nearly always one in which nobody gets anywhere or no window matters;
# of those drawn from seeds every third has windows, quotas or halts that change the maximum.
seeds = st.integers(0, 10**6)
problems = seeds.map(random_problem)
horizons = st.integers(1, LATEST + 10)
often = settings(max_examples=60)


def random_labels(problem: Problem, horizon: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels anywhere, or near those of a minimum cut, that cut no connection without limit."""
    rng = np.random.default_rng(seed)
    label, refuge = cut_labels(problem, horizon)
    if rng.random() < 0.5:
        label = rng.integers(-8, 4 * horizon + 20, len(label)) / 4
        refuge = np.where(
            np.isinf(problem.refuge_room), refuge, rng.integers(-4, 2 * horizon, len(refuge)) / 2
        )
    else:
        label = label + rng.integers(-6, 7, len(label)) / 4 * (rng.random(len(label)) < 0.4)
    np.maximum.at(label, problem.sink, refuge[problem.refuge_of_sink])
    return label, refuge


@often
@given(problems, horizons, seeds)
def test_any_labels_bound_the_maximum(problem: Problem, horizon: int, seed: int) -> None:
    most = arrivals_by(problem, horizon, streets=False)
    label, refuge = random_labels(problem, horizon, seed)
    proof = check(problem, Certificate.of(problem, label, float(horizon), refuge))
    assert most - CLOSE <= proof.arrivals_bound < np.inf
    assert proof.persons == persons_with_a_way(problem)
    assert not proof.refuted or most < proof.persons - CLOSE


@often
@given(problems, horizons)
def test_without_quotas_the_labels_of_a_minimum_cut_give_the_maximum_itself(
    drawn: Problem, horizon: int
) -> None:
    problem = replace(drawn, window_quota=np.full(len(drawn.window_quota), np.inf))
    label, refuge = cut_labels(problem, horizon)
    most = arrivals_by(problem, horizon, streets=False)
    assert evaluate(problem, label, refuge, float(horizon)) == pytest.approx(most, abs=CLOSE)


@settings(max_examples=300)
@given(problems, horizons, seeds)
def test_the_checker_adds_up_what_the_definition_says(problem: Problem, horizon: int, seed: int) -> None:
    """Held against fractions: nothing is lost but the last digits, and those are allowed for."""
    rng = np.random.default_rng(seed)
    label = rng.choice([0.0, float(horizon)], problem.nodes) + 4 * rng.random(problem.nodes)
    refuge = np.where(
        np.isinf(problem.refuge_room), horizon, rng.random(len(problem.refuge_room)) * 2 * horizon
    )
    np.maximum.at(label, problem.sink, refuge[problem.refuge_of_sink])
    exact = exact_bound(problem, label, refuge, float(horizon))
    assert evaluate(problem, label, refuge, float(horizon)) == pytest.approx(
        float(exact), rel=1e-13, abs=1e-12
    )


@often
@given(problems, horizons, seeds)
def test_what_hinders_never_raises_the_bound_or_the_maximum(better: Problem, horizon: int, seed: int) -> None:
    """Capacity, windows, quotas, room, lengths, releases, halts; and the better one's labels stay true."""
    worse = hindered(better, seed)
    label, refuge = cut_labels(better, horizon)
    bound = evaluate(worse, label, refuge, float(horizon))
    most = arrivals_by(worse, horizon, streets=False)
    assert most <= arrivals_by(better, horizon, streets=False) + CLOSE
    assert most <= bound + CLOSE
    # A refuge of the worse one may have a limit where the better one has none, and the other way round never.
    assert bound <= evaluate(better, label, refuge, float(horizon)) + CLOSE


def two_ways() -> Problem:
    """From 1 to 2 on a path without length, with a quota, and on one that takes a second.

    At most one person can set out in the first second; at most one arrive in the second second.
    """
    return Problem.from_arrays(
        tail=[0, 0, 1, 1, 2, 2],
        head=[1, 1, 2, 2, 3, 3],
        transit_s=[0, 0, 0, 1, 0, 0],
        capacity_per_s=[1, 9, 1, 1, 9, 1],
        source=[0],
        persons=[9],
        sink=[3],
        window_arc=[0, 1, 2, 4, 5],
        window_open_s=[0, 1, 0, 0, 1],
        window_close_s=[1, 2, 2, 1, 2],
        window_quota=[np.inf, np.inf, 1, np.inf, np.inf],
    )


def test_with_a_quota_the_best_labels_may_prove_more_than_the_maximum() -> None:
    """So a lower bound need not meet the schedule there: the manual says so, with these numbers."""
    problem = two_ways()
    assert arrivals_by(problem, 2, streets=False) == pytest.approx(1.5)
    times = (0.0, 0.5, 1.0, 1.5, 2.0)
    bounds = [
        evaluate(problem, np.array([0.0, near, far, 2.0]), np.array([2.0]), 2.0)
        for near, far in itertools.product(times, times)
    ]
    assert min(bounds) == 2.0
    assert all(math.isfinite(bound) for bound in bounds)
