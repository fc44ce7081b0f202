"""Displacement of any size from a seed: a course of movements, and claims that are true of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from safeground.ledger.claim import Amount, Claim, Named, Period
from safeground.quantity import Range
from safeground.questions.displacement.account import Where
from safeground.questions.displacement.statements import Days

if TYPE_CHECKING:
    from numpy.random import Generator

FIRST = date(2026, 1, 1)
NEIGHBOURS = 3
MEASURES = {
    "people_present": 0.35,
    "people_moved": 0.25,
    "people_arrived": 0.25,
    "people_returned": 0.1,
    "people_displaced": 0.05,
}
"""Measures of the claims, each with its share."""
NOBODY = Range(0.0, 0.0, "persons")


class Course:
    """Who set out, arrived and came back, by way and day.

    Parameters
    ----------
    places, days
        How many.
    draw
        Where chance comes from.
    """

    def __init__(self, places: int, days: int, draw: Generator) -> None:
        near = min(NEIGHBOURS, places - 1)
        self.ways = [(p, (p + step) % places) for p in range(places) for step in range(1, near + 1)]
        self.before = np.round(draw.lognormal(10.0, 0.7, places))
        self.out = np.zeros((len(self.ways), days))
        self.into = np.zeros((len(self.ways), days))
        self.back = np.zeros((len(self.ways), days))
        self.present = np.zeros((places, days))
        self.away = np.zeros((places, days))
        there, away = self.before.copy(), np.zeros(places)
        ordered = draw.integers(0, days, (places, 2))
        for day in range(days):
            for number, (left, _) in enumerate(self.ways):
                told = ((ordered[left] <= day) & (day < ordered[left] + 5)).any()
                going = np.floor(there[left] * draw.uniform(0, 0.12 if told else 0.004))
                self.out[number, day] += going
                there[left] -= going
                away[left] += going
                on = min(day + int(draw.integers(0, 3)), days)
                if on < days:
                    self.into[number, on] += going
            for number, (_, entered) in enumerate(self.ways):
                came = self.into[number, day]
                there[entered] += came
                self.back[number, day] = np.floor(min(came * draw.uniform(0, 0.6), away[entered]))
                away[entered] -= self.back[number, day]
            self.present[:, day], self.away[:, day] = there, away


def claims(places: int, days: int, count: int, seed: int = 1) -> tuple[list[Claim], list[Where], Days]:
    """Return so many claims, all true of one course, its places and its days.

    A third of the counts are right to some per cent, a third say *at least*, the rest *at most*. Half of
    those on movements name both places, half all ways out of a place or into it.
    """
    draw = np.random.default_rng(seed)
    course = Course(places, days, draw)
    where = [
        Where(id=f"place {p}", before=Range(float(n), float(n), "persons") if p % 2 == 0 else None)
        for p, n in enumerate(course.before)
    ]
    over = Days(FIRST, date.fromordinal(FIRST.toordinal() + days - 1))
    measures = draw.choice(list(MEASURES), size=count, p=list(MEASURES.values()))
    return [_claim(str(one), n, course, over, draw) for n, one in enumerate(measures)], where, over


def _claim(measure: str, number: int, course: Course, days: Days, draw: Generator) -> Claim:
    last = int(draw.integers(len(days)))
    first = 0 if draw.random() < 0.5 else max(0, last - int(draw.integers(0, 28)))
    place = int(draw.integers(len(course.before)))
    if measure in ("people_present", "people_displaced"):
        first = last
        subject = f"place {place}"
        true = (course.present if measure == "people_present" else course.away)[place, last]
    else:
        flow = {"people_moved": course.out, "people_arrived": course.into, "people_returned": course.back}
        end = 0 if measure == "people_moved" else 1
        fitting = [n for n, way in enumerate(course.ways) if way[end] == place]
        subject = f"place {place} ->" if end == 0 else f"-> place {place}"
        if draw.random() < 0.5:
            fitting = [int(draw.choice(fitting))]
            left, entered = course.ways[fitting[0]]
            subject = f"place {left} -> place {entered}"
        true = flow[measure][fitting, first : last + 1].sum()
    low, high = np.floor(true * draw.uniform(0.9, 1.0)), np.ceil(true * draw.uniform(1.0, 1.1))
    kind = int(draw.integers(3))
    return Claim(
        id=f"c{number:04d}",
        kind="figure",
        subject=subject,
        measure=measure,
        amount=Amount(
            qualifier=("unspecified", "at_least", "at_most")[kind],
            low=None if kind == 2 else float(low),
            high=None if kind == 1 else float(high),
            unit="people",
        ),
        valid=Period(from_=days.day(first).isoformat(), to=days.day(last).isoformat()),
        zone="UTC",
        stated_by=Named(name=f"source {int(draw.integers(5))}"),
        recorder="benchmark",
    )
