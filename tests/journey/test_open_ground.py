"""A moat around a town with one bridge: what is refuted even for people who walk across open ground."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journey import towns

from safeground.flow.certificate import check
from safeground.journey.examine import examine

ORDERED = towns.box(-400, -400, 900, 400)
INNER, OUTER = (-250, -250, 850, 250), (-300, -300, 880, 300)


def moat(gap=None):
    """A ring of 30 m or more around the town; ``gap`` is ground left open in it."""
    ring = towns.box(*OUTER).difference(towns.box(*INNER))
    return ring if gap is None else ring.difference(towns.box(*gap))


def town(*, persons=1000.0, bridges=1):
    """The street of 1,000 m crosses the moat at 850–880 m; a second one may cross it at y = 200."""
    nodes = [(0, 0), (1000, 0), (0, 200), (1000, 200)][: 2 * bridges]
    streets = towns.streets(nodes, [(2 * k, 2 * k + 1, 2.0) for k in range(bridges)])
    return streets, towns.people([(towns.box(-50, -50, 100, 50), persons, persons)])


def outcome(deadline_s, ground, target="out", town_=None, **more):
    streets, layer = town_ or town()
    loaded = towns.plan(ORDERED, deadline_h=deadline_s / 3600, open_ground=ground, **more)
    return examine(loaded, streets, [layer], loaded.plan.notices[0], target, seconds=20)


# Straight on from the cell's edge at 100 m: 750 m to the bridge, 30 m on it, 20 m to the area's edge, each of
# the straight ones shortened by the plane's 0.1 %; then 1,000 people at 2 a second.
LEAST_S = 0.999 * 750 + 30 + 0.999 * 20 + 500


@pytest.mark.parametrize(("deadline_s", "refuted"), [(LEAST_S - 1, True), (LEAST_S + 1, False)])
def test_a_moat_with_one_bridge_refutes_up_to_what_the_bridge_carries(deadline_s, refuted):
    found = outcome(deadline_s, [("barrier", moat())])
    assert found.refuted_on_open_ground is refuted
    if refuted:
        assert found.refuted_on_streets is True
        assert check(found.ground_problem, found.ground_certificate).refuted


def test_a_second_bridge_halves_the_queue_on_open_ground():
    two = town(bridges=2)
    assert outcome(LEAST_S - 20, [("barrier", moat())], town_=two).refuted_on_open_ground is False
    assert outcome(LEAST_S - 270, [("barrier", moat())], town_=two).refuted_on_open_ground is True


def test_through_a_gap_in_the_moat_pass_as_many_as_it_is_wide():
    """Through the gap of 5 m in the north: 200 m to it, 50 m through it, 100 m to the edge, 5 a second."""
    ground = [("barrier", moat(gap=(0, 240, 5, 310)))]
    least_s = 0.999 * 350 + 1000 / 5
    assert outcome(least_s + 1, ground).refuted_on_open_ground is False
    # Its mouth is drawn as a curve, a little longer than the gap is wide, and counts 10 cm more.
    assert outcome(least_s - 8, ground).refuted_on_open_ground is True


def test_a_wide_gap_lets_any_number_walk_around():
    ground = [("barrier", moat(gap=(0, 240, 50, 310)))]
    assert outcome(352, ground).refuted_on_open_ground is False
    assert outcome(349, ground).refuted_on_open_ground is True


def test_a_street_through_a_gap_carries_its_people_too():
    """A street 2 m wide leads north through the gap: 2 a second on it, 5 beside it."""
    nodes, edges = [(0, 0), (1000, 0), (2, 0), (2, 500)], [(0, 2, 2.0), (2, 1, 2.0), (2, 3, 2.0)]
    town_ = towns.streets(nodes, edges), town()[1]
    ground = [("barrier", moat(gap=(0, 240, 5, 310)))]
    least_s = 0.999 * 350 + 1000 / 7
    assert outcome(least_s + 1, ground, town_=town_).refuted_on_open_ground is False
    assert outcome(least_s - 8, ground, town_=town_).refuted_on_open_ground is True


@given(
    st.integers(60, 400), st.integers(60, 400), st.floats(0.5, 28), st.floats(0.2, 20), st.integers(-40, 40)
)
def test_whoever_files_through_a_gap_is_never_proven_late(wide, high, gap, thick, at):
    """A walled town with a gap in the east, through which people file as many abreast as it is wide."""
    inner = (-wide, -high, wide, high)
    outer = (-wide - thick, -high - thick, wide + thick, high + thick)
    wall = towns.box(*outer).difference(towns.box(*inner))
    wall = wall.difference(towns.box(wide - 1, at - gap / 2, wide + thick + 1, at + gap / 2))
    edge = wide + thick + 30
    area = towns.box(-edge, -high - thick - 30, edge, high + thick + 30)
    streets = towns.streets([(0, 0), (edge + 10, 0)], [(0, 1, 0.1)])
    layer = towns.people([(towns.box(-20, -20, 20, 20), 2000, 2000)])
    # From any place of the cell to the gap, through it, and on, at 1 m/s, then 1 a second for each metre.
    way = math.hypot(wide + 20, abs(at) + 20) + thick + 30
    deadline_s = way + 2000 / gap
    loaded = towns.plan(area, deadline_h=deadline_s / 3600, open_ground=[("barrier", wall)])
    found = examine(loaded, streets, [layer], loaded.plan.notices[0], "out", seconds=5)
    assert found.refuted_on_open_ground is False


def test_distance_alone_refutes_on_any_ground():
    found = outcome(345, None)
    assert found.refuted_on_streets is True
    assert found.refuted_on_open_ground is True
    assert found.refuted_by_distance is True
    assert check(found.ground_problem, found.ground_certificate).refuted
    assert outcome(355, None).refuted_on_open_ground is None
    assert outcome(355, [("crossable", towns.box(0, 0, 10, 10))]).refuted_on_open_ground is False


@pytest.mark.parametrize("kind", ["crossable", "unknown"])
def test_only_barriers_hold_anybody_up(kind):
    found = outcome(700, [(kind, moat())])
    assert found.refuted_on_streets is True
    assert found.refuted_on_open_ground is False


def test_without_polygons_nothing_is_said_of_open_ground():
    found = outcome(700, None)
    assert found.refuted_on_streets is True
    assert found.refuted_on_open_ground is None


def test_a_river_that_ends_can_be_walked_around():
    """From the cell's corner to the river's end 750 m east and 250 m north, and 269 m back to the hill."""
    around_s = 0.999 * (math.hypot(750, 250) + math.hypot(100, 250))
    goal = {"hill": towns.box(950, -50, 1050, 50)}

    def refuted(deadline_s, half_m):
        river = [("barrier", towns.box(850, -half_m, 880, half_m))]
        found = outcome(deadline_s, river, "arrived", destinations=goal, means="arrived")
        assert found.refuted_on_streets is True
        return found.refuted_on_open_ground

    # Any number of people at once, so nobody is late once the first can be there: before the bridge's queue.
    assert refuted(around_s - 2, 300) is True
    assert refuted(around_s + 2, 300) is False
    # Around a long river it is 12 km: the bridge is nearer, 850 m and 500 s of queue, as on the streets.
    assert refuted(1300, 6000) is True


def test_who_lives_within_a_barrier_proves_nothing():
    everywhere = towns.box(-350, -350, 895, 350)
    found = outcome(700, [("barrier", everywhere)])
    assert found.refuted_on_open_ground is False


def test_an_outline_that_follows_the_bank_leaves_no_way_out_between_the_two():
    """The ordered area ends where the moat begins, but for a metre: that is no ground to stand on."""
    streets, layer = town()
    ordered = towns.box(-249, -249, 849, 249)
    ground = [("barrier", moat())]
    loaded = towns.plan(ordered, deadline_h=1200 / 3600, open_ground=ground)
    found = examine(loaded, streets, [layer], loaded.plan.notices[0], "out", seconds=20)
    # Out is at 849 m: 749 m and 500 s of queue on the street; on open ground nothing else leads out.
    assert found.refuted_on_streets is True
    assert found.refuted_on_open_ground is True


def test_more_ways_than_can_be_compared_leave_open_ground_unsaid(monkeypatch):
    monkeypatch.setattr("safeground.journey.open_ground.MOST_WAYS", 5)
    found = outcome(LEAST_S - 1, [("barrier", moat())])
    assert found.refuted_on_streets is True
    assert found.refuted_on_open_ground is None
    assert any("more than are examined" in remark.text for remark in found.remarks)


def test_a_street_cut_by_the_extract_within_the_moat_may_lead_out():
    nodes, edges = [(0, 0), (1000, 0), (0, 200), (400, 200)], [(0, 1, 2.0), (2, 3, 2.0)]
    layer = town()[1]
    whole = outcome(1000, [("barrier", moat())], town_=(towns.streets(nodes, edges), layer))
    cut = outcome(1000, [("barrier", moat())], town_=(towns.streets(nodes, edges, cut=(3,)), layer))
    assert whole.refuted_on_streets is True
    assert whole.refuted_on_open_ground is True
    assert cut.refuted_on_open_ground is False


@pytest.mark.parametrize(("end", "refuted"), [(870, False), (855, True)])
def test_a_bridge_drawn_too_short_reaches_the_bank(end, refuted):
    """The second bridge ends 10 m before the outer bank, which lies at 880 m, or 25 m before it: a pier."""
    nodes, edges = [(0, 0), (1000, 0), (0, 200), (end, 200)], [(0, 1, 2.0), (2, 3, 20.0)]
    town_ = towns.streets(nodes, edges), town()[1]
    assert outcome(1200, [("barrier", moat())], town_=town_).refuted_on_open_ground is refuted


def test_a_street_cut_by_the_extract_on_a_bridge_may_lead_to_the_destination():
    """The second bridge ends 5 m into the moat, where the file does: it may go on to the hill."""
    nodes, edges = [(0, 0), (1000, 0), (0, 200), (855, 200)], [(0, 1, 2.0), (2, 3, 2.0)]
    goal = {"hill": towns.box(950, -50, 1050, 50)}
    layer = town()[1]
    for cut, refuted in (((), True), ((3,), False)):
        found = outcome(
            1300, [("barrier", moat())], "arrived",
            town_=(towns.streets(nodes, edges, cut=cut), layer), destinations=goal, means="arrived",
        )  # fmt: skip
        assert found.refuted_on_open_ground is refuted


def test_who_may_stand_on_the_bridge_starts_on_it():
    """The cell reaches to 860 m: 20 m of bridge, 20 m to the edge, and 500 s of queue."""
    streets, _ = town()
    layer = towns.people([(towns.box(-50, -50, 860, 50), 1000, 1000)])
    least_s = 20 + 0.999 * 20 + 500
    for deadline_s, refuted in ((least_s - 1, True), (least_s + 1, False)):
        found = outcome(deadline_s, [("barrier", moat())], town_=(streets, layer))
        assert found.refuted_on_open_ground is refuted
