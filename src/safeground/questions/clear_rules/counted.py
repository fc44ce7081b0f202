"""People in shapes in metres, over all layers that count.

Cells are moved to metres as blocks are: moved back to degrees, a block's edge would miss its cell's by
millimetres, and its people would no longer lie wholly inside.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.ground.people import persons_in_each
from safeground.quantity import Range
from safeground.questions.clear_rules.plane import sliver_width_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.projection import LocalProjection
    from safeground.ground.people import PeopleLayer


def in_metres(layers: Sequence[PeopleLayer], plane: LocalProjection) -> tuple[PeopleLayer, ...]:
    """Return layers of people (WGS 84) with their cells in metres of a plane."""
    return tuple(
        replace(
            layer,
            cells=_valid(plane.project(layer.cells)),
            uncounted=_valid(plane.project(layer.uncounted)),
            counted_ground=None if layer.counted_ground is None else plane.project(layer.counted_ground),
        )
        for layer in layers
    )


def persons_in_metres(layers: Sequence[PeopleLayer], shapes: Sequence[BaseGeometry]) -> list[Range | None]:
    """Return how many people of all layers are in each shape; None where no layer has a count there.

    Layers and shapes are in metres of one plane.

    What only touches a layer's cells along an edge is not covered by it: no number, not nobody. Where rows
    without a count touch a shape, its high end is open: nobody counted is not nobody there.
    """
    places = np.array(shapes, dtype=object)
    cores = _cores(places)
    found: list[Range | None] = [None] * len(places)
    for layer in layers:
        counted = _touching(cores, layer.cells)
        if layer.counted_ground is not None:
            counted |= shapely.intersects(cores, layer.counted_ground)
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


def _valid(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    bad = ~shapely.is_valid(shapes)
    shapes[bad] = shapely.make_valid(shapes[bad])
    return shapes


def _cores(places: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return each shape less half a sliver at its edge; a shape that is no wider, as it is."""
    cores = shapely.buffer(places, -sliver_width_m() / 2, quad_segs=1)
    return np.where(shapely.is_empty(cores), places, cores)


def _touching(places: npt.NDArray[np.object_], cells: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    touched = np.zeros(len(places), dtype=bool)
    if len(cells):
        shapely.prepare(places)
        touched[shapely.STRtree(cells).query(places, predicate="intersects")[0]] = True
    return touched
