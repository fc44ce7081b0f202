"""The proof's side: the least time in which people can, each group alone and everybody together.

A part of the people cannot be later than all of them, so every group alone gives a bound for all, with
its own speed, as does everybody together at the speed of the fastest; the largest counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.outcome import Curve
from safeground.journey.problems import Built, proof_persons, proof_problem
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from safeground.flow.bracket import Bracket
    from safeground.flow.certificate import Certificate
    from safeground.flow.problem import Problem
    from safeground.journey.figures import Figures
    from safeground.journey.movement import Movement
    from safeground.journey.network import Numbers

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

EVERYONE, SLOW = "everyone", "walks slowly"


@dataclass(frozen=True, slots=True)
class Group:
    """A group alone: its people, its speed, its problem and what the engine found."""

    name: str
    numbers: Numbers
    persons: Floats
    built: Built
    bracket: Bracket


@dataclass(frozen=True, slots=True)
class Proven:
    """What is proven; ``group`` is the one whose bound counts, None where nobody has to move for certain.

    Parameters
    ----------
    group
        The group that gives the largest bound.
    group_bounds_h
        The bound of each group.
    refuted
        Whether its certificate refutes the deadline.
    certificate
        The one that refutes the deadline, else the one for ``lower_h``.
    curve, arrivals_upper
        Of everybody together: most arrivals over time, and by the deadline.
    """

    group: Group | None
    groups: tuple[Group, ...]
    group_bounds_h: dict[str, float]
    lower_h: float
    gap: float | None
    refuted: bool
    certificate: Certificate | None
    curve: Curve
    arrivals_upper: float | None

    @property
    def problem(self) -> Problem | None:
        """The arrays that the certificate is about."""
        return None if self.group is None else self.group.built.problem


def prove(
    movement: Movement,
    *,
    gap: float,
    seconds: float,
    deadline_s: float | None,
    progress: Callable[[str], None],
) -> Proven:
    """Bound from below the time in which people can, and from above how many can by the deadline."""
    from safeground.flow.bracket import bracket

    groups: list[Group] = []
    for name, numbers, persons in _groups(movement):
        if persons.sum() <= 0:
            continue
        progress(f"proving the least time: {name}")
        built = proof_problem(movement, movement.setting.figures, numbers=numbers, persons=persons)
        found = bracket(
            built.problem,
            gap=gap,
            seconds=seconds / 2,
            deadline_s=deadline_s,
            side="lower",
            progress=progress,
        )
        groups.append(Group(name, numbers, persons, built, found))
    if not groups:
        nothing = Curve(np.zeros(1), np.zeros(1))
        return Proven(None, (), {}, 0.0, None, False, None, nothing, None if deadline_s is None else 0.0)
    refuting = {group.name: _refuting(group, deadline_s) for group in groups}
    group = max(groups, key=lambda one: (refuting[one.name] is not None, one.bracket.lower_s))
    everyone = groups[0].bracket
    return Proven(
        group=group,
        groups=tuple(groups),
        group_bounds_h={one.name: _hours(one, movement) for one in groups},
        lower_h=max(_hours(one, movement) for one in groups),
        gap=group.bracket.gap,
        refuted=refuting[group.name] is not None,
        certificate=refuting[group.name] or group.bracket.certificate,
        curve=Curve(everyone.proven_s / SECONDS_PER_HOUR, everyone.proven_persons),
        arrivals_upper=_arrivals_upper(groups),
    )


def _hours(group: Group, movement: Movement) -> float:
    """Return the least time of a group; where it has none, since ways close for good, as far as one looks."""
    least_s = group.bracket.lower_s
    looked_s = movement.setting.conditions.horizon_s
    return (least_s if math.isfinite(least_s) else looked_s) / SECONDS_PER_HOUR


def _arrivals_upper(groups: list[Group]) -> float | None:
    """Return the most arrivals by the deadline: everybody's bound, or all but who is late of one group."""
    everyone = groups[0].bracket
    if everyone.arrivals_upper is None:
        return None
    late = [one.bracket.persons - (one.bracket.arrivals_upper or 0.0) for one in groups]
    return everyone.persons - max(late)


def _groups(movement: Movement) -> list[tuple[str, Numbers, Floats]]:
    figures = movement.setting.figures
    persons = proof_persons(movement, figures)
    groups = [(EVERYONE, movement.fast, persons)]
    # Whoever walks slowly can still ride fast: without the modes stated, the group has no speed of its own.
    if (
        figures.modes == ("on_foot",)
        and figures.slow_walking_speed.range.high < figures.walking_speed.range.high
    ):
        slow = np.where(movement.reachable, movement.setting.zones.low * figures.walks_slowly.range.low, 0.0)
        numbers = group_numbers(SLOW, movement.fast, figures)
        groups.append((SLOW, numbers, np.minimum(slow, persons)))
    return groups


def group_numbers(name: str, numbers: Numbers, figures: Figures) -> Numbers:
    """Return the proof's numbers at the speed of a group."""
    if name == EVERYONE:
        return numbers
    slower = figures.slow_walking_speed.range.high / figures.walking_speed.range.high
    return replace(numbers, speed_m_s=numbers.speed_m_s * slower)


def _refuting(group: Group, deadline_s: float | None) -> Certificate | None:
    """Return a certificate of the group that refutes the deadline, checked from the arrays."""
    from safeground.flow.certificate import check

    found = group.bracket
    if deadline_s is None:
        return None
    for certificate in (found.deadline_certificate, found.certificate):
        holds = certificate is not None and certificate.horizon_s >= deadline_s
        if certificate is not None and holds and check(group.built.problem, certificate).refuted:
            return certificate
    return None
