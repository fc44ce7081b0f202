"""Carrying out a former plan on new layers, as far as it can be done: a flow to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.layout import Layout, State
    from safeground.flow.kernels.types import Flags, Floats, Int32s, Int64s

_ROUNDING = 1e-6
_EVEN_UNITS = 32


@kernel
def carry_out(
    net: Layout,
    run: State,
    layers: int,
    width_s: float,
    offset_s: Floats,
    at_once: Flags,
    row_first: Int64s,
    row_of: Int32s,
    start_s: Floats,
    duration_s: Floats,
    persons: Floats,
    units_per_person: float,
) -> int:
    """Let everybody go as rows of a former plan say, or as soon after as arrivals and capacities allow.

    The layers of all nodes are gone through in order of time. An arc lets in what its rows want in by the
    end of the layer and what is not yet in, as far as it has capacity; where there are fewer people, they
    are shared out. So the result is a flow whatever the rows say: who could not go on is excess.

    Parameters
    ----------
    net, run
        A layout, and its state with nothing in it but excess where people enter.
    offset_s
        ρ of each node [s].
    at_once
        Arcs that everybody takes who can; they need no rows.
    row_first
        Where each arc's rows begin in ``row_of``, shape (arcs + 1,); an arc's rows are in order of time.
    row_of, start_s, duration_s, persons
        Rows: from when on, for how long [s], and how many persons enter in all.

    Returns
    -------
    What is brought to the sink.
    """
    nodes = len(net.first)
    arcs = len(net.head)
    # Layer k of a node begins in round k + turn, in each round the nodes in this order.
    turn = np.empty(nodes, np.int64)
    phase_s = np.empty(nodes)
    for node in range(nodes):
        turn[node] = -np.int64(np.ceil(offset_s[node] / width_s))
        phase_s[node] = -turn[node] * width_s - offset_s[node]
    # Nodes without arcs, hanging ones among them, have no layers, or excess that stays.
    joined = np.flatnonzero(np.diff(net.out_first))
    order = joined[np.argsort(phase_s[joined], kind="mergesort")]
    row = row_first[:-1].copy()
    former = np.zeros(arcs)
    sent = np.zeros(arcs, np.int64)
    want = np.zeros(arcs, np.int64)
    arrived = 0
    for now in range(turn.min(), layers + turn.max()):
        for node in order:
            layer = now - turn[node]
            if layer < net.first[node] or layer >= layers:
                continue
            here = net.node_base[node] + layer
            present = np.int64(run.excess[here])
            if layer > net.first[node]:
                present += run.waiting[here - 1]
            if present == 0:
                continue
            end_s = (layer + 1) * width_s - offset_s[node]
            wanted = np.int64(0)
            for arc in range(net.out_first[node], net.out_first[node + 1]):
                want[arc] = 0
                if layer + net.delay[arc] >= layers:
                    continue
                if at_once[arc]:
                    want[arc] = present
                else:
                    target = former[arc]
                    while row[arc] < row_first[arc + 1]:
                        entry = row_of[row[arc]]
                        if start_s[entry] + duration_s[entry] > end_s:
                            share = max(end_s - start_s[entry], 0.0) / duration_s[entry]
                            target = former[arc] + share * persons[entry] * units_per_person
                            break
                        former[arc] += persons[entry] * units_per_person
                        target = former[arc]
                        row[arc] += 1
                    most = np.int64(net.capacity[arc])
                    if most < 0:
                        most = np.int64(net.timed[-1 - most, layer])
                    due = max(np.int64(target + _ROUNDING) - sent[arc], 0)
                    if layer > net.first[node]:
                        # As many as before while that is nearly right: even rates make few rows.
                        before = run.flow[net.arc_base[arc] + layer - 1]
                        if before <= due <= before + _EVEN_UNITS:
                            due = np.int64(before)
                    want[arc] = min(due, most)
                wanted += want[arc]
            left = present
            for arc in range(net.out_first[node], net.out_first[node + 1]):
                amount = want[arc]
                if wanted > present:
                    amount = min(np.int64(np.ceil(amount * (present / wanted))), min(amount, left))
                if amount == 0:
                    continue
                left -= amount
                sent[arc] += amount
                run.flow[net.arc_base[arc] + layer] = amount
                run.used[arc] = 1
                if net.head[arc] == net.sink:
                    arrived += int(amount)
                else:
                    run.excess[net.node_base[net.head[arc]] + layer + net.delay[arc]] += amount
            run.excess[here] = 0
            run.waiting[here] = left
    # Who waits until the end stays where nobody after them had to wait for them.
    for waited in joined:
        if net.first[waited] >= layers:
            continue
        base = net.node_base[waited]
        idle = np.int64(run.waiting[base + layers - 1])
        run.waiting[base + layers - 1] = 0
        for back in range(layers - 1 - net.first[waited]):
            here = base + layers - 1 - back
            kept = min(idle, run.waiting[here - 1])
            run.excess[here] += idle - kept
            run.waiting[here - 1] -= kept
            idle = kept
        run.excess[base + net.first[waited]] += idle
    return arrived
