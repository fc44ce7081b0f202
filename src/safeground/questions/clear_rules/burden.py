"""How often people have been ordered to leave before, and whether they get the time that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from safeground.quantity import Range
from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.between import needs_others
from safeground.questions.clear_rules.plane import only_polygons, without_slivers
from safeground.questions.clear_rules.rule import Found, rule
from safeground.units import SECONDS_PER_HOUR
from safeground.wording import duration, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from safeground.questions.clear_rules.case import NoticeCase


def needs_issue_and_others(case: NoticeCase) -> str | None:
    """Return what is missing to say what came before."""
    return needs_others(case) or (None if case.begins is not None else "when it was issued")


def needs_least_time(case: NoticeCase) -> str | None:
    """Return what is missing to hold the time given against the time needed."""
    if case.begins is None:
        return "when it was issued"
    if case.deadline is None:
        return "a deadline"
    return None if case.notice.id in case.run.around.least_h else "a proven least time that leaving needs"


@rule("ordered-again", "note", "C14", needs_issue_and_others)
def ordered_again(case: NoticeCase) -> Iterator[Found]:
    """Some of its ground has been ordered out before; how often, from the least to the most of its parts.

    Note: no fault of the notice; each move costs people what they have. A notice and the one that it says
    it changes count once.
    """
    assert case.area is not None
    levels = levels_before(case)
    if not levels:
        return
    rest = without_slivers(only_polygons(shapely.difference(case.area, levels[0])))
    least = sum(without_slivers(only_polygons(shapely.difference(case.area, one))).is_empty for one in levels)
    times = Range(float(least), float(len(levels)), "times")
    counted = case.run.persons_each(levels)
    persons, km2 = counted[0], case.km2(levels[0])
    part = "all of its ground" if rest.is_empty else "part of its ground"
    yield Found(
        what=f"People in {part} ({words.ground(km2, persons)}) have been ordered to leave before, "
        f"{say(times)}.",
        where="area",
        mend="Count the moves as a cost; say what those get who have moved before.",
        evidence=tuple(
            f"at least {i} times before: {words.ground(case.km2(one), people)}"
            for i, (one, people) in enumerate(zip(levels, counted, strict=True), 1)
        ),
        persons=persons,
        area_km2=km2,
    )


@rule("too-little-time", "error", "C3", needs_least_time)
def too_little_time(case: NoticeCase) -> Iterator[Found]:
    """Between issue and deadline there is less time than leaving needs at least, as *reach* proves.

    Error: even if all go at once, some cannot be out in time (on these inputs).
    """
    begins, deadline = case.begins, case.deadline
    assert begins is not None
    assert deadline is not None
    given_h = (deadline - begins).total_seconds() / SECONDS_PER_HOUR
    least = case.run.around.least_h[case.notice.id]
    if 0 < given_h < least.low:
        yield Found(
            what=f"It leaves {duration(given_h)}; leaving needs at least {duration(least.low)} "
            "(on these inputs).",
            where="deadline",
            mend="Set a deadline that leaves at least the time that leaving needs.",
            evidence=(f"least time: {least.low:.4g} h", f"time given: {given_h:.4g} h"),
        )


def levels_before(case: NoticeCase) -> list[BaseGeometry]:
    """Return the ground of a notice (metres) that was ordered out at least once before, twice, and so on.

    Slivers are no ground; the list ends with the last level that has any.
    """
    assert case.area is not None
    assert case.begins is not None
    chain = _chain(case)
    levels: list[BaseGeometry] = []
    for other in case.run.touching(case.area):
        earlier = other.begins is not None and other.begins < case.begins and other.notice.id not in chain
        if not earlier or other.area is None:
            continue
        reached = only_polygons(shapely.intersection(case.area, other.area))
        for i, level in enumerate(levels):
            again = only_polygons(shapely.intersection(level, reached))
            levels[i], reached = shapely.union(level, reached), again
            if reached.is_empty:
                break
        else:
            levels.append(reached)
    thick = [without_slivers(one) for one in levels]
    return [one for one in thick if not one.is_empty]


def _chain(case: NoticeCase) -> set[str]:
    """Return the notice and all that it changes, one after the other."""
    chain, at = {case.notice.id}, case.notice.changes
    while at is not None and at not in chain:
        chain.add(at)
        at = case.run.changes.get(at)
    return chain
