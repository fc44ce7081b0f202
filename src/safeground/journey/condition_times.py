"""The plan's hours, windows, closures and curfews as spans after a notice: what helps, and what hinders."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.journey.spans import ALWAYS, Span, from_start, gaps, united
from safeground.plan.opening import openings, zone_of
from safeground.quantity import Range
from safeground.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from safeground.journey.spans import Spans
    from safeground.plan.condition_words import Checkpoint, Closure
    from safeground.plan.model import Corridor, Notice, Plan
    from safeground.plan.opening import Opening

LOOK_AHEAD_S = 14 * SECONDS_PER_DAY
"""Daily hours and curfews are written out for so long after the notice."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment from which seconds count, and how far ahead hours are written out."""

    plan: Plan
    start: datetime | None
    horizon_s: float

    @classmethod
    def of(cls, plan: Plan, notice: Notice) -> Clock:
        """Return the clock of a notice."""
        horizon_s = LOOK_AHEAD_S
        if notice.issued is not None and notice.deadline is not None:
            horizon_s = max(horizon_s, (notice.deadline - notice.issued).total_seconds())
        return cls(plan, notice.issued, horizon_s)

    def seconds(self, moment: datetime | None, otherwise: float) -> float:
        """Return a moment in seconds, ``otherwise`` where it is not stated."""
        if moment is None or self.start is None:
            return otherwise
        return (moment - self.start).total_seconds()


def per_s(stated: Corridor | Checkpoint) -> tuple[float, float]:
    """Return what is let through a second, at the most and at the least; infinite where not stated."""
    if stated.throughput_per_h is None:
        return math.inf, math.inf
    found = Range.of(stated.throughput_per_h, "persons_per_h")
    return found.high / SECONDS_PER_HOUR, found.low / SECONDS_PER_HOUR


def hours(
    stated: Corridor | Checkpoint,
    clock: Clock,
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


def open_spans(closure: Closure, clock: Clock, helps: bool) -> Spans:
    """Return when the streets of a closure are open."""
    if clock.start is None and (closure.from_ is not None or closure.until is not None):
        return ALWAYS if helps else ()
    begin = clock.seconds(closure.from_, 0.0)
    return gaps(from_start([Span(begin, clock.seconds(closure.until, math.inf))]))


def curfew_halts(plan: Plan, clock: Clock, *, helps: bool) -> list[Span]:
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


def counts_until_s(plan: Plan, clock: Clock) -> float:
    """Return until when a schedule counts: no longer than every curfew is written out."""
    ends = (clock.seconds(curfew.until, math.inf) for curfew in plan.curfews)
    return clock.horizon_s if any(end > clock.horizon_s for end in ends) else math.inf
