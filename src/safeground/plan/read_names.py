"""Read the gazetteer of names: a table with a column a language, or a vector file with OSM's names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import shapely

from safeground.characters import controls, escaped, scripts, shown, without_marks
from safeground.errors import Fault, FaultList, InputError
from safeground.formats import vectors
from safeground.formats.columns import (
    LAT,
    LON,
    fault_if_swapped,
    features_as_table,
    find_column,
    lonlat,
)
from safeground.formats.tables import Table, read_table
from safeground.plan.names import Name, Names
from safeground.plan.spelling import plain, words_of
from safeground.remarks import Remark

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

IDS: Final = ("id", "@id", "osm_id", "pcode")
KINDS: Final = ("kind", "place", "type", "class")
SPELLINGS: Final = re.compile(
    r"(?:(?:official|short|old|loc|int|nat|reg)_)?name(?:[:_][a-z]{2,3}(?:[-_][a-z0-9]+)*)?|name \w+"
)
ALTERNATIVES: Final = re.compile(
    r"(?:name_)?alt(?:_name)?(?:[:_][a-z]{2,3}(?:[-_][a-z0-9]+)*)?|aliases|spellings"
)
NOT_ON_THE_GROUND: Final = frozenset(("boundary", "multipolygon", "site"))
"""OSM's kinds of relation: they say how a place is drawn, not what it is."""


@dataclass(frozen=True, slots=True)
class _Columns:
    identifier: str | None
    kind: str | None
    within: str | None
    spellings: tuple[str, ...]
    alternatives: tuple[str, ...]


def read_names(path: Path, *, near: BaseGeometry | None = None) -> Names:
    """Read names from a table (CSV, XLSX) or a vector file.

    Columns: ``name`` and ``name_ar``, ``name:uk`` … (one a language); ``alt``, ``alt_name``, ``alt_en`` …
    with several spellings between semicolons; optional ``id`` (else the row's number), ``kind``,
    ``within`` (id or name of another row), ``lon`` and ``lat``.

    Parameters
    ----------
    path
        The file.
    near
        Where the plan lies (WGS 84), to find longitude and latitude swapped; None looks at the numbers alone.

    Raises
    ------
    InputError
        As ``read_table`` and ``read_features``; no column of names, ids that stand twice, spellings that are
        empty, hold control or bidirectional characters or are only written in mixed scripts, a ``within``
        that is no row, places that are off the earth or swapped.
    """
    faults = FaultList(path)
    table, geometry = _table(path, near, faults)
    columns = _columns(table, faults)
    faults.raise_if_any()
    names: list[Name] = []
    withins: list[tuple[int, str]] = []
    marked = unnamed = 0
    mixed: list[str] = []
    for row in range(len(table)):
        spellings, had_marks, of_row = _spellings(table, columns, row, faults)
        marked += had_marks
        mixed.extend(of_row)
        if not spellings:
            if _is_nameless(table, columns, row, faults, drawn=path.suffix.lower() in vectors.ENDINGS):
                unnamed += 1
            continue
        identifier = table.columns[columns.identifier][row] if columns.identifier else ""
        _check_id(identifier, table.row_place(row), faults)
        if columns.within and (within := table.columns[columns.within][row]):
            withins.append((len(names), within))
        names.append(
            Name(identifier or str(row + 1), spellings, _kind(table, columns, row), None, geometry[row])
        )
    _check_repeated(names, faults)
    joined = _joined(names, withins, faults)
    faults.raise_if_any()
    if not joined:
        raise InputError(
            [Fault(str(path), "", "no name", "at least one", "Name the places, or another file.")]
        )
    return Names(
        tuple(joined), table.file, (*table.remarks, *_remarks(table.file, marked, unnamed, mixed, names))
    )


