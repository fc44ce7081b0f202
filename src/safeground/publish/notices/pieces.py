"""Words in four languages with figures and names in them, each kept apart from the text around it.

A range such as ``38–54`` turns around in a text from right to left, and so does an offset. So a value never
joins a sentence as it is: it is a piece with a direction of its own, and each output isolates it in its way.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from safeground.publish.notices.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from safeground.publish.notices.phrases import Language

_OPENING = {"ltr": "\u2066", "rtl": "\u2067"}
_END = "\u2069"
_GAP = re.compile(r"\{(\w+)\}")
MOST_UNBROKEN = 24
"""Signs of a figure or name that stay on one line."""
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one direction.

    Parameters
    ----------
    text
        The text, without control characters.
    direction
        Of a figure or name; None for words of the sentence itself.
    moment
        The time that it says, where it says one.
    what
        Which time that is: ``issued``, ``deadline`` …
    """

    text: str
    direction: Literal["ltr", "rtl"] | None = None
    moment: datetime | None = None
    what: str = ""


Line = tuple[Piece, ...]


def figure(text: object) -> Line:
    """Return a figure, which reads from left to right in every language."""
    return (Piece(visible(str(text)), "ltr"),)


def named(text: str) -> Line:
    """Return a name or a text of somebody else's, in whichever script it is written."""
    return (Piece(visible(text), "rtl" if reads_from_right(text) else "ltr"),)


def reads_from_right(text: str) -> bool:
    """Return whether the first letter of a text belongs to a script that is written from right to left."""
    for sign in text:
        strong = unicodedata.bidirectional(sign)
        if strong in {"L", "R", "AL"}:
            return strong != "L"
    return False


def words(text: str) -> Line:
    """Return words in the language of the sentence."""
    return (Piece(text),)


def visible(text: str) -> str:
    """Return a text on one line, with control and direction characters shown instead of obeyed.

    Examples
    --------
    >>> visible("A\u202eB")
    'A‹U+202E›B'
    """
    spaced = " ".join(text.split())
    return "".join(
        f"‹U+{ord(sign):04X}›"
        if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} and sign not in _JOINERS
        else sign
        for sign in spaced
    )


def fill(phrase: str, **values: Line) -> Line:
    """Return a phrase with its gaps filled.

    Raises
    ------
    KeyError
        The phrase has a gap for which there is no value.
    """
    pieces: list[Piece] = []
    for index, part in enumerate(_GAP.split(phrase)):
        if index % 2:
            pieces.extend(values[part])
        elif part:
            pieces.append(Piece(part))
    return tuple(pieces)


def say(key: str, language: Language, **values: Line) -> Line:
    """Return a phrase of the table that all outputs share."""
    return fill(phrases("notice")[key][language], **values)


def joined(lines: Iterable[Line], language: Language) -> Line:
    """Return lines one after the other, with the language's comma between them."""
    comma = phrases("notice")["list_separator"][language]
    pieces: list[Piece] = []
    for index, line in enumerate(lines):
        if index:
            pieces.append(Piece(comma))
        pieces.extend(line)
    return tuple(pieces)


def bare(line: Line) -> str:
    """Return a line's text alone, without marks of direction."""
    return "".join(piece.text for piece in line)


def isolated(line: Line) -> str:
    """Return a line as text with Unicode's isolates around its figures and names."""
    return "".join(
        piece.text if piece.direction is None else f"{_OPENING[piece.direction]}{piece.text}{_END}"
        for piece in line
    )


def html(line: Line) -> Markup:
    """Return a line as HTML: figures and names in ``bdi``, times in ``time``."""
    parts = []
    for (moment, what), pieces in itertools.groupby(line, lambda piece: (piece.moment, piece.what)):
        inner = Markup("").join(map(_html, pieces))
        if moment is None:
            parts.append(inner)
        else:
            parts.append(
                Markup('<time datetime="{}" data-what="{}">{}</time>').format(moment.isoformat(), what, inner)
            )
    return Markup("").join(parts)


def _html(piece: Piece) -> Markup:
    if piece.direction == "ltr":
        return Markup('<bdi dir="ltr"{}>{}</bdi>').format(
            Markup(' class="nb"') if len(piece.text) <= MOST_UNBROKEN else "", piece.text
        )
    if piece.direction == "rtl":
        return Markup('<bdi dir="rtl">{}</bdi>').format(piece.text)
    return Markup("{}").format(piece.text)
