"""The index's tables, read in the order of the events."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_SQL = {
    "claim": "SELECT number, id, kind, subject, measure, source FROM claim ORDER BY number",
    "touch": "SELECT number, claim FROM touch ORDER BY number, claim",
    "content": "SELECT number, mac FROM content ORDER BY number",
}
INDEX_TABLES = tuple(_SQL)


class Index:
    """The index's tables, read beside the events in the order of their numbers."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._rows: dict[str, Iterator[Any]] = {name: db.execute(sql) for name, sql in _SQL.items()}
        self._next = {name: next(rows, None) for name, rows in self._rows.items()}
        self._passed: list[tuple[str, int, Any]] = []

    def take(self, name: str, number: int) -> list[Any]:
        """Return a table's rows of an event; those of events that were passed are kept for ``left``."""
        found = []
        while (row := self._next[name]) is not None and row[0] <= number:
            if row[0] == number:
                found.append(row)
            else:
                self._passed.append((name, row[0], row))
            self._next[name] = next(self._rows[name], None)
        return found

    def left(self) -> Iterator[tuple[str, int, Any]]:
        """Yield the rows that belong to no event."""
        yield from self._passed
        for name, rows in self._rows.items():
            first = self._next[name]
            yield from ((name, row[0], row) for row in chain([] if first is None else [first], rows))
