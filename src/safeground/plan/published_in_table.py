"""Notices in a table: a row a notice, or a row a block; with or without geometry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import shapely

from safeground.errors import Fault, FaultList, InputError
from safeground.formats import vectors
from safeground.formats.tables import parse_number, read_table
from safeground.plan.gazetteer import id_text, split_blocks
from safeground.plan.model import DeadlineMeans
from safeground.plan.notice_files import LARGEST_TABLE_BYTES, check_names, listed, refuse_larger
from safeground.plan.notice_times import TableTimes
from safeground.plan.published import NamedPlace, Published
from safeground.plan.published_in_plan import map_size
from safeground.plan.shapes import Shapes
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

ALIASES = {
    "notice": ("notice", "notice_id", "order", "order_id", "id"),
    "block": ("block", "block_id"),
    "blocks": ("blocks",),
    "places": ("places", "neighbourhoods", "neighborhoods"),
    "issuer": ("issuer", "issued_by"),
    "issued": ("issued", "date", "published", "issued_at"),
    "starts": ("starts", "start"),
    "deadline": ("deadline",),
    "deadline_means": ("deadline_means",),
    "ends": ("ends",),
    "withdrawn": ("withdrawn",),
    "end": ("end",),
    "stays": ("stays",),
    "contact": ("contact",),
    "channels": ("channels",),
    "languages": ("languages", "language"),
    "to": ("to", "destination"),
    "routes": ("routes", "route"),
    "map_width_px": ("map_width_px",),
    "map_width_km": ("map_width_km",),
    "changes": ("changes",),
}
"""What a column may be called, capitals and spaces aside; of a row of blocks, ``id`` is the row's own."""
ENDINGS = (".csv", ".tsv", ".xlsx", *vectors.ENDINGS)
_TIMES = ("issued", "starts", "deadline", "ends", "withdrawn")
_TEXT = re.compile(r"text(?:[ _:.(]+([a-z]{2,3}(?:-[a-z0-9]+)*)\)?)?")
UNKNOWN_LANGUAGE = "und"
"""BCP 47's word for a language that nobody states."""


@dataclass(slots=True)
class _Rows:
    """A table's cells as text, with the place of each row and its shape."""

    columns: dict[str, list[str]]
    places: list[str]
    file: str
    geometry: list[BaseGeometry | None] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_notice_table(path: Path, zone: str | None) -> tuple[tuple[Published, ...], tuple[Remark, ...]]:
    """Read the notices of a table (CSV, XLSX) or of a vector file.

    Where there is a column ``block``, each row is one block and the rows of one ``notice``, or of one time of
    issue where nothing names the notice, are one notice. Else each row is a notice. Polygons are what its map
    shows, lines are arrows. Times are ISO 8601 or RFC 1123 (``Fri, 08 Dec 2023 08:10:00 GMT``).

    Parameters
    ----------
    path
        The file.
    zone
        IANA name for times without an offset.

    Raises
    ------
    InputError
        A file that cannot be read or is larger than ``LARGEST_TABLE_BYTES``; a table without any column of a
        notice; times and numbers that are none; names that hide signs.
    """
    refuse_larger(path, LARGEST_TABLE_BYTES, "a table of notices")
    rows = _vector_rows(path) if path.suffix.lower() in vectors.ENDINGS else _table_rows(path)
    return _Reader(path, rows, zone).read()


def _table_rows(path: Path) -> _Rows:
    table = read_table(path)
    places = [table.row_place(i) for i in range(len(table))]
    return _Rows(table.columns, places, path.name, [None] * len(table), list(table.remarks))


def _vector_rows(path: Path) -> _Rows:
    features = vectors.read_features(path)
    columns = {name: [_cell(value) for value in values] for name, values in features.columns.items()}
    places = [f"feature {i + 1}" for i in range(len(features))]
    shapes = Shapes(path.parent)
    polygons = [i for i, one in enumerate(features.geometry) if _of(one, "Polygon")]
    geometry: list[BaseGeometry | None] = [
        one if _of(one, "LineString") else None for one in features.geometry
    ]
    for i, polygon in zip(polygons, shapes.polygons_of_rows(path.name, features, polygons), strict=True):
        geometry[i] = polygon
    remarks = [*features.remarks, *shapes.remarks]
    others = sum(
        one is not None and kept is None for one, kept in zip(features.geometry, geometry, strict=True)
    )
    if others:
        text = "Geometry that is neither a polygon nor a line was left out."
        remarks.append(Remark("left out", path.name, text, others))
    return _Rows(columns, places, path.name, geometry, remarks)


