"""What part of a truck a trip takes: never too much at the best, always enough at the worst."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeground.supply.fleets import surely_driven, trips

DAY_H = 24.0
HOURS = st.integers(4, 200).map(lambda quarters: quarters / 4)


def _mixes(trip_h: list[float]) -> list[tuple[int, ...]]:
    """Every count of trips that one truck can start within a day, the longest last: by trying all."""
    found = []
    for counts in product(*(range(math.ceil(DAY_H / hours) + 1) for hours in trip_h)):
        started = [hours for hours, count in zip(trip_h, counts, strict=True) for _ in range(count)]
        if started and sum(sorted(started)[:-1]) < DAY_H:
            found.append(counts)
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(HOURS, min_size=1, max_size=3))
def test_no_mix_of_trips_that_a_truck_can_start_in_a_day_takes_more_than_a_truck(trip_h: list[float]) -> None:
    shares = [share for share, _ in trips(trip_h, DAY_H, optimistic=True)]
    assert all(0 < share <= 1 for share in shares)
    for counts in _mixes(trip_h):
        assert sum(n * share for n, share in zip(counts, shares, strict=True)) <= 1 + 1e-12, counts


@settings(max_examples=60, deadline=None)
@given(st.lists(HOURS, min_size=1, max_size=3), st.data())
def test_trucks_that_drive_without_a_rest_keep_within_the_shares_on_every_day(
    trip_h: list[float], data: st.DataObject
) -> None:
    """One truck, any order of trips, any rest before each: charged for as many days as its trips say."""
    given_shares = trips(trip_h, DAY_H, optimistic=True)
    taken = [0.0] * 40
    now = 0.0
    while now < 10 * DAY_H:
        which = data.draw(st.integers(0, len(trip_h) - 1))
        now += data.draw(st.sampled_from([0.0, 0.0, 0.5, 7.0]))
        share, busy = given_shares[which]
        for after in range(busy):
            taken[int(now // DAY_H) + after] += share
        now += trip_h[which]
    assert max(taken) <= 1 + 1e-12


@pytest.mark.parametrize("hours", [0.5, 1.0, 5.0, 7.0, 8.0, 11.9, 12.0, 12.2, 23.0, 24.0, 30.0, 100.0])
def test_trips_that_are_all_alike_are_counted_exactly(hours: float) -> None:
    most = math.ceil(DAY_H / hours)
    for share, busy in trips([hours, hours], DAY_H, optimistic=True):
        assert share == 1 / most or share == math.nextafter(1 / most, 0)
        assert busy == max(1, math.floor(hours / DAY_H))


def test_two_long_trips_and_a_short_one_start_within_a_day() -> None:
    """12.2 h, 5.6 h, and at 17.8 h again the long way: three loads are there at 23.9 h."""
    short, long = (share for share, _ in trips([5.6, 12.2], DAY_H, optimistic=True))
    assert 2 * long + short <= 1
    assert 2 * long + 2 * short <= 1
    # No more than that: 12.2 h and three times 5.6 h are over when the day is.
    assert 2 * long + 3 * short > 1
    assert 7 * short <= 1 < 8 * short  # Five start: the price of one rule for both.
    assert 2 * long <= 1 < 3 * long


def test_a_long_trip_after_short_ones_starts_on_the_same_day() -> None:
    """Three of 6 h, then one of 36 h, which leaves at 18:00."""
    short, long = (share for share, _ in trips([6.0, 36.0], DAY_H, optimistic=True))
    assert 3 * short + long <= 1 + 1e-15


@settings(max_examples=100, deadline=None)
@given(st.lists(HOURS, min_size=1, max_size=3), st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_trips_within_a_truck_at_the_worst_take_no_more_than_a_day(
    trip_h: list[float], counts: list[int]
) -> None:
    found = trips(trip_h, DAY_H, optimistic=False)
    days = [(hours, share) for hours, (share, busy) in zip(trip_h, found, strict=True) if busy == 1]
    if sum(n * share for n, (_, share) in zip(counts, days, strict=False)) <= 1 + 1e-12:
        assert sum(n * hours for n, (hours, _) in zip(counts, days, strict=False)) <= DAY_H * (1 + 1e-9)
    assert all(busy * DAY_H >= hours for hours, (_, busy) in zip(trip_h, found, strict=True))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 30), st.lists(st.tuples(st.floats(0, 9), HOURS), min_size=1, max_size=6))
def test_whole_trucks_that_stay_on_their_ways_drive_what_the_parts_ask_for(
    trucks: int, asked: list[tuple[float, float]]
) -> None:
    """Each way has trucks of its own; each of them drives whole trips, as many as end within a day."""
    hours = [min(each, DAY_H) for _, each in asked]
    shares = trips(hours, DAY_H, optimistic=False)
    parts = sum(x * share for (x, _), (share, _) in zip(asked, shares, strict=True))
    if parts <= surely_driven(trucks, [busy for _, busy in shares]):
        needed = [
            math.ceil(math.ceil(x) / math.floor(DAY_H / each))
            for (x, _), each in zip(asked, hours, strict=True)
        ]
        assert sum(needed) <= trucks


@pytest.mark.parametrize("hours", [0.0, -1.0, math.inf, math.nan])
def test_hours_that_are_none_are_refused(hours: float) -> None:
    with pytest.raises(ValueError, match="finite and more than 0"):
        trips([1.0, hours], DAY_H, optimistic=True)
