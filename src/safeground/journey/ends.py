"""Where people have arrived: the edge of the ordered area, or the destinations.

In the proof they have arrived where a street crosses that edge, in the schedule at the first junction
beyond it. How much room there is beyond it is another question, so no end has a limit here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.pieces import inside

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.ground.streets import Streets
    from safeground.journey.pieces import Pieces

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]
    Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Ends:
    """Nodes at which people have arrived, and the pieces on which they can still be on the way.

    Parameters
    ----------
    proof_node, proof_goal
        Sinks of the proof and the goal that each is an entry of, shape (k,).
    schedule_node, schedule_goal
        The same for the schedule.
    on_the_way
        Pieces that are not beyond an end, bool (p,).
    border
        Nodes in the ordered area at which the extract's border cuts a street.
    """

    proof_node: Ints
    proof_goal: Ints
    schedule_node: Ints
    schedule_goal: Ints
    on_the_way: Bools
    border: Ints


def ends_out(streets: Streets, pieces: Pieces, ordered: BaseGeometry, crossing: Ints) -> Ends:
    """Return the ends of ``out``: everything beyond the ordered area is one goal without limit.

    A street that the extract's border cuts within the ordered area goes on, nobody knows where to: the
    proof lets people leave by it, the schedule does not.
    """
    within = inside(ordered, pieces.mid_x, pieces.mid_y)
    at_edge = np.zeros(len(pieces.x), bool)
    at_edge[crossing] = True
    known = len(streets.lon)
    # Beyond the edge the schedule goes on to the street's next junction.
    stub = _to_next_junction(pieces, ~within, at_edge, known)
    far = np.unique(np.concatenate((pieces.tail[stub], pieces.head[stub])))
    far = far[(far < known) & ~at_edge[far]]
    first_beyond = np.append(far, np.flatnonzero(at_edge[:known]))
    cut = np.flatnonzero(streets.cut)
    border = cut[inside(ordered, pieces.x[cut], pieces.y[cut])]
    proof = np.unique(np.concatenate((crossing, border)))
    schedule = np.unique(first_beyond)
    return Ends(proof, np.zeros_like(proof), schedule, np.zeros_like(schedule), within | stub, border)


def _to_next_junction(pieces: Pieces, beyond: Bools, at_edge: Bools, known: int) -> Bools:
    """Return the pieces beyond the edge up to the street's own next node: other marks split a street too."""
    reached = at_edge
    while True:
        stub: Bools = beyond & (reached[pieces.tail] | reached[pieces.head])
        onward = at_edge.copy()
        onward[np.concatenate((pieces.tail[stub], pieces.head[stub]))] = True
        onward[:known] = at_edge[:known]
        if np.array_equal(onward, reached):
            return stub
        reached = onward


def ends_arrived(streets: Streets, pieces: Pieces, destinations: Shapes, shape: Ints, crossing: Ints) -> Ends:
    """Return the ends of ``arrived``: each destination is one goal without limit.

    ``crossing`` are the nodes where streets cross the edge of destination ``shape``. In the proof whoever is
    at any place of a street within has arrived: people may be there from the start.
    """
    proof_node, proof_goal = [crossing], [shape]
    schedule_node: list[Ints] = []
    schedule_goal: list[Ints] = []
    within = np.zeros(len(pieces.tail), bool)
    known = len(streets.lon)
    for index, polygon in enumerate(destinations):
        there = np.flatnonzero(inside(polygon, pieces.x, pieces.y))
        proof_node.append(there)
        proof_goal.append(np.full(len(there), index))
        nodes = there[there < known]
        schedule_node.append(nodes)
        schedule_goal.append(np.full(len(nodes), index))
        within |= inside(polygon, pieces.mid_x, pieces.mid_y)
    proof, proof_of = _first_of_each(np.concatenate(proof_node), np.concatenate(proof_goal))
    late, late_of = _first_of_each(np.concatenate(schedule_node), np.concatenate(schedule_goal))
    lost = np.setdiff1d(np.arange(len(destinations)), late_of)
    for index in lost:
        # No junction inside: people of the schedule have arrived at the edge.
        nodes = np.setdiff1d(crossing[shape == index], late)
        late, late_of = np.append(late, nodes), np.append(late_of, np.full(len(nodes), index))
    return Ends(proof, proof_of, late, late_of, np.ones(len(within), bool), np.empty(0, np.int64))


def _first_of_each(node: Ints, goal: Ints) -> tuple[Ints, Ints]:
    """Return each node once: where destinations overlap, arriving in one is arriving."""
    unique, first = np.unique(node, return_index=True)
    return unique, goal[first]
