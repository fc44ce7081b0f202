"""A bound on supplies holds whatever the truth is within what is stated: cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from safeground.journey.supply.limits import Limits, begins_with_days
from safeground.journey.supply.network import supply_problem
from safeground.journey.supply.stated import missing_of
from safeground.plan.model import Ground, Plan
from safeground.plan.supply_words import (
    Commodity,
    Crossing,
    Delivered,
    Fleet,
    Made,
    Route,
    Shut,
    Stock,
    Store,
    Supply,
)
from safeground.quantity import Range
from safeground.supply.lp import most_delivered, value_of_commodity

BEGINS = datetime(2026, 3, 4, tzinfo=UTC)
GATE = Crossing(id="gate", trucks_per_day=2, collection_per_day=100)
DEPOT = Store(id="depot", kind="distribution", serves=("town",))
ROAD = Route(id="road", from_="gate", to="depot", trucks_per_day=100, transit_h=1)


def _limits(
    *, begins: datetime = BEGINS, need: float = 100.0, load: float | None = 10.0, **words: Any
) -> Limits:
    given: dict[str, Any] = {"crossings": (GATE,), "stores": (DEPOT,), "routes": (ROAD,)}
    supply = Supply(
        begins=begins,
        days=2,
        commodities=(Commodity(id="food", unit="t", units_per_truck=load),),
        **(given | words),
    )
    plan = Plan(plan="a town", status="discussed", as_of=begins, ground=Ground(), areas=(), supply=supply)
    transit = {one.id: Range.of(one.transit_h, "h") for one in supply.routes if one.transit_h is not None}
    days = {"food": {"town": (Range(need, need, "t"),) * 2}} if need else {}
    return Limits(plan, supply, begins, days, transit)


def _most(limits: Limits) -> float:
    problem = supply_problem(limits, optimistic=True, calendar=not begins_with_days(limits))
    assert problem is not None
    return most_delivered(problem, value_of_commodity(problem, "food")).proof.bound


def _least(limits: Limits) -> float:
    problem = supply_problem(limits, optimistic=False)
    assert problem is not None
    return most_delivered(problem, value_of_commodity(problem, "food")).used_value


def test_whole_days_bound_by_what_passes_in_them() -> None:
    assert _most(_limits()) == pytest.approx(2 * 2 * 10)


def test_a_day_from_ten_to_ten_takes_the_trucks_of_two_days() -> None:
    """20 t in the evening of each of three days all come within the 48 hours from 10:00."""
    at = BEGINS + timedelta(hours=10)
    assert _most(_limits(begins=at)) >= 3 * 2 * 10
    assert _most(_limits(begins=at)) == pytest.approx(3 * 2 * 10)


def test_what_came_to_a_full_store_day_by_day_all_counts() -> None:
    """A hospital's tank of 100 t is filled on both days; 100 t are used on each."""
    stock = Stock(commodity="food", amount=100, holds=100, burn=100, burn_unit="t_per_day", as_of=BEGINS)
    comes = Delivered(to="ward", commodity="food", amount=100, unit="t", at=BEGINS + timedelta(hours=30))
    ward = Store(id="ward", kind="hospital", stocks=(stock,))
    found = _limits(need=0.0, stores=(ward,), delivered=(comes,), crossings=(GATE,), routes=(
        Route(id="road", from_="gate", to="ward", open=False),))  # fmt: skip
    assert _most(found) >= 200 * (1 - 1e-9)


@pytest.mark.parametrize(("hours", "most"), [(-1, 150.0), (-30, 100.0), (47, 150.0), (49, 100.0)])
def test_a_delivery_counts_from_when_the_stock_was_taken_to_the_last_day(hours: int, most: float) -> None:
    stock = Stock(commodity="food", amount=100, as_of=BEGINS - timedelta(hours=12))
    store = Store(id="depot", kind="distribution", serves=("town",), stocks=(stock,))
    comes = Delivered(to="depot", commodity="food", amount=50, unit="t", at=BEGINS + timedelta(hours=hours))
    shut = Route(id="road", from_="gate", to="depot", open=False)
    assert _most(_limits(stores=(store,), delivered=(comes,), routes=(shut,))) == pytest.approx(most)


