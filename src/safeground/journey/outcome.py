"""What the engine found for one notice and one target, back in the words of the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    import numpy.typing as npt
    from shapely import LineString

    from safeground.flow.certificate import Certificate
    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule
    from safeground.journey.driving import Driving
    from safeground.journey.figures import Figure
    from safeground.journey.readable_schedule import ReadableSchedule
    from safeground.quantity import Range
    from safeground.remarks import Remark

Target = Literal["out", "arrived"]


@dataclass(frozen=True, slots=True)
class Curve:
    """Persons arrived by a time, as a step or a line through points; ``hours`` rises."""

    hours: npt.NDArray[np.float64]
    persons: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CutStreet:
    """One street of the cut. Restricted: where the bottleneck is never leaves ``restricted/``."""

    way_id: int
    name: str
    line: LineString
    capacity_per_s: float
    offset_h: float
    """Time from the first people behind it to it, and on from it to the end."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The simple cut: the few streets that everybody behind them must pass."""

    lower_h: float
    """Least time that the cut alone proves."""
    persons_behind: float
    """Fewest people behind the cut, as the proof counts them."""
    capacity_per_s: float
    """What the streets carry together at the most, as the proof counts it."""
    offset_low_h: float
    offset_high_h: float
    break_even_capacity_factor: float | None
    """The deadline stays refuted unless the streets carry so many times what was assumed ..."""
    break_even_persons: float | None
    """... or unless fewer than this many people are behind them."""
    streets: tuple[CutStreet, ...]
    timed: bool = False
    """Whether hours, numbers a window or curfews count in what the streets let through by the deadline."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Restricted: people of a block who cannot all have left by the deadline: present and protected."""

    block: str
    persons: Range


