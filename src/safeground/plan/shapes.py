"""Geometry from files: named features, polygons made valid, nothing repaired in silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import LineString, Point

from safeground.errors import Fault, InputError
from safeground.formats.projection import LocalProjection
from safeground.formats.vectors import Features, read_features
from safeground.remarks import Remark

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

LARGEST_REPAIR = 0.01
"""Share of the area by which a repair may change a polygon."""
_POLYGONS = ("Polygon", "MultiPolygon")
_LINES = ("LineString", "MultiLineString", "LinearRing")
_POINTS = ("Point",)
_WANTED = {
    _POLYGONS: "a polygon",
    _LINES: "a line",
    _POINTS: "a point",
    _POLYGONS + _LINES: "a polygon or a line",
}


@dataclass
class Shapes:
    """Reads geometry for a plan: every file once, with what was repaired or left out.

    Parameters
    ----------
    folder
        The plan's folder, to which file names are relative.
    """

    folder: Path
    remarks: list[Remark] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    _read: dict[str, Features] = field(default_factory=dict)

    def features(self, name: str) -> Features:
        """Return the features of a file, read the first time that it is named."""
        if name not in self._read:
            self._read[name] = read_features(self.folder / name)
            self.files.add(name)
            self.remarks.extend(self._read[name].remarks)
        return self._read[name]

    def polygon(self, reference: str) -> BaseGeometry:
        """Return the union of the polygons that ``file`` or ``file#feature`` names, valid.

        Raises
        ------
        InputError
            No such file or feature, no polygon in it, a polygon that cannot be repaired within
            ``LARGEST_REPAIR``.
        """
        name, features, rows = self._named(reference)
        return shapely.union_all(self._valid(name, *self._of_type(name, features, rows, _POLYGONS)))

    def line(self, reference: str) -> BaseGeometry:
        """Return the lines that ``file`` or ``file#feature`` names, as one geometry.

        Raises
        ------
        InputError
            No such file or feature, or no line in it.
        """
        name, features, rows = self._named(reference)
        lines = shapely.union_all(self._of_type(name, features, rows, _LINES)[1])
        return shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines

    def arrows(self, reference: str) -> tuple[LineString, ...]:
        """Return the lines that ``file`` or ``file#feature`` names, each as drawn from its tail to its head.

        Raises
        ------
        InputError
            As ``line``.
        """
        name, features, rows = self._named(reference)
        lines = self._of_type(name, features, rows, _LINES)[1]
        parts = (part for line in lines for part in shapely.get_parts(line))
        return tuple(LineString(part.coords) for part in parts)

    def place(self, reference: str) -> BaseGeometry:
        """Return what ``file`` or ``file#feature`` names: a valid polygon, else a line.

        Raises
        ------
        InputError
            As ``polygon`` and ``line``; polygons and lines in one.
        """
        name, features, rows = self._named(reference)
        kept, shapes = self._of_type(name, features, rows, _POLYGONS + _LINES)
        if all(_is_of(shape, _POLYGONS) for shape in shapes):
            return shapely.union_all(self._valid(name, kept, shapes))
        if not any(_is_of(shape, _POLYGONS) for shape in shapes):
            return self.line(reference)
        found = f"polygons and lines together ({reference})"
        fix = "Name one feature, or part them into two."
        raise InputError([Fault(str(self.folder / name), "", found, "polygons, or lines", fix)])

    def point(self, reference: str) -> Point:
        """Return the one point that ``file`` or ``file#feature`` names.

        Raises
        ------
        InputError
            No such file or feature, no point in it, or several.
        """
        name, features, rows = self._named(reference)
        points = self._of_type(name, features, rows, _POINTS)[1]
        if len(points) == 1 and isinstance(points[0], Point):
            return points[0]
        found, fix = f"{len(points)} points ({reference})", "Name the feature that is meant."
        raise InputError([Fault(str(self.folder / name), "", found, "one point", fix)])

    def polygons_of_rows(self, name: str, features: Features, rows: list[int]) -> list[BaseGeometry]:
        """Return one valid polygon for each row.

        Raises
        ------
        InputError
            A row that is no polygon, or one that cannot be repaired within ``LARGEST_REPAIR``.
        """
        faults = [
            Fault(
                str(self.folder / name),
                _place(row),
                _kind(features.geometry[row]),
                "a polygon",
                "Draw it as a polygon, or delete the feature.",
            )
            for row in rows
            if not _is_of(features.geometry[row], _POLYGONS)
        ]
        if faults:
            raise InputError(faults)
        return self._valid(name, rows, [features.geometry[row] for row in rows])

    def _valid(self, name: str, rows: list[int], geometry: list[BaseGeometry]) -> list[BaseGeometry]:
        faults: list[Fault] = []
        result = []
        changes: list[float] = []
        for row, one in zip(rows, geometry, strict=True):
            if one.is_valid:
                result.append(one)
                continue
            repaired, change = make_valid(one)
            if repaired is None or change > LARGEST_REPAIR:
                faults.append(
                    Fault(
                        str(self.folder / name),
                        _place(row),
                        f"an invalid polygon ({shapely.is_valid_reason(one)}), "
                        f"whose repair would change its area by {_percent(change)}",
                        f"a polygon that a repair changes by {_percent(LARGEST_REPAIR)} at most",
                        "Repair it in a GIS (QGIS: Fix geometries), and look at the result.",
                    )
                )
                continue
            changes.append(change)
            result.append(repaired)
        if faults:
            raise InputError(faults)
        if changes:
            text = (
                f"Invalid polygons were repaired; the largest change of an area is {_percent(max(changes))}."
            )
            self.remarks.append(Remark("repaired", name, text, len(changes)))
        return result

    def _named(self, reference: str) -> tuple[str, Features, list[int]]:
        name = file_of(self.folder, reference)
        wanted = reference[len(name) + 1 :]
        features = self.features(name)
        rows = list(range(len(features))) if not wanted else matching_rows(features, wanted)
        if not rows:
            known = feature_names(features)
            listed = ", ".join(known[:12]) + (f" … ({len(known)} in all)" if len(known) > 12 else "")
            raise InputError(
                [
                    Fault(
                        str(self.folder / name),
                        "",
                        f"no feature {wanted!r}",
                        f"a feature whose id, name or number is this: {listed}",
                        "Correct the name after the #, or name the feature in the file.",
                    )
                ]
            )
        if len(rows) > 1:
            what = f"features named {wanted}" if wanted else "features of the file"
            text = f"The {what} were taken together as one ({reference})."
            self.remarks.append(Remark("inferred", name, text, len(rows)))
        return name, features, rows

    def _of_type(
        self, name: str, features: Features, rows: list[int], types: tuple[str, ...]
    ) -> tuple[list[int], list[BaseGeometry]]:
        kept = [row for row in rows if _is_of(features.geometry[row], types)]
        if not kept:
            kinds = sorted({_kind(features.geometry[row]) for row in rows})
            wanted = _WANTED[types]
            raise InputError(
                [
                    Fault(
                        str(self.folder / name),
                        _place(rows[0]) if len(rows) == 1 else "",
                        f"{', '.join(kinds)} only",
                        wanted,
                        f"Draw it as {wanted}, or name another feature.",
                    )
                ]
            )
        if len(kept) < len(rows):
            kinds = sorted({_kind(features.geometry[row]) for row in rows if row not in set(kept)})
            text = f"Features that are not of the kind needed were left out: {', '.join(kinds)}."
            self.remarks.append(Remark("left out", name, text, len(rows) - len(kept)))
        return kept, [features.geometry[row] for row in kept]


def file_of(folder: Path, reference: str) -> str:
    """Return the file name of ``file`` or ``file#feature``; a # may also be part of a file's own name."""
    if "#" not in reference or (folder / reference).is_file():
        return reference
    return reference.rpartition("#")[0]


