"""Merging nodes that are joined by short arcs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Flags, Int32s, Int64s


@kernel
def clusters(order: Int64s, tail: Int32s, head: Int32s, alone: Flags, largest: int) -> Int64s:
    """Cluster of each node, named by one of its nodes.

    Arcs are taken in ``order``; the two ends are merged where that makes no more than ``largest`` nodes
    and neither end is marked ``alone``.
    """
    nodes = len(alone)
    parent = np.arange(nodes)
    members = np.ones(nodes, np.int64)
    for place in range(len(order)):
        arc = order[place]
        one = np.int64(tail[arc])
        other = np.int64(head[arc])
        if alone[one] or alone[other]:
            continue
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        while parent[other] != other:
            parent[other] = parent[parent[other]]
            other = parent[other]
        if one != other and members[one] + members[other] <= largest:
            parent[one] = other
            members[other] += members[one]
    for node in range(nodes):
        root = np.int64(node)
        while parent[root] != root:
            root = parent[root]
        parent[node] = root
    return parent
