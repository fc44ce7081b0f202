"""Every case in ``verification/``: right input gives what was worked out, wrong input says what is wrong."""

from __future__ import annotations

import csv
import math
import shutil
from datetime import date
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from safeground import examples
from safeground.assess import assess
from safeground.errors import InputError
from safeground.quantity import Range
from safeground.questions.displacement.account import hull
from safeground.questions.finding import Answer

if TYPE_CHECKING:
    from safeground.assess import Assessment

CASES = Path(__file__).parents[1] / "verification"
SHIPPED = set(examples.names())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _of_a_plan(case: Path) -> bool:
    """Cases of what happened hold counts instead of a plan: ``tests/test_history.py``."""
    return not (case / "observed.csv").exists()


def _expected() -> list[tuple[str, dict[str, str]]]:
    paths = [path for path in sorted(CASES.glob("*/expected.csv")) if _of_a_plan(path.parent)]
    return [(path.parent.name, row) for path in paths for row in _rows(path)]


@cache
def _assessed(plan: Path) -> Assessment:
    return assess(plan, gap=0.02, seconds=60.0)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return each case's plan; those of shipped examples are written anew."""
    found = {path.parent.name: path for path in sorted(CASES.glob("*/plan.yaml"))}
    for name in sorted(path.parent.name for path in CASES.glob("*/expected.csv")):
        if name in SHIPPED:
            found[name] = examples.place(name, tmp_path_factory.mktemp(name))
    return found


@pytest.mark.parametrize(
    ("case", "row"), _expected(), ids=lambda value: value if isinstance(value, str) else value["what"]
)
def test_comes_out_as_worked_out(case: str, row: dict[str, str], plans: dict[str, Path]) -> None:
    assessment = _assessed(plans[case])
    if "/" in row["what"]:
        of = _of_displacement if row["what"].count("/") == 3 else _of_outcome
        figure = of(assessment, row["what"])
        low, high = float(row["low"]), float(row["high"] or row["low"])
        if isinstance(figure, Range):
            _holds(figure.low, low, low, row)
            _holds(figure.high, high, high, row)
        else:
            _holds(figure, low, high, row)
        return
    (finding,) = (one for one in assessment.findings if one.id == row["what"])
    assert finding.answer == row["answer"]
    if row["low"]:
        assert finding.figure is not None
        _holds(finding.figure.range.low, float(row["low"]), float(row["low"]), row)
    if row["high"]:
        assert finding.figure is not None
        _holds(finding.figure.range.high, float(row["high"]), float(row["high"]), row)


def _of_outcome(assessment: Assessment, what: str) -> float | Range:
    notice, target, field = what.split("/")
    (outcome,) = (one for one in assessment.outcomes if (one.notice, one.target) == (notice, target))
    figure: float | Range = attrgetter(field)(outcome)
    return figure


def _of_displacement(assessment: Assessment, what: str) -> Range:
    """A figure of a place at the end of a day, from the lowest to the highest reading."""
    place, pick, reading, day = what.split("/")
    assert assessment.returning is not None
    found = assessment.returning.displacement
    assert found is not None
    number = found.days.number(date.fromisoformat(day))
    readings = [one for one in found.readings if reading in ("any reading", one.name)]
    figure = hull([getattr(one.places[place], pick)[number] for one in readings])
    assert figure is not None
    return figure


def _holds(figure: float, low: float, high: float, row: dict[str, str]) -> None:
    slack = float(row["tolerance"])
    assert math.isfinite(figure)
    assert low - slack * abs(low) <= figure <= high + slack * abs(high), row["by_hand"]


def _wrong() -> list[tuple[str, dict[str, str]]]:
    paths = [path for path in sorted(CASES.glob("*/wrong/expected.csv")) if _of_a_plan(path.parents[1])]
    return [(path.parents[1].name, row) for path in paths for row in _rows(path)]


@pytest.mark.parametrize(
    ("case", "row"), _wrong(), ids=lambda value: value if isinstance(value, str) else value["wrong"]
)
def test_wrong_input_is_refused_with_its_place(case: str, row: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / case
    shutil.copytree(CASES / case, folder)
    shutil.copyfile(folder / "wrong" / row["wrong"], folder / row["replaces"])
    with pytest.raises(InputError) as refused:
        assess(folder / "plan.yaml", seconds=5.0)
    faults = refused.value.faults
    assert {Path(fault.file).name for fault in faults} == {row["file"]}
    assert row["says"] in str(refused.value)
    assert all(fault.fix for fault in faults)


def test_the_river_town_shows_every_kind_of_answer(plans: dict[str, Path]) -> None:
    assessment = _assessed(plans["river-town"])
    assert {finding.answer for finding in assessment.findings} == set(get_args(Answer))
    assert {one.question for one in assessment.findings} == {
        "clear", "reach", "room", "services", "sites", "supply", "kept", "return",
    }  # fmt: skip


def test_every_case_has_a_report_and_every_wrong_input_an_expectation() -> None:
    for folder in (path for path in CASES.iterdir() if path.is_dir()):
        assert (folder / "REPORT.md").is_file()
        assert (folder / "expected.csv").is_file() or (folder / "findings.csv").is_file()
        wrong = folder / "wrong"
        if wrong.is_dir():
            listed = {row["wrong"] for row in _rows(wrong / "expected.csv")}
            assert listed == {path.name for path in wrong.iterdir()} - {"expected.csv"}
