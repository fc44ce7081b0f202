"""The index of names: from words of a text to the names that they may mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.plan.reading.text_reading import Candidate
from safeground.plan.spelling import (
    ARABIC_ARTICLE,
    ARTICLES,
    PREFIXES,
    edits,
    plain,
    same_letters,
    sound,
    stem,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safeground.plan.names import Name

EXACT: Final = 1.0
SAME_LETTERS: Final = 0.95
CASE_ENDING: Final = 0.9
SAME_SOUND: Final = 0.85
PREFIX_COST: Final = 0.05
ARTICLE_COST: Final = 0.05
JOINED: Final = 0.8
ONE_EDIT_FROM: Final = 6
TWO_EDITS_FROM: Final = 11
SHORTEST_INEXACT: Final = 3
LONGEST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``[first, last)`` of a text that may be spellings of names, the nearest first."""

    first: int
    last: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Spelling:
    order: int
    name: str
    text: str
    words: tuple[str, ...]
    articles: tuple[bool, ...]
    """Whether an article stands before each word."""


class NameIndex:
    """All spellings of all names, by word.

    Parameters
    ----------
    names
        The names.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first: dict[str, list[_Spelling]] = defaultdict(list)
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._letters: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._less: dict[str, set[str]] = defaultdict(set)
        self._joined: dict[str, list[_Spelling]] = defaultdict(list)
        self._known: dict[tuple[str, bool], dict[str, float]] = {}
        self.longest = 0
        for order, name in enumerate(names):
            for text in name.spellings:
                self._add(order, name.id, text)

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """Return what the words of a text may mean: at each place the longest, no two over one another."""
        found = []
        at = 0
        while at < len(words):
            hit = self.hit(words, at)
            if hit is None:
                at += 1
            else:
                found.append(hit)
                at = hit.last
        return found

    def hit(self, words: Sequence[str], at: int) -> Hit | None:
        """Return the longest names that begin at word ``at``."""
        start = at
        led = plain(words[at]) in ARTICLES
        if led:
            start += 1
            if start == len(words):
                return None
        by_end: dict[int, dict[str, Candidate]] = defaultdict(dict)
        orders: dict[str, int] = {}
        for word, certainty in self._alike(words[start]).items():
            for spelling in self._by_first.get(word, ()):
                end = self._end(spelling, words, start, certainty)
                if end is None:
                    continue
                last, sure = end
                sure -= ARTICLE_COST * (spelling.articles[0] != led)
                self._note(by_end[last], spelling, sure)
                orders[spelling.name] = spelling.order
        for spelling in self._joined.get(sound(same_letters(plain(words[start]))), ()):
            self._note(by_end[start + 1], spelling, JOINED)
            orders[spelling.name] = spelling.order
        if not by_end:
            return None
        last = max(by_end)
        nearest = sorted(by_end[last].values(), key=lambda one: (-one.certainty, orders[one.name]))
        return Hit(at, last, _not_worse(nearest))

    def _add(self, order: int, name: str, text: str) -> None:
        words: list[str] = []
        articles: list[bool] = []
        pending = False
        several = [plain(word) for _, _, word in words_of(text)]
        for number, word in enumerate(several):
            if word in ARTICLES and number + 1 < len(several):
                pending = True
                continue
            words.append(word)
            articles.append(pending)
            pending = False
        if not words:
            return
        spelling = _Spelling(order, name, text, tuple(words), tuple(articles))
        if spelling in self._by_first[words[0]]:
            return
        self._by_first[words[0]].append(spelling)
        self.longest = max(self.longest, len(words))
        if len(words) > 1:
            self._joined[sound(same_letters("".join(words)))].append(spelling)
        for word in words:
            self._add_word(word)

    def _add_word(self, word: str) -> None:
        letters = same_letters(word)
        self._exact[word].add(word)
        self._letters[letters].add(word)
        if len(letters) < SHORTEST_INEXACT:
            return
        for bare in {letters, same_letters(stem(word))}:
            self._stems[bare].add(word)
        said = sound(letters)
        self._sounds[said].add(word)
        for less in _less(said):
            self._less[less].add(word)

    def _end(
        self, spelling: _Spelling, words: Sequence[str], at: int, certainty: float
    ) -> tuple[int, float] | None:
        """Return the word after a spelling that begins at ``at``, and the least certainty of its words."""
        at += 1
        for word, has_article in zip(spelling.words[1:], spelling.articles[1:], strict=True):
            if at < len(words) and plain(words[at]) in ARTICLES and word not in ARTICLES:
                certainty -= ARTICLE_COST * (not has_article)
                at += 1
            else:
                certainty -= ARTICLE_COST * has_article
            if at >= len(words):
                return None
            alike = self._alike(words[at]).get(word)
            if alike is None:
                return None
            certainty = min(certainty, alike)
            at += 1
        return at, certainty

    def _note(self, noted: dict[str, Candidate], spelling: _Spelling, certainty: float) -> None:
        before = noted.get(spelling.name)
        if before is None or before.certainty < certainty:
            noted[spelling.name] = Candidate(spelling.name, spelling.text, round(certainty, 4))

    def _alike(self, raw: str) -> dict[str, float]:
        """Return the words of names that a word of a text may be, each with its certainty."""
        word = plain(raw)
        if len(word) > LONGEST_WORD:
            return {}
        cased = word != word.upper()
        named = not cased or raw[:1].isupper() or raw[:1] in "'’‘ʿʾ"
        known = self._known.get((word, named))
        if known is None:
            known = self._known[(word, named)] = self._look_up(word, named)
        return known

    def _look_up(self, word: str, named: bool) -> dict[str, float]:
        found: dict[str, float] = {}

        def note(words: Iterable[str], certainty: float) -> None:
            for one in words:
                found[one] = max(found.get(one, 0.0), certainty)

        note(self._exact.get(word, ()), EXACT)
        if not named:
            return found
        self._inexact(word, 0.0, note)
        for bare, cost in _without_prefixes(word):
            note(self._exact.get(bare, ()), EXACT - cost)
            self._inexact(bare, cost, note)
        return found

    def _inexact(self, word: str, cost: float, note: _Note) -> None:
        letters = same_letters(word)
        note(self._letters.get(letters, ()), SAME_LETTERS - cost)
        if len(letters) < SHORTEST_INEXACT:
            return
        bare = same_letters(stem(word))
        if "а" <= letters[0] <= "ӿ":
            for one in {letters, bare}:
                note(self._stems.get(one, ()), CASE_ENDING - cost)
        said = sound(letters)
        note(self._sounds.get(said, ()), SAME_SOUND - cost)
        if len(said) < ONE_EDIT_FROM - 1:
            return
        for less in _less(said):
            for one in self._less.get(less, ()):
                other = sound(same_letters(one))
                longer = max(len(said), len(other))
                most = 2 if longer >= TWO_EDITS_FROM else 1
                differ = edits(said, other, most)
                if 0 < differ <= most and longer >= ONE_EDIT_FROM:
                    note((one,), SAME_SOUND * (1 - differ / longer) - cost)


if TYPE_CHECKING:
    from collections.abc import Callable

    _Note = Callable[[Iterable[str], float], None]


def _not_worse(nearest: list[Candidate]) -> tuple[Candidate, ...]:
    """Where letters are the same, only names of those letters; else all that are about as near."""
    best = nearest[0].certainty
    within = 0.0 if best >= CASE_ENDING else 0.1
    return tuple(one for one in nearest if one.certainty >= best - within)


def _less(said: str) -> set[str]:
    """Return a word and what is left of it when one letter is taken out, two of a long word."""
    if len(said) < ONE_EDIT_FROM - 1:
        return set()
    once = {said[:i] + said[i + 1 :] for i in range(len(said))}
    found = {said} | once
    if len(said) >= TWO_EDITS_FROM - 2:
        found |= {less[:i] + less[i + 1 :] for less in once for i in range(len(less))}
    return found


def _without_prefixes(word: str) -> list[tuple[str, float]]:
    """Return a word without prepositions and conjunctions, each with what that costs in certainty."""
    first = word[:1]
    letters = PREFIXES["arabic"] if "\u0600" <= first <= "\u06ff" else PREFIXES["hebrew"]
    found = []
    cost = 0.0
    for _ in range(2):
        if word.startswith("لل"):
            # ل and ال are written لل.
            word = ARABIC_ARTICLE + word[2:]
        elif word[:1] in letters and len(word) >= SHORTEST_INEXACT:
            word = word[1:]
        else:
            break
        cost += PREFIX_COST
        found.append((word, cost))
    return found
