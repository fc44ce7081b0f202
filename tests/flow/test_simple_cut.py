"""The simple cut: worked answers, its certificate, and what would make it fail."""

from __future__ import annotations

import math

import numpy as np
import pytest

from safeground.flow.certificate import check
from safeground.flow.problem import Problem
from safeground.flow.simple_cut import simple_cut


def two_ways(**changes: object) -> Problem:
    """One street of 100 s and one of a million, 1 person/s each, for 10 people."""
    arrays: dict[str, object] = {
        "tail": [0, 0],
        "head": [1, 1],
        "transit_s": [100, 1e6],
        "capacity_per_s": [1, 1],
        "source": [0],
        "persons": [10],
        "sink": [1],
    }
    return Problem.from_arrays(**{**arrays, **changes})


def bridge(cell_capacity: float = 1e6, persons: float = 1000) -> Problem:
    """A cell joined to two streets at no cost; both lead to a bridge of 2 persons/s, 50 s; 60 s beyond."""
    return Problem.from_arrays(
        tail=[0, 0, 1, 2, 3, 4],
        head=[1, 2, 3, 3, 4, 5],
        transit_s=[0, 0, 10, 30, 50, 60],
        capacity_per_s=[cell_capacity, cell_capacity, 5, 5, 2, 9],
        source=[0],
        persons=[persons],
        sink=[5],
    )


def test_a_street_too_long_to_help_does_not_count() -> None:
    """Dividing by both capacities would give (10 + 100 + 10^6) / 2 = 500,055 s."""
    cut = simple_cut(two_ways())
    assert cut.lower_s == 110
    assert cut.offset_s.tolist() == [100, 1e6]


def test_the_bridge_is_found_and_its_certificate_is_accepted() -> None:
    problem = bridge()
    cut = simple_cut(problem)
    assert cut.arcs.tolist() == [4]
    assert cut.capacity_per_s.tolist() == [2]
    assert cut.offset_s.tolist() == [10 + 50 + 60]
    assert cut.persons_behind == 1000
    assert cut.lower_s == 120 + 1000 / 2
    proof = check(problem, cut.certificate(problem))
    assert proof.refuted
    assert proof.terms == 1
    assert proof.horizon_s == pytest.approx(620, rel=1e-6)


def test_the_bound_at_any_horizon_is_the_streets_of_the_cut() -> None:
    problem = bridge()
    cut = simple_cut(problem)
    for horizon, arrived in ((60, 0), (120, 0), (220, 200), (620, 1000), (900, 1000)):
        assert cut.arrivals_of_behind(horizon) == arrived
        bound = check(problem, cut.certificate(problem, horizon)).arrivals_bound
        assert min(bound, 1000) == arrived


def test_break_even_is_where_the_refutation_ends() -> None:
    problem = bridge()
    even = simple_cut(problem).break_even(320)
    assert even.refuted
    assert even.persons == 400
    assert even.capacity_factor == 2.5

    def refutes(problem: Problem) -> bool:
        cut = simple_cut(problem, horizon_s=320)
        return check(problem, cut.certificate(problem, 320)).refuted

    assert refutes(bridge(persons=401))
    assert not refutes(bridge(persons=400))


def test_break_even_before_anyone_can_arrive_and_after_all_have() -> None:
    cut = simple_cut(bridge())
    assert cut.break_even(100).capacity_factor == math.inf
    assert cut.break_even(100).persons == 0
    assert not cut.break_even(620).refuted
    assert not cut.break_even(5000).refuted


def test_the_joins_of_a_cell_are_no_street() -> None:
    """One of the cell's streets ends in a way out of 5 persons/s: the cut takes that, not the join."""
    problem = Problem.from_arrays(
        tail=[0, 0, 1, 2],
        head=[1, 2, 3, 3],
        transit_s=[0, 0, 100, 200],
        capacity_per_s=[1e6, 1e6, 5, 1],
        source=[0],
        persons=[600],
        sink=[3],
    )
    cut = simple_cut(problem)
    assert cut.arcs.tolist() == [2, 3]
    assert cut.capacity_per_s.max() == 5
    # 5 (T - 100) + (T - 200) = 600
    assert cut.lower_s == pytest.approx(1300 / 6)


