"""Finding a thing by what somebody typed; ``templates/notices/search.js`` ranks in the same way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from safeground.publish.notices.spelling_key import spelling_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.publish.notices.lookup_things import Thing

Nearness = Literal["equal", "beginning", "word", "similar"]
_RANKS: tuple[Nearness, ...] = ("equal", "beginning", "word", "similar")
LONG_WORD = 7
"""From this length on two letters may differ, from four on one; numbers are never only similar."""


def find(things: Sequence[Thing], typed: str) -> list[tuple[Nearness, Thing]]:
    """Return what a text may mean, nearest first: the same key, its start, a word's start, a similar key."""
    asked = spelling_key(typed)
    if not asked:
        return []
    ranked: list[tuple[int, int]] = []
    for index, thing in enumerate(things):
        ranks = [
            rank for key in map(spelling_key, thing.spellings) if (rank := _rank(key, asked)) is not None
        ]
        if ranks:
            ranked.append((min(ranks), index))
    return [(_RANKS[rank], things[index]) for rank, index in sorted(ranked)]


def _rank(key: str, asked: str) -> int | None:
    if key == asked:
        return 0
    if key.startswith(asked):
        return 1
    if f" {asked}" in key:
        return 2
    if len(asked) < 4 or re.search("[0-9]", asked):
        return None
    return 3 if differ_by_at_most(key, asked, 2 if len(asked) >= LONG_WORD else 1) else None


def differ_by_at_most(one: str, other: str, most: int) -> bool:
    """Return whether so many letters put in, left out or changed turn one word into the other.

    Examples
    --------
    >>> differ_by_at_most("zeitoun", "zeitun", 1), differ_by_at_most("zeitoun", "zaytun", 2)
    (True, False)
    """
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row = row, [i]
        for j, beside in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != beside)))
        if min(row) > most:
            return False
    return row[-1] <= most
