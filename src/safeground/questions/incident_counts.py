"""Incidents by phase and area: how many, how many possibly, how often, by how many sources told.

Phases are stated by the user (a name, from, to) or are the times in which a pause was in force by what was
announced, and those in which none was. Counts of phases stand beside one another; nothing is inferred from
them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from safeground.formats.projection import area_m2
from safeground.questions.areas_in_time import KINDS
from safeground.questions.incident_joins import pause_spans
from safeground.questions.incident_rates import Rate, rate
from safeground.questions.incidents import days_between
from safeground.questions.sure_ground import Ground
from safeground.units import M2_PER_KM2, SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from safeground.ledger.queries import Certainty
    from safeground.plan.places import LoadedPlan
    from safeground.questions.incident_joins import Joined, Stretch
    from safeground.questions.incidents import Incident


ANYWHERE: Final = "anywhere"
"""Where the row of every incident of a phase is, of a known place or not."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A time with a name: one span or several, ends not included."""

    name: str
    spans: tuple[tuple[datetime, datetime], ...]

    @property
    def days(self) -> float:
        """How long it is in days of 24 hours."""
        return sum((end - start).total_seconds() for start, end in self.spans) / SECONDS_PER_DAY

    def holds(self, one: Incident) -> Certainty:
        """Return whether an incident was in it."""
        how = [one.during(start, end) for start, end in self.spans]
        return "certain" if "certain" in how else "possible" if "possible" in how else "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Incidents of one phase in one kind of area.

    Parameters
    ----------
    phase, where
        The phase's name, and the kind of area, or an area's id; ``anywhere`` counts those too whose place is
        not known.
    certain, possible
        How many surely were there and then; how many besides only possibly were.
    rate
        Of the certain ones.
    per_day_with_possible
        Incidents a day if all the possible ones were there and then, too; None where no time has passed.
    km2_days
        Ground in force over the phase, in km² times days; None where it is not certain, or for no kind of
        area.
    per_km2_day
        Certain incidents over it.
    types
        How many of each type, certain ones.
    """

    phase: str
    where: str
    certain: int
    possible: int
    rate: Rate
    per_day_with_possible: float | None
    km2_days: float | None
    per_km2_day: float | None
    types: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseCounts:
    """Everything counted of a phase.

    Parameters
    ----------
    phase
        The phase.
    rows
        A row for each kind of area, for outside all of them, and for anywhere.
    by_area
        A row for each area that was ever in force. Restricted.
    sources
        How many different sources told of its incidents, certain and possible ones.
    reports
        How many claims did.
    daily
        For each whole local day its first instant and how many incidents surely were on it.
    """

    phase: Phase
    rows: tuple[Counted, ...]
    by_area: tuple[Counted, ...]
    sources: int
    reports: int
    daily: tuple[tuple[datetime, int], ...]


def count(
    loaded: LoadedPlan, joined: Sequence[Joined], phases: Sequence[Phase], parts: Sequence[Stretch]
) -> tuple[PhaseCounts, ...]:
    """Count incidents by phase and area.

    Parameters
    ----------
    loaded
        The plan: its ``time_zone`` makes the days.
    joined
        The incidents, joined.
    phases
        The phases; they may overlap, and each is counted by itself.
    parts
        What ``stretches`` returned.
    """
    return tuple(_count(loaded, joined, phase, parts) for phase in phases)


def phases_by_pause(loaded: LoadedPlan, start: datetime, end: datetime) -> tuple[Phase, ...]:
    """Return the time with a pause in force by what was announced, and the time with none, within two ends.

    The expiry of a pause without one is not known, so it is left out with all after its start.
    """
    spans = [
        (max(first, start), min(last, end))
        for pause in loaded.plan.pauses
        for first, last in pause_spans(loaded, pause, start, end)
        if last is not None and first < end and last > start
    ]
    unknown = [one.start for one in loaded.plan.pauses if one.expiry is None and not one.extensions]
    stop = min([end, *unknown])
    held = _united([(a, min(b, stop)) for a, b in spans if a < min(b, stop)])
    free, at = [], start
    for first, last in held:
        if first > at:
            free.append((at, first))
        at = last
    if at < stop:
        free.append((at, stop))
    return Phase("pause in force, as announced", tuple(held)), Phase("no pause announced", tuple(free))


def _count(
    loaded: LoadedPlan, joined: Sequence[Joined], phase: Phase, parts: Sequence[Stretch]
) -> PhaseCounts:
    in_it = _InPhase(loaded, joined, phase)
    kinds = [kind for kind in KINDS if any(area.kind == kind for area in loaded.plan.areas)]
    rows = [
        in_it.row(
            kind, [one.kinds[kind] for one in in_it.joined], [part.ground[kind] for part in parts], parts
        )
        for kind in kinds
    ]
    rows.append(in_it.row("outside all areas", [one.outside for one in in_it.joined]))
    rows.append(in_it.row(ANYWHERE, ["certain"] * len(in_it.joined)))
    nowhere = Ground()
    by_area = [
        in_it.row(
            area,
            [dict(one.areas).get(area, "no") for one in in_it.joined],
            [part.areas.get(area, nowhere) for part in parts],
            parts,
        )
        for area in dict.fromkeys(area for part in parts for area in part.areas)
    ]
    return PhaseCounts(
        phase=phase,
        rows=tuple(rows),
        by_area=tuple(by_area),
        sources=len({source for one in in_it.joined for source in one.incident.sources}),
        reports=sum(len(one.incident.reports) for one in in_it.joined),
        daily=tuple(zip((day for day, _ in in_it.days), in_it.daily(in_it.sure), strict=True)),
    )


class _InPhase:
    """The incidents that were or may have been in a phase, and on which of its whole days."""

    def __init__(self, loaded: LoadedPlan, joined: Sequence[Joined], phase: Phase) -> None:
        zone = ZoneInfo(loaded.plan.time_zone or "UTC")
        self.phase = phase
        self.days = [
            day for a, b in phase.spans for day in days_between(a.astimezone(zone), b.astimezone(zone))
        ]
        held = [(one, how) for one in joined if (how := phase.holds(one.incident)) != "no"]
        self.joined = [one for one, _ in held]
        self.during = [how for _, how in held]
        self.sure = [i for i, how in enumerate(self.during) if how == "certain"]
        starts = [day for day, _ in self.days]
        self.day_of = [_day_of(one.incident, self.days, starts) for one in self.joined]

    def daily(self, which: Sequence[int]) -> list[int]:
        """Return how many of these incidents surely were on each whole day."""
        counts = [0] * len(self.days)
        for i in which:
            day = self.day_of[i]
            if day is not None:
                counts[day] += 1
        return counts

    def row(
        self,
        where: str,
        inside: Sequence[Certainty],
        grounds: Sequence[Ground] = (),
        parts: Sequence[Stretch] = (),
    ) -> Counted:
        """Count the incidents of one place; ``grounds`` is its ground in each of the ``parts``."""
        there = [_both(how, place) for how, place in zip(self.during, inside, strict=True)]
        sure = [i for i, how in enumerate(there) if how == "certain"]
        possible, days = there.count("possible"), self.phase.days
        km2_days = _km2_days(self.phase, grounds, parts) if parts else None
        return Counted(
            phase=self.phase.name,
            where=where,
            certain=len(sure),
            possible=possible,
            rate=rate(self.daily(sure), len(sure), days),
            per_day_with_possible=(len(sure) + possible) / days if days > 0 else None,
            km2_days=km2_days,
            per_km2_day=len(sure) / km2_days if km2_days else None,
            types=dict(Counter(self.joined[i].incident.type for i in sure)),
        )


def _day_of(
    one: Incident, days: Sequence[tuple[datetime, datetime]], starts: Sequence[datetime]
) -> int | None:
    """Return which day an incident surely was on; None where no one day holds all of its time."""
    if one.earliest is None or one.latest is None:
        return None
    at = bisect_right(starts, one.earliest) - 1
    return at if at >= 0 and one.latest < days[at][1] else None


def _both(one: Certainty, other: Certainty) -> Certainty:
    if "no" in (one, other):
        return "no"
    return "certain" if one == other == "certain" else "possible"


def _km2_days(phase: Phase, grounds: Sequence[Ground], parts: Sequence[Stretch]) -> float | None:
    total = 0.0
    for ground, part in zip(grounds, parts, strict=True):
        seconds = sum(_overlap_s(span, part) for span in phase.spans)
        if not seconds:
            continue
        if not ground.is_exact or ground.undrawn:
            return None
        total += area_m2(ground.certain) / M2_PER_KM2 * seconds / SECONDS_PER_DAY
    return total


def _overlap_s(span: tuple[datetime, datetime], part: Stretch) -> float:
    start = span[0] if part.start is None else max(span[0], part.start)
    end = span[1] if part.end is None else min(span[1], part.end)
    return max((end - start).total_seconds(), 0.0)


def _united(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
