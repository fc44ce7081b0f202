from __future__ import annotations

import contextlib
import gzip
import tracemalloc
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import InputError
from safeground.formats.osm import is_osm, read_ways, stated_box
from safeground.formats.osm_clip import clip_osm
from safeground.formats.projection import geodesic_m
from safeground.ground.osm_streets import read_osm_streets

PLACES = {1: (10.0, 50.0), 2: (10.01, 50.0), 3: (10.02, 50.01), 4: (10.5, 50.5), 5: (10.6, 50.6)}
WAYS = [
    (7, [1, 2, 3], {"highway": "primary", "name": "Küstenstraße"}),
    (8, [3, 4], {"highway": "path"}),
    (9, [4, 5], {"highway": "track"}),
    (10, [1, 2], {"building": "yes"}),
]


def write(path: Path, *, box: bool = False) -> Path:
    header = osmium.io.Header()
    if box:
        header.add_box(osmium.osm.Box(9.9, 49.9, 10.7, 50.7))
    with osmium.SimpleWriter(path, header=header) as writer:
        for node, place in PLACES.items():
            writer.add_node(osmium.osm.mutable.Node(id=node, location=place))
        for way, nodes, tags in WAYS:
            writer.add_way(osmium.osm.mutable.Way(id=way, nodes=nodes, tags=tags))
    return path


@pytest.mark.parametrize("ending", [".osm.pbf", ".osm", ".osm.gz", ".osm.bz2"])
def test_every_format_reads_the_same(tmp_path: Path, ending: str) -> None:
    ways = read_ways(write(tmp_path / f"x{ending}", box=True), "highway", ("highway", "name"))
    assert ways.way_id.tolist() == [7, 8, 9]
    assert ways.tags == {"highway": ["primary", "path", "track"], "name": ["Küstenstraße", "", ""]}
    assert np.diff(ways.start).tolist() == [3, 2, 2]
    assert ways.lon[ways.node] == pytest.approx([10.0, 10.01, 10.02, 10.02, 10.5, 10.5, 10.6])
    assert ways.lat[ways.node] == pytest.approx([50.0, 50.0, 50.01, 50.01, 50.5, 50.5, 50.6])
    assert ways.box == pytest.approx((9.9, 49.9, 10.7, 50.7))


def test_a_header_without_extent_states_none(tmp_path: Path) -> None:
    assert stated_box(write(tmp_path / "x.osm.pbf")) is None


def test_endings() -> None:
    assert all(is_osm(Path(f"a{ending}")) for ending in (".osm.pbf", ".osm", ".osm.gz", ".osm.bz2", ".OSM"))
    assert not any(is_osm(Path(f"a{ending}")) for ending in (".csv", ".geojson", ".gz"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.osm.pbf", b""),
        ("noise.osm.pbf", bytes(range(256)) * 40),
        ("empty.osm", b""),
        ("page.osm", b"<html><body>404</body></html>"),
        ("short.osm", b'<osm version="0.6"><node id='),
        ("page.osm.gz", gzip.compress(b"<html></html>", mtime=0)),
        ("notgz.osm.gz", b"<osm/>"),
    ],
)
def test_what_is_not_osm_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        read_ways(tmp_path / name, "highway", ())
    (fault,) = error.value.faults
    assert "cannot be read as OSM" in fault.found
    assert fault.fix


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("ending", [".osm.pbf", ".osm", ".osm.gz", ".osm.bz2"])
def test_a_truncated_file_is_refused(tmp_path: Path, ending: str, share: float) -> None:
    whole = write(tmp_path / f"whole{ending}").read_bytes()
    short = tmp_path / f"short{ending}"
    short.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError):
        read_ways(short, "highway", ())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_ways(tmp_path / "none.osm", "highway", ())


