"""The table in a case's REPORT.md, which the program writes and a test holds against a new run."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.history.case import read_case
from tests.history.compare import compare, table

CASES: Final = Path(__file__).parents[2] / "verification"
BEGIN: Final = "<!-- table: written by python -m tests.history -->\n"
END: Final = "<!-- end of table -->\n"


def names() -> tuple[str, ...]:
    """Return the cases of what happened: those with counts."""
    return tuple(sorted(path.parent.name for path in CASES.glob("*/observed.csv")))


def with_table(report: str, rows: str) -> str:
    """Return a report with its table replaced."""
    before, _, rest = report.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{rows}\n{END}{after}"


def write_reports() -> None:
    """Write the tables of all cases."""
    for name in names():
        path = CASES / name / "REPORT.md"
        rows = table(compare(read_case(CASES / name)))
        path.write_text(with_table(path.read_text(encoding="utf-8"), rows), encoding="utf-8")
