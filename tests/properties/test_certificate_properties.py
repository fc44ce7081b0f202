"""Any labels bound the true maximum, on small random problems whose maximum is known exactly.

With whole transit times, release times and horizon, the most that can arrive by T is a maximum flow on
the network expanded in time, one copy of each node a second (Ford & Fulkerson 1958). The linear program
of that flow is solved with HiGHS, and the labels of its dual, its minimum cut, give the maximum itself.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array

from safeground.errors import CertificateRefused
from safeground.flow.certificate import Certificate, check, evaluate, reachable_sources
from safeground.flow.kernels.static_cut import source_side
from safeground.flow.problem import Problem, read_problem, write_problem
from safeground.flow.simple_cut import simple_cut

if TYPE_CHECKING:
    from pathlib import Path

LATEST = 12


@st.composite
def problems(draw: st.DrawFn, rooms: bool = True) -> Problem:
    """Draw a problem of up to five nodes, with whole numbers throughout."""
    nodes = draw(st.integers(2, 5))
    node = st.integers(0, nodes - 1)
    arcs = draw(st.lists(st.tuples(node, node, st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=9))
    people = draw(
        st.lists(st.tuples(node, st.integers(0, 8), st.integers(0, 3)), min_size=1, max_size=3).filter(
            lambda rows: sum(persons for _, persons, _ in rows) > 0
        )
    )
    sink = draw(st.lists(node, min_size=1, max_size=2, unique=True))
    refuge = draw(st.lists(st.integers(0, 1), min_size=len(sink), max_size=len(sink)))
    limits = st.one_of(st.integers(0, 6).map(float), st.just(np.inf))
    room = draw(st.lists(limits, min_size=2, max_size=2)) if rooms else [np.inf, np.inf]
    return Problem.from_arrays(
        nodes=nodes,
        tail=[arc[0] for arc in arcs],
        head=[arc[1] for arc in arcs],
        transit_s=[arc[2] for arc in arcs],
        capacity_per_s=[arc[3] for arc in arcs],
        source=[row[0] for row in people],
        persons=[row[1] for row in people],
        release_s=[row[2] for row in people],
        sink=sink,
        refuge_of_sink=refuge,
        refuge_room=room,
    )


@dataclasses.dataclass
class Expanded:
    """The network expanded in time: arcs (tail, head, capacity) over numbered places."""

    arcs: list[tuple[int, int, float]]
    start: int
    end: int


def expand(problem: Problem, horizon: int) -> Expanded:
    """Copy each node and refuge once a second, with waiting, and join people and room."""
    nodes, refuges = problem.nodes, len(problem.refuge_room)

    def place(node: int, second: int) -> int:
        return second * (nodes + refuges) + node

    start = horizon * (nodes + refuges)
    end = start + 1
    arcs = [
        (place(node, k), place(node, k + 1), np.inf)
        for k in range(horizon - 1)
        for node in range(nodes + refuges)
    ]
    for tail, head, transit, capacity in zip(
        problem.tail, problem.head, problem.transit_s, problem.capacity_per_s, strict=True
    ):
        arcs += [
            (place(tail, k), place(head, k + int(transit)), capacity) for k in range(horizon - int(transit))
        ]
    for sink, refuge in zip(problem.sink, problem.refuge_of_sink, strict=True):
        arcs += [(place(sink, k), place(nodes + refuge, k), np.inf) for k in range(horizon)]
    for node, persons, release in zip(problem.source, problem.persons, problem.release_s, strict=True):
        if release < horizon:
            arcs.append((start, place(node, int(release)), persons))
    for refuge, room in enumerate(problem.refuge_room):
        arcs.append((place(nodes + refuge, horizon - 1), end, room))
    return Expanded([(int(a), int(b), float(c)) for a, b, c in arcs], start, end)


def most_by_linear_program(problem: Problem, horizon: int) -> float:
    """Return the most that can arrive by a horizon: a maximum flow as a linear program."""
    if horizon == 0:
        return 0.0
    net = expand(problem, horizon)
    tail, head, limit = (np.array(column) for column in zip(*net.arcs, strict=True))
    columns = np.arange(len(tail))
    rows, signs = np.concatenate([tail, head]), np.repeat([-1.0, 1.0], len(tail))
    balance = coo_array((signs, (rows, np.tile(columns, 2))), (net.end + 1, len(tail))).tocsr()
    inner = balance[: net.start]
    into_end = -(head == net.end).astype(float)
    bounds = np.column_stack([np.zeros(len(tail)), limit])
    solved = linprog(into_end, A_eq=inner, b_eq=np.zeros(inner.shape[0]), bounds=bounds, method="highs")
    assert solved.status == 0, solved.message
    return float(-solved.fun)


def best_labels(problem: Problem, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels of a minimum cut of the expanded network."""
    net = expand(problem, horizon)
    graph = nx.DiGraph()
    graph.add_nodes_from([net.start, net.end])
    for tail, head, capacity in net.arcs:
        before = graph[tail][head]["capacity"] if graph.has_edge(tail, head) else 0.0
        graph.add_edge(tail, head, capacity=before + capacity)
    _, (behind, _) = nx.minimum_cut(graph, net.start, net.end)
    width = problem.nodes + len(problem.refuge_room)
    side = np.array([[k * width + place in behind for k in range(horizon)] for place in range(width)])
    labels = np.where(side.any(1), side.argmax(1), horizon).astype(float)
    return labels[: problem.nodes], labels[problem.nodes :]


