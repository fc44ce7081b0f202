"""Trees that hang into the network: nodes with one way out, and so has everybody behind them.

Nobody there has a choice, so leaving as early as the street allows is best; a tree is replaced by what
arrives at its root, which is exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Flags, Floats, Int32s, Int64s


@kernel
def hanging_nodes(out_first: Int64s, head: Int32s, arcs_in: Int64s, fixed: Flags) -> tuple[Int32s, Flags]:
    """Hanging nodes, each after all behind it, and a mark for each node.

    ``fixed`` nodes never hang; ``arcs_in`` (the number of arcs into each node) is used up.
    """
    nodes = len(fixed)
    order = np.empty(nodes, np.int32)
    hanging = np.zeros(nodes, np.uint8)
    stack = np.empty(nodes, np.int32)
    size = 0
    count = 0
    for node in range(nodes):
        if fixed[node] == 0 and arcs_in[node] == 0 and out_first[node + 1] - out_first[node] == 1:
            stack[size] = node
            size += 1
    while size > 0:
        size -= 1
        node = stack[size]
        hanging[node] = 1
        order[count] = node
        count += 1
        after = head[out_first[node]]
        arcs_in[after] -= 1
        if fixed[after] == 0 and arcs_in[after] == 0 and out_first[after + 1] - out_first[after] == 1:
            stack[size] = after
            size += 1
    return order[:count], hanging


@kernel
def load_trees(
    order: Int32s,
    hanging: Flags,
    out_first: Int64s,
    head: Int32s,
    delay: Int32s,
    capacity: Int32s,
    first: Int32s,
    people: Int64s,
    layers: int,
    every_step: bool,
) -> tuple[Int32s, Int32s, Int32s, Int32s]:
    """Send everybody out of the hanging trees as early as possible.

    Returns
    -------
    Node, first layer, layers in a row and people in each of them, of all arrivals at a root; or, with
    ``every_step``, the arc and the same of all departures in the trees, each arc's in a row and in order
    of layers. Who does not come out before ``layers`` is left out.
    """
    nodes = len(hanging)
    row_of = np.full(nodes, -1, np.int32)
    arrivals = np.zeros((64, layers), np.int32)
    free = np.empty(nodes + 64, np.int32)
    frees = 64
    for row in range(64):
        free[row] = 63 - row
    where = np.empty(4096, np.int32)
    when = np.empty(4096, np.int32)
    lasts = np.empty(4096, np.int32)
    amount = np.empty(4096, np.int32)
    count = 0
    for place in range(len(order)):
        node = order[place]
        arc = out_first[node]
        after = head[arc]
        row = row_of[node]
        if row < 0 and (people[node] == 0 or first[node] >= layers):
            continue
        if hanging[after] == 1 and row_of[after] < 0:
            if frees == 0:
                rows = len(arrivals)
                more = np.zeros((2 * rows, layers), np.int32)
                more[:rows] = arrivals
                arrivals = more
                for new in range(rows):
                    free[new] = 2 * rows - 1 - new
                frees = rows
            frees -= 1
            row_of[after] = free[frees]
        into = row_of[after]
        waiting = np.int64(0)
        start = count
        for layer in range(first[node], layers - delay[arc]):
            if row >= 0:
                waiting += arrivals[row, layer]
            if layer == first[node]:
                waiting += people[node]
            if waiting == 0:
                continue
            leaving = min(waiting, np.int64(capacity[arc]))
            waiting -= leaving
            if hanging[after] == 1:
                arrivals[into, layer + delay[arc]] += leaving
            if every_step or hanging[after] == 0:
                at = layer if every_step else layer + delay[arc]
                last = count - 1
                if last >= start and amount[last] == leaving and when[last] + lasts[last] == at:
                    lasts[last] += 1
                    continue
                if count == len(where):
                    where = np.concatenate((where, np.empty_like(where)))
                    when = np.concatenate((when, np.empty_like(when)))
                    lasts = np.concatenate((lasts, np.empty_like(lasts)))
                    amount = np.concatenate((amount, np.empty_like(amount)))
                where[count] = arc if every_step else after
                when[count] = at
                lasts[count] = 1
                amount[count] = leaving
                count += 1
        if row >= 0:
            arrivals[row] = 0
            free[frees] = row
            frees += 1
            row_of[node] = -1
    return where[:count], when[:count], lasts[:count], amount[:count]


@kernel
def people_through(order: Int32s, after: Int32s, people: Floats) -> Floats:
    """Persons that pass the way out of each hanging node in ``order``: all behind it and its own."""
    behind = people.copy()
    through = np.empty(len(order))
    for place in range(len(order)):
        through[place] = behind[order[place]]
        behind[after[place]] += through[place]
    return through


@kernel
def last_layer_behind(
    order: Int32s,
    out_first: Int64s,
    head: Int32s,
    delay: Int32s,
    capacity: Int32s,
    first: Int32s,
    departures: tuple[Int32s, Int32s, Int32s, Int32s],
    layers: int,
    last: Int32s,
) -> None:
    """Carry the last layer from which the sink is reached from the roots up the trees.

    It is the last one in which the way out is not full, early enough for the node after it;
    ``departures`` are those of ``load_trees`` with every step.
    """
    arc_of, layer_of, lasts, amount_of = departures
    last_row = np.full(len(capacity), -1, np.int64)
    for row in range(len(arc_of)):
        last_row[arc_of[row]] = row
    for backwards in range(len(order)):
        node = order[len(order) - 1 - backwards]
        arc = out_first[node]
        layer = min(last[head[arc]], layers - 1) - delay[arc]
        row = last_row[arc]
        while row >= 0 and arc_of[row] == arc and layer_of[row] > layer:
            row -= 1
        while (
            layer >= first[node]
            and row >= 0
            and arc_of[row] == arc
            and layer_of[row] + lasts[row] > layer
            and amount_of[row] >= capacity[arc]
        ):
            layer = layer_of[row] - 1
            row -= 1
        last[node] = layer
