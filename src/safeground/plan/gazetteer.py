"""The gazetteer: blocks with ids, and the lists and ranges by which orders name them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.errors import FaultList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.remarks import Remark

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
        from safeground.plan.block_index import BlockIndex

        faults = FaultList(self.file)
        index = BlockIndex(self.ids)
        found: set[int] = set()
        sub_blocks: set[int] = set()
        missing: list[str] = []
        for number, item in enumerate(items, start=1):
            read = index.read(item)
            if read.wrong is not None:
                faults.add(f"item {number}", *read.wrong)
            found.update(read.members)
            sub_blocks.update(read.sub_blocks)
            missing.extend(read.missing_ends)
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
