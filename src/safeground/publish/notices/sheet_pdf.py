"""Sheets as PDF for print and as PNG for a phone, set by typst (the extra ``pdf``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from safeground.errors import OutputError
from safeground.publish.notices.phrases import LANGUAGES
from safeground.publish.notices.sheet_map import Around
from safeground.publish.notices.sheet_typst import typst_source
from safeground.publish.notices.sheets import file_stem, sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.gazetteer import Gazetteer
    from safeground.publish.notices.bulletin import Bulletin
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language

PHONE_PPI: Final = 216
"""360 pt at 216 pixels an inch are 1080 pixels."""


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
        for ending, phone, how in (("pdf", False, {}), ("png", True, {"ppi": PHONE_PPI})):
            source = typst_source(sheet, around, licences, there.families(), phone=phone)
            files[f"{name}.{ending}"] = _set(typst, source, there, name, format=ending, **how)
    return files


def _typst() -> Any:
    try:
        import typst
    except ImportError as absent:
        msg = "No PDF: typst is not installed. Install safeground[pdf] with pip, or use the HTML sheet."
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
    # A PDF comes in one piece whatever its pages; as drawings they come one by one.
    pages = typst.compile(source.encode(), font_paths=fonts, format="svg")
    if isinstance(pages, list):
        msg = f"No PDF: {name} takes {len(pages)} pages; expected one. Shorten what the notice states."
        raise OutputError(msg)
    return bytes(made)
