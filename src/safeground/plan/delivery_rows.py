"""The columns of a table of deliveries, by their headers or HXL tags, and its rows as faults name them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from safeground.plan.notice_files import listed
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safeground.errors import FaultList
    from safeground.formats.tables import Table

COLUMNS: Final = {
    "to": ("#loc+to", "#loc+name"),
    "commodity": ("#item+name",),
    "low": ("#item+min",),
    "high": ("#item+max",),
    "amount": ("#item+num", "#item+quantity"),
    "unit": ("#item+unit",),
    "at": ("#date",),
    "territory": ("#country",),
    "source": ("#meta+source",),
}
"""Column → the HXL tags that stand for it where no header says it; further attributes aside."""
_NEEDED: Final = ("to", "commodity", "unit", "at")
ROWS_SHOWN: Final = 6


class DeliveryRows:
    """A table's cells by our names of the columns.

    Parameters
    ----------
    table
        The table.
    faults
        Where columns that are missing are noted.
    """

    def __init__(self, table: Table, faults: FaultList) -> None:
        self.table = table
        self.remarks = list(table.remarks)
        self.column = self._columns(faults)
        """Our name → the table's header, for the columns that are there."""

    def __len__(self) -> int:
        return len(self.table)

    def cell(self, i: int, name: str) -> str:
        """Return a cell's text, empty where the column is not there."""
        return self.table.columns[self.column[name]][i] if name in self.column else ""

    def place(self, i: int, name: str) -> str:
        """Return where a cell stands: ``row 3, column to``."""
        return f"{self.table.row_place(i)}, column {self.column.get(name, name)}"

    def named(self, rows: Sequence[int]) -> str:
        """Return rows as a person sees them: ``rows 3, 5``."""
        numbers = [str(self.table.rows[i]) for i in rows]
        return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {listed(numbers, ROWS_SHOWN)}"

    def grouped(self, rows: Iterable[int], name: str) -> dict[str, list[int]]:
        """Return each text of a column with its rows."""
        groups: dict[str, list[int]] = {}
        for i in rows:
            groups.setdefault(self.cell(i, name), []).append(i)
        return groups

    def _columns(self, faults: FaultList) -> dict[str, str]:
        plain = {header.strip().lower(): header for header in reversed(self.table.columns)}
        found = {name: plain[name] for name in COLUMNS if name in plain}
        for name, tags in COLUMNS.items():
            if name not in found and (header := self._tagged(tags, found.values())) is not None:
                found[name] = header
        missing = [name for name in _NEEDED if name not in found]
        if "amount" not in found and not {"low", "high"} <= found.keys():
            missing.append("amount")
        shown = f"the columns {', '.join(self.table.columns)}"
        for name in missing:
            free = [header for header in self.table.columns if header not in found.values()]
            near = get_close_matches(name, free, n=1)
            also = " (or low and high)" if name == "amount" else ""
            fix = f"Rename {near[0]} to {name}." if near else f"Add the column {name}."
            faults.add("header", shown, f"a column {name}{also}, or its HXL tag {COLUMNS[name][0]}", fix)
        unused = [header for header in self.table.columns if header not in found.values()]
        if unused:
            text = f"Columns that no delivery has were not used: {listed(unused)}."
            self.remarks.append(Remark("left out", self.table.file, text, len(unused)))
        return found

    def _tagged(self, tags: Sequence[str], taken: Iterable[str]) -> str | None:
        for wanted in tags:
            base, *attributes = wanted.split("+")
            free = [header for header in self.table.tags if header not in taken]
            parts = {header: self.table.tags[header].split("+") for header in free}
            having = [
                header
                for header, (first, *more) in parts.items()
                if first == base and {*attributes} <= {*more}
            ]
            if len(having) == 1:
                return having[0]
        return None
