"""Who is where by day: whom supplies are for.

People move: from the day on which an order is out, those whom it orders may be where they were or where it
sends them. So an order moves need, and each place has a range. All places together hold the same people
however they move; that total is kept apart: the sum of the places' least would lose who is on the move.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import shapely

from safeground.ground.people import persons_in
from safeground.quantity import Range, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan

PERSONS = "persons"
EDGE = 1e-6
"""Share of the smaller area up to which two drawn along one edge overlap by how they were drawn."""


@dataclass(frozen=True, slots=True)
class PlacePeople:
    """People in an area on each day. ``persons`` is None where nobody counts them."""

    area: str
    persons: tuple[Range, ...] | None


@dataclass(frozen=True, slots=True)
class People:
    """People of all places that supplies are for.

    Parameters
    ----------
    places
        By area.
    least_in_all
        Fewest people in all places together, by day: those who move between them are counted once.
    """

    places: tuple[PlacePeople, ...]
    least_in_all: tuple[float, ...]
    together: tuple[tuple[str, ...], ...] = ()
    """Groups of areas that overlap: whoever is in two of them needs once."""

    def apart(self, areas: Iterable[str]) -> list[tuple[str, ...]]:
        """Return areas in groups of which nobody can be in two."""
        asked = dict.fromkeys(areas)
        groups = [tuple(one for one in group if one in asked) for group in self.together]
        joined = {one for group in groups for one in group}
        return [*(group for group in groups if group), *((one,) for one in asked if one not in joined)]


def people_by_day(
    loaded: LoadedPlan,
    layers: Sequence[PeopleLayer],
    outcomes: Sequence[Outcome],
    areas: Sequence[str],
    begins: datetime,
    days: int,
) -> People:
    """Return who is where on each day.

    Parameters
    ----------
    loaded
        The plan with its areas.
    layers
        The layers of people that count.
    outcomes
        Of *reach*: before its first possible arrival nobody has come.
    areas
        Ids of the areas that supplies are for.
    begins, days
        From when on, and how many days.
    """
    at_first = {area: _counted(loaded, layers, area) for area in areas}
    moves = [_Move(loaded, layers, outcomes, notice) for notice in loaded.plan.notices]
    known = [area for area in areas if at_first[area] is not None]
    places, ends = [], [begins + timedelta(days=day + 1) for day in range(days)]
    for area in areas:
        counted = at_first[area]
        if counted is None:
            places.append(PlacePeople(area, None))
            continue
        by_day = []
        for end in ends:
            gone = sum(one.gone(area, end) for one in moves)
            come = sum(one.come(area, end) for one in moves)
            by_day.append(Range(max(0.0, counted.low - gone), counted.high + come, PERSONS))
        places.append(PlacePeople(area, tuple(by_day)))
    least = _least_together(loaded, layers, known)
    out = [sum(one.lost(known, end) for one in moves) for end in ends]
    in_all = tuple(max(0.0, least - gone) for gone in out)
    return People(tuple(places), in_all, _overlapping(loaded, areas))


def _overlapping(loaded: LoadedPlan, areas: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of areas joined by more than a shared edge."""
    root = {area: area for area in areas}
    for one, other in combinations((area for area in areas if area in loaded.areas), 2):
        first, second = loaded.areas[one], loaded.areas[other]
        if shapely.intersects(first, second):
            shared = shapely.area(shapely.intersection(first, second))
            if shared > EDGE * min(shapely.area(first), shapely.area(second)):
                keep, gone = root[one], root[other]
                root = {area: keep if at == gone else at for area, at in root.items()}
    groups: dict[str, list[str]] = {}
    for area, at in root.items():
        groups.setdefault(at, []).append(area)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _counted(loaded: LoadedPlan, layers: Sequence[PeopleLayer], area: str) -> Range | None:
    """Return the people of an area before anybody moves; None where nobody counts them."""
    shape = loaded.areas.get(area)
    covering = (
        [layer for layer in layers if bool(shapely.intersects(shape, layer.cells).any())] if shape else []
    )
    if covering and shape is not None:
        found = total((persons_in(layer, shape) for layer in covering), PERSONS)
        return Range(found.low, found.high, PERSONS)
    stated = next((one.people_before for one in loaded.plan.areas if one.id == area), None)
    return None if stated is None else _ends(Range.of(stated, PERSONS))


def _least_together(loaded: LoadedPlan, layers: Sequence[PeopleLayer], areas: Sequence[str]) -> float:
    """Return the fewest people in areas together, each counted once where areas overlap."""
    shapes = [loaded.areas[one] for one in areas if one in loaded.areas]
    if not shapes:
        return 0.0
    union = shapely.union_all(shapes)
    low = sum(persons_in(layer, union).low for layer in layers if len(layer.cells))
    for area in loaded.plan.areas:
        bare = area.id in areas and not _covered(layers, loaded.areas.get(area.id))
        apart = not any(
            shapely.intersects(loaded.areas[area.id], loaded.areas[other])
            for other in areas
            if other != area.id and other in loaded.areas and area.id in loaded.areas
        )
        if bare and apart and area.people_before is not None:
            low += Range.of(area.people_before, PERSONS).low
    return low


def _covered(layers: Sequence[PeopleLayer], shape: BaseGeometry | None) -> bool:
    return shape is not None and any(
        len(layer.cells) and bool(shapely.intersects(shape, layer.cells).any()) for layer in layers
    )


class _Move:
    """Those whom one notice orders, and where they may be."""

    def __init__(
        self,
        loaded: LoadedPlan,
        layers: Sequence[PeopleLayer],
        outcomes: Sequence[Outcome],
        notice: Notice,
    ) -> None:
        self.notice = notice
        own = [one for one in outcomes if one.notice == notice.id]
        # Who is counted by an area's statement alone is in no layer, and so in nothing that *reach* counts.
        counted = [_counted(loaded, layers, one) for one in notice.areas]
        self.most = sum(one.high for one in counted if one is not None)
        if own:
            self.most = max(self.most, own[0].ordered.high)
        self.out_at = _first(notice, [one for one in own if one.target == "out"])
        self.there_at = _first(notice, [one for one in own if one.target == "arrived"])

    def gone(self, area: str, end: datetime) -> float:
        """Return the most who have left an area by a time."""
        return self.most if area in self.notice.areas and _by(self.out_at, end) else 0.0

    def come(self, area: str, end: datetime) -> float:
        """Return the most who have come to an area by a time."""
        return self.most if area in self.notice.to and _by(self.there_at, end) else 0.0

    def lost(self, known: Sequence[str], end: datetime) -> float:
        """Return the most who have gone where no supply of the plan is for them."""
        leaves = any(one in known for one in self.notice.areas)
        to = self.notice.to
        elsewhere = not to or any(one not in known for one in to)
        return self.most if leaves and elsewhere and _by(self.out_at, end) else 0.0


def _first(notice: Notice, outcomes: Sequence[Outcome]) -> datetime | None:
    """Return the earliest time at which anybody can be there; None where not known: it may be past."""
    if notice.issued is None:
        return None
    reached = [
        float(one.proven.hours[(one.proven.persons > 0).argmax()])
        for one in outcomes
        if len(one.proven.hours) and bool((one.proven.persons > 0).any())
    ]
    hours = reached[0] if reached and math.isfinite(reached[0]) else 0.0
    return notice.issued + timedelta(hours=hours)


def _by(at: datetime | None, end: datetime) -> bool:
    return at is None or at <= end


def _ends(quantity: Range) -> Range:
    return Range(quantity.low, quantity.high, quantity.unit)
