"""Claims that a plan names: what cannot be counted, or is not there, is refused with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import write_town

from safeground.errors import InputError
from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "id,kind,subject,measure,qualifier,value,low,high,unit,published,zone,stated_by,source_kind,sensitivity"
)
END = "2026-03-03,Etc/UTC,Monitor,named,public"
SAID = ("amount: 1000, burn: 500, burn_unit: l_per_day,", "words: a few hours, claim: F1,")
COUNTED = """\
  counters:
    - {id: monitor, stage: entered, unit: t, counts: {subject: town, measure: entered}}
"""


def _town(folder: Path, *claims: str, more: str = "") -> Path:
    (folder / "claims.csv").write_text("\n".join((COLUMNS, *claims, "")))
    return write_town(folder, SAID, more=f"{more}ledger: claims.csv\n")


def test_hours_below_zero_are_refused(tmp_path: Path) -> None:
    """A claim that fuel lasts -5 hours once ended in a traceback."""
    with pytest.raises(InputError, match=r"claims\.csv, claim F1: found -5 hours; expected .* 0 or more"):
        load_plan(_town(tmp_path, f"F1,figure,hospital,fuel_left,exact,-5,-5,-5,hours,{END}"))


def test_a_count_below_zero_is_refused_where_the_plan_counts_it(tmp_path: Path) -> None:
    hours = f"F1,figure,hospital,fuel_left,exact,5,5,5,hours,{END}"
    counted = f"T1,figure,town,entered,exact,-20,-20,-20,t,{END}"
    with pytest.raises(InputError, match="claim T1: found -20 t"):
        load_plan(_town(tmp_path, hours, counted, more=COUNTED))
    assert "T1" in load_plan(_town(tmp_path, hours, counted)).claims


def test_an_id_that_is_not_in_the_ledger_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_plan(_town(tmp_path, f"F2,figure,hospital,fuel_left,exact,5,5,5,hours,{END}"))
    (fault,) = refused.value.faults
    assert "supply.stores[1].stocks[0].claim" in fault.place
    assert "'F1', which is no claim of claims.csv" in fault.found
    assert fault.fix == "Did you mean F2?"


def test_a_claim_in_a_plan_without_a_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the claim 'F1' in a plan without a ledger; expected `ledger`"):
        load_plan(write_town(tmp_path, SAID))


def test_a_ledger_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_plan(write_town(tmp_path, SAID, more="ledger: claims.csv\n"))
    assert not any("no claim of" in one.found for one in refused.value.faults)


@pytest.mark.parametrize("seen", ["restricted", "public"])
def test_what_is_doubtful_of_restricted_claims_is_no_public_remark(tmp_path: Path, seen: str) -> None:
    """How many restricted claims have a telephone number in their words is not for the public."""
    hours = f"F1,figure,hospital,fuel_left,exact,5,5,5,hours,{END},"
    told = f"T1,figure,town,entered,exact,20,20,20,t,{END.replace('public', seen)},call +1 202 555 0143"
    plan = _town(tmp_path)
    (tmp_path / "claims.csv").write_text("\n".join((f"{COLUMNS},note", hours, told, "")))
    found = [one for one in load_plan(plan).remarks if "telephone" in one.text]
    assert [(one.file, one.restricted) for one in found] == [("claims.csv", seen == "restricted")]
