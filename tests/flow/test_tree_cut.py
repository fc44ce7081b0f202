"""The minimum cut where people come out of a tree: a lane that is full when it would be of use."""

from __future__ import annotations

import numpy as np
import pytest

from safeground.flow.layers import LayeredFlow
from safeground.flow.network import build_network
from safeground.flow.problem import Problem


@pytest.fixture
def village() -> Problem:
    """60 people, a lane of 1 person/s and 10 s; from its end 0.5 a second go on in 10 s, or many in 50 s.

    By 70 s only those who are at its end before 20 s can take the long way. The lane is full until all
    have left, at 60 s, and has space again when that is of no use: 10 + 20 of the 60 arrive.
    """
    return Problem.from_arrays(
        tail=[0, 1, 1],
        head=[1, 2, 2],
        transit_s=[10, 10, 50],
        capacity_per_s=[1, 0.5, 10],
        source=[0],
        persons=[60],
        sink=[2],
    )


@pytest.mark.parametrize(("by_s", "behind"), [(40, True), (70, True), (99, True), (125, False)])
def test_people_whose_lane_is_full_are_behind(village: Problem, by_s: int, behind: bool) -> None:
    network = build_network(village)
    every = np.ones(len(network.tail), np.bool_)
    flow = LayeredFlow(network, 1.0, by_s, network.to_sink_s, every, network.capacity_per_s)
    assert flow.extend(by_s, lambda: False)
    # To the junction by 1 a second from 10 s on; the long way from T - 50 s on is closed.
    before = max(0.0, min(by_s - 50 - 10, 60.0))
    arrived = min(60.0, before + 0.5 * max(0.0, by_s - 10 - max(by_s - 50, 10)))
    assert flow.missing_persons == pytest.approx(60 - arrived, abs=0.01)
    assert (flow.missing_persons > 0) == behind
    found, _ = flow.minimum_cut()
    assert found.any() == behind
