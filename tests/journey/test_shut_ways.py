"""People whose only street the plan shuts have no way: they do not walk to another street instead.

A town of three streets, each 2 m wide and 200 m long, that meet at (200, 0). The west one ends at the home
of 100 people, the south one at that of 50; the east one crosses the edge of the ordered area at 300 m.
Everybody walks 1 m/s, and 2 people a second pass in the proof, 1 in the schedule.

From the south alone: in the proof people start at (200, -180), 280 m from the edge, and 50 at 2 a second
take 25 s: 305 s. In the schedule they start at (200, -200), 400 m from the junction at (400, 0), and 50 at
1 a second take 50 s: 450 s.
"""

from datetime import timedelta

import pytest
from tests.journey import towns

from safeground.journey.examine import examine
from safeground.plan.condition_words import Checkpoint, Closure, Curfew, Rubble

WEST, SOUTH = 100, 50
NODES = [(0, 0), (200, 0), (200, -200), (400, 0)]
TOWN = towns.streets(NODES, [(0, 1, 2.0), (2, 1, 2.0), (1, 3, 2.0)])
PEOPLE = [(towns.box(-20, -20, 20, 20), WEST, WEST), (towns.box(180, -220, 220, -180), SOUTH, SOUTH)]
ORDERED = towns.box(-100, -300, 300, 100)
WHOLE, PART = towns.line((0, 0), (200, 0)), towns.line((50, 0), (150, 0))
OVER_ALL = towns.box(-50, -10, 199, 10)


def outcome(cells=PEOPLE, ordered=ORDERED, deadline_h=0.5, **words):
    loaded = towns.stating(towns.plan(ordered, deadline_h=deadline_h), **words)
    notice = loaded.plan.notices[0]
    return examine(loaded, TOWN, [towns.people(cells)], notice, "out", gap=0.001, seconds=20)


def after(seconds):
    return towns.ISSUED + timedelta(seconds=seconds)


def test_with_every_street_open_all_have_a_way():
    found = outcome()
    assert found.stranded.high == 0
    assert found.lower_h * 3600 == pytest.approx(280 + 150 / 2, rel=0.005)
    assert found.upper_h * 3600 == pytest.approx(400 + 150, rel=0.005)


@pytest.mark.parametrize(
    "words",
    [
        {"closures": [(Closure(id="shut", where="x"), WHOLE)]},
        {"closures": [(Closure(id="shut", where="x"), PART)]},
        {"closures": [(Closure(id="shut", where="x", from_=after(0)), PART)]},
        {"closures": [(Closure(id="shut", where="x", from_=after(-60)), WHOLE)]},
        {"rubble": [(Rubble(where="x", width_factor=0.0), OVER_ALL)]},
        {"rubble": [(Rubble(where="x", speed_factor=0.0), OVER_ALL)]},
        {"checkpoints": [(Checkpoint(id="post", at="x", throughput_per_h=0.0), towns.point(100, 0))]},
    ],
    ids=[
        "closed",
        "closed in part",
        "closed from the order on",
        "closed before",
        "no width",
        "no speed",
        "post",
    ],
)
def test_people_behind_a_street_that_is_shut_are_stranded(words):
    found = outcome(**words)
    assert (found.stranded.low, found.stranded.high) == (WEST, WEST)
    assert (found.persons.low, found.persons.high) == (SOUTH, SOUTH)
    assert found.lower_h * 3600 == pytest.approx(280 + 25, rel=0.005)
    assert found.upper_h * 3600 == pytest.approx(400 + 50, rel=0.005)
    assert any(remark.kind == "left out" and remark.persons == WEST for remark in found.remarks)


def test_a_cell_that_no_junction_lies_in_does_not_go_to_another_street_either():
    """Half of the cell lies in the area, and the stretch of its street between two that are closed."""
    cells = [(towns.box(90, -20, 110, 180), WEST, WEST), PEOPLE[1]]
    closed = [
        (Closure(id="left", where="x"), towns.line((0, 0), (50, 0))),
        (Closure(id="right", where="x"), towns.line((150, 0), (200, 0))),
    ]
    found = outcome(cells, closures=closed)
    assert (found.stranded.low, found.stranded.high) == (0, WEST)
    assert found.persons.high == SOUTH
    assert found.upper_h * 3600 == pytest.approx(400 + 50, rel=0.005)


def test_where_the_only_way_out_is_shut_nobody_has_one():
    found = outcome(closures=[(Closure(id="shut", where="x"), towns.line((200, 0), (400, 0)))])
    assert (found.stranded.low, found.stranded.high) == (WEST + SOUTH, WEST + SOUTH)
    assert found.upper_h is None
    assert found.no_upper == "at the least figures no way leads out"


def test_whoever_has_not_set_out_when_the_street_closes_is_left_behind_by_the_schedule():
    """At most 60 set out from the west by the closing in the schedule; in the proof all can until 260 s."""
    closed = [(Closure(id="shut", where="x", from_=after(60)), WHOLE)]
    found = outcome(closures=closed)
    assert found.stranded.high == 0
    assert found.upper_h is None
    assert found.no_upper == "what is closed for good leaves some people behind"
    # The engine's steps in time may cost some of the 60, and never add to them.
    assert SOUTH < found.arrivals_lower <= 60 + SOUTH
    assert found.arrivals_upper == pytest.approx(WEST + SOUTH)


@pytest.mark.parametrize(
    "words",
    [
        {"rubble": [(Rubble(where="x", width_factor=(0.0, 0.5)), OVER_ALL)]},
        {"checkpoints": [(Checkpoint(id="post", at="x", throughput_per_h=(0, 3600)), towns.point(100, 0))]},
    ],
    ids=["width", "post"],
)
def test_a_street_that_may_be_shut_is_none_for_the_schedule(words):
    """At best one person a second comes from the west: the last of 100 are out after 280 s and 100 s."""
    found = outcome(**words)
    assert found.stranded.high == 0
    assert found.lower_h * 3600 == pytest.approx(280 + 100, rel=0.005)
    assert found.upper_h is None
    assert found.no_upper == "100 people have no way at the least figures"
    assert found.arrivals_lower == pytest.approx(SOUTH)


def test_a_curfew_holds_everybody_up_and_strands_nobody():
    found = outcome(curfews=[(Curfew(hours="06:00-06:10", until=after(3600)), None)])
    assert found.stranded.high == 0
    assert found.lower_h * 3600 == pytest.approx(600 + 280 + 150 / 2, rel=0.005)
    assert found.upper_h * 3600 == pytest.approx(600 + 400 + 150, rel=0.005)


def test_a_street_that_closes_in_a_curfew_leaves_all_behind_who_live_on_it():
    found = outcome(
        curfews=[(Curfew(hours="06:00-06:10", until=after(3600)), None)],
        closures=[(Closure(id="shut", where="x", from_=after(300)), WHOLE)],
    )
    assert found.upper_h is None
    assert found.arrivals_lower == pytest.approx(SOUTH)
