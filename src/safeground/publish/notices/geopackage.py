"""``notices.gpkg``: areas, ways and notices as layers with styles of their own, for QGIS."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.publish.geopackage import Layer, add_styles, multi, write_layer
from safeground.publish.notices.properties import (
    notice_properties,
    place_properties,
    places_of,
    way_properties,
)
from safeground.publish.notices.reread_words import reread_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.publish.notices.bulletin import Bulletin, Reread
    from safeground.publish.notices.mark import Mark

FILE = "notices.gpkg"
CARRIES = {FILE: frozenset({"areas", "issued", "deadline", "expires"})}


def write(bulletins: Sequence[Bulletin], mark: Mark) -> dict[str, bytes]:
    """Return the file: layers ``areas`` and ``corridors``, every row with the words of its notice."""
    areas = [
        (notice_properties(bulletin, mark) | place_properties(place, role), multi(place.geometry))
        for bulletin in bulletins
        for place, role in places_of(bulletin)
    ]
    ways = [
        (
            notice_properties(bulletin, mark) | way_properties(way),
            shapely.multilinestrings([*shapely.get_parts(way.line)]),
        )
        for bulletin in bulletins
        for way in bulletin.ways
        if way.line is not None
    ]
    with tempfile.TemporaryDirectory(prefix="safeground-") as folder:
        path = Path(folder) / FILE
        write_layer(_layer("areas", "MultiPolygon", areas), path)
        if ways:
            write_layer(_layer("corridors", "MultiLineString", ways), path)
        add_styles(path)
        return {FILE: path.read_bytes()}


def read_back(content: bytes) -> dict[str, Reread]:
    """Return each notice's areas and times out of the layer ``areas``.

    Raises
    ------
    ValueError
        Times that are none, or contradict each other.
    """
    from pyogrio import raw

    with tempfile.TemporaryDirectory(prefix="safeground-") as folder:
        path = Path(folder) / FILE
        path.write_bytes(content)
        meta, _, wkb, data = raw.read(path, layer="areas")
    names = [str(name) for name in meta["fields"]]
    rows = (dict(zip(names, row, strict=True)) for row in zip(*data, strict=True))
    return reread_rows(zip(rows, np.atleast_1d(shapely.from_wkb(wkb)), strict=True))


def _layer(name: str, kind: str, rows: Sequence[tuple[dict[str, str], BaseGeometry]]) -> Layer:
    # Notices differ in the languages of their texts.
    keys = dict.fromkeys(key for words, _ in rows for key in words)
    columns: dict[str, Sequence[object]] = {key: [words.get(key, "") for words, _ in rows] for key in keys}
    return Layer(name, kind, [geometry for _, geometry in rows], columns)