def make_valid(polygon: BaseGeometry) -> tuple[BaseGeometry | None, float]:
    """Return the repaired polygon and by how much of its area it changed; None where nothing is left.

    The area before is that of its rings as drawn: a bow tie, whose halves cancel, changes by infinity.
    """
    if not np.isfinite(shapely.get_coordinates(polygon)).all():
        return None, np.inf
    plane = LocalProjection.around(polygon)
    before = plane.project(polygon).area
    # By structure: where parts overlap they are united. By lines, the overlap would become a hole.
    repaired = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    whole = shapely.union_all([part for part in shapely.get_parts(repaired) if part.geom_type == "Polygon"])
    if whole.is_empty:
        return None, np.inf
    after = plane.project(whole).area
    return whole, abs(after - before) / before if before > 0 else np.inf


def matching_rows(features: Features, wanted: str) -> list[int]:
    """Return the rows whose ``id`` is this; else whose ``name``; else whose feature number."""
    for names in (_column(features, "id"), _column(features, "name"), [str(fid) for fid in features.fid]):
        if rows := [row for row, name in enumerate(names) if name == wanted]:
            return rows
    return []


def feature_names(features: Features) -> list[str]:
    """Return what the features can be called: ids, else names, else numbers."""
    for names in (_column(features, "id"), _column(features, "name")):
        if known := list(dict.fromkeys(name for name in names if name)):
            return known
    return [str(fid) for fid in features.fid]


def _column(features: Features, wanted: str) -> list[str]:
    from safeground.plan.gazetteer import id_text

    for name, values in features.columns.items():
        if name.lower() == wanted:
            return ["" if value is None else id_text(value) for value in values]
    return []


def _is_of(geometry: BaseGeometry | None, types: tuple[str, ...]) -> bool:
    return geometry is not None and not geometry.is_empty and geometry.geom_type in types


def _kind(geometry: BaseGeometry | None) -> str:
    if geometry is None or geometry.is_empty:
        return "empty geometry"
    return str(geometry.geom_type)


def _place(row: int) -> str:
    return f"feature {row + 1}"


def _percent(share: float) -> str:
    if share > 10:
        return "more than its whole"
    return "less than 0.01 %" if share < 1e-4 else f"{share * 100:.2g} %"
