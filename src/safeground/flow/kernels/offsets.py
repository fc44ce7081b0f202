"""Time offsets of nodes that make whole trees of arcs fit the layers without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Floats, Int32s, Int64s


@kernel
def tree_offsets(
    nodes: int, sink: int, order: Int64s, tail: Int32s, head: Int32s, transit_s: Floats
) -> Floats:
    """Offset of every node, 0 at the sink, exact along the spanning tree taken greedily in ``order``.

    An arc of the tree joins offsets that differ by its transit time [s], so that in layers shifted by
    the offsets it is passed without waiting.
    """
    parent = np.arange(nodes)
    chosen = np.empty(nodes, np.int64)
    first = np.zeros(nodes + 1, np.int64)
    count = 0
    for place in range(len(order)):
        arc = order[place]
        one = np.int64(tail[arc])
        other = np.int64(head[arc])
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        while parent[other] != other:
            parent[other] = parent[parent[other]]
            other = parent[other]
        if one != other:
            parent[one] = other
            chosen[count] = arc
            count += 1
            first[tail[arc] + 1] += 1
            first[head[arc] + 1] += 1
            if count == nodes - 1:
                break
    first = np.cumsum(first)
    place_of = first.copy()
    touching = np.empty(2 * count, np.int64)
    for place in range(count):
        arc = chosen[place]
        touching[place_of[tail[arc]]] = arc
        place_of[tail[arc]] += 1
        touching[place_of[head[arc]]] = arc
        place_of[head[arc]] += 1
    offset = np.zeros(nodes)
    seen = np.zeros(nodes, np.uint8)
    stack = np.empty(nodes, np.int64)
    stack[0] = sink
    size = 1
    seen[sink] = 1
    while size > 0:
        size -= 1
        node = stack[size]
        for place in range(first[node], first[node + 1]):
            arc = touching[place]
            before = tail[arc]
            after = head[arc]
            if before == node and seen[after] == 0:
                seen[after] = 1
                offset[after] = offset[node] - transit_s[arc]
                stack[size] = after
                size += 1
            elif after == node and seen[before] == 0:
                seen[before] = 1
                offset[before] = offset[node] + transit_s[arc]
                stack[size] = before
                size += 1
    return offset
