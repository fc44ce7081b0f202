"""Isolated areas: from when until when no way is open, since when, by whose word; worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def _stored(*, gate: tuple[Shut, ...] = (), first: tuple[Shut, ...] = (), last: tuple[Shut, ...] = ()) -> Any:
    roads = (
        Route(id="first", from_="gate", to="store", closed=first, source="one"),
        Route(id="last", from_="store", to="depot", closed=last, source="two"),
    )
    stores = (
        Store(id="store", kind="warehouse"),
        Store(id="depot", kind="distribution", serves=("town",)),
    )
    return _open(Crossing(id="gate", closed=gate, source="three"), routes=roads, stores=stores)


def test_a_closure_far_from_the_area_says_since_when_too() -> None:
    found = _stored(first=(Shut(from_=_at(5, month=1)),))
    assert (found.open, found.since, found.by) == (False, _at(5, month=1), ("one",))


def test_a_way_is_cut_since_the_first_of_its_parts_closed() -> None:
    january, march = ((Shut(from_=_at(5, month=month)),) for month in (1, 3))
    found = _stored(first=march, last=january)
    assert (found.since, found.by) == (_at(5, month=1), ("one", "two"))
    # Of one part nobody says since when; the other is closed since March at the latest.
    assert _stored(first=march, last=(Shut(),)).since == _at(5, month=3)
    assert _stored(last=(Shut(),)).since is None


def test_a_closed_gate_alone_says_since_when_and_by_whom() -> None:
    found = _stored(gate=(Shut(from_=_at(5, month=1), source="report"),))
    assert found.crossings_shut
    assert (found.since, found.by) == (_at(5, month=1), ("three", "report"))


def test_a_store_of_no_stated_way_counts_as_a_way_that_a_road_closed() -> None:
    road = Route(id="road", from_="store", to="depot", closed=(Shut(from_=_at(5, month=1)),))
    stores = (Store(id="store", kind="warehouse"), Store(id="depot", kind="distribution", serves=("town",)))
    found = _open(Crossing(id="gate"), routes=(road,), stores=stores)
    assert (found.open, found.since) == (False, _at(5, month=1))


HOURS = st.integers(-40, 200).map(lambda hours: BEGINS + timedelta(hours=hours))
SPANS = st.lists(
    st.tuples(HOURS, st.integers(1, 60)).map(lambda two: (two[0], two[0] + timedelta(hours=two[1]))),
    max_size=3,
)


@st.composite
def opened(draw: st.DrawFn) -> tuple[Opened, ...] | None:
    spans = draw(SPANS)
    return tuple(Opened(from_=begin, until=end) for begin, end in spans) or None


@st.composite
def shut(draw: st.DrawFn) -> tuple[Shut, ...]:
    return tuple(Shut(from_=begin, until=end) for begin, end in draw(SPANS)[:2])


def _open_at(stated: tuple[Opened, ...] | None, closed: tuple[Shut, ...], at: datetime) -> bool:
    def within(one: Opened | Shut) -> bool:
        return (one.from_ is None or one.from_ <= at) and (one.until is None or at < one.until)

    return (stated is None or any(map(within, stated))) and not any(map(within, closed))


def _first_hour(crossings: list[Crossing], routes: tuple[Route, ...], begin: int, end: int) -> int | None:
    """Carry something on, hour by hour, along what is then open; return the hour in which it is in town."""
    reached: set[str] = set()
    for hour in range(begin, end):
        at = BEGINS + timedelta(hours=hour)
        for one in crossings:
            if not isinstance(one.open, str) and _open_at(one.open, one.closed, at):
                reached.add(one.id)
        for _ in routes:
            for way in routes:
                if (
                    not isinstance(way.hours, str)
                    and way.from_ in reached
                    and _open_at(way.hours, way.closed, at)
                ):
                    reached.add(way.to)
        if reached & {"town", "depot"}:
            return hour
    return None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(opened(), shut()), min_size=5, max_size=5))
def test_the_first_time_is_that_of_what_is_carried_on_hour_by_hour(
    times: list[tuple[tuple[Opened, ...] | None, tuple[Shut, ...]]],
) -> None:
    ways = (("west", "store"), ("east", "store"), ("store", "depot"))
    crossings = [
        Crossing(id=name, open=one, closed=closed)
        for name, (one, closed) in zip(("west", "east"), times, strict=False)
    ]
    routes = tuple(
        Route(id=f"{a} {b}", from_=a, to=b, hours=one, closed=closed)
        for (a, b), (one, closed) in zip(ways, times[2:], strict=True)
    )
    stores = (
        Store(id="store", kind="warehouse"),
        Store(id="depot", kind="distribution", serves=("town",)),
    )
    found = _open(*crossings, routes=routes, stores=stores)
    first = _first_hour(crossings, routes, 0, 7 * 24)
    assert found.open == (first is not None)
    if first is not None:
        until = BEGINS + timedelta(hours=first) if first >= 24 else None
        assert found.until == until
    if found.again_from is not None:
        after = int((found.again_from - BEGINS) / timedelta(hours=1))
        assert _first_hour(crossings, routes, after, 14 * 24) is None
        assert _first_hour(crossings, routes, after - 1, 14 * 24) is not None
