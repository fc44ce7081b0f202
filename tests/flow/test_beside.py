"""Several schedules on the same streets, one after the other: each gets what those before it leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem
from safeground.flow.replay import ScheduleRefused, replay


def street(**more: object) -> Problem:
    """A street of 10 s for 2 persons a second in both directions together; 100 people at its start."""
    given = {
        "tail": [0, 1],
        "head": [1, 0],
        "transit_s": [10, 10],
        "capacity_per_s": [2, 2],
        "source": [0],
        "persons": [100],
        "sink": [1],
        "street_id": [0, 0],
    }
    return Problem.from_arrays(**{**given, **more})


def test_the_second_waits_for_the_first() -> None:
    first = bracket(street(), gap=0.001)
    assert first.upper_s == pytest.approx(60, rel=2e-3)
    second = bracket(street(), gap=0.02, beside=[first.schedule])
    assert second.lower_s == pytest.approx(60, rel=1e-3)  # the proof takes no account of others
    assert second.upper_s == pytest.approx(110, rel=0.03)
    assert replay(street(), second.schedule, beside=[first.schedule]).arrived_persons == pytest.approx(100)
    with pytest.raises(ScheduleRefused, match="more enter street"):
        replay(street(), first.schedule, beside=[first.schedule])


def test_who_comes_the_other_way_takes_width() -> None:
    against = bracket(street(source=[1], sink=[0], persons=[40]), gap=0.001).schedule
    found = bracket(street(), gap=0.02, beside=[against])
    assert found.upper_s == pytest.approx(20 + 60, rel=0.03)


def test_half_the_width_is_left() -> None:
    slow = bracket(street(capacity_per_s=[1, 1], persons=[60]), gap=0.001).schedule
    found = bracket(street(), gap=0.02, beside=[slow])
    # Until 60 s one a second, then two a second for the other 40.
    assert found.upper_s == pytest.approx(10 + 60 + 20, rel=0.05)


@pytest.mark.parametrize("seed", range(20))
def test_both_together_can_be_carried_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = 7
    ends = np.stack([np.arange(nodes - 1), np.arange(1, nodes)], axis=1)
    ends = np.concatenate([ends, rng.integers(0, nodes, (8, 2))])
    streets = len(ends)
    both = np.concatenate([ends, ends[:, ::-1]])
    hours = {"window_arc": [0], "window_open_s": [5], "window_close_s": [200]} if seed % 3 == 0 else {}
    one = Problem.from_arrays(
        tail=both[:, 0],
        head=both[:, 1],
        transit_s=np.tile(rng.integers(1, 9, streets), 2),
        capacity_per_s=np.tile(rng.integers(1, 5, streets), 2),
        source=[0, 1],
        persons=rng.integers(20, 90, 2),
        sink=[nodes - 1],
        street_id=np.tile(np.arange(streets), 2),
        **hours,
    )
    other = replace(one, source=np.array([nodes - 1]), persons=np.array([80.0]), release_s=np.zeros(1),
                    sink=np.array([0]))  # fmt: skip
    first = bracket(other, gap=0.05, seconds=60).schedule
    found = bracket(one, gap=0.05, seconds=60, beside=[first])
    assert found.schedule is not None, found.no_upper
    assert replay(one, found.schedule, beside=[first]).last_arrival_s <= found.upper_s + 1e-6
