"""Metres: areas and lengths against the ellipsoid, there and back."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safeground.formats.projection import LocalProjection, area_m2, geodesic_m


def degree_square_m2(south: float) -> float:
    """Return the area of one degree by one degree: Snyder 1987, equation 3-12, on WGS 84."""
    a, f = 6378137.0, 1 / 298.257223563
    e2 = f * (2 - f)
    e = np.sqrt(e2)
    q = [
        (1 - e2) * (s / (1 - e2 * s**2) - np.log((1 - e * s) / (1 + e * s)) / (2 * e))
        for s in np.sin(np.radians([south, south + 1]))
    ]
    return float(np.radians(1.0) * a**2 * (q[1] - q[0]) / 2)


def test_geodesic_length_along_the_equator_is_the_ellipsoid_s_radius_times_the_angle() -> None:
    expected = 6378137.0 * np.radians(1.0)
    assert geodesic_m(10.0, 0.0, 11.0, 0.0) == pytest.approx(expected, abs=1e-6)


def test_geodesic_length_keeps_the_shape_that_it_is_given() -> None:
    lengths = geodesic_m(np.zeros((2, 1)), 0.0, np.array([[1.0, 2.0, 3.0]]), 0.0)
    assert lengths.shape == (2, 3)
    assert lengths[0, 2] == pytest.approx(3 * lengths[1, 0])


def test_area_of_a_degree_square_is_the_ellipsoid_s_and_holes_are_taken_out() -> None:
    # Finely cut sides: between far corners a geodesic is not the parallel.
    square = shapely.segmentize(shapely.box(0, 0, 1, 1), 0.001)
    hole = shapely.Polygon(square.exterior, [shapely.box(0.25, 0.25, 0.75, 0.75).exterior])
    assert area_m2(square) == pytest.approx(degree_square_m2(0.0), rel=1e-6)
    assert area_m2(hole) == pytest.approx(area_m2(square) - area_m2(shapely.box(0.25, 0.25, 0.75, 0.75)))


def test_area_counts_polygons_only_whatever_their_orientation() -> None:
    box = shapely.box(34.2, 31.2, 34.3, 31.3)
    mixed = shapely.GeometryCollection(
        [box.reverse(), shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)])]
    )
    assert area_m2(mixed) == pytest.approx(area_m2(box))
    assert area_m2(shapely.MultiPolygon([box, shapely.box(35, 31.2, 35.1, 31.3)])) == pytest.approx(
        2 * area_m2(box)
    )
    assert area_m2(shapely.Polygon()) == 0.0


@given(
    lon0=st.floats(-180, 180),
    lat0=st.floats(-80, 80),
    x=st.floats(-2e5, 2e5),
    y=st.floats(-2e5, 2e5),
)
def test_degrees_to_metres_and_back_is_the_same_place(lon0: float, lat0: float, x: float, y: float) -> None:
    plane = LocalProjection(lon0, lat0)
    there = plane.xy(*plane.lonlat(x, y))
    assert np.hypot(there[0] - x, there[1] - y) < 0.01  # PROJ's inverse is good to millimetres


@given(lon=st.floats(-179, 179), lat=st.floats(-75, 75), size=st.floats(0.01, 0.5))
def test_projected_area_is_the_geodesic_area(lon: float, lat: float, size: float) -> None:
    shape = shapely.segmentize(shapely.box(lon, lat, lon + size, lat + size), size / 100)
    plane = LocalProjection.around(shape)
    assert plane.project(shape).area == pytest.approx(area_m2(shape), rel=1e-4)


def test_lengths_near_the_centre_are_true() -> None:
    plane = LocalProjection(34.4, 31.4)
    x, y = plane.xy(34.5, 31.5)
    assert np.hypot(x, y) == pytest.approx(geodesic_m(34.4, 31.4, 34.5, 31.5), rel=1e-5)


def test_centre_of_a_place_that_the_180_degree_meridian_cuts_is_near_it() -> None:
    fiji = shapely.union_all(
        [shapely.box(179.0, -18.0, 180.0, -17.0), shapely.box(-180.0, -18.0, -179.0, -17.0)]
    )
    assert abs(LocalProjection.around(fiji).lon0) == pytest.approx(180.0, abs=0.2)
    assert LocalProjection.from_bounds(179.0, -18.0, -179.0, -17.0) == LocalProjection(180.0, -17.5)


def test_arrays_of_geometry_are_moved_alike_and_back() -> None:
    shapes = np.array(
        [shapely.Point(34.4, 31.4), shapely.LineString([(34.4, 31.4), (34.5, 31.5)])], dtype=object
    )
    plane = LocalProjection.around(shapes)
    back = plane.unproject(plane.project(shapes))
    assert shapely.equals_exact(back, shapes, tolerance=1e-7).all()


def test_nothing_has_no_centre() -> None:
    with pytest.raises(ValueError, match="no centre"):
        LocalProjection.around(shapely.Polygon())
