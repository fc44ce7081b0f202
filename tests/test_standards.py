"""The tables of planning figures: every figure readable, cited, and of the edition it says."""

from itertools import pairwise
from pathlib import Path

import pytest

from safeground.standards import TABLES, class_of, page, standard, standards, street_classes

PROMISED = (
    "walking.speed_m_s",
    "walking.slow_speed_m_s",
    "walking.specific_flow_per_m_s",
    "walking.edge_clearance_m",
    "mobility.walks_slowly_share",
    "mobility.cannot_walk_share",
    "vehicle.flow_per_lane_h",
    "vehicle.persons_per_vehicle",
    "notice.start_delay_h",
    "settlement.usable_share",
)


@pytest.mark.parametrize("key", PROMISED)
def test_figures_that_other_parts_rely_on_are_there(key):
    assert standard(key).key == key


def test_every_figure_names_its_source_and_whoever_was_not_verified_says_so():
    for one in standards().values():
        assert one.source, one.key
        assert one.clause, one.key
        assert one.table in TABLES
        if one.source == "Planning assumption":
            assert "check before use" in one.note, one.key


def test_sphere_and_unhcr_figures_carry_their_edition():
    for key, one in standards().items():
        if key.startswith(("sphere", "unhcr")):
            assert one.edition, key
            assert one.url.startswith("http"), key


def test_the_queue_time_is_told_apart_by_edition():
    assert standard("sphere.water_queue_min").range.high == 30
    assert standard("sphere.water_queue_min").edition == "2018"
    assert standard("sphere_2004.water_queue_min").range.high == 15
    assert standard("sphere_2004.water_queue_min").edition == "2004"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sphere.area_m2_per_person", 45),
        ("sphere.area_services_outside_m2_per_person", 30),
        ("sphere.covered_m2_per_person", 3.5),
        ("sphere.water_l_per_person_day", 15),
        ("sphere.persons_per_tap", 250),
        ("sphere.persons_per_hand_pump", 500),
        ("sphere.persons_per_open_well", 400),
        ("sphere.persons_per_laundry", 100),
        ("sphere.persons_per_bathing", 50),
        ("sphere.persons_per_toilet", 20),
        ("sphere.persons_per_toilet_acute", 50),
        ("sphere.food_kcal_per_person_day", 2100),
        ("sphere.beds_per_10000", 18),
        ("unhcr.water_l_per_person_day", 15),
        ("unhcr.water_post_l_per_person_day", 20),
        ("unhcr.persons_per_tap", 250),
        ("unhcr.persons_per_tap_post", 100),
        ("unhcr.persons_per_toilet", 50),
        ("unhcr.persons_per_toilet_post", 20),
        ("unhcr.persons_per_bathing", 50),
        ("unhcr.persons_per_bathing_post", 20),
    ],
)
def test_minimums_are_the_published_ones(key, value):
    one = standard(key).range
    assert (one.low, one.best, one.high) == (value, value, value)


def test_optimistic_ends_are_optimistic():
    flow, clearance = (
        standard("walking.specific_flow_per_m_s").range,
        standard("walking.edge_clearance_m").range,
    )
    assert flow.high >= 2.0  # the largest one-way laboratory maximum
    assert flow.low <= 0.65
    assert clearance.low == 0.0
    assert clearance.high >= 0.5
    assert standard("vehicle.flow_per_lane_h").range.high >= 2200
    assert standard("vehicle.flow_per_lane_h").range.low <= 600
    assert standard("notice.start_delay_h").range.low == 0.0
    assert standard("walking.slow_speed_m_s").range.high <= standard("walking.speed_m_s").range.high
    assert standard("walking.slow_speed_m_s").range.low <= standard("walking.speed_m_s").range.low


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(ValueError, match=r"sphere\.persons_per_toilet"):
        standard("sphere.person_per_toilets")


def test_links_are_of_the_class_they_lead_to_and_what_is_no_street_is_none():
    assert class_of("motorway_link") == "motorway"
    assert class_of("residential") == "residential"
    assert class_of("proposed") is None
    assert class_of("") is None


def test_street_classes_hold_together():
    for one in street_classes().values():
        assert one.on_foot or one.by_vehicle
        assert 0 < one.width_m.low < one.width_m.high
        assert one.by_vehicle == (one.lanes.high > 0) == (one.vehicle_speed_km_h.low > 0), one.name
        if one.by_vehicle:
            assert one.lanes.low >= 1


def test_a_larger_class_is_never_assumed_narrower():
    order = ["motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"]
    for greater, lesser in pairwise(street_classes()[name] for name in order):
        assert greater.width_m.low >= lesser.width_m.low
        assert greater.width_m.high >= lesser.width_m.high
        assert greater.lanes.high >= lesser.lanes.high


def test_the_manual_shows_every_table_as_it_is():
    file = Path(__file__).parents[1] / "docs" / "standards.md"
    text = file.read_text(encoding="utf-8")
    shown = sorted(name for _, name, _ in page.BLOCK.findall(text))
    assert shown == sorted((*TABLES, page.STREETS, page.NUMBER_WORDS))
    stale = "write it anew: python -m safeground.standards.page docs/standards.md"
    assert page.written(text) == text, stale


def test_a_table_shows_range_unit_and_source():
    table = page.table("walking")
    assert "| `walking.edge_clearance_m` | 0 to 0.5 m; best 0.2 | SFPE Handbook" in table
    assert table.count("\n") == 2 + sum(one.table == "walking" for one in standards().values())
    assert "| `footway` | 0.8 to 6 m |  | no vehicles |" in page.table("streets")
