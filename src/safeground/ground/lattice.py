"""Centres of cells → cells: squares or hexagons, as the centres themselves lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

LEAST_CELLS: Final = 9
"""Fewer points than this are no grid that could be told from chance."""
REGULAR: Final = 0.05
"""By how much distances to the nearest neighbour may differ from their middle in a grid."""
REGULAR_SHARE: Final = 0.8
RING: Final = 1.2
"""A square's diagonal neighbours are 1.41 times as far as those across its sides."""


def spacing_m(lon: Floats, lat: Floats) -> float | None:
    """Return the distance between neighbouring centres of a regular grid, None where there is none."""
    if len(lon) < LEAST_CELLS:
        return None
    x, y = _plane(lon, lat).xy(lon, lat)
    nearest = _neighbours(x, y, 2)[0][:, 1]
    middle = float(np.median(nearest))
    regular = np.abs(nearest - middle) <= REGULAR * middle
    return middle if middle > 0 and np.mean(regular) >= REGULAR_SHARE else None


def degree_steps(lon: Floats, lat: Floats) -> tuple[float, float] | None:
    """Return the steps of a grid drawn in degrees (a raster written as a table), None where there is none."""
    if len(lon) < LEAST_CELLS:
        return None
    steps = _step(lon), _step(lat)
    return (steps[0], steps[1]) if steps[0] and steps[1] else None


def rectangles(lon: Floats, lat: Floats, steps: tuple[float, float]) -> npt.NDArray[np.object_]:
    """Return the rectangle around each centre of a grid drawn in degrees (WGS 84, shape (n,))."""
    dx, dy = steps[0] / 2, steps[1] / 2
    return np.asarray(shapely.box(lon - dx, lat - dy, lon + dx, lat + dy), dtype=object)


def cells_around(lon: Floats, lat: Floats, spacing: float) -> tuple[npt.NDArray[np.object_], str]:
    """Return the cell around each centre (polygons, WGS 84, shape (n,)) and its shape's name.

    Shape and orientation are told from where the nearest neighbours lie.
    """
    plane = _plane(lon, lat)
    x, y = plane.xy(lon, lat)
    distance, index = _neighbours(x, y, min(7, len(x)))
    near = (distance > 0) & (distance <= RING * spacing)
    angle = np.arctan2((y[index] - y[:, None])[near], (x[index] - x[:, None])[near])
    # Neighbours lie across the middle of each side. Averaged as angles that repeat six times or four
    # times a turn, those of the lattice's own kind add up and those of the other cancel.
    mean = {sides: complex(np.exp(1j * sides * angle).mean()) if len(angle) else 0j for sides in (4, 6)}
    sides = 6 if abs(mean[6]) > abs(mean[4]) else 4
    turn = np.angle(mean[sides]) / sides
    corner = turn + (np.arange(sides) + 0.5) * 2 * np.pi / sides
    radius = spacing / 2 / np.cos(np.pi / sides)
    corners = np.stack(
        plane.lonlat(x[:, None] + radius * np.cos(corner), y[:, None] + radius * np.sin(corner)), axis=-1
    )
    return np.asarray(shapely.polygons(corners), dtype=object), "hexagons" if sides == 6 else "squares"


def discs(lon: Floats, lat: Floats, radius_m: Floats) -> npt.NDArray[np.object_]:
    """Return a disc around each point (polygons that hold the circle, WGS 84, shape (n,))."""
    plane = _plane(lon, lat)
    x, y = plane.xy(lon, lat)
    sides = 16
    angle = np.arange(sides) * 2 * np.pi / sides
    radius = radius_m[:, None] / np.cos(np.pi / sides)
    corners = plane.lonlat(x[:, None] + radius * np.cos(angle), y[:, None] + radius * np.sin(angle))
    return np.asarray(shapely.polygons(np.stack(corners, axis=-1)), dtype=object)


def _step(degrees: Floats) -> float | None:
    """Return the step of which all differences are multiples, if the values are few enough to mean one."""
    values = np.unique(np.round(degrees, 7))
    if not 2 <= len(values) <= len(degrees) / 2:
        return None
    gaps = np.diff(values)
    step = float(np.median(gaps[gaps <= gaps.min() * (1 + REGULAR)]))
    whole = np.abs(gaps / step - np.round(gaps / step)) <= REGULAR
    return step if whole.all() else None


def _plane(lon: Floats, lat: Floats) -> LocalProjection:
    return LocalProjection.from_bounds(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))


def _neighbours(x: Floats, y: Floats, count: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return distance and index of each point's nearest points, itself first, shape (n, count)."""
    from scipy.spatial import KDTree

    points = np.column_stack([x, y])
    distance, index = KDTree(points).query(points, k=count)
    return np.asarray(distance).reshape(len(x), count), np.asarray(index).reshape(len(x), count)
