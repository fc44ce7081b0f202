from dataclasses import replace

import numpy as np
import pytest
import shapely
from tests.journey import towns

from safeground.errors import InputError
from safeground.flow.certificate import check
from safeground.flow.replay import replay
from safeground.journey.examine import examine
from safeground.plan.model import Assumptions, Notice
from safeground.standards import standard


def outcome(town, target="out", **settings):
    streets, layers, loaded = town
    return examine(loaded, streets, layers, loaded.plan.notices[0], target, gap=0.02, seconds=20, **settings)


def one_street(deadline_h=None, persons=1000.0, **more):
    streets, layer, ordered = towns.one_street_town(persons)
    return streets, [layer], towns.plan(ordered, deadline_h=deadline_h, **more)


def assert_sound(found):
    """What must hold of every outcome, checked by the programs that trust nobody."""
    if found.certificate is not None:
        proof = check(found.proof_problem, found.certificate)
        assert proof.persons == pytest.approx(found.proof_problem.persons.sum())
        if found.refuted_on_streets:
            assert proof.refuted
            assert proof.horizon_s >= found.deadline_h * 3600 - 1e-6
    if found.ground_certificate is not None:
        assert check(found.ground_problem, found.ground_certificate).refuted
    if found.schedule_flow is not None:
        played = replay(found.schedule_problem, found.schedule_flow)
        assert played.arrived_persons == pytest.approx(found.schedule_problem.persons.sum())
        assert played.last_arrival_s <= found.upper_h * 3600 * (1 + 1e-9)
    if found.upper_h is not None:
        assert found.lower_h <= found.upper_h
    assert found.persons.low <= found.persons.high <= found.ordered.high
    if found.arrivals_upper is not None and found.arrivals_lower is not None and found.upper_h is not None:
        assert found.arrivals_lower <= found.persons.high * (1 + 1e-9)


def test_one_street_by_hand():
    """Proof: 800 m and 1,000 people at 2 a second: 1,300 s. Schedule: 1,000 m and 1 a second: 2,000 s."""
    found = outcome(one_street())
    assert_sound(found)
    assert found.lower_h * 3600 == pytest.approx(1300, abs=0.01)
    assert 2000 <= found.upper_h * 3600 <= 2000 * 1.02
    assert found.gap_schedule <= 0.02
    assert (found.persons.low, found.persons.high) == (1000, 1000)
    assert (found.walk_km.low, found.walk_km.high) == pytest.approx((0.8, 0.9))
    assert found.deadline_h is None
    assert found.refuted_on_streets is None
    assert found.group_bounds_h == {"everyone": found.lower_h}


def test_who_is_in_the_destination_from_the_start_is_no_proof():
    """The cell lies half-way along a street that passes through the hall, whose junctions are outside."""
    streets = towns.streets([(0, 0), (1000, 0)], [(0, 1, 2.0)])
    layer = towns.people([(towns.box(400, -50, 600, 50), 1000, 1000)])
    hall = {"hall": towns.box(100, -200, 900, 200)}
    loaded = towns.plan(towns.box(300, -300, 1200, 300), destinations=hall, deadline_h=0.1, means="arrived")
    found = outcome((streets, [layer], loaded), "arrived")
    assert_sound(found)
    assert found.lower_h == pytest.approx(0, abs=1e-6)
    assert found.refuted_on_streets is False


def test_the_cut_is_the_street_with_its_break_even():
    found = outcome(one_street(deadline_h=0.3))
    assert_sound(found)
    assert found.refuted_on_streets is True
    assert found.refuted_on_open_ground is None
    (street,) = found.cut.streets
    assert (street.way_id, street.name) == (1000, "street 0")
    assert towns.PLANE.project(street.line).length == pytest.approx(1000, rel=1e-3)
    # In 1,080 s, less 800 s of way, 560 people pass: 1,000 / 560 times the width would do.
    assert found.cut.persons_behind == 1000
    assert found.cut.break_even_capacity_factor == pytest.approx(1000 / 560, rel=1e-4)
    assert found.cut.break_even_persons == pytest.approx(560, rel=1e-4)
    assert found.arrivals_upper == pytest.approx(560, rel=1e-4)
    (left,) = found.left_by_block
    assert left.block == "low-town"
    assert left.persons.low == pytest.approx(440, rel=1e-3)


