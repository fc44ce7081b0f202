"""What of the ledger an export holds: everything, marked restricted, or only what is public.

The public edition has the claims that are marked public and what happened to them, without coordinates,
notes, recorders, origins and reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from safeground.ledger.events import (
    ClaimCorrected,
    ClaimDisputed,
    ClaimRecorded,
    ClaimRetracted,
    ClaimReviewed,
    ClaimsLinked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Entry

Edition = Literal["restricted", "public"]
LEFT_OUT: Final = "not in the public edition"


Kept = ClaimRecorded | ClaimCorrected | ClaimRetracted | ClaimDisputed | ClaimsLinked | ClaimReviewed
KEPT: Final = (
    ClaimRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimDisputed,
    ClaimsLinked,
    ClaimReviewed,
)


def in_edition(entries: Iterable[Entry], edition: Edition) -> Iterator[Entry]:
    """Yield the entries of an edition, in order: claims and events on them that were not erased.

    Notifications of sites and movements are no claims and in no edition. An event about a claim that is not
    in the edition is left out with it.
    """
    ids: set[str] = set()
    for entry in entries:
        event = entry.event
        if not isinstance(event, KEPT):
            continue
        if isinstance(event, ClaimRecorded | ClaimCorrected):
            if edition == "public" and event.claim.sensitivity != "public":
                continue
            ids.add(event.claim.id)
            if isinstance(event, ClaimCorrected) and event.corrects not in ids:
                # What it corrects is not here: it stands as a claim of its own.
                event = ClaimRecorded(claim=event.claim)
        elif not about(event) <= ids:
            continue
        yield msgspec.structs.replace(entry, event=public(event) if edition == "public" else event)


def about(event: object) -> set[str]:
    """Return the ids of the claims that an event is about."""
    names = ("corrects", "retracts", "disputes", "claim", "other", "reviews")
    return {value for name in names if isinstance(value := getattr(event, name, None), str)}


def public(event: Kept) -> Kept:
    """Return an event as the public edition has it."""
    match event:
        case ClaimRecorded(claim=claim):
            return ClaimRecorded(claim=public_claim(claim))
        case ClaimCorrected(claim=claim):
            return msgspec.structs.replace(event, claim=public_claim(claim), reason=LEFT_OUT)
        case ClaimRetracted() | ClaimsLinked():
            return msgspec.structs.replace(event, reason=LEFT_OUT, recorder=LEFT_OUT)
        case ClaimDisputed():
            return msgspec.structs.replace(event, words=LEFT_OUT, recorder=LEFT_OUT)
        case ClaimReviewed():
            return msgspec.structs.replace(event, reviewer=LEFT_OUT, note=None)


def public_claim(claim: Claim) -> Claim:
    """Return a public claim without the fields that are only restricted."""
    place = claim.place
    if place is not None:
        place = msgspec.structs.replace(place, lon=None, lat=None, uncertain_m=None)
    return msgspec.structs.replace(claim, place=place, recorder=LEFT_OUT, origin=None, note=None)
