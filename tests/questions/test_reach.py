"""Every answer of *reach*, on a street worked out by hand: 1,300 s proven, 2,000 s scheduled."""

import math
import re
from dataclasses import replace
from datetime import timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journey import towns

from safeground.journey.examine import examine
from safeground.plan.condition_words import Curfew, OtherMovement, Transport
from safeground.plan.model import Assumptions, Corridor, Notice
from safeground.quantity import Range
from safeground.questions import reach
from safeground.questions.finding import REACH_CAVEAT

PERSONS = 100_000.0
WIDTH = 200.0
"""A hundred times the town by hand: the same times, and numbers of people that may be said."""
MOAT = towns.box(-90, -90, 880, 90).difference(towns.box(-80, -80, 850, 80))
GOAL = {"hill": towns.box(1400, -50, 1600, 50)}


def findings(deadline_h=None, *, streets=None, layers=None, stating=None, **more):
    town, layer, ordered = towns.one_street_town(PERSONS, WIDTH)
    town = town if streets is None else streets(town)
    # Half the width in the schedule, less the metre kept free at its sides: 1 a second for each 2 m of width.
    town = replace(town, width_low_m=np.full(2, WIDTH / 2 + 1))
    loaded = towns.plan(ordered, deadline_h=deadline_h, **more)
    loaded = loaded if stating is None else towns.stating(loaded, **stating)
    outcomes = [
        examine(loaded, town, [layer] if layers is None else layers, notice, target, seconds=20)
        for notice in loaded.plan.notices
        for target in ("out", "arrived")
        if target == "out" or notice.to
    ]
    return {finding.id: finding for finding in reach.findings(loaded, town, outcomes)}


def assert_well_formed(found):
    for name, finding in found.items():
        assert finding.id == name
        assert finding.question == "reach"
        assert finding.answer in ("not_met", "not_refuted", "depends", "unknown")
        assert finding.caveat == REACH_CAVEAT
        assert (finding.missing is not None) == (finding.answer == "unknown")
        assert not re.search(r"\b(safe|likely|cleared|approved|street 0)\b", finding.statement)
        assert b'"met"' not in msgspec.json.encode(finding.answer)
        if finding.answer == "not_met":
            assert finding.break_even
            assert finding.certificate


def test_not_met_needs_the_refutation_on_streets_and_on_open_ground():
    found = findings(0.3, open_ground=[("barrier", MOAT)])
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "not_met"
    # 1,080 s, less 800 s of way, at 200 a second: 56,000 pass.
    assert out.statement == (
        "100,000 people are ordered to move, counted on 7 % of the area. On these inputs at least 44,000 of "
        "the 100,000 people who can move cannot be out of low-town in the 18 min given, even if all know and "
        "leave at once and every figure is at its most favourable end. For all of them it takes at least "
        "21 min. At least 100,000 people must pass one street, which carries at most 200 people a second. "
        "This holds on the mapped streets and, as far as the named barriers are barriers, on open ground."
    )
    assert out.break_even == (
        "Stays true unless the street of the cut carries more than 1.78 times what was assumed, or no more "
        "than 56,000 people are behind it."
    )
    assert out.held_against.text == "deadline of notice-1: out of low-town by 2026-03-04 06:18 (+00:00)"
    assert out.held_against.required == Range(0.0, 0.3, "h")
    assert out.figure.range.low == pytest.approx(1300 / 3600, rel=1e-5)
    assert out.figure.range.high >= 2000 / 3600


@pytest.mark.parametrize("ground", [None, [("crossable", towns.box(0, 0, 1, 1))], [("unknown", MOAT)]])
def test_a_refutation_on_streets_alone_depends_on_leaving_them(ground):
    found = findings(0.3, open_ground=ground)
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "depends"
    assert out.statement.startswith(
        "100,000 people are ordered to move, counted on 7 % of the area. Depends on leaving the streets."
    )
    assert out.deciders[0].assumption == "leaving the streets"
    assert out.deciders[0].turns_answer
    assert out.break_even is not None


def test_not_refuted_where_a_schedule_keeps_the_deadline():
    found = findings(0.6)
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "not_refuted"
    assert "nobody is shot at" in out.statement


