"""Lines and waters → surfaces that hold people up, never more than is mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

HALF_M: Final = 0.25
"""A wall is drawn as a line; it is taken to be so wide to each side, less than any gap people pass."""
OPENING_M: Final = 1.0
"""Around a gate, and around the end of a line that joins no other, so much is open."""
ROUNDED: Final = 1.01
"""A circle is drawn with corners on it; waters are taken to be so much narrower to make up for that."""


class Line(NamedTuple):
    """Nodes of a mapped line, and its width where a tag states one, else 0."""

    nodes: tuple[int, ...]
    width_m: float


def lines_as_surfaces(
    lines: Sequence[tuple[BaseGeometry, Line]],
    *,
    joints: Mapping[int, int],
    openings: Mapping[int, tuple[float, float]],
) -> list[BaseGeometry]:
    """Return surfaces in place of lines (metres); lines that share a node stay joined.

    Parameters
    ----------
    lines
        The lines, each with its nodes in the same order as its vertices.
    joints
        Node → how many lines use it. A line's end that no other uses is open for ``OPENING_M``.
    openings
        Node → its place, where people can pass.
    """
    if not lines:
        return []
    shape = np.array([line for line, _ in lines], object)
    half = np.array([max(line.width_m / 2, HALF_M) for _, line in lines])
    thick = shapely.buffer(shape, half, cap_style="flat", join_style="mitre", mitre_limit=2.0, quad_segs=4)
    open_at: list[BaseGeometry] = []
    joined: list[BaseGeometry] = []
    for (_, line), vertices, half_m in zip(lines, map(shapely.get_coordinates, shape), half, strict=True):
        places = [openings[node] for node in line.nodes if node in openings]
        if line.nodes[0] != line.nodes[-1]:
            for node, place in ((line.nodes[0], vertices[0]), (line.nodes[-1], vertices[-1])):
                if joints.get(node, 0) > 1:
                    joined.append(shapely.Point(place))
                else:
                    places.append(tuple(place))
        open_at += [shapely.Point(place).buffer(half_m + OPENING_M) for place in places]
    # Flat ends of two lines that meet at an angle leave a wedge: a disc of a wall's half width fills it.
    whole = shapely.union_all([*thick, *(point.buffer(HALF_M) for point in joined)])
    return [shapely.difference(whole, shapely.union_all(open_at)) if open_at else whole]


def wide_parts(surface: BaseGeometry, from_m: float) -> BaseGeometry:
    """Return the parts of a surface in which a disc of a diameter fits (metres): narrower ones fall out."""
    if from_m <= 0 or surface.is_empty:
        return surface
    radius = from_m / 2 * ROUNDED
    return shapely.intersection(shapely.buffer(shapely.buffer(surface, -radius), radius), surface)
