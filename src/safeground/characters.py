"""Characters that do not show, or show as what they are not: escaped for readers, or refused."""

from __future__ import annotations

import unicodedata
from typing import Final

MARKS: Final = frozenset("\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
"""Direction marks, joiners and empty spaces: usual in honest text, and without an outline of their own."""

_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINES: Final = frozenset("\n\t\r")
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN")


def is_control(character: str) -> bool:
    """Whether a character steers how text is shown instead of being shown.

    Control characters but line ends and tabs; embeddings, overrides and isolates of direction, which can
    show ``38-54`` as ``45-83``; line separators, tags and lone surrogates.
    """
    if character in _BIDI:
        return True
    if character in _LINES:
        return False
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or "\U000e0000" <= character <= "\U000e007f"


def controls(text: str) -> tuple[str, ...]:
    """Return the different control characters of a text, in the order in which they come."""
    return tuple(dict.fromkeys(c for c in text if is_control(c)))


def shown(text: str) -> str:
    r"""Return a text as it may be printed: what ``is_control`` finds is written as its code.

    Examples
    --------
    >>> shown("blocks \u202e45-83\u202c")
    'blocks \\u202e45-83\\u202c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(escaped(c) if is_control(c) else c for c in text)


def escaped(character: str) -> str:
    r"""Return a character as its code: ``\u202e``."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def without_marks(text: str) -> str:
    """Return a text without the characters of ``MARKS``."""
    return text if text.isascii() else "".join(c for c in text if c not in MARKS)


def scripts(word: str) -> dict[str, str]:
    """Return the scripts of a word's letters, each with the first letter that is of it.

    Examples
    --------
    >>> scripts("R\u0430fah")
    {'Latin': 'R', 'Cyrillic': 'а'}
    """
    found: dict[str, str] = {}
    for c in word:
        if c.isascii():
            if c.isalpha():
                found.setdefault("Latin", c)
        elif c.isalpha():
            script = unicodedata.name(c, "").split(" ", 1)[0]
            if script in _SCRIPTS:
                found.setdefault(script.capitalize(), c)
    return found
