"""The data that the offline look-up carries: public, compact, and what every other output is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from safeground.publish.notices.applies import roles
from safeground.publish.notices.grid import Grid
from safeground.publish.notices.lookup_things import BESIDE_M, in_areas, things, touching
from safeground.publish.notices.mark import Copy
from safeground.publish.notices.mark_words import mark_sentence
from safeground.publish.notices.phrases import LANGUAGES, phrases
from safeground.publish.notices.spelling_key import spelling_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.model import Source
    from safeground.plan.names import Names
    from safeground.publish.notices.bulletin import Bulletin, Place
    from safeground.publish.notices.lookup_things import Thing
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language

DATA_VERSION = 1


def lookup_data(
    bulletins: Sequence[Bulletin],
    mark: Mark,
    *,
    blocks: Gazetteer | None,
    streets: Mapping[str, BaseGeometry],
    names: Names | None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Return everything the page needs but its phrases, ready for JSON; times as [s, min of offset].

    Parameters
    ----------
    bulletins, mark, blocks, streets, names, at
        As ``lookup.write`` takes them.
    """
    places = list(dict.fromkeys(place for bulletin in bulletins for _, place in roles(bulletin)))
    index = {place: number for number, place in enumerate(places)}
    found = things(blocks, streets, names)
    drawn = [place.geometry for place in places] + [one.geometry for one in found if one.geometry is not None]
    grid = Grid(*(round(float(edge), 3) for edge in shapely.total_bounds(drawn)[:2])) if drawn else Grid(0, 0)
    area_tree = shapely.STRtree([place.geometry for place in places])
    block_tree = shapely.STRtree([] if blocks is None else blocks.geometry)
    return {
        "version": DATA_VERSION,
        "origin": [grid.lon, grid.lat],
        "recorded": _recorded(bulletins, mark, at),
        "copied": isinstance(mark, Copy),
        "banner": {language: banner(mark, bulletins, language) for language in LANGUAGES},
        "areas": [_area(place, grid) for place in places],
        "notices": [_notice(bulletin, mark, index) for bulletin in bulletins],
        "things": [
            _thing(thing, number, places, area_tree, blocks, block_tree, grid)
            for number, thing in enumerate(found)
        ],
    }


def _recorded(bulletins: Sequence[Bulletin], mark: Mark, at: datetime | None) -> list[int] | None:
    """Return until when it is recorded: when it was copied or published, else the newest notice's issue."""
    if isinstance(mark, Copy):
        return _moment(mark.made_at)
    if at is not None:
        return _moment(at)
    return _moment(max((one.issued for one in bulletins if one.issued is not None), default=None))


def banner(mark: Mark, bulletins: Sequence[Bulletin], language: Language) -> str:
    """Return the sentence at the head of a file: whose it is, or that it holds copies only.

    A file of a signing issuer is an exercise as a whole where any of its notices is one.
    """
    if isinstance(mark, Copy):
        return phrases("lookup")["copies"][language].format(maker=f"\u2068{mark.made_by}\u2069")
    first = min(bulletins, key=lambda one: one.status != "Exercise", default=None)
    return "" if first is None else mark_sentence(mark, first, language)


def _area(place: Place, grid: Grid) -> dict[str, Any]:
    return {
        "id": place.id,
        "kind": place.kind,
        "called": place.called,
        "by": place.designated_by,
        "streets": place.streets,
        "landmarks": place.landmarks,
        "from": _moment(place.valid_from),
        "to": _moment(place.valid_to),
        "shape": grid.encode(place.geometry),
    }


def _notice(bulletin: Bulletin, mark: Mark, index: Mapping[Place, int]) -> dict[str, Any]:
    return {
        "id": bulletin.id,
        "message": bulletin.message,
        "leave": [index[place] for place in bulletin.areas],
        "to": [index[place] for place in bulletin.to],
        "ways": [{"id": way.id, "open": way.open, "streets": way.streets} for way in bulletin.ways],
        "issuer": bulletin.issuer,
        "issued": _moment(bulletin.issued),
        "starts": _moment(bulletin.starts),
        "deadline": _moment(bulletin.deadline),
        "means": bulletin.deadline_means,
        "end": bulletin.end,
        "ends": _moment(bulletin.ends),
        "withdrawn": _moment(bulletin.withdrawn),
        "expires": _moment(bulletin.expires),
        "text": dict(bulletin.text),
        "stays": bulletin.stays,
        "contact": bulletin.contact,
        "changes": bulletin.changes,
        "source": source_words(bulletin.source),
        "mark": {language: mark_sentence(mark, bulletin, language) for language in LANGUAGES},
    }


def source_words(source: Source | None) -> str | None:
    """Return a source as it is named in public: None where it is not stated or not public."""
    if source is None or source.sensitivity != "public":
        return None
    when = None if source.published is None else source.published.isoformat()
    return ", ".join(part for part in (source.title, source.publisher, when, source.licence) if part)


def _thing(
    thing: Thing,
    number: int,
    places: Sequence[Place],
    area_tree: shapely.STRtree,
    blocks: Gazetteer | None,
    block_tree: shapely.STRtree,
    grid: Grid,
) -> dict[str, Any]:
    beside: list[int] = []
    if blocks is not None and thing.geometry is not None:
        within_m = BESIDE_M if thing.kind == "block" else 0.0
        beside = [one for one in touching(thing.geometry, blocks, block_tree, within_m) if one != number]
    document: dict[str, Any] = {
        "kind": thing.kind,
        "name": thing.spellings[0],
        "keys": list(dict.fromkeys(key for key in map(spelling_key, thing.spellings) if key)),
        "in": [
            [area, round(share, 3), None if edge_m is None else round(edge_m)]
            for area, share, edge_m in in_areas(thing, places, area_tree)
        ],
    }
    more = {
        "also": thing.spellings[1:],
        "within": thing.within,
        "blocks": beside,
        "shape": None if thing.geometry is None else grid.encode(thing.geometry),
    }
    return document | {key: value for key, value in more.items() if value}


def _moment(moment: datetime | None) -> list[int] | None:
    if moment is None:
        return None
    offset = moment.utcoffset()
    assert offset is not None, "a bulletin's times have an offset"
    return [int(np.floor(moment.timestamp())), round(offset.total_seconds() / 60)]
