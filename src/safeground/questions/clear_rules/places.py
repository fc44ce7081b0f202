"""Blocks and places agree: a place in its district, blocks in the place, no block far from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.far_blocks import FEWEST, far_blocks
from safeground.questions.clear_rules.plane import only_polygons
from safeground.questions.clear_rules.rule import Found, rule
from safeground.questions.clear_rules.said_within import said_within
from safeground.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.names import Name
    from safeground.questions.clear_rules.case import NoticeCase


NEIGHBOURS = 0.1
"""Share of a place that may lie in another without its lying there: outlines of neighbours overlap."""


def needs_districts(case: NoticeCase) -> str | None:
    """Return what is missing to say in which district a place lies."""
    if not case.run.names:
        return "a gazetteer of names"
    return (
        None if any(one.within for one in case.run.names.values()) else "which place lies in which district"
    )


def needs_places_and_blocks(case: NoticeCase) -> str | None:
    """Return what is missing to hold blocks against places."""
    if not len(case.listed):
        return "blocks that can be looked up"
    return (
        None
        if any(one in case.run.outlines for one in case.places.meant)
        else "a named place with an outline"
    )


def needs_several_blocks(case: NoticeCase) -> str | None:
    """Return what is missing to say that a block lies far from others."""
    return None if len(case.listed) >= FEWEST else f"a list of at least {FEWEST} blocks"


@rule("wrong-district", "error", "C1", needs_districts)
def wrong_district(case: NoticeCase) -> Iterator[Found]:
    """A place is said to lie in another district than it does.

    Error: two places of one name are told apart by their district alone. Only what is said counts: "X in
    Y", "X (Y)"; a list, "X, Y and Z", says nothing of where they lie.
    """
    seen = set()
    for one in said_within(case):
        inner, outer = one.inner, one.outer
        if (inner.id, outer.id) in seen or lies_within(case, inner, outer) is not False:
            continue
        seen.add((inner.id, outer.id))
        right = case.run.names.get(inner.within or "")
        truth = f"; it lies in {right.spellings[0]}" if right is not None else ""
        yield Found(
            what=f"{inner.spellings[0]} is said to lie in {outer.spellings[0]}, and does not{truth}.",
            where=f'{one.where}, "{one.said}"',
            mend="Name the right district, or the right place.",
            evidence=(f"place {inner.spellings[0]}", f"place {outer.spellings[0]}"),
        )


@rule("place-without-block", "warning", "C1", needs_places_and_blocks)
def place_without_block(case: NoticeCase) -> Iterator[Found]:
    """A place is named in which none of the named blocks lies.

    Warning: block numbers of elsewhere, or a place that is meant beside the blocks; only its issuer knows
    which. A block lies in a place where a tenth of the smaller of both is common to them. No flaw where
    the map shows that the place is meant too; whether Y of "X in Y" is right, ``wrong-district`` says.
    """
    aside = case.context | {one.outer.id for one in said_within(case)}
    for name_id in case.places.meant:
        outline = case.run.outlines.get(name_id)
        if outline is None or name_id in aside or _mostly_drawn(case, name_id):
            continue
        shown = case.run.names[name_id].spellings[0]
        gap = float(np.min(shapely.distance(case.listed, outline)))
        far = f"; the nearest is {number(gap / 1000, digits=2)} km away" if gap > 0 else ""
        yield Found(
            what=f"None of the named blocks lies in {shown}{far}.",
            where=", ".join(
                dict.fromkeys(
                    one.where for one in (*case.places.stated, *case.places.read) if one.name == name_id
                )
            ),
            mend=f"Check the block numbers, or say that {shown} is meant beside the blocks, and draw it.",
            evidence=(f"place {shown}",),
            area_km2=case.km2(outline),
        )


@rule("block-far-away", "warning", "C1", needs_several_blocks)
def block_far_away(case: NoticeCase) -> Iterator[Found]:
    """A named block lies far from all other named blocks.

    Warning: often a slip of a digit, "listed blocks on the other side of the territory" (BBC); but an
    order may be for several places. Far is more than ``clear.far_factor`` times what is usual in this
    list; a list of which more than ``clear.far_share`` lies apart is of several places.
    """
    far, gaps = far_blocks(case.listed)
    for i, gap in sorted(zip(far.tolist(), gaps.tolist(), strict=True)):
        position = int(case.named_blocks.everywhere[i])
        block = case.run.block_ids[position]
        shape = case.run.blocks[position]
        persons = case.run.persons(shape)
        yield Found(
            what=f"Block {block} lies {number(gap / 1000, digits=2)} km from the nearest of the other named "
            f"blocks ({words.ground(case.km2(shape), persons)}).",
            where=case.named_blocks.where(position),
            mend=f"Check the number {block}; if it is right, say in which place it lies.",
            evidence=(f"block {block}", f"gap: {gap:.0f} m"),
            persons=persons,
            area_km2=case.km2(shape),
        )


def lies_within(case: NoticeCase, inner: Name, outer: Name) -> bool | None:
    """Return whether a place lies in another by the gazetteer's words, or by outline; None if unknown."""
    at: Name | None = inner
    seen: set[str] = set()
    while at is not None and at.within is not None and at.id not in seen:
        seen.add(at.id)
        if at.within == outer.id:
            return True
        at = case.run.names.get(at.within)
    outline = case.run.outlines.get(outer.id)
    if inner.within is None and (outline is None or inner.geometry is None):
        return None
    if outline is not None and inner.geometry is not None:
        return _lies_in(case.run.metres(inner.geometry), outline)
    return False


def _lies_in(shape: BaseGeometry, outline: BaseGeometry) -> bool:
    """Whether more of a shape (metres) than digitising lies in an outline: neighbours share an edge."""
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return bool(shape.intersects(outline))
    common = only_polygons(shapely.intersection(shape, outline))
    return bool(common.area > NEIGHBOURS * shape.area)


def _mostly_drawn(case: NoticeCase, name_id: str) -> bool:
    outline = case.run.outlines[name_id]
    if case.drawn is None:
        return False
    return bool(shapely.area(shapely.intersection(outline, case.drawn)) >= 0.5 * outline.area)
