"""Largest flow over the layers of time: push-relabel on a network that is never written out.

A place of the expanded network is (node, layer). Its arcs are implied: street arc a leads from layer k of
its tail to layer k + delay[a] of its head with the same capacity in every layer, and waiting leads from
every layer to the next without limit. Since waiting costs nothing, the distance labels of a node never
fall from one layer to the next: a staircase, so the layers of a node that still reach the sink are
described by one number, the last of them. Goldberg & Tarjan (1988), with the global relabelling of
Cherkassky & Goldberg (1997) made cheap by the staircase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.flow.kernels.compiled import kernel
from safeground.flow.kernels.layout import FAR, NEVER
from safeground.flow.kernels.relabel import find_excess, relabel_globally

if TYPE_CHECKING:
    from safeground.flow.kernels.layout import Layout, State


@kernel
def lift(net: Layout, run: State, layers: int, node: int, lowest: int, highest: int) -> int:
    """Raise the labels of the places of a node that cannot pass on their excess; returns the work done."""
    first = net.first
    capacity = net.capacity
    delay = net.delay
    arc_base = net.arc_base
    head = net.head
    in_tail = net.in_tail
    in_delay = net.in_delay
    node_base = net.node_base
    in_first = net.in_first
    in_arcs = net.in_arcs
    out_first = net.out_first
    sink = net.sink
    timed = net.timed
    excess = run.excess
    waiting = run.waiting
    label = run.label
    flow = run.flow
    used = run.used
    base = node_base[node]
    work = 0
    layer = highest
    while layer >= lowest:
        if excess[base + layer] == 0 or label[base + layer] >= FAR:
            layer -= 1
            continue
        now = label[base + layer]
        end = layer
        while end + 1 < layers and label[base + end + 1] == now:
            end += 1
        start = layer
        while start > first[node] and (
            waiting[base + start - 1] > 0 or (excess[base + start - 1] > 0 and label[base + start - 1] == now)
        ):
            start -= 1
        least = FAR
        if end + 1 < layers:
            least = label[base + end + 1]
        for back in range(end - start + 1):
            at = end - back
            for arc in range(out_first[node], out_first[node + 1]):
                there = at + delay[arc]
                if there >= layers:
                    continue
                most = int(capacity[arc])
                if most < 0:
                    most = int(timed[-1 - most, at])
                if flow[arc_base[arc] + at] < most:
                    other = head[arc]
                    step = 1
                    if other != sink:
                        step = label[node_base[other] + there] + 1
                    least = min(least, step)
            for index in range(in_first[node], in_first[node + 1]):
                arc = in_arcs[index]
                if not used[arc]:
                    continue
                other = in_tail[index]
                there = at - in_delay[index]
                if there >= first[other] and flow[arc_base[arc] + there] > 0:
                    least = min(least, label[node_base[other] + there] + 1)
            label[base + at] = least
        for at in range(start + 1, end + 1):
            if waiting[base + at - 1] > 0 and label[base + at] > label[base + at - 1]:
                label[base + at] = label[base + at - 1]
        work += 2 * (end - start + 1)
        layer = start - 1
    return work


@kernel
def discharge(net: Layout, run: State, layers: int, node: int) -> tuple[int, int]:
    """Pass on the excess of all layers of a node; returns the people brought to the sink and the work.

    Forwards through the layers what cannot leave by a street waits for the next layer; then backwards
    from where it got stuck, along waiting that can be taken back; then the labels there are lifted.
    """
    first = net.first
    capacity = net.capacity
    delay = net.delay
    arc_base = net.arc_base
    head = net.head
    in_tail = net.in_tail
    in_delay = net.in_delay
    node_base = net.node_base
    in_first = net.in_first
    in_arcs = net.in_arcs
    out_first = net.out_first
    sink = net.sink
    block = run.block
    timed = net.timed
    flow = run.flow
    used = run.used
    excess = run.excess
    waiting = run.waiting
    label = run.label
    low = run.low
    high = run.high
    base = node_base[node]
    arrived = 0
    work = 0
    from_layer = low[node]
    to_layer = high[node]
    low[node] = NEVER
    high[node] = -1
    while True:
        backwards = False
        layer = from_layer
        stuck_low = NEVER
        stuck_high = -1
        left_low = NEVER
        left_high = -1
        carried = 0
        while True:
            if not backwards:
                over = layer >= layers
                if not over:
                    over = carried == 0 and excess[base + layer] == 0 and layer >= to_layer
                if over:
                    if stuck_high < 0:
                        break
                    backwards = True
                    layer = stuck_high
                    carried = 0
            if layer < first[node]:
                break
            here = base + layer
            now = excess[here] + carried
            carried = 0
            if now == 0 or label[here] >= FAR:
                excess[here] = now
                if backwards:
                    if layer <= stuck_low:
                        break
                    layer -= 1
                    continue
                if now > 0:
                    to_layer = -1
                    layer = layers
                    continue
                layer += 1
                continue
            height = label[here]
            work += 1
            for arc in range(out_first[node], out_first[node + 1]):
                there = layer + delay[arc]
                if there >= layers:
                    continue
                at = arc_base[arc] + layer
                step = int(capacity[arc])
                if step < 0:
                    step = int(timed[-1 - step, layer])
                step -= flow[at]
                if step <= 0:
                    continue
                other = head[arc]
                if other == sink:
                    step = min(step, now)
                    flow[at] += step
                    used[arc] = 1
                    now -= step
                    arrived += int(step)
                else:
                    to = node_base[other] + there
                    if label[to] < height:
                        step = min(step, now)
                        flow[at] += step
                        used[arc] = 1
                        now -= step
                        excess[to] += step
                        low[other] = min(low[other], there)
                        high[other] = max(high[other], there)
                        block[other >> 6] = 1
                if now == 0:
                    break
            if now > 0:
                for index in range(in_first[node], in_first[node + 1]):
                    arc = in_arcs[index]
                    if not used[arc]:
                        continue
                    other = in_tail[index]
                    there = layer - in_delay[index]
                    if there < first[other]:
                        continue
                    at = arc_base[arc] + there
                    step = flow[at]
                    if step <= 0:
                        continue
                    to = node_base[other] + there
                    if label[to] < height:
                        step = min(step, now)
                        flow[at] -= step
                        now -= step
                        excess[to] += step
                        low[other] = min(low[other], there)
                        high[other] = max(high[other], there)
                        block[other >> 6] = 1
                        if now == 0:
                            break
            if backwards:
                if now > 0 and layer > first[node] and waiting[here - 1] > 0:
                    carried = min(now, waiting[here - 1])
                    waiting[here - 1] -= carried
                    now -= carried
                excess[here] = now
                if now > 0:
                    left_low = min(left_low, layer)
                    left_high = max(left_high, layer)
                layer -= 1
            else:
                excess[here] = 0
                if now > 0:
                    if layer + 1 < layers and label[here + 1] <= height:
                        waiting[here] += now
                        carried = now
                    else:
                        excess[here] = now
                        stuck_low = min(stuck_low, layer)
                        stuck_high = max(stuck_high, layer)
                layer += 1
        if left_high < 0:
            break
        work += lift(net, run, layers, node, left_low, left_high)
        from_layer = left_low
        to_layer = left_high
    return arrived, work


@kernel
def push_flow(
    net: Layout, run: State, layers: int, relabel_after: float, pause_after: int, resumed: bool
) -> tuple[int, bool]:
    """Bring as many people to the sink within ``layers`` as can come, from the flow there is.

    Parameters
    ----------
    relabel_after
        Work between two global relabellings, as a multiple of the last one's.
    pause_after
        Work after which to return, so that the caller can look at the clock.
    resumed
        The last call returned unfinished, and nothing has changed since.

    Returns
    -------
    The people newly brought to the sink, and whether no more can come.
    """
    arrived = 0
    total = 0
    work = run.counts[0]
    if not resumed:
        relabel_globally(net, run, layers)
        find_excess(net, run, layers)
        work = 0
    nodes = len(net.first)
    blocks = len(run.block)
    while total < pause_after:
        active = 0
        before = work
        work += blocks >> 4
        for block in range(blocks):
            if run.block[block] == 0:
                continue
            run.block[block] = 0
            for node in range(block << 6, min(nodes, (block + 1) << 6)):
                if run.high[node] < 0:
                    continue
                active += 1
                brought, done = discharge(net, run, layers, node)
                arrived += brought
                work += done
        run.counts[1] += 1
        total += work - before
        if active == 0:
            relabel_globally(net, run, layers)
            return arrived, True
        if work > relabel_after * run.counts[3]:
            work = 0
            relabel_globally(net, run, layers)
            total += run.counts[3]
            find_excess(net, run, layers)
    run.counts[0] = work
    return arrived, False
