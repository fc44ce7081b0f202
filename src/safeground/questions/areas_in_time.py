"""What was in force at a minute, as far as it had been published; and what two minutes differ by.

Areas of one kind are taken together before anything is counted, so ground under two orders counts once. What
is certain and what is only possible (no time stated, nobody says when it was published) are the two ends of
every figure. Blocks are named by their ids; people come from the layers that count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection, area_m2
from safeground.ground.people import persons_in_each
from safeground.journey.coverage import covered_share
from safeground.plan.area_periods import AreaState, states, turns
from safeground.plan.model import Area, AreaKind
from safeground.quantity import Range, total
from safeground.questions.sure_ground import Ground, polygons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.plan.area_periods import Status
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.places import LoadedPlan

KINDS: tuple[AreaKind, ...] = get_args(AreaKind)
SLIVER = 1e-6
"""Share of a block below which an overlap is the noise of coordinates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much ground that is.

    Parameters
    ----------
    ground
        Where it is.
    km2
        Its size on the ellipsoid; without an upper end where an area is not drawn.
    blocks, blocks_in_part
        Ids of blocks that surely lie in it whole, and of others of which some part is or may be in it; None
        where the plan has no blocks.
    persons
        People in it; None where no layer counts them, or none of the ground is counted.
    covered
        Share of the ground in which some layer has a count.
    """

    ground: Ground
    km2: Range
    blocks: tuple[str, ...] | None
    blocks_in_part: tuple[str, ...] | None
    persons: Range | None
    covered: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindAt:
    """All areas of one kind at a moment; ground counts in the first of the three that it is in.

    Parameters
    ----------
    in_force, announced, ended
        In force (unknown areas are possible here); not yet in force; ended and in neither of the others.
    again
        Of what is in force: ground that had surely been in force before, had ended, and is once more.
    """

    kind: AreaKind
    in_force: Extent
    announced: Extent
    ended: Extent
    again: Extent


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasAt:
    """What was in force at ``at``, as published by ``known_at``."""

    at: datetime
    known_at: datetime
    areas: tuple[AreaState, ...]
    kinds: tuple[KindAt, ...]

    def of(self, kind: AreaKind) -> KindAt:
        """Return what stands for one kind."""
        return next(one for one in self.kinds if one.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChange:
    """What two moments differ by, of what is in force of one kind."""

    kind: AreaKind
    added: Extent
    removed: Extent
    unchanged: Extent


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChange:
    """One area that stands otherwise; None where it had not been published."""

    area: str
    kind: AreaKind
    before: AreaState | None
    after: AreaState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What two moments differ by."""

    before: AreasAt
    after: AreasAt
    kinds: tuple[KindChange, ...]
    areas: tuple[AreaChange, ...]


def areas_at(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], at: datetime, known_at: datetime | None = None
) -> AreasAt:
    """Return what was in force at a moment, as far as it had been published.

    Parameters
    ----------
    loaded
        The plan with its places.
    layers
        The layers of people that count; none: people are unknown.
    at, known_at
        The moment, and the moment by which it must have been published (the same where not given), with
        offset.
    """
    known_at = at if known_at is None else known_at
    found = states(loaded.plan, at, known_at)
    kinds = tuple(
        _kind_at(loaded, layers, kind, found, at, known_at)
        for kind in KINDS
        if any(area.kind == kind for area in loaded.plan.areas)
    )
    return AreasAt(at=at, known_at=known_at, areas=found, kinds=kinds)


def areas_between(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], before: AreasAt, after: AreasAt
) -> Change:
    """Return what one moment has more and less than another, of what is in force."""
    kinds = []
    for one in before.kinds:
        was, now = one.in_force.ground, after.of(one.kind).in_force.ground
        parts = now.without(was), was.without(now), was.within(now)
        if (before.at, before.known_at) == (after.at, after.known_at):
            # What is only possible may be or not be, but not both at one moment.
            parts = Ground(), Ground(), was
        added, removed, unchanged = (_extent(loaded, layers, part) for part in parts)
        kinds.append(KindChange(kind=one.kind, added=added, removed=removed, unchanged=unchanged))
    then, later = ({state.area.id: state for state in one.areas} for one in (before, after))
    areas = tuple(
        AreaChange(area=area.id, kind=area.kind, before=then.get(area.id), after=later.get(area.id))
        for area in loaded.plan.areas
        if _said(then.get(area.id)) != _said(later.get(area.id))
    )
    return Change(before=before, after=after, kinds=tuple(kinds), areas=areas)


def ground_in_force(loaded: LoadedPlan, found: Iterable[AreaState], kind: AreaKind) -> Ground:
    """Return the ground of one kind that states say is in force, for finding whether something was in it.

    A schematic outline says nothing certain of what lies in it, nor of what does not: it counts as not drawn.
    """
    found = tuple(found)
    schematic = frozenset(one.area.id for one in found if is_schematic(loaded, one.area))
    of_it = [one for one in found if one.area.kind == kind and one.status in ("in force", "unknown")]
    surveyed = [one for one in of_it if one.area.id not in schematic]
    ground = _ground(loaded, kind, surveyed, ("in force", "unknown"))
    vague = _ground(loaded, kind, [one for one in of_it if one.area.id in schematic], ("in force", "unknown"))
    if vague.possible.is_empty:
        return ground
    possible = polygons(shapely.union(ground.possible, vague.possible))
    undrawn = frozenset(one.area.id for one in of_it if one.area.id in schematic)
    return Ground(ground.certain, possible, ground.undrawn | undrawn)


