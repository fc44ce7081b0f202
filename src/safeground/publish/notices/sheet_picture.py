"""A sheet as a picture, as wide as a phone's screen and as tall as it has things to say: SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from safeground.publish.notices.phrases import RIGHT_TO_LEFT
from safeground.publish.notices.pieces import Piece, bare, isolated, joined, named
from safeground.publish.notices.sheet_map import sheet_map
from safeground.publish.notices.sheet_signs import FACES, INK, LEAVE
from safeground.publish.svg import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.pieces import Line
    from safeground.publish.notices.sheet_map import Around
    from safeground.publish.notices.sheet_words import Sheet

WIDTH: Final = 1080
LEAST_HEIGHT: Final = 1920
"""A common phone's screen, in pixels."""
MARGIN: Final = 48
MAP_HEIGHT: Final = 860
SMALL: Final = 29
TEXT: Final = 33


def sheet_picture(sheet: Sheet, around: Around, licences: Sequence[str] = ()) -> bytes:
    """Return a sheet as an SVG picture, 1080 units wide.

    Parameters
    ----------
    sheet
        What it says.
    around
        What its map shows around the area.
    licences
        Licence lines of what is drawn.
    """
    page = _Page(sheet.language)
    page.say(sheet.band, TEXT, bold=True, boxed=sheet.is_copy)
    if sheet.exercise:
        page.say((Piece(sheet.exercise),), TEXT, bold=True, boxed=True)
    page.say((Piece(sheet.headline),), 58, bold=True)
    page.say(sheet.name, 42, bold=True)
    drawing = sheet_map(sheet, around, WIDTH - 2 * MARGIN, MAP_HEIGHT, 27, "map")
    page.put(
        f'<svg x="{MARGIN}" y="{page.y:.0f}" width="{drawing.width}" height="{drawing.height}"'
        f' viewBox="0 0 {drawing.width} {drawing.height}">{drawing.inner}</svg>',
        drawing.height,
    )
    page.say((Piece(sheet.protection),), TEXT, bold=True)
    for row in sheet.rows:
        page.rule()
        page.say((Piece(row.label),), SMALL, ink="#56524a", gap=0.1)
        for line in row.lines:
            strong = row.key in {"when", "by_when"} and line is row.lines[0]
            page.say(line, TEXT, bold=strong or not row.stated, boxed=not row.stated, missing=not row.stated)
    page.rule()
    foot = joined([*sheet.foot, *map(named, licences)], sheet.language)
    page.say(foot, SMALL, ink="#56524a")
    if sheet.is_copy:
        page.say(sheet.band, TEXT, bold=True, boxed=True)
    return page.svg(4 if sheet.is_copy else 20, sheet)


@dataclass
class _Page:
    """A column that is filled from the top."""

    language: Language
    parts: list[str] = field(default_factory=list)
    y: float = MARGIN * 1.2

    @property
    def from_right(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    def put(self, part: str, height: float) -> None:
        self.parts.append(part)
        self.y += height + 18

    def rule(self) -> None:
        self.put(f'<path d="M{MARGIN} {self.y:.0f}H{WIDTH - MARGIN}" stroke="#857f73" stroke-width="2"/>', -6)

    def say(
        self,
        line: Line,
        size: float,
        *,
        bold: bool = False,
        boxed: bool = False,
        missing: bool = False,
        ink: str = INK,
        gap: float = 0.4,
    ) -> None:
        """Set a line in as many lines as it needs."""
        inset = 20 if boxed else 0
        leading = size * (1.6 if self.language == "ar" else 1.35)
        broken = list(wrapped(line, size, WIDTH - 2 * MARGIN - 2 * inset, bold=bold))
        height = leading * len(broken)
        if boxed:
            wide = max(text_width(bare(one), size, bold=bold) for one in broken) + 2 * inset
            wide = wide if missing else WIDTH - 2 * MARGIN
            x = WIDTH - MARGIN - wide if self.from_right else MARGIN
            self.parts.append(
                f'<rect x="{x:.0f}" y="{self.y:.0f}" width="{wide:.0f}" height="{height + 16:.0f}"'
                f' fill="none" stroke="{LEAVE if missing else INK}" stroke-width="4"'
                f' stroke-dasharray="14 9"/>'
            )
            self.y += 8
        x = WIDTH - MARGIN - inset if self.from_right else MARGIN + inset
        direction = ' direction="rtl"' if self.from_right else ""
        for number, one in enumerate(broken):
            y = self.y + leading * (number + 0.5) + size * 0.35
            self.parts.append(
                f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size:g}" font-weight="{700 if bold else 400}"'
                f' fill="{LEAVE if missing else ink}"{direction}>{escape(isolated(one))}</text>'
            )
        self.y += height + size * gap + (12 if boxed else 0)

    def svg(self, frame: float, sheet: Sheet) -> bytes:
        height = max(LEAST_HEIGHT, round(self.y + MARGIN))
        half = frame / 2
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" lang="{self.language}" role="img" font-family="{FACES}">'
            f"<title>{escape(sheet.headline)}: {escape(bare(sheet.name))}</title>"
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
            f'<rect x="{half}" y="{half}" width="{WIDTH - frame}" height="{height - frame}" fill="none"'
            f' stroke="{INK}" stroke-width="{frame}"/>'
        )
        return (head + "".join(self.parts) + "</svg>").encode()


def wrapped(line: Line, size: float, width: float, *, bold: bool = False) -> Iterator[Line]:
    """Break a line at spaces where it would be wider than ``width``; a word that is wider still breaks too.

    Yields
    ------
    tuple of Piece
        Each with its direction: a name that is broken is isolated on both lines.
    """

    def wide(pieces: list[Piece]) -> float:
        return text_width("".join(piece.text for piece in pieces).rstrip(), size, bold=bold)

    row: list[Piece] = []
    for word in _words(line):
        if row and wide([*row, *word]) > width:
            yield _merged(row)
            row = []
        row.extend(word)
        while wide(row) > width:
            head, row = _halved(row, max(1, int(sum(len(one.text) for one in row) * width / wide(row)) - 1))
            yield _merged(head)
    if row:
        yield _merged(row)


def _words(line: Line) -> Iterator[list[Piece]]:
    """Yield what stays together: the pieces up to each space; a short figure keeps its spaces."""
    word: list[Piece] = []
    for piece in line:
        parts = [piece.text] if _whole(piece) else re.findall(r"[^ ]* |[^ ]+$", piece.text)
        for part in parts:
            word.append(Piece(part, piece.direction))
            if part.endswith(" "):
                yield word
                word = []
    if word:
        yield word


def _halved(row: list[Piece], signs: int) -> tuple[list[Piece], list[Piece]]:
    head: list[Piece] = []
    for index, piece in enumerate(row):
        if len(piece.text) > signs:
            cut = Piece(piece.text[:signs], piece.direction), Piece(piece.text[signs:], piece.direction)
            return [*head, cut[0]], [cut[1], *row[index + 1 :]]
        head.append(piece)
        signs -= len(piece.text)
    return head, []


def _whole(piece: Piece) -> bool:
    return piece.direction == "ltr" and len(piece.text) <= 24


def _merged(row: list[Piece]) -> Line:
    """Join neighbours of one direction again, so that a name is isolated once."""
    merged: list[Piece] = []
    for piece in row:
        if merged and merged[-1].direction == piece.direction:
            merged[-1] = Piece(merged[-1].text + piece.text, piece.direction)
        else:
            merged.append(piece)
    return tuple(merged)
