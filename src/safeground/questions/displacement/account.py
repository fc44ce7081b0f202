"""What claims of displacement come to: people by place and day, as ranges, and which cannot both be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safeground.plan.return_words import ORDERED
from safeground.quantity import Range
from safeground.questions.displacement.balance import balance
from safeground.questions.displacement.conflicts import conflicts, hold
from safeground.questions.displacement.groups import concerns, groups
from safeground.questions.displacement.readings import PlaceDays as PlaceDays
from safeground.questions.displacement.readings import Reader
from safeground.questions.displacement.readings import Reading as Reading
from safeground.questions.displacement.solving import Programme
from safeground.questions.displacement.statements import Days, places_of, plain, statements
from safeground.questions.displacement.steps import steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.ledger.claim import Claim
    from safeground.questions.displacement.statements import Statement, Unused

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
    warm: bool = True,
) -> Displacement:
    """Return what claims come to by place and day.

    Parameters
    ----------
    claims
        Any claims that stand; those of other measures are passed over.
    places
        The places; claims of others bound nothing and are listed.
    days
        The days. A claim of people who are somewhere on a day, without an hour, is of the end of that day.
    about
        As for ``statements``.
    on_the_way
        People on each way between two places before the first day; None: not known.
    warm
        As for ``Programme``.
    """
    names = {name: place.id for place in places for name in (place.id, *place.called)}
    stated, unused = statements(claims, names, days, about)
    within = {place.id: place.within for place in places if place.within is not None}
    before = {place.id: place.before for place in places if place.before is not None}
    systems = []
    for group in groups([place.id for place in places], within, stated, coupled=on_the_way is not None):
        own = [one for one in stated if concerns(one, group)]
        made = balance(group, steps(own, len(days)), own, within=within, before=before, on_the_way=on_the_way)
        systems.append(Programme(made, warm=warm))
    against = tuple(sorted(one for system in systems for one in conflicts(system)))
    source_of = {one.id: one.source for one in stated}
    rivals = {claim for one in against for claim in one}
    choices = [(ALL, frozenset[str]())]
    if against:
        choices = []
        for name in sorted({source_of[claim] for claim in rivals}):
            left_out = frozenset(one for one in rivals if source_of[one] != name)
            alone = all(hold(system, left_out) for system in systems)
            choices.append((name, left_out if alone else frozenset(rivals)))
    reader = Reader(systems, days, frozenset(within))
    return Displacement(
        days=days,
        places=tuple(places),
        stated=stated,
        unused=unused,
        conflicts=against,
        readings=tuple(reader.read(name, without) for name, without in choices),
        ordered=_ordered(claims, names),
        about=about,
    )


def _ordered(claims: Sequence[Claim], names: Mapping[str, str]) -> dict[str, tuple[Claim, ...]]:
    known = {plain(name): place for name, place in names.items()}
    found: dict[str, tuple[Claim, ...]] = {}
    for claim in sorted(claims, key=lambda one: one.id):
        left, _ = places_of(claim.subject)
        place = None if left is None else known.get(plain(left))
        if claim.measure == ORDERED and place is not None:
            found[place] = (*found.get(place, ()), claim)
    return found
