"""What decides: the proof's figures moved, one at a time, from the end that it took to the other.

Labels of a certificate bound the arrivals of *any* arrays with the same nodes, so a bound for changed
figures needs no new solution: the certificate's labels, and those of simple cuts, are evaluated on the
changed arrays, and the least counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.network import fast
from safeground.journey.outcome import Sensitivity
from safeground.journey.problems import proof_persons, proof_problem
from safeground.quantity import Range

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem
    from safeground.journey.movement import Movement
    from safeground.journey.proof import Proven

    Floats = npt.NDArray[np.float64]
    Labels = tuple[Floats, Floats]

FIGURES = {
    "walking_speed": "low",
    "specific_flow": "low",
    "edge_clearance": "high",
    "vehicle_flow": "low",
    "persons_per_vehicle": "low",
    "vehicle_speed": "low",
    "cannot_walk": "low",
    "start_delay": "high",
}
"""Field of ``Figures`` → the end that the proof did not take."""
ON_FOOT = ("walking_speed", "specific_flow", "edge_clearance", "cannot_walk")
RIDING = ("vehicle_flow", "persons_per_vehicle", "vehicle_speed")


@dataclass(frozen=True, slots=True)
class Variant:
    """One figure moved: what the proof took, what it did not, and the changed arrays."""

    name: str
    range: Range
    taken: float
    other: float
    problem: Problem


def sensitivities(movement: Movement, proven: Proven, deadline_s: float | None) -> tuple[Sensitivity, ...]:
    """Return the bound on arrivals at both ends of every figure of the proof, the strongest first."""
    if deadline_s is None or not proven.groups:
        return ()
    taken = proven.groups[0].built.problem
    variants = _variants(movement)
    labels = _labels(proven, [taken, *(variant.problem for variant in variants)], deadline_s)
    base = _bound(taken, labels, deadline_s)
    found = []
    for variant in variants:
        other = _bound(variant.problem, labels, deadline_s)
        refuted = other < float(variant.problem.persons.sum()) * (1 - 1e-9)
        found.append(
            Sensitivity(variant.name, variant.range, variant.taken, variant.other, base, other, refuted)
        )
    return tuple(sorted(found, key=lambda one: -abs(one.arrivals_at_other - one.arrivals_upper)))


def _bound(problem: Problem, labels: list[Labels], deadline_s: float) -> float:
    from safeground.flow.certificate import evaluate

    return min(float(problem.persons.sum()), *(evaluate(problem, *one, deadline_s) for one in labels))


def _labels(proven: Proven, problems: list[Problem], deadline_s: float) -> list[Labels]:
    from safeground.flow.simple_cut import simple_cut

    refuges = np.full(len(problems[0].refuge_room), deadline_s)
    found = [(simple_cut(problem, horizon_s=deadline_s).labels(deadline_s), refuges) for problem in problems]
    certificate = proven.groups[0].bracket.deadline_certificate
    if certificate is not None:
        found.append((certificate.labels_s, certificate.refuge_labels_s))
    return found


def _variants(movement: Movement) -> list[Variant]:
    return [*_moved_figures(movement), *_moved_streets(movement), *_moved_people(movement)]


def _moved_figures(movement: Movement) -> list[Variant]:
    figures, streets = movement.setting.figures, movement.setting.streets
    found = []
    for name, end in FIGURES.items():
        figure = getattr(figures, name)
        idle = (name in ON_FOOT and not figures.walk) or (name in RIDING and not figures.ride)
        if figure is None or idle or figure.range.is_exact:
            continue
        low, high = figure.range.low, figure.range.high
        taken, other = (high, low) if end == "low" else (low, high)
        changed = figures.with_value(name, other)
        problem = proof_problem(movement, changed, numbers=fast(streets, changed)).problem
        found.append(Variant(figure.name, figure.range, taken, other, problem))
    if not figures.modes:
        # Fixed persons: who cannot walk is out of the proof in both.
        numbers = fast(streets, replace(figures, modes=("on_foot",)))
        problem = proof_problem(movement, figures, numbers=numbers).problem
        found.append(Variant("share of people who ride", Range(0.0, 1.0, "share"), 1.0, 0.0, problem))
    return found


def _moved_streets(movement: Movement) -> list[Variant]:
    figures, streets = movement.setting.figures, movement.setting.streets
    found = []
    for name, unit, used, low, high in (
        ("mean width of streets", "m", figures.walk, streets.width_low_m, streets.width_high_m),
        ("mean lanes of streets", "lanes", figures.ride, streets.lanes_low, streets.lanes_high),
    ):
        if not used or not np.any(low < high):
            continue
        numbers = fast(streets, figures, width_m=low) if unit == "m" else fast(streets, figures, lanes=low)
        ends = float(low.mean()), float(high.mean())
        problem = proof_problem(movement, figures, numbers=numbers).problem
        found.append(Variant(name, Range(*ends, unit), ends[1], ends[0], problem))
    return found


def _moved_people(movement: Movement) -> list[Variant]:
    zones = movement.setting.zones
    sure = zones.low > 0
    low, high = float(zones.low[sure].sum()), float(zones.high[sure].sum())
    if low >= high:
        return []
    figures = movement.setting.figures
    more = np.where(sure, proof_persons(movement, figures) * zones.high / np.where(sure, zones.low, 1.0), 0.0)
    problem = proof_problem(movement, figures, persons=more).problem
    return [Variant("people in the ordered area", Range(low, high, "persons"), low, high, problem)]
