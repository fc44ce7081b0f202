"""From a schedule's rows back to blocks, streets and junctions, in steps of hours and thousands of people.

Who is who follows the rule of ``flow.schedule_steps``: whoever has come to a node goes on before the node's
own people leave. People of several zones that start at one node leave in equal shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.schedule_steps import arrivals, coming_out, last_s, node_steps, step_edges
from safeground.journey.problems import schedule_persons
from safeground.journey.readable_schedule import (
    FEW_PERSONS,
    STEP_H,
    CrowdOverTime,
    ReadableSchedule,
    UnitDepartures,
    at_least,
    at_most,
    step_length_h,
)
from safeground.journey.schedule_streets import names_at, street_loads
from safeground.journey.schedule_units import units_of
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule
    from safeground.journey.movement import Movement
    from safeground.journey.problems import Built
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

MOST_CROWDS: Final = 30
PLACE_DECIMALS: Final = 3
"""Of the middle of a unit, in degrees: about a hundred metres."""


def readable_schedule(
    loaded: LoadedPlan, movement: Movement, built: Built, schedule: Schedule, notice: Notice
) -> ReadableSchedule:
    """Return a schedule as something to read.

    Parameters
    ----------
    loaded, movement, notice
        The map, for the way back to it.
    built, schedule
        The schedule's problem, and what is carried out on it; times in real time since the order.
    """
    problem = built.problem
    end_h = last_s(problem, schedule) / SECONDS_PER_HOUR
    step_h = step_length_h(end_h)
    edges_s = step_edges(end_h, step_h) * SECONDS_PER_HOUR
    watched = _watched(problem, schedule)
    found = node_steps(problem, schedule, watched, edges_s)
    starts = np.searchsorted(watched, problem.source)
    set_out = found.left[np.unique(starts)].sum(axis=0)
    streets, stretches = street_loads(movement, built, schedule, edges_s)
    crowds, left_out = _crowds(movement, built, watched, found.waiting)
    return ReadableSchedule(
        step_h=step_h,
        steps=len(edges_s) - 1,
        within_one_step=end_h < STEP_H,
        set_out=at_least(set_out),
        arrived=at_least(arrivals(problem, schedule, edges_s)),
        set_out_in_all=int(at_least(np.array([set_out.sum()]))[0]),
        departures=_departures(loaded, movement, built, notice, found.left[starts]),
        streets=streets,
        stretches=stretches,
        crowds=crowds,
        crowds_left_out=left_out,
    )


def _watched(problem: Problem, schedule: Schedule) -> Ints:
    """Return the nodes that can matter: starts, and where a crowd could gather at all."""
    came = coming_out(problem, schedule)
    persons = np.bincount(problem.head[schedule.arc[came.row]], came.persons, problem.nodes)
    persons[problem.sink] = 0.0
    return np.union1d(problem.source, np.flatnonzero(persons >= FEW_PERSONS))


def _departures(
    loaded: LoadedPlan, movement: Movement, built: Built, notice: Notice, left: Floats
) -> tuple[UnitDepartures, ...]:
    """Return who sets out by unit; ``left`` has a row for each source's node."""
    setting, source = movement.setting, built.source_of_zone
    persons = np.where(source >= 0, schedule_persons(movement, setting.figures), 0.0)
    at_node = np.zeros(built.problem.nodes)
    np.add.at(at_node, built.problem.source, built.problem.persons)
    units = []
    for unit in units_of(loaded, setting, notice, persons):
        of = source[unit.zones]
        share = persons[unit.zones] / at_node[built.problem.source[of]]
        steps = share @ left[of]
        lon, lat = setting.plane.lonlat(np.array([unit.x]), np.array([unit.y]))
        units.append(
            UnitDepartures(
                blocks=unit.blocks,
                lon=round(float(lon[0]), PLACE_DECIMALS),
                lat=round(float(lat[0]), PLACE_DECIMALS),
                persons=at_least(steps),
                in_all=int(at_least(np.array([steps.sum()]))[0]),
            )
        )
    return tuple(units)


def _crowds(
    movement: Movement, built: Built, watched: Ints, waiting: Floats
) -> tuple[tuple[CrowdOverTime, ...], int]:
    """Return the junctions with the largest crowds, and how many more there are."""
    node = built.node_of[watched]
    most = np.where(node >= 0, waiting.max(axis=1), 0.0)
    large = np.flatnonzero(most >= FEW_PERSONS)
    large = large[np.argsort(-most[large], kind="stable")]
    x, y = movement.pieces.x[node[large]], movement.pieces.y[node[large]]
    lon, lat = movement.setting.plane.lonlat(x, y)
    crowds = tuple(
        CrowdOverTime(
            names_at(movement, int(node[index])), float(lon[rank]), float(lat[rank]), at_most(waiting[index])
        )
        for rank, index in enumerate(large[:MOST_CROWDS].tolist())
    )
    return crowds, max(0, len(large) - MOST_CROWDS)
