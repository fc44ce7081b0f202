"""The map of one notice: what it names, what it draws, what its edge cuts in two, where its arrows point.

Named blocks have lines at 45°, what is drawn has lines at 135° within a thick outline; both together are
crossed, and a block that the edge cuts has dots too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from markupsafe import Markup, escape

from safeground.plan.block_index import BlockIndex
from safeground.publish.map_frame import Boxes, MapFrame
from safeground.publish.map_lettering import Canvas, block_numbers, furniture, furniture_boxes
from safeground.publish.svg import lines_path, polygons_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading
    from safeground.questions.clear_case import Surroundings

CUT_FROM: Final = 0.01
"""Share of a block that must lie on each side of the drawn edge for the map to show it as cut."""
HEAD: Final = 46.0
"""Length of an arrow's head, in units of the drawing."""
FACTOR: Final = 1.4


def notice_map(
    notice: Published, reading: TextReading, around: Surroundings, ident: str
) -> tuple[Markup, tuple[str, ...]] | None:
    """Return the map and the signs that its legend must explain; None where nothing has a place.

    Parameters
    ----------
    ident
        Prefix of the ids inside the drawing.
    """
    blocks = around.blocks
    named = named_blocks(notice, reading, blocks)
    goals = [place.geometry for place in notice.to if place.geometry is not None]
    shapes: list[BaseGeometry] = [*notice.arrows, *goals]
    if notice.drawn is not None:
        shapes.append(notice.drawn)
    if blocks is not None and named:
        shapes.append(blocks.union(named))
    shapes = [shape for shape in shapes if not shape.is_empty]
    if not shapes:
        return None
    canvas = Canvas(MapFrame.around(shapes), ident)
    _ground(canvas, around)
    cut = cut_blocks(notice, blocks)
    if blocks is not None and named:
        _hatched(canvas, "named", polygons_path(canvas.frame.shape(blocks.union(named))))
    if notice.drawn is not None:
        commands = polygons_path(canvas.frame.shape(notice.drawn))
        _hatched(canvas, "drawn", commands)
    if blocks is not None and cut:
        _hatched(canvas, "cutblock", polygons_path(canvas.frame.shape(blocks.union(cut))))
    for goal in goals:
        canvas.path("destination", polygons_path(canvas.frame.shape(goal)))
        canvas.signs.add("destination")
    for arrow in notice.arrows:
        _arrow(canvas, arrow)
    _letter(canvas, blocks, {*named, *cut})
    return _whole(canvas, notice, named, cut), tuple(sorted(canvas.signs))


def named_blocks(notice: Published, reading: TextReading, blocks: Gazetteer | None) -> tuple[str, ...]:
    """Return the ids of the blocks that a notice's list and texts name, without those that are none."""
    if blocks is None:
        return ()
    index = BlockIndex(blocks.ids)
    items = (*notice.blocks, *(read.item for read in reading.blocks if not read.towards))
    read_items = (index.read(item, near=False) for item in dict.fromkeys(items))
    return tuple(blocks.ids[i] for i in dict.fromkeys(i for read in read_items for i in read.members))


def cut_blocks(notice: Published, blocks: Gazetteer | None) -> tuple[str, ...]:
    """Return the ids of the blocks of which a share lies on each side of the drawn edge."""
    if blocks is None or notice.drawn is None:
        return ()
    geometry = np.asarray(blocks.geometry)
    near = np.flatnonzero(shapely.intersects(geometry, shapely.boundary(notice.drawn)))
    share = shapely.area(shapely.intersection(geometry[near], notice.drawn)) / shapely.area(geometry[near])
    return tuple(
        blocks.ids[i] for i, part in zip(near, share, strict=True) if CUT_FROM < part < 1.0 - CUT_FROM
    )


