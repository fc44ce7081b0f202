"""Whether the words on going back and on displacement mean something that the plan has."""

from __future__ import annotations

import math
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from safeground.plan.gazetteer import repeated
from safeground.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.plan.words import Number


def returns_name_areas_of_the_plan(stated: Stated) -> Iterator[Fault]:
    """Going back is to an area of the plan, from areas of it, each area once."""
    plan = stated.plan
    areas = [area.id for area in plan.areas]
    corridors = [corridor.id for corridor in plan.corridors]
    for i, one in enumerate(plan.returns):
        yield from _unknown(stated, ("returns", i, "area"), one.area, areas, "area")
        for j, name in enumerate(one.from_):
            yield from _unknown(stated, ("returns", i, "from", j), name, areas, "area")
        for j, name in enumerate(one.corridors):
            yield from _unknown(stated, ("returns", i, "corridors", j), name, corridors, "corridor")
        if one.area in one.from_:
            yield stated.fault(
                ("returns", i, "from"), f"{one.area}, to which they go back", "other areas", "Take it out."
            )
        if one.begins is not None and one.until is not None and one.until < one.begins.date():
            yield stated.fault(
                ("returns", i, "until"), f"{one.until}, before people may go back, {one.begins.isoformat()}",
                "a later day", "Correct one of the two.",
            )  # fmt: skip
    for double in repeated(one.area for one in plan.returns):
        second = [i for i, one in enumerate(plan.returns) if one.area == double][1]
        yield stated.fault(
            ("returns", second, "area"), f"{double} again", "each area once", "Join the two entries."
        )


def conditions_can_be_measured(stated: Stated) -> Iterator[Fault]:
    """What measures a condition has a number with its unit, or a state."""
    for i, one in enumerate(stated.plan.returns):
        for double in repeated(condition.id for condition in one.conditions):
            second = [j for j, condition in enumerate(one.conditions) if condition.id == double][1]
            yield stated.fault(
                ("returns", i, "conditions", second, "id"), f"the id {double} again", "ids that differ",
                "Rename one.",
            )  # fmt: skip
        for j, condition in enumerate(one.conditions):
            term = condition.holds_if
            path = ("returns", i, "conditions", j, "holds_if")
            if term is None:
                continue
            number = term.at_least is not None or term.at_most is not None
            if number == (term.state is not None):
                found = "a number and a state" if number else "neither a number nor a state"
                yield stated.fault(
                    path, found, "`at_least` or `at_most`, or else `state`", "State what measures it, once."
                )
            if number and term.unit is None:
                yield stated.fault(
                    path, "a number without a unit", "`unit` beside it", "Add the unit that claims have."
                )
            low = -math.inf if term.at_least is None else term.at_least
            high = math.inf if term.at_most is None else term.at_most
            if low > high:
                yield stated.fault(
                    path, f"at least {low:g} and at most {high:g}", "ends in order", "Exchange the two."
                )


def displaced_places_are_named_once(stated: Stated) -> Iterator[Fault]:
    """Each place of displacement, and each name of one, stands once; its area and its whole are there."""
    words = stated.plan.displacement
    if words is None:
        return
    areas = [area.id for area in stated.plan.areas]
    ids = [place.id for place in words.places]
    if not words.places:
        yield stated.fault(
            ("displacement", "places"), "no place", "at least one", "Name the places that claims speak of."
        )
    of_name: dict[str, tuple[int, str]] = {}
    of_area: dict[str, str] = {}
    for i, place in enumerate(words.places):
        path = ("displacement", "places", i)
        for name in dict.fromkeys((place.id, *place.called)):
            first, whose = of_name.setdefault(" ".join(name.split()).casefold(), (i, place.id))
            if first != i:
                yield stated.fault(
                    path, f"the name {name!r}, which {whose} has, too", "names of one place",
                    "Leave it to one of the two; a part of a place is a place of its own, with `within`.",
                )  # fmt: skip
        if place.area is not None and of_area.setdefault(place.area, place.id) != place.id:
            yield stated.fault(
                (*path, "area"), f"{place.area}, which {of_area[place.area]} is, too", "each area once",
                "Leave it to one of the two: figures of an area are those of one place.",
            )  # fmt: skip
        if place.area is not None:
            yield from _unknown(stated, (*path, "area"), place.area, areas, "area")
        if place.within is not None:
            yield from _unknown(stated, (*path, "within"), place.within, ids, "place of its displacement")
    yield from _no_circles(stated)


