"""The ruler under the arrivals chart: the answer, if the deadline were at this hour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from markupsafe import escape

from safeground.publish.answers import KIND
from safeground.publish.curve_frame import WIDE
from safeground.publish.deadlines import STREETS_ONLY, stretches, time_words
from safeground.publish.svg import text_width

if TYPE_CHECKING:
    from safeground.journey.outcome import Outcome
    from safeground.publish.answers import Shown
    from safeground.publish.curve_frame import Frame, Scales
    from safeground.publish.deadlines import Stretch


def ruler(outcome: Outcome, scales: Scales, scheduled: Shown = "not_refuted") -> str:
    """Return the ruler as SVG: a stretch for each answer, with the hours between them."""
    frame = scales.frame
    top = frame.bottom + 62
    heading = (
        "The answer, if the deadline were at this hour"
        if frame is WIDE
        else "If the deadline were at this hour"
    )
    parts = [f'<text class="rl" x="{frame.left:.0f}" y="{top - 9:.0f}">{heading}</text>']
    inner: list[float] = []
    for stretch in stretches(outcome, scheduled):
        x1 = scales.x(stretch.start_h)
        x2 = frame.right if stretch.end_h is None else scales.x(stretch.end_h)
        if stretch.end_h is not None:
            inner.append(stretch.end_h)
        parts.append(_stretch(stretch, x1, x2, top, frame))
    parts.extend(_ruler_times(outcome, inner, scales, top))
    return "".join(parts)


def _stretch(stretch: Stretch, x1: float, x2: float, top: float, frame: Frame) -> str:
    kind = "streets" if stretch.words == STREETS_ONLY else KIND[stretch.answer]
    parts = [
        f'<rect class="r-{kind}" x="{x1:.1f}" y="{top:.0f}" width="{max(0.0, x2 - x1):.1f}" height="24"/>'
    ]
    width = text_width(stretch.words, frame.size, bold=True) + 34
    if width <= x2 - x1:
        chip = (x1 + x2 - width) / 2
        if kind in {"depends", "streets"}:
            parts.append(
                f'<rect class="chip" x="{chip:.1f}" y="{top + 2:.0f}" width="{width:.1f}" height="20"/>'
            )
        inverse = " inv" if kind == "bad" else ""
        glyph = f"g-{stretch.answer}{'-inv' if inverse else ''}"
        parts.append(
            f'<use href="#{glyph}" x="{chip + 6:.1f}" y="{top + 4:.0f}" width="16" height="16"/>'
            f'<text class="rw{inverse}" x="{chip + 27:.1f}" y="{top + 17:.0f}">{escape(stretch.words)}</text>'
        )
    elif x2 - x1 > 22 and kind != "bad":
        glyph_x = (x1 + x2) / 2 - 8
        parts.append(f'<rect class="chip" x="{glyph_x - 2:.1f}" y="{top + 2:.0f}" width="20" height="20"/>')
        parts.append(
            f'<use href="#g-{stretch.answer}" x="{glyph_x:.1f}" y="{top + 4:.0f}" width="16" height="16"/>'
        )
    return "".join(parts)


def _ruler_times(outcome: Outcome, hours: list[float], scales: Scales, top: float) -> list[str]:
    frame = scales.frame
    parts, taken = [], -math.inf
    for hour in hours:
        x = scales.x(hour)
        label = time_words(outcome, hour)
        half = text_width(label, frame.size, bold=True) / 2
        left = min(max(x - half, taken + 8, 0.0), frame.width - 2 * half)
        parts.append(f'<line class="rtk" x1="{x:.1f}" x2="{x:.1f}" y1="{top - 2:.0f}" y2="{top + 30:.0f}"/>')
        if left >= taken:
            parts.append(f'<text class="rt" x="{left:.0f}" y="{top + 45:.0f}">{escape(label)}</text>')
            taken = left + 2 * half
    return parts
