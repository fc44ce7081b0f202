"""Two benchmark road networks whose least time is known from exact runs of another program.

Construction: capacities per hour, free-flow times in minutes; everybody of the trip table leaves from the
trip's origin; the first three (Sioux Falls: zones 1, 2 and 13) or four (Anaheim: 1 to 4) zones are where
people have arrived, and whoever starts there has. Anaheim's times are rounded to 10 s, at least 10 s. A
maximum flow on the network expanded in time, in steps of 60 s and 10 s, found that not all can arrive by
35,940 s and 8,400 s, and that all can by 36,000 s and 8,410 s.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from safeground.flow.bracket import bracket
from safeground.flow.certificate import check
from safeground.flow.problem import Problem
from safeground.flow.simple_cut import simple_cut
from safeground.testing import assert_bracket_holds

if TYPE_CHECKING:
    from pathlib import Path

LINKS = {"SiouxFalls": 76, "Anaheim": 914}


def read_network(folder: Path, sinks: list[int], step_s: float | None) -> Problem:
    """Read a network of the TransportationNetworks collection as a problem."""
    name = folder.name
    lines = (folder / f"{name}_net.tntp").read_text().splitlines()
    rows = [line.split() for line in lines if re.match(r"\s*\d+\s+\d+\s", line) and ";" in line]
    assert len(rows) == LINKS[name]
    tail, head = (np.array([int(row[column]) - 1 for row in rows]) for column in (0, 1))
    capacity = np.array([float(row[2]) for row in rows]) / 3600
    transit = np.array([float(row[4]) for row in rows]) * 60
    if step_s is not None:
        transit = np.maximum(step_s, step_s * np.round(transit / step_s))
    leaving = np.zeros(max(tail.max(), head.max()) + 1)
    for block in (folder / f"{name}_trips.tntp").read_text().split("Origin")[1:]:
        trips = re.findall(r":\s*([\d.eE+-]+)\s*;", block)
        leaving[int(block.split()[0]) - 1] = sum(map(float, trips))
    leaving = np.round(leaving)
    leaving[sinks] = 0
    source = np.flatnonzero(leaving)
    return Problem.from_arrays(
        tail=tail,
        head=head,
        transit_s=transit,
        capacity_per_s=capacity,
        source=source,
        persons=leaving[source],
        sink=sinks,
        file=name,
    )


@pytest.mark.parametrize(
    ("name", "sinks", "step_s", "not_by_s", "by_s"),
    [("SiouxFalls", [0, 1, 12], None, 35_940, 36_000), ("Anaheim", [0, 1, 2, 3], 10.0, 8_400, 8_410)],
)
def test_the_known_least_time_lies_in_the_bracket(
    real_data: Path, name: str, sinks: list[int], step_s: float | None, not_by_s: float, by_s: float
) -> None:
    problem = read_network(real_data / "networks" / name, sinks, step_s)
    found = bracket(problem, gap=0.004, seconds=20)
    assert_bracket_holds(problem, found)
    assert found.upper_s is not None
    assert found.lower_s <= by_s
    assert found.upper_s > not_by_s
    assert found.gap is not None
    assert found.gap <= 0.004

    cut = simple_cut(problem, found.source_set)
    proof = check(problem, cut.certificate(problem))
    assert proof.refuted
    assert 0.9 * not_by_s < cut.lower_s <= by_s
    assert len(cut.arcs) <= 20
    assert cut.break_even(not_by_s / 2).capacity_factor > 1


def test_the_known_least_time_of_sioux_falls_is_found_again(real_data: Path) -> None:
    """The network expanded in steps of a minute, in thousandths of a person, by scipy."""
    problem = read_network(real_data / "networks" / "SiouxFalls", [0, 1, 12], None)
    steps = (problem.transit_s / 60).astype(int)
    assert np.array_equal(steps * 60, problem.transit_s)
    people = int(problem.persons.sum()) * 1000

    def most_by(minutes: int) -> int:
        nodes = problem.nodes
        step = np.arange(minutes)
        start, end = nodes * minutes, nodes * minutes + 1
        wait_tail = np.arange(nodes * (minutes - 1))
        arc = np.repeat(np.arange(len(steps)), minutes)
        enter = np.tile(step, len(steps))
        inside = enter + steps[arc] < minutes
        arc, enter = arc[inside], enter[inside]
        move_tail = enter * nodes + problem.tail[arc]
        move_head = (enter + steps[arc]) * nodes + problem.head[arc]
        room = np.floor(problem.capacity_per_s * 60 * 1000)[arc]
        done = (step[:, None] * nodes + problem.sink).ravel()
        tail = np.concatenate([wait_tail, move_tail, np.full(len(problem.source), start), done])
        head = np.concatenate([wait_tail + nodes, move_head, problem.source, np.full(len(done), end)])
        limit = np.concatenate(
            [np.full(len(wait_tail), people), room, problem.persons * 1000, np.full(len(done), people)]
        )
        graph = coo_array((limit.astype(np.int32), (tail, head)), (end + 1, end + 1)).tocsr()
        return int(maximum_flow(graph, start, end).flow_value)

    assert most_by(599) < people
    assert most_by(600) == people