def test_people_whom_nobody_counted_leave_a_schedule_unknown_and_a_refutation_as_it_is():
    _, layer, _ = towns.one_street_town(PERSONS, WIDTH)
    uncounted = np.empty(2, object)
    uncounted[:] = [towns.box(-20, -20, 20, 20), towns.box(5000, 5000, 5010, 5010)]
    layers = [replace(layer, uncounted=uncounted)]
    late = findings(0.6, layers=layers)["reach.notice-1.out"]
    assert late.answer == "unknown"
    assert "1 place in low-town" in late.missing
    assert "those in 1 place without a count" in late.statement
    assert (
        findings(0.3, layers=layers, open_ground=[("barrier", MOAT)])["reach.notice-1.out"].answer
        == "not_met"
    )
    assert "would not be refuted" not in findings(layers=layers)["reach.notice-1.out"].statement


def test_between_the_two_it_depends_and_what_decides_is_ranked():
    found = findings(0.5, assumptions=towns_with(specific_flow_per_m_s=(0.9, 1.0)))
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "depends"
    assert "takes at least 21 min" in out.statement
    # The streets' widths alone: 101 a second for 1,000 s; the flow alone: 180 a second, enough. Together
    # they let 90 a second pass, on the 100 m that the schedule uses: 10,000 are late.
    (together,) = out.deciders
    assert together.assumption == "all of these together"
    assert together.turns_answer
    assert together.moves == pytest.approx(0.1, rel=1e-3)
    assert together.effect == "every figure at its least favourable end: at least 10,000 people are late"
    short = findings(0.45, assumptions=towns_with(specific_flow_per_m_s=(0.9, 1.0)))["reach.notice-1.out"]
    width, together = short.deciders
    assert together.moves > width.moves
    assert width.assumption == "mean width of the streets"
    assert width.turns_answer
    # 1,620 s, less 800 s, at 101 a second: 82,820 pass, 17,180 do not.
    assert width.moves == pytest.approx(0.1718, rel=1e-3)
    assert width.effect == "101 m instead of 200 m: at least 17,000 people are late"


def towns_with(**changed):
    stated = {name: getattr(towns.BY_HAND, name) for name in towns.BY_HAND.__struct_fields__}
    return Assumptions(**{**stated, **changed})


def test_without_a_deadline_it_is_unknown_with_the_least_time():
    found = findings(None)
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "unknown"
    assert out.missing.startswith("the deadline")
    assert "at least 21 min" in out.statement
    assert re.search(r"a deadline of 3[34] min or more after the notice would not be refuted", out.statement)
    assert out.held_against is None


def test_without_a_destination_arriving_is_unknown():
    found = findings(0.3)
    assert found["reach.notice-1.arrived"].answer == "unknown"
    assert found["reach.notice-1.arrived"].missing.startswith("the destination")


def test_the_deadline_is_held_against_what_it_means():
    found = findings(0.6, means="arrived", destinations=GOAL)
    assert_well_formed(found)
    assert found["reach.notice-1.out"].answer == "unknown"
    assert "The deadline is for having arrived" in found["reach.notice-1.out"].statement
    assert found["reach.notice-1.arrived"].answer == "depends"
    assert findings(0.8, means="arrived", destinations=GOAL)["reach.notice-1.arrived"].answer == "not_refuted"


def test_a_deadline_that_does_not_say_what_it_means_is_held_against_leaving():
    out = findings(0.6, means=None, destinations=GOAL)["reach.notice-1.out"]
    assert out.answer == "not_refuted"
    assert "does not say whether" in out.held_against.text


@pytest.mark.parametrize("deadline_h", [None, 0.1, 0.3, 0.6])
def test_schematic_streets_give_only_unknown(deadline_h):
    found = findings(
        deadline_h, streets=lambda town: replace(town, grade="schematic"), open_ground=[("barrier", MOAT)]
    )
    assert_well_formed(found)
    assert {finding.answer for finding in found.values()} == {"unknown"}
    assert found["reach.notice-1.out"].figure is None
    assert "schematic" in found["reach.notice-1.out"].statement


def test_without_people_or_streets_it_is_unknown():
    found = findings(0.3, layers=[])
    assert_well_formed(found)
    assert found["reach.notice-1.out"].missing.startswith("people in the ordered area")
    loaded = towns.plan(towns.box(0, 0, 100, 100), deadline_h=1.0)
    (out, arrived) = reach.findings(loaded, None, [])
    assert (out.answer, arrived.answer) == ("unknown", "unknown")
    assert out.missing.startswith("the streets")


def test_without_a_time_of_issue_it_is_unknown():
    notice = Notice(id="notice-1", areas=("low-town",), deadline=towns.ISSUED)
    found = findings(notices=(notice,))
    assert_well_formed(found)
    assert found["reach.notice-1.out"].missing.startswith("the time of issue")


