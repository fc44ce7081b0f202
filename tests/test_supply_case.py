"""Entered against need, Gaza Strip: two counters month by month, each with its own definition."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from safeground.assess import assess
from safeground.journey.supply.need import need_per_person
from safeground.plan.supply_words import Commodity

CASE = Path(__file__).parents[1] / "verification" / "gaza-entered-2024"
PEOPLE = 2_230_000
"""PO002: the population that the IPC takes, too."""
UN_A_DAY = {"2024-01": 150, "2024-02": 99, "2024-04": 169}
"""CR046, CR047, CR087."""
DAYS = {"2023-10": 11, "2023-11": 30, "2023-12": 31, "2024-01": 31, "2024-02": 29, "2024-04": 30}


def _by_month(path: Path) -> tuple[dict[str, int], dict[str, float]]:
    """Return rows and tonnes of food by month; a row without a number of tonnes adds none."""
    rows, food = defaultdict(int), defaultdict(float)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            month = datetime.strptime(row["Date"].replace("Sept", "Sep"), "%d %b %Y").strftime("%Y-%m")
            rows[month] += 1
            tonnes = row["Aid (tons)"].replace(",", "")
            if row["Classification"] == "Food" and tonnes != "-":
                food[month] += float(tonnes)
    return rows, food


def test_inspected_and_received_are_two_counts(real_data: Path) -> None:
    rows, _ = _by_month(real_data / "gaza" / "trucks-cogat.csv")
    a_day = {month: rows[month] / DAYS[month] for month in UN_A_DAY}
    assert {month: round(value) for month, value in a_day.items()} == {
        "2024-01": 167, "2024-02": 125, "2024-04": 227,
    }  # fmt: skip
    for month, un in UN_A_DAY.items():
        assert a_day[month] > un


def test_food_by_inspected_tonnes_against_need(real_data: Path) -> None:
    _, food = _by_month(real_data / "gaza" / "trucks-cogat.csv")
    found = need_per_person(Commodity(id="food", kind="food", unit="t"))
    assert found is not None
    need = found[0].times(PEOPLE, "t")
    assert (round(need.low), round(need.high)) == (1089, 1338)
    share = {
        month: (food[month] / days / need.high, food[month] / days / need.low) for month, days in DAYS.items()
    }
    below = [month for month, (_, high) in share.items() if high < 1]
    depends = [month for month, (low, high) in share.items() if low < 1 <= high]
    assert below == ["2023-10", "2023-11"]
    assert depends == ["2023-12"]


def test_four_counters_of_one_day_stand_side_by_side() -> None:
    assessment = assess(CASE / "plan.yaml")
    assert assessment.supply is not None
    counted = {
        one.counter.id: {day.isoformat(): counts for day, counts in one.days.items()}
        for one in assessment.supply.counters
    }
    assert counted["cogat"]["2024-04-08"][0].amount.low == 419
    assert counted["unrwa-received"]["2024-04-08"][0].amount.high == 223
    assert counted["red-crescent"]["2024-04-08"][0].amount.low == 350
    stages = {one.counter.id: one.counter.stage for one in assessment.supply.counters}
    assert len(set(stages.values())) == 4
    assert all(one.counter.definition for one in assessment.supply.counters)


@pytest.mark.parametrize(("promise", "days"), [("as-before-may", 22), ("as-before-april", 30)])
def test_averages_count_for_the_days_that_they_are_of(promise: str, days: int) -> None:
    assessment = assess(CASE / "plan.yaml")
    assert assessment.supply is not None
    (one,) = (one for one in assessment.supply.promises if one.promise.id == promise)
    ((_, _, account),) = one.counted
    assert len(account.days) == days
    assert one.answer == "not_met"
