"""The way around barriers: never more than the shortest way there is, and more than the straight line."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safeground.journey import detours
from safeground.journey.detours import Detours
from safeground.journey.distance import to_ends

PLANE = shapely.box(-20_000, -20_000, 20_000, 20_000)
CENTRE = shapely.Point(0, 0)


def metres(barriers, first, second):
    near = np.zeros(1)
    found = Detours.around(barriers, CENTRE, PLANE).metres(
        np.array([first], object), np.array([second], object), near, near
    )
    return float(found[0, 0])


def test_around_one_end_of_a_river_by_hand():
    river = shapely.box(1000, -5000, 1030, 3000)
    west, east = shapely.Point(0, 0), shapely.Point(2000, 0)
    # Its far corners are (1000, -5000) and (1030, 3000), or the other two: the northern end is the nearer.
    by_west, by_east = 2 * math.hypot(1000, 3000), math.hypot(1030, 3000) + math.hypot(970, 3000)
    assert min(by_west, by_east) - 100 <= metres(river, west, east) <= max(by_west, by_east)
    assert metres(river, west, shapely.Point(500, 800)) == pytest.approx(math.hypot(500, 800))
    assert metres(river, west, shapely.box(500, 0, 3000, 50)) == pytest.approx(500)


def test_a_small_barrier_is_not_worth_measuring():
    assert metres(shapely.box(1000, -200, 1030, 200), shapely.Point(0, 0), shapely.Point(2000, 0)) == 2000


def test_the_way_beyond_the_plane_is_counted_too():
    """The river reaches to 1 km from the plane's edge: who leaves the plane there may come back anywhere."""
    river = shapely.box(1000, -19_000, 1030, 19_000)
    found = metres(river, shapely.Point(0, 0), shapely.Point(2000, 0))
    assert 37_000 < found < 40_000


def shortest(barriers, first, second):
    """Least length of a way that does not enter the barriers: over corners that see each other."""
    points = np.vstack([first, second, shapely.get_coordinates(barriers)])
    solid = shapely.buffer(barriers, -1e-6)
    tail, head = np.triu_indices(len(points), 1)
    lines = shapely.linestrings(np.stack((points[tail], points[head]), axis=1))
    clear = ~shapely.intersects(lines, solid)
    tail, head, length = tail[clear], head[clear], shapely.length(lines[clear])
    both = np.concatenate((tail, head)), np.concatenate((head, tail))
    return float(to_ends(len(points), *both, np.tile(length, 2), np.array([1]))[0])


box = st.tuples(*(st.integers(-400, 400) for _ in range(2)), st.integers(5, 500), st.integers(5, 500))
place = st.tuples(st.integers(-600, 600), st.integers(-600, 600))


@given(st.lists(box, min_size=1, max_size=4), place, place)
def test_no_way_is_shorter_than_the_bound(boxes, first, second):
    barriers = shapely.union_all([shapely.box(x, y, x + wide, y + high) for x, y, wide, high in boxes])
    if shapely.intersects_xy(barriers, *first) or shapely.intersects_xy(barriers, *second):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detours, "LEAST_ACROSS_M", 0.0)
        patch.setattr(detours, "FIRST_STRETCH_M", 5.0)
        bound = metres(barriers, shapely.Point(first), shapely.Point(second))
    assert math.dist(first, second) <= bound <= shortest(barriers, first, second) + 1e-6
