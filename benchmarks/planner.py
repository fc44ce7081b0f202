"""A capacity-constrained route planner: ``python -m benchmarks.planner FILE HORIZON_S LAYERS SECONDS``.

Written from the description of CCRP in Lu, George & Shekhar, Capacity constrained routing algorithms for
evacuation planning (SSTD 2005): as long as somebody has no route, find by one search from all sources at
once the route on which somebody arrives earliest, given what is reserved already; send as many as it lets
pass; reserve. A street that is full at a time is entered at the next time at which it is not.

It runs on the layers of slack time that the other programs use, which spares it the rounding of every transit
time to a step and leads its search towards the sink. Nodes hold any number of people, as everywhere here.
"""

from __future__ import annotations

import heapq
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from benchmarks.expansion import Layered, layered
from benchmarks.process import peak_mb
from safeground.flow.schedule import Schedule

if TYPE_CHECKING:
    import numpy.typing as npt

    from benchmarks.expansion import Indices, Ints
    from safeground.flow.network import Network

    Free = npt.NDArray[np.int32]

_ROUTES_AT_ONCE = 200
_FAR = np.int64(1) << 40


class Planner:
    """Plans route after route; the plan so far is what is reserved.

    Parameters
    ----------
    network
        What to plan on.
    width_s
        Width of a layer [s].
    layers
        Nobody is planned to arrive after so many.
    """

    def __init__(self, network: Network, width_s: float, layers: int) -> None:
        self.flow: Layered = layered(network, width_s, network.to_sink_s)
        self.layers = layers
        self.routes = 0
        self.last_layer = -1
        self.left = self.flow.people.copy()
        self.left[network.sink] = 0
        self._free = np.repeat(self.flow.capacity[:, None].astype(np.int32), layers, axis=1)

    def plan(self, seconds: float = np.inf) -> bool:
        """Plan until all have a route, no route is left, or the time is up; returns whether all have."""
        network, stop_at = self.flow.network, time.perf_counter() + seconds
        found = True
        while found and self.left.any() and time.perf_counter() < stop_at:
            routes, last = _plan_routes(
                network.adjacency.out_first,
                network.tail,
                network.head,
                self.flow.delay,
                self.flow.first,
                self._free,
                self.left,
                network.sink,
                _ROUTES_AT_ONCE,
            )
            found = routes == _ROUTES_AT_ONCE
            self.routes += routes
            self.last_layer = max(self.last_layer, last)
        return not self.left.any()

    @property
    def upper_s(self) -> float:
        """End of the last layer in which somebody arrives [s]."""
        return (self.last_layer + 1) * self.flow.width_s

    @property
    def share(self) -> float:
        """Of the people who have a route."""
        return 1.0 - float(self.left.sum()) / self.flow.total

    def schedule(self) -> Schedule:
        """Return the plan as a schedule of the problem's arcs."""
        network, flow = self.flow.network, self.flow
        arc, layer = np.nonzero(self._free < flow.capacity[:, None])
        persons = (flow.capacity[arc] - self._free[arc, layer]) * flow.persons_per_unit
        return Schedule(
            network.arc[arc],
            layer * flow.width_s - flow.offset_s[network.tail[arc]],
            np.full(len(arc), flow.width_s),
            persons,
            self.upper_s,
        )


@njit(cache=True)
def _plan_routes(
    out_first: Ints,
    tail: Indices,
    head: Indices,
    delay: Ints,
    first: Ints,
    free: Free,
    left: Ints,
    sink: int,
    most: int,
) -> tuple[int, int]:
    """Plan up to so many routes; returns how many, and the last layer of arrival."""
    nodes = len(first)
    reached, by_arc, at_layer = (
        np.empty(nodes, np.int64),
        np.empty(nodes, np.int64),
        np.empty(nodes, np.int64),
    )
    last = -1
    for routes in range(most):
        _search(out_first, head, delay, first, free, left, sink, reached, by_arc, at_layer)
        if reached[sink] == _FAR:
            return routes, last
        _reserve(tail, free, left, sink, by_arc, at_layer)
        last = max(last, reached[sink])
    return most, last


@njit(cache=True)
def _search(
    out_first: Ints,
    head: Indices,
    delay: Ints,
    first: Ints,
    free: Free,
    left: Ints,
    sink: int,
    reached: Ints,
    by_arc: Ints,
    at_layer: Ints,
) -> None:
    """Find when each node is reached at the earliest from any source with people left, and how."""
    nodes, layers = len(first), free.shape[1]
    reached[:] = _FAR
    by_arc[:] = -1
    front = [np.int64(0) for _ in range(0)]
    for node in range(nodes):
        if left[node] > 0 and first[node] < layers:
            reached[node] = first[node]
            heapq.heappush(front, first[node] * nodes + node)
    while len(front) > 0:
        key = heapq.heappop(front)
        layer, node = key // nodes, key % nodes
        if reached[sink] <= layer:
            return
        if layer > reached[node]:
            continue
        for arc in range(out_first[node], out_first[node + 1]):
            to, enter = head[arc], layer
            before = min(reached[to], np.int64(layers)) - delay[arc]
            while enter < before and free[arc, enter] == 0:
                enter += 1
            if enter < before:
                reached[to], by_arc[to], at_layer[to] = enter + delay[arc], arc, enter
                heapq.heappush(front, reached[to] * nodes + to)


@njit(cache=True)
def _reserve(tail: Indices, free: Free, left: Ints, sink: int, by_arc: Ints, at_layer: Ints) -> None:
    """Send as many along the route that was found as it lets pass."""
    amount, node = _FAR, np.int64(sink)
    while by_arc[node] >= 0:
        amount = min(amount, free[by_arc[node], at_layer[node]])
        node = np.int64(tail[by_arc[node]])
    amount = min(amount, left[node])
    left[node] -= amount
    node = np.int64(sink)
    while by_arc[node] >= 0:
        free[by_arc[node], at_layer[node]] -= amount
        node = np.int64(tail[by_arc[node]])


def main(path: str, horizon_s: str, layers: str, seconds: str) -> None:
    from safeground.flow.network import build_network
    from safeground.flow.problem import read_problem

    network = build_network(read_problem(Path(path)))
    width_s = round(float(horizon_s) / int(layers) / network.unit_s) * network.unit_s
    Planner(network, width_s, 1).plan()  # compiles, or loads what was compiled
    base, began = peak_mb(), time.perf_counter()
    planner = Planner(network, width_s, 3 * int(layers))
    everybody = planner.plan(float(seconds))
    found = {
        "all_arrive": everybody,
        "share": planner.share,
        "upper_s": planner.upper_s,
        "routes": planner.routes,
        "width_s": width_s,
        "seconds": time.perf_counter() - began,
        "base_mb": base,
        "peak_mb": peak_mb(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
