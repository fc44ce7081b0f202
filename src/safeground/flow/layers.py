"""The movement in layers of time of one width: the network of (node, layer), and the largest flow on it.

Node v has an offset ρ_v and its layer k is the time from kΔ - ρ_v to (k + 1)Δ - ρ_v. An arc leads from
layer k to layer k + ⌈(τ - ρ_u + ρ_v) / Δ⌉: whoever enters it somewhere in a layer comes out not later
than the same place in the layer it leads to, so a flow in the layers can be carried out in real time.
With ρ near the distance to the sink the layers count the time lost on the way, and wide ones are exact
for everybody who loses none.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from safeground.flow.kernels.layout import Layout, State
from safeground.flow.kernels.push_relabel import push_flow
from safeground.flow.kernels.replan import carry_out
from safeground.flow.kernels.sums import runs_between, sums_between
from safeground.flow.kernels.trees import hanging_nodes, last_layer_behind, load_trees, people_through
from safeground.flow.limits import layer_capacities
from safeground.flow.network import starts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from safeground.flow.kernels.types import Floats, Int32s, Int64s
    from safeground.flow.network import Network
    from safeground.flow.schedule import Schedule

    Bools = npt.NDArray[np.bool_]

#: All people together are about this many units of flow, which fits 32 bits.
FLOW_UNITS: Final = 2**28
#: Work between two global relabellings, as a multiple of the visits that the last one made.
RELABEL_SHARE: Final = 0.4
_PAUSE_WORK: Final = 4_000_000
_NEARLY: Final = 1e-9
_EXACT: Final = 1e-12


class Departures(NamedTuple):
    """Flow that enters arcs (of the network): so many units in each of some layers in a row.

    Sorted by arc, then layer.
    """

    arc: Int32s
    layer: Int32s
    layers: Int32s
    units: Int32s


class _Trees(NamedTuple):
    """The hanging trees, on arcs of their own numbering (kept arcs, sorted by tail)."""

    order: Int32s
    hanging: npt.NDArray[np.uint8]
    out_first: Int64s
    arc: Int64s
    head: Int32s
    delay: Int32s
    capacity: Int32s


class LayeredFlow:
    """Largest flow over time on layers of one width, for a number of layers that grows.

    Parameters
    ----------
    network
        What to solve.
    width_s
        Width of a layer Δ [s], a whole number of the network's units.
    most_layers
        How many layers there is space for.
    offsets_s
        ρ of each node [s]; only their remainder by Δ counts.
    kept
        Arcs that may be used.
    capacity_per_s
        Capacity of each arc, at most the network's.
    """

    def __init__(
        self,
        network: Network,
        width_s: float,
        most_layers: int,
        offsets_s: Floats,
        kept: Bools,
        capacity_per_s: Floats,
    ) -> None:
        self.network = network
        self.width_s = width_s
        self.most_layers = most_layers
        self.layers = 0
        self.arrived = 0
        moving = np.cumsum(network.people)
        units_per_person = 2.0 ** math.floor(math.log2(FLOW_UNITS / moving[-1]))
        # Rounded so that sums stay: no node off by more than a unit, and all together not at all.
        self.people = np.diff(np.ceil(moving * units_per_person - _NEARLY), prepend=0.0).astype(np.int64)
        self.total = int(self.people.sum())
        self.persons_per_unit = float(moving[-1]) / self.total
        self.offsets_s = network.to_sink_s + np.mod(offsets_s - network.to_sink_s, width_s)
        self.offsets_s[network.sink] = 0.0
        self.first = np.ceil(self.offsets_s / width_s - _NEARLY).astype(np.int32)
        room = np.floor(network.room / self.persons_per_unit * (1 + _EXACT))
        self._room_units = room.clip(max=self.total).astype(np.int64)
        self._cut_trees(kept, capacity_per_s)
        self._lay_out()
        self._collect_entries()

    # ------------------------------------------------------------------ building
    def _cut_trees(self, kept: Bools, capacity_per_s: Floats) -> None:
        network = self.network
        tail, head = network.tail, network.head
        loss = network.transit_s - self.offsets_s[tail] + self.offsets_s[head]
        delay = np.ceil(loss / self.width_s - _NEARLY).astype(np.int32)
        units = np.floor(capacity_per_s * self.width_s / self.persons_per_unit * (1 + _EXACT))
        capacity = units.clip(max=self.total).astype(np.int32)
        most = self.most_layers
        timed_arc, timed = layer_capacities(
            network.limits, capacity, self.width_s, self.offsets_s[tail], self.persons_per_unit, most
        )
        kept = kept & (capacity > 0) & (self.first[tail] + delay < most)
        kept[timed_arc] &= timed.any(axis=1)
        capacity[timed_arc] = -1 - np.arange(len(timed_arc))
        self._timed = timed
        kept[network.room_arc] = True
        arc = np.flatnonzero(kept)
        out_first = starts_of(tail[arc], network.nodes)
        fixed = np.zeros(network.nodes, np.uint8)
        fixed[network.sink] = 1
        fixed[tail[network.room_arc]] = 1
        fixed[tail[timed_arc]] = 1
        arcs_in = np.bincount(head[arc], minlength=network.nodes).astype(np.int64)
        order, hanging = hanging_nodes(out_first, head[arc], arcs_in, fixed)
        self._trees = _Trees(order, hanging, out_first, arc, head[arc], delay[arc], capacity[arc])
        core = arc[hanging[tail[arc]] == 0]
        self.arc, self.delay, self.capacity = core, delay[core], capacity[core]

    def _lay_out(self) -> None:
        network, most = self.network, self.most_layers
        tail, head = network.tail[self.arc], network.head[self.arc]
        first_used = self.first[tail]
        self._arc_layers = most - self.delay - first_used
        ends = np.concatenate([[0], np.cumsum(self._arc_layers, dtype=np.int64)])
        node_layers = np.where(self._trees.hanging == 1, 0, np.maximum(0, most - self.first)).astype(np.int64)
        node_layers[network.sink] = 0
        node_ends = np.concatenate([[0], np.cumsum(node_layers)]).astype(np.int64)
        into = np.argsort(head, kind="stable").astype(np.int32)
        self.layout = Layout(
            sink=network.sink,
            out_first=starts_of(tail, network.nodes),
            head=head,
            delay=self.delay,
            capacity=self.capacity,
            arc_base=ends[:-1] - first_used,
            tail=tail,
            in_first=starts_of(head, network.nodes),
            in_arcs=into,
            in_tail=tail[into],
            in_delay=self.delay[into],
            node_base=node_ends[:-1] - self.first,
            first=self.first,
            timed=self._timed,
        )
        places, nodes = int(node_ends[-1]), network.nodes
        self.state = State(
            flow=np.zeros(int(ends[-1]), np.int32),
            used=np.zeros(len(self.arc), np.uint8),
            waiting=np.zeros(places, np.int32),
            excess=np.zeros(places, np.int32),
            label=np.zeros(places, np.int16),
            last_layer=np.zeros(nodes, np.int32),
            low=np.zeros(nodes, np.int32),
            high=np.zeros(nodes, np.int32),
            block=np.zeros((nodes >> 6) + 1, np.uint8),
            counts=np.zeros(4, np.int64),
            next_last=np.zeros(nodes, np.int32),
            former=np.zeros(nodes, np.int32),
            frontier=np.zeros(nodes, np.int32),
            coming=np.zeros(nodes, np.int32),
        )
        # A refuge's people wait for the last layer, where alone its arc is open: its room counts once.
        self._room_at = np.searchsorted(self.arc, network.room_arc)
        for room_arc in self._room_at:
            start = self.layout.arc_base[room_arc]
            node = tail[room_arc]
            self.capacity[room_arc] = self.total
            self.state.used[room_arc] = 1
            self.state.flow[start + self.first[node] : start + most] = self.total
        self._in_refuge = np.zeros(len(self._room_at), np.int64)

    def _collect_entries(self) -> None:
        """Sort what enters the core, from the trees and from its own nodes, by layer."""
        trees = self._trees
        root, start, lasts, each = self._load_trees(self.most_layers, every_step=False)
        node, amount = np.repeat(root, lasts), np.repeat(each, lasts)
        layer = np.repeat(start, lasts) + (np.arange(len(node)) - np.repeat(np.cumsum(lasts) - lasts, lasts))
        own = np.flatnonzero((trees.hanging == 0) & (self.people > 0) & (self.first < self.most_layers))
        nodes = np.concatenate([node, own.astype(np.int32)])
        layers = np.concatenate([layer, self.first[own]])
        amounts = np.concatenate([amount.astype(np.int64), self.people[own]])
        order = np.argsort(layers, kind="stable")
        self._entry_node, self._entry_layer, self._entry_amount = nodes[order], layers[order], amounts[order]
        self._entered = 0

    def _load_trees(self, layers: int, *, every_step: bool) -> tuple[Int32s, Int32s, Int32s, Int32s]:
        trees = self._trees
        return load_trees(
            trees.order,
            trees.hanging,
            trees.out_first,
            trees.head,
            trees.delay,
            trees.capacity,
            self.first,
            self.people,
            layers,
            every_step,
        )

    # ------------------------------------------------------------------ solving
    def extend(self, layers: int, out_of_time: Callable[[], bool]) -> bool:
        """Solve for a larger number of layers, from the flow there is.

        Returns
        -------
        False if the time ran out before the flow was largest.
        """
        self._enter(layers)
        done = resumed = False
        while not done:
            brought, done = push_flow(self.layout, self.state, layers, RELABEL_SHARE, _PAUSE_WORK, resumed)
            self.arrived += brought
            resumed = True
            if not done and out_of_time():
                return False
        return True

    def start_from(self, former: Schedule, layers: int) -> None:
        """Carry out what can be of a former schedule, as a flow to ``extend`` from.

        Any rows do, for other layers, offsets, arcs and capacities: nobody enters an arc before they are
        there, nor more than its capacity lets pass. It must be the first that is done.
        """
        self._enter(layers)
        network = self.network
        place = np.full(int(max(network.arc.max(initial=-1), former.arc.max(initial=-1))) + 1, -1)
        street = np.flatnonzero(network.arc[self.arc] >= 0)
        place[network.arc[self.arc[street]]] = street
        row = np.flatnonzero(place[former.arc] >= 0).astype(np.int32)
        row = row[np.lexsort((former.start_s[row], place[former.arc[row]]))]
        at_once = (network.arc[self.arc] < 0).astype(np.uint8)
        at_once[self._room_at] = 0
        self.arrived += carry_out(
            self.layout,
            self.state,
            layers,
            self.width_s,
            self.offsets_s,
            at_once,
            starts_of(place[former.arc[row]], len(self.arc)),
            row,
            former.start_s,
            former.duration_s,
            former.persons,
            1 / self.persons_per_unit,
        )

    def _enter(self, layers: int) -> None:
        """Add layers, and the people who enter the core in them."""
        if layers > self.most_layers:
            msg = f"there is space for {self.most_layers} layers, not for {layers}"
            raise ValueError(msg)
        self._open_rooms(layers)
        end = int(np.searchsorted(self._entry_layer, layers))
        new = slice(self._entered, end)
        node, layer, amount = self._entry_node[new], self._entry_layer[new], self._entry_amount[new]
        self._entered, self.layers = end, layers
        final = node == self.network.sink
        self.arrived += int(amount[final].sum())
        at = self.layout.node_base[node[~final]] + layer[~final]
        np.add.at(self.state.excess, at, amount[~final].astype(np.int32))

    def _open_rooms(self, layers: int) -> None:
        flow, waiting = self.state.flow, self.state.waiting
        for place, room_arc in enumerate(self._room_at):
            node = self.layout.tail[room_arc]
            base = self.layout.arc_base[room_arc]
            taken = 0
            if self.layers > 0:
                last = base + self.layers - 1
                taken = int(flow[last]) - (self.total - int(self._room_units[place]))
                flow[last] = self.total
                held = self.layout.node_base[node] + self.layers - 1
                waiting[held : held + layers - self.layers] += taken
            flow[base + layers - 1] = self.total - int(self._room_units[place]) + taken

    def settle(self) -> None:
        """Give back the memory that only ``extend`` needs: nothing can be solved any more."""
        none: Int32s = np.zeros(0, np.int32)
        self.state = self.state._replace(waiting=none, excess=none, label=np.zeros(0, np.int16))

    # ------------------------------------------------------------------ results
    @property
    def missing_persons(self) -> float:
        """Persons who do not arrive within the layers."""
        return (self.total - self.arrived) * self.persons_per_unit

    @property
    def arrived_persons(self) -> float:
        """Persons who arrive within the layers."""
        return self.arrived * self.persons_per_unit

    @property
    def complete(self) -> bool:
        """Whether everybody arrives."""
        return self.arrived >= self.total

    @property
    def horizon_s(self) -> float:
        """End of the last layer at the sink [s]."""
        return self.layers * self.width_s

    def persons_by_arc(self) -> Floats:
        """Persons that use each arc of the network, over all layers."""
        network, trees = self.network, self._trees
        through = np.zeros(len(network.tail))
        start = self.layout.arc_base + self.first[self.layout.tail]
        through[self.arc] = sums_between(self.state.flow, start, start + self._arc_layers)
        through[network.room_arc] = 0.0
        if len(trees.order):
            out = trees.out_first[trees.order]
            through[trees.arc[out]] = people_through(
                trees.order, trees.head[out], self.people.astype(np.float64)
            )
        return through * self.persons_per_unit

    def minimum_cut(self) -> tuple[Bools, Bools]:
        """Return the nodes whose people are behind the cut, and the refuges that are full."""
        return self._cut(self._last_layers())

    def cut_labels(self) -> tuple[Floats, Bools, Bools]:
        """Return from when on each node is behind the cut [s], with what ``minimum_cut`` returns."""
        last = self._last_layers()
        behind, full = self._cut(last)
        labels = np.where(last < self.first, 0.0, (last + 1) * self.width_s - self.offsets_s)
        return labels, behind, full

    def _cut(self, last: Int32s) -> tuple[Bools, Bools]:
        network = self.network
        behind = (network.people > 0) & (last < self.first)
        return behind, last[network.tail[network.room_arc]] < self.layers - 1

    def _last_layers(self) -> Int32s:
        """Return the last layer of each node from which the sink is reached."""
        network, trees = self.network, self._trees
        last = self.state.last_layer.copy()
        last[network.sink] = self.layers - 1
        last_layer_behind(
            trees.order,
            trees.out_first,
            trees.head,
            trees.delay,
            trees.capacity,
            self.first,
            self._load_trees(self.layers, every_step=True),
            self.layers,
            last,
        )
        return last

    def departures(self) -> Departures:
        """Return every entry into an arc, in the core and in the trees."""
        trees = self._trees
        arc, layer, lasts, amount = self._load_trees(self.layers, every_step=True)
        start = self.layout.arc_base + self.first[self.layout.tail]
        owner, place, core_lasts, core_amount = runs_between(self.state.flow, start, start + self._arc_layers)
        arc = np.concatenate([trees.arc[arc].astype(np.int32), self.arc[owner].astype(np.int32)])
        layer = np.concatenate([layer, place + self.first[self.layout.tail[owner]]])
        lasts = np.concatenate([lasts, core_lasts])
        amount = np.concatenate([amount, core_amount])
        order = np.argsort(arc, kind="stable").astype(np.int32)
        if len(self._room_at):
            order = order[~np.isin(arc[order], self.network.room_arc)]
        return Departures(arc[order], layer[order], lasts[order], amount[order])
