"""What the events come to: each claim with all that happened to it. Pure: entries in, standings out.

Nothing here depends on when one asks. ``knowing.py`` says how much of it was known by a moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from safeground.ledger.events import (
    ClaimCorrected,
    ClaimDisputed,
    ClaimRecorded,
    ClaimRetracted,
    ClaimReviewed,
    ClaimsLinked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Entry, Relation


E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Happened(Generic[E]):
    """An event with where and when it was recorded."""

    event: E
    number: int
    recorded_us: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link as seen from one of its claims: analysis, made when it was recorded.

    Parameters
    ----------
    relation, other
        How the claim stands to the other one; ``supported_by`` is ``supports`` from the other side.
    """

    relation: Relation | str
    other: str
    reason: str
    recorder: str
    recorded_us: int


@dataclass(slots=True)
class Standing:
    """A claim and what happened to it.

    Parameters
    ----------
    claim, number, recorded_us
        The claim, and where and when it was appended.
    mends
        Id of the claim that it was put in the place of by the recorder, who had misread the source.
    held_us
        Since when the ledger held the statement in some reading: of a mending, that of the claim it mends.
    corrections, retractions, disputes, reviews
        What happened to it, in order.
    links
        In order.
    """

    claim: Claim
    number: int
    recorded_us: int
    mends: str | None = None
    held_us: int = 0
    corrections: list[Happened[ClaimCorrected]] = field(default_factory=list)
    retractions: list[Happened[ClaimRetracted]] = field(default_factory=list)
    disputes: list[Happened[ClaimDisputed]] = field(default_factory=list)
    reviews: list[Happened[ClaimReviewed]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def corrected(self) -> ClaimCorrected | None:
        """The last correction of it."""
        return self.corrections[-1].event if self.corrections else None

    @property
    def retracted(self) -> ClaimRetracted | None:
        """The last retraction of it."""
        return self.retractions[-1].event if self.retractions else None

    @property
    def disputed(self) -> list[ClaimDisputed]:
        """Those who say that it is wrong, in order."""
        return [one.event for one in self.disputes]

    @property
    def reviewed(self) -> list[ClaimReviewed]:
        """Those who looked at its source again, in order."""
        return [one.event for one in self.reviews]

    @property
    def duplicates(self) -> set[str]:
        """Ids of the claims that are the same utterance or figure."""
        return self.linked("duplicate_of")

    @property
    def contradicts(self) -> set[str]:
        """Ids of the claims that somebody linked as contradicting it."""
        return self.linked("contradicts")

    @property
    def supports(self) -> set[str]:
        """Ids of the claims that it is evidence for."""
        return self.linked("supports")

    @property
    def supported_by(self) -> set[str]:
        """Ids of the claims that are evidence for it."""
        return self.linked("supported_by")

    def linked(self, relation: str) -> set[str]:
        """Return the ids of the claims that stand in a relation to it."""
        return {link.other for link in self.links if link.relation == relation}


def standings(entries: Iterable[Entry]) -> dict[str, Standing]:
    """Return each claim of these entries, by id, with what the entries say of it.

    Events about claims that are not among the entries are passed over; so are erased ones. What a source or
    another said of a reading that was mended, it said of the claim: the mending has it, too.
    """
    found: dict[str, Standing] = {}
    rest: list[Entry] = []
    for entry in sorted({one.number: one for one in entries}.values(), key=lambda one: one.number):
        event = entry.event
        if isinstance(event, ClaimRecorded | ClaimCorrected):
            mends = event.corrects if isinstance(event, ClaimCorrected) and event.by == "recorder" else None
            found[event.claim.id] = Standing(
                event.claim, entry.number, entry.recorded_us, mends, entry.recorded_us
            )
        if event is not None and not isinstance(event, ClaimRecorded):
            rest.append(entry)
    for entry in rest:
        _apply(found, entry)
    before = {name: readings_before(found, one) for name, one in found.items() if one.mends is not None}
    inherited = {name: _said_of(each) for name, each in before.items()}
    for name, (corrections, retractions, disputes) in inherited.items():
        own = found[name]
        own.corrections = [one for one in corrections if one.event.claim.id != name] + own.corrections
        own.retractions = retractions + own.retractions
        own.disputes = disputes + own.disputes
    for name, standing in found.items():
        standing.held_us = before[name][-1].recorded_us if before.get(name) else standing.recorded_us
    return found


def readings_before(found: Mapping[str, Standing], standing: Standing) -> list[Standing]:
    """Return the readings that a claim stands in the place of, the one right before it first."""
    readings: list[Standing] = []
    seen, name = {standing.claim.id}, standing.mends
    while name is not None and name in found and name not in seen:
        seen.add(name)
        readings.append(found[name])
        name = found[name].mends
    return readings


def _said_of(
    readings: Iterable[Standing],
) -> tuple[list[Happened[ClaimCorrected]], list[Happened[ClaimRetracted]], list[Happened[ClaimDisputed]]]:
    """Return what sources did with readings, and who disputed them, whoever had misread them."""
    every = list(readings)
    return (
        [one for each in every for one in each.corrections if one.event.by == "source"],
        [one for each in every for one in each.retractions if one.event.by == "source"],
        [one for each in every for one in each.disputes],
    )


def as_held(found: Mapping[str, Standing], until_us: int) -> dict[str, Standing]:
    """Return claims with only those of their links that had been recorded by a moment."""
    return {
        name: replace(one, links=[link for link in one.links if link.recorded_us <= until_us])
        for name, one in found.items()
    }


def _apply(found: dict[str, Standing], entry: Entry) -> None:
    number, us = entry.number, entry.recorded_us
    match entry.event:
        case ClaimCorrected(corrects=claim) as corrected if claim in found:
            found[claim].corrections.append(Happened(corrected, number, us))
        case ClaimRetracted(retracts=claim) as retracted if claim in found:
            found[claim].retractions.append(Happened(retracted, number, us))
        case ClaimDisputed(disputes=claim) as disputed if claim in found:
            found[claim].disputes.append(Happened(disputed, number, us))
        case ClaimReviewed(reviews=claim) as reviewed if claim in found:
            found[claim].reviews.append(Happened(reviewed, number, us))
        case ClaimsLinked() as event:
            _link(found, event, us)
        case _:
            pass


def _link(found: dict[str, Standing], event: ClaimsLinked, recorded_us: int) -> None:
    back = "supported_by" if event.relation == "supports" else event.relation
    ends = (event.claim, event.relation, event.other), (event.other, back, event.claim)
    for name, relation, other in ends:
        if name in found and name != other:
            found[name].links.append(Link(relation, other, event.reason, event.recorder, recorded_us))
