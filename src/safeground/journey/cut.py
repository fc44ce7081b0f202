"""The simple cut back on the map: which streets everybody behind it must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.outcome import Cut, CutStreet
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from safeground.flow.simple_cut import SimpleCut
    from safeground.journey.movement import Movement
    from safeground.journey.proof import Group, Proven

FEW = 0.01
"""Share of the people below which a cut that refutes nothing is not worth a sentence."""


def find_cut(movement: Movement, proven: Proven, deadline_h: float | None) -> Cut | None:
    """Return the simple cut of the group that refutes the deadline, with its break-even.

    Where nothing is refuted it is the cut of everybody; one with few people behind it, far from
    everything, says nothing about the rest and is not returned.
    """
    from safeground.flow.simple_cut import simple_cut

    if proven.group is None:
        return None
    group = proven.group if proven.refuted else proven.groups[0]
    deadline_s = None if deadline_h is None else max(deadline_h, 0.0) * SECONDS_PER_HOUR
    found = simple_cut(group.built.problem, group.bracket.source_set, deadline_s if proven.refuted else None)
    few = found.persons_behind < FEW * group.persons.sum() and not proven.refuted
    if not len(found.arcs) or few:
        return None
    factor = persons = None
    if deadline_s is not None:
        even = found.break_even(deadline_s)
        factor, persons = (even.capacity_factor, even.persons) if even.refuted else (None, None)
    return Cut(
        lower_h=found.lower_s / SECONDS_PER_HOUR,
        persons_behind=found.persons_behind,
        capacity_per_s=float(found.capacity_per_s.sum()),
        offset_low_h=float(found.offset_s.min()) / SECONDS_PER_HOUR,
        offset_high_h=float(found.offset_s.max()) / SECONDS_PER_HOUR,
        break_even_capacity_factor=factor,
        break_even_persons=persons,
        streets=_streets(movement, group, found),
    )


def _streets(movement: Movement, group: Group, found: SimpleCut) -> tuple[CutStreet, ...]:
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
