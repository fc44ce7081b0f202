"""How a sheet fits one page: the size of its letters, how much of long lists it shows, its map's height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.publish.notices.pieces import bare
from safeground.publish.notices.sheet_words import LIMITS, sheet_words
from safeground.publish.svg import text_width

if TYPE_CHECKING:
    from safeground.publish.notices.sheet_words import Sheet

SIZES_PT: Final = (10.5, 9.5, 8.5, 7.5)
MM_PER_PT: Final = 0.3528
VALUES_MM: Final = 141.0
LABELS_MM: Final = 38.0
PAGE_MM: Final = 270.0
"""Width of a row's values and labels, height inside of the frame."""
LEAST_MAP_MM: Final = 85.0
MOST_MAP_MM: Final = 150.0
SLACK_MM: Final = 9.0
"""By how much words are commonly estimated too high."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A sheet as it fits one page.

    Parameters
    ----------
    sheet
        With as much of long lists as there is space for.
    print_pt
        Size of its letters.
    map_mm
        Height of its map, without the legend.
    """

    sheet: Sheet
    print_pt: float
    map_mm: float


def fitted(sheet: Sheet) -> Fitted:
    """Return a sheet so that it fits one page with a map of ``LEAST_MAP_MM``: smaller first, then shorter.

    Heights are estimated from the widest of the common faces, so rather too high. The page's own layout gives
    the map what is left: an estimate that is too high costs white space and never a second page.
    """
    for limits in LIMITS:
        tried = sheet_words(sheet.bulletin, sheet.area, sheet.language, sheet.mark, limits)
        for size_pt in SIZES_PT:
            map_mm = PAGE_MM - _words_mm(tried, size_pt)
            if map_mm >= LEAST_MAP_MM:
                return Fitted(tried, size_pt, min(map_mm + SLACK_MM, MOST_MAP_MM))
    return Fitted(tried, size_pt, LEAST_MAP_MM)


def _words_mm(sheet: Sheet, size_pt: float) -> float:
    """Return how high all but the map is, in mm: the style sheet's sizes, times the lines that words take."""
    size = size_pt * MM_PER_PT
    leading = size * (1.5 if sheet.language == "ar" else 1.3)
    rows = sum(
        max(
            sum(_lines(bare(line), size, VALUES_MM) for line in row.lines), _lines(row.label, size, LABELS_MM)
        )
        * leading
        + (1.3 if row.stated else 2.4)
        for row in sheet.rows
    )
    band = _lines(bare(sheet.band), 3.6, 180.0) * 5.4 + 3.0
    foot = _lines("; ".join(map(bare, sheet.foot)), 2.9, 180.0) * 4.4 + 4.4
    exercise = 7.0 if sheet.exercise else 0.0
    title = _lines(sheet.headline, 7.1, 180.0) * 9.5 + _lines(bare(sheet.name), 5.0, 180.0) * 7.5
    protection = _lines(sheet.protection, 3.9, 180.0) * 5.8 + 3.0
    return rows + band * (2 if sheet.is_copy else 1) + foot + exercise + title + protection + 18.0


def _lines(text: str, size: float, width: float) -> int:
    return max(1, -int(-text_width(text, size) * 0.9 // width))
