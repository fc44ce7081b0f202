"""Bound B: what is proven even if people leave the streets and walk straight across open ground.

Only ground that the plan names a barrier holds anybody up, by its own polygons or as a kind of a map's land
cover; all other ground counts as crossable. Barriers part the plane into parcels. Within a parcel people
move at the fastest speed, any number at once, in a straight line, or around the largest barriers as far as
it is at least (``detours``). From one parcel to another they take a street that passes through a barrier (a
bridge, a gate), with its time and its capacity, or a gap in it, through which no more pass than abreast
(``narrows``). That is a relaxation of every real movement, so what it refutes is refuted on any ground, as
far as the barriers are barriers. Where it refutes without any barrier it is refuted by distance alone;
where people may leave by corridors only, their hours and numbers may refute first (``by_corridors``). Hours
of a street hold where it passes through a barrier, and curfews everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.flow.problem import Problem
from safeground.journey.arcs import Arcs, free
from safeground.journey.by_corridors import by_corridors
from safeground.journey.parcels import AT_PORTAL_M, Parcels, parcels_of
from safeground.journey.pieces import points_at
from safeground.journey.straight_ways import Ends, StraightWays, how_many
from safeground.journey.timed_cut import is_timed
from safeground.remarks import Remark
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.flow.certificate import Certificate
    from safeground.formats.projection import LocalProjection
    from safeground.ground.land_cover import LandCover
    from safeground.journey.movement import Movement
    from safeground.journey.proof import Group, Proven
    from safeground.plan.places import LoadedPlan

    Ints = npt.NDArray[np.int64]

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
    """Whether the deadline is refuted on open ground, with the arrays and labels that prove it.

    Parameters
    ----------
    refuted
        None where nothing says what lies beside the streets and distance alone does not refute.
    by_distance
        Whether it is refuted with nothing in the way: straight on it is too far.
    by_corridors
        Whether it rests on people leaving by corridors only, and not on barriers.
    problem, certificate
        The arrays, and the labels where they refute.
    remarks
        What was left out.
    """

    refuted: bool | None
    by_distance: bool = False
    by_corridors: bool = False
    problem: Problem | None = None
    certificate: Certificate | None = None
    remarks: tuple[Remark, ...] = ()


def barriers_of(
    loaded: LoadedPlan, land_cover: LandCover | None, plane: LocalProjection
) -> BaseGeometry | None:
    """Return all barriers together in metres (empty where none is named), None where nothing says.

    Where a polygon of the plan says that ground is crossable, no land cover of a map closes it.
    """
    if loaded.open_ground is None and land_cover is None:
        return None
    own = loaded.open_ground or ()
    mapped = () if land_cover is None else land_cover.barriers
    drawn = shapely.union_all([piece.geometry for piece in own if piece.kind == "barrier"])
    crossable = shapely.union_all([piece.geometry for piece in own if piece.kind == "crossable"])
    closed = shapely.difference(shapely.union_all([piece.geometry for piece in mapped]), crossable)
    together: BaseGeometry = plane.project(shapely.union(drawn, closed))
    return together


def examine_open_ground(movement: Movement, proven: Proven, deadline_s: float | None) -> OpenGround:
    """Return whether the deadline is refuted also for people who leave the streets."""
    if deadline_s is None or not proven.groups:
        return OpenGround(None)
    if movement.exits is not None:
        for group in proven.groups:
            problem = by_corridors(movement, group, DISTORTION)
            certificate = _refutation(problem, deadline_s)
            if certificate is not None:
                return OpenGround(True, by_corridors=True, problem=problem, certificate=certificate)
    alone = _examine(movement, proven, deadline_s, shapely.MultiPolygon())
    if alone.refuted:
        return replace(alone, by_distance=True)
    barriers = movement.setting.barriers
    if barriers is None:
        return OpenGround(None)
    return alone if barriers.is_empty else _examine(movement, proven, deadline_s, barriers)


def _examine(movement: Movement, proven: Proven, deadline_s: float, barriers: BaseGeometry) -> OpenGround:
    parcels = parcels_of(movement, barriers)
    ways = how_many(movement, parcels)
    if ways > MOST_WAYS:
        text = (
            f"Barriers part the ground beside the streets so that people could take {ways:,} straight ways, "
            "more than are examined: whether people who leave the streets are held up is not known."
        )
        return OpenGround(None, remarks=(Remark("left out", "", text, ways),))
    for group in proven.groups:
        problem = _problem(movement, group, parcels)
        certificate = _refutation(problem, deadline_s)
        if certificate is not None:
            return OpenGround(True, problem=problem, certificate=certificate)
    return OpenGround(False, problem=problem)


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


def _problem(movement: Movement, group: Group, parcels: Parcels) -> Problem:
    """Build the relaxation: places first, then zones, then one node for each place to arrive."""
    setting = movement.setting
    zone = np.flatnonzero(group.persons > 0)
    shape = setting.zones.shape[zone]
    first_zone = len(parcels.place)
    first_goal = first_zone + len(zone)
    ways = StraightWays(float(group.numbers.speed_m_s.max()) / DISTORTION)
    component, here = shapely.STRtree(shape).query(parcels.parcel, predicate="intersects")
    goals = _goals(movement, parcels, component)
    order = np.argsort(component, kind="stable")
    component, here = component[order], here[order]
    by_portal = np.argsort(parcels.component, kind="stable")
    portals, of_portal = parcels.portal[by_portal], parcels.component[by_portal]
    for index in np.union1d(component, of_portal):
        lives = here[slice(*np.searchsorted(component, (index, index + 1)))]
        leads = portals[slice(*np.searchsorted(of_portal, (index, index + 1)))]
        if not len(leads) and not any(goals[index]):
            continue
        part = shapely.intersection(shape[lives], parcels.parcel[index])
        reached = [(number, goal) for number, goal in enumerate(goals[index]) if goal is not None]
        of_people = Ends(first_zone + lives, part, np.zeros(len(lives)))
        of_ways = Ends(leads, parcels.place[leads], parcels.near_m[leads])
        of_goals = Ends(
            np.array([first_goal + number for number, _ in reached], np.int64),
            np.array([goal for _, goal in reached], object),
            np.zeros(len(reached)),
        )
        for from_, to in product((of_people, of_ways), (of_ways, of_goals)):
            ways.join(from_, to, parcels.detours)
    _join_starts(movement, group, parcels, zone, first_zone, ways)
    goals_in_all = 1 if setting.destinations is None else len(setting.destinations)
    if setting.destinations is not None:
        # Nobody knows where a street leads that the border of the file cuts within a barrier: straight there.
        known = np.flatnonzero(parcels.node < len(setting.streets.cut))
        cut = known[setting.streets.cut[parcels.node[known]]]
        for number, destination in enumerate(setting.destinations):
            metres = shapely.distance(parcels.place[cut], destination)
            ways.add(cut, np.array(first_goal + number), metres)
    # Whoever lives within a barrier is nobody's proof: they count as arrived.
    homeless = np.setdiff1d(np.arange(len(zone)), here)
    ways.add(first_zone + homeless, np.array(first_goal), np.zeros(len(homeless)))
    sinks, goal_of_sink = _sinks(movement, parcels, first_goal, goals_in_all)
    return _assemble(movement, group, parcels, ways, zone, sinks, goal_of_sink, first_goal + goals_in_all)


def _join_starts(
    movement: Movement, group: Group, parcels: Parcels, zone: Ints, first_zone: int, ways: StraightWays
) -> None:
    """Let whoever may stand on a bridge start on it."""
    at = np.searchsorted(parcels.node, movement.start_node)
    on = np.append(parcels.node, -1)[at] == movement.start_node
    of_proof = group.persons[movement.start_zone[on]] > 0
    starts = np.searchsorted(zone, movement.start_zone[on][of_proof])
    ways.add(first_zone + starts, at[on][of_proof], np.zeros(len(starts)))


def _assemble(
    movement: Movement,
    group: Group,
    parcels: Parcels,
    ways: StraightWays,
    zone: Ints,
    sinks: Ints,
    goal_of_sink: Ints,
    nodes: int,
) -> Problem:
    pieces, piece = movement.pieces, parcels.piece
    numbers, edge = group.numbers, pieces.edge[piece]
    tail, head = (
        np.searchsorted(parcels.node, pieces.tail[piece]),
        np.searchsorted(parcels.node, pieces.head[piece]),
    )
    seconds = pieces.length_m[piece] / numbers.speed_m_s[edge]
    outer, inner = parcels.mouth[:, 0], parcels.mouth[:, 1]
    straight = ways.arcs()
    spans = movement.setting.conditions.proof.spans
    through = Arcs(
        np.concatenate((tail, head)),
        np.concatenate((head, tail)),
        np.tile(seconds, 2),
        np.concatenate((numbers.forward_per_s[edge], numbers.backward_per_s[edge])),
        np.tile(np.arange(len(piece)), 2),
        {arc: spans[int(of)] for arc, of in enumerate(np.tile(edge, 2)) if int(of) in spans},
    )
    gaps = free(np.concatenate((outer, inner)), np.concatenate((inner, outer)))
    gaps = replace(gaps, capacity_per_s=np.tile(parcels.mouth_per_s, 2))
    release_s = movement.setting.figures.start_delay.range.low * SECONDS_PER_HOUR
    return Problem.from_arrays(
        nodes=nodes,
        source=len(parcels.place) + np.arange(len(zone)),
        persons=group.persons[zone],
        release_s=np.full(len(zone), release_s),
        sink=sinks,
        refuge_of_sink=np.unique(goal_of_sink, return_inverse=True)[1],
        **through.and_then(straight).and_then(gaps).arrays(movement.setting.conditions.proof.halts),
    )


def _goals(movement: Movement, parcels: Parcels, lived_in: Ints) -> list[list[BaseGeometry | None]]:
    """Return for each parcel the part of it where people have arrived, one entry a goal."""
    setting, pieces, border = movement.setting, movement.pieces, movement.ends.border
    matters = np.union1d(parcels.component, lived_in)
    parcel = parcels.parcel[matters]
    goals: list[list[BaseGeometry | None]] = [[] for _ in parcels.parcel]
    if setting.destinations is not None:
        for index, within in zip(
            matters, shapely.intersection(setting.destinations[None, :], parcel[:, None]), strict=True
        ):
            goals[index] = [None if shapely.is_empty(part) else part for part in within]
        return goals
    # A street that the extract's border cuts may lead out: whoever comes to it on foot can take it too.
    cut = points_at(pieces.x[border], pieces.y[border])
    for index, whole, beyond in zip(
        matters, parcel, shapely.difference(parcel, setting.ordered), strict=True
    ):
        parts = shapely.get_parts(beyond)
        wide = parts[~shapely.is_empty(shapely.buffer(parts, -LEAST_STRIP_M / 2))]
        places = np.append(wide, cut[shapely.dwithin(cut, whole, AT_PORTAL_M)])
        goals[index] = [shapely.union_all(places) if len(places) else None]
    return goals


def _sinks(movement: Movement, parcels: Parcels, first_goal: int, goals: int) -> tuple[Ints, Ints]:
    """Return the goals, and the places within barriers where a street's people have arrived already."""
    ends = movement.ends
    found, place, at = np.intersect1d(parcels.node, ends.proof_node, return_indices=True)
    del found
    goal = np.arange(goals)
    return np.append(first_goal + goal, place), np.append(goal, ends.proof_goal[at])
