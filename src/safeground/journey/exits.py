"""Where people may cross the edge of the ordered area, if they may leave by corridors only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.along import BESIDE_M
from safeground.journey.pieces import inside, points_at

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.conditions import Gate
    from safeground.journey.ends import Ends
    from safeground.journey.pieces import Pieces
    from safeground.journey.setting import Setting

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Barred:
    """Pieces that lead out where nobody may leave: from tail to head, and back; bool (p,)."""

    ahead: Bools
    back: Bools


@dataclass(frozen=True, slots=True)
class Exits:
    """Places where streets cross the edge of the ordered area.

    Parameters
    ----------
    crossing
        Nodes of all of them, corridor or not.
    at_gate
        Nodes at which each gate of the conditions crosses the edge.
    lag_s
        Time in which the slowest pass the streets on which each gate crosses it [s].
    outward_ahead, outward_back
        Pieces that lead out from a crossing, from tail to head and back, bool (p,).
    barred, barred_to_schedule
        Those of them that lead out where no corridor does. For the schedule a corridor does only where one
        of its own streets meets the crossing.
    """

    crossing: Ints
    at_gate: tuple[Ints, ...]
    lag_s: tuple[float, ...]
    outward_ahead: Bools
    outward_back: Bools
    barred: Barred
    barred_to_schedule: Barred

    @property
    def allowed(self) -> Ints:
        """Crossings by which people may leave."""
        return np.unique(np.concatenate([np.empty(0, np.int64), *self.at_gate]))

    def ends(self, ends: Ends, *, out: bool) -> Ends:
        """Return the ends without crossings by which nobody may leave; ``out`` if these are the ends."""
        if not out:
            return ends
        closed = np.setdiff1d(self.crossing, self.allowed)
        proof, schedule = ends.proof_node, ends.schedule_node
        kept = ~np.isin(proof, closed) | np.isin(proof, ends.border), ~np.isin(schedule, closed)
        return replace(
            ends,
            proof_node=proof[kept[0]],
            proof_goal=ends.proof_goal[kept[0]],
            schedule_node=schedule[kept[1]],
            schedule_goal=ends.schedule_goal[kept[1]],
        )


def open_ways(ahead: Bools, back: Bools, barred: Barred | None) -> tuple[Bools, Bools]:
    """Return the pieces that can be taken from tail to head, and back, but for those that are barred."""
    if barred is None:
        return ahead, back
    return ahead & ~barred.ahead, back & ~barred.back


def exits_of(setting: Setting, pieces: Pieces, crossing: Ints) -> Exits | None:
    """Return the exits where people may leave by corridors only, None where they may leave anywhere.

    A corridor crosses the edge where a street does within ``BESIDE_M`` of its route; one that is open in
    one direction only, where its route leads out.
    """
    gates = setting.conditions.gates
    if gates is None:
        return None
    crossing = np.unique(crossing)
    at_edge = np.zeros(len(pieces.x), bool)
    at_edge[crossing] = True
    beyond = ~inside(setting.ordered, pieces.mid_x, pieces.mid_y)
    ahead, back = beyond & at_edge[pieces.tail], beyond & at_edge[pieces.head]
    at_gate = tuple(_crossings(setting, pieces, crossing, gate, beyond) for gate in gates)
    near, of_corridor = (np.zeros(len(pieces.x), bool) for _ in range(2))
    for gate, nodes in zip(gates, at_gate, strict=True):
        near[nodes] = True
        own = np.isin(pieces.edge, setting.conditions.placed.corridors[gate.corridor].edge)
        of_corridor[np.intersect1d(nodes, np.append(pieces.tail[own], pieces.head[own]))] = True
    through_s = setting.conditions.through_s[pieces.edge]
    lag_s = []
    for nodes in at_gate:
        touches = np.isin(pieces.tail, nodes) | np.isin(pieces.head, nodes)
        lag_s.append(float(through_s[touches].max(initial=0.0)))
    return Exits(
        crossing,
        at_gate,
        tuple(lag_s),
        ahead,
        back,
        Barred(ahead & ~near[pieces.tail], back & ~near[pieces.head]),
        Barred(ahead & ~of_corridor[pieces.tail], back & ~of_corridor[pieces.head]),
    )


def _crossings(setting: Setting, pieces: Pieces, crossing: Ints, gate: Gate, beyond: Bools) -> Ints:
    route = setting.plane.project(gate.route)
    near = crossing[shapely.dwithin(points_at(pieces.x[crossing], pieces.y[crossing]), route, BESIDE_M)]
    if not gate.one_way:
        return near
    along = setting.conditions.placed.corridors[gate.corridor]
    direction = np.zeros(len(setting.streets.tail), np.int64)
    direction[along.edge] = along.direction
    way = direction[pieces.edge]
    # Whoever comes to the crossing from within, or goes on beyond it, along the route and not against it.
    leads_out = np.concatenate(
        (
            pieces.tail[beyond & (way > 0)],
            pieces.head[beyond & (way < 0)],
            pieces.head[~beyond & (way > 0)],
            pieces.tail[~beyond & (way < 0)],
        )
    )
    leads_in = np.concatenate(
        (
            pieces.head[beyond & (way > 0)],
            pieces.tail[beyond & (way < 0)],
            pieces.tail[~beyond & (way > 0)],
            pieces.head[~beyond & (way < 0)],
        )
    )
    return near[np.isin(near, leads_out) | ~np.isin(near, leads_in)]
