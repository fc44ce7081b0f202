"""What is written on a sheet's map. Nothing overlaps; names come before block ids, both before scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.publish.figures import shorten
from safeground.publish.map_frame import Box, Boxes
from safeground.publish.notices.phrases import RIGHT_TO_LEFT, phrases
from safeground.publish.notices.pieces import bare, figure, isolated, named, say, visible, words
from safeground.publish.notices.sheet_frame import beyond
from safeground.publish.notices.sheet_signs import GO, INK, text
from safeground.publish.svg import nice_step, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.gazetteer import Gazetteer
    from safeground.publish.map_frame import MapFrame
    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.pieces import Line
    from safeground.publish.notices.sheet_words import Sheet

MOST_SIGNS: Final = 30
SMALLEST: Final = 0.72
"""Of the letters' size: block ids are not set smaller."""


def letter(
    sheet: Sheet,
    frame: MapFrame,
    streets: Streets | None,
    sites: Sequence[Site] | None,
    blocks: Gazetteer | None,
    size: float,
) -> list[str]:
    """Return the lettering of a sheet's map."""
    shapes = [
        frame.shape(place.geometry)
        for place in (*sheet.bulletin.areas, *sheet.bulletin.to)
        if not place.geometry.is_empty
    ]
    taken = Boxes(frame, _furniture_boxes(frame, size), shapely.union_all(shapely.boundary(shapes)))
    parts = _beyond(sheet, frame, taken, size)
    for place in (sheet.area, *sheet.bulletin.to):
        if not place.geometry.is_empty:
            parts.extend(_area_name(place.id, frame.shape(place.geometry), frame, taken, size))
    parts.extend(_landmarks(sheet, frame, sites or (), taken, size))
    if streets is not None:
        parts.extend(_street_names(sheet, frame, streets, taken, size))
    if blocks is not None:
        parts.extend(_block_ids(sheet, frame, blocks, taken, size))
    parts.extend(_furniture(frame, sheet.language, size))
    return parts


def distance(metres: float, language: Language) -> Line:
    """Return a distance in words: whole kilometres from 10 km on, else tenths, hundreds of metres below 1."""
    if metres >= 1000:
        number = f"{metres / 1000:.0f}" if metres >= 10_000 else f"{metres / 1000:.1f}".removesuffix(".0")
        return say("unit.km", language, number=figure(number))
    return say("unit.m", language, number=figure(f"{max(100, round(metres, -2)):.0f}"))


def _text_in(
    taken: Boxes, spots: list[tuple[float, float]], said: str, size: float, *, bold: bool = False
) -> str | None:
    half, tall = text_width(said, size, bold=bold) / 2, size
    boxes = [Box(x - half, y - tall, x + half, y + tall * 0.35) for x, y in spots]
    index = taken.first_free(boxes)
    return None if index is None else text(*spots[index], said, size, bold=bold)


def _area_name(name: str, shape: BaseGeometry, frame: MapFrame, taken: Boxes, size: float) -> list[str]:
    seen = shapely.intersection(shape, shapely.box(0, 0, frame.width, frame.height))
    if seen.is_empty:
        return []
    said, big = shorten(visible(name), MOST_SIGNS), size * 1.25
    half = text_width(said, big, bold=True) / 2
    west, north, east, south = seen.bounds
    middle, x = shapely.point_on_surface(seen), (west + east) / 2
    y = (north + south) / 2
    spots = [(x, north - big * 0.7), (x, south + big * 1.4), (middle.x, middle.y), (east + half + size, y)]
    spots += [(west - half - size, y), (middle.x, middle.y + 2 * big), (middle.x, middle.y - 2 * big)]
    spots += [(west + half + size, north + 2 * big), (east - half - size, south - big)]
    found = _text_in(taken, spots, said, big, bold=True)
    return [found] if found else []


def _street_names(sheet: Sheet, frame: MapFrame, streets: Streets, taken: Boxes, size: float) -> list[str]:
    """Name the streets along the area's edge, each once, where it runs along the edge the longest."""
    edge = shapely.buffer(shapely.boundary(frame.shape(sheet.area.geometry)), size * 2)
    window = shapely.box(0, 0, frame.width, frame.height)
    parts = []
    for name in dict.fromkeys(sheet.area.streets):
        lines = [_line(frame, streets, edge_of) for edge_of in np.flatnonzero(streets.name == name).tolist()]
        along = shapely.intersection(shapely.union_all([one for one in lines if one is not None]), edge)
        merged = shapely.intersection(along, window)
        merged = shapely.line_merge(merged) if merged.geom_type == "MultiLineString" else merged
        runs = [
            one for one in shapely.get_parts(merged).tolist() if one.geom_type == "LineString" and one.length
        ]
        runs.sort(key=lambda line: line.length, reverse=True)
        found = next(filter(None, (_along(line, name, taken, size) for line in runs[:4])), None)
        if found:
            parts.append(found)
    return parts


