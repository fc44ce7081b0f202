from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely

from safeground.errors import InputError
from safeground.formats.projection import geodesic_m
from safeground.ground.osm_streets import read_osm_streets
from safeground.ground.streets import Streets, edge_lines

OsmFile = Callable[..., Path]
SQUARE = {1: (0.0, 0.0), 2: (0.001, 0.0), 3: (0.001, 0.001), 4: (0.0, 0.001), 5: (0.002, 0.0)}


def of_way(streets: Streets, way: int) -> int:
    (edge,) = np.flatnonzero(streets.way_id == way)
    return int(edge)


def said(streets: Streets, words: str) -> int | None:
    (remark,) = [remark for remark in streets.remarks if words in remark.text]
    return remark.count


def test_tags_become_widths_lanes_and_directions(osm_file: OsmFile) -> None:
    path = osm_file(
        SQUARE,
        [
            ([1, 2], {"highway": "residential", "width": "5", "oneway": "yes", "name": "Rua A"}),
            ([2, 3], {"highway": "primary", "lanes": "4", "ref": "B 9"}),
            ([3, 4], {"highway": "footway"}),
            ([4, 1], {"highway": "primary_link", "est_width": "10"}),
        ],
    )
    streets = read_osm_streets(path, "mapped")
    a, b, c, d = (of_way(streets, way) for way in (1, 2, 3, 4))
    # A carriageway's width is the least; in a proof 3 m on each side can be walked too.
    assert (streets.width_low_m[a], streets.width_high_m[a]) == (5, 11)
    assert (streets.width_low_m[b], streets.width_high_m[b]) == (4 * 2.5, 4 * 4 + 6 + 5)
    assert (streets.lanes_low[b], streets.lanes_high[b]) == (4, 4)
    assert (streets.width_low_m[d], streets.width_high_m[d]) == pytest.approx((7, 19))
    assert streets.oneway[[a, b, c]].tolist() == [1, 0, 0]
    assert streets.on_foot.all()
    assert streets.by_vehicle[[a, b, c]].tolist() == [True, True, False]
    assert [streets.classes[i] for i in streets.street_class[[a, b, c, d]]] == [
        "residential", "primary", "footway", "primary",
    ]  # fmt: skip
    assert streets.name[[a, b, c]].tolist() == ["Rua A", "B 9", ""]


def test_a_street_nobody_measured_has_its_class_s_range(osm_file: OsmFile) -> None:
    from safeground.standards import street_classes

    streets = read_osm_streets(osm_file(SQUARE, [([1, 2], {"highway": "path"})]), "mapped")
    assumed = street_classes()["path"].width_m
    assert (streets.width_low_m[0], streets.width_high_m[0]) == (assumed.low, assumed.high)
    assert said(streets, "without a width") == 1


def test_widths_that_cannot_be_meant_are_not_used_and_counted(osm_file: OsmFile) -> None:
    path = osm_file(SQUARE, [([1, 2], {"highway": "path", "width": "600"}), ([2, 3], {"highway": "path"})])
    streets = read_osm_streets(path, "mapped")
    assert streets.width_high_m.max() < 100
    assert said(streets, "cannot be meant") == 1


def test_what_cannot_be_walked_is_left_out_and_what_is_barred_is_kept(osm_file: OsmFile) -> None:
    path = osm_file(
        SQUARE,
        [
            ([1, 2], {"highway": "construction"}),
            ([2, 3], {"highway": "proposed"}),
            ([3, 4], {"highway": "service", "access": "private"}),
            ([4, 1], {"highway": "motorway", "foot": "no"}),
            ([2, 5], {"highway": "bus_stop_lane"}),
        ],
    )
    streets = read_osm_streets(path, "mapped")
    assert sorted(streets.way_id.tolist()) == [3, 4, 5]
    assert said(streets, "do not lie on the ground") == 2
    assert said(streets, "closes to people on foot") == 2
    assert said(streets, "bus_stop_lane as road (1)") == 1


def test_a_square_is_as_wide_as_half_its_outline(osm_file: OsmFile) -> None:
    ring = [1, 2, 3, 4, 1]
    streets = read_osm_streets(osm_file(SQUARE, [(ring, {"highway": "pedestrian", "area": "yes"})]), "mapped")
    assert len(streets.tail) == 2
    assert streets.width_high_m == pytest.approx(streets.length_m.sum() / 2)


def test_missing_nodes_cut_a_way_and_do_not_drop_it(osm_file: OsmFile) -> None:
    """The usual ``except InvalidLocationError: continue`` drops the roads at the border: the exits."""
    ways = [([1, 2, 3], {"highway": "service"}), ([3, 4, 99, 98], {"highway": "service"})]
    path = osm_file(SQUARE, ways, box=(-1, -1, 1, 1))
    streets = read_osm_streets(path, "mapped")
    assert len(streets.tail) == 2
    (at,) = np.flatnonzero(streets.cut)
    assert (streets.lon[at], streets.lat[at]) == SQUARE[4]
    assert said(streets, "not in the file") == 2


