"""What was known of what: claims about a subject, as a moment would have had them.

Every question takes two times. *Known at*: what had been published, said or recorded by then. *Valid at*:
what it was about. A day without an hour makes an answer *possible* within that day and *certain* after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from safeground.ledger.events import ClaimCorrected, ClaimRecorded
from safeground.ledger.moments import moment
from safeground.ledger.state import standings
from safeground.ledger.store import source_name

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim
    from safeground.ledger.state import Standing
    from safeground.ledger.store import Ledger

KnownBy = Literal["published", "said", "recorded"]
Certainty = Literal["certain", "possible", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of the ledger; what is None is not asked.

    Parameters
    ----------
    subject, measure, kinds, source
        Exact, as recorded.
    valid_at
        The moment that claims must be about.
    known_at, known_by
        The moment by which they must have been published, said or recorded.
    """

    subject: str | None = None
    measure: str | None = None
    kinds: tuple[str, ...] = ()
    source: str | None = None
    valid_at: datetime | None = None
    known_at: datetime | None = None
    known_by: KnownBy = "published"


@dataclass(frozen=True, slots=True)
class Known:
    """A claim with how surely it answers.

    Parameters
    ----------
    standing
        The claim and what happened to it, as far as that was known, too.
    known
        Whether it was out by the moment asked.
    valid
        Whether it is about the moment asked.
    """

    standing: Standing
    known: Certainty
    valid: Certainty


def ask(ledger: Ledger, query: Query) -> tuple[Known, ...]:
    """Return the claims that answer, certainly or possibly, in the order in which they became known."""
    entries = ledger.claims(subject=query.subject, measure=query.measure)
    ids = sorted(
        {one.event.claim.id for one in entries if isinstance(one.event, ClaimRecorded | ClaimCorrected)}
    )
    found = standings((*entries, *ledger.touching(ids)))
    answers = (_known(standing, query) for standing in found.values() if _asked(standing.claim, query))
    return tuple(sorted((one for one in answers if "no" not in (one.known, one.valid)), key=_order))


def _asked(claim: Claim, query: Query) -> bool:
    asked = (query.subject, claim.subject), (query.measure, claim.measure), (query.source, source_name(claim))
    return all(want in (None, have) for want, have in asked) and (
        not query.kinds or claim.kind in query.kinds
    )


def _known(standing: Standing, query: Query) -> Known:
    known: Certainty = "certain"
    if query.known_at is not None:
        earliest, latest = out_between(standing, query.known_by)
        known = _by(earliest, latest, query.known_at)
    valid: Certainty = "certain" if query.valid_at is None else about(standing.claim, query.valid_at)
    return Known(standing, known, valid)


def out_between(standing: Standing, known_by: KnownBy) -> tuple[datetime | None, datetime]:
    """Return the first and the last instant at which a claim can have become known; None: no first one."""
    claim, recorded = standing.claim, datetime.fromtimestamp(standing.recorded_us / 1e6, UTC)
    if known_by == "said":
        first = moment(claim.said.from_, claim.zone).earliest if claim.said.from_ else None
        last = moment(claim.said.to, claim.zone).latest if claim.said.to else recorded
        return first, last
    if known_by == "published" and claim.published is not None:
        at = moment(claim.published, claim.zone)
        return at.earliest, at.latest
    return (None if known_by == "published" else recorded), recorded


def about(claim: Claim, at: datetime) -> Certainty:
    """Return whether a claim is about a moment, as far as its period says."""
    first = moment(claim.valid.from_, claim.zone) if claim.valid.from_ else None
    last = moment(claim.valid.to, claim.zone) if claim.valid.to else None
    if (first is not None and at < first.earliest) or (last is not None and at > last.latest):
        return "no"
    inside = first is not None and last is not None and first.latest <= at <= last.earliest
    return "certain" if inside else "possible"


def _by(earliest: datetime | None, latest: datetime, at: datetime) -> Certainty:
    if at >= latest:
        return "certain"
    return "possible" if earliest is None or at >= earliest else "no"


def _order(one: Known) -> tuple[datetime, int]:
    return out_between(one.standing, "published")[1], one.standing.number
