"""When the plan's conditions hold for the people of one notice: at the end that helps, and that hinders.

Times are seconds after the issue of the notice. Daily hours and curfews are written out for
``LOOK_AHEAD_S`` or until the deadline, whichever is later; from then on the proof takes every way as open
and nobody as halted, and no schedule counts.

A street is *entered* in its hours; who is on it when it closes goes on to its next junction. Streets may be
divided further than that to put people on them, so the proof lets people enter a part of a street as much
later as the slowest need for the whole street.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.condition_remarks import condition_remarks
from safeground.journey.condition_times import Clock, counts_until_s, curfew_halts, hours, open_spans, per_s
from safeground.journey.network import slow
from safeground.journey.spans import ALWAYS, Span, closing_later, common, united
from safeground.plan.model import limits

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.journey.figures import Figures
    from safeground.journey.placed import Placed
    from safeground.journey.spans import Spans
    from safeground.plan.model import Corridor, Notice
    from safeground.plan.places import LoadedPlan
    from safeground.remarks import Remark

    Floats = npt.NDArray[np.float64]

NO_ISSUE = "when the notice was issued is not stated, so curfews have no place in time"


@dataclass(frozen=True, slots=True)
class Gate:
    """A corridor where it leaves the ordered area, for people who may leave by corridors only.

    Parameters
    ----------
    corridor, route
        Its id, and its route (WGS 84).
    one_way
        Whether people may pass it in the direction of its route only.
    spans, least_quotas
        When it is open, at the end that helps, and the fewest who are let in during each.
    most_per_s, least_per_s
        What it lets through at the most and at the least; infinite where that is not stated.
    """

    corridor: str
    route: BaseGeometry
    one_way: bool
    spans: Spans
    least_quotas: tuple[float, ...]
    most_per_s: float = math.inf
    least_per_s: float = math.inf


@dataclass(frozen=True, slots=True)
class Side:
    """What holds for the proof, or for the schedule.

    Parameters
    ----------
    spans
        Edge → when it can be entered; edges not named always can.
    ahead_per_s, back_per_s
        Persons a second who are let into each edge, from tail to head and back, shape (m,).
    halts
        When nobody moves.
    """

    spans: dict[int, Spans]
    ahead_per_s: Floats
    back_per_s: Floats
    halts: Spans


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions of one notice, in seconds after its issue.

    Parameters
    ----------
    placed
        Which streets they are on.
    proof, schedule
        At the end that helps, and at the end that hinders.
    gates
        The corridors by which alone people may leave; None where they may leave elsewhere too.
    checkpoints
        Checkpoint id → its edge, and what it lets through at the least and at the most [persons/s].
    through_s
        Time in which the slowest pass each edge, infinite where they cannot, shape (m,).
    horizon_s
        Daily hours are written out so far [s].
    counts_until_s
        A schedule that takes longer is none: hours are not written out so far.
    no_schedule
        Why there can be no schedule; None where there can.
    remarks
        What holds for which side.
    """

    placed: Placed
    proof: Side
    schedule: Side
    gates: tuple[Gate, ...] | None
    checkpoints: dict[str, tuple[int, float, float]]
    through_s: Floats
    horizon_s: float
    counts_until_s: float
    no_schedule: str | None
    remarks: tuple[Remark, ...]


