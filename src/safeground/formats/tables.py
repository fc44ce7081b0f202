"""Tables, read: CSV and XLSX → columns of text, with the row that a person sees in the spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import warnings
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.packed import refuse_bomb
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS = (",", ";", "\t")
HXL_SEARCH_ROWS = 25
"""How deep the HXL standard looks for the row of tags."""
HXL_NAMES = {
    "lon": "#geo+lon",
    "lat": "#geo+lat",
    "persons": "#population",
    "population": "#population",
    "name": "#loc+name",
    "source": "#meta+source",
}
"""Column names of ours that an HXL tag can stand for, where the header says it otherwise."""

_HXL_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text.

    Parameters
    ----------
    columns
        Header → one cell a row, stripped; empty where missing.
    rows
        The row of the file in which each row of the table stands, 1 being the first.
    file
        The file's name.
    tags
        Header → HXL tag, where the file has a row of tags.
    remarks
        What was inferred or left out in reading.
    """

    columns: dict[str, list[str]]
    rows: tuple[int, ...]
    file: str
    tags: dict[str, str]
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def first_row(self) -> int:
        """The row of the file in which the first data row stands."""
        return self.rows[0]

    def row_place(self, index: int) -> str:
        """Return where row ``index`` stands, as faults name it: ``row 17``."""
        return f"row {self.rows[index]}"


def read_table(path: Path, *, required: Sequence[str] = ()) -> Table:
    """Read a CSV file (UTF-8; comma, semicolon or tab) or the first sheet of an XLSX file.

    A row of HXL tags is understood and taken out; a column that is ``required`` may then be known by
    its tag (``HXL_NAMES``) instead of its header.

    Raises
    ------
    InputError
        A file that is not there, not of these formats, not UTF-8, without rows, with a row longer than
        the header, with two columns of one name, or without a required column.
    """
    path = Path(path)
    if not path.is_file():
        raise _fault(
            path, "", "no such file", "a table (CSV or XLSX)", "Put the file there, or correct its name."
        )
    ending = path.suffix.lower()
    if ending == ".xlsx":
        cells, remarks = _xlsx_cells(path)
    elif ending in (".csv", ".tsv", ".txt", ".hxl"):
        cells, remarks = _csv_cells(path), []
    else:
        raise _fault(
            path, "", f"a file ending in {ending or 'nothing'}", ".csv or .xlsx", "Save it as CSV (UTF-8)."
        )
    return _table(path, cells, remarks, required)


def table_of_cells(path: Path, cells: list[list[str]]) -> Table:
    """Return the table that rows of cells are, its HXL tags understood; errors as ``read_table``."""
    return _table(path, cells, [], ())


def parse_number(text: str) -> float | None:
    """Return the number that a cell holds, None for an empty cell.

    Raises
    ------
    ValueError
        Text, NaN, infinity, and numbers with separators, which mean different things in different places.

    Examples
    --------
    >>> parse_number("12.5"), parse_number("")
    (12.5, None)
    >>> parse_number("1,234")
    Traceback (most recent call last):
    ValueError: '1,234', which is ambiguous: write 1234 or 1.234
    """
    text = text.strip()
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return float(text)
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        msg = f"{text!r}, which is ambiguous: write {text.replace(',', '')} or {text.replace(',', '.')}"
        raise ValueError(msg)
    if re.fullmatch(r"[+-]?\d{1,3}([\s,.'\u00a0\u202f]\d{3})+([.,]\d+)?", text):
        msg = f"{text!r} has separators: write it without them"
        raise ValueError(msg)
    msg = f"{text!r}, which is not a number"
    raise ValueError(msg)


