"""The answer for every deadline: where *cannot* ends, where *not refuted* starts, what lies between."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.publish.answers import ANSWER_WORDS
from safeground.publish.figures import clock, day
from safeground.wording import duration

if TYPE_CHECKING:
    from safeground.journey.outcome import Curve, Outcome
    from safeground.publish.answers import Shown
    from safeground.publish.figures import Figures

STREETS_ONLY: Final = "Cannot on mapped streets"
TARGET_WORDS: Final = {"out": "out of the area", "arrived": "at a destination"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Deadlines from ``start_h`` to ``end_h`` (None: without end) that have one answer."""

    start_h: float
    end_h: float | None
    answer: Shown
    words: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """What can be said if the deadline were at this hour."""

    when: str
    stated: bool
    late: str
    schedule: str
    answer: Shown
    words: str


def stretches(outcome: Outcome, scheduled: Shown = "not_refuted") -> tuple[Stretch, ...]:
    """Return the answers along the axis of deadlines, in order, without gaps.

    *Not met* reaches as far as open ground was refuted too; from there to the proven least time the
    refutation holds on mapped streets alone, so the answer depends on leaving them. ``scheduled`` is the
    answer where a schedule is in time: corridors and other notices may hinder it.
    """
    lower = max(0.0, outcome.lower_h)
    refuted = 0.0
    if outcome.refuted_on_open_ground and outcome.refuted_on_streets and outcome.deadline_h is not None:
        refuted = min(outcome.deadline_h, lower)
    parts = [
        Stretch(0.0, refuted, "not_met", "Cannot"),
        Stretch(refuted, lower, "depends", STREETS_ONLY),
    ]
    if outcome.upper_h is None or scheduled == "depends":
        parts.append(Stretch(lower, None, "depends", "Depends"))
    else:
        parts.append(Stretch(lower, max(lower, outcome.upper_h), "depends", "Depends"))
        parts.append(Stretch(max(lower, outcome.upper_h), None, scheduled, ANSWER_WORDS[scheduled]))
    return tuple(part for part in parts if part.end_h is None or part.end_h > part.start_h)


def answer_at(outcome: Outcome, hour: float, scheduled: Shown = "not_refuted") -> Stretch:
    """Return the stretch that holds a deadline."""
    parts = stretches(outcome, scheduled)

    def holds(part: Stretch) -> bool:
        # A refutation at the deadline holds at that very hour; a schedule is there from its own last hour on.
        return part.end_h is None or hour < part.end_h or (part.answer == "not_met" and hour == part.end_h)

    return next(part for part in parts if holds(part))


def persons_at(curve: Curve | None, hour: float) -> float:
    """Return the persons of a curve at an hour; 0 where there is no curve."""
    if curve is None or not len(curve.hours):
        return 0.0
    return float(np.interp(hour, curve.hours, curve.persons, left=0.0))


def time_words(outcome: Outcome, hour: float, *, dated: bool = False) -> str:
    """Say an hour after the start as time of day where the start is known, else as a time span.

    To whole minutes: what is proven is rounded down, what only a schedule shows up, so that both stay true.
    """
    minutes = round(hour * 60, 6)
    if hour <= outcome.lower_h:
        minutes = math.floor(minutes)
    elif outcome.upper_h is not None and hour >= outcome.upper_h:
        minutes = math.ceil(minutes)
    if outcome.start is None:
        return f"{duration(minutes / 60)} after the start"
    at = outcome.start + timedelta(minutes=round(minutes))
    other_day = at.date() != outcome.start.date()
    return f"{clock(at)}, {day(at)}" if dated or other_day else clock(at)


def deadline_rows(
    outcome: Outcome, figures: Figures, scheduled: Shown = "not_refuted"
) -> tuple[DeadlineRow, ...]:
    """Return a handful of deadlines, the stated one among them, with what is proven and what is shown."""
    rows = []
    for hour in _hours_to_show(outcome):
        stated = outcome.deadline_h is not None and hour == outcome.deadline_h
        proven, shown = persons_at(outcome.proven, hour), persons_at(outcome.schedule, hour)
        if stated and outcome.arrivals_upper is not None:
            proven = min(proven, outcome.arrivals_upper)
        if stated and outcome.arrivals_lower is not None:
            shown = outcome.arrivals_lower
        late = outcome.persons.low - proven
        # Holds for every count: with more people than the fewest, at least as many are late.
        bound = figures.late(late) if 0 < hour < outcome.lower_h and late > 0 else "no bound"
        part = answer_at(outcome, hour, scheduled)
        rows.append(
            DeadlineRow(
                when=time_words(outcome, hour),
                stated=stated,
                late=bound,
                schedule=_shown(outcome, shown, figures),
                answer=part.answer,
                words=part.words,
            )
        )
    return tuple(rows)


def _shown(outcome: Outcome, persons: float, figures: Figures) -> str:
    if outcome.schedule is None:
        return "no schedule"
    return figures.at_least(persons) if persons >= 1 else "nobody"


def _hours_to_show(outcome: Outcome) -> list[float]:
    ends = [hour for hour in (outcome.lower_h, outcome.upper_h, outcome.deadline_h) if hour]
    if not ends:
        return []
    hours = {round(max(ends) * share, 1) for share in (0.25, 0.5, 0.75)}
    hours |= {outcome.lower_h / 2} if outcome.lower_h > 0 else set()
    if outcome.upper_h is not None:
        hours.add(outcome.upper_h)
    kept: list[float] = [] if outcome.deadline_h is None else [outcome.deadline_h]
    for hour in sorted(hours):
        if hour > 0 and all(abs(hour - other) > max(ends) / 20 for other in kept):
            kept.append(hour)
    return sorted(kept)
