"""``notices.geojson`` (RFC 7946): each notice's areas and ways, the notice's words with each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from safeground.publish.notices.mark_words import mark_sentences
from safeground.publish.notices.properties import (
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

FILE = "notices.geojson"
CARRIES = {FILE: frozenset({"areas", "issued", "deadline", "expires"})}


def write(bulletins: Sequence[Bulletin], mark: Mark) -> dict[str, bytes]:
    """Return the file; its own member ``mark`` stands before the features."""
    features = [feature for bulletin in bulletins for feature in _features(bulletin, mark)]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    said = json.dumps(mark_sentences(mark, bulletins), ensure_ascii=False)
    whole = f'{{"type": "FeatureCollection", "mark": {said}, "features": [\n{lines}\n]}}\n'
    return {FILE: whole.encode("utf-8")}


def read_back(content: bytes) -> dict[str, Reread]:
    """Return each notice's areas and times.

    Raises
    ------
    ValueError
        Content that is no such file.
    """
    features = json.loads(content)["features"]
    return reread_rows(
        (
            one["properties"],
            None if one["geometry"] is None else shapely.from_geojson(json.dumps(one["geometry"])),
        )
        for one in features
    )


def _features(bulletin: Bulletin, mark: Mark) -> list[dict[str, Any]]:
    words = notice_properties(bulletin, mark)
    found = [
        _feature(f"{bulletin.id}/{role}/{place.id}", words | place_properties(place, role), place.geometry)
        for place, role in places_of(bulletin)
    ]
    return found + [
        _feature(f"{bulletin.id}/way/{way.id}", words | way_properties(way), way.line)
        for way in bulletin.ways
    ]


def _feature(name: str, words: Mapping[str, str], geometry: BaseGeometry | None) -> dict[str, Any]:
    drawn = None
    if geometry is not None:
        # The right-hand rule of RFC 7946: outer rings run counterclockwise.
        turned = shapely.orient_polygons(geometry) if geometry.area else geometry
        drawn = json.loads(shapely.to_geojson(turned))
    return {"type": "Feature", "id": name, "properties": dict(words), "geometry": drawn}
