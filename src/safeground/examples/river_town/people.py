"""The town's people, in two layers, and its sites."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Final

from safeground.examples.river_town import land
from safeground.examples.river_town.files import lonlat, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from safeground.examples.river_town.files import Point

SEED: Final = 20251101
CELL_M: Final = 150.0
INLAND_M: Final = 100.0
"""Centres keep this far from the bank, so that no cell reaches over mid-stream."""

OLD_TOWN_RESIDENTS: Final = 42_000
UPPER_TOWN_RESIDENTS: Final = 45_000
MILL_QUARTER_RESIDENTS: Final = 11_000
SHELTERS: Final = (
    ("Old School shelter", (-180.0, 640.0), 2_600),
    ("Guildhall shelter", (240.0, -210.0), 2_300),
    ("Saint Anne's hall", (-90.0, -900.0), 1_700),
    ("East Sports Hall", (2_500.0, 700.0), 900),
)
SITES: Final = (
    ("s1", "Island Hospital", "hospital", (310.0, 320.0), 20, "240", "205-230"),
    ("s2", "Hill Road Clinic", "clinic", (3_300.0, 500.0), 20, "30", "12"),
    ("s3", "East District Hospital", "hospital", (3_500.0, -1_300.0), 20, "180", "150-165"),
    ("s4", "West Bank Water Works", "water", (-1_420.0, 350.0), 20, "", ""),
    ("s5", "Old School", "school", (-180.0, 640.0), 20, "", ""),
    ("s6", "Mill School", "school", (-2_000.0, -300.0), 20, "", ""),
    ("s7", "Substation North", "power", (1_990.0, 60.0), 60, "", ""),
)


def write(folder: Path) -> None:
    """Write ``residents.csv`` (cells), ``displaced.csv`` (shelters) and ``sites.csv``."""
    cells = ((*lonlat(point), persons) for point, persons in residents())
    write_table(folder / "residents.csv", ("lon", "lat", "persons"), cells)
    shelters = ((name, *lonlat(point), persons) for name, point, persons in SHELTERS)
    write_table(folder / "displaced.csv", ("name", "lon", "lat", "persons"), shelters)
    header = ("id", "name", "class", "lon", "lat", "position_uncertainty_m", "beds", "patients", "source")
    sites = ((*row[:3], *lonlat(row[3]), *row[4:], "health-office") for row in SITES)
    write_table(folder / "sites.csv", header, sites)


def residents() -> list[tuple[Point, int]]:
    """Return the cells' centres with their residents: denser to the middle of each quarter."""
    rng = random.Random(SEED)
    centres = [(CELL_M * i, CELL_M * j) for j in range(-20, 21) for i in range(-25, 30)]
    cells: list[tuple[Point, int]] = []
    for inside, centre, spread_m, persons in (
        (_on_island, (60.0, 60.0), 1_000.0, OLD_TOWN_RESIDENTS),
        (_on_east_bank, (2_000.0, 100.0), 1_900.0, UPPER_TOWN_RESIDENTS),
        (_on_west_bank, (-1_700.0, 0.0), 1_200.0, MILL_QUARTER_RESIDENTS),
    ):
        points = [point for point in centres if inside(point)]
        weights = [rng.uniform(0.6, 1.4) * math.exp(-math.dist(point, centre) / spread_m) for point in points]
        cells += zip(points, _shared_out(persons, weights), strict=True)
    return [(point, persons) for point, persons in cells if persons]


def _on_island(point: Point) -> bool:
    return land.on_island(point, INLAND_M)


def _on_east_bank(point: Point) -> bool:
    return land.on_east_bank((point[0] - INLAND_M, point[1]))


def _on_west_bank(point: Point) -> bool:
    return land.on_west_bank((point[0] + INLAND_M, point[1]))


def _shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Share out whole persons by weight; the largest remainders get the rest."""
    scale = total / sum(weights)
    shares = [math.floor(weight * scale) for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda k: shares[k] - weights[k] * scale)
    for k in by_remainder[: total - sum(shares)]:
        shares[k] += 1
    return shares
