"""A sheet as one HTML file: one A4 page in print, one column on a phone, no request, no script."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

import safeground
from safeground.publish.notices.pieces import html, named, visible
from safeground.publish.notices.sheet_fit import fitted
from safeground.publish.notices.sheet_map import sheet_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.publish.notices.sheet_map import Around
    from safeground.publish.notices.sheet_words import Sheet

WIDTH: Final = 1860
"""Units across the printed map: ten a millimetre."""
LETTERS: Final = 31
"""Units of the map's letters: 3.1 mm."""
NARROW: Final = (1000, 900)
NARROW_LETTERS: Final = 38
"""The map on a narrow screen: a drawing of its own, whose letters are 12 pixels high where it is 320 wide."""


@cache
def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("safeground.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(line=html, visible=visible, name=lambda text: html(named(text)))
    return pages


def sheet_html(sheet: Sheet, around: Around, licences: Sequence[str] = ()) -> bytes:
    """Return a sheet's page.

    Parameters
    ----------
    sheet
        What it says.
    around
        What its map shows around the area.
    licences
        Licence lines of what is drawn.
    """
    fit = fitted(sheet)
    drawing = sheet_map(fit.sheet, around, WIDTH, round(fit.map_mm * 10), LETTERS, "map")
    narrow = sheet_map(fit.sheet, around, *NARROW, NARROW_LETTERS, "narrow")
    page = _environment().get_template("notice_sheet.html")
    return page.render(
        sheet=fit.sheet,
        drawing=drawing.svg("map") + narrow.svg("narrow", "narrow"),
        licences=licences,
        print_pt=fit.print_pt,
        version=safeground.__version__,
    ).encode()
