"""Whether everybody fits at all: room against people, given enough time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.kernels.shortest_paths import reached_from
from safeground.flow.network import Adjacency

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.kernels.types import Int64s
    from safeground.flow.network import Network

    Bools = npt.NDArray[np.bool_]

_UNITS: Final = 2**29


def crowded_out(network: Network) -> tuple[Bools, Bools] | None:
    """Return people, by node, and refuges such that these people can only go there and do not all fit.

    None where everybody can be placed. A transportation problem between groups of starts that reach the
    same refuges, and the refuges (Gale 1957); rounded so that a shortage it finds is one.
    """
    everyone = network.people.sum()
    if not len(network.room) or not everyone:
        return None
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    start = np.flatnonzero(network.people > 0)
    reached = _refuges_of(network)[start]
    bound = ~reached[:, -1]
    if not bound.any():
        return None
    groups, group = np.unique(reached[bound, :-1], axis=0, return_inverse=True)
    group = group.reshape(-1)
    persons = np.bincount(group, network.people[start[bound]])
    scale = _UNITS / max(everyone, 1.0)
    supply = np.floor(persons * scale).astype(np.int64)
    room = np.ceil(np.minimum(network.room, everyone) * scale).astype(np.int64) + 1
    first, last = len(groups), len(groups) + len(room)
    pairs = np.argwhere(groups)
    tail = np.concatenate([np.full(first, last), pairs[:, 0], first + np.arange(len(room))])
    head = np.concatenate([np.arange(first), first + pairs[:, 1], np.full(len(room), last + 1)])
    capacity = np.concatenate([supply, np.full(len(pairs), 2 * _UNITS), room]).astype(np.int32)
    graph = csr_array((capacity, (tail, head)), shape=(last + 2, last + 2))
    found = maximum_flow(graph, last, last + 1)
    if found.flow_value >= supply.sum():
        return None
    residual = csr_array(graph - found.flow)
    residual.data[residual.data < 0] = 0
    residual.eliminate_zeros()
    seen = np.zeros(last + 2, np.bool_)
    seen[breadth_first_order(residual, last, return_predecessors=False)] = True
    behind = np.zeros(network.nodes, np.bool_)
    behind[start[bound][seen[:first][group]]] = True
    return behind, seen[first:last]


def _refuges_of(network: Network) -> Bools:
    """Which refuges with room each node can reach, and in the last column whether one without limit."""
    street = np.ones(len(network.tail), np.bool_)
    street[network.room_arc] = False
    order = np.lexsort((network.tail[street], network.head[street]))
    tail, head = network.head[street][order], network.tail[street][order]
    backwards = Adjacency.of(network.nodes, tail, head)
    arcs: npt.NDArray[np.int32] = np.arange(len(tail), dtype=np.int32)
    ends: Int64s = np.append(network.tail[network.room_arc].astype(np.int64), network.sink)
    reached = np.zeros((network.nodes, len(ends)), np.bool_)
    for column, end in enumerate(ends):
        mark = np.zeros(network.nodes, np.uint8)
        mark[end] = 1
        reached[:, column] = reached_from(mark, backwards.out_first, arcs, head)
    return reached