@dataclass(frozen=True, slots=True)
class Crowd:
    """Restricted: the largest crowd of the schedule."""

    persons: float
    hours: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the proof says when one figure is moved from the end that it took to the other.

    The certificate's labels are kept and evaluated on the changed arrays, which always gives a bound.
    """

    assumption: str
    range: Range
    taken: float
    """The end that the proof took: the one at which people move best."""
    other: float
    late: float
    """People who cannot have arrived by the deadline, at the least, at the end taken ..."""
    late_at_other: float
    """... and at the other end."""


@dataclass(frozen=True, slots=True)
class RoomBound:
    """The bound on arrivals who have a planning minimum of room each."""

    m2_per_person: float
    source: str
    persons: float
    """Fewest people who can move and have a route."""
    room: float
    """Most people for whom there is room, in all destinations together; infinite where one is not known."""
    lower_h: float
    """Proven least time until all have arrived with room; infinite where there is not room for all."""
    arrivals_upper: float | None
    """Most who can have arrived with room by the deadline; None without one."""
    problem: Problem | None
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class Joint:
    """A notice's schedule beside others' on the same streets at the same time."""

    notice: str
    target: Target
    before: tuple[str, ...]
    """Ids of the notices and movements that go before it ..."""
    together: tuple[str, ...]
    """... and of all that were scheduled together, this one too."""
    upper_h: float | None
    """Time after its issue in which all arrive beside those before it; None with ``no_upper`` saying why."""
    no_upper: str | None


@dataclass(frozen=True, slots=True)
class GroundBeside:
    """What lies beside the streets, in words: ``14 walls``.

    Parameters
    ----------
    barriers
        What a map holds that the plan takes as barriers.
    unknown
        What else lies between the ordered area and the destinations, of which nobody says whether it
        holds people up.
    other_ways
        Ways there that are no streets and could carry people.
    """

    barriers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    other_ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything about one notice and one target.

    Parameters
    ----------
    notice, target
        Whose order, and which meaning of it: ``out`` of the area or ``arrived`` at a destination.
    start
        The moment from which hours count: when the notice was issued; None where it was not stated.
    deadline, deadline_h
        As stated, and in hours after ``start``; None where not stated.
    persons
        Those ordered to leave who can move and have a route: what the bracket is about.
    ordered, cannot_walk, stranded
        All who are ordered; those who cannot walk unaided; those without a route on the mapped streets.
    by_layer
        Name of each layer of people → persons ordered.
    lower_h
        Proven least time in which all of ``persons`` (at the fewest) can; 0 where nothing is proven.
    upper_h
        Time in which a schedule moves all of them (at the most), or None with ``no_upper`` saying why.
    gap_proof, gap_schedule
        Relative gap of each bracket within its own inputs.
    proven, schedule
        Most who can have got there by each hour; those a schedule gets there.
    arrivals_upper, arrivals_lower
        Both at the deadline; None without one.
    refuted_on_streets
        Whether the deadline is refuted on mapped streets; None without a deadline.
    refuted_on_open_ground
        Whether it is refuted also for people who leave the streets; None where nothing says whether they can.
    refuted_by_distance
        Whether it is refuted on open ground even with nothing in the way: straight on it is too far.
    cut
        The simple cut, where one was found.
    walk_km
        Least and greatest shortest way to the end.
    group_bounds_h
        Mobility group → the proven least time of that group alone, and of all together as ``everyone``.
    left_by_block, crowd
        Restricted.
    proof_problem, certificate, schedule_problem, schedule_flow
        The arrays behind it, for ``problem.npz`` and ``certificate.json``.
    ground_problem, ground_certificate
        The arrays of bound B, where the plan's polygons allow one.
    ground_by_corridors
        Whether the refutation on open ground rests on people leaving by corridors only.
    driving
        Driving times for people who have to be carried; None where nobody has a way.
    moving_h
        Time until the deadline in which anybody may move, without curfews; None without a deadline.
    figures
        Every figure of movement that was used, with its source.
    covered
        Share of the ordered area that layers of people cover; None where none was counted.
    ground
        What lies beside the streets, as far as a file of the plan says.
    uncounted_cells
        Places in the ordered area of which a layer has no count: their people are in no figure here.
    readable_schedule
        Restricted: the schedule in wide steps, where it was asked for and there is one.
    sensitivities
        What moving one figure does to the most arrivals by the deadline; empty without one.
    remarks
        What was inferred or left out in putting plan and ground together.
    joint
        The schedule beside others on the same streets; None where there are none, or none was looked for.
    with_room
        The bound with room at a planning minimum; None where there is room for all, or nobody says how much.
    """

    notice: str
    target: Target
    start: datetime | None
    deadline: datetime | None
    deadline_h: float | None
    persons: Range
    ordered: Range
    cannot_walk: Range
    stranded: Range
    by_layer: dict[str, Range]
    lower_h: float
    upper_h: float | None
    no_upper: str | None
    gap_proof: float | None
    gap_schedule: float | None
    proven: Curve
    schedule: Curve | None
    arrivals_upper: float | None
    arrivals_lower: float | None
    refuted_on_streets: bool | None
    refuted_on_open_ground: bool | None
    cut: Cut | None
    walk_km: Range | None
    group_bounds_h: dict[str, float]
    left_by_block: tuple[LeftBehind, ...]
    crowd: Crowd | None
    proof_problem: Problem | None
    certificate: Certificate | None
    schedule_problem: Problem | None
    schedule_flow: Schedule | None
    ground_problem: Problem | None
    ground_certificate: Certificate | None
    figures: tuple[Figure, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    remarks: tuple[Remark, ...] = ()
    uncounted_cells: int = 0
    readable_schedule: ReadableSchedule | None = None
    ground_by_corridors: bool = False
    driving: Driving | None = None
    moving_h: Range | None = None
    joint: Joint | None = None
    with_room: RoomBound | None = None
    covered: float | None = None
    ground: GroundBeside = GroundBeside()
    refuted_by_distance: bool = False
