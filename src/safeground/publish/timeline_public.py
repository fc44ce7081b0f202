"""What the public edition of a timeline may hold: what a public export of the ledger holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from safeground.ledger.events import ClaimCorrected, ClaimDisputed, ClaimRetracted
from safeground.ledger.exporting.edition import LEFT_OUT, public, public_claim, taken_back
from safeground.ledger.folding import same_again
from safeground.ledger.knowing import was_withdrawn
from safeground.ledger.state import Happened, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from safeground.ledger.state import Standing


def public_standings(found: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return the claims that are marked public, stripped, as if the ledger held no others.

    What happened to them stays, but for reasons and words of events, who noted them, and links to claims that
    are not public. A claim that one of these corrects is shown as taken back, and claims that are the same by
    way of one of them stay the same. A source's own printed figures are not rounded: they are what was said.
    """
    kept = {name: one for name, one in found.items() if one.claim.sensitivity == "public"}
    groups = same_again(found)
    return {
        name: replace(
            standing,
            claim=public_claim(standing.claim),
            mends=standing.mends if standing.mends in kept else None,
            corrections=[_stripped(one) for one in standing.corrections if one.event.claim.id in kept],
            retractions=[
                *(_stripped(one) for one in standing.retractions),
                *(
                    Happened(taken_back(one.event), one.number, one.recorded_us)
                    for one in standing.corrections
                    if one.event.claim.id not in kept and not was_withdrawn(found, one)
                ),
            ],
            disputes=[_stripped(one) for one in standing.disputes],
            reviews=[],
            links=[*_links(standing, kept), *_by_way(standing, kept, groups[name])],
        )
        for name, standing in kept.items()
    }


def _links(standing: Standing, kept: Mapping[str, Standing]) -> list[Link]:
    return [
        replace(link, reason="linked as one against the other", recorder=LEFT_OUT)
        for link in standing.links
        if link.other in kept
    ]


def _by_way(standing: Standing, kept: Mapping[str, Standing], same: Iterable[str]) -> list[Link]:
    """Return links to the public claims that are the same only by way of one that is not public."""
    name = standing.claim.id
    others = sorted(set(same) & kept.keys() - {name} - standing.duplicates)
    return [
        Link("duplicate_of", other, LEFT_OUT, LEFT_OUT, max(standing.recorded_us, kept[other].recorded_us))
        for other in others
        if other not in _reached(name, kept)
    ]


def _reached(name: str, kept: Mapping[str, Standing]) -> set[str]:
    """Return the public claims to which links between public claims lead from one."""
    found, todo = {name}, [name]
    while todo:
        one = kept[todo.pop()]
        new = ((one.duplicates | ({one.mends} if one.mends else set())) & kept.keys()) - found
        found |= new
        todo.extend(new)
    return found


Changed = TypeVar("Changed", ClaimCorrected, ClaimRetracted, ClaimDisputed)


def _stripped(one: Happened[Changed]) -> Happened[Changed]:
    # The edition gives back an event of the kind that it was given.
    return replace(one, event=cast("Changed", public(one.event)))
