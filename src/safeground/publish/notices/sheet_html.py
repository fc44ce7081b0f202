"""A sheet as one HTML file: one A4 page in print, one column on a phone, no request, no script."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

import safeground
from safeground.publish.notices.pieces import bare, html, named
from safeground.publish.notices.sheet_map import sheet_map
from safeground.publish.svg import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.publish.notices.sheet_map import Around
    from safeground.publish.notices.sheet_words import Sheet

WIDTH: Final = 1860
"""Units across the printed map: ten a millimetre."""
LETTERS: Final = 31
"""Units of the map's letters: 3.1 mm."""
SIZES_PT: Final = (10.5, 9.5, 8.5, 7.5, 6.5)
MM_PER_PT: Final = 0.3528
VALUES_MM: Final = 141.0
LEAST_MAP_MM: Final = 78.0
MOST_MAP_MM: Final = 150.0
PAGE_MM: Final = 270.0
"""Height inside of a sheet's frame."""


@cache
def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("safeground.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(line=html, name=lambda text: html(named(text)))
    return pages


def sheet_html(sheet: Sheet, around: Around, credits: Sequence[str] = ()) -> bytes:
    """Return a sheet's page.

    Parameters
    ----------
    sheet
        What it says.
    around
        What its map shows around the area.
    credits
        Licence lines of what is drawn.
    """
    print_pt, map_mm = fitted(sheet)
    drawing = sheet_map(sheet, around, WIDTH, round(map_mm * 10), LETTERS, "map")
    page = _environment().get_template("notice_sheet.html")
    return page.render(
        sheet=sheet,
        drawing=drawing.svg("map"),
        credits=credits,
        print_pt=print_pt,
        version=safeground.__version__,
    ).encode()


def fitted(sheet: Sheet) -> tuple[float, float]:
    """Return the size of letters in points by which a sheet fits one page, and the height its map then has.

    Heights are estimated from the widest of the common faces; the page's own layout gives the map what is
    left, so an estimate that is too high costs white space and never a second page.
    """
    for size_pt in SIZES_PT:
        map_mm = PAGE_MM - _words_mm(sheet, size_pt)
        if map_mm >= LEAST_MAP_MM:
            break
    return size_pt, min(max(map_mm, LEAST_MAP_MM), MOST_MAP_MM)


def _words_mm(sheet: Sheet, size_pt: float) -> float:
    size = size_pt * MM_PER_PT
    leading = size * (1.55 if sheet.language == "ar" else 1.35)
    rows = sum(
        max(sum(_lines(bare(line), size, VALUES_MM) for line in row.lines), _lines(row.label, size, 38.0))
        * leading
        + 1.3
        for row in sheet.rows
    )
    head = _lines(bare(sheet.band), 3.6, 180.0) * 5.2 * (2 if sheet.is_copy else 1)
    foot = _lines("; ".join(map(bare, sheet.foot)) + "credit" * 10, 2.9, 180.0) * 4.4
    legend = 12.0
    return rows + head + foot + legend + 36.0 + _lines(sheet.protection, 4.0, 180.0) * 6.0


def _lines(text: str, size: float, width: float) -> int:
    return max(1, -int(-text_width(text, size) // width))
