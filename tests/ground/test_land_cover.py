"""Water, walls, fences, railways and cliffs of a small map, and everything that opens them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from tests.osm_map import PLANE, Map

from safeground.errors import InputError
from safeground.ground.land_cover import LandCover, read_land_cover
from safeground.ground.streets import Streets, read_streets
from safeground.plan.model import Ground, LandCoverFile, StreetsFile

if TYPE_CHECKING:
    from pathlib import Path

AREAS = PLANE.unproject(shapely.box(-200, -200, 200, 200))


@pytest.fixture
def read(tmp_path: Path):
    """Write the map and read its land cover; the streets are of the same file where it has some."""

    def reading(drawn: Map, *barriers: str, extent=None, lacking=(), **more) -> LandCover:
        path = drawn.write(tmp_path / "streets.osm", extent=extent, lacking=lacking)
        spec = StreetsFile(file=path.name, grade="mapped", as_of=date(2026, 1, 1))
        streets: Streets | None = None
        if any("highway" in tags for _, tags in drawn.ways):
            streets = read_streets(spec, tmp_path)
        ground = Ground(streets=spec, land_cover=LandCoverFile(barriers=barriers, **more))
        return read_land_cover(ground, tmp_path, AREAS, streets)

    return reading


def barrier(cover: LandCover) -> shapely.Geometry:
    return PLANE.project(shapely.union_all([piece.geometry for piece in cover.barriers]))


def closed_between(cover: LandCover, first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether a barrier parts two places within 300 m."""
    around = shapely.box(-300, -300, 300, 300).difference(barrier(cover))
    parts = shapely.get_parts(around)
    return not any(
        part.intersects(shapely.Point(first)) and part.intersects(shapely.Point(second)) for part in parts
    )


def test_what_the_plan_does_not_list_is_unknown(read):
    drawn = Map()
    drawn.box(-50, -50, 50, 50, natural="water")
    drawn.line((-100, 0), (-100, 100), barrier="wall")
    drawn.line((-120, 0), (-120, 100), barrier="fence")
    cover = read(drawn)
    assert cover.barriers == ()
    assert cover.unknown_in(AREAS) == ("1 stretch of water", "1 wall", "1 fence")
    (said,) = cover.remarks
    assert "1 stretch of water, 1 wall, 1 fence, by OpenStreetMap as of 2026-01-01" in said.text
    assert said.count == 3


def test_what_the_plan_lists_is_a_barrier_with_its_source(read):
    drawn = Map()
    drawn.box(-50, -50, 50, 50, natural="water")
    drawn.line((-100, 0), (-100, 100), barrier="city_wall")
    cover = read(drawn, "wall")
    assert [piece.source for piece in cover.barriers] == ["OpenStreetMap as of 2026-01-01: 1 wall (way 2)"]
    assert cover.named == ("1 wall",)
    assert set(cover.unknown) == {"water"}
    # Half a metre thick, and open for a metre beyond its half width at either end, where it joins nothing.
    assert barrier(cover).area == pytest.approx(0.5 * (100 - 2 * 1.25), rel=0.02)


def test_a_kind_that_the_file_does_not_hold_is_said(read):
    drawn = Map()
    drawn.line((-100, 0), (-100, 100), barrier="wall")
    cover = read(drawn, "railway", "wall")
    assert any(remark.kind == "warning" and "holds none" in remark.text for remark in cover.remarks)
    assert cover.named == ("1 wall",)


def test_narrow_water_holds_nobody_up(read):
    """A lake of 100 m with a bay 10 m wide, and a ditch of 10 m by itself."""
    drawn = Map()
    drawn.box(0, 0, 100, 100, natural="water")
    drawn.box(100, 40, 160, 50, natural="water")
    drawn.box(-160, 0, -150, 100, natural="water")
    wide, narrow = read(drawn, "water"), read(drawn, "water", water_from_m=5.0)
    assert barrier(narrow).area == pytest.approx(10_000 + 600 + 1000, rel=0.01)
    assert 9_800 < barrier(wide).area < 10_000
    assert not barrier(wide).intersects(shapely.box(115, 30, 200, 60))
    assert wide.named == ("1 stretch of water, where 20 m wide or more",)
    assert wide.unknown_in(AREAS) == ("2 stretches of water",)


def test_a_multipolygon_keeps_its_island_and_one_in_part_holds_nobody_up(read):
    def drawn() -> Map:
        one = Map()
        outline = one.line((-100, -100), (100, -100), (100, 100))
        other = one.line((100, 100), (-100, 100), (-100, -100))
        island = one.box(-30, -30, 30, 30)
        one.relations.append(([(outline, "outer"), (other, ""), (island, "inner")], {"natural": "water"}))
        return one

    whole = read(drawn(), "water")
    assert barrier(whole).area == pytest.approx(200**2 - 60**2, rel=0.01)
    part = read(drawn(), "water", lacking={(-30, -30)})
    assert part.barriers == ()
    assert any(remark.kind == "left out" and remark.count == 1 for remark in part.remarks)
    torn = drawn()
    torn.relations[0] = ([(1, "outer"), (3, "inner"), (77, "outer")], {"natural": "water"})
    assert read(torn, "water").barriers == ()


