"""The town's files: metres to WGS 84, OSM XML, GeoJSON, tables. The same bytes every time."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    Point = tuple[float, float]
    Feature = dict[str, object]

LON_0: Final = -38.0
LAT_0: Final = 30.0
METRES_PER_DEGREE_LAT: Final = 110_850.0
METRES_PER_DEGREE_LON: Final = 96_490.0
"""At 30° north on WGS 84; the town is small enough for one value."""


@dataclass
class Drawing:
    """Street nodes in metres, and ways over them with OSM's tags."""

    points: list[Point] = field(default_factory=list)
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)

    def node(self, point: Point) -> int:
        """Add a node and return its index."""
        self.points.append(point)
        return len(self.points) - 1

    def way(self, nodes: Sequence[int], tags: dict[str, str]) -> None:
        """Add a way; a lone node is no way and adds nothing."""
        if len(nodes) > 1:
            self.ways.append((list(nodes), tags))

    def nearest(self, point: Point, among: Sequence[int]) -> int:
        """Return the node of ``among`` that lies nearest to a point."""
        return min(among, key=lambda node: math.dist(point, self.points[node]))

    def road(self, start: Point, onward: Sequence[Point], among: Sequence[int], tags: dict[str, str]) -> None:
        """Add a road from the node of ``among`` nearest to ``start``; nodes at the same place are shared."""
        known = {point: node for node, point in enumerate(self.points)}
        nodes = [known[point] if point in known else self.node(point) for point in onward]
        self.way([self.nearest(start, among), *nodes], tags)


def lonlat(point: Point) -> Point:
    """Return a point in metres as degrees, to about 10 cm."""
    x, y = point
    return round(LON_0 + x / METRES_PER_DEGREE_LON, 6), round(LAT_0 + y / METRES_PER_DEGREE_LAT, 6)


def polygon(ring: Sequence[Point], *holes: Sequence[Point], **properties: str) -> Feature:
    """Return a GeoJSON polygon; rings are closed here, holes turn the other way."""
    rings = [_closed(ring), *(_closed(hole)[::-1] for hole in holes)]
    geometry = {"type": "Polygon", "coordinates": rings}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def line(points: Sequence[Point], **properties: str) -> Feature:
    """Return a GeoJSON line, in the direction of its points."""
    geometry = {"type": "LineString", "coordinates": [lonlat(point) for point in points]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _closed(ring: Sequence[Point]) -> list[Point]:
    line = [lonlat(point) for point in ring]
    line = [point for k, point in enumerate(line) if point != line[k - 1]]
    return [*line, line[0]]


def write_features(path: Path, features: Sequence[Feature]) -> None:
    """Write GeoJSON, a line a feature."""
    body = ",\n".join(json.dumps(feature) for feature in features)
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{body}\n]}}\n', encoding="utf-8")


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write CSV."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def write_osm(path: Path, drawing: Drawing, extent: tuple[float, float, float, float]) -> None:
    """Write a drawing as OSM XML, with its extent (west, south, east, north in metres)."""
    (west, south), (east, north) = lonlat(extent[:2]), lonlat(extent[2:])
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<osm version="0.6" generator="safeground, synthetic">',
        f' <bounds minlat="{south}" minlon="{west}" maxlat="{north}" maxlon="{east}"/>',
    ]
    for node, point in enumerate(drawing.points, start=1):
        lon, lat = lonlat(point)
        lines.append(f' <node id="{node}" version="1" lat="{lat:.6f}" lon="{lon:.6f}"/>')
    for way, (nodes, tags) in enumerate(drawing.ways, start=1):
        lines.append(f' <way id="{way}" version="1">')
        lines += [f'  <nd ref="{node + 1}"/>' for node in nodes]
        lines += [f"  <tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]
        lines.append(" </way>")
    lines.append("</osm>")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
