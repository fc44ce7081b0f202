"""Streets split where they cross a line that matters: the edge of an area, a cell or a barrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.projection import LocalProjection
    from safeground.ground.streets import Streets

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Shapes = npt.NDArray[np.object_]

RUN = 32
SAME_PLACE_M = 0.01
"""Two places on one street nearer than this are one node: less than what coordinates are worth."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The streets' edges as lines in metres, with an index for finding them.

    Parameters
    ----------
    x, y
        Nodes in metres, shape (n,).
    line
        One line an edge, shape (m,).
    tree
        Index over ``line``.
    """

    x: Floats
    y: Floats
    line: Shapes
    tree: shapely.STRtree

    @classmethod
    def of(cls, streets: Streets, plane: LocalProjection) -> Lines:
        """Return the lines of every edge in the plane's metres."""
        x, y = plane.xy(streets.lon, streets.lat)
        at_x, at_y = plane.xy(streets.line_lon, streets.line_lat)
        owner = np.repeat(np.arange(len(streets.tail)), np.diff(streets.line_start))
        line: Shapes = np.asarray(shapely.linestrings(np.column_stack((at_x, at_y)), indices=owner), object)
        return cls(x, y, line, shapely.STRtree(line))


@dataclass(frozen=True, slots=True)
class Places:
    """Places on edges: ``at`` is the share of the length from the tail, ``shape`` whose line is met there."""

    shape: Ints
    edge: Ints
    at: Floats


@dataclass(frozen=True, slots=True)
class Pieces:
    """Stretches of street after splitting. The streets' own nodes keep their numbers; new ones follow.

    Parameters
    ----------
    x, y
        Nodes in metres, shape (n,).
    tail, head, length_m
        Pieces, shape (p,).
    edge
        The edge of ``Streets`` that each is a piece of, shape (p,).
    mid_x, mid_y
        A point half-way along each piece, shape (p,).
    """

    x: Floats
    y: Floats
    tail: Ints
    head: Ints
    length_m: Floats
    edge: Ints
    mid_x: Floats
    mid_y: Floats


def crossings(lines: Lines, shapes: Shapes) -> Places:
    """Return every place where a street meets one of the lines ``shapes`` (metres).

    Where a street runs along a line, the ends of the common stretch are the places.
    """
    shape, edge = lines.tree.query(shapes, predicate="intersects")
    meeting = shapely.intersection(lines.line[edge], shapes[shape])
    points, owner = shapely.get_coordinates(meeting, return_index=True)
    shape, edge = shape[owner], edge[owner]
    at = shapely.line_locate_point(lines.line[edge], shapely.points(points), normalized=True)
    return Places(shape, edge, at)


def short_lines(shape: BaseGeometry) -> Shapes:
    """Return lines cut into runs of ``RUN`` vertices: where they are long, few of them come near a street."""
    runs = [
        shapely.LineString(at[start : start + RUN + 1])
        for at in map(shapely.get_coordinates, shapely.get_parts(shape))
        for start in range(0, len(at) - 1, RUN)
    ]
    found = np.empty(len(runs), object)
    found[:] = runs
    return found


def nearest(lines: Lines, shapes: Shapes, among: Ints) -> Places:
    """Return for each shape the nearest place on any of the edges ``among``; at least one must be given."""
    tree = shapely.STRtree(lines.line[among])
    shape, found = tree.query_nearest(shapes, all_matches=False)
    edge = among[found]
    joining = shapely.shortest_line(lines.line[edge], shapes[shape])
    at = shapely.line_locate_point(lines.line[edge], shapely.get_point(joining, 0), normalized=True)
    return Places(shape, edge, at)


def split(streets: Streets, lines: Lines, edge: Ints, at: Floats) -> tuple[Pieces, Ints]:
    """Split edges at places, and return the pieces and the node of each place, in the order given.

    Places within ``SAME_PLACE_M`` of an end are that end's node, and of one another one node.
    """
    order = np.lexsort((at, edge))
    edge_of, metres = edge[order], (at * streets.length_m[edge])[order]
    node = np.full(len(order), -1, np.int64)
    node[metres >= streets.length_m[edge_of] - SAME_PLACE_M] = -2
    node = np.where(node == -2, streets.head[edge_of], node)
    node = np.where(metres <= SAME_PLACE_M, streets.tail[edge_of], node)
    inner = np.flatnonzero(node < 0)
    inner_edge, inner_m = edge_of[inner], metres[inner]
    first = np.ones(len(inner), bool)
    first[1:] = (np.diff(inner_edge) != 0) | (np.diff(inner_m) > SAME_PLACE_M)
    known = len(streets.lon)
    node[inner] = known + np.cumsum(first) - 1
    pieces = _pieces(streets, lines, inner_edge[first], inner_m[first])
    node_of = np.empty(len(order), np.int64)
    node_of[order] = node
    return pieces, node_of


def _pieces(streets: Streets, lines: Lines, cut_edge: Ints, cut_m: Floats) -> Pieces:
    edges, known = len(streets.tail), len(streets.lon)
    cuts = np.bincount(cut_edge, minlength=edges)
    edge = np.repeat(np.arange(edges), cuts + 1)
    first_piece = np.cumsum(cuts + 1) - (cuts + 1)
    rank = np.arange(len(edge)) - first_piece[edge]
    before = (np.cumsum(cuts) - cuts)[edge] + rank - 1
    is_first, is_last = rank == 0, rank == cuts[edge]
    padded = np.append(cut_m, 0.0)
    start_m = np.where(is_first, 0.0, padded[np.where(is_first, -1, before)])
    end_m = np.where(is_last, streets.length_m[edge], padded[np.where(is_last, -1, before + 1)])
    share = (start_m + end_m) / 2 / np.maximum(streets.length_m[edge], SAME_PLACE_M)
    middle = shapely.line_interpolate_point(lines.line[edge], share, normalized=True)
    new = shapely.line_interpolate_point(
        lines.line[cut_edge], cut_m / np.maximum(streets.length_m[cut_edge], SAME_PLACE_M), normalized=True
    )
    return Pieces(
        x=np.append(lines.x, shapely.get_x(new)),
        y=np.append(lines.y, shapely.get_y(new)),
        tail=np.where(is_first, streets.tail[edge], known + before),
        head=np.where(is_last, streets.head[edge], known + before + 1),
        length_m=end_m - start_m,
        edge=edge,
        mid_x=shapely.get_x(middle),
        mid_y=shapely.get_y(middle),
    )


def points_at(x: Floats, y: Floats) -> Shapes:
    """Return points as an array of geometries, whatever its length."""
    return np.asarray(shapely.points(x, y), dtype=object)


def inside(shape: BaseGeometry, x: Floats, y: Floats) -> Bools:
    """Return which points lie in a polygon, its edge excluded."""
    shapely.prepare(shape)
    found: Bools = shapely.contains_xy(shape, x, y)
    return found
