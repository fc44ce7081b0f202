"""How far two spellings of a place name are the same: keys of words, from exact to how they sound."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from safeground.characters import without_marks

ARTICLES: Final = frozenset(
    (
        "al", "el", "il", "ul", "a", "aa", "e", "as", "ash", "at", "ath", "ad", "adh", "an", "ar", "az",
        "אל", "א", "аль", "ель", "ат", "аш", "ас", "ад", "ан", "ар", "аз",
    )
)  # fmt: skip
"""Articles as words of their own, before a hyphen or a space; Arabic names bear ال at the word itself."""
ARABIC_ARTICLE: Final = "ال"
PREFIXES: Final = {"arabic": "وفبلك", "hebrew": "ובלמהכש"}
"""Conjunctions and prepositions that are written together with the name."""

_QUOTES: Final = "'’‘ʼʻ`´׳״\"ʿʾ"
_WORD: Final = re.compile(
    rf"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    rf"\u0670\u061c\u200b-\u200f\u2060\u00ad{_QUOTES}]|\d)+"
)
_POINTS: Final = re.compile(
    r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0670\u0640]"
)
_ONE_APOSTROPHE: Final = dict.fromkeys(map(ord, "’‘ʼʻ`´׳ʿʾ"), "'")
_SAME_LETTER: Final = str.maketrans(
    "أإآٱىیئؤةکґєёїийыэךםןףץ",
    "اااايييوهكгееііііеכמנפצ",
    "ءьъ" + _QUOTES,
)
_CASE_ENDINGS: Final = re.compile(
    r"(?:ами|ями|ою|ею|ому|ого|ими|ах|ях|ом|ем|ам|ям|ів|им|их|ої|ій|[аеиіїйоуюяь])$"
)
_SOUNDS: Final = (
    ("sch", "sh"), ("tch", "ch"), ("dj", "j"), ("kh", "x"), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("ai", "i"), ("ay", "i"), ("ei", "i"), ("ey", "i"),
    ("ee", "i"), ("ou", "u"), ("oo", "u"), ("au", "u"), ("aw", "u"), ("ow", "u"), ("w", "u"), ("o", "u"),
    ("y", "i"), ("e", "i"),
)  # fmt: skip
"""How one Arabic or Hebrew sound is written in Latin letters: one of its ways for all of them."""


def words_of(text: str) -> list[tuple[int, int, str]]:
    """Return the words of a text, ``(start, end, word)``: hyphens part words, apostrophes do not."""
    found = []
    for match in _WORD.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip(_QUOTES))
        word = match[0].strip(_QUOTES)
        if any(c.isalnum() for c in word):
            found.append((start, start + len(word), word))
    return found


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Return a word without case, accents, vowel signs and marks; its letters stay what they are.

    Examples
    --------
    >>> plain("Rafaḥ"), plain("المغازِي"), plain("ח\u05b7ן")
    ('rafah', 'المغازي', 'חן')
    """
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", without_marks(word)).casefold()
    if (
        "a" <= composed[:1] <= "z"
        or "\u00c0" <= composed[:1] <= "\u024f"
        or "\u1e00" <= composed[:1] <= "\u1eff"
    ):
        composed = "".join(c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))
    return _POINTS.sub("", composed.translate(_ONE_APOSTROPHE))


@lru_cache(maxsize=65536)
def same_letters(word: str) -> str:
    """Return a plain word with letters that are written for one another made one, and no apostrophes.

    Examples
    --------
    >>> same_letters(plain("خزاعة")), same_letters(plain("Khuza'a")), same_letters(plain("أم"))
    ('خزاعه', 'khuzaa', 'ام')
    """
    return word.translate(_SAME_LETTER)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a Cyrillic word, as ``plain`` leaves it, without its case ending; other words as they are.

    Examples
    --------
    >>> stem("рафаху"), stem("газі"), stem("rafah")
    ('рафах', 'газ', 'rafah')
    """
    if not "а" <= word[:1] <= "ӿ" or len(word) < 4:
        return word
    short = _CASE_ENDINGS.sub("", word)
    return short if len(short) >= 3 else word


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return how a word with its letters made one sounds, so that transliterations of one name are one.

    Examples
    --------
    >>> {sound(word) for word in ("yunis", "younis", "yunes")}
    {'iunis'}
    >>> {sound(word) for word in ("jabalia", "jabalya", "jabaliyah")}
    {'jabalia'}
    """
    if word.isascii():
        for written, said in _SOUNDS:
            word = word.replace(written, said)
        if len(word) > 3:
            word = word.removesuffix("h")
    elif "א" <= word[:1] <= "ת":
        word = word.replace("יי", "י").replace("וו", "ו")
    return "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])


def edits(one: str, other: str, most: int) -> int:
    """Return in how many letters two words differ (Levenshtein), ``most + 1`` where in more than ``most``.

    Examples
    --------
    >>> edits("shigia", "shugia", 2), edits("rafa", "gaza", 1)
    (1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
