"""The same maximum flow over time by two programs, each in a process of its own.

``python -m benchmarks.expansion PROGRAM FILE HORIZON_S LAYERS``; PROGRAM is ``safeground`` or ``ortools``.

Both solve the problem's network in layers of HORIZON_S / LAYERS of slack time: node v has the offset of its
distance to the sink, and an arc from u to v leads ⌈(τ - ρ_u + ρ_v) / Δ⌉ layers on. The engine never builds
that network; OR-tools gets it arc by arc. Capacities and people are the same whole numbers of flow units, so
the two values must be equal. Times are without reading, importing and compiling, with building.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from safeground.flow.network import Network


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_engine(network: Network, width_s: float, layers: int) -> dict[str, float]:
    from safeground.flow.layers import LayeredFlow

    whole = np.ones(len(network.tail), np.bool_)

    def solve(count: int) -> LayeredFlow:
        flow = LayeredFlow(network, width_s, count, network.to_sink_s, whole, network.capacity_per_s)
        flow.extend(count, lambda: False)
        return flow

    solve(2)  # compiles, or loads what was compiled
    base, began = peak_mb(), time.perf_counter()
    flow = solve(layers)
    return {
        "value": flow.arrived,
        "people": flow.total,
        "seconds": time.perf_counter() - began,
        "base_mb": base,
        "peak_mb": peak_mb(),
    }


def by_ortools(network: Network, width_s: float, layers: int) -> dict[str, float]:
    from ortools.graph.python.max_flow import SimpleMaxFlow

    from safeground.flow.layers import FLOW_UNITS

    base, began = peak_mb(), time.perf_counter()
    nodes, sink = network.nodes, network.sink
    units = 2.0 ** np.floor(np.log2(FLOW_UNITS / network.people.sum()))
    moving = np.cumsum(network.people)
    people = np.diff(np.ceil(moving * units - 1e-9), prepend=0.0).astype(np.int64)
    persons_per_unit = moving[-1] / people.sum()
    offset = network.to_sink_s
    first = np.ceil(offset / width_s - 1e-9).astype(np.int64)
    loss = network.transit_s - offset[network.tail] + offset[network.head]
    delay = np.ceil(loss / width_s - 1e-9).astype(np.int64)
    limit = np.floor(network.capacity_per_s * width_s / persons_per_unit * (1 + 1e-12))
    capacity = limit.clip(max=people.sum()).astype(np.int64)

    copies = np.maximum(0, layers - first)
    copies[sink] = 1
    start_of = np.concatenate([[0], np.cumsum(copies)])
    place_of = start_of[:-1] - first  # of layer k of node v: place_of[v] + k
    sink_place, source_place = int(start_of[sink]), int(start_of[-1])

    uses = np.maximum(0, layers - delay - first[network.tail])
    arc = np.repeat(np.arange(len(uses)), uses)
    layer = np.arange(len(arc)) - np.repeat(np.cumsum(uses) - uses, uses) + first[network.tail[arc]]
    tail = place_of[network.tail[arc]] + layer
    head = place_of[network.head[arc]] + layer + delay[arc]
    head[network.head[arc] == sink] = sink_place
    waits = np.delete(np.arange(source_place), np.append(start_of[1:nodes] - 1, sink_place))
    starts = np.flatnonzero((people > 0) & (first < layers))
    flow = SimpleMaxFlow()
    total = int(people.sum())
    for tails, heads, limits in (
        (tail, head, capacity[arc]),
        (waits, waits + 1, np.full(len(waits), total)),
        (np.full(len(starts), source_place), start_of[starts], people[starts]),
    ):
        flow.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), limits)
    built = time.perf_counter()
    status = flow.solve(source_place, sink_place)
    assert status == flow.OPTIMAL, status
    return {
        "value": flow.optimal_flow(),
        "people": total,
        "seconds": time.perf_counter() - began,
        "build_s": built - began,
        "expanded_arcs": flow.num_arcs(),
        "base_mb": base,
        "peak_mb": peak_mb(),
    }


def main(program: str, path: str, horizon_s: str, layers: str) -> None:
    from safeground.flow.network import build_network
    from safeground.flow.problem import read_problem

    network = build_network(read_problem(Path(path)))
    width_s = round(float(horizon_s) / int(layers) / network.unit_s) * network.unit_s
    solve = {"safeground": by_engine, "ortools": by_ortools}[program]
    print(json.dumps(solve(network, width_s, int(layers)) | {"width_s": width_s}))


if __name__ == "__main__":
    main(*sys.argv[1:])
