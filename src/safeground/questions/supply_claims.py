"""Claims on supplies: crossings by claimant, counters by stage, promises beside each counter by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.ledger.store import source_name
from safeground.plan.pause_words import Term
from safeground.plan.supply_words import STAGES
from safeground.questions import counts
from safeground.questions.due import Span
from safeground.questions.last_words import last_words
from safeground.questions.supply_account import CounterAccount, CrossingAccount, PromiseAccount
from safeground.questions.supply_levels import level_of
from safeground.questions.terms import term_account

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from safeground.ledger.state import Standing
    from safeground.plan.pause_words import Counted
    from safeground.plan.supply_words import Counter, Crossing, Stage, Supply, SupplyPromise
    from safeground.questions.finding import Answer
    from safeground.questions.kept_account import TermAccount
    from safeground.questions.readings import Doubt


def matching(asked: Counted, claims: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return the claims that something of the plan asks the ledger for."""
    return tuple(
        one
        for one in claims
        if (one.claim.subject, one.claim.measure) == (asked.subject, asked.measure)
        and asked.track in (None, one.claim.track)
        and asked.state in (None, one.claim.state)
        and asked.source in (None, source_name(one.claim))
    )


def crossing_account(
    crossing: Crossing, claims: Sequence[Standing], at: datetime, doubtful: Collection[str] = ()
) -> CrossingAccount:
    """Return what claimants say of a crossing, and the last word of each at a moment.

    ``doubtful`` are ids of claims that may not have been out by then.
    """
    found = () if crossing.status is None else matching(crossing.status, claims)
    last = last_words(found, at, doubtful)
    sure = last_words([one for one in found if one.claim.id not in doubtful], at)
    return CrossingAccount(
        crossing,
        found,
        last.now,
        tuple(level_of(one.claim) for one in last.now),
        other=last.other,
        sure=frozenset(level_of(one.claim) for one in sure.now),
    )


def counter_account(counter: Counter, claims: Sequence[Standing], zone: str) -> CounterAccount:
    """Return what a counter counts by day."""
    term = Term(id=counter.id, words="", per_day=0.0, unit=counter.unit, counted_by=counter.counts)
    return CounterAccount(counter, counts.by_day(counts.counting(term, claims), counter.unit, zone))


def promise_account(
    promise: SupplyPromise,
    supply: Supply,
    span: Span,
    claims: Sequence[Standing],
    doubts: Mapping[str, Doubt] = counts.NO_DOUBTS,
) -> PromiseAccount:
    """Return a promise beside every counter that counts it; a stage that is not stated is a gap of it.

    Parameters
    ----------
    promise, supply
        The plan's words.
    span
        When it is due where it does not say.
    claims
        Those that were known, perhaps.
    doubts
        Id → why a claim may have held or not.
    """
    counters = _counters(promise, supply)
    counted = tuple(
        (name, definition, _held(promise, asked, span, claims, doubts))
        for name, definition, asked in counters
    )
    answers = [account.answer or "unknown" for _, _, account in counted]
    stages = {
        one.stage
        for one, held in zip(_same_stage(promise, supply), counted, strict=False)
        if held[2].answer not in (None, "unknown")
    }
    answer, missing = _answer(promise, answers, stages)
    if answer == "not_met" and len({asked.subject for _, _, asked in _counters(promise, supply)}) > 1:
        # Counts of different subjects may be of different trucks: together they may be as many.
        answer = "depends"
    return PromiseAccount(promise, counted, answer, missing)


def _counters(promise: SupplyPromise, supply: Supply) -> list[tuple[str, str | None, Counted]]:
    if promise.counted_by is not None:
        return [(promise.counted_by.subject, None, promise.counted_by)]
    return [(f"{one.id} ({one.stage})", one.definition, one.counts) for one in _same_stage(promise, supply)]


def _same_stage(promise: SupplyPromise, supply: Supply) -> list[Counter]:
    """Return the counters that may count a promise: of its stage, or of any where it names none."""
    return [one for one in supply.counters if one.unit == promise.unit and promise.stage in (None, one.stage)]


def _of_every_stage(answer: Answer, stages: set[Stage]) -> bool:
    """Return whether an answer at the stages that are counted holds at whichever was promised.

    No more passes a later stage than an earlier one: what is short when it sets out is short throughout, and
    what is delivered in full was so before.
    """
    return (STAGES[0] if answer == "not_met" else STAGES[-1]) in stages


def _held(
    promise: SupplyPromise,
    asked: Counted,
    span: Span,
    claims: Sequence[Standing],
    doubts: Mapping[str, Doubt],
) -> TermAccount:
    term = Term(
        id=promise.id, words=promise.words, promisor=promise.promisor, per_day=promise.per_day,
        unit=promise.unit, from_=promise.from_, until=promise.until, counted_by=asked,
        claim=promise.claim, source=promise.source,
    )  # fmt: skip
    return term_account(term, span, claims, {}, doubts, to_the_hour=True)


def _answer(
    promise: SupplyPromise, answers: Sequence[Answer], stages: set[Stage]
) -> tuple[Answer, str | None]:
    if not answers:
        stage = promise.stage or "any stage"
        return "unknown", f"a count of {promise.unit} at {stage}: nobody's is named"
    told = [one for one in answers if one != "unknown"]
    if not told:
        return "unknown", f"what was counted on the days of {promise.id}"
    if len(set(told)) > 1:
        return "depends", None
    if promise.stage is None and promise.counted_by is None and not _of_every_stage(told[0], stages):
        return "depends", None
    if len(told) < len(answers) and told[0] == "met":
        return "depends", None
    return told[0], None


def span_of(promise: SupplyPromise, begins: datetime, end: datetime, zone: str, at: datetime) -> Span:
    """Return when a promise is due."""
    return Span(of=promise.id, begin=promise.from_ or begins, end=promise.until or end, zone=zone, at=at)