def test_a_water_outline_that_the_border_cuts_is_counted(read):
    drawn = Map()
    drawn.line((0, 0), (100, 0), (100, 100), natural="water")
    cover = read(drawn, "water")
    assert [remark.count for remark in cover.remarks if remark.kind == "left out"] == [1]


def test_rivers_as_lines_hold_up_where_a_width_is_tagged(read):
    drawn = Map()
    drawn.line((-150, -400), (-150, 0), waterway="river", width="30")
    drawn.line((-150, 0), (-100, 400), waterway="river", width="40 m")
    drawn.line((50, -400), (50, 400), waterway="river")
    cover = read(drawn, "water")
    assert closed_between(cover, (-250, 0), (0, 0))
    assert not closed_between(cover, (0, 0), (100, 0))
    assert cover.unknown_in(AREAS) == ("1 stretch of water",)


def test_the_middle_line_of_a_mapped_river_is_no_second_river(read):
    drawn = Map()
    drawn.box(-20, -300, 20, 300, waterway="riverbank")
    drawn.line((0, -290), (0, 290), waterway="river")
    assert read(drawn, "water").unknown == {}


@pytest.mark.parametrize(
    "tags",
    [{"intermittent": "yes"}, {"seasonal": "dry_season"}, {"layer": "-1"}, {"tidal": "yes"}],
)
def test_water_that_may_be_gone_is_unknown(read, tags):
    drawn = Map()
    drawn.box(-50, -50, 50, 50, natural="water", **tags)
    cover = read(drawn, "water")
    assert cover.barriers == ()
    assert cover.unknown_in(AREAS) == ("1 stretch of water",)


def ring(drawn: Map, gap: bool = False, **tags: str) -> None:
    """A wall around the middle, in two lines that share their ends; with a gap in the east."""
    tags = {"barrier": "wall"} | tags
    drawn.line((100, -100), (-100, -100), (-100, 100), **tags)
    if gap:
        drawn.line((-100, 100), (100, 100), (100, 1), **tags)
        drawn.line((100, -1), (100, -100), **tags)
    else:
        drawn.line((-100, 100), (100, 100), (100, 0), (100, -100), **tags)


def test_walls_that_join_close_and_a_gap_opens(read):
    whole, gap = Map(), Map()
    ring(whole)
    ring(gap, gap=True)
    assert closed_between(read(whole, "wall"), (0, 0), (200, 0))
    assert not closed_between(read(gap, "wall"), (0, 0), (200, 0))


def test_walls_whose_ends_are_not_one_node_leave_a_gap_however_narrow(read):
    drawn = Map()
    drawn.line((100, -100), (-100, -100), (-100, 100), barrier="wall")
    drawn.line((-100, 100.2), (100, 100.2), (100, -100), barrier="wall")
    assert not closed_between(read(drawn, "wall"), (0, 0), (200, 0))


def test_a_wall_and_a_fence_close_together_and_each_alone_does_not(read):
    drawn = Map()
    drawn.line((100, -100), (-100, -100), (-100, 100), barrier="fence")
    drawn.line((-100, 100), (100, 100), (100, -100), barrier="wall")
    assert closed_between(read(drawn, "wall", "fence"), (0, 0), (200, 0))
    assert not closed_between(read(drawn, "wall"), (0, 0), (200, 0))
    assert not closed_between(read(drawn, "fence"), (0, 0), (200, 0))


@pytest.mark.parametrize(
    "tags", [{"ruins": "yes"}, {"height": "0.8"}, {"height": "80 cm"}, {"disused": "yes"}]
)
def test_low_and_ruined_walls_are_unknown(read, tags):
    drawn = Map()
    ring(drawn, **tags)
    assert read(drawn, "wall").barriers == ()


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({"barrier": "gate"}, False),
        ({"barrier": "lift_gate"}, False),
        ({"entrance": "yes"}, False),
        ({"highway": "crossing"}, False),
        ({"barrier": "wall"}, True),
        ({"natural": "tree"}, True),
    ],
)
def test_a_gate_without_a_street_opens_a_wall(read, tags, closed):
    drawn = Map()
    ring(drawn)
    drawn.at(100, 0, **tags)
    assert closed_between(read(drawn, "wall"), (0, 0), (200, 0)) is closed


def test_a_gate_on_a_street_is_the_street_s_to_pass(read):
    drawn = Map()
    ring(drawn)
    drawn.at(100, 0, barrier="gate")
    drawn.line((0, 0), (100, 0), (200, 0), highway="residential")
    assert closed_between(read(drawn, "wall"), (0, 0), (200, 0))


def test_a_gate_on_a_street_that_is_not_built_opens_the_wall(read):
    drawn = Map()
    ring(drawn)
    drawn.at(100, 0, barrier="gate")
    drawn.line((0, 0), (100, 0), (200, 0), highway="proposed")
    drawn.line((0, -200), (100, -200), highway="residential")
    assert not closed_between(read(drawn, "wall"), (0, 0), (200, 0))


