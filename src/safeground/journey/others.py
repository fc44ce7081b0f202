"""Other people on the streets, as the plan states them: where they go, how many, and when they set out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from safeground.quantity import Range

if TYPE_CHECKING:
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.places import LoadedPlan


@dataclass(frozen=True, slots=True)
class Others:
    """One movement beside a notice's own.

    Parameters
    ----------
    name
        Its id in the plan.
    start, goal
        The areas where it sets out and where it goes, each as one polygon (WGS 84).
    persons
        How many people move.
    begin_s
        When they set out, in seconds after the moment given; negative before it. None where the plan, or
        whoever asks, does not say when.
    """

    name: str
    start: BaseGeometry
    goal: BaseGeometry
    persons: Range
    begin_s: float | None


def others_on_the_streets(loaded: LoadedPlan, moment: datetime | None) -> tuple[Others, ...]:
    """Return the plan's other movements in its order.

    Parameters
    ----------
    loaded
        The plan with its places.
    moment
        The moment from which seconds count, such as the issue of a notice; None where it is not stated.
    """
    return tuple(
        Others(
            name=one.id,
            start=shapely.union_all([loaded.areas[area] for area in one.from_]),
            goal=shapely.union_all([loaded.areas[area] for area in one.to]),
            persons=Range.of(one.persons, "persons"),
            begin_s=None if moment is None or one.begins is None else (one.begins - moment).total_seconds(),
        )
        for one in loaded.plan.movements
    )
