"""Terms by day: what is due, what was done by whose count, what is missing. Each term by itself.

``due.py`` says what is due when, ``term_answers`` what follows.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.quantity import Range, total
from safeground.questions import counts
from safeground.questions.due import days_due, due_of, promised_spans, window_of
from safeground.questions.kept_account import TermAccount, TermDay
from safeground.questions.straddled import calendar_days, counted_within, is_calendar_day
from safeground.questions.term_answers import answer_by_day, answer_day, answer_total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.ledger.state import Standing
    from safeground.plan.pause_words import Term
    from safeground.questions.counts import Promised, Spans
    from safeground.questions.due import Span
    from safeground.questions.kept_account import Count
    from safeground.questions.readings import Doubt

_DAY = timedelta(days=1)


def term_account(
    term: Term,
    span: Span,
    claims: Sequence[Standing],
    others: Mapping[str, TermAccount],
    doubts: Mapping[str, Doubt] = counts.NO_DOUBTS,
    *,
    to_the_hour: bool = False,
) -> TermAccount:
    """Return how far a term is kept.

    Parameters
    ----------
    term, span
        The term, and when it is due.
    claims
        Every claim that was known, perhaps, and had not been taken back for certain.
    others
        Accounts of the terms that a ratio may be to.
    doubts
        Id → why a claim may have held at the moment asked or not; an answer holds either way.
    to_the_hour
        Whether a day that is no calendar day holds what surely to what perhaps came within it; else it is
        held against the count of the calendar day on which it begins.
    """
    unit = counts.unit_of(term)
    span = replace(span, begin=term.from_ or span.begin, end=term.until or span.end)
    counted = counts.counting(term, claims)
    promised = promised_spans(term, span)
    daily = counts.by_day(counted, unit, span.zone, promised, doubts)
    days = _days(term, span, daily, promised, others) if _has_due(term) or counted else ()
    if to_the_hour and term.per_day is not None and span.begin is not None:
        days = tuple(one if one.outside else _within(one, term, span, counted, daily, doubts) for one in days)
    supports, contradicts = linked(term.claim, claims)
    of_days = [count for day in days for count in day.counts]
    if not _has_due(term):
        return TermAccount(
            of=span.of, zone=span.zone, term=term, days=days, due=None, done=None, short=None, counts=(),
            answer=None, missing=None, unused=_unused(counted, of_days),
            supports=supports, contradicts=contradicts,
        )  # fmt: skip
    due: Range | None
    averages: tuple[Count, ...] = ()
    if term.total is not None:
        owed, done, rival = _total(term, span, counted, days, doubts)
        answer, missing = answer_total(term, span, owed, done, days, rival)
        due, short = owed, None if done is None else missing_of(owed, done)
    else:
        rival, averages = (), _averages(term, span, counted, days, doubts, to_the_hour=to_the_hour)
        due, done, short = _sums(days, unit, averages)
        answer, missing = answer_by_day(term, span, days, averages)
    return TermAccount(
        of=span.of, zone=span.zone, term=term, days=days, due=due, done=done, short=short, counts=rival,
        answer=answer, missing=missing, averages=averages,
        unused=_unused(counted, (*of_days, *rival, *averages)), supports=supports, contradicts=contradicts,
    )  # fmt: skip


def _unused(counted: Sequence[Standing], used: Sequence[Count]) -> tuple[str, ...]:
    """Return the claims that are in no count; parts of a whole and copies are in it."""
    names = {name for count in used for name in count.claims}
    days = {counts.day_of(one.claim, one.claim.zone) for one in counted if one.claim.id in names}
    return tuple(
        one.claim.id
        for one in counted
        if one.claim.id not in names
        and not one.duplicates & names
        and (
            counts.day_of(one.claim, one.claim.zone) is None
            or counts.day_of(one.claim, one.claim.zone) not in days
        )
    )


def linked(
    claim: str | None, claims: Sequence[Standing]
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """Return the claims that the ledger links to a claim as evidence for and against it.

    An id of a reading that was mended means the claim in its place.
    """
    by_id = {name: one for one in claims for name in one.linked("mends")}
    by_id |= {one.claim.id: one for one in claims}
    own = None if claim is None else by_id.get(claim)
    if own is None:
        return (), ()

    def evidence(names: set[str]) -> tuple[Standing, ...]:
        found = {by_id[name].claim.id: by_id[name] for name in names if name in by_id}
        return tuple(found[name] for name in sorted(found))

    return evidence(own.supported_by), evidence(own.contradicts)


def missing_of(due: Range, done: Range) -> Range:
    """Return what is missing of what is due, never below 0.

    Examples
    --------
    >>> missing_of(Range.exact(10.0, "people"), Range(8.0, 11.0, "people"))
    Range(low=0.0, high=2.0, unit='people', best=None)
    """
    best = None if due.best is None or done.best is None else max(0.0, due.best - done.best)
    low = 0.0 if math.isinf(done.high) else max(0.0, due.low - done.high)
    high = math.inf if math.isinf(due.high) else max(0.0, due.high - done.low)
    return Range(low, high, due.unit, best)


def _has_due(term: Term) -> bool:
    return any(one is not None for one in (term.per_day, term.total, term.hours, term.ratio))


def _days(
    term: Term,
    span: Span,
    daily: Mapping[date, tuple[Count, ...]],
    promised: Promised,
    others: Mapping[str, TermAccount],
) -> tuple[TermDay, ...]:
    due_days = days_due(span) if span.begin is not None else tuple(daily)
    if term.hours is not None:
        due_days = tuple(promised)
    return tuple(
        _day(term, span, day, daily.get(day, ()), promised.get(day, ()), others, outside=day not in due_days)
        for day in sorted({*due_days, *daily})
    )


def _day(
    term: Term,
    span: Span,
    day: date,
    rival: tuple[Count, ...],
    promised: Spans,
    others: Mapping[str, TermAccount],
    *,
    outside: bool,
) -> TermDay:
    unit = counts.unit_of(term)
    due = None if outside else due_of(term, span, day, promised, others)
    done = counts.hull(rival, unit) if any(one.sure for one in rival) else None
    over = datetime.combine(day + _DAY, time(), ZoneInfo(span.zone)) <= span.at
    return TermDay(
        day=day,
        due=due,
        counts=rival,
        done=done,
        short=None if due is None or done is None else missing_of(due, done),
        over=over,
        answer="unknown" if outside else answer_day(due, done, over=over),
        outside=outside,
    )


def _within(
    one: TermDay,
    term: Term,
    span: Span,
    counted: Sequence[Standing],
    daily: Mapping[date, tuple[Count, ...]],
    doubts: Mapping[str, Doubt],
) -> TermDay:
    """Return a day held against what came from its own hour on, where it is no calendar day."""
    window = window_of(span, one.day)
    if is_calendar_day(window, span.zone):
        return one
    unit, over = counts.unit_of(term), window[1] <= span.at
    rival = counted_within(window, counted, daily, unit, span.zone, doubts)
    done = counts.hull(rival, unit) if any(each.sure for each in rival) else None
    return replace(
        one,
        counts=rival,
        done=done,
        short=None if one.due is None or done is None else missing_of(one.due, done),
        over=over,
        answer=answer_day(one.due, done, over=over),
    )


def _averages(
    term: Term,
    span: Span,
    counted: Sequence[Standing],
    days: Sequence[TermDay],
    doubts: Mapping[str, Doubt],
    *,
    to_the_hour: bool,
) -> tuple[Count, ...]:
    """Return the counts of an average a day, once every day has passed.

    A count of all days together is one: where it is less than is due on all of them, one of them is short.
    """
    inside = [one for one in days if not one.outside]
    if term.per_day is None or not inside or span.begin is None or span.end is None or span.end > span.at:
        return ()
    first, last = inside[0].day, inside[-1].day
    if to_the_hour:
        last = calendar_days((span.begin, span.end), span.zone)[-1]
    given = counts.whole(counted, counts.daily_units(term), span.zone, first, last, doubts)
    in_all = counts.whole(counted, (counts.unit_of(term),), span.zone, first, last, doubts)
    of_days = (last - first).days + 1
    return tuple(
        replace(one, amount=one.amount.times(Range.exact(by, ""), one.amount.unit))
        for some, by in ((given, of_days / len(inside)), (in_all, 1 / len(inside)))
        for one in some
    )


def _sums(
    days: Sequence[TermDay], unit: str, averages: Sequence[Count]
) -> tuple[Range | None, Range | None, Range | None]:
    """Return what was due, done and missing over the days; more on one day makes up for no other."""
    inside = [one for one in days if not one.outside]
    if not inside or any(one.due is None for one in inside):
        return None, None, None
    dues = [one.due for one in inside if one.due is not None]
    done = [Range(0.0, math.inf, unit) if one.done is None else one.done for one in inside]
    short = [
        Range(0.0, due.high, unit) if one.short is None else one.short
        for one, due in zip(inside, dues, strict=True)
    ]
    due = total(dues, unit)
    averages = [one for one in averages if one.sure]
    if all(one.done is None for one in inside) and not averages:
        return due, None, None
    missing = total(short, unit)
    if averages:
        # What is missing on the days is no less than what is missing in all.
        least = due.low - max(one.amount.high for one in averages) * len(inside)
        missing = Range(min(max(missing.low, least), missing.high), missing.high, unit)
    return due, total(done, unit), missing


def _total(
    term: Term,
    span: Span,
    counted: Sequence[Standing],
    days: Sequence[TermDay],
    doubts: Mapping[str, Doubt],
) -> tuple[Range, Range | None, tuple[Count, ...]]:
    unit = counts.unit_of(term)
    due = Range.of(term.total if term.total is not None else 0.0, unit)
    inside = [one for one in days if not one.outside]
    if span.begin is not None:
        zone = ZoneInfo(span.zone)
        end = min(one for one in (span.end, span.at) if one is not None)
        first = span.begin.astimezone(zone).date()
        last = inside[-1].day if inside else end.astimezone(zone).date()
        rival = counts.whole(counted, (unit,), span.zone, first, last, doubts)
    else:
        rival = ()
    ranges = [one.amount for one in rival]
    by_days = [one.done for one in inside if one.done is not None]
    silent = len(by_days) < len(inside) or span.begin is None
    sure = any(one.sure for one in rival)
    if by_days and not (silent and sure):
        added = total(by_days, unit)
        ranges.append(Range(added.low, math.inf if silent else added.high, unit))
    if not sure and not by_days:
        return due, None, rival
    return due, Range(min(one.low for one in ranges), max(one.high for one in ranges), unit), rival