def test_railways_close_where_they_lie_on_the_ground(read):
    drawn = Map()
    drawn.line((0, -400), (0, -20), railway="rail")
    drawn.line((0, -20), (0, 20), railway="rail", bridge="viaduct")
    drawn.line((0, 20), (0, 400), railway="rail")
    drawn.line((100, -400), (100, 400), railway="rail", tunnel="yes")
    drawn.line((-100, -400), (-100, 400), railway="rail")
    cover = read(drawn, "railway")
    assert closed_between(cover, (-200, 0), (-50, 0))
    assert not closed_between(cover, (-50, 0), (50, 0))
    assert not closed_between(cover, (50, 0), (200, 0))


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({}, False),
        ({"barrier:left": "fence"}, False),
        ({"barrier:left": "fence", "barrier:right": "wall"}, True),
        ({"fenced": "yes"}, True),
        ({"fenced": "yes", "bridge": "yes"}, False),
    ],
)
def test_motorways_close_only_where_fenced_on_both_sides(read, tags, closed):
    drawn = Map()
    drawn.line((0, -400), (0, 400), highway="motorway", **tags)
    assert closed_between(read(drawn, "motorway"), (-100, 0), (100, 0)) is closed


@pytest.mark.parametrize("as_node", [True, False])
def test_a_ford_opens_the_water_around_it(read, as_node):
    drawn = Map()
    drawn.box(-30, -400, 30, 400, natural="water")
    if as_node:
        drawn.at(0, 0, ford="yes")
    else:
        drawn.line((-40, 0), (40, 0), highway="track", ford="yes")
    assert not closed_between(read(drawn, "water"), (-200, 0), (200, 0))


def test_the_sea_lies_to_the_right_of_the_coast(read):
    """Land in the west, an island in the sea; the file ends 2 km out."""
    drawn = Map()
    drawn.line((0, -3000), (0, 3000), natural="coastline")
    drawn.line((100, -50), (200, -50), (200, 50), (100, 50), (100, -50), natural="coastline")
    cover = read(drawn, "water", extent=(-2000, -2000, 2000, 2000))
    assert cover.named == ("the sea, where 20 m wide or more",)
    assert barrier(cover).area == pytest.approx(2000 * 4000 - 100 * 100, rel=1e-3)
    assert not barrier(cover).intersects(shapely.Point(150, 0))
    turned = Map()
    turned.line((0, 3000), (0, -3000), natural="coastline")
    assert barrier(read(turned, "water", extent=(-2000, -2000, 2000, 2000))).centroid.x < 0


def test_a_coast_without_extent_or_that_just_ends_is_no_sea(read):
    drawn = Map()
    drawn.line((0, -3000), (0, 3000), natural="coastline")
    assert read(drawn, "water").barriers == ()
    ends = Map()
    ends.line((0, -3000), (0, 100), natural="coastline")
    cover = read(ends, "water", extent=(-2000, -2000, 2000, 2000))
    assert cover.barriers == ()
    assert [remark.count for remark in cover.remarks if remark.kind == "left out"] == [1]


def test_what_lies_far_from_the_plan_is_not_read(read):
    drawn = Map()
    drawn.box(30_000, 0, 30_100, 100, natural="water")
    cover = read(drawn, "water")
    assert cover.barriers == ()
    assert cover.unknown == {}


def test_a_wall_of_which_the_file_lacks_a_node_is_open_there(read):
    drawn = Map()
    drawn.line((0, -400), (0, -100), (0, 0), (0, 100), (0, 400), barrier="wall")
    assert closed_between(read(drawn, "wall"), (-100, 0), (100, 0))
    assert not closed_between(read(drawn, "wall", lacking={(0, 0)}), (-100, 0), (100, 0))


def test_nothing_drawn_is_ever_closed_beyond_its_outline(read):
    """Whatever is a barrier lies within half a metre of a line or within an outline that was drawn."""
    rng = np.random.default_rng(7)
    drawn, shapes = Map(), []
    for _ in range(30):
        places = [tuple(place) for place in rng.integers(-150, 150, (4, 2)).tolist()]
        kind = str(rng.choice(["wall", "fence"]))
        drawn.line(*places, barrier=kind)
        shapes.append(shapely.LineString(places).buffer(0.52, join_style="mitre"))
    for _ in range(10):
        west, south = rng.integers(-150, 100, 2).tolist()
        east, north = west + int(rng.integers(5, 80)), south + int(rng.integers(5, 80))
        drawn.box(west, south, east, north, natural="water")
        shapes.append(shapely.box(west, south, east, north).buffer(0.01))
    closed = barrier(read(drawn, "wall", "fence", "water"))
    assert closed.area > 1000
    assert closed.difference(shapely.union_all(shapes)).area < 1e-3


def test_a_file_that_is_none_is_a_fault(tmp_path: Path):
    (tmp_path / "a.osm").write_text("no map", encoding="utf-8")
    ground = Ground(land_cover=LandCoverFile(file="a.osm"))
    with pytest.raises(InputError) as caught:
        read_land_cover(ground, tmp_path, AREAS, None)
    assert "cannot be read as OSM" in str(caught.value)
