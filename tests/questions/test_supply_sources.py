"""Further sources of supplies than crossings: counted where they are stated, named where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import DRY_WELL, write_town

from safeground.assess import assess
from safeground.errors import InputError
from safeground.plan.load import load_plan
from safeground.publish.redact import public_edition
from safeground.publish.write import write
from safeground.supply.verify import verify_supply

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.questions.finding import Finding

DEPOT = "    - {id: depot, kind: distribution, serves: [old, new]}\n"
WAITS = "collection_per_day: 100}"


def _well(per_day: str, *, more: str = "") -> tuple[str, str]:
    made = f"{{commodity: water, per_day: {per_day}{more}}}"
    return DEPOT, f"{DEPOT}    - {{id: well, kind: water, serves: [old, new], makes: [{made}]}}\n"


def _waiting(amount: str, *, collected: int = 100) -> tuple[str, str]:
    return WAITS, f"collection_per_day: {collected}, waiting: [{{commodity: water, amount: {amount}}}]}}"


def _findings(path: Path) -> dict[str, Finding]:
    return {one.id: one for one in assess(path, seconds=2.0).findings if one.question == "supply"}


def _share(found: Finding) -> float:
    assert found.figure is not None
    return found.figure.range.high


def test_no_want_of_water_is_refuted_where_nobody_says_what_wells_give(tmp_path: Path) -> None:
    path = write_town(tmp_path, (DRY_WELL, ""))
    account = assess(path, seconds=2.0)
    found = {one.id: one for one in account.findings}["supply.need.water"]
    assert found.answer == "unknown"
    assert found.missing is not None
    assert found.missing.startswith("what wells and plants inside give, 0 where it is nothing")
    assert (
        "at most 53.4 % of the need of 4 days can be met on these inputs, from what they state"
        in found.statement
    )
    assert found.statement.endswith(
        "Not stated, and not counted: what waits at the crossings, what is on the way when the first day "
        "begins and what wells and plants inside give. So it is unknown whether the need can be met."
    )
    # What can come in is proven all the same.
    write(account, tmp_path / "out", lambda _: None)
    assert any("at most 480,000 l" in one for one in verify_supply(tmp_path / "out"))


def test_what_waits_is_named_where_a_need_is_refuted(tmp_path: Path) -> None:
    found = _findings(write_town(tmp_path))["supply.need.water"]
    assert found.answer == "not_met"
    assert found.statement.endswith(
        "Not stated, and not counted: what waits at the crossings and what is on the way when the first day "
        "begins."
    )


def test_what_a_well_gives_adds_to_what_comes_in(tmp_path: Path) -> None:
    """480,000 l come in, the well gives 100,000 l at the most on each of 4 days: 880,000 of 900,000."""
    path = write_town(tmp_path, _well("[50000, 100000]"))
    account = assess(path, seconds=2.0)
    found = {one.id: one for one in account.findings}["supply.need.water"]
    assert found.answer == "not_met"
    assert _share(found) == pytest.approx(880 / 900, rel=1e-9)
    assert _share(found) >= 880 / 900
    assert "by what is made inside" in found.statement
    assert "wells" not in found.statement
    assert account.supply is not None
    (course,) = (one for one in account.supply.outcome.courses if one.commodity == "water")
    assert sum(course.entered) <= 480_000 * (1 + 1e-9)
    assert sum(course.used) == pytest.approx(880_000, rel=1e-3)
    write(account, tmp_path / "out", lambda _: None)
    assert any("at most 880,000 l" in one for one in verify_supply(tmp_path / "out"))
    for one in (tmp_path / "out" / "public").rglob("*"):
        if one.suffix in (".html", ".json", ".csv"):
            text = one.read_text(encoding="utf-8")
            assert "made at well" not in text, one.name
            assert "100,000" not in text, one.name


def test_a_well_that_surely_gives_enough_meets_the_need(tmp_path: Path) -> None:
    """An order makes need at its most 25,000 people x 15 l: 375,000 l a day; each place may need its most."""
    found = _findings(write_town(tmp_path, _well("[400000, 500000]")))["supply.need.water"]
    assert found.answer == "met"
    found = _findings(write_town(tmp_path, _well("[300000, 500000]")))["supply.need.water"]
    assert found.answer == "depends"


def test_a_well_makes_an_isolated_area_no_less_isolated(tmp_path: Path) -> None:
    shut = [(f"{name}, to: depot,", f"{name}, to: depot, open: false,") for name in ("north", "south")]
    assert _findings(write_town(tmp_path, *shut, _well("5")))["supply.area.old"].answer == "not_met"


def test_that_nothing_is_made_can_be_stated(tmp_path: Path) -> None:
    found = _findings(write_town(tmp_path, _well("0"), _waiting("0"), _waiting("0")))["supply.need.water"]
    assert _share(found) == pytest.approx(480 / 900, rel=1e-9)
    assert found.statement.endswith("not counted: what is on the way when the first day begins.")
    at_once = [("depot, trucks_per_day: 100, transit_h: 1}", "depot, trucks_per_day: 100, transit_h: 0}")] * 2
    hospital = (
        "hospital, trucks_per_day: 100, transit_h: 1}",
        "hospital, trucks_per_day: 100, transit_h: 0}",
    )
    path = write_town(tmp_path, _well("0"), _waiting("0"), _waiting("0"), *at_once, hospital)
    assert "not counted" not in _findings(path)["supply.need.water"].statement


def test_what_drives_when_the_first_day_begins_is_named_where_nothing_else_can_arrive(tmp_path: Path) -> None:
    """What enters on the first day arrives after 25 h; of the day before nobody says what entered."""
    late = [("depot, trucks_per_day: 100, transit_h: 1}", "depot, trucks_per_day: 100, transit_h: 25}")] * 2
    found = _findings(write_town(tmp_path, *late, ("days: 4", "days: 1")))["supply.need.water"]
    assert found.answer == "not_met"
    assert _share(found) < 1e-9
    assert "what is on the way when the first day begins" in found.statement


def test_amounts_of_few_places_are_shares_alone_in_public_and_that_there_is_none_is_no_amount(
    tmp_path: Path,
) -> None:
    def statement(*changes: tuple[str, str]) -> str:
        public = public_edition(assess(write_town(tmp_path, *changes), seconds=2.0))
        return next(one.statement for one in public.findings if one.id == "supply.need.water")

    assert "480,000 litres" in statement(_well("0"), _waiting("0"), _waiting("0"))
    assert "litres" not in statement(_well("7"), _waiting("0"), _waiting("0"))
    assert "litres" not in statement(_well("0"), _waiting("7"), _waiting("0"))


@pytest.mark.parametrize(("collected", "most"), [(100, 580.0), (3, 360.0)])
def test_what_waits_at_a_crossing_is_collected_like_what_enters(
    tmp_path: Path, collected: int, most: float
) -> None:
    """100,000 l wait at north; 6 trucks a day enter at each gate; 3 a day are collected at north, or all."""
    found = _findings(write_town(tmp_path, _waiting("100000", collected=collected)))["supply.need.water"]
    assert _share(found) == pytest.approx(most / 900, rel=1e-9)
    assert "what waits at south" in found.statement


def test_what_came_after_a_stock_was_taken_is_named(tmp_path: Path) -> None:
    stock = "kind: distribution, stocks: [{commodity: water, amount: 1000, as_of: 2026-03-01T00:00}],"
    found = _findings(write_town(tmp_path, ("kind: distribution,", stock)))["supply.need.water"]
    assert "what else came to stocks after they were taken and before the first day" in found.statement


@pytest.mark.parametrize("taken", ["2026-03-05T00:00", "2026-03-01T00:00"])
def test_a_level_of_another_day_is_unknown_on_the_first_and_named(tmp_path: Path, taken: str) -> None:
    """Of a stock that gives to people nobody says how much it gave until the first day."""
    stock = f"kind: distribution, stocks: [{{commodity: water, amount: 900000, as_of: {taken}}}],"
    found = _findings(write_town(tmp_path, ("kind: distribution,", stock)))["supply.need.water"]
    assert found.answer == "unknown"
    assert found.missing is not None
    assert "how much water is in a stock when the first day begins" in found.missing


def test_what_a_site_makes_itself_puts_off_the_end_of_its_stock(tmp_path: Path) -> None:
    """1,000 l at 500 l a day last two days; with up to 250 l made a day the last of it goes after 5 days."""
    made = "kind: hospital\n      makes: [{commodity: fuel, per_day: [0, 250]}]"
    found = _findings(write_town(tmp_path, ("kind: hospital", made)))["supply.stock.hospital.fuel"]
    assert found.answer == "depends"
    assert "between 2026-03-06 00:00 (+00:00) and 2026-03-09 00:00 (+00:00)" in found.statement


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        (_well("-5"), "supply.stores[1].makes[0].per_day", "0 or more"),
        (_well("5", more=", unit: m3"), "supply.stores[1].makes[0].unit", "not mixed"),
        (_well("[9, 5]"), "supply.stores[1].makes[0].per_day", "rising"),
        (_well("5}, {commodity: water, per_day: 6"), "supply.stores[1].makes[1]", "a second amount made"),
        (_well("5}, {commodity: watr, per_day: 6"), "makes[1].commodity", "Did you mean water"),
        (_waiting("-1"), "supply.crossings[0].waiting[0].amount", "0 or more"),
        (_waiting("1, unit: trucks"), "supply.crossings[0].waiting[0].unit", "not mixed"),
        (_waiting("1}, {commodity: water, amount: 2"), "crossings[0].waiting[1]", "a second amount waiting"),
    ],
)  # fmt: skip
def test_amounts_that_cannot_be_meant_are_refused(
    tmp_path: Path, change: tuple[str, str], place: str, says: str
) -> None:
    with pytest.raises(InputError) as refused:
        load_plan(write_town(tmp_path, change))
    assert any(place in one.place and says in str(one) for one in refused.value.faults), str(refused.value)
