from __future__ import annotations

import contextlib
import gzip
from pathlib import Path

import numpy as np
import osmium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import InputError
from safeground.formats.osm import is_osm, read_ways, stated_box
from safeground.formats.osm_clip import clip_osm
from safeground.formats.osm_nodes import node_batches
from safeground.formats.osm_pbf import zigzag

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
    """Nodes that are not dense, and blocks that are not deflated, go through libosmium."""
    path = tmp_path / "x.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), f"pbf,{option}")) as writer:
        for item in osmium.FileProcessor(write(tmp_path / "plain.osm")):
            writer.add(item)
    ways = read_ways(path, "highway", ())
    assert ways.way_id.tolist() == [7, 8, 9]
    assert ways.lon[ways.node] == pytest.approx([10.0, 10.01, 10.02, 10.02, 10.5, 10.5, 10.6])


@pytest.mark.parametrize("text", [b"highway", b"primary", b"name", b"building"])
def test_a_null_character_is_refused_before_libosmium_crashes_on_it(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "x.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), "pbf,pbf_compression=none")) as writer:
        for item in osmium.FileProcessor(write(tmp_path / "plain.osm")):
            writer.add(item)
    path.write_bytes(path.read_bytes().replace(text, text[:2] + b"\0" + text[3:]))
    with pytest.raises(InputError, match="null character"):
        read_ways(path, "highway", ("name",))
    with pytest.raises(InputError, match="null character"):
        clip_osm(path, (0, 0, 90, 90), tmp_path / "clip.osm", key="highway", progress=str)


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    with osmium.SimpleWriter(osmium.io.File(str(folder / "x.osm.pbf"), "pbf,pbf_compression=none")) as writer:
        for item in osmium.FileProcessor(write(folder / "plain.osm")):
            writer.add(item)
    content = bytearray((folder / "x.osm.pbf").read_bytes())
    for at, octet in damage:
        content[at % len(content)] = octet
    (folder / "y.osm.pbf").write_bytes(content)
    with contextlib.suppress(InputError):
        read_ways(folder / "y.osm.pbf", "highway", ("name",))


@given(st.lists(st.integers(-(2**62), 2**62), max_size=50))
def test_zigzag_varints_decode(numbers: list[int]) -> None:
    packed = bytearray()
    for number in numbers:
        value = (number << 1) ^ (number >> 63)
        while value > 0x7F:
            packed.append(value & 0x7F | 0x80)
            value >>= 7
        packed.append(value)
    assert zigzag(bytes(packed)).tolist() == numbers


@pytest.mark.parametrize("file", ["andorra/andorra.osm.pbf", "porto-alegre/poa_osm.pbf"])
def test_nodes_of_real_files_against_libosmium(real_data: Path, file: str) -> None:
    path = real_data / file
    expected = [(n.id, n.location.lon, n.location.lat) for n in osmium.FileProcessor(path, osmium.osm.NODE)]
    batches = list(node_batches(path))
    found = np.column_stack([np.concatenate(column) for column in zip(*batches, strict=True)])
    assert found[:, 0].tolist() == [row[0] for row in expected]
    assert np.abs(found - np.array(expected)).max() < 1e-9


def test_a_clip_has_the_ways_of_the_place_with_all_their_nodes(tmp_path: Path) -> None:
    out = tmp_path / "clip.osm.pbf"
    said: list[str] = []
    box = (9.99, 49.99, 10.05, 50.05)
    count = clip_osm(write(tmp_path / "x.osm.pbf"), box, out, key="highway", progress=said.append)
    clip = read_ways(out, "highway", ("name",))
    assert count == 2
    assert clip.way_id.tolist() == [7, 8]
    assert clip.tags["name"] == ["Küstenstraße", ""]
    assert (clip.node >= 0).all()
    assert clip.box == pytest.approx(box)
    assert said


def test_a_clip_of_another_place_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "clip.osm.pbf"
    with pytest.raises(InputError, match="no way with the tag highway"):
        clip_osm(write(tmp_path / "x.osm.pbf"), (0, 0, 1, 1), out, key="highway", progress=str)
    assert not out.exists()


def test_a_clip_of_a_real_country_has_the_same_streets_there(real_data: Path, tmp_path: Path) -> None:
    import shapely

    from safeground.ground.osm_streets import read_osm_streets

    box = (9.50, 47.13, 9.54, 47.16)
    country = real_data / "liechtenstein" / "liechtenstein-latest.osm.pbf"
    clip_osm(country, box, tmp_path / "clip.osm.pbf", key="highway", progress=str)
    a = read_osm_streets(tmp_path / "clip.osm.pbf", "mapped", clip=shapely.box(*box))
    b = read_osm_streets(country, "mapped", clip=shapely.box(*box))
    assert sorted(a.way_id.tolist()) == sorted(b.way_id.tolist())
    assert a.length_m.sum() == pytest.approx(b.length_m.sum(), rel=1e-12)
