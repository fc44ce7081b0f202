"""Text and map: what is named is drawn, what is drawn is named, and no block lies on both sides of the edge.

A drawn edge follows a block's edge only about as well as the map was digitised. A strip that is nowhere
wider than ``clear.sliver_width_m`` and no more than ``clear.sliver_share`` of its block therefore counts
as the same side as the rest of the block: a 20 m strip along a street is how the line was drawn, a third
of a block is people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.quantity import Range
from safeground.questions.clear_rules import words
from safeground.questions.clear_rules.plane import inside_and_rest, only_polygons, without_slivers
from safeground.questions.clear_rules.rule import Found, rule
from safeground.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.questions.clear_rules.case import NoticeCase
    from safeground.questions.clear_rules.named import PlaceNamed


class Sides:
    """On which side of the drawn edge each block lies.

    Parameters
    ----------
    case
        A notice with a drawn polygon.

    Attributes
    ----------
    at
        Positions of the blocks that are named or that the polygon touches, shape (n,), in order.
    share
        Share of each inside.
    inside, outside
        Whether more than a sliver lies inside, outside, shape (n,); both: the edge cuts it.
    named
        Whether it is named.
    """

    def __init__(self, case: NoticeCase) -> None:
        assert case.drawn is not None
        touched = case.run.block_tree.query(case.drawn, predicate="intersects")
        named = case.named_blocks.everywhere
        self.at: npt.NDArray[np.int64] = np.union1d(touched, named)
        self.share, self.inside, self.outside = inside_and_rest(case.run.blocks[self.at], case.drawn)
        self.named = np.isin(self.at, named)


def sides(case: NoticeCase) -> Sides:
    """Return on which side each block lies, worked out once a notice."""
    return case.once("sides", lambda: Sides(case))


def needs_map_and_names(case: NoticeCase) -> str | None:
    """Return what is missing to hold a map against names."""
    if case.drawn is None:
        return "the polygon that is drawn on its map"
    if case.named is None:
        return "outlines of the blocks or places that it names"
    return None


def needs_map_and_blocks(case: NoticeCase) -> str | None:
    """Return what is missing to hold a map against the block map."""
    if case.drawn is None:
        return "the polygon that is drawn on its map"
    return None if case.run.block_ids else "the published blocks"


@rule("named-not-drawn", "error", "C1", needs_map_and_names)
def named_not_drawn(case: NoticeCase) -> Iterator[Found]:
    """What the list, the text or a place name says is not drawn on the map.

    Error: who looks at the map stays, who reads the text leaves; the commonest fault of the warnings that
    the BBC examined (12 of 26). Slivers up to the stated width do not count; a block on both sides of the
    edge is ``block-cut``.
    """
    assert case.drawn is not None
    if len(case.listed):
        of = sides(case)
        missing = of.at[of.named & ~of.inside]
        if len(missing):
            ids = case.ids(missing)
            shape = case.blocks_together(missing)
            persons, km2 = case.run.persons(shape), case.km2(shape)
            yield Found(
                what=f"{words.capital(words.blocks(ids))} {words.are(ids)} named and not drawn on the map "
                f"({words.ground(km2, persons)}).",
                where=_where(case, missing),
                mend="Draw these blocks, or take them out of the list and the texts.",
                evidence=words.as_evidence(ids),
                persons=persons,
                area_km2=km2,
            )
    for name_id, outline in case.added_places.items():
        missing_ground = without_slivers(only_polygons(shapely.difference(outline, case.drawn)))
        if not missing_ground.is_empty:
            yield _place_not_drawn(case, name_id, outline, missing_ground)


@rule("drawn-not-named", "error", "C1", needs_map_and_names)
def drawn_not_named(case: NoticeCase) -> Iterator[Found]:
    """What is drawn on the map is named neither in the list nor in the text nor by a place name.

    Error: who reads the text stays, who looks at the map leaves; 9 of the 26 warnings that the BBC
    examined. Slivers up to the stated width do not count.
    """
    assert case.drawn is not None
    if not len(case.listed):
        assert case.named is not None
        extra = without_slivers(only_polygons(shapely.difference(case.drawn, case.named)))
        if not extra.is_empty:
            yield _ground_not_named(case, extra, "in none of the places that the notice names")
        return
    of = sides(case)
    extra_blocks = of.at[~of.named & of.inside & ~of.outside]
    if case.added_places and len(extra_blocks):
        places = shapely.union_all(list(case.added_places.values()))
        _, _, outside = inside_and_rest(case.run.blocks[extra_blocks], places)
        extra_blocks = extra_blocks[outside]
    if len(extra_blocks):
        ids = case.ids(extra_blocks)
        shape = case.blocks_together(extra_blocks)
        persons, km2 = case.run.persons(shape), case.km2(shape)
        yield Found(
            what=f"{words.capital(words.blocks(ids))} {words.are(ids)} drawn on the map and not named "
            f"({words.ground(km2, persons)}).",
            where="map",
            mend="Name these blocks in the list and in every text, or take them out of the drawing.",
            evidence=words.as_evidence(ids),
            persons=persons,
            area_km2=km2,
        )


@rule("drawn-outside-blocks", "warning", "C1", needs_map_and_blocks)
def drawn_outside_blocks(case: NoticeCase) -> Iterator[Found]:
    """Land is drawn that lies in no published block, where the notice names blocks.

    Warning: whoever lives there cannot find it in the list; often it is a gap of the block map. The sea
    does not count, nor what lies outside the territory, where they are known.
    """
    if case.drawn is None or not len(case.listed):
        return
    of = sides(case)
    rest = only_polygons(shapely.difference(case.drawn, shapely.union_all(case.run.blocks[of.at])))
    for known, keep in ((case.run.sea, False), (case.run.territory, True)):
        if known is not None:
            both = shapely.intersection(rest, known) if keep else shapely.difference(rest, known)
            rest = only_polygons(both)
    for outline in case.added_places.values():
        rest = shapely.difference(rest, outline)
    rest = without_slivers(only_polygons(rest))
    if not rest.is_empty:
        yield _ground_not_named(case, rest, "in no published block")


@rule("block-cut", "error", "C1", needs_map_and_blocks)
def block_cut(case: NoticeCase) -> Iterator[Found]:
    """The drawn edge cuts a block in two.

    Error: people of a cut block cannot tell from its number whether they are meant; 10 of the 26 warnings
    that the BBC examined. Both parts must be more than slivers. A notice that names places and no block
    is not held to the block map.
    """
    assert case.drawn is not None
    if not len(case.listed) and case.added_places:
        return
    of = sides(case)
    cut = np.flatnonzero(of.inside & of.outside)
    counted = case.run.persons_each(list(case.run.blocks[of.at[cut]]))
    for i, persons in zip(cut, counted, strict=True):
        block = case.run.block_ids[of.at[i]]
        shape = case.run.blocks[of.at[i]]
        share = float(of.share[i])
        drawn, rest = (percent(Range.exact(one, "share")) for one in (share, 1 - share))
        named = "named" if of.named[i] else "not named"
        yield Found(
            what=f"The drawn edge cuts block {block}, which is {named}: {drawn} of it is drawn and {rest} is "
            f"not ({words.ground(case.km2(shape), persons)} in the whole block).",
            where="map",
            mend=f"Draw along the block's own edge, or say in words which part of block {block} is meant.",
            evidence=(f"block {block}", f"share drawn: {share:.4f}"),
            persons=persons,
            area_km2=case.km2(shape),
        )


def _place_not_drawn(case: NoticeCase, name_id: str, outline: BaseGeometry, missing: BaseGeometry) -> Found:
    shown = case.run.names[name_id].spellings[0]
    persons, km2 = case.run.persons(missing), case.km2(missing)
    share = percent(Range.exact(min(float(missing.area / outline.area), 1.0), "share"))
    whole = missing.area > 0.99 * outline.area
    what = f"{shown} is named and not drawn" if whole else f"{shown} is named and {share} of it is not drawn"
    return Found(
        what=f"{what} on the map ({words.ground(km2, persons)}).",
        where=", ".join(dict.fromkeys(one.where for one in _named_as(case, name_id))),
        mend="Draw the whole place, or name the part of it that is meant.",
        evidence=(f"place {shown}", *(f'"{one.words}"' for one in _named_as(case, name_id))),
        persons=persons,
        area_km2=km2,
    )


def _ground_not_named(case: NoticeCase, extra: BaseGeometry, lies: str) -> Found:
    persons, km2 = case.run.persons(extra), case.km2(extra)
    return Found(
        what=f"Ground is drawn on the map that lies {lies} ({words.ground(km2, persons)}).",
        where="map",
        mend="Say in words what is drawn there, or take it out of the drawing.",
        persons=persons,
        area_km2=km2,
    )


def _named_as(case: NoticeCase, name_id: str) -> list[PlaceNamed]:
    return [one for one in (*case.places.stated, *case.places.read) if one.name == name_id]


def _where(case: NoticeCase, positions: npt.NDArray[np.int64]) -> str:
    return ", ".join(dict.fromkeys(case.named_blocks.where(int(i)) for i in positions))
