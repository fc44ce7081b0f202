"""Signs that a published name must not hold, or that make it doubtful; and how they are shown."""

from __future__ import annotations

import unicodedata

_BOUND = frozenset("\u200c\u200d\u200e\u200f\u061c")
"""Joiners and marks of direction that spellings of Arabic and Hebrew need: they reorder no other text."""
_NO_SCRIPT = frozenset(("COMMON", "DIGIT", "COMBINING", "MODIFIER", "MIDDLE", "RIGHT", "LEFT"))


def hidden(text: str) -> tuple[str, ...]:
    r"""Return the control and overriding signs of a text, each once: they hide or turn around what is read.

    Line ends and tabs are counted too; joiners and marks of direction, which change no other sign, are not.

    Examples
    --------
    >>> hidden("Block 47"), hidden("Bl\u202eock")
    ((), ('\u202e',))
    """
    found = (sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
    return tuple(dict.fromkeys(sign for sign in found if sign not in _BOUND))


def escaped(text: str) -> str:
    r"""Return a text with its hidden signs written out, so that it can be shown.

    Examples
    --------
    >>> escaped("Bl\u202eock")
    'Bl\\u202eock'
    """
    bad = set(hidden(text))
    return "".join(f"\\u{ord(sign):04x}" if sign in bad else sign for sign in text)


def scripts(text: str) -> tuple[str, ...]:
    """Return the scripts that a text's letters are of, in the order in which they stand.

    Examples
    --------
    >>> scripts("Rаfah"), scripts("رفح (Rafah)")
    (('Latin', 'Cyrillic'), ('Arabic', 'Latin'))
    """
    letters = (unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    return tuple(dict.fromkeys(one.capitalize() for one in letters if one and one not in _NO_SCRIPT))


def digit_systems(text: str) -> int:
    """Return in how many systems of digits (Western, Arabic-Indic …) a text's numbers are written.

    Examples
    --------
    >>> digit_systems("36-54"), digit_systems("3٦")
    (1, 2)
    """
    return len({ord(sign) - unicodedata.decimal(sign) for sign in text if sign.isdecimal()})


def mixed_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that mix scripts or systems of digits within themselves.

    Examples
    --------
    >>> mixed_words("Rаfah رفح 3٦")
    ('Rаfah', '3٦')
    """
    return tuple(word for word in text.split() if len(scripts(word)) > 1 or digit_systems(word) > 1)
