"""One error class each: what a planter does to a right notice, and which rule must then speak.

A planter gets a draft and a random generator and returns a ``Planted``. Rules named in ``also`` speak of the
same mistake for a reason that is stated beside them; whatever else is found counts as false.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from tests.questions.clear.town import PLANE

from safeground.plan.published import MapSize, NamedPlace, Published
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generated.drafts import Draft


@dataclass(frozen=True)
class Planted:
    """A notice with a mistake, what stands beside it, and what else may be said of that mistake."""

    notice: Published
    others: tuple[Published, ...] = ()
    around: dict[str, Any] = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()


PLANTERS: dict[str, Callable[[Draft, np.random.Generator], Planted]] = {}


def plants(rule: str) -> Callable[[Callable[..., Planted]], Callable[..., Planted]]:
    def keep(planter: Callable[..., Planted]) -> Callable[..., Planted]:
        PLANTERS[rule] = planter
        return planter

    return keep


def some(random: np.random.Generator, of: tuple[str, ...], most: int) -> tuple[str, ...]:
    count = int(random.integers(1, most + 1))
    chosen = set(random.choice(of, size=min(count, len(of)), replace=False))
    return tuple(one for one in of if one in chosen)


def blocks_of(ids: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"block {one}" for one in ids)


def with_blocks(draft: Draft, more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in draft.ground.blocks.ids if one in draft.blocks or one in more)


def other(draft: Draft, **changes: Any) -> Published:
    """Another notice of the same issuer on the same ground, a day before."""
    issued = draft.issued - timedelta(days=1)
    right = replace(draft, issued=issued, left_out=frozenset()).notice(id="n0", text={}, languages=())
    return replace(right, **changes)


# ------------------------------------------------------------------ text and map
@plants("named-not-drawn")
def drop_from_drawing(draft: Draft, random: np.random.Generator) -> Planted:
    gone = some(random, draft.blocks[1:], len(draft.blocks) - 1)
    kept = tuple(one for one in draft.blocks if one not in gone)
    return Planted(draft.notice(drawn=draft.ground.union(kept)), evidence=blocks_of(gone))


@plants("drawn-not-named")
def add_to_drawing(draft: Draft, random: np.random.Generator) -> Planted:
    more = some(random, draft.ground.beside(draft.blocks), 4)
    return Planted(draft.notice(drawn=draft.ground.union((*draft.blocks, *more))), evidence=blocks_of(more))


@plants("block-cut")
def cut_a_block(draft: Draft, random: np.random.Generator) -> Planted:
    cut = str(random.choice(draft.blocks))
    west, south, east, north = draft.ground.union((cut,)).bounds
    middle = west + (east - west) * random.uniform(0.4, 0.6)
    half = shapely.intersection(draft.ground.union((cut,)), shapely.box(west, south, middle, north))
    rest = shapely.difference(draft.ground.union(draft.blocks), draft.ground.union((cut,)))
    return Planted(draft.notice(drawn=shapely.union_all([rest, half])))


@plants("drawn-outside-blocks")
def draw_beside_the_map(draft: Draft, random: np.random.Generator) -> Planted:
    west, south, _, north = shapely.total_bounds(draft.ground.blocks.geometry)
    beside = shapely.box(
        west - 0.004, south, west - 0.001, south + (north - south) * random.uniform(0.05, 0.2)
    )
    return Planted(draft.notice(drawn=shapely.union_all([draft.ground.union(draft.blocks), beside])))


# ------------------------------------------------------------------ list, texts and times
@plants("listed-not-in-text")
def list_more_than_the_texts(draft: Draft, random: np.random.Generator) -> Planted:
    every = with_blocks(draft, some(random, draft.ground.beside(draft.blocks), 3))
    said = dict.fromkeys(draft.languages, draft.blocks)
    return Planted(replace(draft, blocks=every, text_blocks=said).notice())


@plants("in-text-not-listed")
def list_less_than_the_texts(draft: Draft, random: np.random.Generator) -> Planted:
    every = with_blocks(draft, some(random, draft.ground.beside(draft.blocks), 3))
    whole = replace(draft, blocks=every).notice()
    return Planted(replace(whole, blocks=draft.notice().blocks))


@plants("texts-differ")
def say_less_in_one_language(draft: Draft, random: np.random.Generator) -> Planted:
    draft = replace(draft, languages=("en", str(random.choice(["ar", "he", "uk"]))))
    fewer = draft.blocks[:-1]
    return Planted(
        replace(draft, text_blocks={draft.languages[1]: fewer}).notice(blocks=()), around={"languages": ()}
    )


@plants("deadline-differs")
def say_another_hour(draft: Draft, random: np.random.Generator) -> Planted:
    said = draft.deadline + timedelta(hours=int(random.choice([-3, -2, -1, 1, 2, 3])))
    return Planted(replace(draft, said_deadline=said).notice())


# ------------------------------------------------------------------ where people are sent
@plants("destination-under-order")
def send_into_another_order(draft: Draft, random: np.random.Generator) -> Planted:
    there = other(draft, blocks=(), drawn=draft.ground.hill, arrows=(), to=(), places=())
    return Planted(
        draft.notice(),
        (replace(there, deadline=draft.deadline),),
        # Whose order it is, is for the issuer to mend: that the ground is designated is said as well.
        also=frozenset({"destination-ordered-out"}),
    )


@plants("destination-closed")
def send_into_a_closed_area(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(), around={"closed": {"shut": draft.ground.hill}})


@plants("destination-off-map")
def send_off_the_map(draft: Draft, random: np.random.Generator) -> Planted:
    far = shapely.affinity.translate(draft.ground.hill, random.uniform(1, 3), random.uniform(-1, 1))
    place = NamedPlace(name="camp", geometry=far)
    arrow = shapely.LineString([draft.ground.union(draft.blocks).centroid, far.centroid])
    return Planted(
        replace(draft, place="the camp", left_out=frozenset({"destination"})).notice(
            to=(place,), arrows=(arrow,)
        )
    )


@plants("destination-in-sea")
def send_into_the_sea(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(), around={"sea": shapely.buffer(draft.ground.hill, 0.001)})


@plants("arrow-in-no-area")
def point_nowhere(draft: Draft, random: np.random.Generator) -> Planted:
    west, south, _, north = shapely.total_bounds(draft.ground.blocks.geometry)
    head = (west - 0.003, random.uniform(south, north))
    return Planted(
        draft.notice(arrows=(shapely.LineString([draft.ground.union(draft.blocks).centroid, head]),))
    )


@plants("destination-not-found")
def send_to_an_unknown_name(draft: Draft, random: np.random.Generator) -> Planted:
    quiet = replace(draft, left_out=frozenset({"destination"}))
    return Planted(quiet.notice(to=(NamedPlace(name="Zzyx camp"),), arrows=()))


# ------------------------------------------------------------------ names
@plants("unknown-block")
def name_no_block(draft: Draft, random: np.random.Generator) -> Planted:
    number = str(int(random.integers(30_000, 90_000)))
    return Planted(draft.notice(blocks=(*draft.notice().blocks, number)))


@plants("repeated-block")
def list_twice(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(blocks=(*draft.notice().blocks, str(random.choice(draft.blocks)))))


@plants("range-end-unknown")
def end_a_range_beyond(draft: Draft, random: np.random.Generator) -> Planted:
    whole = [int(one) for one in draft.ground.blocks.ids if one.isdigit()]
    high = max(whole)
    draft = replace(draft, blocks=tuple(str(one) for one in sorted(whole)[-3:]))
    beyond = f"{draft.blocks[0]}-{high + int(random.integers(1, 9))}"
    return Planted(draft.notice(blocks=(beyond,)))


@plants("unknown-place")
def name_no_place(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(places=("Qwertyuiop",)))


@plants("unread-words")
def mix_digits(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(replace(draft, more=f"See block {int(random.integers(1, 9))}٨ too.").notice())


# ------------------------------------------------------------------ what is missing
def without(part: str) -> Callable[[Draft, np.random.Generator], Planted]:
    return lambda draft, random: Planted(replace(draft, left_out=frozenset({part})).notice())


plants("no-start")(without("start"))
plants("no-end")(without("end"))
plants("no-word-on-those-who-stay")(without("stays"))
plants("no-contact")(without("contact"))


@plants("no-route")
def name_no_route(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(replace(draft, left_out=frozenset({"route"})).notice(arrows=()))


@plants("no-destination")
def name_no_destination(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(replace(draft, left_out=frozenset({"destination"})).notice(arrows=()))


@plants("no-area")
def name_no_area(draft: Draft, random: np.random.Generator) -> Planted:
    quiet = replace(draft, languages=("en",), left_out=frozenset({"area"}))
    return Planted(
        quiet.notice(blocks=(), drawn=None),
        # No text says a deadline either: the field still does.
        around={"languages": ()},
    )


@plants("no-issue-time")
def hide_the_issue(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(issued=None))


@plants("no-deadline")
def name_no_deadline(draft: Draft, random: np.random.Generator) -> Planted:
    untimed = {
        language: draft.text(language).replace(draft._time(draft.deadline, language), "…")
        for language in draft.languages
    }
    return Planted(draft.notice(deadline=None, deadline_means=None, text=untimed))


@plants("deadline-before-issue")
def end_before_it_begins(draft: Draft, random: np.random.Generator) -> Planted:
    early = draft.issued - timedelta(hours=int(random.integers(1, 4)))
    return Planted(replace(draft, deadline=early).notice())


@plants("no-zone")
def leave_the_zone_out(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(replace(draft, zone=False).notice())


@plants("language-missing")
def leave_a_language_out(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(), around={"languages": (*draft.languages, "fr")})


# ------------------------------------------------------------------ sizes and shares
def size_of(draft: Draft, of: shapely.Geometry) -> float:
    return float(PLANE.project(of).area) / 1e6


@plants("size-larger-than-all")
def exaggerate_a_size(draft: Draft, random: np.random.Generator) -> Planted:
    km2 = size_of(draft, draft.ground.territory) * random.uniform(1.2, 4)
    return Planted(replace(draft, more=f"The area is {km2:,.1f} km².").notice())


@plants("size-differs")
def misstate_a_size(draft: Draft, random: np.random.Generator) -> Planted:
    km2 = size_of(draft, draft.ground.union(draft.blocks)) * random.uniform(1.6, 2.4)
    if abs(km2 / size_of(draft, draft.ground.hill) - 1) < 0.3:
        km2 *= 2  # a size that fits the destination is no mistake that shows
    return Planted(replace(draft, more=f"The area is {km2:,.2f} km².").notice())


@plants("share-larger-than-all")
def exaggerate_a_share(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(
        replace(draft, more=f"The area is {int(random.integers(105, 300))} % of the territory.").notice()
    )


@plants("share-differs")
def misstate_a_share(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(
        replace(draft, more=f"The area is {int(random.integers(70, 99))} % of the territory.").notice()
    )


@plants("size-and-share-disagree")
def contradict_a_size(draft: Draft, random: np.random.Generator) -> Planted:
    km2 = size_of(draft, draft.ground.union(draft.blocks))
    share = int(random.integers(70, 99))
    return Planted(
        replace(draft, more=f"The area is {km2:,.2f} km², {share} % of the territory.").notice(),
        also=frozenset({"share-differs"}),  # the share is wrong by the map too
    )


# ------------------------------------------------------------------ between notices
REPEATED = frozenset({"ordered-again"})
"""Whoever orders the same ground twice does order it again: a note, and true."""


@plants("contradicts-notice")
def set_another_deadline(draft: Draft, random: np.random.Generator) -> Planted:
    later = draft.deadline + timedelta(hours=int(random.integers(2, 9)))
    beside = other(draft, deadline=later, issuer="another council")
    return Planted(draft.notice(), (beside,), also=REPEATED)


@plants("destination-ordered-out")
def order_out_of_a_destination(draft: Draft, random: np.random.Generator) -> Planted:
    designated = {"hill": draft.ground.hill, "camp": draft.ground.union(some(random, draft.blocks, 3))}
    return Planted(draft.notice(), around={"designated": designated})


@plants("boundary-moved")
def move_the_boundary(draft: Draft, random: np.random.Generator) -> Planted:
    draft = replace(draft, blocks=with_blocks(draft, draft.ground.beside(draft.blocks)))
    fewer = draft.blocks[:-1]
    before = replace(draft, blocks=fewer, issued=draft.issued - timedelta(hours=30)).notice(id="n0", text={})
    return Planted(draft.notice(), (replace(before, ends=None),), also=REPEATED)


@plants("area-changed")
def change_with_notice(draft: Draft, random: np.random.Generator) -> Planted:
    fewer = draft.blocks[:-1]
    issued = draft.issued - timedelta(days=3)
    before = other(draft, issued=issued, drawn=draft.ground.union(fewer), blocks=fewer)
    return Planted(draft.notice(changes="n0"), (before,), also=REPEATED)


@plants("taken-back-soon")
def take_back(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(withdrawn=draft.issued + timedelta(hours=int(random.integers(1, 8)))))


@plants("ordered-again")
def order_before(draft: Draft, random: np.random.Generator) -> Planted:
    earlier = draft.issued - timedelta(days=int(random.integers(5, 60)))
    half = draft.blocks[: max(1, len(draft.blocks) // 4)]
    before = replace(draft, blocks=half, issued=earlier, deadline=earlier + timedelta(hours=8)).notice(
        id="n0", text={}, ends=earlier + timedelta(days=2), issuer="another council"
    )
    return Planted(draft.notice(), (before,))


@plants("too-little-time")
def give_too_little_time(draft: Draft, random: np.random.Generator) -> Planted:
    given_h = (draft.deadline - draft.issued).total_seconds() / 3600
    least = Range.exact(given_h * random.uniform(1.1, 3), "h")
    return Planted(draft.notice(), around={"least_h": {"n1": least}})


# ------------------------------------------------------------------ reading
@plants("outline-too-intricate")
def fray_the_outline(draft: Draft, random: np.random.Generator) -> Planted:
    turns = np.linspace(0, 2 * np.pi, 1600, endpoint=False)
    far = np.where(np.arange(1600) % 2, 900.0, 1500.0) * random.uniform(0.9, 1.1)
    star = shapely.Polygon(np.column_stack([5500 + far * np.cos(turns), 5000 + far * np.sin(turns)]))
    quiet = replace(draft, languages=("en",), left_out=frozenset({"area"}))
    return Planted(quiet.notice(blocks=(), drawn=PLANE.unproject(star)), around={"languages": ()})


@plants("list-without-ranges")
def list_singly(draft: Draft, random: np.random.Generator) -> Planted:
    whole = [one for one in draft.ground.blocks.ids if one.isdigit()]
    start = int(random.integers(0, len(whole) - 60))
    draft = replace(draft, blocks=tuple(whole[start : start + 60]))
    return Planted(draft.notice(blocks=draft.blocks))


@plants("hard-to-read")
def write_hard(draft: Draft, random: np.random.Generator) -> Planted:
    hard = (
        "Notwithstanding previously disseminated communications, inhabitants cohabiting administratively "
        "delineated residential subdivisions are categorically obligated to facilitate comprehensive "
        "relocation, necessitating immediate prioritisation of indispensable belongings, documentation and "
        "pharmaceutical requirements, irrespective of individual circumstances, "
    )
    more = hard * int(random.integers(3, 6)) + "without exception."
    return Planted(replace(draft, more=more).notice())


@plants("long-sentences")
def write_long(draft: Draft, random: np.random.Generator) -> Planted:
    draft = replace(draft, languages=("en", "uk"))
    long = "люди беруть із собою воду та хліб і теплий одяг та ліки і йдуть разом із сусідами та дітьми, "
    text = {
        "en": draft.text("en"),
        "uk": draft.text("uk") + " " + (long * int(random.integers(12, 20)))[:-2] + ".",
    }
    return Planted(draft.notice(text=text), around={"languages": ()})


@plants("map-too-coarse")
def shrink_the_map(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(map_size=MapSize(width_px=float(random.integers(80, 160)), width_km=60.0)))


# ------------------------------------------------------------------ on the synthetic town only
WEST = ("1", "2", "11", "12")


@plants("wrong-district")
def move_a_district(draft: Draft, random: np.random.Generator) -> Planted:
    right = replace(draft, blocks=WEST, more="This is Old Town in Eastmarch.").notice()
    # Eastmarch holds no named block, so that all of it counts as ground to leave beside them.
    return Planted(
        right, also=frozenset({"place-without-block", "named-not-drawn", "destination-under-order"})
    )


@plants("place-without-block")
def name_a_place_elsewhere(draft: Draft, random: np.random.Generator) -> Planted:
    # A place without a named block counts as ground to leave beside them, which is not drawn.
    right = replace(draft, blocks=WEST).notice(places=("Quayside",))
    return Planted(right, also=frozenset({"named-not-drawn"}))


@plants("ambiguous-place")
def name_one_of_two(draft: Draft, random: np.random.Generator) -> Planted:
    return Planted(draft.notice(places=("Springs",)))


@plants("block-far-away")
def slip_a_digit(draft: Draft, random: np.random.Generator) -> Planted:
    corner = ("1", "2", "3", "11", "12", "13")
    return Planted(replace(draft, blocks=(*corner, str(int(random.integers(98, 101))))).notice())


@plants("ambiguous-block")
def name_a_block_of_parts(draft: Draft, random: np.random.Generator) -> Planted:
    # Alone in the list: in a range of whole numbers its parts are meant.
    whole = str(random.choice([one for one in draft.blocks if one.isdigit()] or draft.blocks))
    draft = replace(draft, blocks=(whole,))
    blocks = draft.ground.blocks
    parts = tuple(f"{one}.1" if one == whole else one for one in blocks.ids)
    return Planted(
        draft.notice(), around={"blocks": replace(blocks, ids=parts)}, also=frozenset({"drawn-not-named"})
    )


ON_THE_TOWN_ONLY = frozenset(
    {"wrong-district", "place-without-block", "ambiguous-place", "block-far-away", "outline-too-intricate"}
)
"""These need the town's names, or know where its blocks lie."""


def together(draft: Draft, one: Planted, another: Planted) -> Planted | None:
    """Both mistakes in one notice; None where they change the same part, or one is moved off the other's."""
    right, changed = draft.notice(), {}
    for planted in (one, another):
        fields = {
            name: getattr(planted.notice, name)
            for name in Published.__dataclass_fields__
            if getattr(planted.notice, name) != getattr(right, name)
        }
        if changed.keys() & fields.keys():
            return None
        changed |= fields
        beside = another if planted is one else one
        if fields.keys() & {"blocks", "drawn", "deadline"} and (beside.others or beside.around):
            return None
    if one.around.keys() & another.around.keys() or (one.others and another.others):
        return None
    return Planted(
        replace(right, **changed),
        one.others + another.others,
        one.around | another.around,
        also=one.also | another.also,
    )
