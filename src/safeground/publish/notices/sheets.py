"""Sheets of notices: one a notice, area and language, as a page for print and as a picture for a phone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from safeground.publish.notices.file_names import stem
from safeground.publish.notices.phrases import LANGUAGES
from safeground.publish.notices.sheet_html import sheet_html
from safeground.publish.notices.sheet_map import Around
from safeground.publish.notices.sheet_picture import sheet_picture
from safeground.publish.notices.sheet_words import sheet_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.gazetteer import Gazetteer
    from safeground.publish.notices.bulletin import Bulletin
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.sheet_words import Sheet


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
    """Return the sheets of notices: file name → content, an HTML page and an SVG picture each.

    Parameters
    ----------
    bulletins
        What is published.
    mark
        Who answers for it.
    streets, sites, blocks
        What the maps show around the areas; only sites that may be public are drawn.
    licences
        Licence lines of what is drawn.
    languages
        One sheet each.
    """
    around = Around(streets, sites, blocks)
    files: dict[str, bytes] = {}
    for sheet in sheets(bulletins, mark, languages, sites or ()):
        name = file_stem(sheet)
        files[f"{name}.html"] = sheet_html(sheet, around, licences)
        files[f"{name}.svg"] = sheet_picture(sheet, around, licences)
    return files


def sheets(
    bulletins: Sequence[Bulletin],
    mark: Mark,
    languages: Sequence[Language] = LANGUAGES,
    sites: Sequence[Site] = (),
) -> Iterator[Sheet]:
    """Yield what each sheet says: one a notice, area to be left and language.

    The name of a site that may not be public is no landmark, whatever the notice's places say.
    """
    public = {site.name for site in sites if site.sensitivity == "public"}
    withheld = {site.name for site in sites} - public
    for bulletin in bulletins:
        for area in bulletin.areas:
            if area.kind != "ordered":
                continue
            told = replace(area, landmarks=tuple(name for name in area.landmarks if name not in withheld))
            for language in languages:
                yield sheet_words(bulletin, told, language, mark)


def file_stem(sheet: Sheet) -> str:
    """Return a sheet's file name without its ending."""
    return stem("sheet", sheet.bulletin.id, sheet.area.id, sheet.language)
