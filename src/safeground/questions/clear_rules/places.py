"""Blocks and places agree: a place in its district, blocks in the place, no block far from the rest."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.plan.names import NEAR
from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.far_blocks import FEWEST, far_blocks
from safeground.questions.clear_rules.rule import Found, rule
from safeground.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.plan.names import Name
    from safeground.questions.clear_rules.case import NoticeCase

SAYS_IN = re.compile(r"\(|\bin\b|\bفي\b|\b[ув]\b")
"""Words between a place and the district that it is said to lie in: ``X (Y)``, ``X in Y``."""
PREFIX_IN = ("ב", "ب")
"""Letters for *in* that are written together with the name."""
LONGEST = 30


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
    for inner, outer, said, where in _said_within(case):
        if (inner.id, outer.id) in seen or lies_within(case, inner, outer) is not False:
            continue
        seen.add((inner.id, outer.id))
        right = case.run.names.get(inner.within or "")
        truth = f"; it lies in {right.spellings[0]}" if right is not None else ""
        yield Found(
            what=f"{inner.spellings[0]} is said to lie in {outer.spellings[0]}, and does not{truth}.",
            where=f'{where}, "{said}"',
            mend="Name the right district, or the right place.",
            evidence=(f"place {inner.spellings[0]}", f"place {outer.spellings[0]}"),
        )


@rule("place-without-block", "warning", "C1", needs_places_and_blocks)
def place_without_block(case: NoticeCase) -> Iterator[Found]:
    """A place is named in which none of the named blocks lies.

    Warning: block numbers of elsewhere, or a place that is meant beside the blocks; only its issuer knows
    which. A block lies in a place where a tenth of the smaller of both is common to them. No flaw where
    the map shows that the place is meant too.
    """
    for name_id in case.places.meant:
        outline = case.run.outlines.get(name_id)
        if outline is None or name_id in case.context or _mostly_drawn(case, name_id):
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
        return bool(case.run.metres(inner.geometry).intersects(outline))
    return False


def _mostly_drawn(case: NoticeCase, name_id: str) -> bool:
    outline = case.run.outlines[name_id]
    if case.drawn is None:
        return False
    return bool(shapely.area(shapely.intersection(outline, case.drawn)) >= 0.5 * outline.area)


def _said_within(case: NoticeCase) -> Iterator[tuple[Name, Name, str, str]]:
    """Yield place, district, the words and where they stand, for each pair that is said to lie so."""
    names = case.run.names
    districts = {one.within for one in names.values()}
    for place in case.notice.places:
        head, sep, tail = place.partition("(") if "(" in place else place.partition(",")
        pair = [_clear(case, head), _clear(case, tail.strip(" )"))] if sep else []
        if len(pair) == 2 and pair[0] and pair[1] and pair[1] in districts:
            yield names[pair[0]], names[pair[1]], place, "list of places"
    for first, second in pairwise(case.reading.names):
        if first.span.language != second.span.language or not first.candidates or not second.candidates:
            continue
        inner, outer = first.candidates[0].name, second.candidates[0].name
        text = case.notice.text.get(first.span.language, "")
        between = text[first.span.end : second.span.start]
        if (
            len(between) > LONGEST
            or outer not in districts
            or inner == outer
            or re.search(r"[.;:\n]", between)
        ):
            continue
        if SAYS_IN.search(between) or (not between.strip() and second.span.words.startswith(PREFIX_IN)):
            said = text[first.span.start : second.span.end]
            yield names[inner], names[outer], said, f"text ({first.span.language})"


def _clear(case: NoticeCase, text: str) -> str | None:
    assert case.run.around.names is not None
    found = case.run.around.names.match(text.strip())
    return found[0].name if found and found[0].certainty >= NEAR else None
