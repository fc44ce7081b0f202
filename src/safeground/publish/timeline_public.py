"""What the public edition of a timeline may hold: what a public export of the ledger holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from safeground.ledger.events import ClaimCorrected, ClaimDisputed, ClaimRetracted
from safeground.ledger.exporting.edition import LEFT_OUT, public, public_claim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.ledger.state import Happened, Standing


def public_standings(found: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return the claims that are marked public, stripped, as if the ledger held no others.

    What happened to them stays, but for reasons and words of events, who noted them, and links to claims that
    are not public. A source's own printed figures are not rounded: they are what was said.
    """
    return {
        name: replace(
            standing,
            claim=public_claim(standing.claim),
            corrections=[_stripped(one) for one in standing.corrections],
            retractions=[_stripped(one) for one in standing.retractions],
            disputes=[_stripped(one) for one in standing.disputes],
            reviews=[],
            links=[
                replace(link, reason="linked as one against the other", recorder=LEFT_OUT)
                for link in standing.links
                if link.other in found and found[link.other].claim.sensitivity == "public"
            ],
        )
        for name, standing in found.items()
        if standing.claim.sensitivity == "public"
    }


Changed = TypeVar("Changed", ClaimCorrected, ClaimRetracted, ClaimDisputed)


def _stripped(one: Happened[Changed]) -> Happened[Changed]:
    # The edition gives back an event of the kind that it was given.
    return replace(one, event=cast("Changed", public(one.event)))
