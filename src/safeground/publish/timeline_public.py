"""What the public edition of a timeline may hold: claims marked public, without what is for their keepers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.claim import Claim
    from safeground.ledger.queries import Known

WITHHELD: Final = "not in this edition"


def public_claims(knowns: Sequence[Known]) -> tuple[Known, ...]:
    """Return the claims that are marked public, stripped; what happened to them stays, without who noted it.

    A source's own printed figures are not rounded: they are what was said.
    """
    return tuple(
        replace(one, standing=replace(one.standing, claim=public_claim(one.standing.claim)))
        for one in knowns
        if one.standing.claim.sensitivity == "public"
    )


def public_claim(claim: Claim) -> Claim:
    """Return a claim without its recorder, note, origin and coordinates."""
    place = claim.place
    if place is not None:
        place = msgspec.structs.replace(place, lon=None, lat=None, uncertain_m=None)
    return msgspec.structs.replace(claim, recorder=WITHHELD, note=None, origin=None, place=place)
