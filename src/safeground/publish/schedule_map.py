"""The overlay of one step on the map: streets by width and number, crowds, who sets out where.

Nothing hangs on colour: a street's load is its width and a number, a crowd a diamond, a start a square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from markupsafe import Markup, escape

from safeground.publish.map_frame import Box, Boxes, MapFrame
from safeground.publish.map_lettering import furniture_boxes
from safeground.publish.svg import lines_path, path, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.journey.readable_schedule import Ints, ReadableSchedule, Stretch, UnitDepartures
    from safeground.plan.places import LoadedPlan

SIZES: Final = {"bw": 1.45, "bp": 2.6}
"""Lettering: for wide screens, and for narrow ones."""
WIDTH_FROM: Final = ((100_000, 5), (50_000, 4), (20_000, 3), (10_000, 2), (0, 1))
"""People in a step from which a street is drawn in each of five widths."""
TEXT_SIZE: Final = 30.0
NUMBERED: Final = 10
"""Places of a kind that have a number on the map of a step, those with most people in it."""
ARROW_APART: Final = 90.0
"""Arrows stand no nearer to each other than this on the drawing."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A number to stand on the map: the sign of its kind, its number in the tables, how many people."""

    kind: str
    number: int
    persons: int
    x: float
    y: float


class ScheduleDrawing:
    """The steps of one schedule on one frame."""

    def __init__(self, frame: MapFrame, loaded: LoadedPlan, schedule: ReadableSchedule, ident: str) -> None:
        self.frame = frame
        self.schedule = schedule
        self.ident = ident
        self.lines = [frame.shape(stretch.line) for stretch in schedule.stretches]
        self.areas = [frame.shape(shape) for shape in loaded.areas.values() if not shape.is_empty]
        middles = [unit_place(loaded, unit) for unit in schedule.departures]
        x, y = frame.place(np.array([at.x for at in middles]), np.array([at.y for at in middles]))
        self.units = list(zip(x.tolist(), y.tolist(), strict=True))

    def definitions(self) -> Markup:
        """Return the lines of all stretches, for every step to refer to."""
        return Markup('<svg width="0" height="0"><defs>{}</defs></svg>').format(
            Markup(
                "".join(
                    f'<path id="{self.ident}-{index}" d="{lines_path(line)}"/>'
                    for index, line in enumerate(self.lines)
                )
            )
        )

    def step(self, index: int, base: str, label: str) -> Markup:
        """Return the map of a step on the drawing that has the id ``base``."""
        loaded = [k for k, stretch in enumerate(self.schedule.stretches) if stretch.persons[index] > 0]
        loaded.sort(key=lambda k: int(self.schedule.stretches[k].persons[index]))
        parts = [f'<use href="#{base}"/>']
        for case in ("load-case", "load"):
            parts += [
                f'<use href="#{self.ident}-{k}" class="{case} l{_width(self.schedule.stretches[k], index)}"/>'
                for k in loaded
                if self.lines[k].length >= 1
            ]
        parts += [_arrow(self.lines[k], self.schedule.stretches[k], index) for k in self._arrowed(loaded)]
        tags = self.tags(index)
        for name, factor in SIZES.items():
            parts += [f'<g class="{name}">', *self._lettered(tags, loaded, factor), "</g>"]
        opening = Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {} {}" role="img"'
            ' aria-label="{}">'
        ).format(self.frame.width, self.frame.height, label)
        width, height = self.frame.width - 4, self.frame.height - 4
        edge = f'<rect class="frame" x="2" y="2" width="{width}" height="{height}"/>'
        return opening + Markup("".join(parts) + edge + "</svg>")

    def _arrowed(self, loaded: Sequence[int]) -> list[int]:
        """Return the stretches that carry an arrow, those long ones first."""
        kept: list[int] = []
        middles = np.empty((0, 2))
        for k in sorted(loaded, key=lambda k: -self.lines[k].length):
            if self.lines[k].length < 1:
                continue
            at = self.lines[k].interpolate(0.5, normalized=True)
            here = np.array([[at.x, at.y]])
            if not len(middles) or np.hypot(*(middles - here).T).min() >= ARROW_APART:
                kept.append(k)
                middles = np.vstack([middles, here])
        return kept

    def tags(self, index: int) -> list[Tag]:
        """Return what is numbered in a step, crowds first; what lies off the drawing is left out."""
        schedule = self.schedule
        tags = []
        for k in largest([crowd.persons for crowd in schedule.crowds], index):
            crowd = schedule.crowds[k]
            x, y = self.frame.place(np.array([crowd.lon]), np.array([crowd.lat]))
            tags.append(Tag("wait", k + 1, int(crowd.persons[index]), float(x[0]), float(y[0])))
        for k in largest([street.persons for street in schedule.streets], index):
            count = int(schedule.streets[k].persons[index])
            own = [
                line
                for line, stretch in zip(self.lines, schedule.stretches, strict=True)
                if stretch.street == k and stretch.persons[index] == count
            ]
            middle = max(own, key=lambda line: line.length).interpolate(0.5, normalized=True)
            tags.append(Tag("pass", k + 1, count, float(middle.x), float(middle.y)))
        leaving = [unit.persons for unit in schedule.departures]
        tags += [Tag("leave", k + 1, int(leaving[k][index]), *self.units[k]) for k in largest(leaving, index)]
        frame = self.frame
        return [tag for tag in tags if 0 <= tag.x <= frame.width and 0 <= tag.y <= frame.height]

    def _lettered(self, tags: list[Tag], loaded: Sequence[int], factor: float) -> Iterator[str]:
        letters = [shapely.point_on_surface(area) for area in self.areas]
        half = 24 * factor
        taken = [
            *furniture_boxes(self.frame, factor),
            *(Box(at.x - half, at.y - half, at.x + half, at.y + half) for at in letters),
        ]
        lines = shapely.GeometryCollection([self.lines[k] for k in loaded if self.lines[k].length >= 1])
        boxes = Boxes(self.frame, taken, lines)
        for tag in tags:
            yield from _tag(tag, boxes, factor)


