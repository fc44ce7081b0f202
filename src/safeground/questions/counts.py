"""Claims → who counts what for which day. Nothing is averaged, tracks never meet.

A batch counts for the day that its claim names (``counts_for``), else for the local day on which it happened;
a day without a count is unknown. Batches of one source for one day are added where they happened at different
times; a figure whose time holds those of others is the whole, and they are its parts. Figures of one source
for the same time stand as a range; so do all amounts that a source can have counted by the moment asked,
where it is not stated to the hour what of it was out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.ledger.amounts import as_range
from safeground.ledger.claim import ByRole
from safeground.ledger.moments import Moment, moment
from safeground.ledger.store import source_name
from safeground.quantity import Range
from safeground.questions.batches import in_every_reading, largest
from safeground.questions.kept_account import Count
from safeground.questions.sources import HELD_BACK
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from safeground.ledger.claim import Amount, Claim
    from safeground.ledger.state import Standing
    from safeground.plan.pause_words import Term
    from safeground.questions.readings import Doubt

    Spans = Sequence[tuple[datetime, datetime]]
    Promised = Mapping[date, Spans]

HOURS = "h"
NO_DOUBTS: Mapping[str, Doubt] = MappingProxyType({})


def counting(term: Term, claims: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return the claims that count a term: on its subject, measure and track, in its unit."""
    counted = term.counted_by
    if counted is None:
        return ()
    track = counted.track if counted.track is not None else term.track
    return tuple(
        one
        for one in claims
        if (one.claim.subject, one.claim.measure, one.claim.track)
        == (counted.subject, counted.measure, track)
        and counted.state in (None, one.claim.state)
        and counted.source in (None, source_name(one.claim))
        and (one.claim.amount is None or one.claim.amount.unit in (unit_of(term), *daily_units(term)))
    )


def daily_units(term: Term) -> tuple[str, ...]:
    """Return how claims may write a term's unit where they count an average a day."""
    unit = unit_of(term)
    return f"{unit} a day", f"{unit}/day", f"{unit}_per_day"


def unit_of(term: Term) -> str:
    """Return the unit in which a term is due."""
    return HOURS if term.hours is not None else term.unit or ""


def day_of(claim: Claim, zone: str) -> date | None:
    """Return the one local day for which a claim counts; None where it is about several, or says none."""
    if claim.counts_for is not None:
        found = moment(claim.counts_for, claim.zone)
        return _one_day(found, zone)
    happened = when(claim)
    return None if happened is None else _one_day(happened, zone)


def when(claim: Claim) -> Moment | None:
    """Return when what a claim tells of happened; None where neither end is stated."""
    first, last = claim.valid.from_ or claim.valid.to, claim.valid.to or claim.valid.from_
    if first is None or last is None:
        return None
    begin, end = moment(first, claim.zone), moment(last, claim.zone)
    return begin if first == last else Moment(begin.earliest, end.latest, end.precision)


def by_day(
    claims: Iterable[Standing],
    unit: str,
    zone: str,
    promised: Promised | None = None,
    doubts: Mapping[str, Doubt] = NO_DOUBTS,
) -> dict[date, tuple[Count, ...]]:
    """Return what each claimant counts for each day; days that nobody counts are not in it.

    Parameters
    ----------
    claims
        Those that count one term.
    unit
        Of the term.
    zone
        In which days are days.
    promised
        For hours: day → the spans that were promised; only what lies in them counts.
    doubts
        Id → why a claim may have held or not.
    """
    days: dict[date, list[Standing]] = defaultdict(list)
    for one in claims:
        day = day_of(one.claim, zone)
        if day is not None and (one.claim.amount is None or one.claim.amount.unit == unit):
            days[day].append(one)
    spans = {} if promised is None else promised
    found = {day: _counts(days[day], unit, zone, day, spans.get(day, ()), doubts) for day in sorted(days)}
    return {day: counts for day, counts in found.items() if counts}


def whole(
    claims: Iterable[Standing],
    units: Sequence[str],
    zone: str,
    first: date,
    last: date,
    doubts: Mapping[str, Doubt] = NO_DOUBTS,
) -> tuple[Count, ...]:
    """Return the counts of a whole term: claims whose time runs from its first day to its last, of several.

    What began earlier or went on later counts other days, too, and is passed over.
    """
    meant = []
    for one in claims:
        happened, amount = when(one.claim), one.claim.amount
        if one.claim.counts_for is None and happened is not None and amount is not None:
            days = _local(happened.earliest, zone), _local(happened.latest, zone)
            if amount.unit in units and days == (first, last) and first < last:
                meant.append(one)
    return _counts(meant, units[0], zone, None, (), doubts)


def called(claim: Claim) -> str:
    """Return how a text that anyone may read names a claim's source: a restricted one by role only."""
    if claim.sensitivity == "public" or isinstance(claim.stated_by, ByRole):
        return source_name(claim)
    return HELD_BACK