def test_a_level_of_a_later_day_says_nothing_of_the_first() -> None:
    stock = Stock(commodity="food", amount=1, as_of=BEGINS + timedelta(hours=30))
    store = Store(id="depot", kind="distribution", serves=("town",), stocks=(stock,))
    found = _limits(stores=(store,), routes=(Route(id="road", from_="gate", to="depot", open=False),))
    assert _most(found) >= 200 * (1 - 1e-9)
    assert _least(found) == pytest.approx(0.0)


def test_where_no_way_is_stated_the_gate_alone_bounds() -> None:
    found = _limits(stores=(), routes=())
    assert _most(found) == pytest.approx(40.0)
    assert _least(found) == pytest.approx(0.0)
    assert "a way for supplies to a store or area" in missing_of(found)


def test_a_way_that_is_stated_as_closed_is_no_unknown_one() -> None:
    assert _most(_limits(routes=(Route(id="road", from_="gate", to="depot", open=False),))) < 1e-6


def test_without_a_crossing_nothing_is_refuted() -> None:
    found = _limits(crossings=(), routes=())
    assert _most(found) >= 200 * (1 - 1e-9)
    assert _least(found) == pytest.approx(0.0)
    assert "where supplies come in: no crossing is stated" in missing_of(found)


def test_trucks_whose_load_is_not_stated_drive_no_closed_way_and_carry_nothing_for_certain() -> None:
    stock = Stock(commodity="food", amount=500, as_of=BEGINS)
    store = Store(id="stock", kind="warehouse", serves=(), stocks=(stock,))
    road = Route(id="out", from_="stock", to="town", trucks_per_day=5, transit_h=1)
    words: dict[str, Any] = {"stores": (store,), "fleet": Fleet(trucks=100, turnaround_h=1), "load": None}
    assert _most(_limits(**words, routes=(road,))) >= 200 * (1 - 1e-9)
    assert _least(_limits(**words, routes=(road,))) == pytest.approx(0.0)
    shut = Route(id="out", from_="stock", to="town", open=False)
    assert _most(_limits(**words, routes=(shut,))) < 1e-6


def test_a_truck_that_goes_on_from_where_it_arrives_drives_no_way_back() -> None:
    """One truck goes round gate, depot, town and home in 12 hours: two rounds a day, 5 h + 5 h + 2 h."""
    depot = Store(id="depot", kind="warehouse", serves=())
    roads = (
        Route(id="a", from_="gate", to="depot", trucks_per_day=100, transit_h=5),
        Route(id="b", from_="depot", to="town", trucks_per_day=100, transit_h=5),
    )
    found = _limits(stores=(depot,), routes=roads, fleet=Fleet(trucks=1, turnaround_h=0))
    assert _most(found) >= 4 * 10 * (1 - 1e-9)


def _round_trips(**fleet: Any) -> Limits:
    road = Route(id="road", from_="gate", to="depot", trucks_per_day=100, transit_h=fleet.pop("transit_h"))
    gate = Crossing(id="gate", trucks_per_day=100, collection_per_day=100)
    return _limits(crossings=(gate,), routes=(road,), fleet=Fleet(trucks=1, **fleet))


def test_loading_takes_its_least_at_the_best_and_its_most_at_the_worst() -> None:
    """Half an hour each way and 1 h are a round in 2 h, 12 a day; with 20 h the second starts at 21 h."""
    found = _round_trips(turnaround_h=(1, 20), transit_h=0.5)
    assert _most(found) == pytest.approx(2 * 100.0)
    assert _most(_round_trips(turnaround_h=20, transit_h=0.5)) == pytest.approx(2 * 2 * 10.0)
    # What is let in late on the second day is not unloaded on it.
    assert _least(_round_trips(turnaround_h=(1, 20), transit_h=0)) == pytest.approx(10.0)


