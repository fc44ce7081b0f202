import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.journey.contract import contract


def ints(values) -> np.ndarray:
    return np.array(values, np.int64)


def kept(nodes: int, *keep: int) -> np.ndarray:
    flags = np.zeros(nodes, bool)
    flags[list(keep)] = True
    return flags


def test_a_chain_is_one_street_with_the_sum_of_times_and_the_least_capacity():
    # 0 → 1 → 2 → 3, the middle piece drawn the other way round.
    found = contract(ints([0, 2, 2]), ints([1, 1, 3]), kept(4, 0, 3))
    assert found.node.tolist() == [0, 3]
    assert sorted((found.tail[0], found.head[0])) == [0, 1]
    assert found.total(np.array([10.0, 20.0, 30.0])).tolist() == [60.0]
    ahead, back = found.least(np.array([5.0, 1.0, 7.0]), np.array([6.0, 2.0, 3.0]))
    # From 0 to 3 the middle piece is passed backwards: 5, 2, 7; from 3 to 0: 3, 1, 6.
    there = (ahead, back) if found.node[found.tail[0]] == 0 else (back, ahead)
    assert (there[0][0], there[1][0]) == (2.0, 1.0)
    assert found.narrowest(np.array([5.0, 1.0, 7.0])).tolist() == [1]


def test_dead_ends_and_loops_go_and_kept_nodes_stay():
    # 0 – 1 – 2 kept at the ends; 1 – 3 – 4 a dead end of two pieces; 1 – 5 – 6 – 1 a loop.
    tail, head = ints([0, 1, 1, 3, 1, 5, 6]), ints([1, 2, 3, 4, 5, 6, 1])
    found = contract(tail, head, kept(7, 0, 2))
    assert found.node.tolist() == [0, 1, 2]
    assert set(found.piece.tolist()) == {0, 1}
    with_people = contract(tail, head, kept(7, 0, 2, 4))
    assert 4 in with_people.node
    assert set(with_people.piece.tolist()) == {0, 1, 2, 3}


def test_a_ring_that_holds_nobody_is_left_out_and_a_kept_node_may_stand_alone():
    found = contract(ints([0, 1, 2, 3, 3]), ints([1, 2, 0, 4, 4]), kept(6, 5))
    assert found.node.tolist() == [5]
    assert len(found.tail) == 0
    assert found.total(np.ones(5)).tolist() == []


def test_two_streets_between_the_same_junctions_stay_two():
    found = contract(ints([0, 0, 1]), ints([1, 2, 2]), kept(3, 0, 1))
    assert sorted(found.total(np.array([5.0, 1.0, 1.0])).tolist()) == [2.0, 5.0]


@st.composite
def networks(draw):
    nodes = draw(st.integers(2, 9))
    pairs = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1))
    edges = draw(st.lists(pairs, min_size=1, max_size=16))
    numbers = st.integers(1, 9)
    seconds = [draw(numbers) for _ in edges]
    forward = [draw(numbers) for _ in edges]
    backward = [draw(numbers) for _ in edges]
    keep = draw(st.sets(st.integers(0, nodes - 1), min_size=2, max_size=4))
    return nodes, edges, seconds, forward, backward, sorted(keep)


def directed(tail, head, seconds, ahead, back) -> nx.DiGraph:
    """Parallel arcs merged for each question alone: least time, summed capacity."""
    graph = nx.DiGraph()
    for t, h, s, a, b in zip(tail, head, seconds, ahead, back, strict=True):
        for x, y, u in ((t, h, a), (h, t, b)):
            if x == y:
                continue
            known = graph.get_edge_data(x, y, {"seconds": np.inf, "capacity": 0.0})
            graph.add_edge(x, y, seconds=min(s, known["seconds"]), capacity=u + known["capacity"])
    return graph


@given(networks())
def test_kept_nodes_are_as_far_apart_and_as_well_connected_as_before(network):
    """Shortest ways and maximum flows (networkx) between kept nodes do not change, in either direction."""
    nodes, edges, seconds, forward, backward, keep = network
    tail, head = ints([a for a, _ in edges]), ints([b for _, b in edges])
    found = contract(tail, head, kept(nodes, *keep))
    ahead, back = found.least(np.array(forward, float), np.array(backward, float))
    before = directed(tail, head, seconds, forward, backward)
    total = found.total(np.array(seconds, float))
    after = directed(found.node[found.tail], found.node[found.head], total, ahead, back)
    before.add_nodes_from(keep)
    after.add_nodes_from(keep)
    assert found.node.tolist() == sorted(set(found.node.tolist()))
    assert set(keep) <= set(found.node.tolist())
    for a in keep:
        for b in keep:
            if a == b:
                continue
            there, now = nx.has_path(before, a, b), nx.has_path(after, a, b)
            assert there == now
            if not there:
                continue
            short = nx.shortest_path_length
            assert short(after, a, b, weight="seconds") == short(before, a, b, weight="seconds")
            assert nx.maximum_flow_value(after, a, b) == pytest.approx(nx.maximum_flow_value(before, a, b))
