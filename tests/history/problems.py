"""A case's links, people and hours as arrays of the engine, with every range at one end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from safeground.flow.problem import Problem
from safeground.ground.widths import LANE_M
from safeground.journey.figures import SINGLE_FILE
from safeground.standards import standard, street_classes
from safeground.units import METRES_PER_KM, SECONDS_PER_HOUR

if TYPE_CHECKING:
    from tests.history.case import Case, Link, Observation

End = Literal["widest", "narrowest", "worst"]
"""What the proof takes; the same with the narrowest width; what the schedule takes."""


def problem_of(case: Case, seen: Observation, end: End, persons: float | None = None) -> Problem:
    """Return the arrays of one observation; time 0 is where it begins.

    ``persons`` takes the place of the people at every place, where only the streets shall count.
    """
    places = sorted({place for link in case.links for place in (link.tail, link.head)})
    index = {place: number for number, place in enumerate(places)}
    worst = end == "worst"
    rows = [
        (number, window)
        for number, link in enumerate(case.links)
        for window in case.hours(seen)
        if (window.tail, window.head) == (link.tail, link.head)
    ]
    return Problem.from_arrays(
        nodes=len(places),
        tail=[index[link.tail] for link in case.links],
        head=[index[link.head] for link in case.links],
        transit_s=[transit_s(link, worst=worst) for link in case.links],
        capacity_per_s=[capacity_per_s(link, end) for link in case.links],
        source=[index[group.place] for group in case.people],
        persons=[persons or group.persons[0 if worst else 1] for group in case.people],
        release_s=[_release_s(group.way_m, worst=worst) for group in case.people],
        sink=[index[case.goal]],
        window_arc=[number for number, _ in rows],
        window_open_s=[(one.opens - seen.begins).total_seconds() for _, one in rows],
        window_close_s=[(one.closes - seen.begins).total_seconds() for _, one in rows],
    )


def per_metre_s(link: Link) -> float:
    """Return the most persons that pass a metre of width a second.

    Where people ride too, every 2.5 m of the width count as a lane: as nobody stated the lanes, this is
    the end that helps most.
    """
    walking = standard("walking.specific_flow_per_m_s").range.high
    if link.on_foot:
        return walking
    vehicles_per_s = standard("vehicle.flow_per_lane_h").range.high / SECONDS_PER_HOUR
    riding = vehicles_per_s * standard("vehicle.persons_per_vehicle").range.high / LANE_M[0]
    return max(walking, riding)


def capacity_per_s(link: Link, end: End) -> float:
    """Return the persons that can enter a link a second; in the schedule all walk."""
    if end != "worst":
        return per_metre_s(link) * link.width_m[1 if end == "widest" else 0]
    clear_m = max(0.0, link.width_m[0] - 2 * standard("walking.edge_clearance_m").range.high)
    in_file = standard("walking.slow_speed_m_s").range.low / SINGLE_FILE.range.high
    return max(clear_m * standard("walking.specific_flow_per_m_s").range.low, in_file)


def transit_s(link: Link, *, worst: bool) -> float:
    """Return the time to pass a link: the shortest length at the highest speed, or the opposite."""
    if worst:
        return link.length_m[1] / standard("walking.slow_speed_m_s").range.low
    fastest = standard("walking.speed_m_s").range.high
    if not link.on_foot:
        ridden_km_h = street_classes()[link.street_class].vehicle_speed_km_h.high
        fastest = max(fastest, ridden_km_h * METRES_PER_KM / SECONDS_PER_HOUR)
    return link.length_m[0] / fastest


def _release_s(way_m: tuple[float, float], *, worst: bool) -> float:
    """Return when people are at the links: at once in the proof, after the longest walk in the schedule."""
    return way_m[1] / standard("walking.slow_speed_m_s").range.low if worst else 0.0
