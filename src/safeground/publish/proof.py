"""The proof, so that a reader can do the sum by hand: the cut as a sentence, and what would break it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.publish.deadlines import time_words
from safeground.questions.reach_words import at_least
from safeground.units import SECONDS_PER_HOUR
from safeground.wording import duration, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.journey.outcome import Cut, CutStreet, Outcome
    from safeground.publish.figures import Figures

ROUNDED_H: Final = 1 / 60
"""Hours by which two ways of saying the same time may differ."""
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


def proof(
    outcome: Outcome, outcomes: Sequence[Outcome], figures: Figures, *, held: bool = True
) -> Proof | None:
    """Return the proof of one outcome, or None where it has no cut.

    Parameters
    ----------
    outcome, outcomes
        The outcome, and all of them, over which streets are numbered.
    figures
        How the edition says numbers.
    held
        Whether the stated deadline is for this; if not, nothing is said to break even against it.
    """
    cut = outcome.cut
    if cut is None or cut.lower_h <= 0:
        return None
    return Proof(
        heading=f"{outcome.notice}, {outcome.target}",
        sentence=_sentence(outcome, cut, figures),
        by_hand=_by_hand(outcome, cut, figures),
        breaks=_breaks(outcome, cut, figures, held=held),
        streets=_streets(cut, outcomes)
        if figures.audience == "restricted" and _is_bottleneck(outcome)
        else (),
    )


def _sentence(outcome: Outcome, cut: Cut, figures: Figures) -> str:
    count = len(cut.streets)
    if cut.timed and cut.break_even_persons is not None:
        return _sentence_in_hours(outcome, cut, figures)
    low, high = at_least(cut.offset_low_h), at_least(cut.offset_high_h)
    through = low if low == high else f"{low} to {high}"
    one = count == 1
    hours = " in the hours and numbers stated" if cut.timed else ""
    after = "" if outcome.start is None else f", {at_least(cut.lower_h)} after the start"
    streets = "this one street, which carries" if one else f"these {count} streets, which together carry"
    return (
        f"At least {figures.at_least(cut.persons_behind)} people must pass {streets} at most"
        f" {_rate(cut.capacity_per_s)}{hours}; the way to {'it' if one else 'them'} and on takes {through}"
        f" at the least. So, on these inputs, they cannot all {TARGET_VERB[outcome.target]} before"
        f" {time_words(outcome, cut.lower_h)}{after}."
    )


def _sentence_in_hours(outcome: Outcome, cut: Cut, figures: Figures) -> str:
    """Say a cut whose streets open and close: by the deadline they let so many through."""
    count = len(cut.streets)
    streets = "this one street, which lets" if count == 1 else f"these {count} streets, which together let"
    by = time_words(outcome, outcome.deadline_h or cut.lower_h)
    return (
        f"At least {figures.at_least(cut.persons_behind)} people must pass {streets} no more than"
        f" {figures.at_most(cut.break_even_persons or 0.0)} through by {by}, by their hours, numbers a window"
        f" and curfews. So, on these inputs, they cannot all {TARGET_VERB[outcome.target]} by then."
    )


def _rate(persons_per_s: float) -> str:
    """Say a capacity, rounded up: it is an optimistic figure."""
    if persons_per_s >= 1:
        return f"{number(math.ceil(persons_per_s * 10) / 10)} people a second"
    return f"{number(math.ceil(persons_per_s * 60))} people a minute"


def _by_hand(outcome: Outcome, cut: Cut, figures: Figures) -> str | None:
    """Return the sum behind the cut's time, or None where the cut as given does not add up to it.

    A cut that was taken from the certificate of the deadline proves that deadline and no time of its own.
    """
    if cut.timed or cut.capacity_per_s <= 0 or cut.lower_h == outcome.deadline_h:
        return None
    passing_h = cut.persons_behind / cut.capacity_per_s / SECONDS_PER_HOUR
    way_h = cut.lower_h - passing_h
    if not cut.offset_low_h - ROUNDED_H <= way_h <= cut.offset_high_h + ROUNDED_H:
        return None
    if figures.audience == "restricted" and abs(_mean_way_h(cut) - way_h) > ROUNDED_H:
        return None
    return (
        f"{figures.at_least(cut.persons_behind)} people ÷ {number(cut.capacity_per_s * SECONDS_PER_HOUR)}"
        f" people an hour = {duration(passing_h)} to pass the streets; with the way to them and on, on"
        f" average {duration(way_h)}, {at_least(cut.lower_h)}."
    )


def _mean_way_h(cut: Cut) -> float:
    """Return the mean way through the streets, by what they carry."""
    carried = math.fsum(street.capacity_per_s for street in cut.streets)
    ways = math.fsum(street.capacity_per_s * street.offset_h for street in cut.streets)
    return ways / carried if carried > 0 else math.inf


def _breaks(outcome: Outcome, cut: Cut, figures: Figures, *, held: bool) -> tuple[str, ...]:
    parts = []
    one = len(cut.streets) == 1
    behind = "it" if one else "them"
    streets = "this street carries" if one else f"these {len(cut.streets)} streets carry"
    factor = cut.break_even_capacity_factor if held else None
    persons = cut.break_even_persons
    if factor is not None and persons is not None and math.isinf(factor) and cut.timed:
        parts.append("if hours, numbers a window or curfews are not as stated")
        parts.append(f"if no more than {figures.at_most(persons)} people are behind {behind}")
    elif factor is not None and math.isinf(factor):
        parts.append(f"not by what {streets}: the people behind {behind} are too far away")
    elif factor is not None and persons is not None:
        # Rounded towards failing: the figures said must not promise more than those computed.
        parts.append(f"if {streets} more than {math.floor(factor * 100) / 100:g} times what was assumed")
        parts.append(f"if no more than {figures.at_most(persons)} people are behind {behind}")
    parts.append("if there is a way that the street file does not hold")
    if outcome.refuted_on_open_ground is not True:
        parts.append("if people can leave the streets and cross open ground in numbers")
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
            offset=at_least(street.offset_h),
        )
        for street in cut.streets
    )
