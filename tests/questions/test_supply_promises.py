"""Promises beside counts of other spans than the days that are promised; worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import write_town

from safeground.assess import assess

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.questions.finding import Finding

COLUMNS = (
    "id,kind,subject,measure,qualifier,value,low,high,unit,valid_from,valid_to,published,zone,"
    "stated_by,source_kind,sensitivity"
)
END = "2026-03-09,Etc/UTC,Monitor,named,public"
DAYS = ("2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07")
PROMISED = """\
  counters:
    - {{id: monitor, stage: entered, unit: trucks, counts: {{subject: town, measure: entered}}}}
  promised:
    - {{id: p, words: so many, per_day: {per_day}, unit: trucks, stage: entered{span}}}
ledger: claims.csv
"""
NOON = ", from: 2026-03-04T12:00, until: 2026-03-05T12:00"


def _claim(number: float, first: str, last: str | None = None, *, name: str = "", word: str = "exact") -> str:
    ends = "," if word == "about" else f"{number},{number}"
    last = last or first
    return f"{name or first},figure,town,entered,{word},{number},{ends},trucks,{first},{last},{END}"


def _promise(folder: Path, *claims: str, per_day: str = "500", span: str = "") -> Finding:
    (folder / "claims.csv").write_text("\n".join((COLUMNS, *claims, "")))
    more = PROMISED.format(per_day=per_day, span=span)
    path = write_town(folder, ("as_of: 2026-03-04", "as_of: 2026-03-10"), more=more)
    path.write_text(path.read_text().replace("  days: 4\n", "  from: 2026-03-04T00:00\n  days: 4\n", 1))
    return next(one for one in assess(path, seconds=1.0).findings if one.id == "supply.promise.p")


@pytest.mark.parametrize(
    ("counted", "answer", "says"),
    [
        # Up to 600 may have come between noon and noon; 300 of 500 refute nothing.
        ((300, 300), "depends", "0 to 500 trucks of 500 trucks"),
        ((249, 249), "not_met", "0 to 498 trucks of 500 trucks"),
    ],
)
def test_days_from_noon_to_noon_hold_parts_of_two_counted_days(
    tmp_path: Path, counted: tuple[int, int], answer: str, says: str
) -> None:
    claims = (_claim(number, day) for number, day in zip(counted, DAYS, strict=False))
    found = _promise(tmp_path, *claims, span=NOON)
    assert found.answer == answer
    assert says in found.statement


@pytest.mark.parametrize(
    ("claims", "per_day", "says"),
    [
        ((_claim(300, DAYS[0]),), "[100, 500]", "what is known leaves 1 day open"),
        ((_claim(150, DAYS[0], word="about"),), "150", "what is known leaves 1 day open"),
        (
            (_claim(90, DAYS[0]), _claim(110, DAYS[0], name="b").replace("Monitor", "Other")),
            "100",
            "rival counts leave 1 day open",
        ),
    ],
)
def test_rival_counts_are_said_where_there_are_several(
    tmp_path: Path, claims: tuple[str, ...], per_day: str, says: str
) -> None:
    span = ", from: 2026-03-04T00:00, until: 2026-03-05T00:00"
    found = _promise(tmp_path, *claims, per_day=per_day, span=span)
    assert found.answer == "depends"
    assert found.statement.endswith(f"{says}.")


def test_a_half_that_nobody_counts_leaves_a_day_from_noon_unknown(tmp_path: Path) -> None:
    assert _promise(tmp_path, _claim(300, DAYS[0]), span=NOON).answer == "unknown"


def test_what_surely_came_between_noon_and_noon_meets_a_promise(tmp_path: Path) -> None:
    afternoon = _claim(500, "2026-03-04T13:00Z", "2026-03-04T18:00Z", name="a")
    assert _promise(tmp_path, afternoon, _claim(9, DAYS[1]), span=NOON).answer == "met"


def test_the_last_half_day_is_not_met_by_the_count_of_a_whole_one(tmp_path: Path) -> None:
    """Until noon between 0 and 500 are due; that 500 came in the whole day does not say before noon."""
    span = ", until: 2026-03-05T12:00"
    assert _promise(tmp_path, _claim(500, DAYS[0]), _claim(500, DAYS[1]), span=span).answer == "depends"


@pytest.mark.parametrize(
    ("in_all", "answer"), [(1000, "not_met"), (1999, "not_met"), (2000, "unknown"), (2001, "unknown")]
)
def test_a_count_of_all_days_refutes_by_what_no_sharing_out_can_mend(
    tmp_path: Path, in_all: int, answer: str
) -> None:
    """1,000 in all of 4 days where 2,000 are due: on one day at least fewer than 500 came."""
    found = _promise(tmp_path, _claim(in_all, DAYS[0], DAYS[-1], name="all"))
    assert found.answer == answer
    if in_all == 1000:
        assert "on average, Monitor 250 trucks a day: at least 1 of 4 days is short" in found.statement
        assert found.evidence == ("all",)


def test_a_count_of_other_days_than_the_promised_ones_refutes_nothing(tmp_path: Path) -> None:
    assert _promise(tmp_path, _claim(1000, DAYS[0], DAYS[2], name="three")).answer == "unknown"
