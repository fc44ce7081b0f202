"""What was in force at a minute, written: lines for the terminal, tables with HXL tags, layers for maps.

The public edition has sizes, ids of blocks as published and rounded people; people by block stand in the
restricted edition only.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from safeground.formats.geojson import write_geojson
from safeground.formats.hxl_table import hxl_table, number_cell
from safeground.publish.geopackage import Layer, multi, write_layer
from safeground.publish.redact import SMALLEST_PUBLIC_COUNT, beside_few, told_few
from safeground.quantity import Range
from safeground.questions.areas_in_time import persons_by_block
from safeground.whole_folder import whole_folder
from safeground.wording import percent, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.plan.area_periods import AreaState
    from safeground.plan.model import Plan
    from safeground.plan.places import LoadedPlan
    from safeground.questions.areas_in_time import AreasAt, Change, Extent, KindChange

Edition = Literal["restricted", "public"]
PROTECTION = "People outside all areas, and people who stay, keep their protection."
OF_WORDS = (
    "What is in force here is what was said to be: it says nothing on what an area is or was in fact. "
    + PROTECTION
)

COLUMNS = (
    ("valid_at", "#date+valid"),
    ("known_at", "#date+known"),
    ("against_valid_at", "#date+valid+before"),
    ("against_known_at", "#date+known+before"),
    ("kind", "#meta+kind"),
    ("part", "#status"),
    ("km2_low", "#indicator+km2+min"),
    ("km2_high", "#indicator+km2+max"),
    ("blocks_whole", "#indicator+blocks+whole"),
    ("blocks_in_part", "#indicator+blocks+part"),
    ("persons_low", "#population+min"),
    ("persons_high", "#population+max"),
    ("share_counted", "#indicator+covered"),
    ("ids_whole", "#loc+code+whole"),
    ("ids_in_part", "#loc+code+part"),
)
BLOCK_COLUMNS = (
    ("kind", "#meta+kind"),
    ("part", "#status"),
    ("block", "#loc+code"),
    ("how_much", "#meta+share"),
    ("persons_low", "#population+min"),
    ("persons_high", "#population+max"),
    ("sensitivity", "#meta+sensitivity"),
)


def status_line(plan: Plan) -> str:
    """Say what the plan itself is said to be: the words of a plan that is only talked of bind nobody."""
    line = f"{plan.plan}: status {plan.status} as of {_time(plan.as_of)}"
    if plan.schematic:
        line += "; its outlines are schematic, so sizes are as drawn and what lies in them is not certain"
    if plan.status in ("announced", "in force"):
        return line
    return f"{line}; what its words call in force holds only as far as that status does"


def at_lines(found: AreasAt) -> list[str]:
    """Return a moment in lines: each area, then each kind with its figures."""
    lines = [f"At {_time(found.at)}, as published by {_time(found.known_at)}:"]
    lines += [f"  {_area_line(state)}" for state in found.areas]
    if not found.areas:
        lines.append("  no designation had been published")
    for one in found.kinds:
        parts = ("in force", one.in_force), ("announced", one.announced), ("ended", one.ended)
        for name, extent in parts:
            if _holds(extent) or name == "in force":
                lines.append(f"{one.kind}, {name}: {extent_words(extent)}")
        if _holds(one.again):
            lines.append(f"{one.kind}, had ended and is in force again: {extent_words(one.again)}")
    return lines


def change_lines(change: Change) -> list[str]:
    """Return what two moments differ by, in lines."""
    was, now = change.before, change.after
    first, second = (f"{_time(one.at)} (as published by {_time(one.known_at)})" for one in (was, now))
    lines = [f"From {first} to {second}:"]
    lines += [
        f"  {one.area} ({one.kind}): {_stands(one.before)} → {_stands(one.after)}" for one in change.areas
    ]
    for kind in change.kinds:
        for name, extent in _parts_of(kind):
            lines.append(f"{kind.kind}, {name}: {extent_words(extent)}")
    return lines


def extent_words(extent: Extent) -> str:
    """Say an extent: km², blocks, people with the share that was counted."""
    words = [say(extent.km2)]
    if extent.blocks is not None and extent.blocks_in_part is not None:
        part = f" and {len(extent.blocks_in_part)} in part" if extent.blocks_in_part else ""
        words.append(f"{len(extent.blocks)} {'block' if len(extent.blocks) == 1 else 'blocks'}{part}")
    if extent.persons is None:
        words.append("people: unknown, no layer counts them there")
    else:
        covered = ""
        if extent.covered is not None and extent.covered < 0.99:
            covered = f" (of the {percent(Range.exact(extent.covered, 'share'))} of it that was counted)"
        words.append(say(extent.persons) + covered)
    if extent.ground.undrawn:
        words.append(f"not drawn by anybody: {', '.join(sorted(extent.ground.undrawn))}")
    return "; ".join(words)


def areas_csv(found: AreasAt, change: Change | None, edition: Edition) -> str:
    """Return the table of extents: a row for each kind and part."""
    now, between = list(_at(found)), [] if change is None else list(_between(change))
    with_few = {kind for kind, _, extent in (*now, *between) if extent.persons and _is_few(extent.persons)}

    def told(kind: str, persons: Range | None) -> Range | None:
        if persons is None or edition == "restricted":
            return persons
        # What is in force is what stays and what is added: two of them would tell the third.
        return beside_few(persons) if kind in with_few and not _is_few(persons) else told_few(persons)

    rows = [_row(found, None, kind, part, extent, told(kind, extent.persons)) for kind, part, extent in now]
    if change is not None:
        rows += [
            _row(found, change.before, kind, part, extent, told(kind, extent.persons))
            for kind, part, extent in between
        ]
    return hxl_table(COLUMNS, rows)


def _is_few(persons: Range) -> bool:
    return 0 < persons.high < SMALLEST_PUBLIC_COUNT


def blocks_csv(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], found: AreasAt, change: Change | None
) -> str:
    """Return the restricted table of people by block."""
    parts = [*_at(found), *(_between(change) if change is not None else ())]
    named = {
        block: None
        for _, _, extent in parts
        for block in (*(extent.blocks or ()), *(extent.blocks_in_part or ()))
    }
    persons = persons_by_block(loaded, layers, tuple(named))
    rows = []
    for kind, part, extent in parts:
        for how, ids in (("whole", extent.blocks), ("in part", extent.blocks_in_part)):
            for block in ids or ():
                count = persons.get(block)
                ends = (None, None) if count is None else (count.low, count.high)
                rows.append([kind, part, block, how, *map(number_cell, ends), "RESTRICTED"])
    return hxl_table(BLOCK_COLUMNS, rows)


def write_areas(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], found: AreasAt, change: Change | None, out: Path
) -> None:
    """Write both editions: tables, and layers as GeoPackage and GeoJSON.

    Raises
    ------
    OutputError
        ``out`` is a file, or a folder that Safeground did not write, or cannot be written.
    """
    with whole_folder(out) as folder:
        editions: tuple[Edition, ...] = ("restricted", "public")
        for edition in editions:
            place = folder / edition
            place.mkdir()
            (place / "areas.csv").write_bytes(areas_csv(found, change, edition).encode())
            _write_layers(found, change, place)
        blocks = blocks_csv(loaded, layers, found, change)
        (folder / "restricted" / "people-by-block.csv").write_bytes(blocks.encode())


def _write_layers(found: AreasAt, change: Change | None, place: Path) -> None:
    parts = [*_at(found), *(_between(change) if change is not None else ())]
    drawn = [
        (kind, part, sure, geometry)
        for kind, part, extent in parts
        for sure, geometry in _geometries(extent)
        if not geometry.is_empty
    ]
    columns: dict[str, list[object]] = {
        "kind": [kind for kind, *_ in drawn],
        "part": [part for _, part, *_ in drawn],
        "certainty": [sure for _, _, sure, _ in drawn],
        "valid_at": [_time(found.at)] * len(drawn),
        "known_at": [_time(found.known_at)] * len(drawn),
        "against": ["" if change is None else _time(change.before.at)] * len(drawn),
        "note": [OF_WORDS] * len(drawn),
    }
    geometries = [multi(geometry) for *_, geometry in drawn]
    features = [
        ({name: values[i] for name, values in columns.items()}, geometry)
        for i, geometry in enumerate(geometries)
    ]
    write_geojson(place / "areas.geojson", features)
    if drawn:
        layer = Layer("areas_in_time", "MultiPolygon", geometries, dict(columns))
        write_layer(layer, place / "areas.gpkg")


def _geometries(extent: Extent) -> list[tuple[str, BaseGeometry]]:
    ground = extent.ground
    if ground.is_exact:
        return [("certain", ground.certain)]
    return [("certain", ground.certain), ("possible", ground.possible)]


def _at(found: AreasAt) -> Iterator[tuple[str, str, Extent]]:
    for one in found.kinds:
        yield one.kind, "in force", one.in_force
        yield one.kind, "announced", one.announced
        yield one.kind, "ended", one.ended
        yield one.kind, "in force again", one.again


def _between(change: Change) -> Iterator[tuple[str, str, Extent]]:
    for kind in change.kinds:
        for name, extent in _parts_of(kind):
            yield kind.kind, name, extent


def _parts_of(kind: KindChange) -> tuple[tuple[str, Extent], ...]:
    return ("added", kind.added), ("removed", kind.removed), ("unchanged", kind.unchanged)


def _row(
    found: AreasAt,
    against: AreasAt | None,
    kind: str,
    part: str,
    extent: Extent,
    persons: Range | None,
) -> list[str]:
    whole, in_part = extent.blocks, extent.blocks_in_part
    return [
        _time(found.at),
        _time(found.known_at),
        "" if against is None else _time(against.at),
        "" if against is None else _time(against.known_at),
        kind,
        part,
        _km2(extent.km2.low),
        _km2(extent.km2.high),
        "" if whole is None else str(len(whole)),
        "" if in_part is None else str(len(in_part)),
        number_cell(None if persons is None else persons.low),
        number_cell(None if persons is None else persons.high),
        "" if extent.covered is None else f"{extent.covered:.3f}",
        " ".join(whole or ()),
        " ".join(in_part or ()),
    ]


def _km2(value: float) -> str:
    return f"{value:.4f}" if math.isfinite(value) else ""


def _holds(extent: Extent) -> bool:
    return extent.km2.high > 0


def _area_line(state: AreaState) -> str:
    area = state.area
    called = f"{area.kind}, called “{area.called}”" if area.called else area.kind
    since = _time(state.since) if state.since is not None else "not stated"
    until = _time(state.until) if state.until is not None else "not stated"
    by = f", by {state.notice}" if state.notice else ""
    again = "; it had ended before and is in force again" if state.again else ""
    return f"{area.id} ({called}): {_stands(state)}; from {since}, until {until}{by}{again}"


def _stands(state: AreaState | None) -> str:
    if state is None:
        return "not published"
    words = {"announced": "announced, not yet in force", "unknown": "unknown, no time is stated"}
    said = words.get(state.status, state.status)
    return said if state.sureness == "certain" or state.status == "unknown" else f"possibly {said}"


def _time(time: datetime) -> str:
    return time.isoformat(timespec="seconds" if time.second else "minutes")
