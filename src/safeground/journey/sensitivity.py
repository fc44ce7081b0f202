"""What decides: the proof's figures moved, one at a time, from the end that it took to the other.

Labels of a certificate bound the arrivals of *any* arrays with the same nodes, so a bound for changed
figures needs no new solution: the labels of the certificate, of the simple cut, and of the changed arrays'
own simple cut are evaluated on the changed arrays, and the least counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.condition_figures import all_moved, moved_conditions
from safeground.journey.outcome import Sensitivity
from safeground.journey.problems import proof_problem
from safeground.journey.proof import EVERYONE, SLOW, group_numbers
from safeground.quantity import Range

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem
    from safeground.journey.conditions import Conditions
    from safeground.journey.figures import Figures
    from safeground.journey.movement import Movement
    from safeground.journey.network import Numbers
    from safeground.journey.proof import Group, Proven

    Floats = npt.NDArray[np.float64]
    Labels = tuple[Floats, Floats]

TAKEN_LOW = ("edge_clearance", "start_delay")
"""Figures (fields of ``Figures``) of which the proof took the low end; of the others the high one."""
SPEEDS = {EVERYONE: "walking_speed", SLOW: "slow_walking_speed"}
WALKING = ("specific_flow", "edge_clearance")
RIDING = ("vehicle_flow", "persons_per_vehicle", "vehicle_speed")
TOGETHER = "all of these together"
ROUNDING = 1e-9
"""Share of the people that is the noise of adding up, as for the checker of certificates."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One figure moved: what the proof took, what it did not, and the changed arrays."""

    name: str
    range: Range
    taken: float
    other: float
    problem: Problem


def sensitivities(movement: Movement, proven: Proven, deadline_s: float | None) -> tuple[Sensitivity, ...]:
    """Return how many are late at both ends of every figure of the proof, the strongest first.

    Of the group that refutes the deadline; of everybody where none does.
    """
    if deadline_s is None or proven.group is None:
        return ()
    group = proven.group if proven.refuted else proven.groups[0]
    taken = group.built.problem
    variants = [
        *_moved_figures(movement, group),
        *_moved_streets(movement, group),
        *_moved_people(movement, group),
        *_moved_conditions(movement, group),
    ]
    known = _labels(group, taken, deadline_s)
    base = _late(taken, known, deadline_s)
    found = []
    for one in variants:
        late = _late(one.problem, [*known, _cut_labels(one.problem, deadline_s)], deadline_s)
        found.append(Sensitivity(one.name, one.range, one.taken, one.other, base, late))
    found.sort(key=lambda one: -abs(one.late_at_other - one.late))
    if len(found) > 1:
        worst = _all_moved(movement, group)
        late = _late(worst, [*known, _cut_labels(worst, deadline_s)], deadline_s)
        ends = Range(min(base, late), max(base, late), "persons")
        found.append(Sensitivity(TOGETHER, ends, base, late, base, late))
    return tuple(found)


def _late(problem: Problem, labels: list[Labels], deadline_s: float) -> float:
    """Return how many people cannot have arrived by the deadline, at the least."""
    from safeground.flow.certificate import evaluate

    persons = float(problem.persons.sum())
    late = persons - min(evaluate(problem, *one, deadline_s) for one in labels)
    return late if late > ROUNDING * persons else 0.0


def _labels(group: Group, problem: Problem, deadline_s: float) -> list[Labels]:
    found = [_cut_labels(problem, deadline_s)]
    certificate = group.bracket.deadline_certificate
    if certificate is not None:
        found.append((certificate.labels_s, certificate.refuge_labels_s))
    return found


def _cut_labels(problem: Problem, deadline_s: float) -> Labels:
    from safeground.flow.simple_cut import simple_cut

    refuges = np.full(len(problem.refuge_room), deadline_s)
    return simple_cut(problem, horizon_s=deadline_s).labels(deadline_s), refuges


