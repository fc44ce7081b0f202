"""What a claim says of a stock: a time, an amount, or neither; worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import write_town

from safeground.assess import assess

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.questions.finding import Finding

COLUMNS = "id,kind,subject,measure,qualifier,value,low,high,unit,said_from,said_basis,published,zone"
WHO = "stated_by,source_kind,sensitivity"
END = "2026-03-04T10:00Z,stated,2026-03-03,Etc/UTC,Monitor,named,public"
BURN = " burn: 20, burn_unit: l_per_h,"


def _stock(folder: Path, amount: str, *, burn: str = "") -> Finding:
    (folder / "claims.csv").write_text(f"{COLUMNS},{WHO}\nF1,figure,hospital,fuel_left,{amount},{END}\n")
    said = ("amount: 1000, burn: 500, burn_unit: l_per_day, as_of: 2026-03-04T00:00,", f"{burn} claim: F1,")
    path = write_town(folder, ("as_of: 2026-03-04", "as_of: 2026-03-05"), said, more="ledger: claims.csv\n")
    found = assess(path, seconds=1.0).findings
    return next(one for one in found if one.id == "supply.stock.hospital.fuel")


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("exact,90,90,90,minutes", "runs dry at 2026-03-04 11:30 (+00:00)"),
        ("exact,36,36,36,h", "runs dry at 2026-03-05 22:00 (+00:00)"),
        ("exact,2,2,2,days", "runs dry at 2026-03-06 10:00 (+00:00)"),
        ("exact,2,2,2,weeks", "runs dry at 2026-03-18 10:00 (+00:00)"),
    ],
)
def test_a_claim_says_for_how_long_in_minutes_to_weeks(tmp_path: Path, amount: str, says: str) -> None:
    assert says in _stock(tmp_path, amount).statement


def test_a_claim_in_litres_is_a_level_and_needs_the_burn(tmp_path: Path) -> None:
    """90 l at 20 l an hour from 10:00 on last until 14:30."""
    found = _stock(tmp_path, "exact,90,90,90,litres", burn=BURN)
    assert found.answer == "unknown"  # Its time has passed, and nobody reports what came of it.
    assert "runs dry at 2026-03-04 14:30 (+00:00)" in found.statement
    alone = _stock(tmp_path, "exact,90,90,90,litres")
    assert alone.missing is not None
    assert alone.missing.startswith("burn of the stock of fuel")


def test_at_most_so_many_litres_bound_the_end_alone(tmp_path: Path) -> None:
    found = _stock(tmp_path, "at_most,90,,90,l", burn=BURN)
    assert "runs dry between 2026-03-04 10:00 (+00:00) and 2026-03-04 14:30 (+00:00)" in found.statement


def test_a_claim_in_another_unit_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    path = tmp_path / "words"
    found = _stock(path, "exact,3,3,3,lorries", burn=" words: some,")
    assert found.answer == "unknown"
    assert found.missing is not None
    assert "its claim is in lorries, neither a time nor l" in found.missing
