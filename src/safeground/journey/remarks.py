"""What a reader must know about how plan and ground were put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.remarks import Remark

if TYPE_CHECKING:
    from safeground.journey.movement import Movement
    from safeground.journey.open_ground import OpenGround
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan

NEAR_M = 500.0


def remarks_of(
    loaded: LoadedPlan, movement: Movement, ground: OpenGround, notice: Notice
) -> tuple[Remark, ...]:
    """Return the remarks of one notice and target."""
    spec = loaded.plan.ground.streets
    file = "" if spec is None else spec.file
    found = [*movement.setting.conditions.remarks, *movement.setting.zones.remarks, *_modes(movement, loaded)]
    found += [*_border(movement, file), *_unmapped(movement, file, notice), *_unconnected(movement, file)]
    found += [
        *_corridors(movement, loaded.path.name, notice),
        *_destinations(movement, file, notice),
        *ground.remarks,
    ]
    return tuple(found)


def _modes(movement: Movement, loaded: LoadedPlan) -> list[Remark]:
    if movement.setting.figures.modes:
        return []
    text = (
        "The plan does not say how people move: the proof takes the faster of walking and riding on each "
        "street and lets both pass at once, the schedule has everybody walk."
    )
    return [Remark("inferred", loaded.path.name, text)]


def _border(movement: Movement, file: str) -> list[Remark]:
    if movement.setting.destinations is not None:
        return _border_on_the_way(movement, file)
    count = len(movement.ends.border)
    if not count:
        return []
    text = (
        f"{_many(count, 'street is', 'streets are')} cut by the border of the streets' file within the "
        "ordered area. Where that leads is unknown: the proof lets people leave there, the schedule does not."
    )
    return [Remark("warning", file, text, count)]


def _border_on_the_way(movement: Movement, file: str) -> list[Remark]:
    count = int(movement.setting.streets.cut.sum())
    if not count:
        return []
    text = (
        f"{_many(count, 'street is', 'streets are')} cut by the border of the streets' file. Ways that leave "
        "the file and come back are neither in the proof of arriving nor in the schedule."
    )
    return [Remark("warning", file, text, count)]


def _unmapped(movement: Movement, file: str, notice: Notice) -> list[Remark]:
    """Say where people who are ordered to leave live beyond the mapped streets."""
    setting = movement.setting
    hull = shapely.MultiPoint(np.column_stack((setting.lines.x, setting.lines.y))).convex_hull.buffer(NEAR_M)
    shapely.prepare(hull)
    beyond = ~shapely.intersects(hull, setting.zones.shape)
    count = int(beyond.sum())
    if not count:
        return []
    text = (
        f"{_many(count, 'cell', 'cells')} of people whom {notice.id} orders to leave beyond the mapped "
        f"streets, more than {NEAR_M:,.0f} m off: their ways are taken to begin at the nearest mapped street."
    )
    return [Remark("warning", file, text, count, float(setting.zones.high[beyond].sum()))]


def _unconnected(movement: Movement, file: str) -> list[Remark]:
    zones, alone = movement.setting.zones, ~movement.reachable
    count = int(alone.sum())
    if not count:
        return []
    text = (
        f"{_many(count, 'cell of people touches', 'cells of people touch')} no mapped street that leads out. "
        "They are counted as people without a route and left out of the movement; a way that is not mapped, "
        "or that the plan shuts, may be there."
    )
    return [Remark("left out", file, text, count, float(zones.high[alone].sum()))]


def _corridors(movement: Movement, file: str, notice: Notice) -> list[Remark]:
    """Say which of the corridors by which alone people may leave lead nobody out."""
    exits, gates = movement.exits, movement.setting.conditions.gates
    if exits is None or gates is None:
        return []
    idle = [gate.corridor for gate, at in zip(gates, exits.at_gate, strict=True) if not len(at)]
    if not idle:
        return []
    text = (
        f"No street leads out of the area that {notice.id} orders to leave along {', '.join(idle)}: "
        "nobody is let out there."
    )
    return [Remark("warning", file, text, len(idle))]


def _destinations(movement: Movement, file: str, notice: Notice) -> list[Remark]:
    if movement.setting.destinations is None:
        return []
    entered = set(movement.ends.proof_goal.tolist())
    names = [area for index, area in enumerate(notice.to) if index not in entered]
    if not names:
        return []
    text = f"No mapped street enters {', '.join(names)}: nobody is counted as arriving there."
    return [Remark("left out", file, text, len(names))]


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
