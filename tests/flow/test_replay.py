"""Schedules written by hand, right and wrong, carried out on their problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from safeground.errors import SafegroundError
from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem
from safeground.flow.replay import ScheduleRefused, replay
from safeground.flow.schedule import Schedule


def chain(**more: object) -> Problem:
    """0 -> 1 in 10 s at 2 persons a second, 1 -> 2 in 5 s at 1; twenty people at 0."""
    given = {
        "tail": [0, 1, 1],
        "head": [1, 2, 0],
        "transit_s": [10, 5, 10],
        "capacity_per_s": [2, 1, 2],
        "source": [0],
        "persons": [20],
        "sink": [2],
        "street_id": [0, 1, 0],
    }
    return Problem.from_arrays(**{**given, **more})


def rows(*uses: tuple[int, float, float, float], horizon_s: float = 35.0) -> Schedule:
    arc, start, duration, persons = zip(*uses, strict=True)
    return Schedule(
        np.array(arc), np.array(start, float), np.array(duration, float), np.array(persons, float), horizon_s
    )


GOOD = rows((0, 0, 10, 20), (1, 10, 20, 20))


def test_a_good_schedule() -> None:
    done = replay(chain(), GOOD)
    assert done.arrived_persons == 20.0
    assert done.last_arrival_s == 35.0
    # From 10 s to 20 s two a second come to node 1 and one goes on.
    assert done.largest_crowd_persons == pytest.approx(10.0)
    assert done.largest_crowd_node == 1
    assert done.largest_crowd_s == 20.0


def test_who_has_not_left_home_is_no_crowd() -> None:
    done = replay(chain(), rows((0, 0, 20, 20), (1, 10, 20, 20)))
    assert done.largest_crowd_persons == pytest.approx(0.0)
    assert done.largest_crowd_node == -1


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        (rows((0, 0, 9.9, 20), (1, 10, 20, 20)), "street 0"),
        (rows((0, 0, 10, 20), (1, 10, 19, 20)), "street 1"),
        (rows((0, 0, 10, 10), (0, 5, 5, 10), (1, 10, 20, 20)), "street 0"),
        (rows((0, 0, 10, 20), (1, 9, 20, 20)), "node 1"),
        (rows((0, 0, 10, 20), (1, 9.9, 20, 20)), "node 1"),
        (rows((0, 0, 10, 20), (0, 10, 1, 1), (1, 10, 20, 20)), "node 0"),
        (rows((0, 0, 10, 20), (1, 10, 21, 21), horizon_s=36), "node 1"),
        (rows((0, 0, 10, 20), (1, 10, 20, 19)), "arrive"),
        (rows((0, 0, 10, 19), (1, 10, 20, 19)), "arrive"),
        (rows((0, 0, 10, 20), (1, 10, 20, 20), horizon_s=34.9), "horizon"),
        (rows((0, 0, 10, 20), (1, 10, 20, 20), (1, 0, 1, -1)), "nobody"),
        (rows((0, 0, 10, 20), (1, 10, 20, 20), (1, 0, 0, 1)), "no time"),
        (rows((0, -1, 10, 20), (1, 10, 20, 20)), "before 0"),
        (rows((0, np.nan, 10, 20), (1, 10, 20, 20)), "finite"),
        (rows((7, 0, 10, 20), (1, 10, 20, 20)), "arc"),
        (rows((-1, 0, 10, 20), (1, 10, 20, 20)), "arc"),
        # A street both ways at once: together faster than its width.
        (rows((0, 0, 10, 20), (2, 10, 5, 1), (0, 10, 10, 20), (1, 20, 20, 20), horizon_s=45), "street 0"),
    ],
)
def test_a_bad_schedule_is_refused(schedule: Schedule, why: str) -> None:
    with pytest.raises(ScheduleRefused, match=why) as refused:
        replay(chain(), schedule)
    assert isinstance(refused.value, SafegroundError)


def test_nobody_leaves_before_release() -> None:
    later = Schedule(GOOD.arc, GOOD.start_s + 5, GOOD.duration_s, GOOD.persons, 40.0)
    assert replay(chain(release_s=[5]), later).last_arrival_s == 40.0
    with pytest.raises(ScheduleRefused, match="node 0"):
        replay(chain(release_s=[6]), later)


def test_an_arc_of_a_wide_street_keeps_its_own_capacity() -> None:
    problem = chain(capacity_per_s=[1, 1, 2])
    with pytest.raises(ScheduleRefused, match="arc 0"):
        replay(problem, GOOD)


def test_room() -> None:
    enough = chain(refuge_of_sink=[0], refuge_room=[20])
    assert replay(enough, GOOD).arrived_persons == 20.0
    short = chain(refuge_of_sink=[0], refuge_room=[19])
    with pytest.raises(ScheduleRefused, match="room for 19"):
        replay(short, GOOD)
    assert replay(short, GOOD, everybody=False).arrived_persons == 19.0


def test_people_pass_through_a_full_refuge() -> None:
    problem = chain(sink=[1, 2], refuge_of_sink=[0, 1], refuge_room=[5, 100])
    assert replay(problem, rows((0, 0, 10, 20), (1, 10, 15, 15))).arrived_persons == 20.0
    with pytest.raises(ScheduleRefused, match="refuge 0"):
        replay(problem, rows((0, 0, 10, 20), (1, 10, 14, 14)))


def test_who_has_no_way_is_not_missed() -> None:
    problem = chain(nodes=4, source=[0, 3], persons=[20, 5])
    assert replay(problem, GOOD).arrived_persons == 20.0


def test_part_of_the_people_by_a_deadline() -> None:
    some = rows((0, 0, 10, 20), (1, 10, 10, 10), horizon_s=25)
    done = replay(chain(), some, everybody=False)
    assert done.arrived_persons == pytest.approx(10.0)
    assert done.last_arrival_s == 25.0
    with pytest.raises(ScheduleRefused):
        replay(chain(), some)


@pytest.mark.parametrize("seed", range(12))
def test_mutated_schedules_are_refused(seed: int) -> None:
    rng = np.random.default_rng(seed)
    streets = 30
    one, other = rng.integers(0, 12, streets), rng.integers(0, 12, streets)
    problem = Problem.from_arrays(
        nodes=12,
        tail=np.concatenate([one, other]),
        head=np.concatenate([other, one]),
        transit_s=np.tile(rng.integers(0, 20, streets), 2),
        capacity_per_s=np.tile(rng.integers(1, 4, streets), 2),
        source=np.arange(1, 12),
        persons=rng.integers(1, 50, 11),
        sink=[0],
        street_id=np.tile(np.arange(streets), 2),
    )
    good = bracket(problem).schedule
    replay(problem, good)
    row = int(np.argmax(good.persons))
    into = int(np.flatnonzero(problem.head[good.arc] == 0)[0])
    faster, more, fewer = good.duration_s.copy(), good.persons.copy(), good.persons.copy()
    faster[row] *= 0.3
    more[row] += 1
    fewer[into] -= 1e-3 * problem.persons.sum()
    for bad in (
        replace(good, duration_s=faster),
        replace(good, persons=more),
        replace(good, persons=fewer),
        replace(good, start_s=good.start_s[::-1].copy()),
        replace(good, horizon_s=good.horizon_s * 0.999),
    ):
        with pytest.raises(ScheduleRefused):
            replay(problem, bad)


WINDOWS = {"window_arc": [1, 1], "window_open_s": [10, 40], "window_close_s": [20, 60]}
HALT = {"halt_from_s": [12], "halt_until_s": [17]}


@pytest.mark.parametrize(
    ("given", "schedule"),
    [
        (WINDOWS, rows((0, 0, 10, 20), (1, 10, 10, 10), (1, 40, 10, 10), horizon_s=55)),
        (
            {**WINDOWS, "window_quota": [4, np.inf]},
            rows((0, 0, 10, 20), (1, 10, 10, 4), (1, 40, 16, 16), horizon_s=61),
        ),
        # Who entered arc 0 from 2 s on comes out from 17 s on, as all stand still from 12 s to 17 s.
        (HALT, rows((0, 0, 10, 20), (1, 10, 2, 2), (1, 17, 18, 18), horizon_s=40)),
    ],
)  # fmt: skip
def test_schedules_that_keep_hours_quotas_and_halts(given: dict[str, object], schedule: Schedule) -> None:
    done = replay(chain(**given), schedule)
    assert done.arrived_persons == pytest.approx(20)
    assert done.last_arrival_s == schedule.horizon_s


@pytest.mark.parametrize(
    ("given", "schedule", "why"),
    [
        (WINDOWS, GOOD, "while it is closed"),
        (WINDOWS, rows((0, 0, 10, 20), (1, 10, 10, 10), (1, 39, 10, 10), horizon_s=55), "while it is closed"),
        (
            {**WINDOWS, "window_quota": [4, np.inf]},
            rows((0, 0, 10, 20), (1, 10, 10, 5), (1, 40, 15, 15), horizon_s=60),
            "quota",
        ),
        (HALT, GOOD, "has to stop"),
        (HALT, rows((0, 0, 10, 20), (1, 10, 2, 2), (1, 16, 19, 18), horizon_s=40), "has to stop"),
        (HALT, rows((0, 0, 10, 20), (1, 10, 2, 2), (1, 17, 18, 18), horizon_s=39), "after its horizon"),
        # By the clock the first come to node 1 after 10 s: at 15 s, where all stood still from 2 s to 7 s.
        (
            {"halt_from_s": [2], "halt_until_s": [7]},
            rows((0, 0, 2, 4), (0, 7, 8, 16), (1, 14, 20, 20), horizon_s=40),
            "more have left node 1",
        ),
    ],
)
def test_schedules_that_break_hours_quotas_or_halts(
    given: dict[str, object], schedule: Schedule, why: str
) -> None:
    with pytest.raises(ScheduleRefused, match=why):
        replay(chain(**given), schedule)
