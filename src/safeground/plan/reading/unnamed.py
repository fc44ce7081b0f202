"""Places that a text calls by a word for place, and that no known name is like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeground.plan.reading.text_reading import Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.plan.reading.passage import Passage
    from safeground.plan.reading.text_reading import NameRead

LONGEST_NAME: Final = 5
ARTICLES: Final = ("ال", "وال", "بال", "ה", "וה")
JOINING: Final = ("block", "to", "from", "and", "at", "until", "street", "filler")


def unnamed_places(passage: Passage, names: Sequence[NameRead]) -> list[Unread]:
    """Return "Xyz neighbourhood", "حي كذا", "район Такий" where nothing of it was read as a name."""
    named: set[int] = set()
    spans = sorted((name.span.start, name.span.end) for name in names)
    number = 0
    for at, token in enumerate(passage.tokens):
        while number < len(spans) and spans[number][1] <= token.start:
            number += 1
        if number < len(spans) and spans[number][0] < token.end:
            named.add(at)
    found = []
    for at in range(len(passage)):
        end = passage.end("place", at)
        if end is None or at in named:
            continue
        place = _place(passage, at, end)
        if place is not None and named.isdisjoint(range(*place)):
            found.append(Unread(passage.span(*place), "a place by its words; no known name is like it"))
    return found


def _place(passage: Passage, at: int, end: int) -> tuple[int, int] | None:
    """Return the tokens of a word for place and its name: after it, or before it in English."""
    if _is_name(passage, at, end):
        last = end + 1
        while (
            last < end + LONGEST_NAME and _is_capital(passage, last) and not passage.sentence_ends(last - 1)
        ):
            last += 1
        return at, last
    first = at
    while first > at - LONGEST_NAME and (
        _is_capital(passage, first - 1)
        or (passage.is_sign(first - 1, "-") and _is_capital(passage, first - 2))
    ):
        first -= 1
    # "The camp" and "Leave Xanadu camp": the capital of a sentence's first word says nothing.
    if first < at and (first == 0 or passage.sentences[first - 1] != passage.sentences[first]):
        first += 1
    return None if first == at else (first, end)


def _is_capital(passage: Passage, at: int) -> bool:
    token = passage.token(at)
    return token is not None and token.kind == "word" and passage.text[token.start].isupper()


def _is_name(passage: Passage, at: int, end: int) -> bool:
    """Whether a name follows a word for place: a capital, or a word in a script that has none."""
    token = passage.token(end)
    if token is None or token.kind != "word":
        return False
    first = passage.text[token.start]
    if first.isupper():
        return True
    if not (first.isalpha() and first.lower() == first.upper()):
        return False
    # حي الأمل names a place; المخيم (the camp) and مخيم للنازحين (a camp for the displaced) do not.
    general = passage.tokens[at].text.startswith(ARTICLES) or token.text.startswith("لل")
    return not general and passage.first(JOINING, end) is None