@pytest.mark.parametrize("wider", [0.99, 1.01])
def test_at_its_break_even_the_refutation_ends(wider):
    found = outcome(one_street(deadline_h=0.3))
    streets, layers, loaded = one_street(deadline_h=0.3)
    width = streets.width_high_m * found.cut.break_even_capacity_factor * wider
    again = outcome((replace(streets, width_high_m=width), layers, loaded))
    assert again.refuted_on_streets is (wider < 1)


def test_a_deadline_that_a_schedule_keeps_is_not_refuted():
    found = outcome(one_street(deadline_h=0.6))
    assert_sound(found)
    assert found.refuted_on_streets is False
    assert found.upper_h <= 0.6
    assert found.arrivals_lower == pytest.approx(1000)


def test_a_deadline_before_anyone_can_be_there():
    found = outcome(one_street(deadline_h=0.1))
    assert_sound(found)
    assert found.refuted_on_streets is True
    assert found.arrivals_upper == 0
    assert found.cut.break_even_capacity_factor == np.inf


def test_arriving_takes_longer_than_leaving():
    goal = {"hill": towns.box(1400, -50, 1600, 50)}
    out, there = (outcome(one_street(destinations=goal), target) for target in ("out", "arrived"))
    assert_sound(there)
    assert there.lower_h * 3600 == pytest.approx(1800, abs=0.1)  # 500 m more: the goal's edge is at 1,400 m
    assert there.upper_h * 3600 == pytest.approx(2500, rel=0.02)
    assert out.lower_h < there.lower_h


def test_a_start_delay_is_its_low_end_in_the_proof_and_its_high_end_in_the_schedule():
    delayed = replace_assumptions(start_delay_h=(0.5, 1.0))
    found = outcome(one_street(assumptions=delayed))
    assert_sound(found)
    assert found.lower_h * 3600 == pytest.approx(1300 + 1800, abs=0.1)
    assert found.upper_h * 3600 == pytest.approx(2000 + 3600, rel=0.02)


def replace_assumptions(**changed) -> Assumptions:
    stated = {name: getattr(towns.BY_HAND, name) for name in towns.BY_HAND.__struct_fields__}
    return Assumptions(**{**stated, **changed})


def test_groups_each_alone_and_all_together():
    """As in the method's example: fast ones, and slow ones at half the speed."""
    groups = replace_assumptions(slow_walking_speed_m_s=(0.5, 0.5), walks_slowly_share=(0.5, 0.6))
    found = outcome(one_street(assumptions=groups))
    assert_sound(found)
    # Slow: 800 m at 0.5 m/s, and half of the people at 2 a second.
    assert found.group_bounds_h["walks slowly"] * 3600 == pytest.approx(1600 + 250, abs=0.1)
    assert found.group_bounds_h["everyone"] * 3600 == pytest.approx(1300, abs=0.1)
    assert found.lower_h == found.group_bounds_h["walks slowly"]
    assert found.upper_h * 3600 >= 2000 + 1000


def test_the_deadline_is_refuted_by_the_slow_alone():
    groups = replace_assumptions(slow_walking_speed_m_s=(0.5, 0.5), walks_slowly_share=(0.5, 0.6))
    found = outcome(one_street(deadline_h=0.4, assumptions=groups))  # 1,440 s
    assert_sound(found)
    assert found.refuted_on_streets is True
    assert found.arrivals_upper == pytest.approx(500)
    late = [one.late for one in found.sensitivities]
    assert late == pytest.approx([500] * len(late))


