"""Append what an import holds and the ledger does not: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

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
        Ids under which it holds something else, and which are not corrected by this.
    corrected
        How many of the claims put another in its place.
    erased
        Ids of claims that were erased: not added again.
    """

    events: list[Event] = field(default_factory=list)
    claims: int = 0
    others: int = 0
    known: int = 0
    changed: list[str] = field(default_factory=list)
    corrected: int = 0
    erased: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Correcting:
    """That a claim which says something else under an id that is held corrects the one that is there.

    Parameters
    ----------
    by
        ``source``: it published something else later; ``recorder``: it had been misread.
    reason
        Why, in words.
    """

    by: Literal["source", "recorder"]
    reason: str


def novelty(ledger: Ledger | None, events: Sequence[Event], correcting: Correcting | None = None) -> Novelty:
    """Return what of some events a ledger does not hold; all of them where there is no ledger yet.

    A claim is held where its id is; an event on a claim where the same one is. Events on claims that are not
    added are not added either.

    Parameters
    ----------
    ledger, events
        What is held, and what would be appended.
    correcting
        What claims are that say something else under an id that is held; None: left out.
    """
    found = Novelty()
    claims = [event.claim for event in events if isinstance(event, ClaimRecorded | ClaimCorrected)]
    held = {} if ledger is None else held_claims(ledger, [one.id for one in claims])
    erased = set() if ledger is None else _erased(ledger, [one for one in claims if one.id not in held])
    known = set() if ledger is None else _known(ledger, list(held))
    corrections = {} if ledger is None else _corrections(ledger, list(held))
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
            elif content(claim) in map(content, (held[claim.id], *corrections.get(claim.id, ()))):
                found.known += 1
            elif correcting is None or ledger is None:
                found.changed.append(claim.id)
            else:
                former = [held[claim.id], *corrections.get(claim.id, ())]
                found.events.append(_correction(ledger, former, claim, correcting))
                found.claims, found.corrected = found.claims + 1, found.corrected + 1
        elif _on_claims(event) in known:
            found.known += 1
        elif absent.isdisjoint(touched(event)):
            found.events.append(event)
            found.others += 1
    return found


def append_new(ledger: Ledger, events: Sequence[Event], correcting: Correcting | None = None) -> Novelty:
    """Append what is new of some events, in one step, and return what that was.

    What is new is looked up when this writer has its turn: of two that bring the same at once the second
    finds what the first appended.
    """
    found = Novelty()

    def choose() -> Sequence[Event]:
        nonlocal found
        found = novelty(ledger, events, correcting)
        return found.events

    ledger.append_chosen(choose)
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


def _corrections(ledger: Ledger, ids: Sequence[str]) -> dict[str, list[Claim]]:
    """Return the claims that were put in the place of each, one after another."""
    found: dict[str, list[Claim]] = {}
    first = {one: one for one in ids}
    todo: Sequence[str] = ids
    while todo:
        nxt = []
        for some in _in_batches(todo):
            for entry in ledger.touching(some):
                event = entry.event
                if (
                    isinstance(event, ClaimCorrected)
                    and event.corrects in first
                    and event.claim.id not in first
                ):
                    first[event.claim.id] = first[event.corrects]
                    found.setdefault(first[event.corrects], []).append(event.claim)
                    nxt.append(event.claim.id)
        todo = nxt
    return found


def _correction(
    ledger: Ledger, former: Sequence[Claim], claim: Claim, correcting: Correcting
) -> ClaimCorrected:
    """Return the event that puts a claim, under an id of its own, in the place of the last before it."""
    count = len(former)
    while True:
        count += 1
        new = f"{claim.id}~{count}"
        if not ledger.claims(ids=[new]) and not ledger.erased_ids([new]):
            break
    return ClaimCorrected(
        corrects=former[-1].id,
        claim=msgspec.structs.replace(claim, id=new),
        reason=correcting.reason,
        by=correcting.by,
    )


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
