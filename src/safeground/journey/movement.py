"""Streets, people and ends of one notice and target, put together and contracted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.contract import Contracted, contract
from safeground.journey.distance import to_ends
from safeground.journey.ends import Ends, ends_arrived, ends_out
from safeground.journey.exits import Exits, exits_of, open_ways
from safeground.journey.off_street import (
    off_street_m,
    with_nearest_ends,
    with_streets_around,
    without_street,
)
from safeground.journey.pieces import Pieces, Places, crossings, inside, short_lines, split
from safeground.journey.starts import StartPlaces, frontier, places_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.journey.conditions import Side
    from safeground.journey.network import Numbers
    from safeground.journey.setting import Setting

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Movement:
    """A setting as a network with its starts and ends.

    Parameters
    ----------
    pieces, ends
        The split streets, and where people arrive on them.
    exits
        Where people may cross the edge of the ordered area; None where they may anywhere.
    contracted, schedule_contracted
        The pieces contracted around the starts and ends of the proof, and of the schedule.
    fast, slow
        Numbers of the proof and of the schedule for each edge of the streets.
    start_zone, start_node
        Where the people of a zone start in the proof, as pairs sorted by zone; nodes of ``pieces``.
    reachable
        Zones from which a way leads to an end on the mapped streets, bool (z,).
    worst_node
        Where the people of a zone start in the schedule; -1 where none has a way, shape (z,).
    off_street_m
        From the farthest place of a zone that no street touches to its ``worst_node``, straight; 0 for the
        others, shape (z,).
    fastest_s
        Least time from a zone to an end in the proof, infinite where there is no way, shape (z,).
    walk_m
        Shortest ways to an end: the least and the greatest of all zones; None where there is none.
    """

    setting: Setting
    pieces: Pieces
    ends: Ends
    exits: Exits | None
    contracted: Contracted
    schedule_contracted: Contracted
    fast: Numbers
    slow: Numbers
    start_zone: Ints
    start_node: Ints
    reachable: Bools
    worst_node: Ints
    off_street_m: Floats
    fastest_s: Floats
    walk_m: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class _Marked:
    """A setting with the places at which its streets must be split.

    Parameters
    ----------
    marks
        Where streets meet the ends, the ordered area's edge and the barriers', and the zones', in this order.
    reach
        The zones, with the streets around those that no street touches.
    off_street
        Which zones no street touches, bool (z,).
    usable_edge
        Edges of which some piece leads to an end.
    """

    setting: Setting
    marks: tuple[Places, ...]
    reach: Shapes
    off_street: Bools
    usable_edge: Ints
    quick: Numbers
    careful: Numbers


def put_together(setting: Setting) -> Movement:
    """Split, connect and contract the streets of a setting."""
    return put_on_same_streets([setting])[0]


def put_on_same_streets(settings: Sequence[Setting]) -> list[Movement]:
    """Do so for several settings in one plane, with the streets split alike for all."""
    marked = [_mark(setting) for setting in settings]
    marks = [mark for one in marked for mark in one.marks]
    pieces, node = split(
        settings[0].streets,
        settings[0].lines,
        np.concatenate([mark.edge for mark in marks]),
        np.concatenate([mark.at for mark in marks]),
    )
    by_mark = iter(np.split(node, np.cumsum([len(mark.edge) for mark in marks])[:-1]))
    return [_movement(one, pieces, [next(by_mark) for _ in one.marks]) for one in marked]


def _mark(setting: Setting) -> _Marked:
    lines, zones = setting.lines, setting.zones
    quick, careful = setting.fast(), setting.slow()
    edges_of_plan = _plan_crossings(setting)
    usable_edge = _reachable_edges(setting, edges_of_plan, quick)
    off_street = without_street(setting)
    reach = with_streets_around(setting, off_street, usable_edge)
    counted = np.flatnonzero(zones.low > 0)
    edges_of_zones = crossings(lines, shapely.boundary(reach[counted]))
    edges_of_zones = Places(counted[edges_of_zones.shape], edges_of_zones.edge, edges_of_zones.at)
    marks = (*edges_of_plan, edges_of_zones)
    return _Marked(setting, marks, reach, off_street, usable_edge, quick, careful)


def _movement(marked: _Marked, pieces: Pieces, nodes: list[Ints]) -> Movement:
    """Connect one setting on the split streets; ``nodes`` are those of its marks."""
    setting, marks = marked.setting, marked.marks
    ends = _ends(setting, pieces, marks[0], nodes[0])
    exits = exits_of(setting, pieces, nodes[0 if setting.destinations is None else 1])
    if exits is not None:
        ends = exits.ends(ends, out=setting.destinations is None)
    places = places_in(marked.reach, pieces, marks[-1].shape, nodes[-1])
    places = with_nearest_ends(
        setting,
        _on_usable(places, pieces, marked.quick),
        marked.off_street,
        marked.quick,
        marked.usable_edge,
    )
    return _connect(setting, pieces, ends, exits, places, marked.off_street, marked.quick, marked.careful)


def contracted_alike(movements: Sequence[Movement]) -> list[Movement]:
    """Return movements on the same pieces with one contracted network for the schedules of all."""
    pieces = movements[0].pieces
    usable = np.zeros(len(pieces.edge), bool)
    stay = []
    for one in movements:
        usable |= one.ends.on_the_way & (one.fast.forward_per_s[pieces.edge] > 0)
        side = one.setting.conditions.schedule
        stay += [one.ends.schedule_node, one.worst_node[one.worst_node >= 0], _stay(pieces, one.exits, side)]
    common = _contract(pieces, usable, np.concatenate(stay))
    return [replace(one, schedule_contracted=common) for one in movements]


def _plan_crossings(setting: Setting) -> tuple[Places, ...]:
    """Return where streets meet the ends, the ordered area's edge and the barriers', in this order."""
    ordered = _lines_of(setting.ordered)
    marks = (
        []
        if setting.destinations is None
        else [crossings(setting.lines, shapely.boundary(setting.destinations))]
    )
    marks.append(crossings(setting.lines, ordered))
    if setting.barriers is not None:
        marks.append(crossings(setting.lines, short_lines(shapely.boundary(setting.barriers))))
    return tuple(marks)


def _lines_of(shape: BaseGeometry) -> Shapes:
    boundary = np.empty(1, object)
    boundary[0] = shape.boundary
    return boundary


def _ends(setting: Setting, pieces: Pieces, at: Places, node: Ints) -> Ends:
    if setting.destinations is None:
        return ends_out(setting.streets, pieces, setting.ordered, node)
    return ends_arrived(setting.streets, pieces, setting.destinations, at.shape, node)


def _reachable_edges(setting: Setting, marks: tuple[Places, ...], quick: Numbers) -> Ints:
    """Return edges of which some piece leads to an end, before the people are placed on them."""
    pieces, node = split(
        setting.streets,
        setting.lines,
        np.concatenate([mark.edge for mark in marks]),
        np.concatenate([mark.at for mark in marks]),
    )
    ends = _ends(setting, pieces, marks[0], node[: len(marks[0].edge)])
    usable = ends.on_the_way & (quick.forward_per_s[pieces.edge] > 0)
    distance = _both_ways(pieces, usable, pieces.length_m, ends.proof_node)
    reached: Ints = np.unique(pieces.edge[usable & np.isfinite(distance[pieces.tail])])
    return reached


def _on_usable(places: StartPlaces, pieces: Pieces, quick: Numbers) -> StartPlaces:
    """Return the places on streets that people can take at all, whether these lead out or not."""
    taken = quick.forward_per_s[pieces.edge] > 0
    usable = np.zeros(len(pieces.x), bool)
    usable[pieces.tail[taken]] = True
    usable[pieces.head[taken]] = True
    kept = usable[places.node]
    return StartPlaces(places.zone[kept], places.node[kept])


def _connect(
    setting: Setting,
    pieces: Pieces,
    ends: Ends,
    exits: Exits | None,
    places: StartPlaces,
    off_street: Bools,
    quick: Numbers,
    careful: Numbers,
) -> Movement:
    nodes, count = len(pieces.x), len(setting.zones.shape)
    usable = ends.on_the_way & (quick.forward_per_s[pieces.edge] > 0)
    fast_s = _seconds(pieces, quick)
    soonest = _both_ways(pieces, usable, fast_s, ends.proof_node, exits)
    metres = _both_ways(pieces, usable, pieces.length_m, ends.proof_node, exits)
    is_end = np.zeros(nodes, bool)
    is_end[ends.proof_node] = True
    matters = frontier(places, pieces.tail[usable], pieces.head[usable], nodes, is_end)
    matters &= np.isfinite(soonest[places.node])
    fastest = _by_zone(np.minimum, places, soonest, count, np.inf)
    worst = _worst_nodes(setting, pieces, ends, exits, places, careful, usable)
    arrive = np.concatenate((ends.schedule_node, worst[worst >= 0]))
    sides = setting.conditions.proof, setting.conditions.schedule
    stay = [_stay(pieces, exits, side) for side in sides]
    return Movement(
        setting, pieces, ends, exits,
        _contract(pieces, usable, np.concatenate((ends.proof_node, places.node[matters], stay[0]))),
        _contract(pieces, usable, np.concatenate((arrive, stay[1]))),
        quick, careful,
        places.zone[matters], places.node[matters], np.isfinite(fastest), worst,
        off_street_m(setting, pieces, off_street, worst), fastest,
        _walk(places, metres, count),
    )  # fmt: skip


def _stay(pieces: Pieces, exits: Exits | None, side: Side) -> Ints:
    """Return the nodes between which a street has hours of its own, and those at the ordered area's edge."""
    timed = np.flatnonzero(np.isin(pieces.edge, np.fromiter(side.spans, np.int64, len(side.spans))))
    at_edge = np.empty(0, np.int64) if exits is None else exits.crossing
    return np.concatenate((pieces.tail[timed], pieces.head[timed], at_edge))


