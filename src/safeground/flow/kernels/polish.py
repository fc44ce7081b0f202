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
def polish(arcs: TimedArcs, label: Floats, movable: Flags, order: Int64s, horizon_s: float) -> float:
    """Move each movable node's label, one after the other in ``order``, to where it counts least.

    What is counted is piecewise linear in one label, so the least is at a break: where an arc begins to
    count, at an edge of a window, or at a release. Returns by how many persons the bound fell.
    """
    most = 64
    into = np.empty(most, np.bool_)
    other = np.empty(most)
    time = np.empty(most)
    rate = np.empty(most)
    first = np.empty(most, np.int64)
    end = np.empty(most, np.int64)
    candidates = np.empty(1024)
    fell = 0.0
    for place in range(len(order)):
        node = order[place]
        if movable[node] == 0:
            continue
        count = 0
        breaks = 1
        candidates[0] = label[node]
        for step in range(2):
            begin = arcs.in_first[node] if step == 0 else arcs.out_first[node]
            stop = arcs.in_first[node + 1] if step == 0 else arcs.out_first[node + 1]
            for at in range(begin, stop):
                arc = arcs.in_arc[at] if step == 0 else arcs.out_arc[at]
                beyond = arcs.tail[arc] if step == 0 else arcs.head[arc]
                if beyond == node:
                    continue
                into[count] = step == 0
                other[count] = label[beyond]
                time[count] = arcs.transit_s[arc]
                rate[count] = arcs.capacity_per_s[arc]
                first[count] = arcs.window_first[arc]
                end[count] = arcs.window_first[arc + 1]
                later = time[count] if step == 0 else 0.0
                if breaks < 1024:
                    candidates[breaks] = other[count] + (time[count] if step == 0 else -time[count])
                    breaks += 1
                for window in range(first[count], end[count]):
                    if breaks < 1023:
                        candidates[breaks] = arcs.window_open_s[window] + later
                        candidates[breaks + 1] = arcs.window_close_s[window] + later
                        breaks += 2
                count += 1
        for source in range(arcs.source_first[node], arcs.source_first[node + 1]):
            if breaks < 1024:
                candidates[breaks] = arcs.source_release_s[source]
                breaks += 1
        now = 0.0
        least = np.inf
        best = label[node]
        for candidate in range(breaks):
            value = candidates[candidate]
            if value < 0.0 or value > horizon_s:
                continue
            persons = 0.0
            for arc in range(count):
                since = other[arc] if into[arc] else value
                until = (value if into[arc] else other[arc]) - time[arc]
                if until <= since:
                    continue
                if first[arc] == end[arc]:
                    persons += rate[arc] * (until - since)
                for window in range(first[arc], end[arc]):
                    if arcs.window_open_s[window] >= until:
                        break
                    opened = min(until, arcs.window_close_s[window]) - max(since, arcs.window_open_s[window])
                    if opened > 0.0:
                        persons += min(arcs.window_quota[window], rate[arc] * opened)
            for source in range(arcs.source_first[node], arcs.source_first[node + 1]):
                if value > arcs.source_release_s[source]:
                    persons += arcs.source_persons[source]
            if candidate == 0:
                now = persons
            if persons < least:
                least = persons
                best = value
        if best != label[node]:
            fell += now - least
            label[node] = best
    return fell
