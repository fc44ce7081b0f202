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
from safeground.journey.network import slow
from safeground.journey.spans import ALWAYS, Span, closing_later, common, from_start, gaps, united
from safeground.plan.model import limits
from safeground.plan.opening import openings, zone_of
from safeground.quantity import Range
from safeground.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.journey.figures import Figures
    from safeground.journey.placed import Placed
    from safeground.journey.spans import Spans
    from safeground.plan.model import Checkpoint, Closure, Corridor, Notice, Plan
    from safeground.plan.opening import Opening
    from safeground.plan.places import LoadedPlan
    from safeground.remarks import Remark

    Floats = npt.NDArray[np.float64]

LOOK_AHEAD_S = 14 * SECONDS_PER_DAY
"""Daily hours and curfews are written out for so long after the notice."""
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

    @property
    def in_time(self) -> bool:
        """Whether something opens, closes or halts in the course of time."""
        sides = self.proof, self.schedule
        timed = any(side.halts or any(map(bool, side.spans.values())) for side in sides)
        return timed or any(gate.spans != ALWAYS for gate in self.gates or ())


def conditions_of(loaded: LoadedPlan, placed: Placed, notice: Notice, figures: Figures) -> Conditions:
    """Return what the plan's conditions are for the people of a notice."""
    clock = _Clock.of(loaded.plan, notice)
    plan, edges = loaded.plan, len(placed.streets.tail)
    proof = _Maker(edges, united(_curfews(plan, clock, helps=True)), shared=False)
    schedule = _Maker(edges, united(_curfews(plan, clock, helps=False)), shared=True)
    slowest = slow(placed.streets, figures).speed_m_s * placed.speed_low
    with np.errstate(divide="ignore"):
        through_s = np.where(slowest > 0, placed.streets.length_m / slowest, np.inf)
    for closure in plan.closures:
        for edge in placed.closures.get(closure.id, ()):
            proof.open_in(
                int(edge), closing_later(_entered(closure, clock, True), through_s[edge], proof.halts)
            )
            schedule.open_in(int(edge), _entered(closure, clock, False))
    held: dict[str, tuple[int, float, float]] = {}
    for checkpoint in plan.checkpoints:
        edge = placed.checkpoints.get(checkpoint.id)
        if edge is not None:
            most, least = _per_s(checkpoint)
            held[checkpoint.id] = edge, least, most
            proof.let_in(edge, most)
            schedule.let_in(edge, least)
            proof.open_in(edge, closing_later(_hours(checkpoint, clock, True), through_s[edge], proof.halts))
            schedule.open_in(edge, _hours(checkpoint, clock, False))
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
        counts_until_s=_counts_until(plan, clock),
        no_schedule=NO_ISSUE if clock.start is None and plan.curfews else None,
        remarks=(*placed.remarks, *condition_remarks(loaded, placed, notice, clock.horizon_s)),
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    """The moment from which seconds count, and how far ahead hours are written out."""

    plan: Plan
    start: datetime | None
    horizon_s: float

    @classmethod
    def of(cls, plan: Plan, notice: Notice) -> _Clock:
        horizon_s = LOOK_AHEAD_S
        if notice.issued is not None and notice.deadline is not None:
            horizon_s = max(horizon_s, (notice.deadline - notice.issued).total_seconds())
        return cls(plan, notice.issued, horizon_s)

    def seconds(self, moment: datetime | None, otherwise: float) -> float:
        """Return a moment in seconds, ``otherwise`` where it is not stated."""
        if moment is None or self.start is None:
            return otherwise
        return (moment - self.start).total_seconds()


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