def true_persons(problem: Problem) -> float:
    return float(problem.persons[reachable_sources(problem)].sum())


labels = st.lists(st.integers(-8, 4 * LATEST).map(lambda quarter: quarter / 4), min_size=7, max_size=7)


@given(problems(), st.integers(0, LATEST), labels)
def test_any_labels_bound_the_maximum(problem: Problem, horizon: int, drawn: list[float]) -> None:
    most = most_by_linear_program(problem, horizon)
    label, refuge = np.array(drawn[: problem.nodes]), np.array(drawn[5:])
    assert evaluate(problem, label, refuge, float(horizon)) >= most - 1e-6
    # Lifted to where no connection without limit is cut, the same labels give a finite bound.
    refuge = np.where(np.isinf(problem.refuge_room), float(horizon), refuge)
    np.maximum.at(label, problem.sink, refuge[problem.refuge_of_sink])
    proof = check(problem, Certificate.of(problem, label, float(horizon), refuge))
    assert most - 1e-6 <= proof.arrivals_bound < np.inf
    assert proof.persons == true_persons(problem)
    assert not proof.refuted or most < proof.persons


@given(problems(), st.integers(1, LATEST))
def test_the_labels_of_a_minimum_cut_give_the_maximum_itself(problem: Problem, horizon: int) -> None:
    label, refuge = best_labels(problem, horizon)
    bound = evaluate(problem, label, refuge, float(horizon))
    assert bound == pytest.approx(most_by_linear_program(problem, horizon), abs=1e-6)


@given(problems(), st.integers(1, LATEST), st.data())
def test_a_mutated_certificate_is_refused_or_still_true(
    problem: Problem, horizon: int, data: st.DataObject
) -> None:
    label, refuge = best_labels(problem, horizon)
    certificate = Certificate.of(problem, label, float(horizon), refuge)
    number = st.one_of(
        st.integers(-20, 4 * LATEST).map(lambda quarter: quarter / 4),
        st.sampled_from([np.nan, np.inf, -np.inf, 1e300, -1e300, 1e-300]),
    )
    kind = data.draw(st.sampled_from(["label", "refuge", "horizon", "version", "hash", "length", "swap"]))
    if kind in ("label", "refuge"):
        name = "labels_s" if kind == "label" else "refuge_labels_s"
        array = getattr(certificate, name).copy()
        array[data.draw(st.integers(0, len(array) - 1))] = data.draw(number)
        mutated = dataclasses.replace(certificate, **{name: array})
    elif kind == "horizon":
        mutated = dataclasses.replace(certificate, horizon_s=data.draw(number))
    elif kind == "swap":
        mutated = dataclasses.replace(certificate, labels_s=label[::-1].copy())
    else:
        change: dict[str, object] = {
            "version": {"version": 3},
            "hash": {"problem_sha256": certificate.problem_sha256[::-1]},
            "length": {"labels_s": label[:-1]},
        }[kind]
        mutated = dataclasses.replace(certificate, **change)
    try:
        proof = check(problem, mutated)
    except CertificateRefused:
        return
    assert kind not in ("version", "length")
    by = int(min(max(proof.horizon_s, 0), 3 * LATEST))
    assert proof.arrivals_bound >= most_by_linear_program(problem, by) - 1e-6


