"""Whatever is true lies between proof and schedule, with hours, quotas, closures and curfews too.

The town and its truth of ``test_bounds_hold``; the corridor is the street of one row, out of the area.
"""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.journey import towns
from tests.journey.test_bounds_hold import EDGE_M, SIDE, STEP_M, node, towns_and_truths, truth

from safeground.errors import InputError
from safeground.flow.bracket import bracket
from safeground.journey.examine import examine
from safeground.plan.condition_words import Closure, Curfew, Window
from safeground.plan.model import Assumptions, Corridor

INF = float("inf")


@st.composite
def conditions(draw):
    """Windows of the corridor in seconds with their quotas, and whatever else holds."""
    edges = sorted(draw(st.sets(st.integers(0, 12), min_size=2, max_size=6)))
    spans = [(60.0 * a, 60.0 * b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    low, more = draw(st.integers(5, 200)), draw(st.integers(0, 200))
    return {
        "row": draw(st.integers(0, SIDE - 1)),
        "only": draw(st.booleans()),
        "binds": draw(st.booleans()),
        "spans": [*spans, (7200.0, 90000.0)],
        "quota": draw(st.sampled_from([None, (low, low + more)])),
        "share": draw(st.floats(0, 1)),
        "throughput_per_h": draw(st.sampled_from([None, (1800, 7200)])),
        "curfew_min": draw(st.sampled_from([None, (0, 3), (2, 5), (4, 9)])),
        "closed": draw(st.sampled_from([None, (0, 0), (0, 3), (1, 4)])),
    }


def true_arrays(edges, widths, persons, speed, flow, held):
    """The arrays of what is true, with windows on every street of the corridor in both directions."""
    made = truth(edges, widths, persons, speed, flow)
    corridor = [number for number, (a, b) in enumerate(edges) if a // SIDE == b // SIDE == held["row"]]
    spans = {}
    capacity = made.capacity_per_s.copy()
    quota, throughput = INF, INF
    if held["quota"] is not None:
        quota = held["quota"][0] + held["share"] * (held["quota"][1] - held["quota"][0])
    if held["throughput_per_h"] is not None:
        low, high = held["throughput_per_h"]
        throughput = (low + held["share"] * (high - low)) / 3600
    if held["only"] or held["binds"]:
        for number in corridor:
            for arc in (2 * number, 2 * number + 1):
                spans[arc] = [(a, b, quota) for a, b in held["spans"]]
                capacity[arc] = min(capacity[arc], throughput)
    if held["closed"] is not None:
        street, minute = held["closed"]
        for arc in (2 * street, 2 * street + 1):
            until = 60.0 * minute
            was = spans.get(arc, [(0.0, INF, INF)])
            spans[arc] = [(a, min(b, until), q) for a, b, q in was if a < until]
    crossing = [2 * number for number, (a, b) in enumerate(edges) if is_crossing(a, b)]
    if held["only"]:
        for arc in crossing:
            if arc // 2 not in corridor:
                spans[arc] = []
    # An arc that is never open lets nobody in during a second.
    rows = [(arc, *span) for arc in spans for span in spans[arc] or [(0.0, 1.0, 0.0)]]
    halts = [] if held["curfew_min"] is None else [[60.0 * end for end in held["curfew_min"]]]
    return replace(
        made,
        capacity_per_s=capacity,
        window_arc=np.array([row[0] for row in sorted(rows)], np.int64),
        window_open_s=np.array([row[1] for row in sorted(rows)]),
        window_close_s=np.array([row[2] for row in sorted(rows)]),
        window_quota=np.array([row[3] for row in sorted(rows)]),
        halt_from_s=np.array([halt[0] for halt in halts]),
        halt_until_s=np.array([halt[1] for halt in halts]),
    )


def is_crossing(a, b):
    return b % SIDE == SIDE - 1 and a % SIDE == SIDE - 2


def planned(loaded, nodes, edges, held):
    moment = lambda seconds: towns.ISSUED + timedelta(seconds=seconds)  # noqa: E731
    quota = held["quota"] and tuple(map(float, held["quota"]))
    corridor = Corridor(
        id="row",
        open=tuple(Window(from_=moment(a), until=moment(b), quota=quota) for a, b in held["spans"]),
        throughput_per_h=held["throughput_per_h"] and tuple(map(float, held["throughput_per_h"])),
    )
    ends = nodes[node(held["row"], 0)], nodes[node(held["row"], SIDE - 1)]
    words = {"corridors": [(corridor, towns.line(*ends))]}
    if held["curfew_min"] is not None:
        begin, end = held["curfew_min"]
        hours = f"06:{begin:02d}-06:{end:02d}"
        curfew = Curfew(hours=hours, until=moment(3600.0))
        words["curfews"] = [(curfew, None)]
    if held["closed"] is not None:
        street, minute = held["closed"]
        begins = None if minute == 0 else moment(60.0 * minute)
        along = towns.line(*(nodes[end] for end in edges[street]))
        words["closures"] = [(Closure(id="shut", where="x", from_=begins), along)]
    return towns.stating(loaded, only=held["only"] or None, **words)


@settings(max_examples=25, phases=[Phase.generate])
@given(towns_and_truths(), conditions())
def test_the_truth_lies_between_proof_and_schedule_under_conditions(drawn, held):
    edges, widths, persons, speed, flow = drawn
    row = [(a, b) for a, b in edges if a // SIDE == b // SIDE == held["row"]]
    if len(row) < SIDE - 1:  # a row that is not whole is refused: its route has no streets beside it
        return
    nodes = [(STEP_M * column, STEP_M * line) for line in range(SIDE) for column in range(SIDE)]
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
    loaded = towns.plan(towns.box(-50, -50, EDGE_M, STEP_M * SIDE), assumptions=assumed, deadline_h=0.25)
    loaded = planned(loaded, nodes, edges, held)
    layer = towns.people(cells)
    try:
        found = examine(loaded, streets, [layer], loaded.plan.notices[0], "out", gap=0.2, seconds=20)
    except InputError as error:  # nothing leads out at all
        if "no street" in str(error) or "no corridor" in str(error):
            return
        raise
    true = bracket(
        true_arrays(edges, widths, persons, speed, flow, held), gap=0.2, seconds=20, deadline_s=900.0
    )
    assert found.arrivals_upper is not None
    more_people = max(0.0, true.persons - found.persons.low)
    assert (true.arrivals_lower or 0.0) <= (found.arrivals_upper + more_people) * (1 + 1e-6) + 1e-3
    if true.upper_s is not None:
        assert found.lower_h * 3600 <= true.upper_s * (1 + 1e-6)
    # Where other ways out are shut, the schedule is of those who have a way; the truth counts all.
    if found.upper_h is not None and true.persons > 0 and not (found.stranded.high and true.lower_s == INF):
        assert true.lower_s <= found.upper_h * 3600 * (1 + 1e-6)
    if found.refuted_on_open_ground:
        assert found.refuted_on_streets
