"""Both bounds against the exact optimum on random networks with every feature, alone and together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.oracles.exact_movement import arrivals_by, enough_time, persons_with_a_way
from tests.oracles.random_problems import FEATURES, features_of, random_problem

from safeground.flow.bracket import Bracket, bracket
from safeground.flow.certificate import Certificate, check, evaluate
from safeground.flow.problem import Problem
from safeground.flow.replay import replay

GAP = 0.02
CLOSE = 1e-6


def compare(seed: int) -> None:
    problem = random_problem(seed)
    deadline = int(np.random.default_rng(seed).integers(1, 40))
    found = bracket(problem, gap=GAP, seconds=10, deadline_s=float(deadline))
    check_lower(problem, found)
    check_upper(problem, found)
    check_deadline(problem, found, deadline)
    check_curves(problem, found, int(np.random.default_rng(seed + 1).integers(1, 60)))


def check_lower(problem: Problem, found: Bracket) -> None:
    """By every whole-numbered time before the lower bound not all can have arrived."""
    persons = persons_with_a_way(problem)
    assert found.persons == pytest.approx(persons)
    if found.certificate is None:
        assert found.lower_s == 0
        return
    proof = check(problem, found.certificate)
    assert proof.refuted
    assert proof.persons == pytest.approx(persons)
    assert found.lower_s in (proof.horizon_s, math.inf)
    latest = min(found.lower_s, enough_time(problem))
    assert arrivals_by(problem, math.ceil(latest) - 1, streets=False) < persons - CLOSE


def check_upper(problem: Problem, found: Bracket) -> None:
    """The schedule can be carried out, and so all can arrive by its end, both directions sharing a width."""
    persons = persons_with_a_way(problem)
    if found.schedule is None:
        assert found.upper_s is None
        assert found.no_upper
        return
    assert found.lower_s <= found.upper_s
    assert replay(problem, found.schedule).last_arrival_s <= found.upper_s + 1e-9
    end = math.ceil(found.upper_s - CLOSE)
    # The programme counts whoever arrives before its end; who is at a sink when released at the end is there.
    there = np.isin(problem.source, problem.sink) & (problem.release_s == end)
    most = arrivals_by(problem, end, streets=True) + problem.persons[there].sum()
    assert most > persons - CLOSE


def check_deadline(problem: Problem, found: Bracket, deadline: int) -> None:
    """Arrivals by the deadline lie between both bounds."""
    most = arrivals_by(problem, deadline, streets=False)
    assert found.arrivals_upper >= most - CLOSE
    assert proven(problem, found.deadline_certificate) == pytest.approx(found.arrivals_upper)
    assert found.deadline_certificate.horizon_s == found.deadline_s == deadline
    with_streets = arrivals_by(problem, deadline, streets=True)
    done = replay(problem, found.deadline_schedule, everybody=False)
    assert found.arrivals_lower <= with_streets + CLOSE
    assert done.last_arrival_s <= found.deadline_s + 1e-9
    assert done.arrived_persons >= found.arrivals_lower - CLOSE
    assert np.interp(deadline, found.proven_s, found.proven_persons) >= most - CLOSE


def check_curves(problem: Problem, found: Bracket, time: int) -> None:
    """At any time the exact maximum lies between the schedule's curve and the proven one."""
    if time <= found.proven_s[-1]:
        most = arrivals_by(problem, time, streets=False)
        assert np.interp(time, found.proven_s, found.proven_persons) >= most - CLOSE
    if len(found.schedule_s):
        there = np.isin(problem.source, problem.sink) & (problem.release_s == time)
        most = arrivals_by(problem, time, streets=True) + problem.persons[there].sum()
        assert np.interp(time, found.schedule_s, found.schedule_persons) <= most + CLOSE


def proven(problem: Problem, certificate: Certificate) -> float:
    check(problem, certificate)
    return evaluate(problem, certificate.labels_s, certificate.refuge_labels_s, certificate.horizon_s)


@pytest.mark.parametrize("seed", [*range(100), 1066, 1067, 1538])
def test_bounds_hold_against_the_exact_optimum(seed: int) -> None:
    compare(seed)


@pytest.mark.large
@pytest.mark.parametrize("block", range(100))
def test_bounds_hold_on_two_thousand_networks(block: int) -> None:
    for seed in range(1000 + 20 * block, 1020 + 20 * block):
        compare(seed)


def test_every_feature_is_met_alone_and_together() -> None:
    """Else the comparison would say nothing about it."""
    drawn = [features_of(seed) for seed in range(100)]
    assert {name for one in drawn if len(one) == 1 for name in one} == set(FEATURES)
    assert max(len(one) for one in drawn) >= 7
    problems = [random_problem(seed) for seed in range(100)]
    several = [len(one.window_arc) > len(np.unique(one.window_arc)) for one in problems]
    assert sum(several) > 10
    assert sum(len(one.halt_from_s) > 0 for one in problems) > 20
    assert sum(bool(np.isfinite(one.window_quota).any()) for one in problems) > 20


def test_the_programme_knows_what_is_known_by_hand() -> None:
    """A street of 2 s and 1 person a second, open in [3, 5) and [8, 12), everybody stopped in [4, 6)."""
    street = Problem.from_arrays(
        tail=[0],
        head=[1],
        transit_s=[2],
        capacity_per_s=[1],
        source=[0],
        persons=[10],
        sink=[1],
        window_arc=[0, 0],
        window_open_s=[3, 8],
        window_close_s=[5, 12],
        window_quota=[np.inf, 3],
        halt_from_s=[4],
        halt_until_s=[6],
    )
    # One enters in [3, 4), is 1 s to 0 s on the way at 4, and comes out in [7, 8); then one a second from
    # 10 on, until the quota of three is used.
    by = [arrivals_by(street, horizon, streets=True) for horizon in (7, 8, 10, 11, 12, 13, 14, 20)]
    assert by == pytest.approx([0, 1, 1, 2, 3, 4, 4, 4])
