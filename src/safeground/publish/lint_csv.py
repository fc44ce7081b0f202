"""``lint.csv``: a row a flaw, with HXL tags, for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from safeground.publish.findings_csv import harmless, number_cell

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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in COLUMNS])
    writer.writerow([tag for _, tag in COLUMNS])
    for flaw in flaws:
        writer.writerow([harmless(cell) for cell in _row(flaw)])
    return "\ufeff" + out.getvalue()


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
