"""What the events come to: each claim with all that happened to it. Pure: entries in, standings out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safeground.ledger.events import (
    ClaimCorrected,
    ClaimDisputed,
    ClaimRecorded,
    ClaimRetracted,
    ClaimReviewed,
    ClaimsLinked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Entry


@dataclass(slots=True)
class Standing:
    """A claim and what happened to it.

    Parameters
    ----------
    claim, number, recorded_us
        The claim, and where and when it was appended.
    corrected
        The claim that took its place, with the event.
    retracted, disputed, reviewed
        Those events, in order.
    duplicates, supports, contradicts
        Ids of the claims that it is linked with; links hold both ways but ``supported_by``.
    """

    claim: Claim
    number: int
    recorded_us: int
    corrected: ClaimCorrected | None = None
    retracted: ClaimRetracted | None = None
    disputed: list[ClaimDisputed] = field(default_factory=list)
    reviewed: list[ClaimReviewed] = field(default_factory=list)
    duplicates: set[str] = field(default_factory=set)
    contradicts: set[str] = field(default_factory=set)
    supports: set[str] = field(default_factory=set)
    supported_by: set[str] = field(default_factory=set)


def standings(entries: Iterable[Entry]) -> dict[str, Standing]:
    """Return each claim of these entries, by id, with what the entries say of it.

    Events about claims that are not among the entries are passed over; so are erased ones.
    """
    found: dict[str, Standing] = {}
    later: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: one.number):
        event = entry.event
        if isinstance(event, ClaimRecorded | ClaimCorrected):
            found[event.claim.id] = Standing(event.claim, entry.number, entry.recorded_us)
        if event is not None and not isinstance(event, ClaimRecorded):
            later[entry.kind].append(entry)
    for entry in (one for kind in later.values() for one in kind):
        _apply(found, entry)
    return found


def _apply(found: dict[str, Standing], entry: Entry) -> None:
    match entry.event:
        case ClaimCorrected(corrects=claim) as event if claim in found:
            found[claim].corrected = event
        case ClaimRetracted(retracts=claim) as event if claim in found:
            found[claim].retracted = event
        case ClaimDisputed(disputes=claim) as event if claim in found:
            found[claim].disputed.append(event)
        case ClaimReviewed(reviews=claim) as event if claim in found:
            found[claim].reviewed.append(event)
        case ClaimsLinked() as event:
            _link(found, event)
        case _:
            pass


def _link(found: dict[str, Standing], event: ClaimsLinked) -> None:
    one, other = found.get(event.claim), found.get(event.other)
    both = {"duplicate_of": "duplicates", "contradicts": "contradicts"}
    if event.relation == "supports":
        if one is not None:
            one.supports.add(event.other)
        if other is not None:
            other.supported_by.add(event.claim)
        return
    for standing, name in ((one, event.other), (other, event.claim)):
        if standing is not None:
            getattr(standing, both[event.relation]).add(name)
