"""The orders of December 2023: the findings that were looked at one by one in ``verification/``."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from safeground.formats.projection import LocalProjection
from safeground.lint import LintResult, lint

FOLDER = Path(__file__).parents[2] / "verification" / "gaza-orders-2023-12"
MEASURED_KM2 = {"2023-12-04": 9.63, "2023-12-08": 20.73, "2023-12-28": 12.61}


@pytest.fixture(scope="module")
def linted(request: pytest.FixtureRequest) -> LintResult:
    gaza = request.getfixturevalue("real_data") / "gaza"
    return lint([gaza / "orders-2023-12.geojson"], blocks=gaza / "blocks.geojson", zone="Asia/Gaza")


def test_the_findings_are_those_that_were_looked_at(linted: LintResult) -> None:
    with (FOLDER / "findings.csv").open(encoding="utf-8", newline="") as stream:
        expected = {(row["rule"], row["severity"]): int(row["times"]) for row in csv.DictReader(stream)}
    assert Counter((flaw.rule, flaw.severity) for flaw in linted.flaws) == expected


def test_the_areas_are_as_large_as_was_measured(linted: LintResult) -> None:
    for notice in linted.found.notices:
        day = notice.id[:10]
        if day in MEASURED_KM2:
            assert notice.drawn is not None
            flat = LocalProjection.around(notice.drawn).project(notice.drawn)
            assert flat.area / 1e6 == pytest.approx(MEASURED_KM2[day], rel=0.01)
