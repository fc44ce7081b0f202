"""Bound B where people may leave by corridors only: straight across any ground to a corridor, and through it.

Whoever leaves the streets still has to cross the edge of the ordered area by a corridor, if its issuer's
word holds that nobody is let out elsewhere. So everybody is let straight to any place where a corridor
crosses the edge, over barriers too and without any limit of capacity, and through the corridor's gate
with its hours, quotas and throughput; for ``arrived`` straight on from there. What a street's width lets
through does not count: people may walk beside it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.flow.problem import Problem
from safeground.journey.arcs import NEVER, NO_LIMIT_PER_S, Arcs, free
from safeground.journey.pieces import points_at
from safeground.journey.spans import ALWAYS, closing_later
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.journey.movement import Movement
    from safeground.journey.proof import Group

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]


def by_corridors(movement: Movement, group: Group, distortion: float) -> Problem:
    """Return the relaxation for a movement with exits.

    Parameters
    ----------
    movement, group
        The movement, and the people whose bound it is.
    distortion
        Share of a length in the plane that it is at the least on the ground.

    Returns
    -------
    Problem
        Zones with people first, then two nodes for each corridor, then the destinations.
    """
    setting, exits = movement.setting, movement.exits
    conditions = setting.conditions
    assert exits is not None
    assert conditions.gates is not None
    zone = np.flatnonzero(group.persons > 0)
    goals = [] if setting.destinations is None else list(setting.destinations)
    places = [_place(movement, number) for number in range(len(conditions.gates))]
    used = [number for number, place in enumerate(places) if not place.is_empty]
    first_goal = len(zone) + 2 * len(used)
    speed = float(group.numbers.speed_m_s.max())
    arcs = free(np.empty(0, np.int64), np.empty(0, np.int64))
    for at, number in enumerate(used):
        gate, before = conditions.gates[number], len(zone) + 2 * at
        metres = shapely.distance(setting.zones.shape[zone], places[number])
        arcs = arcs.and_then(_straight(np.arange(len(zone)), before, metres * distortion / speed))
        capacity = gate.most_per_s if math.isfinite(gate.most_per_s) else NO_LIMIT_PER_S
        spans = closing_later(gate.spans, exits.lag_s[number], conditions.proof.halts) or (NEVER,)
        spans = spans if capacity > 0 else (NEVER,)
        passage = free(np.array([before]), np.array([before + 1]), capacity or NO_LIMIT_PER_S)
        if spans != ALWAYS:
            passage.spans[0] = spans
        arcs = arcs.and_then(passage)
        for goal, shape in enumerate(goals):
            metres = np.array([shapely.distance(places[number], shape)])
            arcs = arcs.and_then(
                _straight(np.array([before + 1]), first_goal + goal, metres * distortion / speed)
            )
    gates = len(zone) + 2 * np.arange(len(used)) + 1
    return Problem.from_arrays(
        nodes=first_goal + len(goals),
        source=np.arange(len(zone)),
        persons=group.persons[zone],
        release_s=np.full(len(zone), setting.figures.start_delay.range.low * SECONDS_PER_HOUR),
        sink=first_goal + np.arange(len(goals)) if goals else gates,
        refuge_of_sink=np.arange(len(goals)) if goals else np.zeros(len(gates), np.int64),
        **arcs.arrays(conditions.proof.halts),
    )


def _place(movement: Movement, number: int) -> BaseGeometry:
    """Return where a corridor crosses the edge of the ordered area: as streets do, and as it is drawn."""
    exits, setting, pieces = movement.exits, movement.setting, movement.pieces
    assert exits is not None
    assert setting.conditions.gates is not None
    nodes = exits.at_gate[number]
    drawn = shapely.intersection(
        setting.plane.project(setting.conditions.gates[number].route), setting.ordered.boundary
    )
    found: BaseGeometry = shapely.union_all([*points_at(pieces.x[nodes], pieces.y[nodes]), drawn])
    return found


def _straight(tail: Ints, head: int, seconds: Floats) -> Arcs:
    arcs = free(tail, np.full(len(tail), head))
    return Arcs(arcs.tail, arcs.head, seconds, arcs.capacity_per_s, arcs.street, {})
