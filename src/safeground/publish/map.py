"""The map: areas, blocks, streets, corridors; in the restricted edition also the cut and the largest crowd.

Patterns carry the meaning, colour repeats it: lines at 45° are ordered to leave, a double outline without
fill is a destination (nothing is said about its inside), dashes are closed, dots are to return to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from markupsafe import Markup, escape

from safeground.publish.map_frame import Box, Boxes, MapFrame
from safeground.publish.proof import numbered_streets
from safeground.publish.street_paths import street_paths
from safeground.publish.svg import lines_path, polygons_path, text_width

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safeground.assess import Assessment
    from safeground.plan.model import Area
    from safeground.publish.figures import Audience

LABEL_SIZE: Final = 32
SMALL_SIZE: Final = 26
NARROW_FACTOR: Final = 2.6
"""How much larger signs are drawn for a narrow screen."""
MOST_BLOCK_NUMBERS: Final = 80
KIND_WORDS: Final = {
    "ordered": "ordered to leave",
    "destination": "destination, as designated",
    "closed": "closed",
    "return": "to return to",
}


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map with what its caption must say."""

    svg: Markup
    kinds: tuple[str, ...]
    """Which signs of the legend it uses."""
    streets_left_out: str
    badges: dict[str, str]
    """Area id → its letter."""
    width: int
    height: int


@dataclass(slots=True)
class _Canvas:
    frame: MapFrame
    ident: str
    parts: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)

    def path(self, sign: str, commands: str, **style: str) -> None:
        if not commands:
            return
        extra = "".join(f' {name}="{value}"' for name, value in style.items())
        self.parts.append(f'<path class="{sign}" d="{commands}"{extra}/>')


