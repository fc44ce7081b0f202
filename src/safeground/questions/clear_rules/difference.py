"""Two versions of an area: what came in, what went out, how much ground and how many people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from safeground.questions.clear_rules.counted import persons_in_metres
from safeground.questions.clear_rules.plane import only_polygons, without_slivers
from safeground.units import M2_PER_KM2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.quantity import Range


@dataclass(frozen=True, slots=True)
class Change:
    """Ground that came into an area, or went out of it.

    Parameters
    ----------
    shape
        The ground in metres, without slivers; empty where none did.
    km2
        Its surface.
    persons
        People who live there; None where nobody counted.
    """

    shape: BaseGeometry
    km2: float
    persons: Range | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What is in the later version only, and in the earlier only; ``common_share`` of both together."""

    came_in: Change
    went_out: Change
    common_share: float

    @property
    def differs(self) -> bool:
        """Whether more than slivers changed."""
        return not (self.came_in.shape.is_empty and self.went_out.shape.is_empty)


def difference(earlier: BaseGeometry, later: BaseGeometry, layers: Sequence[PeopleLayer] = ()) -> Difference:
    """Return what changed from one version of an area to the next.

    Parameters
    ----------
    earlier, later
        Polygons in metres.
    layers
        The layers of people that count, in metres of the same plane (``counted.in_metres``).
    """
    both = float(shapely.union(earlier, later).area)
    common = float(shapely.intersection(earlier, later).area)
    return Difference(
        _change(shapely.difference(later, earlier), layers),
        _change(shapely.difference(earlier, later), layers),
        common / both if both else 1.0,
    )


def _change(shape: BaseGeometry, layers: Sequence[PeopleLayer]) -> Change:
    kept = without_slivers(only_polygons(shape))
    if kept.is_empty:
        return Change(kept, 0.0, None)
    return Change(kept, float(kept.area) / M2_PER_KM2, persons_in_metres(layers, [kept])[0])
