"""The kernels against other programs and against their definitions."""

from __future__ import annotations

import heapq
import math

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, maximum_flow

from safeground.flow.kernels.clusters import clusters
from safeground.flow.kernels.heap import heap_pop, heap_push
from safeground.flow.kernels.offsets import tree_offsets
from safeground.flow.kernels.shortest_paths import NO_ROUTE, distances_to, reached_from
from safeground.flow.kernels.sums import sums_between
from safeground.flow.layers import LayeredFlow
from safeground.flow.lower import Cutter
from safeground.flow.network import Adjacency, Network, build_network
from safeground.flow.problem import Problem


def random_problem(rng: np.random.Generator, *, room: bool = False) -> Problem:
    nodes = int(rng.integers(3, 14))
    arcs = int(rng.integers(3, 4 * nodes))
    sinks = rng.choice(nodes, 2, replace=False)
    persons = rng.integers(0, 30, nodes)
    persons[0] += 1
    return Problem.from_arrays(
        nodes=nodes,
        tail=np.concatenate([rng.integers(0, nodes, arcs), np.arange(nodes - 1)]),
        head=np.concatenate([rng.integers(0, nodes, arcs), np.arange(1, nodes)]),
        transit_s=rng.integers(0, 7, arcs + nodes - 1),
        capacity_per_s=rng.integers(1, 5, arcs + nodes - 1),
        source=np.arange(nodes),
        persons=persons,
        sink=sinks,
        refuge_of_sink=[0, 1],
        refuge_room=[rng.integers(0, persons.sum()), math.inf] if room else None,
        release_s=rng.integers(0, 4, nodes) if rng.random() < 0.5 else None,
    )


def test_heap_sorts() -> None:
    rng = np.random.default_rng(1)
    keys, items, size = np.empty(500, np.int64), np.empty(500, np.int32), 0
    other: list[int] = []
    for item in range(500):
        key = int(rng.integers(0, 100))
        size = heap_push(keys, items, size, key, item)
        heapq.heappush(other, key)
        if rng.random() < 0.3:
            assert keys[0] == heapq.heappop(other)
            size = heap_pop(keys, items, size)
    while size:
        assert keys[0] == heapq.heappop(other)
        size = heap_pop(keys, items, size)


def sorted_arcs(rng: np.random.Generator, nodes: int, arcs: int) -> tuple[np.ndarray, np.ndarray, Adjacency]:
    tail = np.sort(rng.integers(0, nodes, arcs)).astype(np.int32)
    head = rng.integers(0, nodes, arcs).astype(np.int32)
    return tail, head, Adjacency.of(nodes, tail, head)


@pytest.mark.parametrize("seed", range(5))
def test_distances_as_scipy_finds_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tail, head, adjacency = sorted_arcs(rng, 30, 70)
    length = rng.integers(1, 50, 70)
    usable = (rng.random(70) < 0.8).astype(np.uint8)
    found = distances_to(4, adjacency.in_first, adjacency.in_arcs, tail, length, usable)
    shortest = np.full((30, 30), np.inf)
    np.minimum.at(shortest, (head[usable == 1], tail[usable == 1]), length[usable == 1])
    shortest[np.isinf(shortest)] = 0
    expected = dijkstra(csr_array(shortest), indices=4)
    assert np.array_equal(np.where(found == NO_ROUTE, np.inf, found), expected)


def test_reached_nodes() -> None:
    tail, head = np.array([0, 1, 3], np.int32), np.array([1, 2, 0], np.int32)
    start = np.array([0, 1, 0, 0], np.uint8)
    first = Adjacency.of(4, tail, head).out_first
    assert reached_from(start, first, np.arange(3, dtype=np.int32), head).tolist() == [0, 1, 1, 0]


def test_offsets_are_exact_along_the_tree() -> None:
    rng = np.random.default_rng(3)
    tail, head, _ = sorted_arcs(rng, 20, 60)
    transit = rng.integers(0, 100, 60) / 8
    order = rng.permutation(60)
    offset = tree_offsets(20, 7, order, tail, head, transit)
    assert offset[7] == 0.0
    exact = int((np.abs(offset[tail] - offset[head] - transit) < 1e-12).sum())
    joined = len(np.unique(clusters(order, tail, head, np.zeros(20, np.uint8), 20)))
    assert exact >= 20 - joined


def test_clusters_are_joined_and_no_larger_than_asked() -> None:
    rng = np.random.default_rng(4)
    tail, head, _ = sorted_arcs(rng, 200, 600)
    alone = (np.arange(200) < 3).astype(np.uint8)
    found = clusters(np.arange(600), tail, head, alone, 6)
    names, size = np.unique(found, return_counts=True)
    assert size.max() == 6
    assert (size[np.isin(names, [0, 1, 2])] == 1).all()
    for name in names[:20]:
        inside = np.flatnonzero(found == name)
        both = np.isin(tail, inside) & np.isin(head, inside)
        start = np.zeros(200, np.uint8)
        start[inside[0]] = 1
        ends = np.concatenate([tail[both], head[both]]), np.concatenate([head[both], tail[both]])
        order = np.argsort(ends[0], kind="stable")
        first = Adjacency.of(200, ends[0][order], ends[1][order]).out_first
        arcs = np.arange(len(order), dtype=np.int32)
        assert reached_from(start, first, arcs, ends[1][order])[inside].all()


