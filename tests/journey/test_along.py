"""Which streets a drawn route means: those beside it that run along it, with their direction."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from tests.journey import towns

from safeground.journey.along import edges_along, ends_of
from safeground.journey.pieces import Lines, crossings
from safeground.journey.split_streets import split_streets


def along(town, *points):
    return edges_along(Lines.of(town, towns.PLANE), shapely.LineString(points))


def cross_town():
    """A road of two stretches from west to east, a street across it, and another 40 m to its north."""
    nodes = [(0, 0), (500, 0), (1000, 0), (500, -300), (500, 300), (0, 40), (1000, 40)]
    edges = [(0, 1, 5), (2, 1, 5), (3, 1, 5), (1, 4, 5), (5, 6, 5)]
    return towns.streets(nodes, edges)


def test_streets_beside_the_route_are_found_with_their_direction():
    found = along(cross_town(), (0, 8), (1000, -8))
    assert found.edge.tolist() == [0, 1]
    assert found.direction.tolist() == [1, -1]
    assert found.share == pytest.approx(1.0, abs=1e-3)
    back = along(cross_town(), (1000, 0), (0, 0))
    assert back.direction.tolist() == [-1, 1]


def test_a_street_across_and_a_street_far_off_are_not_meant():
    assert along(cross_town(), (0, 0), (1000, 0)).edge.tolist() == [0, 1]
    assert along(cross_town(), (0, 40), (1000, 40)).edge.tolist() == [4]
    assert along(cross_town(), (0, 20), (1000, 20)).edge.tolist() == []


def test_a_street_that_runs_along_askew_up_to_45_degrees_is_meant():
    for angle, found in ((40, [0]), (50, [])):
        x, y = 10 * np.cos(np.radians(angle)), 10 * np.sin(np.radians(angle))
        town = towns.streets([(0, 0), (x, y)], [(0, 1, 5)])
        assert along(town, (-50, 0), (50, 0)).edge.tolist() == found


def test_half_a_route_without_streets_shows_in_the_share():
    found = along(cross_town(), (0, 0), (2000, 0))
    assert found.share == pytest.approx(0.5, abs=1e-3)


def test_carriageways_side_by_side_are_counted():
    nodes = [(0, 0), (600, 0), (1000, 0), (0, 12), (600, 12)]
    dual = towns.streets(nodes, [(0, 1, 5), (1, 2, 5), (3, 4, 5)])
    found = along(dual, (0, 6), (1000, 6))
    assert found.edge.tolist() == [0, 1, 2]
    assert found.side_by_side.tolist() == [2, 1, 2]


def test_a_route_of_several_lines_is_one_length():
    town = cross_town()
    route = shapely.MultiLineString([[(0, 0), (400, 0)], [(600, 0), (1000, 0)]])
    found = edges_along(Lines.of(town, towns.PLANE), route)
    assert found.line_m == pytest.approx(800)
    assert found.edge.tolist() == [0, 1]


def test_streets_are_split_where_a_route_ends():
    town = cross_town()
    lines = Lines.of(town, towns.PLANE)
    route = shapely.LineString([(200, 0), (800, 0)])
    ends = np.empty(1, object)
    ends[0] = ends_of(route)
    places = crossings(lines, ends)
    divided = split_streets(town, lines, towns.PLANE, places.edge, places.at)
    again = Lines.of(divided, towns.PLANE)
    found = edges_along(again, route)
    assert sorted(divided.length_m[found.edge].round(3)) == [300.0, 300.0]
    assert divided.length_m.sum() == pytest.approx(town.length_m.sum())
    assert set(divided.way_id[found.edge]) == {1000, 1001}
    # The lines of the parts are the street's own, from end to end.
    assert shapely.length(again.line) == pytest.approx(divided.length_m, rel=1e-6)
    for edge in range(len(divided.tail)):
        first, last = shapely.get_coordinates(again.line[edge])[[0, -1]]
        assert first == pytest.approx((again.x[divided.tail[edge]], again.y[divided.tail[edge]]), abs=1e-3)
        assert last == pytest.approx((again.x[divided.head[edge]], again.y[divided.head[edge]]), abs=1e-3)


def test_nothing_to_split_changes_nothing():
    town = cross_town()
    empty = np.empty(0, np.int64)
    assert split_streets(town, Lines.of(town, towns.PLANE), towns.PLANE, empty, np.empty(0)) is town
