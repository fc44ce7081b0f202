"""A whole case, from building to tables, on a strip so small that nothing is slow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from benchmarks.cases import Case, Goal
from benchmarks.figures import faults
from benchmarks.measuring import Measuring
from benchmarks.process import Limits

from benchmarks import cases, measuring
from benchmarks import results as shown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr(cases, "OUT", tmp_path / "out")
    return Case(
        "tiny strip",
        "strip.strip",
        (150, 8),
        (Goal(0.02, 30.0, 2000.0),),
        ("ortools", "scipy", "highs", "classic", "planner"),
        line=True,
    )


@pytest.mark.large
def test_a_case_is_measured_with_every_program(case: Case) -> None:
    measured = Measuring(Limits(60.0, 2000.0), steps_s=(600.0, 300.0)).case(case)
    assert measured["goals"][0]["in_time"]["gap"] <= 0.02
    assert measured["goals"][0]["later"] is None
    values = {name: one["value"] for name, one in measured["beside"].items()}
    assert values["ortools"] == values["scipy"] == values["safeground"]
    assert values["highs"] == values["safeground, for HiGHS"]
    assert [one["layers"] for one in measured["planner"]] == list(measuring.PLANNER_LAYERS)
    assert measured["classic"][0]["step_s"] == 600.0
    assert faults([measured]) == []
    results = shown.new_results(quick=True, limits="60 s or 2 GB") | {"cases": [measured]}
    text = shown.text(results)
    assert text.count("| tiny strip |") == 1 + 1 + 5 + 1 + 2
    assert "NOT EQUAL" not in text
    assert "tiny strip" not in shown.drawing(results)
    assert "Classic expansion" in shown.drawing(results) or not measured["classic"][-1].get("all_arrive")


@pytest.mark.large
def test_what_a_limit_stops_is_not_run_on_larger_networks(case: Case) -> None:
    few = Measuring(Limits(0.2, 2000.0))
    few.case(replace(case, programs=("ortools", "classic")))
    assert few.given_up == {"ortools": "tiny strip", "classic": "tiny strip"}
    again = few.case(replace(case, name="larger", programs=("ortools", "classic")))
    assert again["beside"]["ortools"] == {"not_run": "stopped on tiny strip already"}
    assert again["classic"] == [{"not_run": "stopped on tiny strip already", "step_s": 240.0}]


def test_a_case_without_its_data_is_left_out(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEGROUND_DATA", str(tmp_path))
    found = Measuring(Limits(60.0, 2000.0)).case(replace(case, data="porto-alegre"))
    assert found["name"] == "tiny strip"
    assert "SAFEGROUND_DATA" in found["left_out"]


def test_a_network_that_cannot_be_built_is_left_out_with_the_reason(case: Case) -> None:
    found = Measuring(Limits(60.0, 2000.0)).case(replace(case, function="strip.no_such"))
    assert "no_such" in found["left_out"]
