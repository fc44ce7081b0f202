"""The ways of a plan's supplies as arcs, at one end: collection, routes, what stores give to people."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.supply.hours import trucks_in_hours
from safeground.journey.supply.limits import DAY_H
from safeground.journey.supply.stated import without_way
from safeground.plan.supply_words import GIVING
from safeground.supply.fleets import surely_driven, trips
from safeground.supply.problem import COLLECTION, DELIVERY, ROAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from safeground.journey.supply.limits import End
    from safeground.plan.supply_words import Route

    Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Arcs:
    """Arcs as lists, in the order of the problem's arrays."""

    name: list[str] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    transit: list[int] = field(default_factory=list)
    stage: list[int] = field(default_factory=list)
    trucks: list[Floats] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    periods: list[int] = field(default_factory=list)
    fleet: list[int] = field(default_factory=list)
    trip_h: dict[int, float] = field(default_factory=dict)
    """Arc → hours of a truck's trip on it, of those that the fleet drives; 0 where it takes no time."""
    fleet_trucks: list[float] = field(default_factory=list)
    """Trucks of each fleet."""
    waiting: set[int] = field(default_factory=set)
    """Arcs before which a truck may stand loaded until their hours."""


def arcs_of(end: End) -> Arcs:
    """Return every way that is there at this end."""
    arcs = Arcs()
    for gate in end.supply.crossings:
        trucks = [end.of(gate.collection_per_day)] * end.days
        _add(
            end,
            arcs,
            f"collection at {gate.name or gate.id}",
            f"at {gate.id}",
            f"from {gate.id}",
            0,
            COLLECTION,
            trucks,
        )
    for route in end.supply.routes:
        _route(end, arcs, route)
    if end.optimistic:
        # No way is stated, so every way may be there.
        for name in without_way(end.supply, end.areas):
            for gate in end.supply.crossings:
                free = [math.inf] * end.days
                _add(end, arcs, f"to {name}", f"from {gate.id}", name, 0, ROAD, free)
    for store in end.supply.stores:
        if store.kind not in GIVING:
            continue
        # People fetch from a distribution point, a bakery or a water point themselves; a warehouse sends.
        most = (
            end.of(store.trucks_per_day)
            if store.kind == "warehouse" or store.trucks_per_day is not None
            else math.inf
        )
        served = [area for area in store.serves if area in end.areas]
        if not end.optimistic and len(served) > 1:
            most /= len(served)
        for area in served:
            if area in end.areas:
                name = f"{store.id} to {area}"
                _add(end, arcs, name, store.id, area, 0, DELIVERY, [most] * end.days)
    _drive(end, arcs)
    return arcs


def _route(end: End, arcs: Arcs, route: Route) -> None:
    if route.to not in end.node:
        return
    crossings = {one.id for one in end.supply.crossings}
    tail = f"from {route.from_}" if route.from_ in crossings else route.from_
    hours = end.limits.transit.get(route.id)
    trucks = trucks_in_hours(end, route.trucks_per_day, route.trucks_per_h, route.hours, route.closed)
    if route.open is False or (hours is None and not end.optimistic):
        trucks = [0.0] * end.days
    drive_h = 0.0
    if hours is not None:
        drive_h = hours.low if end.optimistic else hours.high
    if math.isinf(drive_h):
        trucks, drive_h = [0.0] * end.days, 0.0
    waits = _waits(route) and not end.optimistic
    if waits:
        # What comes late on a day finds its way closed, and drives in the hours of the next.
        trucks = [*trucks[1:], 0.0]
    if end.optimistic:
        # A day on which clocks are set back has an hour more than the others.
        periods = math.floor(max(0.0, drive_h - (end.longest_h - DAY_H)) / DAY_H)
    else:
        periods = math.ceil(drive_h / DAY_H) + waits
        if not waits and _trip_h(end, drive_h) > 0:
            # What comes late on a day is driven, trip after trip, until as late on the next.
            periods = max(1, periods)
            trucks = [min(one, later) for one, later in pairwise([*trucks, trucks[-1]])]
    gives = any(one.id == route.to and one.kind in GIVING for one in end.supply.stores)
    stage = ROAD if gives else DELIVERY
    _add(end, arcs, route.id, tail, route.to, periods, stage, trucks, drive_h=drive_h, waits=waits)