def _csv_cells(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _fault(
            path,
            f"line {line}",
            f"the byte 0x{raw[error.start]:02x}, which is not UTF-8",
            "a table in UTF-8",
            "Save it as CSV UTF-8 (Excel: Save as, CSV UTF-8; LibreOffice: Character set, Unicode UTF-8).",
        ) from None
    if "\0" in text:
        raise _fault(path, "", "null characters", "a table in UTF-8", "Save it as CSV UTF-8.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise _fault(
            path,
            f"line {reader.line_num}",
            f"a row that cannot be read ({error})",
            "cells with balanced quotes",
            "Close the quotation mark; the file may be cut short.",
        ) from None


def _delimiter(text: str) -> str:
    """Return the delimiter of the header; where it has none, of the rows."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines() if line.strip()][:HXL_SEARCH_ROWS]
    # The header decides: in rows, commas may be decimal signs.
    return max(DELIMITERS, key=lambda d: (lines[0].count(d) if lines else 0, sum(x.count(d) for x in lines)))


def _xlsx_cells(path: Path) -> tuple[list[list[str]], list[Remark]]:
    import pyogrio

    refuse_bomb(path)
    try:
        sheets = [str(name) for name, _ in pyogrio.list_layers(path)]
        if not sheets:
            raise _fault(path, "", "no sheet", "a sheet with a header and rows", "Save the workbook again.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, _, _, data = pyogrio.raw.read(path, layer=sheets[0], HEADERS="DISABLE", FIELD_TYPES="STRING")
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
    ) as error:
        raise _fault(
            path,
            "",
            f"something that cannot be read ({error})",
            "an XLSX workbook",
            "It may be cut short: save it again, or save it as CSV (UTF-8).",
        ) from None
    columns = [["" if cell is None else str(cell).strip() for cell in column] for column in data]
    remarks = []
    if len(sheets) > 1:
        listed = ", ".join(sheets[1:])
        text = f"Only its first sheet, {sheets[0]}, was read; left out: {listed}."
        remarks.append(Remark("left out", path.name, text, len(sheets) - 1))
    return [list(row) for row in zip(*columns, strict=True)], remarks


def _table(path: Path, cells: list[list[str]], remarks: list[Remark], required: Sequence[str]) -> Table:
    filled = [i for i, row in enumerate(cells) if any(row)]
    tag_row = next((i for i in filled if i < HXL_SEARCH_ROWS and _is_tag_row(cells[i])), None)
    head_row = tag_row if tag_row is not None else (filled[0] if filled else None)
    body = [i for i in filled if head_row is not None and i > head_row]
    if head_row is None or not body:
        raise _fault(path, "", "no row", "a header and at least one row", "Export the table again.")
    names, tags = _header(cells, filled, tag_row if tag_row is not None else head_row, tag_row is not None)
    faults = FaultList(path)
    width = len(names)
    for i in body:
        if any(cells[i][width:]):
            faults.add(
                f"row {i + 1}",
                f"{len(cells[i])} cells",
                f"{width}, as in the header",
                "Quote cells that hold the delimiter, or name the further columns.",
            )
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        faults.add(
            f"row {head_row + 1}",
            f"{names.count(name)} columns named {name}",
            "one",
            "Rename or delete all but one.",
        )
    faults.raise_if_any()
    columns = {
        name: [cells[i][c] if c < len(cells[i]) else "" for i in body] for c, name in enumerate(names) if name
    }
    _alias_by_tag(columns, tags, required)
    _check_required(path, head_row, columns, required)
    if short := sum(len(cells[i]) < width for i in body):
        remarks.append(
            Remark("inferred", path.name, "Rows shorter than the header end in missing cells.", short)
        )
    return Table(columns, tuple(i + 1 for i in body), path.name, tags, tuple(remarks))


def _is_tag_row(row: list[str]) -> bool:
    """Whether a row holds HXL tags: at least half of its filled cells do, as the HXL standard has it."""
    filled = [cell for cell in row if cell]
    tags = sum(_HXL_TAG.fullmatch(cell) is not None for cell in filled)
    return tags > 0 and tags * 2 >= len(filled)


def _header(
    cells: list[list[str]], filled: list[int], row: int, tagged: bool
) -> tuple[list[str], dict[str, str]]:
    """Return the column names (empty: a column without name) and, where there are tags, name → tag."""
    if not tagged:
        names = list(cells[row])
        while names and not names[-1]:
            names.pop()
        return [name or f"column {c + 1}" for c, name in enumerate(names)], {}
    above = [i for i in filled if i < row]
    heads = cells[above[-1]] if above else []
    names, tags = [], {}
    for c in range(max(len(cells[row]), len(heads))):
        tag = re.sub(r"\s+", "", cells[row][c]).lower() if c < len(cells[row]) else ""
        name = (heads[c] if c < len(heads) else "") or tag
        # Two columns of one tag are usual in HXL; two of one name are not a name.
        names.append(
            f"{name} ({c + 1})" if name and name in names and not (c < len(heads) and heads[c]) else name
        )
        if tag.startswith("#") and name:
            tags[names[-1]] = tag
    return names, tags


def _alias_by_tag(columns: dict[str, list[str]], tags: dict[str, str], required: Sequence[str]) -> None:
    for name in required:
        tag = HXL_NAMES.get(name)
        tagged = [
            header for header, known in tags.items() if tag and (known == tag or known.startswith(f"{tag}+"))
        ]
        if name not in columns and len(tagged) == 1:
            columns[name] = columns[tagged[0]]


def _check_required(
    path: Path, head_row: int, columns: dict[str, list[str]], required: Sequence[str]
) -> None:
    faults = FaultList(path)
    for name in required:
        if name not in columns:
            near = get_close_matches(name, columns, n=1)
            faults.add(
                f"row {head_row + 1}",
                f"the columns {', '.join(columns)}",
                f"a column {name}",
                f"Rename {near[0]} to {name}." if near else f"Add the column {name}.",
            )
    faults.raise_if_any()


def _fault(path: Path, place: str, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(path), place, found, expected, fix)])
