"""How *reach* says what was proven and what was scheduled. Every figure is rounded so that it stays true.

All of it may be published: people in two digits, few people only as few, no street by name.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.journey.coverage import WHOLE
from safeground.journey.sensitivity import TOGETHER
from safeground.quantity import Range
from safeground.wording import SMALL_COUNT, duration, number, people_words, rounded, say
from safeground.wording import listed as listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from safeground.journey.outcome import Cut, Outcome, Sensitivity, Target
    from safeground.plan.model import Notice

BE_THERE: dict[Target, str] = {"out": "be out of {areas}", "arrived": "have arrived at {to}"}
GETTING_THERE: dict[Target, str] = {"out": "leaving {areas}", "arrived": "arriving at {to}"}
UNIT_OF_FIGURE = "h"
EVERYONE = "everyone"
BY_DISTANCE = 10.0
"""From this break-even on it is the way that takes the time, not the queue."""
A_HUNDREDTH = 0.01
A_MINUTE_H = 1 / 60
"""A time proven to be shorter is not worth a sentence."""


def place(words: str, notice: Notice) -> str:
    """Fill in the names of the areas."""
    return words.format(areas=listed(notice.areas), to=listed(notice.to))


def places(count: int) -> str:
    """Say how many places: ``1 place``, ``2 places``."""
    return "1 place" if count == 1 else f"{count:,} places"


def moment(value: datetime) -> str:
    """Say a moment with its offset: ``2026-03-04 18:00 (+02:00)``."""
    offset = f"{value:%z}"
    return f"{value:%Y-%m-%d %H:%M} ({offset[:3]}:{offset[3:5]})"


def at_least(hours: float) -> str:
    """Say a proven least time, rounded down."""
    return duration(math.floor(round(hours * 60, 6)) / 60)


def at_most(hours: float) -> str:
    """Say the time of a schedule, rounded up."""
    return duration(math.ceil(round(hours * 60, 6)) / 60)


def ordered(outcome: Outcome) -> str:
    """Say first what the order costs: how many people it moves, by layer."""
    if math.isinf(outcome.ordered.high):
        return "How many people are ordered to move is not stated."
    text = f"{capital(people_words(outcome.ordered))} are ordered to move"
    layers = {name: count for name, count in outcome.by_layer.items() if count.high > 0}
    if len(layers) > 1:
        text += f" ({'; '.join(f'{name}: {people_words(count)}' for name, count in layers.items())})"
    if outcome.covered is not None and outcome.covered < WHOLE:
        text += f", counted on {share(outcome.covered)} of the area"
    if outcome.uncounted_cells:
        text += f", and those in {places(outcome.uncounted_cells)} without a count"
    return f"{text}."


def share(part: float) -> str:
    """Say a share of an area, rounded down: ``37 %``."""
    return f"{math.floor(part * 100)} %" if part >= A_HUNDREDTH else "less than 1 %"


def refuted(outcome: Outcome, notice: Notice) -> str:
    """Say that not all can keep the deadline, and how many cannot."""
    low = outcome.persons.low
    late = low - (low if outcome.arrivals_upper is None else outcome.arrivals_upper)
    given = "" if outcome.deadline_h is None else f" in the {duration(outcome.deadline_h)} given"
    if late >= SMALL_COUNT:
        many = _at_least(late).removesuffix(" people")
        who = f"{many} of the {people_words(outcome.persons)} who can move cannot"
    else:
        who = f"not all of the {people_words(outcome.persons)} who can move can"
    text = (
        f"On these inputs {who} {place(BE_THERE[outcome.target], notice)}{given}, even if all know and leave "
        "at once and every figure is at its most favourable end."
    )
    # The certificate for the deadline can be the stronger of the two; the least time is then left unsaid.
    if outcome.deadline_h is not None and outcome.lower_h > outcome.deadline_h:
        text += f" For all of them it takes at least {at_least(outcome.lower_h)}."
    return text


def not_refuted(outcome: Outcome, notice: Notice) -> str:
    """Say that a schedule exists, and under which conditions."""
    assert outcome.upper_h is not None
    return (
        f"Not refuted: on these inputs a schedule lets all {people_words(outcome.persons)} who can move and "
        f"have a route {place(BE_THERE[outcome.target], notice)} in {at_most(outcome.upper_h)}. It holds "
        "only if all know at the start, all move as it says, nobody is shot at, and the streets are as "
        "mapped. That people could follow it is not shown."
    )


def beside(outcome: Outcome) -> str:
    """Say how long a schedule takes beside others; nothing where none was looked for."""
    joint = outcome.joint
    if joint is None:
        return ""
    if joint.upper_h is None:
        return f"Beside others there is no schedule for all: {joint.no_upper}."
    takes = at_most(joint.upper_h)
    if joint.before:
        return f"Where {listed(joint.before)} goes first, a schedule beside it takes {takes}."
    after = tuple(one for one in joint.together if one != joint.notice)
    return f"It takes {takes} where it goes first and {listed(after)} gets what it leaves of the streets."


def with_room(outcome: Outcome, notice: Notice) -> str:
    """Say how many cannot have arrived with a planning minimum of room each; nothing where all can."""
    bound = outcome.with_room
    if bound is None or bound.arrivals_upper is None:
        return ""
    late = bound.persons - min(bound.arrivals_upper, bound.persons)
    if late < 1:
        return ""
    return (
        f"At {bound.m2_per_person:g} m² a person, a planning minimum and no physical limit, at least "
        f"{_few(late, math.floor)} of {people_words(outcome.persons)} cannot have arrived in "
        f"{listed(notice.to)} with room by the deadline, on the mapped streets."
    )


def between(outcome: Outcome, notice: Notice) -> str:
    """Say what is known where neither side decides."""
    there = place(BE_THERE[outcome.target], notice)
    proven = outcome.lower_h >= A_MINUTE_H
    least = f"it takes at least {at_least(outcome.lower_h)}" if proven else "no least time is proven"
    text = f"Depends: until all can {there}, {least}"
    text += "." if outcome.upper_h is None else f", and a schedule takes {at_most(outcome.upper_h)}."
    if outcome.upper_h is None and outcome.no_upper:
        text += f" There is no schedule for all: {outcome.no_upper}."
    if outcome.arrivals_lower is not None:
        text += f" By the deadline a schedule brings {_few(outcome.arrivals_lower, math.floor)} there."
    return text


def needs(outcome: Outcome, notice: Notice) -> str:
    """Say what holds for every deadline, where none is stated."""
    doing = place(GETTING_THERE[outcome.target], notice)
    text = f"On these inputs {doing} takes all who can move at least {at_least(outcome.lower_h)}"
    if outcome.lower_h < A_MINUTE_H:
        text = f"On these inputs no least time is proven for {doing}"
    if outcome.uncounted_cells:
        return f"{text}; there is no schedule for all, as nobody counted the people of some places."
    if outcome.upper_h is None:
        return f"{text}; there is no schedule for all: {outcome.no_upper}."
    return f"{text}; a deadline of {at_most(outcome.upper_h)} or more after the notice would not be refuted."


def cut_sentence(cut: Cut, deadline_h: float | None) -> str:
    """Say the bottleneck by its number of streets, what they carry and who is behind them."""
    behind = capital(people_words(Range(cut.persons_behind, math.inf, "persons")))
    behind = behind if cut.persons_behind >= SMALL_COUNT else "Some people"
    if cut.timed and cut.break_even_persons is not None:
        return _cut_in_hours(cut, behind)
    if deadline_h is not None and cut.offset_low_h >= deadline_h:
        return f"{behind} are so far away that the shortest way takes them longer than the time given."
    factor = cut.break_even_capacity_factor
    if factor is not None and factor >= BY_DISTANCE:
        return f"{behind} are so far away that the way alone takes nearly all of the time given, or more."
    many = len(cut.streets)
    streets = "one street, which carries" if many == 1 else f"{many} streets, which together carry"
    carry = say(Range(-math.inf, cut.capacity_per_s, "persons_per_s"), digits=2)
    return f"{behind} must pass {streets} {carry}."


def _cut_in_hours(cut: Cut, behind: str) -> str:
    """Say a cut whose streets open and close: how many they let through by the deadline."""
    streets = "one street" if len(cut.streets) == 1 else f"{len(cut.streets)} streets"
    if not cut.break_even_persons:
        return f"{behind} must pass {streets}, which nobody of them can have passed by the deadline."
    through = _few(cut.break_even_persons or 0.0, math.ceil)
    most = through if cut.break_even_persons < SMALL_COUNT else f"no more than {through}"
    them = "its" if len(cut.streets) == 1 else "their"
    lets = "lets" if len(cut.streets) == 1 else "let"
    return f"{behind} must pass {streets}, which in {them} hours {lets} {most} through by the deadline."


def break_even(cut: Cut) -> str | None:
    """Say what would have to be different for the refutation to fail."""
    factor, persons = cut.break_even_capacity_factor, cut.break_even_persons
    if factor is None or persons is None:
        return None
    if math.isinf(factor) and cut.timed and not persons:
        return "Stays true whatever the streets carry, as long as hours and curfews are as stated."
    if math.isinf(factor) and cut.timed:
        behind = "it" if len(cut.streets) == 1 else "them"
        fewer = _few(persons, math.ceil)
        fewer = fewer if persons < SMALL_COUNT else f"no more than {fewer}"
        return (
            "Stays true even if the streets of the cut carried a thousand times what was assumed, as long as "
            f"hours, numbers a window and curfews are as stated, unless {fewer} are behind {behind}."
        )
    if math.isinf(factor):
        return "Stays true whatever the streets carry: the people behind the cut are too far away."
    many = len(cut.streets)
    streets = "the street of the cut carries" if many == 1 else f"the {many} streets of the cut carry"
    # Rounded towards failing: the figures said must not promise more than those computed.
    scale = 10.0 ** (2 - math.floor(math.log10(factor)))
    times = number(math.floor(factor * scale) / scale)
    fewer = _few(persons, math.ceil)
    fewer = fewer if persons < SMALL_COUNT else f"no more than {fewer}"
    behind = "it" if many == 1 else "them"
    stays = f"Stays true unless {streets} more than {times} times what was assumed"
    return f"{stays}, or {fewer} are behind {behind}."


def effect(one: Sensitivity) -> str:
    """Say what moving one figure does to the number of people who are late."""
    other, taken = (say(Range.exact(value, one.range.unit)) for value in (one.other, one.taken))
    late = "nobody is proven late" if one.late_at_other <= 0 else f"{_at_least(one.late_at_other)} are late"
    if one.assumption == TOGETHER:
        return f"every figure at its least favourable end: {late}"
    return f"{other} instead of {taken}: {late}"


def groups(outcome: Outcome) -> str:
    """Say which group alone needs longer than everybody at the fastest, empty where none does."""
    bounds = dict(outcome.group_bounds_h)
    everyone = bounds.pop(EVERYONE, 0.0)
    slower = {name: hours for name, hours in bounds.items() if hours > everyone}
    if not slower:
        return ""
    name = max(slower, key=lambda one: slower[one])
    return f"The group that {name} needs at least {at_least(slower[name])} alone."


def _at_least(persons: float) -> str:
    return _few(persons, math.floor) if persons < SMALL_COUNT else f"at least {_few(persons, math.floor)}"


def _few(persons: float, towards: Callable[[float], float]) -> str:
    """Say a number of people in two digits, rounded down or up; few people only as few."""
    if persons <= 0:
        return "nobody"
    if persons < SMALL_COUNT:
        return f"fewer than {SMALL_COUNT:,} people"
    return f"{number(rounded(persons, 2, towards), digits=2)} people"


def capital(text: str) -> str:
    """Return a sentence with its first letter large."""
    return text[:1].upper() + text[1:]
