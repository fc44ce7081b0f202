"""Carrying out a schedule where real time and the moving clock differ most: at the ends of halts."""

from __future__ import annotations

import numpy as np
import pytest

from safeground.flow.problem import Problem
from safeground.flow.replay import ScheduleRefused, replay
from safeground.flow.schedule import Schedule, empty_schedule


def street(**changes: object) -> Problem:
    """A street of 2 s for 10 persons a second; everybody stops in [4, 9)."""
    arrays: dict[str, object] = {
        "tail": [0],
        "head": [1],
        "transit_s": [2],
        "capacity_per_s": [10],
        "source": [0],
        "persons": [15],
        "sink": [1],
        "halt_from_s": [4],
        "halt_until_s": [9],
    }
    return Problem.from_arrays(**(arrays | changes))


def rows(*uses: tuple[float, float, float], horizon: float) -> Schedule:
    start, duration, persons = (np.array(column, float) for column in zip(*uses, strict=True))
    return Schedule(np.zeros(len(uses), np.int64), start, duration, persons, horizon)


def test_who_is_at_a_sink_has_arrived_when_released_even_while_everybody_stops() -> None:
    there = street(source=[1], release_s=[6])
    assert replay(there, empty_schedule(6.0)).last_arrival_s == 6
    for early in (4.0, 5.9):
        with pytest.raises(ScheduleRefused):
            replay(there, empty_schedule(early))
        assert replay(there, empty_schedule(early), everybody=False).arrived_persons == 0


def test_who_comes_out_as_a_halt_begins_is_there_before_it() -> None:
    done = replay(street(), rows((0.5, 1.5, 15), horizon=4))
    assert done.last_arrival_s == 4


def test_who_sets_out_after_a_halt_is_nowhere_sooner() -> None:
    """By the moving clock 4 s and 9 s are the same."""
    done = replay(street(), rows((9, 1.5, 15), horizon=12.5))
    assert done.last_arrival_s == 12.5
    with pytest.raises(ScheduleRefused, match="after its horizon"):
        replay(street(), rows((9, 1.5, 15), horizon=12))


def test_who_is_released_while_everybody_stops_sets_out_afterwards() -> None:
    late = street(release_s=[6])
    assert replay(late, rows((9, 1.5, 15), horizon=12.5)).last_arrival_s == 12.5
    with pytest.raises(ScheduleRefused, match="than were there"):
        replay(late, rows((2.5, 1.5, 15), horizon=12.5))


def test_tolerance_does_not_grow_into_windows_where_times_are_large() -> None:
    """Seconds since 1970 are times as good as others; a row that misses its window by a second misses it."""
    since = 1.7e9
    plain = {"transit_s": [1], "release_s": [since], "halt_from_s": None, "halt_until_s": None}
    early = rows((since + 9, 1.5, 15), horizon=since + 13)
    window = {"window_arc": [0], "window_open_s": [since + 10], "window_close_s": [since + 11]}
    with pytest.raises(ScheduleRefused, match="closed"):
        replay(street(**plain, **window), early)
    halt = {"halt_from_s": [since + 9], "halt_until_s": [since + 10.5]}
    with pytest.raises(ScheduleRefused, match="stop"):
        replay(street(**(plain | halt)), early)