def _trip_h(end: End, drive_h: float) -> float:
    """Return for how long a truck is under way and stands to load and unload [h]."""
    turn = None if end.supply.fleet is None else end.supply.fleet.turnaround_h
    around = 0.0 if turn is None else end.time_h(turn)
    # How long the way back takes is not stated: empty, and by other streets, it may take no time.
    return (drive_h if end.optimistic else 2 * drive_h) + around


def _waits(route: Route) -> bool:
    """Return whether a way may be closed at some hour of a day on which it is used."""
    return route.hours is not None or (route.trucks_per_h is not None and bool(route.closed))


def _add(
    end: End,
    arcs: Arcs,
    name: str,
    tail: str,
    head: str,
    periods: int,
    stage: int,
    trucks: Sequence[float],
    *,
    drive_h: float | None = None,
    waits: bool = False,
) -> None:
    if drive_h is not None and end.supply.fleet is not None:
        trip_h = _trip_h(end, drive_h)
        if end.optimistic and len({one.from_ for one in end.supply.routes}) > 1:
            # A truck may go on from where it arrives, loaded or to load there: a round's loading is not
            # surely part of this way.
            trip_h = drive_h
        arcs.trip_h[len(arcs.name)] = trip_h
        if waits:
            arcs.waiting.add(len(arcs.name))
        if end.supply.fleet.turnaround_h is None and not end.optimistic:
            trucks = [0.0] * end.days
    elif drive_h is not None and not end.optimistic:
        trucks = [0.0] * end.days
    arcs.name.append(name)
    arcs.tail.append(end.node[tail])
    arcs.head.append(end.node[head])
    arcs.transit.append(periods)
    arcs.stage.append(stage)
    arcs.trucks.append(np.array(trucks, np.float64))
    if tail in end.failing:
        # It gives nothing to trucks that would come back for more on the day on which it fails.
        last = end.failing[tail] - bool(arcs.trip_h.get(len(arcs.name) - 1))
        arcs.trucks[-1][max(0, last) :] = 0.0


def _drive(end: End, arcs: Arcs) -> None:
    """Say which part of a truck a trip on each arc takes, of all that the fleet drives together.

    At the worst trucks stay at the place where they load, each of which has as many: how long it takes from
    one to the other is not stated.
    """
    count = len(arcs.name)
    arcs.share, arcs.periods, arcs.fleet = [1.0] * count, [1] * count, [-1] * count
    timed = {arc: hours for arc, hours in arcs.trip_h.items() if hours > 0}
    driven = sorted({*timed, *arcs.waiting})
    places = [0] if end.optimistic else list(dict.fromkeys(arcs.tail[arc] for arc in driven))
    for arc in driven:
        arcs.fleet[arc] = 0 if end.optimistic else places.index(arcs.tail[arc])
    period_h = end.longest_h if end.optimistic else DAY_H
    found = trips(list(timed.values()), period_h, optimistic=end.optimistic)
    for arc, (share, busy) in zip(timed, found, strict=True):
        arcs.share[arc], arcs.periods[arc] = share, busy
    for arc in arcs.waiting:
        # It stands loaded until its hours, and one trip a day is what these surely leave time for.
        arcs.share[arc], arcs.periods[arc] = 1.0, arcs.periods[arc] + 2
    if end.supply.fleet is None:
        return
    trucks = end.of(end.supply.fleet.trucks)
    for place in range(len(places)):
        busy_for = [arcs.periods[arc] for arc in driven if arcs.fleet[arc] == place]
        arcs.fleet_trucks.append(
            trucks if end.optimistic else surely_driven(math.floor(trucks) // len(places), busy_for)
        )
