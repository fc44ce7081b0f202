"""One maximum flow over time by one program.

``python -m benchmarks.same_expansion PROGRAM FILE HORIZON_S LAYERS``; PROGRAM is ``safeground``, ``ortools``,
``scipy`` or ``highs``. All solve the problem's network in layers of HORIZON_S / LAYERS of slack time. The
engine never builds that network; the others get it arc by arc. Times are without reading, importing and
compiling, with building; memory is above what the process had before.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.process import peak_mb

if TYPE_CHECKING:
    from safeground.flow.network import Network


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


def by_other(program: str, network: Network, width_s: float, layers: int) -> dict[str, float]:
    from benchmarks.expansion import expand, layered
    from benchmarks.solvers import SOLVERS
    from safeground.flow.layers import FLOW_UNITS

    base, began = peak_mb(), time.perf_counter()
    flow = layered(network, width_s, network.to_sink_s, FLOW_UNITS)
    expansion = expand(flow, layers)
    arcs = expansion.arcs
    solver = SOLVERS[program](expansion)
    del expansion
    built = time.perf_counter()
    value = solver.value()
    return {
        "value": value,
        "people": flow.total,
        "seconds": time.perf_counter() - began,
        "build_s": built - began,
        "expanded_arcs": arcs,
        "base_mb": base,
        "peak_mb": peak_mb(),
    }


def main(program: str, path: str, horizon_s: str, layers: str) -> None:
    from safeground.flow.network import build_network
    from safeground.flow.problem import read_problem

    if program != "safeground":  # so that importing it is in no program's time
        from benchmarks.expansion import Block, Expansion
        from benchmarks.solvers import SOLVERS

        none, one = np.zeros(0, np.int32), np.zeros(1, np.int32)
        empty = Block(none, none, np.zeros(0, np.int64))
        SOLVERS[program](
            Expansion((empty, empty, Block(one + np.int32(1), one, np.ones(1, np.int64))), 1, 0)
        ).value()
    network = build_network(read_problem(Path(path)))
    width_s = round(float(horizon_s) / int(layers) / network.unit_s) * network.unit_s
    if program == "safeground":
        found = by_engine(network, width_s, int(layers))
    else:
        found = by_other(program, network, width_s, int(layers))
    print(json.dumps(found | {"width_s": width_s}))


if __name__ == "__main__":
    main(*sys.argv[1:])
