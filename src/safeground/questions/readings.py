"""Which claims held at a moment where that is not stated to the hour: every way in which it can have been.

A claim published on the day asked, without an hour, may have been out or not; one whose correction may have
been out may have held or not. An answer is one that holds in each of these readings.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.ledger.knowing import by, out_between, superseded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from safeground.ledger.state import Standing

MOST_DOUBTFUL: Final = 8
"""With more doubtful claims of one source and day than this not every reading is looked at."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a claim may have held at the moment asked or not.

    Parameters
    ----------
    instead
        Ids of corrections that may have been out: with one of them the claim did not hold.
    replaced
        Whether it surely held where none of these was out.
    """

    instead: frozenset[str] = frozenset()
    replaced: bool = False


Doubts = dict[str, Doubt]
"""Id → doubt; claims that are not in it surely held."""


def doubts(claims: Mapping[str, Standing], known: Sequence[Standing], at: datetime) -> Doubts:
    """Return the doubts about claims that were known, certainly or possibly, at a moment.

    Parameters
    ----------
    claims
        Id → claim, of the ledger.
    known
        Those that may have held, linked with their copies: what one of them surely said is in no doubt.
    at
        The moment.
    """
    found: Doubts = {}
    for one in known:
        out = by(*out_between(one, "published"), at)
        ended = superseded(claims, one, "published", at)
        if out == "certain" and ended.certainty == "no":
            continue
        instead = frozenset(again.event.claim.id for again in one.corrections)
        new = claims.get(ended.by) if ended.by is not None else None
        sure = out == "certain" and len(one.corrections) == 1 and not one.retractions
        lasting = new is not None and not new.corrections and not new.retractions
        found[one.claim.id] = Doubt(instead, replaced=sure and lasting)
    return {
        one.claim.id: found[one.claim.id]
        for one in known
        if one.claim.id in found and not _said_by_another(one, found, known)
    }


def _said_by_another(one: Standing, doubtful: Doubts, known: Sequence[Standing]) -> bool:
    return any(other.claim.id in one.duplicates and other.claim.id not in doubtful for other in known)


def readings(ids: Collection[str], doubtful: Mapping[str, Doubt]) -> Iterator[frozenset[str]] | None:
    """Return every set of some claims that can have held together; None where these are too many."""
    open_ = [one for one in ids if one in doubtful]
    if len(open_) > MOST_DOUBTFUL:
        return None
    sure, own = frozenset(ids) - set(open_), frozenset(ids)
    some = itertools.chain.from_iterable(
        itertools.combinations(open_, count) for count in range(len(open_) + 1)
    )
    return (sure | set(chosen) for chosen in some if _can_be(sure | set(chosen), own, doubtful))


def _can_be(held: frozenset[str], own: frozenset[str], doubtful: Mapping[str, Doubt]) -> bool:
    for one in own & doubtful.keys():
        doubt = doubtful[one]
        if one in held and held & doubt.instead:
            return False
        if one not in held and doubt.replaced and doubt.instead <= own and not held & doubt.instead:
            return False
    return True