def hull(counts: Iterable[Count], unit: str) -> Range | None:
    """Return the range from the least to the most of rival counts; None where there is none."""
    ranges = [one.amount for one in counts]
    if not ranges:
        return None
    exact = ranges[0].best if len(ranges) == 1 else None
    return Range(min(one.low for one in ranges), max(one.high for one in ranges), unit, exact)


def amount_of(amount: Amount) -> Range | None:
    """Return between what and what an amount lies; an end that was not stated is 0 or infinite.

    None where nothing numeric was said ("unspecified"), or less than nothing.
    """
    stated = as_range(amount)
    if stated is None or stated.high < 0 or (stated.best is not None and stated.best < 0):
        return None
    if amount.by_convention:
        # What a word is taken to mean is no reported number, and decides nothing.
        return Range(0.0, math.inf, amount.unit)
    return Range(max(0.0, stated.low), max(0.0, stated.high), amount.unit, stated.best)


def _counts(
    claims: Sequence[Standing],
    unit: str,
    zone: str,
    day: date | None,
    promised: Spans,
    doubts: Mapping[str, Doubt],
) -> tuple[Count, ...]:
    own, repeats = _originals(claims)
    by_source: dict[str, list[Standing]] = defaultdict(list)
    for one in own:
        by_source[source_name(one.claim)].append(one)
    found = [
        _count(by, of_source, unit, zone, day, promised, repeats, doubts)
        for by, of_source in by_source.items()
    ]
    return tuple(one for one in found if one is not None)


def _count(
    by: str,
    claims: Sequence[Standing],
    unit: str,
    zone: str,
    day: date | None,
    promised: Spans,
    repeats: Mapping[str, tuple[str, ...]],
    doubts: Mapping[str, Doubt],
) -> Count | None:
    batches: dict[tuple[datetime, datetime] | None, list[tuple[Standing, Range]]] = defaultdict(list)
    for one in claims:
        amount = _amount(one.claim, unit, promised)
        if amount is not None:
            happened = when(one.claim)
            batches[None if happened is None else (happened.earliest, happened.latest)].append((one, amount))
    if not batches:
        return None
    used = [one for span in largest(batches) for one, _ in batches[span]]
    amount, sure = in_every_reading(batches, unit, doubts)
    return Count(
        by=by,
        called=called(used[0].claim),
        restricted=any(one.claim.sensitivity == "restricted" for one in used),
        amount=amount,
        claims=tuple(one.claim.id for one in used),
        happened=tuple(_said_when(one.claim) for one in used),
        repeated_by=tuple(dict.fromkeys(name for one in used for name in repeats.get(one.claim.id, ()))),
        late=any(_is_late(one.claim, zone, day) for one in used),
        sure=sure,
        doubtful=tuple(one.claim.id for of in batches.values() for one, _ in of if one.claim.id in doubts),
    )


def _originals(claims: Sequence[Standing]) -> tuple[list[Standing], dict[str, tuple[str, ...]]]:
    """Part claims into those that count and, for each, the sources that only repeat it."""
    own: dict[str, Standing] = {}
    original: dict[str, str] = {}
    repeats: dict[str, tuple[str, ...]] = {}
    for one in sorted(claims, key=lambda standing: standing.number):
        copied = sorted(original[other] for other in one.duplicates if other in original)
        original[one.claim.id] = copied[0] if copied else one.claim.id
        if not copied:
            own[one.claim.id] = one
            continue
        name, known = source_name(one.claim), repeats.get(copied[0], ())
        if name != source_name(own[copied[0]].claim) and name not in known:
            repeats[copied[0]] = (*known, name)
    return list(own.values()), repeats


def _amount(claim: Claim, unit: str, promised: Spans) -> Range | None:
    if claim.amount is not None:
        return amount_of(claim.amount)
    if unit != HOURS or claim.valid.window or claim.valid.from_ is None or claim.valid.to is None:
        return None
    begin, end = moment(claim.valid.from_, claim.zone), moment(claim.valid.to, claim.zone)
    if {begin.precision, end.precision} & {"day", "month", "year"}:
        return None
    longest = _hours_within(begin.earliest, end.latest, promised)
    return Range(_hours_within(begin.latest, end.earliest, promised), longest, unit)


def _hours_within(begin: datetime, end: datetime, promised: Spans) -> float:
    spans = promised or ((begin, end),)
    seconds = sum(max(0.0, (min(end, last) - max(begin, first)).total_seconds()) for first, last in spans)
    return seconds / SECONDS_PER_HOUR


def _is_late(claim: Claim, zone: str, day: date | None) -> bool:
    happened = when(claim)
    return day is not None and happened is not None and _local(happened.latest, zone) > day


def _said_when(claim: Claim) -> str:
    ends = dict.fromkeys(text for text in (claim.valid.from_, claim.valid.to) if text is not None)
    return " to ".join(ends)


def _one_day(found: Moment, zone: str) -> date | None:
    first, last = _local(found.earliest, zone), _local(found.latest, zone)
    return first if first == last else None


def _local(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
