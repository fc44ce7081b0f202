"""People in shapes in metres, over all layers that count."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.ground.people import persons_in_each
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.projection import LocalProjection
    from safeground.ground.people import PeopleLayer


def persons_in_metres(
    layers: Sequence[PeopleLayer], plane: LocalProjection, shapes: Sequence[BaseGeometry]
) -> list[Range | None]:
    """Return how many people of all layers are in each shape; None where no layer has a count there.

    Where rows without a count touch a shape, its high end is open: nobody counted is not nobody there.
    """
    places = plane.unproject(np.array(shapes, dtype=object))
    bad = ~shapely.is_valid(places)
    places[bad] = shapely.make_valid(places[bad])
    found: list[Range | None] = [None] * len(places)
    for layer in layers:
        counted = _touching(places, layer.cells)
        if layer.counted_ground is not None:
            counted |= shapely.intersects(places, layer.counted_ground)
        open_ended = _touching(places, layer.uncounted)
        at = np.flatnonzero(counted)
        for i, one in zip(at, persons_in_each(layer, list(places[at])) if len(at) else (), strict=True):
            before = found[i]
            found[i] = one if before is None else before + one
        for i in np.flatnonzero(open_ended):
            known = found[i]
            if known is not None:
                found[i] = Range(known.low, math.inf, known.unit, known.best)
    return found


def _touching(places: npt.NDArray[np.object_], cells: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    touched = np.zeros(len(places), dtype=bool)
    if len(cells):
        shapely.prepare(places)
        touched[shapely.STRtree(cells).query(places, predicate="intersects")[0]] = True
    return touched
