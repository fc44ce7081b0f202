"""A synthetic coastal strip of any size, from a seed.

41 km long and 6 to 12 km wide, six towns, a river with three bridges, main roads along and across,
streets damaged north of the river. Everybody goes to a zone of the southern coast on foot. It has what
makes such movements hard: many short streets, few long main roads, one narrow passage for half the people.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay

from safeground.flow.problem import Problem

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LENGTH_KM = 41.0
RIVER_KM = 15.5
BRIDGES_KM = (0.5, 3.2, 4.8)
COAST_AT_KM, WIDTH_KM = (0, 10, 20, 28, 41), (8, 6.5, 6.2, 9, 12)
LONGEST_STREET_KM = 2.5
STREETS_PER_CROSSING = 1.4
WIDTH_M = np.array([3.0, 6.0, 10.0, 16.0])  # residential, tertiary, secondary, primary
PERSONS_PER_M_S = 1.0
DETOUR = 1.15
SPEED_M_S, SPEED_ON_RUBBLE_M_S = 1.2, 0.8


@dataclass(frozen=True)
class Town:
    """Centre and spread [km], and share of the people."""

    along: float
    inland: float
    spread: float
    share: float


TOWNS = (
    Town(5, 4, 2.5, 0.20),
    Town(9, 3, 3.0, 0.33),
    Town(18, 2.5, 2.5, 0.10),
    Town(22, 3, 2.5, 0.10),
    Town(31, 5, 3.0, 0.14),
    Town(38, 5, 2.5, 0.08),
)


def strip(crossings: int, seed: int = 1, persons: float = 2.2e6) -> Problem:
    """Return a strip with so many crossings; about 2.85 arcs a crossing.

    Parameters
    ----------
    crossings
        Nodes.
    seed
        Of everything drawn.
    persons
        In all.
    """
    random = np.random.default_rng(seed)
    place = _crossings(crossings, random)
    ends, length_km = _possible_streets(place)
    bridge = _bridges(place, ends)
    road_class = _main_roads(place, ends, length_km)
    road_class[bridge] = np.maximum(road_class[bridge], 2)
    chosen = _chosen(crossings, ends, length_km, bridge | (road_class > 0), random)
    ends, length_km, road_class = ends[chosen], length_km[chosen], road_class[chosen]

    width_m = WIDTH_M[road_class] * random.uniform(0.8, 1.2, len(ends))
    north = place[ends, 0].mean(1) < RIVER_KM
    damaged = north & (random.random(len(ends)) < 0.4)
    passable = np.where(damaged, random.uniform(0.2, 0.8, len(ends)), 1.0)
    transit_s = length_km * 1000 * DETOUR / np.where(damaged, SPEED_ON_RUBBLE_M_S, SPEED_M_S)
    people = _people(place, random)
    source = np.flatnonzero(people)
    zone = (place[:, 0] > 26) & (place[:, 0] < 40) & (place[:, 1] < 1)
    return Problem.from_arrays(
        nodes=crossings,
        tail=ends.T.ravel(),
        head=ends[:, ::-1].T.ravel(),
        transit_s=np.tile(transit_s, 2),
        capacity_per_s=np.tile(width_m * passable * PERSONS_PER_M_S, 2),
        source=source,
        persons=people[source] / people.sum() * persons,
        sink=np.flatnonzero(zone),
        street_id=np.tile(np.arange(len(ends)), 2),
        file=f"strip of {crossings} crossings, seed {seed}",
    )


def _width_km(along: Floats) -> Floats:
    return np.interp(along, COAST_AT_KM, WIDTH_KM)


def _crossings(count: int, random: np.random.Generator) -> Floats:
    """Draw 55 % of the crossings around the towns, the others evenly."""
    share = np.array([town.share for town in TOWNS])
    centre = np.array([(town.along, town.inland) for town in TOWNS])
    spread = np.array([(0.8 * town.spread, 0.6 * town.spread) for town in TOWNS])

    def around_towns(size: int) -> Floats:
        town = random.choice(len(TOWNS), size, p=share / share.sum())
        return random.normal(centre[town], spread[town])

    def anywhere(size: int) -> Floats:
        return random.uniform((0, 0), (LENGTH_KM, max(WIDTH_KM)), (size, 2))

    def on_land(draw: object, size: int) -> Floats:
        drawn = draw(3 * size)  # type: ignore[operator]
        inside = (drawn > 0).all(1) & (drawn[:, 0] < LENGTH_KM) & (drawn[:, 1] < _width_km(drawn[:, 0]))
        assert inside.sum() >= size
        return drawn[inside][:size]

    in_towns = int(0.55 * count)
    return np.vstack([on_land(around_towns, in_towns), on_land(anywhere, count - in_towns)])


def _possible_streets(place: Floats) -> tuple[Ints, Floats]:
    """Return the short edges of the Delaunay triangulation that the river does not part, or bridges join."""
    corners = Delaunay(place).simplices
    pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    ends = np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)
    length_km = np.hypot(*(place[ends[:, 0]] - place[ends[:, 1]]).T)
    kept = (length_km < LONGEST_STREET_KM) & (~_crosses_river(place, ends) | _bridges(place, ends))
    return ends[kept], length_km[kept]


def _crosses_river(place: Floats, ends: Ints) -> npt.NDArray[np.bool_]:
    return np.prod(place[ends, 0] - RIVER_KM, axis=1) < 0


def _bridges(place: Floats, ends: Ints) -> npt.NDArray[np.bool_]:
    """Return the edges over the river nearest to where the bridges are."""
    over = np.flatnonzero(_crosses_river(place, ends))
    inland = place[ends[over], 1].mean(1)
    found = np.zeros(len(ends), np.bool_)
    found[[over[np.argmin(np.abs(inland - at))] for at in BRIDGES_KM]] = True
    return found


def _main_roads(place: Floats, ends: Ints, length_km: Floats) -> Ints:
    """Return the class of each edge: shortest ways between points along and across the strip."""
    nodes = len(place)
    graph = csr_array(coo_array((length_km, (ends[:, 0], ends[:, 1])), (nodes, nodes)))
    key = ends[:, 0] * nodes + ends[:, 1]
    road_class = np.zeros(len(ends), np.int64)

    def build(points: Floats, to_class: int) -> None:
        stops = [int(np.argmin(((place - point) ** 2).sum(1))) for point in points]
        for start, end in itertools.pairwise(stops):
            limit = 1.0 + 3 * float(np.hypot(*(place[start] - place[end])))
            _, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True, limit=limit)
            node = end
            while node != start and before[node] >= 0:
                pair = sorted((node, int(before[node])))
                edge = np.searchsorted(key, pair[0] * nodes + pair[1])
                road_class[edge] = max(road_class[edge], to_class)
                node = int(before[node])

    along = np.arange(0.5, LENGTH_KM, 1.5)
    width = _width_km(along)
    build(np.column_stack([along, np.full(len(along), 0.4)]), 3)
    build(np.column_stack([along, 0.5 * width]), 3)
    build(np.column_stack([along, 0.8 * width]), 1)
    for place_km in np.arange(1.5, LENGTH_KM - 1, 2):
        across = np.array([0.05, 0.3, 0.5, 0.75, 0.95]) * _width_km(np.array(place_km))
        build(np.column_stack([np.full(5, place_km), across]), 2 if int(place_km) % 4 == 1 else 1)
    return road_class


def _chosen(
    crossings: int,
    ends: Ints,
    length_km: Floats,
    needed: npt.NDArray[np.bool_],
    random: np.random.Generator,
) -> npt.NDArray[np.bool_]:
    """Choose a connected street network: a spanning tree, what is needed, and short edges at random."""
    graph = csr_array(coo_array((length_km, (ends[:, 0], ends[:, 1])), (crossings, crossings)))
    tree = minimum_spanning_tree(graph).tocoo()
    in_tree = np.isin(
        ends[:, 0] * crossings + ends[:, 1],
        np.minimum(tree.row, tree.col).astype(np.int64) * crossings + np.maximum(tree.row, tree.col),
    )
    chosen = in_tree | needed
    rest = np.flatnonzero(~in_tree)
    more = int(STREETS_PER_CROSSING * crossings) - int(in_tree.sum())
    # Draws without replacement, with chances as 1 / length.
    order = np.argsort(-np.log(random.random(len(rest))) * length_km[rest])
    chosen[rest[order[:more]]] = True
    return chosen


def _people(place: Floats, random: np.random.Generator) -> Floats:
    """Draw people at four of five crossings, around the towns."""
    density = np.full(len(place), 0.002)
    for town in TOWNS:
        away = (place - (town.along, town.inland)) / (0.8 * town.spread, 0.6 * town.spread)
        density += town.share / town.spread**2 * np.exp(-(away**2).sum(1) / 2)
    lived_in = random.random(len(place)) < 0.8
    return density * lived_in * random.lognormal(0, 0.7, len(place))