def _of(geometry: BaseGeometry | None, kind: str) -> bool:
    return geometry is not None and not geometry.is_empty and geometry.geom_type in (kind, f"Multi{kind}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple | np.ndarray):
        return ", ".join(map(id_text, value))
    return id_text(value)


class _Reader:
    def __init__(self, path: Path, rows: _Rows, zone: str | None) -> None:
        self.path = path
        self.rows = rows
        self.faults = FaultList(path)
        self.times = TableTimes(path.name, self.faults, zone)
        self.zone = zone
        self.column = self._columns()
        self.differing: dict[str, int] = {}
        self.by_time: set[str] = set()
        """Ids of notices that nothing but their time of issue tells apart."""

    def _columns(self) -> dict[str, str]:
        """Return our name → the table's, for the columns that are there."""
        plain = {re.sub(r"[\s-]+", "_", name.strip().lower()): name for name in reversed(self.rows.columns)}
        found = {
            key: plain[alias]
            for key, aliases in ALIASES.items()
            for alias in reversed(aliases)
            if alias in plain
        }
        if "block" in found and found.get("notice") == plain.get("id"):
            found.pop("notice", None)
        self.texts: dict[str, str] = {}
        for name, original in plain.items():
            match = _TEXT.fullmatch(name)
            if match is not None:
                self.texts[match[1] or ""] = original
        unused = [name for name in self.rows.columns if name not in {*found.values(), *self.texts.values()}]
        if not found and not self.texts:
            expected = f"a column of a notice: {', '.join(ALIASES)}, text"
            fix = "Name the columns so; the manual's page on linting says what each holds."
            shown = f"the columns {', '.join(self.rows.columns) or '(none)'}"
            raise InputError([Fault(str(self.path), "", shown, expected, fix)])
        if unused:
            text = f"Columns that no notice has were not used: {listed(unused)}."
            self.rows.remarks.append(Remark("left out", self.rows.file, text, len(unused)))
        return found

    def read(self) -> tuple[tuple[Published, ...], tuple[Remark, ...]]:
        notices = tuple(self._notice(name, rows) for name, rows in self._groups().items())
        remarks = self.rows.remarks
        names = [(one.place, item) for one in notices for item in (one.id, *one.blocks, *one.places)]
        check_names(names, self.faults, remarks, self.rows.file)
        self.faults.raise_if_any()
        if self.times.days_only:
            text = (
                "Days without the time of day are no time, and were left out: "
                f"{listed(list(self.times.days_only), 6)}."
            )
            remarks.append(Remark("left out", self.rows.file, text, len(self.times.days_only)))
        for key, count in self.differing.items():
            text = f"Rows of one notice differ in {key}; its first was used."
            remarks.append(Remark("left out", self.rows.file, text, count))
        return notices, (*remarks, *self.times.remarks())

    def _cells(self, key: str) -> list[str]:
        return self.rows.columns[self.column[key]] if key in self.column else [""] * len(self.rows.places)

    def _groups(self) -> dict[str, list[int]]:
        """Return the notices' ids, each with its rows."""
        count = len(self.rows.places)
        named, issued = self._cells("notice"), self._cells("issued")
        by_block = "block" in self.column
        groups: dict[str, list[int]] = {}
        for i in range(count):
            key = named[i] or (issued[i] if by_block else "") or f"notice-{i + 1}"
            if by_block and not named[i]:
                self.by_time.add(key)
            groups.setdefault(key, []).append(i)
        if by_block and "notice" not in self.column and "issued" in self.column:
            text = f"Rows of one {self.column['issued']} were taken as one notice."
            self.rows.remarks.append(Remark("inferred", self.rows.file, text, len(groups)))
        return groups

    def _notice(self, name: str, rows: list[int]) -> Published:
        place = f"{self.path.name}, {self.rows.places[rows[0]]}"
        read = {key: self._time(key, rows) for key in _TIMES}
        times = {key: time for key, (time, _) in read.items()}
        languages = self._list("languages", rows)
        return Published(
            id=self._id(name, times["issued"]),
            text=self._text(rows, languages),
            blocks=self._blocks(rows),
            listed_by_row="block" in self.column,
            places=self._list("places", rows),
            drawn=self._drawn(rows),
            arrows=self._arrows(rows),
            issuer=self._one("issuer", rows),
            issued=times["issued"],
            starts=times["starts"],
            deadline=times["deadline"],
            deadline_means=self._means(rows),
            ends=times["ends"],
            withdrawn=times["withdrawn"],
            end=self._one("end", rows),
            stays=self._one("stays", rows),
            contact=self._one("contact", rows),
            channels=self._list("channels", rows),
            languages=languages,
            to=tuple(NamedPlace(name=one) for one in self._list("to", rows)),
            routes=tuple(NamedPlace(name=one) for one in self._list("routes", rows)),
            map_size=map_size(self._number("map_width_px", rows), self._number("map_width_km", rows)),
            changes=self._one("changes", rows),
            naive=tuple(key for key, (time, zoned) in read.items() if time is not None and not zoned),
            place=place,
        )

    def _id(self, name: str, issued: datetime | None) -> str:
        return name if issued is None or name not in self.by_time else issued.isoformat(timespec="minutes")

    def _one(self, key: str, rows: list[int]) -> str | None:
        return self._only(key, (self._cells(key)[i] for i in rows))

    def _only(self, key: str, cells: Iterable[str]) -> str | None:
        stated = list(dict.fromkeys(cell for cell in cells if cell))
        if len(stated) > 1:
            self.differing[key] = self.differing.get(key, 0) + 1
        return stated[0] if stated else None

    def _list(self, key: str, rows: list[int]) -> tuple[str, ...]:
        cell = self._one(key, rows) or ""
        parts = re.split(r"[;\n]", cell) if ";" in cell or "\n" in cell else cell.split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def _blocks(self, rows: list[int]) -> tuple[str, ...]:
        if "block" in self.column:
            return tuple(cell for i in rows if (cell := self._cells("block")[i]))
        return tuple(item for i in rows for item in split_blocks(self._cells("blocks")[i]))

    def _text(self, rows: list[int], languages: tuple[str, ...]) -> dict[str, str]:
        found = {}
        for language, column in self.texts.items():
            text = self._only(column, (self.rows.columns[column][i] for i in rows))
            if text is not None:
                only = languages[0] if len(languages) == 1 else UNKNOWN_LANGUAGE
                found[language or only] = text
        return found

    def _time(self, key: str, rows: list[int]) -> tuple[datetime | None, bool]:
        cell = self._one(key, rows)
        return (None, True) if cell is None else self.times.read(cell, f"{self.rows.places[rows[0]]}, {key}")

    def _number(self, key: str, rows: list[int]) -> float | None:
        cell = self._one(key, rows) or ""
        place = f"{self.rows.places[rows[0]]}, {key}"
        try:
            number = parse_number(cell)
        except ValueError as error:
            self.faults.add(place, f"{cell!r} ({error})", "one number", "Write plain digits, without units.")
            return None
        if number is not None and number <= 0:
            self.faults.add(place, cell, "more than 0", "Correct it, or leave it empty.")
            return None
        return number

    def _means(self, rows: list[int]) -> DeadlineMeans | None:
        cell, known = self._one("deadline_means", rows), get_args(DeadlineMeans)
        if cell is None or cell in known:
            return cell  # type: ignore[return-value]
        place = f"{self.rows.places[rows[0]]}, deadline_means"
        self.faults.add(place, repr(cell), " or ".join(known), "Leave it empty where it was not stated.")
        return None

    def _drawn(self, rows: list[int]) -> BaseGeometry | None:
        polygons: list[Any] = [one for i in rows if _of(one := self.rows.geometry[i], "Polygon")]
        return shapely.union_all(polygons) if polygons else None

    def _arrows(self, rows: list[int]) -> tuple[LineString, ...]:
        lines: list[Any] = [one for i in rows if _of(one := self.rows.geometry[i], "LineString")]
        return tuple(part for line in lines for part in shapely.get_parts(line))
