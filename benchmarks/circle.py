"""Everybody within a circle leaves it on foot, on the streets of OpenStreetMap.

Porto Alegre has the people of its census cells. Of Andorra and Liechtenstein the data has no people: theirs
are synthetic, so many in all, along the streets that people live on, in proportion to the length of these.
"""

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

    import numpy.typing as npt

    from safeground.ground.streets import Streets

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

SPEED_M_S, PERSONS_PER_M_S = 1.2, 0.65  # one point of the curve of speed and flow
LIVED_ON = ("secondary", "tertiary", "unclassified", "residential", "living_street")


def porto_alegre(data: Path, radius_m: float = 8000.0) -> Problem:
    """Return the circle around the people's centre, with the people of the census cells in it."""
    folder = data / "porto-alegre"
    streets = read_osm_streets(folder / "poa_osm.pbf", "mapped")
    with (folder / "poa_hexgrid.csv").open(encoding="utf-8") as file:
        rows = [
            (float(row["lon"]), float(row["lat"]), float(row["population"])) for row in csv.DictReader(file)
        ]
    lon, lat, persons = np.array(rows).T
    centre = float(np.average(lon, weights=persons)), float(np.average(lat, weights=persons))
    plane = LocalProjection(*centre)
    place = np.column_stack(plane.xy(streets.lon, streets.lat))
    cells = np.column_stack(plane.xy(lon, lat))
    living = (np.hypot(*cells.T) <= radius_m) & (persons > 0)
    walked = np.zeros(len(place), np.bool_)
    walked[np.concatenate([streets.tail[streets.on_foot], streets.head[streets.on_foot]])] = True
    starts = np.flatnonzero(walked & (np.hypot(*place.T) <= radius_m))
    nearest = starts[cKDTree(place[starts]).query(cells[living])[1]]
    people = np.bincount(nearest, persons[living], minlength=len(place)).astype(np.float64)
    return leave_circle(streets, place, radius_m, people, "Porto Alegre")


def andorra(data: Path, radius_m: float = 4000.0, persons: float = 50_000.0) -> Problem:
    """Return the circle around Andorra la Vella with synthetic people."""
    streets = read_osm_streets(data / "andorra" / "andorra.osm.pbf", "mapped")
    return _with_synthetic_people(streets, (1.528, 42.507), radius_m, persons, "Andorra")


def liechtenstein(data: Path, radius_m: float = 6000.0, persons: float = 30_000.0) -> Problem:
    """Return the circle around Vaduz with synthetic people."""
    streets = read_osm_streets(data / "liechtenstein" / "liechtenstein-latest.osm.pbf", "mapped")
    return _with_synthetic_people(streets, (9.5215, 47.141), radius_m, persons, "Liechtenstein")


def _with_synthetic_people(
    streets: Streets, centre: tuple[float, float], radius_m: float, persons: float, name: str
) -> Problem:
    place = np.column_stack(LocalProjection(*centre).xy(streets.lon, streets.lat))
    lived_on = np.isin(np.array(streets.classes)[streets.street_class], LIVED_ON)
    share = np.zeros(len(place))
    for ends in (streets.tail, streets.head):
        np.add.at(share, ends[lived_on], streets.length_m[lived_on])
    share[np.hypot(*place.T) > radius_m] = 0.0
    return leave_circle(streets, place, radius_m, share / share.sum() * persons, name)


def leave_circle(streets: Streets, place: Floats, radius_m: float, people: Floats, name: str) -> Problem:
    """Return the problem of leaving a circle.

    Parameters
    ----------
    streets
        All streets.
    place
        East and north of each of their nodes from the circle's centre [m], shape (n, 2).
    radius_m
        Of the circle; people have left it at the first node beyond.
    people
        Persons at each node, 0 outside, shape (n,).
    name
        To show in faults.
    """
    inside = np.hypot(*place.T) <= radius_m
    walked = np.flatnonzero(streets.on_foot & (inside[streets.tail] | inside[streets.head]))
    one, other = streets.tail[walked], streets.head[walked]
    transit_s = streets.length_m[walked] / SPEED_M_S
    width_m = (streets.width_low_m[walked] + streets.width_high_m[walked]) / 2
    used = np.unique(np.concatenate([one, other]))
    number = np.full(len(place), -1)
    number[used] = np.arange(len(used))
    source = np.flatnonzero(people > 0)
    return Problem.from_arrays(
        nodes=len(used),
        tail=number[np.concatenate([one, other])],
        head=number[np.concatenate([other, one])],
        transit_s=np.tile(transit_s, 2),
        capacity_per_s=np.tile(width_m * PERSONS_PER_M_S, 2),
        source=number[source],
        persons=people[source],
        sink=number[used[~inside[used]]],
        street_id=np.tile(np.arange(len(walked)), 2),
        file=name,
    )
