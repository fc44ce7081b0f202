"""Claims that count other people than layers do: no need is refuted or met against them."""

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

    from safeground.assessment import Assessment
    from safeground.questions.finding import Finding

STAY = (
    "notices:\n  - {id: order, areas: [old], to: [new], issued: 2026-03-04T00:00+00:00}\n",
    "",
)
DISPLACEMENT = """\
displacement:
  first_day: 2026-03-01
  places:
    - {id: p1, called: [Old], area: old}
    - {id: p2, called: [New], area: new}
ledger: claims.csv
"""
HEAD = (
    "id,kind,subject,measure,qualifier,value,low,high,unit,valid_from,valid_to,published,zone,stated_by,"
    "source_kind,sensitivity"
)


def _row(
    name: str, subject: str, people: str, *, measure: str = "people_present", sensitivity: str = "public"
) -> str:
    day = "2026-03-03"
    number = f"exact,{people},{people},{people},persons"
    return f"{name},figure,{subject},{measure},{number},{day},{day},{day},Etc/UTC,IOM,named,{sensitivity}"


def _town(folder: Path, rows: list[str], *changes: tuple[str, str]) -> Assessment:
    path = write_town(folder, STAY, *changes, more=DISPLACEMENT)
    (folder / "claims.csv").write_text("\n".join([HEAD, *rows]) + "\n")
    return assess(path, seconds=2.0)


def _need(found: Assessment, commodity: str = "water") -> Finding:
    return next(one for one in found.findings if one.id == f"supply.need.{commodity}")


def test_a_need_is_not_refuted_where_claims_count_so_few_that_it_can_be_met(tmp_path: Path) -> None:
    """1,000 and 500 people need 90,000 l in 4 days; 480,000 l can come. Layers have 15,000 people."""
    found = _need(_town(tmp_path, [_row("a", "Old", "1000"), _row("b", "New", "500")]))
    assert found.answer == "depends"
    assert "90,000 to 900,000 litres needed in 4 days" in found.statement
    assert "depends on how many people are there" in found.statement
    assert "of people there IOM says fewer in old and new." in found.statement
    assert found.certificate is None
    assert {"a", "b"} <= set(found.evidence)


def test_a_need_that_even_the_fewest_have_is_refuted_against_them(tmp_path: Path) -> None:
    """9,000 in Old: 14,000 people need 840,000 l, of which 480,000 l are 57.2 %; layers alone: 53.4 %."""
    account = _town(tmp_path, [_row("a", "Old", "9000")])
    found = _need(account)
    assert found.answer == "not_met"
    assert "at most 57.2 % of the need" in found.statement
    assert "IOM says fewer in old." in found.statement
    write(account, tmp_path / "out", lambda _: None)
    assert any("at most 57.2 % of the need" in one for one in verify_supply(tmp_path / "out" / "restricted"))


def test_claims_that_count_as_many_as_layers_do_change_nothing(tmp_path: Path) -> None:
    found = _need(_town(tmp_path, [_row("a", "Old", "10000")]))
    assert found.answer == "not_met"
    assert "at most 53.4 %" in found.statement
    assert "layers of people" not in found.statement


def test_those_who_are_said_to_have_left_are_fewer_who_need(tmp_path: Path) -> None:
    """8,000 of 10,000 have left Old: 2,000 and 5,000 people need 420,000 l."""
    found = _need(_town(tmp_path, [_row("a", "Old", "8000", measure="people_displaced")]))
    assert found.answer == "depends"
    assert "420,000 to 900,000 litres" in found.statement


def test_a_need_is_not_met_for_certain_where_claims_count_more(tmp_path: Path) -> None:
    stock = (
        "kind: distribution,",
        "kind: distribution, stocks: [{commodity: water, amount: 900000, as_of: 2026-03-04T00:00}],",
    )
    assert _need(_town(tmp_path, [_row("a", "Old", "10000")], stock)).answer == "met"
    found = _need(_town(tmp_path, [_row("a", "Old", "40000")], stock))
    assert found.answer == "depends"
    assert "IOM says more in old." in found.statement
    assert found.figure is not None
    assert found.figure.range.low == pytest.approx(900 / 2700)


def test_a_held_back_claim_tells_the_public_neither_its_number_nor_more_than_is_known(tmp_path: Path) -> None:
    account = _town(tmp_path, [_row("a", "Old", "1234", sensitivity="restricted")])
    assert _need(account).answer == "depends"
    public = public_edition(account)
    found = _need(public)
    assert found.answer == "unknown"
    assert public.supply is not None
    told = [one.need.low for one in public.supply.outcome.commodities if one.commodity == "water"]
    assert told == [pytest.approx(900_000, rel=1e-6)]


def test_fuel_of_a_site_is_no_need_of_people(tmp_path: Path) -> None:
    rows = [_row("a", "Old", "1000")]
    assert "layers" not in _need(_town(tmp_path, rows), "fuel").statement
