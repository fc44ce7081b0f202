"""Brackets of problems whose answers are worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from safeground.flow.bracket import Bracket, bracket
from safeground.flow.certificate import check
from safeground.flow.problem import Problem
from safeground.flow.replay import replay

FINE = 0.002


def line(people: float = 10.0, **more: object) -> Problem:
    """One street of 10 s that lets one person a second pass."""
    given = {"tail": [0], "head": [1], "transit_s": [10], "capacity_per_s": [1], "source": [0], "sink": [1]}
    return Problem.from_arrays(**{**given, "persons": [people], **more})


def holds(problem: Problem, found: Bracket, least_s: float, gap: float = FINE) -> None:
    """Both bounds hold the least time between them, near to it, and are what is shown."""
    assert found.lower_s <= least_s <= found.upper_s
    assert found.lower_s == pytest.approx(least_s, rel=gap)
    assert found.upper_s == pytest.approx(least_s, rel=gap)
    assert found.gap == pytest.approx(found.upper_s / found.lower_s - 1)
    proof = check(problem, found.certificate)
    assert proof.refuted
    assert proof.horizon_s == found.lower_s
    done = replay(problem, found.schedule)
    assert done.last_arrival_s == pytest.approx(found.upper_s)
    assert done.arrived_persons == pytest.approx(found.persons)
    assert found.no_upper is None
    curves_hold(found)


def curves_hold(found: Bracket) -> None:
    """The proven curve never falls, reaches past the upper bound and lies above what the schedule does."""
    assert len(found.proven_s) >= 60
    assert (np.diff(found.proven_s) > 0).all()
    assert (np.diff(found.proven_persons) >= 0).all()
    assert found.proven_persons[-1] == pytest.approx(found.persons)
    if found.schedule is None:
        return
    assert found.proven_s[-1] > found.upper_s
    assert (np.diff(found.schedule_persons) >= 0).all()
    assert found.schedule_persons[-1] == pytest.approx(found.persons)
    proven = np.interp(found.schedule_s, found.proven_s, found.proven_persons)
    assert (found.schedule_persons <= proven + 1e-6 * found.persons).all()


def test_one_street() -> None:
    problem = line()
    holds(problem, bracket(problem, gap=FINE), 20.0)


def test_street_that_is_too_long_to_help() -> None:
    # By 110 s all ten have come by the near street; a mean of both would say 500,055 s.
    problem = line(tail=[0, 0], head=[1, 1], transit_s=[100, 1e6], capacity_per_s=[1, 1])
    holds(problem, bracket(problem, gap=FINE), 110.0)


def test_two_streets_share_the_work() -> None:
    # (T - 10) + (T - 20) = 10
    problem = line(tail=[0, 0], head=[1, 1], transit_s=[10, 20], capacity_per_s=[1, 1])
    holds(problem, bracket(problem, gap=FINE), 20.0)
    problem = line(30, tail=[0, 0], head=[1, 1], transit_s=[10, 20], capacity_per_s=[1, 1])
    holds(problem, bracket(problem, gap=FINE), 30.0)


def test_one_width_for_two_ways() -> None:
    # Apart, both streets carry two persons a second; as one width only one.
    apart = line(tail=[0, 0], head=[1, 1], transit_s=[10, 10], capacity_per_s=[1, 1])
    holds(apart, bracket(apart, gap=FINE), 15.0)
    shared = replace(apart, street_id=np.array([4, 4]))
    found = bracket(shared, gap=FINE, seconds=5)
    assert found.lower_s <= 15.0
    assert found.upper_s == pytest.approx(20.0, rel=0.005)
    replay(shared, found.schedule)


def test_schedule_shares_every_street_of_a_town() -> None:
    rng = np.random.default_rng(5)
    one = rng.integers(0, 40, 120)
    other = rng.integers(0, 40, 120)
    transit, capacity = rng.integers(5, 60, 120), rng.integers(1, 4, 120)
    problem = Problem.from_arrays(
        tail=np.concatenate([one, other]),
        head=np.concatenate([other, one]),
        transit_s=np.tile(transit, 2),
        capacity_per_s=np.tile(capacity, 2),
        source=np.arange(2, 40),
        persons=rng.integers(0, 400, 38),
        sink=[0, 1],
        street_id=np.tile(np.arange(120), 2),
    )
    found = bracket(problem, gap=0.01)
    assert replay(problem, found.schedule).arrived_persons == pytest.approx(found.persons)
    assert found.gap < 0.01


def test_cells_joined_by_arcs_without_length_or_limit() -> None:
    # Cells 0 and 1 on both ends of a free square 2-3-2; from there one street of 10 s.
    problem = line(
        tail=[0, 1, 2, 3, 3],
        head=[2, 3, 3, 2, 4],
        transit_s=[0, 0, 0, 0, 10],
        capacity_per_s=[1e6, 1e6, 1e6, 1e6, 2],
        source=[0, 1],
        persons=[7.5, 2.5],
        sink=[4],
    )
    holds(problem, bracket(problem, gap=FINE), 15.0)


def test_people_who_are_there_and_people_without_a_way() -> None:
    problem = line(nodes=5, source=[0, 1, 3, 4], persons=[10, 5, 7, 0])
    found = bracket(problem, gap=FINE, deadline_s=15.0)
    holds(problem, found, 20.0)
    assert found.persons == 15.0
    assert found.unreachable_persons == 7.0
    assert found.unreachable.tolist() == [False, False, True, True]
    assert found.arrivals_upper == pytest.approx(10.0, rel=FINE)
    assert found.arrivals_lower == pytest.approx(10.0, rel=0.02)
    assert found.source_set.tolist() == [True, False, False, False]


def test_all_are_there() -> None:
    problem = line(source=[1])
    found = bracket(problem, deadline_s=3.0)
    assert (found.lower_s, found.upper_s, found.gap) == (0.0, 0.0, 0.0)
    assert (found.arrivals_lower, found.arrivals_upper) == (10.0, 10.0)
    assert replay(problem, found.schedule).arrived_persons == 10.0
    assert found.certificate is None


def test_nobody_has_a_way() -> None:
    problem = line(source=[2], nodes=3)
    found = bracket(problem, deadline_s=3.0)
    assert (found.lower_s, found.upper_s, found.persons) == (0.0, 0.0, 0.0)
    assert found.unreachable_persons == 10.0
    assert (found.arrivals_lower, found.arrivals_upper) == (0.0, 0.0)


@pytest.mark.parametrize(("release_s", "least_s"), [([0, 0], 20.0), ([30, 0], 45.0), ([30, 40], 55.0)])
def test_release(release_s: list[float], least_s: float) -> None:
    # Five and five: the second group from 40 s on needs 5 s to enter and 10 s to come.
    problem = line(source=[0, 0], persons=[5, 5], release_s=release_s)
    holds(problem, bracket(problem, gap=FINE), least_s)


def test_release_at_the_sink() -> None:
    problem = line(source=[1], release_s=[50])
    holds(problem, bracket(problem, gap=FINE), 50.0)


def test_room_sends_people_on() -> None:
    # Five of ten find room after 1 s; the others go first, and need 10 s more: 5 + 1 + 10.
    problem = line(
        tail=[0, 1], head=[1, 2], transit_s=[1, 10], capacity_per_s=[1, 1], sink=[1, 2],
        refuge_of_sink=[0, 1], refuge_room=[5, math.inf],
    )  # fmt: skip
    found = bracket(problem, gap=FINE)
    holds(problem, found, 16.0)
    assert found.certificate.refuge_labels_s[0] < found.lower_s
    assert replay(problem, found.schedule).arrived_persons == pytest.approx(10.0)


def test_room_for_all_just_so() -> None:
    problem = line(9.9, refuge_of_sink=[0], refuge_room=[9.9])
    holds(problem, bracket(problem, gap=FINE), 19.9)


def test_too_little_room() -> None:
    problem = line(refuge_of_sink=[0], refuge_room=[4])
    found = bracket(problem, deadline_s=12.0)
    assert found.lower_s == math.inf
    assert found.upper_s is None
    assert found.gap is None
    assert "10 persons" in found.no_upper
    assert "4" in found.no_upper
    for horizon_s in (found.certificate.horizon_s, 1e12):
        later = replace(
            found.certificate,
            horizon_s=horizon_s,
            labels_s=np.where(found.certificate.labels_s > 0, horizon_s, 0.0),
        )
        proof = check(problem, later)
        assert proof.refuted
        assert proof.arrivals_bound == 4.0
    assert found.proven_persons.max() <= 4.0 + 1e-9
    assert found.arrivals_upper == pytest.approx(2.0)
    assert found.arrivals_lower == pytest.approx(2.0, rel=0.03)
    assert len(found.schedule_s) == 0


@pytest.mark.parametrize("deadline_s", [0.0, 5.0, 10.0, 12.5, 19.0, 20.0, 300.0])
def test_arrivals_by_a_deadline(deadline_s: float) -> None:
    problem = line()
    found = bracket(problem, deadline_s=deadline_s)
    exact = min(10.0, max(0.0, deadline_s - 10.0))
    assert found.arrivals_lower <= exact + 1e-9
    assert found.arrivals_upper >= exact - 1e-9
    assert found.arrivals_upper == pytest.approx(exact, abs=0.01)
    assert found.arrivals_lower == pytest.approx(exact, rel=0.02)
    assert found.deadline_certificate.horizon_s == deadline_s
    assert check(problem, found.deadline_certificate).arrivals_bound == pytest.approx(found.arrivals_upper)
    done = replay(problem, found.deadline_schedule, everybody=False)
    assert done.arrived_persons == pytest.approx(found.arrivals_lower)
    assert done.last_arrival_s <= deadline_s


def test_no_time() -> None:
    found = bracket(line(), seconds=0.0)
    assert found.upper_s is None
    assert found.schedule is None
    assert "time" in found.no_upper
    assert found.lower_s == pytest.approx(20.0)


def test_one_side_only() -> None:
    said: list[str] = []
    problem = line()
    lower = bracket(problem, side="lower", deadline_s=15.0, progress=said.append)
    assert lower.upper_s is None
    assert lower.no_upper
    assert lower.lower_s == pytest.approx(20.0)
    assert lower.arrivals_upper == pytest.approx(5.0)
    assert lower.arrivals_lower is None
    assert lower.deadline_schedule is None
    assert len(said) == 1
    assert "20 s" in said[0]
    upper = bracket(problem, side="upper")
    assert upper.upper_s == pytest.approx(20.0, rel=0.02)


def test_the_proof_alone_knows_the_hours() -> None:
    """One a second passes while the street is open, and comes out 10 s later."""
    hours = {"window_arc": [0, 0], "window_open_s": [3600, 90_000], "window_close_s": [3700, np.inf]}
    problem = line(1000.0, **hours)
    for deadline_s, most in ((3600.0, 0.0), (3660.0, 50.0), (86_400.0, 100.0), (90_110.0, 200.0)):
        found = bracket(problem, side="lower", deadline_s=deadline_s, gap=FINE)
        assert found.arrivals_upper == pytest.approx(most, abs=1e-6)
        assert check(problem, found.deadline_certificate).refuted
    assert found.lower_s == pytest.approx(90_910.0, rel=FINE)
    assert check(problem, found.certificate).refuted
    assert found.upper_s is None
    assert found.schedule is None
    assert "asked" in found.no_upper


@pytest.mark.parametrize("side", ["lower", "both"])
def test_where_nobody_has_to_move_all_have_arrived(side: str) -> None:
    problem = line(source=[1], window_arc=[0], window_open_s=[60], window_close_s=[90])
    found = bracket(problem, side=side)
    assert (found.lower_s, found.upper_s) == (0.0, 0.0)


def test_hours_that_end_leave_people_behind_in_the_proof_alone() -> None:
    problem = line(1000.0, window_arc=[0], window_open_s=[3600], window_close_s=[3700])
    found = bracket(problem, side="lower", deadline_s=86_400.0)
    assert math.isinf(found.lower_s)
    assert "closed for good" in found.no_upper
    assert found.arrivals_upper == pytest.approx(100.0)
    assert check(problem, found.certificate).refuted
    hurried = bracket(problem, side="lower", deadline_s=86_400.0, seconds=0.0)
    assert hurried.arrivals_upper == pytest.approx(100.0)


def test_the_proof_alone_is_as_strong_where_hours_differ() -> None:
    """Streets are open at different hours: the cuts of flows in layers know that best."""
    rng = np.random.default_rng(5)
    for _ in range(12):
        tail = np.r_[np.arange(7), rng.integers(0, 7, 18)]
        head = np.r_[np.arange(1, 8), rng.integers(0, 8, 18)]
        arc = rng.choice(25, 5, replace=False)
        opens = np.array([rng.integers(0, 300, 5), rng.integers(600, 900, 5)])
        problem = Problem.from_arrays(
            tail=tail,
            head=head,
            transit_s=rng.integers(5, 60, 25),
            capacity_per_s=rng.uniform(0.5, 3, 25),
            source=[0, 2],
            persons=[600, 500],
            sink=[7],
            window_arc=np.tile(arc, 2),
            window_open_s=opens.ravel(),
            window_close_s=opens.ravel() + rng.integers(50, 250, 10),
        )
        alone = bracket(problem, side="lower", deadline_s=700.0, gap=FINE)
        both = bracket(problem, deadline_s=700.0, gap=FINE)
        assert alone.arrivals_upper <= 1.01 * both.arrivals_upper
        assert alone.lower_s >= 0.99 * both.lower_s


def test_loops_parallel_and_isolated_parts_change_nothing() -> None:
    problem = line(
        nodes=9,
        tail=[0, 0, 1, 5, 0],
        head=[1, 0, 1, 6, 1],
        transit_s=[10, 0, 0, 1, 10],
        capacity_per_s=[0.4, 9, 9, 9, 0.6],
    )
    holds(problem, bracket(problem, gap=FINE), 20.0)


@pytest.mark.parametrize("factor", [1e-4, 1e4])
def test_short_and_long_times(factor: float) -> None:
    problem = line(transit_s=[10 * factor], capacity_per_s=[1 / factor])
    holds(problem, bracket(problem, gap=FINE), 20.0 * factor)


def test_a_million_people_and_a_thousandth() -> None:
    for persons in (1e-3, 2e6):
        problem = line(persons)
        holds(problem, bracket(problem, gap=FINE), 10.0 + persons)


@pytest.mark.parametrize("wrong", [{"gap": -0.1}, {"seconds": math.nan}, {"deadline_s": -1.0}])
def test_wrong_numbers(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        bracket(line(), **wrong)
