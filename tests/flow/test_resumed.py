"""Starting from a former schedule: what is carried out is a flow, and the bounds after it are true."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from safeground.flow.bracket import bracket
from safeground.flow.certificate import check
from safeground.flow.kernels.two_ways import set_off
from safeground.flow.layers import LayeredFlow
from safeground.flow.network import build_network
from safeground.flow.problem import Problem
from safeground.flow.replay import replay
from safeground.flow.resumed import Solved
from safeground.flow.schedule import schedule_of
from safeground.flow.support import Streets


def town(rng: np.random.Generator, *, two_way: bool) -> Problem:
    """Return a grid of streets that share their width both ways, or a tangle of one-way streets."""
    side = int(rng.integers(3, 6))
    node = np.arange(side * side).reshape(side, side)
    one = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    other = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    streets = len(one)
    time, rate = rng.integers(5, 60, streets), rng.integers(1, 5, streets)
    persons = rng.integers(0, 200, side * side)
    persons[0] += 1
    return Problem.from_arrays(
        tail=np.concatenate([one, other]),
        head=np.concatenate([other, one]),
        transit_s=np.tile(time, 2),
        capacity_per_s=np.tile(rate, 2),
        source=np.arange(side * side),
        persons=persons,
        sink=[side * side - 1],
        street_id=np.tile(np.arange(streets), 2) if two_way else None,
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_flow_from_a_former_schedule_is_as_large_as_one_from_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = town(rng, two_way=False)
    former = bracket(problem, gap=0.1, seconds=20).schedule
    assert former is not None
    changed = replace(
        problem, capacity_per_s=problem.capacity_per_s * rng.uniform(0.4, 1.5, len(problem.tail))
    )
    network = build_network(changed)
    width = network.unit_s * math.ceil(former.horizon_s / network.unit_s / rng.integers(6, 40))
    layers = math.ceil(0.7 * former.horizon_s / width) + 1
    offsets = network.to_sink_s + rng.uniform(0, width, network.nodes)
    kept = rng.random(len(network.tail)) < 0.9
    arrived = []
    for start in (False, True):
        flow = LayeredFlow(network, width, layers + 5, offsets, kept, network.capacity_per_s)
        if start:
            flow.start_from(former, layers)
            assert 0 <= flow.arrived <= flow.total
            assert flow.arrived + flow.state.excess.sum() <= flow.total
            capacity = np.repeat(flow.capacity, flow._arc_layers)
            assert (flow.state.flow >= 0).all()
            assert (flow.state.flow <= capacity).all()
            assert (flow.state.waiting >= 0).all()
            assert (flow.state.excess >= 0).all()
        for more in (0, 5):
            assert flow.extend(layers + more, lambda: False)
            arrived.append(flow.arrived)
    assert arrived[:2] == arrived[2:]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_carried_out_is_no_less_than_what_was(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = town(rng, two_way=False)
    network = build_network(problem)
    width = network.unit_s * 20 * 1024
    every = np.ones(len(network.tail), np.bool_)
    flow = LayeredFlow(network, width, 400, network.to_sink_s, every, network.capacity_per_s)
    layers = 40
    flow.extend(layers, lambda: False)
    again = LayeredFlow(network, width / 2, 800, network.to_sink_s, every, network.capacity_per_s)
    nobody = np.full(len(network.tail), -1)
    again.start_from(schedule_of(problem, flow, nobody, layers * width), 2 * layers)
    assert again.arrived >= flow.arrived * (1 - 1e-4)


def rate_at(time: float, rows: tuple[np.ndarray, ...], arc: int) -> float:
    arcs, start, duration, units = rows
    now = (arcs == arc) & (start <= time) & (time < start + duration)
    return float((units[now] / duration[now]).sum())


def test_opposite_ways_are_set_off() -> None:
    rng = np.random.default_rng(5)
    for _ in range(40):
        runs = []
        for arc in range(3):
            layer = 0
            for _ in range(rng.integers(0, 5)):
                layer += int(rng.integers(0, 4))
                layers = int(rng.integers(1, 5))
                runs.append((arc, layer, layers, int(rng.integers(1, 9))))
                layer += layers
        columns = np.array(runs, np.int32).reshape(-1, 4).T
        offset, width = rng.integers(0, 8, 3) / 4, 2.0
        first = np.searchsorted(columns[0], np.arange(4)).astype(np.int64)
        none, pair = np.full(3, -1), np.array([1, 0, -1])
        rest = [np.ascontiguousarray(column) for column in columns[1:]]
        before, after = (set_off(opposite, offset, width, first, *rest) for opposite in (none, pair))
        assert np.array_equal(before[3], columns[2] * columns[3])
        for time in np.arange(-2, 60, 0.25):
            one, other, third = (rate_at(time, before, arc) for arc in range(3))
            assert rate_at(time, after, 0) == pytest.approx(max(one - other, 0))
            assert rate_at(time, after, 1) == pytest.approx(max(other - one, 0))
            assert rate_at(time, after, 2) == pytest.approx(third)


def test_two_ways_of_a_street_need_no_shares_but_others_do() -> None:
    problem = Problem.from_arrays(
        tail=[0, 1, 0, 0, 1],
        head=[1, 0, 1, 2, 2],
        transit_s=[10] * 5,
        capacity_per_s=[1] * 5,
        source=[0, 1],
        persons=[50, 50],
        sink=[2],
        street_id=[0, 0, 1, 2, 1],
    )
    network = build_network(problem)
    streets = Streets(problem, network)
    names = network.arc.tolist()
    one, other = names.index(0), names.index(1)
    assert streets.opposite[one] == other
    assert streets.opposite[other] == one
    assert streets.shared[[names.index(2), names.index(4)]].all()
    assert not streets.shared[[one, other, names.index(3)]].any()


def changes(problem: Problem, rng: np.random.Generator) -> list[Problem]:
    """Return the problem with a street closed, a figure changed, and more at once."""
    street = problem.street_id[int(rng.integers(0, len(problem.tail)))]
    kept = problem.street_id != street
    by_arc = ("tail", "head", "transit_s", "capacity_per_s", "street_id")
    closed = replace(problem, **{name: getattr(problem, name)[kept] for name in by_arc})
    persons = problem.persons.copy()
    persons[int(rng.integers(0, len(persons)))] += 500
    return [
        closed,
        replace(problem, persons=persons),
        replace(problem, capacity_per_s=problem.capacity_per_s * 0.7),
        replace(closed, transit_s=closed.transit_s * 1.3, persons=persons[::-1].copy()),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_bounds_after_a_change_are_true(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = town(rng, two_way=seed % 2 == 0)
    found = bracket(problem, gap=0.02, seconds=20)
    for changed in changes(problem, rng):
        again = bracket(changed, gap=0.02, seconds=20, after=Solved(problem, found))
        fresh = bracket(changed, gap=0.02, seconds=20)
        assert again.certificate is not None
        assert check(changed, again.certificate).refuted
        assert again.schedule is not None
        assert replay(changed, again.schedule).last_arrival_s <= again.upper_s * (1 + 1e-9)
        assert again.lower_s <= fresh.upper_s * (1 + 1e-9)
        assert fresh.lower_s <= again.upper_s * (1 + 1e-9)
        assert again.gap <= max(0.02, 1.5 * fresh.gap)


def test_after_must_have_the_same_nodes() -> None:
    line = Problem.from_arrays(
        tail=[0], head=[1], transit_s=[60], capacity_per_s=[2], source=[0], persons=[100], sink=[1]
    )
    found = bracket(line)
    with pytest.raises(ValueError, match="number them alike"):
        bracket(replace(line, nodes=3), after=Solved(line, found))
