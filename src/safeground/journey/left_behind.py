"""Restricted: of which blocks not everybody can have left by the deadline.

Two bounds, of which the larger counts: people whose shortest way takes longer than the time there is,
and people behind the cut of the certificate, less all that its streets can pass by the deadline even if
they passed nobody else. Both count people of a block alone, so the blocks' figures must not be added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.outcome import LeftBehind
from safeground.journey.problems import schedule_persons
from safeground.quantity import Range
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.journey.movement import Movement
    from safeground.journey.proof import Group, Proven
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

EDGE_M = 1.0
"""A zone that reaches so far beyond its block still lies in it: the noise of coordinates."""


def left_by_block(
    loaded: LoadedPlan, movement: Movement, proven: Proven, notice: Notice, deadline_s: float | None
) -> tuple[LeftBehind, ...]:
    """Return the blocks (areas where the plan has no blocks) with people who cannot all have left."""
    group = proven.group
    if deadline_s is None or group is None:
        return ()
    late, behind, passing = _late(movement, group, proven, deadline_s)
    most = schedule_persons(movement, movement.setting.figures)
    result = []
    for name, polygon in _blocks(loaded, notice).items():
        shape = movement.setting.plane.project(polygon)
        shapely.prepare(shape)
        within = shapely.covered_by(movement.setting.zones.shape, shape.buffer(EDGE_M))
        least = max(
            float(group.persons[within & late].sum()), float(group.persons[within & behind].sum()) - passing
        )
        if least >= 1.0:
            touching = shapely.intersects(shape, movement.setting.zones.shape)
            result.append(LeftBehind(name, Range(least, float(most[touching].sum()), "persons")))
    return tuple(result)


def _late(movement: Movement, group: Group, proven: Proven, deadline_s: float) -> tuple[Bools, Bools, float]:
    """Return the zones too far away, the zones behind the certificate's cut, and what its arcs pass."""
    from safeground.flow.certificate import check

    faster = movement.fast.speed_m_s.max() / group.numbers.speed_m_s.max()
    release_s = movement.setting.figures.start_delay.range.low * SECONDS_PER_HOUR
    late = movement.fastest_s * faster + release_s > deadline_s
    certificate, problem = proven.certificate, group.built.problem
    if certificate is None or not proven.refuted:
        return late, np.zeros(len(late), bool), 0.0
    source = group.built.source_of_zone
    kept = certificate.labels_s[problem.source] <= problem.release_s
    behind = np.where(source >= 0, kept[source], False)
    proof = check(problem, certificate)
    return late, behind, proof.arcs_persons + proof.room_persons


def _blocks(loaded: LoadedPlan, notice: Notice) -> dict[str, BaseGeometry]:
    gazetteer = loaded.gazetteer
    named = [block for area in notice.areas for block in loaded.blocks_of_area.get(area, ())]
    if gazetteer is None or not named:
        return {area: loaded.areas[area] for area in notice.areas}
    number = {block: index for index, block in enumerate(gazetteer.ids)}
    return {block: gazetteer.geometry[number[block]] for block in dict.fromkeys(named)}
