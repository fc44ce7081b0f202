"""One run of the rules over all notices, and one notice of it, with the geometry that rules share.

What several rules need is worked out once, when the first asks: blocks and notices in metres, what each
item of a list names, the union of what is named, people in polygons.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.plan.block_index import BlockIndex
from safeground.questions.clear_rules.counted import persons_in_metres
from safeground.questions.clear_rules.named import NamedBlocks, Places
from safeground.questions.clear_rules.plane import only_polygons
from safeground.units import M2_PER_KM2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.names import Name
    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading
    from safeground.quantity import Range
    from safeground.questions.clear_case import Surroundings

Value = TypeVar("Value")


class Run:
    """All notices of a run with what was read in their texts.

    Parameters
    ----------
    around
        What they are held against.
    readings
        Notice id → what was read in its texts; a notice without one counts as one without text.
    notices
        The notices that are examined; those of ``around`` are known to the rules beside them.
    """

    def __init__(
        self, around: Surroundings, readings: Mapping[str, TextReading], notices: Sequence[Published] = ()
    ) -> None:
        self.around = around
        self._readings = readings
        known = {one.id: one for one in around.notices}
        known.update((one.id, one) for one in notices)
        self._notices = known
        self._cases: dict[str, NoticeCase] = {}

    def case(self, notice_id: str) -> NoticeCase:
        """Return one notice of the run."""
        from safeground.plan.reading.text_reading import TextReading

        if notice_id not in self._cases:
            reading = self._readings.get(notice_id) or TextReading()
            self._cases[notice_id] = NoticeCase(self, self._notices[notice_id], reading)
        return self._cases[notice_id]

    @cached_property
    def cases(self) -> tuple[NoticeCase, ...]:
        """Every notice that is known."""
        return tuple(self.case(notice_id) for notice_id in self._notices)

    @cached_property
    def plane(self) -> LocalProjection | None:
        """Metres around all that has a place; None where nothing has."""
        shapes: list[BaseGeometry] = []
        if self.around.blocks is not None:
            shapes.extend(self.around.blocks.geometry)
        else:
            shapes.extend(one.drawn for one in self._notices.values() if one.drawn is not None)
        if not shapes and self.around.names is not None:
            shapes.extend(one.geometry for one in self.around.names.names if one.geometry is not None)
        if not shapes and self.around.territory is not None:
            shapes.append(self.around.territory)
        bounds = shapely.total_bounds(shapes) if shapes else np.full(4, np.nan)
        return None if np.isnan(bounds).any() else LocalProjection.from_bounds(*map(float, bounds))

    def metres(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape (WGS 84) in metres, valid."""
        assert self.plane is not None
        moved = self.plane.project(shape)
        return moved if moved.is_valid else shapely.make_valid(moved)

    @cached_property
    def block_ids(self) -> tuple[str, ...]:
        """Ids of the published blocks, none where there is no gazetteer."""
        return () if self.around.blocks is None else self.around.blocks.ids

    @cached_property
    def block_index(self) -> BlockIndex:
        """The published blocks by what lists call them."""
        return BlockIndex(self.block_ids)

    @cached_property
    def blocks(self) -> npt.NDArray[np.object_]:
        """Polygons of the blocks in metres, shape (b,)."""
        if self.around.blocks is None or self.plane is None:
            return np.empty(0, object)
        moved = self.plane.project(self.around.blocks.geometry)
        bad = ~shapely.is_valid(moved)
        moved[bad] = shapely.make_valid(moved[bad])
        shapely.prepare(moved)
        return moved

    @cached_property
    def block_tree(self) -> shapely.STRtree:
        """The blocks by place."""
        return shapely.STRtree(self.blocks)

    @cached_property
    def names(self) -> Mapping[str, Name]:
        """Place names by id."""
        return {} if self.around.names is None else {one.id: one for one in self.around.names.names}

    @cached_property
    def outlines(self) -> Mapping[str, BaseGeometry]:
        """Place name id → its outline in metres, where it is a polygon."""
        return {
            one.id: self.metres(one.geometry)
            for one in self.names.values()
            if self.plane is not None
            and one.geometry is not None
            and one.geometry.geom_type in ("Polygon", "MultiPolygon")
        }

    @cached_property
    def territory(self) -> BaseGeometry | None:
        """The land in metres."""
        known = self.around.territory is not None and self.plane is not None
        return self.metres(self.around.territory) if known else None  # type: ignore[arg-type]

    @cached_property
    def sea(self) -> BaseGeometry | None:
        """The sea in metres."""
        known = self.around.sea is not None and self.plane is not None
        return self.metres(self.around.sea) if known else None  # type: ignore[arg-type]

    @cached_property
    def closed(self) -> Mapping[str, BaseGeometry]:
        """Closed areas in metres, by id."""
        return self._areas(self.around.closed)

    @cached_property
    def designated(self) -> Mapping[str, BaseGeometry]:
        """Areas that are designated destinations in metres, by id."""
        return self._areas(self.around.designated)

    def persons(self, shape: BaseGeometry) -> Range | None:
        """Return how many people live in a shape (metres); None where nobody counted there."""
        return None if shape.is_empty else self.persons_each([shape])[0]

    def persons_each(self, shapes: Sequence[BaseGeometry]) -> list[Range | None]:
        """Return how many people live in each shape (metres); None where nobody counted there."""
        if self.plane is None or not len(shapes):
            return [None] * len(shapes)
        return persons_in_metres(self.around.layers, self.plane, shapes)

    def _areas(self, areas: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
        if self.plane is None:
            return {}
        return {area_id: self.metres(shape) for area_id, shape in areas.items()}


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
        """Named places, id → outline in metres, that are ground to leave beside the named blocks."""
        outlines = self.run.outlines
        return {
            one: outlines[one] for one in self.places.meant if one in outlines and one not in self.context
        }

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
        """Its deadline; where it states none, the end that its texts say, where all say the same."""
        said = {one.at for one in self.reading.times if one.until and one.at is not None}
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
        over = [self.notice.ends, self.notice.withdrawn, *self._changed_at]
        return not any(one is not None and one <= at for one in over)

    @cached_property
    def _changed_at(self) -> list[datetime | None]:
        own = self.notice.id
        return [one.begins for one in self.run.cases if one.notice.changes == own and one.notice.id != own]

    @cached_property
    def others_in_force(self) -> tuple[NoticeCase, ...]:
        """Other notices in force when it was issued, without the one that it says it changes."""
        return tuple(
            one
            for one in self.run.cases
            if one.notice.id not in (self.notice.id, self.notice.changes) and one.in_force_at(self.begins)
        )

    def km2(self, shape: BaseGeometry) -> float:
        """Return the surface of a shape (metres)."""
        return float(shape.area) / M2_PER_KM2

    def blocks_together(self, positions: Iterable[int]) -> BaseGeometry:
        """Return the union of blocks by their positions, in metres."""
        return only_polygons(shapely.union_all(self.run.blocks[np.fromiter(positions, np.int64)]))

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Return ids of blocks by their positions, in the gazetteer's order."""
        return tuple(self.run.block_ids[i] for i in sorted(positions))
