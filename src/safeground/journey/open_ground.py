"""Bound B: what is proven even if people leave the streets and walk straight across open ground.

Only ground that the plan's polygons name a barrier holds anybody up; all other ground, unknown or not
covered by a polygon, counts as crossable. Barriers part the plane into components. Within a component
people move in a straight line at the fastest speed, without any limit of capacity; from one component to
another they must take a street that passes through a barrier (a bridge, a gate), with its time and its
capacity. That is a relaxation of every real movement, so what it refutes is refuted on any ground,
as far as the barriers are barriers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.flow.problem import Problem
from safeground.journey.arcs import NO_LIMIT_PER_S, Arcs
from safeground.journey.by_corridors import by_corridors
from safeground.journey.pieces import inside, points_at
from safeground.journey.timed_cut import is_timed
from safeground.remarks import Remark
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.flow.certificate import Certificate
    from safeground.formats.projection import LocalProjection
    from safeground.journey.movement import Movement
    from safeground.journey.proof import Group, Proven
    from safeground.plan.places import LoadedPlan

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Shapes = npt.NDArray[np.object_]

MARGIN_M = 5000.0
"""The plane reaches so far beyond everything of the plan; what leaves it is joined all round."""
AT_PORTAL_M = 0.5
"""A street's end at a barrier belongs to the ground within this distance."""
AT_DEAD_END_M = 20.0
"""A street that ends within a barrier, so near to ground, is taken to reach it: two drawings of one bank."""
LEAST_STRIP_M = 2.0
"""A strip of ground between the ordered area and a barrier that is narrower is the noise of two outlines."""
DISTORTION = 0.999
"""Lengths in the plane are at most so much too long."""
TIMED_S = 5.0
"""Time for the bound where streets have hours, or everybody halts at times [s]."""
MOST_WAYS = 1_000_000
"""Straight ways that are compared at most."""


@dataclass(frozen=True, slots=True)
class OpenGround:
    """Whether the deadline is refuted on open ground, with the arrays and labels that prove it."""

    refuted: bool | None
    problem: Problem | None = None
    certificate: Certificate | None = None
    remarks: tuple[Remark, ...] = ()
    by_corridors: bool = False
    """Whether it rests on people leaving by corridors only, and not on barriers."""


@dataclass(frozen=True, slots=True)
class Passages:
    """The streets through barriers: pieces, their nodes numbered from 0, and where they come out.

    Parameters
    ----------
    piece
        Pieces within barriers, shape (p,).
    node
        Nodes of the pieces, shape (n,).
    portal, component
        Nodes (numbered) at which they come out, and onto which component, shape (q,) each.
    """

    piece: Ints
    node: Ints
    portal: Ints
    component: Ints


def barriers_of(loaded: LoadedPlan, plane: LocalProjection) -> BaseGeometry | None:
    """Return all barriers together in metres (empty where none is named), None where no polygons say."""
    if loaded.open_ground is None:
        return None
    named = [piece.geometry for piece in loaded.open_ground if piece.kind == "barrier"]
    together: BaseGeometry = plane.project(shapely.union_all(named))
    return together


def examine_open_ground(movement: Movement, proven: Proven, deadline_s: float | None) -> OpenGround:
    """Return whether the deadline is refuted also for people who leave the streets."""
    barriers = movement.setting.barriers
    if deadline_s is None or not proven.groups:
        return OpenGround(None)
    if movement.exits is not None:
        for group in proven.groups:
            problem = by_corridors(movement, group, DISTORTION)
            certificate = _refutation(problem, deadline_s)
            if certificate is not None:
                return OpenGround(True, problem, certificate, by_corridors=True)
    if barriers is None:
        return OpenGround(None)
    components = _components(movement, barriers)
    passages = _passages(movement, barriers, components)
    portals = len(passages.portal)
    if portals * (portals + len(movement.setting.zones.shape)) > MOST_WAYS:
        text = (
            f"Streets pass through barriers at {portals:,} places, more than are examined: "
            "whether people who leave the streets are held up is not known."
        )
        return OpenGround(None, remarks=(Remark("left out", "", text, portals),))
    for group in proven.groups:
        problem = _problem(movement, group, components, passages)
        certificate = _refutation(problem, deadline_s)
        if certificate is not None:
            return OpenGround(True, problem, certificate)
    return OpenGround(False, problem)


def _refutation(problem: Problem, deadline_s: float) -> Certificate | None:
    from safeground.flow.bracket import bracket
    from safeground.flow.certificate import check
    from safeground.flow.simple_cut import simple_cut

    certificate = simple_cut(problem, horizon_s=deadline_s).certificate(problem, deadline_s)
    if check(problem, certificate).refuted:
        return certificate
    if not is_timed(problem):
        return None
    found = bracket(problem, gap=0.0, seconds=TIMED_S, deadline_s=deadline_s, side="lower")
    dated = found.deadline_certificate
    return dated if dated is not None and check(problem, dated).refuted else None


def _components(movement: Movement, barriers: BaseGeometry) -> Shapes:
    """Return the connected pieces of ground; all that touch the edge of the plane are the first."""
    setting = movement.setting
    shapes = [setting.ordered, *setting.zones.shape]
    shapes += [] if setting.destinations is None else [*setting.destinations]
    around = np.array([*shapely.bounds(np.array(shapes, dtype=object)), shapely.bounds(barriers)])
    around = around[np.isfinite(around).all(axis=1)]
    west, south = around[:, :2].min(axis=0) - MARGIN_M
    east, north = around[:, 2:].max(axis=0) + MARGIN_M
    plane = shapely.box(west, south, east, north)
    parts = shapely.get_parts(shapely.difference(plane, barriers))
    outer = shapely.intersects(parts, plane.exterior)
    components = np.empty(1 + int((~outer).sum()), object)
    components[0] = shapely.union_all(parts[outer])
    components[1:] = parts[~outer]
    return components


def _passages(movement: Movement, barriers: BaseGeometry, components: Shapes) -> Passages:
    pieces = movement.pieces
    usable = movement.ends.on_the_way & (movement.fast.forward_per_s[pieces.edge] > 0)
    piece = np.flatnonzero(usable & inside(barriers, pieces.mid_x, pieces.mid_y))
    node = np.unique(np.concatenate((pieces.tail[piece], pieces.head[piece])))
    points = points_at(pieces.x[node], pieces.y[node])
    degree = np.bincount(np.append(pieces.tail[usable], pieces.head[usable]), minlength=len(pieces.x))
    dead_end = np.flatnonzero(degree[node] == 1)
    beside = _beside(points, components, AT_PORTAL_M), _beside(points[dead_end], components, AT_DEAD_END_M)
    component = np.concatenate((beside[0][0], beside[1][0]))
    portal = np.concatenate((beside[0][1], dead_end[beside[1][1]]))
    component, portal = np.unique(np.stack((component, portal)), axis=1)
    return Passages(piece, node, portal, component)


def _beside(points: Shapes, components: Shapes, within_m: float) -> tuple[Ints, Ints]:
    if not len(points):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    tree = shapely.STRtree(points)
    component, point = tree.query(components, predicate="dwithin", distance=within_m)
    return component, point


class _Ways:
    """Straight ways without a limit that are gathered one batch after another."""

    def __init__(self, speed_m_s: float) -> None:
        self.speed_m_s = speed_m_s
        self.tail: list[Ints] = []
        self.head: list[Ints] = []
        self.seconds: list[Floats] = []

    def add(self, tail: Ints, head: Ints, metres: Floats) -> None:
        """Join every tail with its head by a straight way; infinite distances are no way."""
        tail, head = np.broadcast_arrays(tail, head)
        finite = np.isfinite(metres)
        self.tail.append(tail[finite])
        self.head.append(head[finite])
        self.seconds.append(metres[finite] * DISTORTION / self.speed_m_s)


def _problem(movement: Movement, group: Group, components: Shapes, passages: Passages) -> Problem:
    """Build the relaxation: passages first, then zones, then one node for each place to arrive."""
    setting, pieces = movement.setting, movement.pieces
    zone = np.flatnonzero(group.persons > 0)
    goals = _goals(movement, components)
    first_zone = len(passages.node)
    first_goal = first_zone + len(zone)
    arcs = _Ways(float(group.numbers.speed_m_s.max()))
    homeless = np.ones(len(zone), bool)
    for index, component in enumerate(components):
        here = np.flatnonzero(shapely.intersects(component, setting.zones.shape[zone]))
        homeless[here] = False
        portal = passages.portal[passages.component == index]
        points = points_at(pieces.x[passages.node[portal]], pieces.y[passages.node[portal]])
        shapes = shapely.intersection(setting.zones.shape[zone[here]], component)
        _join_all(arcs, first_zone + here, shapes, portal, points)
        _join_all(arcs, portal, points, portal, points)
        for number, goal in enumerate(goals[index]):
            if goal is None:
                continue
            arcs.add(first_zone + here, np.array(first_goal + number), shapely.distance(shapes, goal))
            arcs.add(portal, np.array(first_goal + number), shapely.distance(points, goal))
    # Whoever may stand on a bridge starts on it.
    at = np.searchsorted(passages.node, movement.start_node)
    on = np.append(passages.node, -1)[at] == movement.start_node
    of_proof = group.persons[movement.start_zone[on]] > 0
    starts = np.searchsorted(zone, movement.start_zone[on][of_proof])
    arcs.add(first_zone + starts, at[on][of_proof], np.zeros(len(starts)))
    if setting.destinations is not None:
        # Nobody knows where a street leads that the border of the file cuts within a barrier: straight there.
        known = np.flatnonzero(passages.node < len(setting.streets.cut))
        cut = known[setting.streets.cut[passages.node[known]]]
        points = points_at(pieces.x[passages.node[cut]], pieces.y[passages.node[cut]])
        for number, destination in enumerate(setting.destinations):
            arcs.add(cut, np.array(first_goal + number), shapely.distance(points, destination))
    # Whoever lives within a barrier is nobody's proof: they count as arrived.
    arcs.add(first_zone + np.flatnonzero(homeless), np.array(first_goal), np.zeros(int(homeless.sum())))
    sinks, goal_of_sink = _sinks(movement, passages, first_goal, len(goals[0]))
    return _assemble(movement, group, passages, arcs, zone, sinks, goal_of_sink, first_goal + len(goals[0]))