def _line(frame: MapFrame, streets: Streets, edge: int) -> shapely.LineString | None:
    own = slice(int(streets.line_start[edge]), int(streets.line_start[edge + 1]))
    if own.stop - own.start < 2:
        return None
    x, y = frame.place(streets.line_lon[own], streets.line_lat[own])
    return shapely.LineString(np.column_stack([x, y]))


def _along(line: shapely.LineString, name: str, taken: Boxes, size: float) -> str | None:
    said = shorten(visible(name), MOST_SIGNS)
    width = text_width(said, size)
    spots, boxes = [], []
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        at = line.interpolate(share, normalized=True)
        reach = min(width / 2, line.length / 2)
        before, after = (
            line.interpolate(min(max(line.length * share + step, 0), line.length)) for step in (-reach, reach)
        )
        degrees = math.degrees(math.atan2(after.y - before.y, after.x - before.x))
        degrees = (degrees + 90) % 180 - 90
        turn = math.radians(abs(degrees))
        half_x = (width * math.cos(turn) + size * math.sin(turn)) / 2
        half_y = (width * math.sin(turn) + size * math.cos(turn)) / 2
        slant = math.radians(degrees)
        spots.append((at.x - size * 0.35 * math.sin(slant), at.y + size * 0.35 * math.cos(slant), degrees))
        boxes.append(Box(at.x - half_x, at.y - half_y, at.x + half_x, at.y + half_y))
    index = taken.first_free(boxes)
    if index is None:
        return None
    x, y, degrees = spots[index]
    return text(x, y, said, size, turned=degrees, sign="street-name")


def _landmarks(sheet: Sheet, frame: MapFrame, sites: Sequence[Site], taken: Boxes, size: float) -> list[str]:
    """Mark the landmarks that the notice names; a site whose place is restricted is never drawn."""
    wanted = set(sheet.area.landmarks)
    parts = []
    for site in sites:
        if site.name not in wanted or site.sensitivity != "public":
            continue
        x, y = (float(part[0]) for part in frame.place(np.array([site.lon]), np.array([site.lat])))
        half = size * 0.32
        said = shorten(visible(site.name), MOST_SIGNS)
        beside = text_width(said, size) / 2 + size
        spots = [
            (x, y - size),
            (x, y + size * 1.6),
            (x + beside, y + size * 0.35),
            (x - beside, y + size * 0.35),
        ]
        if taken.first_free([Box(x - half, y - half, x + half, y + half)]) is None:
            continue
        parts.append(
            f'<rect class="landmark" x="{x - half:.0f}" y="{y - half:.0f}" width="{2 * half:.0f}"'
            f' height="{2 * half:.0f}" fill="{INK}" stroke="#fff" stroke-width="{size * 0.12:.1f}"/>'
        )
        parts.append(_text_in(taken, spots, said, size) or "")
    return parts


def _block_ids(sheet: Sheet, frame: MapFrame, blocks: Gazetteer, taken: Boxes, size: float) -> list[str]:
    """Letter the blocks of the area, as large as each allows; say how many are too small to be lettered."""
    own = set(sheet.area.blocks)
    parts = []
    for block, geometry in zip(blocks.ids, np.asarray(blocks.geometry), strict=True):
        if block not in own:
            continue
        shape = frame.shape(geometry)
        said = visible(block)
        west, north, east, south = shape.bounds
        middle = shapely.point_on_surface(shape)
        fits = min((east - west) * 0.85 / text_width(said, 1, bold=True), (south - north) * 0.6)
        own_size = min(size, fits)
        if own_size < size * SMALLEST:
            continue
        half = text_width(said, own_size, bold=True) / 2
        spots = [(middle.x + dx * half, middle.y + dy * own_size) for dx, dy in _NUDGES]
        boxes = [Box(x - half, y - own_size * 0.6, x + half, y + own_size * 0.6) for x, y in spots]
        index = taken.first_free(boxes)
        if index is not None:
            x, y = spots[index]
            parts.append(text(x, y + own_size * 0.36, said, own_size, bold=True, sign="block"))
    return parts


