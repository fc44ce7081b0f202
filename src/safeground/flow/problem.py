"""The movement problem as arrays, and its file.

A directed street graph with transit times and capacities; people at sources; sinks where they are
counted as arrived. Several sinks may be entries of one refuge, which is one absorbing node with room
or without. The file is documented in ``docs/problem-file.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    IntArray = npt.NDArray[np.int64]
    FloatArray = npt.NDArray[np.float64]

FORMAT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Arrays of one movement problem; ``from_arrays`` checks them.

    Parameters
    ----------
    nodes
        Number of nodes; every index below lies in ``[0, nodes)``.
    tail, head
        Arcs, shape (m,).
    transit_s
        Time to pass each arc [s], finite and >= 0, shape (m,).
    capacity_per_s
        Persons that can enter each arc a second, finite and > 0, shape (m,).
    source
        Node of each source, shape (s,); a node may stand more than once.
    persons
        Persons at each source, finite and >= 0, shape (s,).
    release_s
        Time from which each source's people can move [s], shape (s,); 0 where not given.
    sink
        Nodes where people have arrived, shape (k,).
    refuge_of_sink
        Index of the refuge that each sink is an entry of, shape (k,); all 0 where not given.
    refuge_room
        Persons that each refuge can hold, shape (r,); infinite where it has no limit.
    street_id
        Arcs with the same id share one width, shape (m,); two directions of a street do.
    """

    nodes: int
    tail: IntArray
    head: IntArray
    transit_s: FloatArray
    capacity_per_s: FloatArray
    source: IntArray
    persons: FloatArray
    sink: IntArray
    release_s: FloatArray = field(default_factory=lambda: np.empty(0))
    refuge_of_sink: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    refuge_room: FloatArray = field(default_factory=lambda: np.empty(0))
    street_id: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
