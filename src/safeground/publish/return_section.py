"""What the report's section on *return* shows besides its findings: who left and is not back, day by day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.publish.figures import day
from safeground.publish.return_chart import claims_shown, displaced_svg

if TYPE_CHECKING:
    from markupsafe import Markup

    from safeground.assess import Assessment
    from safeground.publish.figures import Figures
    from safeground.quantity import Range
    from safeground.questions.displacement.account import Displacement, Reading

MOST_PLACES = 12
"""Charts of more places than this would bury the rest of the report; the table has them all."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One place on one day, in one reading; restricted."""

    place: str
    reading: str
    day: str
    present: Markup
    left: Markup
    moved: Markup
    arrived: Markup
    returned: Markup


@dataclass(frozen=True, slots=True)
class Chart:
    """One place's chart."""

    place: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class ReturnSection:
    """What the section shows."""

    charts: tuple[Chart, ...]
    unbounded: tuple[str, ...]
    """Places of which no claim says how many left: there is nothing to draw."""
    rows: tuple[DayRow, ...]
    conflicts: tuple[str, ...]
    unused: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]
    about: str


def return_section(assessment: Assessment, figures: Figures) -> ReturnSection | None:
    """Return the section's own part; None where the plan names no claims of displacement."""
    displacement = None if assessment.returning is None else assessment.returning.displacement
    if displacement is None:
        return None
    restricted = figures.audience == "restricted"
    places = displacement.places if displacement.readings else ()
    told = [place for place in places if _is_bounded(displacement, place.id)]
    return ReturnSection(
        charts=tuple(
            Chart(place.id, displaced_svg(displacement, place.id, figures, f"displaced-{i}"))
            for i, place in enumerate(told[:MOST_PLACES], 1)
        ),
        unbounded=tuple(place.id for place in places if place not in told),
        rows=tuple(_rows(displacement, figures)) if restricted else (),
        conflicts=tuple(" and ".join(one) for one in displacement.conflicts),
        unused=tuple((one.claim, one.why) for one in displacement.unused) if restricted else (),
        readings=tuple((one.name, ", ".join(one.left_out)) for one in displacement.readings if one.name)
        if restricted
        else (),
        about="" if displacement.about is None else f"{displacement.about * 100:g} %",
    )


def _is_bounded(displacement: Displacement, place: str) -> bool:
    days = [one for reading in displacement.readings for one in reading.places[place].gone]
    marks = claims_shown(displacement, place)
    return bool(marks) or any(one.low > 0 or math.isfinite(one.high) for one in days)


def _rows(displacement: Displacement, figures: Figures) -> list[DayRow]:
    """Return the days on which anything differs from the day before."""
    return [
        row
        for reading in displacement.readings
        for place in displacement.places
        for row in _of_place(displacement, reading, place.id, figures)
    ]


def _of_place(displacement: Displacement, reading: Reading, place: str, figures: Figures) -> list[DayRow]:
    one = reading.places[place]
    rows = []
    before: tuple[Range, ...] = ()
    for number in range(len(displacement.days)):
        now = (
            one.present[number],
            one.gone[number],
            one.moved[number],
            one.arrived[number],
            one.returned[number],
        )
        if now != before:
            said = [figures.say(quantity) for quantity in now]
            rows.append(DayRow(place, reading.name, day(displacement.days.day(number)), *said))
        before = now
    return rows
