"""What the public edition of a timeline may hold: claims marked public, without what is for their keepers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.ledger.claim import Claim
    from safeground.ledger.state import Standing

WITHHELD: Final = "not in this edition"


def public_standings(found: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return the claims that are marked public, stripped, as if the ledger held no others.

    What happened to them stays, but for links to claims that are not public and what recorders wrote of links
    and looking again. A source's own printed figures are not rounded: they are what was said.
    """
    return {
        name: replace(
            standing,
            claim=public_claim(standing.claim),
            links=[
                replace(link, reason="linked as one against the other", recorder=WITHHELD)
                for link in standing.links
                if is_public(found, link.other)
            ],
            reviews=[],
        )
        for name, standing in found.items()
        if standing.claim.sensitivity == "public"
    }


def is_public(found: Mapping[str, Standing], name: str) -> bool:
    """Return whether a claim is there and marked public."""
    return name in found and found[name].claim.sensitivity == "public"


def public_claim(claim: Claim) -> Claim:
    """Return a claim without its recorder, note, origin and coordinates."""
    place = claim.place
    if place is not None:
        place = msgspec.structs.replace(place, lon=None, lat=None, uncertain_m=None)
    return msgspec.structs.replace(claim, recorder=WITHHELD, note=None, origin=None, place=place)