_NUDGES: Final = ((0, 0), (0, -0.9), (0, 0.9), (-0.9, 0), (0.9, 0), (0, -1.9), (0, 1.9), (0, -2.9), (0, 2.9))


def _beyond(sheet: Sheet, frame: MapFrame, taken: Boxes, size: float) -> list[str]:
    """Mark at the map's edge the destinations that lie outside of it, with distance and direction."""
    language, parts = sheet.language, []
    from_right = language in RIGHT_TO_LEFT
    for away in beyond(sheet.bulletin, sheet.area, frame):
        compass = phrases("notice")[f"direction.{away.compass}"][language]
        line = say(
            "off_map",
            language,
            name=named(shorten(away.place.id, MOST_SIGNS)),
            distance=distance(away.distance_m, language),
            direction=words(compass),
        )
        half, pad = text_width(bare(line), size) / 2 + size * 0.5, size * 1.4
        along = {"n": 0.5, "s": 0.5, "e": 1.0, "w": 0.0}
        sides = [along[side] for side in away.compass if side in "ew"] or [0.5]
        up = 0.0 if "n" in away.compass else 1.0 if "s" in away.compass else 0.5
        x = half + pad + (frame.width - 2 * half - 2 * pad) * sides[0]
        first = pad * 1.3 + (frame.height - 2.6 * pad) * up
        spots = [(x, first + step * size * 1.9) for step in (0, 1, -1, 2, -2, 3, -3)]
        boxes = [Box(x - half, y - size * 1.1, x + half, y + size * 0.6) for x, y in spots]
        index = taken.first_free(boxes)
        if index is None:
            continue
        box = boxes[index]
        for grow, stroke in ((0.0, size * 0.08), (size * 0.22, size * 0.08)):
            parts.append(
                f'<rect class="beyond" x="{box.left - grow:.0f}" y="{box.top - grow:.0f}"'
                f' width="{box.right - box.left + 2 * grow:.0f}"'
                f' height="{box.bottom - box.top + 2 * grow:.0f}" fill="{"none" if grow else "#fff"}"'
                f' stroke="{GO}" stroke-width="{stroke:.1f}"/>'
            )
        parts.append(text(*spots[index], isolated(line), size, sign="beyond-name", from_right=from_right))
    return parts


def _furniture_boxes(frame: MapFrame, size: float) -> list[Box]:
    length_m = _scale_m(frame)
    length = length_m * frame.units_per_m
    wide = max(length, size * 4) + size * 2
    return [
        Box(frame.width - wide, frame.height - size * 2.8, frame.width, frame.height),
        Box(frame.width - size * 3, 0, frame.width, size * 3.6),
    ]


def _scale_m(frame: MapFrame) -> float:
    return nice_step(frame.width / frame.units_per_m / 5.5, 1)


def _furniture(frame: MapFrame, language: Language, size: float) -> list[str]:
    length_m = _scale_m(frame)
    length, tick = length_m * frame.units_per_m, size * 0.3
    x2, y = frame.width - size, frame.height - size * 0.8
    x1 = x2 - length
    unit, number = ("unit.km", length_m / 1000) if length_m >= 1000 else ("unit.m", length_m)
    said = isolated(say(unit, language, number=figure(f"{number:g}")))
    cross = f"v{2 * tick:.0f}"
    bar = f"M{x1:.0f} {y - tick:.0f}{cross}M{x1:.0f} {y:.0f}H{x2:.0f}M{x2:.0f} {y - tick:.0f}{cross}"
    north_x, top, half, tall = frame.width - size * 1.5, size * 0.6, size * 0.45, size * 1.5
    north = phrases("notice")["north_letter"][language]
    arrow = f"l{half:.0f} {tall:.0f}-{half:.0f}-{tall / 4:.0f}-{half:.0f} {tall / 4:.0f}z"
    return [
        f'<path d="{bar}" fill="none" stroke="#fff" stroke-width="{size * 0.4:.1f}"/>',
        f'<path class="scale" d="{bar}" fill="none" stroke="{INK}" stroke-width="{size * 0.13:.1f}"/>',
        text(
            (x1 + x2) / 2,
            y - size * 0.55,
            said,
            size * 0.9,
            sign="scale-words",
            from_right=language in RIGHT_TO_LEFT,
        ),
        f'<path class="north" d="M{north_x:.0f} {top:.0f}{arrow}" fill="{INK}" stroke="#fff"/>',
        text(north_x, top + tall + size, north, size * 0.9, bold=True, sign="north-letter"),
    ]
