"""A claim's whole story in lines: its fields, then each event on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.ledger.events import (
    ClaimCorrected,
    ClaimDisputed,
    ClaimRecorded,
    ClaimRetracted,
    ClaimReviewed,
    ClaimsLinked,
)
from safeground.ledger.fields import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Entry


def recorded_words(recorded_us: int, zone: str) -> str:
    """Return when an event was recorded, in a zone with its offset."""
    at = datetime.fromtimestamp(recorded_us // 1_000_000, UTC).astimezone(ZoneInfo(zone))
    return at.isoformat()


def story(claim: Claim, entries: list[Entry]) -> Iterator[str]:
    """Yield a claim's fields, then each event on it, in order."""
    yield from (f"{name:16}{text}" for name, text in cells_of(claim).items())
    yield ""
    for entry in entries:
        yield f"{entry.number:>8}  {recorded_words(entry.recorded_us, claim.zone)}  {event_words(entry)}"


def event_words(entry: Entry) -> str:
    """Return what an event did."""
    match entry.event:
        case None:
            return f"{entry.kind}: erased"
        case ClaimRecorded(claim=claim):
            return f"recorded by {claim.recorder}" + (f" from {claim.origin}" if claim.origin else "")
        case ClaimCorrected(corrects=former, claim=claim, reason=reason, by=by):
            return f"{claim.id} put in place of {former} by its {by}: {reason}"
        case ClaimRetracted(retracts=one, reason=reason, by=by):
            return f"{one} retracted by its {by}: {reason}"
        case ClaimDisputed(disputes=one, disputed_by=who, words=words):
            return f"{one} disputed by {who}: {words}"
        case ClaimsLinked(claim=one, other=other, relation=relation, reason=reason):
            return f"{one} {relation.replace('_', ' ')} {other} ({reason})"
        case ClaimReviewed(reviews=one, outcome=outcome, reviewer=reviewer, note=note):
            said = f": {note}" if note else ""
            return f"{one} reviewed by {reviewer}, {outcome.replace('_', ' ')}{said}"
        case _:
            return entry.kind.replace("_", " ")
