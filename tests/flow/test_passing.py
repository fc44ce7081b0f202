"""What passes a cut whose streets have hours, by hand, and its inverses."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.flow.certificate import check
from safeground.flow.passing import Passing
from safeground.flow.problem import Problem
from safeground.flow.simple_cut import simple_cut


def hours(**more: object) -> Problem:
    """A gate of 10 s for 2 persons a second, open from 20 to 50 s and from 80 to 100 s, and 90 people."""
    given = {
        "tail": [0, 1, 2],
        "head": [1, 2, 3],
        "transit_s": [5, 10, 7],
        "capacity_per_s": [9, 2, 9],
        "source": [0],
        "persons": [90],
        "sink": [3],
        "window_arc": [1, 1],
        "window_open_s": [20, 80],
        "window_close_s": [50, 100],
    }
    return Problem.from_arrays(**{**given, **more})


def test_a_gate_with_hours() -> None:
    cut = simple_cut(hours())
    assert cut.arcs.tolist() == [1]
    # 60 pass from 20 to 50 s, the other 30 from 80 to 95 s, and are there 17 s later.
    assert cut.lower_s == pytest.approx(112)
    assert cut.arrivals_of_behind(97) == 60
    assert cut.arrivals_of_behind(100) == 66
    assert cut.break_even(97).capacity_factor == pytest.approx(1.5)
    assert cut.break_even(97).persons == 60
    assert check(hours(), cut.certificate(hours())).refuted


def test_a_gate_with_quotas() -> None:
    problem = hours(window_quota=[40, math.nan])
    cut = simple_cut(problem)
    assert cut.lower_s == math.inf  # 40 and 40 are fewer than 90
    assert cut.break_even(200).capacity_factor == pytest.approx(1.25)  # the second window, with 50 of them
    assert simple_cut(hours(window_quota=[40, 40])).break_even(200).capacity_factor == math.inf
    assert check(problem, cut.certificate(problem)).refuted


def test_a_gate_while_everybody_stops() -> None:
    problem = hours(halt_from_s=[85], halt_until_s=[385])
    cut = simple_cut(problem)
    assert cut.lower_s == math.inf  # 60 and 10: the second window ends in the halt
    late = hours(halt_from_s=[105], halt_until_s=[405])
    assert simple_cut(late).lower_s == pytest.approx(412)  # at 105 s the last had 7 s to go
    assert check(late, simple_cut(late).certificate(late)).refuted
    assert cut.break_even(97).persons == 60


openings = st.lists(
    st.tuples(
        st.integers(0, 20), st.integers(1, 20) | st.just(math.inf), st.integers(1, 5), st.integers(0, 60)
    ),
    min_size=1,
    max_size=4,
)


@given(openings, st.booleans(), st.integers(1, 150), st.integers(1, 60))
def test_time_and_factor_are_inverse_to_what_passes(
    drawn: list[tuple[int, float, int, int]], quotas: bool, persons: int, horizon: int
) -> None:
    first, lasts, rate, quota = (np.array(column, float) for column in zip(*drawn, strict=True))
    quota = quota if quotas else np.full(len(first), np.inf)
    passing = Passing(np.zeros(len(first), np.int64), first, first + lasts, rate, quota)
    time = passing.least_time_s(persons)
    if time < math.inf:
        assert passing.by(time) == pytest.approx(persons)
        assert passing.by(time - 1e-6) < persons
    else:
        assert passing.by(1e9) < persons
    factor = passing.factor(horizon, persons)
    if factor < math.inf:
        assert passing.by(horizon, factor) == pytest.approx(persons)
        assert passing.by(horizon, factor * (1 - 1e-6)) < persons
    else:
        assert passing.by(horizon, 1e9) < persons


def test_a_cut_of_many_streets_is_told_in_few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look adds up all openings: one a street would take minutes on a cut of open ground."""
    looks: list[float] = []
    by = Passing.by

    def counted(self: Passing, horizon_s: float, factor: float = 1.0) -> float:
        looks.append(horizon_s)
        return by(self, horizon_s, factor)

    monkeypatch.setattr(Passing, "by", counted)
    first_s = np.arange(4096.0)
    many = np.ones(4096)
    cut = Passing(np.arange(4096), first_s, first_s + 10, many, 5 * many)
    # Five a street at one a second: by 1,000 s the 996 first are full and four are on the way with 4 to 1.
    assert by(cut, 1000.0) == 5 * 996 + 4 + 3 + 2 + 1
    assert cut.least_time_s(4990) == pytest.approx(1000.0)
    assert cut.factor(1000.0, 4990) == pytest.approx(1.0)
    assert len(looks) < 40
