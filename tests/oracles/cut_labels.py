"""Labels of a minimum cut, from the network expanded in unit steps: the sharpest where there is no quota.

A quota is a limit on people who enter at different times, and no arc of the expanded network; it is left
out here. So with quotas the labels are only some that bound well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from tests.oracles.exact_movement import passages

if TYPE_CHECKING:
    from safeground.flow.problem import Problem


def cut_labels(problem: Problem, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """The first step in which each node and each refuge is behind a minimum cut, the horizon where never."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["start", "end"])
    refuges = [("refuge", refuge) for refuge in range(len(problem.refuge_room))]
    for place in [*range(problem.nodes), *refuges]:
        graph.add_edges_from(((place, step), (place, step + 1)) for step in range(horizon - 1))
    for arc, capacity in enumerate(problem.capacity_per_s):
        for step, there in passages(problem, arc, horizon):
            _add(graph, (int(problem.tail[arc]), step), (int(problem.head[arc]), there), capacity)
    for node, refuge in zip(problem.sink, problem.refuge_of_sink, strict=True):
        graph.add_edges_from(((int(node), step), (refuges[refuge], step)) for step in range(horizon))
    for node, persons, release in zip(problem.source, problem.persons, problem.release_s, strict=True):
        if release < horizon:
            _add(graph, "start", (int(node), int(release)), persons)
    for refuge, room in zip(refuges, problem.refuge_room, strict=True):
        _add(graph, (refuge, horizon - 1), "end", room)
    _, (behind, _) = nx.minimum_cut(graph, "start", "end")

    def first(place: object) -> float:
        return float(next((step for step in range(horizon) if (place, step) in behind), horizon))

    return np.array([first(node) for node in range(problem.nodes)]), np.array([first(one) for one in refuges])


def _add(graph: nx.DiGraph, tail: object, head: object, capacity: float) -> None:
    """Add to the capacity between two places; an edge without that attribute has no limit."""
    before = graph[tail][head].get("capacity", np.inf) if graph.has_edge(tail, head) else 0.0
    if np.isinf(before + capacity):
        graph.add_edge(tail, head)
        graph[tail][head].pop("capacity", None)
    else:
        graph.add_edge(tail, head, capacity=before + float(capacity))
