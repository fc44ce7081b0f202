"""The words that carry a meaning in notices: a table, so that a language is added without code."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from safeground.plan.reading.tokens import Token

    Phrase = tuple[str, ...]

GAP: Final = "…"
"""In a phrase: words, with their hyphens, may stand here."""
LONGEST_GAP: Final = 6
MOST_REMEMBERED: Final = 100_000
MOST_PREFIXES: Final = 3
"""وبالبلوكات: and, in, the."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Meanings of words and phrases.

    Parameters
    ----------
    phrases
        Meaning → first word → the phrases that begin with it, the longest first.
    prefixes
        Letters that are written together with the word that follows.
    """

    phrases: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    prefixes: tuple[str, ...]
    _begun: dict[str, frozenset[str]] = field(default_factory=dict)

    def forms(self, word: str) -> tuple[str, ...]:
        """Return a word, and what is left of it without the prefixes that it may begin with."""
        return _forms(word, self.prefixes)

    def end(self, meaning: str, said: Sequence[Token], at: int) -> int | None:
        """Return the token after the longest phrase of ``meaning`` at token ``at``; None: none."""
        if not 0 <= at < len(said) or meaning not in self._begun_by(said[at].text):
            return None
        by_first = self.phrases[meaning]
        for form in self.forms(said[at].text) if said[at].kind == "word" else (said[at].text,):
            for phrase in by_first.get(form, ()):
                end = self._rest(phrase, 1, said, at + 1)
                if end is not None:
                    return end
        return None

    def first(self, meanings: Sequence[str], said: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Return the meaning, and the token after it, of the longest phrase of several meanings."""
        if not 0 <= at < len(said) or self._begun_by(said[at].text).isdisjoint(meanings):
            return None
        found = [(end, meaning) for meaning in meanings if (end := self.end(meaning, said, at)) is not None]
        if not found:
            return None
        end, meaning = max(found, key=lambda one: one[0])
        return meaning, end

    def _begun_by(self, text: str) -> frozenset[str]:
        """Return the meanings of which a phrase begins with a token."""
        begun = self._begun.get(text)
        if begun is None:
            forms = self.forms(text)
            begun = frozenset(
                meaning
                for meaning, by_first in self.phrases.items()
                if any(form in by_first for form in forms)
            )
            if len(self._begun) < MOST_REMEMBERED:
                self._begun[text] = begun
        return begun

    def _rest(self, phrase: Phrase, part: int, said: Sequence[Token], at: int) -> int | None:
        if part == len(phrase):
            return at
        if phrase[part] == GAP:
            for skipped in range(LONGEST_GAP + 1):
                if skipped and (at + skipped > len(said) or not _is_in_gap(said[at + skipped - 1])):
                    return None
                end = self._rest(phrase, part + 1, said, at + skipped)
                if end is not None:
                    return end
            return None
        if at >= len(said) or said[at].kind == "line":
            return None
        wanted, text = phrase[part], said[at].text
        if wanted.endswith("-") and len(wanted) > 1:
            matches = said[at].kind == "word" and text.startswith(wanted[:-1])
        else:
            matches = wanted == text or (said[at].kind == "word" and wanted in self.forms(text))
        return self._rest(phrase, part + 1, said, at + 1) if matches else None


def _is_in_gap(token: Token) -> bool:
    return token.kind == "word" or token.text == "-"


@lru_cache(maxsize=16)
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language, and of the others where it does not have them itself.

    Notices mix languages; a word that two languages share has the meanings that the text's own gives it.
    """
    own = language.replace("_", "-").split("-")[0].lower()
    rows = _rows()
    columns = sorted((name for name in rows[0] if name != "key"), key=lambda name: name != own)
    taken: dict[Phrase, str] = {}
    phrases: dict[str, dict[str, list[Phrase]]] = {}
    for column in columns:
        for key, phrase in _phrases(rows, column):
            if key != "prefix" and taken.setdefault(phrase, column) == column:
                phrases.setdefault(key, {}).setdefault(phrase[0], []).append(phrase)
    prefixes = {phrase[0] for column in columns for key, phrase in _phrases(rows, column) if key == "prefix"}
    longest_first = {
        key: {
            first: tuple(sorted(dict.fromkeys(several), key=len, reverse=True))
            for first, several in by_first.items()
        }
        for key, by_first in phrases.items()
    }
    return Vocabulary(longest_first, tuple(sorted(prefixes, key=len, reverse=True)))


def meanings(beginning: str) -> tuple[str, ...]:
    """Return the keys of the table that begin so: ``month `` gives the twelve months."""
    return tuple(row["key"] for row in _rows() if row["key"].startswith(beginning))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages of the table."""
    return tuple(name for name in _rows()[0] if name != "key")


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    text = files(__package__).joinpath("words.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def _phrases(rows: list[dict[str, str]], column: str) -> Iterator[tuple[str, Phrase]]:
    for row in rows:
        for cell in row[column].split("|"):
            # A hyphen at the end of a word says that the word goes on: ל- is the beginning of לרפיח.
            parts = cell.split(" ")
            phrase = tuple(
                part
                for one in parts
                for part in (
                    (one,)
                    if one == GAP or (one.endswith("-") and len(one) > 1)
                    else tuple(token.text for token in tokens(one))
                )
            )
            if phrase:
                yield row["key"], phrase


@lru_cache(maxsize=65536)
def _forms(word: str, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    forms = [word]
    known = {word}
    todo = [(word, 0)]
    while todo:
        one, taken = todo.pop(0)
        if taken == MOST_PREFIXES:
            continue
        for prefix in prefixes:
            left = one[len(prefix) :]
            if one.startswith(prefix) and len(left) >= 2 and left not in known:
                known.add(left)
                forms.append(left)
                todo.append((left, taken + 1))
    return tuple(forms)
