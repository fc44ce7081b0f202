"""Files of claims and of other people's rows, read: CSV, TSV, XLSX, HXL, JSON, JSON Lines → rows of text."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.tables import read_table, table_of_cells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from safeground.formats.tables import Table
    from safeground.remarks import Remark

MOST_FAULTS: Final = 50
"""How many faults are told one by one; the rest are counted."""
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of text.

    Parameters
    ----------
    columns
        Header → cells.
    places
        Where each row stands in the file, as faults name it.
    file
        Its name.
    tags
        Header → HXL tag, where the file has tags.
    remarks
        What was inferred or left out in reading.
    """

    columns: dict[str, list[str]]
    places: tuple[str, ...]
    file: str
    tags: dict[str, str]
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.places)

    def each(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each row's place with its cells by column."""
        names = tuple(self.columns)
        for place, *cells in zip(self.places, *self.columns.values(), strict=True):
            yield place, dict(zip(names, cells, strict=True))

    def joined(self, other: Rows, on: str) -> Rows:
        """Return these rows with the further columns of a second table, row by row of the same key.

        Raises
        ------
        InputError
            A table without the column, and keys that stand in one table only or twice in the second.
        """
        faults = FaultList(other.file)
        for rows in (self, other):
            if on not in rows.columns:
                columns = ", ".join(rows.columns)
                faults.add("header", f"the columns {columns}", f"a column {on}", "Add it.", file=rows.file)
        faults.raise_if_any()
        index: dict[str, int] = {}
        for i, key in enumerate(other.columns[on]):
            if key in index:
                faults.add(other.places[i], f"{on} {key} a second time", "each once", "Delete one row.")
            index[key] = i
        for i, key in enumerate(self.columns[on]):
            if key not in index:
                faults.add(self.places[i], f"{on} {key}", f"a row of {other.file}", "Add it.", file=self.file)
        for key in index.keys() - set(self.columns[on]):
            faults.add(other.places[index[key]], f"{on} {key}", f"a row of {self.file}", "Delete it.")
        faults.raise_if_any()
        order = [index[key] for key in self.columns[on]]
        further = {
            name: [cells[i] for i in order]
            for name, cells in other.columns.items()
            if name not in self.columns
        }
        return replace(self, columns={**self.columns, **further}, remarks=(*self.remarks, *other.remarks))


def read_rows(path: Path) -> Rows:
    """Read a table or a list of JSON objects.

    Raises
    ------
    InputError
        As ``read_table``; for JSON, what is no list of objects, with the line.
    """
    if path.suffix.lower() in JSON_ENDINGS:
        return _records(path)
    try:
        return _of_table(read_table(path))
    except InputError as error:
        raise at_most(error) from None


def at_most(error: InputError) -> InputError:
    """Return an error that tells at most ``MOST_FAULTS`` faults one by one and counts the rest."""
    rest = len(error.faults) - MOST_FAULTS
    if rest <= 0:
        return error
    told = error.faults[:MOST_FAULTS]
    fix = "Mend those above first; many have the same cause."
    return InputError([*told, Fault(told[0].file, "", f"{rest:,} further faults", "none", fix)])


def _of_table(table: Table) -> Rows:
    return Rows(
        table.columns, tuple(f"row {row}" for row in table.rows), table.file, table.tags, table.remarks
    )


def _records(path: Path) -> Rows:
    records = _json_lines(path) if path.suffix.lower() != ".json" else _json(path)
    if records and all(isinstance(record, list) for _, record in records):
        # HXL knows tables of JSON: a list of rows, the tags in one of them.
        return _of_table(table_of_cells(path, [[_text(cell) for cell in record] for _, record in records]))
    faults = FaultList(path)
    flat: list[dict[str, str]] = []
    for place, record in records:
        if not isinstance(record, dict):
            faults.add(place, f"{json.dumps(record)[:40]}", "an object with keys", "Correct it.")
        else:
            flat.append(_flat(record))
    if not flat:
        faults.add("", "no object", "a list of objects", "Export the data again.")
    faults.raise_if_any()
    names = dict.fromkeys(name for record in flat for name in record)
    columns = {name: [record.get(name, "") for record in flat] for name in names}
    return Rows(columns, tuple(place for place, _ in records), path.name, {})


def _json(path: Path) -> list[tuple[str, Any]]:
    text = read_text(path)
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _no_json(path, f"line {getattr(error, 'lineno', 1)}", str(error)) from None
    if not isinstance(found, list):
        raise _no_json(path, "", "no list")
    return [(f"object {i}", one) for i, one in enumerate(found, 1)]


def _json_lines(path: Path) -> list[tuple[str, Any]]:
    found, faults = [], FaultList(path)
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append((f"line {number}", json.loads(line)))
        except (json.JSONDecodeError, RecursionError) as error:
            faults.extend(_no_json(path, f"line {number}", str(error)))
    faults.raise_if_any()
    return found


def read_text(path: Path) -> str:
    """Read a file of UTF-8.

    Raises
    ------
    InputError
        A file that is not there or not UTF-8.
    """
    if not path.is_file():
        raise InputError([Fault(str(path), "", "no such file", "a file of claims", "Correct its name.")])
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"line {raw.count(10, 0, error.start) + 1}" if raw else ""
        found = f"the byte 0x{raw[error.start]:02x}, which is not UTF-8"
        raise InputError([Fault(str(path), place, found, "UTF-8", "Save it as UTF-8.")]) from None


def _flat(record: dict[str, Any], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{key}."))
        else:
            flat[before + key] = _text(value)
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value)
    return str(value).strip()


def _no_json(path: Path, place: str, said: str) -> InputError:
    fix = "Write a list of objects (.json), or one object a line (.jsonl)."
    return InputError([Fault(str(path), place, f"something else ({said})", "JSON", fix)])
