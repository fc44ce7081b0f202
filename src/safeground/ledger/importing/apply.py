"""Append what an import holds and the ledger does not: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from safeground.ledger.events import ClaimCorrected, ClaimRecorded, PayloadErased
from safeground.ledger.importing.identity import content
from safeground.ledger.store import touched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Event
    from safeground.ledger.store import Ledger

AT_ONCE: Final = 500
"""How many ids are looked up at once."""
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Novelty:
    """What of an import is new to a ledger.

    Parameters
    ----------
    events
        What would be appended.
    claims, others
        How many of them are claims, and how many are links and other events on claims.
    known
        Events that the ledger holds already.
    changed
        Ids under which it holds something else.
    erased
        Ids of claims that were erased: not added again.
    """

    events: list[Event] = field(default_factory=list)
    claims: int = 0
    others: int = 0
    known: int = 0
    changed: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)


def novelty(ledger: Ledger | None, events: Sequence[Event]) -> Novelty:
    """Return what of some events a ledger does not hold; all of them where there is no ledger yet.

    A claim is held where its id is; an event on a claim where the same one is. Events on claims that are not
    added are not added either.
    """
    found = Novelty()
    claims = [event.claim for event in events if isinstance(event, ClaimRecorded | ClaimCorrected)]
    held = {} if ledger is None else held_claims(ledger, [one.id for one in claims])
    erased = set() if ledger is None else _erased(ledger, [one for one in claims if one.id not in held])
    known = set() if ledger is None else _known(ledger, list(held))
    absent: set[str] = set()
    for event in events:
        if isinstance(event, PayloadErased):
            continue
        if isinstance(event, ClaimRecorded | ClaimCorrected):
            claim = event.claim
            if claim.id in erased:
                found.erased.append(claim.id)
                absent.add(claim.id)
            elif claim.id not in held:
                found.events.append(event)
                found.claims += 1
            elif content(held[claim.id]) == content(claim):
                found.known += 1
            else:
                found.changed.append(claim.id)
        elif _on_claims(event) in known:
            found.known += 1
        elif absent.isdisjoint(touched(event)):
            found.events.append(event)
            found.others += 1
    return found


def append_new(ledger: Ledger, events: Sequence[Event]) -> Novelty:
    """Append what is new of some events, in one step, and return what that was."""
    found = novelty(ledger, events)
    if found.events:
        ledger.append(found.events)
    return found


def _on_claims(event: Event) -> bytes:
    """Return what an event on claims says, without who recorded it and from which file."""
    changes = {name: "" for name in ("recorder", "reason") if hasattr(event, name)}
    return _encode(msgspec.structs.replace(event, **changes))


def _in_batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def held_claims(ledger: Ledger, ids: Sequence[str]) -> dict[str, Claim]:
    """Return the claims that a ledger holds under these ids."""
    held = {}
    for some in _in_batches(ids):
        for entry in ledger.claims(ids=some):
            if isinstance(entry.event, ClaimRecorded | ClaimCorrected):
                held[entry.event.claim.id] = entry.event.claim
    return held


def _erased(ledger: Ledger, claims: Sequence[Claim]) -> set[str]:
    """Return the ids of claims of which the id, or all that they say, was erased from the ledger."""
    if not ledger.erased():
        return set()
    alike = {one.id for one, held in zip(claims, ledger.known(claims), strict=True) if held and held.erased}
    return alike | ledger.erased_ids(one.id for one in claims)


def _known(ledger: Ledger, ids: Sequence[str]) -> set[bytes]:
    return {
        _on_claims(entry.event)
        for some in _in_batches(ids)
        for entry in ledger.touching(some)
        if entry.event is not None and not isinstance(entry.event, ClaimCorrected)
    }
