"""Land cover of whole real files: read in seconds, waters where they are, nothing lost in silence."""

import time
from pathlib import Path

import pytest
import shapely

from safeground.formats.projection import area_m2
from safeground.ground.land_cover import LandCover, read_land_cover
from safeground.ground.streets import read_streets
from safeground.plan.model import Ground, LandCoverFile, LandCoverKind, StreetsFile

EVERYTHING: tuple[LandCoverKind, ...] = ("water", "wall", "fence", "railway", "motorway", "cliff")
LIECHTENSTEIN = shapely.box(9.47, 47.05, 9.64, 47.27)
ANDORRA = shapely.box(1.42, 42.43, 1.78, 42.66)


def read(data: Path, file: str, areas: shapely.Polygon, *barriers: LandCoverKind) -> LandCover:
    spec = StreetsFile(file=file, grade="mapped")
    ground = Ground(streets=spec, land_cover=LandCoverFile(barriers=barriers))
    return read_land_cover(ground, data, areas, read_streets(spec, data))


def test_the_whole_of_liechtenstein_takes_seconds(real_data: Path):
    streets = StreetsFile(file="liechtenstein/liechtenstein-latest.osm.pbf", grade="mapped")
    edges = read_streets(streets, real_data)
    ground = Ground(streets=streets, land_cover=LandCoverFile(barriers=EVERYTHING))
    began = time.perf_counter()
    cover = read_land_cover(ground, real_data, LIECHTENSTEIN, edges)
    assert time.perf_counter() - began < 5
    by_kind = {piece.source.split(": ")[1].split(" ", 1)[1]: piece.geometry for piece in cover.barriers}
    water = by_kind["stretches of water, where 20 m wide or more"]
    # The Rhine is its western border for 27 km, some 100 m wide, mapped for most of that.
    assert 1.0e6 < area_m2(water) < 6.0e6
    assert all(piece.geometry.is_valid for piece in cover.barriers)
    assert {"walls", "fences", "railway lines", "cliffs"} <= set(by_kind)


@pytest.mark.parametrize("file", ["andorra/andorra.osm.pbf", "andorra/andorra.osm.gz"])
def test_lakes_of_andorra_are_there_and_narrow_rivers_are_not(real_data: Path, file: str):
    wide = read(real_data, file, ANDORRA, "water")
    assert len(wide.barriers) == 1
    lakes = area_m2(wide.barriers[0].geometry)
    assert 0.5e6 < lakes < 5e6
    assert set(wide.unknown) == {"water", "wall", "fence"}


def test_an_extract_of_streets_says_that_it_holds_little_else(real_data: Path):
    cover = read(
        real_data, "porto-alegre/poa_osm.pbf", shapely.box(-51.26, -30.1, -51.15, -30.0), *EVERYTHING
    )
    said = [remark.text for remark in cover.remarks if remark.kind == "warning"]
    assert any("cliffs as barriers, and the file holds none" in text for text in said)
    assert cover.named[0].startswith("1 stretch of water")
