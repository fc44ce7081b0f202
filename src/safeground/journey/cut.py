"""The simple cut back on the map: which streets everybody behind it must pass."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.outcome import Cut, CutStreet
from safeground.journey.timed_cut import is_timed, timed_cut
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.certificate import Certificate
    from safeground.flow.problem import Problem
    from safeground.journey.movement import Movement
    from safeground.journey.proof import Group, Proven

FEW = 0.1
"""Share of the people below which a cut that refutes nothing is not worth a sentence."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Arcs that people must pass: when the first can have come through each, and what each carries."""

    arcs: npt.NDArray[np.int64]
    offset_s: npt.NDArray[np.float64]
    capacity_per_s: npt.NDArray[np.float64]
    persons_behind: float
    lower_s: float
    known: tuple[float, float] | None = None
    """The break-even where it does not follow from capacities and offsets alone."""

    def break_even(self, deadline_s: float | None) -> tuple[float | None, float | None]:
        """Return by which factor the arcs, or at which number the people, end the refutation."""
        if deadline_s is None:
            return None, None
        if self.known is not None:
            return self.known
        passing = float((self.capacity_per_s * np.maximum(0.0, deadline_s - self.offset_s)).sum())
        return (self.persons_behind / passing if passing > 0 else math.inf), passing


def find_cut(movement: Movement, proven: Proven, deadline_h: float | None) -> Cut | None:
    """Return the simple cut of the group that refutes the deadline, with its break-even.

    Where nothing is refuted it is the cut of everybody; one with few people behind it, far from
    everything, says nothing about the rest and is not returned.
    """
    if proven.group is None:
        return None
    group = proven.group if proven.refuted else proven.groups[0]
    deadline_s = None if deadline_h is None else max(deadline_h, 0.0) * SECONDS_PER_HOUR
    found = _bottleneck(group, proven, deadline_s)
    few = found.persons_behind < FEW * group.persons.sum() and not proven.refuted
    if not len(found.arcs) or few:
        return None
    factor, persons = found.break_even(deadline_s) if proven.refuted else (None, None)
    timed = is_timed(group.built.problem)
    return Cut(
        lower_h=found.lower_s / SECONDS_PER_HOUR if math.isfinite(found.lower_s) else proven.lower_h,
        persons_behind=found.persons_behind,
        capacity_per_s=float(found.capacity_per_s.sum()),
        offset_low_h=float(found.offset_s.min()) / SECONDS_PER_HOUR,
        offset_high_h=float(found.offset_s.max()) / SECONDS_PER_HOUR,
        break_even_capacity_factor=factor,
        break_even_persons=persons,
        streets=_streets(movement, group, found),
        timed=timed,
    )


def _bottleneck(group: Group, proven: Proven, deadline_s: float | None) -> Bottleneck:
    from safeground.flow.simple_cut import simple_cut

    problem, certificate = group.built.problem, proven.certificate
    found = simple_cut(problem, group.bracket.source_set)
    # The cut that holds people up longest is the telling one; what is refuted must break even, though, and
    # any cut is a little weaker than the certificate.
    if deadline_s is not None and proven.refuted and not found.break_even(deadline_s).refuted:
        found = simple_cut(problem, group.bracket.source_set, deadline_s)
        if not found.break_even(deadline_s).refuted and certificate is not None:
            return (_in_hours if is_timed(problem) else of_certificate)(problem, certificate, deadline_s)
    known = None
    if deadline_s is not None and is_timed(problem):
        broken = found.break_even(deadline_s)
        known = broken.capacity_factor, broken.persons
    return Bottleneck(
        found.arcs, found.offset_s, found.capacity_per_s, found.persons_behind, found.lower_s, known
    )


def _in_hours(problem: Problem, certificate: Certificate, deadline_s: float) -> Bottleneck:
    """Return the cut of the certificate where streets have hours or everybody halts at times."""
    found = timed_cut(problem, certificate, deadline_s)
    return Bottleneck(
        found.arcs,
        found.offset_s,
        problem.capacity_per_s[found.arcs],
        found.persons_behind,
        certificate.horizon_s,
        (found.capacity_factor, found.passing),
    )


def of_certificate(problem: Problem, certificate: Certificate, deadline_s: float) -> Bottleneck:
    """Return the arcs that count in a certificate, with what follows for a deadline up to its horizon.

    By the deadline its arcs pass no more than by the horizon; that they pass less, its labels do not say.
    """
    labels = certificate.labels_s
    open_s = labels[problem.head] - labels[problem.tail] - problem.transit_s
    arcs = np.flatnonzero(open_s > 0)
    behind = labels[problem.source] <= problem.release_s
    return Bottleneck(
        arcs,
        deadline_s - open_s[arcs],
        problem.capacity_per_s[arcs],
        float(problem.persons[behind].sum()),
        certificate.horizon_s,
    )


def _streets(movement: Movement, group: Group, found: Bottleneck) -> tuple[CutStreet, ...]:
    """Return each street of the cut by the piece of it that carries least."""
    streets = movement.setting.streets
    pieces = movement.pieces
    on_street = group.built.street[found.arcs]
    narrowest = movement.contracted.narrowest(group.numbers.forward_per_s[pieces.edge])
    result = []
    for street, offset_s, capacity in zip(on_street, found.offset_s, found.capacity_per_s, strict=True):
        edge = int(pieces.edge[narrowest[street]])
        vertices = slice(streets.line_start[edge], streets.line_start[edge + 1])
        line = shapely.LineString(np.column_stack((streets.line_lon[vertices], streets.line_lat[vertices])))
        way, name = int(streets.way_id[edge]), str(streets.name[edge])
        result.append(CutStreet(way, name, line, float(capacity), float(offset_s) / SECONDS_PER_HOUR))
    return tuple(result)
