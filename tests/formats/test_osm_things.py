"""Things of an OSM file one by one: tags asked for, places, surfaces that are whole or none."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.osm_map import PLANE, Map

from safeground.errors import InputError
from safeground.formats.osm_things import Things, read_things


def read(drawn: Map, path: Path, lacking=(), **more) -> Things:
    drawn.write(path / "map.osm", lacking=lacking)
    return read_things(path / "map.osm", keys=("natural", "barrier"), wanted=lambda _: True, **more)


def test_only_what_has_a_key_and_is_wanted_is_read(tmp_path: Path):
    drawn = Map()
    drawn.line((0, 0), (10, 0), barrier="wall")
    drawn.line((0, 0), (0, 10), highway="path")
    drawn.line((0, 0), (0, 20), barrier="fence")
    drawn.at(0, 0, barrier="gate")
    drawn.at(10, 0, name="corner")
    drawn.write(tmp_path / "map.osm")
    things = read_things(
        tmp_path / "map.osm", keys=("barrier",), wanted=lambda tags: tags.get("barrier") == "wall",
        node_keys=("barrier",),
    )  # fmt: skip
    assert [way.way_id for way in things.ways] == [1]
    assert things.node_tags == {1: {"barrier": "gate"}}
    assert things.box is None
    np.testing.assert_allclose(things.degrees([1, 99])[0], [10.0, 0.0], atol=1e-9)
    assert np.isnan(things.degrees([1, 99])[1]).all()


def test_a_way_falls_into_runs_where_nodes_are_lacking(tmp_path: Path):
    drawn = Map()
    drawn.line(*[(10 * k, 0) for k in range(8)], barrier="wall")
    things = read(drawn, tmp_path, lacking={(20, 0), (40, 0), (50, 0)})
    runs = things.runs(things.ways[0].nodes)
    # A node alone is no line.
    assert [nodes for nodes, _ in runs] == [(1, 2), (7, 8)]
    assert [len(degrees) for _, degrees in runs] == [2, 2]


def test_surfaces_are_whole_or_none(tmp_path: Path):
    drawn = Map()
    drawn.box(0, 0, 100, 100, natural="water")
    drawn.line((200, 0), (300, 0), (300, 100), natural="water")
    outer, inner = drawn.box(500, 0, 600, 100), drawn.box(540, 40, 560, 60)
    drawn.relations.append(([(outer, "outer"), (inner, "inner")], {"natural": "water"}))
    drawn.relations.append(([(outer, "outer"), (99, "inner")], {"natural": "water"}))
    drawn.relations.append(([(1, "outer")], {"natural": "water", "type": "route"}))
    things = read(drawn, tmp_path)
    lake, bay = things.ways
    assert PLANE.project(things.polygon_of_way(lake)).area == pytest.approx(10_000, rel=1e-3)
    assert things.polygon_of_way(bay) is None
    whole, part = things.relations
    assert PLANE.project(things.polygon_of_relation(whole)).area == pytest.approx(9_600, rel=1e-3)
    assert things.polygon_of_relation(part) is None
    torn = read(drawn, tmp_path, lacking={(600, 100)})
    assert torn.polygon_of_relation(torn.relations[0]) is None


def test_an_outline_that_crosses_itself_is_repaired_or_left_out(tmp_path: Path):
    drawn = Map()
    drawn.line((0, 0), (100, 100), (100, 0), (0, 100), (0, 0), natural="water")
    drawn.line((200, 0), (300, 0), (250, 0), (200, 0), natural="water")
    things = read(drawn, tmp_path)
    bow, flat = (things.polygon_of_way(way) for way in things.ways)
    assert bow is not None
    assert bow.is_valid
    assert flat is None


@pytest.mark.parametrize("content", [b"", b"<osm", b"no map"])
def test_a_file_that_is_none_is_a_fault(tmp_path: Path, content: bytes):
    path = tmp_path / "map.osm"
    path.write_bytes(content)
    with pytest.raises(InputError, match="OSM"):
        read_things(path, keys=("natural",), wanted=lambda _: True)


def test_pbf_and_xml_of_one_place_hold_the_same(real_data: Path):
    """The two extracts of Andorra differ by a way and some nodes, none of them water."""
    found = [
        read_things(
            real_data / "andorra" / name,
            keys=("natural",),
            wanted=lambda tags: tags.get("natural") == "water",
        )
        for name in ("andorra.osm.pbf", "andorra.osm.gz")
    ]
    assert [way.way_id for way in found[0].ways] == [way.way_id for way in found[1].ways]
    surfaces = [things.polygon_of_relation(things.relations[0]) for things in found]
    assert surfaces[0] is not None
    assert shapely.equals(*surfaces)
