"""A sheet in typst's language: one A4 page, or a page as wide as a phone and as tall as it needs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from safeground.publish.notices.fonts import families
from safeground.publish.notices.pieces import MOST_UNBROKEN, bare, isolated, named
from safeground.publish.notices.sheet_fit import fitted
from safeground.publish.notices.sheet_html import LETTERS, WIDTH
from safeground.publish.notices.sheet_map import sheet_map
from safeground.publish.notices.sheet_signs import LEAVE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from safeground.publish.notices.pieces import Line, Piece
    from safeground.publish.notices.sheet_map import Around
    from safeground.publish.notices.sheet_words import Sheet

PHONE_MAP: Final = (996, 860)
"""Width and height of the map on a phone's page, in units of which three are a point."""
PHONE_LETTERS: Final = 27
PHONE_PT: Final = 10.5


def typst_source(
    sheet: Sheet, around: Around, licences: Sequence[str], there: Collection[str], *, phone: bool
) -> str:
    """Return a sheet's document.

    Parameters
    ----------
    sheet, around, licences
        As ``sheet_html`` takes them.
    there
        Families of fonts on this machine.
    phone
        A page for a phone, not for print.

    Raises
    ------
    OutputError
        No font for a script that the sheet needs.
    """
    if phone:
        size_pt = PHONE_PT
        drawing = sheet_map(sheet, around, *PHONE_MAP, PHONE_LETTERS, "map")
    else:
        fit = fitted(sheet)
        sheet, size_pt = fit.sheet, fit.print_pt
        drawing = sheet_map(sheet, around, WIDTH, round(fit.map_mm * 10), LETTERS, "map")
    lines = [*sheet.foot, *map(named, licences)]
    said = [sheet.headline, sheet.protection, sheet.exercise, drawing.inner.striptags()]
    said += [row.label for row in sheet.rows]
    said += map(bare, [sheet.band, sheet.name, *lines, *(line for row in sheet.rows for line in row.lines)])
    return (
        _environment()
        .get_template("notice_sheet.typ")
        .render(
            sheet=sheet,
            title=f"{sheet.headline}: {bare(sheet.name)}",
            drawing=drawing,
            faces=families("".join(said), there),
            foot=". ".join(map(_line, lines)),
            phone=phone,
            size_pt=size_pt,
            inset="3pt" if phone else "7mm",
            leave=LEAVE,
        )
    )


@cache
def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("safeground.publish"),
        autoescape=False,  # typst is no HTML: texts go through `quoted`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(quoted=_quoted, line=lambda line: _quoted(_line(line)))
    return pages


def _quoted(text: str) -> str:
    """Return a text as a string of typst's."""
    return json.dumps(str(text), ensure_ascii=False)


def _line(line: Line) -> str:
    """Return a line as text in which short figures stay whole and long words can be broken."""
    return isolated(tuple(replace(piece, text=_breakable(piece)) for piece in line))


def _breakable(piece: Piece) -> str:
    if piece.direction == "ltr" and len(piece.text) <= MOST_UNBROKEN:
        return piece.text.replace(" ", "\u00a0").replace("/", "/\u2060")
    return re.sub(r"(\S{30})(?=\S)", "\\1\u200b", piece.text)
