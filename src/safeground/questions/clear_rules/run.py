"""One run of the rules over all notices of a territory: blocks, names and areas in metres, and people.

What several rules or notices need is worked out once, when the first asks.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.plan.block_index import BlockIndex
from safeground.plan.reading.text_reading import TextReading
from safeground.questions.clear_rules.case import NoticeCase
from safeground.questions.clear_rules.counted import in_metres, persons_in_metres

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.plan.names import Name
    from safeground.plan.published import Published
    from safeground.quantity import Range
    from safeground.questions.clear_case import Surroundings


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
        if notice_id not in self._cases:
            reading = self._readings.get(notice_id) or TextReading()
            self._cases[notice_id] = NoticeCase(self, self._notices[notice_id], reading)
        return self._cases[notice_id]

    @cached_property
    def cases(self) -> tuple[NoticeCase, ...]:
        """Every notice that is known."""
        return tuple(self.case(notice_id) for notice_id in self._notices)

    @cached_property
    def changes(self) -> Mapping[str, str | None]:
        """Id of a notice → id of the notice that it says it changes."""
        return {one.notice.id: one.notice.changes for one in self.cases}

    @cached_property
    def changed_by(self) -> Mapping[str, tuple[NoticeCase, ...]]:
        """Id of a notice → the notices that say they change it."""
        found: dict[str, tuple[NoticeCase, ...]] = {}
        for one in self.cases:
            before = one.notice.changes
            if before is not None and before != one.notice.id:
                found[before] = (*found.get(before, ()), one)
        return found

    def touching(self, shape: BaseGeometry) -> list[NoticeCase]:
        """Return the notices whose ground a shape (metres) touches, in their order."""
        tree, cases = self._by_place
        return [cases[i] for i in sorted(tree.query(shape, predicate="intersects").tolist())]

    @cached_property
    def _by_place(self) -> tuple[shapely.STRtree, list[NoticeCase]]:
        cases = [one for one in self.cases if one.area is not None]
        return shapely.STRtree(np.array([one.area for one in cases], dtype=object)), cases

    @cached_property
    def kept(self) -> dict[str, object]:
        """What a family of rules works out once for all notices, by its name."""
        return {}

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

    @cached_property
    def layers(self) -> tuple[PeopleLayer, ...]:
        """The layers of people with their cells in metres."""
        return () if self.plane is None else in_metres(self.around.layers, self.plane)

    def persons(self, shape: BaseGeometry) -> Range | None:
        """Return how many people live in a shape (metres); None where nobody counted there."""
        return None if shape.is_empty else self.persons_each([shape])[0]

    def persons_each(self, shapes: Sequence[BaseGeometry]) -> list[Range | None]:
        """Return how many people live in each shape (metres); None where nobody counted there."""
        return persons_in_metres(self.layers, shapes)

    def _areas(self, areas: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
        if self.plane is None:
            return {}
        return {area_id: self.metres(shape) for area_id, shape in areas.items()}
