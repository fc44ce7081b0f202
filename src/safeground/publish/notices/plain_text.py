"""Text as it can be shown: what would hide or turn round other text is written out instead."""

from __future__ import annotations

import unicodedata

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")
"""Bidirectional embeddings and overrides: they show ``deadline 81:00`` where ``18:00`` is stored. Marks and
isolates, which honest Arabic and Hebrew text needs, stay."""
LAYOUT = frozenset("\n\t")


def shown(text: str) -> str:
    r"""Return the text with control characters and bidirectional overrides escaped; line ends become ``\n``.

    Examples
    --------
    >>> shown("by 18:00\u202e!")
    'by 18:00\\u202e!'
    """
    return "".join(_escaped(one) for one in text.replace("\r\n", "\n").replace("\r", "\n"))


def hides(text: str) -> bool:
    """Return whether a name holds characters that are not seen, or turn other text round."""
    return any(one in LAYOUT or _escaped(one) != one for one in text)


def _escaped(one: str) -> str:
    if one in LAYOUT:
        return one
    # Cs: lone surrogates. U+FFFE and U+FFFF (Cn) and most of Cc cannot stand in XML.
    if one in TURNING or unicodedata.category(one) in ("Cc", "Cs") or one in "\ufffe\uffff":
        return f"\\u{ord(one):04x}"
    return one
