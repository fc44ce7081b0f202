"""``lint.csv``: a row a flaw, with HXL tags, for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.formats.hxl_table import hxl_table, number_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.questions.flaw import Flaw

COLUMNS = (
    ("notice", "#meta+id"),
    ("severity", "#severity"),
    ("rule", "#meta+rule"),
    ("what", "#description"),
    ("where", "#meta+place"),
    ("mend", "#activity+mend"),
    ("evidence", "#meta+evidence"),
    ("persons_low", "#affected+min"),
    ("persons_high", "#affected+max"),
    ("area_km2", "#indicator+area+km2"),
)


def lint_csv(flaws: Iterable[Flaw]) -> str:
    """Return the table: header, HXL tag row, a row a flaw; UTF-8 with a byte-order mark for Excel."""
    return hxl_table(COLUMNS, map(_row, flaws))


def _row(flaw: Flaw) -> list[str]:
    persons = flaw.persons
    return [
        flaw.notice,
        flaw.severity,
        flaw.rule,
        flaw.what,
        flaw.where,
        flaw.mend,
        "; ".join(flaw.evidence),
        number_cell(persons.low if persons else None),
        number_cell(persons.high if persons else None),
        number_cell(flaw.area_km2),
    ]
