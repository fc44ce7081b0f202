"""Arrows and destinations end where people may go: in no order or closed area, on the map, on land.

Orders are those in force when the notice was issued, this one included. An order without an end stays in
force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.quantity import Range
from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.endpoints import Endpoint, apart, endpoints, within
from safeground.questions.clear_rules.rule import Found, rule
from safeground.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.questions.clear_rules.case import NoticeCase

OUTSIDE = 0.1
"""Share of a destination from which on it lies outside or in the sea: coasts are drawn roughly."""


def needs_endpoints(case: NoticeCase) -> str | None:
    """Return what is missing to test where people are sent."""
    if any(one.shape is not None for one in endpoints(case)):
        return None
    return "where its destination lies, or an arrow"


def needs_orders(case: NoticeCase) -> str | None:
    """Return what is missing to hold destinations against orders."""
    if needs_endpoints(case):
        return needs_endpoints(case)
    return None if case.area is not None else "the area that it is for"


def needs_closed(case: NoticeCase) -> str | None:
    """Return what is missing to hold destinations against closed areas."""
    return needs_endpoints(case) or (None if case.run.closed else "which areas are closed")


def needs_territory(case: NoticeCase) -> str | None:
    """Return what is missing to say what lies off the map."""
    return needs_endpoints(case) or (None if case.run.territory is not None else "the territory's outline")


def needs_sea(case: NoticeCase) -> str | None:
    """Return what is missing to say what lies in the sea."""
    return needs_endpoints(case) or (None if case.run.sea is not None else "the sea's outline")


def needs_arrows_and_areas(case: NoticeCase) -> str | None:
    """Return what is missing to say in which area an arrow ends."""
    if not case.notice.arrows:
        return "an arrow on its map"
    known = bool(case.run.designated) or any(
        not one.arrow and one.shape is not None for one in endpoints(case)
    )
    return None if known else "an area that is designated a destination"


def needs_known_places(case: NoticeCase) -> str | None:
    """Return what is missing to look a destination up."""
    if not case.notice.to:
        return "a stated destination"
    known = case.run.names or case.run.designated or any(one.geometry for one in case.notice.to)
    return None if known else "a gazetteer of names, or outlines of destinations"


@rule("destination-under-order", "error", "C5", needs_orders)
def destination_under_order(case: NoticeCase) -> Iterator[Found]:
    """An arrow or destination ends in ground that this notice or another in force orders to leave.

    Error: people are sent from one order into another; 7 of the 26 warnings that the BBC examined.
    """
    for end in endpoints(case):
        near = [] if end.shape is None else case.run.touching(end.shape)
        for other in near:
            if other is not case and not case.stands_beside(other):
                continue
            share = None if other.area is None else within(end, other.area)
            if share is not None:
                own = other is case
                order = "this notice itself" if own else f"the notice {other.notice.id}, which is in force,"
                yield _found(
                    case,
                    end,
                    share,
                    f"in ground that {order} orders to leave",
                    "Send people to ground that no order in force is for, or end the other order first.",
                    () if own else (f"notice {other.notice.id}",),
                )


@rule("destination-closed", "error", "C5", needs_closed)
def destination_closed(case: NoticeCase) -> Iterator[Found]:
    """An arrow or destination ends in a closed area.

    Error: people are sent to where they are not let in.
    """
    for end in endpoints(case):
        for area_id, area in case.run.closed.items():
            share = within(end, area)
            if share is not None:
                yield _found(
                    case,
                    end,
                    share,
                    f"in the closed area {area_id}",
                    "Send people elsewhere, or open the area first.",
                    (f"area {area_id}",),
                )


@rule("destination-off-map", "error", "C5", needs_territory)
def destination_off_map(case: NoticeCase) -> Iterator[Found]:
    """An arrow or destination ends outside the territory, and not in the sea that is drawn.

    Error: there is no such place to go to. A tenth of a destination may lie outside: coasts and borders
    are drawn roughly.
    """
    assert case.run.territory is not None
    known = case.run.territory if case.run.sea is None else case.run.territory.union(case.run.sea)
    for end in endpoints(case):
        share = apart(end, known)
        if share is not None and share > OUTSIDE:
            place = "outside the territory" + (
                "" if case.run.sea is not None else ", off the map or in the sea"
            )
            yield _found(case, end, share, place, "Check its position; longitude comes before latitude.", ())


@rule("destination-in-sea", "error", "C5", needs_sea)
def destination_in_sea(case: NoticeCase) -> Iterator[Found]:
    """An arrow or destination ends in the sea.

    Error: there is no such place to go to. A tenth of a destination may lie in it: coasts are drawn
    roughly.
    """
    assert case.run.sea is not None
    for end in endpoints(case):
        share = within(end, case.run.sea)
        if share is not None and share > OUTSIDE:
            yield _found(case, end, share, "in the sea", "Check its position.", ())


@rule("arrow-in-no-area", "warning", "C5", needs_arrows_and_areas)
def arrow_in_no_area(case: NoticeCase) -> Iterator[Found]:
    """An arrow's head lies in no destination of the notice and in no area that is designated one.

    Warning: it gives a direction and no place; people who follow it do not know when they are there.
    """
    areas = [one.shape for one in endpoints(case) if not one.arrow and one.shape is not None]
    areas += case.run.designated.values()
    for end in endpoints(case):
        if end.arrow and all(apart(end, area) is not None for area in areas):
            yield Found(
                what=f"{words.capital(end.called)} ends in no destination.",
                where=end.where,
                mend="Draw the arrow into the destination.",
            )


@rule("destination-not-found", "warning", "C5", needs_known_places)
def destination_not_found(case: NoticeCase) -> Iterator[Found]:
    """A stated destination has no outline and no known name, so that nobody can look up where it lies.

    Warning: people who live there may know it, people who come from elsewhere cannot.
    """
    for end in endpoints(case):
        if end.shape is None:
            yield Found(
                what=f"Where {end.called} lies is not known.",
                where=end.where,
                mend="Draw it, or name it as the gazetteer does.",
            )


def _found(
    case: NoticeCase, end: Endpoint, share: float, place: str, mend: str, evidence: tuple[str, ...]
) -> Found:
    assert end.shape is not None
    if end.shape.geom_type == "Point":
        return Found(
            what=f"{words.capital(end.called)} ends {place}.", where=end.where, mend=mend, evidence=evidence
        )
    km2 = case.km2(end.shape) * share
    much = "" if share > 0.995 else f", with {percent(Range.exact(share, 'share'))} of it,"
    return Found(
        what=f"{words.capital(end.called)} lies{much} {place} ({words.surface(km2)}).",
        where=end.where,
        mend=mend,
        evidence=(*evidence, f"share: {share:.4f}"),
        area_km2=km2,
    )
