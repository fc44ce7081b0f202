"""Ways as runs of nodes → stretches between junctions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.formats.projection import geodesic_m

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Edges between junctions; as in ``Streets``, with the index of the way that each is a part of.

    Parameters
    ----------
    lon, lat, cut
        Junctions and ends, shape (n,).
    tail, head, length_m, way
        Edges, shape (m,).
    line_start, line_lon, line_lat
        Their lines, as in ``Streets``.
    missing
        Places in ways at which the node is not known.
    lost_ways
        Ways of which no two neighbouring nodes are known.
    """

    lon: Floats
    lat: Floats
    cut: Bools
    tail: Ints
    head: Ints
    length_m: Floats
    way: Ints
    line_start: Ints
    line_lon: Floats
    line_lat: Floats
    missing: int
    lost_ways: int


def split_ways(start: Ints, node: Ints, lon: Floats, lat: Floats) -> Stretches:
    """Split ways at the nodes that two ways share and at their ends.

    A way whose nodes are partly unknown keeps its known parts; their ends beside an unknown node are
    marked as cut. A loop that meets other streets at one node or none is split in the middle, so that
    no edge ends where it starts.

    Parameters
    ----------
    start
        Way ``i`` has the nodes ``node[start[i]:start[i + 1]]``.
    node
        Index into ``lon`` and ``lat``, -1 where unknown.
    """
    ways = len(start) - 1
    way = np.repeat(np.arange(ways), np.diff(start))
    # A node written twice in a row adds nothing and would make an edge of no length.
    again = np.zeros(len(node), dtype=bool)
    again[1:] = (way[1:] == way[:-1]) & (node[1:] == node[:-1]) & (node[1:] >= 0)
    way, node = way[~again], node[~again]
    known = node >= 0
    before = np.zeros(len(node), dtype=bool)
    before[1:] = (way[1:] == way[:-1]) & known[1:] & known[:-1]
    after = np.append(before[1:], False) if len(node) else before
    on_edge = before | after
    # One place more, so that an unknown node (-1) finds its count, 0, too.
    uses = np.bincount(node[on_edge], minlength=len(lon) + 1)
    ends = on_edge & ((uses[node] >= 2) | (before != after))
    ends = _split_loops(ends, after, node)

    at = np.flatnonzero(ends)
    opens = after[at]
    tail_at, head_at = at[opens], at[1:][opens[:-1]] if len(at) else at
    vertices = head_at - tail_at + 1
    line_start = np.concatenate([[0], np.cumsum(vertices)]).astype(np.int64)
    line = np.repeat(tail_at - line_start[:-1], vertices) + np.arange(line_start[-1])
    place = node[line]
    junction, index = np.unique(node[at], return_inverse=True)
    of_place = np.full(len(lon) + 1, -1, dtype=np.int64)
    of_place[node[at]] = index
    cut = np.zeros(len(junction), dtype=bool)
    cut[of_place[node[on_edge & _beside_unknown(way, known)]]] = True
    return Stretches(
        lon=lon[junction],
        lat=lat[junction],
        cut=cut,
        tail=of_place[node[tail_at]],
        head=of_place[node[head_at]],
        length_m=line_lengths_m(line_start, lon[place], lat[place]),
        way=way[tail_at],
        line_start=line_start,
        line_lon=lon[place],
        line_lat=lat[place],
        missing=int(np.count_nonzero(~known)),
        lost_ways=ways - len(np.unique(way[tail_at])),
    )


def line_lengths_m(line_start: Ints, lon: Floats, lat: Floats) -> Floats:
    """Return the geodesic length of each line; its vertices lie as in ``Streets``."""
    if len(line_start) < 2:
        return np.empty(0)
    steps = np.zeros(len(lon))
    steps[1:] = geodesic_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    steps[line_start[:-1]] = 0.0
    return np.asarray(np.add.reduceat(steps, line_start[:-1]), dtype=np.float64)


def _split_loops(ends: Bools, after: Bools, node: Ints) -> Bools:
    """Mark a vertex in the middle of every stretch that ends at the node where it starts."""
    at = np.flatnonzero(ends)
    if not len(at):
        return ends
    opens = after[at]
    tail_at, head_at = at[opens], at[1:][opens[:-1]]
    loop = node[tail_at] == node[head_at]
    ends = ends.copy()
    ends[(tail_at[loop] + head_at[loop]) // 2] = True
    return ends


def _beside_unknown(way: Ints, known: Bools) -> Bools:
    beside = np.zeros(len(way), dtype=bool)
    same = way[1:] == way[:-1]
    beside[1:] |= same & ~known[:-1]
    beside[:-1] |= same & ~known[1:]
    return beside & known
