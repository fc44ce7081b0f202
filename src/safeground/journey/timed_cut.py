"""The cut where streets open and close or everybody halts: read off a certificate, not from a closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.certificate import Certificate
    from safeground.flow.problem import Problem

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

LARGEST_FACTOR = 1e3
"""Greater ones are not looked for: no street carries so many times what was assumed."""
STEPS = 50
SURE = 1e-9
"""Share of the people by which a bound must lie below them, as for the checker of certificates."""


@dataclass(frozen=True, slots=True)
class TimedCut:
    """Arcs that separate people from where they are going, and what they let through by a deadline.

    Parameters
    ----------
    arcs
        Arcs of the cut, shape (c,).
    offset_s
        When the first can have come through each, were it always open [s], shape (c,).
    persons_behind
        Persons who start behind the cut.
    passing
        Of these so many can have arrived by the deadline at the most.
    capacity_factor
        The deadline stays refuted as long as the arcs carry no more than so many times what is assumed;
        infinite where it does even with ``LARGEST_FACTOR``, by hours and quotas.
    """

    arcs: Ints
    offset_s: Floats
    persons_behind: float
    passing: float
    capacity_factor: float


def is_timed(problem: Problem) -> bool:
    """Return whether arcs have windows, or everybody halts."""
    return bool(len(problem.window_arc) or len(problem.halt_from_s))


def timed_cut(problem: Problem, certificate: Certificate, deadline_s: float) -> TimedCut:
    """Return the cut of a certificate at a deadline before its horizon.

    Every figure is that of the checker's own bound on changed arrays, which holds for any labels. So the
    factor is found by halving: the greatest known with which the deadline is still refuted.
    """
    from safeground.flow.certificate import evaluate, reachable_sources
    from safeground.flow.moving_clock import MovingClock

    labels, refuges = certificate.labels_s, certificate.refuge_labels_s
    clock = MovingClock.of(problem)
    moving = clock.moving(labels)
    open_s = moving[problem.head] - moving[problem.tail] - problem.transit_s
    arcs = np.flatnonzero(open_s > 0)
    can = reachable_sources(problem)
    behind = can & (labels[problem.source] <= problem.release_s)
    outside = float(problem.persons[can & ~behind].sum())
    persons = float(problem.persons[behind].sum())
    total = persons + outside

    def passing(factor: float) -> float:
        capacity = problem.capacity_per_s.copy()
        capacity[arcs] *= factor
        return evaluate(replace(problem, capacity_per_s=capacity), labels, refuges, deadline_s) - outside

    low, high = 1.0, LARGEST_FACTOR
    if passing(high) < persons - SURE * total:
        low = math.inf
    else:
        for _ in range(STEPS):
            middle = math.sqrt(low * high)
            low, high = (middle, high) if passing(middle) < persons - SURE * total else (low, middle)
    by = float(clock.moving(np.array([deadline_s]))[0])
    return TimedCut(arcs, clock.first(np.maximum(0.0, by - open_s[arcs])), persons, passing(1.0), low)
