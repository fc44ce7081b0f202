"""From one level to the next: which arcs to keep, how streets are shared, and the nodes' offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.offsets import tree_offsets

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.kernels.types import Floats, Int64s
    from safeground.flow.network import Network
    from safeground.flow.problem import Problem

    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Support:
    """Arcs that a level may use, with the share of their street's width each may fill.

    ``whole`` means that all arcs are kept at their full width, so that arcs of one street may together
    exceed it.
    """

    kept: Bools
    capacity_per_s: Floats
    whole: bool


class Streets:
    """Which arcs of a network share one street's width.

    Just two arcs of a street, in opposite directions, need no share of it each: schedules set off against
    each other who passes them at the same time (``opposite``). Other arcs that share a street are
    ``shared``, and get shares that hold all the time.
    """

    def __init__(self, problem: Problem, network: Network) -> None:
        self.network = network
        arcs = len(network.tail)
        ids, street = np.unique(problem.street_id, return_inverse=True)
        widest = np.zeros(len(ids))
        np.maximum.at(widest, street, problem.capacity_per_s)
        on_street = network.arc >= 0
        self.street = np.where(on_street, 0, len(ids) + np.arange(arcs))
        self.street[on_street] = street[network.arc[on_street]]
        self.width_per_s = network.capacity_per_s.copy()
        self.width_per_s[on_street] = widest[self.street[on_street]]
        _, self.street, count = np.unique(self.street, return_inverse=True, return_counts=True)
        self.shared = count[self.street] > 1
        self.opposite = self._opposite()
        self.shared &= self.opposite < 0
        self._streets = len(count)

    def _opposite(self) -> Int64s:
        """Return the other direction of each arc that has just one between the same nodes; else -1.

        Where widths are shared, both must be the only arcs of their street.
        """
        network = self.network
        ends = np.stack([network.tail, network.head]).astype(np.int64)
        pair = ends.min(axis=0) * network.nodes + ends.max(axis=0)
        pair = np.where(self.shared, network.nodes**2 + self.street, pair)
        _, pair, count = np.unique(pair, return_inverse=True, return_counts=True)
        order = np.argsort(pair, kind="stable")
        first = (np.cumsum(count) - count)[count == 2]
        one, other = order[first], order[first + 1]
        opposed = (network.tail[one] == network.head[other]) & (network.head[one] == network.tail[other])
        opposite = np.full(len(network.tail), -1)
        opposite[one[opposed]] = other[opposed]
        opposite[other[opposed]] = one[opposed]
        return opposite

    def whole(self) -> Support:
        """Return all arcs at full width."""
        everything = np.ones(len(self.network.tail), np.bool_)
        return Support(everything, self.network.capacity_per_s, whole=True)

    def obeyed(self, persons: Floats) -> bool:
        """Whether no street has people on more than one of its arcs."""
        used = self.shared & (persons > 0)
        return bool(np.bincount(self.street[used], minlength=1).max(initial=0) <= 1)

    def support(self, persons: Floats) -> Support:
        """Keep the arcs that people use, and divide the width of shared streets in proportion to them."""
        together = np.bincount(self.street, persons, minlength=self._streets)[self.street]
        share = np.divide(persons, together, out=np.zeros(len(persons)), where=together > 0)
        capacity = np.minimum(self.network.capacity_per_s, self.width_per_s)
        divided = self.shared & (share < 1)
        capacity[divided] = np.minimum(capacity[divided], self.width_per_s[divided] * share[divided])
        return Support(persons > 0, capacity, whole=False)


def offsets_along_flow(network: Network, weight: Floats) -> Floats:
    """Offsets exact along a spanning tree of the arcs with the greatest weight, then the least detour."""
    detour = network.transit_s - network.to_sink_s[network.tail] + network.to_sink_s[network.head]
    order = np.lexsort((detour, -weight))
    return tree_offsets(network.nodes, network.sink, order, network.tail, network.head, network.transit_s)
