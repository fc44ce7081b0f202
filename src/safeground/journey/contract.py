"""Exact contraction: fewer nodes and arcs, the same movement.

Dead ends without people or an end, and chains of streets between two junctions, are taken together: a
chain's time is the sum of its pieces' times and its capacity the least of theirs (waiting is allowed
everywhere, so nothing is lost or gained). Both sets of numbers contract alike, because only the shape
of the network and the nodes to keep decide, and every contracted street knows its pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contracted:
    """A contracted network.

    Parameters
    ----------
    node
        The node that each kept node was, shape (n,).
    tail, head
        Contracted streets, indices into ``node``, shape (m,).
    start, piece, against
        Street ``e`` is the pieces ``piece[start[e]:start[e + 1]]`` from its tail on; ``against`` where a
        piece is passed from its head to its tail.
    """

    node: Ints
    tail: Ints
    head: Ints
    start: Ints
    piece: Ints
    against: Bools

    def total(self, values: Floats) -> Floats:
        """Return the sum over each street's pieces of a value for each piece."""
        if not len(self.tail):
            return np.empty(0)
        total: Floats = np.add.reduceat(values[self.piece], self.start[:-1])
        return total

    def least(self, forward: Floats, backward: Floats) -> tuple[Floats, Floats]:
        """Return the least over each street's pieces of a value that may differ by direction, both ways."""
        if not len(self.tail):
            return np.empty(0), np.empty(0)
        ahead = np.where(self.against, backward[self.piece], forward[self.piece])
        back = np.where(self.against, forward[self.piece], backward[self.piece])
        return np.minimum.reduceat(ahead, self.start[:-1]), np.minimum.reduceat(back, self.start[:-1])

    def narrowest(self, forward: Floats) -> Ints:
        """Return for each street the piece at which ``forward`` is least (the first of several)."""
        street = np.repeat(np.arange(len(self.tail)), np.diff(self.start))
        order = np.lexsort((forward[self.piece], street))
        return self.piece[order[self.start[:-1]]]


def contract(tail: Ints, head: Ints, keep: Bools) -> Contracted:
    """Contract a network of pieces, undirected.

    Parameters
    ----------
    tail, head
        Pieces, shape (p,).
    keep
        Nodes that must stay: people, ends and whatever else the caller names, shape (n,).

    Returns
    -------
    Contracted
        Without dead ends and without parts of the network that hold no kept node.
    """
    nodes = len(keep)
    end = np.concatenate((tail, head))
    by_node = np.argsort(end, kind="stable")
    first = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(end, minlength=nodes), out=first[1:])
    alive = _strip_dead_ends(tail, head, keep, by_node, first)
    degree = np.bincount(tail[alive], minlength=nodes) + np.bincount(head[alive], minlength=nodes)
    stop = keep | (degree > 2)
    chains = _chains(tail, head, alive, stop, by_node, first)
    return _number(nodes, tail, head, keep, chains)


def _strip_dead_ends(tail: Ints, head: Ints, keep: Bools, by_node: Ints, first: Ints) -> Bools:
    """Return the pieces that are left when dead ends are taken off until there are none."""
    pieces = len(tail)
    loop = tail == head
    alive = ~loop
    degree = np.bincount(tail[alive], minlength=len(keep)) + np.bincount(head[alive], minlength=len(keep))
    ends = np.flatnonzero((degree == 1) & ~keep).tolist()
    left, from_, to, incident, where = (
        degree.tolist(),
        tail.tolist(),
        head.tolist(),
        by_node.tolist(),
        first.tolist(),
    )
    kept, lives = keep.tolist(), alive.tolist()
    while ends:
        node = ends.pop()
        for slot in incident[where[node] : where[node + 1]]:
            piece = slot if slot < pieces else slot - pieces
            if lives[piece]:
                lives[piece] = False
                left[node] -= 1
                other = to[piece] if from_[piece] == node else from_[piece]
                left[other] -= 1
                if left[other] == 1 and not kept[other]:
                    ends.append(other)
    return np.array(lives, dtype=bool)


def _chains(tail: Ints, head: Ints, alive: Bools, stop: Bools, by_node: Ints, first: Ints) -> list[list[int]]:
    """Return each chain between two stops as slots: piece p, or p + pieces where it is passed backwards."""
    pieces = len(tail)
    from_, to, incident, where = tail.tolist(), head.tolist(), by_node.tolist(), first.tolist()
    stops, todo = stop.tolist(), alive.tolist()
    chains = []
    for origin in np.flatnonzero(stop).tolist():
        for slot in incident[where[origin] : where[origin + 1]]:
            if not todo[slot if slot < pieces else slot - pieces]:
                continue
            chain, step, node = [], slot, origin
            while True:
                piece = step if step < pieces else step - pieces
                todo[piece] = False
                chain.append(step)
                node = to[piece] if step < pieces else from_[piece]
                if stops[node]:
                    break
                # Between stops every node has exactly two living pieces: go on along the other one.
                step = next(
                    other
                    for other in incident[where[node] : where[node + 1]]
                    if todo[other if other < pieces else other - pieces]
                )
            if node != origin:
                chains.append(chain)
    return chains


def _number(nodes: int, tail: Ints, head: Ints, keep: Bools, chains: list[list[int]]) -> Contracted:
    pieces = len(tail)
    start = np.zeros(len(chains) + 1, np.int64)
    np.cumsum([len(chain) for chain in chains], out=start[1:])
    slot = np.fromiter((step for chain in chains for step in chain), np.int64, count=int(start[-1]))
    piece, against = slot % max(pieces, 1), slot >= pieces
    begin = np.where(against, head[piece], tail[piece])[start[:-1]]
    finish = np.where(against, tail[piece], head[piece])[start[1:] - 1]
    used = keep.copy()
    used[begin] = True
    used[finish] = True
    number = np.cumsum(used) - 1
    return Contracted(np.flatnonzero(used), number[begin], number[finish], start, piece, against)