def _table(
    path: Path, near: BaseGeometry | None, faults: FaultList
) -> tuple[Table, list[BaseGeometry | None]]:
    if path.suffix.lower() in vectors.ENDINGS:
        features = vectors.read_features(path)
        table = features_as_table(features)
        drawn = [None if one is None or one.is_empty else one for one in features.geometry]
        if near is not None:
            rows = [row for row, one in enumerate(drawn) if one is not None]
            centres = shapely.centroid(features.geometry[rows])
            fault_if_swapped(
                shapely.get_x(centres),
                shapely.get_y(centres),
                near.bounds,
                faults,
                lambda i: f"feature {rows[i] + 1}",
            )
        return table, drawn
    table = read_table(path)
    found = [find_column(table, several) for several in (LON, LAT)]
    if found == [None, None]:
        return table, [None] * len(table)
    placed = _placed_rows(table, found)
    part = Table(
        {header: [cells[row] for row in placed] for header, cells in table.columns.items()},
        tuple(table.rows[row] for row in placed),
        table.file,
        table.tags,
    )
    points: list[BaseGeometry | None] = [None] * len(table)
    at = lonlat(part, faults) if placed else None
    if at is None:
        return table, points
    if near is not None:
        fault_if_swapped(*at, near.bounds, faults, part.row_place)
    for row, lon, lat in zip(placed, *at, strict=True):
        points[row] = shapely.Point(lon, lat)
    return table, points


def _placed_rows(table: Table, found: list[str | None]) -> list[int]:
    """Return the rows that say a place: a name without one is still a name."""
    headers = [header for header in found if header is not None]
    return [row for row in range(len(table)) if any(table.columns[header][row] for header in headers)]


def _columns(table: Table, faults: FaultList) -> _Columns:
    headers = {header.lower().strip(): header for header in reversed(table.columns)}
    spellings = [header for low, header in reversed(headers.items()) if SPELLINGS.fullmatch(low)]
    spellings.sort(key=lambda header: header.lower() not in ("name", "name_en", "name:en"))
    spellings.sort(key=lambda header: header.lower() != "name")
    tagged = [
        header
        for header, tag in table.tags.items()
        if tag.startswith(("#loc+name", "#adm")) and "+name" in tag
    ]
    spellings.extend(header for header in tagged if header not in spellings)
    if not spellings:
        near = get_close_matches("name", table.columns, n=1)
        fix = f"Rename {near[0]} to name." if near else "Add the column name, and name_ar … a language each."
        faults.add("header", f"the columns {', '.join(table.columns)}", "a column name", fix)
    alternatives = [header for low, header in reversed(headers.items()) if ALTERNATIVES.fullmatch(low)]
    return _Columns(
        find_column(table, IDS),
        find_column(table, KINDS),
        find_column(table, ("within",)),
        tuple(spellings),
        tuple(alternatives),
    )


def _spellings(
    table: Table, columns: _Columns, row: int, faults: FaultList
) -> tuple[tuple[str, ...], bool, list[str]]:
    """Return the spellings of a row, each once; whether direction marks were taken out; those left out."""
    found: list[str] = []
    left_out: list[str] = []
    had_marks = False
    for header in (*columns.spellings, *columns.alternatives):
        cell = table.columns[header][row]
        several = re.split(r"[;|؛]", cell) if header in columns.alternatives or ";" in cell else [cell]
        for part in several if cell else ():
            spelling = " ".join(without_marks(part).split())
            place = f"{table.row_place(row)}, {header}"
            if not spelling or not words_of(spelling):
                faults.add(
                    place, f"{shown(part)!r} in {shown(cell)!r}", "a name", "Delete it, or write the name."
                )
                continue
            had_marks = had_marks or without_marks(part) != part
            if steering := controls(spelling):
                faults.add(
                    place,
                    f"'{shown(spelling)}' with {', '.join(escaped(c) for c in steering)}",
                    "a name without characters that change how text is shown",
                    "Type the name again, without them.",
                )
            elif wrong := _mixed_word(spelling):
                left_out.append(wrong)
            elif spelling not in found:
                found.append(spelling)
    if left_out and not found:
        faults.add(table.row_place(row), left_out[0], "words of one script each", "Type the name again.")
        left_out = []
    return tuple(found), had_marks, left_out


