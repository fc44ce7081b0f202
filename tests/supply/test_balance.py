"""Every plan is carried out: nothing from nothing, nothing lost unsaid, nothing faster than it goes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.supply.cases import INF, random_problem, two_gates

from safeground.supply.balance import DeliveryPlan, PlanRefused, carry_out, shares_used
from safeground.supply.early import used_early
from safeground.supply.fair import by_priority, max_min
from safeground.supply.fleets import trips
from safeground.supply.lp import most_delivered, value_of_need


def _by_hand() -> DeliveryPlan:
    """Return the plan of ``two_gates`` in which everything goes to A and B as it comes."""
    entered = np.array([[[20, 0, 20]], [[10, 10, 0]]], float)
    moved = np.array([[[20, 0, 20]], [[10, 10, 0]], [[20, 10, 10]], [[0, 0, 20]]], float)
    used = np.zeros((5, 1, 3))
    used[3, 0], used[4, 0] = [20, 10, 10], [0, 0, 20]
    return DeliveryPlan(entered, moved, used)


def test_stages_by_hand() -> None:
    done = carry_out(two_gates(), _by_hand())
    assert done.entered.tolist() == [[30, 10, 20]]
    assert done.collected.tolist() == [[30, 10, 20]]
    assert done.delivered.tolist() == [[20, 10, 30]]
    assert done.used.tolist() == [[20, 10, 30]]
    assert done.stock.sum() == done.lost.sum() == 0
    assert shares_used(two_gates(), _by_hand())[3:, 0] == pytest.approx([40 / 60, 20 / 60])
    assert np.isnan(shares_used(two_gates(), _by_hand())[0, 0])


@pytest.mark.parametrize(
    ("array", "cell", "value", "why"),
    [
        ("entered", (0, 0, 1), 10, "trucks at north in period 1"),
        ("entered", (1, 0, 0), 20, "trucks at south in period 0"),
        ("entered", (0, 0, 0), -1, "no finite number"),
        ("entered", (0, 0, 0), np.nan, "no finite number"),
        ("moved", (3, 0, 0), 10, "more of flour leave crossroads"),
        ("moved", (2, 0, 0), 40, "trucks at crossroads to A in period 0"),
        ("used", (3, 0, 0), 25, "used at A in period 0: 25.0, with at most 20.0"),
        ("used", (4, 0, 0), 5, "more of flour leave B"),
    ],
)
def test_what_cannot_be_is_refused(array: str, cell: tuple[int, ...], value: float, why: str) -> None:
    plan = _by_hand()
    getattr(plan, array)[cell] = value
    with pytest.raises(PlanRefused, match=why):
        carry_out(two_gates(), plan)


def test_transit_fleets_and_limits_are_held() -> None:
    late = _by_hand()
    late.moved[1, 0] = [0, 10, 10]
    late.entered[1, 0] = [0, 10, 10]
    with pytest.raises(PlanRefused, match="leave crossroads"):
        carry_out(two_gates(), late)  # what is needed on the second day left a day late
    fleet = two_gates(fleet_of_arc=[-1, -1, 0, 0], fleet_trucks=[[2, 2, 2]])
    with pytest.raises(PlanRefused, match=r"trucks at fleet 1 in period 2: 3\.0, with at most 2\.0"):
        carry_out(fleet, _by_hand())
    longer = two_gates(fleet_of_arc=[-1, -1, 0, 0], fleet_trucks=[[3, 3, 3]], truck_periods=[1, 1, 2, 2])
    with pytest.raises(PlanRefused, match=r"trucks at fleet 1 in period 2: 4\.0, with at most 3\.0"):
        carry_out(longer, _by_hand())
    limit = two_gates(limit_arc=[2], limit_commodity=[0], limit_units=[[20, 5, 20]])
    with pytest.raises(PlanRefused, match="moved at crossroads to A in period 1"):
        carry_out(limit, _by_hand())
    with pytest.raises(PlanRefused, match="shape"):
        carry_out(two_gates(), dataclasses.replace(_by_hand(), used=np.zeros((5, 3))))


def test_what_finds_no_room_is_counted_as_lost() -> None:
    problem = two_gates(storage=[[0], [0], [0], [5], [0]])
    plan = _by_hand()
    plan.used[3, 0, 0] = 8
    done = carry_out(problem, plan)
    assert done.stock[3, 0].tolist() == [5, 5, 5]
    assert done.lost[3, 0].tolist() == [7, 0, 0]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["most", "max-min", "priority"]))
def test_every_run_balances(seed: int, rule: str) -> None:
    problem = random_problem(seed, unlimited=seed % 2 == 0)
    if rule == "most":
        plan = most_delivered(problem, value_of_need(problem)).plan
    elif rule == "max-min":
        plan = max_min(problem).plan
    else:
        plan = by_priority(problem, np.arange(problem.need.shape[0])[:, None] % 2).plan
    done = carry_out(problem, plan)
    allowed = 1e-7
    assert done.stock.min() >= -allowed
    assert (done.stock <= problem.storage[:, :, None] + allowed).all()
    came = problem.initial.sum(axis=0) + done.entered.sum(axis=1)
    kept = done.stock[:, :, -1].sum(axis=0) + done.lost.sum(axis=(0, 2))
    assert came == pytest.approx(done.used.sum(axis=1) + kept + done.on_the_way, abs=1e-6)
    assert (plan.used <= problem.need + allowed).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_use_is_early_and_as_much(seed: int) -> None:
    problem = random_problem(seed)
    plan = most_delivered(problem, value_of_need(problem)).plan
    again = used_early(problem, plan)
    assert again.used.sum(axis=2) == pytest.approx(plan.used.sum(axis=2))
    stock = carry_out(problem, again).stock
    for t in range(problem.periods - 1):
        unmet = problem.need[:, :, t] - again.used[:, :, t]
        for late in range(t + 1, problem.periods):
            held = stock[:, :, t:late].min(axis=2)
            waiting = np.minimum(np.minimum(unmet, again.used[:, :, late]), held)
            assert waiting.max() <= 1e-6


def test_a_trip_s_hours_are_rounded_to_the_side_that_is_wanted() -> None:
    for trip_h in (1.0, 4.8, 5.0, 7.0, 12.0, 23.0, 24.0, 25.0, 48.0, 60.0):
        share, periods = trips([trip_h], 24.0, optimistic=True)[0]
        # By a fleet of one truck that is loaded again the moment it is back, over ten days.
        starts = np.floor(np.arange(0.0, 240.0 / trip_h) * trip_h / 24.0 + 1e-12).astype(int)
        busy = np.zeros(12 + periods)
        for start in starts[starts < 10]:
            busy[start : start + periods] += share
        assert busy.max() <= 1 + 1e-9, trip_h
        share, periods = trips([trip_h], 24.0, optimistic=False)[0]
        assert (1 / share) * trip_h <= 24.0 * periods + 1e-9
    for wrong in (0.0, -1.0, INF, float("nan")):
        with pytest.raises(ValueError, match="finite and more than 0"):
            trips([wrong], 24.0, optimistic=True)
