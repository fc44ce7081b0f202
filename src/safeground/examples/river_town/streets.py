"""The town's streets: three jittered grids, a quay, two bridges in use and one closed, roads out."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.examples.river_town import land
from safeground.examples.river_town.files import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from safeground.examples.river_town.files import Point

    Key = tuple[int, int]

SEED: Final = 20260304
OLD_BRIDGE_WIDTH_M: Final = 2.8
FERRY_FOOTBRIDGE_WIDTH_M: Final = 1.9


@dataclass(frozen=True)
class _Quarter:
    """A jittered street grid on one piece of land."""

    spacing_m: float
    angle: float
    inside: Callable[[Point], bool]
    cells: int
    """Half the grid's width, in spacings."""
    main_names: Sequence[str]


_ISLAND: Final = _Quarter(
    80.0, 0.16, lambda point: land.on_island(point, 30.0), 34,
    ("Market Street", "Tanners Row", "Saint Anne Street", "Ferry Street", "Guild Street", "Salt Lane"),
)  # fmt: skip
_UPPER_TOWN: Final = _Quarter(
    105.0, -0.09, land.on_east_bank, 48,
    ("Station Road", "Orchard Avenue", "East Parade", "Chapel Road", "Vineyard Road", "Lime Walk"),
)  # fmt: skip
_MILL_QUARTER: Final = _Quarter(
    120.0, 0.05, land.on_west_bank, 30, ("Mill Road", "Weir Street", "Quarry Road", "Kiln Lane")
)


def draw() -> Drawing:
    """Return all the streets."""
    rng = random.Random(SEED)
    drawing = Drawing()
    island, east, west = (
        _draw_grid(drawing, rng, quarter) for quarter in (_ISLAND, _UPPER_TOWN, _MILL_QUARTER)
    )
    _draw_quay(drawing, island)
    _draw_bridges(drawing, island, east, west)
    _draw_roads_out(drawing, east, west)
    return drawing


def _draw_grid(drawing: Drawing, rng: random.Random, quarter: _Quarter) -> list[int]:
    """Draw a quarter's streets, each line of the grid one street; return its nodes."""
    at = _nodes_of_grid(drawing, rng, quarter)
    closed = _closed_links(at, rng)
    for along in (0, 1):
        line = 1 - along
        for number in sorted({key[line] for key in at}):
            keys = sorted((key for key in at if key[line] == number), key=lambda key: key[along])
            tags = _street_tags(rng, quarter, number)
            for run in _runs(keys, along, closed):
                drawing.way([at[key] for key in run], tags)
    return list(at.values())


def _nodes_of_grid(drawing: Drawing, rng: random.Random, quarter: _Quarter) -> dict[Key, int]:
    cos, sin = math.cos(quarter.angle), math.sin(quarter.angle)
    at: dict[Key, int] = {}
    for i, j in itertools.product(range(-quarter.cells, quarter.cells + 1), repeat=2):
        x = (i + rng.uniform(-0.16, 0.16)) * quarter.spacing_m
        y = (j + rng.uniform(-0.16, 0.16)) * quarter.spacing_m
        point = (x * cos - y * sin, x * sin + y * cos)
        if quarter.inside(point):
            at[i, j] = drawing.node(point)
    return at


def _closed_links(at: dict[Key, int], rng: random.Random) -> set[tuple[Key, Key]]:
    """Leave out about a fifth of the minor links, never one of a node's last three."""
    degree = {
        (i, j): sum(key in at for key in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1))) for i, j in at
    }
    closed = set()
    for i, j in sorted(at):
        for other, line in (((i + 1, j), j), ((i, j + 1), i)):
            if other in at and line % 5 and min(degree[i, j], degree[other]) > 3 and rng.random() < 0.22:
                closed.add(((i, j), other))
                degree[i, j] -= 1
                degree[other] -= 1
    return closed


def _runs(keys: Sequence[Key], along: int, closed: set[tuple[Key, Key]]) -> Iterator[list[Key]]:
    """Cut a line of the grid where a node or a link is missing."""
    run = [keys[0]]
    for before, key in itertools.pairwise(keys):
        if key[along] != before[along] + 1 or (before, key) in closed:
            yield run
            run = []
        run.append(key)
    yield run


