"""Distances to the sink, and who can be reached, over arrays sorted by tail and by head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.kernels.compiled import kernel
from safeground.flow.kernels.heap import heap_pop, heap_push

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Flags, Int32s, Int64s

NO_ROUTE: Final = 1 << 60


@kernel
def distances_to(
    sink: int, in_first: Int64s, in_arcs: Int32s, tail: Int32s, length: Int64s, usable: Flags
) -> Int64s:
    """Least length of a way from every node to ``sink`` (Dijkstra 1959); ``NO_ROUTE`` where there is none.

    ``in_arcs[in_first[v]:in_first[v + 1]]`` are the arcs into node v; arcs with ``usable`` 0 are left out.
    """
    nodes = len(in_first) - 1
    distance = np.full(nodes, NO_ROUTE, np.int64)
    keys = np.empty(len(tail) + 1, np.int64)
    items = np.empty(len(tail) + 1, np.int32)
    distance[sink] = 0
    size = heap_push(keys, items, 0, 0, sink)
    while size > 0:
        node = items[0]
        so_far = keys[0]
        size = heap_pop(keys, items, size)
        if so_far > distance[node]:
            continue
        for place in range(in_first[node], in_first[node + 1]):
            arc = in_arcs[place]
            if usable[arc] == 0:
                continue
            before = tail[arc]
            through = so_far + length[arc]
            if through < distance[before]:
                distance[before] = through
                size = heap_push(keys, items, size, through, before)
    return distance


@kernel
def reached_from(start: Flags, out_first: Int64s, out_arcs: Int32s, head: Int32s) -> Flags:
    """Mark every node that can be reached from the marked ones."""
    nodes = len(out_first) - 1
    reached = start.copy()
    stack = np.empty(nodes, np.int32)
    size = 0
    for node in range(nodes):
        if start[node]:
            stack[size] = node
            size += 1
    while size > 0:
        size -= 1
        node = stack[size]
        for place in range(out_first[node], out_first[node + 1]):
            after = head[out_arcs[place]]
            if reached[after] == 0:
                reached[after] = 1
                stack[size] = after
                size += 1
    return reached
