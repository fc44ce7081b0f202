"""A smaller network of merged nodes, on which to look for sets of people that prove much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.clusters import clusters
from safeground.flow.limits import no_limits
from safeground.flow.network import Adjacency

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Int64s
    from safeground.flow.network import Network


def clustered(network: Network, largest: int) -> tuple[Network, Int64s]:
    """Merge nodes joined by short arcs, up to ``largest`` in one, and return the cluster of each node.

    Arcs between two clusters become one, with the sum of capacities and the mean time lost. It is no
    relaxation: what is found on it is a set of nodes, which is judged on the whole network.
    """
    alone = np.zeros(network.nodes, np.uint8)
    alone[network.sink] = 1
    alone[network.tail[network.room_arc]] = 1
    # Who starts between several nodes must not join them: others could pass there for nothing.
    arcs = network.adjacency
    alone[(np.diff(arcs.in_first) == 0) & (np.diff(arcs.out_first) > 1)] = 1
    order = np.argsort(network.transit_s, kind="stable")
    root = clusters(order, network.tail, network.head, alone, largest)
    names, cluster = np.unique(root, return_inverse=True)
    count = len(names)
    to_sink = np.bincount(cluster, network.to_sink_s) / np.bincount(cluster)
    far_first = np.argsort(-to_sink, kind="stable")
    far_first = np.append(far_first[far_first != cluster[network.sink]], cluster[network.sink])
    number = np.empty(count, np.int64)
    number[far_first] = np.arange(count)
    cluster = number[cluster]
    unit_s = network.unit_s
    to_sink = np.floor(to_sink[far_first] / unit_s) * unit_s
    to_sink[-1] = 0.0

    tail, head = cluster[network.tail], cluster[network.head]
    between = np.flatnonzero(tail != head)
    pair, place = np.unique(tail[between] * count + head[between], return_inverse=True)
    capacity = np.minimum(network.capacity_per_s[between], 1e6)
    total = np.bincount(place, capacity)
    detour = network.transit_s - network.to_sink_s[network.tail] + network.to_sink_s[network.head]
    lost = np.bincount(place, capacity * detour[between]) / total
    small_tail, small_head = (pair // count).astype(np.int32), (pair % count).astype(np.int32)
    transit = np.floor(np.maximum(lost, 0) / unit_s) * unit_s + to_sink[small_tail] - to_sink[small_head]
    adjacency = Adjacency.of(count, small_tail, small_head)
    refuges = cluster[network.tail[network.room_arc]]
    return replace(
        network,
        nodes=count,
        tail=small_tail,
        head=small_head,
        arc=np.full(len(pair), -1),
        transit_s=transit,
        units_down=np.floor(transit / unit_s).astype(np.int64),
        capacity_per_s=total.astype(np.float64),
        people=np.bincount(cluster, network.people, minlength=count).astype(np.float64),
        to_sink_s=to_sink,
        room_arc=adjacency.out_first[refuges],
        adjacency=adjacency,
        limits=no_limits(),
    ), cluster
