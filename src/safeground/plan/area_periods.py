"""When each area of a plan was in force, and from when that was known.

Two times are kept apart. *Valid at* asks whether an area was in force at a moment; *known at* leaves out what
had not been published by another. Nothing is filled in: what nobody stated makes an answer possible, not
certain, or unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.plan.model import Area, Notice, Plan

Status = Literal["in force", "announced", "ended", "unknown"]
Sureness = Literal["certain", "possible"]

GRAVEST: tuple[tuple[Status, Sureness], ...] = (
    ("in force", "certain"), ("in force", "possible"), ("unknown", "certain"), ("unknown", "possible"),
    ("announced", "certain"), ("announced", "possible"), ("ended", "certain"), ("ended", "possible"),
)  # fmt: skip
"""Of several notices about one area, the first of these counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One time that an area was said to be in force.

    Parameters
    ----------
    area, notice
        Their ids; no notice where the area's own times say it.
    known_from
        When it was published; None where nobody states it.
    begin, end
        From when, until when; None where not stated. The begin is never before ``known_from``: what nobody
        had published was in force for nobody.
    undone
        When it was taken back or changed by another notice, and thereby known to be.
    perhaps_undone
        Whether a notice that does not say when it was issued says that it changes this one.
    """

    area: str
    notice: str | None
    known_from: datetime | None
    begin: datetime | None
    end: datetime | None
    undone: datetime | None = None
    perhaps_undone: bool = False

    def ends_by(self, known_at: datetime) -> datetime | None:
        """Return when it ends, as far as that was known."""
        known = self.undone if self.undone is not None and self.undone <= known_at else None
        return min((time for time in (self.end, known) if time is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaState:
    """How one area stands at a moment, as known at another.

    Parameters
    ----------
    area
        Its words in the plan.
    status, sureness
        ``possible`` where a time that decides is not stated.
    since, until
        From when and until when, as stated; None where not.
    notice
        Id of the notice that it rests on.
    again
        Whether it had been declared ended before, and is in force again.
    """

    area: Area
    status: Status
    sureness: Sureness
    since: datetime | None
    until: datetime | None
    notice: str | None
    again: bool = False


def periods(plan: Plan) -> tuple[Period, ...]:
    """Return every period of every area, in the plan's order.

    An area counts from its own start, else from its notice's, else from the notice's issue (as CAP 1.2 has it
    for an alert that states no other time: ``effective``), until its own end or the notice's. A notice ends
    earlier where it was withdrawn, or where another notice names it among those it changes. An area that no
    notice names has the times that it states itself.
    """
    naming = {
        area.id: [one for one in plan.notices if area.id in (*one.areas, *one.to)] for area in plan.areas
    }
    found: list[Period] = []
    for area in plan.areas:
        notices = naming[area.id]
        if not notices:
            begin = _latest(area.valid_from, area.published) if area.valid_from is not None else None
            found.append(
                Period(area=area.id, notice=None, known_from=area.published, begin=begin, end=area.valid_to)
            )
        first = min((one.issued for one in notices if one.issued is not None), default=None)
        for notice in notices:
            known = notice.issued
            if notice.issued == first:
                known = min((time for time in (first, area.published) if time is not None), default=None)
            found.append(_period(plan, area, notice, known))
    return tuple(found)


def states(plan: Plan, at: datetime, known_at: datetime) -> tuple[AreaState, ...]:
    """Return how each area stands that had been published by ``known_at``, certainly or perhaps.

    Parameters
    ----------
    plan
        The plan.
    at, known_at
        The moment asked for and the moment by which it must have been published, both with offset.
    """
    by_area: dict[str, list[Period]] = {area.id: [] for area in plan.areas}
    for period in periods(plan):
        by_area[period.area].append(period)
    found = []
    for area in plan.areas:
        read = [(one, state_of(one, at, known_at)) for one in by_area[area.id]]
        known = [(one, state) for one, state in read if state is not None]
        if not known:
            continue
        period, (status, sureness) = min(known, key=lambda pair: GRAVEST.index(pair[1]))
        over = [one.ends_by(known_at) for one, state in known if state[0] == "ended"]
        again = (
            status == "in force"
            and period.begin is not None
            and any(end is not None and end < period.begin for end in over)
        )
        found.append(
            AreaState(
                area=area,
                status=status,
                sureness=sureness,
                since=period.begin,
                until=period.ends_by(known_at),
                notice=period.notice,
                again=again,
            )
        )
    return tuple(found)


def turns(plan: Plan) -> tuple[datetime, ...]:
    """Return every moment at which an area's state can change, in order."""
    times = {
        time
        for one in periods(plan)
        for time in (one.known_from, one.begin, one.end, one.undone)
        if time is not None
    }
    return tuple(sorted(times))


def _period(plan: Plan, area: Area, notice: Notice, known: datetime | None) -> Period:
    undoing = [one for one in plan.notices if one.changes == notice.id and one.id != notice.id]
    times = [notice.withdrawn, *(one.issued for one in undoing)]
    stated = area.valid_from or notice.starts or notice.issued
    return Period(
        area=area.id,
        notice=notice.id,
        known_from=known,
        begin=None if stated is None else _latest(stated, known),
        end=min((time for time in (area.valid_to, notice.ends) if time is not None), default=None),
        undone=min((time for time in times if time is not None), default=None),
        perhaps_undone=any(one.issued is None for one in undoing),
    )


def state_of(period: Period, at: datetime, known_at: datetime) -> tuple[Status, Sureness] | None:
    """Return a period's state at a moment, as known at another; None where it had not been published."""
    if period.known_from is not None and period.known_from > known_at:
        return None
    sureness: Sureness = "possible" if period.known_from is None or period.perhaps_undone else "certain"
    end = period.ends_by(known_at)
    if end is not None and at >= end:
        return "ended", sureness
    if period.begin is None:
        return ("unknown", sureness) if end is None else ("in force", "possible")
    if at < period.begin:
        return "announced", sureness
    return "in force", sureness


def _latest(time: datetime, other: datetime | None) -> datetime:
    return time if other is None else max(time, other)
