from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.errors import InputError
from safeground.formats import packed
from safeground.formats.tables import read_table
from safeground.formats.vectors import read_features

if TYPE_CHECKING:
    from pathlib import Path

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>d</name><Placemark><name>hill</name><Polygon>
<outerBoundaryIs><LinearRing><coordinates>30,47 30.1,47 30.1,47.1 30,47</coordinates></LinearRing>
</outerBoundaryIs></Polygon></Placemark></Document></kml>"""


def archive(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def test_a_kmz_is_read_as_the_kml_in_it(tmp_path: Path):
    path = archive(tmp_path / "area.kmz", {"images/a.png": b"\x89PNG", "doc.kml": KML, "other.kml": "no"})
    read = read_features(path)
    assert read.file == "area.kmz"
    assert read.columns["Name"] == ["hill"]
    assert shapely.area(read.geometry[0]) == pytest.approx(0.005)


def test_names_in_an_archive_lead_nowhere(tmp_path: Path):
    path = archive(tmp_path / "area.kmz", {"../../outside.kml": KML})
    assert len(read_features(path)) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["area.kmz"]
    assert not (tmp_path.parent / "outside.kml").exists()


def test_faults_name_the_archive(tmp_path: Path):
    path = archive(tmp_path / "area.kmz", {"doc.kml": KML[:200]})
    with pytest.raises(InputError) as caught:
        read_features(path)
    assert {fault.file for fault in caught.value.faults} == {str(path)}


def test_a_bomb_by_its_size_is_refused(tmp_path: Path):
    """600 MB of blanks in 600 kB."""
    path = tmp_path / "area.kmz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("doc.kml", "w") as out,
    ):
        for _ in range(600):
            out.write(b" " * 1_000_000)
    assert path.stat().st_size < 5_000_000
    with pytest.raises(InputError, match="600,000,000 bytes when unpacked"):
        read_features(path)


def test_a_bomb_by_its_density_is_refused(tmp_path: Path):
    path = archive(tmp_path / "area.kmz", {"doc.kml": b" " * 50_000_000})
    with pytest.raises(InputError, match=r"packed 1,0\d\d times"):
        read_features(path)


def test_a_bomb_by_its_number_of_files_is_refused(tmp_path: Path):
    path = archive(tmp_path / "area.kmz", {f"{i}.kml": "" for i in range(packed.MOST_FILES + 1)})
    with pytest.raises(InputError, match="10,001 files"):
        read_features(path)


def test_a_header_that_lies_is_found(tmp_path: Path):
    """The directory states 100 bytes for a file of 5 MB."""
    content = archive(tmp_path / "a.kmz", {"doc.kml": b" " * 5_000_000}).read_bytes()
    lying = content.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 100))
    assert lying != content
    (tmp_path / "a.kmz").write_bytes(lying)
    with pytest.raises(InputError, match="cannot be opened"):
        read_features(tmp_path / "a.kmz")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<kml/>"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "a.kmz").write_bytes(content)
    with pytest.raises(InputError, match="cannot be opened"):
        read_features(tmp_path / "a.kmz")


def test_an_archive_without_kml_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"no \.kml in it"):
        read_features(archive(tmp_path / "a.kmz", {"a.txt": "x"}))


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path):
    """A sheet of 60 MB of one letter, in a workbook that is right otherwise."""
    path = archive(tmp_path / "people.xlsx", {"xl/worksheets/sheet1.xml": b"<c/>" * 15_000_000})
    with pytest.raises(InputError, match="times"):
        read_table(path)
    assert path.stat().st_size < 1_000_000


ENTITIES = {
    "a file of the reader": ('<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{secret}">]>', "&x;"),
    "an address": ('<!DOCTYPE kml [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>', "&x;"),
    "a billion laughs": (
        '<!DOCTYPE kml [<!ENTITY a0 "lol">'
        + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
        + "]>",
        "&a9;",
    ),
    "one long entity many times": (f'<!DOCTYPE kml [<!ENTITY x "{"x" * 100_000}">]>', "&x;" * 2000),
}


@pytest.mark.parametrize("packs", [False, True], ids=["kml", "kmz"])
@pytest.mark.parametrize("what", ENTITIES)
def test_entities_are_refused(tmp_path: Path, what: str, packs: bool):
    secret = tmp_path / "secret.txt"
    secret.write_text("the reader's own words")
    head, use = ENTITIES[what]
    text = KML.replace("?>\n", f"?>{head.format(secret=secret) if 'secret' in head else head}\n")
    text = text.replace("<name>hill", f"<name>{use}")
    path = tmp_path / "area.kml"
    path.write_text(text, encoding="utf-8")
    if packs:
        path = archive(tmp_path / "area.kmz", {"doc.kml": text})
    with pytest.raises(InputError) as caught:
        read_features(path)
    assert "own words" not in str(caught.value)