def is_schematic(loaded: LoadedPlan, area: Area) -> bool:
    """Return whether an area's outline is only a sketch of its size."""
    return loaded.plan.schematic and area.geometry is not None


def persons_by_block(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], blocks: Sequence[str]
) -> dict[str, Range | None]:
    """Return, for the restricted edition only, how many people are in each block."""
    if loaded.gazetteer is None or not blocks:
        return {}
    if not layers:
        return dict.fromkeys(blocks)
    index = {block: i for i, block in enumerate(loaded.gazetteer.ids)}
    shapes = [loaded.gazetteer.geometry[index[block]] for block in blocks]
    counted = [persons_in_each(layer, shapes) for layer in layers]
    return {block: total((one[i] for one in counted), "persons") for i, block in enumerate(blocks)}


def _kind_at(
    loaded: LoadedPlan,
    layers: Sequence[PeopleLayer],
    kind: AreaKind,
    found: tuple[AreaState, ...],
    at: datetime,
    known_at: datetime,
) -> KindAt:
    force = _ground(loaded, kind, found, ("in force", "unknown"))
    coming = _ground(loaded, kind, found, ("announced",)).without(force)
    over = _ground(loaded, kind, found, ("ended",)).without(force).without(coming)
    again = force.within(_ended_before(loaded, kind, at, known_at))
    extents = [_extent(loaded, layers, one) for one in (force, coming, over, again)]
    return KindAt(kind=kind, in_force=extents[0], announced=extents[1], ended=extents[2], again=extents[3])


def _ended_before(loaded: LoadedPlan, kind: AreaKind, at: datetime, known_at: datetime) -> Ground:
    """Return ground of a kind that was in force at some earlier moment and not at the next one."""
    ended = Ground()
    was: Ground | None = None
    standing: tuple[tuple[str, str, str], ...] | None = None
    for moment in (time for time in turns(loaded.plan) if time <= at):
        found = states(loaded.plan, moment, known_at)
        now_standing = tuple(said for one in found if one.area.kind == kind and (said := _said(one)))
        if now_standing == standing:
            continue
        standing = now_standing
        now = _ground(loaded, kind, found, ("in force", "unknown"))
        if was is not None:
            ended = ended.joined(was.without(now))
        was = now
    return ended


def _ground(
    loaded: LoadedPlan, kind: AreaKind, found: Iterable[AreaState], statuses: tuple[Status, ...]
) -> Ground:
    meant = [one for one in found if one.area.kind == kind and one.status in statuses]
    drawn = [one for one in meant if one.area.id in loaded.areas]
    sure = [one for one in drawn if one.sureness == "certain" and one.status != "unknown"]
    certain = polygons(shapely.union_all([loaded.areas[one.area.id] for one in sure]))
    possible = (
        certain
        if len(sure) == len(drawn)
        else polygons(shapely.union_all([loaded.areas[one.area.id] for one in drawn]))
    )
    return Ground(certain, possible, frozenset(one.area.id for one in meant if one not in drawn))


def _extent(loaded: LoadedPlan, layers: Sequence[PeopleLayer], ground: Ground) -> Extent:
    low = area_m2(ground.certain) / 1e6
    high = low if ground.is_exact else area_m2(ground.possible) / 1e6
    high = np.inf if ground.undrawn else max(low, high)
    whole, part = (None, None) if loaded.gazetteer is None else _blocks(loaded.gazetteer, ground)
    covered = _covered(layers, ground.possible)
    return Extent(
        ground=ground,
        km2=Range(low, float(high), "km2", low if low == high else None),
        blocks=whole,
        blocks_in_part=part,
        persons=None if covered == 0 else _persons(layers, ground),
        covered=covered,
    )


def _blocks(gazetteer: Gazetteer, ground: Ground) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the blocks that surely lie in it whole, and those of which a part is or may be in it."""
    if ground.possible.is_empty:
        return (), ()
    near = np.sort(shapely.STRtree(gazetteer.geometry).query(ground.possible, predicate="intersects"))
    certain = _share(gazetteer.geometry[near], ground.certain)
    same = ground.is_exact
    possible = certain if same else _share(gazetteer.geometry[near], ground.possible)
    whole = near[certain >= 1 - SLIVER]
    part = near[(certain < 1 - SLIVER) & (possible > SLIVER)]
    return tuple(gazetteer.ids[i] for i in whole), tuple(gazetteer.ids[i] for i in part)


def _share(blocks: np.ndarray, ground: BaseGeometry) -> np.ndarray:
    if ground.is_empty:
        return np.zeros(len(blocks))
    shapely.prepare(ground)
    share = shapely.covers(ground, blocks).astype(np.float64)
    rest = np.flatnonzero(share == 0)
    share[rest] = shapely.area(shapely.intersection(blocks[rest], ground)) / shapely.area(blocks[rest])
    return share


def _persons(layers: Sequence[PeopleLayer], ground: Ground) -> Range | None:
    if not layers:
        return None
    counted = [persons_in_each(layer, [ground.certain, ground.possible]) for layer in layers]
    low, high = (total((one[i] for one in counted), "persons") for i in (0, 1))
    top = np.inf if ground.undrawn else max(low.low, high.high)
    best = low.best if ground.is_exact else None
    return Range(low.low, float(top), "persons", best)


def _covered(layers: Sequence[PeopleLayer], ground: BaseGeometry) -> float | None:
    if not layers or ground.is_empty:
        return None
    plane = LocalProjection.around(ground)
    return covered_share(layers, plane.project(ground), plane)


def _said(state: AreaState | None) -> tuple[str, str, str] | None:
    return None if state is None else (state.area.id, state.status, state.sureness)
