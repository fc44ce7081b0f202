"""How a schedule is spoken of: never as an instruction, never finer than it may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from safeground.journey.readable_schedule import FEW_PERSONS
from safeground.publish.figures import clock, day

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.journey.outcome import Outcome
    from safeground.journey.readable_schedule import (
        CrowdOverTime,
        ReadableSchedule,
        StreetLoad,
        UnitDepartures,
    )

ACCOUNT: Final = (
    "An account of what would be possible on these inputs if everyone knew everything at the start and "
    "nothing went wrong. Never an instruction, no forecast, no advice to move or to stay."
)
WHO_IS_MISSING: Final = (
    "People who stay, who cannot walk unaided or who have no way are in no figure here. They are present, "
    "and they keep their protection."
)
RULE: Final = (
    "The schedule says how many pass a place, not who. Who is who follows one rule: whoever has come to a "
    "junction goes on before its own people set out. So nobody counts as having set out sooner than the "
    "schedule needs, and who waits at home counts in no crowd."
)
ALONE: Final = (
    "Each section tells of the people of its own order alone: others on the same streets are in no figure "
    "of it."
)
FEW: Final = f"fewer than {FEW_PERSONS:,}"
MOST_NAMES: Final = 7


@dataclass(frozen=True, slots=True)
class Step:
    """A step of time in words."""

    number: int
    date: str
    """Empty where the start is not known."""
    hours: str
    deadline: bool
    """Whether the stated deadline falls in it."""

    @property
    def words(self) -> str:
        """Say the step in one line."""
        return f"{self.date}, {self.hours}" if self.date else self.hours


def steps(outcome: Outcome, schedule: ReadableSchedule) -> tuple[Step, ...]:
    """Return every step in words."""
    return tuple(_step(outcome, schedule, index) for index in range(schedule.steps))


def moment(outcome: Outcome, hour: int) -> datetime | None:
    """Return the moment of an hour after the start; None where the start is not known."""
    start = outcome.start
    if start is None:
        return None
    # By way of UTC: a day on which clocks change has 23 hours or 25.
    return (start.astimezone(UTC) + timedelta(hours=hour)).astimezone(start.tzinfo)


def _step(outcome: Outcome, schedule: ReadableSchedule, index: int) -> Step:
    from_h, until_h = schedule.edge_h(index), schedule.edge_h(index + 1)
    deadline_h = outcome.deadline_h
    # A deadline on an edge ends the step before it.
    falls = deadline_h is not None and (from_h < deadline_h <= until_h or deadline_h == from_h == 0)
    begins, ends = moment(outcome, from_h), moment(outcome, until_h)
    if begins is None or ends is None:
        return Step(index + 1, "", f"{from_h} h to {until_h} h after the order", falls)
    until = clock(ends) if ends.date() == begins.date() else f"{clock(ends)} on {day(ends)}"
    if schedule.step_h < 24 and ends.date() == begins.date() + timedelta(days=1):
        until = clock(ends)
    return Step(index + 1, day(begins), f"{clock(begins)} to {until}", falls)


def persons(count: int) -> str:
    """Say a count of people of a readable schedule.

    Examples
    --------
    >>> persons(15000), persons(0)
    ('15,000', 'fewer than 5,000')
    """
    return f"{count:,}" if count >= FEW_PERSONS else FEW


def unit_name(unit: UnitDepartures, most: int = MOST_NAMES) -> str:
    """Name a unit by its blocks, or by where it lies."""
    if not unit.blocks:
        return f"around {_place(unit.lon, unit.lat)}"
    named = ", ".join(unit.blocks[:most])
    more = len(unit.blocks) - most
    return f"{'block' if len(unit.blocks) == 1 else 'blocks'} {named}" + (
        f" and {more} more" if more > 0 else ""
    )


def street_name(street: StreetLoad) -> str:
    """Name a street; by its way in the street file where it has no name."""
    return street.name or f"no name, way {street.way_id}"


def _place(lon: float, lat: float) -> str:
    # Added zeros have no sign: not a latitude of -0.000.
    return f"longitude {round(lon, 3) + 0.0:.3f}, latitude {round(lat, 3) + 0.0:.3f}"


def crowd_name(crowd: CrowdOverTime, *, placed: bool = True) -> str:
    """Name a junction by its streets and its place; by its place alone where no street has a name."""
    at = _place(crowd.lon, crowd.lat)
    if not crowd.streets:
        return at
    named = " / ".join(crowd.streets)
    return f"{named}, {at}" if placed else named
