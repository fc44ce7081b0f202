"""Which reader a plan's file goes to, and what is said of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.errors import InputError
from safeground.ground.streets import read_streets
from safeground.plan.model import StreetsFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINKS = (
    "from,to,class,from_lon,from_lat,to_lon,to_lat\n"
    "a,b,path,10,50,10.01,50\nb,c,path,,,10.02,50\nx,y,path,11,50,11.01,50\n"
)


def read(folder: Path, file: str, **more: object):
    return read_streets(StreetsFile(file=file, grade="surveyed"), folder, **more)  # type: ignore[arg-type]


def test_the_ending_decides_and_the_grade_is_kept(osm_file: Callable[..., Path], tmp_path: Path) -> None:
    osm_file({1: (10.0, 50.0), 2: (10.01, 50.0)}, [([1, 2], {"highway": "path"})])
    (tmp_path / "links.csv").write_text(LINKS)
    assert len(read(tmp_path, "streets.osm").tail) == 1
    links = read(tmp_path, "links.csv")
    assert len(links.tail) == 3
    assert links.grade == "surveyed"


def test_unconnected_parts_are_said(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(LINKS)
    (said,) = [r for r in read(tmp_path, "links.csv").remarks if r.kind == "warning"]
    assert said.text.startswith("1 part of the streets is not joined to the largest part: 0.7 km")
    assert said.count == 1


def test_links_are_clipped_as_osm_streets_are(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(LINKS)
    streets = read(tmp_path, "links.csv", clip=shapely.box(9.99, 49.99, 10.005, 50.01))
    assert streets.way_id.tolist() == [2]
    assert streets.cut.tolist() == [False, True]
    with pytest.raises(InputError, match="streets only in"):
        read(tmp_path, "links.csv", clip=shapely.box(50, 10, 51, 11))


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the ending '\.pdf'"):
        read(tmp_path, "streets.pdf")
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path, "streets.osm.pbf")