def _no_circles(stated: Stated) -> Iterator[Fault]:
    words = stated.plan.displacement
    assert words is not None
    whole_of = {place.id: place.within for place in words.places}
    for i, place in enumerate(words.places):
        seen, at = {place.id}, place.within
        while at is not None and at not in seen:
            seen.add(at)
            at = whole_of.get(at)
        if at == place.id:
            yield stated.fault(
                ("displacement", "places", i, "within"), f"{place.id}, which is part of itself",
                "a greater place", "Correct `within`.",
            )  # fmt: skip


def parts_hold_no_more_than_the_whole(stated: Stated) -> Iterator[Fault]:
    """Of people who were somewhere before, the parts of a place have no more than it has at most."""
    words = stated.plan.displacement
    if words is None or len({one.id for one in words.places}) < len(words.places):
        return
    if next(_no_circles(stated), None) is not None:
        return
    before = {one.id: _ends(one.people_before) for one in words.places if one.people_before is not None}
    parts = {one.id: [part.id for part in words.places if part.within == one.id] for one in words.places}

    def in_parts(place: str) -> float:
        return sum(max(before.get(part, (0.0, 0.0))[0], in_parts(part)) for part in parts[place])

    for i, place in enumerate(words.places):
        least, most = in_parts(place.id), before.get(place.id, (0.0, math.inf))[1]
        if least > most >= 0:
            yield stated.fault(
                ("displacement", "places", i, "people_before"),
                f"{most:,.12g} people at most, where its parts ({', '.join(parts[place.id])}) have at least "
                f"{least:,.12g}",
                "as many as its parts have", "Correct one of them: who is in a part is in the whole.",
            )  # fmt: skip


def _ends(number: Number) -> tuple[float, float]:
    """Return the first and the last of a number's ends; whether they are in order is looked at elsewhere."""
    if isinstance(number, int | float):
        return float(number), float(number)
    return float(number[0]), float(number[-1])


def displacement_has_days(stated: Stated) -> Iterator[Fault]:
    """The days examined are in order, not endless, and not after what the plan knows."""
    words = stated.plan.displacement
    if words is None:
        return
    known = stated.plan.as_of.date()  # where the plan is it may be the day after
    last = known if words.last_day is None else words.last_day
    if last < words.first_day:
        yield stated.fault(
            ("displacement", "first_day"), f"{words.first_day}, after the last day, {last}", "an earlier day",
            "Correct one of the two; without `last_day` the last is the day of `as_of`.",
        )  # fmt: skip
    elif last > known + timedelta(days=1):
        yield stated.fault(
            ("displacement", "last_day"), f"{last}, after the plan's moment, {stated.plan.as_of.isoformat()}",
            "a day that has come", "Correct it; without `last_day` the last is the day of `as_of`.",
        )  # fmt: skip
    elif (last - words.first_day).days >= MOST_DAYS:
        yield stated.fault(
            ("displacement", "first_day"), f"{(last - words.first_day).days + 1:,} days",
            f"at most {MOST_DAYS:,}", "Examine a shorter time.",
        )  # fmt: skip


MOST_DAYS = 1500


def about_reaches_a_share(stated: Stated) -> Iterator[Fault]:
    """What "about" reaches is a share below 1."""
    words = stated.plan.displacement
    if words is not None and words.about is not None and not 0 <= words.about < 1:
        yield stated.fault(
            ("displacement", "about"), f"{words.about:g}", "a share from 0 to below 1", "10 % is 0.1."
        )


def _unknown(
    stated: Stated, path: tuple[str | int, ...], name: str, known: Sequence[str], what: str
) -> Iterator[Fault]:
    if name in known:
        return
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    yield stated.fault(
        path,
        f"{name!r}, which is no {what} of the plan",
        f"one of {', '.join(dict.fromkeys(known))}"
        if known
        else f"{with_article(what)} of the plan, which has none",
        f"Did you mean {near[0]}?" if near else f"Correct the name, or add the {what}.",
    )