def notice(name="notice-1", *, issued_h=0.0, deadline_h=0.6, corridors=()):
    issued = towns.ISSUED + timedelta(hours=issued_h)
    return Notice(
        id=name,
        areas=("low-town",),
        issued=issued,
        deadline=issued + timedelta(hours=deadline_h),
        deadline_means="out",
        corridors=corridors,
    )


@pytest.mark.parametrize("limit", [{"open": "09:00-16:00"}, {"throughput_per_h": 500.0}])
def test_hours_and_checkpoints_of_a_corridor_leave_a_schedule_unknown(limit):
    corridor = Corridor(id="coast road", **limit)
    found = findings(notices=(notice(corridors=("coast road",)),), corridors=(corridor,))
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "unknown"
    assert "coast road" in out.missing
    # A refutation stays one: closing a road speeds nobody up.
    sooner = findings(
        notices=(notice(corridors=("coast road",), deadline_h=0.3),),
        corridors=(corridor,),
        open_ground=[("barrier", MOAT)],
    )
    assert sooner["reach.notice-1.out"].answer == "not_met"


def test_a_corridor_without_limits_changes_nothing():
    open_road = Corridor(id="coast road", on_foot=True)
    found = findings(notices=(notice(corridors=("coast road",)),), corridors=(open_road,))
    assert found["reach.notice-1.out"].answer == "not_refuted"


@pytest.mark.parametrize(("issued_h", "answer"), [(0.5, "depends"), (0.7, "not_refuted")])
def test_notices_at_the_same_time_share_the_streets(issued_h, answer):
    found = findings(notices=(notice(), notice("notice-2", issued_h=issued_h)))
    assert_well_formed(found)
    assert found["reach.notice-1.out"].answer == answer
    assert ("notice-2" in found["reach.notice-1.out"].statement) is (answer == "depends")


def test_people_who_cannot_walk_are_a_finding_of_their_own():
    found = findings(0.6, assumptions=towns_with(cannot_walk_share=(0.01, 0.05)))
    assert_well_formed(found)
    help_needed = found["reach.notice-1.cannot_walk"]
    assert help_needed.answer == "unknown"
    assert (help_needed.figure.range.low, help_needed.figure.range.high) == pytest.approx((1000, 5000))
    assert "reach.notice-1.cannot_walk" not in findings(0.6)


def road(**limits):
    return [(Corridor(id="road", route="x", **limits), towns.line((0, 0), (1500, 0)))]


def test_hours_of_the_only_corridor_refute_and_its_streets_cannot_help():
    limits = road(open="07:00-08:00", persons_per_window=(20_000, 30_000))
    found = findings(12.0, stating={"only": True, "corridors": limits})
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "not_met"
    assert "at least 70,000 of the 100,000 people who can move cannot be out" in out.statement
    assert "must pass one street, which in its hours lets no more than 30,000 people through" in out.statement
    assert "as far as people leave by road only, as the notice says, on open ground" in out.statement
    assert out.break_even.startswith("Stays true even if the streets of the cut carried a thousand times")
    assert "no more than 30,000 people are behind it" in out.break_even
    assert "barrier" not in out.statement
    (quota, together) = out.deciders
    assert quota.assumption == "people whom road lets in a window"
    assert quota.effect == "20,000 people instead of 30,000 people: at least 80,000 people are late"
    assert quota.range == Range(20_000, 30_000, "persons")
    assert together.effect.endswith("at least 80,000 people are late")


def test_hours_of_a_corridor_that_is_not_the_only_way_hinder_the_schedule_only():
    # It opens an hour after the notice: 2,000 s after that all are out by the schedule.
    early = findings(0.6, stating={"corridors": road(open="07:00-16:00")})
    assert early["reach.notice-1.out"].answer == "depends"
    late = findings(3.0, stating={"corridors": road(open="07:00-16:00")})
    assert late["reach.notice-1.out"].answer == "not_refuted"
    assert late["reach.notice-1.out"].figure.range.low == pytest.approx(1300 / 3600, rel=1e-5)
    assert late["reach.notice-1.out"].figure.range.high >= 1.0 + 2000 / 3600 - 1e-9


