"""The classic time expansion, in equal steps of time, transit times rounded up to whole steps, by OR-tools.

``python -m benchmarks.classic FILE STEP_S HORIZON_S``: whether all arrive by the horizon. It is handed the
horizon, where on its own it would have to search for it: ``python -m benchmarks.classic FILE STEP_S`` does.
"""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.expansion import expand, layered
from benchmarks.process import peak_mb
from benchmarks.solvers import ByOrtools

if TYPE_CHECKING:
    from safeground.flow.network import Network


def arrivals(network: Network, step_s: float, horizon_s: float) -> dict[str, Any]:
    """Solve for as many steps as there are by the horizon."""
    base, began = peak_mb(), time.perf_counter()
    flow = layered(network, step_s, np.zeros(network.nodes))
    expansion = expand(flow, math.floor(horizon_s / step_s))
    arcs = expansion.arcs
    solver = ByOrtools(expansion)
    del expansion
    built = time.perf_counter()
    value = solver.value()
    return {
        "all_arrive": value == flow.total,
        "share": value / flow.total,
        "seconds": time.perf_counter() - began,
        "build_s": built - began,
        "expanded_arcs": arcs,
        "base_mb": base,
        "peak_mb": peak_mb(),
    }


def least_steps(network: Network, step_s: float) -> int:
    """Return the least number of steps by which all arrive; exact where all times are whole steps."""
    low, high = 0, 1
    while not arrivals(network, step_s, high * step_s)["all_arrive"]:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        everybody = arrivals(network, step_s, middle * step_s)["all_arrive"]
        low, high = (low, middle) if everybody else (middle, high)
    return high


def main(path: str, step_s: str, horizon_s: str = "") -> None:
    import ortools.graph.python.max_flow  # noqa: F401 - so that importing it is not in the time

    from safeground.flow.network import build_network
    from safeground.flow.problem import read_problem

    network = build_network(read_problem(Path(path)))
    if horizon_s:
        print(json.dumps(arrivals(network, float(step_s), float(horizon_s))))
    else:
        print(json.dumps({"least_steps": least_steps(network, float(step_s))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
