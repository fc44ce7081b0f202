"""Ground with two readings: what surely is part of it, and what perhaps is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NOTHING = shapely.MultiPolygon()


@dataclass(frozen=True, slots=True)
class Ground:
    """Ground (WGS 84) that something surely covers, and that it perhaps covers.

    Parameters
    ----------
    certain, possible
        Polygons; the second holds the first.
    undrawn
        Ids of areas that are part of it and that nobody drew: how much they add is not known.
    """

    certain: BaseGeometry = NOTHING
    possible: BaseGeometry = NOTHING
    undrawn: frozenset[str] = frozenset()

    def without(self, other: Ground) -> Ground:
        """Return what is here and not there: surely only where ``other`` cannot be."""
        possible = polygons(shapely.difference(self.possible, other.certain))
        # An area that nobody drew may lie anywhere, so beside it nothing is surely left.
        if other.undrawn:
            return Ground(NOTHING, possible, self.undrawn - other.undrawn)
        if self.is_exact and other.is_exact:
            return Ground(possible, possible, self.undrawn)
        certain = polygons(shapely.difference(self.certain, other.possible))
        return Ground(certain, possible, self.undrawn)

    def within(self, other: Ground) -> Ground:
        """Return what is here and there."""
        undrawn = self.undrawn | other.undrawn
        possible = polygons(shapely.intersection(self.possible, other.possible))
        if self.is_exact and other.is_exact:
            return Ground(possible, possible, undrawn)
        return Ground(polygons(shapely.intersection(self.certain, other.certain)), possible, undrawn)

    def joined(self, other: Ground) -> Ground:
        """Return what is here or there."""
        undrawn = self.undrawn | other.undrawn
        possible = polygons(shapely.union(self.possible, other.possible))
        if self.is_exact and other.is_exact:
            return Ground(possible, possible, undrawn)
        return Ground(polygons(shapely.union(self.certain, other.certain)), possible, undrawn)

    @property
    def is_exact(self) -> bool:
        """Whether all of its drawn part is certain."""
        return self.possible is self.certain


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry: two areas that touch share a line, which is no ground."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else NOTHING
