"""The two movement problems of a notice: the proof's, where everything helps, and the schedule's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.problem import Problem
from safeground.journey.arcs import Arcs, free, street_arcs, through_gates
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.contract import Contracted
    from safeground.journey.figures import Figures
    from safeground.journey.movement import Movement
    from safeground.journey.network import Numbers

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Built:
    """A problem with the way back from its arcs and sources.

    Parameters
    ----------
    problem
        The arrays.
    street
        The contracted street of each arc, of a corridor's gate one that leads to it; -1 where the arc only
        joins nodes, shape (arcs,).
    source_of_zone
        The source that holds each zone's people; -1 where none does, shape (z,).
    node_of
        The node of ``pieces`` that each node of the problem is; -1 where it is none, shape (nodes,).
    """

    problem: Problem
    street: Ints
    source_of_zone: Ints
    node_of: Ints


def proof_persons(movement: Movement, figures: Figures) -> Floats:
    """Return the fewest people of each zone who can move and have a way, shape (z,)."""
    walking = 1.0 - cannot_walk(figures)[1]
    return np.where(movement.reachable, movement.setting.zones.low * walking, 0.0)


def schedule_persons(movement: Movement, figures: Figures) -> Floats:
    """Return the most people of each zone who can move and have a way, shape (z,)."""
    walking = 1.0 - cannot_walk(figures)[0]
    return np.where(movement.reachable, movement.setting.zones.high * walking, 0.0)


def cannot_walk(figures: Figures) -> tuple[float, float]:
    """Return the share of people who need to be carried: none where everybody moves by vehicle."""
    if not figures.walk:
        return 0.0, 0.0
    return figures.cannot_walk.range.low, figures.cannot_walk.range.high


def proof_problem(
    movement: Movement,
    figures: Figures,
    *,
    numbers: Numbers | None = None,
    persons: Floats | None = None,
    goes_on: bool = False,
) -> Built:
    """Return the problem in which people are fewest, fastest and least hindered.

    ``numbers`` and ``persons`` stand in for the movement's own, to see what hangs on them: the arcs stay
    the same, so that a certificate can be evaluated on both. With ``goes_on`` the streets lead on from
    where people arrive, as they do for whoever finds no room there.
    """
    numbers = movement.fast if numbers is None else numbers
    persons = proof_persons(movement, figures) if persons is None else persons
    groups, source_of_zone = _groups(movement, persons)
    number = _numbering(movement, movement.contracted)
    arcs, nodes, sink, goal = _proof_streets(movement, numbers, number, goes_on)
    several = [group for group in groups if len(group) > 1]
    hub = nodes + np.arange(len(several))
    lengths = np.array([len(group) for group in several], np.int64)
    set_out = number[np.concatenate([np.empty(0, np.int64), *several])]
    source = np.empty(len(groups), np.int64)
    single = np.array([len(group) == 1 for group in groups], bool)
    source[single] = number[[int(group[0]) for group in groups if len(group) == 1]]
    source[~single] = hub
    arcs = arcs.and_then(free(np.repeat(hub, lengths), set_out))
    problem = Problem.from_arrays(
        nodes=nodes + len(several),
        source=source,
        persons=np.bincount(source_of_zone[source_of_zone >= 0], persons[source_of_zone >= 0], len(groups)),
        release_s=np.full(len(groups), figures.start_delay.range.low * SECONDS_PER_HOUR),
        sink=sink,
        refuge_of_sink=_dense(goal),
        **arcs.arrays(movement.setting.conditions.proof.halts),
    )
    no_place = np.full(problem.nodes - len(movement.contracted.node), -1)
    return Built(problem, arcs.street, source_of_zone, np.append(movement.contracted.node, no_place))


def _proof_streets(
    movement: Movement, numbers: Numbers, number: Ints, goes_on: bool
) -> tuple[Arcs, int, Ints, Ints]:
    """Return the arcs of the streets, the number of nodes, and the sinks with the goal of each."""
    ends, shape, conditions = movement.ends, movement.contracted, movement.setting.conditions
    node, goal = ends.proof_node, ends.proof_goal
    if movement.exits is not None and movement.setting.destinations is None:
        # Nobody has left at the edge of the area, but beyond the gate there.
        unknown = np.isin(node, ends.border)
        node, goal = node[unknown], goal[unknown]
    stop = node[:0] if goes_on else node
    arcs = street_arcs(movement, shape, numbers, stop, conditions.proof)
    if movement.exits is None:
        return arcs, len(shape.node), number[node], goal
    gated = through_gates(movement, arcs, numbers, number, len(shape.node))
    if movement.setting.destinations is not None:
        return gated.arcs, gated.nodes, number[node], goal
    sink = np.append(number[node], gated.gates)
    return gated.arcs, gated.nodes, sink, np.zeros(len(sink), np.int64)


def schedule_problem(movement: Movement, figures: Figures) -> Built:
    """Return the problem in which people are most, slowest and at the worst places."""
    persons = schedule_persons(movement, figures)
    persons = np.where(movement.worst_node >= 0, persons, 0.0)
    start, source_of_zone = np.unique(movement.worst_node, return_inverse=True)
    source_of_zone = np.where(persons > 0, source_of_zone, -1)
    used = np.unique(source_of_zone[source_of_zone >= 0])
    source_of_zone = np.where(source_of_zone >= 0, np.searchsorted(used, source_of_zone), -1)
    side = movement.setting.conditions.schedule
    arcs = street_arcs(
        movement, movement.schedule_contracted, movement.slow, movement.ends.schedule_node, side
    )
    number = _numbering(movement, movement.schedule_contracted)
    release_s = np.full(len(used), figures.start_delay.range.high * SECONDS_PER_HOUR)
    moved = source_of_zone >= 0
    np.maximum.at(
        release_s,
        source_of_zone[moved],
        figures.start_delay.range.high * SECONDS_PER_HOUR + _to_street_s(movement, figures)[moved],
    )
    problem = Problem.from_arrays(
        nodes=len(movement.schedule_contracted.node),
        source=number[start[used]],
        persons=np.bincount(source_of_zone[source_of_zone >= 0], persons[source_of_zone >= 0], len(used)),
        release_s=release_s,
        sink=number[movement.ends.schedule_node],
        refuge_of_sink=_dense(movement.ends.schedule_goal),
        **arcs.arrays(side.halts),
    )
    return Built(problem, arcs.street, source_of_zone, movement.schedule_contracted.node)


def _to_street_s(movement: Movement, figures: Figures) -> Floats:
    """Return the most time from each zone to the street that its people start on, on foot in any case."""
    speed_m_s = min(figures.walking_speed.range.low, figures.slow_walking_speed.range.low)
    if speed_m_s <= 0:
        return np.zeros(len(movement.off_street_m))
    return movement.off_street_m / speed_m_s


def _dense(goal: Ints) -> Ints:
    """Return the goals that have an entry numbered without gaps."""
    return np.unique(goal, return_inverse=True)[1]


def _groups(movement: Movement, persons: Floats) -> tuple[list[Ints], Ints]:
    """Return the sets of start nodes, each once, and the set of every zone that has people (else -1)."""
    zones = len(persons)
    bounds = np.searchsorted(movement.start_zone, np.arange(zones + 1))
    known: dict[bytes, int] = {}
    groups: list[Ints] = []
    of_zone = np.full(zones, -1, np.int64)
    for zone in np.flatnonzero(movement.setting.zones.low > 0):
        nodes = movement.start_node[bounds[zone] : bounds[zone + 1]]
        if not len(nodes):
            continue
        key = nodes.tobytes()
        if key not in known:
            known[key] = len(groups)
            groups.append(nodes)
        of_zone[zone] = known[key]
    return groups, of_zone


def _numbering(movement: Movement, shape: Contracted) -> Ints:
    number = np.full(len(movement.pieces.x), -1, np.int64)
    number[shape.node] = np.arange(len(shape.node))
    return number
