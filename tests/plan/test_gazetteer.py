"""Block lists and ranges, as orders publish them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import InputError
from safeground.plan.gazetteer import Gazetteer, id_text, repeated, split_blocks
from safeground.plan.model import BlocksFile
from safeground.plan.read_ground import read_gazetteer
from safeground.plan.shapes import Shapes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plan.conftest import Town

IDS = ("0", "36", "38", "39", "054", "A-3", "219", "220.1", "220.2", "220.10", "221", "٣٠٠")


def gazetteer(ids: tuple[str, ...] = IDS) -> Gazetteer:
    geometry = np.array([shapely.box(i, 0, i + 1, 1) for i in range(len(ids))], dtype=object)
    return Gazetteer(ids, geometry, ("",) * len(ids))


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["36"], ("36",)),
        (["39", "36", "36-38"], ("36", "38", "39")),
        (["38-54"], ("38", "39", "054")),
        (["38 – 54"], ("38", "39", "054")),
        (["219-221"], ("219", "220.1", "220.2", "220.10", "221")),
        (["220.1"], ("220.1",)),
        (["220.10"], ("220.10",)),
        (["220.1-220.2"], ("220.1", "220.2")),
        (["220.2-220.10"], ("220.2", "220.10")),
        (["A-3"], ("A-3",)),
        (["٣٦", "٣٨-٣٩"], ("36", "38", "39")),
        (["300"], ("٣٠٠",)),
        (["0-0"], ("0",)),
        ([], ()),
    ],
)
def test_lists_and_ranges(items: list[str], expected: tuple[str, ...]) -> None:
    assert gazetteer().expand(items) == expected


def test_an_expansion_says_what_came_in_and_what_is_missing() -> None:
    found = gazetteer().expansion(["37-40", "219-221"])
    assert found.sub_blocks == ("220.1", "220.2", "220.10")
    assert found.missing_ends == ("37", "40")
    assert gazetteer().expansion(["220-221"]).missing_ends == ()


@pytest.mark.parametrize(
    ("item", "fix"),
    [
        ("220", "Name its sub-blocks: 220.1, 220.2, 220.10."),
        ("54-38", "Write 38-54."),
        ("222-299", "Check both ends."),
        ("220.1-221.2", "singly"),
        ("220.1-221", "singly"),
        ("36, 38", "an item of its own"),
        ("B7", "Check the id"),
        ("", "Check the id"),
    ],
)
def test_what_names_no_block_is_refused_beside_what_does(item: str, fix: str) -> None:
    with pytest.raises(InputError) as caught:
        gazetteer().expand(["36", item, "38-39"])
    (fault,) = caught.value.faults
    assert fault.place == "item 2"
    assert fix in fault.fix


def test_every_unknown_block_is_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        gazetteer().expand(["7", "36", "8"])
    assert [fault.place for fault in caught.value.faults] == ["item 1", "item 3"]


@given(
    whole=st.lists(st.integers(0, 60), min_size=1, max_size=25, unique=True),
    low=st.integers(0, 60),
    width=st.integers(0, 30),
)
def test_a_range_is_every_block_between_its_ends(whole: list[int], low: int, width: int) -> None:
    blocks = gazetteer(tuple(map(str, whole)))
    inside = tuple(str(number) for number in whole if low <= number <= low + width)
    if inside:
        assert blocks.expand([f"{low}-{low + width}"]) == inside
    else:
        with pytest.raises(InputError):
            blocks.expand([f"{low}-{low + width}"])


def test_the_union_is_that_of_the_blocks_named() -> None:
    assert gazetteer().union(["36", "38"]).equals(shapely.box(1, 0, 3, 1))
    with pytest.raises(KeyError):
        gazetteer().union(["37"])


@pytest.mark.parametrize(
    ("value", "text"), [(36.0, "36"), (220.1, "220.1"), (7, "7"), (" 220.10 ", "220.10"), (0.0, "0")]
)
def test_ids_are_text(value: object, text: str) -> None:
    assert id_text(value) == text


def test_published_lists_are_split() -> None:
    assert split_blocks("36, 38-54،219؛ 220.1\n7;") == ("36", "38-54", "219", "220.1", "7")
    assert repeated(["1", "2", "1"]) == {"1": 2}


def test_blocks_in_several_features_are_united_and_said(town: Town) -> None:
    parts = [
        shapely.box(34.2, 31.2, 34.21, 31.21),
        shapely.box(34.3, 31.2, 34.31, 31.21),
        shapely.box(34.4, 31, 34.5, 32),
    ]
    town.geojson("parts.geojson", parts, {"id": ["7", "7", None]})
    read = read_gazetteer(BlocksFile(file="parts.geojson"), Shapes(town.folder))
    assert read.ids == ("7",)
    assert read.geometry[0].equals(shapely.union_all(parts[:2]))
    assert {(remark.kind, remark.count) for remark in read.remarks} == {("left out", 1), ("inferred", 1)}


def test_overlaps_are_said_with_the_largest_first_and_slivers_are_not(town: Town) -> None:
    shapes = [
        shapely.box(34.2, 31.2, 34.21, 31.21),
        shapely.box(34.209, 31.2, 34.22, 31.21),
        shapely.box(34.21999999, 31.2, 34.23, 31.21),
    ]
    town.geojson("over.geojson", shapes, {"id": ["a", "b", "c"]})
    (remark,) = read_gazetteer(BlocksFile(file="over.geojson"), Shapes(town.folder)).remarks
    assert (remark.kind, remark.count) == ("warning", 1)
    assert "a and b by 105," in remark.text


def test_the_real_map_has_float_ids_that_become_text(real_data: Path) -> None:
    blocks = read_gazetteer(BlocksFile(file="blocks.geojson", id="Block"), Shapes(real_data / "gaza"))
    assert len(blocks) == 628
    assert not [block for block in blocks.ids if block.endswith(".0")]
    assert blocks.expand(["36-42"]) == ("36", "37.1", "37.2", "38", "39", "40", "41", "42.1", "42.2", "42.3")
    with pytest.raises(InputError, match=r"Name its sub-blocks: 220\.1, 220\.2"):
        blocks.expand(["220"])
