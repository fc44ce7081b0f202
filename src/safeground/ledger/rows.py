"""How an event lies in the tables: its bytes, and what the index holds of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from safeground.ledger.claim import ByRole, Collective, Named
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, Entry, Event

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Event).decode
FIELDS = "event.number, event.recorded_us, event.clock_us, event.kind, event.hash, payload.body"
SELECT = f"SELECT {FIELDS} FROM event LEFT JOIN payload USING (number)"

Row = tuple[int, int, int, str, bytes, "bytes | None"]
ClaimRow = tuple[int, str, str, str, str, str]


def tag(event: Event) -> str:
    """Return an event's kind."""
    return str(type(event).__struct_config__.tag)


def touched(event: Event) -> tuple[str, ...]:
    """Return the ids of the claims that an event is about, but for the one that it records."""
    names = ("corrects", "retracts", "disputes", "claim", "other", "reviews")
    return tuple(value for name in names if isinstance(value := getattr(event, name, None), str))


def claim_of(event: Event) -> Claim | None:
    """Return the claim that an event records, where it does."""
    return event.claim if isinstance(event, ClaimRecorded | ClaimCorrected) else None


def source_name(claim: Claim) -> str:
    """Return what a claim's source is called: a name, a role, or what a group is called."""
    match claim.stated_by:
        case Named(name=name):
            return name
        case ByRole(role=role):
            return role
        case Collective(called=called):
            return called


def claim_row(number: int, claim: Claim) -> ClaimRow:
    """Return the index's row of a claim."""
    return (number, claim.id, claim.kind, claim.subject, claim.measure, source_name(claim))


def touch_rows(number: int, event: Event) -> list[tuple[str, int]]:
    """Return the index's rows of the claims that an event is about."""
    return [(claim, number) for claim in dict.fromkeys(touched(event))]


def entry(row: Row) -> Entry:
    """Return an event in its place.

    Raises
    ------
    msgspec.MsgspecError
        A payload that is no event.
    """
    number, recorded_us, clock_us, kind, hashed, body = row
    return Entry(
        number=number,
        recorded_us=recorded_us,
        clock_us=clock_us,
        kind=kind,
        hash=hashed,
        event=None if body is None else decode(body),
    )
