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
    in the edition is left out with it. Two things stay of such claims, without a word of them: a claim that
    one of them corrects no longer stands, and claims that are the same by way of one of them are the same.
    """
    ids: set[str] = set()
    same = _Same()
    for entry in entries:
        event = entry.event
        if not isinstance(event, KEPT):
            continue
        for instead in _of_edition(event, ids, same, edition):
            yield msgspec.structs.replace(entry, event=public(instead) if edition == "public" else instead)


def _of_edition(event: Kept, ids: set[str], same: _Same, edition: Edition) -> Iterator[Kept]:
    if isinstance(event, ClaimRecorded | ClaimCorrected):
        name = event.claim.id
        shown = edition == "restricted" or event.claim.sensitivity == "public"
        same.add(name, shown=shown)
        if shown:
            ids.add(name)
        corrects = event.corrects if isinstance(event, ClaimCorrected) else None
        if shown:
            # Where what it corrects is not here, it stands as a claim of its own.
            yield event if corrects is None or corrects in ids else ClaimRecorded(claim=event.claim)
        elif isinstance(event, ClaimCorrected) and corrects in ids:
            yield taken_back(event)
        if isinstance(event, ClaimCorrected) and event.by == "recorder":
            joined = same.join(name, event.corrects)
            if joined and not (shown and corrects in ids):
                yield _repeats(*joined)
            yield from same.mend(event.corrects, name, ids)
        elif isinstance(event, ClaimCorrected) and corrects not in ids:
            yield from same.fall(taken_back(event), ids)
        return
    here = about(event) <= ids
    if here:
        yield event
    elif isinstance(event, ClaimRetracted) and event.by == "source":
        yield from same.fall(event, ids)
    if isinstance(event, ClaimsLinked) and event.relation == "duplicate_of":
        joined = same.join(event.claim, event.other)
        if joined and not here:
            yield _repeats(*joined)


def taken_back(event: ClaimCorrected) -> ClaimRetracted:
    """Return what is said of a correction by a claim that is not in the edition: the old one fell."""
    return ClaimRetracted(
        retracts=event.corrects, reason=LEFT_OUT, by=event.by, zone=event.claim.zone, recorder=LEFT_OUT
    )


def _repeats(claim: str, other: str) -> ClaimsLinked:
    return ClaimsLinked(claim=claim, other=other, relation="duplicate_of", reason=LEFT_OUT, recorder=LEFT_OUT)


class _Same:
    """Which claims are the same, and for each set of them one that is in the edition, if any is.

    Also what a source took back of a reading that is not in the edition: it holds for the mending that is.
    """

    def __init__(self) -> None:
        self._mendings: dict[str, str] = {}
        self._fallen: dict[str, ClaimRetracted] = {}
        self._leads: dict[str, str] = {}
        self._shown: dict[str, str] = {}

    def add(self, name: str, *, shown: bool) -> None:
        self._leads[name] = name
        if shown:
            self._shown[name] = name

    def join(self, one: str, other: str) -> tuple[str, str] | None:
        """Join two; return one claim in the edition of each, where only now they are known as the same."""
        first, second = self._end(one), self._end(other)
        if first == second:
            return None
        self._leads[first] = second
        mine, their = self._shown.pop(first, None), self._shown.get(second)
        if their is None and mine is not None:
            self._shown[second] = mine
        return None if mine is None or their is None else (mine, their)

    def mend(self, old: str, new: str, ids: set[str]) -> Iterator[ClaimRetracted]:
        """Note that a claim stands in the place of another, and yield what was taken back of that."""
        self._mendings[old] = new
        if old not in ids and old in self._fallen:
            yield from self.fall(msgspec.structs.replace(self._fallen[old], retracts=new), ids)

    def fall(self, event: ClaimRetracted, ids: set[str]) -> Iterator[ClaimRetracted]:
        """Note what was taken back; yield it for the mending in its place that is in the edition."""
        if event.retracts in ids:
            yield event
            return
        self._fallen[event.retracts] = event
        if (new := self._mendings.get(event.retracts)) is not None:
            yield from self.fall(msgspec.structs.replace(event, retracts=new), ids)

    def _end(self, name: str) -> str:
        end = name
        while (further := self._leads.setdefault(end, end)) != end:
            end = further
        while name != end:
            name, self._leads[name] = self._leads[name], end
        return end


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
            # A dispute is marked for no edition: that there is one may be told, and not by whom.
            return msgspec.structs.replace(event, disputed_by=LEFT_OUT, words=LEFT_OUT, recorder=LEFT_OUT)
        case ClaimReviewed():
            return msgspec.structs.replace(event, reviewer=LEFT_OUT, note=None)


def public_claim(claim: Claim) -> Claim:
    """Return a public claim without the fields that are only restricted."""
    place = claim.place
    if place is not None:
        place = msgspec.structs.replace(place, lon=None, lat=None, uncertain_m=None)
    return msgspec.structs.replace(claim, place=place, recorder=LEFT_OUT, origin=None, note=None)
