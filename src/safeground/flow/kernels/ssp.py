"""Successive shortest paths: the most people that can come from a set of nodes, for every horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel
from safeground.flow.kernels.heap import heap_pop, heap_push
from safeground.flow.kernels.shortest_paths import NO_ROUTE

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Floats, Int32s, Int64s


@kernel
def successive_shortest_paths(
    sink: int,
    out_first: Int64s,
    head: Int32s,
    in_first: Int64s,
    in_arcs: Int32s,
    tail: Int32s,
    length: Int64s,
    capacity: Int64s,
    starts: Int32s,
    potential: Int64s,
    flow: Int64s,
    last_rise: Int64s,
    wanted: float,
    horizon: int,
) -> tuple[int, float, Floats, Floats, Floats, bool]:
    """Raise the horizon until ``wanted`` people can arrive from ``starts``, or to ``horizon``.

    Ford & Fulkerson (1958): the largest flow over time at horizon T is the static flow of the shortest
    augmentations of length at most T, each repeated while it fits. With every augmentation the number
    that can arrive rises more steeply, so it is a convex, piecewise linear function of the horizon, and
    one run gives all of it. Each search is a Dijkstra on reduced lengths that ends at the sink, or as
    soon as the horizon can be raised far enough with the flow there is.

    Parameters
    ----------
    length, capacity
        Of each arc, in whole units of time and of persons per second; arcs sorted by tail.
    starts
        Nodes with a route, sorted by their distance to the sink, not empty.
    potential
        Distance of each node to the sink; changed to the distances in the residual graph.
    flow
        Zeros; changed to the static flow.
    last_rise
        Zeros; changed to how much of each potential was added when the horizon was raised last.
    wanted
        Persons times units: where to stop.
    horizon
        Where to stop at the latest.

    Returns
    -------
    The horizon reached, the rate there, the curve (horizon, arrivals, rate from there on), and whether
    ``wanted`` was reached.
    """
    nodes = len(potential)
    distance = np.full(nodes, NO_ROUTE, np.int64)
    via = np.full(nodes, -1, np.int64)
    settled = np.zeros(nodes, np.uint8)
    keys = np.empty(2 * len(head) + 2 * nodes + 16, np.int64)
    items = np.empty(2 * len(head) + 2 * nodes + 16, np.int32)
    touched = np.empty(nodes, np.int32)
    from_start = potential.copy()
    active = 0
    now = potential[starts[0]]
    rate = 0.0
    arrived = 0.0
    at = np.empty(64)
    amount = np.empty(64)
    slope = np.empty(64)
    marks = 0
    reached = False
    while now < horizon:
        size = 0
        touches = 0
        for place in range(active):
            node = starts[place]
            reduced = potential[node] - now
            if reduced < distance[node]:
                if distance[node] == NO_ROUTE:
                    touched[touches] = node
                    touches += 1
                distance[node] = reduced
                via[node] = -1
                size = heap_push(keys, items, size, reduced, node)
        enough = horizon - now
        if rate > 0 and (wanted - arrived) / rate < enough:
            enough = int(np.ceil((wanted - arrived) / rate)) + 1
        joining = active
        to_sink = NO_ROUTE
        while True:
            while joining < len(starts) and (size == 0 or from_start[starts[joining]] - now <= keys[0]):
                node = starts[joining]
                joining += 1
                reduced = potential[node] - now
                if reduced < distance[node]:
                    if distance[node] == NO_ROUTE:
                        touched[touches] = node
                        touches += 1
                    distance[node] = reduced
                    via[node] = -1
                    size = heap_push(keys, items, size, reduced, node)
            if size == 0:
                break
            node = items[0]
            so_far = keys[0]
            size = heap_pop(keys, items, size)
            if settled[node] == 1 or so_far > distance[node]:
                continue
            if so_far >= enough:
                break
            if node == sink:
                to_sink = so_far
                break
            settled[node] = 1
            for arc in range(out_first[node], out_first[node + 1]):
                if flow[arc] < capacity[arc]:
                    other = head[arc]
                    through = so_far + length[arc] - potential[node] + potential[other]
                    if through < distance[other]:
                        if distance[other] == NO_ROUTE:
                            touched[touches] = other
                            touches += 1
                        distance[other] = through
                        via[other] = arc
                        size = heap_push(keys, items, size, through, other)
            for place in range(in_first[node], in_first[node + 1]):
                arc = in_arcs[place]
                if flow[arc] > 0:
                    other = tail[arc]
                    through = so_far - length[arc] - potential[node] + potential[other]
                    if through < distance[other]:
                        if distance[other] == NO_ROUTE:
                            touched[touches] = other
                            touches += 1
                        distance[other] = through
                        via[other] = -2 - arc
                        size = heap_push(keys, items, size, through, other)
        raised = to_sink
        stop = False
        if rate > 0 and wanted < np.inf and (to_sink == NO_ROUTE or arrived + rate * to_sink >= wanted):
            raised = int(np.floor((wanted - arrived) / rate))
            stop = True
            reached = True
        elif to_sink == NO_ROUTE:
            raised = horizon - now
            stop = True
        if now + raised >= horizon:
            if now + raised > horizon:
                reached = False
            raised = horizon - now
            stop = True
        arrived += rate * raised
        now += raised
        for place in range(touches):
            node = touched[place]
            if settled[node] == 1 and distance[node] < raised:
                potential[node] += raised - distance[node]
                if stop:
                    last_rise[node] = raised - distance[node]
        while active < joining and from_start[starts[active]] < now:
            active += 1
        if not stop:
            step = np.int64(NO_ROUTE)
            node = sink
            while via[node] != -1:
                arc = via[node]
                if arc >= 0:
                    step = min(step, capacity[arc] - flow[arc])
                    node = tail[arc]
                else:
                    arc = -2 - arc
                    step = min(step, flow[arc])
                    node = head[arc]
            node = sink
            while via[node] != -1:
                arc = via[node]
                if arc >= 0:
                    flow[arc] += step
                    node = tail[arc]
                else:
                    arc = -2 - arc
                    flow[arc] -= step
                    node = head[arc]
            rate += step
        if marks == len(at):
            at = np.concatenate((at, np.empty_like(at)))
            amount = np.concatenate((amount, np.empty_like(amount)))
            slope = np.concatenate((slope, np.empty_like(slope)))
        at[marks] = now
        amount[marks] = arrived
        slope[marks] = rate
        marks += 1
        for place in range(touches):
            node = touched[place]
            distance[node] = NO_ROUTE
            via[node] = -1
            settled[node] = 0
        if stop:
            break
    return now, rate, at[:marks], amount[:marks], slope[:marks], reached
