"""What *kept* found, as the report draws it: pauses with their chain, terms by day, promises, a timeline.

Holds claims as they stand, restricted ones too: only ``restricted/`` may show all of it. What may be
published is in the findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from safeground.ledger.moments import Moment
    from safeground.ledger.pauses import ExpiryKnown, Link
    from safeground.ledger.state import Standing
    from safeground.plan.pause_words import Pause, Term
    from safeground.quantity import Range
    from safeground.questions.finding import Answer

RowKind = Literal["start", "expiry", "extension", "gap", "after", "end", "due", "count", "late", "statement"]
"""``after``: from the last expiry on, unknown. ``end``: a claim that it ended. ``late``: of another day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What one claimant counts for one day or one total.

    Parameters
    ----------
    by
        Who counts, as recorded; a role where there is no name.
    called
        How a text that anyone may read names them.
    restricted
        Whether ``by`` must not be named in public.
    amount
        Between what and what; ends that were not stated are 0 and infinite, never a guess.
    claims
        Ids of the claims; several where batches of one day are added.
    happened
        When it happened, as stated, one for each batch.
    repeated_by
        Others who repeat the same count: no evidence of their own.
    late
        Whether a batch happened on another day than the one it counts for.
    sure
        Whether the claimant surely counted by the moment asked: something of it was out for certain.
    doubtful
        Ids of its claims that may have been out by then or not; ``amount`` holds each way.
    """

    by: str
    called: str
    restricted: bool
    amount: Range
    claims: tuple[str, ...]
    happened: tuple[str, ...] = ()
    repeated_by: tuple[str, ...] = ()
    late: bool = False
    sure: bool = True
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDay:
    """One day of one term.

    Parameters
    ----------
    day
        The local day.
    due
        What is due; None where that is not known (a ratio to what nobody counted).
    counts
        What each claimant counts, side by side.
    done
        From the least to the most of the counts; None where nobody counts for certain: unknown, not zero.
    short
        What is missing, never below 0; None where unknown.
    over
        Whether the day had passed when the question was asked.
    outside
        Whether nothing is due on it: it is counted, but lies before or after the term.
    withheld
        Whether what may be published does not give this row: other claims that are known give another.
    """

    day: date
    due: Range | None
    counts: tuple[Count, ...]
    done: Range | None
    short: Range | None
    over: bool
    answer: Answer
    outside: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TermAccount:
    """One term of a pause or a promise.

    Parameters
    ----------
    of
        Id of the pause or the commitment.
    zone
        IANA name of the zone in which its days are days.
    days
        Day by day, where it is due by day; also where a total is counted by day.
    due, done, short
        Over the whole term; None where unknown.
    counts
        Counts of the whole, by claimants who give one.
    answer
        None where no clock and no count can check it.
    missing
        The datum that an unknown answer lacks.
    averages
        Counts of an average a day over all its days, where somebody gives one.
    unused
        Ids of claims that count it for several days, but not for the whole, or say no number: held against
        nothing.
    supports, contradicts
        Claims linked to it as evidence for and against.
    withheld
        Whether figures, days or evidence are left out that are known, but may not be published.
    """

    of: str
    zone: str
    term: Term
    days: tuple[TermDay, ...]
    due: Range | None
    done: Range | None
    short: Range | None
    counts: tuple[Count, ...]
    answer: Answer | None
    missing: str | None
    averages: tuple[Count, ...] = ()
    unused: tuple[str, ...] = ()
    supports: tuple[Standing, ...] = ()
    contradicts: tuple[Standing, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseAccount:
    """A pause as it was known when the question was asked.

    Parameters
    ----------
    chain
        Each announced expiry after the other, with the time between an announcement and the expiry before it.
    known
        The expiry as known, what may have been known besides, and the state.
    ended
        Claims that it ended, collapsed or that hostilities resumed, each with its hedge.
    answer
        To whether it lasted until the expiry that was known; None where none was stated.
    withheld
        Whether its chain, state or end is left out: what may be published does not give what is known of it.
    """

    pause: Pause
    chain: tuple[Link, ...]
    known: ExpiryKnown
    ended: tuple[Standing, ...]
    answer: Answer | None
    missing: str | None
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Specific:
    """One of the five parts of a promise: who, what, where, when, measurable."""

    part: Literal["who", "what", "where", "when", "measurable"]
    stated: bool
    reason: str
    """A sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentAccount:
    """A promise with how specific it is and what speaks for and against its being kept.

    Parameters
    ----------
    id
        Of the plan's commitment, else of the claim.
    promisor
        Who is to keep it; None where no source says.
    told_by
        Who tells of it, where that is not the promisor: then it is known through a third party only.
    second_hand
        Whether nobody but third parties tells of it.
    score
        How many of the five parts are stated.
    withheld
        Whether evidence for or against it is known that may not be published.
    """

    id: str
    promisor: str | None
    speaker: str | None
    told_by: tuple[str, ...]
    second_hand: bool
    words: str
    parts: tuple[Specific, ...]
    score: int
    also_said_by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    supports: tuple[Standing, ...] = ()
    contradicts: tuple[Standing, ...] = ()
    restricted: bool = False
    """Whether its source must not be named in public."""
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One mark on the drawn timeline.

    Parameters
    ----------
    lane
        ``pause``, or the term's id: tracks have lanes of their own.
    when
        The moment or span, as exactly as it is known.
    text
        What it says, without its source.
    """

    of: str
    lane: str
    kind: RowKind
    when: Moment
    text: str
    claims: tuple[str, ...] = ()
    by: str | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAccount:
    """All that *kept* found.

    Parameters
    ----------
    at
        The moment as of which everything is known: the plan's ``as_of``.
    unanswered
        Questions to which, by a claim, no answer was given.
    expectations
        What somebody expects of others: no promises.
    claims
        Every claim named above, by id.
    """

    at: datetime
    pauses: tuple[PauseAccount, ...]
    terms: tuple[TermAccount, ...]
    commitments: tuple[CommitmentAccount, ...]
    rows: tuple[TimelineRow, ...]
    unanswered: tuple[Standing, ...]
    expectations: tuple[Standing, ...]
    claims: dict[str, Standing]