def test_nodes_not_in_the_file_are_minus_one(tmp_path: Path) -> None:
    path = tmp_path / "x.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" lon="1" lat="2"/>'
        '<way id="1"><nd ref="1"/><nd ref="99"/><tag k="highway" v="path"/></way></osm>'
    )
    ways = read_ways(path, "highway", ())
    assert ways.node.tolist() == [0, -1]


@pytest.mark.parametrize(
    "option", ["pbf_dense_nodes=false", "pbf_compression=none", "pbf_compression=lz4", "add_metadata=false"]
)
def test_every_kind_of_pbf_is_read(tmp_path: Path, option: str) -> None:
    path = tmp_path / "x.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), f"pbf,{option}")) as writer:
        for item in osmium.FileProcessor(write(tmp_path / "plain.osm")):
            writer.add(item)
    ways = read_ways(path, "highway", ())
    assert ways.way_id.tolist() == [7, 8, 9]
    assert ways.lon[ways.node] == pytest.approx([10.0, 10.01, 10.02, 10.02, 10.5, 10.5, 10.6])


@pytest.mark.parametrize("ending", [".osm.pbf", ".osm"])
def test_the_order_of_a_file_and_new_objects_do_not_matter(tmp_path: Path, ending: str) -> None:
    """Ways before their nodes as Overpass writes them, ids below zero as JOSM does, one twice, one gone."""
    path = tmp_path / f"x{ending}"
    node, way = osmium.osm.mutable.Node, osmium.osm.mutable.Way
    with osmium.SimpleWriter(path) as writer:
        writer.add_way(way(id=-5, nodes=[9, -3, 2, 4], tags={"highway": "path"}))
        for item, place in ((9, (1.0, 2.0)), (-3, (3.0, 4.0)), (2, (5.0, 6.0)), (9, (7.0, 8.0)), (4, None)):
            writer.add_node(node(id=item, location=place))
    ways = read_ways(path, "highway", ())
    assert ways.way_id.tolist() == [-5]
    assert ways.node.tolist()[3] == -1
    assert ways.lon[ways.node[:3]] == pytest.approx([7.0, 3.0, 5.0])
    assert ways.lat[ways.node[:3]] == pytest.approx([8.0, 4.0, 6.0])


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(write(folder / "x.osm.pbf").read_bytes())
    for at, octet in damage:
        content[at % len(content)] = octet
    (folder / "y.osm.pbf").write_bytes(content)
    with contextlib.suppress(InputError):
        read_ways(folder / "y.osm.pbf", "highway", ("name",))


def test_a_clip_has_the_ways_of_the_place_with_their_nodes_around_it(tmp_path: Path) -> None:
    out = tmp_path / "clip.osm.pbf"
    said: list[str] = []
    box = (9.99, 49.99, 10.05, 50.05)
    count = clip_osm(write(tmp_path / "x.osm.pbf"), box, out, key="highway", progress=said.append)
    clip = read_ways(out, "highway", ("name",))
    assert count == 2
    assert clip.way_id.tolist() == [7, 8]
    assert clip.tags["name"] == ["Küstenstraße", ""]
    # Node 4 lies half a degree away: way 8 goes on to nobody knows where.
    assert (clip.node >= 0).tolist() == [True, True, True, True, False]
    assert clip.lon == pytest.approx([10.0, 10.01, 10.02])
    assert clip.box == pytest.approx(box)
    assert said


def line(path: Path, places: list[tuple[float, float]]) -> Path:
    """Write one street."""
    with osmium.SimpleWriter(path) as writer:
        for i, place in enumerate(places, start=1):
            writer.add_node(osmium.osm.mutable.Node(id=i, location=place))
        nodes = list(range(1, len(places) + 1))
        writer.add_way(osmium.osm.mutable.Way(id=1, nodes=nodes, tags={"highway": "residential"}))
    return path