def conditions_of(loaded: LoadedPlan, placed: Placed, notice: Notice, figures: Figures) -> Conditions:
    """Return what the plan's conditions are for the people of a notice."""
    clock = Clock.of(loaded.plan, notice)
    plan, edges = loaded.plan, len(placed.streets.tail)
    proof = _Maker(edges, united(curfew_halts(plan, clock, helps=True)), shared=False)
    schedule = _Maker(edges, united(curfew_halts(plan, clock, helps=False)), shared=True)
    slowest = slow(placed.streets, figures).speed_m_s * placed.speed_low
    with np.errstate(divide="ignore"):
        through_s = np.where(slowest > 0, placed.streets.length_m / slowest, np.inf)
    for closure in plan.closures:
        for edge in placed.closures.get(closure.id, ()):
            proof.open_in(
                int(edge), closing_later(open_spans(closure, clock, True), through_s[edge], proof.halts)
            )
            schedule.open_in(int(edge), open_spans(closure, clock, False))
    held: dict[str, tuple[int, float, float]] = {}
    for checkpoint in plan.checkpoints:
        edge = placed.checkpoints.get(checkpoint.id)
        if edge is not None:
            most, least = per_s(checkpoint)
            held[checkpoint.id] = edge, least, most
            proof.let_in(edge, most)
            schedule.let_in(edge, least)
            proof.open_in(edge, closing_later(hours(checkpoint, clock, True), through_s[edge], proof.halts))
            schedule.open_in(edge, hours(checkpoint, clock, False))
    for corridor in plan.corridors:
        if limits(corridor) and corridor.id in placed.corridors:
            _hinder(schedule, corridor, placed, clock)
    gates = None
    if notice.only_by_corridors:
        gates = tuple(
            _gate(one, loaded.corridors[one.id], clock)
            for one in plan.corridors
            if one.id in notice.corridors and one.id in loaded.corridors
        )
    return Conditions(
        placed=placed,
        proof=proof.side(),
        schedule=schedule.side(),
        gates=gates,
        checkpoints=held,
        through_s=through_s,
        horizon_s=clock.horizon_s,
        counts_until_s=counts_until_s(plan, clock),
        no_schedule=NO_ISSUE if clock.start is None and plan.curfews else None,
        remarks=(*placed.remarks, *condition_remarks(loaded, placed, notice, clock.horizon_s)),
    )


class _Maker:
    """One side in the making: what is said of an edge twice holds together."""

    def __init__(self, edges: int, halts: Spans, *, shared: bool) -> None:
        self.spans: dict[int, Spans] = {}
        self.ahead_per_s = np.full(edges, np.inf)
        self.back_per_s = np.full(edges, np.inf)
        self.halts = halts
        self.shared = shared

    def open_in(self, edge: int, spans: Spans) -> None:
        if spans != ALWAYS:
            self.spans[edge] = common(self.spans.get(edge, ALWAYS), spans, shared=self.shared)

    def let_in(self, edge: int, per_s: float) -> None:
        self.ahead_per_s[edge] = min(self.ahead_per_s[edge], per_s)
        self.back_per_s[edge] = min(self.back_per_s[edge], per_s)

    def side(self) -> Side:
        never = [edge for edge, spans in self.spans.items() if not spans]
        self.ahead_per_s[never] = 0.0
        self.back_per_s[never] = 0.0
        return Side(self.spans, self.ahead_per_s, self.back_per_s, self.halts)


def _hinder(schedule: _Maker, corridor: Corridor, placed: Placed, clock: Clock) -> None:
    """Hold a schedule to a corridor: streets side by side share what it lets through."""
    along = placed.corridors[corridor.id]
    spans = hours(corridor, clock, helps=False)
    least = per_s(corridor)[1]
    for edge, direction, beside in zip(along.edge, along.direction, along.side_by_side, strict=True):
        schedule.open_in(int(edge), tuple(Span(one.open_s, one.close_s, one.quota / beside) for one in spans))
        schedule.let_in(int(edge), least / beside)
        if corridor.one_way:
            (schedule.back_per_s if direction > 0 else schedule.ahead_per_s)[edge] = 0.0


def _gate(corridor: Corridor, route: BaseGeometry, clock: Clock) -> Gate:
    most, least = per_s(corridor)
    spans = hours(corridor, clock, helps=True)
    fewest = hours(corridor, clock, helps=True, quota=lambda stated: stated.low)
    quotas = tuple(span.quota for span in fewest)
    return Gate(corridor.id, route, bool(corridor.one_way), spans, quotas, most, least)
