"""One text with its tokens and the words of its language: what blocks, times and sizes are read from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.text_reading import Span
from safeground.plan.reading.tokens import tokens
from safeground.plan.reading.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.plan.reading.tokens import Token

LONGEST_PHRASE: Final = 5
SENTENCE_ENDS: Final = frozenset(".!?؟;。")


class Passage:
    """A text of a notice.

    Parameters
    ----------
    language
        Key of the text in the notice: a BCP 47 tag, or any name.
    text
        The text.
    """

    def __init__(self, language: str, text: str) -> None:
        self.language = language
        self.text = text
        self.tokens = tokens(text)
        self.words = vocabulary(language)

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def base_language(self) -> str:
        """The language without region and script: ``ar`` of ``ar-PS``."""
        return self.language.replace("_", "-").split("-")[0].lower()

    def token(self, at: int) -> Token | None:
        """Return token ``at``; None before the first and after the last."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def is_number(self, at: int, *, glued: bool = False) -> bool:
        """Whether token ``at`` is a number, and stands without a space before it where ``glued``."""
        token = self.token(at)
        return token is not None and token.kind == "number" and (token.glued or not glued)

    def is_word(self, at: int, *, glued: bool = False) -> bool:
        """Whether token ``at`` is a word, and stands without a space before it where ``glued``."""
        token = self.token(at)
        return token is not None and token.kind == "word" and (token.glued or not glued)

    def is_sign(self, at: int, signs: str, *, glued: bool = False) -> bool:
        """Whether token ``at`` is one of ``signs``, and stands without a space before it where ``glued``."""
        token = self.token(at)
        return (
            token is not None and token.kind == "sign" and token.text in signs and (token.glued or not glued)
        )

    def is_line_end(self, at: int) -> bool:
        """Whether token ``at`` ends a line, or the text has ended."""
        token = self.token(at)
        return token is None or token.kind == "line"

    def end(self, meaning: str, at: int) -> int | None:
        """Return the token after a phrase of ``meaning`` that begins at ``at``; None where there is none."""
        return self.words.end(meaning, self.tokens, at)

    def after(self, meaning: str, at: int) -> int:
        """Return the token after a phrase of ``meaning`` at ``at``; ``at`` where there is none."""
        end = self.end(meaning, at)
        return at if end is None else end

    def first(self, meanings: Sequence[str], at: int) -> tuple[str, int] | None:
        """Return the meaning that begins at ``at`` with the longest phrase, and the token after it."""
        return self.words.first(meanings, self.tokens, at)

    def begin(self, meaning: str, end: int) -> int | None:
        """Return where a phrase of ``meaning`` begins that ends just before token ``end``; None: none.

        The hyphen that joins a prefix to a number (ב-4) is passed over.
        """
        if self.is_sign(end - 1, "-", glued=True) and self.is_word(end - 2):
            end -= 1
        last = self.token(end - 1)
        if last is None or not (last.kind == "word" or last.text == "."):
            return None
        for at in range(end - 1, max(end - 1 - LONGEST_PHRASE, -1), -1):
            token = self.tokens[at]
            if token.kind == "line":
                return None
            if self.end(meaning, at) == end:
                return at
        return None

    def sentence_ends(self, at: int) -> bool:
        """Whether token ``at`` ends a sentence: a line's end, or ``.`` ``!`` ``?`` before a space."""
        token = self.token(at)
        if token is None or token.kind == "line":
            return True
        following = self.token(at + 1)
        return (
            token.kind == "sign"
            and token.text in SENTENCE_ENDS
            and (following is None or not following.glued)
        )

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """The sentence of each token, counted from 0."""
        found, number = [], 0
        for at in range(len(self.tokens)):
            found.append(number)
            # A point after one or two letters is an abbreviation: a.m., sq. km, кв. км.
            short = at and self.tokens[at - 1].kind == "word" and len(self.tokens[at - 1].text) <= 2
            if self.sentence_ends(at) and not (short and self.tokens[at].text == "."):
                number += 1
        return tuple(found)

    def span(self, start: int, end: int) -> Span:
        """Return the words of tokens ``[start, end)``."""
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        return Span(self.language, first, last, self.text[first:last])
