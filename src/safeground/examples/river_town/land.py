"""The river, the land between and beside its arms, and the polygons drawn on it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final

from safeground.examples.river_town.files import line, polygon

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.examples.river_town.files import Feature, Point

    Edge = Callable[[float], float]
    """The x of a line that runs from south to north, by y."""

NORTH_M: Final = 2_100.0
SOUTH_M: Final = -1_900.0
"""Where the river's arms part and meet again."""
ARM_HALF_WIDTH_M: Final = 60.0
STEM_HALF_WIDTH_M: Final = 90.0
EXTENT_M: Final = (-6_000.0, -4_300.0, 6_800.0, 4_400.0)
"""West, south, east, north of the ground that the survey covers."""
SURVEY: Final = "survey"

HILL: Final = ((5_500.0, 950.0), 620.0, 470.0)
FAIRGROUND: Final = ((2_350.0, -3_050.0), 270.0, 190.0)
QUARRY: Final = ((5_830.0, 1_070.0), 150.0, 120.0)
"""Ellipses: centre, half axes."""


_BLOCK_ROWS_M: Final = tuple(SOUTH_M + (NORTH_M - SOUTH_M) * k / 6 for k in range(7))
_LEVELS_M: Final = sorted({*_BLOCK_ROWS_M, *(50.0 * k for k in range(-100, 101))})
"""Where every line has a vertex, so that neighbours share theirs."""


def middle(y: float) -> float:
    """Return the x of the valley's winding middle."""
    return 240.0 * math.sin(y / 1400.0)


def west_arm(y: float) -> float:
    """Return the x of the middle of the river's west arm, or of its one bed."""
    return middle(y) - 1_050.0 * _bulge(y)


def east_arm(y: float) -> float:
    """Return the x of the middle of the river's east arm, or of its one bed."""
    return middle(y) + 1_250.0 * _bulge(y)


def _bulge(y: float) -> float:
    part = (y - SOUTH_M) / (NORTH_M - SOUTH_M)
    return math.sin(math.pi * part) ** 0.7 if 0.0 < part < 1.0 else 0.0


def _half_width(y: float) -> float:
    return ARM_HALF_WIDTH_M if _bulge(y) else STEM_HALF_WIDTH_M


def on_island(point: Point, inland_m: float = 0.0) -> bool:
    """Return whether a point lies on the island, at least so far from the water."""
    x, y = point
    bank = ARM_HALF_WIDTH_M + inland_m
    return west_arm(y) + bank <= x <= east_arm(y) - bank


def on_east_bank(point: Point) -> bool:
    """Return whether a point lies in the upper town."""
    x, y = point
    return east_arm(y) + _half_width(y) + 25.0 <= x <= 3_900.0 and -2_300.0 <= y <= 2_500.0


def on_west_bank(point: Point) -> bool:
    """Return whether a point lies in the mill quarter."""
    x, y = point
    return -2_900.0 <= x <= west_arm(y) - _half_width(y) - 25.0 and -1_500.0 <= y <= 1_700.0


def blocks() -> list[Feature]:
    """Return the numbered blocks; along the river they end in mid-stream."""
    features = []
    number = 201
    for south, north in itertools.pairwise(_BLOCK_ROWS_M):
        for k in range(3):
            ids = [str(number)] if number != 218 else ["218.1", "218.2"]
            for part, block in enumerate(ids):
                left, right = (k + part / len(ids)) / 3, (k + (part + 1) / len(ids)) / 3
                ring = _between(_island_share(left), _island_share(right), south, north)
                features.append(polygon(ring, id=block, name=f"Old Town {block}"))
            number += 1
    upper = (east_arm, _at(2_000.0), _at(2_950.0), _at(3_900.0))
    mill = (_at(-2_900.0), _at(-1_900.0), west_arm)
    features += _rows_of_blocks(301, upper, (-2_300.0, -700.0, 900.0, 2_500.0), "Upper Town")
    features += _rows_of_blocks(401, mill, (-1_500.0, 100.0, 1_700.0), "Mill Quarter")
    return features


def _rows_of_blocks(
    first: int, edges: tuple[Edge, ...], levels: tuple[float, ...], name: str
) -> list[Feature]:
    features: list[Feature] = []
    for south, north in itertools.pairwise(levels):
        for west, east in itertools.pairwise(edges):
            number = first + len(features)
            ring = _between(west, east, south, north)
            features.append(polygon(ring, id=str(number), name=f"{name} {number}"))
    return features


