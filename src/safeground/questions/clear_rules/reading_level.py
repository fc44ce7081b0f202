"""How hard a text is to read: a published formula for English, the length of sentences for others."""

from __future__ import annotations

import re
from dataclasses import dataclass

FEWEST_WORDS = 30
"""Formulas are means over passages; of fewer words they say nothing."""
_SENTENCE_END = re.compile(r"[.!?؟…]+(?=\s|$)|[\n\r]+|[•;؛]")
_WORD = re.compile(r"[^\W\d_]+(?:['’׳״\"-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<![aeiouytd])ed$|(?<=[^aeiouylsxz])es$|(?<![aeiouyl])e$|(?<=[aeiouy]l)e$|e(?=(ly|ment|ness)s?$)"
)
_APART = re.compile(r"ua|ia|io(?!n)")
"""Vowels that are mostly spoken apart: *evac-u-ate*, *humanitar-i-an*, *rad-i-o*, not *stat-ion*."""


@dataclass(frozen=True, slots=True)
class Length:
    """Words and sentences of a text; numbers are no words, and a line's end ends a sentence."""

    words: tuple[str, ...]
    sentences: int

    @property
    def words_a_sentence(self) -> float:
        """Words in a sentence, on average."""
        return len(self.words) / max(1, self.sentences)


def length(text: str) -> Length:
    """Return the words and the sentences of a text.

    Examples
    --------
    >>> length("Leave blocks 36, 38-54 now. Go to the hill.").sentences
    2
    """
    sentences = [_WORD.findall(part) for part in _SENTENCE_END.split(text)]
    sentences = [one for one in sentences if one]
    return Length(tuple(word for one in sentences for word in one), len(sentences))


def english_grade(text: str) -> float | None:
    """Return the school grade from which on an English text is understood; None where it is too short.

    Kincaid, Fishburne, Rogers & Chissom (1975), "Derivation of new readability formulas", Naval Technical
    Training Command, Research Branch Report 8-75: 0.39 words a sentence + 11.8 syllables a word - 15.59.
    Syllables are counted by groups of vowels, which errs by a few in a hundred words.
    """
    measured = length(text)
    if len(measured.words) < FEWEST_WORDS:
        return None
    each = sum(syllables(word) for word in measured.words) / len(measured.words)
    return 0.39 * measured.words_a_sentence + 11.8 * each - 15.59


def syllables(word: str) -> int:
    """Return the syllables of an English word, by its groups of vowels without a silent ending.

    Examples
    --------
    >>> [syllables(word) for word in ("leave", "evacuate", "people", "wanted", "moved", "immediately")]
    [1, 4, 2, 2, 1, 5]
    """
    kept = _SILENT.sub("", word.lower())
    return max(1, len(_VOWELS.findall(kept)) + len(_APART.findall(kept)))
