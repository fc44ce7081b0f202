from dataclasses import replace

import numpy as np
import pytest
from tests.journey import towns

from safeground.journey.figures import THE_PLAN, Figures
from safeground.journey.network import fast, slow
from safeground.plan.model import Assumptions
from safeground.standards import standard, street_classes

ON_FOOT = Assumptions(
    modes=("on_foot",),
    walking_speed_m_s=(0.5, 2.0),
    slow_walking_speed_m_s=(0.25, 1.0),
    specific_flow_per_m_s=(0.5, 2.0),
)
BY_VEHICLE = Assumptions(
    modes=("by_vehicle",), vehicle_speed_km_h=(18.0, 36.0), persons_per_vehicle=(2.0, 4.0)
)


def town(**more):
    return towns.streets([(0, 0), (100, 0), (200, 0)], [(0, 1, 5), (1, 2, 5)], **more)


def test_the_proof_takes_the_best_of_everything_on_foot():
    found = fast(town(width_low=3.0), Figures.of(ON_FOOT))
    assert found.speed_m_s.tolist() == [2.0, 2.0]
    # 5 m wide, nothing kept free, 2 people a metre a second.
    assert found.forward_per_s.tolist() == found.backward_per_s.tolist() == [10.0, 10.0]


def test_the_schedule_takes_the_worst_of_everything_and_the_slowest_group():
    found = slow(town(width_low=3.0), Figures.of(ON_FOOT))
    assert found.speed_m_s.tolist() == [0.25, 0.25]
    # 3 m wide, 0.5 m kept free at both sides, 0.5 people a metre a second.
    assert found.forward_per_s.tolist() == pytest.approx([1.0, 1.0])


def test_on_a_street_narrower_than_what_is_kept_free_people_walk_in_single_file():
    # 0.25 m/s, 2 m from one to the next.
    assert slow(town(width_low=0.9), Figures.of(ON_FOOT)).forward_per_s.tolist() == [0.125, 0.125]


def test_one_way_binds_vehicles_in_the_schedule_and_nobody_in_the_proof():
    streets = town(oneway={0: 1, 1: -1})
    late = slow(streets, Figures.of(BY_VEHICLE))
    assert (late.forward_per_s > 0).tolist() == [True, False]
    assert (late.backward_per_s > 0).tolist() == [False, True]
    assert (slow(streets, Figures.of(ON_FOOT)).backward_per_s > 0).all()
    assert (fast(streets, Figures.of(BY_VEHICLE)).backward_per_s > 0).all()


def test_vehicles_by_hand():
    lanes = replace(town(), lanes_low=np.array([2.0, 1.0]), lanes_high=np.array([3.0, 1.0]))
    flow = standard("vehicle.flow_per_lane_h").range
    quick, late = fast(lanes, Figures.of(BY_VEHICLE)), slow(lanes, Figures.of(BY_VEHICLE))
    assert quick.speed_m_s.tolist() == [10.0, 10.0]
    assert late.speed_m_s.tolist() == [5.0, 5.0]
    assert quick.forward_per_s == pytest.approx([3 * flow.high / 3600 * 4, flow.high / 3600 * 4])
    # Each direction has its half of the lanes, a single lane is taken in turns.
    assert late.forward_per_s == pytest.approx([flow.low / 3600 * 2, flow.low / 3600 * 2])


def test_where_the_mode_is_not_stated_the_proof_takes_the_better_one_and_the_schedule_walks():
    figures = Figures.of(Assumptions(walking_speed_m_s=2.0, specific_flow_per_m_s=2.0))
    streets = town(footways=(1,))
    found = fast(streets, figures)
    riding = street_classes()["residential"].vehicle_speed_km_h.high / 3.6
    assert found.speed_m_s == pytest.approx([riding, 2.0])
    a_lane = standard("vehicle.flow_per_lane_h").range.high / 3600
    a_lane *= standard("vehicle.persons_per_vehicle").range.high
    assert found.forward_per_s == pytest.approx([max(10.0, 2 * a_lane), 10.0])
    assert slow(streets, figures).speed_m_s[0] < 2.0


def test_people_walk_beside_the_vehicles_where_the_street_is_wider_than_its_lanes():
    figures = Figures.of(Assumptions(specific_flow_per_m_s=2.0))
    wide = replace(town(), width_high_m=np.array([15.0, 60.0]), lanes_high=np.array([3.0, 1.0]))
    a_lane = standard("vehicle.flow_per_lane_h").range.high / 3600
    a_lane *= standard("vehicle.persons_per_vehicle").range.high
    # Lanes are 2.5 m wide at the least: 7.5 m and 57.5 m are left to people on foot.
    assert fast(wide, figures).forward_per_s == pytest.approx([3 * a_lane + 7.5 * 2.0, a_lane + 57.5 * 2.0])


def test_nobody_rides_on_a_footway():
    found = fast(town(footways=(1,)), Figures.of(BY_VEHICLE))
    assert found.forward_per_s[1] == 0


def test_every_figure_used_has_its_source():
    figures = Figures.of(ON_FOOT)
    used = {figure.name: figure for figure in figures.assumptions_used()}
    assert used["walking speed"].source == THE_PLAN
    assert "SFPE" in used["width kept free at each side of a street"].source
    assert not any("vehicle" in name for name in used)
    riding = {figure.name for figure in Figures.of(BY_VEHICLE).assumptions_used()}
    assert "vehicle speed" in riding
    assert "walking speed" not in riding