def _mixed_word(spelling: str) -> str:
    """Return a word of several scripts, with a letter of each and its code; empty where there is none."""
    for _, _, word in words_of(spelling):
        several = scripts(word)
        if len(several) > 1:
            letters = ", ".join(f"{script} {letter} {escaped(letter)}" for script, letter in several.items())
            return f"'{word}' of several scripts ({letters})"
    return ""


def _check_id(identifier: str, place: str, faults: FaultList) -> None:
    if controls(identifier):
        faults.add(
            f"{place}, id",
            f"'{shown(identifier)}'",
            "an id without characters that change how text is shown",
            "Type the id again.",
        )


def _is_nameless(table: Table, columns: _Columns, row: int, faults: FaultList, *, drawn: bool) -> bool:
    """Whether a row is left out: things drawn often have no name, a table's row without one is a gap."""
    headers = (*columns.spellings, *columns.alternatives)
    if any(table.columns[header][row] for header in headers):
        return False  # its faults are noted
    if not drawn:
        faults.add(
            f"{table.row_place(row)}, {columns.spellings[0]}",
            "no name",
            "a name",
            "Fill it in, or delete the row.",
        )
    return drawn


def _kind(table: Table, columns: _Columns, row: int) -> str:
    for header in (columns.kind, find_column(table, ("place",))):
        called = table.columns[header][row] if header else ""
        if called and called not in NOT_ON_THE_GROUND:
            return called
    return ""


def _check_repeated(names: list[Name], faults: FaultList) -> None:
    count: dict[str, int] = {}
    for name in names:
        count[name.id] = count.get(name.id, 0) + 1
    for identifier, times in count.items():
        if times > 1:
            faults.add("column id", f"{times} names {shown(identifier)}", "an id each", "Rename all but one.")


def _joined(names: list[Name], withins: list[tuple[int, str]], faults: FaultList) -> list[Name]:
    """Return the names with the id of what each is within; a row may say it by name, where one has it."""
    ids = {name.id for name in names}
    by_name: dict[str, list[str]] = {}
    for name in names:
        for spelling in name.spellings:
            by_name.setdefault(plain(spelling), []).append(name.id)
    joined = list(names)
    for number, said in withins:
        name = names[number]
        called = [one for one in dict.fromkeys(by_name.get(plain(said), ())) if one != name.id]
        within = said if said in ids else called[0] if len(called) == 1 else None
        if within is None or within == name.id:
            near = get_close_matches(said, ids, n=3, cutoff=0.5)
            if len(called) > 1:
                fix = f"Write its id: {', '.join(called)}."
            else:
                fix = f"Nearest: {', '.join(near)}." if near else "Add a row for it, or leave the cell empty."
            found = f"{name.id} within {shown(said)}"
            faults.add(f"name {shown(name.id)}, within", found, "the id of another row", fix)
            continue
        joined[number] = Name(name.id, name.spellings, name.kind, within, name.geometry)
    return joined


def _remarks(file: str, marked: int, unnamed: int, mixed: list[str], names: list[Name]) -> tuple[Remark, ...]:
    remarks = []
    if unnamed:
        remarks.append(Remark("left out", file, "Features without a name were left out.", unnamed))
    if marked:
        text = "Direction marks and empty characters were taken out of names."
        remarks.append(Remark("repaired", file, text, marked))
    if mixed:
        text = f"Spellings with a word of several scripts were left out: {'; '.join(mixed[:6])}."
        remarks.append(Remark("left out", file, text, len(mixed)))
    unplaced = sum(name.geometry is None for name in names)
    if unplaced:
        remarks.append(Remark("warning", file, "Names have no place: nothing says where they are.", unplaced))
    return tuple(remarks)