def badges(areas: tuple[Area, ...]) -> dict[str, str]:
    """Return a letter for each area: A … Z, then AA, AB …, in the plan's order."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return {
        area.id: (letters[index // 26 - 1] if index >= 26 else "") + letters[index % 26]
        for index, area in enumerate(areas)
    }


def draw_map(assessment: Assessment, audience: Audience, *, ident: str = "map", style: str = "") -> MapDrawing | None:
    """Return the map of an assessment, or None where nothing in the plan has a geometry.

    Parameters
    ----------
    assessment
        What to draw.
    audience
        ``restricted`` adds the cut's streets and the largest crowd.
    ident
        Prefix of the ids inside the drawing.
    style
        Style sheet to put inside, for a drawing that stands alone.
    """
    loaded = assessment.loaded
    shown = [area for area in loaded.plan.areas if area.id in loaded.areas]
    geometries = [loaded.areas[area.id] for area in shown] + list(loaded.corridors.values())
    geometries = [shape for shape in geometries if not shape.is_empty]
    if not geometries:
        return None
    canvas = _Canvas(MapFrame.around(geometries), ident)
    left_out = _ground(canvas, assessment)
    letters = badges(loaded.plan.areas)
    places = [(area, canvas.frame.shape(loaded.areas[area.id])) for area in shown]
    _areas(canvas, assessment, places)
    for line in loaded.corridors.values():
        canvas.path("corridor-case", lines_path(canvas.frame.shape(line)))
        canvas.path("corridor", lines_path(canvas.frame.shape(line)))
        canvas.signs.add("corridor")
    cut = _cut(canvas, assessment) if audience == "restricted" else []
    crowds = _crowds(canvas, assessment) if audience == "restricted" else []
    _lettering(canvas, assessment, places, letters, cut, crowds)
    svg = _whole(canvas, assessment, places, letters, len(cut), style)
    return MapDrawing(svg, tuple(sorted(canvas.signs)), left_out, letters, canvas.frame.width, canvas.frame.height)


def _ground(canvas: _Canvas, assessment: Assessment) -> str:
    loaded = assessment.loaded
    box = shapely.box(0, 0, canvas.frame.width, canvas.frame.height)
    for piece in loaded.open_ground or ():
        if piece.kind == "barrier":
            canvas.path("barrier", polygons_path(shapely.intersection(canvas.frame.shape(piece.geometry), box)))
            canvas.signs.add("barrier")
    if loaded.gazetteer is not None:
        blocks = shapely.multilinestrings(
            [
                ring
                for block in shapely.get_parts(np.asarray(loaded.gazetteer.geometry))
                for ring in shapely.get_parts(shapely.boundary(canvas.frame.shape(block)))
                if ring.intersects(box)
            ]
        )
        canvas.path("blocks", lines_path(shapely.clip_by_rect(blocks, -9, -9, box.bounds[2] + 9, box.bounds[3] + 9)))
        canvas.signs.add("blocks")
    if assessment.streets is None or not len(assessment.streets.length_m):
        return ""
    paths = street_paths(assessment.streets, canvas.frame)
    for tier in ("minor", "middle", "main"):
        canvas.path(f"street-{tier}", paths[tier])
    canvas.signs.add("streets")
    return paths["left_out"]


def _areas(canvas: _Canvas, assessment: Assessment, places: list[tuple[Area, BaseGeometry]]) -> None:
    order = {"closed": 0, "return": 1, "ordered": 2, "destination": 3}
    for area, shape in sorted(places, key=lambda place: order[place[0].kind]):
        commands = polygons_path(shape)
        canvas.signs.add(area.kind)
        if area.kind == "ordered":
            canvas.path("hatch", commands, fill=f"url(#{canvas.ident}-hatch)", **{"fill-rule": "evenodd"})
            canvas.path("ordered", commands)
        elif area.kind == "destination":
            canvas.path("destination-case", commands)
            canvas.path("destination", commands)
            canvas.path("destination-inner", polygons_path(shapely.buffer(shape, -11, join_style="mitre")))
        else:
            canvas.path(area.kind, commands)
    if any(piece for piece in assessment.loaded.blocks_of_area.values()):
        canvas.signs.add("blocks")


def _cut(canvas: _Canvas, assessment: Assessment) -> list[tuple[float, float]]:
    """Draw the streets of every cut once, in the order of their numbers; return where they lie."""
    places = []
    for street in numbered_streets(assessment.outcomes):
        line = canvas.frame.shape(street.line)
        canvas.path("cut-case", lines_path(line))
        canvas.path("cut", lines_path(line))
        middle = shapely.line_interpolate_point(line, 0.5, normalized=True)
        places.append((float(middle.x), float(middle.y)))
        canvas.signs.add("cut")
    return places


def _crowds(canvas: _Canvas, assessment: Assessment) -> list[tuple[float, float]]:
    places = []
    for outcome in assessment.outcomes:
        if outcome.crowd is not None:
            x, y = canvas.frame.place(np.array([outcome.crowd.lon]), np.array([outcome.crowd.lat]))
            places.append((float(x[0]), float(y[0])))
            canvas.signs.add("crowd")
    return list(dict.fromkeys(places))


def _lettering(
    canvas: _Canvas,
    assessment: Assessment,
    places: list[tuple[Area, BaseGeometry]],
    letters: dict[str, str],
    cut: list[tuple[float, float]],
    crowds: list[tuple[float, float]],
) -> None:
    """Letter the map twice, each time without overlaps: with names for wide screens, letters only for narrow."""
    for name, factor in (("lw", 1.0), ("lp", NARROW_FACTOR)):
        canvas.parts.append(f'<g class="{name}">')
        taken = Boxes(_furniture_boxes(canvas.frame, factor))
        for number, (x, y) in enumerate(cut, 1):
            _badge(canvas, taken, "cutn", str(number), x, y, 22 * factor)
        for x, y in crowds:
            size = 15 * factor
            canvas.parts.append(f'<path class="crowd" d="M{x:.0f} {y - size:.0f}l{size:.0f} {size:.0f}-{size:.0f} {size:.0f}-{size:.0f}-{size:.0f}z"/>')
        for area, shape in places:
            middle = shapely.point_on_surface(shape)
            _badge(canvas, taken, "letter", letters[area.id], middle.x, middle.y, 22 * factor)
        if factor == 1.0:
            for area, shape in places:
                _name(canvas, taken, area, shape)
            _block_numbers(canvas, taken, assessment)
        _furniture(canvas, factor)
        canvas.parts.append("</g>")


def _badge(canvas: _Canvas, taken: Boxes, sign: str, text: str, x: float, y: float, radius: float) -> None:
    frame = canvas.frame
    steps = [(0.0, 0.0)] if sign == "letter" else []
    steps += [(dx * ring, dy * ring) for ring in (2.0, 3.2, 4.6) for dx, dy in _AROUND]
    spots = [(x + dx * radius, y + dy * radius) for dx, dy in steps]
    boxes = [Box(at - radius, up - radius, at + radius, up + radius) for at, up in spots]
    index = taken.first_free(boxes, frame.width, frame.height)
    at, up = spots[index if index is not None else 0]
    if sign == "cutn":
        canvas.parts.append(f'<path class="lead" d="M{x:.0f} {y:.0f}L{at:.0f} {up:.0f}"/>')
        mark = f'<circle cx="{at:.0f}" cy="{up:.0f}" r="{radius:.0f}"/>'
    else:
        mark = f'<rect x="{at - radius:.0f}" y="{up - radius:.0f}" width="{2 * radius:.0f}" height="{2 * radius:.0f}"/>'
    size = radius * (1.36 if len(text) < 2 else 1.1)
    canvas.parts.append(
        f'<g class="{sign}">{mark}<text x="{at:.0f}" y="{up + size * 0.36:.0f}" font-size="{size:.0f}">{text}</text></g>'
    )


_AROUND: Final = (
    (0.0, -1.0), (0.71, -0.71), (1.0, 0.0), (0.71, 0.71), (0.0, 1.0), (-0.71, 0.71), (-1.0, 0.0), (-0.71, -0.71),
)  # fmt: skip


def _name(canvas: _Canvas, taken: Boxes, area: Area, shape: BaseGeometry) -> None:
    lines = area_label(area)
    widths = [text_width(lines[0], LABEL_SIZE) * 1.06, *(text_width(line, SMALL_SIZE) for line in lines[1:])]
    width, height = max(widths), LABEL_SIZE + (len(lines) - 1) * 33
    west, north, east, south = shape.bounds
    middle = shapely.point_on_surface(shape)
    corners = [
        ((west + east) / 2 - width / 2, south + 14),
        ((west + east) / 2 - width / 2, north - height - 20),
        (east + 18, (north + south) / 2 - height / 2),
        (west - width - 18, (north + south) / 2 - height / 2),
        (middle.x - width / 2, middle.y + 32),
        (middle.x - width / 2, middle.y - height - 36),
        (east - width, south + 14), (west, south + 14), (east - width, north - height - 20), (west, north - height - 20),
    ]  # fmt: skip
    boxes = [Box(left - 6, top - 4, left + width + 6, top + height + 8) for left, top in corners]
    index = taken.first_free(boxes, canvas.frame.width, canvas.frame.height)
    if index is None:
        return
    box = boxes[index]
    x, y = (box.left + box.right) / 2, box.top + LABEL_SIZE + 2
    spans = "".join(
        f'<tspan x="{x:.0f}" dy="{33 if number else 0}" class="{"b" if number == 0 else "s"}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    canvas.parts.append(f'<text class="name" x="{x:.0f}" y="{y:.0f}">{spans}</text>')


def area_label(area: Area) -> list[str]:
    """Return an area's lines on the map: its id and what it is, in its issuer's words where it has some."""
    kind = {"ordered": "ordered to leave", "destination": "destination", "closed": "closed", "return": "to return to"}
    lines = [area.id, kind[area.kind]]
    if area.called:
        lines.append(f"called “{area.called}”")
    return [line if len(line) <= 42 else line[:41] + "…" for line in lines]


def _block_numbers(canvas: _Canvas, taken: Boxes, assessment: Assessment) -> None:
    loaded = assessment.loaded
    named = {block for blocks in loaded.blocks_of_area.values() for block in blocks}
    if loaded.gazetteer is None or not 0 < len(named) <= MOST_BLOCK_NUMBERS:
        return
    for block, geometry in zip(loaded.gazetteer.ids, np.asarray(loaded.gazetteer.geometry), strict=True):
        if block not in named or len(block) > 12:
            continue
        middle = shapely.point_on_surface(canvas.frame.shape(geometry))
        half = text_width(block, 24) / 2
        box = Box(middle.x - half - 3, middle.y - 14, middle.x + half + 3, middle.y + 14)
        if taken.first_free([box], canvas.frame.width, canvas.frame.height) is not None:
            canvas.parts.append(f'<text class="block" x="{middle.x:.0f}" y="{middle.y + 9:.0f}">{escape(block)}</text>')


def _furniture_boxes(frame: MapFrame, factor: float) -> list[Box]:
    length, _ = frame.scale_bar()
    return [
        Box(frame.width - length - 70 * factor, frame.height - 95 * factor, frame.width, frame.height),
        Box(frame.width - 85 * factor, 0, frame.width, 105 * factor),
    ]


def _furniture(canvas: _Canvas, factor: float) -> None:
    frame = canvas.frame
    length, words = frame.scale_bar()
    x2, y = frame.width - 36 * factor, frame.height - 30 * factor
    x1, tick, size = x2 - length, 9 * factor, 28 * factor
    canvas.parts.append(
        f'<g class="scale"><path d="M{x1:.0f} {y - tick:.0f}v{2 * tick:.0f}M{x1:.0f} {y:.0f}H{x2:.0f}M{x2:.0f}'
        f' {y - tick:.0f}v{2 * tick:.0f}" stroke-width="{5 * factor:.0f}"/><text x="{(x1 + x2) / 2:.0f}"'
        f' y="{y - 16 * factor:.0f}" font-size="{size:.0f}">{words}</text></g>'
    )
    x, top, half, tall = frame.width - 44 * factor, 20 * factor, 12 * factor, 42 * factor
    canvas.parts.append(
        f'<g class="north"><path d="M{x:.0f} {top:.0f}l{half:.0f} {tall:.0f}-{half:.0f}-{tall / 4:.0f}-{half:.0f}'
        f' {tall / 4:.0f}z"/><text x="{x:.0f}" y="{top + tall + 30 * factor:.0f}" font-size="{size:.0f}">N</text></g>'
    )


def _whole(
    canvas: _Canvas,
    assessment: Assessment,
    places: list[tuple[Area, BaseGeometry]],
    letters: dict[str, str],
    cut: int,
    style: str,
) -> Markup:
    frame, ident = canvas.frame, canvas.ident
    said = "; ".join(f"{letters[area.id]}, {area.id}, {KIND_WORDS[area.kind]}" for area, _ in places)
    about = f"Areas by letter: {said}. The table beside the map says the same."
    if cut:
        about += f" {cut} numbered streets are the cut of the proof."
    opening = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="{}-t {}-d"><title id="{}-t">Map of the plan’s areas: {}</title><desc id="{}-d">{}</desc>'
    ).format(frame.width, frame.height, ident, ident, ident, assessment.loaded.plan.plan, ident, about)
    defs = (
        f"<defs>{style}"
        f'<clipPath id="{ident}-clip"><rect width="{frame.width}" height="{frame.height}"/></clipPath>'
        f'<pattern id="{ident}-hatch" width="20" height="20" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><line class="hatch-line" x1="0" y1="0" x2="0" y2="20"/></pattern></defs>'
    )
    body = (
        f'<g clip-path="url(#{ident}-clip)"><rect class="land" width="{frame.width}" height="{frame.height}"/>'
        f"{''.join(canvas.parts)}</g>"
        f'<rect class="frame" x="1" y="1" width="{frame.width - 2}" height="{frame.height - 2}"/></svg>'
    )
    return opening + Markup(defs + body)
