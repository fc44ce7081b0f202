from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.formats.projection import LocalProjection
from safeground.ground.edge_streets import ALONG_M, BESIDE_M, streets_along
from safeground.ground.links import read_links

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.ground.streets import Streets

PLANE = LocalProjection(30.0, 47.0)
SQUARE = PLANE.unproject(shapely.box(0, 0, 1000, 1000))

Street = tuple[str, tuple[float, float], tuple[float, float]]


def town(folder: Path, *streets: Street) -> Streets:
    rows = ["from,to,from_lon,from_lat,to_lon,to_lat,class,name"]
    for i, (name, tail, head) in enumerate(streets):
        (lon1, lat1), (lon2, lat2) = ([float(one) for one in PLANE.lonlat(*end)] for end in (tail, head))
        rows.append(f"{i}a,{i}b,{lon1!r},{lat1!r},{lon2!r},{lat2!r},residential,{name}")
    (folder / "streets.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return read_links(folder / "streets.csv", "mapped")


def test_the_longest_along_the_edge_stand_first(tmp_path: Path):
    streets = town(
        tmp_path,
        ("South", (0, 0), (1000, 0)),
        ("West", (0, 0), (0, 600)),
        ("Far", (-900, 0), (-900, 900)),
        ("Middle", (500, 100), (500, 900)),
    )
    assert streets_along(streets, SQUARE.boundary) == ("South", "West")


def test_pieces_of_one_street_count_together(tmp_path: Path):
    pieces = [("South", (100 * i, 0), (100 * i + 100, 0)) for i in range(4)]
    streets = town(tmp_path, *pieces, ("West", (0, 300), (0, 600)))
    assert streets_along(streets, SQUARE.boundary) == ("South", "West")


@pytest.mark.parametrize(("away_m", "there"), [(0, True), (BESIDE_M - 2, True), (BESIDE_M + 2, False)])
def test_beside_is_near(tmp_path: Path, away_m: float, there: bool):
    streets = town(tmp_path, ("South", (100, -away_m), (900, -away_m)))
    assert bool(streets_along(streets, SQUARE.boundary)) is there


def test_what_only_crosses_is_left_out_however_often(tmp_path: Path):
    """Ten crossings of 60 m each are no street along an edge."""
    crossings = [("Zigzag", (90.0 * i, -200.0), (90.0 * i, 1200.0)) for i in range(1, 6)]
    streets = town(tmp_path, *crossings, ("Slant", (300, -400), (700, 600)))
    assert streets_along(streets, SQUARE.boundary) == ()


@pytest.mark.parametrize(("length_m", "there"), [(ALONG_M - 5, False), (ALONG_M + 5, True)])
def test_along_is_far(tmp_path: Path, length_m: float, there: bool):
    streets = town(tmp_path, ("South", (300, 0), (300 + length_m, 0)))
    assert bool(streets_along(streets, SQUARE.boundary)) is there


def test_names_only_and_a_few(tmp_path: Path):
    streets = town(
        tmp_path, ("", (0, 0), (1000, 0)), *((f"S{i}", (0, 0), (400 + 20 * i, 0)) for i in range(9))
    )
    assert streets_along(streets, SQUARE.boundary) == ("S8", "S7", "S6", "S5", "S4", "S3")
    assert streets_along(streets, SQUARE.boundary, most=2) == ("S8", "S7")


def test_nothing_has_no_streets(tmp_path: Path):
    assert streets_along(town(tmp_path, ("South", (0, 0), (1000, 0))), shapely.Polygon().boundary) == ()
