"""Tables for spreadsheets: a header, HXL tags, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def hxl_table(columns: Iterable[tuple[str, str]], rows: Iterable[Sequence[str]]) -> str:
    """Return a table: header, HXL tag row, the rows; with a byte-order mark for Excel.

    Parameters
    ----------
    columns
        Name and tag of each column.
    rows
        As many cells each as there are columns.
    """
    names, tags = zip(*columns, strict=True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerow(tags)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def number_cell(value: float | None) -> str:
    """Write a number; an end that nobody stated is an empty cell, never 0."""
    if value is None or not math.isfinite(value):
        return ""
    return f"{value:.10g}"


def harmless(cell: str) -> str:
    """Keep a spreadsheet from running a name in the plan as a formula; numbers stay numbers."""
    if not cell.startswith(FORMULA_STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
