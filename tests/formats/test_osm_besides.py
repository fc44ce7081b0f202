"""A country's file clipped with what lies beside its streets: whole things near the place, no others."""

from pathlib import Path

import pytest
import shapely
from tests.osm_map import PLANE, Map

from safeground.formats.osm import read_ways
from safeground.formats.osm_besides import Also
from safeground.formats.osm_clip import clip_osm
from safeground.ground.beside_streets import KEYS, OPENING_KEYS, has_use, opens, read_beside_streets
from safeground.ground.streets import read_streets
from safeground.plan.model import Ground, LandCoverFile, StreetsFile

PLACE = PLANE.unproject(shapely.box(-500, -500, 500, 500))


def country() -> Map:
    drawn = Map()
    drawn.line((-400, 0), (400, 0), highway="residential")
    drawn.line((90_000, 0), (90_400, 0), highway="residential")
    # A lake from the place to 40 km off, of two ways without tags, with an island.
    west = drawn.line((300, 100), (300, 900), (40_000, 900))
    east = drawn.line((40_000, 900), (40_000, 100), (300, 100))
    island = drawn.box(20_000, 300, 20_400, 600)
    drawn.relations.append(
        ([(west, "outer"), (east, "outer"), (island, "inner")], {"natural": "water", "name": "Lake"})
    )
    drawn.line((-300, -100), (0, -100), (300, -100), barrier="wall")
    drawn.at(0, -100, barrier="gate")
    drawn.line((0, 200), (200, 200), route="ferry")
    drawn.line((0, 300), (200, 300), power="line")
    drawn.box(90_000, 300, 90_400, 600, natural="water")
    drawn.at(90_200, 0, barrier="gate")
    return drawn


def clipped(tmp_path: Path, ending: str = "osm.pbf") -> Path:
    country().write(tmp_path / "country.osm", extent=(-100_000, -1000, 100_000, 1000))
    out = tmp_path / f"place.{ending}"
    also = Also(KEYS, has_use, OPENING_KEYS, opens)
    kept = clip_osm(
        tmp_path / "country.osm", PLACE.bounds, out, key="highway", progress=lambda _: None, also=also
    )
    assert kept == 1
    return out


@pytest.mark.parametrize("ending", ["osm.pbf", "osm", "osm.gz"])
def test_the_clip_holds_what_the_country_holds_there(tmp_path: Path, ending: str):
    place = clipped(tmp_path, ending)
    found = []
    for file in ("country.osm", place.name):
        spec = StreetsFile(file=file, grade="mapped")
        ground = Ground(streets=spec, land_cover=LandCoverFile(barriers=("water", "wall")))
        found.append(read_beside_streets(ground, tmp_path, PLACE, read_streets(spec, tmp_path)))
    whole, part = (one.land_cover for one in found)
    assert whole is not None
    assert part is not None
    assert part.named == whole.named == ("1 stretch of water, where 20 m wide or more", "1 wall")
    # A place in a file is a whole number of steps of 1e-7°: about a centimetre.
    for one, other in zip(part.barriers, whole.barriers, strict=True):
        assert shapely.symmetric_difference(one.geometry, other.geometry).area < 1e-9
    assert {sort: len(lines) for sort, lines in found[1].other_ways.lines.items()} == {"ferry": 1}


def test_what_lies_elsewhere_is_left_out_and_streets_stay_as_they_are(tmp_path: Path):
    place = clipped(tmp_path)
    alone = tmp_path / "alone.osm.pbf"
    clip_osm(tmp_path / "country.osm", PLACE.bounds, alone, key="highway", progress=lambda _: None)
    with_things, without = (read_ways(path, "highway", ("name",)) for path in (place, alone))
    assert with_things.way_id.tolist() == without.way_id.tolist()
    assert with_things.lon.tolist() == without.lon.tolist()
    assert read_ways(place, "power", ()).way_id.tolist() == []
    assert len(read_ways(place, "natural", ()).way_id) == 0
