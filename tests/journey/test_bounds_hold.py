"""Whatever is true within the ranges lies between the proof and the schedule.

A town is drawn, and beside it one truth: where each person stands, how many they are, how fast they walk,
how wide each street is. Its least time is bracketed on arrays that are put together here, without any of
the splitting, placing and contracting under test.
"""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.journey import towns

from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem
from safeground.journey import detours, narrows
from safeground.journey.examine import examine
from safeground.plan.model import Assumptions

SIDE = 4
STEP_M = 100.0
EDGE_M = STEP_M * (SIDE - 2) + 50.0
"""The area's eastern edge crosses the streets of the last column half-way."""


def node(row: int, column: int) -> int:
    return row * SIDE + column


@st.composite
def towns_and_truths(draw):
    edges = []
    for row in range(SIDE):
        for column in range(SIDE):
            if column + 1 < SIDE:
                edges.append((node(row, column), node(row, column + 1)))
            # Beyond the edge no street leads from row to row.
            if row + 1 < SIDE and column < SIDE - 1:
                edges.append((node(row, column), node(row + 1, column)))
    gone = draw(st.sets(st.integers(0, len(edges) - 1), max_size=8))
    edges = [edge for index, edge in enumerate(edges) if index not in gone]
    widths = [draw(st.tuples(st.integers(2, 4), st.integers(0, 4), st.floats(0, 1))) for _ in edges]
    # Who lives at no street starts at the nearest one that leads out: no truth to compare with here.
    beside = sorted({end for edge in edges for end in edge if end % SIDE < SIDE - 1})
    homes = draw(st.sets(st.sampled_from(beside), min_size=1, max_size=4))
    counts = st.tuples(st.integers(5, 300), st.integers(0, 300), st.floats(0, 1))
    persons = {home: draw(counts) for home in homes}
    return edges, widths, persons, draw(st.floats(0.5, 2.0)), draw(st.floats(0.6, 1.5))


def truth(edges, widths, persons, speed, flow) -> Problem:
    """The arrays of what is true: nodes as drawn, a sink for each street at the edge."""
    tail, head, seconds, capacity, sinks = [], [], [], [], []
    for (a, b), (low, more, share) in zip(edges, widths, strict=True):
        metres = STEP_M
        if b % SIDE == SIDE - 1 and a % SIDE == SIDE - 2:
            metres, b = EDGE_M - STEP_M * (SIDE - 2), SIDE * SIDE + len(sinks)
            sinks.append(b)
        for x, y in ((a, b), (b, a)):
            tail.append(x)
            head.append(y)
            seconds.append(metres / speed)
            # Between what the schedule keeps free at both sides and nothing.
            capacity.append(flow * (low + share * more - (1 - share) * 1.0))
    homes = sorted(persons)
    count = [low + share * more for low, more, share in (persons[home] for home in homes)]
    return Problem.from_arrays(
        nodes=SIDE * SIDE + len(sinks), tail=tail, head=head, transit_s=seconds, capacity_per_s=capacity,
        source=homes, persons=count, sink=sinks,
    )  # fmt: skip


@settings(max_examples=25, phases=[Phase.generate])  # a town of this size is read well enough as drawn
@given(towns_and_truths())
def test_the_truth_lies_between_proof_and_schedule(drawn):
    edges, widths, persons, speed, flow = drawn
    if not any(b % SIDE == SIDE - 1 and a % SIDE == SIDE - 2 for a, b in edges):
        return
    nodes = [(STEP_M * column, STEP_M * row) for row in range(SIDE) for column in range(SIDE)]
    streets = towns.streets(
        nodes, [(a, b, low + more) for (a, b), (low, more, _) in zip(edges, widths, strict=True)]
    )
    streets = replace(streets, width_low_m=np.array([float(low) for low, _, _ in widths]))
    cells = []
    for home, (low, more, _) in sorted(persons.items()):
        x, y = nodes[home]
        cells.append((towns.box(x - 40, y - 40, x + 40, y + 40), low, low + more))
    assumed = Assumptions(
        modes=("on_foot",), walking_speed_m_s=(0.5, 2.0), slow_walking_speed_m_s=(0.5, 2.0),
        specific_flow_per_m_s=(0.6, 1.5), walks_slowly_share=0.0, cannot_walk_share=0.0, start_delay_h=0.0,
    )  # fmt: skip
    loaded = towns.plan(towns.box(-50, -50, EDGE_M, STEP_M * SIDE), assumptions=assumed)
    found = examine(
        loaded, streets, [towns.people(cells)], loaded.plan.notices[0], "out", gap=0.05, seconds=60
    )
    true = bracket(truth(edges, widths, persons, speed, flow), gap=0.05, seconds=60)
    if true.persons == 0:
        assert found.persons.high == 0
        return
    assert found.persons.low <= true.persons * (1 + 1e-9)
    assert true.persons <= found.persons.high * (1 + 1e-9)
    assert found.lower_h * 3600 <= true.upper_s * (1 + 1e-6)
    assert found.upper_h is not None
    assert true.lower_s <= found.upper_h * 3600 * (1 + 1e-6)
    # The bound by any time is on the fewest people: whoever comes on top of them may be out, too.
    times = np.linspace(0, true.upper_s, 9)
    proven = np.interp(times, found.proven.hours * 3600, found.proven.persons)
    carried = np.interp(times, true.schedule_s, true.schedule_persons)
    more_people = true.persons - found.persons.low
    assert (carried <= (proven + more_people) * (1 + 1e-6) + 1e-3).all()


