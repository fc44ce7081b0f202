"""Words that are not of one script or one system of digits: read as they stand, and named as doubtful."""

from __future__ import annotations

import unicodedata

from safeground.characters import scripts


def digit_systems(text: str) -> int:
    """Return in how many systems of digits (Western, Arabic-Indic …) a text's numbers are written.

    Examples
    --------
    >>> digit_systems("36-54"), digit_systems("3\u0666")
    (1, 2)
    """
    return len({ord(sign) - unicodedata.decimal(sign) for sign in text if sign.isdecimal()})


def mixed_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that mix scripts or systems of digits within themselves.

    Examples
    --------
    >>> len(mixed_words("R\u0430fah رفح 3\u0666"))
    2
    """
    return tuple(word for word in text.split() if len(scripts(word)) > 1 or digit_systems(word) > 1)