def test_people_who_cannot_walk_are_in_neither_side():
    shares = replace_assumptions(cannot_walk_share=(0.1, 0.2))
    found = outcome(one_street(assumptions=shares))
    assert (found.cannot_walk.low, found.cannot_walk.high) == pytest.approx((100, 200))
    assert (found.persons.low, found.persons.high) == pytest.approx((800, 900))
    assert found.lower_h * 3600 == pytest.approx(800 + 400, abs=0.1)


def test_a_cell_partly_in_the_area_is_nobody_in_the_proof_and_everybody_in_the_schedule():
    streets, layer, ordered = towns.one_street_town()
    partly = towns.people(
        [(towns.box(-50, -50, 100, 50), 600, 600), (towns.box(800, -50, 1000, 50), 400, 400)]
    )
    found = outcome((streets, [partly], towns.plan(ordered)))
    assert_sound(found)
    assert (found.ordered.low, found.ordered.high) == (600, 1000)
    assert found.lower_h * 3600 == pytest.approx(800 + 300, abs=0.1)
    assert found.schedule_problem.persons.sum() == pytest.approx(1000)
    del layer


def test_people_without_a_street_that_leads_on_are_reported_and_left_out():
    streets = towns.streets([(0, 0), (1000, 0), (300, 500), (400, 500)], [(0, 1, 2.0), (2, 3, 2.0)])
    layer = towns.people([(towns.box(-50, -50, 100, 50), 100, 100), (towns.box(290, 490, 410, 510), 30, 40)])
    found = outcome((streets, [layer], towns.plan(towns.box(-100, -100, 900, 600))))
    assert_sound(found)
    assert (found.stranded.low, found.stranded.high) == (30, 40)
    assert (found.persons.low, found.persons.high) == (100, 100)
    assert any(remark.kind == "left out" and remark.persons == 40 for remark in found.remarks)


def test_a_cell_that_no_street_touches_starts_on_the_street_beside_it():
    streets, _, ordered = towns.one_street_town()
    layer = towns.people([(towns.box(300, 20, 400, 60), 100, 100)])
    found = outcome((streets, [layer], towns.plan(ordered)))
    assert_sound(found)
    # At 400 m along the street or up to 61 m on: the cell is looked at in parts of 25 m by 10 m.
    assert 439 + 50 - 1 <= found.lower_h * 3600 <= 500 + 50 + 1


def test_people_of_a_cell_off_the_streets_need_not_go_to_the_street_that_is_nearest_to_the_cell():
    """The street 10 m west of the cell leads a long way round, the one 20 m east straight out."""
    streets = towns.streets([(0, 0), (0, 3000), (120, 0), (120, -500)], [(0, 1, 2.0), (2, 3, 2.0)])
    layer = towns.people([(towns.box(10, 10, 100, 110), 1000, 1000)])
    loaded = towns.plan(towns.box(-300, -300, 300, 2000), deadline_h=900 / 3600)
    found = outcome((streets, [layer], loaded))
    assert_sound(found)
    assert found.refuted_on_streets is False


def test_in_the_schedule_people_off_the_streets_walk_to_the_street_first():
    streets = towns.streets([(0, 0), (1000, 0)], [(0, 1, 2.0)])
    layer = towns.people([(towns.box(-50, 500, 50, 600), 100, 100)])
    found = outcome((streets, [layer], towns.plan(towns.box(-300, -100, 900, 2000))))
    assert_sound(found)
    # From (±50, 600) to (0, 0), 1,000 m along the street, 100 people at 1 a second.
    assert found.upper_h * 3600 >= np.hypot(50, 600) * 0.999 + 1000 + 100


def test_a_street_cut_by_the_extract_leads_out_in_the_proof_only():
    nodes, edges = [(0, 0), (1000, 0), (-300, 0)], [(0, 1, 2.0), (0, 2, 2.0)]
    ordered = towns.box(-1000, -100, 900, 100)
    layer = towns.people([(towns.box(-50, -50, 50, 50), 100, 100)])
    whole = outcome((towns.streets(nodes, edges), [layer], towns.plan(ordered)))
    cut = outcome((towns.streets(nodes, edges, cut=(2,)), [layer], towns.plan(ordered)))
    assert_sound(cut)
    assert whole.lower_h * 3600 == pytest.approx(850 + 50, abs=0.1)
    assert cut.lower_h * 3600 < 250 + 50
    assert cut.upper_h == pytest.approx(whole.upper_h)
    assert any("border" in remark.text and remark.count == 1 for remark in cut.remarks)


