"""The hand-made assessment with a schedule to read: every sign of its maps, and names in four scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from tests.publish.sample import at, extreme_assessment, line, sample_assessment

from safeground.journey.readable_schedule import (
    CrowdOverTime,
    ReadableSchedule,
    StreetLoad,
    Stretch,
    UnitDepartures,
)

if TYPE_CHECKING:
    from safeground.assess import Assessment

RESTRICTED_NAMES = ("Kanal-Weg", "الجسر القديم", "Набережна", "no name, way 7013", "blocks 1, 2, 4")
"""What only the schedule's page and table may say."""
LONG = "Very long name of a street that somebody wrote out in full, with every qualifier there is " * 2


def persons(*thousands: int) -> np.ndarray:
    return np.array(thousands, np.int64) * 1000


def sample_schedule() -> ReadableSchedule:
    """Eight steps; a unit by its blocks and one by its place, a street without a name, two crowds."""
    far = at(1200, 900)
    return ReadableSchedule(
        step_h=3,
        steps=8,
        within_one_step=False,
        set_out=persons(0, 25, 30, 15, 10, 0, 0, 0),
        arrived=persons(0, 5, 10, 15, 15, 15, 15, 5),
        set_out_in_all=85_000,
        departures=(
            UnitDepartures(("1", "2", "4"), 30.01, 47.01, persons(0, 20, 15, 5, 5, 0, 0, 0), 50_000),
            UnitDepartures((), round(far[0], 3), round(far[1], 3), persons(0, 0, 10, 10, 5, 0, 0, 0), 30_000),
        ),
        streets=(
            StreetLoad("Kanal-Weg", 11, persons(0, 5, 10, 20, 50, 100, 15, 5)),
            StreetLoad("الجسر القديم", 12, persons(0, 0, 5, 10, 10, 10, 5, 0)),
            StreetLoad("", 7013, persons(0, 0, 0, 5, 5, 5, 0, 0)),
        ),
        stretches=(
            Stretch(
                0, line((1600, 2900), (1600, 3800)), persons(0, 5, 10, 20, 50, 100, 15, 5), np.ones(8, bool)
            ),
            Stretch(
                0, line((1600, 3800), (1700, 4300)), persons(0, 5, 5, 10, 20, 50, 10, 5), np.ones(8, bool)
            ),
            Stretch(
                1, line((2600, 3800), (2600, 3000)), persons(0, 0, 5, 10, 10, 10, 5, 0), np.zeros(8, bool)
            ),
            Stretch(2, line((3600, 3300), (3600, 3302)), persons(0, 0, 0, 5, 5, 5, 0, 0), np.ones(8, bool)),
        ),
        crowds=(
            CrowdOverTime(("Kanal-Weg", "Набережна"), *at(1600, 2900), persons(0, 10, 20, 30, 20, 10, 0, 0)),
            CrowdOverTime((), *at(2600, 3000), persons(0, 0, 10, 10, 5, 0, 0, 0)),
        ),
        crowds_left_out=2,
    )


def one_step() -> ReadableSchedule:
    """The whole movement in less than three hours."""
    sample = sample_schedule()
    return replace(
        sample,
        steps=1,
        within_one_step=True,
        set_out=persons(10),
        arrived=persons(10),
        set_out_in_all=10_000,
        departures=(replace(sample.departures[0], persons=persons(10), in_all=10_000),),
        streets=(),
        stretches=(),
        crowds=(),
        crowds_left_out=0,
    )


def scheduled_assessment() -> Assessment:
    """The first order in eight steps, the second in one, a third without a schedule."""
    sample = sample_assessment()
    first, second = sample.outcomes
    outcomes = (
        replace(first, readable_schedule=sample_schedule()),
        replace(second, readable_schedule=one_step(), start=None),
        replace(second, upper_h=None, no_upper="437 people have no way at the least figures", schedule=None),
    )
    return replace(sample, outcomes=outcomes, schedule_asked=True)


def extreme_schedule() -> Assessment:
    """Very long names, 56 steps, 60 streets."""
    extreme = extreme_assessment()
    sample = sample_schedule()
    steps = 56
    many = np.arange(steps, dtype=np.int64) % 5 * 5000
    schedule = replace(
        sample,
        steps=steps,
        set_out=many,
        arrived=many,
        departures=tuple(replace(unit, persons=many) for unit in sample.departures * 10),
        streets=tuple(StreetLoad(f"{number} {LONG}", number, many) for number in range(60)),
        stretches=tuple(
            replace(stretch, persons=many, along=np.ones(steps, bool), street=number % 60)
            for number, stretch in enumerate(sample.stretches * 20)
        ),
        crowds=tuple(replace(crowd, streets=(LONG, LONG), persons=many) for crowd in sample.crowds * 15),
    )
    first = replace(extreme.outcomes[0], readable_schedule=schedule)
    return replace(extreme, outcomes=(first,), schedule_asked=True)
