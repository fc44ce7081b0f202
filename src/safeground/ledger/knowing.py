"""How surely something was known by a moment, and how surely a claim is about one.

Three ways of knowing. *Published*: it was out; *said*: it had been uttered or announced; *recorded*: it stood
in this ledger. A day without an hour makes an answer possible within that day and certain after it. A
correction or a retraction by a source counts from its own publication; a mending by the recorder, who had
misread the source, counts from the beginning, but for *recorded*, which shows what the ledger held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from safeground.ledger.moments import Moment, instant, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import ClaimCorrected, ClaimDisputed, ClaimRetracted
    from safeground.ledger.state import Happened, Standing

KnownBy = Literal["published", "said", "recorded"]
Certainty = Literal["certain", "possible", "no"]
DEGREES: tuple[Certainty, ...] = ("no", "possible", "certain")


@dataclass(frozen=True, slots=True)
class Superseded:
    """Whether a claim no longer stood at the moment asked.

    Parameters
    ----------
    certainty
        ``certain``: something else stood in its place, or nothing; ``possible``: that was out within an hour
        or a day that reaches past the moment.
    why
        How, in words; empty where it stands.
    by
        Id of the claim in its place.
    """

    certainty: Certainty = "no"
    why: str = ""
    by: str | None = None


STANDS = Superseded()
"""Nothing came in its place, and nobody took it back."""


def out_between(standing: Standing, known_by: KnownBy) -> tuple[datetime | None, datetime]:
    """Return the first and the last instant at which a claim can have become known; None: no first one.

    A claim without a time of publication was known to somebody at the latest when it was recorded. Nothing is
    published before it was said.
    """
    claim = standing.claim
    if known_by == "recorded":
        return instant(standing.recorded_us), instant(standing.recorded_us)
    said_first = moment(claim.said.from_, claim.zone).earliest if claim.said.from_ else None
    published = moment(claim.published, claim.zone) if claim.published else None
    held = instant(standing.held_us or standing.recorded_us)
    if known_by == "said":
        last = published.latest if published else held
        if claim.said.to:
            last = (
                min(last, moment(claim.said.to, claim.zone).latest)
                if published
                else moment(claim.said.to, claim.zone).latest
            )
        return _ordered(said_first, last)
    if published is None:
        return _ordered(said_first, held)
    return _ordered(max(published.earliest, said_first or published.earliest), published.latest)


def by(earliest: datetime | None, latest: datetime, at: datetime | None) -> Certainty:
    """Return whether what became known between two instants was known at a moment; None: at any."""
    if at is None or at >= latest:
        return "certain"
    return "possible" if earliest is None or at >= earliest else "no"


def superseded(
    found: Mapping[str, Standing], standing: Standing, known_by: KnownBy, at: datetime | None
) -> Superseded:
    """Return whether a claim had been corrected or taken back by a moment.

    A mending that was itself entered by mistake never was; a source that takes its correction back does not
    bring back what it had corrected.
    """
    ends = [
        *(_corrected(found, one, known_by, at) for one in standing.corrections),
        *(_retracted(one, known_by, at) for one in standing.retractions),
    ]
    return max(ends, key=lambda one: DEGREES.index(one.certainty), default=STANDS)


def disputes(
    standing: Standing, known_by: KnownBy, at: datetime | None
) -> tuple[tuple[ClaimDisputed, Certainty], ...]:
    """Return who had said by a moment that a claim is wrong, certainly or possibly."""
    told = ((one.event, _told(one, known_by, at)) for one in standing.disputes)
    return tuple((event, certainty) for event, certainty in told if certainty != "no")


def about(claim: Claim, at: datetime | Moment) -> Certainty:
    """Return whether a claim is about a moment, as far as its period says; ``speaks_of`` says more."""
    return speaks_of(claim, at)[0]


def speaks_of(claim: Claim, at: datetime | Moment) -> tuple[Certainty, bool]:
    """Return whether a claim is about a moment or an interval, and whether that lies after what it speaks of.

    *From and to*: certain where the two surely have an instant in common with what is asked. *A window*: its
    one moment is certain only where the whole window lies in what is asked. *Only from*, still so at
    publication: certain up to publication, after it possible, for nobody said that it ended. *Only to*, true
    by then: certain at that time; before it possible, as no start was given; after it possible for what can
    last, and no for an event, which was over. *Neither*: possible.
    """
    first, last = (at.earliest, at.latest) if isinstance(at, Moment) else (at, at)
    start = moment(claim.valid.from_, claim.zone) if claim.valid.from_ else None
    end = moment(claim.valid.to, claim.zone) if claim.valid.to else None
    if start is not None and last < start.earliest:
        return "no", False
    if start is not None and end is not None:
        return _within(start, end, first, last, window=claim.valid.window)
    if end is not None:
        if first > end.latest:
            return ("no" if claim.kind == "event" else "possible"), True
        return ("certain" if first <= end.earliest and end.latest <= last else "possible"), False
    if start is not None:
        return _since(claim, start, first, last)
    return "possible", False


def _within(
    start: Moment, end: Moment, first: datetime, last: datetime, *, window: bool
) -> tuple[Certainty, bool]:
    if first > end.latest:
        return "no", True
    if window:
        sure = first <= start.earliest and end.latest <= last
    else:
        sure = start.latest <= last and first <= end.earliest
    return ("certain" if sure else "possible"), False


def _since(claim: Claim, start: Moment, first: datetime, last: datetime) -> tuple[Certainty, bool]:
    told = claim.published or claim.said.to
    until = moment(told, claim.zone) if told else None
    if until is not None and first > max(until.latest, start.latest):
        return "possible", True
    sure = until is not None and not claim.valid.window and start.latest <= last and first <= until.earliest
    return ("certain" if sure else "possible"), False


def _corrected(
    found: Mapping[str, Standing], one: Happened[ClaimCorrected], known_by: KnownBy, at: datetime | None
) -> Superseded:
    new = one.event.claim.id
    instead = found.get(new)
    if was_withdrawn(found, one, known_by, at):
        return STANDS
    if one.event.by == "recorder":
        return _shown(_of_recorder(one, known_by, at), f"misread by its recorder; {new} is in its place", new)
    if known_by == "recorded" or instead is None:
        certainty = by(instant(one.recorded_us), instant(one.recorded_us), at)
    else:
        certainty = by(*out_between(instead, known_by), at)
    return _shown(certainty, f"corrected by its source; {new} is in its place", new)


def was_withdrawn(
    found: Mapping[str, Standing],
    one: Happened[ClaimCorrected],
    known_by: KnownBy = "published",
    at: datetime | None = None,
) -> bool:
    """Return whether a correction was itself entered by mistake, as known by a moment: then it never was."""
    instead = found.get(one.event.claim.id)
    return instead is not None and any(
        back.event.by == "recorder" and _of_recorder(back, known_by, at) == "certain"
        for back in instead.retractions
    )


def _retracted(one: Happened[ClaimRetracted], known_by: KnownBy, at: datetime | None) -> Superseded:
    if one.event.by == "recorder":
        return _shown(_of_recorder(one, known_by, at), "entered by mistake", None)
    return _shown(_told(one, known_by, at), "taken back by its source", None)


def _of_recorder(
    one: Happened[ClaimCorrected] | Happened[ClaimRetracted], known_by: KnownBy, at: datetime | None
) -> Certainty:
    if known_by != "recorded":
        return "certain"
    return by(instant(one.recorded_us), instant(one.recorded_us), at)


def _told(
    one: Happened[ClaimRetracted] | Happened[ClaimDisputed], known_by: KnownBy, at: datetime | None
) -> Certainty:
    """Whether a retraction or a dispute was known: its publication bounds when it was said."""
    recorded = instant(one.recorded_us)
    if known_by == "recorded":
        return by(recorded, recorded, at)
    if one.event.published is None:
        return by(None, recorded, at)
    published = moment(one.event.published, one.event.zone)
    return by(None if known_by == "said" else published.earliest, published.latest, at)


def _shown(certainty: Certainty, why: str, new: str | None) -> Superseded:
    return STANDS if certainty == "no" else Superseded(certainty, why, new)


def _ordered(first: datetime | None, last: datetime) -> tuple[datetime | None, datetime]:
    return (None if first is None else min(first, last)), last


def least(degrees: Iterable[Certainty]) -> Certainty:
    """Return the least sure of several; certain where there is none."""
    return min(degrees, key=DEGREES.index, default="certain")
