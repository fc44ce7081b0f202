"""Metres on the ground: a local equal-area plane, geodesic lengths and areas on WGS 84."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import shapely
from pyproj import Geod, Transformer

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]

_WGS84 = Geod(ellps="WGS84")
Shape = TypeVar("Shape", bound="BaseGeometry | npt.NDArray[np.object_]")


@dataclass(frozen=True)
class LocalProjection:
    """Lambert's azimuthal equal-area projection on WGS 84, centred on ``lon0``, ``lat0``.

    Areas are true everywhere; lengths err by less than 0.1 % within 250 km of the centre.

    Parameters
    ----------
    lon0, lat0
        The centre in degrees, where x and y are 0.
    """

    lon0: float
    lat0: float

    @classmethod
    def from_bounds(cls, west: float, south: float, east: float, north: float) -> LocalProjection:
        """Return the projection centred on a box; ``west > east`` means that it crosses the 180° meridian."""
        width = (east - west) % 360.0 if west > east else east - west
        lon0 = west + width / 2
        return cls(lon0 - 360.0 if lon0 > 180.0 else lon0, (south + north) / 2)

    @classmethod
    def around(cls, geometry: BaseGeometry | npt.NDArray[np.object_]) -> LocalProjection:
        """Return the projection centred on the vertices' mean direction (right across the 180° meridian too).

        Raises
        ------
        ValueError
            A geometry without vertices.
        """
        degrees = shapely.get_coordinates(geometry)
        if not len(degrees):
            msg = "an empty geometry has no centre"
            raise ValueError(msg)
        lon, lat = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
        x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
        return cls(float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y)))))

    def xy(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return metres east and north of the centre for degrees, in the shape that was given."""
        return self._transform(lon, lat, "FORWARD")

    def lonlat(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return degrees for metres: the inverse of ``xy``."""
        return self._transform(x, y, "INVERSE")

    def project(self, geometry: Shape) -> Shape:
        """Return the geometry, or array of geometries, in metres; its vertices are moved, none is added."""
        moved: Shape = _move(geometry, self.xy)
        return moved

    def unproject(self, geometry: Shape) -> Shape:
        """Return the geometry, or array of geometries, in degrees."""
        moved: Shape = _move(geometry, self.lonlat)
        return moved

    @cached_property
    def _transformer(self) -> Transformer:
        plane = f"+proj=laea +lon_0={self.lon0!r} +lat_0={self.lat0!r} +datum=WGS84 +units=m +no_defs"
        return Transformer.from_crs("EPSG:4326", plane, always_xy=True)

    def _transform(self, a: npt.ArrayLike, b: npt.ArrayLike, direction: str) -> tuple[Floats, Floats]:
        first, second = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
        x, y = self._transformer.transform(first.ravel(), second.ravel(), direction=direction)
        return np.asarray(x).reshape(first.shape), np.asarray(y).reshape(first.shape)


def geodesic_m(lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike) -> Floats:
    """Return the shortest distances on the ellipsoid in metres (Karney 2013), elementwise."""
    lon1, lat1, lon2, lat2 = np.broadcast_arrays(
        *(np.asarray(degrees, dtype=np.float64) for degrees in (lon1, lat1, lon2, lat2))
    )
    _, _, metres = _WGS84.inv(lon1.ravel(), lat1.ravel(), lon2.ravel(), lat2.ravel())
    return np.asarray(metres, dtype=np.float64).reshape(lon1.shape)


def area_m2(geometry: BaseGeometry) -> float:
    """Return the area on the ellipsoid in m² (Karney 2013), holes taken out; 0 for points, lines, nothing.

    The geometry must be valid: parts that overlap count twice.
    """
    total = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            total += _ring_m2(part.exterior) - sum(_ring_m2(hole) for hole in part.interiors)
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            total += area_m2(part)
    return total


def _ring_m2(ring: shapely.LinearRing) -> float:
    lon, lat = ring.xy
    area, _ = _WGS84.polygon_area_perimeter(lon, lat)
    return abs(float(area))


def _move(geometry: Any, function: Callable[[Floats, Floats], tuple[Floats, Floats]]) -> Any:
    return shapely.transform(geometry, lambda at: np.column_stack(function(at[:, 0], at[:, 1])))
