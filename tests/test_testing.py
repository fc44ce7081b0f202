"""The grid town's answers, worked out by hand, against the engine and against a wrong bracket."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from safeground.errors import CertificateRefused
from safeground.flow.bracket import bracket
from safeground.flow.certificate import check
from safeground.flow.replay import ScheduleRefused
from safeground.flow.simple_cut import simple_cut
from safeground.testing import assert_bracket_holds, grid_town, grid_town_arrivals, grid_town_least_s


def test_the_town_by_hand() -> None:
    town = grid_town(3, persons=10)
    assert town.nodes == 9
    assert len(town.tail) == 24
    assert town.sink.tolist() == [2, 5, 8]
    # Along the row from 2 s on, by the second row from 3 s on: (T - 2) + (T - 3) = 10.
    assert grid_town_least_s(3, 10) == 7.5
    assert [grid_town_arrivals(3, t, 10) for t in (0, 2, 3, 5, 7.5, 99)] == [0, 0, 1, 5, 10, 10]


def test_few_people_all_take_the_shorter_way() -> None:
    assert grid_town_least_s(5, 0.5) == 4.5


def test_each_row_walks_for_itself() -> None:
    town = grid_town(3, persons=12, start="edge")
    assert town.source.tolist() == [0, 3, 6]
    assert town.persons.tolist() == [4, 4, 4]
    assert grid_town_least_s(3, 12, "edge") == 6
    assert grid_town_arrivals(3, 4.5, 12, "edge") == 7.5


@pytest.mark.parametrize("start", ["corner", "edge"])
@pytest.mark.parametrize("n", [2, 3, 7])
def test_the_simple_cut_is_exact_in_the_grid_town(n: int, start: str) -> None:
    town = grid_town(n, 50, start)
    cut = simple_cut(town)
    assert cut.lower_s == pytest.approx(grid_town_least_s(n, 50, start), rel=1e-12)
    assert len(cut.arcs) == (2 if start == "corner" else n)
    horizon = 0.7 * cut.lower_s
    bound = check(town, cut.certificate(town, horizon)).arrivals_bound
    assert bound == pytest.approx(grid_town_arrivals(n, horizon, 50, start))


@pytest.mark.parametrize("start", ["corner", "edge"])
def test_the_bracket_holds_the_answer(start: str) -> None:
    town, answer = grid_town(6, 80, start), grid_town_least_s(6, 80, start)
    by = 0.6 * answer
    found = bracket(town, gap=0.005, seconds=20, deadline_s=by)
    assert_bracket_holds(town, found)
    assert found.upper_s is not None
    assert found.lower_s <= answer <= found.upper_s <= 1.006 * found.lower_s
    arrived = grid_town_arrivals(6, by, 80, start)
    assert found.arrivals_lower is not None
    assert found.arrivals_upper is not None
    assert found.arrivals_lower <= arrived <= found.arrivals_upper + 1e-9
    assert found.arrivals_lower > 0.98 * arrived


def test_a_bracket_that_says_too_much_is_caught() -> None:
    town = grid_town(4, 30)
    found = bracket(town, gap=0.01, seconds=20, deadline_s=10.0)
    assert found.upper_s is not None
    assert found.schedule is not None
    assert found.certificate is not None
    assert found.arrivals_upper is not None
    wrong = [
        {"lower_s": found.lower_s * 1.01},
        {"upper_s": found.upper_s * 0.99},
        {"gap": 0.0},
        {"persons": 29.0},
        {"unreachable_persons": 1.0},
        {"certificate": None},
        {"schedule": None},
        {"upper_s": None, "schedule": None, "no_upper": None},
        {"arrivals_upper": found.arrivals_upper * 0.9},
        {"arrivals_lower": found.arrivals_upper * 1.1},
        {"deadline_s": 9.0},
        {"proven_persons": found.proven_persons[::-1]},
        {"schedule_s": found.schedule_s[::-1]},
    ]
    assert_bracket_holds(town, found)
    for change in wrong:
        with pytest.raises(AssertionError):
            assert_bracket_holds(town, dataclasses.replace(found, **change))
    other = dataclasses.replace(found.certificate, problem_sha256="0" * 64)
    with pytest.raises(CertificateRefused):
        assert_bracket_holds(town, dataclasses.replace(found, certificate=other))
    faster = dataclasses.replace(found.schedule, start_s=np.zeros(len(found.schedule)))
    with pytest.raises((ScheduleRefused, AssertionError)):
        assert_bracket_holds(town, dataclasses.replace(found, schedule=faster))


@pytest.mark.parametrize(("n", "persons"), [(1, 5), (3, 0), (3, float("inf")), (3, float("nan"))])
def test_a_town_that_cannot_be(n: int, persons: float) -> None:
    with pytest.raises(ValueError, match="grid town"):
        grid_town(n, persons)
