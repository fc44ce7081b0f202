"""Isolated areas: from when until when no way is open, since when, by whose word; worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from safeground.journey.supply.open import open_to
from safeground.plan.model import Area, Ground, Plan
from safeground.plan.supply_words import Crossing, Opened, Route, Shut, Store, Supply

if TYPE_CHECKING:
    from safeground.journey.supply.open import AreaOpen

DAILY = "08:00-16:00"


def _at(day: int, hour: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


BEGINS = _at(2)  # a Saturday


def _open(
    *crossings: Crossing, routes: tuple[Route, ...] | None = None, days: int = 7, **words: Any
) -> AreaOpen:
    given: dict[str, Any] = {"stores": (Store(id="depot", kind="distribution", serves=("town",)),)}
    if routes is None:
        routes = tuple(Route(id=f"from {one.id}", from_=one.id, to="depot") for one in crossings)
    supply = Supply(begins=BEGINS, days=days, crossings=crossings, routes=routes, **(given | words))
    area = Area(id="town", kind="destination")
    plan = Plan(
        plan="a town", status="discussed", as_of=BEGINS, ground=Ground(), areas=(area,), supply=supply,
        time_zone="Etc/UTC",
    )  # fmt: skip
    (found,) = open_to(plan, supply, BEGINS)
    return found


def test_an_area_whose_only_gate_is_shut_until_tuesday_is_isolated_until_then() -> None:
    opened = (Opened(days=("Tu",), hours=DAILY, source="order"),)
    found = _open(Crossing(id="gate", open=opened))
    assert found.open
    assert found.until == _at(5, 8)
    # Tuesday of the week before.
    assert found.since == _at(28, 16, month=4)
    assert found.by == ("order",)
    assert found.crossings_shut
    assert found.again_from is None


def test_hours_of_every_day_isolate_nobody_before_they_begin() -> None:
    found = _open(Crossing(id="gate", open=DAILY))
    assert (found.open, found.until, found.again_from, found.since) == (True, None, None, None)


def test_another_gate_ends_it_earlier() -> None:
    tuesday, monday = (Opened(days=(day,), hours=DAILY) for day in ("Tu", "Mo"))
    found = _open(Crossing(id="gate", open=(tuesday,)), Crossing(id="other", open=(monday,)))
    assert found.until == _at(4, 8)


def test_dates_that_are_over_isolate_from_the_last_on() -> None:
    opened = (Opened(days=("2026-05-02", "2026-05-04"), hours="09:00-12:00"),)
    found = _open(Crossing(id="gate", open=opened))
    assert found.until is None
    assert found.again_from == _at(4, 12)


def test_hours_of_every_week_come_again_and_isolate_from_no_time_on() -> None:
    found = _open(Crossing(id="gate", open=(Opened(days=("Sa",), hours=DAILY),)), days=5)
    assert found.again_from is None


def test_a_closure_until_a_day_isolates_until_then_since_the_last_hours() -> None:
    closed = (Shut(from_=_at(1), until=_at(6), source="notice"),)
    found = _open(Crossing(id="gate", open=DAILY, closed=closed, source="agency"))
    assert found.until == _at(6, 8)
    assert found.since == _at(30, 16, month=4)
    assert found.by == ("agency", "notice")


def test_a_gate_that_never_opens_in_the_days_examined_isolates_all_the_time() -> None:
    found = _open(Crossing(id="gate", open=(Opened(days=("2026-06-01",)),)))
    assert not found.open
    assert found.crossings_shut
    assert found.until is None
    assert found.since is None


def test_what_waits_at_a_gate_for_a_way_that_opens_later_comes_then() -> None:
    """The gate is open on Sunday alone, the road on Wednesday alone."""
    gate = Crossing(id="gate", open=(Opened(days=("2026-05-03",), hours=DAILY),))
    road = Route(id="road", from_="gate", to="town", hours=(Opened(days=("2026-05-06",), hours=DAILY),))
    found = _open(gate, routes=(road,), stores=())
    assert found.open
    assert found.until == _at(6, 8)
    assert not found.crossings_shut
    assert found.again_from == _at(3, 16)


def test_a_way_that_closes_before_the_gate_opens_is_no_way() -> None:
    gate = Crossing(id="gate", open=(Opened(days=("2026-05-06",), hours=DAILY),))
    road = Route(id="road", from_="gate", to="town", closed=(Shut(from_=_at(5)),))
    found = _open(gate, routes=(road,), stores=())
    assert not found.open
    assert found.linked
    assert not found.crossings_shut


@pytest.mark.parametrize("hour", [0, 12])
def test_it_is_cut_off_since_the_last_way_closed(hour: int) -> None:
    roads = (
        Route(id="a", from_="gate", to="depot", closed=(Shut(from_=_at(20, month=4)),), source="one"),
        Route(id="b", from_="gate", to="town", closed=(Shut(from_=_at(25, hour, month=4)),), source="two"),
    )
    found = _open(Crossing(id="gate"), routes=roads)
    assert not found.open
    assert found.since == _at(25, hour, month=4)
    assert found.by == ("one", "two")
    assert found.closed_routes == ("a", "b")


def test_a_way_that_is_closed_and_one_whose_gate_is_shut_cut_off_together() -> None:
    roads = (
        Route(id="a", from_="gate", to="depot", closed=(Shut(from_=_at(20, month=4)),)),
        Route(id="b", from_="shut", to="depot"),
    )
    shut = Crossing(id="shut", closed=(Shut(from_=_at(22, month=4)),))
    found = _open(Crossing(id="gate"), shut, routes=roads)
    assert not found.open
    assert found.since == _at(22, month=4)
    shut = Crossing(id="shut", closed=(Shut(),))
    assert _open(Crossing(id="gate"), shut, routes=roads).since is None
