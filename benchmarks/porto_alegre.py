"""Porto Alegre: everybody within 8 km of the people's centre leaves that circle on foot."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from safeground.flow.problem import Problem
from safeground.formats.projection import LocalProjection
from safeground.ground.osm_streets import read_osm_streets

if TYPE_CHECKING:
    from pathlib import Path

RADIUS_M = 8000.0
SPEED_M_S, PERSONS_PER_M_S = 1.2, 0.65  # one point of the curve of speed and flow


def porto_alegre(folder: Path) -> Problem:
    """Return the problem from the folder ``porto-alegre`` of the real data."""
    streets = read_osm_streets(folder / "poa_osm.pbf", "mapped")
    with (folder / "poa_hexgrid.csv").open(encoding="utf-8") as file:
        rows = [
            (float(row["lon"]), float(row["lat"]), float(row["population"])) for row in csv.DictReader(file)
        ]
    lon, lat, persons = np.array(rows).T
    centre = (float(np.average(at, weights=persons)) for at in (lon, lat))
    plane = LocalProjection(*centre)
    place = np.column_stack(plane.xy(streets.lon, streets.lat))
    inside = np.hypot(*place.T) <= RADIUS_M

    walked = np.flatnonzero(streets.on_foot & (inside[streets.tail] | inside[streets.head]))
    one, other = streets.tail[walked], streets.head[walked]
    transit_s = streets.length_m[walked] / SPEED_M_S
    width_m = (streets.width_low_m[walked] + streets.width_high_m[walked]) / 2
    used = np.unique(np.concatenate([one, other]))
    cells = np.column_stack(plane.xy(lon, lat))
    living = (np.hypot(*cells.T) <= RADIUS_M) & (persons > 0)
    starts = used[inside[used]]
    nearest = starts[cKDTree(place[starts]).query(cells[living])[1]]
    number = np.full(len(place), -1)
    number[used] = np.arange(len(used))
    return Problem.from_arrays(
        nodes=len(used),
        tail=number[np.concatenate([one, other])],
        head=number[np.concatenate([other, one])],
        transit_s=np.tile(transit_s, 2),
        capacity_per_s=np.tile(width_m * PERSONS_PER_M_S, 2),
        source=number[nearest],
        persons=persons[living],
        sink=number[used[~inside[used]]],
        street_id=np.tile(np.arange(len(walked)), 2),
        file="Porto Alegre",
    )
