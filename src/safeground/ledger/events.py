"""What can happen to the ledger. Events are appended, never changed."""

from __future__ import annotations

from typing import Literal

import msgspec

from safeground.ledger.claim import Claim, Recorded
from safeground.ledger.notification_events import NotificationEvent

Relation = Literal["duplicate_of", "supports", "contradicts"]
Outcome = Literal["confirmed_as_recorded", "needs_correction", "not_found_in_source"]


class ClaimRecorded(Recorded, frozen=True, kw_only=True, tag="claim_recorded"):
    """Somebody entered a claim."""

    claim: Claim


class ClaimCorrected(Recorded, frozen=True, kw_only=True, tag="claim_corrected"):
    """A claim's speaker or publisher put another in its place, or its recorder had misread it."""

    corrects: str
    claim: Claim
    reason: str
    by: Literal["source", "recorder"]
    """A source's correction was published at its claim's time; a recorder's holds from the beginning."""


class ClaimRetracted(Recorded, frozen=True, kw_only=True, tag="claim_retracted"):
    """A claim's source took it back, or its recorder entered it by mistake."""

    retracts: str
    reason: str
    by: Literal["source", "recorder"]
    published: str | None = None
    """When the source took it back."""
    zone: str = "UTC"
    recorder: str


class ClaimDisputed(Recorded, frozen=True, kw_only=True, tag="claim_disputed"):
    """Somebody says that a claim is wrong and makes no claim of their own."""

    disputes: str
    disputed_by: str
    words: str
    published: str | None = None
    zone: str = "UTC"
    recorder: str


class ClaimsLinked(Recorded, frozen=True, kw_only=True, tag="claims_linked"):
    """Two claims belong together: the same utterance, evidence for, evidence against."""

    claim: str
    other: str
    relation: Relation
    reason: str
    recorder: str


class ClaimReviewed(Recorded, frozen=True, kw_only=True, tag="claim_reviewed"):
    """A second person looked at a claim and its source."""

    reviews: str
    outcome: Outcome
    reviewer: str
    note: str | None = None


class PayloadErased(Recorded, frozen=True, kw_only=True, tag="payload_erased"):
    """What an event held was deleted; its place in the chain stays."""

    erases: int
    """Sequence number of the event."""
    reason: str
    recorder: str


Event = (
    ClaimRecorded
    | ClaimCorrected
    | ClaimRetracted
    | ClaimDisputed
    | ClaimsLinked
    | ClaimReviewed
    | PayloadErased
    | NotificationEvent
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event in its place."""

    number: int
    """Sequence number, from 1 without a gap."""
    recorded_us: int
    """When it was appended, in microseconds since 1970, UTC; never before the one in front of it."""
    clock_us: int | None = None
    """What the clock said then: earlier than ``recorded_us`` where it had been set back."""
    event: Event | None
    """None where it was erased."""
    kind: str
    """The event's tag, which stays when its payload is erased."""
    hash: bytes
    """32 bytes, over everything before it."""