def test_a_street_out_of_the_clip_is_cut_where_its_nodes_end(tmp_path: Path) -> None:
    """Out of the box to the east for 3° and back into it: two parts, each with an end that goes on."""
    places = [(10.0 + 0.05 * i, 50.0) for i in range(60)]
    places += [(lon, 50.01) for lon, _ in reversed(places)]
    path, out = line(tmp_path / "x.osm.pbf", places), tmp_path / "clip.osm.pbf"
    clip_osm(path, (9.9, 49.9, 10.22, 50.1), out, key="highway", progress=str)
    streets = read_osm_streets(out, "mapped")
    assert len(streets.way_id) == 2
    ends = {
        (round(float(lon), 2), round(float(lat), 2)): bool(cut)
        for lon, lat, cut in zip(streets.lon, streets.lat, streets.cut, strict=True)
    }
    assert ends == {(10.0, 50.0): False, (10.0, 50.01): False, (10.3, 50.0): True, (10.3, 50.01): True}
    (missing,) = [remark.count for remark in streets.remarks if "not in the file" in remark.text]
    assert missing == 120 - 14
    inside = read_osm_streets(out, "mapped", clip=shapely.box(9.9, 49.9, 10.22, 50.1))
    assert inside.cut.sum() == 2


def test_a_street_across_a_corner_without_a_node_inside_is_kept_whole(tmp_path: Path) -> None:
    """One node 0.015° away, the next 0.09°: no node in the box, but its line is."""
    path = line(tmp_path / "x.osm.pbf", [(9.985, 50.005), (10.09, 50.005)])
    box = (10.0, 50.0, 10.01, 50.01)
    assert clip_osm(path, box, tmp_path / "clip.osm.pbf", key="highway", progress=str) == 1
    streets = read_osm_streets(tmp_path / "clip.osm.pbf", "mapped", clip=shapely.box(*box))
    assert streets.length_m.sum() == pytest.approx(geodesic_m(9.985, 50.005, 10.09, 50.005).item())
    assert streets.cut.all()


def test_memory_grows_with_the_place_and_not_with_the_country(tmp_path: Path) -> None:
    box = (10.0, 50.0, 10.01, 50.01)
    places = [(10.0, 50.0), (10.005, 50.005)]
    elsewhere = [(20.0 + 0.0001 * i, 40.0) for i in range(30_000)]
    peak = []
    for name, more in (("warm", []), ("place", []), ("country", elsewhere)):
        path = tmp_path / f"{name}.osm.pbf"
        with osmium.SimpleWriter(path) as writer:
            for i, place in enumerate(places + more, start=1):
                writer.add_node(osmium.osm.mutable.Node(id=i, location=place))
            tags = {"highway": "residential"}
            writer.add_way(osmium.osm.mutable.Way(id=1, nodes=[1, 2], tags=tags))
            for i in range(2, len(more), 2):
                writer.add_way(osmium.osm.mutable.Way(id=i, nodes=[i + 1, i + 2], tags=tags))
        tracemalloc.start()
        clip_osm(path, box, tmp_path / f"{name}-clip.osm.pbf", key="highway", progress=str)
        peak.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peak[2] < peak[1] + 50_000


def test_a_clip_of_another_place_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "clip.osm.pbf"
    with pytest.raises(InputError, match="no way with the tag highway"):
        clip_osm(write(tmp_path / "x.osm.pbf"), (0, 0, 1, 1), out, key="highway", progress=str)
    assert not out.exists()


def test_a_clip_of_a_real_country_has_the_same_streets_there(real_data: Path, tmp_path: Path) -> None:
    box = (9.50, 47.13, 9.54, 47.16)
    country = real_data / "liechtenstein" / "liechtenstein-latest.osm.pbf"
    clip_osm(country, box, tmp_path / "clip.osm.pbf", key="highway", progress=str)
    a = read_osm_streets(tmp_path / "clip.osm.pbf", "mapped", clip=shapely.box(*box))
    b = read_osm_streets(country, "mapped", clip=shapely.box(*box))
    assert sorted(a.way_id.tolist()) == sorted(b.way_id.tolist())
    assert a.length_m.sum() == pytest.approx(b.length_m.sum(), rel=1e-12)
