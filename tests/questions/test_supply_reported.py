"""What was then reported of a stock: from the begin of its window on, by whom the plan asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import write_town

from safeground.assess import assess

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.questions.finding import Finding

COLUMNS = (
    "id,kind,subject,measure,qualifier,value,low,high,unit,state,track,valid_from,valid_to,said_to,said_basis,"
    "published,zone,stated_by,source_kind,sensitivity"
)
SAID = (
    "F1,figure,hospital,fuel_left,at_most,12,,12,hours,,,,,2026-03-04T10:00Z,stated,2026-03-03,Etc/UTC,WHO,"
    "named,public"
)


def stock(folder: Path, reported: str, *rows: str) -> Finding:
    """Return the finding on 10 March of fuel that was said on the 4th, 10:00, to last 12 hours at most."""
    path = write_town(
        folder,
        ("as_of: 2026-03-04T00:00+00:00", "as_of: 2026-03-10T00:00+00:00"),
        ("amount: 1000, burn: 500, burn_unit: l_per_day, as_of: 2026-03-04T00:00,",
         f"words: a few hours, claim: F1, reported: {reported},"),
        more="ledger: claims.csv\n",
    )  # fmt: skip
    (folder / "claims.csv").write_text("\n".join((COLUMNS, SAID, *rows, "")))
    found = {one.id: one for one in assess(path, seconds=1.0).findings}
    return found["supply.stock.hospital.fuel"]


def told(state: str, valid: str, published: str, by: str = "WHO", track: str = "") -> str:
    first, last = ("" if end == "-" else end for end in valid.split())
    what = f"R1,event,hospital,status,,,,,,{state},{track}"
    return f"{what},{first},{last},,,{published},Etc/UTC,{by},named,public"


ANY = "{subject: hospital, measure: status}"


@pytest.mark.parametrize(
    ("valid", "published"),
    [("2026-02-01 -", "2026-02-01"), ("2026-02-01 2026-02-01", "2026-03-07"), ("- 2026-03-03", "2026-03-07")],
)
def test_what_was_so_before_is_no_outcome(tmp_path: Path, valid: str, published: str) -> None:
    found = stock(tmp_path, ANY, told("operating", valid, published))
    assert found.answer == "unknown"
    assert "then reported: nothing that is recorded." in found.statement
    assert found.missing == "what became of the stock of fuel in hospital when its time had passed"
    assert "R1" not in found.evidence


@pytest.mark.parametrize(
    ("valid", "published"),
    [("2026-03-06 -", "2026-03-07"), ("2026-03-04 -", "2026-03-04"), ("2026-02-01 -", "2026-03-07")],
)
def test_what_is_so_from_the_begin_of_the_window_on_is_shown(
    tmp_path: Path, valid: str, published: str
) -> None:
    found = stock(tmp_path, ANY, told("shut down", valid, published))
    assert found.answer == "depends"
    assert "then reported: WHO" in found.statement


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("source: WHO", "unknown"),
        ("source: Other", "depends"),
        ("track: a", "depends"),
        ("track: b", "unknown"),
    ],
)
def test_whose_report_and_of_which_track_is_asked_for(tmp_path: Path, asked: str, answer: str) -> None:
    row = told("operating", "2026-03-06 -", "2026-03-07", by="Other", track="a")
    found = stock(tmp_path, f"{{subject: hospital, measure: status, {asked}}}", row)
    assert found.answer == answer
