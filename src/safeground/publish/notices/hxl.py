"""``areas.csv`` and ``notices.csv``: tables with HXL tags, a row an area of a notice, and a row a notice."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import shapely

from safeground.formats.hxl_table import FORMULA_STARTS, hxl_table
from safeground.publish.notices.properties import notice_properties, place_properties, places_of
from safeground.publish.notices.reread_words import reread_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.publish.notices.bulletin import Bulletin, Reread
    from safeground.publish.notices.mark import Mark

AREAS_FILE, NOTICES_FILE = "areas.csv", "notices.csv"
TIMES = frozenset({"issued", "deadline", "expires"})
CARRIES = {AREAS_FILE: TIMES | {"areas"}, NOTICES_FILE: TIMES}
NOTICE_TAGS = {
    "notice": "#meta+id+notice",
    "mark": "#meta+mark",
    "fingerprint": "#meta+fingerprint",
    "status": "#status+exercise",
    "message": "#status+message",
    "changes": "#meta+changes",
    "issuer": "#org+issuer",
    "issued": "#date+issued",
    "starts": "#date+start",
    "deadline": "#date+deadline",
    "deadline_means": "#meta+deadline",
    "end": "#description+end",
    "stays": "#description+stays",
    "contact": "#contact",
    "channels": "#channel",
    "languages": "#meta+languages",
    "message_expires": "#date+expires",
    "protection": "#description+protection",
    "source": "#meta+source",
}
AREA_TAGS = {
    "area": "#loc+id",
    "role": "#loc+role",
    "kind": "#loc+type",
    "called": "#loc+name",
    "designated_by": "#org+designates",
    "blocks": "#loc+blocks+list",
    "streets_along_edge": "#loc+streets+list",
    "landmarks": "#loc+landmarks+list",
    "valid_from": "#date+valid+start",
    "valid_to": "#date+valid+end",
}
POLYGON, POLYGON_TAG = "polygon", "#geo+bounds"
"""The outline as GeoJSON in one cell, as the HXL standard has it for boundaries."""


def write(bulletins: Sequence[Bulletin], mark: Mark) -> dict[str, bytes]:
    """Return both tables; every row carries the mark."""
    notices = [notice_properties(bulletin, mark) for bulletin in bulletins]
    areas = [
        words | place_properties(place, role) | {POLYGON: shapely.to_geojson(place.geometry)}
        for bulletin, words in zip(bulletins, notices, strict=True)
        for place, role in places_of(bulletin)
    ]
    texts = {
        key: f"#description+text+i_{key[5:]}" for words in notices for key in words if key[:5] == "text_"
    }
    short = ("notice", "mark", "fingerprint", "status", "issuer", "issued", "deadline", "message_expires")
    of_area = AREA_TAGS | {key: NOTICE_TAGS[key] for key in short} | {POLYGON: POLYGON_TAG}
    return {AREAS_FILE: _table(of_area, areas), NOTICES_FILE: _table(NOTICE_TAGS | texts, notices)}


def read_back(content: bytes) -> dict[str, Reread]:
    """Return each notice's times out of either table, and its areas out of ``areas.csv``.

    Raises
    ------
    ValueError
        Content that is no such table.
    """
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    plain = [{key: _plain(cell) for key, cell in row.items()} for row in rows]
    return reread_rows(
        (row, shapely.from_geojson(row[POLYGON]) if row.get(POLYGON) else None) for row in plain
    )


def _table(tags: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> bytes:
    return hxl_table(tags.items(), ([row.get(key, "") for key in tags] for row in rows)).encode("utf-8")


def _plain(cell: str) -> str:
    """Take off the sign that keeps a spreadsheet from running a cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell
