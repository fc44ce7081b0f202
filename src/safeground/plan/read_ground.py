"""The plan's own polygons besides areas: blocks, open ground, land that cannot be lived on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.projection import LocalProjection
from safeground.plan.gazetteer import Gazetteer, id_text, repeated
from safeground.plan.places import GroundPolygon
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.vectors import Features
    from safeground.plan.model import BlocksFile
    from safeground.plan.shapes import Shapes

ID_COLUMNS = ("id", "block", "block_id", "blockid", "number", "no", "name", "zone", "code")
"""Attributes that hold blocks' ids, the likeliest first."""
OPEN_GROUND_KINDS = ("crossable", "barrier", "unknown")
LARGEST_SILENT_OVERLAP_M2 = 100.0
"""Neighbours that were digitised apart overlap by slivers smaller than this."""


def read_gazetteer(spec: BlocksFile, shapes: Shapes) -> Gazetteer:
    """Read the file of blocks.

    Raises
    ------
    InputError
        No such file or column, no polygon, no id, sub-block ids that were stored as numbers and met.
    """
    features = shapes.features(spec.file)
    values = _column(features, spec.id, shapes, "ids")
    rows = [row for row in range(len(features)) if values[row] is not None and id_text(values[row])]
    remarks = []
    if not rows:
        raise _fault(
            shapes, spec.file, "", f"no id in the column {spec.id}", "an id a block", "Name the ids' column."
        )
    if len(rows) < len(features):
        text = f"Blocks without an id in the column {spec.id} were left out."
        remarks.append(Remark("left out", spec.file, text, len(features) - len(rows)))
    ids = [id_text(values[row]) for row in rows]
    numbers = [row for row in rows if isinstance(values[row], float)]
    if numbers:
        text = f"Ids stored as numbers were read as text (36.0 as 36): the column {spec.id}."
        remarks.append(Remark("inferred", spec.file, text, len(numbers)))
    _check_repeated(ids, bool(numbers), spec, shapes)
    named = None if spec.name is None else _column(features, spec.name, shapes, "names")
    names = ["" if named is None or named[row] is None else str(named[row]) for row in rows]
    polygons = shapes.polygons_of_rows(spec.file, features, rows)
    unique = tuple(dict.fromkeys(ids))
    if len(unique) < len(ids):
        text = f"Blocks drawn in several features of one id were united: {', '.join(repeated(ids))}."
        remarks.append(Remark("inferred", spec.file, text, len(repeated(ids))))
    geometry = np.empty(len(unique), dtype=object)
    parts_of: dict[str, list[BaseGeometry]] = {}
    for block, polygon in zip(ids, polygons, strict=True):
        parts_of.setdefault(block, []).append(polygon)
    for i, parts in enumerate(parts_of.values()):
        geometry[i] = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    remarks.extend(_overlaps(unique, geometry, spec.file))
    first_name = dict(zip(reversed(ids), reversed(names), strict=True))
    return Gazetteer(
        unique, geometry, tuple(first_name[block] for block in unique), spec.file, tuple(remarks)
    )


def id_column(blocks: Path) -> str:
    """Return the attribute that holds the ids of a file of blocks, where its name says so.

    Raises
    ------
    InputError
        No such file; no attribute of ``ID_COLUMNS``.
    """
    from safeground.formats.vectors import read_features

    columns = {name.lower(): name for name in reversed(read_features(blocks).columns)}
    found = next((columns[name] for name in ID_COLUMNS if name in columns), None)
    if found is None:
        attributes = f"the attributes {', '.join(columns.values()) or 'none'}"
        fix = "Rename the attribute that holds the blocks' numbers to id."
        raise InputError([Fault(str(blocks), "", attributes, "an attribute id", fix)])
    return found


def read_open_ground(name: str, shapes: Shapes) -> tuple[GroundPolygon, ...]:
    """Read polygons of ground off the streets: ``ground`` says whether people can cross it.

    Raises
    ------
    InputError
        No such file, a column or a value of it missing, another value than ``OPEN_GROUND_KINDS``.
    """
    return _ground_polygons(name, shapes, "ground", OPEN_GROUND_KINDS)


def read_unusable(name: str, shapes: Shapes) -> tuple[GroundPolygon, ...]:
    """Read polygons of land that nobody can live on; ``kind`` says what it is, where the file has it.

    Raises
    ------
    InputError
        No such file, no column ``source`` or a source missing.
    """
    return _ground_polygons(name, shapes, "kind", ())


def _ground_polygons(
    name: str, shapes: Shapes, column: str, allowed: Collection[str]
) -> tuple[GroundPolygon, ...]:
    features = shapes.features(name)
    rows = list(range(len(features)))
    kinds = _column(features, column, shapes, "kinds") if allowed or column in features.columns else None
    sources = _column(features, "source", shapes, "sources")
    faults = FaultList(shapes.folder / name)
    for row in rows:
        if allowed and kinds is not None and kinds[row] not in allowed:
            faults.add(
                f"feature {row + 1}, {column}",
                "nothing" if kinds[row] is None else repr(kinds[row]),
                f"one of {', '.join(allowed)}",
                "Where nobody has said which, it is unknown.",
            )
        if sources[row] is None:
            faults.add(
                f"feature {row + 1}, source", "nothing", "who says so", "Name the source of this polygon."
            )
    faults.raise_if_any()
    polygons = shapes.polygons_of_rows(name, features, rows)
    return tuple(
        GroundPolygon(
            str(kinds[row]) if kinds is not None and kinds[row] is not None else "unusable",
            str(sources[row]),
            polygons[row],
        )
        for row in rows
    )


def _column(features: Features, name: str, shapes: Shapes, what: str) -> list[object]:
    if name in features.columns:
        return features.columns[name]
    known = ", ".join(features.columns) or "none"
    near = [column for column in features.columns if column.lower() == name.lower()]
    fix = f"Did you mean {near[0]}?" if near else f"Name the column that holds the {what}, or add it."
    raise _fault(shapes, features.file, "", f"no column {name}", f"one of its columns: {known}", fix)


def _check_repeated(ids: list[str], are_numbers: bool, spec: BlocksFile, shapes: Shapes) -> None:
    met = [block for block in repeated(ids) if are_numbers and "." in block]
    if met:
        raise _fault(
            shapes,
            spec.file,
            f"column {spec.id}",
            f"several blocks {', '.join(met)}, stored as numbers",
            "ids stored as text, so that 220.1 and 220.10 differ",
            "Store the ids as text.",
        )


def _overlaps(ids: tuple[str, ...], geometry: npt.NDArray[np.object_], file: str) -> list[Remark]:
    plane = LocalProjection.around(geometry)
    flat = plane.project(geometry)
    tree = shapely.STRtree(flat)
    first, second = tree.query(flat, predicate="intersects")
    first, second = first[first < second], second[first < second]
    common = shapely.area(shapely.intersection(flat[first], flat[second]))
    over = common > LARGEST_SILENT_OVERLAP_M2
    if not over.any():
        return []
    largest_first = np.flatnonzero(over)[np.argsort(-common[over])]
    pairs = [f"{ids[first[k]]} and {ids[second[k]]} by {common[k]:,.0f} m²" for k in largest_first]
    text = f"Blocks overlap: {', '.join(pairs[:6])}{' …' if len(pairs) > 6 else ''}."
    return [Remark("warning", file, text, len(pairs))]


def _fault(shapes: Shapes, file: str, place: str, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(shapes.folder / file), place, found, expected, fix)])
