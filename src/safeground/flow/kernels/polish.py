"""Better labels node by node: each node's label where the arcs at it count least, given its neighbours'."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Flags, Floats, Int64s


class TimedArcs(NamedTuple):
    """Arcs with their windows; arc a has the windows ``window_first[a]`` to ``window_first[a + 1]``.

    ``out_arc`` and ``in_arc`` list the arcs by tail and by head, ``source`` the sources by node.
    """

    tail: Int64s
    head: Int64s
    transit_s: Floats
    capacity_per_s: Floats
    out_first: Int64s
    out_arc: Int64s
    in_first: Int64s
    in_arc: Int64s
    window_first: Int64s
    window_open_s: Floats
    window_close_s: Floats
    window_quota: Floats
    source_first: Int64s
    source_persons: Floats
    source_release_s: Floats


@kernel
def crossing(arcs: TimedArcs, arc: int, tail_label: float, head_label: float) -> float:
    """Persons that can cross an arc between the labels of its ends."""
    until = head_label - arcs.transit_s[arc]
    first = arcs.window_first[arc]
    end = arcs.window_first[arc + 1]
    if first == end:
        return float(arcs.capacity_per_s[arc] * max(0.0, until - tail_label))
    persons = 0.0
    for window in range(first, end):
        opened = min(until, arcs.window_close_s[window]) - max(tail_label, arcs.window_open_s[window])
        if opened > 0.0:
            persons += min(arcs.window_quota[window], arcs.capacity_per_s[arc] * opened)
    return persons


@kernel
def counted_at(arcs: TimedArcs, label: Floats, node: int, value: float) -> float:
    """Return what the bound counts at a node if its label were ``value``: arcs, and people if outside."""
    persons = 0.0
    for place in range(arcs.in_first[node], arcs.in_first[node + 1]):
        arc = arcs.in_arc[place]
        other = arcs.tail[arc]
        persons += crossing(arcs, arc, value if other == node else label[other], value)
    for place in range(arcs.out_first[node], arcs.out_first[node + 1]):
        arc = arcs.out_arc[place]
        if arcs.head[arc] != node:
            persons += crossing(arcs, arc, value, label[arcs.head[arc]])
    for source in range(arcs.source_first[node], arcs.source_first[node + 1]):
        if value > arcs.source_release_s[source]:
            persons += arcs.source_persons[source]
    return persons


@kernel
def polish(arcs: TimedArcs, label: Floats, movable: Flags, order: Int64s, horizon_s: float) -> float:
    """Move each movable node's label, one after the other in ``order``, to where it counts least.

    What is counted is piecewise linear in one label, so the least is at a break: where an arc begins to
    count, at an edge of a window, or at a release. Returns by how many persons the bound fell.
    """
    fell = 0.0
    candidates = np.empty(1024)
    for place in range(len(order)):
        node = order[place]
        if movable[node] == 0:
            continue
        count = 1
        candidates[0] = 0.0
        for at in range(arcs.in_first[node], arcs.in_first[node + 1]):
            arc = arcs.in_arc[at]
            time = arcs.transit_s[arc]
            if count < 1024:
                candidates[count] = label[arcs.tail[arc]] + time
                count += 1
            for window in range(arcs.window_first[arc], arcs.window_first[arc + 1]):
                if count < 1023:
                    candidates[count] = arcs.window_open_s[window] + time
                    candidates[count + 1] = arcs.window_close_s[window] + time
                    count += 2
        for at in range(arcs.out_first[node], arcs.out_first[node + 1]):
            arc = arcs.out_arc[at]
            if count < 1024:
                candidates[count] = label[arcs.head[arc]] - arcs.transit_s[arc]
                count += 1
            for window in range(arcs.window_first[arc], arcs.window_first[arc + 1]):
                if count < 1023:
                    candidates[count] = arcs.window_open_s[window]
                    candidates[count + 1] = arcs.window_close_s[window]
                    count += 2
        for source in range(arcs.source_first[node], arcs.source_first[node + 1]):
            if count < 1024:
                candidates[count] = arcs.source_release_s[source]
                count += 1
        now = counted_at(arcs, label, node, label[node])
        least = now
        best = label[node]
        for candidate in range(count):
            value = candidates[candidate]
            if value >= 0.0 and value <= horizon_s and value != label[node]:
                persons = counted_at(arcs, label, node, value)
                if persons < least:
                    least = persons
                    best = value
        if best != label[node]:
            fell += now - least
            label[node] = best
    return fell