boxes = st.tuples(*(st.integers(-8, 38) for _ in range(4))).filter(
    lambda box: box[0] + 2 < box[2] and box[1] + 2 < box[3]
)


@settings(max_examples=25, phases=[Phase.generate])
@given(towns_and_truths(), st.lists(boxes, min_size=1, max_size=3), st.integers(10, 400))
def test_open_ground_never_refutes_what_the_streets_allow(drawn, walls, deadline_s):
    edges, widths, persons, _, _ = drawn
    if not any(b % SIDE == SIDE - 1 and a % SIDE == SIDE - 2 for a, b in edges):
        return
    nodes = [(STEP_M * column, STEP_M * row) for row in range(SIDE) for column in range(SIDE)]
    streets = towns.streets(nodes, [(a, b, low) for (a, b), (low, _, _) in zip(edges, widths, strict=True)])
    cells = [
        (
            towns.box(nodes[home][0] - 40, nodes[home][1] - 40, nodes[home][0] + 40, nodes[home][1] + 40),
            low,
            low,
        )
        for home, (low, _, _) in sorted(persons.items())
    ]
    barriers = [("barrier", towns.box(*(10.0 * end for end in wall))) for wall in walls]
    loaded = towns.plan(
        towns.box(-50, -50, EDGE_M, STEP_M * SIDE), open_ground=barriers, deadline_h=deadline_s / 3600
    )
    found = examine(loaded, streets, [towns.people(cells)], loaded.plan.notices[0], "out", gap=0.5, seconds=5)
    if found.refuted_on_open_ground:
        assert found.refuted_on_streets


ends = st.tuples(*(st.integers(-80, 380) for _ in range(4))).filter(lambda line: line[:2] != line[2:])
gaps = st.tuples(st.floats(0, 1), st.floats(0.3, 20))
TOWN_WALL = shapely.LinearRing([(-45, -45), (EDGE_M - 10, -45), (EDGE_M - 10, 345), (-45, 345)])


@settings(max_examples=40, phases=[Phase.generate])
@given(
    towns_and_truths(),
    st.lists(gaps, max_size=2),
    st.lists(ends, max_size=6),
    st.integers(10, 1500),
)
def test_walls_gaps_and_ways_around_never_refute_what_the_streets_allow(drawn, gates, walls, deadline_s):
    """A town wall with gaps, and more walls at random, as thin as a map's: streets lead through them."""
    edges, widths, persons, _, _ = drawn
    if not any(b % SIDE == SIDE - 1 and a % SIDE == SIDE - 2 for a, b in edges):
        return
    nodes = [(STEP_M * column, STEP_M * row) for row in range(SIDE) for column in range(SIDE)]
    streets = towns.streets(nodes, [(a, b, low) for (a, b), (low, _, _) in zip(edges, widths, strict=True)])
    cells = []
    for home, (low, _, _) in sorted(persons.items()):
        x, y = nodes[home]
        cells.append((towns.box(x - 40, y - 40, x + 40, y + 40), low, low))
    lines = [shapely.LineString([wall[:2], wall[2:]]).buffer(0.25, cap_style="flat") for wall in walls]
    opened = [TOWN_WALL.interpolate(at, normalized=True).buffer(wide / 2) for at, wide in gates]
    lines.append(TOWN_WALL.buffer(0.25).difference(shapely.union_all(opened)))
    barriers = [("barrier", towns.PLANE.unproject(line)) for line in lines]
    area = towns.box(-50, -50, EDGE_M, STEP_M * SIDE)
    loaded = towns.plan(area, open_ground=barriers, deadline_h=deadline_s / 3600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detours, "LEAST_ACROSS_M", 50.0)
        patch.setattr(detours, "FIRST_STRETCH_M", 10.0)
        patch.setattr(narrows, "NARROW_M", 60.0)
        found = examine(
            loaded, streets, [towns.people(cells)], loaded.plan.notices[0], "out", gap=0.5, seconds=5
        )
    # Whatever the streets alone carry, they carry on this ground too: its least time is no later.
    if found.ground_problem is None or found.upper_h is None:
        return
    ground = bracket(found.ground_problem, gap=0.05, seconds=5, side="lower")
    assert ground.lower_s <= found.upper_h * 3600 * (1 + 1e-6)
    if found.refuted_on_open_ground:
        assert deadline_s <= found.upper_h * 3600 * (1 + 1e-6)
