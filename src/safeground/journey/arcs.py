"""Contracted streets → arcs in both directions with their opening windows, and the gates of corridors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from safeground.journey.spans import ALWAYS, Span, closing_later

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.conditions import Side
    from safeground.journey.contract import Contracted
    from safeground.journey.movement import Movement
    from safeground.journey.network import Numbers
    from safeground.journey.spans import Spans

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

NO_LIMIT_PER_S = 1e6
"""Capacity of an arc that holds nobody up: more than any crowd of a plan."""
NEVER = Span(0.0, 1.0, 0.0)
"""Says that an arc is there and nobody ever gets through."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs of a problem.

    Parameters
    ----------
    tail, head, transit_s, capacity_per_s
        As in ``Problem``, shape (m,).
    street
        The contracted street of each arc; -1 where it is none.
    spans
        Arc → when it can be entered, for those that cannot be always.
    """

    tail: Ints
    head: Ints
    transit_s: Floats
    capacity_per_s: Floats
    street: Ints
    spans: dict[int, Spans]

    def and_then(self, other: Arcs) -> Arcs:
        """Return these arcs and others after them."""
        many = len(self.tail)
        return Arcs(
            np.append(self.tail, other.tail),
            np.append(self.head, other.head),
            np.append(self.transit_s, other.transit_s),
            np.append(self.capacity_per_s, other.capacity_per_s),
            np.append(self.street, other.street),
            {**self.spans, **{many + arc: spans for arc, spans in other.spans.items()}},
        )

    def arrays(self, halts: Spans) -> dict[str, Any]:
        """Return the arrays of a problem that these arcs and the halts give."""
        alone = self.street < 0
        street = self.street.copy()
        street[alone] = self.street.max(initial=-1) + 1 + np.arange(alone.sum())
        windows = [(arc, span) for arc in sorted(self.spans) for span in self.spans[arc]]
        return {
            "tail": self.tail,
            "head": self.head,
            "transit_s": self.transit_s,
            "capacity_per_s": self.capacity_per_s,
            "street_id": street,
            "window_arc": np.array([arc for arc, _ in windows], np.int64),
            "window_open_s": np.array([span.open_s for _, span in windows]),
            "window_close_s": np.array([span.close_s for _, span in windows]),
            "window_quota": np.array([span.quota for _, span in windows]),
            "halt_from_s": np.array([halt.open_s for halt in halts]),
            "halt_until_s": np.array([halt.close_s for halt in halts]),
        }


@dataclass(frozen=True, slots=True)
class Gated:
    """Arcs with gates, the number of nodes, and the nodes behind the gates."""

    arcs: Arcs
    nodes: int
    gates: Ints


def free(tail: Ints, head: Ints, capacity_per_s: float = NO_LIMIT_PER_S) -> Arcs:
    """Return arcs without length that are no street and hold nobody up."""
    many = len(tail)
    return Arcs(tail, head, np.zeros(many), np.full(many, capacity_per_s), np.full(many, -1, np.int64), {})


def street_arcs(movement: Movement, shape: Contracted, numbers: Numbers, ends: Ints, side: Side) -> Arcs:
    """Return both directions of every contracted street on which somebody can pass and is not there yet.

    Streets with hours of their own are contracted with no other, so that their arcs have these.
    """
    pieces, exits, conditions = movement.pieces, movement.exits, movement.setting.conditions
    speed = numbers.speed_m_s[pieces.edge]
    seconds = shape.total(np.where(speed > 0, pieces.length_m / np.where(speed > 0, speed, 1.0), 0.0))
    forward, backward = numbers.forward_per_s[pieces.edge], numbers.backward_per_s[pieces.edge]
    if exits is not None:
        barred = exits.barred_to_schedule if side is conditions.schedule else exits.barred
        forward = np.where(barred.ahead, 0.0, forward)
        backward = np.where(barred.back, 0.0, backward)
    capacity = np.append(*shape.least(forward, backward))
    tail, head = np.append(shape.tail, shape.head), np.append(shape.head, shape.tail)
    at_end = np.zeros(len(pieces.x), bool)
    at_end[ends] = True
    open_ = np.flatnonzero((capacity > 0) & ~at_end[shape.node[tail]])
    street = np.tile(np.arange(len(shape.tail)), 2)[open_]
    spans = {}
    if side.spans:
        edge = pieces.edge[shape.piece[shape.start[street]]]
        timed = np.isin(edge, np.fromiter(side.spans, np.int64, len(side.spans)))
        spans = {int(arc): side.spans[int(edge[arc])] for arc in np.flatnonzero(timed)}
    return Arcs(tail[open_], head[open_], np.tile(seconds, 2)[open_], capacity[open_], street, spans)


def through_gates(movement: Movement, arcs: Arcs, numbers: Numbers, number: Ints, nodes: int) -> Gated:
    """Lead everybody who leaves the ordered area through the corridors' gates.

    All crossings of a corridor share one gate, so that its hours, quotas and throughput count once however
    many carriageways it has. For ``arrived`` people go on beyond it from where any of its crossings is.

    Parameters
    ----------
    movement, arcs, numbers
        A movement with exits, the arcs of its proof, and the numbers of these.
    number
        The problem's node of each node of the pieces, shape (nodes of pieces,).
    nodes
        Nodes of the problem so far.
    """
    exits, conditions = movement.exits, movement.setting.conditions
    assert exits is not None
    assert conditions.gates is not None
    goes_on = movement.setting.destinations is not None
    beyond = np.full(nodes, -1, np.int64)
    if goes_on:
        beyond[number[exits.allowed]] = nodes + np.arange(len(exits.allowed))
        nodes += len(exits.allowed)
    outward = _outward(movement, arcs)
    tail = np.where(outward, beyond[arcs.tail], arcs.tail)
    result = _kept(
        Arcs(tail, arcs.head, arcs.transit_s, arcs.capacity_per_s, arcs.street, arcs.spans), tail >= 0
    )
    gates = []
    for gate, at, lag_s in zip(conditions.gates, exits.at_gate, exits.lag_s, strict=True):
        if not len(at):
            continue
        before, after = nodes, nodes + 1
        nodes += 2
        gates.append(after)
        spans = closing_later(gate.spans, lag_s, conditions.proof.halts) or (NEVER,)
        capacity = min(gate.most_per_s, _width_per_s(movement, numbers, at))
        spans = spans if capacity > 0 else (NEVER,)
        street = arcs.street[np.isin(arcs.head, number[at])]
        passage = Arcs(
            np.array([before]), np.array([after]), np.zeros(1), np.array([capacity or NO_LIMIT_PER_S]),
            street[:1] if len(street) else np.array([-1]), {} if spans == ALWAYS else {0: spans},
        )  # fmt: skip
        result = result.and_then(free(number[at], np.full(len(at), before))).and_then(passage)
        if goes_on:
            result = result.and_then(free(np.full(len(at), after), beyond[number[at]]))
    return Gated(result, nodes, np.array(gates, np.int64))


def _outward(movement: Movement, arcs: Arcs) -> Bools:
    """Return the arcs that lead out from where a street crosses the ordered area's edge."""
    exits, shape = movement.exits, movement.contracted
    assert exits is not None
    first, last = shape.piece[shape.start[:-1]], shape.piece[shape.start[1:] - 1]
    against_first, against_last = shape.against[shape.start[:-1]], shape.against[shape.start[1:] - 1]
    ahead = np.where(against_first, exits.outward_back[first], exits.outward_ahead[first])
    back = np.where(against_last, exits.outward_ahead[last], exits.outward_back[last])
    is_ahead = arcs.tail == shape.tail[arcs.street]
    # Between the same two nodes both ways may hold: a street with its head at its tail is contracted away.
    return np.where(is_ahead, ahead[arcs.street], back[arcs.street])


def _width_per_s(movement: Movement, numbers: Numbers, at: Ints) -> float:
    """Return what the streets at some crossings carry out of the area at the most."""
    pieces, exits = movement.pieces, movement.exits
    assert exits is not None
    ahead, back = numbers.forward_per_s[pieces.edge], numbers.backward_per_s[pieces.edge]
    total = 0.0
    for node in at:
        starts, ends = pieces.tail == node, pieces.head == node
        out = ahead[starts & exits.outward_ahead].sum() + back[ends & exits.outward_back].sum()
        to = back[starts & ~exits.outward_ahead].sum() + ahead[ends & ~exits.outward_back].sum()
        total += max(float(out), float(to))
    return total


def _kept(arcs: Arcs, kept: Bools) -> Arcs:
    place = np.cumsum(kept) - 1
    return Arcs(
        arcs.tail[kept],
        arcs.head[kept],
        arcs.transit_s[kept],
        arcs.capacity_per_s[kept],
        arcs.street[kept],
        {int(place[arc]): spans for arc, spans in arcs.spans.items() if kept[arc]},
    )