def test_sums() -> None:
    values = np.array([1, 2, 3, 2**30, 2**30], np.int32)
    assert sums_between(values, np.array([0, 1, 3]), np.array([2, 1, 5])).tolist() == [3, 0, 2**31]


def arrivals_written_out(
    network: Network, width: float, layers: int, flow: LayeredFlow, kept: np.ndarray
) -> float:
    """The same layers as a graph that is written out, solved by scipy."""
    offset, units = flow.offsets_s, 1 / flow.persons_per_unit
    first = np.ceil(offset / width - 1e-9).astype(int)
    place = {}
    for node in range(network.nodes):
        for layer in range(first[node], layers):
            place[node, layer] = len(place)
    start, end = len(place), len(place) + 1
    rows, columns, values = [], [], []

    def join(one: int, other: int, capacity: int) -> None:
        rows.append(one)
        columns.append(other)
        values.append(capacity)

    rooms = dict(zip(network.room_arc.tolist(), network.room.tolist(), strict=True))
    for arc in range(len(network.tail)):
        tail, head = int(network.tail[arc]), int(network.head[arc])
        delay = math.ceil((network.transit_s[arc] - offset[tail] + offset[head]) / width - 1e-9)
        capacity = min(network.capacity_per_s[arc] * width * units, flow.total)
        if arc in rooms:
            join(place[tail, layers - 1], place[head, layers - 1], math.floor(rooms[arc] * units + 1e-6))
        elif kept[arc]:
            for layer in range(first[tail], layers - delay):
                join(place[tail, layer], place[head, layer + delay], math.floor(capacity + 1e-6))
    for node, layer in place:
        if layer + 1 < layers:
            join(place[node, layer], place[node, layer + 1], 2**30)
    join(place[network.sink, layers - 1], end, 2**30)
    for node in np.flatnonzero(flow.people):
        if (node, first[node]) in place:
            join(start, place[node, first[node]], int(flow.people[node]))
    size = end + 1
    pair, at = np.unique(np.array(rows) * size + columns, return_inverse=True)
    capacity = np.minimum(np.bincount(at, values), 2**30).astype(np.int32)
    graph = csr_array((capacity, (pair // size, pair % size)), shape=(size, size))
    return maximum_flow(graph, start, end).flow_value


@pytest.mark.parametrize("seed", range(40))
def test_layers_carry_what_the_graph_written_out_carries(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = build_network(random_problem(rng, room=seed % 2 == 1))
    if not network.people.any():
        pytest.skip("nobody moves in this one")
    width = float(rng.choice([1.0, 2.75, 0.5, 4.0]))
    offsets = network.to_sink_s if seed % 3 else np.round(rng.random(network.nodes) * 2560) / 256
    kept = rng.random(len(network.tail)) < (1.0 if seed % 4 else 0.7)
    kept[network.room_arc] = True
    most = max(2, math.ceil(40 / width))
    flow = LayeredFlow(network, width, most, offsets, kept, network.capacity_per_s)
    steps = sorted({max(1, most // 4), max(1, most // 2), most})
    for layers in steps:
        assert flow.extend(layers, lambda: False)
        assert flow.arrived == arrivals_written_out(network, width, layers, flow, kept)


def test_stopping_in_between_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def never() -> bool:
        nonlocal asked
        asked += 1
        return False

    for seed in range(20):
        network = build_network(random_problem(np.random.default_rng(seed)))
        if not network.people.any():
            continue
        given = (network, 1.0, 30, network.to_sink_s, np.ones(len(network.tail), np.bool_))
        whole = LayeredFlow(*given, network.capacity_per_s)
        whole.extend(30, lambda: False)
        with monkeypatch.context() as patch:
            patch.setattr("safeground.flow.layers._PAUSE_WORK", 1)
            pieces = LayeredFlow(*given, network.capacity_per_s)
            assert pieces.extend(30, never)
            assert pieces.arrived == whole.arrived
            stopped = LayeredFlow(*given, network.capacity_per_s)
            stopped.extend(30, lambda: True)
            assert stopped.arrived <= whole.arrived
    assert asked > 20


def test_a_cut_gives_arrivals_for_every_horizon() -> None:
    # Ten people by two streets: (T - 2) + 2 (T - 5) = 10 at T = 22 / 3.
    problem = Problem.from_arrays(
        tail=[0, 0], head=[1, 1], transit_s=[2, 5], capacity_per_s=[1, 2], source=[0], persons=[10], sink=[1]
    )
    network = build_network(problem)
    cutter = Cutter(problem, network)
    everyone, no_room = network.people > 0, np.zeros(0, np.bool_)
    cut = cutter.cut(everyone, no_room)
    assert cut.horizon_s == pytest.approx(22 / 3, abs=2 * network.unit_s)
    times = np.array([0.0, 2.0, 4.0, 5.0, 6.0, 7.0])
    assert cut.bound_at(times) == pytest.approx([0.0, 0.0, 2.0, 3.0, 6.0, 9.0], abs=1e-9)
    assert np.isinf(cut.bound_at(np.array([8.0])))
    dated = cutter.cut(everyone, no_room, 6.0)
    assert dated.bound_at(np.array([6.0])) == pytest.approx(6.0)
    certificate = cutter.prove(cut)
    assert certificate is not None
    assert certificate.horizon_s == pytest.approx(22 / 3, abs=2 * network.unit_s)
