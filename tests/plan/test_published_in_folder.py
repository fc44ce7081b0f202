"""Notices in a folder: words as in a plan, texts and drawings beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.errors import InputError
from safeground.plan.read_notices import Beside, read_notices

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.errors import Fault

WORDS = """\
issuer: Flood Directorate
issued: 2026-03-04T06:00-02:00
blocks: ["36", "38-54"]
drawn: map.geojson#drawn
arrows: [map.geojson#arrow]
to: ["map.geojson#drawn", the hill]
text: {en: en.txt, ar: اخلوا البلوك 36}
ground: {territory: map.geojson#drawn}
"""


def put(folder: Path, words: str = WORDS, *, east: float = 34.3) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notice.yaml").write_text(words, encoding="utf-8")
    (folder / "en.txt").write_text("Leave blocks 36 and 38-54.", encoding="utf-8")
    shapes = {"drawn": shapely.box(34.2, 31.2, east, 31.3), "arrow": shapely.LineString([(34, 31), (35, 31)])}
    features = [
        {"type": "Feature", "properties": {"id": key}, "geometry": json.loads(shapely.to_geojson(shape))}
        for key, shape in shapes.items()
    ]
    (folder / "map.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return folder


def faults(folder: Path, **beside: object) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as refused:
        read_notices([folder], Beside(**beside))  # type: ignore[arg-type]
    return refused.value.faults


def test_a_folder_with_one_notice(tmp_path: Path) -> None:
    found = read_notices([put(tmp_path / "order-7")])
    (notice,) = found.notices
    assert notice.id == "order-7"
    assert notice.text == {"en": "Leave blocks 36 and 38-54.", "ar": "اخلوا البلوك 36"}
    assert notice.drawn is not None
    assert len(notice.arrows) == 1
    assert [(place.name, place.geometry is None) for place in notice.to] == [
        ("drawn", False),
        ("the hill", True),
    ]
    assert found.territory is not None
    assert set(found.hashes) == {"notice.yaml", "en.txt", "map.geojson"}
    assert notice.place == "notice.yaml"


def test_subfolders_are_put_in_the_order_of_issue(tmp_path: Path) -> None:
    put(tmp_path / "b", WORDS.replace("06:00", "05:00"))
    put(tmp_path / "a")
    put(tmp_path / "c", 'blocks: ["36"]\n')
    found = read_notices([tmp_path])
    assert [notice.id for notice in found.notices] == ["b", "a", "c"]
    assert "b/map.geojson" in found.hashes
    assert str(tmp_path) not in repr(found.remarks)


def test_a_time_without_offset_needs_a_zone(tmp_path: Path) -> None:
    put(tmp_path, WORDS.replace("06:00-02:00", "06:00"))
    (fault,) = faults(tmp_path)
    assert "without offset" in fault.found
    found = read_notices([tmp_path], Beside(zone="Asia/Gaza"))
    (notice,) = found.notices
    assert notice.naive == ("issued",)
    assert notice.issued is not None
    assert notice.issued.isoformat() == "2026-03-04T06:00:00+02:00"
    assert found.zones == {notice.id: "Asia/Gaza"}


def test_a_zone_of_its_own_stands_before_the_given_one(tmp_path: Path) -> None:
    put(tmp_path, WORDS.replace("06:00-02:00", "06:00\ntime_zone: Europe/Kyiv"))
    (notice,) = read_notices([tmp_path], Beside(zone="Asia/Gaza")).notices
    assert notice.issued is not None
    assert str(notice.issued.utcoffset()) == "2:00:00"


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    put(tmp_path / "a", WORDS.replace("en.txt", "gone.txt").replace("map.geojson#arrow", "map.geojson#none"))
    put(tmp_path / "b", "isued: 2026-03-04T06:00-02:00\n")
    put(tmp_path / "c", 'map_width_px: 3\nplaces: ["Bl\u202eock"]\ndrawn: /etc/passwd\n')
    told = faults(tmp_path)
    said = "\n".join(map(str, told))
    assert len(told) == 6
    for part in (
        "gone.txt",
        "no feature 'none'",
        "Did you mean issued?",
        "one width",
        "Bl\\u202eock",
        "one machine",
    ):
        assert part in said
    assert "\u202e" not in said


def test_an_empty_folder_and_a_wrong_name_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as refused:
        read_notices([tmp_path / "empty", tmp_path / "gone.csv", tmp_path / "x.docx"])
    found = [fault.found for fault in refused.value.faults]
    assert found == ["a folder without a notice", "no such file or folder", "no such file or folder"]


def test_two_notices_of_one_id_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "a", "id: same\n")
    put(tmp_path / "b", "id: same\n")
    (fault,) = faults(tmp_path)
    assert "the id same in a/notice.yaml and b/notice.yaml" in fault.found


def test_notices_that_name_different_ground_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "a")
    put(tmp_path / "b", east=34.4)
    (fault,) = faults(tmp_path)
    assert fault.expected == "one file of territory for all notices"


def test_a_text_that_is_too_large_to_be_one_is_refused(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "en.txt").write_text("x" * 1_000_001)
    (fault,) = faults(tmp_path)
    assert "1 MB at the most" in fault.expected


def test_a_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "en.txt").write_bytes("Прохання".encode("cp1251"))
    (fault,) = faults(tmp_path)
    assert "not UTF-8" in fault.found
