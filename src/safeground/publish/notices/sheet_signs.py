"""The signs of a sheet's map, readable without colour, and the legend that names them.

Lines at 45° with a thick edge: ordered to be left. Double outline, nothing inside: a destination, of which
nothing is said. Long and short dashes with arrowheads: a way. Short dashes: closed. Dots: to return to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely
from markupsafe import escape

from safeground.publish.notices.phrases import RIGHT_TO_LEFT, phrases
from safeground.publish.notices.pieces import reads_from_right
from safeground.publish.svg import polygons_path, text_width

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safeground.publish.notices.phrases import Language

INK: Final = "#1c1b19"
PALE: Final = "#857f73"
LEAVE: Final = "#7d1a12"
GO: Final = "#1b5c8c"
FACES: Final = "'Noto Sans','Noto Sans Arabic','Noto Sans Hebrew','DejaVu Sans',Arial,sans-serif"
LEGEND_LINE: Final = 1.9
"""Height of a line of the legend, in sizes of its letters."""
_ORDER: Final = ("ordered", "destination", "closed", "return", "way", "way_undirected")


def hatch(ident: str, size: float) -> str:
    """Return the pattern of areas to be left."""
    step = size * 0.72
    return (
        f'<pattern id="{ident}-hatch" width="{step:.1f}" height="{step:.1f}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0V{step:.1f}" stroke="{LEAVE}" stroke-opacity=".55"'
        f' stroke-width="{size * 0.16:.1f}"/></pattern>'
    )


def area_sign(
    kind: str, shape: BaseGeometry, ident: str, size: float, *, own: bool = True, name: str = ""
) -> str:
    """Return an area's outline and filling; another area of the notice has a thinner edge."""
    commands = polygons_path(shape)
    if not commands:
        return ""
    wide = size * (0.26 if own else 0.13)
    known = f' data-area="{escape(name)}"' if name else ""
    if kind == "ordered":
        return (
            f'<path class="ordered"{known} d="{commands}" fill="url(#{ident}-hatch)" fill-rule="evenodd"'
            f' stroke="{LEAVE}" stroke-width="{wide:.1f}" stroke-linejoin="round"/>'
        )
    if kind == "destination":
        return (
            f'<path class="destination" d="{commands}" fill="none" stroke="{GO}"'
            f' stroke-width="{size * 0.5:.1f}"/>'
            f'<path d="{commands}" fill="none" stroke="#fff" stroke-width="{size * 0.22:.1f}"/>'
        )
    dashes = f"{size * 0.6:.1f} {size * 0.4:.1f}" if kind == "closed" else f"0.1 {size * 0.45:.1f}"
    return (
        f'<path class="{kind}" d="{commands}" fill="none" stroke="{INK}" stroke-width="{size * 0.2:.1f}"'
        f' stroke-linecap="{"butt" if kind == "closed" else "round"}" stroke-dasharray="{dashes}"/>'
    )


def way_sign(commands: str, size: float) -> str:
    """Return a way's line: long and short dashes on a white case."""
    dashes = " ".join(f"{size * part:.1f}" for part in (1.1, 0.32, 0.18, 0.32))
    return (
        f'<path d="{commands}" fill="none" stroke="#fff" stroke-width="{size * 0.55:.1f}"/>'
        f'<path class="way" d="{commands}" fill="none" stroke="{INK}" stroke-width="{size * 0.22:.1f}"'
        f' stroke-dasharray="{dashes}"/>'
    )


def arrowhead(x: float, y: float, degrees: float, size: float) -> str:
    """Return an arrowhead; 0 degrees point to the right, growing clockwise."""
    tip, back, half = size * 0.75, size * 0.5, size * 0.48
    return (
        f'<path class="arrowhead" transform="translate({x:.0f} {y:.0f}) rotate({degrees:.1f})"'
        f' d="M{tip:.1f} 0L{-back:.1f} {half:.1f}L{-back * 0.4:.1f} 0L{-back:.1f} {-half:.1f}Z"'
        f' fill="{INK}" stroke="#fff" stroke-width="{size * 0.12:.1f}" paint-order="stroke"/>'
    )


def text(
    x: float,
    y: float,
    said: str,
    size: float,
    *,
    bold: bool = False,
    turned: float = 0.0,
    sign: str = "name",
    from_right: bool | None = None,
) -> str:
    """Return a text around a point of its base line, with a white edge.

    A name runs as its first letter does; a sentence as its language does, which ``from_right`` says.
    """
    rtl = reads_from_right(said) if from_right is None else from_right
    direction = ' direction="rtl"' if rtl else ""
    turn = f' transform="rotate({turned:.1f} {x:.0f} {y:.0f})"' if abs(turned) > 0.5 else ""
    return (
        f'<text class="{sign}" x="{x:.0f}" y="{y:.0f}" font-size="{size:.0f}" text-anchor="middle"'
        f'{direction}{turn} fill="{INK}" stroke="#fff" stroke-width="{size * 0.22:.1f}" paint-order="stroke"'
        f' stroke-linejoin="round" font-weight="{700 if bold else 400}">{escape(said)}</text>'
    )


def legend(signs: set[str], language: Language, width: float, size: float, ident: str) -> tuple[str, float]:
    """Return the legend of the signs used, laid out from the language's side, and its height."""
    table = phrases("notice")
    names = {sign: table[f"legend.{sign}" if "way" in sign else f"kind.{sign}"][language] for sign in signs}
    x, y, line, swatch = size * 0.4, 0.0, size * LEGEND_LINE, size * 2.2
    parts = []
    for sign in [sign for sign in _ORDER if sign in signs]:
        wide = text_width(names[sign], size)
        if x > size and x + swatch + wide + size > width:
            x, y = size * 0.4, y + line
        middle_y = y + line * 0.55
        at = width - x - swatch if language in RIGHT_TO_LEFT else x
        parts.append(_swatch(sign, at, middle_y, swatch, size, ident))
        along = x + swatch + size * 0.4
        at = width - along if language in RIGHT_TO_LEFT else along
        # Renderers do not agree on where a text from right to left starts; on its ends they do.
        anchor = "end" if language in RIGHT_TO_LEFT else "start"
        parts.append(_legend_text(at, middle_y + size * 0.35, names[sign], size, anchor))
        x += swatch + wide + size * 1.6
    return "".join(parts), y + line


def _legend_text(x: float, y: float, said: str, size: float, anchor: str) -> str:
    return (
        f'<text class="legend" x="{x:.0f}" y="{y:.0f}" font-size="{size:.0f}" text-anchor="{anchor}"'
        f' fill="{INK}">{escape(said)}</text>'
    )


def _swatch(sign: str, x: float, y: float, width: float, size: float, ident: str) -> str:
    half = size * 0.5
    if sign.startswith("way"):
        line = way_sign(f"M{x:.0f} {y:.0f}h{width:.0f}", size)
        return line + (arrowhead(x + width * 0.55, y, 0, size) if sign == "way" else "")
    inset = size * 0.25
    box = shapely.box(x + inset, y - half, x + width - inset, y + half)
    return area_sign(sign, box, ident, size * 0.8)
