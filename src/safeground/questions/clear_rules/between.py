"""Between notices: contradictions, destinations under order, boundaries that move, orders taken back.

Notices stand beside each other while they are in force; one without an end stays in force, and one that
another says it changes does not. What a notice says it changes is no contradiction of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.difference import Difference, difference
from safeground.questions.clear_rules.endpoints import endpoints, ends_in, within
from safeground.questions.clear_rules.plane import only_polygons, without_slivers
from safeground.questions.clear_rules.rule import Found, rule
from safeground.standards import standard
from safeground.units import SECONDS_PER_HOUR
from safeground.wording import duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.questions.clear_rules.case import NoticeCase


def needs_others(case: NoticeCase) -> str | None:
    """Return what is missing to hold it against other notices."""
    if case.area is None:
        return "the area that it is for"
    return None if len(case.run.cases) > 1 else "other notices"


def needs_destinations(case: NoticeCase) -> str | None:
    """Return what is missing to hold its area against destinations."""
    if case.area is None:
        return "the area that it is for"
    known = case.run.designated or any(one.notice.to for one in case.run.cases if one is not case)
    return None if known else "an area that is designated a destination"


def needs_earlier_version(case: NoticeCase) -> str | None:
    """Return what is missing to say what it changed."""
    if case.area is None:
        return "the area that it is for"
    changed = case.notice.changes
    if changed is None or changed not in case.run.changes or case.run.case(changed).area is None:
        return "the notice that it changes"
    return None


def needs_issue(case: NoticeCase) -> str | None:
    """Return what is missing to say how long it stood."""
    return None if case.begins is not None else "when it was issued"


@rule("contradicts-notice", "error", "C13", needs_others)
def contradicts_notice(case: NoticeCase) -> Iterator[Found]:
    """Another notice in force sets another deadline or another destination for some of the same ground.

    Error: people who got both cannot follow both. Only while the other's deadline is still to come: what
    is over is repeated, not contradicted.
    """
    for other, common in _overlaps(case):
        theirs = other.deadline
        running = theirs is not None and case.begins is not None and theirs > case.begins
        if not running:
            continue
        differ = []
        if case.deadline is not None and theirs is not None and case.deadline != theirs:
            differ.append(f"deadline {words.moment(case.deadline)} here, {words.moment(theirs)} there")
        here, there = ({one.name for one in each.notice.to} for each in (case, other))
        if here and there and not here & there:
            differ.append(
                f"destination {words.listed(sorted(here))} here, {words.listed(sorted(there))} there"
            )
        if differ:
            yield _about(
                case,
                common,
                f"The notice {other.notice.id}, in force, is for some of the same ground and differs: "
                f"{'; '.join(differ)}",
                "Say that this notice changes the other one, or withdraw that.",
                (f"notice {other.notice.id}",),
            )


@rule("destination-ordered-out", "error", "C13", needs_destinations)
def destination_ordered_out(case: NoticeCase) -> Iterator[Found]:
    """It orders people out of ground that is designated a destination, or to which another notice sends.

    Error: people who went there as told must move again, and others still arrive. Its own destinations
    are ``destination-under-order``.
    """
    assert case.area is not None
    own = [one.shape for one in endpoints(case) if one.shape is not None]
    for area_id, area in case.run.designated.items():
        common = without_slivers(only_polygons(shapely.intersection(case.area, area)))
        if not common.is_empty and not any(shapely.equals(area, one) for one in own):
            yield _about(
                case,
                common,
                f"Ground of it is designated a destination, {area_id}",
                "End the designation in the same notice, and say where those go who are there.",
                (f"area {area_id}",),
            )
    for other, end in ends_in(case.run, case.area):
        share = None if end.arrow or not case.stands_beside(other) else within(end, case.area)
        if share is not None and end.shape is not None:
            designated = case.run.designated.values()
            if any(shapely.equals(end.shape, one) for one in (*designated, *own)):
                continue
            common = end.shape if end.shape.geom_type == "Point" else _common(case.area, end.shape)
            yield _about(
                case,
                common,
                f"The notice {other.notice.id}, in force, sends people into it, to {end.called}",
                f"Change the notice {other.notice.id} at once, and say where those go who are there.",
                (f"notice {other.notice.id}",),
            )


@rule("boundary-moved", "error", "C13", needs_others)
def boundary_moved(case: NoticeCase) -> Iterator[Found]:
    """It draws nearly the area of another notice of its issuer, and does not say that it changes it.

    Error: two official maps of one area; whoever lives between the lines is told both. Nearly: what both
    hold is ``clear.same_area_share`` of what either holds; slivers are no change.
    """
    assert case.area is not None
    same_share = standard("clear.same_area_share").range.low
    for other, common in _overlaps(case):
        later = other.begins is not None and case.begins is not None and other.begins > case.begins
        if other.notice.issuer != case.notice.issuer or later or other.area is None:
            continue
        if common.area < same_share * (case.area.area + other.area.area - common.area):
            continue
        change = _difference(case, other)
        if change.differs:
            yield Found(
                what=f"Its boundary is not that of the notice {other.notice.id}, which is in force, and it "
                f"does not say that it changes it: {_in_and_out(change)}.",
                where="map" if case.drawn is not None else "area",
                mend=f"Say that it changes the notice {other.notice.id}, and what comes in and goes out.",
                evidence=(f"notice {other.notice.id}",),
                persons=change.came_in.persons,
                area_km2=change.came_in.km2 + change.went_out.km2,
            )


@rule("area-changed", "note", "C13", needs_earlier_version)
def area_changed(case: NoticeCase) -> Iterator[Found]:
    """It changes another notice, as it says; what came in and went out.

    Note: no fault. The people of both parts must be told.
    """
    assert case.notice.changes is not None
    other = case.run.case(case.notice.changes)
    change = _difference(case, other)
    if change.differs:
        yield Found(
            what=f"Against the notice {other.notice.id}: {_in_and_out(change)}.",
            where="area",
            mend="Tell the people of both parts.",
            evidence=(f"notice {other.notice.id}",),
            persons=change.came_in.persons,
            area_km2=change.came_in.km2 + change.went_out.km2,
        )


@rule("taken-back-soon", "warning", "C13", needs_issue)
def taken_back_soon(case: NoticeCase) -> Iterator[Found]:
    """It was withdrawn, or changed by another notice, within ``clear.withdrawn_h`` of its issue.

    Warning: people who followed it were still under way; the fault may lie in it or in what came after.
    """
    most_h = standard("clear.withdrawn_h").range.high
    begins = case.begins
    assert begins is not None
    over: list[tuple[str, datetime, tuple[str, ...]]] = []
    if case.notice.withdrawn is not None:
        over.append(("withdrawn", case.notice.withdrawn, ()))
    over.extend(
        (f"changed by the notice {one.notice.id}", one.begins, (f"notice {one.notice.id}",))
        for one in case.run.changed_by.get(case.notice.id, ())
        if one.begins is not None
    )
    for how, at, evidence in over:
        hours = (at - begins).total_seconds() / SECONDS_PER_HOUR
        if 0 <= hours < most_h:
            yield Found(
                what=f"It was {how} {duration(hours)} after its issue.",
                where="withdrawn" if how == "withdrawn" else "issue",
                mend="Tell those who are under way where they can stop or turn.",
                evidence=evidence,
            )


def _overlaps(case: NoticeCase) -> Iterator[tuple[NoticeCase, BaseGeometry]]:
    assert case.area is not None
    for other in case.run.touching(case.area):
        if other.area is not None and case.stands_beside(other):
            common = _common(case.area, other.area)
            if not common.is_empty:
                yield other, common


def _common(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    return without_slivers(only_polygons(shapely.intersection(one, other)))


def _difference(case: NoticeCase, other: NoticeCase) -> Difference:
    assert case.area is not None
    assert other.area is not None
    return difference(other.area, case.area, case.run.layers)


def _in_and_out(change: Difference) -> str:
    parts = [
        f"{words.ground(one.km2, one.persons)} {how}" if one.km2 else f"nothing {how}"
        for one, how in ((change.came_in, "came in"), (change.went_out, "went out"))
    ]
    return "; ".join(parts)


def _about(case: NoticeCase, common: BaseGeometry, what: str, mend: str, evidence: tuple[str, ...]) -> Found:
    if common.geom_type == "Point":
        return Found(what=f"{what}.", where="area", mend=mend, evidence=evidence)
    persons, km2 = case.run.persons(common), case.km2(common)
    return Found(
        what=f"{what} ({words.ground(km2, persons)}).",
        where="area",
        mend=mend,
        evidence=evidence,
        persons=persons,
        area_km2=km2,
    )
