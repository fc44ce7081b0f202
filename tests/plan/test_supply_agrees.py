"""What is stated twice of one thing fits together, or a remark says what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import write_town

from safeground.assess import assess
from safeground.errors import InputError
from safeground.plan.load import load_plan
from safeground.publish.redact import public_edition

if TYPE_CHECKING:
    from pathlib import Path

FUEL = "amount: 1000, burn: 500"
WAY = "from: north, to: depot,"


def _remarks(folder: Path, *changes: tuple[str, str]) -> list[str]:
    return [one.text for one in load_plan(write_town(folder, *changes)).remarks]


@pytest.mark.parametrize("holds", ["900", "[500, 999]"])
def test_a_store_with_more_than_it_holds_is_refused(tmp_path: Path, holds: str) -> None:
    with pytest.raises(InputError, match=r"1,000 of fuel in hospital, which holds") as refused:
        load_plan(write_town(tmp_path, (FUEL, f"{FUEL}, holds: {holds}")))
    assert [one.place.split(", ")[-1] for one in refused.value.faults] == [
        "supply.stores[1].stocks[0].amount"
    ]


@pytest.mark.parametrize("holds", ["1000", "[900, 1000]", "[900, 5000]"])
def test_a_store_that_may_have_room_is_not_refused(tmp_path: Path, holds: str) -> None:
    assert load_plan(write_town(tmp_path, (FUEL, f"{FUEL}, holds: {holds}")))


def test_ends_that_fall_are_told_as_such_alone(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_plan(write_town(tmp_path, (FUEL, "amount: [1000, 10], burn: 500, holds: 2000")))
    assert len(refused.value.faults) == 1


def test_a_level_of_a_time_after_the_days_examined_is_remarked_and_answers_nothing(tmp_path: Path) -> None:
    """The 4 days from 4 March are over on 8 March."""
    later = ("as_of: 2026-03-04T00:00,", "as_of: 2026-03-08T00:00,")
    account = assess(write_town(tmp_path, later, ("amount: 1000", "amount: 100000")), seconds=2.0)
    assert any("was taken after the days examined" in one.text for one in account.remarks)
    found = next(one for one in account.findings if one.id == "supply.stock.hospital.fuel")
    assert found.answer == "unknown"
    assert found.missing is not None
    assert "it was taken after them" in found.missing
    assert not any("taken after" in one.text for one in public_edition(account).remarks)


def test_hours_beside_amount_and_burn_are_remarked(tmp_path: Path) -> None:
    found = _remarks(tmp_path, (FUEL, f"{FUEL}, hours_left: 500"))
    assert any("the hours beside them are not used" in one for one in found)
    assert not any("not used" in one for one in _remarks(tmp_path, (FUEL, "hours_left: 500")))


@pytest.mark.parametrize(
    ("closed", "told"),
    [
        ("[{from: 2026-01-01T00:00}]", True),
        ("[{until: 2026-03-06T00:00}, {from: 2026-03-05T00:00, until: 2026-03-08T00:00}]", True),
        ("[{from: 2026-03-04T00:01}]", False),
        ("[{until: 2026-03-05T00:00}, {from: 2026-03-06T00:00}]", False),
        ("[{until: 2026-03-07T23:00}]", False),
    ],
)
def test_an_open_route_that_is_closed_on_all_days_is_remarked(
    tmp_path: Path, closed: str, told: bool
) -> None:
    found = _remarks(tmp_path, (WAY, f"{WAY} open: true, closed: {closed},"))
    assert any("is taken for closed" in one for one in found) is told
    assert not any("taken for closed" in one for one in _remarks(tmp_path, (WAY, f"{WAY} closed: {closed},")))
