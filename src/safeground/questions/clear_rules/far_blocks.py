"""Which blocks of a list lie far from all others: single linkage from the largest group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from safeground.standards import standard

if TYPE_CHECKING:
    import numpy.typing as npt

FEWEST = 4
"""Of three blocks nobody can say which one is wrong."""


def far_blocks(
    shapes: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return which shapes (metres) lie far from all others, and their gap to the nearest of the others.

    Groups grow from the largest in which blocks touch or nearly do. A block joins it where its gap to the
    group is at most ``clear.far_factor`` times the median width (square root of the area), the median
    distance from a block's centre to the next, and its own width, whichever is greatest. Blocks left over
    are far, unless they are more than ``clear.far_share`` of all: then the list is of several places.

    The medians stay true while fewer than half of the blocks are wrong. A long list, a chain of blocks
    along a coast, is one group, because each joins the next, however long it is; blocks that all lie
    apart, like villages, have a large median distance.
    """
    none = np.empty(0, np.int64), np.empty(0)
    count = len(shapes)
    if count < FEWEST:
        return none
    widths = np.sqrt(shapely.area(shapes))
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    apart = np.asarray(cKDTree(centres).query(centres, k=2)[0])
    reach = standard("clear.far_factor").range.high * np.maximum(
        max(float(np.median(widths)), float(np.median(apart[:, 1]))), widths
    )
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    links = coo_array((np.ones(len(left)), (left, right)), shape=(count, count))
    _, group = connected_components(links, directed=False)
    joined = group == np.argmax(np.bincount(group))
    while True:
        rest = np.flatnonzero(~joined)
        if not len(rest):
            return none
        main = shapely.STRtree(shapes[joined])
        (asked, _), gap = main.query_nearest(shapes[rest], return_distance=True, all_matches=False)
        near = np.zeros(count, dtype=bool)
        near[rest[asked]] = gap <= reach[rest[asked]]
        if not near.any():
            break
        joined |= np.isin(group, group[near])
    if len(rest) > standard("clear.far_share").range.high * count:
        return none
    return rest[asked].astype(np.int64), gap