def destinations() -> list[Feature]:
    """Return the two reception areas."""
    return [
        polygon(_ellipse(*HILL), id="hill", name="Hill meadows"),
        polygon(_ellipse(*FAIRGROUND), id="fairground", name="Fairground"),
    ]


def names() -> list[Feature]:
    """Return the town's quarters and the reception areas with their names."""
    town = {"kind": "quarter"}
    return [
        polygon(_between(west_arm, east_arm, SOUTH_M, NORTH_M), id="old-town", name="Old Town", **town),
        polygon(_between(east_arm, _at(3_900.0), -2_300.0, 2_500.0), id="upper", name="Upper Town", **town),
        polygon(_between(_at(-2_900.0), west_arm, -1_500.0, 1_700.0), id="mill", name="Mill Quarter", **town),
        polygon(_ellipse(*HILL), id="hill", name="Hill meadows", kind="reception area"),
        polygon(_ellipse(*FAIRGROUND), id="fairground", name="Fairground", kind="reception area"),
    ]


def published_maps() -> list[Feature]:
    """Return what the notices' maps draw: two that agree with their lists, and a third with mistakes.

    The map of notice-3 draws block 401, which it does not name, and half of block 404, and its arrow ends in
    block 305, which notice-2 orders to leave.
    """
    mill_edge = [(west_arm(y), y) for y in (level for level in _LEVELS_M if -1_500.0 <= level <= 900.0)]
    mill = [*mill_edge, (-1_900.0, 900.0), (-1_900.0, 100.0), (-2_900.0, 100.0), (-2_900.0, -1_500.0)]
    quarter = _between(_at(2_000.0), _at(2_950.0), -700.0, 900.0)
    return [
        polygon(_between(west_arm, east_arm, SOUTH_M, NORTH_M), id="notice-1"),
        line([(900.0, -1_200.0), (1_500.0, -2_200.0), FAIRGROUND[0]], id="notice-1-arrow"),
        polygon(quarter, id="notice-2"),
        line([(2_600.0, 200.0), HILL[0]], id="notice-2-arrow"),
        polygon(mill, id="notice-3"),
        line([(-1_400.0, 0.0), (2_475.0, 100.0)], id="notice-3-arrow"),
    ]


def unusable() -> list[Feature]:
    """Return the land on which nobody can live."""
    return [polygon(_ellipse(*QUARRY), what="quarry", source=SURVEY)]


def open_ground() -> list[Feature]:
    """Return where people can walk off the streets, and the river, where they cannot."""
    west, south, east, north = EXTENT_M
    levels = [y for y in range(int(SOUTH_M), int(NORTH_M) + 1) if on_island((_island_share(0.5)(y), y))]
    island = _between(
        lambda y: west_arm(y) + ARM_HALF_WIDTH_M,
        lambda y: east_arm(y) - ARM_HALF_WIDTH_M,
        float(levels[0]),
        float(levels[-1]),
    )
    bank_west: Edge = lambda y: west_arm(y) - _half_width(y)  # noqa: E731
    bank_east: Edge = lambda y: east_arm(y) + _half_width(y)  # noqa: E731
    river = _between(bank_west, bank_east, south, north)
    return [
        polygon(river, island, ground="barrier", name="the river", source=SURVEY),
        polygon(island, ground="crossable", name="the island", source=SURVEY),
        polygon(_between(_at(west), bank_west, south, north), ground="crossable", name="west", source=SURVEY),
        polygon(_between(bank_east, _at(east), south, north), ground="crossable", name="east", source=SURVEY),
    ]


def _island_share(share: float) -> Edge:
    return lambda y: (1 - share) * west_arm(y) + share * east_arm(y)


def _at(x: float) -> Edge:
    return lambda _: x


def _between(left: Edge, right: Edge, south: float, north: float) -> list[Point]:
    """Return the ring between two lines."""
    levels = sorted({south, north, *(y for y in _LEVELS_M if south < y < north)})
    return [*((right(y), y) for y in levels), *((left(y), y) for y in reversed(levels))]


def _ellipse(centre: Point, half_x: float, half_y: float) -> list[Point]:
    turns = [2 * math.pi * k / 48 for k in range(48)]
    return [(centre[0] + half_x * math.cos(turn), centre[1] + half_y * math.sin(turn)) for turn in turns]
