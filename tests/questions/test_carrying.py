"""Vehicles for people who cannot walk unaided: trips by hand, and never an answer in favour of the plan."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.journey.driving import Driving
from safeground.plan.condition_words import Transport
from safeground.quantity import Range
from safeground.questions.carrying import carrying, together, trips


def h(low, high=None):
    return Range(low, low if high is None else high, "h")


def test_trips_by_hand():
    # Best: 4 h = 0.25 + 0.5 for the first, then 3.25 / 1.25 = 2.6: two more. Worst: 3 / 2.5 = 1.2: one.
    assert trips(Driving(h(0.5, 1), h(1, 2)), h(0.25, 0.5), h(3, 4)) == Range(1, 3, "trips")
    assert trips(Driving(h(1), h(2)), h(0.5), h(1.4)) == Range(0, 0, "trips")
    assert trips(Driving(h(1), h(2)), h(0.5), h(1.5)).high == 1
    assert trips(Driving(h(1, math.inf), h(2, math.inf)), h(0.5), h(9)).low == 0
    assert trips(Driving(h(0), h(0)), h(0), h(1)).high == math.inf


def test_persons_and_vehicles_needed_by_hand():
    fleet = Transport(notice="n", vehicles=(10, 20), seats=(4, 5), loading_h=(0.25, 0.5))
    (found,) = carrying([fleet], Driving(h(0.5, 1), h(1, 2)), h(3, 4), Range(100, 400, "persons"))
    assert found.persons == Range(40, 300, "persons")
    # At best 100 / (5 · 3) = 6.7, at worst 400 / (4 · 1) = 100.
    assert found.vehicles_needed == Range(7, 100, "vehicles")
    assert together([found, found]).high == 600


TIMES = st.floats(0, 5)


@given(TIMES, TIMES, TIMES, TIMES, TIMES)
def test_more_time_and_shorter_ways_never_make_fewer_trips(out, back, loading, hours, more):
    now = trips(Driving(h(out), h(out + back)), h(loading), h(hours))
    later = trips(Driving(h(out), h(out + back)), h(loading), h(hours + more))
    assert later.high >= now.high
    assert later.low >= now.low
    assert now.low <= now.high


@given(st.floats(0.1, 5), st.floats(0.1, 5), st.floats(0.1, 2), st.floats(0, 24))
def test_no_timetable_of_one_vehicle_beats_the_most(out, back, loading, hours):
    clock, done = 0.0, 0
    while True:
        clock += loading + out
        if clock > hours - 1e-6:
            break
        done += 1
        clock += back
    assert done <= trips(Driving(h(out), h(out + back)), h(loading), h(hours)).high


@pytest.mark.parametrize("need", [0.0, 1e-9])
def test_nobody_to_carry_needs_no_vehicle(need):
    fleet = Transport(notice="n", vehicles=1, seats=1, loading_h=1)
    (found,) = carrying([fleet], Driving(h(1), h(2)), h(9), Range(0, need, "persons"))
    assert found.vehicles_needed.low == 0