@given(problems(rooms=False))
def test_the_simple_cut_is_below_the_least_time(problem: Problem) -> None:
    cut = simple_cut(problem)
    everyone = true_persons(problem)
    proof = check(problem, cut.certificate(problem))
    assert proof.refuted == (everyone > 0)
    horizon = int(np.ceil(cut.lower_s)) - 1
    if 0 < horizon <= 3 * LATEST:
        assert most_by_linear_program(problem, horizon) < everyone


@given(problems(rooms=False), st.integers(1, LATEST))
def test_the_simple_cut_bounds_arrivals_by_any_horizon(problem: Problem, horizon: int) -> None:
    most = most_by_linear_program(problem, horizon)
    cut = simple_cut(problem, horizon_s=float(horizon))
    outside = true_persons(problem) - cut.persons_behind
    assert outside + cut.arrivals_of_behind(float(horizon)) >= most - 1e-6
    bound = check(problem, cut.certificate(problem, float(horizon))).arrivals_bound
    assert bound >= most - 1e-6
    assert bound <= outside + cut.arrivals_of_behind(float(horizon)) + 1e-6 or cut.lower_s < horizon


@given(problems(rooms=False), st.floats(1, 3), st.floats(0, 5), st.floats(1, 2), st.floats(0, 3))
def test_a_certificate_of_a_better_problem_holds_for_a_worse_one(
    better: Problem, narrower: float, longer_s: float, more: float, later_s: float
) -> None:
    """Less capacity, longer ways, more people who start later: what was refuted stays so."""
    worse = dataclasses.replace(
        better,
        capacity_per_s=better.capacity_per_s / narrower,
        transit_s=better.transit_s + longer_s,
        persons=better.persons * more,
        release_s=better.release_s + later_s,
    )
    cut = simple_cut(better)
    proof = check(better, cut.certificate(better))
    again = Certificate.of(worse, cut.certificate(better).labels_s, proof.horizon_s)
    assert check(worse, again).refuted == proof.refuted


@given(problems(), st.booleans())
def test_the_static_cut_is_a_minimum_one(problem: Problem, whole: bool) -> None:
    """Held against networkx; of all minimum cuts it is the one nearest the sinks."""
    graph = nx.DiGraph()
    graph.add_nodes_from([*range(problem.nodes), "start", "end"])
    capacity = problem.capacity_per_s.astype(np.int64)
    supply, everything = np.zeros(problem.nodes, np.int64), np.zeros(problem.nodes, np.uint8)
    sink = np.zeros(problem.nodes, np.uint8)
    sink[problem.sink] = 1
    sources = problem.source[~sink[problem.source].astype(bool)]
    for tail, head, limit in zip(problem.tail, problem.head, capacity, strict=True):
        before = graph[tail][head]["capacity"] if graph.has_edge(tail, head) else 0
        graph.add_edge(int(tail), int(head), capacity=before + limit)
    if whole:
        everything[sources] = 1
        graph.add_edges_from(("start", int(node)) for node in sources)
    else:
        np.add.at(supply, problem.source, problem.persons.astype(np.int64))
        supply[problem.sink] = 0
        graph.add_edges_from(("start", node, {"capacity": supply[node]}) for node in range(problem.nodes))
    graph.add_edges_from((int(node), "end") for node in problem.sink)
    value, (nx_side, _) = nx.minimum_cut(graph, "start", "end")

    tail, head = problem.tail.astype(np.int32), problem.head.astype(np.int32)
    side = source_side(tail, head, capacity, supply, everything, sink).astype(bool)
    assert not (side & sink.astype(bool)).any()
    assert side[everything.astype(bool)].all()
    assert capacity[side[tail] & ~side[head]].sum() + supply[~side].sum() == value
    nearest = {node for node in range(problem.nodes) if side[node]}
    assert nx_side - {"start"} <= nearest


@given(problems())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_problem_file_keeps_every_number(tmp_path: Path, problem: Problem) -> None:
    write_problem(problem, tmp_path / "p.npz")
    again = read_problem(tmp_path / "p.npz")
    assert all(np.array_equal(getattr(again, name), getattr(problem, name)) for name in Problem.__slots__)


@given(problems(), st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=7, max_size=7))
def test_json_keeps_every_float(problem: Problem, drawn: list[float]) -> None:
    certificate = Certificate.of(problem, np.array(drawn[: problem.nodes]), drawn[5], np.array(drawn[5:]))
    again = Certificate.from_json(certificate.to_json())
    assert again.labels_s.tobytes() == certificate.labels_s.tobytes()
    assert again.refuge_labels_s.tobytes() == certificate.refuge_labels_s.tobytes()
    assert again.horizon_s == certificate.horizon_s
