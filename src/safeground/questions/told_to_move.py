"""Whom each notice tells to move, as layers of people count them, with streets or without."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.ground.people import count_layers
from safeground.questions.destinations import people_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range


def told_to_move(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], outcomes: Sequence[Outcome]
) -> dict[str, Range]:
    """Return notice → the people whom it tells to move; left out where nobody counts them.

    Parameters
    ----------
    loaded, layers
        The plan, and its layers of people.
    outcomes
        Where the engine counted those whom a notice orders, its number is taken.
    """
    import shapely

    found = {one.notice: one.ordered for one in outcomes if math.isfinite(one.ordered.high)}
    counting = count_layers(layers)
    for notice in loaded.plan.notices:
        if notice.id in found or any(area not in loaded.areas for area in notice.areas):
            continue
        people = people_in(counting, shapely.union_all([loaded.areas[area] for area in notice.areas]))
        if people is not None and math.isfinite(people.high):
            found[notice.id] = people
    return found
