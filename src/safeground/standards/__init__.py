"""Planning figures with their source, edition and clause: no figure in the package stands without one.

The figures are tables (CSV) in this folder, so that they can be read, checked and changed without
reading code. ``low`` and ``high`` are ends that hold; ``best`` may be empty.
"""

from __future__ import annotations

import csv
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES = (
    "walking", "vehicles", "mobility", "notice", "notice-clarity", "settlement",
    "sphere-2018", "sphere-earlier", "unhcr-wash-2018", "unhcr-settlement", "supply",
)  # fmt: skip
"""Names of the tables of figures, in the order in which they are shown."""


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """A planning figure with where it stands."""

    key: str
    range: Range
    source: str
    edition: str
    clause: str
    url: str
    note: str
    """What a user must know, first of all whether the figure was verified in the original."""
    table: str
    """Name of the table that it stands in."""

    @property
    def citation(self) -> str:
        """Source, edition and clause in one line."""
        title = f"{self.source} ({self.edition})" if self.edition else self.source
        return f"{title}: {self.clause}" if self.clause else title


class StreetClass(msgspec.Struct, frozen=True, kw_only=True):
    """What is assumed of a street where it is not tagged.

    ``width_m`` is the clear width of the whole street, ``lanes`` those of both directions together.
    The low ends are for schedules, the high ends for proofs.
    """

    name: str
    width_m: Range
    lanes: Range
    vehicle_speed_km_h: Range
    on_foot: bool
    by_vehicle: bool
    source: str
    note: str


class NumberWord(msgspec.Struct, frozen=True, kw_only=True):
    """What a word of number is taken to bind: a convention of ours, never a number that somebody reported."""

    qualifier: str
    low: float | None
    high: float | None
    words: str
    """How it stands in a sentence, before what is counted."""
    source: str
    note: str


def standard(key: str) -> Standard:
    """Return the planning figure of a key.

    Raises
    ------
    ValueError
        No such key; the message names the nearest one.

    Examples
    --------
    >>> standard("sphere.persons_per_toilet").range.low
    20.0
    """
    try:
        return standards()[key]
    except KeyError:
        near = get_close_matches(key, standards(), n=1, cutoff=0.0)
        msg = f"no planning figure has the key {key!r}; the nearest is {near[0]!r}"
        raise ValueError(msg) from None


@cache
def standards() -> Mapping[str, Standard]:
    """Return every planning figure by its key.

    Raises
    ------
    ValueError
        A row of a table that is no figure, or a key that stands twice.
    """
    found: dict[str, Standard] = {}
    for table in TABLES:
        for row in _rows(table):
            if row["key"] in found:
                msg = f"{table}.csv: the key {row['key']} stands twice"
                raise ValueError(msg)
            found[row["key"]] = _standard(table, row)
    return MappingProxyType(found)


@cache
def street_classes() -> Mapping[str, StreetClass]:
    """Return what is assumed of each class of street, by OSM's value of ``highway``."""
    return MappingProxyType({row["class"]: _street_class(row) for row in _rows("streets")})


@cache
def number_words() -> Mapping[str, NumberWord]:
    """Return what words without a number are taken for, by qualifier; an end that is not taken is None."""
    return MappingProxyType({row["qualifier"]: _number_word(row) for row in _rows("number-words")})


def class_of(highway: str) -> str | None:
    """Return the street class of an OSM ``highway`` value, or None where it is no street.

    Examples
    --------
    >>> class_of("trunk_link"), class_of("construction")
    ('trunk', None)
    """
    name = highway.removesuffix("_link")
    return name if name in street_classes() else None


def _rows(table: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def _standard(table: str, row: dict[str, str]) -> Standard:
    best = float(row["best"]) if row["best"] else None
    return Standard(
        key=row["key"],
        range=Range(float(row["low"]), float(row["high"]), row["unit"], best),
        source=row["source"],
        edition=row["edition"],
        clause=row["clause"],
        url=row["url"],
        note=row["note"],
        table=table,
    )


def _street_class(row: dict[str, str]) -> StreetClass:
    def between(low: str, high: str, unit: str) -> Range:
        return Range(float(row[low]), float(row[high]), unit)

    return StreetClass(
        name=row["class"],
        width_m=between("width_low_m", "width_high_m", "m"),
        lanes=between("lanes_low", "lanes_high", "lanes"),
        vehicle_speed_km_h=between("speed_low_km_h", "speed_high_km_h", "km_per_h"),
        on_foot=_yes(row["on_foot"]),
        by_vehicle=_yes(row["by_vehicle"]),
        source=row["source"],
        note=row["note"],
    )


def _number_word(row: dict[str, str]) -> NumberWord:
    return NumberWord(
        qualifier=row["qualifier"],
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        words=row["words"],
        source=row["source"],
        note=row["note"],
    )


def _yes(cell: str) -> bool:
    return {"yes": True, "no": False}[cell]