def test_a_cell_at_the_edge_does_not_hide_the_others() -> None:
    """One cell is joined to a street beyond the edge: it is out at once, and no reason to give up."""
    problem = Problem.from_arrays(
        tail=[0, 1, 2],
        head=[1, 4, 4],
        transit_s=[0, 40, 0],
        capacity_per_s=[1e6, 2, 1e6],
        source=[0, 2],
        persons=[100, 500],
        sink=[4],
    )
    cut = simple_cut(problem)
    assert cut.behind.tolist() == [True, False]
    assert cut.lower_s == 40 + 100 / 2


def test_everyone_on_the_same_side_is_behind() -> None:
    """Starting from the far village alone, the near one is behind the same bridge."""
    problem = Problem.from_arrays(
        tail=[0, 1, 2],
        head=[1, 2, 3],
        transit_s=[10, 10, 10],
        capacity_per_s=[9, 9, 1],
        source=[0, 1],
        persons=[100, 100],
        sink=[3],
    )
    cut = simple_cut(problem, np.array([True, False]))
    assert cut.behind.tolist() == [True, True]
    assert cut.lower_s == 20 + 200


def test_people_released_late_cannot_be_early() -> None:
    cut = simple_cut(two_ways(release_s=[1000]))
    assert cut.lower_s == 1110
    problem = two_ways(source=[0, 0], persons=[10, 5], release_s=[1000, 0])
    cut = simple_cut(problem)
    # Either all 15 from 0 s on (115 s), or the 10 who start at 1,000 s, as one node has one label.
    assert cut.lower_s == pytest.approx(115)
    assert check(problem, cut.certificate(problem)).refuted


def test_with_a_deadline_the_cut_for_that_deadline_is_taken() -> None:
    """A far village of 10 decides at 1,000 s, a town of 1,000 at 100 s."""
    problem = Problem.from_arrays(
        tail=[0, 1],
        head=[2, 2],
        transit_s=[5000, 10],
        capacity_per_s=[1, 1],
        source=[0, 1],
        persons=[10, 1000],
        sink=[2],
    )
    assert simple_cut(problem).behind.tolist() == [True, False]
    assert simple_cut(problem).lower_s == 5010
    early = simple_cut(problem, horizon_s=100)
    assert early.behind[1]
    assert check(problem, early.certificate(problem, 100)).arrivals_bound <= 100


def test_people_without_a_way_and_people_at_the_sink_are_not_behind() -> None:
    problem = two_ways(source=[0, 1, 2], persons=[10, 7, 5], nodes=3)
    cut = simple_cut(problem)
    assert cut.behind.tolist() == [True, False, False]
    proof = check(problem, cut.certificate(problem))
    assert proof.persons == 17
    assert proof.refuted


def test_nobody_to_hold_up() -> None:
    cut = simple_cut(two_ways(source=[1]))
    assert cut.lower_s == 0
    assert len(cut.arcs) == 0
    assert cut.persons_behind == 0
    assert not cut.break_even(10).refuted


def test_dead_ends_cost_nothing() -> None:
    problem = Problem.from_arrays(
        tail=[0, 0, 2, 3],
        head=[1, 2, 3, 2],
        transit_s=[100, 5, 5, 5],
        capacity_per_s=[1, 50, 50, 50],
        source=[0],
        persons=[10],
        sink=[1],
    )
    cut = simple_cut(problem)
    assert cut.arcs.tolist() == [0]
    assert check(problem, cut.certificate(problem)).terms == 1


def test_times_beyond_any_street_are_shortened_and_the_bound_stays_true() -> None:
    problem = two_ways(transit_s=[1e15, 3e7], release_s=[1e15])
    cut = simple_cut(problem)
    assert cut.lower_s == 2 * 2.0**24 + 10 / 2
    assert check(problem, cut.certificate(problem)).refuted
