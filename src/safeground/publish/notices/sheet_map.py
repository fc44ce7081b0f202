"""The map of a sheet: the area's edge, blocks with ids, streets, where to and which way, scale and north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from markupsafe import Markup

from safeground.publish.notices.pieces import visible
from safeground.publish.notices.sheet_frame import frame_for, towards
from safeground.publish.notices.sheet_lettering import letter
from safeground.publish.notices.sheet_signs import (
    FACES,
    INK,
    PALE,
    area_sign,
    arrowhead,
    hatch,
    legend,
    way_sign,
)
from safeground.publish.street_paths import street_paths
from safeground.publish.svg import lines_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.gazetteer import Gazetteer
    from safeground.publish.map_frame import MapFrame
    from safeground.publish.notices.sheet_words import Sheet

STREET_VERTICES: Final = 9_000
"""About 60 kB of path commands: a sheet is also sent by phone."""
_STREETS: Final = (("minor", "#dcd7cb", 0.06), ("middle", "#b3ad9f", 0.12), ("main", "#8a8478", 0.2))


@dataclass(frozen=True, slots=True)
class Around:
    """What is drawn around an area: streets, sites that may be shown, blocks. None where there are none."""

    streets: Streets | None = None
    sites: Sequence[Site] | None = None
    blocks: Gazetteer | None = None


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A drawing and its size in units.

    Parameters
    ----------
    inner
        What stands inside of the ``svg`` element.
    width, height
        In units, with the legend.
    about
        What it shows, in words, for those who do not see it.
    frame
        Where the ground falls on it.
    """

    inner: Markup
    width: int
    height: int
    about: str
    frame: MapFrame

    def svg(self, ident: str, shown: str = "wide") -> Markup:
        """Return it as a drawing of its own, of the class ``shown``."""
        opening = Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="map {}" viewBox="0 0 {} {}" role="img"'
            ' data-frame="{}" aria-labelledby="{}-t"><title id="{}-t">{}</title>'
        ).format(shown, self.width, self.height, _frame_figures(self.frame), ident, ident, self.about)
        return opening + self.inner + Markup("</svg>")


def _frame_figures(frame: MapFrame) -> str:
    plane = frame.projection
    figures = plane.lon0, plane.lat0, frame.west_m, frame.north_m, frame.units_per_m
    return " ".join(repr(float(figure)) for figure in figures)


def sheet_map(sheet: Sheet, around: Around, width: int, height: int, size: float, ident: str) -> SheetMap:
    """Draw a sheet's map.

    Parameters
    ----------
    sheet
        What it belongs to.
    around
        What there is to draw besides the notice.
    width, height
        Units of the ground's window; the legend comes under it.
    size
        Letters, in units.
    ident
        Prefix of the ids inside.
    """
    bulletin, area = sheet.bulletin, sheet.area
    frame = frame_for(bulletin, area, width, height)
    window = shapely.box(-2 * size, -2 * size, width + 2 * size, height + 2 * size)
    signs: set[str] = set()
    parts = [f'<rect width="{width}" height="{height}" fill="#fff"/>', _blocks(frame, around.blocks, size)]
    parts.extend(_streets(frame, around.streets, size))
    others = [place for place in bulletin.areas if place.id != area.id]
    for place in (*others, area, *bulletin.to):
        if place.geometry.is_empty:
            continue
        shape = shapely.intersection(frame.shape(place.geometry), window)
        own = place is area
        sign = area_sign(place.kind, shape, ident, size, own=own, name=visible(place.id) if own else "")
        if sign:
            parts.append(sign)
            signs.add(place.kind)
    for way in bulletin.ways:
        if way.line is not None and not way.line.is_empty:
            parts.extend(_way(sheet, way.line, frame, window, size, signs))
    parts.extend(letter(sheet, frame, around.streets, around.sites, around.blocks, size))
    below, tall = legend(signs, sheet.language, width, size, ident)
    head = (
        f"<defs>{hatch(ident, size)}"
        f'<clipPath id="{ident}-clip"><rect width="{width}" height="{height}"/></clipPath></defs>'
        f'<g font-family="{FACES}"><g clip-path="url(#{ident}-clip)">'
    )
    tail = (
        f'</g><rect x="1" y="1" width="{width - 2}" height="{height - 2}" fill="none" stroke="{INK}"'
        f' stroke-width="{size * 0.08:.1f}"/><g transform="translate(0 {height})">{below}</g></g>'
    )
    return SheetMap(
        Markup(head + "".join(parts) + tail), width, height + math.ceil(tall), sheet.phrase("map"), frame
    )


