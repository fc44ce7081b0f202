"""The second bound: destinations take in only as many as they have room for at a planning minimum.

A planning minimum is no physical limit, so people can arrive beyond it; this bound says how many can have
arrived *and* have that much room each. Where one destination is full people go on to the next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.outcome import RoomBound
from safeground.journey.problems import proof_problem
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from safeground.journey.movement import Movement
    from safeground.journey.proof import Proven
    from safeground.plan.model import Notice


@dataclass(frozen=True, slots=True)
class Room:
    """What destinations have room for at the most.

    Parameters
    ----------
    m2_per_person
        The planning minimum.
    source
        Its standard with edition and clause.
    persons
        Area id → people for whom there is room at the most; areas of which nothing is known are not in it.
    """

    m2_per_person: float
    source: str
    persons: Mapping[str, float]


def bound_with_room(
    movement: Movement,
    proven: Proven,
    notice: Notice,
    room: Room,
    *,
    seconds: float,
    deadline_s: float | None,
    progress: Callable[[str], None],
) -> RoomBound | None:
    """Return the bound with room, or None where there is room for everybody in each destination.

    Parameters
    ----------
    movement, proven
        Of the notice for the target ``arrived``; everybody together is looked at.
    notice, room
        Whose destinations, and their room.
    seconds, deadline_s
        Time for it, and the deadline to bound arrivals by.
    progress
        Told when it begins.
    """
    from safeground.flow.bracket import bracket

    if not proven.groups:
        return None
    group = proven.groups[0]
    reached = np.unique(movement.ends.proof_goal)
    limits = np.array([room.persons.get(notice.to[goal], math.inf) for goal in reached])
    persons = group.bracket.persons
    if (limits >= persons).all():
        return None
    progress(f"bounding arrivals with room for {room.m2_per_person:g} m² a person")
    built = proof_problem(
        movement, movement.setting.figures, numbers=group.numbers, persons=group.persons, goes_on=True
    )
    problem = replace(built.problem, refuge_room=limits)
    found = bracket(problem, seconds=seconds, deadline_s=deadline_s, side="lower")
    certificate = found.deadline_certificate or found.certificate
    return RoomBound(
        m2_per_person=room.m2_per_person,
        source=room.source,
        persons=persons,
        room=float(limits.sum()),
        lower_h=found.lower_s / SECONDS_PER_HOUR,
        arrivals_upper=found.arrivals_upper,
        problem=problem,
        certificate=certificate,
    )
