"""How much of an ordered area the layers of people cover: nobody counted is not nobody there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.formats.projection import LocalProjection
    from safeground.ground.people import PeopleLayer
    from safeground.plan.model import Notice

WHOLE = 0.99
"""From this share on an area counts as covered: outlines of cells and of areas differ by slivers."""


def covered_share(layers: Sequence[PeopleLayer], ordered: BaseGeometry, plane: LocalProjection) -> float:
    """Return the share of an area (metres) in which some layer has a count, be it 0.

    A raster covers its cells with a value. Of a table or a polygon file the cells with a count are all
    that it covers: whether it lists the places where nobody is, it does not say.
    """
    if not layers or ordered.area == 0:
        return 0.0
    parts: list[BaseGeometry] = []
    for layer in layers:
        if layer.counted_ground is not None:
            parts.append(plane.project(layer.counted_ground))
            continue
        cells = plane.project(layer.cells) if len(layer.cells) else np.empty(0, object)
        parts.extend(cells[shapely.intersects(ordered, cells)])
    return min(float(shapely.intersection(shapely.union_all(parts), ordered).area / ordered.area), 1.0)


def coverage_remark(share: float, layers: Sequence[PeopleLayer], notice: Notice) -> Remark | None:
    """Say how much of the ordered area nobody counted; None where it is covered."""
    if share >= WHOLE:
        return None
    files = ", ".join(dict.fromkeys(layer.file for layer in layers))
    text = (
        f"The layers of people cover {share * 100:.0f} % of the area that {notice.id} orders to leave. "
        "Whether people are in the rest is not known: the fewest people hold, the most are those of the part "
        "covered."
    )
    return Remark("warning", files, text)