def test_streets_cut_by_the_extract_are_said_where_people_must_arrive():
    town, _, ordered = towns.one_street_town()
    cut = replace(town, cut=np.array([True, False, False]))
    layer = towns.people([(towns.box(-50, -50, 100, 50), 10, 10)])
    loaded = towns.plan(ordered, destinations={"hill": towns.box(1400, -50, 1600, 50)})
    for streets, said in ((town, 0), (cut, 1)):
        found = outcome((streets, [layer], loaded), "arrived")
        assert sum("leave the file and come back" in remark.text for remark in found.remarks) == said


def test_wider_streets_never_raise_the_proven_time():
    streets, layers, loaded = one_street()
    times = [
        outcome((replace(streets, width_high_m=streets.width_high_m * k), layers, loaded)).lower_h
        for k in (1, 2, 4)
    ]
    assert times == sorted(times, reverse=True)


def test_one_way_streets_inwards_leave_no_schedule_for_vehicles_and_say_why():
    streets, layer, ordered = towns.one_street_town()
    inwards = replace(streets, oneway=np.array([-1, 0]))
    found = outcome((inwards, [layer], towns.plan(ordered, assumptions=Assumptions(modes=("by_vehicle",)))))
    assert_sound(found)
    assert found.upper_h is None
    assert "no way leads out" in found.no_upper
    assert found.lower_h > 0


def test_nobody_in_the_area_is_wrong_input():
    streets, _, ordered = towns.one_street_town()
    elsewhere = towns.people([(towns.box(5000, 0, 5100, 100), 10, 10)])
    with pytest.raises(InputError, match=r"people\.csv.*nobody in the area"):
        outcome((streets, [elsewhere], towns.plan(ordered)))


def test_a_destination_that_no_street_enters_is_wrong_input():
    town = one_street(destinations={"hill": towns.box(1400, 500, 1600, 600)})
    with pytest.raises(InputError, match=r"streets\.csv.*no street that enters hill"):
        outcome(town, "arrived")


def test_one_of_two_destinations_that_no_street_enters_is_remarked():
    goals = {"hill": towns.box(1400, -50, 1600, 50), "dune": towns.box(1400, 500, 1600, 600)}
    found = outcome(one_street(destinations=goals), "arrived")
    assert_sound(found)
    assert any("No mapped street enters dune" in remark.text for remark in found.remarks)


def test_without_a_layer_of_people_nothing_is_known_and_nothing_is_zero():
    streets, _, ordered = towns.one_street_town()
    found = outcome((streets, [], towns.plan(ordered, deadline_h=1.0)))
    assert found.ordered.high == np.inf
    assert found.refuted_on_streets is None
    assert found.lower_h == pytest.approx(0, abs=1e-6)
    assert found.upper_h is None


def test_without_a_time_of_issue_the_deadline_has_no_hours():
    streets, layer, ordered = towns.one_street_town()
    notice = Notice(id="notice-1", areas=("low-town",), deadline=towns.ISSUED)
    found = outcome((streets, [layer], towns.plan(ordered, notices=(notice,))))
    assert found.deadline_h is None
    assert found.refuted_on_streets is None


def test_left_by_block_counts_each_block_alone():
    """Two blocks of 400 people each at 0–100 m and 600–700 m; in 700 s the far one has nobody out."""
    streets = towns.streets([(0, 0), (700, 0), (1000, 0)], [(0, 1, 2.0), (1, 2, 2.0)])
    far, near = towns.box(-50, -50, 100, 50), towns.box(600, -50, 750, 50)
    layer = towns.people([(far, 400, 400), (near, 400, 400)])
    loaded = towns.plan(towns.box(-100, -100, 900, 100), blocks={"1": far, "2": near}, deadline_h=700 / 3600)
    found = outcome((streets, [layer], loaded))
    assert_sound(found)
    assert found.refuted_on_streets is True
    (left,) = found.left_by_block
    assert left.block == "1"
    assert (left.persons.low, left.persons.high) == (400, 400)


