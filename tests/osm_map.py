"""A small OpenStreetMap file, drawn in metres around 10° E on the equator and written by the test itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import shapely

from safeground.formats.projection import LocalProjection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    At = tuple[float, float]

PLANE = LocalProjection(10.0, 0.0)


@dataclass
class Map:
    """Nodes, ways and multipolygons; nodes at the same place are one node."""

    node: dict[At, int] = field(default_factory=dict)
    ways: list[tuple[list[int], Mapping[str, str]]] = field(default_factory=list)
    node_tags: dict[int, Mapping[str, str]] = field(default_factory=dict)
    relations: list[tuple[list[tuple[int, str]], Mapping[str, str]]] = field(default_factory=list)

    def at(self, x: float, y: float, **tags: str) -> int:
        """Return the node at a place, tagged where tags are given."""
        number = self.node.setdefault((x, y), len(self.node) + 1)
        if tags:
            self.node_tags[number] = tags
        return number

    def line(self, *places: At, **tags: str) -> int:
        """Draw a way; return its id."""
        self.ways.append(([self.at(*place) for place in places], tags))
        return len(self.ways)

    def box(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        """Draw the outline of a rectangle; return its id."""
        corners = (west, south), (east, south), (east, north), (west, north), (west, south)
        return self.line(*corners, **tags)

    def write(
        self,
        path: Path,
        *,
        extent: tuple[float, float, float, float] | None = None,
        lacking: Iterable[At] = (),
    ) -> Path:
        """Write the file, without the nodes at the places ``lacking``."""
        left_out = set(lacking)
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
        if extent is not None:
            west, south, east, north = PLANE.unproject(shapely.box(*extent)).bounds
            lines.append(f'<bounds minlon="{west}" minlat="{south}" maxlon="{east}" maxlat="{north}"/>')
        for place, number in self.node.items():
            if place not in left_out:
                lon, lat = (float(degrees) for degrees in PLANE.lonlat(*place))
                inside = _tags(self.node_tags.get(number, {}))
                lines.append(f'<node id="{number}" lon="{lon:.9f}" lat="{lat:.9f}">{inside}</node>')
        for number, (nodes, tags) in enumerate(self.ways, start=1):
            inside = "".join(f'<nd ref="{node}"/>' for node in nodes)
            lines.append(f'<way id="{number}">{inside}{_tags(tags)}</way>')
        for number, (members, tags) in enumerate(self.relations, start=1):
            inside = "".join(f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in members)
            whole = _tags({"type": "multipolygon", **tags})
            lines.append(f'<relation id="{number}">{inside}{whole}</relation>')
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
