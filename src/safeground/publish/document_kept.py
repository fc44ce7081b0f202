"""What *kept* found, for machines: chains of expiries, terms by day, promises with claims for and against."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from safeground.ledger.pauses import PauseState
from safeground.quantity import Range
from safeground.questions.finding import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.ledger.moments import Moment
    from safeground.ledger.pauses import Link
    from safeground.ledger.state import Standing
    from safeground.questions.kept_account import (
        CommitmentAccount,
        Count,
        KeptAccount,
        PauseAccount,
        TermAccount,
    )


class SpanDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A moment as exactly as it is known: both ends are in it."""

    earliest: datetime
    latest: datetime
    precision: str


class ExpiryDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Until when a pause was to last, as one announcement has it."""

    until: SpanDocument
    announced: SpanDocument | None
    by: tuple[str, ...]
    inferred: bool
    joins: Literal["first", "in time", "gap", "overlap", "rival", "unclear", "not known"]
    margin_low_h: float | None
    margin_high_h: float | None
    claims: tuple[str, ...]


class PauseDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A pause with its chain."""

    id: str
    called: str | None
    start: datetime
    chain: tuple[ExpiryDocument, ...]
    state: PauseState
    """As known when the plan was examined."""
    ended: tuple[str, ...]
    """Ids of claims that it ended."""
    answer: Answer | None
    withheld: bool = False
    """Whether other claims are known that give another row, and may not be published."""


class CountDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What one claimant counts."""

    by: str
    amount: Range
    claims: tuple[str, ...]
    late: bool


class DayDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One day of one term; what is not known is null, never 0."""

    day: date
    due: Range | None
    done: Range | None
    short: Range | None
    counts: tuple[CountDocument, ...]
    outside: bool
    answer: Answer
    withheld: bool = False
    """Whether other claims are known that give another row, and may not be published."""


class TermDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One term, its track apart from every other's."""

    of: str
    id: str
    words: str
    track: str | None
    promisor: str | None
    due: Range | None
    done: Range | None
    short: Range | None
    days: tuple[DayDocument, ...]
    counts: tuple[CountDocument, ...]
    averages: tuple[CountDocument, ...]
    answer: Answer | None
    """Null where no clock and no count can check it."""
    missing: str | None
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    withheld: bool = False
    """Whether other claims are known that give another row, and may not be published."""


class PromiseDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One promise with its five marks; never an answer."""

    id: str
    words: str
    promisor: str | None
    speaker: str | None
    told_by: tuple[str, ...]
    second_hand: bool
    stated: dict[str, bool]
    """Part (who, what, where, when, measurable) → whether it is stated."""
    claims: tuple[str, ...]
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    withheld: bool = False
    """Whether other claims are known that give another row, and may not be published."""


class KeptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """All that *kept* found, besides its findings."""

    at: datetime
    pauses: tuple[PauseDocument, ...]
    terms: tuple[TermDocument, ...]
    promises: tuple[PromiseDocument, ...]
    unanswered: tuple[str, ...]
    expectations: tuple[str, ...]


def kept_document(account: KeptAccount | None) -> KeptDocument | None:
    """Return the account of the edition that is written; None where nothing could be kept."""
    if account is None:
        return None
    return KeptDocument(
        at=account.at,
        pauses=tuple(map(_pause, account.pauses)),
        terms=tuple(map(_term, account.terms)),
        promises=tuple(map(_promise, account.commitments)),
        unanswered=_ids(account.unanswered),
        expectations=_ids(account.expectations),
    )


def _pause(account: PauseAccount) -> PauseDocument:
    return PauseDocument(
        id=account.pause.id,
        called=account.pause.called,
        start=account.pause.start,
        chain=tuple(map(_expiry, account.chain)),
        state=account.known.state,
        ended=_ids(account.ended),
        answer=account.answer,
        withheld=account.withheld,
    )


def _expiry(link: Link) -> ExpiryDocument:
    step = link.step
    low, high = (None, None) if link.margin_h is None else link.margin_h
    return ExpiryDocument(
        until=_span(step.until),
        announced=None if step.announced is None else _span(step.announced),
        by=step.by,
        inferred=step.inferred,
        joins=link.kind,
        margin_low_h=low,
        margin_high_h=high,
        claims=step.claims,
    )


def _term(account: TermAccount) -> TermDocument:
    term = account.term
    return TermDocument(
        of=account.of,
        id=term.id,
        words=term.words,
        track=term.track,
        promisor=term.promisor,
        due=account.due,
        done=account.done,
        short=account.short,
        days=tuple(
            DayDocument(
                day=one.day,
                due=one.due,
                done=one.done,
                short=one.short,
                counts=_counts(one.counts),
                outside=one.outside,
                answer=one.answer,
                withheld=one.withheld,
            )
            for one in account.days
        ),
        counts=_counts(account.counts),
        averages=_counts(account.averages),
        answer=account.answer,
        missing=account.missing,
        supports=_ids(account.supports),
        contradicts=_ids(account.contradicts),
        withheld=account.withheld,
    )


def _promise(account: CommitmentAccount) -> PromiseDocument:
    return PromiseDocument(
        id=account.id,
        words=account.words,
        promisor=account.promisor,
        speaker=account.speaker,
        told_by=account.told_by,
        second_hand=account.second_hand,
        stated={one.part: one.stated for one in account.parts},
        claims=account.claims,
        supports=_ids(account.supports),
        contradicts=_ids(account.contradicts),
        withheld=account.withheld,
    )


def _counts(counts: Iterable[Count]) -> tuple[CountDocument, ...]:
    return tuple(
        CountDocument(by=one.by, amount=one.amount, claims=one.claims, late=one.late) for one in counts
    )


def _span(when: Moment) -> SpanDocument:
    return SpanDocument(earliest=when.earliest, latest=when.latest, precision=when.precision)


def _ids(standings: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(one.claim.id for one in standings)
