"""Ways that could carry people and are no streets: counted where they touch an area."""

from pathlib import Path

import pytest
import shapely
from tests.osm_map import PLANE, Map

from safeground.ground.other_ways import SORTS, in_words, read_other_ways, sort_of
from safeground.plan.model import StreetsFile


def test_each_sort_is_counted_where_it_touches_the_area(tmp_path: Path):
    drawn = Map()
    drawn.line((0, 0), (10, 0), highway="construction")
    drawn.line((0, 10), (10, 10), route="ferry")
    drawn.line((0, 20), (10, 20), route="ferry")
    drawn.line((0, 30), (10, 30), waterway="weir")
    drawn.line((0, 40), (10, 40), railway="rail", tunnel="yes")
    drawn.line((0, 50), (10, 50), railway="rail", bridge="no")
    drawn.line((900, 0), (910, 0), aerialway="gondola")
    drawn.line((0, 60), (10, 60), highway="residential")
    path = drawn.write(tmp_path / "town.osm")
    found = read_other_ways(StreetsFile(file=path.name, grade="mapped"), tmp_path)
    counts = found.counted_in(PLANE.unproject(shapely.box(-50, -50, 50, 100)))
    assert counts == {"construction": 1, "ferry": 2, "dam": 1, "railway tunnel": 1}
    assert in_words(counts) == (
        "1 street under construction", "2 ferry lines", "1 dam or weir", "1 railway tunnel",
    )  # fmt: skip


def test_a_table_of_links_holds_none(tmp_path: Path):
    assert read_other_ways(StreetsFile(file="links.csv", grade="mapped"), tmp_path).lines == {}


@pytest.mark.parametrize(
    ("tags", "sort"),
    [
        ({"highway": "proposed"}, None),
        ({"waterway": "lock_gate"}, "lock"),
        ({"railway": "subway", "tunnel": "yes"}, "railway tunnel"),
        ({"railway": "abandoned", "bridge": "yes"}, None),
        ({"aerialway": "drag_lift"}, None),
    ],
)
def test_what_is_which_sort(tags, sort):
    assert sort_of(tags) == sort
    assert sort is None or sort in SORTS
