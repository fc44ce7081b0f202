"""Sheets as PDF for print and as PNG for a phone, set by typst (the extra ``pdf``)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from safeground.errors import OutputError
from safeground.publish.notices.fonts import families
from safeground.publish.notices.phrases import LANGUAGES
from safeground.publish.notices.pieces import bare, isolated, named
from safeground.publish.notices.sheet_fit import fitted
from safeground.publish.notices.sheet_map import Around, sheet_map
from safeground.publish.notices.sheets import file_stem, sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.gazetteer import Gazetteer
    from safeground.publish.notices.bulletin import Bulletin
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.sheet_words import Sheet

PHONE_PT: Final = 360
PHONE_PPI: Final = 216
"""360 pt at 216 pixels an inch are 1080 pixels."""
_LEAVE: Final = "#7d1a12"


def write(
    bulletins: Sequence[Bulletin],
    mark: Mark,
    *,
    streets: Streets | None = None,
    sites: Sequence[Site] | None = None,
    blocks: Gazetteer | None = None,
    licences: Sequence[str] = (),
    languages: Sequence[Language] = LANGUAGES,
) -> dict[str, bytes]:
    """Return the sheets of notices as PDF (A4, one page each) and PNG (1080 pixels wide).

    Parameters
    ----------
    bulletins, mark, streets, sites, blocks, licences, languages
        As ``sheets.write`` takes them.

    Raises
    ------
    OutputError
        typst is not installed; a font is missing; a sheet does not fit one page.
    """
    typst = _typst()
    there = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    around = Around(streets, sites, blocks)
    files: dict[str, bytes] = {}
    for sheet in sheets(bulletins, mark, languages, sites or ()):
        name = file_stem(sheet)
        fit = fitted(sheet)
        page = _document(fit.sheet, around, licences, there, fit.print_pt, round(fit.map_mm * 10))
        phone = _document(sheet, around, licences, there, None, 860)
        files[f"{name}.pdf"] = _set(typst, page, there, name, format="pdf")
        files[f"{name}.png"] = _set(typst, phone, there, name, format="png", ppi=PHONE_PPI)
    return files


def _typst() -> Any:
    try:
        import typst
    except ImportError as absent:
        msg = (
            "No PDF: typst is not installed. Install it (pip install 'safeground[pdf]'), or use the HTML sheet."
        )
        raise OutputError(msg) from absent
    return typst


def _set(typst: Any, source: str, fonts: Any, name: str, **how: Any) -> bytes:
    try:
        made, warnings = typst.compile_with_warnings(source.encode(), font_paths=fonts, **how)
    except typst.TypstError as wrong:
        msg = f"No PDF: typst could not set {name}: {wrong}"
        raise OutputError(msg) from wrong
    if warnings:
        msg = f"No PDF: typst warns of {name}: {'; '.join(map(str, warnings))}"
        raise OutputError(msg)
    if isinstance(made, list):
        msg = f"No PDF: {name} takes {len(made)} pages; expected one. Shorten what the notice states."
        raise OutputError(msg)
    return bytes(made)


def _quoted(text: str) -> str:
    """Return a text as a string of typst's, so that nothing in it is markup."""
    return json.dumps(text, ensure_ascii=False)


def _document(
    sheet: Sheet, around: Around, licences: Sequence[str], there: Any, print_pt: float | None, high: int
) -> str:
    """Return a sheet in typst's language: one A4 page, or a page as wide as a phone and as tall as it needs."""
    phone = print_pt is None
    size = 10.5 if print_pt is None else print_pt
    width, letters = (996, 27) if phone else (1860, 31)
    drawing = sheet_map(sheet, around, width, high, letters, "map")
    foot = ". ".join([*(isolated(one) for one in sheet.foot), *(isolated(named(one)) for one in licences)])
    said = "".join(
        [
            *(bare(line) for row in sheet.rows for line in row.lines),
            *(row.label for row in sheet.rows),
            *(bare(sheet.band), bare(sheet.name), sheet.headline, sheet.protection, foot, drawing.inner.striptags()),
        ]
    )
    faces = ", ".join(map(_quoted, families(said, there.families())))
    frame = "0.6pt" if sheet.is_copy else "4pt"
    margin = "14pt" if phone else "12mm"
    paper = f"width: {PHONE_PT}pt, height: auto" if phone else "width: 210mm, height: 297mm"
    inset = "3pt" if phone else "7mm"
    high_map = "auto" if phone else "1fr"
    band = (
        f"block(width: 100%, inset: 5pt, stroke: (dash: \"dashed\", thickness: 1.2pt))[#text(weight: 700, size:"
        f" {min(size, 10)}pt, {_quoted(isolated(sheet.band))})]"
        if sheet.is_copy
        else f"text(weight: 700, size: 10pt, {_quoted(isolated(sheet.band))})"
    )
    exercise = (
        f"#box(inset: 3pt, stroke: 1.5pt, text(weight: 700, {_quoted(sheet.exercise)}))\n"
        if sheet.exercise
        else ""
    )
    rows = "\n".join(_row(row.label, [isolated(line) for line in row.lines], row, phone) for row in sheet.rows)
    columns = "(1fr)" if phone else "(38mm, 1fr)"
    return f"""
#set document(title: {_quoted(f"{sheet.headline}: {bare(sheet.name)}")})
#set page({paper}, margin: {margin}, background: place(dx: {inset}, dy: {inset},
  rect(width: 100% - 2 * {inset}, height: 100% - 2 * {inset}, stroke: {frame})))
#set text(font: ({faces},), size: {size}pt, lang: "{sheet.language}", dir: {sheet.direction}, fallback: false)
#set par(leading: {0.75 if sheet.language == "ar" else 0.55}em, spacing: 0.7em)
#set block(spacing: 0.75em)
#{band}
{exercise}
#text(size: 20pt, weight: 700, {_quoted(sheet.headline)})

#text(size: 14pt, weight: 700, {_quoted(isolated(sheet.name))})
#block(width: 100%, height: {high_map}, align(center, image(bytes({_quoted(drawing.svg("map"))}), format: "svg",
  width: 100%, height: {"auto" if phone else "100%"}, fit: "contain", alt: {_quoted(drawing.about)})))
#block(width: 100%, inset: (y: 4pt), stroke: (y: 1pt), text(weight: 700, size: 11pt, {_quoted(sheet.protection)}))
#grid(columns: {columns}, column-gutter: 3mm, inset: (y: 2pt), stroke: (bottom: 0.4pt + luma(190)),
{rows})
#text(size: 8pt, {_quoted(foot)})
{"#" + band if sheet.is_copy else ""}
"""


def _row(label: str, lines: list[str], row: Any, phone: bool) -> str:
    shown = [
        f"text(weight: {700 if row.key in {'when', 'by_when'} and index == 0 else 400}, {_quoted(line)})"
        for index, line in enumerate(lines)
    ]
    if row.stated:
        value = " + linebreak() + ".join(shown)
    else:
        value = (
            f'box(inset: (x: 4pt, y: 2pt), stroke: (paint: rgb("{_LEAVE}"), thickness: 1pt, dash: "dashed"),'
            f' text(fill: rgb("{_LEAVE}"), weight: 700, {_quoted(lines[0])}))'
        )
    name = f"text(fill: luma(85), {_quoted(label)})"
    return f"{name} + linebreak() + {value}," if phone else f"{name}, {value},"
