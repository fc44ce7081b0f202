import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.journey import towns

from safeground.journey.pieces import Lines, crossings, nearest, split


def shapes(*geometries) -> np.ndarray:
    found = np.empty(len(geometries), object)
    found[:] = geometries
    return found


@pytest.fixture
def cross():
    """A street of 1,000 m along x and one of 400 m along y that meet in node 1."""
    streets = towns.streets([(0, 0), (600, 0), (1000, 0), (600, 400)], [(0, 1, 2), (1, 2, 2), (3, 1, 2)])
    return streets, Lines.of(streets, towns.PLANE)


def test_a_line_across_a_street_is_met_where_it_crosses(cross):
    streets, lines = cross
    found = crossings(
        lines, shapes(shapely.LineString([(150, -9), (150, 9)]), shapely.box(500, 100, 700, 300).exterior)
    )
    by_edge = sorted(
        zip(found.shape.tolist(), found.edge.tolist(), np.round(found.at, 6).tolist(), strict=True)
    )
    assert by_edge == [(0, 0, 0.25), (1, 2, 0.25), (1, 2, 0.75)]
    pieces, node = split(streets, lines, found.edge, found.at)
    assert len(pieces.tail) == 3 + 3
    assert np.bincount(pieces.edge, pieces.length_m) == pytest.approx(streets.length_m)
    place = node[found.shape == 0][0]
    assert (pieces.x[place], pieces.y[place]) == pytest.approx((150, 0), abs=1e-3)
    assert pieces.length_m[pieces.tail == 0] == pytest.approx([150])


def test_places_at_a_junction_are_the_junction(cross):
    streets, lines = cross
    _, node = split(streets, lines, np.array([0, 1, 0]), np.array([1.0, 0.0, 1 - 1e-6]))
    assert node.tolist() == [1, 1, 1]


def test_places_that_coincide_are_one_node(cross):
    streets, lines = cross
    pieces, node = split(streets, lines, np.array([1, 0, 1]), np.array([0.5, 0.5, 0.5]))
    assert node[0] == node[2] != node[1]
    assert len(pieces.tail) == 5


def test_a_line_along_a_street_is_met_at_both_ends_of_the_common_stretch(cross):
    _, lines = cross
    found = crossings(lines, shapes(shapely.LineString([(100, 0), (300, 0)])))
    assert sorted(np.round(found.at[found.edge == 0] * 600).tolist()) == [100, 300]


def test_the_nearest_place_is_on_the_edges_that_are_allowed(cross):
    _, lines = cross
    near = shapes(shapely.box(200, 20, 210, 30))
    assert nearest(lines, near, np.array([0, 1, 2])).edge.tolist() == [0]
    other = nearest(lines, near, np.array([1, 2]))
    assert other.edge.tolist() == [2]
    assert nearest(lines, near, np.array([0])).at[0] * 600 == pytest.approx(205, abs=6)


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1)), max_size=12))
def test_pieces_of_an_edge_are_a_path_from_its_tail_to_its_head(places):
    streets = towns.streets([(0, 0), (600, 0), (1000, 0), (600, 400)], [(0, 1, 2), (1, 2, 2), (3, 1, 2)])
    lines = Lines.of(streets, towns.PLANE)
    edge = np.array([place[0] for place in places], np.int64)
    at = np.array([place[1] for place in places], float)
    pieces, node = split(streets, lines, edge, at)
    for e in range(3):
        mine = np.flatnonzero(pieces.edge == e)
        path = [*pieces.tail[mine].tolist(), pieces.head[mine[-1]]]
        assert path[0] == streets.tail[e]
        assert path[-1] == streets.head[e]
        assert pieces.head[mine].tolist() == path[1:]
        assert pieces.length_m[mine].sum() == pytest.approx(streets.length_m[e])
        along = np.append(0.0, np.cumsum(pieces.length_m[mine]))
        for place in np.flatnonzero(edge == e):
            assert along[path.index(node[place])] == pytest.approx(at[place] * streets.length_m[e], abs=0.2)
