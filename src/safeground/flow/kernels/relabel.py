"""Distance labels of all places at once, from the sink, and where excess can still reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel
from safeground.flow.kernels.layout import FAR, NEVER

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.kernels.layout import Layout, State
    from safeground.flow.kernels.types import Int32s

    Layers = npt.NDArray[np.int32]


@kernel
def last_open(flow: Int32s, most: int, timed: Layers, base: int, layer: int, lowest: int) -> int:
    """Return the last layer from ``layer`` down, or ``lowest``, in which an arc has capacity left.

    ``most`` is its capacity as a layout has it. By hand in two loops: one with a branch took twice as long.
    """
    at = base + layer
    if most >= 0:
        while layer > lowest and flow[at] >= most:
            layer -= 1
            at -= 1
    else:
        while layer > lowest and flow[at] >= timed[-1 - most, layer]:
            layer -= 1
            at -= 1
    return layer


@kernel
def relabel_globally(net: Layout, run: State, layers: int) -> None:
    """Set every label to its distance from the sink, by breadth-first search from it."""
    sink = net.sink
    first = net.first
    delay = net.delay
    capacity = net.capacity
    timed = net.timed
    flow = run.flow
    used = run.used
    last = run.last_layer
    further = run.next_last
    coming = run.coming
    frontier = run.frontier
    for node in range(len(first)):
        last[node] = first[node] - 1
        further[node] = first[node] - 1
        if node != sink and first[node] < layers:
            run.label[net.node_base[node] + first[node] : net.node_base[node] + layers] = FAR
    found = 0
    for place in range(net.in_first[sink], net.in_first[sink + 1]):
        arc = net.in_arcs[place]
        node = net.tail[arc]
        layer = layers - 1 - delay[arc]
        layer = last_open(flow, capacity[arc], timed, net.arc_base[arc], layer, further[node])
        if layer > further[node]:
            if further[node] == last[node]:
                coming[found] = node
                found += 1
            further[node] = layer
    label = 0
    visits = np.int64(len(first))
    while found > 0 and label < FAR - 1:
        label += 1
        visits += found
        for place in range(found):
            node = coming[place]
            base = net.node_base[node]
            layer = further[node]
            while layer + 1 < layers and run.waiting[base + layer] > 0:
                layer += 1
            run.former[place] = last[node]
            frontier[place] = node
            run.label[base + last[node] + 1 : base + layer + 1] = label
            last[node] = layer
            further[node] = layer
        reached = found
        found = 0
        for place in range(reached):
            node = frontier[place]
            former = run.former[place]
            until = last[node]
            for index in range(net.in_first[node], net.in_first[node + 1]):
                other = net.in_tail[index]
                later = net.in_delay[index]
                layer = until - later
                lowest = max(former - later, further[other])
                if layer <= lowest:
                    continue
                arc = net.in_arcs[index]
                if used[arc] or capacity[arc] < 0:
                    layer = last_open(flow, capacity[arc], timed, net.arc_base[arc], layer, lowest)
                if layer > lowest:
                    if further[other] == last[other]:
                        coming[found] = other
                        found += 1
                    further[other] = layer
            for arc in range(net.out_first[node], net.out_first[node + 1]):
                other = net.head[arc]
                if not used[arc] or other == sink:
                    continue
                layer = min(until, layers - 1 - delay[arc])
                lowest = max(former, further[other] - delay[arc])
                at = net.arc_base[arc] + layer
                while layer > lowest and flow[at] <= 0:
                    layer -= 1
                    at -= 1
                if layer > lowest:
                    if further[other] == last[other]:
                        coming[found] = other
                        found += 1
                    further[other] = layer + delay[arc]
    run.counts[2] += 1
    run.counts[3] = visits


@kernel
def find_excess(net: Layout, run: State, layers: int) -> None:
    """Note for every node between which layers there is excess that can still reach the sink."""
    run.block[:] = 0
    for node in range(len(net.first)):
        run.low[node] = NEVER
        run.high[node] = -1
        if node == net.sink:
            continue
        base = net.node_base[node]
        for layer in range(net.first[node], min(layers, run.last_layer[node] + 1)):
            if run.excess[base + layer] > 0:
                if run.high[node] < 0:
                    run.low[node] = layer
                run.high[node] = layer
        if run.high[node] >= 0:
            run.block[node >> 6] = 1
