"""What of each need can come, as bars against the need: filled for certain, hatched at the most.

Read without colour and without a style sheet, so that the same drawing stands in a page and as an image.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from safeground.publish.answers import word
from safeground.publish.figures import shorten
from safeground.publish.in_short import NEED
from safeground.publish.svg import text_width
from safeground.wording import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.questions.finding import Finding

WIDE: Final = 680
NARROW: Final = 340
ROW: Final = 22
TWO_LINES: Final = 42
"""Height of a row: name, bar and figure beside one another, or the bar below."""
NAMES: Final = 150
FIGURES: Final = 110
BAR: Final = 11
FACE: Final = "sans-serif"
SIZE: Final = 13
ABOVE: Final = 3
NAME: Final = 60

LEGEND: Final = (
    "Filled: comes at the worst. Hatched: comes at the most. Dashed: not known. Upright: all that is needed."
)


@dataclass(frozen=True, slots=True)
class NeedBars:
    """The drawing, how tall it is, what it tells in words, and how it is read."""

    svg: Markup
    height: int
    told: str
    legend: str


def need_bars(
    findings: Sequence[Finding], *, most: int | None = None, wide: bool = True, ident: str = "need-bars"
) -> NeedBars | None:
    """Return a bar for each need; None where no finding is on one.

    Parameters
    ----------
    findings
        Of *supply*.
    most
        How many needs are drawn at the most; the legend says how many more there are.
    wide
        Whether name, bar and figure stand beside one another, 680 units wide; else one below the other, 340.
    ident
        Of the drawing in its page.
    """
    needs = [one for one in findings if one.id.startswith(NEED) and one.figure is not None]
    shown = needs[:most]
    if not shown:
        return None
    width, row = (WIDE, ROW) if wide else (NARROW, TWO_LINES)
    height = ABOVE * 2 + row * len(shown)
    left, right = (NAMES, WIDE - FIGURES) if wide else (2, NARROW - 2)
    told = "; ".join(f"{one.subject}: {_share(one)} of the need, {word(one.answer).lower()}" for one in shown)
    parts = [_row(one, ABOVE + row * index, left, right, wide, ident) for index, one in enumerate(shown)]
    opening = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="need-bars {kind}" viewBox="0 0 {width} {height}" '
        'role="img" aria-labelledby="{ident}-t {ident}-d" fill="none" stroke="none" font-family="{face}" '
        'font-size="{size}"><title id="{ident}-t">What of each need can come</title>'
        '<desc id="{ident}-d">{told}.</desc><defs><pattern id="{ident}-h" width="5" height="5" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V5" stroke="currentColor" stroke-width="1.6"/></pattern></defs>'
    ).format(
        kind="wide" if wide else "narrow",
        width=width,
        height=height,
        ident=ident,
        face=FACE,
        size=SIZE,
        told=told,
    )
    more = "" if len(shown) == len(needs) else f" {len(needs) - len(shown)} more needs are in the report."
    svg = opening + Markup("").join(parts) + Markup("</svg>")
    return NeedBars(svg, height, f"What of each need can come. {told}.", LEGEND + more)


def _row(one: Finding, top: int, left: int, right: int, wide: bool, ident: str) -> Markup:
    bar_top = top + (ROW - BAR) // 2 if wide else top + ROW
    base = top + SIZE + 2
    low, high = _ends(one)
    x_low, x_high = (round(left + share * (right - left), 1) for share in (low, high))
    inside = Markup('fill="url(#{}-h)"').format(ident)
    if one.answer == "unknown":
        inside = Markup('stroke-dasharray="3 3"')
    foot = bar_top + BAR
    parts = [
        Markup('<text x="{}" y="{}" fill="currentColor">{}</text>').format(
            0 if wide else left, base, fitted(one.subject, (NAMES if wide else right - FIGURES) - 10)
        ),
        Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="currentColor"/>').format(
            left, bar_top, round(x_low - left, 1), BAR
        ),
        Markup('<rect x="{}" y="{}" width="{}" height="{}" stroke="currentColor" {}/>').format(
            x_low, bar_top, round(x_high - x_low, 1), BAR, inside
        ),
        Markup('<path d="M{} {}V{}" stroke="currentColor" stroke-width="2.5"/>').format(
            right, bar_top - 4, foot + 4
        ),
        Markup('<path d="M{} {}H{}" stroke="currentColor" stroke-width=".6"/>').format(left, foot, right),
        Markup('<text x="{}" y="{}" fill="currentColor" text-anchor="end" direction="ltr">{}</text>').format(
            (WIDE if wide else NARROW) - 2, base, _share(one)
        ),
    ]
    return Markup("").join(parts)


def _ends(one: Finding) -> tuple[float, float]:
    if one.figure is None:
        return 0.0, 0.0
    low, high = one.figure.range.low, one.figure.range.high
    return min(max(low, 0.0), 1.0), min(high, 1.0) if math.isfinite(high) else 1.0


def _share(one: Finding) -> str:
    return "" if one.figure is None else percent(one.figure.range)


def fitted(name: str, width: float, size: float = SIZE) -> str:
    """Return a name cut to a width of the drawing, in type of a size."""
    text = shorten(name, NAME)
    while len(text) > 1 and text_width(text, size) > width:
        text = shorten(text.rstrip("…"), len(text) - 1)
    return text
