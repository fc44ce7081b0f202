"""Which streets run along a drawn line, such as the route of a corridor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.journey.pieces import Lines

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

BESIDE_M = 15.0
"""A street whose middle lies so near to a line may be the one that the line means: drawn twice."""
ADVANCE = 0.7
"""A street runs along a line if it gets on along it by so much of its own length: up to 45° askew."""


@dataclass(frozen=True, slots=True)
class Along:
    """Edges that run along a line.

    Parameters
    ----------
    edge
        Indices of edges, rising, shape (k,).
    direction
        1 where the edge's tail comes first on the line, -1 where its head does, shape (k,).
    begin_m, end_m
        The stretch of the line beside each edge, begin < end, shape (k,).
    line_m
        Length of the line.
    """

    edge: Ints
    direction: Ints
    begin_m: Floats
    end_m: Floats
    line_m: float

    @property
    def share(self) -> float:
        """Share of the line that has a street beside it."""
        if self.line_m <= 0 or not len(self.edge):
            return 0.0
        order = np.argsort(self.begin_m)
        begin, end = self.begin_m[order], self.end_m[order]
        reached = np.concatenate(([0.0], np.maximum.accumulate(end)[:-1]))
        return float(np.maximum(0.0, end - np.maximum(begin, reached)).sum() / self.line_m)

    @property
    def side_by_side(self) -> Ints:
        """How many edges run beside one another where most do along each, itself included, shape (k,)."""
        if not len(self.edge):
            return np.empty(0, np.int64)
        # Between two neighbouring ends of stretches the number of edges is the same.
        ends = np.unique(np.concatenate((self.begin_m, self.end_m)))
        middle = (ends[1:] + ends[:-1]) / 2
        within = (self.begin_m[:, None] < middle) & (middle < self.end_m[:, None])
        count = np.maximum(1, within.sum(axis=0))
        return np.asarray(np.maximum(1, (within * count).max(axis=1, initial=1)), np.int64)


def edges_along(lines: Lines, route: BaseGeometry) -> Along:
    """Return the edges that run along a line.

    An edge does if its middle lies within ``BESIDE_M`` of the line and its two ends, each taken to its
    nearest place on the line, lie at least ``ADVANCE`` of the edge's length apart on it. So streets that
    cross the line or join it from the side are not along it, both carriageways of a road are, and each
    edge knows which way along the line it leads.

    Parameters
    ----------
    lines
        Streets in metres. Where the line begins or ends in the middle of an edge, split it there before.
    route
        The line, or lines one after the other, in the same metres.
    """
    parts = [part for part in shapely.get_parts(route) if part.length > 0]
    whole_m = float(sum(part.length for part in parts))
    near = np.unique(lines.tree.query(route, predicate="dwithin", distance=BESIDE_M))
    middle = shapely.line_interpolate_point(lines.line[near], 0.5, normalized=True)
    near = near[shapely.dwithin(middle, route, BESIDE_M)]
    if not len(near):
        nothing = np.empty(0, np.int64)
        return Along(nothing, nothing, np.empty(0), np.empty(0), whole_m)
    line = lines.line[near]
    middle = shapely.line_interpolate_point(line, 0.5, normalized=True)
    of = np.argmin([shapely.distance(part, middle) for part in parts], axis=0)
    part, before_m = np.array(parts, object)[of], np.cumsum([0.0, *(one.length for one in parts)])[of]
    begin = before_m + shapely.line_locate_point(part, shapely.get_point(line, 0))
    end = before_m + shapely.line_locate_point(part, shapely.get_point(line, -1))
    kept = np.abs(end - begin) >= ADVANCE * shapely.length(line)
    kept &= end != begin
    begin, end = begin[kept], end[kept]
    return Along(
        np.asarray(near[kept], np.int64),
        np.where(end > begin, 1, -1),
        np.minimum(begin, end),
        np.maximum(begin, end),
        whole_m,
    )


def ends_of(route: BaseGeometry) -> BaseGeometry:
    """Return the line at whose crossings streets must be split before ``edges_along``: where it ends."""
    return shapely.boundary(shapely.buffer(route, BESIDE_M, cap_style="flat"))
