"""Protected sites: hospitals, water, power, shelters, schools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, get_args

import msgspec
import shapely

from safeground.errors import FaultList
from safeground.formats import vectors
from safeground.formats.columns import fault_if_swapped, features_as_table, find_column, lonlat
from safeground.formats.tables import Table, read_table
from safeground.ground.counts import counts_or_fault
from safeground.quantity import Range
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

SiteClass = Literal[
    "hospital",
    "clinic",
    "water",
    "power",
    "shelter",
    "school",
    "warehouse",
    "bakery",
    "worship",
    "heritage",
    "other",
]
Sensitivity = Literal["public", "restricted"]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One site. Its position is restricted unless the table says otherwise."""

    id: str
    name: str
    site_class: SiteClass
    lon: float
    lat: float
    position_uncertainty_m: float = 0.0
    beds: Range | None = None
    patients: Range | None = None
    sensitivity: Sensitivity = "restricted"
    status: str | None = None
    source: str | None = None


CLASS_COLUMNS: Final = ("class", "site_class", "type", "amenity", "kind", "category")
NAME_COLUMNS: Final = ("name", "name:en", "title")
WORDS: Final[tuple[tuple[SiteClass, tuple[str, ...]], ...]] = (
    ("hospital", ("hospital", "hôpital", "مستشفى")),
    ("clinic", ("clinic", "health", "doctors", "dispensary", "medical", "maternity", "عيادة")),
    ("water", ("water", "well", "desalination", "borehole", "reservoir", "wastewater", "sewage", "pumping")),
    ("power", ("power", "substation", "electricity", "generator", "transformer")),
    ("shelter", ("shelter", "camp", "collective", "refuge", "displaced", "idp")),
    ("school", ("school", "university", "college", "kindergarten", "education")),
    ("warehouse", ("warehouse", "depot", "storage", "store")),
    ("bakery", ("bakery", "bakeries", "baker")),
    ("worship", ("worship", "mosque", "church", "temple", "synagogue", "cathedral", "monastery")),
    ("heritage", ("heritage", "museum", "archaeological", "monument", "library", "archive")),
)
"""Words by which other tables call a class; the first class with a word in the cell counts."""


def read_sites(
    path: Path, *, near: BaseGeometry | None = None
) -> tuple[tuple[Site, ...], tuple[Remark, ...]]:
    """Read sites from a table (CSV, XLSX) with ``lon`` and ``lat``, or from a vector file.

    Columns: ``class`` (any spelling that ``class_of_site`` knows), optional ``id``, ``name``, ``beds``,
    ``patients`` (numbers or ranges), ``sensitivity`` (``restricted`` where not stated), ``status``,
    ``source``, ``position_uncertainty_m``. A site drawn as a line or polygon stands at a point inside of it.

    Parameters
    ----------
    path
        The file.
    near
        Where the plan lies (WGS 84), to find longitude and latitude swapped; None looks at the numbers alone.

    Raises
    ------
    InputError
        As ``read_table`` and ``read_features``; no class column, places off the earth or missing, counts
        that are negative or text, ids that stand twice, an unknown sensitivity.
    """
    faults = FaultList(path)
    if path.suffix.lower() in vectors.ENDINGS:
        features = vectors.read_features(path)
        table = features_as_table(features)
        empty = shapely.is_missing(features.geometry) | shapely.is_empty(features.geometry)
        for i in empty.nonzero()[0].tolist():
            faults.add(table.row_place(i), "no geometry", "a point", "Draw it, or delete the feature.")
        faults.raise_if_any()
        points = shapely.point_on_surface(features.geometry)
        places = shapely.get_x(points), shapely.get_y(points)
    else:
        table = read_table(path)
        found = lonlat(table, faults)
        faults.raise_if_any()
        assert found is not None
        places = found
    if near is not None:
        fault_if_swapped(*places, near.bounds, faults, table.row_place)
        faults.raise_if_any()
    class_column = find_column(table, CLASS_COLUMNS)
    if class_column is None:
        found_columns = f"the columns {', '.join(table.columns)}"
        faults.add("header", found_columns, "a column class", "Add the column class: hospital, school …")
        faults.raise_if_any()
    cell = _reader(table)
    ids = [cell("id", i) or str(i + 1) for i in range(len(table))]
    for repeated in sorted({one for one in ids if ids.count(one) > 1}):
        faults.add(
            "column id", f"{ids.count(repeated)} sites {repeated}", "an id each", "Rename all but one."
        )
    sites = []
    unknown: dict[str, int] = {}
    for i, (lon, lat) in enumerate(zip(*places, strict=True)):
        called = table.columns[str(class_column)][i]
        site_class = class_of_site(called)
        if site_class == "other" and called.lower() != "other":
            unknown[called or "(empty)"] = unknown.get(called or "(empty)", 0) + 1
        uncertainty = _count(cell, "position_uncertainty_m", i, "m", table, faults)
        sites.append(
            Site(
                id=ids[i],
                name=next((name for column in NAME_COLUMNS if (name := cell(column, i))), ids[i]),
                site_class=site_class,
                lon=float(lon),
                lat=float(lat),
                position_uncertainty_m=uncertainty.high if uncertainty else 0.0,
                beds=_count(cell, "beds", i, "beds", table, faults),
                patients=_count(cell, "patients", i, "patients", table, faults),
                sensitivity=_sensitivity(cell("sensitivity", i), table.row_place(i), faults),
                status=cell("status", i) or None,
                source=cell("source", i) or None,
            )
        )
    faults.raise_if_any()
    return tuple(sites), (*table.remarks, *_remarks(unknown, table.file))


def class_of_site(called: str) -> SiteClass:
    """Return the class that a cell means; ``other`` where it means none of them.

    Examples
    --------
    >>> class_of_site("Field Hospital"), class_of_site("Primary school"), class_of_site("kiosk")
    ('hospital', 'school', 'other')
    """
    words = set(re.split(r"[\W_]+", called.lower()))
    words |= {word.removesuffix("s") for word in words}
    for site_class, known in WORDS:
        if not words.isdisjoint(known):
            return site_class
    return "other"


def _reader(table: Table) -> Callable[[str, int], str]:
    headers = {name: find_column(table, (name,)) for name in ("id", *NAME_COLUMNS, *_OPTIONAL)}

    def cell(name: str, i: int) -> str:
        header = headers[name]
        return table.columns[header][i] if header else ""

    return cell


_OPTIONAL: Final = ("beds", "patients", "sensitivity", "status", "source", "position_uncertainty_m")


def _count(
    cell: Callable[[str, int], str], name: str, i: int, unit: str, table: Table, faults: FaultList
) -> Range | None:
    ends = counts_or_fault(cell(name, i), f"{table.row_place(i)}, column {name}", name, faults)
    if ends is None:
        return None
    return Range.exact(ends[0], unit) if ends[0] == ends[1] else Range(*ends, unit)


def _sensitivity(text: str, place: str, faults: FaultList) -> Sensitivity:
    for known in get_args(Sensitivity):
        if text.lower() == known:
            return known  # type: ignore[no-any-return]
    if text:
        fix = "Correct the cell; an empty one means restricted."
        faults.add(f"{place}, column sensitivity", text, "public or restricted", fix)
    return "restricted"


def _remarks(unknown: dict[str, int], file: str) -> tuple[Remark, ...]:
    if not unknown:
        return ()
    most = sorted(unknown.items(), key=lambda item: (-item[1], item[0]))[:6]
    text = f"Sites of classes that are not known are read as other: {', '.join(name for name, _ in most)}."
    return (Remark("inferred", file, text, sum(unknown.values())),)