def _blocks(frame: MapFrame, blocks: Gazetteer | None, size: float) -> str:
    if blocks is None or not len(blocks):
        return ""
    shapes = np.array([frame.shape(block) for block in _near(frame, blocks)], object)
    rings = shapely.get_parts(shapely.boundary(shapes)) if len(shapes) else shapes
    clipped = shapely.clip_by_rect(rings, -9, -9, frame.width + 9, frame.height + 9)
    commands = "".join(lines_path(line) for line in clipped)
    return (
        f'<path class="blocks" d="{commands}" fill="none" stroke="{PALE}" stroke-width="{size * 0.07:.1f}"/>'
    )


def _near(frame: MapFrame, blocks: Gazetteer) -> list[shapely.geometry.base.BaseGeometry]:
    x = [frame.west_m, frame.west_m + frame.width / frame.units_per_m]
    y = [frame.north_m - frame.height / frame.units_per_m, frame.north_m]
    lon, lat = frame.projection.lonlat([x[0], x[1], x[0], x[1]], [y[0], y[0], y[1], y[1]])
    window = shapely.box(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    return [block for block in np.asarray(blocks.geometry) if block.intersects(window)]


def _streets(frame: MapFrame, streets: Streets | None, size: float) -> list[str]:
    if streets is None or not len(streets.length_m):
        return []
    paths = street_paths(streets, frame, STREET_VERTICES)
    return [
        f'<path class="street" d="{paths[tier]}" fill="none" stroke="{ink}" stroke-linejoin="round"'
        f' stroke-linecap="round" stroke-width="{size * wide:.1f}"/>'
        for tier, ink, wide in _STREETS
        if paths[tier]
    ]


def _way(
    sheet: Sheet,
    line: shapely.geometry.base.BaseGeometry,
    frame: MapFrame,
    window: shapely.Polygon,
    size: float,
    signs: set[str],
) -> list[str]:
    """Return a way's line and, where its direction is known, an arrowhead every so often."""
    whole = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    drawn = []
    for part in shapely.get_parts(whole).tolist():
        if part.geom_type != "LineString":
            continue
        goal = towards(sheet.bulletin, part, frame.projection)
        shape = frame.shape(part if goal != "start" else part.reverse())
        seen = [one for one in shapely.get_parts(shapely.intersection(shape, window)).tolist() if one.length]
        commands = "".join(lines_path(one) for one in seen)
        if not commands:
            continue
        drawn.append(way_sign(commands, size))
        signs.add("way" if goal else "way_undirected")
        if goal:
            drawn.extend(_heads(seen, frame, size))
    return drawn


def _heads(lines: list[shapely.LineString], frame: MapFrame, size: float) -> list[str]:
    heads = []
    for line in lines:
        count = max(1, round(line.length / (size * 6)))
        for index in range(count):
            at = line.length * (index + 0.6) / count
            here, before = line.interpolate(at), line.interpolate(max(0.0, at - size * 0.8))
            if not (0 < here.x < frame.width and 0 < here.y < frame.height):
                continue
            degrees = math.degrees(math.atan2(here.y - before.y, here.x - before.x))
            heads.append(arrowhead(here.x, here.y, degrees, size))
    return heads
