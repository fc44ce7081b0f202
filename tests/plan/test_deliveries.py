"""Deliveries in a table: right ones stand beside the plan's own, wrong ones are told by row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pyogrio.raw
import pytest
from tests.supply_town import write_town

from safeground.errors import InputError
from safeground.plan.load import load_plan
from safeground.publish.redact_supply import public_words

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.errors import Fault
    from safeground.plan.places import LoadedPlan

HEADER = "to,commodity,amount,unit,at"
RIGHT = f"{HEADER}\nhospital,fuel,100,l,2026-03-05T10:00\ndepot,water,5000,l,2026-03-05T12:00+02:00\n"
OWN = """\
  delivered:
    - {to: hospital, commodity: fuel, amount: 100, unit: l, at: 2026-03-05T10:00}
"""
NAMED = ("plan: Two gates", "plan: Two gates\nterritory: Testland / Probeland")


def load(
    folder: Path, table: str, *changes: tuple[str, str], own: str = "", name: str = "came.csv"
) -> LoadedPlan:
    (folder / "came.csv").write_text(table, encoding="utf-8")
    return load_plan(write_town(folder, *changes, more=f"{own}  deliveries: {name}\n"))


def faults(folder: Path, table: str, *changes: tuple[str, str], own: str = "") -> tuple[Fault, ...]:
    with pytest.raises(InputError) as refused:
        load(folder, table, *changes, own=own)
    return refused.value.faults


def delivered(loaded: LoadedPlan) -> list[tuple[object, ...]]:
    assert loaded.plan.supply is not None
    return [(one.to, one.commodity, one.amount, one.unit, one.at) for one in loaded.plan.supply.delivered]


FUEL = ("hospital", "fuel", 100.0, "l", datetime(2026, 3, 5, 10, tzinfo=UTC))
WATER = ("depot", "water", 5000.0, "l", datetime(2026, 3, 5, 10, tzinfo=UTC))


def test_rows_stand_beside_the_plan_s_own_deliveries(tmp_path: Path) -> None:
    own = OWN.replace("amount: 100", "amount: 7")
    loaded = load(tmp_path, RIGHT, own=own)
    assert delivered(loaded) == [(*FUEL[:2], 7.0, *FUEL[3:]), FUEL, WATER]
    assert "came.csv" in loaded.hashes
    zone = [one for one in loaded.remarks if one.file == "came.csv"]
    assert [(one.kind, one.restricted, one.count) for one in zone if "row 2" in one.text] == [
        ("inferred", True, 1)
    ]


def test_without_a_table_nothing_changes(tmp_path: Path) -> None:
    loaded = load_plan(write_town(tmp_path, more=OWN))
    assert delivered(loaded) == [FUEL]


def test_a_range_has_low_and_high(tmp_path: Path) -> None:
    table = "to,commodity,low,high,unit,at\nhospital,fuel,100,200,l,2026-03-05T10:00Z\n"
    assert delivered(load(tmp_path, table)) == [(*FUEL[:2], (100.0, 200.0), *FUEL[3:])]


def test_hxl_tags_name_the_columns(tmp_path: Path) -> None:
    table = (
        "Site,What,How much,Counted in,When,Note\n"
        "#loc+to,#item+name+en,#item+num,#item+unit,#date+delivered,\n"
        "hospital,fuel,100,l,2026-03-05T10:00Z,by road\n"
    )
    loaded = load(tmp_path, table)
    assert delivered(loaded) == [FUEL]
    (unused,) = (one.text for one in loaded.remarks if "not used" in one.text)
    assert "Note" in unused


def test_a_low_end_by_tag_is_not_taken_for_the_amount(tmp_path: Path) -> None:
    table = (
        "a,b,c,d,e,f\n#loc+to,#item+name,#item+num+min,#item+num+max,#item+unit,#date\n"
        "hospital,fuel,100,200,l,2026-03-05T10:00Z\n"
    )
    assert delivered(load(tmp_path, table)) == [(*FUEL[:2], (100.0, 200.0), *FUEL[3:])]


def test_a_workbook_is_read_with_its_times(tmp_path: Path) -> None:
    columns: dict[str, np.ndarray] = {
        "to": np.array(["hospital"], object),
        "commodity": np.array(["fuel"], object),
        "amount": np.array([100]),
        "unit": np.array(["l"], object),
        "at": np.array(["2026-03-05T10:00"], "datetime64[ms]"),
    }
    path = tmp_path / "came.xlsx"
    pyogrio.raw.write(
        path, None, [*columns.values()], [*columns], driver="XLSX", geometry_type=None, crs=None
    )
    assert delivered(load(tmp_path, RIGHT, name="came.xlsx")) == [FUEL]


@pytest.mark.parametrize(
    ("before", "after", "place", "says"),
    [
        ("hospital,", "hospitals,", "row 2, column to", "Did you mean hospital"),
        (",fuel", ",feul", "row 2, column commodity", "Did you mean fuel"),
        (",fuel", ",", "row 2, column commodity", "nothing"),
        (",100,", ",-100,", "row 2, column amount", "0 or more"),
        (",100,", ",a few,", "row 2, column amount", "not a number"),
        (",100,", ",1e999,", "row 2, column amount", "0 or more"),
        (",100,", ",,", "row 2", "no amount"),
        (",100,l", ",100,kg", "column unit", "fuel in kg (row 2)"),
        (",100,l", ",100,", "column unit", "no unit (row 2)"),
        ("2026-03-05T10:00\n", "yesterday\n", "row 2, column at", "'yesterday'"),
        ("2026-03-05T10:00\n", "2026-03-05\n", "row 2, column at", "Add the time of day"),
        ("2026-03-05T10:00\n", "2026-02-30T10:00\n", "row 2, column at", "Correct the day"),
        ("unit,at", "unit,when", "header", "Add the column at"),
        ("amount,unit", "amount,per", "header", "Add the column unit"),
        ("amount", "how_much", "header", "(or low and high)"),
    ],
)
def test_one_wrong_cell_is_one_fault_with_file_and_row(
    tmp_path: Path, before: str, after: str, place: str, says: str
) -> None:
    assert before in RIGHT
    (fault,) = faults(tmp_path, RIGHT.replace(before, after, 1))
    assert fault.place == place
    assert fault.file.endswith("came.csv")
    assert says in str(fault)


def test_a_time_without_offset_needs_the_plan_s_zone(tmp_path: Path) -> None:
    found = faults(tmp_path, RIGHT, ("time_zone: Etc/UTC\n", ""), ("2026-03-04T00:00,", "2026-03-04T00:00Z,"))
    assert [one.place for one in found] == ["row 2, column at"]
    assert "a plan with time_zone" in str(found[0])


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (",100,", "found low; expected an amount, or both"),
        ("5,100,200", "found an amount and low and high"),
        (",200,100", "found 200 to 100"),
    ],
)
def test_a_range_is_whole_and_in_order(tmp_path: Path, cells: str, says: str) -> None:
    table = f"to,commodity,unit,at,amount,low,high\nhospital,fuel,l,2026-03-05T10:00Z,{cells.rstrip()}\n"
    (fault,) = faults(tmp_path, table)
    assert fault.place == "row 2"
    assert says in str(fault)


def test_units_mixed_within_the_column_are_one_fault(tmp_path: Path) -> None:
    rows = ("depot,water,5000,l", "depot,water,5,m3", "depot,water,6000,l", "depot,water,7,m3")
    lines = [f"{row},2026-03-0{5 + i}T10:00Z" for i, row in enumerate(rows)]
    (fault,) = faults(tmp_path, "\n".join((HEADER, *lines)))
    assert fault.place == "column unit"
    assert fault.found == "water in l (rows 2, 4) and in m3 (rows 3, 5)"
    assert "State rows 3, 5 in l" in fault.fix


def test_a_delivery_twice_in_the_table_names_both_rows(tmp_path: Path) -> None:
    """Also where one row writes the time with another offset, or the amount as a range of one number."""
    again = RIGHT + "depot,water,5000.0,l,2026-03-05T10:00Z\n"
    (fault,) = faults(tmp_path, again)
    assert (fault.place, fault.expected) == ("row 4", "it once (it stands in row 3)")
    table = "to,commodity,unit,at,amount,low,high\n" + "".join(
        f"depot,water,l,2026-03-05T10:00Z,{cells}\n" for cells in ("5000,,", ",5000,5000")
    )
    assert [one.place for one in faults(tmp_path, table)] == ["row 3"]


def test_a_delivery_in_the_table_and_the_plan_names_both_places(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, RIGHT, own=OWN)
    assert fault.place == "row 2"
    assert "plan.yaml, line " in fault.expected
    assert "supply.delivered[0]" in fault.expected


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    table = f"{HEADER}\nhospitals,feul,-1,l,never\ndepot,water,1,m3,2026-03-05T10:00Z\n"
    found = faults(tmp_path, table, ("days: 4", "days: 0"))
    assert sorted(one.place for one in found if one.file.endswith("came.csv")) == [
        "column unit",
        "row 2, column amount",
        "row 2, column at",
        "row 2, column commodity",
        "row 2, column to",
    ]
    assert any("supply.days" in one.place for one in found)


TERRITORIES = f"""\
{HEADER},territory
hospital,fuel,100,l,2026-03-05T10:00Z,testland
clinic,diesel,9,gallons,2026-03-05T10:00Z,Elsewhere
depot,water,5000,l,2026-03-05T10:00Z,
clinic,diesel,9,gallons,2026-03-06T10:00Z,Elsewhere
"""


def test_rows_of_another_territory_are_left_out_counted_and_named(tmp_path: Path) -> None:
    loaded = load(tmp_path, TERRITORIES, NAMED)
    assert delivered(loaded) == [FUEL, WATER]
    (left,) = (one for one in loaded.remarks if one.kind == "left out" and one.file == "came.csv")
    assert (left.count, "Elsewhere (rows 3, 5)" in left.text) == (2, True)
    (unnamed,) = (one for one in loaded.remarks if "without a territory" in one.text)
    assert (unnamed.count, "row 4" in unnamed.text) == (1, True)


def test_a_table_of_another_territory_alone_is_refused(tmp_path: Path) -> None:
    table = f"{HEADER},territory\nhospital,fuel,100,l,2026-03-05T10:00Z,Elsewhere\n"
    (fault,) = faults(tmp_path, table, NAMED)
    assert fault.place == "column territory"
    assert "only rows of another territory: Elsewhere (row 2)" in fault.found


def test_several_territories_need_the_plan_s_name(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, TERRITORIES)
    assert "testland (row 2); Elsewhere (rows 3, 5)" in fault.found
    one = f"{HEADER},territory\nhospital,fuel,100,l,2026-03-05T10:00Z,Elsewhere\n"
    loaded = load(tmp_path, one)
    assert delivered(loaded) == [FUEL]
    assert [item.count for item in loaded.remarks if "names no `territory`" in item.text] == [1]


def test_sources_are_those_of_the_plan_where_it_lists_any(tmp_path: Path) -> None:
    table = f"{HEADER},source\nhospital,fuel,100,l,2026-03-05T10:00Z,loogbook\n"
    loaded = load(tmp_path, table)
    assert any("no `sources` that say more on: loogbook" in one.text for one in loaded.remarks)
    sources = "".join(f"  - {{id: {one}, title: A book}}\n" for one in ("logbook", "census"))
    (fault,) = faults(tmp_path, table, ("supply:", f"sources:\n{sources}supply:"))
    assert (fault.place, fault.fix) == ("row 2, column source", "Did you mean logbook?")


def test_a_table_that_is_not_there_is_one_fault_of_the_plan(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load(tmp_path, RIGHT, name="cane.csv")
    (fault,) = refused.value.faults
    assert "supply.deliveries" in fault.place
    assert fault.fix == "Did you mean came.csv?"


def test_deliveries_are_not_public(tmp_path: Path) -> None:
    supply = public_words(load(tmp_path, RIGHT).plan.supply)
    assert supply is not None
    assert b"came.csv" not in msgspec.json.encode(supply)
    assert supply.delivered == ()


def test_a_long_table_is_told_in_short(tmp_path: Path) -> None:
    rows = "".join(f"hospital,fuel,100,l,2026-03-05T10:{i:02d}\n" for i in range(40))
    loaded = load(tmp_path, f"{HEADER}\n{rows}")
    (zone,) = (one for one in loaded.remarks if one.file == "came.csv")
    assert (zone.count, "row 7" in zone.text, "row 8" in zone.text) == (40, True, False)
    (fault,) = faults(tmp_path, f"{HEADER}\n{rows.replace('hospital', 'clinic')}")
    assert fault.place == "rows 2, 3, 4, 5, 6, 7 … (40 in all), column to"
