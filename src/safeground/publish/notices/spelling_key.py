"""Spellings brought to one form, so that a name is found however it is typed; the page does the same.

Both forms must stay equal: ``templates/notices/search.js`` mirrors this, and a test holds them together.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    "آأإٱىیةہۀؤئکڪەۃ" + "ךםןףץ" + "ґёїі",
    "ااااييهههويككهه" + "כמנפצ" + "геии",
)
"""Letters that are written for one another: Arabic and Persian forms, Hebrew final forms, Cyrillic letters
that neighbouring alphabets write otherwise."""
_DROPPED: Final = re.compile("[\u0640\u0621'’ʼ`´\"״׳ʾʿ‘“”]")
_POINT: Final = re.compile(r"(?<=[0-9])[.٫](?=[0-9])")
_NO_WORD: Final = re.compile(r"[^\w\u0001]+|_")
_ARTICLE: Final = re.compile(r"(^| )(?:(?:al|el|as|ash|az|ad|an|at|ar) (?=[a-z])|ال(?=\w{3}))")


def spelling_key(text: str) -> str:
    """Return the form under which a spelling is looked up; empty where it holds no letter and no digit.

    Digits of any script become 0 to 9, marks and vowel signs go, letters that are written for one another
    become one, the article is left out (Arabic, and as it is transcribed), a point stays between digits only.

    Examples
    --------
    >>> spelling_key("Al-Zaytūn"), spelling_key("الزَّيتون"), spelling_key("Block ٢٢٠٫١")
    ('zaytun', 'زيتون', 'block 220.1')
    """
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    plain = _POINT.sub("\u0001", plain)
    parts = unicodedata.normalize("NFKD", plain.lower())
    plain = "".join(sign for sign in parts if not unicodedata.category(sign).startswith("M"))
    plain = _DROPPED.sub("", plain.translate(_LETTERS))
    plain = " ".join(_NO_WORD.sub(" ", plain).split())
    return _ARTICLE.sub(r"\1", plain).replace("\u0001", ".").strip()