def test_a_way_back_of_which_nobody_says_how_long_it_takes_takes_no_time_at_the_best() -> None:
    """11 h there, where queues take most of it, and less than 1 h back: three starts in a day, not two."""
    found = _round_trips(turnaround_h=0, transit_h=11)
    assert _most(found) == pytest.approx(2 * 3 * 10.0)
    assert _least(found) == pytest.approx(10.0)


def test_a_truck_on_two_ways_in_turn_starts_each_trip_that_it_can_start() -> None:
    """12.2 h, 5.6 h, and from 17.8 h on 12.2 h again: three loads leave on one day."""
    stores = tuple(Store(id=one, kind="distribution", serves=(one[1:],)) for one in ("dnear", "dfar"))
    roads = tuple(
        Route(id=one, from_="gate", to=one, trucks_per_day=100, transit_h=hours)
        for one, hours in (("dnear", 5.6), ("dfar", 12.2))
    )
    gate = Crossing(id="gate", trucks_per_day=100, collection_per_day=100)
    words: dict[str, Any] = {"crossings": (gate,), "stores": stores, "routes": roads}
    found = _limits(**words, fleet=Fleet(trucks=1, turnaround_h=0))
    near, far = (Range(each, each, "t") for each in (10.0, 20.0))
    found = replace(found, need={"food": {"near": (near,) * 2, "far": (far,) * 2}})
    assert _most(found) == pytest.approx(2 * 30.0)


def _two_towns(trucks: int, *, origins: tuple[str, str] = ("gate", "gate")) -> Limits:
    """Two towns need half a load a day each; a trip takes a whole day."""
    gates = tuple(
        Crossing(id=one, trucks_per_day=100, collection_per_day=100) for one in dict.fromkeys(origins)
    )
    stores = tuple(Store(id=f"d{one}", kind="distribution", serves=(one,)) for one in ("near", "far"))
    roads = tuple(
        Route(id=f"to-{store.id}", from_=origin, to=store.id, trucks_per_day=100, transit_h=0)
        for store, origin in zip(stores, origins, strict=True)
    )
    found = _limits(crossings=gates, stores=stores, routes=roads, fleet=Fleet(trucks=trucks, turnaround_h=20))
    half = (Range(5.0, 5.0, "t"),) * 2
    return replace(found, need={"food": {"near": half, "far": half}})


def test_one_truck_brings_two_halves_of_a_load_to_two_places_in_two_trips() -> None:
    assert _most(_two_towns(1)) == pytest.approx(20.0)
    assert _least(_two_towns(1)) == pytest.approx(0.0)
    assert _least(_two_towns(2)) == pytest.approx(10.0)


def test_trucks_stay_where_they_load_as_nobody_says_how_far_it_is_to_the_other_place() -> None:
    assert _least(_two_towns(1, origins=("gate", "other"))) == pytest.approx(0.0)
    assert _least(_two_towns(2, origins=("gate", "other"))) == pytest.approx(10.0)
    assert _most(_two_towns(1, origins=("gate", "other"))) == pytest.approx(20.0)


@pytest.mark.parametrize("transit_h", [2, 0])
def test_trucks_that_load_late_on_a_day_do_not_drive_all_their_trips_on_it(transit_h: float) -> None:
    """Twelve loads are let in from 22:00 on; three trucks are slow, and the road is closed the next day."""
    gate = Crossing(id="gate", open="22:00-23:00", trucks_per_day=12, collection_per_day=12)
    shut = Shut(from_=BEGINS + timedelta(days=1), until=BEGINS + timedelta(days=2))
    road = Route(id="road", from_="gate", to="depot", trucks_per_day=12, transit_h=transit_h, closed=(shut,))
    fleet = Fleet(trucks=3, turnaround_h=1)
    found = _limits(crossings=(gate,), routes=(road,), fleet=fleet)
    assert _least(found) == 0.0
    always = msgspec.structs.replace(road, closed=())
    assert _least(_limits(crossings=(gate,), routes=(always,), fleet=fleet)) == pytest.approx(100.0)


