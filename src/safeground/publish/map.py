"""The map: areas, blocks, streets, corridors; in the restricted edition also the cut and the largest crowd.

Patterns carry the meaning, colour repeats it: lines at 45° are ordered to leave, a double outline without
fill is a destination (nothing is said about its inside), dashes are closed, dots are to return to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from markupsafe import Markup

from safeground.publish.map_frame import TALLEST, MapFrame
from safeground.publish.map_lettering import Canvas, Places, letter
from safeground.publish.proof import numbered_streets
from safeground.publish.street_paths import street_paths
from safeground.publish.svg import lines_path, polygons_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.assess import Assessment
    from safeground.plan.model import Area
    from safeground.publish.figures import Audience

NARROW_FACTOR: Final = 2.6
"""How much larger signs are drawn for a narrow screen."""
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
    frame: MapFrame

    @property
    def width(self) -> int:
        """Units across."""
        return self.frame.width

    @property
    def height(self) -> int:
        """Units down."""
        return self.frame.height


def badges(areas: tuple[Area, ...]) -> dict[str, str]:
    """Return a letter for each area: A … Z, then AA, AB …, in the plan's order."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return {
        area.id: (letters[index // 26 - 1] if index >= 26 else "") + letters[index % 26]
        for index, area in enumerate(areas)
    }


def draw_map(
    assessment: Assessment,
    audience: Audience,
    *,
    ident: str = "map",
    style: str = "",
    tallest: float = TALLEST,
    sizes: dict[str, float] | None = None,
    around: Sequence[BaseGeometry] = (),
) -> MapDrawing | None:
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
    tallest
        Height over width at the most.
    sizes
        Lettering: class of the group → how much larger; ``lw`` carries names. By default one for wide and
        one for narrow screens.
    around
        What the frame holds (WGS 84), where not all areas and corridors.
    """
    loaded = assessment.loaded
    shown = [area for area in loaded.plan.areas if area.id in loaded.areas]
    geometries = [loaded.areas[area.id] for area in shown] + list(loaded.corridors.values())
    geometries = [shape for shape in around or geometries if not shape.is_empty]
    if not geometries:
        return None
    canvas = Canvas(MapFrame.around(geometries, tallest), ident)
    left_out = _ground(canvas, assessment)
    letters = badges(loaded.plan.areas)
    places = [(area, canvas.frame.shape(loaded.areas[area.id])) for area in shown]
    _areas(canvas, assessment, places)
    for line in loaded.corridors.values():
        canvas.path("corridor-case", lines_path(canvas.frame.shape(line)))
        canvas.path("corridor", lines_path(canvas.frame.shape(line)))
        canvas.signs.add("corridor")
    streets = assessment.streets
    # On schematic streets neither a cut nor a crowd lies anywhere.
    placed = audience == "restricted" and not (streets is not None and streets.grade == "schematic")
    cut = _cut(canvas, assessment) if placed else []
    crowds = _crowds(canvas, assessment) if placed else []
    lettered = Places(places, letters, cut, crowds)
    letter(canvas, assessment, lettered, sizes or {"lw": 1.0, "lp": NARROW_FACTOR})
    svg = _whole(canvas, assessment, places, letters, len(cut), style)
    return MapDrawing(svg, tuple(sorted(canvas.signs)), left_out, letters, canvas.frame)


def _ground(canvas: Canvas, assessment: Assessment) -> str:
    loaded = assessment.loaded
    box = shapely.box(0, 0, canvas.frame.width, canvas.frame.height)
    cover = None if assessment.beside is None else assessment.beside.land_cover
    for piece in (*(loaded.open_ground or ()), *(() if cover is None else cover.barriers)):
        if piece.kind == "barrier":
            canvas.path(
                "barrier", polygons_path(shapely.intersection(canvas.frame.shape(piece.geometry), box))
            )
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
        canvas.path(
            "blocks", lines_path(shapely.clip_by_rect(blocks, -9, -9, box.bounds[2] + 9, box.bounds[3] + 9))
        )
        canvas.signs.add("blocks")
    if assessment.streets is None or not len(assessment.streets.length_m):
        return ""
    paths = street_paths(assessment.streets, canvas.frame)
    for tier in ("minor", "middle", "main"):
        canvas.path(f"street-{tier}", paths[tier])
    canvas.signs.add("streets")
    return paths["left_out"]


def _areas(canvas: Canvas, assessment: Assessment, places: list[tuple[Area, BaseGeometry]]) -> None:
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


def _cut(canvas: Canvas, assessment: Assessment) -> list[tuple[float, float]]:
    """Draw the streets of every cut once, in the order of their numbers; return where they lie."""
    places = []
    for street in numbered_streets(assessment.outcomes):
        line = canvas.frame.shape(street.line)
        canvas.path("cut-case", lines_path(line))
        canvas.path("cut", lines_path(line))
        middle = line.interpolate(0.5, normalized=True)
        places.append((float(middle.x), float(middle.y)))
        canvas.signs.add("cut")
    return places


def _crowds(canvas: Canvas, assessment: Assessment) -> list[tuple[float, float]]:
    places = []
    for outcome in assessment.outcomes:
        if outcome.crowd is not None:
            x, y = canvas.frame.place(np.array([outcome.crowd.lon]), np.array([outcome.crowd.lat]))
            places.append((float(x[0]), float(y[0])))
            canvas.signs.add("crowd")
    return list(dict.fromkeys(places))


def _whole(
    canvas: Canvas,
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
        ' aria-labelledby="{}-t {}-d"><title id="{}-t">Map of the plan’s areas: {}</title>'
        '<desc id="{}-d">{}</desc>'
    ).format(frame.width, frame.height, ident, ident, ident, assessment.loaded.plan.plan, ident, about)
    defs = (
        f"<defs>{style}"
        f'<clipPath id="{ident}-clip"><rect width="{frame.width}" height="{frame.height}"/></clipPath>'
        f'<pattern id="{ident}-hatch" width="20" height="20" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><line class="hatch-line" x1="0" y1="0" x2="0" y2="20"/></pattern>'
        "</defs>"
    )
    body = (
        f'<g id="{ident}-all" class="map" clip-path="url(#{ident}-clip)">'
        f'<rect class="land" width="{frame.width}" height="{frame.height}"/>'
        f"{''.join(canvas.parts)}</g>"
        f'<rect class="frame" x="2" y="2" width="{frame.width - 4}" height="{frame.height - 4}"/></svg>'
    )
    return opening + Markup(defs + body)
