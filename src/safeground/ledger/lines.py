"""Claims and events as lines for people: plain words, times with their zone, nothing rounded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.ledger.claim import ByRole, Collective, Named
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

    from safeground.ledger.claim import Amount, Claim, Period
    from safeground.ledger.events import Entry


def line_of(claim: Claim) -> str:
    """Return a claim in one line: what is stated, by whom, of when, published when."""
    times = [f"valid {period_words(claim.valid)}"]
    if claim.said.from_ or claim.said.to:
        times.append(f"said {period_words(claim.said)}")
    times.append(f"published {claim.published or 'at a time not stated'}")
    hedge = f' ("{claim.hedge}")' if claim.hedge else ""
    head = f"{claim.id}  {claim.kind}  {claim.subject}: {claim.measure} = {what(claim)}{hedge}"
    return f"{head}; stated by {source_words(claim)}; {'; '.join(times)} [{claim.zone}]"


def what(claim: Claim) -> str:
    """Return what a claim says: its number with the words around it, or its state."""
    if claim.amount is None:
        return claim.state or "nothing stated"
    text = amount_words(claim.amount)
    return f"{text}, {claim.state}" if claim.state else text


def amount_words(amount: Amount) -> str:
    """Return a number with its qualifier; "no number stated" where there is none.

    Examples
    --------
    >>> from safeground.ledger.claim import Amount
    >>> amount_words(Amount(qualifier="more_than", value=13000, low=13000, unit="people"))
    'more than 13,000 people'
    """
    qualifier = amount.qualifier.replace("_", " ")
    if amount.value is not None:
        number = f"{amount.value:,.15g}"
        word = "" if amount.qualifier == "exact" else f"{qualifier} "
        return f"{word}{number} {amount.unit}"
    ends = " to ".join(
        f"{name} {end:,.15g}" for name, end in (("low", amount.low), ("high", amount.high)) if end is not None
    )
    taken = f", {'taken to mean ' if amount.by_convention else ''}{ends}" if ends else ""
    if amount.qualifier == "unspecified":
        return f"no number stated ({amount.unit}{taken})"
    return f"no number stated ({qualifier} {amount.unit}{taken})"


def source_words(claim: Claim) -> str:
    """Return who states a claim, and how much of a name the source has."""
    match claim.stated_by:
        case Named(name=name):
            who = name
        case ByRole(role=role):
            who = f"{role} (not named)"
        case Collective(called=called):
            who = f"{called} (a group)"
    return f"{who}, reported by {' / '.join(claim.reported_by)}" if claim.reported_by else who


def period_words(period: Period) -> str:
    """Return a period in words.

    Examples
    --------
    >>> from safeground.ledger.claim import Period
    >>> period_words(Period(from_="2023-11-30")), period_words(Period(to="2023-12-01T07:00+02:00"))
    ('since 2023-11-30', 'by 2023-12-01T07:00+02:00')
    """
    basis = " (inferred)" if period.basis == "inferred" else ""
    if period.from_ and period.to:
        if period.from_ == period.to:
            return f"{period.from_}{basis}"
        words = "at some time from {} to {}" if period.window else "{} to {}"
        return words.format(period.from_, period.to) + basis
    if period.from_:
        return f"since {period.from_}{basis}"
    if period.to:
        return f"by {period.to}{basis}"
    return "at a time not stated"


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
