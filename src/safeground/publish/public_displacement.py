"""Displacement for the public: totals of those who left an ordered area, and nothing of where they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.plan.model import Plan
    from safeground.questions.displacement.account import Displacement, PlaceDays, Reading


def public_displacement(
    displacement: Displacement, plan: Plan, rounded: Callable[[Range], Range], smallest: int
) -> Displacement:
    """Return the totals of the places that are areas of the plan which people are told to leave.

    Who is present, who arrived and where, every claim and its source are taken out; counts are rounded
    outwards, those of few people say only that.
    """
    words = plan.displacement
    ordered = {area.id for area in plan.areas if area.kind == "ordered"}
    kept = {one.id for one in words.places if one.area in ordered} if words is not None else set()

    def public(quantity: Range) -> Range:
        if 0 < quantity.high < smallest:
            return Range(0.0, float(smallest), quantity.unit)
        return rounded(quantity)

    return replace(
        displacement,
        places=tuple(replace(one, within=None, before=None) for one in displacement.places if one.id in kept),
        stated=(),
        unused=(),
        readings=tuple(_reading(one, i, kept, public) for i, one in enumerate(displacement.readings, 1)),
        ordered={},
    )


def _reading(reading: Reading, number: int, kept: set[str], public: Callable[[Range], Range]) -> Reading:
    places = {place: _place(days, public) for place, days in reading.places.items() if place in kept}
    return replace(reading, name=f"reading {number}" if reading.name else "", left_out=(), places=places)


def _place(days: PlaceDays, public: Callable[[Range], Range]) -> PlaceDays:
    return replace(
        days,
        present=(),
        displaced=(),
        arrived=(),
        gone=tuple(map(public, days.gone)),
        moved=tuple(map(public, days.moved)),
        returned=tuple(map(public, days.returned)),
        person_days=public(days.person_days),
    )
