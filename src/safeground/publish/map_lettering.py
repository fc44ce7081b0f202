"""What is written on the map: letters of areas, numbers of streets and blocks, names, scale and north.

Nothing overlaps: each piece takes the first of its places that is free, rather one that crosses no line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from markupsafe import escape

from safeground.publish.figures import shorten
from safeground.publish.map_frame import Box, Boxes, MapFrame
from safeground.publish.svg import path, text_width

if TYPE_CHECKING:
    from collections.abc import Collection

    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

    from safeground.assess import Assessment
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.model import Area

LABEL_SIZE: Final = 36
SMALL_SIZE: Final = 30
MOST_BLOCK_NUMBERS: Final = 80
MOST_BADGES: Final = 40
MOST_SIGNS: Final = 42
"""How long a line of a name may be."""
KIND_WORDS: Final = {
    "ordered": "ordered to leave",
    "destination": "destination",
    "closed": "closed",
    "return": "to return to",
}


@dataclass(slots=True)
class Canvas:
    """A drawing in the making: its frame, its parts in order, the signs used so far."""

    frame: MapFrame
    ident: str
    parts: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)

    def path(self, sign: str, commands: str, **style: str) -> None:
        """Add a path of a sign; nothing where there are no commands."""
        if not commands:
            return
        extra = "".join(f' {name}="{value}"' for name, value in style.items())
        self.parts.append(f'<path class="{sign}" d="{commands}"{extra}/>')


@dataclass(frozen=True, slots=True)
class Places:
    """Where what is to be lettered lies on the drawing."""

    areas: list[tuple[Area, BaseGeometry]]
    letters: dict[str, str]
    cut: list[tuple[float, float]]
    crowds: list[tuple[float, float]]


def letter(canvas: Canvas, assessment: Assessment, places: Places, sizes: dict[str, float]) -> None:
    """Letter the map without overlaps, once for each size: with names, or letters only for narrow screens."""
    frame = canvas.frame
    for name, factor in sizes.items():
        canvas.parts.append(f'<g class="{name}">')
        taken = Boxes(
            frame,
            furniture_boxes(frame, factor),
            shapely.MultiLineString(_lines(canvas, assessment, places.areas)),
        )
        for number, (x, y) in enumerate(places.cut[:MOST_BADGES], 1):
            _badge(canvas, taken, "cutn", str(number), x, y, 22 * factor)
        for x, y in places.crowds:
            half = 15 * factor
            corners = np.array([[x, y - half], [x + half, y], [x, y + half], [x - half, y]])
            canvas.path("crowd", path(corners, closed=True))
        for area, shape in places.areas:
            middle = shapely.point_on_surface(shape)
            _badge(canvas, taken, "letter", places.letters[area.id], middle.x, middle.y, 22 * factor)
        if name == "lw":
            for area, shape in places.areas:
                _name(canvas, taken, area, shape, factor)
            _block_numbers(canvas, taken, assessment)
        furniture(canvas, factor)
        canvas.parts.append("</g>")


def _lines(
    canvas: Canvas, assessment: Assessment, places: list[tuple[Area, BaseGeometry]]
) -> list[LineString]:
    """Return outlines and corridors as lines, which lettering should not cross."""
    shapes = [shapely.boundary(shape) for _, shape in places]
    shapes += [canvas.frame.shape(line) for line in assessment.loaded.corridors.values()]
    parts = shapely.get_parts(np.array(shapes, object)).tolist()
    return [part for part in parts if isinstance(part, shapely.LineString)]


def _badge(canvas: Canvas, taken: Boxes, sign: str, text: str, x: float, y: float, radius: float) -> None:
    steps = [(0.0, 0.0)] if sign == "letter" else []
    steps += [(dx * ring, dy * ring) for ring in (2.0, 3.2, 4.6) for dx, dy in _AROUND]
    spots = [(x + dx * radius, y + dy * radius) for dx, dy in steps]
    index = taken.first_free([Box(at - radius, up - radius, at + radius, up + radius) for at, up in spots])
    at, up = spots[index if index is not None else 0]
    if sign == "cutn":
        canvas.parts.append(f'<path class="lead" d="M{x:.0f} {y:.0f}L{at:.0f} {up:.0f}"/>')
        mark = f'<circle cx="{at:.0f}" cy="{up:.0f}" r="{radius:.0f}"/>'
    else:
        side = f'width="{2 * radius:.0f}" height="{2 * radius:.0f}"'
        mark = f'<rect x="{at - radius:.0f}" y="{up - radius:.0f}" {side}/>'
    size = radius * (1.36 if len(text) < 2 else 1.1)
    canvas.parts.append(
        f'<g class="{sign}">{mark}<text x="{at:.0f}" y="{up + size * 0.36:.0f}"'
        f' font-size="{size:.0f}">{text}</text></g>'
    )


_AROUND: Final = (
    (0.0, -1.0), (0.71, -0.71), (1.0, 0.0), (0.71, 0.71),
    (0.0, 1.0), (-0.71, 0.71), (-1.0, 0.0), (-0.71, -0.71),
)  # fmt: skip


def _name(canvas: Canvas, taken: Boxes, area: Area, shape: BaseGeometry, factor: float) -> None:
    lines = area_label(area)
    big, small = LABEL_SIZE * factor, SMALL_SIZE * factor
    width = max(text_width(lines[0], big, bold=True), *(text_width(line, small) for line in lines[1:]))
    height = big + (len(lines) - 1) * small * 1.25
    index = taken.first_free(boxes := _beside(shape, width, height))
    if index is None:
        return
    box = boxes[index]
    x, y = (box.left + box.right) / 2, box.top + big + 2
    spans = "".join(
        f'<tspan x="{x:.0f}" dy="{small * 1.25 if number else 0:.0f}"'
        f' font-size="{small if number else big:.0f}" class="{"s" if number else "b"}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    canvas.parts.append(f'<text class="name" x="{x:.0f}" y="{y:.0f}">{spans}</text>')


def _beside(shape: BaseGeometry, width: float, height: float) -> list[Box]:
    """Return the places for a label: under the shape, over it, beside it, within it, at its corners."""
    west, north, east, south = shape.bounds
    middle = shapely.point_on_surface(shape)
    across, up = (west + east) / 2 - width / 2, (north + south) / 2 - height / 2
    under, over = south + 16, north - height - 22
    corners = (
        (across, under), (across, over), (east + 20, up), (west - width - 20, up),
        (middle.x - width / 2, middle.y + 34), (middle.x - width / 2, middle.y - height - 38),
        (east - width, under), (west, under), (east - width, over), (west, over),
    )  # fmt: skip
    return [Box(left - 6, top - 4, left + width + 6, top + height + 8) for left, top in corners]


def area_label(area: Area) -> list[str]:
    """Return an area's lines on the map: its id and what it is, in its issuer's words where it has some."""
    lines = [area.id, KIND_WORDS[area.kind]]
    if area.called:
        lines.append(f"called “{area.called}”")
    return [shorten(line, MOST_SIGNS) for line in lines]


def _block_numbers(canvas: Canvas, taken: Boxes, assessment: Assessment) -> None:
    loaded = assessment.loaded
    named = {block for blocks in loaded.blocks_of_area.values() for block in blocks}
    if loaded.gazetteer is not None:
        block_numbers(canvas, taken, loaded.gazetteer, named)


def block_numbers(canvas: Canvas, taken: Boxes, blocks: Gazetteer, named: Collection[str]) -> None:
    """Write the ids of blocks where there is space; none where there are too many."""
    if not 0 < len(named) <= MOST_BLOCK_NUMBERS:
        return
    for block, geometry in zip(blocks.ids, np.asarray(blocks.geometry), strict=True):
        if block not in named or len(block) > 12:
            continue
        middle = shapely.point_on_surface(canvas.frame.shape(geometry))
        half = text_width(block, 24, bold=True) / 2
        box = Box(middle.x - half - 3, middle.y - 14, middle.x + half + 3, middle.y + 14)
        if taken.first_free([box]) is not None:
            canvas.parts.append(
                f'<text class="block" x="{middle.x:.0f}" y="{middle.y + 9:.0f}">{escape(block)}</text>'
            )


def furniture_boxes(frame: MapFrame, factor: float) -> list[Box]:
    """Return where the scale bar and the arrow to the north stand."""
    length, _ = frame.scale_bar()
    return [
        Box(frame.width - length - 70 * factor, frame.height - 95 * factor, frame.width, frame.height),
        Box(frame.width - 85 * factor, 0, frame.width, 105 * factor),
    ]


def furniture(canvas: Canvas, factor: float) -> None:
    """Draw the scale bar and the arrow to the north."""
    frame = canvas.frame
    length, words = frame.scale_bar()
    x2, y = frame.width - 36 * factor, frame.height - 30 * factor
    x1, tick, size = x2 - length, 9 * factor, 28 * factor
    canvas.parts.append(
        f'<g class="scale"><path d="M{x1:.0f} {y - tick:.0f}v{2 * tick:.0f}M{x1:.0f} {y:.0f}H{x2:.0f}'
        f'M{x2:.0f} {y - tick:.0f}v{2 * tick:.0f}" stroke-width="{5 * factor:.0f}"/>'
        f'<text x="{(x1 + x2) / 2:.0f}" y="{y - 16 * factor:.0f}" font-size="{size:.0f}">{words}</text></g>'
    )
    x, top, half, tall = frame.width - 44 * factor, 20 * factor, 12 * factor, 42 * factor
    canvas.parts.append(
        f'<g class="north"><path d="M{x:.0f} {top:.0f}l{half:.0f} {tall:.0f}-{half:.0f}-{tall / 4:.0f}'
        f'-{half:.0f} {tall / 4:.0f}z"/><text x="{x:.0f}" y="{top + tall + 30 * factor:.0f}"'
        f' font-size="{size:.0f}">N</text></g>'
    )