def test_dead_ends_at_the_stated_extent_and_of_main_streets_are_cut(osm_file: OsmFile) -> None:
    nodes = {1: (0.0, 0.0), 2: (0.01, 0.0), 3: (0.0999, 0.0), 4: (0.01, 0.02), 5: (0.01, -0.02)}
    nodes |= {6: (0.02, 0.01)}
    ways = [
        ([1, 2], {"highway": "service"}),
        ([2, 3], {"highway": "service"}),
        ([2, 4], {"highway": "primary"}),
        ([2, 5], {"highway": "residential"}),
        ([2, 6], {"highway": "residential"}),
    ]
    streets = read_osm_streets(osm_file(nodes, ways, box=(-0.1, -0.1, 0.1, 0.1)), "mapped")
    cut = {(float(streets.lon[i]), float(streets.lat[i])) for i in np.flatnonzero(streets.cut)}
    assert cut == {nodes[3], nodes[4]}
    assert said(streets, "taken as cut") == 2
    without = read_osm_streets(osm_file(nodes, ways), "mapped")
    # Of a file that states none, the outermost dead ends may be cut; that there are more is said.
    cut = {(float(without.lon[i]), float(without.lat[i])) for i in np.flatnonzero(without.cut)}
    assert cut == {nodes[1], nodes[3], nodes[4], nodes[5]}
    assert said(without, "states no extent") is None


def test_clipping_keeps_touching_edges_and_marks_where_others_were(osm_file: OsmFile) -> None:
    nodes = {i: (0.001 * i, 0.0) for i in range(1, 7)}
    ways = [([i, i + 1], {"highway": "service"}) for i in range(1, 6)]
    clip = shapely.box(0.0025, -0.001, 0.0035, 0.001)
    streets = read_osm_streets(osm_file(nodes, ways), "mapped", clip=clip)
    assert sorted(streets.way_id.tolist()) == [2, 3]
    assert sorted(streets.lon[streets.cut].tolist()) == [0.002, 0.004]
    assert said(streets, "outside of the plan's surroundings") == 3
    assert streets.tail.max() < len(streets.lon)
    assert shapely.intersects(edge_lines(streets), clip).all()


def test_streets_of_another_place_are_refused(osm_file: OsmFile) -> None:
    path = osm_file(SQUARE, [([1, 2], {"highway": "path"})])
    with pytest.raises(InputError, match="streets only in longitude 0"):
        read_osm_streets(path, "mapped", clip=shapely.box(34.2, 31.2, 34.5, 31.5))


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        ([([1, 2], {"building": "yes"})], "no way with the tag highway"),
        ([([7, 8], {"highway": "path"})], "the places of none"),
        ([([1, 2], {"highway": "proposed"})], "highway"),
    ],
)
def test_a_file_without_streets_is_refused(osm_file: OsmFile, ways: list, found: str) -> None:
    with pytest.raises(InputError, match=found):
        read_osm_streets(osm_file(SQUARE, ways), "mapped")


def test_porto_alegre_keeps_every_way_and_its_whole_length(real_data: Path) -> None:
    """Lengths and ways against pyosmium's own iteration with its own location index."""
    import osmium

    path = real_data / "porto-alegre" / "poa_osm.pbf"
    streets = read_osm_streets(path, "mapped")
    metres, ways = 0.0, set()
    ends: list[tuple[float, ...]] = []
    for way in osmium.FileProcessor(path).with_locations().with_filter(osmium.filter.KeyFilter("highway")):
        if not isinstance(way, osmium.osm.Way) or way.tags["highway"] in {"construction", "proposed"}:
            continue
        ways.add(way.id)
        at = [(node.lon, node.lat) for node in way.nodes]
        ends += [(*a, *b) for a, b in itertools.pairwise(at)]
    metres = float(geodesic_m(*np.array(ends).T).sum())
    assert set(streets.way_id.tolist()) == ways
    assert streets.length_m.sum() == pytest.approx(metres, rel=1e-9)
    assert said(streets, "states no extent") is None


def test_andorra_is_the_same_in_both_formats_but_for_its_one_new_way(real_data: Path) -> None:
    pbf = read_osm_streets(real_data / "andorra" / "andorra.osm.pbf", "mapped")
    xml = read_osm_streets(real_data / "andorra" / "andorra.osm.gz", "mapped")
    added = set(pbf.way_id.tolist()) - set(xml.way_id.tolist())
    assert len(added) == 1
    assert set(xml.way_id.tolist()) <= set(pbf.way_id.tolist())

    def length_of_ways(streets: Streets) -> dict[int, float]:
        ways, index = np.unique(streets.way_id, return_inverse=True)
        return dict(zip(ways.tolist(), np.bincount(index, weights=streets.length_m), strict=True))

    a, b = length_of_ways(pbf), length_of_ways(xml)
    # Of two dates: the later file has one way more, and a few that were redrawn.
    redrawn = [way for way in b if abs(a[way] - b[way]) > 0.01]
    assert len(redrawn) <= 12
    assert len(b) == len(a) - 1


def test_liechtenstein_s_roads_are_cut_at_its_borders(real_data: Path) -> None:
    streets = read_osm_streets(real_data / "liechtenstein" / "liechtenstein-latest.osm.pbf", "mapped")
    assert streets.cut.any()
    degree = np.bincount(np.concatenate([streets.tail, streets.head]), minlength=len(streets.lon))
    assert (degree[streets.cut] == 1).all()