def test_a_curfew_is_in_the_least_time():
    # From 06:00 to 08:00 nobody moves; then it takes the 1,300 s that it takes without.
    curfew = [(Curfew(hours="20:00-08:00"), None)]
    found = findings(2.1, stating={"curfews": curfew}, open_ground=[("barrier", MOAT)])
    assert_well_formed(found)
    out = found["reach.notice-1.out"]
    assert out.answer == "not_met"
    assert out.figure.range.low == pytest.approx(2 + 1300 / 3600, rel=1e-4)


def test_other_movements_on_the_streets_leave_a_schedule_depending():
    convoy = OtherMovement(id="convoy", from_=("hill",), to=("low-town",), persons=(100.0, 200.0))
    found = findings(0.6, stating={"movements": [(convoy, None)]})
    assert found["reach.notice-1.out"].answer == "depends"
    assert "convoy" in found["reach.notice-1.out"].statement
    after = msgspec.structs.replace(convoy, begins=towns.ISSUED + timedelta(hours=1))
    found = findings(0.6, stating={"movements": [(after, None)]})
    assert found["reach.notice-1.out"].answer == "not_refuted"


@pytest.mark.parametrize(("vehicles", "answer"), [(1.0, "not_met"), ((10.0, 900.0), "depends")])
def test_vehicles_for_people_who_cannot_walk_never_make_more_than_depends(vehicles, answer):
    # 0.6 h, a quarter of an hour for loading, at best 80 s of driving (10 m/s): two trips with 40 seats.
    bus = Transport(notice="notice-1", vehicles=vehicles, seats=40.0, loading_h=0.25)
    figures = msgspec.structs.replace(
        towns_with(cannot_walk_share=(0.01, 0.05)), vehicle_speed_km_h=(18.0, 36.0)
    )
    found = findings(0.6, stating={"transport": [(bus, None)]}, assumptions=figures)
    assert_well_formed(
        {name: one for name, one in found.items() if one.certificate or one.answer != "not_met"}
    )
    carried = found["reach.notice-1.cannot_walk"]
    assert carried.answer == answer
    assert "at most 2 trips" in carried.statement
    if answer == "not_met":
        assert "carry no more than 80 people" in carried.statement
        assert "more than 80 people" in carried.break_even
    assert "13 to 125 such vehicles are needed" in carried.statement


def test_vehicles_without_a_deadline_are_unknown():
    bus = Transport(notice="notice-1", vehicles=1.0, seats=40.0, loading_h=0.25)
    found = findings(stating={"transport": [(bus, None)]}, assumptions=towns_with(cannot_walk_share=0.05))
    assert_well_formed(found)
    assert found["reach.notice-1.cannot_walk"].answer == "unknown"


def test_people_without_a_route_come_first():
    _, layer, _ = towns.one_street_town(PERSONS)
    island = towns.streets([(0, 0), (1000, 0), (300, 70), (400, 70)], [(0, 1, WIDTH), (2, 3, WIDTH)])
    lost = towns.people([(layer.cells[0], PERSONS, PERSONS), (towns.box(310, 60, 390, 80), 3000, 4000)])
    found = findings(0.6, streets=lambda _: island, layers=[lost])
    assert_well_formed(found)
    first = next(iter(found.values()))
    assert first.id == "reach.notice-1.out.without_a_route"
    assert first.answer == "depends"
    assert first.statement.startswith("3,000 to 4,000 people live where no mapped street leads on")
    assert found["reach.notice-1.out"].answer == "not_refuted"


@given(deadline_h=st.floats(0.0, 1.0), persons=st.floats(1.0, 5e5))
def test_whatever_the_deadline_no_answer_is_met_and_answers_come_in_order(deadline_h, persons):
    town, layer, ordered = towns.one_street_town(persons, WIDTH)
    loaded = towns.plan(ordered, deadline_h=deadline_h, open_ground=[("barrier", MOAT)])
    outcome = examine(loaded, town, [layer], loaded.plan.notices[0], "out", gap=0.1, seconds=5)
    found = {finding.id: finding for finding in reach.findings(loaded, town, [outcome])}
    assert_well_formed(found)
    given_s = outcome.deadline_h * 3600
    least, most = 800 + persons / 200, outcome.upper_h * 3600
    answer = found["reach.notice-1.out"].answer
    # Between the bounds on streets and on open ground (shorter by at most a metre) either may be said.
    if given_s < least - 2:
        assert answer == "not_met"
    elif given_s > most:
        assert answer == "not_refuted"
    elif least < given_s < most:
        assert answer == "depends"
    assert not math.isnan(outcome.lower_h)
