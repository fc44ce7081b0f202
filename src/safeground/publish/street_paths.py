"""Streets for a map: as many classes as fit a budget of vertices, main ones first, thinned to the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.publish.svg import lines_path

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.ground.streets import Streets
    from safeground.publish.map_frame import MapFrame

MAIN: Final = frozenset({"motorway", "trunk", "primary"})
MIDDLE: Final = frozenset({"secondary", "tertiary"})
RANK: Final = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street",
    "pedestrian", "service", "track", "footway", "cycleway", "bridleway", "path", "steps",
)  # fmt: skip
"""Classes from the most to the least important; one that is not here is the last."""
VERTEX_BUDGET: Final = 30_000
"""About 200 kB of path commands."""


def street_paths(streets: Streets, frame: MapFrame, budget: int = VERTEX_BUDGET) -> dict[str, str]:
    """Return path commands by tier (``main``, ``middle``, ``minor``), and which classes had to stay out.

    Returns
    -------
    dict
        Tier → path commands, and ``left_out`` → class names, comma separated, empty where all are drawn.
    """
    lines, classes = _lines(streets, frame)
    ranks = np.array([_rank(name) for name in streets.classes], np.int64)
    paths = {"main": "", "middle": "", "minor": ""}
    left_out: list[str] = []
    spent = 0
    for index in np.argsort(ranks, kind="stable").tolist():
        own = lines[classes == index]
        name = streets.classes[index]
        if not len(own):
            continue
        thinned = _thinned(own, tier(name))
        vertices = int(shapely.get_num_coordinates(thinned).sum())
        # Once a class does not fit, no lesser one is drawn: a map with holes in its order misleads.
        if left_out or spent + vertices > budget:
            left_out.append(name)
            continue
        spent += vertices
        paths[tier(name)] += "".join(lines_path(line) for line in thinned)
    return {**paths, "left_out": ", ".join(left_out)}


def tier(name: str) -> str:
    """Return how a class is drawn."""
    return "main" if name in MAIN else "middle" if name in MIDDLE else "minor"


def _rank(name: str) -> int:
    return RANK.index(name) if name in RANK else len(RANK)


def _lines(streets: Streets, frame: MapFrame) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """Return the edges' lines in the drawing's units, clipped to it, with their classes."""
    x, y = frame.place(streets.line_lon, streets.line_lat)
    count = np.diff(streets.line_start)
    edge = np.repeat(np.arange(len(count)), count)
    drawable = count > 1
    keep = drawable[edge]
    number = np.cumsum(drawable) - 1
    points = np.column_stack([x, y])[keep]
    lines: npt.NDArray[np.object_] = np.asarray(shapely.linestrings(points, indices=number[edge[keep]]))
    box = shapely.box(0, 0, frame.width, frame.height)
    shapely.prepare(box)
    inside = shapely.intersects(box, lines)
    clipped = shapely.clip_by_rect(lines[inside], -20, -20, frame.width + 20, frame.height + 20)
    return clipped, streets.street_class[drawable][inside]


def _thinned(lines: npt.NDArray[np.object_], drawn_as: str) -> npt.NDArray[np.object_]:
    """Join the stretches of a class end to end, and drop bends and pieces that nobody could see."""
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.get_parts(lines))))
    smallest = {"main": 4.0, "middle": 6.0, "minor": 14.0}[drawn_as]
    seen = joined[shapely.length(joined) >= smallest]
    return np.asarray(shapely.simplify(seen, 2.0 if drawn_as == "minor" else 1.2, preserve_topology=False))
