"""The figures that movement rests on: the plan's own where it states them, else the planning figures.

Every figure is a range. A proof takes the end at which people move best, a schedule the end at which
they move worst, so that neither can err on the wrong side.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from safeground.quantity import Range

if TYPE_CHECKING:
    from safeground.plan.model import Assumptions, Mode
    from safeground.plan.words import Number

THE_PLAN = "the plan"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with where it comes from: a standard with edition and clause, or the plan."""

    name: str
    range: Range
    source: str


SINGLE_FILE = Figure(
    "distance between people who walk in single file",
    Range.exact(2.0, "m"),
    "planning assumption, for schedules on streets with no width left beside what is kept free",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of movement, and how people can move.

    Parameters
    ----------
    modes
        As the plan states them; empty where it does not. Then a proof lets everybody take the better of
        the two on each street, and a schedule has everybody walk.
    walking_speed, slow_walking_speed
        Speed of people who walk, and of those who walk slowly [m/s].
    specific_flow
        People who pass a metre of clear width a second.
    edge_clearance
        Width that people keep free at each side of a street [m].
    vehicle_flow
        Vehicles that pass a lane an hour.
    persons_per_vehicle
        People in a vehicle.
    vehicle_speed
        Where the plan states one; None: by the class of the street [km/h].
    walks_slowly, cannot_walk
        Shares of all people.
    start_delay
        From the issue of the notice until people set out [h].
    single_file
        Distance at which people follow one another where a street is too narrow for two [m].
    """

    modes: tuple[Mode, ...]
    walking_speed: Figure
    slow_walking_speed: Figure
    specific_flow: Figure
    edge_clearance: Figure
    vehicle_flow: Figure
    persons_per_vehicle: Figure
    vehicle_speed: Figure | None
    walks_slowly: Figure
    cannot_walk: Figure
    start_delay: Figure
    single_file: Figure = SINGLE_FILE

    @classmethod
    def of(cls, assumptions: Assumptions) -> Figures:
        """Return the figures of a plan: its own where stated, else those of ``standards``."""
        stated = assumptions
        speed = stated.vehicle_speed_km_h
        return cls(
            modes=stated.modes,
            walking_speed=_figure("walking speed", stated.walking_speed_m_s, "walking.speed_m_s"),
            slow_walking_speed=_figure(
                "walking speed of people who walk slowly",
                stated.slow_walking_speed_m_s,
                "walking.slow_speed_m_s",
            ),
            specific_flow=_figure(
                "people who pass a metre of street a second",
                stated.specific_flow_per_m_s,
                "walking.specific_flow_per_m_s",
            ),
            edge_clearance=_figure(
                "width kept free at each side of a street", None, "walking.edge_clearance_m"
            ),
            vehicle_flow=_figure("vehicles a lane an hour", None, "vehicle.flow_per_lane_h"),
            persons_per_vehicle=_figure(
                "people in a vehicle", stated.persons_per_vehicle, "vehicle.persons_per_vehicle"
            ),
            vehicle_speed=None
            if speed is None
            else Figure("vehicle speed", Range.of(speed, "km_per_h"), THE_PLAN),
            walks_slowly=_figure(
                "share of people who walk slowly", stated.walks_slowly_share, "mobility.walks_slowly_share"
            ),
            cannot_walk=_figure(
                "share of people who cannot walk unaided",
                stated.cannot_walk_share,
                "mobility.cannot_walk_share",
            ),
            start_delay=_figure("time until people set out", stated.start_delay_h, "notice.start_delay_h"),
        )

    @property
    def walk(self) -> bool:
        """Whether people may walk."""
        return not self.modes or "on_foot" in self.modes

    @property
    def ride(self) -> bool:
        """Whether a proof must let people take vehicles."""
        return not self.modes or "by_vehicle" in self.modes

    @property
    def schedule_on_foot(self) -> bool:
        """Whether the schedule moves people on foot: wherever walking is not ruled out."""
        return self.walk

    def assumptions_used(self) -> tuple[Figure, ...]:
        """Return the figures that enter the answers under these modes, in the order of the fields."""
        on_foot = {"walking_speed", "slow_walking_speed", "specific_flow", "edge_clearance"}
        on_foot |= {"walks_slowly", "cannot_walk", "single_file"}
        riding = {"vehicle_flow", "persons_per_vehicle", "vehicle_speed"}
        unused = (set() if self.walk else on_foot) | (set() if self.ride else riding)
        named = {field.name: getattr(self, field.name) for field in fields(self) if field.name not in unused}
        return tuple(figure for figure in named.values() if isinstance(figure, Figure))

    def with_value(self, name: str, value: float) -> Figures:
        """Return the same figures with the one called ``name`` (a field) fixed at one value."""
        figure: Figure = getattr(self, name)
        fixed = Figure(figure.name, Range.exact(value, figure.range.unit), figure.source)
        changed: dict[str, Any] = {name: fixed}
        return replace(self, **changed)


def _figure(name: str, stated: Number | None, key: str) -> Figure:
    from safeground.standards import standard

    planning = standard(key)
    if stated is None:
        return Figure(name, planning.range, planning.citation)
    return Figure(name, Range.of(stated, planning.range.unit), THE_PLAN)
