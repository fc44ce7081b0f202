"""Damaged files of notices are read, or refused with what is wrong: never anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.test_published_in_folder import WORDS, put
from tests.plan.test_published_in_table import geojson

from safeground.errors import InputError
from safeground.plan.read_notices import read_notices

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.errors import Fault

TABLE = (
    "notice,issued,deadline,blocks,to,map_width_px,map_width_km,text_ar\n"
    'a,2023-12-04T07:02+02:00,2023-12-04 18:00+02:00,"36, 38-54",Rafah,1200,9,اخلوا\n'
    'b,"Fri, 08 Dec 2023 08:10:00 GMT",,7,,,,\n'
)
PIECES = st.sampled_from(
    [
        "",
        "\x00",
        "\u202e",
        "[",
        "}",
        ": ",
        "\n",
        '"',
        ",",
        "-",
        "9" * 400,
        "nan",
        "2023-02-30",
        "#",
        "&a",
        "*a",
        "٣",
    ]
)


@st.composite
def damage(draw: st.DrawFn, text: str) -> bytes:
    """The text with some pieces replaced, and perhaps cut short or of another encoding."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(PIECES) + text[end:]
    content = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-16"])), "replace")
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


def _faults(path: Path) -> tuple[Fault, ...]:
    try:
        read_notices([path])
    except InputError as error:
        return error.faults
    return ()


def _read(path: Path) -> None:
    assert all(fault.found and fault.expected and fault.fix for fault in _faults(path))


@given(damage(WORDS))
@settings(max_examples=150)
def test_words(tmp_path: Path, content: bytes) -> None:
    put(tmp_path)
    (tmp_path / "notice.yaml").write_bytes(content)
    _read(tmp_path)


@given(damage(TABLE))
@settings(max_examples=150)
def test_tables(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    _read(tmp_path / "a.csv")


@given(st.data())
@settings(max_examples=100)
def test_vectors(tmp_path: Path, data: st.DataObject) -> None:
    import shapely

    path = geojson(
        tmp_path / "a.geojson",
        [
            ({"block": 36, "date": "Fri, 08 Dec 2023 08:10:00 GMT"}, shapely.box(34, 31, 34.1, 31.1)),
            ({"block": "37", "date": None}, shapely.LineString([(34, 31), (35, 31)])),
        ],
    )
    path.write_bytes(data.draw(damage(path.read_text(encoding="utf-8"))))
    _read(path)