def _hinder(schedule: _Maker, corridor: Corridor, placed: Placed, clock: _Clock) -> None:
    """Hold a schedule to a corridor: streets side by side share what it lets through."""
    along = placed.corridors[corridor.id]
    spans = _hours(corridor, clock, helps=False)
    least = _per_s(corridor)[1]
    for edge, direction, beside in zip(along.edge, along.direction, along.side_by_side, strict=True):
        schedule.open_in(int(edge), tuple(Span(one.open_s, one.close_s, one.quota / beside) for one in spans))
        schedule.let_in(int(edge), least / beside)
        if corridor.one_way:
            (schedule.back_per_s if direction > 0 else schedule.ahead_per_s)[edge] = 0.0


def _gate(corridor: Corridor, route: BaseGeometry, clock: _Clock) -> Gate:
    most, least = _per_s(corridor)
    spans = _hours(corridor, clock, helps=True)
    fewest = _hours(corridor, clock, helps=True, quota=lambda stated: stated.low)
    quotas = tuple(span.quota for span in fewest)
    return Gate(corridor.id, route, bool(corridor.one_way), spans, quotas, most, least)


def _per_s(stated: Corridor | Checkpoint) -> tuple[float, float]:
    """Return what is let through a second, at the most and at the least; infinite where not stated."""
    if stated.throughput_per_h is None:
        return math.inf, math.inf
    found = Range.of(stated.throughput_per_h, "persons_per_h")
    return found.high / SECONDS_PER_HOUR, found.low / SECONDS_PER_HOUR


def _hours(
    stated: Corridor | Checkpoint,
    clock: _Clock,
    helps: bool,
    quota: Callable[[Range], float] | None = None,
) -> Spans:
    """Return when it is open; without a place in time always where that helps, never where it hinders."""
    if stated.open is None:
        return ALWAYS
    if clock.start is None:
        return ALWAYS if helps else ()
    found = openings(
        stated.open,
        zone=zone_of(clock.plan, clock.start),
        start=clock.start,
        horizon_s=clock.horizon_s,
        persons_per_window=getattr(stated, "persons_per_window", None),
    )
    spans = _ends(found, helps, quota or (lambda stated: stated.high if helps else stated.low))
    if not helps:
        return from_start(span for span in spans if span.open_s < clock.horizon_s)
    last = max([clock.horizon_s, *(span.close_s for span in spans)])
    return united([*spans, Span(last, math.inf)])


def _ends(found: Iterable[Opening], helps: bool, quota: Callable[[Range], float]) -> list[Span]:
    return [
        Span(
            *(one.longest_s if helps else one.shortest_s),
            math.inf if one.quota is None else quota(one.quota),
        )
        for one in found
    ]


def _entered(closure: Closure, clock: _Clock, helps: bool) -> Spans:
    """Return when the streets of a closure are open."""
    if clock.start is None and (closure.from_ is not None or closure.until is not None):
        return ALWAYS if helps else ()
    begin = clock.seconds(closure.from_, 0.0)
    return gaps(from_start([Span(begin, clock.seconds(closure.until, math.inf))]))


def _curfews(plan: Plan, clock: _Clock, *, helps: bool) -> list[Span]:
    """Return when nobody moves: the least where that helps, the most where it hinders."""
    if clock.start is None:
        return []
    zone = zone_of(plan, clock.start)
    halts: list[Span] = []
    for curfew in plan.curfews:
        begin = max(0.0, clock.seconds(curfew.from_, 0.0))
        end = min(clock.horizon_s, clock.seconds(curfew.until, clock.horizon_s))
        found = openings(curfew.hours, zone=zone, start=clock.start, horizon_s=clock.horizon_s)
        for one in found:
            first, last = one.shortest_s if helps else one.longest_s
            halts.append(Span(max(first, begin), min(last, end)))
    return [halt for halt in halts if halt.close_s > halt.open_s]


def _counts_until(plan: Plan, clock: _Clock) -> float:
    """Return until when a schedule counts: no longer than every curfew is written out."""
    ends = (clock.seconds(curfew.until, math.inf) for curfew in plan.curfews)
    return clock.horizon_s if any(end > clock.horizon_s for end in ends) else math.inf
