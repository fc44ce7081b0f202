"""One notice and one target: from the map to a movement problem, its bracket, and back to the map."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.errors import Fault, InputError
from safeground.journey.beside import ground_beside
from safeground.journey.condition_figures import condition_figures
from safeground.journey.conditions import conditions_of
from safeground.journey.coverage import coverage_remark, covered_share
from safeground.journey.cut import find_cut
from safeground.journey.driving import driving
from safeground.journey.figures import Figures
from safeground.journey.left_behind import left_by_block
from safeground.journey.movement import Movement, put_together
from safeground.journey.network import fast
from safeground.journey.nothing_known import Times, nothing_known, people_only
from safeground.journey.open_ground import barriers_of, examine_open_ground
from safeground.journey.outcome import Crowd, Outcome
from safeground.journey.pieces import Lines
from safeground.journey.placed import place_conditions
from safeground.journey.problems import cannot_walk, proof_persons, schedule_persons
from safeground.journey.proof import prove
from safeground.journey.remarks import remarks_of
from safeground.journey.schedule_account import readable_schedule
from safeground.journey.sensitivity import sensitivities
from safeground.journey.setting import Setting, under
from safeground.journey.spans import clock_of
from safeground.journey.starts import zones_in
from safeground.journey.timetable import Timetable, timetable
from safeground.journey.with_room import Room, bound_with_room
from safeground.quantity import Range
from safeground.units import METRES_PER_KM, SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from safeground.formats.projection import LocalProjection
    from safeground.ground.beside_streets import BesideStreets
    from safeground.ground.people import PeopleLayer
    from safeground.ground.streets import Streets
    from safeground.journey.outcome import Target
    from safeground.journey.placed import Placed
    from safeground.journey.readable_schedule import ReadableSchedule
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan

    Floats = npt.NDArray[np.float64]
    Shapes = npt.NDArray[np.object_]

PROOF_SHARE = 0.4
"""Of the time, the most for the proof; the schedule takes what is left."""


def examine(
    loaded: LoadedPlan,
    streets: Streets,
    layers: Sequence[PeopleLayer],
    notice: Notice,
    target: Target,
    *,
    placed: Placed | None = None,
    room: Room | None = None,
    beside: BesideStreets | None = None,
    gap: float = 0.02,
    seconds: float = 60.0,
    schedule: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Return what can be proven and scheduled for one notice and one target.

    Parameters
    ----------
    loaded
        The plan with its places.
    streets, layers
        The ground; layers that another replaces already taken out.
    notice, target
        Whose order, and which meaning of it.
    placed
        The plan's conditions on these streets, where ``place_conditions`` was called already.
    room
        What the destinations have room for at a planning minimum; None leaves it out.
    beside
        What lies beside the streets; None where nothing was read.
    gap, seconds
        The relative gap at which the engine may stop, and the time after which it must.
    schedule
        Also make the schedule readable: who sets out, which streets, which crowds, in wide steps.
    progress
        Told each step as it begins.

    Raises
    ------
    InputError
        Nobody lives in the ordered area, no street lies in it, no street enters a destination, a condition
        of the plan is on no street, or no corridor leaves the area where people may leave by no other way.
    """
    figures = Figures.of(loaded.plan.assumptions)
    times = _times(notice)
    if not layers:
        return nothing_known(notice, target, times, figures)
    progress("putting streets and people together")
    placed = place_conditions(loaded, streets) if placed is None else placed
    setting = setting_of(loaded, placed, layers, notice, target, figures, beside=beside)
    if streets.grade == "schematic":
        return people_only(setting, notice, target, times)
    movement = put_together(setting)
    _check_ends(loaded, movement, notice, target)
    deadline_s = None if times.deadline_h is None else max(times.deadline_h, 0.0) * SECONDS_PER_HOUR
    began = time.monotonic()
    proven = prove(movement, gap=gap, seconds=PROOF_SHARE * seconds, deadline_s=deadline_s, progress=progress)
    left = max(seconds - (time.monotonic() - began), (1 - PROOF_SHARE) * seconds)
    with_room = None
    if room is not None and target == "arrived":
        with_room = bound_with_room(
            movement, proven, notice, room,
            seconds=(PROOF_SHARE / 2) * seconds, deadline_s=deadline_s, progress=progress,
        )  # fmt: skip
    planned = timetable(movement, gap=gap, seconds=left, deadline_s=deadline_s, progress=progress)
    progress("looking beyond the streets")
    ground = examine_open_ground(movement, proven, deadline_s)
    covered = covered_share(layers, setting.ordered, setting.plane)
    not_covered = coverage_remark(covered, layers, notice)
    progress("finding what decides")
    return Outcome(
        notice=notice.id,
        target=target,
        start=times.start,
        deadline=times.deadline,
        deadline_h=times.deadline_h,
        persons=_persons(movement, figures),
        ordered=setting.zones.ordered,
        cannot_walk=setting.zones.ordered.times(Range(*cannot_walk(figures), "share"), "persons"),
        stranded=_stranded(movement),
        by_layer=setting.zones.by_layer,
        lower_h=proven.lower_h,
        upper_h=planned.upper_h,
        no_upper=planned.no_upper,
        gap_proof=proven.gap,
        gap_schedule=planned.gap,
        proven=proven.curve,
        schedule=planned.curve,
        arrivals_upper=proven.arrivals_upper,
        arrivals_lower=planned.arrivals_lower,
        refuted_on_streets=None if deadline_s is None else proven.refuted,
        refuted_on_open_ground=ground.refuted,
        cut=find_cut(movement, proven, times.deadline_h),
        walk_km=_walk_km(movement),
        group_bounds_h=proven.group_bounds_h,
        left_by_block=left_by_block(loaded, movement, proven, notice, deadline_s),
        crowd=_crowd(movement, planned),
        proof_problem=proven.problem,
        certificate=proven.certificate,
        schedule_problem=planned.problem,
        schedule_flow=planned.schedule,
        ground_problem=ground.problem,
        ground_certificate=ground.certificate,
        figures=(*figures.assumptions_used(), *condition_figures(loaded.plan, notice)),
        sensitivities=sensitivities(movement, proven, deadline_s),
        remarks=(
            *remarks_of(loaded, movement, ground, notice),
            *([] if not_covered is None else [not_covered]),
        ),
        uncounted_cells=_uncounted(loaded, layers, notice),
        readable_schedule=_readable(loaded, movement, planned, notice) if schedule else None,
        ground_by_corridors=ground.by_corridors,
        driving=driving(movement),
        with_room=with_room,
        moving_h=None if deadline_s is None else _moving_h(setting, deadline_s),
        covered=covered,
        refuted_by_distance=ground.by_distance,
        ground=ground_beside(loaded, notice, target, beside),
    )


