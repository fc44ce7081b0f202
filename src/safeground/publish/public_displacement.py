"""Displacement for the public: the total of those who left ordered areas, and nothing of where they are."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

import msgspec

from safeground.quantity import Range
from safeground.questions.displacement.account import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safeground.plan.model import Area, Plan
    from safeground.questions.displacement.account import Displacement, PlaceDays, Reading
    from safeground.questions.finding import Finding

FIGURES: Final = ("displaced", "days", "person-days", "times-moved")
OF_ONE_BLOCK: Final = "figures of those who left one block are not published"
ALL_AREAS: Final = "the areas that people are told to leave"
SEVERAL_BLOCKS: Final = re.compile(r"[,;،؛、\n]|\d\s*[-–—]\s*\d")


def public_displacement(
    displacement: Displacement, plan: Plan, rounded: Callable[[Range], Range], smallest: int
) -> Displacement:
    """Return the total of those who left the areas of the plan which people are told to leave.

    Figures by block, and of where people are now, are restricted: who is present, who arrived and where,
    every claim and its source are taken out, and areas are added up. An area that is one block, or part of
    another one, adds nothing of its own; where no other is left there is no total. Counts are rounded
    outwards, those of few people say only that.
    """
    kept = _counted(displacement, plan)

    def public(quantity: Range) -> Range:
        if 0 < quantity.high < smallest:
            return Range(0.0, float(smallest), quantity.unit)
        return rounded(quantity)

    readings = [reading for reading in displacement.readings if kept]
    return replace(
        displacement,
        places=(Where(id=ALL_AREAS),) if kept else (),
        stated=(),
        unused=(),
        readings=tuple(
            _reading(one, number, kept, public, smallest) for number, one in enumerate(readings, 1)
        ),
        ordered={},
    )


def without_block_figures(findings: Sequence[Finding], plan: Plan) -> tuple[Finding, ...]:
    """Return findings of *return* with the answer alone where a figure would be one of a single block."""
    blocks = {area.id for area in plan.areas if _is_one_block(area)}
    withheld = {f"return.{area}.{what}" for area in blocks for what in FIGURES}
    return tuple(
        msgspec.structs.replace(one, statement=f"{one.subject}: {OF_ONE_BLOCK}.", figure=None)
        if one.id in withheld and one.figure is not None
        else one
        for one in findings
    )


def with_days_of_few(displacement: Displacement, smallest: int) -> Displacement:
    """Return an account in which the person-days of few people do not tell how few: days are known."""
    return replace(
        displacement,
        readings=tuple(
            replace(one, places={name: _days_of_few(place, smallest) for name, place in one.places.items()})
            for one in displacement.readings
        ),
    )


def _days_of_few(place: PlaceDays, smallest: int) -> PlaceDays:
    most = max((one.high for one in place.gone), default=0.0)
    if not 0 < most < smallest:
        return place
    return replace(place, person_days=Range(0.0, float(smallest * len(place.gone)), "person_days"))


def _counted(displacement: Displacement, plan: Plan) -> list[str]:
    """Return the places that are added up: ordered areas of more than one block, none inside another."""
    words = plan.displacement
    ordered = {area.id for area in plan.areas if area.kind == "ordered" and not _is_one_block(area)}
    of_area = {} if words is None else {one.id: one.area for one in words.places}
    kept = {one.id: one for one in displacement.places if of_area.get(one.id) in ordered}
    above = {one.id: one.within for one in displacement.places}

    def is_inside(place: str | None) -> bool:
        outer = None if place is None else above.get(place)
        return outer is not None and (outer in kept or is_inside(outer))

    return [name for name in kept if not is_inside(name)]


def _is_one_block(area: Area) -> bool:
    return len(area.blocks) == 1 and SEVERAL_BLOCKS.search(area.blocks[0]) is None


def _reading(
    reading: Reading, number: int, kept: Sequence[str], public: Callable[[Range], Range], smallest: int
) -> Reading:
    total = _days_of_few(_total([reading.places[one] for one in kept]), smallest)
    name = f"reading {number}" if reading.name else ""
    return replace(reading, name=name, left_out=(), places={ALL_AREAS: _place(total, public)})


def _total(places: Sequence[PlaceDays]) -> PlaceDays:
    """Add places up; who left one may have left another, too, so of people the least is that of one place."""

    def moves(pick: str) -> tuple[Range, ...]:
        return tuple(
            reduce(add, ranges) for ranges in zip(*(getattr(one, pick) for one in places), strict=True)
        )

    return replace(
        places[0],
        gone=tuple(_people(ranges) for ranges in zip(*(one.gone for one in places), strict=True)),
        moved=moves("moved"),
        returned=moves("returned"),
        person_days=_people([one.person_days for one in places]),
        certain_since=None,
    )


def _people(ranges: Sequence[Range]) -> Range:
    return Range(max(one.low for one in ranges), sum(one.high for one in ranges), ranges[0].unit)


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
