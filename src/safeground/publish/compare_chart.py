"""The chart of variants: one panel a cost, people moved first; in each a bar from the least to the most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from safeground.compare import COSTS
from safeground.publish.curve_frame import Frame
from safeground.publish.need_bars import fitted
from safeground.publish.svg import text_width

if TYPE_CHECKING:
    from safeground.compare import Comparison, Cost, Variant
    from safeground.publish.figures import Figures

WIDE: Final = Frame("wide", 1104, 0, 230, 800, 26, 0, 14, 5)
NARROW: Final = Frame("narrow", 360, 0, 8, 352, 26, 0, 12, 3)
ROW: Final = 34
NARROW_ROW: Final = 52
PANEL_GAP: Final = 26
BAR: Final = 14
OPEN_ROOM: Final = 0.85
"""Share of the width that the greatest number takes where some bar has no end: that one runs on."""


def compare_svg(comparison: Comparison, figures: Figures, ident: str) -> Markup:
    """Return the chart, once for wide and once for narrow screens."""
    drawn = []
    for frame in (WIDE, NARROW):
        row = ROW if frame is WIDE else NARROW_ROW
        parts: list[str] = []
        y = 0.0
        for cost in COSTS:
            parts.append(f'<text class="b" x="{4}" y="{y + 18:.0f}">{escape(cost.name)}</text>')
            y += frame.top
            most = _most(comparison, cost)
            for variant in comparison.variants:
                parts.append(_row(frame, variant, cost, most, y, figures))
                y += row
            y += PANEL_GAP
        name = f"{ident}-{frame.name}"
        opening = Markup(
            '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">What each variant costs, people told to move first</title>'
            '<desc id="{}-d">{}</desc>'
        ).format(frame.name, int(frame.width), int(y), name, name, name, name, _said(comparison, figures))
        drawn.append(opening + Markup("".join(parts)) + Markup("</svg>"))
    return Markup("").join(drawn)


def _most(comparison: Comparison, cost: Cost) -> float:
    ranges = [one.figures[cost.key].range for one in comparison.variants]
    ends = [end for one in ranges if one is not None for end in (one.low, one.high) if math.isfinite(end)]
    is_open = any(one is not None and math.isinf(one.high) for one in ranges)
    most = max([*ends, 1.0])
    return most / OPEN_ROOM if is_open else most


def _row(frame: Frame, variant: Variant, cost: Cost, most: float, y: float, figures: Figures) -> str:
    found = variant.figures[cost.key].range
    said = escape("not known" if found is None else figures.plain(found))
    if frame is WIDE:
        name = escape(fitted(variant.name, frame.left - 16, frame.size))
        head = f'<text class="lab" x="{frame.left - 12:.0f}" y="{y + 15:.0f}" text-anchor="end">{name}</text>'
        tail = f'<text class="lab" x="{frame.right + 12:.0f}" y="{y + 15:.0f}">{said}</text>'
        top = y + 4
    else:
        room = frame.right - frame.left - text_width(f": {said}", frame.size)
        name = escape(fitted(variant.name, room, frame.size))
        head = f'<text class="lab" x="{frame.left:.0f}" y="{y + 13:.0f}">{name}: {said}</text>'
        tail, top = "", y + 19
    axis = f'<line class="grid" {_span(frame.left, y, frame.left, top + BAR + 4)}/>'
    if found is None:
        return head + axis + tail
    width = frame.right - frame.left
    low = min(1.0, max(0.0, found.low / most)) * width
    high = width if math.isinf(found.high) else min(1.0, found.high / most) * width
    place = f'x="{frame.left:.0f}" y="{top:.0f}" height="{BAR}"'
    bar = f'<rect class="band" {place} width="{high:.1f}"/>'
    bar += f'<rect fill="var(--ink)" {place} width="{low:.1f}"/>'
    if not math.isinf(found.high):
        end = _span(frame.left + high, top, frame.left + high, top + BAR)
        bar += f'<line class="drop" stroke-width="2" {end}/>'
    return head + axis + bar + tail


def _span(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'


def _said(comparison: Comparison, figures: Figures) -> str:
    parts = []
    for cost in COSTS:
        each = (
            f"{one.name}: {'not known' if found is None else figures.plain(found)}"
            for one in comparison.variants
            for found in (one.figures[cost.key].range,)
        )
        parts.append(f"{cost.name}: {'; '.join(each)}.")
    return " ".join(parts)
