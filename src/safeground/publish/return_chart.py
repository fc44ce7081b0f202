"""The chart of people who left a place and are not back: a band by day, with the claims as marks."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup, escape

from safeground.publish.curve_frame import Frame
from safeground.publish.figures import day
from safeground.publish.svg import nice_step, path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.publish.figures import Figures
    from safeground.quantity import Range
    from safeground.questions.displacement.account import Displacement
    from safeground.questions.displacement.statements import Statement

WIDE: Final = Frame("wide", 1104, 330, 78, 1088, 24, 282, 14, 12)
NARROW: Final = Frame("narrow", 360, 300, 46, 350, 24, 252, 12, 4)
ROOM_ABOVE: Final = 1.08
OPEN_END: Final = 1.5
"""Where no claim holds the upper end, the chart goes so far beyond the highest number in it."""
LEAST_SHOWN: Final = 10.0


def displaced_svg(displacement: Displacement, place: str, figures: Figures, ident: str) -> Markup:
    """Return the chart of one place, once for wide and once for narrow screens.

    Each reading is a band from its least to its most; where no claim holds the upper end, it runs out of the
    chart at the top. A claim of people who left is a mark at the end of its last day.
    """
    bands = [reading.places[place].gone for reading in displacement.readings]
    marks = claims_shown(displacement, place)
    ends = [end for band in bands for one in band for end in (one.low, one.high) if math.isfinite(end)]
    ends += [end for one in marks for end in (one.low, one.high) if math.isfinite(end)]
    is_open = any(math.isinf(one.high) for band in bands for one in band)
    most = max([*ends, LEAST_SHOWN]) * (OPEN_END if is_open else ROOM_ABOVE)
    title = f"People who left {place} since {day(displacement.days.first)} and are not back"
    said = _said(displacement, bands, figures)
    drawn = []
    for frame in (WIDE, NARROW):
        name = f"{ident}-{frame.name}"
        body = [*_persons(frame, most), *(_band(frame, band, most) for band in bands)]
        body += [
            *(_mark(frame, one, len(displacement.days), most) for one in marks),
            *_days(frame, displacement),
        ]
        opening = Markup(
            '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
        ).format(frame.name, int(frame.width), int(frame.height), name, name, name, title, name, said)
        drawn.append(opening + Markup("".join(body)) + Markup("</svg>"))
    return Markup("").join(drawn)


def claims_shown(displacement: Displacement, place: str) -> list[Statement]:
    """Return the claims of people who left a place, to anywhere: what the band can be looked at against."""
    return [
        one
        for one in displacement.stated
        if one.counted in ("moved", "displaced") and one.left == place and one.entered is None
    ]


def _said(displacement: Displacement, bands: Sequence[Sequence[Range]], figures: Figures) -> str:
    parts = []
    for reading, band in zip(displacement.readings, bands, strict=True):
        name = f"{reading.name}: " if reading.name else ""
        parts.append(f"{name}{figures.plain(band[-1])} at the end of {day(displacement.days.last)}.")
    return " ".join(parts) or "No reading holds."


def _x(frame: Frame, number: float, days: int) -> float:
    return frame.left + (number + 1) / days * (frame.right - frame.left)


def _y(frame: Frame, persons: float, most: float) -> float:
    share = min(1.0, max(0.0, persons / most)) if math.isfinite(persons) else 1.0
    return frame.bottom - share * (frame.bottom - frame.top)


def _band(frame: Frame, band: Sequence[Range], most: float) -> str:
    """Draw the days as steps: what holds at the end of a day stands over that day."""
    upper: list[tuple[float, float]] = []
    lower: list[tuple[float, float]] = []
    for number, one in enumerate(band):
        for x in (_x(frame, number - 1, len(band)), _x(frame, number, len(band))):
            upper.append((x, _y(frame, one.high, most)))
            lower.append((x, _y(frame, one.low, most)))
    outline = path(np.array(upper + lower[::-1]), closed=True)
    return (
        f'<path class="band" fill-opacity="0.55" d="{outline}"/>'
        f'<path class="schedule" d="{path(np.array(lower))}"/>'
        f'<path class="level" fill="none" d="{path(np.array(upper))}"/>'
    )


def _mark(frame: Frame, one: Statement, days: int, most: float) -> str:
    """Draw a claim: from its low to its high end, with a foot where it has one, open where it has none."""
    x = _x(frame, one.outer[1], days)
    low, high = _y(frame, one.low, most), _y(frame, one.high, most)
    feet = [y for y, end in ((low, one.low), (high, one.high)) if math.isfinite(end) and end > 0]
    caps = "".join(f'<line x1="{x - 5:.0f}" x2="{x + 5:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>' for y in feet)
    line = f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{low:.1f}" y2="{high:.1f}"/>'
    name = f"<title>{escape(one.id)}, {escape(one.source)}</title>"
    return f'<g class="drop" stroke-width="2">{name}{line}{caps}</g>'


def _persons(frame: Frame, most: float) -> list[str]:
    step = nice_step(most, 5)
    parts = []
    for index in range(int(most / step) + 1):
        value = index * step
        y = _y(frame, value, most)
        label = f"{value:,.0f}" if frame is WIDE or value < 1000 else f"{value / 1000:,.5g}k"
        parts.append(
            f'<line class="grid" x1="{frame.left:.0f}" x2="{frame.right:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{frame.left - 7:.0f}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
        )
    return parts


def _days(frame: Frame, displacement: Displacement) -> list[str]:
    days, bottom = displacement.days, frame.bottom
    count = len(days)
    every = max(1, math.ceil(count / frame.ticks))
    foot = f'y1="{bottom:.0f}" y2="{bottom:.0f}"'
    parts = [f'<line class="axis" x1="{frame.left:.0f}" x2="{frame.right:.0f}" {foot}/>']
    tick = f'y="{bottom + 20:.0f}" text-anchor="middle"'
    for number in range(0, count, every):
        x = (_x(frame, number - 1, count) + _x(frame, number, count)) / 2
        label = day(days.first + timedelta(days=number)).rsplit(" ", 1)[0]
        parts.append(
            f'<line class="axis" x1="{x:.0f}" x2="{x:.0f}" y1="{bottom:.0f}" y2="{bottom + 5:.0f}"/>'
            f'<text class="tick" x="{x:.0f}" {tick}>{escape(label)}</text>'
        )
    return parts
