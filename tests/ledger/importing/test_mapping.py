"""A mapping is checked, then makes claims; wrong ones are told whole, with the nearest that is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from safeground.errors import InputError
from safeground.ledger.importing.mapping import read_mapping

from .conftest import MAPPING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safeground.ledger.importing.prepare import Prepared

HEAD = "Day,Gate,Trucks,Said by\n"


def _told(run: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as caught:
        run()
    return [str(fault) for fault in caught.value.faults]


def test_a_row_becomes_a_claim_with_where_it_came_from(imported: Callable[..., Prepared]) -> None:
    done = imported(HEAD + "2026-03-04,East gate,41,Gate authority\n")
    (claim,) = done.claims
    assert (claim.subject, claim.amount.value, claim.amount.qualifier) == ("East gate", 41.0, "exact")
    assert claim.origin == "gates.csv, row 2"
    assert claim.sensitivity == "restricted"
    assert claim.id.startswith("c-")


def test_several_faults_of_a_mapping_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(
        "mapping: Gates\nzones: x\ndates: DD/DD/YYYY\nfields:\n  subjct: {column: Gate}\n"
        "  value: {colum: Trucks, values: {a: b}}\n  unit: {column: A, text: B}\n"
        "  state: {text: 'x {Gate'}\n",
        encoding="utf-8",
    )
    told = _told(lambda: read_mapping(path))
    assert any("line 2" in one and "Write zone." in one for one in told)
    assert any("line 3" in one and "a part twice" in one for one in told)
    assert any("line 5" in one and "Write subject." in one for one in told)
    assert any("line 6" in one and "Write column." in one for one in told)
    assert any("line 8" in one and "a brace without its other" in one for one in told)
    assert any("line 7" in one and "column and text" in one for one in told)


def test_columns_that_are_not_there_are_told_with_the_nearest(imported: Callable[..., Prepared]) -> None:
    told = _told(lambda: imported("Day,Gates,Truck,Said by\n2026-03-04,East gate,41,x\n"))
    assert any("a column Gate" in one and "Write Gates" in one for one in told)
    assert any("a column Trucks" in one and "Write Truck" in one for one in told)


def test_ambiguous_dates_are_refused_and_read_when_the_format_is_said(
    imported: Callable[..., Prepared],
) -> None:
    table = HEAD + "03/04/2026,East gate,41,x\n"
    (told,) = {one.split(":")[1] for one in _told(lambda: imported(table))}
    assert "'03/04/2026', which is 3 April or 4 March" in told
    first = imported(table, MAPPING + "dates: DD/MM/YYYY\n").claims[0]
    second = imported(table, MAPPING + "dates: MM/DD/YYYY\n").claims[0]
    assert (first.valid.from_, second.valid.from_) == ("2026-04-03", "2026-03-04")


def test_a_spreadsheets_number_for_a_day_is_refused_and_read_when_said(
    imported: Callable[..., Prepared],
) -> None:
    table = HEAD + "45260,East gate,41,x\n45261.5,East gate,42,x\n"
    assert (
        "the number that a spreadsheet keeps for 2023-11-30: say dates: excel"
        in _told(lambda: imported(table))[0]
    )
    done = imported(table, MAPPING + "dates: excel\n")
    assert [claim.valid.from_ for claim in done.claims] == ["2023-11-30", "2023-12-01T12:00"]


def test_texts_for_nothing_stated_make_no_number(imported: Callable[..., Prepared]) -> None:
    mapping = MAPPING.replace("{column: Trucks}", "{column: Trucks}\n  state: counted") + 'empty: ["-"]\n'
    done = imported(HEAD + "2026-03-04,East gate,-,x\n", mapping)
    assert done.claims[0].amount is None
    assert [(one.kind, one.count) for one in done.remarks] == [("inferred", 1)]


def test_numbers_with_words_before_them(imported: Callable[..., Prepared]) -> None:
    mapping = MAPPING.replace(
        "value: {column: Trucks}",
        'value: {column: Trucks, worded: yes, thousands: ","}\n  qualifier: {column: Trucks, worded: yes}',
    )
    rows = "".join(
        f'2026-03-04,Gate {i},"{text}",x\n' for i, text in enumerate(("about 40", ">= 5", "1,200+", "7"))
    )
    amounts = [claim.amount for claim in imported(HEAD + rows, mapping).claims]
    assert [(one.qualifier, one.value) for one in amounts] == [
        ("about", 40),
        ("at_least", 5),
        ("at_least", 1200),
        ("exact", 7),
    ]


def test_several_claims_of_one_row_and_rows_that_are_none(imported: Callable[..., Prepared]) -> None:
    mapping = """
mapping: In and out
zone: Asia/Gaza
fields: {kind: figure, subject: {column: Gate}, unit: trucks, stated_by: x}
claims:
  - {when: {In: [filled]}, measure: trucks_entered, value: {column: In}}
  - {when: {Out: [filled]}, measure: trucks_left, value: {column: Out}}
leave_out:
  - {when: {Gate: [Total]}, why: sums of other rows}
  - {unless: {Country: [Here]}, why: rows of another territory}
