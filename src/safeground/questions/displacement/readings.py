"""What follows from claims that hold together: people by place and day, from the least to the most.

Of a number of people the low end is rounded down and the high end up to whole people; what lies within a
thousandth of a whole one is that one: the solver's own tolerance is far below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.quantity import Range
from safeground.questions.displacement.balance import BEFORE
from safeground.questions.displacement.conflicts import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    import numpy as np
    import numpy.typing as npt

    from safeground.questions.displacement.balance import Balance, Flow, Way
    from safeground.questions.displacement.solving import Programme
    from safeground.questions.displacement.statements import Days
    from safeground.questions.displacement.sums import Series

    Floats = npt.NDArray[np.float64]

UNIT: Final = "persons"
PERSON_DAYS: Final = "person_days"
WHOLE: Final = 1e-3
ALL_PLACES: Final = ""
"""Whose sums are of all places together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDays:
    """One place by day; where people are (``present``) is restricted.

    Parameters
    ----------
    present, displaced, gone
        At the end of each day: who is there; who has left it, whenever, and is not back; and of them who left
        it since the first day.
    moved, arrived, returned
        From the first day to the end of each day: who set out from it, arrived in it, came back to it. One
        person who moves twice counts twice.
    person_days
        Ends of days at which those who left it since the first day were away, added up.
    certain_since
        The first day by whose end somebody has certainly left it; None where no claim makes that certain.
    """

    present: tuple[Range, ...]
    displaced: tuple[Range, ...]
    gone: tuple[Range, ...]
    moved: tuple[Range, ...]
    arrived: tuple[Range, ...]
    returned: tuple[Range, ...]
    person_days: Range
    certain_since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What follows from claims that hold together.

    Parameters
    ----------
    name
        ``ALL``, or the source whose claims were kept where it contradicts others.
    left_out
        Ids of the claims that it does without.
    places
        Place → its days.
    times_moved
        Moves for each person who moved, on average, over all places that are part of no other; None where
        nobody certainly moved.
    """

    name: str
    left_out: tuple[str, ...]
    places: Mapping[str, PlaceDays]
    times_moved: Range | None


class Reader:
    """Reads the systems of a displacement without some of its claims; what was read once is kept.

    Parameters
    ----------
    systems
        One programme for each group of places.
    days
        The days.
    parts
        Places that are part of another: their people are counted there.
    """

    def __init__(self, systems: Sequence[Programme], days: Days, parts: frozenset[str]) -> None:
        self._systems = systems
        self._days = days
        self._parts = parts
        self._found: dict[tuple[int, frozenset[str]], dict[tuple[str, str], list[Range]]] = {}

    def read(self, name: str, left_out: frozenset[str]) -> Reading:
        """Return what follows from all claims but some."""
        places: dict[str, PlaceDays] = {}
        moves, most, fewest = Range.exact(0.0, UNIT), 0.0, 0.0
        for number, system in enumerate(self._systems):
            own = left_out.intersection(claim for claim in system.claims if claim is not None)
            if (number, own) not in self._found:
                self._found[number, own] = _ends(system, own, self._whole(system.made))
            found = self._found[number, own]
            for place in system.made.places:
                places[place] = _place(system.made, found, place, self._days)
            moves = moves + found["moves", ALL_PLACES][0]
            most += found["there", ALL_PLACES][0].high
            # Whoever left a place of one group may be among those who left another's: never added up.
            for place in self._whole(system.made):
                fewest = max(fewest, *(one.low for one in found["gone", place]))
        return Reading(
            name=name,
            left_out=tuple(sorted(left_out)),
            places=places,
            times_moved=_times(moves, fewest, most),
        )

    def _whole(self, made: Balance) -> list[str]:
        return [place for place in made.places if place not in self._parts]


def _times(moved: Range, fewest: float, most: float) -> Range | None:
    """Return moves for each who moved: everybody who did moved at least once."""
    if fewest <= 0 or moved.low <= 0:
        return None
    people = min(most, moved.high)
    low = 1.0 if math.isinf(people) else max(1.0, moved.low / people)
    return Range(low, max(low, moved.high / fewest), "times")


def _place(made: Balance, found: Mapping[tuple[str, str], list[Range]], place: str, days: Days) -> PlaceDays:
    step_of = [made.steps.of_day(day) for day in range(len(days))]

    def daily(kind: str) -> tuple[Range, ...]:
        by_step = found[kind, place]
        return tuple(by_step[step] for step in step_of)

    moved, arrived, gone = daily("moved"), daily("arrived"), daily("gone")
    if place in made.of_returns:
        displaced, returned = daily("displaced"), daily("returned")
    else:
        # Nothing said of returns: everybody or nobody who arrived may be one who had left.
        gone = tuple(
            Range(one.low, max(one.low, out.high), UNIT) for one, out in zip(gone, moved, strict=True)
        )
        displaced = tuple(Range(one.low, math.inf, UNIT) for one in gone)
        returned = tuple(Range(0.0, one.high, UNIT) for one in arrived)
    return PlaceDays(
        present=daily("present"),
        displaced=displaced,
        gone=gone,
        moved=moved,
        arrived=arrived,
        returned=returned,
        person_days=found["person-days", place][0],
        certain_since=next((days.day(day) for day, one in enumerate(moved) if one.low > 0), None),
    )


def _ends(
    system: Programme, without: Collection[str], whole: Sequence[str]
) -> dict[tuple[str, str], list[Range]]:
    """Return the ends of every sum that is asked of a system, step by step."""
    from safeground.questions.displacement.shortest import Shortest
    from safeground.questions.displacement.sums import Sums
    from safeground.questions.displacement.together import Ends

    hold(system, without)
    asked = _asked(system.made, whole)
    sums = Sums(asked, system.columns)
    low, high = Ends(system, sums, Shortest(system.made, without)).find()
    return {
        one.name: [
            _range(low[line], high[line], PERSON_DAYS if one.name[0] == "person-days" else UNIT)
            for line in range(begin, end)
        ]
        for one, (begin, end) in zip(asked, sums.spans, strict=True)
    }


def _asked(made: Balance, whole: Sequence[str]) -> list[Series]:
    from safeground.questions.displacement.sums import Series

    steps = range(len(made.steps))
    found = []

    def so_far(kind: str, flow: Flow, way: Way, place: str) -> None:
        lines = tuple(made.over(flow, way, [step]) for step in steps)
        found.append(Series((kind, place), lines, so_far=True))

    for place in made.places:
        returns = place in made.of_returns
        gone = tuple(made.at("gone", place, step) for step in steps)
        found.append(Series(("present", place), tuple(made.at("present", place, step) for step in steps)))
        found.append(Series(("gone", place), gone, high=returns))
        so_far("moved", "sets out", (place, None), place)
        so_far("arrived", "arrives", (None, place), place)
        if returns:
            so_far("returned", "returns", (None, place), place)
            displaced = tuple(made.at("displaced", place, step) for step in steps)
            found.append(Series(("displaced", place), displaced))
        away = {
            column: factor * made.steps.size(step)
            for step, line in zip(steps, gone, strict=True)
            for column, factor in line.items()
        }
        found.append(Series(("person-days", place), (away,)))
    moves = {c: f for place in whole for c, f in made.over("sets out", (place, None), steps).items()}
    there = {c: 1.0 for place in whole for c in made.at("present", place, BEFORE)}
    there |= {c: 1.0 for place in whole for c in made.over("arrives", (None, place), steps)}
    found.append(Series(("moves", ALL_PLACES), (moves,)))
    found.append(Series(("there", ALL_PLACES), (there,), low=False))
    return found


def _range(low: float, high: float, unit: str) -> Range:
    least = _whole(low, math.floor)
    return Range(least, max(least, _whole(high, math.ceil)), unit)


def _whole(value: float, towards: Callable[[float], int]) -> float:
    if not math.isfinite(value):
        return float(value)
    near = float(round(value))
    return near + 0.0 if abs(value - near) < WHOLE else float(towards(value))
