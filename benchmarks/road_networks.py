"""Two road networks of the TransportationNetworks collection whose least time is known from exact runs.

Construction: capacities per hour, free-flow times in minutes; everybody of the trip table leaves from the
trip's origin; the first three (Sioux Falls: zones 1, 2 and 13) or four (Anaheim: 1 to 4) zones are where
people have arrived, and whoever starts there has. Anaheim's times are rounded to 10 s, at least 10 s. A
maximum flow on the network expanded in time, in steps of 60 s and 10 s, found that not all can arrive by
35,940 s and 8,400 s, and that all can by 36,000 s and 8,410 s. Zones may be passed through, and a link's
capacity holds for persons as it does for vehicles: these are networks to measure on, not two cities.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

LINKS = {"SiouxFalls": 76, "Anaheim": 914}
SINKS = {"SiouxFalls": (0, 1, 12), "Anaheim": (0, 1, 2, 3)}
STEP_S = {"SiouxFalls": 60.0, "Anaheim": 10.0}
"""All transit times are whole multiples of this; Anaheim's by rounding."""
LEAST_S = {"SiouxFalls": (35_940.0, 36_000.0), "Anaheim": (8_400.0, 8_410.0)}
"""Not all can have arrived by the first, all can by the second."""


def sioux_falls(data: Path) -> Problem:
    return road_network(data, "SiouxFalls")


def anaheim(data: Path) -> Problem:
    return road_network(data, "Anaheim")


def road_network(data: Path, name: str) -> Problem:
    """Read a network from the folder ``networks`` of the real data."""
    folder, sinks = data / "networks" / name, SINKS[name]
    lines = (folder / f"{name}_net.tntp").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if re.match(r"\s*\d+\s+\d+\s", line) and ";" in line]
    assert len(rows) == LINKS[name]
    tail, head = (np.array([int(row[column]) - 1 for row in rows]) for column in (0, 1))
    capacity = np.array([float(row[2]) for row in rows]) / 3600
    transit = np.array([float(row[4]) for row in rows]) * 60
    if name == "Anaheim":
        transit = np.maximum(STEP_S[name], STEP_S[name] * np.round(transit / STEP_S[name]))
    leaving = np.zeros(max(tail.max(), head.max()) + 1)
    trips_file = folder / f"{name}_trips.tntp"
    for block in trips_file.read_text(encoding="utf-8").split("Origin")[1:]:
        trips = re.findall(r":\s*([\d.eE+-]+)\s*;", block)
        leaving[int(block.split()[0]) - 1] = sum(map(float, trips))
    leaving = np.round(leaving)
    leaving[list(sinks)] = 0
    source = np.flatnonzero(leaving)
    return Problem.from_arrays(
        tail=tail,
        head=head,
        transit_s=transit,
        capacity_per_s=capacity,
        source=source,
        persons=leaving[source],
        sink=sinks,
        file=name,
    )