"""
    done = imported(
        "Gate,In,Out,Country\nEast,1,2,Here\nWest,,3,Here\nTotal,1,5,Here\nFar,1,1,There\n,,,Here\n", mapping
    )
    assert [(claim.subject, claim.measure) for claim in done.claims] == [
        ("East", "trucks_entered"),
        ("East", "trucks_left"),
        ("West", "trucks_left"),
    ]
    assert {one.text: one.count for one in done.remarks} == {
        "Rows: sums of other rows.": 1,
        "Rows: rows of another territory.": 1,
        "Rows: no rule of the mapping makes a claim of it.": 1,
    }


def test_faults_of_rows_come_together_and_the_rest_is_counted(imported: Callable[..., Prepared]) -> None:
    rows = "2026-13-04,East gate,41,x\n" + "2026-03-04,East gate,many,x\n" * 80
    told = _told(lambda: imported(HEAD + rows))
    assert "row 2" in told[0]
    assert "'many', which is not a number" in " ".join(told)
    assert "32 further faults" in told[-1]


def test_faults_of_a_tables_shape_are_counted_too(imported: Callable[..., Prepared]) -> None:
    told = _told(lambda: imported(HEAD + "2026-03-04,East gate,4,x,too,many\n" * 80))
    assert len(told) == 51
    assert "30 further faults" in told[-1]


def test_negative_counts_and_ends_that_are_exchanged_are_refused(imported: Callable[..., Prepared]) -> None:
    told = _told(lambda: imported(HEAD + "2026-03-04,East gate,-4,x\n"))
    assert "found -4 trucks; expected a count of 0 or more" in told[0]
    mapping = MAPPING + '  low: "9"\n  high: "3"\n'
    assert "found 9 above high 3" in _told(lambda: imported(HEAD + "2026-03-04,East gate,4,x\n", mapping))[0]


def test_unknown_words_are_told_with_the_nearest(imported: Callable[..., Prepared]) -> None:
    mapping = MAPPING.replace("kind: figure", "kind: {column: Kind}\n  qualifier: {column: Word}")
    table = "Day,Gate,Trucks,Said by,Kind,Word\n2026-03-04,East gate,4,x,figures,more then\n"
    told = _told(lambda: imported(table, mapping))
    assert any("'figures'" in one and "Write figure" in one for one in told)
    assert any("'more then'" in one and "Write more_than" in one for one in told)


def test_an_id_twice_is_refused_unless_the_row_is_the_same(imported: Callable[..., Prepared]) -> None:
    mapping = MAPPING.replace("fields:", "fields:\n  id: {column: Gate}")
    same = imported(HEAD + "2026-03-04,East gate,4,x\n2026-03-04,East gate,4,x\n", mapping)
    assert len(same.claims) == 1
    assert ("left out", "Rows: the same row again.", 1) in [(r.kind, r.text, r.count) for r in same.remarks]
    table = HEAD + "2026-03-04,East gate,4,x\n2026-03-04,East gate,5,x\n"
    assert "East gate a second time" in _told(lambda: imported(table, mapping))[0]
    numbered = imported(table, mapping.replace("{column: Gate}", "{column: Gate, repeated: yes}", 1))
    assert [claim.id for claim in numbered.claims] == ["East gate", "East gate-2"]


def test_units_mixed_in_a_column_are_kept_apart(imported: Callable[..., Prepared]) -> None:
    mapping = MAPPING.replace("unit: trucks", "unit: {column: Unit, values: {lorries: trucks, tonnes: t}}")
    table = "Day,Gate,Trucks,Said by,Unit\n"
    table += "2026-03-04,E,4,x,lorries\n2026-03-04,E,80,x,tonnes\n2026-03-04,E,1,x,\n"
    (told,) = _told(lambda: imported(table, mapping))
    assert "row 4, unit" in told
    done = imported(table.rsplit("2026", 1)[0], mapping)
    assert [claim.amount.unit for claim in done.claims] == ["trucks", "t"]


def test_claims_of_the_future_are_remarked(imported: Callable[..., Prepared]) -> None:
    done = imported(HEAD + "2026-03-04,E,4,x\n", MAPPING + '  published: "2999-01-01"\n')
    assert [(one.kind, one.text, one.count) for one in done.remarks] == [
        ("warning", "Claims said or published in the future.", 1)
    ]


def test_a_zone_that_nobody_gives_is_one_fault(imported: Callable[..., Prepared]) -> None:
    mapping = MAPPING.replace("zone: Asia/Gaza\n", "")
    table = HEAD + "2026-03-04,E,4,x\n" * 5
    (told,) = _told(lambda: imported(table, mapping))
    assert "Give --zone" in told
    assert imported(table, mapping, zone="Asia/Gaza").claims[0].zone == "Asia/Gaza"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"Day,Gate,Trucks,Said by\n", "no row"),
        (b"", "no row"),
        (b"Day,Gate,Trucks,Said by\n2026-03-04,E,4,x,y\n", "5 cells"),
        ("Day,Gate,Trucks,Said by\n2026-03-04,Café,4,x\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_files_that_are_no_such_table(
    imported: Callable[..., Prepared], tmp_path: Path, raw: bytes, found: str
) -> None:
    from safeground.ledger.importing.rows import read_rows

    path = tmp_path / "x.csv"
    path.write_bytes(raw)
    assert found in _told(lambda: read_rows(path))[0]


def test_a_byte_order_mark_is_no_part_of_the_first_column(imported: Callable[..., Prepared]) -> None:
    assert len(imported("\ufeff" + HEAD + "2026-03-04,E,4,x\n").claims) == 1
