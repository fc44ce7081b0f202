"""The plan's words on displacement and its claims → what they come to."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.plan.return_words import COUNTS
from safeground.quantity import Range
from safeground.questions.displacement.account import Where, account, hull
from safeground.questions.displacement.statements import Days, Unused
from safeground.questions.known_claims import asked, known_claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.questions.displacement.account import Displacement


def displacement_of(loaded: LoadedPlan) -> Displacement | None:
    """Return what a plan's claims of displacement come to; None where it names no places of them."""
    words = loaded.plan.displacement
    if words is None:
        return None
    zone = ZoneInfo(loaded.plan.time_zone) if loaded.plan.time_zone else None
    last = words.last_day or loaded.plan.as_of.astimezone(zone).date()
    places = [
        Where(
            id=place.id,
            called=place.called,
            within=place.within,
            before=None if place.people_before is None else Range.of(place.people_before, "persons"),
        )
        for place in words.places
    ]
    on_the_way = None if words.on_the_way is None else Range.of(words.on_the_way, "persons")
    known = known_claims(loaded)
    found = account(known, places, Days(words.first_day, last), about=words.about, on_the_way=on_the_way)
    left_out = [(name, one.reason) for one in asked(loaded).left_out for name in one.ids]
    unused = tuple(Unused(name, why) for name, why in left_out if loaded.claims[name].claim.measure in COUNTS)
    return replace(found, unused=(*found.unused, *unused))


def place_of(loaded: LoadedPlan, area: str) -> str | None:
    """Return the id of the place of displacement that an area is; None where claims speak of none."""
    words = loaded.plan.displacement
    places = () if words is None else words.places
    return next((one.id for one in places if one.area == area), None) or next(
        (one.id for one in places if one.area is None and one.id == area), None
    )


def away_from(
    loaded: LoadedPlan, area: str, outcomes: Sequence[Outcome], displacement: Displacement | None
) -> tuple[Range | None, bool]:
    """Return how many people are away from an area, and whether claims say so.

    By the claims, else as many as are ordered to leave it; None where neither has an upper end.
    """
    place = place_of(loaded, area)
    if displacement is not None and place is not None:
        gone = hull([one.places[place].gone[-1] for one in displacement.readings])
        if gone is not None and math.isfinite(gone.high):
            return gone, True
    notices = {one.id for one in loaded.plan.notices if one.areas == (area,)}
    ordered = [one.ordered for one in outcomes if one.notice in notices and math.isfinite(one.ordered.high)]
    return (ordered[0] if ordered else None), False