def _contract(pieces: Pieces, usable: Bools, keep: Ints) -> Contracted:
    """Contract the usable pieces around the nodes to keep."""
    on_way = np.flatnonzero(usable)
    kept = np.zeros(len(pieces.x), bool)
    kept[keep] = True
    shape = contract(pieces.tail[on_way], pieces.head[on_way], kept)
    return Contracted(shape.node, shape.tail, shape.head, shape.start, on_way[shape.piece], shape.against)


def _seconds(pieces: Pieces, numbers: Numbers) -> Floats:
    speed = numbers.speed_m_s[pieces.edge]
    return np.where(speed > 0, pieces.length_m / np.where(speed > 0, speed, 1.0), np.inf)


def _both_ways(
    pieces: Pieces, usable: Bools, weight: Floats, ends: Ints, exits: Exits | None = None
) -> Floats:
    ahead, back = open_ways(usable, usable, None if exits is None else exits.barred)
    tail = np.concatenate((pieces.tail[ahead], pieces.head[back]))
    head = np.concatenate((pieces.head[ahead], pieces.tail[back]))
    return to_ends(len(pieces.x), tail, head, np.concatenate((weight[ahead], weight[back])), ends)


def _worst_nodes(
    setting: Setting,
    pieces: Pieces,
    ends: Ends,
    exits: Exits | None,
    places: StartPlaces,
    careful: Numbers,
    usable: Bools,
) -> Ints:
    """Return for each zone its node with the longest way, in the ordered area where it has one there."""
    ahead = usable & (careful.forward_per_s[pieces.edge] > 0)
    back = usable & (careful.backward_per_s[pieces.edge] > 0)
    ahead, back = open_ways(ahead, back, None if exits is None else exits.barred_to_schedule)
    seconds = _seconds(pieces, careful)
    tail = np.concatenate((pieces.tail[ahead], pieces.head[back]))
    head = np.concatenate((pieces.head[ahead], pieces.tail[back]))
    distance = to_ends(
        len(pieces.x), tail, head, np.concatenate((seconds[ahead], seconds[back])), ends.schedule_node
    )[places.node]
    # A node outside the ordered area is nobody's start unless the zone has no other.
    within = inside(setting.ordered, pieces.x[places.node], pieces.y[places.node])
    rank = np.where(np.isfinite(distance), distance + np.where(within, 1e12, 0.0), -1.0)
    order = np.lexsort((rank, places.zone))
    last = np.flatnonzero(np.append(np.diff(places.zone[order]) != 0, True)) if len(order) else order
    best = order[last]
    worst = np.full(len(setting.zones.shape), -1, np.int64)
    found = rank[best] >= 0
    worst[places.zone[best][found]] = places.node[best][found]
    return worst


def _by_zone(how: np.ufunc, places: StartPlaces, value: Floats, count: int, empty: float) -> Floats:
    result = np.full(count, empty)
    how.at(result, places.zone, value[places.node])
    return result


def _walk(places: StartPlaces, metres: Floats, count: int) -> tuple[float, float] | None:
    finite = StartPlaces(
        places.zone[np.isfinite(metres[places.node])], places.node[np.isfinite(metres[places.node])]
    )
    if not len(finite.zone):
        return None
    least = _by_zone(np.minimum, finite, metres, count, np.inf)
    most = _by_zone(np.maximum, finite, metres, count, 0.0)
    return float(least.min()), float(most.max())
