"""The proof, so that a reader can do the sum by hand: the cut as a sentence, and what would break it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.publish.deadlines import time_words
from safeground.units import SECONDS_PER_HOUR
from safeground.wording import duration, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.journey.outcome import Cut, CutStreet, Outcome
    from safeground.publish.figures import Figures

HALF_A_MINUTE_H: Final = 1 / 120
MOST_STREETS: Final = 24
TARGET_VERB = {"out": "be out of the area", "arrived": "be at a destination"}


@dataclass(frozen=True, slots=True)
class NumberedStreet:
    """A street of an outcome's cut with the number it has on the map. Restricted."""

    number: int
    name: str
    way_id: int
    persons_per_h: str
    offset: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proof box says of one outcome."""

    heading: str
    sentence: str
    by_hand: str | None
    breaks: tuple[str, ...]
    streets: tuple[NumberedStreet, ...]


def numbered_streets(outcomes: Sequence[Outcome]) -> tuple[CutStreet, ...]:
    """Return the streets of the cuts that a map can show, each once; its number is its place from 1.

    A cut of many streets is a wide front, not a bottleneck, and one that refutes nothing explains nothing.
    """
    found: dict[tuple[int, bytes], CutStreet] = {}
    for outcome in outcomes:
        if _is_bottleneck(outcome):
            for street in outcome.cut.streets if outcome.cut is not None else ():
                found.setdefault((street.way_id, street.line.wkb), street)
    return tuple(found.values())


def _is_bottleneck(outcome: Outcome) -> bool:
    return (
        outcome.cut is not None
        and len(outcome.cut.streets) <= MOST_STREETS
        and outcome.refuted_on_streets is not False
    )


def proof(outcome: Outcome, outcomes: Sequence[Outcome], figures: Figures) -> Proof | None:
    """Return the proof of one outcome, or None where it has no cut."""
    cut = outcome.cut
    if cut is None or cut.lower_h <= 0:
        return None
    return Proof(
        heading=f"{outcome.notice}, {outcome.target}",
        sentence=_sentence(outcome, cut, figures),
        by_hand=_by_hand(cut, figures),
        breaks=_breaks(outcome, cut, figures),
        streets=_streets(cut, outcomes)
        if figures.audience == "restricted" and _is_bottleneck(outcome)
        else (),
    )


def _sentence(outcome: Outcome, cut: Cut, figures: Figures) -> str:
    count = len(cut.streets)
    low, high = duration(cut.offset_low_h), duration(cut.offset_high_h)
    through = low if low == high else f"{low} to {high}"
    one = count == 1
    after = "" if outcome.start is None else f", {duration(cut.lower_h)} after the start"
    streets = "this one street, which carries" if one else f"these {count} streets, which together carry"
    return (
        f"At least {figures.at_least(cut.persons_behind)} people must pass {streets} at most"
        f" {_rate(cut.capacity_per_s)}; the way to {'it' if one else 'them'} and on takes {through} at the"
        f" least. So, on these inputs, they cannot all {TARGET_VERB[outcome.target]} before"
        f" {time_words(outcome, cut.lower_h)}{after}."
    )


def _rate(persons_per_s: float) -> str:
    """Say a capacity, rounded up: it is an optimistic figure."""
    if persons_per_s >= 1:
        return f"{number(math.ceil(persons_per_s * 10) / 10)} people a second"
    return f"{number(math.ceil(persons_per_s * 60))} people a minute"


def _by_hand(cut: Cut, figures: Figures) -> str | None:
    """Return the sum behind the cut's time, or None where the totals as given do not add up to it."""
    capacity_per_h = cut.capacity_per_s * SECONDS_PER_HOUR
    if capacity_per_h <= 0:
        return None
    queue_h = cut.persons_behind / capacity_per_h
    way_h = cut.lower_h - queue_h
    # The cut's time is the queue and the mean way; a mean outside the ways was reached otherwise.
    if not cut.offset_low_h - HALF_A_MINUTE_H <= way_h <= cut.offset_high_h + HALF_A_MINUTE_H:
        return None
    return (
        f"{figures.at_least(cut.persons_behind)} people ÷ {number(capacity_per_h)} people an hour ="
        f" {duration(queue_h)}; and {duration(way_h)} for the way, the mean over the streets by what they"
        f" carry: {duration(cut.lower_h)} in all."
    )


def _breaks(outcome: Outcome, cut: Cut, figures: Figures) -> tuple[str, ...]:
    parts = []
    streets = "this street carries" if len(cut.streets) == 1 else f"these {len(cut.streets)} streets carry"
    factor, persons = cut.break_even_capacity_factor, cut.break_even_persons
    if outcome.deadline_h is not None and outcome.deadline_h < cut.lower_h:
        if factor is not None and factor > 1:
            parts.append(f"if {streets} more than {number(factor)} times what was assumed")
        if persons is not None and persons > 0:
            parts.append(f"if fewer than {figures.at_least(persons)} people are behind them")
    parts.append("if there is a way that the street file does not hold")
    if outcome.refuted_on_open_ground is not True:
        parts.append(
            "if people can leave the streets and cross open ground in numbers: nothing here rules that out"
        )
    return tuple(parts)


def _streets(cut: Cut, outcomes: Sequence[Outcome]) -> tuple[NumberedStreet, ...]:
    numbers = {
        (street.way_id, street.line.wkb): at for at, street in enumerate(numbered_streets(outcomes), 1)
    }
    return tuple(
        NumberedStreet(
            number=numbers[street.way_id, street.line.wkb],
            name=street.name,
            way_id=street.way_id,
            persons_per_h=number(math.ceil(street.capacity_per_s * 3600)),
            offset=duration(street.offset_h),
        )
        for street in cut.streets
    )