def _times(notice: Notice) -> Times:
    if notice.issued is None or notice.deadline is None:
        return Times(notice.issued, notice.deadline, None)
    hours = (notice.deadline - notice.issued).total_seconds() / SECONDS_PER_HOUR
    return Times(notice.issued, notice.deadline, hours)


def setting_of(
    loaded: LoadedPlan,
    placed: Placed,
    layers: Sequence[PeopleLayer],
    notice: Notice,
    target: Target,
    figures: Figures,
    plane: LocalProjection | None = None,
    beside: BesideStreets | None = None,
) -> Setting:
    """Return the map of one notice and target, in a plane around its area where none is given.

    Raises
    ------
    InputError
        Nobody lives in the ordered area.
    """
    from safeground.formats.projection import LocalProjection

    ordered = shapely.union_all([loaded.areas[area] for area in notice.areas])
    plane = LocalProjection.around(ordered) if plane is None else plane
    ordered = plane.project(ordered)
    streets = placed.streets
    lines = Lines.of(streets, plane)
    conditions = conditions_of(loaded, placed, notice, figures)
    drawn = fast(placed.before_rubble or streets, figures).forward_per_s > 0
    usable = under(fast(streets, figures), conditions.proof, placed.speed_high).forward_per_s > 0
    zones = zones_in(layers, ordered, plane, [shapely.STRtree(lines.line[some]) for some in (drawn, usable)])
    if zones.ordered.high <= 0:
        files = ", ".join(dict.fromkeys(layer.file for layer in layers))
        fault = Fault(
            files,
            "",
            f"nobody in the area that {notice.id} orders to leave ({', '.join(notice.areas)})",
            "people in it",
            "Check that the layers of people cover the area, and that the area is where it should be.",
        )
        raise InputError([fault])
    return Setting(
        streets=streets,
        conditions=conditions,
        figures=figures,
        plane=plane,
        lines=lines,
        ordered=ordered,
        destinations=None if target == "out" else _destinations(loaded, notice, plane),
        barriers=barriers_of(loaded, None if beside is None else beside.land_cover, plane),
        zones=zones,
    )


