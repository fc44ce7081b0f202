from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.ground.split import split_ways


def runs(*ways: list[int]) -> tuple[np.ndarray, np.ndarray]:
    start = np.cumsum([0, *map(len, ways)])
    return start, np.array([node for way in ways for node in way], dtype=np.int64)


def places(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes in a row, 0.001° apart on the equator: 111.32 m."""
    return 0.001 * np.arange(n), np.zeros(n)


def test_a_crossing_splits_both_ways() -> None:
    lon = np.array([0.0, 0.001, 0.002, 0.001, 0.001])
    lat = np.array([0.0, 0.0, 0.0, -0.001, 0.001])
    pieces = split_ways(*runs([0, 1, 2], [3, 1, 4]), lon, lat)
    assert len(pieces.tail) == 4
    assert len(pieces.lon) == 5
    middle = np.flatnonzero((pieces.lon == 0.001) & (pieces.lat == 0))
    assert np.isin(middle, pieces.tail) & np.isin(middle, pieces.head)
    assert pieces.way.tolist() == [0, 0, 1, 1]
    assert not pieces.cut.any()


def test_a_bend_stays_one_stretch_with_its_line() -> None:
    lon, lat = places(4)
    lat[1:3] = 0.001
    pieces = split_ways(*runs([0, 1, 2, 3]), lon, lat)
    assert (pieces.tail.tolist(), pieces.head.tolist()) == ([0], [1])
    assert pieces.line_lon.tolist() == lon.tolist()
    # 0.001° of the equator is 111.32 m, of a meridian at the equator 110.57 m.
    diagonal = np.hypot(111.3195, 110.5743)
    assert pieces.length_m[0] == pytest.approx(2 * diagonal + 111.3195, rel=1e-4)


def test_a_missing_node_keeps_the_known_parts_and_marks_their_ends() -> None:
    lon, lat = places(4)
    pieces = split_ways(*runs([0, 1, -1, 2, 3]), lon, lat)
    assert len(pieces.tail) == 2
    cut = {round(float(x), 3) for x in pieces.lon[pieces.cut]}
    assert cut == {0.001, 0.002}
    assert (pieces.missing, pieces.lost_ways) == (1, 0)


def test_a_way_without_two_neighbouring_nodes_is_counted() -> None:
    lon, lat = places(3)
    pieces = split_ways(*runs([0, -1, 1, -1], [1, 2]), lon, lat)
    assert len(pieces.tail) == 1
    assert (pieces.missing, pieces.lost_ways) == (2, 1)


def test_a_loop_is_split_so_that_no_edge_ends_where_it_starts() -> None:
    lon, lat = np.array([0, 0.001, 0.001, 0.0]), np.array([0, 0, 0.001, 0.001])
    pieces = split_ways(*runs([0, 1, 2, 3, 0]), lon, lat)
    assert len(pieces.tail) == 2
    assert (pieces.tail != pieces.head).all()


def test_a_node_written_twice_makes_no_edge_of_no_length() -> None:
    lon, lat = places(2)
    pieces = split_ways(*runs([0, 0, 1, 1]), lon, lat)
    assert len(pieces.tail) == 1
    assert pieces.line_lon.tolist() == lon.tolist()


def test_nothing_gives_nothing() -> None:
    pieces = split_ways(np.array([0]), np.empty(0, np.int64), np.empty(0), np.empty(0))
    assert len(pieces.tail) == len(pieces.lon) == 0


@given(st.lists(st.lists(st.integers(-1, 8), min_size=1, max_size=7), min_size=1, max_size=6))
def test_every_known_segment_is_in_one_edge(ways: list[list[int]]) -> None:
    """Counted by hand: pairs of neighbouring known nodes of each way, against the edges' lines."""
    lon, lat = places(9)
    pieces = split_ways(*runs(*ways), lon, lat)
    expected = sorted(
        (min(a, b), max(a, b))
        for way in ways
        for a, b in itertools.pairwise(way)
        if a >= 0 and b >= 0 and a != b
    )
    found = []
    for edge in range(len(pieces.tail)):
        line = pieces.line_lon[pieces.line_start[edge] : pieces.line_start[edge + 1]]
        nodes = np.round(line / 0.001).astype(int).tolist()
        found += [(min(a, b), max(a, b)) for a, b in itertools.pairwise(nodes)]
        assert line[0] == pieces.lon[pieces.tail[edge]]
        assert line[-1] == pieces.lon[pieces.head[edge]]
    assert sorted(found) == expected
    assert (pieces.tail != pieces.head).all()
