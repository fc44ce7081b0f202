import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.journey import towns

from safeground.journey.distance import to_ends
from safeground.journey.starts import MOST_ZONES, StartPlaces, frontier, zones_in

ORDERED = shapely.box(0, 0, 1000, 1000)


def cells(*boxes_and_persons):
    return towns.people([(towns.box(*box), low, high) for box, low, high in boxes_and_persons])


def test_a_cell_wholly_inside_counts_and_one_partly_inside_may_hold_everybody_or_nobody():
    layer = cells(((0, 0, 100, 100), 10, 12), ((950, 0, 1050, 100), 20, 20), ((1100, 0, 1200, 100), 40, 40))
    zones = zones_in([layer], ORDERED, towns.PLANE)
    assert zones.low.tolist() == [10, 0]
    assert zones.high.tolist() == [12, 20]
    assert (zones.ordered.low, zones.ordered.high) == (10, 32)
    assert zones.ordered.best == pytest.approx(11 + 10)


def test_a_cell_that_only_touches_the_area_is_outside():
    zones = zones_in([cells(((1000, 0, 1100, 100), 10, 10))], ORDERED, towns.PLANE)
    assert zones.ordered.high == 0


def test_a_units_total_is_one_start_over_all_its_cells():
    layer = towns.people(
        [
            (towns.box(0, 0, 100, 100), 10, 10),
            (towns.box(500, 0, 600, 100), 30, 30),
            (towns.box(0, 500, 100, 600), 5, 5),
        ],
        unit=["ward 1", "ward 1", ""],
    )
    zones = zones_in([layer], ORDERED, towns.PLANE)
    assert sorted(zones.low.tolist()) == [5, 40]
    ward = zones.shape[np.argmax(zones.low)]
    assert ward.area == pytest.approx(20_000, rel=1e-3)


def test_a_unit_that_reaches_out_of_the_area_may_have_nobody_in_it():
    layer = towns.people(
        [(towns.box(0, 0, 100, 100), 10, 10), (towns.box(1500, 0, 1600, 100), 30, 30)],
        unit=["ward 1", "ward 1"],
    )
    zones = zones_in([layer], ORDERED, towns.PLANE)
    assert (zones.low.tolist(), zones.high.tolist()) == ([0], [40])


def test_layers_are_told_apart_and_add_up():
    one = cells(((0, 0, 100, 100), 10, 10))
    two = towns.people([(towns.box(0, 0, 100, 100), 5, 7)], kind="displaced")
    zones = zones_in([one, two], ORDERED, towns.PLANE)
    assert {name.split()[0]: count.high for name, count in zones.by_layer.items()} == {
        "residents": 10,
        "displaced": 7,
    }
    assert (zones.ordered.low, zones.ordered.high) == (15, 17)


def test_very_many_cells_are_joined_and_nobody_is_lost():
    side = 60
    boxes = [((i * 10, j * 10, i * 10 + 10, j * 10 + 10), 1.0, 2.0) for i in range(side) for j in range(side)]
    zones = zones_in([cells(*boxes)], ORDERED, towns.PLANE)
    assert side * side > MOST_ZONES
    assert len(zones.shape) < side * side
    assert zones.low.sum() == side * side
    assert zones.high.sum() == 2 * side * side
    assert shapely.area(zones.shape).sum() == pytest.approx(360_000, rel=1e-3)
    assert zones.remarks[0].kind == "inferred"


def test_cells_off_the_streets_are_not_joined_with_cells_on_one():
    side = 60
    boxes = [((i * 10, j * 10, i * 10 + 10, j * 10 + 10), 1.0, 1.0) for i in range(side) for j in range(side)]
    street = shapely.LineString([(5, -100), (5, 700)])
    zones = zones_in([cells(*boxes)], ORDERED, towns.PLANE, [shapely.STRtree([street])])
    assert len(zones.shape) < side * side
    assert zones.low[shapely.intersects(street, zones.shape)].sum() == side


@given(st.data())
def test_only_the_frontier_of_a_zone_matters(data):
    """From the frontier alone everybody is as soon at an end as from every place of the zone."""
    nodes = data.draw(st.integers(2, 9))
    pair = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)).filter(
        lambda edge: edge[0] != edge[1]
    )
    edges = data.draw(st.lists(pair, min_size=1, max_size=14))
    weight = np.array([data.draw(st.integers(1, 9)) for _ in edges], float)
    tail, head = (np.array([edge[k] for edge in edges], np.int64) for k in (0, 1))
    end = np.zeros(nodes, bool)
    end[data.draw(st.integers(0, nodes - 1))] = True
    zones = [sorted(data.draw(st.sets(st.integers(0, nodes - 1), min_size=1))) for _ in range(2)]
    places = StartPlaces(
        np.repeat([0, 1], [len(zone) for zone in zones]), np.array([node for zone in zones for node in zone])
    )
    matters = frontier(places, tail, head, nodes, end)
    both = np.concatenate((tail, head)), np.concatenate((head, tail))
    soonest = to_ends(nodes, *both, np.tile(weight, 2), np.flatnonzero(end))
    for zone in (0, 1):
        mine = places.zone == zone
        best = soonest[places.node[mine]].min()
        kept = soonest[places.node[mine & matters]]
        assert (kept.min() if len(kept) else np.inf) == pytest.approx(best)
