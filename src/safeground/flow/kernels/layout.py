"""The arrays of a flow in layers: what is fixed, and what a run changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from safeground.flow.kernels.types import Flags, Int16s, Int32s, Int64s

#: Label of a place that does not reach the sink; longer ways count as none.
FAR: Final = 32000
NEVER: Final = 1 << 30


class Layout(NamedTuple):
    """What does not change: arcs sorted by tail, and where the layers of an arc and of a node begin.

    The flow that enters arc a in layer k stands at ``arc_base[a] + k``, what belongs to (v, k) at
    ``node_base[v] + k``; node v has the layers from ``first[v]`` on. An arc whose capacity changes with the
    layers has ``capacity`` -1 - t, and in layer k ``timed[t, k]``.
    """

    sink: int
    out_first: Int64s
    head: Int32s
    delay: Int32s
    capacity: Int32s
    arc_base: Int64s
    tail: Int32s
    in_first: Int64s
    in_arcs: Int32s
    in_tail: Int32s
    in_delay: Int32s
    node_base: Int64s
    first: Int32s
    timed: npt.NDArray[np.int32]


class State(NamedTuple):
    """What a run changes, and its scratch arrays, one entry a node, at the end.

    ``used[a]`` is 0 while nothing has ever entered arc a: then its flow need not be looked at.
    ``last_layer[v]`` is the last layer of v from which the sink is reached; ``counts`` is the work since
    the last global relabelling, the sweeps, the global relabellings, and the visits of the last one.
    """

    flow: Int32s
    used: Flags
    waiting: Int32s
    excess: Int32s
    label: Int16s
    last_layer: Int32s
    low: Int32s
    high: Int32s
    block: Flags
    counts: Int64s
    next_last: Int32s
    former: Int32s
    frontier: Int32s
    coming: Int32s
