"""Steps of a schedule: worked by hand, and conservation on schedules that the engine finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem
from safeground.flow.replay import replay
from safeground.flow.schedule import Schedule
from safeground.flow.schedule_steps import (
    arrivals,
    coming_out,
    entries,
    last_s,
    node_steps,
    step_edges,
)


def rows(*given_rows, horizon_s=1e9):
    arc, start, duration, persons = (np.array(column) for column in zip(*given_rows, strict=True))
    return Schedule(
        arc.astype(np.int64), start.astype(float), duration.astype(float), persons.astype(float), horizon_s
    )


def line(**more):
    """0 -> 1 -> 2, 10 s each; 100 people at 0, 60 at 1."""
    return Problem.from_arrays(
        tail=[0, 1], head=[1, 2], transit_s=[10, 10], capacity_per_s=[10, 4], source=[0, 1],
        persons=[100, 60], sink=[2], **more,
    )  # fmt: skip


def test_steps_reach_the_end_and_are_never_shorter():
    assert step_edges(0.0, 100.0).tolist() == [0, 100]
    assert step_edges(100.0, 100.0).tolist() == [0, 100]
    assert step_edges(100.1, 100.0).tolist() == [0, 100, 200]


def test_entries_divide_a_row_at_the_edges_of_steps():
    schedule = rows((0, 50, 100, 200), (1, 0, 10, 7), (0, 100, 100, 30))
    found = entries(schedule, np.array([0, -1, 0]), 1, np.array([0.0, 100.0, 200.0]))
    assert found.tolist() == [[100.0, 130.0]]


def test_passers_by_go_on_before_a_nodes_own_people():
    # 10 a second come to node 1 from 10 s to 20 s; 4 a second leave it from 0 s to 40 s.
    schedule = rows((0, 0, 10, 100), (1, 0, 40, 160))
    edges = step_edges(50.0, 10.0)
    found = node_steps(line(), schedule, np.array([0, 1, 2]), edges)
    assert found.left[0].tolist() == [100, 0, 0, 0, 0]
    # Until 10 s only own people can leave: 40. By 20 s 100 came and 80 left, so 60 passers-by wait (all that
    # came less the 40 that left since), and the last 20 own leave when those have gone: from 35 s on.
    assert found.left[1].tolist() == pytest.approx([40, 0, 0, 20, 0])
    assert found.waiting[1].tolist() == pytest.approx([0, 60, 60, 20, 0])
    assert found.waiting[2].tolist() == [0, 0, 0, 0, 0]
    assert arrivals(line(), schedule, edges).tolist() == pytest.approx([0, 40, 40, 40, 40])
    assert last_s(line(), schedule) == 50.0


def test_a_halt_keeps_people_on_the_street():
    problem = line(halt_from_s=[15], halt_until_s=[1015])
    schedule = rows((0, 0, 10, 100))
    out = coming_out(problem, schedule)
    assert sorted(zip(out.start_s, out.end_s, out.persons, strict=True)) == [(10, 15, 50), (1015, 1020, 50)]
    found = node_steps(problem, schedule, np.array([1]), np.array([0.0, 100.0, 1100.0]))
    assert found.waiting[0].tolist() == [50.0, 100.0]


def test_who_starts_at_a_sink_leaves_when_released():
    problem = Problem.from_arrays(
        tail=[0], head=[1], transit_s=[5], capacity_per_s=[1], source=[1], persons=[30], sink=[1],
        release_s=[250],
    )  # fmt: skip
    nobody = rows((0, 0, 1, 0))
    edges = np.array([0.0, 100.0, 200.0, 300.0])
    assert node_steps(problem, nobody, np.array([1]), edges).left[0].tolist() == [0, 0, 30]
    assert arrivals(problem, nobody, edges).tolist() == [0, 0, 30]


@st.composite
def hours(draw, arcs):
    """Perhaps a curfew or two, perhaps an arc that is open in windows, the last without end."""
    more = {}
    if draw(st.booleans()):
        begins = sorted(draw(st.lists(st.integers(0, 40), min_size=1, max_size=2, unique=True)))
        lasts = [draw(st.integers(1, 30)) for _ in begins]
        more["halt_from_s"] = [first + 100 * number for number, first in enumerate(begins)]
        more["halt_until_s"] = [a + b for a, b in zip(more["halt_from_s"], lasts, strict=True)]
    if draw(st.booleans()):
        first, then = draw(st.integers(0, 50)), draw(st.integers(60, 200))
        more["window_arc"] = [draw(st.integers(0, arcs - 1))] * 2
        more["window_open_s"], more["window_close_s"] = [first, then], [first + 9, np.inf]
    return more


@st.composite
def towns(draw):
    nodes = draw(st.integers(3, 7))
    arcs = draw(
        st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)), min_size=2, max_size=14)
    )
    chain = [(node, node + 1) for node in range(nodes - 1)]
    arcs = [arc for arc in arcs if arc[0] != arc[1]] + chain
    count = len(arcs)
    amount = st.integers(1, 20)
    return Problem.from_arrays(
        tail=[arc[0] for arc in arcs],
        head=[arc[1] for arc in arcs],
        transit_s=draw(st.lists(amount, min_size=count, max_size=count)),
        capacity_per_s=draw(st.lists(amount, min_size=count, max_size=count)),
        source=[0, nodes // 2],
        persons=[draw(st.integers(1, 500)), draw(st.integers(0, 300))],
        release_s=[draw(st.integers(0, 30)), draw(st.integers(0, 30))],
        sink=[nodes - 1],
        **draw(hours(count)),
    )


@given(towns(), st.integers(1, 60))
def test_everybody_leaves_once_arrives_once_and_waits_as_the_replay_says(problem, step_s):
    schedule = bracket(problem, gap=0.2, seconds=60.0).schedule
    assert schedule is not None
    played = replay(problem, schedule)
    edges = step_edges(last_s(problem, schedule), float(step_s))
    found = node_steps(problem, schedule, np.arange(problem.nodes), edges)
    near = 1e-6 * problem.persons.sum()
    own = np.bincount(problem.source, problem.persons, problem.nodes)
    assert found.left.min() >= -near
    assert found.left.sum(axis=1) == pytest.approx(own, abs=near)
    assert arrivals(problem, schedule, edges).sum() == pytest.approx(played.arrived_persons, abs=near)
    assert last_s(problem, schedule) == pytest.approx(played.last_arrival_s)
    # The replay takes all of a node's people for own as long as there are no more than that.
    assert found.waiting.max() >= played.largest_crowd_persons - near
    by_arc = entries(schedule, schedule.arc, len(problem.tail), edges)
    assert by_arc.sum(axis=1) == pytest.approx(
        np.bincount(schedule.arc, schedule.persons, len(problem.tail)), abs=near
    )
    # Nobody waits who has not left a start or come out of a street: who is under way is all who left and
    # have not arrived.
    under_way = np.cumsum(found.left.sum(axis=0) - arrivals(problem, schedule, edges))
    assert under_way.min() >= -near
