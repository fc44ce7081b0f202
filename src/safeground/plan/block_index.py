"""What each item of a published list names: an id, or a range of numbers, looked up in sorted arrays."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERED = re.compile(r"(\d+)(?:\.(\d+))?")
_RANGE = re.compile(r"(\d+)(?:\.(\d+))?\s*[-–—]\s*(\d+)(?:\.(\d+))?")
_DASH = re.compile(r"\s*[-–—]\s*")
_SEPARATORS = re.compile(r"[,;،؛、\n]+")


@dataclass(frozen=True, slots=True)
class ItemRead:
    """What one item names.

    Parameters
    ----------
    members
        Positions of its blocks, in the gazetteer's order.
    sub_blocks
        Those of them that came in because a range of whole numbers holds their whole number.
    missing_ends
        Ends of the range that are no block themselves.
    candidates
        Where it names no block: ids that it may mean, the nearest first; sub-blocks of a whole number.
    below
        Whether the candidates are the sub-blocks of the whole number that the item is.
    wrong
        What was found, what was expected and how to mend it, where it names no block.
    """

    members: tuple[int, ...] = ()
    sub_blocks: tuple[int, ...] = ()
    missing_ends: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    below: bool = False
    wrong: tuple[str, str, str] | None = None


class BlockIndex:
    """Ids of blocks, ready for many items.

    Parameters
    ----------
    ids
        The gazetteer's ids.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self._texts = [ascii_digits(block) for block in ids]
        self._at = {text: i for i, text in enumerate(self._texts)}
        self._numbered: list[tuple[int, int, int]] = []  # whole number, number below or -1, position
        self._below: dict[str, list[int]] = {}
        for i, text in enumerate(self._texts):
            numbered = _NUMBERED.fullmatch(text)
            if numbered is not None:
                sub = -1 if numbered[2] is None else int(numbered[2])
                self._numbered.append((int(numbered[1]), sub, i))
            whole, dot, _ = text.partition(".")
            if dot:
                self._below.setdefault(whole, []).append(i)
        self._numbered.sort()

    def read(self, item: str, *, near: bool = True) -> ItemRead:
        """Return what an item names: an id as it stands, else a range of numbers.

        ``near`` looks for the ids nearest to an unknown one, which takes time in proportion to all ids.
        """
        text = ascii_digits(item.strip())
        if text in self._at:
            return ItemRead((self._at[text],))
        match = _RANGE.fullmatch(text)
        return self._unknown(item, text, near=near) if match is None else self._range(match, item)

    def _range(self, match: re.Match[str], item: str) -> ItemRead:
        low, low_sub, high, high_sub = (None if part is None else int(part) for part in match.groups())
        assert low is not None
        assert high is not None
        of_sub_blocks = low_sub is not None or high_sub is not None
        if of_sub_blocks and (low != high or low_sub is None or high_sub is None):
            expected = "whole numbers (219-221) or the sub-blocks of one block (220.1-220.3)"
            return ItemRead(wrong=(f"the range {item}", expected, "Name the sub-blocks singly."))
        if (low, low_sub or 0) > (high, high_sub or 0):
            start, end = _DASH.split(item.strip())
            fix = f"Write {end}-{start}."
            return ItemRead(wrong=(f"the range {item}", "the smaller number first", fix))
        if of_sub_blocks:
            assert low_sub is not None
            assert high_sub is not None
            first = bisect_left(self._numbered, (low, low_sub, -1))
            last = bisect_right(self._numbered, (low, high_sub, len(self._ids)))
        else:
            first = bisect_left(self._numbered, (low, -1, -1))
            last = bisect_left(self._numbered, (high + 1, -1, -1))
        members = tuple(sorted(i for _, _, i in self._numbered[first:last]))
        if not members:
            expected = "a range that holds a block of the gazetteer"
            return ItemRead(wrong=(f"the range {item}", expected, "Check both ends."))
        ends = _DASH.split(ascii_digits(item.strip()))
        return ItemRead(
            members,
            () if of_sub_blocks else tuple(i for i in members if "." in self._ids[i]),
            tuple(end for end in ends if end not in self._at and end not in self._below),
        )

    def _unknown(self, item: str, text: str, *, near: bool) -> ItemRead:
        below = tuple(self._ids[i] for i in self._below.get(text, ()))
        nearest: tuple[str, ...] = ()
        if below:
            fix = f"Name its sub-blocks: {', '.join(below[:8])}."
        elif _SEPARATORS.search(text.strip(",;،؛、\n")):
            fix = "Write each block or range as an item of its own."
        else:
            if near:
                nearest = tuple(get_close_matches(text, self._texts, n=3, cutoff=0.5))
            fix = (
                f"Nearest: {', '.join(nearest)}."
                if nearest
                else "Check the id, or the gazetteer's id column."
            )
        wrong = (f"the block {item}", "an id of the gazetteer", fix)
        return ItemRead(candidates=below or nearest, below=bool(below), wrong=wrong)


def ascii_digits(text: str) -> str:
    """Return the text with digits of any script as 0 to 9: orders are published in Arabic too."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
