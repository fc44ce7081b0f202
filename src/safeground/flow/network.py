"""The network that is solved: one sink, only nodes that matter, numbered from the farthest to the sink."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.kernels.shortest_paths import NO_ROUTE, distances_to, reached_from
from safeground.flow.limits import Limits, limits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from safeground.flow.kernels.types import Floats, Int32s, Int64s
    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule

    Bools = npt.NDArray[np.bool_]

#: Exponent of the time unit [log2 s]; finer where the whole movement takes less than a minute.
UNIT_EXPONENT: Final = -10


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Where the arcs out of and into each node stand; arcs are sorted by tail."""

    out_first: Int64s
    in_first: Int64s
    in_arcs: Int32s

    @classmethod
    def of(cls, nodes: int, tail: Int32s, head: Int32s) -> Adjacency:
        """Index arcs that are sorted by tail."""
        return cls(
            starts_of(tail, nodes), starts_of(head, nodes), np.argsort(head, kind="stable").astype(np.int32)
        )


@dataclass(frozen=True, slots=True)
class Network:
    """A problem made ready for the solver.

    All sinks whose refuge has no limit are one node, the last. A refuge with room is a node joined from
    its sinks without time or limit, and to the last node by an arc whose capacity is the room over the
    whole time. People who are released later start at a node of their own, joined to theirs by an arc as
    long as they have to wait. Nodes that nobody comes through, or from where no way leads on, are out.

    Parameters
    ----------
    nodes
        Number of nodes; the sink is the last one.
    tail, head
        Arcs, sorted by tail then head.
    arc
        Index of each arc in the problem, -1 for arcs that are no street.
    transit_s
        Transit times rounded up to whole units, for schedules [s].
    units_down
        Transit times rounded down, for bounds [units].
    capacity_per_s
        Persons a second; infinite for arcs that are no street.
    people
        Persons at each node.
    to_sink_s
        Time to the sink by the rounded transit times [s].
    room_arc, room
        Arcs from refuges, and the persons each can hold; shape (finite refuges that can be reached,).
    refuge
        Index of each of these refuges in the problem.
    node_of
        The network's node for each node of the problem; -1 where it leads nowhere, -2 where nobody comes.
    start_of
        The network's node where the people of each source row start; -1 where they have no route, the
        sink where they have arrived.
    limits
        Where an arc has less than its capacity for a time, for schedules; bounds have it always open.
    unit_s
        Length of a unit of time [s], a power of two.
    persons, arrived_persons, unreachable_persons
        Who can reach a sink at all, who of them is there at 0 s, and who cannot.
    """

    nodes: int
    tail: Int32s
    head: Int32s
    arc: Int64s
    transit_s: Floats
    units_down: Int64s
    capacity_per_s: Floats
    people: Floats
    to_sink_s: Floats
    room_arc: Int64s
    room: Floats
    refuge: Int64s
    node_of: Int64s
    start_of: Int64s
    unit_s: float
    persons: float
    arrived_persons: float
    unreachable_persons: float
    adjacency: Adjacency
    limits: Limits

    @property
    def sink(self) -> int:
        """The last node."""
        return self.nodes - 1


@dataclass(frozen=True, slots=True)
class _Arcs:
    """Arcs in any order."""

    tail: Int64s
    head: Int64s
    transit_s: Floats
    capacity_per_s: Floats
    arc: Int64s

    def take(self, which: npt.NDArray[np.generic]) -> _Arcs:
        """Return some of the arcs, or all in another order."""
        return _Arcs(
            self.tail[which],
            self.head[which],
            self.transit_s[which],
            self.capacity_per_s[which],
            self.arc[which],
        )


@dataclass(frozen=True, slots=True)
class _Starts:
    """Where people start in the problem extended by refuges, late starts and one sink."""

    sink: int
    refuge_nodes: Int64s
    refuges: Int64s
    of_source: Int64s


def build_network(problem: Problem, beside: Sequence[Schedule] = ()) -> Network:
    """Make a problem without halts ready for the solver; ``beside`` are others on its streets."""
    arcs, starts = _extended(problem)
    nodes = starts.sink + 1
    to_sink, unit_s = _distances(problem, arcs, nodes)
    has_route = to_sink < NO_ROUTE
    reachable = has_route[starts.of_source]
    moving = reachable & (starts.of_source != starts.sink) & (problem.persons > 0)

    people = np.bincount(starts.of_source[moving], problem.persons[moving], minlength=nodes)
    arcs = arcs.take(has_route[arcs.tail] & has_route[arcs.head])
    comes = _reached(nodes, arcs, people > 0)
    comes[starts.sink] = True

    kept = np.flatnonzero(has_route & comes)
    kept = kept[np.argsort(-to_sink[kept], kind="stable")]
    kept = np.append(kept[kept != starts.sink], starts.sink)
    number = np.where(has_route, -2, -1).astype(np.int64)
    number[kept] = np.arange(len(kept))
    arcs = arcs.take((number[arcs.tail] >= 0) & (number[arcs.head] >= 0))
    arcs = arcs.take(np.lexsort((arcs.arc, number[arcs.head], number[arcs.tail])))
    tail, head = number[arcs.tail].astype(np.int32), number[arcs.head].astype(np.int32)

    start_of = np.where(reachable, number[starts.of_source], -1)
    start_of[reachable & (starts.of_source == starts.sink)] = len(kept) - 1
    there = number[starts.refuge_nodes] >= 0
    refuge_nodes = number[starts.refuge_nodes[there]]
    adjacency = Adjacency.of(len(kept), tail, head)
    return Network(
        nodes=len(kept),
        tail=tail,
        head=head,
        arc=arcs.arc,
        transit_s=np.ceil(arcs.transit_s / unit_s) * unit_s,
        units_down=np.floor(arcs.transit_s / unit_s).astype(np.int64),
        capacity_per_s=arcs.capacity_per_s,
        people=people[kept].astype(np.float64),
        to_sink_s=to_sink[kept] * np.float64(unit_s),
        room_arc=adjacency.out_first[refuge_nodes],
        room=problem.refuge_room[starts.refuges[there]],
        refuge=starts.refuges[there],
        node_of=_nodes_of(problem, number, starts.sink),
        start_of=start_of,
        unit_s=unit_s,
        persons=math.fsum(problem.persons[reachable]),
        arrived_persons=math.fsum(problem.persons[reachable & (starts.of_source == starts.sink)]),
        unreachable_persons=math.fsum(problem.persons[~reachable]),
        adjacency=adjacency,
        limits=_limits(problem, beside, arcs.arc),
    )


