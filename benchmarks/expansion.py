"""The network expanded in layers of time, arc by arc, as programs that know no time need it.

Node v has an offset ρ_v, its layer k is the time from kΔ - ρ_v to (k + 1)Δ - ρ_v, and an arc from u to v
leads ⌈(τ - ρ_u + ρ_v) / Δ⌉ layers on. With ρ the distance to the sink these are layers of slack time; with
ρ = 0 it is the classic expansion in steps of Δ (Ford & Fulkerson 1958). Both round up, so a flow in the
layers can be carried out. Capacities and people are whole numbers of flow units, so that all programs must
find one value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from safeground.flow.network import Network

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Indices = npt.NDArray[np.int32]

FLOW_UNITS = 2**28
"""All people together are at most this many units of flow."""
_NEARLY = 1e-9


@dataclass(frozen=True)
class Layered:
    """A network as it is before it is expanded.

    Parameters
    ----------
    network
        What is expanded.
    width_s
        Δ [s].
    offset_s
        ρ of each node [s], 0 at the sink.
    first
        First layer of each node, that of time 0.
    delay
        Layers that each arc leads on, 0 or more.
    capacity, people
        Flow units that can enter each arc in a layer, and that start at each node.
    persons_per_unit
        What a flow unit is.
    """

    network: Network
    width_s: float
    offset_s: Floats
    first: Ints
    delay: Ints
    capacity: Ints
    people: Ints
    persons_per_unit: float

    @property
    def total(self) -> int:
        """All flow units."""
        return int(self.people.sum())


def layered(network: Network, width_s: float, offset_s: Floats, flow_units: int = FLOW_UNITS) -> Layered:
    """Count times in layers, capacities and people in flow units; all rounded so that flows are feasible."""
    assert not len(network.room_arc), "room is not compared"
    assert not len(network.limits.arcs), "hours are not compared"
    moving = np.cumsum(network.people)
    units = 2.0 ** np.floor(np.log2(flow_units / moving[-1]))
    people = np.diff(np.ceil(moving * units - _NEARLY), prepend=0.0).astype(np.int64)
    persons_per_unit = float(moving[-1]) / int(people.sum())
    loss = network.transit_s - offset_s[network.tail] + offset_s[network.head]
    limit = np.floor(network.capacity_per_s * width_s / persons_per_unit * (1 + 1e-12))
    return Layered(
        network=network,
        width_s=width_s,
        offset_s=offset_s,
        first=np.ceil(offset_s / width_s - _NEARLY).astype(np.int64),
        delay=np.ceil(loss / width_s - _NEARLY).astype(np.int64),
        capacity=limit.clip(max=people.sum()).astype(np.int64),
        people=people,
        persons_per_unit=persons_per_unit,
    )


@dataclass(frozen=True)
class Block:
    """Arcs of the expansion."""

    tail: Indices
    head: Indices
    capacity: Ints


@dataclass(frozen=True)
class Expansion:
    """The expanded network: moves, waits and starts; one sink, one source."""

    blocks: tuple[Block, Block, Block]
    source: int
    sink: int

    @property
    def arcs(self) -> int:
        return sum(len(block.tail) for block in self.blocks)


def expand(flow: Layered, layers: int) -> Expansion:
    """Expand for a number of layers; a node's copies stand in a row, from its first layer on."""
    network, first = flow.network, flow.first
    copies = np.maximum(0, layers - first)
    copies[network.sink] = 1
    start_of = np.concatenate([[0], np.cumsum(copies)])
    place_of = start_of[:-1] - first  # of layer k of node v: place_of[v] + k
    sink, source = int(start_of[network.sink]), int(start_of[-1])
    starts = np.flatnonzero((flow.people > 0) & (first < layers))
    begin = Block(
        np.full(len(starts), source, np.int32), start_of[starts].astype(np.int32), flow.people[starts]
    )
    return Expansion(
        (_moves(flow, layers, place_of, sink), _waits(flow, start_of, sink), begin), source, sink
    )


def _moves(flow: Layered, layers: int, place_of: Ints, sink: int) -> Block:
    network, first = flow.network, flow.first
    used = np.where(flow.capacity > 0, layers - flow.delay - first[network.tail], 0)
    uses = np.maximum(0, used)
    arc = np.repeat(np.arange(len(uses), dtype=np.int32), uses)
    layer = np.arange(len(arc)) - np.repeat(np.cumsum(uses) - uses, uses) + first[network.tail[arc]]
    tail = (place_of[network.tail[arc]] + layer).astype(np.int32)
    head = (place_of[network.head[arc]] + layer + flow.delay[arc]).astype(np.int32)
    head[network.head[arc] == network.sink] = sink
    return Block(tail, head, flow.capacity[arc])


def _waits(flow: Layered, start_of: Ints, sink: int) -> Block:
    last_copies = np.append(start_of[1 : flow.network.nodes] - 1, sink)
    waits = np.ones(int(start_of[-1]), np.bool_)
    waits[last_copies[last_copies >= 0]] = False
    tail = np.flatnonzero(waits).astype(np.int32)
    return Block(tail, tail + np.int32(1), np.full(len(tail), flow.total))
