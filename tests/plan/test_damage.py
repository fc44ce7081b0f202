"""However a plan or its geometry is damaged, the answer is a plan or faults: never another error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import InputError
from safeground.plan.load import load_plan
from safeground.plan.places import LoadedPlan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plan.conftest import Town

    from safeground.errors import Fault

PIECES = [
    "",
    "\n",
    ":",
    "- ",
    "[",
    "{}",
    '"',
    "null",
    "-1",
    "1e400",
    "#",
    "&a ",
    "*a",
    "2026-01-01",
    "\t",
    "\u200f",
    "م",
]


def plan_or_faults(path: Path) -> LoadedPlan | tuple[Fault, ...]:
    try:
        return load_plan(path)
    except InputError as error:
        return error.faults


@given(
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=3
    )
)
def test_damaged_plan_text(town: Town, cuts: list[tuple[float, int, str]]) -> None:
    town.write()
    text = town.path.read_text(encoding="utf-8")
    for where, length, piece in cuts:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + length :]
    town.path.write_text(text, encoding="utf-8")
    outcome = plan_or_faults(town.path)
    if isinstance(outcome, LoadedPlan):
        assert outcome.path == town.path
    else:
        assert outcome
        assert all(fault.found and fault.expected and fault.fix for fault in outcome)


NUMBERS = st.sampled_from([0, 34.2, 31.2, -1e9, 91, 181, 1e308]) | st.floats(-200, 200)
POSITIONS = st.lists(NUMBERS, min_size=1, max_size=3)


@given(
    rings=st.lists(st.lists(POSITIONS, max_size=6), max_size=3),
    kind=st.sampled_from(["Polygon", "LineString"]),
)
def test_damaged_geometry(town: Town, rings: list[list[list[float]]], kind: str) -> None:
    closed = [[*ring, ring[0]] if ring else ring for ring in rings]
    geometry = {"type": kind, "coordinates": closed}
    feature = {"type": "Feature", "properties": {"id": "hill"}, "geometry": geometry}
    collection = {"type": "FeatureCollection", "features": [feature]}
    (town.folder / "areas.geojson").write_text(json.dumps(collection))
    outcome = plan_or_faults(town.write())
    if isinstance(outcome, LoadedPlan):
        assert outcome.areas["hill"].is_valid
        assert outcome.areas["hill"].area > 0
    else:
        assert outcome