def _limits(problem: Problem, beside: Sequence[Schedule], arc: Int64s) -> Limits:
    """Return the limits in the numbers of the network's arcs."""
    number = np.full(len(problem.tail), -1)
    street = np.flatnonzero(arc >= 0)
    number[arc[street]] = street
    return limits_of(problem, beside).renumbered(number)


def _extended(problem: Problem) -> tuple[_Arcs, _Starts]:
    """Add a node a refuge with room, a node a late start, and one sink, with their arcs."""
    unlimited = np.isinf(problem.refuge_room)[problem.refuge_of_sink]
    final = np.zeros(problem.nodes, np.bool_)
    final[problem.sink[unlimited]] = True
    refuges = np.flatnonzero(np.isfinite(problem.refuge_room))
    refuge_nodes = problem.nodes + np.arange(len(refuges))
    late = np.flatnonzero(problem.release_s > 0)
    starts, row = np.unique(
        np.stack([problem.source[late].astype(np.float64), problem.release_s[late]]),
        axis=1,
        return_inverse=True,
    )
    late_nodes = problem.nodes + len(refuges) + np.arange(starts.shape[1])
    sink = problem.nodes + len(refuges) + starts.shape[1]
    merged = np.where(final, sink, np.arange(problem.nodes))

    tail, head = merged[problem.tail], merged[problem.head]
    street = np.flatnonzero((tail != head) & (tail != sink))
    entry = np.flatnonzero(~unlimited & ~final[problem.sink])
    entered = np.searchsorted(refuges, problem.refuge_of_sink[entry])
    others = len(entry) + len(refuges) + len(late_nodes)
    arcs = _Arcs(
        np.concatenate([tail[street], problem.sink[entry], refuge_nodes, late_nodes]),
        np.concatenate(
            [
                head[street],
                refuge_nodes[entered],
                np.full(len(refuges), sink),
                merged[starts[0].astype(np.int64)],
            ]
        ),
        np.concatenate([problem.transit_s[street], np.zeros(len(entry) + len(refuges)), starts[1]]),
        np.concatenate([problem.capacity_per_s[street], np.full(others, np.inf)]),
        np.concatenate([street, np.full(others, -1)]),
    )
    of_source = merged[problem.source]
    of_source[late] = late_nodes[row.reshape(-1)]
    return arcs, _Starts(sink, refuge_nodes, refuges, of_source)


def _distances(problem: Problem, arcs: _Arcs, nodes: int) -> tuple[Int64s, float]:
    """Distance of every node to the last one [units], and the unit; finer where all is near."""
    by_tail = np.argsort(arcs.tail, kind="stable")
    tail, head = arcs.tail[by_tail].astype(np.int32), arcs.head[by_tail].astype(np.int32)
    adjacency = Adjacency.of(nodes, tail, head)
    usable = np.ones(len(tail), np.uint8)

    def measure(unit_s: float) -> Int64s:
        units = np.ceil(arcs.transit_s[by_tail] / unit_s).astype(np.int64)
        return distances_to(nodes - 1, adjacency.in_first, adjacency.in_arcs, tail, units, usable)

    unit_s = 2.0**UNIT_EXPONENT
    to_sink = measure(unit_s)
    farthest = to_sink[to_sink < NO_ROUTE].max() * unit_s
    into = problem.capacity_per_s[np.isin(problem.head, problem.sink)].sum()
    span = max(farthest, problem.persons.sum() / into if into > 0 else 0.0)
    if 0 < span < 64:
        unit_s = 2.0 ** max(UNIT_EXPONENT - math.ceil(math.log2(64 / span)), -30)
        to_sink = measure(unit_s)
    return to_sink, unit_s


def _reached(nodes: int, arcs: _Arcs, start: Bools) -> Bools:
    """Mark every node that somebody can come to."""
    first = starts_of(arcs.tail, nodes)
    by_tail = np.argsort(arcs.tail, kind="stable").astype(np.int32)
    return reached_from(start.astype(np.uint8), first, by_tail, arcs.head.astype(np.int32)).astype(np.bool_)


def _nodes_of(problem: Problem, number: Int64s, sink: int) -> Int64s:
    """Return the network's node of each node of the problem."""
    node_of = number[: problem.nodes].copy()
    unlimited = np.isinf(problem.refuge_room)[problem.refuge_of_sink]
    node_of[problem.sink[unlimited]] = number[sink]
    return node_of


def starts_of(ends: npt.NDArray[np.integer], nodes: int) -> Int64s:
    """Return where each one's entries begin in a list sorted by ``ends``, and the end, shape (nodes + 1,)."""
    return np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=nodes))]).astype(np.int64)
