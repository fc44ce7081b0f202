"""Polygons with holes → polygons without, for formats that have none: the same ground, no new point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    Point = tuple[float, float]
    Edge = frozenset[Point]


def without_holes(geometry: BaseGeometry) -> tuple[shapely.Polygon, ...]:
    """Cut polygons along lines between their own points until none has a hole.

    A polygon with holes is triangulated (constrained Delaunay, no point added); triangles are joined again as
    long as two pieces meet in one edge only: the joined piece then has no hole and does not touch itself.

    Parameters
    ----------
    geometry
        Polygon or polygons, valid.

    Returns
    -------
    tuple of Polygon
        Valid, without holes, meeting in edges only; together what was given. Polygons that had no hole are
        returned as they are.
    """
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, shapely.Polygon)]
    return tuple(piece for part in polygons for piece in (_cut(part) if part.interiors else (part,)))


def _cut(polygon: shapely.Polygon) -> tuple[shapely.Polygon, ...]:
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(polygon))
    rings: dict[int, list[Point]] = {
        i: list(shapely.orient_polygons(triangle).exterior.coords)[:-1]
        for i, triangle in enumerate(triangles)
    }
    home = list(range(len(rings)))
    sides: dict[Edge, list[int]] = {}
    for i, ring in rings.items():
        for ends in zip(ring, [*ring[1:], ring[0]], strict=True):
            sides.setdefault(frozenset(ends), []).append(i)
    inner = [(edge, (pair[0], pair[1])) for edge, pair in sides.items() if len(pair) == 2]
    while True:
        left = []
        for edge, (one, other) in inner:
            first, second = _piece(home, one), _piece(home, other)
            if first == second:
                continue
            if edge == set(rings[first]) & set(rings[second]):
                rings[first] = _joined(rings[first], rings.pop(second), edge)
                home[second] = first
            else:
                left.append((edge, (one, other)))
        if len(left) == len(inner):
            break
        inner = left
    return tuple(shapely.Polygon(ring) for ring in rings.values())


def _piece(home: list[int], i: int) -> int:
    while home[i] != i:
        home[i] = home[home[i]]
        i = home[i]
    return i


def _joined(one: list[Point], other: list[Point], edge: Edge) -> list[Point]:
    """Join two rings, both counter-clockwise, along an edge: one runs along it forwards, the other back."""
    start = next(i for i in range(len(one)) if {one[i], one[(i + 1) % len(one)]} == edge)
    end = next(i for i in range(len(other)) if {other[i], other[(i + 1) % len(other)]} == edge)
    open_one = one[start + 1 :] + one[: start + 1]
    open_other = other[end + 1 :] + other[: end + 1]
    return open_one + open_other[1:-1]
