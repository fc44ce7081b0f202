"""Speed and capacity of every street: the greatest possible for the proof, the least for the schedule.

On foot the capacity is the effective width (clear width less the clearance at both sides) times the
specific flow (Nelson and Mowrer, as in the IMO evacuation guidelines); by vehicle the lanes times the
flow of a lane times the people in a vehicle. Speed and flow are one curve: taking the best of both is
right for a refutation and never for a schedule, which therefore takes the lowest flow with the speed of
the slowest group, a point below the curve.

Where people may walk and ride, or the plan does not say, the proof takes on every street the speed of the
faster, and lets both pass at once: vehicles on all lanes and people on foot on the width that these leave,
or people on foot on all of it. No mixture carries more, since what a lane carries and the width that it
takes both rise with the lanes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.ground.widths import LANE_M
from safeground.units import METRES_PER_KM, SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.ground.streets import Streets
    from safeground.journey.figures import Figures

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What each edge of ``Streets`` lets pass, shape (m,) each; capacity 0 where nobody can.

    Parameters
    ----------
    speed_m_s
        Speed along the edge.
    forward_per_s, backward_per_s
        People a second from tail to head and back. The two share the street's width.
    """

    speed_m_s: Floats
    forward_per_s: Floats
    backward_per_s: Floats


def fast(
    streets: Streets, figures: Figures, *, width_m: Floats | None = None, lanes: Floats | None = None
) -> Numbers:
    """Return the numbers of the proof: the end of every range at which people move best.

    One-way streets bind nobody: walkers never, and vehicles are led against them in evacuations.
    ``width_m`` and ``lanes`` stand in for the greatest ones, to see what hangs on them.
    """
    width_m = streets.width_high_m if width_m is None else width_m
    lanes = streets.lanes_high if lanes is None else lanes
    speed, capacity, beside = (np.zeros(len(streets.tail)) for _ in range(3))
    if figures.walk:
        free = np.maximum(0.0, width_m - 2 * figures.edge_clearance.range.low)
        a_metre = np.where(streets.on_foot, figures.specific_flow.range.high, 0.0)
        capacity = free * a_metre
        beside = np.maximum(0.0, free - lanes * LANE_M[0]) * a_metre
        speed = np.where(capacity > 0, figures.walking_speed.range.high, 0.0)
    if figures.ride:
        a_lane = figures.vehicle_flow.range.high / SECONDS_PER_HOUR * figures.persons_per_vehicle.range.high
        riding = np.where(streets.by_vehicle, lanes * a_lane, 0.0)
        speed = np.maximum(speed, np.where(riding > 0, vehicle_speed_m_s(streets, figures)[1], 0.0))
        capacity = np.maximum(capacity, np.where(riding > 0, riding + beside, 0.0))
    capacity = np.where(speed > 0, capacity, 0.0)
    return Numbers(speed, capacity, capacity)


def slow(streets: Streets, figures: Figures) -> Numbers:
    """Return the numbers of the schedule: everybody at the slowest group's speed, the least flow and width.

    On foot unless the plan says that people move by vehicle only; then one-way streets bind, and each
    direction has its half of the lanes. Where what is kept free leaves no width, people walk in single file.
    """
    if figures.schedule_on_foot:
        speed_m_s = min(figures.walking_speed.range.low, figures.slow_walking_speed.range.low)
        free = np.maximum(0.0, streets.width_low_m - 2 * figures.edge_clearance.range.high)
        in_file = np.where(streets.width_low_m > 0, speed_m_s / figures.single_file.range.high, 0.0)
        capacity = np.maximum(free * figures.specific_flow.range.low, in_file)
        capacity = np.where(streets.on_foot, capacity, 0.0) if speed_m_s > 0 else np.zeros_like(capacity)
        return Numbers(np.full(len(capacity), speed_m_s), capacity, capacity)
    a_lane = figures.vehicle_flow.range.low / SECONDS_PER_HOUR * figures.persons_per_vehicle.range.low
    speed = vehicle_speed_m_s(streets, figures)[0]
    both_ways = np.minimum(streets.lanes_low, np.maximum(1.0, streets.lanes_low / 2))
    usable = np.where(streets.oneway == 0, both_ways, streets.lanes_low) * a_lane
    usable = np.where(streets.by_vehicle & (speed > 0), usable, 0.0)
    return Numbers(
        speed, np.where(streets.oneway >= 0, usable, 0.0), np.where(streets.oneway <= 0, usable, 0.0)
    )


def a_metre(figures: Figures) -> float:
    """Return what passes a metre of open ground a second at most: people on foot, or vehicles in lanes."""
    on_foot = figures.specific_flow.range.high if figures.walk else 0.0
    if not figures.ride:
        return on_foot
    a_lane = figures.vehicle_flow.range.high / SECONDS_PER_HOUR * figures.persons_per_vehicle.range.high
    return max(on_foot, a_lane / LANE_M[0])


def vehicle_speed_m_s(streets: Streets, figures: Figures) -> tuple[Floats, Floats]:
    """Return the least and the greatest speed of vehicles on each edge: the plan's, else the class's."""
    from safeground.standards import street_classes

    to_m_s = METRES_PER_KM / SECONDS_PER_HOUR
    if figures.vehicle_speed is not None:
        stated, ones = figures.vehicle_speed.range, np.ones(len(streets.tail))
        return ones * (stated.low * to_m_s), ones * (stated.high * to_m_s)
    known = street_classes()
    by_class = [known[name].vehicle_speed_km_h for name in streets.classes]
    low = np.array([speed.low for speed in by_class]) * to_m_s
    high = np.array([speed.high for speed in by_class]) * to_m_s
    return low[streets.street_class], high[streets.street_class]
