"""People who set out late from a place where they have arrived already."""

import numpy as np
import pytest

from safeground.flow.bracket import bracket
from safeground.flow.certificate import check
from safeground.flow.lower import Cutter
from safeground.flow.network import build_network
from safeground.flow.problem import Problem
from safeground.flow.replay import replay


def at_the_sink(others: float, release_s: float) -> Problem:
    """Fifty people at the sink, and others 100 s away over an arc of 2 a second."""
    return Problem.from_arrays(
        tail=[0],
        head=[1],
        transit_s=[100],
        capacity_per_s=[2],
        source=[0, 1],
        persons=[others, 50],
        sink=[1],
        release_s=[release_s, release_s],
    )


@pytest.mark.parametrize("release_s", [0.0, 600.0])
@pytest.mark.parametrize("others", [0.0, 1.0, 1000.0])
def test_they_arrive_when_they_are_released(release_s, others):
    problem = at_the_sink(others, release_s)
    found = bracket(problem, gap=0.01, seconds=5)
    last = release_s + (100 + others / 2 if others else 0)
    assert found.lower_s == pytest.approx(last, rel=1e-4)
    assert found.upper_s >= found.lower_s
    assert found.certificate is None or check(problem, found.certificate).refuted
    assert replay(problem, found.schedule).arrived_persons == pytest.approx(50 + others)


def test_a_cut_around_them_alone_gives_labels_that_the_checker_reads():
    problem = at_the_sink(1000.0, 600.0)
    network = build_network(problem)
    cutter = Cutter(problem, network)
    behind = np.zeros(network.nodes, bool)
    behind[network.start_of[1]] = True
    certificate = cutter.certificate(cutter.cut(behind, np.zeros(len(network.room), bool), 700.0), 700.0)
    assert check(problem, certificate).horizon_s == 700.0
