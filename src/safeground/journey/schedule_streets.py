"""Which streets a schedule loads, and where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.ops import substring

from safeground.flow.schedule_steps import entries
from safeground.journey.readable_schedule import FEW_PERSONS, StreetLoad, Stretch, at_least

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.schedule import Schedule
    from safeground.journey.movement import Movement
    from safeground.journey.problems import Built

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]


def street_loads(
    movement: Movement, built: Built, schedule: Schedule, edges_s: Floats
) -> tuple[tuple[StreetLoad, ...], tuple[Stretch, ...]]:
    """Return the streets on which at least ``FEW_PERSONS`` pass in a step, most first, and their stretches.

    A street is all stretches of one name; its number is that of the stretch which carries most, so that
    nobody is counted twice on it.
    """
    shape = movement.schedule_contracted
    street = built.street[schedule.arc]
    total = np.bincount(street[street >= 0], schedule.persons[street >= 0], len(shape.tail))
    used = np.flatnonzero(total >= FEW_PERSONS)
    if not len(used):
        return (), ()
    number = np.full(len(shape.tail), -1)
    number[used] = np.arange(len(used))
    place = np.where(street >= 0, number[street], -1)
    persons = entries(schedule, place, len(used), edges_s)
    ahead = built.problem.tail[schedule.arc] == shape.tail[street]
    along = entries(schedule, np.where(ahead, place, -1), len(used), edges_s) >= persons / 2
    shown = at_least(persons)
    loaded = np.flatnonzero(shown.max(axis=1) > 0)
    stretches, names = [], []
    for index in loaded.tolist():
        line, name, way = _place(movement, int(used[index]))
        names.append((name, 0) if name else ("", way))
        stretches.append((line, way, shown[index], along[index]))
    by_street: dict[tuple[str, int], list[int]] = {}
    for index, key in enumerate(names):
        by_street.setdefault(key, []).append(index)
    loads = []
    for key, members in by_street.items():
        most = max(members, key=lambda index: int(stretches[index][2].max()))
        persons_of = np.max([stretches[index][2] for index in members], axis=0)
        loads.append((key, members, StreetLoad(key[0], stretches[most][1], persons_of)))
    loads.sort(key=lambda load: (-int(load[2].persons.max()), -int(load[2].persons.sum()), load[0]))
    of = {member: rank for rank, (_, members, _) in enumerate(loads) for member in members}
    return (
        tuple(load for _, _, load in loads),
        tuple(
            Stretch(of[index], line, shown_, along_)
            for index, (line, _, shown_, along_) in enumerate(stretches)
        ),
    )


def _place(movement: Movement, street: int) -> tuple[shapely.LineString, str, int]:
    """Return the line (WGS 84), the name and the way of a contracted street, those of its longest part."""
    shape, pieces, streets = movement.schedule_contracted, movement.pieces, movement.setting.streets
    chain = slice(shape.start[street], shape.start[street + 1])
    parts = []
    for piece, against in zip(shape.piece[chain].tolist(), shape.against[chain].tolist(), strict=True):
        line = _line(movement, piece)
        parts.append(line[::-1] if against else line)
    x, y = np.vstack(parts).T
    lon, lat = movement.setting.plane.lonlat(x, y)
    edges = pieces.edge[shape.piece[chain]]
    length = pieces.length_m[shape.piece[chain]]
    name = str(streets.name[edges][np.argmax(length)])
    if not name and np.any(streets.name[edges] != ""):
        name = str(streets.name[edges][np.argmax(np.where(streets.name[edges] != "", length, -1.0))])
    way = int(streets.way_id[edges][np.argmax(length)])
    return shapely.LineString(np.column_stack((lon, lat))), name, way


def _line(movement: Movement, piece: int) -> Floats:
    """Return the vertices of a piece in metres, shape (n, 2)."""
    pieces = movement.pieces
    edge = int(pieces.edge[piece])
    line = movement.setting.lines.line[edge]
    first = int(np.searchsorted(pieces.edge, edge))
    before = float(pieces.length_m[first:piece].sum())
    whole = float(movement.setting.streets.length_m[edge])
    if whole <= 0:
        return shapely.get_coordinates(line)
    part = substring(
        line, before / whole, min(1.0, (before + pieces.length_m[piece]) / whole), normalized=True
    )
    return shapely.get_coordinates(part)


def names_at(movement: Movement, node: int) -> tuple[str, ...]:
    """Return the names of the streets that meet at a node of the pieces, each once, in order."""
    pieces = movement.pieces
    meeting = pieces.edge[(pieces.tail == node) | (pieces.head == node)]
    names = movement.setting.streets.name[meeting]
    return tuple(sorted({str(name) for name in names if name}))
