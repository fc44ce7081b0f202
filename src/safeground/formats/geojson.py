"""GeoJSON, written: a feature a line, so that it reads well in a diff."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry


def write_geojson(path: Path, features: Iterable[tuple[Mapping[str, object], BaseGeometry]]) -> None:
    """Write features, each its properties and its geometry (WGS 84)."""
    import shapely

    lines = []
    for properties, geometry in features:
        drawn = json.loads(shapely.to_geojson(geometry))
        feature = {"type": "Feature", "properties": dict(properties), "geometry": drawn}
        lines.append(json.dumps(feature, ensure_ascii=False))
    whole = '{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(whole, encoding="utf-8")
