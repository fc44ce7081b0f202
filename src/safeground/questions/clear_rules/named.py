"""What a notice names: blocks in its list and in each text, and places, with what each may mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from safeground.plan.names import NEAR

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.plan.block_index import BlockIndex, ItemRead
    from safeground.plan.names import Names
    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import Candidate, TextReading

CLEARLY = 0.1
"""A name is taken where no other is as near to within this much certainty."""
LIST = "list of blocks"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list or text: its words, where it stands, and what it names."""

    words: str
    where: str
    read: ItemRead


class NamedBlocks:
    """Blocks that a notice names as ground to leave.

    Parameters
    ----------
    notice, reading
        The notice; blocks in its texts that are destinations ("move to block 7") do not count.
    index
        The published blocks; ``known`` is how many there are.
    """

    def __init__(self, notice: Published, reading: TextReading, index: BlockIndex, known: int) -> None:
        self.listed_items = tuple(Item(one, LIST, index.read(one, near=False)) for one in notice.blocks)
        text_items: dict[str, list[Item]] = {}
        self.aside: set[int] = set()
        for one in reading.blocks:
            read = index.read(one.item, near=False)
            if one.towards:
                self.aside.update(read.members)
                continue
            item = Item(one.item, f"text ({one.span.language})", read)
            text_items.setdefault(one.span.language, []).append(item)
        self.text_items = {language: tuple(items) for language, items in text_items.items()}
        self.listed = frozenset(i for item in self.listed_items for i in item.read.members)
        self.by_language = {
            language: frozenset(i for item in items for i in item.read.members)
            for language, items in self.text_items.items()
        }
        self.in_texts = frozenset(i for blocks in self.by_language.values() for i in blocks)
        every = self.listed | self.in_texts if known else frozenset()
        self.everywhere: npt.NDArray[np.int64] = np.array(sorted(every), dtype=np.int64)

    @property
    def sources(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """Each list and text that names blocks, with its items."""
        texts = ((f"text ({language})", items) for language, items in self.text_items.items())
        return ((LIST, self.listed_items), *texts) if self.listed_items else tuple(texts)

    def where(self, block: int) -> str:
        """Return where a block is named."""
        places = [LIST] if block in self.listed else []
        places += [f"text ({language})" for language, blocks in self.by_language.items() if block in blocks]
        return ", ".join(places)


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place as a notice names it, with what the words may mean, the nearest first."""

    words: str
    where: str
    candidates: tuple[Candidate, ...]

    @property
    def name(self) -> str | None:
        """Id of the name that is meant; None where none is, or several are as near."""
        if not self.candidates or self.candidates[0].certainty < NEAR:
            return None
        first = self.candidates[0]
        others = [one for one in self.candidates[1:] if one.name != first.name]
        return None if any(first.certainty - one.certainty < CLEARLY for one in others) else first.name

    @property
    def ambiguous(self) -> bool:
        """Whether several names are as near as the nearest."""
        return self.name is None and bool(self.candidates) and self.candidates[0].certainty >= NEAR


class Places:
    """Places that a notice names as ground to leave; those that it names as destinations do not count.

    Parameters
    ----------
    notice, reading, names
        The notice, what was read in its texts, and the gazetteer of names; None where there is none.
    """

    def __init__(self, notice: Published, reading: TextReading, names: Names | None) -> None:
        self._notice = notice
        self._names = names
        self.stated = tuple(
            PlaceNamed(one, "list of places", () if names is None else _listed(one, names))
            for one in notice.places
        )
        self.read = tuple(
            PlaceNamed(one.span.words, f"text ({one.span.language})", one.candidates)
            for one in reading.names
            if not one.towards
        )
        self.towards = tuple(
            PlaceNamed(one.span.words, f"text ({one.span.language})", one.candidates)
            for one in reading.names
            if one.towards
        )

    @cached_property
    def destinations(self) -> dict[str, str | None]:
        """Words of each stated destination → id of the name that is meant."""
        if self._names is None:
            return {one.name: None for one in self._notice.to}
        return {
            one.name: PlaceNamed(one.name, "", self._names.match(one.name)).name for one in self._notice.to
        }

    @cached_property
    def meant(self) -> tuple[str, ...]:
        """Ids of the names meant, each once."""
        aside = {*self.destinations.values(), *(one.name for one in self.towards), None}
        meant = dict.fromkeys(one.name for one in (*self.stated, *self.read))
        return tuple(one for one in meant if one is not None and one not in aside)


def place_and_district(words: str) -> tuple[str, str]:
    """Return the place of ``X (Y)`` and ``X, Y``, and its district; empty where none is said."""
    head, _, tail = words.partition("(") if "(" in words else words.partition(",")
    return head.strip(), tail.strip(" )")


def _listed(words: str, names: Names) -> tuple[Candidate, ...]:
    """Return what an item of the list of places may mean: the whole of it, else without its district."""
    whole = names.match(words)
    place, district = place_and_district(words)
    if district and place and not (whole and whole[0].certainty >= NEAR):
        return names.match(place)
    return whole
