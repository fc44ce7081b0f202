"""Layer styles in QGIS's QML: shapes before colour, no green, nothing that flatters a place."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr


@dataclass(frozen=True, slots=True)
class Style:
    """How one layer is drawn: one symbol, or one for each value of ``by``."""

    description: str
    symbols: dict[str, dict[str, str]]
    by: str = ""


SYMBOL_OF_GEOMETRY = {"MULTIPOLYGON": "fill", "MULTILINESTRING": "line", "POINT": "marker"}
CLASS_OF_SYMBOL = {"fill": "SimpleFill", "line": "SimpleLine", "marker": "SimpleMarker"}

INK = "28,27,25,255"
INK_2 = "86,82,74,255"
NOT_MET = "125,26,18,255"
PAPER = "251,250,247,255"


def _outline(width: str, style: str = "solid", pattern: str = "no") -> dict[str, str]:
    return {
        "style": pattern,
        "color": INK_2,
        "outline_color": INK,
        "outline_width": width,
        "outline_style": style,
    }


STYLES = {
    "areas": Style(
        "Areas by kind: ordered to leave hatched, destinations outlined, closed areas crossed",
        {
            "ordered": _outline("0.6", pattern="b_diagonal"),
            "destination": _outline("1.0", "dash"),
            "closed": _outline("0.6", pattern="diagonal_x"),
            "return": _outline("0.6", "dot"),
        },
        by="kind",
    ),
    "corridors": Style(
        "Corridors as published", {"": {"line_color": INK, "line_width": "0.8", "line_style": "dash"}}
    ),
    "people_present_and_protected": Style(
        "People who cannot all have left by the deadline: present and protected",
        {"": _outline("0.3", pattern="dense6")},
    ),
    "cut_streets": Style(
        "Streets of the cut", {"": {"line_color": NOT_MET, "line_width": "1.6", "line_style": "solid"}}
    ),
    "largest_crowds": Style(
        "The largest crowd of each schedule",
        {
            "": {
                "name": "circle",
                "color": PAPER,
                "outline_color": NOT_MET,
                "outline_width": "0.8",
                "size": "5",
            }
        },
    ),
    "supply_crossings": Style(
        "Crossings of supplies, as the plan states them; whether one is open is what claimants say",
        {"": {"name": "diamond", "color": PAPER, "outline_color": INK, "outline_width": "0.8", "size": "4"}},
    ),
    "supply_stores": Style(
        "Warehouses, distribution points and sites that keep or use up supplies",
        {
            "": {
                "name": "triangle",
                "color": PAPER,
                "outline_color": INK,
                "outline_width": "0.4",
                "size": "3.5",
            }
        },
    ),
    "sites": Style(
        "Protected sites",
        {"": {"name": "square", "color": PAPER, "outline_color": INK, "outline_width": "0.4", "size": "3"}},
    ),
}


def qml(symbol: str, style: Style) -> str:
    """Return the style as a QML document for symbols of the given type."""
    symbols = "".join(
        f'<symbol type="{symbol}" name="{index}" alpha="1">'
        f'<layer class="{CLASS_OF_SYMBOL[symbol]}" enabled="1" locked="0" pass="0"><Option type="Map">'
        + "".join(
            f'<Option type="QString" name={quoteattr(key)} value={quoteattr(value)}/>'
            for key, value in properties.items()
        )
        + "</Option></layer></symbol>"
        for index, properties in enumerate(style.symbols.values())
    )
    if style.by:
        categories = "".join(
            f'<category symbol="{index}" value={quoteattr(value)} label={quoteattr(value)} render="true"/>'
            for index, value in enumerate(style.symbols)
        )
        renderer = (
            f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(style.by)}>'
            f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
        )
    else:
        renderer = f'<renderer-v2 type="singleSymbol"><symbols>{symbols}</symbols></renderer-v2>'
    return (
        f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version=\"3.22\">{renderer}</qgis>"
    )
