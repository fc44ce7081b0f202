"""The schedule's side: what a perfectly informed crowd could do at the slowest and the narrowest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeground.journey.outcome import Curve
from safeground.journey.problems import schedule_persons, schedule_problem
from safeground.units import SECONDS_PER_DAY, SECONDS_PER_HOUR
from safeground.wording import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule
    from safeground.journey.movement import Movement
    from safeground.journey.problems import Built


@dataclass(frozen=True, slots=True)
class Timetable:
    """What the engine scheduled.

    Parameters
    ----------
    upper_h
        Time in which everybody (at the most) gets there, or None with ``no_upper`` saying why.
    gap
        Relative gap between it and the least time that the same arrays allow.
    curve, arrivals_lower
        Arrivals over time, and by the deadline.
    crowd
        The largest crowd: persons, hours, node of the pieces.
    built, schedule
        What was solved, with the way back to the map, and the schedule.
    """

    upper_h: float | None
    no_upper: str | None
    gap: float | None
    curve: Curve | None
    arrivals_lower: float | None
    crowd: tuple[float, float, int] | None
    built: Built | None
    schedule: Schedule | None

    @property
    def problem(self) -> Problem | None:
        """The arrays that were solved."""
        return None if self.built is None else self.built.problem


def timetable(
    movement: Movement,
    *,
    gap: float,
    seconds: float,
    deadline_s: float | None,
    progress: Callable[[str], None],
) -> Timetable:
    """Schedule everybody at the pessimistic end of every figure, and replay the schedule."""
    from safeground.flow.bracket import bracket
    from safeground.flow.replay import replay

    figures = movement.setting.figures
    persons = schedule_persons(movement, figures)
    without = float(persons[movement.worst_node < 0].sum())
    if not len(movement.ends.schedule_node) or persons.sum() - without <= 0:
        return _none("at the least figures no way leads out")
    if movement.setting.conditions.no_schedule is not None:
        return _none(movement.setting.conditions.no_schedule)
    built = schedule_problem(movement, figures)
    progress("looking for a schedule, every figure at its cautious end")
    found = bracket(
        built.problem, gap=gap, seconds=seconds, deadline_s=deadline_s, side="both", progress=progress
    )
    upper_s, why = found.upper_s, found.no_upper
    conditions = movement.setting.conditions
    if upper_s is not None and upper_s > conditions.counts_until_s:
        why = f"none is found within the {_days(conditions.counts_until_s)} for which curfews are written out"
        return replace(_none(why), arrivals_lower=found.arrivals_lower)
    if without > 0:
        upper_s = None
        why = f"{number(without)} people have no way at the least figures"
    curve = crowd = None
    if found.schedule is not None:
        curve = Curve(found.schedule_s / SECONDS_PER_HOUR, found.schedule_persons)
        played = replay(built.problem, found.schedule)
        node = played.largest_crowd_node
        if node >= 0:
            crowd = (
                played.largest_crowd_persons,
                played.largest_crowd_s / SECONDS_PER_HOUR,
                int(built.node_of[node]),
            )
    return Timetable(
        None if upper_s is None else upper_s / SECONDS_PER_HOUR,
        why,
        found.gap,
        curve,
        found.arrivals_lower,
        crowd,
        built,
        found.schedule,
    )


def _days(seconds: float) -> str:
    return f"{number(seconds / SECONDS_PER_DAY)} days"


def _none(why: str) -> Timetable:
    return Timetable(None, why, None, None, None, None, None, None)
