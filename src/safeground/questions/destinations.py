"""Who is where after the notices are followed: what *room* and *services* share.

Nobody states how people split among several destinations, so each one is examined alone (it may get
nobody or everybody who is sent to it or elsewhere) and all destinations of a notice together, where the
number is definite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.quantity import Range, total
from safeground.questions.deciding import Assumed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.plan.model import Area, Notice
    from safeground.plan.places import LoadedPlan

PEOPLE = "persons"
NOBODY = Range.exact(0.0, PEOPLE)
ANY_NUMBER = Range(0.0, math.inf, PEOPLE)
"""A number of people of which nothing is known but that it is a number of people."""


@dataclass(frozen=True, slots=True)
class Presence:
    """People in a destination, or in several together.

    Parameters
    ----------
    key, subject
        For the ids of findings, and for readers.
    areas
        The destinations.
    before
        People there before anyone arrives; None where no layer counts them and the plan does not say.
    silent
        Ids of the destinations of which nothing of that is known.
    sent
        People who are sent here and nowhere else; None where nobody counts them.
    perhaps
        People who are sent here or elsewhere, no split stated; None where nobody counts them.
    notices
        Ids of the notices that send people here.
    evidence
        Sources and files that the numbers come from.
    """

    key: str
    subject: str
    areas: tuple[Area, ...]
    before: Range | None
    silent: tuple[str, ...]
    sent: Range | None
    perhaps: Range | None
    notices: tuple[str, ...]
    evidence: tuple[str, ...]

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """The uncertain numbers of people, in the order that ``persons_of`` takes."""
        some = Range.exact(0.0, "share") if self.perhaps == NOBODY else Range(0.0, 1.0, "share")
        return (
            Assumed("people already there", ANY_NUMBER if self.before is None else self.before),
            Assumed("people sent there", ANY_NUMBER if self.sent is None else self.sent),
            Assumed("people sent there or elsewhere", ANY_NUMBER if self.perhaps is None else self.perhaps),
            Assumed("share of them who go there", some),
        )

    @property
    def after(self) -> Range:
        """People there when all have arrived; the upper end is infinite where a number is not known."""
        before, sent, perhaps, share = (one.range for one in self.assumed)
        return before + sent + perhaps.times(share, PEOPLE)

    @property
    def unknown(self) -> str | None:
        """Which number of people is missing and who could say, or None."""
        missing = []
        if self.silent:
            missing.append(
                f"people already in {' and '.join(self.silent)}: no layer of people covers it and the plan "
                "states no people_before; whoever runs the site or the local authority could say"
            )
        if self.sent is None or self.perhaps is None:
            missing.append(
                f"people ordered by {' and '.join(self.notices)}: no layer of people covers the ordered "
                "areas; a statistics office or a displacement tracking round could say"
            )
        return "; ".join(missing) or None


def persons_of(before: float, sent: float, perhaps: float, share: float) -> float:
    """Return the people there after arrivals."""
    return before + sent + (perhaps * share if share > 0 else 0.0)


def presences(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], outcomes: Sequence[Outcome]
) -> tuple[Presence, ...]:
    """Return who is where: a presence for each destination, then for all destinations of a notice together.

    Parameters
    ----------
    loaded
        The plan.
    layers
        The layers that count (``ground.people.count_layers``).
    outcomes
        Where the engine counted those whom a notice orders, its number is taken.
    """
    count = _Counter(loaded, layers, outcomes)
    areas = {area.id: area for area in loaded.plan.areas}
    alone = [
        _presence(count, area.id, area.id, [area]) for area in areas.values() if area.kind == "destination"
    ]
    together: dict[frozenset[str], Presence] = {}
    for notice in loaded.plan.notices:
        places = [areas[place] for place in dict.fromkeys(notice.to) if place in areas]
        ids = frozenset(place.id for place in places)
        if len(ids) > 1 and ids not in together:
            subject = " and ".join(place.id for place in places)
            together[ids] = _presence(count, f"{notice.id}.together", subject, places)
    return (*alone, *together.values())


def people_in(layers: Sequence[PeopleLayer], polygon: BaseGeometry) -> Range | None:
    """Return the people whom layers count in a polygon; None where no layer has a cell there."""
    import shapely

    from safeground.ground.people import persons_in

    shapely.prepare(polygon)
    covering = [layer for layer in layers if bool(shapely.intersects(polygon, layer.cells).any())]
    if not covering:
        return None
    return total((persons_in(layer, polygon) for layer in covering), PEOPLE)


class _Counter:
    """Counts people of one plan."""

    def __init__(
        self, loaded: LoadedPlan, layers: Sequence[PeopleLayer], outcomes: Sequence[Outcome]
    ) -> None:
        self.loaded = loaded
        self.layers = layers
        self.ordered = {outcome.notice: outcome.ordered for outcome in outcomes}

    def union(self, ids: Iterable[str]) -> BaseGeometry:
        import shapely

        return shapely.union_all([self.loaded.areas[one] for one in ids if one in self.loaded.areas])

    def ordered_by(self, notices: Sequence[Notice]) -> Range | None:
        """Return the people whom notices order to leave, nobody twice."""
        if not notices:
            return NOBODY
        if len(notices) == 1 and notices[0].id in self.ordered:
            return self.ordered[notices[0].id]
        return people_in(self.layers, self.union(one for notice in notices for one in notice.areas))

    def surely_ordered_by(self, notices: Sequence[Notice]) -> Range | None:
        """Return the same, at the low end without those whom another notice orders too, to go elsewhere."""
        every = self.ordered_by(notices)
        ids = {notice.id for notice in notices}
        others = [notice for notice in self.loaded.plan.notices if notice.id not in ids]
        mine, theirs = (self.union(one for n in some for one in n.areas) for some in (notices, others))
        if every is None or not notices or not mine.intersects(theirs):
            return every
        return self._fewest_without(every, mine, theirs)

    def _fewest_without(self, counted: Range, here: BaseGeometry, theirs: BaseGeometry) -> Range:
        """Return people counted ``here``, at the low end without those in the areas that others order."""
        alone = people_in(self.layers, here.difference(theirs))
        return Range(0.0 if alone is None else min(alone.low, counted.low), counted.high, PEOPLE)

    def before(
        self, places: Sequence[Area], notices: Sequence[Notice]
    ) -> tuple[Range | None, tuple[str, ...]]:
        """Return the people there, without those who are ordered to come, and where nothing is known of them.

        One place of which nothing is known leaves the sum unknown: it is not nobody. Those whom another
        notice orders to leave the place are there at the high end only.
        """
        ordered = self.union(one for notice in notices for one in notice.areas)
        stated = [
            Range.of(place.people_before, PEOPLE) for place in places if place.people_before is not None
        ]
        silent = tuple(
            place.id
            for place in places
            if place.people_before is None
            and people_in(self.layers, self.union([place.id]).difference(ordered)) is None
        )
        if silent:
            return None, silent
        here = self.union(place.id for place in places).difference(ordered)
        counted = people_in(self.layers, here)
        others = self.union(one for notice in self.loaded.plan.notices for one in notice.areas)
        if counted is not None and here.intersects(others):
            counted = self._fewest_without(counted, here, others)
        return total([NOBODY if counted is None else counted, *stated], PEOPLE), ()


def _presence(count: _Counter, key: str, subject: str, places: Sequence[Area]) -> Presence:
    here = {place.id for place in places}
    sending = [notice for notice in count.loaded.plan.notices if here & set(notice.to)]
    only_here = [notice for notice in sending if set(notice.to) <= here]
    or_elsewhere = [notice for notice in sending if not set(notice.to) <= here]
    before, silent = count.before(places, sending)
    sources = [place.source for place in places] + [notice.source or notice.id for notice in sending]
    files = [item for layer in count.layers for item in (layer.source, layer.file)]
    return Presence(
        key=key,
        subject=subject,
        areas=tuple(places),
        before=before,
        silent=silent,
        sent=count.surely_ordered_by(only_here),
        perhaps=count.ordered_by(or_elsewhere),
        notices=tuple(notice.id for notice in sending),
        evidence=tuple(dict.fromkeys(item for item in (*sources, *files) if item)),
    )
