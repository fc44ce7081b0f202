"""Neighbouring blocks taken together until each unit holds enough people to be spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.journey.readable_schedule import FEW_PERSONS

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.setting import Setting
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

MOST_UNITS: Final = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """People of neighbouring blocks.

    Parameters
    ----------
    zones
        Their zones, indices.
    blocks
        Ids of the blocks that these lie in, in the gazetteer's order; empty where there are none.
    x, y
        Middle of the zones, weighted by people, in metres.
    """

    zones: Ints
    blocks: tuple[str, ...]
    x: float
    y: float


def units_of(loaded: LoadedPlan, setting: Setting, notice: Notice, persons: Floats) -> tuple[Unit, ...]:
    """Return units that hold all zones with people, the one with most people first.

    Zones of one block stay together. Blocks are divided, along the axis on which they reach farther, as long
    as both parts hold ``FEW_PERSONS``, and there are at most ``MOST_UNITS``.

    Parameters
    ----------
    loaded, setting, notice
        Where the zones and the blocks lie.
    persons
        People of each zone, shape (z,).
    """
    zone = np.flatnonzero(persons > 0)
    if not len(zone):
        return ()
    shapes = setting.zones.shape[zone]
    block, holding, ids = _blocks(loaded, setting, notice, shapes)
    # A zone that lies in no block stands alone.
    own = np.where(block >= 0, block, len(ids) + np.arange(len(zone)))
    _, atom = np.unique(own, return_inverse=True)
    weight = persons[zone]
    centre = shapely.centroid(shapes)
    x, y = shapely.get_x(centre), shapely.get_y(centre)
    total = np.bincount(atom, weight).astype(np.float64)
    at = np.bincount(atom, weight * x) / total, np.bincount(atom, weight * y) / total
    units = []
    for members in _divided(*at, total):
        inside = np.flatnonzero(np.isin(atom, members))
        named = sorted({number for index in inside.tolist() for number in holding[index]})
        share = weight[inside] / weight[inside].sum()
        units.append(
            Unit(
                zone[inside],
                tuple(ids[number] for number in named),
                float((share * x[inside]).sum()),
                float((share * y[inside]).sum()),
            )
        )
    return tuple(sorted(units, key=lambda unit: -float(persons[unit.zones].sum())))


def _blocks(
    loaded: LoadedPlan, setting: Setting, notice: Notice, shapes: npt.NDArray[np.object_]
) -> tuple[Ints, list[list[int]], tuple[str, ...]]:
    """Return the block that holds most of each zone (-1: none), all that it is named for, and the ids."""
    gazetteer: Gazetteer | None = loaded.gazetteer
    named = {block for area in notice.areas for block in loaded.blocks_of_area.get(area, ())}
    block = np.full(len(shapes), -1, np.int64)
    holding: list[list[int]] = [[] for _ in shapes]
    if gazetteer is None or not named:
        return block, holding, ()
    ids = tuple(name for name in gazetteer.ids if name in named)
    number = {name: index for index, name in enumerate(gazetteer.ids)}
    polygons = setting.plane.project(np.array([gazetteer.geometry[number[name]] for name in ids], object))
    zone, at = shapely.STRtree(polygons).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[zone], polygons[at]))
    # Cells cross the edges of blocks: each counts to the block that holds most of it. A zone of several
    # blocks is named for all that it holds at least half of.
    order = np.lexsort((at, -common, zone))
    most = order[np.diff(zone[order], prepend=-1) != 0]
    block[zone[most]] = at[most]
    for index in np.union1d(most, np.flatnonzero(common >= shapely.area(polygons)[at] / 2)).tolist():
        holding[zone[index]].append(int(at[index]))
    return block, holding, ids


def _divided(x: Floats, y: Floats, persons: Floats) -> list[Ints]:
    """Return groups of places, compact ones, each with ``FEW_PERSONS`` where all together have as many."""
    done: list[Ints] = []
    todo = [np.arange(len(persons))]
    while todo:
        todo.sort(key=lambda members: float(persons[members].sum()))
        members = todo.pop()
        full = len(done) + len(todo) + 1 >= MOST_UNITS
        parts = None if full else _halves(x[members], y[members], persons[members])
        if parts is None:
            done.append(members)
        else:
            todo += [members[part] for part in parts]
    return done


def _halves(x: Floats, y: Floats, persons: Floats) -> tuple[Ints, Ints] | None:
    """Return the two parts as equal as can be, of ``FEW_PERSONS`` each; None where no line gives such."""
    for along in (x, y) if np.ptp(x) >= np.ptp(y) else (y, x):
        order = np.argsort(along, kind="stable")
        before = np.cumsum(persons[order])[:-1]
        after = persons.sum() - before
        if not len(before):
            return None
        place = int(np.argmax(np.minimum(before, after)))
        if min(before[place], after[place]) >= FEW_PERSONS:
            return order[: place + 1], order[place + 1 :]
    return None