def _changed(movement: Movement, group: Group, figures: Figures, numbers: Numbers | None = None) -> Problem:
    """Return the group's arrays with other figures, or other numbers of the streets."""
    numbers = movement.setting.fast(figures) if numbers is None else numbers
    numbers = group_numbers(group.name, numbers, figures)
    return proof_problem(movement, figures, numbers=numbers, persons=group.persons).problem


def _moved_figures(movement: Movement, group: Group) -> list[Variant]:
    figures = movement.setting.figures
    names = ((SPEEDS[group.name], *WALKING) if figures.walk else ()) + (RIDING if figures.ride else ())
    found = []
    for name in (*names, "start_delay"):
        figure = getattr(figures, name)
        if figure is None or figure.range.is_exact:
            continue
        low, high = figure.range.low, figure.range.high
        taken, other = (low, high) if name in TAKEN_LOW else (high, low)
        if other > 0:
            problem = _changed(movement, group, figures.with_value(name, other))
            found.append(Variant(figure.name, figure.range, taken, other, problem))
    if not figures.modes:
        on_foot = replace(figures, modes=("on_foot",))
        problem = _changed(movement, group, on_foot)
        found.append(Variant("share of people who ride", Range(0.0, 1.0, "share"), 1.0, 0.0, problem))
    return found


def _all_moved(movement: Movement, group: Group) -> Problem:
    """Return the group's arrays with every figure at the end that a schedule takes."""
    movement = _under(movement, all_moved(movement.setting.conditions))
    figures = movement.setting.figures
    numbers = movement.setting.slow()
    figures = figures.with_value("start_delay", figures.start_delay.range.high)
    return proof_problem(movement, figures, numbers=numbers, persons=_most_people(movement, group)).problem


def _moved_streets(movement: Movement, group: Group) -> list[Variant]:
    figures, streets = movement.setting.figures, movement.setting.streets
    found = []
    low, high = streets.width_low_m, streets.width_high_m
    if figures.walk and np.any(low < high):
        problem = _changed(movement, group, figures, movement.setting.fast(width_m=low))
        ends = float(low.mean()), float(high.mean())
        found.append(Variant("mean width of the streets", Range(*ends, "m"), ends[1], ends[0], problem))
    low, high = streets.lanes_low, streets.lanes_high
    if figures.ride and np.any(low < high):
        problem = _changed(movement, group, figures, movement.setting.fast(lanes=low))
        ends = float(low.mean()), float(high.mean())
        found.append(Variant("mean lanes of the streets", Range(*ends, "lanes"), ends[1], ends[0], problem))
    return found


def _moved_people(movement: Movement, group: Group) -> list[Variant]:
    zones, figures = movement.setting.zones, movement.setting.figures
    sure = zones.low > 0
    low, high = float(zones.low[sure].sum()), float(zones.high[sure].sum())
    if low >= high:
        return []
    persons = _most_people(movement, group)
    problem = proof_problem(movement, figures, numbers=group.numbers, persons=persons).problem
    return [Variant("people in the ordered area", Range(low, high, "persons"), low, high, problem)]


def _moved_conditions(movement: Movement, group: Group) -> list[Variant]:
    """Return the ranges of the plan's conditions, the proof having taken the high end of each."""
    found = []
    for moved in moved_conditions(movement.setting.conditions):
        changed = _under(movement, moved.conditions)
        problem = _changed(changed, group, movement.setting.figures)
        range_ = moved.figure.range
        found.append(Variant(moved.figure.name, range_, range_.high, range_.low, problem))
    return found


def _under(movement: Movement, conditions: Conditions) -> Movement:
    return replace(movement, setting=replace(movement.setting, conditions=conditions))


def _most_people(movement: Movement, group: Group) -> Floats:
    """Return the group's people at the most of each zone that surely has some."""
    zones = movement.setting.zones
    sure = zones.low > 0
    return np.where(sure, group.persons * zones.high / np.where(sure, zones.low, 1.0), 0.0)
