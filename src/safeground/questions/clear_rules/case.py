"""One notice of a run, with the geometry that rules share: worked out once, when the first asks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
import shapely

from safeground.questions.clear_rules.named import NamedBlocks, Places
from safeground.questions.clear_rules.plane import only_polygons
from safeground.questions.clear_rules.said_times import deadlines_said
from safeground.questions.clear_rules.said_within import said_within
from safeground.units import M2_PER_KM2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading
    from safeground.questions.clear_rules.run import Run

Value = TypeVar("Value")


class NoticeCase:
    """One notice of a run; what is None or empty is not stated or not known.

    Parameters
    ----------
    run
        The run.
    notice, reading
        The notice, and what was read in its texts.
    """

    def __init__(self, run: Run, notice: Published, reading: TextReading) -> None:
        self.run = run
        self.notice = notice
        self.reading = reading
        self._kept: dict[str, object] = {}

    def once(self, what: str, make: Callable[[], Value]) -> Value:
        """Return what one family of rules works out for this notice, made when first asked for."""
        if what not in self._kept:
            self._kept[what] = make()
        return cast("Value", self._kept[what])

    @cached_property
    def named_blocks(self) -> NamedBlocks:
        """Items of its list and texts, with the blocks that each names."""
        return NamedBlocks(self.notice, self.reading, self.run.block_index, len(self.run.block_ids))

    @cached_property
    def places(self) -> Places:
        """Places that it names, with what they may be."""
        return Places(self.notice, self.reading, self.run.around.names)

    @cached_property
    def listed(self) -> npt.NDArray[np.object_]:
        """Polygons of the blocks that its list or texts name, in metres."""
        return self.run.blocks[self.named_blocks.everywhere]

    @cached_property
    def blocks_union(self) -> BaseGeometry | None:
        """All named blocks together, in metres."""
        return only_polygons(shapely.union_all(self.listed)) if len(self.listed) else None

    @cached_property
    def context(self) -> frozenset[str]:
        """Named places in which named blocks lie: they say where the blocks are, and add no ground."""
        if not len(self.listed):
            return frozenset()
        tree = shapely.STRtree(self.listed)
        return frozenset(
            name_id
            for name_id in self.places.meant
            if name_id in self.run.outlines and self._holds_one(self.run.outlines[name_id], tree)
        )

    def _holds_one(self, outline: BaseGeometry, tree: shapely.STRtree) -> bool:
        blocks = self.listed[tree.query(outline, predicate="intersects")]
        common = shapely.area(shapely.intersection(blocks, outline))
        smaller = np.minimum(shapely.area(blocks), outline.area)
        return bool((common > 0.1 * smaller).any())

    @cached_property
    def added_places(self) -> dict[str, BaseGeometry]:
        """Named places, id → outline in metres, that are ground to leave beside the named blocks.

        Of "X in Y" only X is ground to leave.
        """
        outlines = self.run.outlines
        aside = self.context | {one.outer.id for one in said_within(self)}
        return {one: outlines[one] for one in self.places.meant if one in outlines and one not in aside}

    @cached_property
    def named(self) -> BaseGeometry | None:
        """All ground that it names, in metres: blocks, and places that add to them."""
        parts = [*self.added_places.values()]
        if self.blocks_union is not None:
            parts.append(self.blocks_union)
        return only_polygons(shapely.union_all(parts)) if parts else None

    @cached_property
    def drawn(self) -> BaseGeometry | None:
        """The polygon on its map, in metres."""
        if self.notice.drawn is None or self.notice.drawn.is_empty or self.run.plane is None:
            return None
        return only_polygons(self.run.metres(self.notice.drawn))

    @cached_property
    def area(self) -> BaseGeometry | None:
        """All ground that it is of, named or drawn, in metres."""
        parts = [one for one in (self.named, self.drawn) if one is not None]
        if len(parts) == 2 and shapely.equals(*parts):
            return parts[0]
        return only_polygons(shapely.union_all(parts)) if parts else None

    @cached_property
    def begins(self) -> datetime | None:
        """When people may begin to act on it: when it was issued, else when it starts."""
        return self.notice.issued or self.notice.starts

    @cached_property
    def deadline(self) -> datetime | None:
        """Its deadline; where it states none, the one that its texts say, where all say the same."""
        said = {one.at for one in deadlines_said(self.notice, self.reading) if one.at is not None}
        if self.notice.deadline is not None or len(said) != 1:
            return self.notice.deadline
        return next(iter(said))

    def in_force_at(self, at: datetime | None) -> bool:
        """Whether it was in force at a time: issued, and not ended, withdrawn or changed by another.

        A notice without an end stays in force, and one without a time of issue is: nothing says
        otherwise.
        """
        if at is None:
            return self.notice.withdrawn is None
        if self.begins is not None and self.begins > at:
            return False
        changed = (one.begins for one in self.run.changed_by.get(self.notice.id, ()))
        return not any(
            one is not None and one <= at for one in (self.notice.ends, self.notice.withdrawn, *changed)
        )

    def stands_beside(self, other: NoticeCase) -> bool:
        """Whether another notice was in force when this one was issued, and is not what it changes."""
        return other.notice.id not in (self.notice.id, self.notice.changes) and other.in_force_at(self.begins)

    def km2(self, shape: BaseGeometry) -> float:
        """Return the surface of a shape (metres)."""
        return float(shape.area) / M2_PER_KM2

    def blocks_together(self, positions: Iterable[int]) -> BaseGeometry:
        """Return the union of blocks by their positions, in metres."""
        return only_polygons(shapely.union_all(self.run.blocks[np.fromiter(positions, np.int64)]))

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Return ids of blocks by their positions, in the gazetteer's order."""
        return tuple(self.run.block_ids[i] for i in sorted(positions))
