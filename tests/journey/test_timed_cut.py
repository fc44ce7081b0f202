"""What a certificate says of streets that open and close: arithmetic on two arcs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from safeground.flow.certificate import Certificate
from safeground.flow.problem import Problem
from safeground.journey.timed_cut import LARGEST_FACTOR, is_timed, timed_cut


def problem(**times):
    """100 people, two streets of 10 s to one end: 1 a second, and 2 a second."""
    return Problem.from_arrays(
        tail=[0, 0],
        head=[1, 1],
        transit_s=[10.0, 10.0],
        capacity_per_s=[1.0, 2.0],
        source=[0],
        persons=[100.0],
        sink=[1],
        **times,
    )


def cut(made, deadline_s):
    return timed_cut(made, Certificate.of(made, np.array([0.0, deadline_s]), deadline_s), deadline_s)


def test_hours_of_one_street():
    made = problem(window_arc=[1], window_open_s=[20.0], window_close_s=[30.0])
    assert is_timed(made)
    assert not is_timed(problem())
    # By 50 s: 40 through the one, 20 through the other, which is open for 10 s.
    found = cut(made, 50.0)
    assert found.arcs.tolist() == [0, 1]
    assert (found.persons_behind, found.passing) == (100, 60)
    assert found.capacity_factor == pytest.approx(100 / 60)
    assert found.offset_s.tolist() == [10, 10]


def test_a_quota_bends_the_factor_and_may_leave_none():
    # At most 30 through each: 2 · 30 < 100, whatever they carry.
    made = problem(
        window_arc=[0, 1], window_open_s=[0.0, 0.0], window_close_s=[99.0, 99.0], window_quota=[30.0, 30.0]
    )
    found = cut(made, 30.0)
    assert found.passing == 20 + 30
    assert math.isinf(found.capacity_factor)
    # 80 through the first: 20 f + 20 = 100 ends it at f = 4; below the greatest that is looked for.
    made = problem(
        window_arc=[0, 1], window_open_s=[0.0, 0.0], window_close_s=[99.0, 99.0], window_quota=[90.0, 20.0]
    )
    found = cut(made, 30.0)
    assert found.capacity_factor == pytest.approx(4)
    assert found.capacity_factor < LARGEST_FACTOR


def test_a_curfew_counts_in_moving_time():
    made = problem(halt_from_s=[5.0], halt_until_s=[25.0])
    # 50 s with 20 s of standing still, less 10 s of way: 20 s at 3 a second.
    found = cut(made, 50.0)
    assert found.passing == pytest.approx(60)
    assert found.capacity_factor == pytest.approx(100 / 60)
    # The first are through after 10 s of moving: at 30 s.
    assert found.offset_s.tolist() == [30, 30]
