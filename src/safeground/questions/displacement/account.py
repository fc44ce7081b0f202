"""What claims of displacement come to: people by place and day, as ranges, and which cannot both be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from safeground.plan.return_words import ORDERED
from safeground.quantity import Range
from safeground.questions.displacement.balance import BEFORE, balance, concerns, groups
from safeground.questions.displacement.conflicts import conflicts
from safeground.questions.displacement.ends import System
from safeground.questions.displacement.statements import Days, places_of, plain, statements
from safeground.questions.displacement.steps import steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from safeground.ledger.claim import Claim
    from safeground.questions.displacement.balance import Balance, Flow, Way
    from safeground.questions.displacement.statements import Statement, Unused

UNIT = "persons"
PERSON_DAYS = "person_days"
ALL = ""
"""Name of the reading that has every claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place that claims speak of.

    Parameters
    ----------
    id
        Its id.
    called
        What claims call it, its id besides.
    within
        The place that it is part of.
    before
        People present before the first day, where stated.
    """

    id: str
    called: tuple[str, ...] = ()
    within: str | None = None
    before: Range | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacement:
    """What the claims of displacement come to.

    Parameters
    ----------
    days
        The days examined.
    places
        The places.
    stated
        What bounds them, by id.
    unused
        Claims that bound nothing, and why.
    conflicts
        Sets of claims that cannot hold together.
    readings
        One where all claims hold together, else one for each source in a conflict: with its claims, without
        those of others that contradict them; where its own contradict one another, without these either.
    ordered
        Place → the claims of people told to move. They bound nobody's movement.
    about
        Share that "about" is taken to reach; None: nothing.
    """

    days: Days
    places: tuple[Where, ...]
    stated: tuple[Statement, ...]
    unused: tuple[Unused, ...]
    conflicts: tuple[tuple[str, ...], ...]
    readings: tuple[Reading, ...]
    ordered: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    about: float | None = None

    def widest(self, pick: str, place: str, day: int = -1) -> Range | None:
        """Return a figure of a place, from the least to the most of all readings; None without a reading."""
        found = [getattr(reading.places[place], pick)[day] for reading in self.readings]
        return hull(found)


def hull(ranges: Sequence[Range]) -> Range | None:
    """Return the range from the lowest to the highest end; None of none."""
    if not ranges:
        return None
    return Range(min(one.low for one in ranges), max(one.high for one in ranges), ranges[0].unit)


def account(
    claims: Sequence[Claim],
    places: Sequence[Where],
    days: Days,
    *,
    about: float | None = None,
    on_the_way: Range | None = None,
) -> Displacement:
    """Return what claims come to by place and day.

    Parameters
    ----------
    claims
        Any claims that stand; those of other measures are passed over.
    places
        The places; claims of others bound nothing and are listed.
    days
        The days. A claim of a day without an hour, and one with an hour, is taken for the end of its day.
    about
        As for ``statements``.
    on_the_way
        People on each way between two places before the first day; None: not known.
    """
    names = {name: place.id for place in places for name in (place.id, *place.called)}
    stated, unused = statements(claims, names, days, about)
    within = {place.id: place.within for place in places if place.within is not None}
    before = {place.id: place.before for place in places if place.before is not None}
    systems = []
    for group in groups([place.id for place in places], within, stated, coupled=on_the_way is not None):
        own = [one for one in stated if concerns(one, group)]
        systems.append(
            balance(group, steps(own, len(days)), own, within=within, before=before, on_the_way=on_the_way)
        )
    against = tuple(sorted(one for system in systems for one in conflicts(system)))
    source_of = {one.id: one.source for one in stated}
    rivals = {claim for one in against for claim in one}
    choices = [(ALL, frozenset[str]())]
    if against:
        choices = []
        for name in sorted({source_of[claim] for claim in rivals}):
            left_out = frozenset(one for one in rivals if source_of[one] != name)
            alone = all(System(made, left_out).holds() for made in systems)
            choices.append((name, left_out if alone else frozenset(rivals)))
    parts = {place.id for place in places if place.within is not None}
    return Displacement(
        days=days,
        places=tuple(places),
        stated=stated,
        unused=unused,
        conflicts=against,
        readings=tuple(_reading(name, without, systems, days, parts) for name, without in choices),
        ordered=_ordered(claims, names),
        about=about,
    )


def _reading(
    name: str, left_out: frozenset[str], systems: Sequence[Balance], days: Days, parts: set[str]
) -> Reading:
    places: dict[str, PlaceDays] = {}
    moved, most, fewest = Range.exact(0.0, UNIT), 0.0, 0.0
    for made in systems:
        system = System(made, left_out)
        for place in made.places:
            places[place] = _place(made, system, place, days)
        whole = [place for place in made.places if place not in parts]
        every = made.steps.within((0, len(days) - 1))
        terms = {c: f for place in whole for c, f in made.over("sets out", (place, None), every).items()}
        moved = moved + system.ends(terms)
        # Whoever left a place of one group may be among those who left another's: never added up.
        fewest = max([fewest, *(_net_left(made, system, place) for place in whole)])
        there = {c: 1.0 for place in whole for c in made.at("present", place, BEFORE)}
        there |= {c: 1.0 for place in whole for c in made.over("arrives", (None, place), every)}
        most += system.ends(there).high
    return Reading(
        name=name,
        left_out=tuple(sorted(left_out)),
        places=places,
        times_moved=_times(moved, fewest, most),
    )


def _times(moved: Range, fewest: float, most: float) -> Range | None:
    """Return moves for each who moved: everybody who did moved at least once."""
    if fewest <= 0 or moved.low <= 0:
        return None
    people = min(most, moved.high)
    low = 1.0 if math.isinf(people) else max(1.0, moved.low / people)
    return Range(low, max(low, moved.high / fewest), "times")


def _net_left(made: Balance, system: System, place: str) -> float:
    """Return how many different people have certainly left a place since the first day."""
    return max(system.ends(made.at("gone", place, step)).low for step in range(len(made.steps)))


def _place(made: Balance, system: System, place: str, days: Days) -> PlaceDays:
    steps_ = range(len(made.steps))
    step_of = [made.steps.of_day(day) for day in range(len(days))]

    def at(kind: Literal["present", "displaced", "gone"]) -> list[Range]:
        return [system.ends(made.at(kind, place, step)) for step in steps_]

    def so_far(kind: Flow, way: Way) -> list[Range]:
        return [system.ends(made.over(kind, way, range(step + 1))) for step in steps_]

    moved, arrived = so_far("sets out", (place, None)), so_far("arrives", (None, place))
    if made.of_returns:
        gone, displaced = at("gone"), at("displaced")
        returned = so_far("returns", (None, place))
    else:
        # Nothing said of returns: everybody or nobody who arrived may be one who had left.
        lows = [system.low(made.at("gone", place, step)) for step in steps_]
        gone = [Range(low, max(low, one.high), UNIT) for low, one in zip(lows, moved, strict=True)]
        displaced = [Range(low, math.inf, UNIT) for low in lows]
        returned = [Range(0.0, one.high, UNIT) for one in arrived]
    away = {
        column: factor * made.steps.size(step)
        for step in steps_
        for column, factor in made.at("gone", place, step).items()
    }
    by_day = [moved[step] for step in step_of]
    return PlaceDays(
        present=_daily(at("present"), step_of),
        displaced=_daily(displaced, step_of),
        gone=_daily(gone, step_of),
        moved=tuple(by_day),
        arrived=_daily(arrived, step_of),
        returned=_daily(returned, step_of),
        person_days=system.ends(away, PERSON_DAYS),
        certain_since=next((days.day(day) for day, one in enumerate(by_day) if one.low > 0), None),
    )


def _daily(by_step: Sequence[Range], step_of: Sequence[int]) -> tuple[Range, ...]:
    return tuple(by_step[step] for step in step_of)


def _ordered(claims: Sequence[Claim], names: Mapping[str, str]) -> dict[str, tuple[Claim, ...]]:
    known = {plain(name): place for name, place in names.items()}
    found: dict[str, tuple[Claim, ...]] = {}
    for claim in sorted(claims, key=lambda one: one.id):
        left, _ = places_of(claim.subject)
        place = None if left is None else known.get(plain(left))
        if claim.measure == ORDERED and place is not None:
            found[place] = (*found.get(place, ()), claim)
    return found
