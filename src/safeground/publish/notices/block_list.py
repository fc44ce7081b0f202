"""A list of blocks as its issuer wrote it: ranges never turned around, cut behind an entry and counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safeground.publish.notices.pieces import bare, figure, joined, named, say

if TYPE_CHECKING:
    from safeground.publish.notices.bulletin import Place
    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.pieces import Line

_RANGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[-–—]\s*(\d+(?:\.\d+)?)\s*")


def listed(place: Place) -> tuple[str, ...]:
    """Return the entries of an area's list: its issuer's, or else its blocks one by one."""
    return place.listed or place.blocks


def ends_of(entry: str) -> tuple[str, str] | None:
    """Return the two ends of a range of numbers, or None where an entry is no such range.

    Examples
    --------
    >>> ends_of("38 - 54"), ends_of("A-12")
    (('38', '54'), None)
    """
    found = _RANGE.fullmatch(entry)
    return (found.group(1), found.group(2)) if found else None


def entry_line(entry: str) -> Line:
    """Return an entry; a range of numbers with its low end at the left in every language."""
    ends = ends_of(entry)
    if ends is None:
        return named(entry)
    return figure(f"{ends[0]}–{ends[1]}")


def block_list(place: Place, language: Language, most_signs: int) -> Line:
    """Return the list of an area's blocks, cut behind an entry where it is longer than ``most_signs``.

    Returns
    -------
    tuple of Piece
        Empty where the area was drawn only. What was cut off is counted.
    """
    entries = [entry_line(entry) for entry in listed(place)]
    shown = 0
    signs = 0
    for entry in entries:
        signs += len(bare(entry)) + 2
        if signs > most_signs:
            break
        shown += 1
    lines = entries[:shown]
    if shown < len(entries):
        lines.append(say("more_items", language, count=figure(len(entries) - shown)))
    return joined(lines, language)
