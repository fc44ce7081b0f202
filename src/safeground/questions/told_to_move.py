"""Whom each notice tells to move, as layers of people count them, with streets or without."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.formats.projection import LocalProjection
from safeground.ground.people import count_layers
from safeground.journey.coverage import covered_share
from safeground.questions.destinations import people_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range


@dataclass(frozen=True, slots=True)
class Told:
    """People whom a notice tells to move.

    Parameters
    ----------
    people
        As layers count them.
    covered
        Share of its areas that layers of people cover; None where the engine counted nobody.
    """

    people: Range
    covered: float | None


def told_to_move(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], outcomes: Sequence[Outcome]
) -> dict[str, Told]:
    """Return notice → the people whom it tells to move; left out where nobody counts them.

    Parameters
    ----------
    loaded, layers
        The plan, and its layers of people.
    outcomes
        Where the engine counted those whom a notice orders, its number is taken.
    """
    import shapely

    found = {
        one.notice: Told(one.ordered, one.covered) for one in outcomes if math.isfinite(one.ordered.high)
    }
    counting = count_layers(layers)
    for notice in loaded.plan.notices:
        if notice.id in found or any(area not in loaded.areas for area in notice.areas):
            continue
        ground = shapely.union_all([loaded.areas[area] for area in notice.areas])
        people = people_in(counting, ground)
        if people is not None and math.isfinite(people.high):
            plane = LocalProjection.around(ground)
            found[notice.id] = Told(people, covered_share(counting, plane.project(ground), plane))
    return found
