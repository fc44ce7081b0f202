"""Small files of streets and people, written by the tests themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

OsmFile = Callable[..., Path]


@pytest.fixture
def osm_file(tmp_path: Path) -> OsmFile:
    """Write an OSM XML file from node places and ways; return its path."""

    def write(
        nodes: Mapping[int, tuple[float, float]],
        ways: Sequence[tuple[Sequence[int], Mapping[str, str]]],
        *,
        box: tuple[float, float, float, float] | None = None,
        name: str = "streets.osm",
    ) -> Path:
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
        if box is not None:
            west, south, east, north = box
            lines.append(f'<bounds minlon="{west}" minlat="{south}" maxlon="{east}" maxlat="{north}"/>')
        for node, (lon, lat) in sorted(nodes.items()):
            lines.append(f'<node id="{node}" lon="{lon}" lat="{lat}"/>')
        for number, (refs, tags) in enumerate(ways, start=1):
            inside = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            inside += "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
            lines.append(f'<way id="{number}">{inside}</way>')
        path = tmp_path / name
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path

    return write
