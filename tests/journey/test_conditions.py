"""Hours, quotas, closures, rubble, checkpoints and curfews as arrays, worked out by hand.

Everybody walks 1 m/s; the notice is issued at 06:00 UTC, so 09:00 is 3 h after it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import msgspec
import numpy as np
import pytest
from tests.journey import towns

from safeground.errors import InputError
from safeground.journey.examine import _check_ends, setting_of
from safeground.journey.figures import Figures
from safeground.journey.movement import put_together
from safeground.journey.open_ground import OpenGround
from safeground.journey.placed import place_conditions
from safeground.journey.problems import proof_problem, schedule_problem
from safeground.journey.remarks import remarks_of
from safeground.plan.condition_words import Checkpoint, Closure, Curfew, Rubble, Window
from safeground.plan.model import Corridor

H = 3600.0
DAYS = 14


def built(loaded, town, layer, target="out"):
    """The problems of the proof and of the schedule."""
    placed, notice = place_conditions(loaded, town), loaded.plan.notices[0]
    figures = Figures.of(loaded.plan.assumptions)
    movement = put_together(setting_of(loaded, placed, [layer], notice, target, figures))
    _check_ends(loaded, movement, notice, target)
    return proof_problem(movement, figures).problem, schedule_problem(movement, figures).problem, movement


def street(**words):
    """The town of one street of 2 m; the ordered area ends at 900 m of it."""
    town, layer, ordered = towns.one_street_town()
    return (*built(towns.stating(towns.plan(ordered, deadline_h=12.0), **words), town, layer), town)


def windows(problem):
    """(open, close, quota) of every window in hours, by arc."""
    result = {}
    for arc, opens, closes, quota in zip(
        problem.window_arc, problem.window_open_s, problem.window_close_s, problem.window_quota, strict=True
    ):
        result.setdefault(int(arc), []).append((opens / H, closes / H, quota))
    return result


def road(**limits):
    return [(Corridor(id="road", **limits), towns.line((0, 0), (1500, 0)))]


def test_a_corridor_that_is_not_the_only_way_hinders_the_schedule_only():
    proof, schedule, movement, _ = street(corridors=road(open="09:00-16:00", persons_per_window=(50, 80)))
    assert not len(proof.window_arc)
    found = windows(schedule)
    assert len(found) == len(schedule.tail)
    assert found[0][0] == (3, 10, 50)
    assert len(found[0]) == DAYS
    assert schedule.window_close_s.max() < DAYS * 24 * H
    said = " ".join(remark.text for remark in movement.setting.conditions.remarks)
    assert "hold in the schedule only" in said
    assert "14 days" in said


def test_the_only_corridor_is_a_gate_of_the_proof_too():
    proof, schedule, movement, _ = street(
        only=True,
        corridors=road(open="09:00-16:00", persons_per_window=(50, 80), throughput_per_h=(1800, 3600)),
    )
    # Whoever entered the street of 1,000 m by 16:00 crosses the edge by 16:00 and 1,000 s.
    (gate,) = windows(proof).values()
    assert gate[0] == pytest.approx((3, 10 + 1000 / H, 80))
    assert gate[-1] == (DAYS * 24, math.inf, math.inf)
    (arc,) = set(proof.window_arc.tolist())
    assert proof.capacity_per_s[arc] == 1.0
    assert proof.transit_s[arc] == 0
    assert proof.sink.tolist() == [proof.head[arc]]
    # The schedule holds every street to the hours, to the least quota and the least throughput.
    assert set(schedule.capacity_per_s) == {0.5}
    assert {span[0] for span in windows(schedule).values()} == {(3, 10, 50)}
    said = " ".join(remark.text for remark in movement.setting.conditions.remarks)
    assert "may leave by road only" in said


def test_without_throughput_the_gate_carries_what_its_streets_do():
    proof, *_ = street(only=True, corridors=road(open="09:00-16:00"))
    (arc,) = set(proof.window_arc.tolist())
    assert proof.capacity_per_s[arc] == 2.0


def two_ways_out(only, **limits):
    """One street to the east, another to the north; the corridor is the eastern."""
    nodes = [(0, 0), (1000, 0), (1500, 0), (0, 1000)]
    town = towns.streets(nodes, [(0, 1, 2.0), (1, 2, 2.0), (0, 3, 2.0)])
    layer = towns.people([(towns.box(-50, -50, 50, 50), 1000, 1000)])
    loaded = towns.plan(
        towns.box(-900, -900, 900, 900),
        destinations={"hill": towns.box(1400, -100, 1600, 100)},
        deadline_h=12.0,
    )
    corridor = (Corridor(id="road", **limits), towns.line((0, 0), (1500, 0)))
    return towns.stating(loaded, only=only, corridors=[corridor]), town, layer


@pytest.mark.parametrize("target", ["out", "arrived"])
def test_streets_across_the_edge_that_are_no_corridor_are_closed(target):
    loaded, town, layer = two_ways_out(True, open="09:00-16:00")
    proof, schedule, movement = built(loaded, town, layer, target)
    assert len(movement.exits.crossing) == 2
    assert len(movement.exits.allowed) == 1
    (gate,) = set(proof.window_arc.tolist())
    # From the people to every sink there is no way but through the gate.
    assert not reaches(proof, without=gate)
    assert reaches(proof, without=None)
    assert reaches(schedule, without=None)
    free_loaded, *_ = two_ways_out(None, open="09:00-16:00")
    free_proof, *_ = built(free_loaded, town, layer, target)
    assert not len(free_proof.window_arc)


def reaches(problem, without):
    reached = set(problem.source.tolist())
    arcs = [
        (int(tail), int(head))
        for arc, (tail, head) in enumerate(zip(problem.tail, problem.head, strict=True))
        if arc != without
    ]
    while True:
        more = {head for tail, head in arcs if tail in reached} - reached
        if not more:
            return bool(reached & set(problem.sink.tolist()))
        reached |= more


def test_a_corridor_drawn_the_other_way_and_open_one_way_lets_nobody_out():
    town, layer, ordered = towns.one_street_town()
    inward = [(Corridor(id="road", one_way=True), towns.line((1500, 0), (0, 0)))]
    loaded = towns.stating(towns.plan(ordered), only=True, corridors=inward)
    with pytest.raises(InputError, match="no corridor that leads out"):
        built(loaded, town, layer)
    outward = [(Corridor(id="road", one_way=True), towns.line((0, 0), (1500, 0)))]
    proof, schedule, _ = built(towns.stating(towns.plan(ordered), only=True, corridors=outward), town, layer)
    assert reaches(proof, without=None)
    assert len(schedule.tail) == 2
    assert set(schedule.tail.tolist()) != set(schedule.head.tolist())


def test_two_carriageways_share_one_gate_and_in_the_schedule_the_quota():
    nodes = [(0, 0), (1000, 0), (0, 12), (1000, 12)]
    town = towns.streets(nodes, [(0, 1, 2.0), (2, 3, 2.0), (0, 2, 2.0), (1, 3, 2.0)])
    layer = towns.people([(towns.box(-50, -50, 50, 50), 1000, 1000)])
    loaded = towns.stating(
        towns.plan(towns.box(-900, -900, 900, 900), deadline_h=12.0),
        only=True,
        corridors=[
            (Corridor(id="road", open="09:00-16:00", persons_per_window=100), towns.line((0, 6), (1000, 6)))
        ],
    )
    proof, schedule, _ = built(loaded, town, layer)
    (gate,) = windows(proof).values()
    assert gate[0][2] == 100
    (arc,) = set(proof.window_arc.tolist())
    assert proof.capacity_per_s[arc] == 4.0
    assert {quota for spans in windows(schedule).values() for _, _, quota in spans} == {50}


def test_dated_windows_with_their_quota():
    at = [towns.ISSUED + timedelta(hours=hours) for hours in (-5, -1, 2, 4)]
    dated = (Window(from_=at[0], until=at[1], quota=5), Window(from_=at[2], until=at[3], quota=(10, 20)))
    proof, schedule, *_ = street(only=True, corridors=road(open=dated))
    (gate,) = windows(proof).values()
    assert gate[0] == pytest.approx((2, 4 + 1000 / H, 20))
    assert gate[1] == (DAYS * 24, math.inf, math.inf)
    assert next(iter(windows(schedule).values())) == [(2, 4, 10)]


def test_a_closure_from_a_time_on_and_a_destroyed_street():
    begins = towns.ISSUED + timedelta(hours=2)
    area = towns.box(700, -50, 800, 50)
    proof, schedule, *_ = street(closures=[(Closure(id="gate", where="x", from_=begins), area)])
    # The part of 100 m may be entered 100 s later in the proof, for people who were on it already.
    for (only,) in windows(proof).values():
        assert only == pytest.approx((0, 2 + 100 / H, math.inf))
    assert {span for (span,) in windows(schedule).values()} == {(0, 2, math.inf)}
    assert windows(proof)
    town, layer, ordered = towns.one_street_town()
    gone = towns.stating(towns.plan(ordered), closures=[(Closure(id="gate", where="x"), area)])
    placed = place_conditions(gone, town)
    figures = Figures.of(gone.plan.assumptions)
    movement = put_together(setting_of(gone, placed, [layer], gone.plan.notices[0], "out", figures))
    assert not movement.reachable.any()
    assert (movement.worst_node < 0).all()


def test_a_closure_that_ends_opens_the_street_again():
    ends = towns.ISSUED + timedelta(hours=2)
    along = towns.line((700, 0), (800, 0))
    proof, schedule, *_ = street(closures=[(Closure(id="gate", where="x", until=ends), along)])
    for problem in (proof, schedule):
        assert {spans[0] for spans in windows(problem).values()} == {(2, math.inf, math.inf)}


def test_rubble_takes_width_and_speed_at_the_end_of_each_side():
    rubble = Rubble(where="x", width_factor=(0.25, 0.5), speed_factor=(0.2, 0.8))
    proof, schedule, movement, _ = street(rubble=[(rubble, towns.box(300, -50, 400, 50))])
    # 800 m to the edge: 700 at 1 m/s and 100 at 0.8; for the schedule 1,000: 900 at 1 m/s, 100 at 0.2.
    out = np.flatnonzero(proof.head == proof.sink[0])
    assert proof.transit_s[out] == pytest.approx(700 + 125)
    assert proof.capacity_per_s[out] == pytest.approx(1.0)
    out = np.flatnonzero(schedule.head == schedule.sink[0])
    assert schedule.transit_s[out] == pytest.approx(900 + 500)
    # 2 m · 0.25 less half a metre at each side is nothing: in single file, one every 2 m at 1 m/s.
    assert schedule.capacity_per_s[out] == pytest.approx(0.5)
    assert movement.setting.fast().speed_m_s.min() == pytest.approx(0.8)


def test_rubble_that_may_leave_nothing_closes_the_street_to_the_schedule():
    town, layer, ordered = towns.one_street_town()
    rubble = [(Rubble(where="x", width_factor=(0.0, 1.0)), towns.box(300, -50, 400, 50))]
    loaded = towns.stating(towns.plan(ordered), rubble=rubble)
    placed = place_conditions(loaded, town)
    setting = setting_of(loaded, placed, [layer], loaded.plan.notices[0], "out", Figures.of(towns.BY_HAND))
    movement = put_together(setting)
    assert movement.reachable.all()
    assert (movement.worst_node < 0).all()


def test_a_checkpoint_is_on_its_street_and_lets_through_what_it_says():
    checkpoint = Checkpoint(id="post", at="x", throughput_per_h=(360, 720), open="09:00-16:00")
    proof, schedule, movement, _ = street(checkpoints=[(checkpoint, towns.point(500, 20))])
    for problem, per_s in ((proof, 0.2), (schedule, 0.1)):
        arcs = sorted(set(problem.window_arc.tolist()))
        assert problem.capacity_per_s[arcs] == pytest.approx(per_s)
        assert problem.transit_s[arcs] == pytest.approx(2.0)
    assert next(iter(windows(proof).values()))[0] == pytest.approx((3, 10 + 2 / H, math.inf))
    assert next(iter(windows(schedule).values()))[0] == (3, 10, math.inf)
    (where,) = (one for one in movement.setting.conditions.remarks if one.restricted)
    assert "street 0, 20 m" in where.text


def test_a_curfew_halts_both_sides():
    begins = towns.ISSUED + timedelta(hours=24)
    proof, schedule, *_ = street(curfews=[(Curfew(hours="18:00-07:00"), None)])
    for problem in (proof, schedule):
        assert problem.halt_from_s[:2].tolist() == [0, 12 * H]
        assert problem.halt_until_s[:2].tolist() == [H, 25 * H]
    later, *_ = street(curfews=[(Curfew(hours="18:00-07:00", from_=begins), None)])
    assert later.halt_from_s[0] == 24 * H
    assert later.halt_until_s[0] == 25 * H


def test_hours_of_a_street_under_curfew_cross_the_edge_after_it():
    proof, *_ = street(
        only=True, corridors=road(open="09:00-18:00"), curfews=[(Curfew(hours="18:00-08:00"), None)]
    )
    (gate,) = windows(proof).values()
    # Who entered at 18:00 stands still until 08:00 and crosses within 1,000 s of walking.
    assert gate[0] == pytest.approx((3, 26 + 1000 / H, math.inf))


def test_times_without_an_issue_have_no_place():
    town, layer, ordered = towns.one_street_town()
    loaded = towns.plan(ordered)
    notice = loaded.plan.notices[0]
    unissued = msgspec.structs.replace(loaded.plan, notices=(msgspec.structs.replace(notice, issued=None),))
    stated = towns.stating(replace(loaded, plan=unissued), only=True, corridors=road(open="09:00-16:00"))
    figures = Figures.of(towns.BY_HAND)
    setting = setting_of(
        stated, place_conditions(stated, town), [layer], stated.plan.notices[0], "out", figures
    )
    movement = put_together(setting)
    assert not len(proof_problem(movement, figures).problem.window_arc)
    assert (movement.worst_node < 0).all()
    assert "have no place in time" in " ".join(remark.text for remark in setting.conditions.remarks)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            {"corridors": [(Corridor(id="road", open="09:00-16:00"), towns.line((0, 50), (900, 50)))]},
            "0% of its length",
        ),
        (
            {"corridors": [(Corridor(id="road", one_way=True), towns.line((0, 0), (4000, 0)))]},
            "of its length",
        ),
        (
            {"closures": [(Closure(id="gate", where="x"), towns.box(0, 500, 10, 510))]},
            "a polygon without a street",
        ),
        ({"rubble": [(Rubble(where="x", width_factor=0.5), towns.box(0, 500, 10, 510))]}, "rubble, 1"),
        ({"checkpoints": [(Checkpoint(id="post", at="x"), towns.point(500, 60))]}, "a point 60 m from"),
    ],
)
def test_what_is_on_no_street_is_a_fault(words, said):
    town, _, ordered = towns.one_street_town()
    with pytest.raises(InputError, match=said):
        place_conditions(towns.stating(towns.plan(ordered), **words), town)


def test_all_that_is_on_no_street_is_said_at_once():
    town, _, ordered = towns.one_street_town()
    loaded = towns.stating(
        towns.plan(ordered),
        corridors=[(Corridor(id="road", open="09:00-16:00"), towns.line((0, 50), (900, 50)))],
        closures=[(Closure(id="gate", where="x"), towns.box(0, 500, 10, 510))],
        checkpoints=[(Checkpoint(id="post", at="x"), towns.point(500, 60))],
    )
    with pytest.raises(InputError) as refused:
        place_conditions(loaded, town)
    assert len(refused.value.faults) == 3


def test_a_corridor_that_leads_out_nowhere_is_remarked_beside_one_that_does():
    loaded, town, layer = two_ways_out(True, open="09:00-16:00")
    within = (Corridor(id="lane", open="09:00-16:00"), towns.line((0, 0), (0, 800)))
    outward = (loaded.plan.corridors[0], loaded.corridors["road"])
    loaded = towns.stating(loaded, only=True, corridors=[outward, within])
    *_, movement = built(loaded, town, layer)
    remarks = remarks_of(loaded, movement, OpenGround(None), loaded.plan.notices[0])
    (idle,) = (one for one in remarks if one.kind == "warning" and "lane" in one.text)
    assert "nobody is let out there" in idle.text
    assert "road" not in idle.text
