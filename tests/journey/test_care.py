"""The nearest hospital before and after an order, on a road whose times are worked out by hand."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely

from safeground.formats.projection import LocalProjection
from safeground.ground.people import PeopleLayer
from safeground.ground.sites import Site
from safeground.ground.streets import Streets
from safeground.journey.care import care_times
from safeground.journey.siting import place_sites
from safeground.plan.model import Area, Assumptions, Ground, Notice, Plan
from safeground.plan.places import LoadedPlan

PLANE = LocalProjection(10.0, 0.0)
STEP_M = 600.0


def road(nodes=11, edges=None, **changes):
    """A road of 600 m stretches from west to east, node k at x = 600 k; walked at 1 m/s: 10 min a stretch."""
    lon, lat = PLANE.xy(0, 0)
    lon, lat = PLANE.lonlat(np.arange(nodes) * STEP_M, np.zeros(nodes))
    pairs = np.array(edges if edges is not None else [(k, k + 1) for k in range(nodes - 1)])
    m = len(pairs)
    parts = {
        "lon": lon, "lat": lat, "cut": np.zeros(nodes, bool),
        "tail": pairs[:, 0], "head": pairs[:, 1], "length_m": np.full(m, STEP_M),
        "street_class": np.zeros(m, np.int64), "classes": ("residential",),
        "width_low_m": np.full(m, 3.0), "width_high_m": np.full(m, 8.0),
        "lanes_low": np.ones(m), "lanes_high": np.full(m, 2.0),
        "oneway": np.zeros(m, np.int64), "on_foot": np.ones(m, bool), "by_vehicle": np.ones(m, bool),
        "way_id": np.arange(m), "name": np.full(m, ""),
        "line_start": np.arange(m + 1) * 2,
        "line_lon": lon[pairs].ravel(), "line_lat": lat[pairs].ravel(),
        "grade": "mapped", "remarks": (),
    }  # fmt: skip
    return Streets(**{**parts, **changes})


def box(west, east, half_height=50):
    return PLANE.unproject(shapely.box(west, -half_height, east, half_height))


def layer(*cells, unit=""):
    persons = np.array([float(count) for _, count in cells])
    return PeopleLayer(
        kind="residents", as_of=date(2026, 1, 1), source="census", file="people.csv",
        cells=np.array([cell for cell, _ in cells], dtype=object), low=persons, high=persons * 2,
        split="counted", unit=np.full(len(cells), unit), remarks=(),
    )  # fmt: skip


def hospital(x, **rest):
    lon, lat = PLANE.lonlat(x, 0.0)
    return Site(id=f"h{x}", name=f"h{x}", site_class="hospital", lon=float(lon), lat=float(lat), **rest)


def plan(*ordered, **assumed):
    """A plan that orders stretches of the road, (west, east) in metres."""
    areas = {f"a{k}": box(*ends, 100) for k, ends in enumerate(ordered)}
    speeds = {"walking_speed_m_s": 1.0, "slow_walking_speed_m_s": 1.0, "modes": ("on_foot",), **assumed}
    words = Plan(
        plan="Road",
        status="announced",
        as_of=datetime(2026, 1, 1, tzinfo=UTC),
        ground=Ground(),
        areas=tuple(Area(id=one, kind="ordered") for one in areas),
        notices=(Notice(id="n", areas=tuple(areas)),),
        assumptions=Assumptions(**speeds),
    )
    return LoadedPlan(
        plan=words, path=Path("plan.yaml"), areas=areas, blocks_of_area={}, gazetteer=None, corridors={},
        open_ground=None, unusable=None, hashes={}, remarks=(),
    )  # fmt: skip


def test_people_between_two_hospitals_lose_the_nearer_one():
    # Hospitals at nodes 0 and 10; people at nodes 2 (ordered), 4 (not ordered) and 7 (nearer to node 10).
    people = layer((box(1190, 1210), 100), (box(2390, 2410), 1000), (box(4190, 4210), 5000))
    (care,) = care_times(plan((-100, 1500)), road(), [people], [hospital(0), hospital(6000)])
    assert (care.persons.low, care.persons.high) == (1100.0, 2200.0)
    assert (care.outside.low, care.outside.high) == (1000.0, 2000.0)
    assert (care.without_next.low, care.without_next.high) == (0.0, 0.0)
    assert (care.now_min.low, care.now_min.high) == pytest.approx((20.0, 40.0), abs=0.02)
    assert (care.next_min.low, care.next_min.high) == pytest.approx((60.0, 80.0), abs=0.02)
    assert care.mode == "on foot"


def test_a_cell_over_nodes_of_both_hospitals_is_only_perhaps_affected():
    # Nodes 4 and 6: the one goes to node 0, the other to node 10.
    people = layer((box(2300, 3700), 100))
    (care,) = care_times(plan((-100, 100)), road(), [people], [hospital(0), hospital(6000)])
    assert (care.persons.low, care.persons.high) == (0.0, 200.0)


def test_a_unit_of_several_cells_is_affected_as_a_whole_or_perhaps():
    cells = ((box(590, 610), 100), (box(4790, 4810), 100))
    (care,) = care_times(plan((-100, 100)), road(), [layer(*cells, unit="u")], [hospital(0), hospital(6000)])
    assert (care.persons.low, care.persons.high) == (0.0, 400.0)
    (care,) = care_times(plan((-100, 100)), road(), [layer(*cells)], [hospital(0), hospital(6000)])
    assert (care.persons.low, care.persons.high) == (100.0, 200.0)


def test_cells_without_people_lengthen_no_way():
    people = layer((box(590, 610), 100), (box(2390, 2410), 0))
    (care,) = care_times(plan((-100, 100)), road(), [people], [hospital(0), hospital(6000)])
    assert care.now_min.high == pytest.approx(10.0, abs=0.02)


def test_a_hospital_perhaps_inside_is_only_perhaps_lost():
    people = layer((box(590, 610), 100))
    near_edge = hospital(0, position_uncertainty_m=200)
    (care,) = care_times(plan((-100, 100)), road(), [people], [near_edge, hospital(6000)])
    assert (care.persons.low, care.persons.high) == (0.0, 200.0)
    assert care.next_min.low == pytest.approx(90.0, abs=0.02)


def test_people_without_another_hospital_are_counted():
    people = layer((box(590, 610), 100))
    (care,) = care_times(plan((-100, 100)), road(), [people], [hospital(0)])
    assert (care.persons.low, care.persons.high) == (100.0, 200.0)
    assert (care.without_next.low, care.without_next.high) == (100.0, 200.0)
    assert care.next_min is None


def test_a_gap_in_the_road_leaves_no_way():
    gap = [(k, k + 1) for k in range(10) if k != 5]
    people = layer((box(590, 610), 100), (box(4790, 4810), 7))
    (care,) = care_times(plan((-100, 100)), road(edges=gap), [people], [hospital(0), hospital(6000)])
    assert (care.persons.low, care.persons.high) == (100.0, 200.0)
    assert care.without_next.low == 100.0


def test_speeds_give_the_ends():
    people = layer((box(590, 610), 100))
    loaded = plan((-100, 100), walking_speed_m_s=(0.5, 2.0), slow_walking_speed_m_s=(0.25, 0.5))
    (care,) = care_times(loaded, road(), [people], [hospital(0), hospital(6000)])
    assert (care.now_min.low, care.now_min.high) == pytest.approx((5.0, 40.0), abs=0.02)
    assert (care.next_min.low, care.next_min.high) == pytest.approx((45.0, 360.0), abs=0.02)


def test_the_middle_person_is_half_way_through_the_people_at_the_usual_speed():
    # 100 people at node 1, 300 at node 2: the middle one is at node 2.
    people = layer((box(590, 610), 100), (box(1190, 1210), 300))
    loaded = plan((-100, 100), walking_speed_m_s=(0.5, 1.0, 2.0), slow_walking_speed_m_s=0.5)
    (care,) = care_times(loaded, road(), [people], [hospital(0), hospital(6000)])
    assert care.now_min.best == pytest.approx(20.0, abs=0.02)
    assert care.next_min.best == pytest.approx(80.0, abs=0.02)


def test_people_off_the_streets_walk_to_the_nearest_node():
    # 300 m north of node 1, in a cell without a node.
    away = PLANE.unproject(shapely.box(595, 295, 605, 305))
    (care,) = care_times(plan((-100, 100)), road(), [layer((away, 100))], [hospital(0), hospital(6000)])
    assert care.now_min.low == pytest.approx(15.0, abs=0.02)


def test_one_way_streets_bind_vehicles_only():
    # One way from west to east: nobody drives back to node 0.
    east = road(oneway=np.ones(10, np.int64))
    people = layer((box(590, 610), 100))
    both = [hospital(0), hospital(6000)]
    riding = plan((-100, 100), modes=("by_vehicle",), vehicle_speed_km_h=36)
    (care,) = care_times(riding, east, [people], both)
    assert care.mode == "by vehicle"
    assert care.persons.high == 0.0
    (care,) = care_times(plan((-100, 100)), east, [people], both)
    assert care.persons.low == 100.0
    (care,) = care_times(
        plan((5900, 6100), modes=("by_vehicle",), vehicle_speed_km_h=36), east, [people], both
    )
    assert care.now_min.low == pytest.approx(9.0, abs=0.02)
    assert care.without_next.low == 100.0


def test_parallel_streets_count_the_shorter_and_are_not_added():
    edges = [(k, k + 1) for k in range(10)] + [(0, 1)]
    lengths = np.full(11, STEP_M)
    lengths[-1] = 3 * STEP_M
    people = layer((box(590, 610), 100))
    (care,) = care_times(
        plan((-100, 100)), road(edges=edges, length_m=lengths), [people], [hospital(0), hospital(6000)]
    )
    assert care.now_min.low == pytest.approx(10.0, abs=0.02)


@pytest.mark.parametrize(
    "missing", ["streets", "schematic", "people", "hospital", "nothing inside", "no mode"]
)
def test_what_cannot_be_told_is_not_told(missing):
    streets = {"streets": None, "schematic": road(grade="schematic")}.get(missing, road())
    if missing == "no mode":
        streets = road(on_foot=np.zeros(10, bool))
    people = [] if missing == "people" else [layer((box(590, 610), 100))]
    hospitals = [] if missing == "hospital" else [hospital(3000 if missing == "nothing inside" else 0)]
    assert care_times(plan((-100, 100)), streets, people, hospitals) == ()


@pytest.mark.parametrize(
    ("x", "uncertainty_m", "where"),
    [
        (500, 0, "inside"),
        (1000, 0, "inside"),
        (990, 10, "inside"),
        (990, 11, "perhaps inside"),
        (1010, 11, "perhaps inside"),
        (1100, 0, "near"),
        (1195, 10, "perhaps near"),
        (1215, 10, "away"),
    ],
)
def test_where_a_site_lies(x, uncertainty_m, where):
    area = PLANE.unproject(shapely.box(0, -5000, 1000, 5000))
    (placed,) = place_sites([hospital(x - 0.1, position_uncertainty_m=uncertainty_m)], area, near_m=200.0)
    assert placed.where == where