def test_what_decides_is_ranked_by_how_many_are_late():
    unsure = replace_assumptions(specific_flow_per_m_s=(0.5, 1.0), walking_speed_m_s=(0.9, 1.0))
    found = outcome(one_street(deadline_h=0.4, assumptions=unsure))  # 1,440 s
    assert found.refuted_on_streets is False
    late = {one.assumption: (one.late, one.late_at_other) for one in found.sensitivities}
    # Half the flow: 1 a second for 640 s. 0.9 m/s: 889 s of way, 551 s at 2 a second. 1 m free: 1 a second.
    assert late["people who pass a metre of street a second"] == pytest.approx((0, 360), abs=0.5)
    assert late["width kept free at each side of a street"] == pytest.approx((0, 360), abs=0.5)
    assert late["walking speed"] == (0, 0)
    *single, together = found.sensitivities
    assert single[0].late_at_other >= single[-1].late_at_other
    assert together.late_at_other >= single[0].late_at_other


def test_a_real_city(real_data):
    """Porto Alegre: bounds in order, certificate and schedule accepted, everybody accounted for."""
    from datetime import date

    from safeground.ground.osm_streets import read_osm_streets
    from safeground.ground.people import read_people
    from safeground.plan.model import PeopleFile

    folder = real_data / "porto-alegre"
    streets = read_osm_streets(folder / "poa_osm.pbf", "mapped")
    around = shapely.box(streets.lon.min(), streets.lat.min(), streets.lon.max(), streets.lat.max())
    spec = PeopleFile(
        file="poa_hexgrid.csv", kind="residents", as_of=date(2020, 1, 1), source="census", count="population"
    )
    layer = read_people(spec, folder, around)
    ordered = shapely.box(-51.235, -30.06, -51.19, -30.01)
    loaded = towns.plan(ordered, deadline_h=0.3, assumptions=Assumptions(modes=("on_foot",)))
    found = examine(loaded, streets, [layer], loaded.plan.notices[0], "out", gap=0.1, seconds=10)
    assert_sound(found)
    assert found.refuted_on_streets is True
    assert found.persons.low > 50_000
    walking = 1 - standard("mobility.cannot_walk_share").range.low
    assert found.persons.high == pytest.approx((found.ordered.high - found.stranded.high) * walking)
    assert found.cut is not None
    assert found.cut.break_even_capacity_factor > 1


def test_an_area_of_one_cell_proves_nothing_and_still_has_a_schedule():
    """People of the only cell may all stand at the edge."""
    streets, _, ordered = towns.one_street_town()
    layer = towns.people([(ordered, 1000, 1000)])
    found = outcome((streets, [layer], towns.plan(ordered, deadline_h=0.1)))
    assert_sound(found)
    assert (found.ordered.low, found.ordered.high) == (1000, 1000)
    assert found.lower_h == pytest.approx(0, abs=1e-6)
    assert found.refuted_on_streets is False
    assert found.upper_h * 3600 == pytest.approx(2000, rel=0.02)


def test_who_rides_starts_at_a_street_for_vehicles_though_a_footway_is_nearer():
    streets = towns.streets(
        [(0, 0), (1000, 0), (300, 60), (400, 60)], [(0, 1, 2.0), (2, 3, 2.0)], footways=(1,)
    )
    layer = towns.people([(towns.box(290, 50, 410, 70), 100, 100)])
    riding = towns.plan(towns.box(-100, -100, 900, 100), assumptions=Assumptions(modes=("by_vehicle",)))
    found = outcome((streets, [layer], riding))
    assert_sound(found)
    assert found.stranded.high == 0
    assert found.upper_h is not None
    assert 0.39 <= found.walk_km.low <= 0.5
