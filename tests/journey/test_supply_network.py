"""The two ends of a plan's supplies: what holds at the worst holds at the best."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safeground.journey.supply.limits import Limits
from safeground.journey.supply.network import supply_problem
from safeground.plan.model import Ground, Plan
from safeground.plan.supply_words import (
    Commodity,
    Crossing,
    Fleet,
    Made,
    Opened,
    Route,
    Shut,
    Stock,
    Store,
    Supply,
    Waiting,
)
from safeground.quantity import Range
from safeground.supply.lp import most_delivered, value_of_commodity

BEGINS = datetime(2026, 3, 4, tzinfo=UTC)
DAYS = 3
ENDS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda two: (float(min(two)), float(max(two))))
SHUT = st.sampled_from(
    [(), (Shut(until=datetime(2026, 3, 5, tzinfo=UTC)),), (Shut(from_=datetime(2026, 3, 5, 12, tzinfo=UTC)),)]
)
HOURS = st.sampled_from([None, "08:00-16:00", (Opened(days=("Th",), hours="22:00-03:00"),)])


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    maybe = st.one_of(st.none(), ENDS)
    supply = Supply(
        begins=BEGINS,
        days=DAYS,
        commodities=(
            Commodity(
                id="food",
                kind="food",
                unit="t",
                units_per_truck=draw(maybe.filter(lambda v: v is None or v[0] > 0)),
            ),
        ),
        crossings=(
            Crossing(
                id="gate",
                trucks_per_day=draw(maybe),
                trucks_per_h=draw(maybe),
                open=draw(HOURS),
                collection_per_day=draw(maybe),
                closed=draw(SHUT),
                waiting=draw(
                    st.one_of(st.just(()), ENDS.map(lambda v: (Waiting(commodity="food", amount=v),)))
                ),
            ),
        ),
        stores=(
            Store(
                id="depot",
                kind="distribution",
                serves=("town",),
                stocks=(Stock(commodity="food", amount=draw(ENDS)),),
                makes=draw(st.one_of(st.just(()), ENDS.map(lambda v: (Made(commodity="food", per_day=v),)))),
            ),
        ),
        routes=(
            Route(
                id="road",
                from_="gate",
                to="depot",
                trucks_per_day=draw(maybe),
                hours=draw(HOURS),
                closed=draw(SHUT),
            ),
        ),
        fleet=draw(st.one_of(st.none(), st.builds(Fleet, trucks=ENDS, turnaround_h=maybe))),
    )
    plan = Plan(plan="a town", status="discussed", as_of=BEGINS, ground=Ground(), areas=(), supply=supply)
    hours = draw(st.one_of(st.none(), ENDS))
    transit = {} if hours is None else {"road": Range(hours[0], hours[1], "h")}
    need = {"food": {"town": (Range(100.0, 300.0, "t"),) * DAYS}}
    return Limits(plan, supply, BEGINS, need, transit)


@settings(max_examples=60)
@given(limits())
def test_the_best_ends_deliver_at_least_what_the_worst_do(found: Limits) -> None:
    best, worst = (supply_problem(found, optimistic=end) for end in (True, False))
    assert best is not None
    assert worst is not None
    assert (worst.gate_trucks <= best.gate_trucks).all()
    assert (worst.gate_units <= best.gate_units).all()
    # At the worst a way with hours is entered a day later than it stands in the arrays.
    late = int(found.supply.routes[0].hours is not None)
    assert (worst.arc_trucks[1, : DAYS - late] <= best.arc_trucks[1, late:]).all()
    assert (worst.arc_trucks[[0, 2]] <= best.arc_trucks[[0, 2]]).all()
    assert (worst.initial <= best.initial).all()
    assert (worst.transit >= best.transit).all()
    assert (worst.need == best.need).all()
    least = most_delivered(worst, value_of_commodity(worst, "food"))
    most = most_delivered(best, value_of_commodity(best, "food"))
    assert least.used_value <= most.proof.bound * (1 + 1e-9) + 1e-6


@settings(max_examples=60)
@given(limits())
def test_a_bound_is_above_what_a_plan_brings_with_ends_anywhere_between(found: Limits) -> None:
    best = supply_problem(found, optimistic=True)
    assert best is not None
    bound = most_delivered(best, value_of_commodity(best, "food")).proof.bound
    supply = found.supply
    stock = Range.of(supply.stores[0].stocks[0].amount or 0.0, "t")
    gate = supply.crossings[0].trucks_per_day
    load = supply.commodities[0].units_per_truck
    open_days = (
        sum(bool(one) for one in np.isfinite(best.gate_trucks[0]) * (best.gate_trucks[0] > 0))
        if gate
        else DAYS
    )
    if gate is not None and load is not None:
        waits = sum(Range.of(one.amount, "t").high for one in supply.crossings[0].waiting)
        made = sum(Range.of(one.per_day, "t").high for one in supply.stores[0].makes) * DAYS
        inside = stock.high + waits + made
        by_hand = min(inside + Range.of(gate, "").high * Range.of(load, "").high * open_days, 900.0)
        assert bound <= by_hand * (1 + 1e-9) + 1e-6
