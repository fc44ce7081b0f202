"""A schedule told in wide steps: worked by hand, coarse whatever happens, and true to the schedule's rows."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journey import towns

from safeground.flow.schedule_steps import arrivals, last_s, node_steps, step_edges
from safeground.journey.examine import examine
from safeground.journey.readable_schedule import (
    FEW_PERSONS,
    MOST_STEPS,
    STEP_H,
    at_least,
    at_most,
    step_length_h,
)
from safeground.journey.schedule_units import MOST_UNITS, _divided


def told(streets, layers, loaded, target="out"):
    notice = loaded.plan.notices[0]
    return examine(loaded, streets, layers, notice, target, gap=0.02, seconds=10, schedule=True)


def counts(readable):
    """Every count of people that a readable schedule holds."""
    tables = [readable.set_out, readable.arrived, np.array([readable.set_out_in_all])]
    for unit in readable.departures:
        tables += [unit.persons, np.array([unit.in_all])]
    tables += [one.persons for one in (*readable.streets, *readable.stretches, *readable.crowds)]
    return tables


def assert_coarse(readable):
    assert STEP_H == 3
    assert FEW_PERSONS == 5000
    assert readable.step_h >= STEP_H
    assert readable.step_h % STEP_H == 0
    for table in counts(readable):
        assert table.dtype == np.int64
        assert (table % FEW_PERSONS == 0).all()
        assert (table >= 0).all()
        assert len(table) in {1, readable.steps}


def test_one_street_by_hand():
    """20,000 people, 1 a second, 1,000 s to walk: the last is out after 21,000 s, in the second step.

    By 10,800 s at the most 10,800 have set out and 9,800 are out.
    """
    streets, layer, ordered = towns.one_street_town(20_000)
    found = told(streets, [layer], towns.plan(ordered)).readable_schedule
    assert_coarse(found)
    assert (found.step_h, found.steps, found.within_one_step) == (3, 2, False)
    assert found.set_out.tolist() == [10_000, 5000]
    assert found.arrived.tolist() == [5000, 10_000]
    assert found.set_out_in_all == 20_000
    (unit,) = found.departures
    assert unit.persons.tolist() == [10_000, 5000]
    assert unit.in_all == 20_000
    assert unit.blocks == ()
    (street,) = found.streets
    assert (street.name, street.way_id, street.persons.tolist()) == ("street 0", 1000, [10_000, 5000])
    (stretch,) = found.stretches
    west, south, east, north = towns.PLANE.project(stretch.line).bounds
    assert (west, south, east, north) == pytest.approx((0, 0, 1000, 0), abs=0.1)
    x = towns.PLANE.project(stretch.line).coords
    assert (x[-1][0] > x[0][0]) == bool(stretch.along[0]), "people go east"
    assert found.crowds == ()


def test_a_short_movement_is_one_step_and_says_so():
    streets, layer, ordered = towns.one_street_town(6000)
    found = told(streets, [layer], towns.plan(ordered)).readable_schedule
    assert_coarse(found)
    assert (found.steps, found.within_one_step) == (1, True)
    assert found.set_out.tolist() == [5000]
    assert found.arrived.tolist() == [5000]


def test_few_people_are_not_told_apart():
    streets, layer, ordered = towns.one_street_town(4999)
    found = told(streets, [layer], towns.plan(ordered)).readable_schedule
    assert [table.max() for table in counts(found)] == [0] * len(counts(found))
    assert found.streets == found.stretches == found.crowds == ()


def narrow_bridge():
    """Two wide streets meet at a narrow one: a crowd gathers there, and nobody lives there."""
    streets = towns.streets(
        [(-1000, 0), (1000, 0), (0, 0), (0, 500), (0, 900)],
        [(0, 2, 20.0), (1, 2, 20.0), (2, 3, 2.0), (3, 4, 2.0)],
        names={0: "West Street", 1: "East Street", 2: "Bridge", 3: "Bridge"},
    )
    cells = [
        (towns.box(-1050, -50, -950, 50), 16_000, 16_000),
        (towns.box(950, -50, 1050, 50), 8000, 8000),
    ]
    ordered = towns.box(-1200, -100, 1200, 450)
    blocks = {"7": towns.box(-1200, -100, 0, 450), "8.1": towns.box(0, -100, 1200, 450)}
    return streets, [towns.people(cells)], towns.plan(ordered, blocks=blocks)


def test_a_crowd_stands_where_streets_meet_and_units_are_named_by_their_blocks():
    outcome = told(*narrow_bridge())
    found = outcome.readable_schedule
    assert_coarse(found)
    assert [(unit.blocks, unit.in_all) for unit in found.departures] == [(("7",), 15_000), (("8.1",), 5000)]
    # All set out in the first step. The bridge takes 1 a second and is reached after 1,000 s: at the most
    # 9,800 in the first step, 10,800 in the next.
    loads = {street.name: street.persons.tolist() for street in found.streets}
    assert loads["West Street"] == [15_000, 0, 0]
    assert loads["East Street"] == [5000, 0, 0]
    assert loads["Bridge"][:2] == [5000, 10_000]
    crowd = found.crowds[0]
    assert crowd.streets == ("Bridge", "East Street", "West Street")
    assert towns.PLANE.xy(np.array([crowd.lon]), np.array([crowd.lat])) == pytest.approx((0, 0), abs=0.1)
    assert crowd.persons.max() >= outcome.crowd.persons, "rounded up, never down"
    assert crowd.persons.max() < 24_000 + FEW_PERSONS


def test_it_is_made_only_when_asked():
    streets, layer, ordered = towns.one_street_town(20_000)
    loaded = towns.plan(ordered)
    quiet = examine(loaded, streets, [layer], loaded.plan.notices[0], "out", gap=0.02, seconds=10)
    assert quiet.schedule_flow is not None
    assert quiet.readable_schedule is None


def test_without_a_schedule_there_is_nothing_to_tell():
    streets, layer, ordered = towns.one_street_town(20_000)
    loaded = towns.plan(ordered, grade="schematic")
    streets = towns.streets([(0, 0), (1000, 0)], [(0, 1, 2.0)], grade="schematic")
    found = told(streets, [layer], loaded)
    assert found.readable_schedule is None
    assert found.no_upper


@settings(max_examples=15)
@given(
    st.lists(st.integers(0, 60_000), min_size=3, max_size=3),
    st.lists(st.integers(2, 30), min_size=4, max_size=4),
)
def test_whatever_the_town_it_is_coarse_and_agrees_with_the_schedule(persons, widths):
    if sum(persons) == 0:
        persons = [1, *persons[1:]]
    places = [(-2000, 0), (0, -300), (1500, 200)]
    streets = towns.streets(
        [*places, (0, 0), (0, 500), (0, 900)],
        [*((k, 3, float(widths[k])) for k in range(3)), (3, 4, float(widths[3])), (4, 5, 30.0)],
    )
    cells = [
        (towns.box(x - 50, y - 50, x + 50, y + 50), count, count)
        for (x, y), count in zip(places, persons, strict=True)
        if count
    ]
    outcome = told(streets, [towns.people(cells)], towns.plan(towns.box(-2500, -500, 2500, 450)))
    found, problem, schedule = outcome.readable_schedule, outcome.schedule_problem, outcome.schedule_flow
    assert_coarse(found)
    edges_s = step_edges(last_s(problem, schedule), found.step_h * 3600.0)
    assert found.steps == len(edges_s) - 1
    steps = node_steps(problem, schedule, np.arange(problem.nodes), edges_s)
    for shown, true in (
        (found.set_out, steps.left.sum(axis=0)),
        (found.arrived, arrivals(problem, schedule, edges_s)),
        (np.sum([unit.in_all for unit in found.departures]), None),
    ):
        if true is not None:
            assert (shown <= true + 0.01).all()
            assert (true < shown + FEW_PERSONS).all()
        else:
            assert shown <= sum(persons) < shown + FEW_PERSONS * len(found.departures)
    by_unit = np.sum([unit.persons for unit in found.departures], axis=0)
    all_out = steps.left.sum(axis=0)
    assert (by_unit <= all_out + 0.01).all()
    assert (all_out < by_unit + FEW_PERSONS * len(found.departures)).all()
    loads = np.max([street.persons for street in found.streets], axis=0, initial=0)
    assert np.max(loads) <= sum(persons)
    most = max((crowd.persons.max() for crowd in found.crowds), default=0)
    assert most == at_most(np.array([steps.waiting.max()]))[0]


@given(st.floats(0, 1e7))
def test_rounding_errs_to_one_side_only(persons):
    low, high = at_least(np.array([persons]))[0], at_most(np.array([persons]))[0]
    assert low <= persons + 0.001
    assert persons < low + FEW_PERSONS
    assert high == 0 if persons < FEW_PERSONS - 0.001 else high >= persons - 0.001
    assert high < persons + FEW_PERSONS


@given(st.floats(0, 10_000))
def test_steps_are_never_shorter_than_three_hours_nor_too_many(hours):
    step_h = step_length_h(hours)
    assert step_h >= STEP_H
    assert hours <= step_h * MOST_STEPS


@given(
    st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(1, 30_000)), min_size=1, max_size=80)
)
def test_units_hold_enough_people_and_everybody_once(places):
    x, y, persons = (np.array(column) for column in zip(*places, strict=True))
    groups = _divided(x, y, persons)
    assert sorted(np.concatenate(groups).tolist()) == list(range(len(places)))
    assert len(groups) <= MOST_UNITS
    if persons.sum() >= FEW_PERSONS:
        assert min(persons[group].sum() for group in groups) >= FEW_PERSONS - 1e-6


def test_units_are_compact():
    """Two towns far apart are never one unit while each holds enough."""
    x = np.array([0.0, 10.0, 20.0, 9000.0, 9010.0])
    groups = _divided(x, np.zeros(5), np.array([2000.0, 2000.0, 2000.0, 3000.0, 3000.0]))
    assert sorted(sorted(group.tolist()) for group in groups) == [[0, 1, 2], [3, 4]]


def test_lines_of_stretches_join_their_pieces():
    found = told(*narrow_bridge()).readable_schedule
    for stretch in found.stretches:
        assert isinstance(stretch.line, shapely.LineString)
        assert stretch.line.is_simple
        assert stretch.line.length > 0