@pytest.mark.parametrize(("transit_h", "turnaround_h", "days"), [(1, 1, 0), (0, 1, 0), (0, 0, 1)])
def test_trucks_do_not_come_back_for_more_to_a_store_that_has_failed(
    transit_h: float, turnaround_h: float, days: int
) -> None:
    """The depot fails on the second day: trips that begin late on the first would end on the second."""
    far = Store(id="far", kind="distribution", serves=("town",))
    on = Route(id="on", from_="depot", to="far", trucks_per_day=5, transit_h=transit_h)
    fleet = Fleet(trucks=4, turnaround_h=turnaround_h)
    limits = _limits(stores=(DEPOT, far), routes=(ROAD, on), fleet=fleet)
    problem = supply_problem(limits, optimistic=False, failing={"depot": 1})
    assert problem is not None
    found = problem.arc_trucks[problem.arc_name.index("on")]
    assert found.tolist() == [5.0 * (day < days) for day in range(2)]


def test_fuel_that_a_water_point_burns_is_needed_there() -> None:
    fuel = Commodity(id="food", kind="fuel", unit="l", units_per_truck=10)
    stock = Stock(commodity="food", amount=0, burn=20, burn_unit="l_per_day", as_of=BEGINS)
    plant = Store(id="plant", kind="water", serves=("town",), stocks=(stock,))
    supply = Supply(begins=BEGINS, days=2, commodities=(fuel,), crossings=(GATE,), stores=(plant,))
    plan = Plan(plan="a town", status="discussed", as_of=BEGINS, ground=Ground(), areas=(), supply=supply)
    problem = supply_problem(Limits(plan, supply, BEGINS, {}, {}), optimistic=False)
    assert problem is not None
    assert problem.need.sum() == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("words", "by_hand"), [({}, [100, 80]), ({"makes": (Made(commodity="food", per_day=(1, 7)),)}, [114, 80])]
)
def test_a_stock_of_an_earlier_time_burns_from_then_on_at_the_worst(
    words: dict[str, Any], by_hand: list[float]
) -> None:
    """100 t two days before the first day: at 10 t a day 80 t are left; up to 14 t may have been made."""
    taken = BEGINS - timedelta(days=2)
    stock = Stock(commodity="food", amount=100, burn=10, burn_unit="t_per_day", as_of=taken)
    assert (
        _at_first(
            _limits(
                need=0.0, stores=(Store(id="ward", kind="hospital", stocks=(stock,), **words),), routes=()
            )
        )
        == by_hand
    )


def test_a_stock_of_which_nobody_says_when_it_was_taken_may_be_gone_at_the_worst_and_is_named() -> None:
    stock = Stock(commodity="food", amount=100, burn=10, burn_unit="t_per_day")
    found = _limits(need=0.0, stores=(Store(id="ward", kind="hospital", stocks=(stock,)),), routes=())
    assert _at_first(found) == [100, 0]
    assert "when the level of food in a stock was taken" in missing_of(found)
    later = msgspec.structs.replace(found.plan, as_of=BEGINS + timedelta(days=1))
    # The level may be of the plan's time, one day in: it says nothing of the first day then.
    assert _at_first(replace(found, plan=later)) == [20, 0]


def _at_first(found: Limits) -> list[float]:
    left = []
    for best in (True, False):
        problem = supply_problem(found, optimistic=best)
        assert problem is not None
        left.append(problem.initial[problem.node.index("ward"), 0])
    return left
