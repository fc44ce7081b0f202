"""How many people vehicles can carry by a deadline: arithmetic on ranges, no map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.quantity import Range, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.journey.driving import Driving
    from safeground.plan.condition_words import Transport


@dataclass(frozen=True, slots=True)
class Carrying:
    """What some vehicles can do by a deadline.

    Parameters
    ----------
    trips
        Trips of each vehicle with people: the most, and those that the worst ends leave.
    persons
        Persons whom all vehicles together can carry: no more than the high end, whatever happens within
        the ranges; the low end if every vehicle runs as its worst ends say.
    vehicles_needed
        Vehicles that would be needed for all: the fewest at best, and at worst; infinite where a
        vehicle makes no trip in time.
    """

    trips: Range
    persons: Range
    vehicles_needed: Range


def trips(driving: Driving, loading_h: Range, hours: Range) -> Range:
    """Return how many trips with people a vehicle makes in the time there is.

    At the most it stands beside the people at the start, needs the least for loading and driving, and does
    not return from its last trip: with L for loading, D for the way out, R for the way there and back,
    1 + floor((T − L − D) / (L + R)). At the least it comes from the far end and needs the most of each:
    floor(T / (L + R)).

    Parameters
    ----------
    driving
        Driving times, least and greatest.
    loading_h
        Time to get people in and out again, each trip [h].
    hours
        Time in which vehicles can move until the deadline, least and most [h].

    Examples
    --------
    >>> from safeground.journey.driving import Driving
    >>> way = Driving(Range(0.5, 1.0, "h"), Range(1.0, 2.0, "h"))
    >>> trips(way, Range(0.25, 0.5, "h"), Range(3.0, 4.0, "h"))
    Range(low=1.0, high=3.0, unit='trips', best=None)
    """
    spare = hours.high - loading_h.low - driving.out_h.low
    each = loading_h.low + driving.round_h.low
    most = 0.0 if spare < 0 else math.inf if each <= 0 else 1.0 + math.floor(spare / each + 1e-9)
    slow = loading_h.high + driving.round_h.high
    least = (
        0.0 if math.isinf(slow) else math.inf if slow <= 0 else float(math.floor(max(hours.low, 0.0) / slow))
    )
    return Range(min(least, most), most, "trips")


def carrying(
    transport: Sequence[Transport], driving: Driving, hours: Range, need: Range
) -> tuple[Carrying, ...]:
    """Return what each fleet can carry of the people who need it.

    Parameters
    ----------
    transport
        Fleets of one notice.
    driving, hours
        As for ``trips``.
    need
        People who need to be carried.
    """
    found = []
    for fleet in transport:
        vehicles, seats = Range.of(fleet.vehicles, "vehicles"), Range.of(fleet.seats, "persons")
        made = trips(driving, Range.of(fleet.loading_h, "h"), hours)
        each = seats.times(made, "persons")
        needed = Range(_vehicles(need.low, each.high), _vehicles(need.high, each.low), "vehicles")
        found.append(Carrying(made, vehicles.times(each, "persons"), needed))
    return tuple(found)


def together(fleets: Sequence[Carrying]) -> Range:
    """Return the persons whom several fleets can carry."""
    return total((fleet.persons for fleet in fleets), "persons")


def _vehicles(persons: float, each: float) -> float:
    if persons <= 0 or math.isinf(each):
        return 0.0 if persons <= 0 else 1.0
    return math.inf if each <= 0 else float(math.ceil(persons / each - 1e-9))
