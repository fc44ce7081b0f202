"""Shortest ways over pieces of street to the nearest of several ends (Dijkstra, all ends at once)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

LEAST_WEIGHT = 1e-9
"""Stands for 0, which a sparse matrix would take for no arc."""


def to_ends(nodes: int, tail: Ints, head: Ints, weight: Floats, ends: Ints) -> Floats:
    """Return for every node the least total weight of directed arcs to any end, infinite where none leads.

    Parameters
    ----------
    nodes
        Number of nodes.
    tail, head, weight
        Directed arcs, shape (m,); weights >= 0.
    ends
        Nodes to reach.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    if not len(ends):
        return np.full(nodes, np.inf)
    order = np.lexsort((weight, tail, head))
    row, column, cost = head[order], tail[order], np.maximum(weight[order], LEAST_WEIGHT)
    # A sparse matrix adds parallel arcs up; only the lightest counts.
    first = np.ones(len(row), bool)
    first[1:] = (np.diff(row) != 0) | (np.diff(column) != 0)
    graph = csr_array((cost[first], (row[first], column[first])), shape=(nodes, nodes))
    distance: Floats = dijkstra(graph, directed=True, indices=ends, min_only=True)
    return distance