def _assemble(
    movement: Movement,
    group: Group,
    passages: Passages,
    arcs: _Ways,
    zone: Ints,
    sinks: Ints,
    goal_of_sink: Ints,
    nodes: int,
) -> Problem:
    pieces, piece = movement.pieces, passages.piece
    numbers, edge = group.numbers, pieces.edge[piece]
    tail, head = (
        np.searchsorted(passages.node, pieces.tail[piece]),
        np.searchsorted(passages.node, pieces.head[piece]),
    )
    seconds = pieces.length_m[piece] / numbers.speed_m_s[edge]
    straight = sum(len(batch) for batch in arcs.tail)
    spans = movement.setting.conditions.proof.spans
    all_arcs = Arcs(
        np.concatenate((tail, head, *arcs.tail)),
        np.concatenate((head, tail, *arcs.head)),
        np.concatenate((seconds, seconds, *arcs.seconds)),
        np.concatenate(
            (numbers.forward_per_s[edge], numbers.backward_per_s[edge], np.full(straight, NO_LIMIT_PER_S))
        ),
        np.append(np.tile(np.arange(len(piece)), 2), np.full(straight, -1)),
        {arc: spans[int(of)] for arc, of in enumerate(np.tile(edge, 2)) if int(of) in spans},
    )
    release_s = movement.setting.figures.start_delay.range.low * SECONDS_PER_HOUR
    return Problem.from_arrays(
        nodes=nodes,
        source=len(passages.node) + np.arange(len(zone)),
        persons=group.persons[zone],
        release_s=np.full(len(zone), release_s),
        sink=sinks,
        refuge_of_sink=np.unique(goal_of_sink, return_inverse=True)[1],
        **all_arcs.arrays(movement.setting.conditions.proof.halts),
    )


def _join_all(arcs: _Ways, tail: Ints, from_: Shapes, head: Ints, to: Shapes) -> None:
    if not len(tail) or not len(head):
        return
    metres = shapely.distance(from_[:, None], to[None, :])
    tails, heads = np.broadcast_arrays(tail[:, None], head[None, :])
    apart = tails != heads
    arcs.add(tails[apart], heads[apart], metres[apart])


def _goals(movement: Movement, components: Shapes) -> list[list[BaseGeometry | None]]:
    """Return for each component the part of it where people have arrived, one entry a goal."""
    setting, pieces, border = movement.setting, movement.pieces, movement.ends.border
    # A street that the extract's border cuts may lead out: whoever comes to it on foot can take it too.
    cut = points_at(pieces.x[border], pieces.y[border])
    goals: list[list[BaseGeometry | None]] = []
    for component in components:
        if setting.destinations is None:
            beyond = shapely.difference(component, setting.ordered)
            parts = shapely.get_parts(beyond)
            wide = parts[~shapely.is_empty(shapely.buffer(parts, -LEAST_STRIP_M / 2))]
            places = np.append(wide, cut[shapely.dwithin(cut, component, AT_PORTAL_M)])
            goals.append([shapely.union_all(places) if len(places) else None])
        else:
            within = shapely.intersection(setting.destinations, component)
            goals.append([None if shapely.is_empty(part) else part for part in within])
    return goals


def _sinks(movement: Movement, passages: Passages, first_goal: int, goals: int) -> tuple[Ints, Ints]:
    """Return the goals, and the places within barriers where a street's people have arrived already."""
    ends = movement.ends
    found, place, at = np.intersect1d(passages.node, ends.proof_node, return_indices=True)
    del found
    goal = np.arange(goals)
    return np.append(first_goal + goal, place), np.append(goal, ends.proof_goal[at])
