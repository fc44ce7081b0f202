"""Where nothing at all can come: said as that, with what lets nothing through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import write_town

from safeground.assess import assess
from safeground.publish.redact import public_edition
from safeground.publish.write import write
from safeground.supply.verify import verify_supply

if TYPE_CHECKING:
    from pathlib import Path

WAYS = [(f"from: {one}, to: depot,", f"from: {one}, to: depot, open: false,") for one in ("north", "south")]
SHUT = [("collection_per_day: 100}", "collection_per_day: 100, closed: [{from: 2026-01-01T00:00}]}")] * 2
NONE = [("trucks_per_day: 6", "trucks_per_day: 0"), ("trucks_per_day: [4, 6]", "trucks_per_day: [0, 0]")]
FUEL = [("collection_per_day: 100}", "collection_per_day: 100, only: [fuel]}")] * 2
STUCK = [("collection_per_day: 100}", "collection_per_day: 0}")] * 2
LATE = [("depot, trucks_per_day: 100, transit_h: 1}", "depot, trucks_per_day: 100, transit_h: 97}")] * 2
PARKED = [("trucks: 100", "trucks: 0")]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (WAYS, "by 2 closed roads"),
        (SHUT, "by the closed gate north and south"),
        (NONE, "at the gate north and south"),
        (FUEL, "by how much is let in at north and south"),
        (STUCK, "by what is collected at north and south"),
        (LATE, "by when ways are open and how long they take"),
        (PARKED, "by the number of trucks"),
    ],
)
def test_nothing_is_said_as_nothing_with_what_shuts_it_off(
    tmp_path: Path, changes: list[tuple[str, str]], says: str
) -> None:
    account = assess(write_town(tmp_path, *changes), seconds=2.0)
    found = next(one for one in account.findings if one.id == "supply.need.water")
    assert found.answer == "not_met"
    assert "at most 0 % of the need of 4 days can be met" in found.statement
    assert ": nothing, where at least 900,000 litres are needed." in found.statement
    assert f"It is held back {says}." in found.statement
    assert "0.0" not in found.statement
    write(account, tmp_path / "out", lambda _: None)
    assert any(found.statement in one for one in verify_supply(tmp_path / "out" / "restricted"))
    public = next(one for one in public_edition(account).findings if one.id == "supply.need.water")
    assert public.answer == "not_met"
    assert ": nothing, where" in public.statement


def test_a_closed_way_to_somewhere_else_is_not_named(tmp_path: Path) -> None:
    """No fuel reaches the hospital, whose way is open: north and south are shut."""
    account = assess(write_town(tmp_path, *SHUT, *WAYS, ("amount: 1000,", "amount: 0,")), seconds=2.0)
    found = next(one for one in account.findings if one.id == "supply.need.fuel")
    assert ": nothing, where" in found.statement
    assert "It is held back by the closed gate south." in found.statement