def _destinations(loaded: LoadedPlan, notice: Notice, plane: LocalProjection) -> Shapes:
    destinations = np.empty(len(notice.to), object)
    destinations[:] = [plane.project(loaded.areas[area]) for area in notice.to]
    return destinations


def _check_ends(loaded: LoadedPlan, movement: Movement, notice: Notice, target: Target) -> None:
    exits = movement.exits
    if exits is not None and not len(exits.allowed):
        corridors = ", ".join(notice.corridors)
        fault = Fault(
            str(loaded.path),
            f"corridors, {corridors}",
            f"no corridor that leads out of {', '.join(notice.areas)}, by which alone people may leave",
            "a route that crosses the edge of the area along a street",
            "Draw the route on beyond the edge; where it is open one way, draw it the way that people go.",
        )
        raise InputError([fault])
    if len(movement.ends.proof_node):
        return
    streets = loaded.plan.ground.streets
    where = f"{', '.join(notice.areas)}" if target == "out" else f"{', '.join(notice.to)}"
    found = "no street that crosses the edge of" if target == "out" else "no street that enters"
    fault = Fault(
        "" if streets is None else streets.file,
        "",
        f"{found} {where}",
        "streets that lead there",
        "Check that the streets' file covers the areas of the plan, and that no polygon is misplaced.",
    )
    raise InputError([fault])


def _uncounted(loaded: LoadedPlan, layers: Sequence[PeopleLayer], notice: Notice) -> int:
    ordered = shapely.union_all([loaded.areas[area] for area in notice.areas])
    return sum(int(shapely.intersects(ordered, layer.uncounted).sum()) for layer in layers)


def _moving_h(setting: Setting, deadline_s: float) -> Range:
    """Return how long anybody can move until the deadline: without curfews, and after a late start."""
    conditions, delay = setting.conditions, setting.figures.start_delay.range
    ends = []
    for side, late_h in ((conditions.schedule, delay.high), (conditions.proof, delay.low)):
        until, since = clock_of(side.halts).moving(np.array([deadline_s, late_h * SECONDS_PER_HOUR]))
        ends.append(max(0.0, float(until - since)) / SECONDS_PER_HOUR)
    return Range(ends[0], max(ends), "h")


def _persons(movement: Movement, figures: Figures) -> Range:
    low, high = proof_persons(movement, figures).sum(), schedule_persons(movement, figures).sum()
    return Range(float(low), float(high), "persons")


def _stranded(movement: Movement) -> Range:
    zones, alone = movement.setting.zones, ~movement.reachable
    return Range(float(zones.low[alone].sum()), float(zones.high[alone].sum()), "persons")


def _walk_km(movement: Movement) -> Range | None:
    if movement.walk_m is None:
        return None
    least, most = movement.walk_m
    return Range(least / METRES_PER_KM, most / METRES_PER_KM, "km")


def _readable(
    loaded: LoadedPlan, movement: Movement, planned: Timetable, notice: Notice
) -> ReadableSchedule | None:
    if planned.built is None or planned.schedule is None:
        return None
    return readable_schedule(loaded, movement, planned.built, planned.schedule, notice)


def _crowd(movement: Movement, planned: Timetable) -> Crowd | None:
    if planned.crowd is None:
        return None
    persons, hours, node = planned.crowd
    lon, lat = movement.setting.plane.lonlat(movement.pieces.x[node], movement.pieces.y[node])
    return Crowd(persons, hours, float(lon), float(lat))
