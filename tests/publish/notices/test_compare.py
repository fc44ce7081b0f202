from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safeground.formats.projection import LocalProjection
from safeground.publish.notices.bulletin import Reread
from safeground.publish.notices.compare import TOLERANCE_M, differences, same_area

if TYPE_CHECKING:
    from safeground.publish.notices.bulletin import Bulletin

ALL = frozenset({"areas", "issued", "deadline", "expires"})
METRE = 1 / 111_195
SQUARE = shapely.box(30.0, 47.0, 30.01, 47.01)


def faithful(bulletin: Bulletin) -> Reread:
    areas = {place.id: place.geometry for place in (*bulletin.areas, *bulletin.to)}
    return Reread(areas=areas, issued=bulletin.issued, deadline=bulletin.deadline, expires=bulletin.expires)


def test_a_faithful_reading_has_no_difference(made: tuple[Bulletin, ...]):
    assert [list(differences(one, faithful(one), ALL)) for one in made] == [[], []]


def test_each_time_is_compared_to_the_second(made: tuple[Bulletin, ...]):
    first = made[0]
    for name in ("issued", "deadline", "expires"):
        late = getattr(first, name) + timedelta(seconds=1)
        [told] = differences(first, replace(faithful(first), **{name: late}), ALL)
        assert name in told
        [lost] = differences(first, replace(faithful(first), **{name: None}), ALL)
        assert "not stated" in lost
        assert list(differences(first, replace(faithful(first), **{name: None}), ALL - {name})) == []


def test_a_deadline_that_nobody_stated_may_not_appear(made: tuple[Bulletin, ...]):
    second = made[1]
    [told] = differences(second, replace(faithful(second), deadline=second.issued), ALL)
    assert "deadline reads 2026-03-04T06:10:00+02:00; the plan: not stated" in told


def test_missing_and_strange_areas_are_named(made: tuple[Bulletin, ...]):
    first = made[0]
    areas = dict(faithful(first).areas)
    areas["harbour"] = areas.pop("hill")
    told = list(differences(first, replace(faithful(first), areas=areas), ALL))
    assert any("hill is missing" in one for one in told)
    assert any("harbour is not one" in one for one in told)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (SQUARE.reverse(), True),
        (shapely.MultiPolygon([SQUARE]), True),
        (shapely.segmentize(SQUARE, 0.001), True),
        (shapely.box(30.0, 47.0, 30.01, 47.01 + 0.5 * METRE), True),
        (shapely.box(30.0, 47.0, 30.01, 47.01 + 2 * METRE), False),
        (shapely.box(30.0, 47.0, 30.01 - 3 * METRE, 47.01), False),
        (SQUARE - shapely.Point(30.005, 47.005).buffer(4 * METRE), False),  # a hole
        (SQUARE | shapely.box(30.02, 47.0, 30.02 + METRE, 47.0 + METRE), False),  # a far speck
        (SQUARE | shapely.box(30.005, 47.01, 30.005 + METRE / 10, 47.02), False),  # a hair of 10 cm
        (shapely.Polygon([(lat, lon) for lon, lat in SQUARE.exterior.coords]), False),  # swapped
        (shapely.Polygon(), False),
    ],
)
def test_polygons_agree_within_a_metre(other: shapely.Polygon, same: bool):
    assert same_area(SQUARE, other) is same
    assert same_area(other, SQUARE) is same


@given(
    st.floats(-80, 80), st.floats(-179, 179), st.floats(1.1, 500), st.sampled_from([(1, 0), (0, 1), (-1, 0)])
)
def test_a_moved_area_is_seen_anywhere_on_earth(lat: float, lon: float, by_m: float, way: tuple[int, int]):
    plane = LocalProjection(lon, lat)
    drawn = plane.unproject(shapely.box(-700, -500, 700, 500))
    moved = plane.unproject(shapely.box(-700 + way[0] * by_m, -500 + way[1] * by_m, 700, 500 + way[1] * by_m))
    assert by_m > TOLERANCE_M
    assert not same_area(drawn, moved)
    assert same_area(drawn, plane.unproject(shapely.box(-700.4, -500, 700, 500.4)))