def _ground(canvas: Canvas, around: Surroundings) -> None:
    box = shapely.box(-9, -9, canvas.frame.width + 9, canvas.frame.height + 9)
    if around.sea is not None:
        canvas.path("barrier", polygons_path(shapely.intersection(canvas.frame.shape(around.sea), box)))
        canvas.signs.add("sea")
    if around.blocks is not None:
        shown = [canvas.frame.shape(block) for block in np.asarray(around.blocks.geometry)]
        _lines(canvas, "blocks", (one for one in shown if one.intersects(box)))
    if around.territory is not None:
        _lines(canvas, "territory", [shapely.intersection(canvas.frame.shape(around.territory), box)])
    for closed in around.closed.values():
        shape = shapely.intersection(canvas.frame.shape(closed), box)
        if not shape.is_empty:
            canvas.path("closed", polygons_path(shape))
            canvas.signs.add("closed")


def _lines(canvas: Canvas, sign: str, polygons: Iterable[BaseGeometry]) -> None:
    commands = "".join(lines_path(shapely.boundary(polygon)) for polygon in polygons if not polygon.is_empty)
    if commands:
        canvas.path(sign, commands)
        canvas.signs.add(sign)


def _hatched(canvas: Canvas, sign: str, commands: str) -> None:
    canvas.path("hatch", commands, fill=f"url(#{canvas.ident}-{sign})", **{"fill-rule": "evenodd"})
    canvas.path(f"edge-{sign}", commands)
    canvas.signs.add(sign)


def _arrow(canvas: Canvas, arrow: BaseGeometry) -> None:
    at = shapely.get_coordinates(canvas.frame.shape(arrow))
    canvas.path("way-case", lines_path(shapely.LineString(at)))
    canvas.path("way", lines_path(shapely.LineString(at)))
    tip = at[-1]
    before = next((one for one in at[::-1] if np.hypot(*(tip - one)) > 1.0), None)
    if before is not None:
        along = (tip - before) / np.hypot(*(tip - before))
        across = np.array([-along[1], along[0]])
        corners = [tip, tip - HEAD * along + 0.45 * HEAD * across, tip - HEAD * along - 0.45 * HEAD * across]
        canvas.path("way-head", "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in corners) + "z")
    canvas.signs.add("arrow")


def _letter(canvas: Canvas, blocks: Gazetteer | None, shown: set[str]) -> None:
    taken = Boxes(canvas.frame, furniture_boxes(canvas.frame, FACTOR), shapely.MultiLineString())
    if blocks is not None:
        block_numbers(canvas, taken, blocks, shown)
    furniture(canvas, FACTOR)


def _whole(canvas: Canvas, notice: Published, named: tuple[str, ...], cut: tuple[str, ...]) -> Markup:
    frame, ident = canvas.frame, canvas.ident
    said = [
        f"Blocks named: {len(named)}.",
        "A polygon is drawn." if notice.drawn is not None else "Nothing is drawn.",
        f"Blocks that its edge cuts: {', '.join(cut) or 'none'}.",
        f"Arrows: {len(notice.arrows)}.",
        "The list of flaws says what of this disagrees.",
    ]
    opening = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="{}-t {}-d"><title id="{}-t">Map of the notice {}</title><desc id="{}-d">{}</desc>'
    ).format(frame.width, frame.height, ident, ident, ident, notice.id, ident, " ".join(said))
    clip = escape(ident)
    defs = (
        f'<defs><clipPath id="{clip}-clip"><rect width="{frame.width}" height="{frame.height}"/></clipPath>'
        f"{_lines_pattern(clip, 'named', 45)}{_lines_pattern(clip, 'drawn', 135)}"
        f'<pattern id="{clip}-cutblock" width="22" height="22" patternUnits="userSpaceOnUse">'
        '<circle class="dot" cx="11" cy="11" r="5"/></pattern></defs>'
    )
    body = (
        f'<g clip-path="url(#{clip}-clip)"><rect class="land" width="{frame.width}" height="{frame.height}"/>'
        f"{''.join(canvas.parts)}</g>"
        f'<rect class="frame" x="2" y="2" width="{frame.width - 4}" height="{frame.height - 4}"/></svg>'
    )
    return opening + Markup(defs + body)


def _lines_pattern(ident: str, sign: str, turn: int) -> str:
    return (
        f'<pattern id="{ident}-{sign}" width="22" height="22" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate({turn})"><line class="line-{sign}" x1="0" y1="0" x2="0" y2="22"/>'
        "</pattern>"
    )
