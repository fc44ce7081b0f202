"""Two bridges, and others who come over them the other way: through the whole examination."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from safeground.assess import assess

CASE = Path(__file__).parents[1] / "verification" / "two-bridges"
CONVOY = """movements:
  - {{id: convoy, from: [meadow], to: [island], persons: {persons}, begins: 2026-03-06T06:00Z}}
assumptions:"""


@pytest.mark.parametrize(
    ("persons", "answer", "said"),
    [
        (100, "not_refuted", "Where convoy goes first, a schedule beside it takes"),
        (40_000, "depends", "Depends on sharing the streets"),
    ],
)
def test_who_comes_the_other_way_goes_first(tmp_path: Path, persons: int, answer: str, said: str) -> None:
    folder = shutil.copytree(CASE, tmp_path / "case")
    plan = folder / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("assumptions:", CONVOY.format(persons=persons)), encoding="utf-8")
    found = {one.id: one for one in assess(plan, seconds=20).findings}
    hour = found["reach.in-60-minutes.out"]
    assert hour.answer == answer
    assert said in hour.statement
    # The convoy sets out after the other notices' deadlines: nothing is said of it there.
    assert "convoy" not in found["reach.in-35-minutes.out"].statement


def test_two_orders_at_once_are_scheduled_together(tmp_path: Path) -> None:
    folder = shutil.copytree(CASE, tmp_path / "case")
    plan = folder / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    again = text.replace("2026-03-05T06", "2026-03-06T06").replace("2026-03-05T06:35Z", "2026-03-06T08:35Z")
    plan.write_text(again.replace("06:35Z", "08:35Z"), encoding="utf-8")
    found = {one.id: one for one in assess(plan, seconds=20).findings}
    # The same people are ordered twice, so the joint schedule counts them twice: cautious, as stated.
    first, second = found["reach.in-60-minutes.out"], found["reach.in-35-minutes.out"]
    assert "in-35-minutes gets what it leaves of the streets" in first.statement
    assert first.answer == "not_refuted"
    assert "Where in-60-minutes goes first" in second.statement
