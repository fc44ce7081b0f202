"""The gazetteer: blocks with ids, and the lists and ranges by which orders name them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from safeground.errors import FaultList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.remarks import Remark

_NUMBERED = re.compile(r"(\d+)(?:\.(\d+))?")
_RANGE = re.compile(r"(\d+)(?:\.(\d+))?\s*[-–—]\s*(\d+)(?:\.(\d+))?")
_SEPARATORS = re.compile(r"[,;،؛、\n]+")


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a list of blocks and ranges names.

    Parameters
    ----------
    ids
        Ids of blocks, in the gazetteer's order, each once.
    sub_blocks
        Ids such as ``220.1`` that came in because a range of whole numbers holds their whole number.
    missing_ends
        Ends of ranges that are no block themselves.
    """

    ids: tuple[str, ...]
    sub_blocks: tuple[str, ...]
    missing_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Blocks: an id, a name and a polygon each.

    Parameters
    ----------
    ids
        Ids as text, each once: ``220.10`` is not ``220.1``.
    geometry
        Polygons (WGS 84, valid), object array (b,).
    names
        Names, empty where a block has none.
    file
        The file they came from.
    remarks
        What was inferred, repaired or left out in reading.
    """

    ids: tuple[str, ...]
    geometry: npt.NDArray[np.object_]
    names: tuple[str, ...]
    file: str = ""
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def expand(self, items: Sequence[str]) -> tuple[str, ...]:
        """Return the ids that blocks and ranges name, as ``expansion`` finds them.

        Examples
        --------
        >>> import numpy as np
        >>> blocks = Gazetteer(("36", "38", "40", "220.1"), np.empty(4, dtype=object), ("",) * 4)
        >>> blocks.expand(["36-39", "220"])
        Traceback (most recent call last):
        safeground.errors.InputError: item 2: found the block 220; expected an id of the gazetteer. \
Name its sub-blocks: 220.1.
        >>> blocks.expand(["36-39", "220-221"])
        ('36', '38', '220.1')
        """
        return self.expansion(items).ids

    def expansion(self, items: Sequence[str]) -> Expansion:
        """Find the blocks that a published list names: ``["36", "38-54", "220.1"]``.

        An item is first looked for as an id. Else a range of whole numbers ``a-b`` names every block whose
        whole number lies within, sub-blocks too (220.1 in 219-221); a range of sub-blocks ``220.1-220.3``
        names those of one block. A range names the blocks that exist; numbers in it may be missing.

        Raises
        ------
        InputError
            Items that name no block, with the ids nearest to them; ranges written backwards.
        """
        faults = FaultList(self.file)
        index = {_digits(block): i for i, block in enumerate(self.ids)}
        found: set[int] = set()
        sub_blocks: set[int] = set()
        missing: list[str] = []
        for number, item in enumerate(items, start=1):
            text = _digits(item.strip())
            if text in index:
                found.add(index[text])
                continue
            match = _RANGE.fullmatch(text)
            if match is None:
                self._unknown(item, text, f"item {number}", faults)
                continue
            members = self._members(match, item, f"item {number}", faults)
            found.update(members)
            if match[2] is None:
                sub_blocks.update(i for i in members if "." in self.ids[i])
            if members:
                ends = (text_of for text_of in re.split(r"\s*[-–—]\s*", text))
                missing.extend(end for end in ends if end not in index and not self._sub_blocks(end))
        faults.raise_if_any()
        return Expansion(
            tuple(self.ids[i] for i in sorted(found)),
            tuple(self.ids[i] for i in sorted(sub_blocks)),
            tuple(missing),
        )

    def union(self, ids: Iterable[str]) -> BaseGeometry:
        """Return the union of blocks' polygons.

        Raises
        ------
        KeyError
            An id that is not in the gazetteer.
        """
        import shapely

        index = {block: i for i, block in enumerate(self.ids)}
        return shapely.union_all(self.geometry[[index[block] for block in ids]])

    def _members(self, match: re.Match[str], item: str, place: str, faults: FaultList) -> list[int]:
        low, low_sub, high, high_sub = (None if part is None else int(part) for part in match.groups())
        of_sub_blocks = low_sub is not None or high_sub is not None
        if of_sub_blocks and (low != high or low_sub is None or high_sub is None):
            faults.add(
                place,
                f"the range {item}",
                "whole numbers (219-221) or the sub-blocks of one block (220.1-220.3)",
                "Name the sub-blocks singly.",
            )
            return []
        first, last = (low_sub, high_sub) if of_sub_blocks else (low, high)
        assert first is not None
        assert last is not None
        if first > last:
            start, end = re.split(r"\s*[-–—]\s*", item.strip())
            faults.add(place, f"the range {item}", "the smaller number first", f"Write {end}-{start}.")
            return []
        members = []
        for i, block in enumerate(self.ids):
            numbered = _NUMBERED.fullmatch(_digits(block))
            if numbered is None:
                continue
            whole, sub = int(numbered[1]), None if numbered[2] is None else int(numbered[2])
            if of_sub_blocks:
                inside = whole == low and sub is not None and first <= sub <= last
            else:
                inside = first <= whole <= last
            if inside:
                members.append(i)
        if not members:
            faults.add(
                place, f"the range {item}", "a range that holds a block of the gazetteer", "Check both ends."
            )
        return members

    def _sub_blocks(self, whole: str) -> list[str]:
        return [block for block in self.ids if _digits(block).startswith(f"{whole}.")]

    def _unknown(self, item: str, text: str, place: str, faults: FaultList) -> None:
        below = self._sub_blocks(text)
        if below:
            fix = f"Name its sub-blocks: {', '.join(below[:8])}."
        elif _SEPARATORS.search(text.strip(",;،؛、\n")):
            fix = "Write each block or range as an item of its own."
        else:
            near = get_close_matches(text, [_digits(block) for block in self.ids], n=3, cutoff=0.5)
            fix = f"Nearest: {', '.join(near)}." if near else "Check the id, or the gazetteer's id column."
        faults.add(place, f"the block {item}", "an id of the gazetteer", fix)


def split_blocks(text: str) -> tuple[str, ...]:
    """Return the items of a published list: split at commas (Arabic ones too), semicolons and line ends.

    Examples
    --------
    >>> split_blocks("36, 38-54، 219-221")
    ('36', '38-54', '219-221')
    """
    return tuple(part.strip() for part in _SEPARATORS.split(text) if part.strip())


def id_text(value: object) -> str:
    """Return an id as text: a number as it is read aloud (``36.0`` is 36), text as it stands.

    Examples
    --------
    >>> id_text(36.0), id_text(220.1), id_text("220.10")
    ('36', '220.1', '220.10')
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def repeated(ids: Iterable[str]) -> dict[str, int]:
    """Return the ids that stand more than once, with how often."""
    return {block: times for block, times in Counter(ids).items() if times > 1}


def _digits(text: str) -> str:
    """Return the text with digits of any script as 0 to 9: orders are published in Arabic too."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