def _street_tags(rng: random.Random, quarter: _Quarter, number: int) -> dict[str, str]:
    """Return tags by the line's number: every tenth and fifth line is a main street; few widths are known."""
    name = quarter.main_names[number // 5 % len(quarter.main_names)]
    if number % 10 == 0:
        return {"highway": "secondary", "name": name, "lanes": "2", "width": "9"}
    if number % 5 == 0:
        return {"highway": "tertiary", "name": name}
    kinds = ("residential", "residential", "residential", "living_street", "pedestrian", "service")
    tags = {"highway": rng.choice(kinds)}
    if rng.random() < 0.25:
        tags["width"] = f"{rng.uniform(3.0, 7.5):.1f}"
    return tags


def _draw_quay(drawing: Drawing, island: Sequence[int]) -> None:
    """Draw the street along the island's bank, joined to the nearest streets."""
    levels = [land.SOUTH_M + 190.0 + 85.0 * k for k in range(44)]
    bank_m = land.ARM_HALF_WIDTH_M + 12.0
    ring = [(land.east_arm(y) - bank_m, y) for y in levels]
    ring += [(land.west_arm(y) + bank_m, y) for y in reversed(levels)]
    quay = [drawing.node(point) for point in ring if land.on_island(point)]
    drawing.way([*quay, quay[0]], {"highway": "residential", "name": "The Quay"})
    for node in quay[::2]:
        drawing.way([node, drawing.nearest(drawing.points[node], island)], {"highway": "service"})


def _draw_bridges(drawing: Drawing, island: Sequence[int], east: Sequence[int], west: Sequence[int]) -> None:
    """Draw the two bridges in use and the one that is closed for repair."""
    old = {"highway": "pedestrian", "name": "Old Bridge", "width": str(OLD_BRIDGE_WIDTH_M)}
    ferry = {"highway": "footway", "name": "Ferry Footbridge", "width": str(FERRY_FOOTBRIDGE_WIDTH_M)}
    closed = {"highway": "construction", "construction": "secondary", "name": "New Road Bridge", "width": "9"}
    half = land.ARM_HALF_WIDTH_M + 15.0
    for y, arm, bank, tags in (
        (230.0, land.east_arm, east, old),
        (-520.0, land.west_arm, west, ferry),
        (-760.0, land.east_arm, east, closed),
    ):
        ends = [drawing.node((arm(y) + side * half, y)) for side in (-1.0, 1.0)]
        drawing.way(ends, {**tags, "bridge": "yes"})
        shores = (island, bank) if bank is east else (bank, island)
        for end, shore in zip(ends, shores, strict=True):
            joined = drawing.nearest(drawing.points[end], shore)
            drawing.way([end, joined], {"highway": "residential", "width": "6"})


def _draw_roads_out(drawing: Drawing, east: Sequence[int], west: Sequence[int]) -> None:
    """Draw the roads to both destinations, into the country, and over the river upstream."""
    y = 3_300.0
    bridge = [(land.middle(y) - 130.0, y), (land.middle(y) + 130.0, y)]
    (hill, _, _), (fairground, _, _) = land.HILL, land.FAIRGROUND
    for name, bank, start, onward in (
        ("Hill Road", east, (3_850.0, 700.0), [(4_300.0, 760.0), (4_800.0, 900.0), (5_150.0, 960.0), hill]),
        (
            "Quarry Lane",
            east,
            (3_850.0, -400.0),
            [(4_500.0, -150.0), (5_000.0, 300.0), (5_400.0, 700.0), hill],
        ),
        ("Fair Road", east, (2_400.0, -2_250.0), [(2_380.0, -2_600.0), (2_360.0, -2_900.0), fairground]),
        ("East Road", east, (3_850.0, 2_000.0), [(4_800.0, 2_600.0), (land.EXTENT_M[2], 3_700.0)]),
        ("West Road", west, (-2_850.0, 0.0), [(-4_000.0, 80.0), (land.EXTENT_M[0], 300.0)]),
        ("North Bridge Road", west, (-1_500.0, 1_650.0), [(-1_000.0, 2_600.0), *bridge]),
        ("North Bridge Road", east, (1_500.0, 2_450.0), [(900.0, 3_000.0), bridge[1]]),
    ):
        drawing.road(start, onward, bank, {"highway": "primary", "lanes": "2", "name": name})
