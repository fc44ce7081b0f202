from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from safeground.formats.projection import LocalProjection, area_m2
from safeground.ground.lattice import cells_around, degree_steps, discs, rectangles, spacing_m

if TYPE_CHECKING:
    from collections.abc import Callable

PLANE = LocalProjection(-51.2, -30.0)


def turned(x: np.ndarray, y: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    a = np.radians(degrees)
    return PLANE.lonlat(x * np.cos(a) - y * np.sin(a), x * np.sin(a) + y * np.cos(a))


def squares(side: float, turn: float) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(side * np.arange(12), side * np.arange(9))
    return turned(x.ravel(), y.ravel(), turn)


def hexagons(apart: float, turn: float) -> tuple[np.ndarray, np.ndarray]:
    i, j = np.meshgrid(np.arange(12), np.arange(9))
    return turned((apart * (i + j / 2)).ravel(), (apart * np.sqrt(3) / 2 * j).ravel(), turn)


@pytest.mark.parametrize("turn", [0, 17, 45, 80])
@pytest.mark.parametrize(
    ("draw", "shape", "area"), [(squares, "squares", 1.0), (hexagons, "hexagons", np.sqrt(3) / 2)]
)
def test_a_grid_is_recognised_and_tiled(draw: Callable, shape: str, area: float, turn: float) -> None:
    lon, lat = draw(250.0, turn)
    spacing = spacing_m(lon, lat)
    assert spacing == pytest.approx(250, rel=1e-3)
    cells, called = cells_around(lon, lat, spacing)
    assert called == shape
    assert area_m2(cells[0]) == pytest.approx(area * 250**2, rel=2e-3)
    # Tiles: they neither overlap nor leave gaps.
    union = shapely.union_all(cells)
    assert shapely.area(cells).sum() == pytest.approx(union.area, rel=1e-3)
    assert shapely.contains_xy(cells, lon, lat).all()


def test_grids_with_empty_cells_left_out_are_recognised() -> None:
    lon, lat = hexagons(306.0, 10)
    kept = np.random.default_rng(3).random(len(lon)) < 0.7
    spacing = spacing_m(lon[kept], lat[kept])
    assert spacing == pytest.approx(306, rel=1e-3)
    assert cells_around(lon[kept], lat[kept], spacing)[1] == "hexagons"


def test_points_by_chance_or_too_few_are_no_grid() -> None:
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(-51.3, -51.1, 300), rng.uniform(-30.1, -29.9, 300)
    assert spacing_m(lon, lat) is None
    assert degree_steps(lon, lat) is None
    few = squares(100, 0)
    assert spacing_m(few[0][:8], few[1][:8]) is None


def test_a_grid_in_degrees_keeps_its_rectangles() -> None:
    """In metres its cells are no squares: a raster written out as a table."""
    lon, lat = (v.ravel() for v in np.meshgrid(10 + 0.01 * np.arange(8), 60 + 0.01 * np.arange(8)))
    kept = np.arange(64) % 7 != 0
    steps = degree_steps(lon[kept], lat[kept])
    assert steps == pytest.approx((0.01, 0.01))
    assert rectangles(lon, lat, steps)[0].bounds == pytest.approx((9.995, 59.995, 10.005, 60.005))


def test_discs_hold_the_circle() -> None:
    (disc,) = discs(np.array([-51.2]), np.array([-30.0]), np.array([100.0]))
    x, y = PLANE.xy(*np.array(disc.exterior.coords).T)
    assert np.hypot(x, y).min() >= 100 - 1e-6
    assert PLANE.project(disc).exterior.distance(shapely.Point(0, 0)) >= 99.99
    assert np.hypot(x, y).max() < 103