def unit_place(loaded: LoadedPlan, unit: UnitDepartures) -> shapely.Point:
    """Return where a unit's sign stands, WGS 84: in the middle of its blocks, where it has some."""
    if not unit.blocks or loaded.gazetteer is None:
        return shapely.Point(unit.lon, unit.lat)
    number = {name: index for index, name in enumerate(loaded.gazetteer.ids)}
    shapes = [loaded.gazetteer.geometry[number[name]] for name in unit.blocks]
    return shapely.point_on_surface(shapely.union_all(shapes))


def largest(persons: Sequence[Ints], index: int) -> list[int]:
    """Return the ``NUMBERED`` places with most people in a step, in their order; none with too few."""
    most = sorted(range(len(persons)), key=lambda k: -int(persons[k][index]))[:NUMBERED]
    return sorted(k for k in most if persons[k][index] > 0)


def _width(stretch: Stretch, index: int) -> int:
    return next(width for least, width in WIDTH_FROM if stretch.persons[index] >= least)


def _arrow(line: BaseGeometry, stretch: Stretch, index: int) -> str:
    """Return a head of an arrow half-way along a stretch, in the direction in which most go."""
    middle = line.interpolate(0.5, normalized=True)
    before, after = (line.interpolate(line.length / 2 + step) for step in (-6.0, 6.0))
    angle = math.atan2(after.y - before.y, after.x - before.x)
    if not stretch.along[index]:
        angle += math.pi
    size = 13.0 + 4.0 * _width(stretch, index)
    corners = [(size, 0.0), (-0.8 * size, 0.85 * size), (-0.8 * size, -0.85 * size)]
    turned = [
        (
            middle.x + x * math.cos(angle) - y * math.sin(angle),
            middle.y + x * math.sin(angle) + y * math.cos(angle),
        )
        for x, y in corners
    ]
    return f'<path class="arrow" d="{path(np.array(turned), closed=True)}"/>'


def _tag(tag: Tag, boxes: Boxes, factor: float) -> Iterator[str]:
    """Yield a sign with its number and the count beside it, on the first free place around its spot."""
    radius, size = 19 * factor, TEXT_SIZE * factor
    words = f"{tag.persons:,}"
    width, height = 2 * radius + 8 * factor + text_width(words, size, bold=True), 2 * radius
    spots = list(_around(tag, width, height, 20 * factor))
    edge = 0.3 * radius
    places = [Box(x - edge, y - edge, x + width + edge, y + height + edge) for x, y in spots]
    index = boxes.first_free(places)
    if index is None:
        return
    left, top = spots[index]
    x, y = left + radius, top + radius
    near = 5 * factor
    end_x = min(max(tag.x, left - near), left + width + near)
    end_y = min(max(tag.y, top - near), top + height + near)
    yield f'<path class="lead" d="M{tag.x:.0f} {tag.y:.0f}L{end_x:.0f} {end_y:.0f}"/>'
    yield f'<circle class="spot" cx="{tag.x:.0f}" cy="{tag.y:.0f}" r="{5 * factor:.0f}"/>'
    yield f'<g class="tag {tag.kind}">{_sign(tag.kind, x, y, radius)}'
    yield (
        f'<text class="no" x="{x:.0f}" y="{y + size * 0.3:.0f}" font-size="{size * 0.86:.0f}">'
        f"{tag.number}</text>"
        f'<text class="count" x="{left + 2 * radius + 6 * factor:.0f}" y="{y + size * 0.36:.0f}"'
        f' font-size="{size:.0f}">{escape(words)}</text></g>'
    )


def _sign(kind: str, x: float, y: float, radius: float) -> str:
    if kind == "pass":
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}"/>'
    if kind == "wait":
        reach = 1.25 * radius
        corners = np.array([[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]])
        return f'<path d="{path(corners, closed=True)}"/>'
    side = 1.8 * radius
    return f'<rect x="{x - side / 2:.0f}" y="{y - side / 2:.0f}" width="{side:.0f}" height="{side:.0f}"/>'


def _around(tag: Tag, width: float, height: float, away: float) -> Iterator[tuple[float, float]]:
    """Yield upper left corners for a sign and its count: beside the spot, over, under it, then farther."""
    for ring in (1.0, 2.2, 3.8, 6.0):
        reach = away * ring
        for across, up in (
            (reach, -height / 2),
            (-width - reach, -height / 2),
            (-width / 2, -height - reach),
            (-width / 2, reach),
            (reach, -height - reach),
            (reach, reach),
            (-width - reach, -height - reach),
            (-width - reach, reach),
        ):
            yield tag.x + across, tag.y + up
