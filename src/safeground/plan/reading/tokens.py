"""A text as tokens: numbers, words, signs and line ends, each with its place. One pass, in linear time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["number", "word", "sign", "line"]

# A word may hold apostrophes, geresh and gershayim between its letters, and marks over them.
_LETTERS: Final = (
    r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    r"\u064b-\u065f\u0670\u200c\u200d\u200e\u200f\u00ad\u061c])+"
)
_TOKEN: Final = re.compile(
    rf"(?P<number>\d+)|(?P<word>{_LETTERS}(?:['’‘ʼʻ`´׳״\"]{_LETTERS})*)|(?P<line>[\n\r\u2028\u2029])|(?P<sign>\S)"
)
_DASHES: Final = frozenset("‐‑‒–—―−־﹣－")
_SIGNS: Final = {"،": ",", "﹐": ",", "，": ",", "؛": ";", "；": ";", "٫": ".", "٬": "'", "٪": "%", "：": ":"}
_DROPPED: Final = frozenset("'’‘ʼʻ`´׳״\"ـء")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text.

    Parameters
    ----------
    kind
        ``number`` (digits of any script), ``word``, ``sign`` (one character), ``line`` (a line's end).
    start, end
        Characters ``[start, end)`` of the text.
    text
        As it is compared: numbers in ASCII digits, words as ``folded`` leaves them, dashes as ``-``.
    glued
        Whether it follows the token before it without a space.
    mixed
        Whether it is a number whose digits are of two scripts.
    """

    kind: Kind
    start: int
    end: int
    text: str
    glued: bool
    mixed: bool = False


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text.

    Examples
    --------
    >>> [token.text for token in tokens("٣٦ و٣٨–٥٤")]
    ['36', 'و', '38', '-', '54']
    """
    found = []
    end = 0
    for match in _TOKEN.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        raw = match[0]
        mixed = False
        if kind == "number":
            shown, mixed = ascii_digits(raw)
        elif kind == "word":
            shown = folded(raw)
        else:
            shown = "-" if raw in _DASHES else _SIGNS.get(raw, raw)
        found.append(Token(kind, match.start(), match.end(), shown, match.start() == end and end > 0, mixed))
        end = match.end()
    return tuple(found)


def ascii_digits(number: str) -> tuple[str, bool]:
    """Return a number in ASCII digits, and whether its digits were of two scripts.

    Examples
    --------
    >>> ascii_digits("٣٦"), ascii_digits("٣6")
    (('36', False), ('36', True))
    """
    if number.isascii():
        return number, False
    values = [unicodedata.decimal(c) for c in number]
    zeros = {ord(c) - value for c, value in zip(number, values, strict=True)}
    return "".join(map(str, values)), len(zeros) > 1


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Return a word as it is compared: without case, vowel signs, accents, hamza, apostrophes and quotes.

    Examples
    --------
    >>> folded("الأَحياء"), folded("ק״מ"), folded("П'ять")
    ('الاحيا', 'קמ', 'пять')
    """
    if word.isascii():
        return "".join(c for c in word.lower() if c not in _DROPPED)
    if any("Ѐ" <= c <= "ӿ" for c in word):
        # й and ї are letters of their own, no accented и and і.
        bare = "".join(c for c in unicodedata.normalize("NFC", word) if not unicodedata.combining(c))
    else:
        decomposed = unicodedata.normalize("NFKD", word)
        bare = "".join(
            c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
        )
    same = bare.casefold().translate(_SAME)
    return "".join(c for c in same if c not in _DROPPED)


_SAME: Final = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا"})
