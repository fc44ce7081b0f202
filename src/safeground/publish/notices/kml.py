"""``notices.kml`` (KML 2.2): each notice a folder, drawn without fills that hide what is below.

Written here; read back by GDAL, another program.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import shapely

from safeground.formats.vectors import read_features
from safeground.publish.notices.mark_words import mark_sentences
from safeground.publish.notices.properties import (
    account,
    notice_properties,
    place_properties,
    places_of,
    way_properties,
)
from safeground.publish.notices.reread_words import reread_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.publish.notices.bulletin import Bulletin, Reread
    from safeground.publish.notices.mark import Mark

FILE = "notices.kml"
CARRIES = {FILE: frozenset({"areas", "issued", "deadline", "expires"})}
SPACE = "http://www.opengis.net/kml/2.2"
STYLES = {"to leave": ("ff1b1b1c", "4"), "to go to": ("ff1b1b1c", "2"), "way": ("ff4a5256", "3")}
"""Role → line colour (alpha, blue, green, red) and width: told apart by width, with no fill."""


def write(bulletins: Sequence[Bulletin], mark: Mark) -> dict[str, bytes]:
    """Return the file; its name and description are the mark."""
    root = ET.Element("kml", {"xmlns": SPACE})
    document = ET.SubElement(root, "Document")
    said = mark_sentences(mark, bulletins)
    _text(document, "name", said)
    _text(document, "description", said)
    for role, (colour, width) in STYLES.items():
        style = ET.SubElement(document, "Style", {"id": role.replace(" ", "-")})
        line = ET.SubElement(style, "LineStyle")
        _text(line, "color", colour)
        _text(line, "width", width)
        _text(ET.SubElement(style, "PolyStyle"), "fill", "0")
    for bulletin in bulletins:
        _add_notice(document, bulletin, mark)
    ET.indent(root, " ")
    return {FILE: ET.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"}


def read_back(content: bytes) -> dict[str, Reread]:
    """Return each notice's areas and times, as GDAL reads them.

    Raises
    ------
    InputError
        Content that GDAL cannot read.
    ValueError
        Times that are none, or contradict each other.
    """
    with tempfile.TemporaryDirectory(prefix="safeground-") as folder:
        path = Path(folder) / FILE
        path.write_bytes(content)
        features = read_features(path)
    rows = ({key: values[i] for key, values in features.columns.items()} for i in range(len(features)))
    return reread_rows(zip(rows, features.geometry, strict=True))


def _add_notice(document: ET.Element, bulletin: Bulletin, mark: Mark) -> None:
    folder = ET.SubElement(document, "Folder")
    _text(folder, "name", bulletin.id)
    _text(folder, "description", account(bulletin, mark))
    words, told = notice_properties(bulletin, mark), account(bulletin, mark)
    for place, role in places_of(bulletin):
        title = f"{place.called or place.id} ({role})"
        _add_mark(folder, title, told, role, words | place_properties(place, role), place.geometry)
    for way in bulletin.ways:
        _add_mark(folder, f"{way.id} (way)", told, "way", words | way_properties(way), way.line)


def _add_mark(
    folder: ET.Element,
    title: str,
    told: str,
    role: str,
    words: Mapping[str, str],
    geometry: BaseGeometry | None,
) -> None:
    placemark = ET.SubElement(folder, "Placemark")
    _text(placemark, "name", title)
    _text(placemark, "description", told)
    _text(placemark, "styleUrl", f"#{role.replace(' ', '-')}")
    data = ET.SubElement(placemark, "ExtendedData")
    for key, value in words.items():
        _text(ET.SubElement(data, "Data", {"name": key}), "value", value)
    if geometry is not None:
        _add_geometry(placemark, geometry)


def _add_geometry(parent: ET.Element, geometry: BaseGeometry) -> None:
    parts = shapely.get_parts(geometry)
    if len(parts) > 1:
        parent = ET.SubElement(parent, "MultiGeometry")
    for part in parts:
        if isinstance(part, shapely.Polygon):
            polygon = ET.SubElement(parent, "Polygon")
            rings = [("outerBoundaryIs", part.exterior)] + [
                ("innerBoundaryIs", hole) for hole in part.interiors
            ]
            for name, ring in rings:
                _add_line(ET.SubElement(polygon, name), "LinearRing", ring)
        else:
            _add_line(parent, "LineString", part)


def _add_line(parent: ET.Element, kind: str, line: BaseGeometry) -> None:
    at = " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(line).tolist())
    _text(ET.SubElement(parent, kind), "coordinates", at)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
