"""The plan's conditions put on the streets: which streets a corridor, a closure, a checkpoint is on.

Streets are split where such a thing begins or ends, so that from here on every street is wholly in it or
not at all. When the conditions hold is another matter (``conditions``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.errors import FaultList
from safeground.formats.projection import LocalProjection
from safeground.journey.along import Along, edges_along, ends_of
from safeground.journey.pieces import Lines, crossings, inside
from safeground.journey.split_streets import split_streets
from safeground.plan.model import limits
from safeground.quantity import Range
from safeground.remarks import Remark
from safeground.units import METRES_PER_KM

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.ground.streets import Streets
    from safeground.plan.condition_words import Rubble
    from safeground.plan.model import Plan
    from safeground.plan.places import LoadedPlan

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

MOST = 0.8
"""Share of a route that must have streets beside it; else the drawing means other streets."""
FAR_M = 50.0
"""A checkpoint farther from every street is on none of them."""
CHECKPOINT_M = 1.0
"""A checkpoint is a stretch of its street so long to either side of it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Conditions on streets.

    Parameters
    ----------
    streets
        The plan's streets, split where conditions begin and end; rubble has narrowed them.
    corridors
        Corridor id → its edges, for those that can hold people up.
    closures
        Closure id → edges that it closes.
    checkpoints
        Checkpoint id → the edge that it is.
    speed_low, speed_high
        Share of the speed that rubble leaves on each edge, shape (m,).
    remarks
        What was put where.
    before_rubble
        The same streets as wide as they were; None where no rubble lies on any.
    """

    streets: Streets
    corridors: dict[str, Along] = field(default_factory=dict)
    closures: dict[str, Ints] = field(default_factory=dict)
    checkpoints: dict[str, int] = field(default_factory=dict)
    speed_low: Floats = field(default_factory=lambda: np.empty(0))
    speed_high: Floats = field(default_factory=lambda: np.empty(0))
    remarks: tuple[Remark, ...] = ()
    before_rubble: Streets | None = None


def place_conditions(loaded: LoadedPlan, streets: Streets) -> Placed:
    """Put the plan's conditions on its streets.

    Raises
    ------
    InputError
        Routes, closures and checkpoints that are on no street: all of them.
    """
    routes = _routes(loaded)
    ones = np.ones(len(streets.tail))
    if not (routes or loaded.closures or loaded.rubble or loaded.checkpoints):
        return Placed(streets, speed_low=ones, speed_high=ones)
    plane = LocalProjection.around(np.asarray(shapely.points(streets.lon, streets.lat), object))
    faults = FaultList(loaded.path)
    where = {
        **{f"corridor {name}": plane.project(shape) for name, shape in routes.items()},
        **{f"closure {name}": plane.project(shape) for name, shape in loaded.closures.items()},
        **{f"rubble {number + 1}": plane.project(shape) for number, shape in loaded.rubble.items()},
    }
    divided, lines = _split_at_edges(streets, plane, [*where.values()])
    points = {name: plane.project(shape) for name, shape in loaded.checkpoints.items()}
    divided, lines, checkpoints, remarks = _split_at_points(divided, lines, plane, points, faults)
    found = {name: _on(lines, shape) for name, shape in where.items()}
    _check(loaded.plan, where, found, faults)
    faults.raise_if_any()
    rubble = {number: found[f"rubble {number + 1}"].edge for number in loaded.rubble}
    narrowed, speed_low, speed_high = _under_rubble(divided, loaded.plan.rubble, rubble)
    remarks += [_said(name, along, divided, loaded.path.name) for name, along in found.items()]
    return Placed(
        narrowed,
        {name: found[f"corridor {name}"] for name in routes},
        {name: found[f"closure {name}"].edge for name in loaded.closures},
        checkpoints,
        speed_low,
        speed_high,
        tuple(replace(remark, file=loaded.path.name) for remark in remarks),
        divided if rubble else None,
    )


def _routes(loaded: LoadedPlan) -> dict[str, BaseGeometry]:
    """Return the routes of the corridors that can hold people up."""
    plan = loaded.plan
    only = {name for notice in plan.notices if notice.only_by_corridors for name in notice.corridors}
    return {
        one.id: loaded.corridors[one.id]
        for one in plan.corridors
        if one.id in loaded.corridors and (limits(one) or one.id in only)
    }


def _split_at_edges(
    streets: Streets, plane: LocalProjection, shapes: list[BaseGeometry]
) -> tuple[Streets, Lines]:
    """Split the streets where they enter a polygon, or where a line along them ends."""
    lines = Lines.of(streets, plane)
    edges = np.empty(len(shapes), object)
    edges[:] = [shapely.boundary(shape) if _is_surface(shape) else ends_of(shape) for shape in shapes]
    places = crossings(lines, edges)
    divided = split_streets(streets, lines, plane, places.edge, places.at)
    return divided, lines if divided is streets else Lines.of(divided, plane)


def _split_at_points(
    streets: Streets,
    lines: Lines,
    plane: LocalProjection,
    points: Mapping[str, BaseGeometry],
    faults: FaultList,
) -> tuple[Streets, Lines, dict[str, int], list[Remark]]:
    """Give every checkpoint a short edge of its own on the nearest street."""
    if not points:
        return streets, lines, {}, []
    names, shapes = list(points), np.array(list(points.values()), object)
    (_, nearest), away_m = lines.tree.query_nearest(shapes, all_matches=False, return_distance=True)
    at_m = shapely.line_locate_point(lines.line[nearest], shapes)
    remarks = []
    for name, of, away in zip(names, nearest, away_m, strict=True):
        street = str(streets.name[of]) or "a street without a name"
        if away > FAR_M:
            faults.add(
                f"checkpoints, {name}",
                f"a point {away:,.0f} m from the nearest street ({street})",
                f"a point {FAR_M:,.0f} m at most from its street",
                "Move the point onto its street, or check that the streets' file holds that street.",
            )
        text = f"The checkpoint {name} was put on {street}, {away:,.0f} m from where it is drawn."
        remarks.append(Remark("inferred", "", text, restricted=True))
    length = np.maximum(shapely.length(lines.line[nearest]), CHECKPOINT_M)
    marks = np.concatenate((at_m - CHECKPOINT_M, at_m + CHECKPOINT_M)) / np.tile(length, 2)
    divided = split_streets(streets, lines, plane, np.tile(nearest, 2), np.clip(marks, 0.0, 1.0))
    again = Lines.of(divided, plane)
    on = shapely.line_interpolate_point(lines.line[nearest], at_m)
    (_, edge), _ = again.tree.query_nearest(on, all_matches=False, return_distance=True)
    return divided, again, dict(zip(names, edge.tolist(), strict=True)), remarks


def _on(lines: Lines, shape: BaseGeometry) -> Along:
    """Return the edges within a polygon, or along a line."""
    if not _is_surface(shape):
        return edges_along(lines, shape)
    edge = np.unique(lines.tree.query(shape, predicate="intersects"))
    middle = shapely.line_interpolate_point(lines.line[edge], 0.5, normalized=True)
    edge = np.asarray(edge[inside(shape, shapely.get_x(middle), shapely.get_y(middle))], np.int64)
    length = shapely.length(lines.line[edge])
    return Along(edge, np.ones(len(edge), np.int64), np.zeros(len(edge)), length, float(length.sum()))


def _is_surface(shape: BaseGeometry) -> bool:
    return shape.geom_type in ("Polygon", "MultiPolygon")


def _check(plan: Plan, where: dict[str, BaseGeometry], found: dict[str, Along], faults: FaultList) -> None:
    for name, along in found.items():
        kind, _, called = name.partition(" ")
        place = (
            f"{'corridors' if kind == 'corridor' else 'closures' if kind == 'closure' else kind}, {called}"
        )
        if _is_surface(where[name]):
            if not len(along.edge):
                faults.add(place, "a polygon without a street in it", "a polygon with streets", _FIX)
        elif along.share < MOST:
            faults.add(
                place,
                f"a line that has a street beside it on {along.share:.0%} of its length",
                f"a line along streets on {MOST:.0%} of its length at least",
                "Draw it along the streets that are meant (snap to them in a GIS).",
            )


_KEYS = {"corridor": "corridors", "closure": "closures", "rubble": "rubble"}
_FIX = "Draw it over the streets that are meant, or check that the streets' file holds them."


def _under_rubble(
    streets: Streets, rubble: tuple[Rubble, ...], edges: dict[int, Ints]
) -> tuple[Streets, Floats, Floats]:
    """Return the streets as rubble leaves them, and the share of speed that it leaves (low, high)."""
    width_low, width_high, speed_low, speed_high = (np.ones(len(streets.tail)) for _ in range(4))
    for number, edge in edges.items():
        width, speed = _factors(rubble[number])
        # Where two say what is left of a street, the proof takes the lesser, the schedule both of them.
        width_low[edge] *= width.low
        width_high[edge] = np.minimum(width_high[edge], width.high)
        speed_low[edge] *= speed.low
        speed_high[edge] = np.minimum(speed_high[edge], speed.high)
    narrowed = replace(
        streets,
        width_low_m=streets.width_low_m * width_low,
        width_high_m=streets.width_high_m * width_high,
        lanes_low=streets.lanes_low * width_low,
        lanes_high=streets.lanes_high * width_high,
    )
    return narrowed, speed_low, speed_high


def _factors(rubble: Rubble) -> tuple[Range, Range]:
    """Return what is left of width and speed; of one that is not stated, all in the proof."""
    width, speed = (
        None if stated is None else Range.of(stated, "share")
        for stated in (rubble.width_factor, rubble.speed_factor)
    )
    other = width or speed or Range.exact(1.0, "share")
    unstated = Range(other.low, 1.0, "share")
    return width or unstated, speed or unstated


def _said(name: str, along: Along, streets: Streets, file: str) -> Remark:
    km = streets.length_m[along.edge].sum() / METRES_PER_KM
    text = (
        f"The {name} was put on the streets that it is drawn on: {len(along.edge):,} stretches, {km:.1f} km."
    )
    return Remark("inferred", file, text, len(along.edge))
