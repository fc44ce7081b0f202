"""Shortest times from many nodes, and a static minimum cut, for the simple cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.kernels.compiled import kernel
from safeground.flow.kernels.heap import heap_pop, heap_push

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Flags, Int32s, Int64s

NEVER: Final = 1 << 60
_RELABELS_PER_SWEEP: Final = 0.7  # exact heights are computed anew after so many relabels a node


@kernel
def earliest(first: Int64s, arcs: Int32s, end: Int32s, length: Int64s, start: Int64s) -> Int64s:
    """Least time at every node, setting out at ``start[v]`` from each node v (Dijkstra 1959).

    ``arcs[first[v]:first[v + 1]]`` are the arcs out of v, ``end[a]`` is where arc a leads; ``NEVER`` marks
    nodes where nobody sets out, and nodes that nobody reaches.
    """
    nodes = len(first) - 1
    time = start.copy()
    keys = np.empty(len(arcs) + nodes + 1, np.int64)
    items = np.empty(len(arcs) + nodes + 1, np.int32)
    size = 0
    for node in range(nodes):
        if start[node] < NEVER:
            size = heap_push(keys, items, size, start[node], node)
    while size > 0:
        node = items[0]
        now = keys[0]
        size = heap_pop(keys, items, size)
        if now > time[node]:
            continue
        for place in range(first[node], first[node + 1]):
            arc = arcs[place]
            after = end[arc]
            if now + length[arc] < time[after]:
                time[after] = now + length[arc]
                size = heap_push(keys, items, size, time[after], after)
    return time


@kernel
def _heights(first: Int64s, slots: Int64s, end: Int32s, residual: Int64s, sink: Flags) -> Int32s:
    """Fewest residual arcs from every node to a sink; the number of nodes where there is no way."""
    nodes = len(first) - 1
    height = np.full(nodes, nodes, np.int32)
    queue = np.empty(nodes, np.int32)
    filled = 0
    for node in range(nodes):
        if sink[node]:
            height[node] = 0
            queue[filled] = node
            filled += 1
    taken = 0
    while taken < filled:
        node = queue[taken]
        taken += 1
        for place in range(first[node], first[node + 1]):
            slot = slots[place]
            before = end[slot]
            if height[before] == nodes and residual[slot ^ 1] > 0:
                height[before] = height[node] + 1
                queue[filled] = before
                filled += 1
    return height


@kernel
def source_side(
    tail: Int32s, head: Int32s, capacity: Int64s, supply: Int64s, everything: Flags, sink: Flags
) -> Flags:
    """Mark the source side of a minimum cut, the one nearest the sinks.

    ``supply[v]`` is the capacity from outside to node v; without limit where ``everything[v]`` is set.
    Push-relabel (Goldberg & Tarjan 1988), first phase only: a maximum preflow is enough for the cut.
    Arc a has the slots 2a (forward) and 2a + 1 (back).
    """
    nodes = len(supply)
    arcs = len(tail)
    first = np.zeros(nodes + 1, np.int64)
    for arc in range(arcs):
        first[tail[arc] + 1] += 1
        first[head[arc] + 1] += 1
    for node in range(nodes):
        first[node + 1] += first[node]
    place_of = first.copy()
    slots = np.empty(2 * arcs, np.int64)
    end = np.empty(2 * arcs, np.int32)
    residual = np.zeros(2 * arcs, np.int64)
    excess = supply.copy()
    for arc in range(arcs):
        slots[place_of[tail[arc]]] = 2 * arc
        place_of[tail[arc]] += 1
        slots[place_of[head[arc]]] = 2 * arc + 1
        place_of[head[arc]] += 1
        end[2 * arc] = head[arc]
        end[2 * arc + 1] = tail[arc]
        residual[2 * arc] = capacity[arc]
        if everything[tail[arc]]:
            excess[tail[arc]] += capacity[arc]  # as much as can leave is as good as no limit

    height = _heights(first, slots, end, residual, sink)
    current = first[:-1].copy()
    queue = np.empty(nodes, np.int32)  # a ring of the nodes with excess, each at most once
    waiting = np.zeros(nodes, np.uint8)
    taken = 0
    count = 0
    for node in range(nodes):
        if excess[node] > 0 and height[node] < nodes and not sink[node]:
            queue[count] = node
            count += 1
            waiting[node] = 1
    relabels = 0
    while count > 0:
        node = queue[taken]
        taken = taken + 1 if taken + 1 < nodes else 0
        count -= 1
        waiting[node] = 0
        while excess[node] > 0 and height[node] < nodes:
            if current[node] == first[node + 1]:
                lowest = nodes
                for place in range(first[node], first[node + 1]):
                    slot = slots[place]
                    if residual[slot] > 0 and height[end[slot]] + 1 < lowest:
                        lowest = height[end[slot]] + 1
                height[node] = lowest
                current[node] = first[node]
                relabels += 1
                continue
            slot = slots[current[node]]
            after = end[slot]
            if residual[slot] > 0 and height[node] == height[after] + 1:
                amount = min(excess[node], residual[slot])
                residual[slot] -= amount
                residual[slot ^ 1] += amount
                excess[node] -= amount
                excess[after] += amount
                if not sink[after] and waiting[after] == 0:
                    waiting[after] = 1
                    place = taken + count
                    queue[place if place < nodes else place - nodes] = after
                    count += 1
            else:
                current[node] += 1
        if relabels > _RELABELS_PER_SWEEP * nodes:
            relabels = 0
            height = _heights(first, slots, end, residual, sink)
            current[:] = first[:-1]
    height = _heights(first, slots, end, residual, sink)
    side = np.zeros(nodes, np.uint8)
    for node in range(nodes):
        if height[node] == nodes:
            side[node] = 1
    return side
