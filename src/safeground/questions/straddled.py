"""What each claimant counts in a day that begins at another hour than the days that are counted.

A count of a calendar day does not say when in it something came. What surely came within the promised day is
the least that the count leaves; all that may have come within it is the most.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.quantity import Range
from safeground.questions import counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from safeground.ledger.claim import Claim
    from safeground.ledger.state import Standing
    from safeground.questions.kept_account import Count
    from safeground.questions.readings import Doubt

    Daily = Mapping[date, tuple[Count, ...]]
    Window = tuple[datetime, datetime]

_DAY = timedelta(days=1)


def calendar_days(window: Window, zone: str) -> tuple[date, ...]:
    """Return the local days that a window touches."""
    begin, last = (
        one.astimezone(ZoneInfo(zone)).date() for one in (window[0], window[1] - timedelta(microseconds=1))
    )
    return tuple(begin + k * _DAY for k in range((last - begin).days + 1))


def is_calendar_day(window: Window, zone: str) -> bool:
    """Return whether a window is one local day from midnight to midnight."""
    days = calendar_days(window, zone)
    begin, end = (
        datetime.combine(days[0] + k * _DAY, time(), ZoneInfo(zone)).astimezone(UTC) for k in (0, 1)
    )
    return len(days) == 1 and (window[0], window[1]) == (begin, end)


def counted_within(
    window: Window,
    claims: Sequence[Standing],
    daily: Daily,
    unit: str,
    zone: str,
    doubts: Mapping[str, Doubt] = counts.NO_DOUBTS,
) -> tuple[Count, ...]:
    """Return what each claimant counts in a window, from what surely to what perhaps came in it.

    Parameters
    ----------
    window
        From when until when.
    claims
        Those that count the term.
    daily
        What they count on each local day.
    unit, zone
        Of the term.
    doubts
        Id → why a claim may have held or not.
    """
    surely = counts.by_day([one for one in claims if _inside(one.claim, window)], unit, zone, None, doubts)
    perhaps = counts.by_day(
        [one for one in claims if not _outside(one.claim, window)], unit, zone, None, doubts
    )
    days = calendar_days(window, zone)
    names = dict.fromkeys(one.by for day in days for one in daily.get(day, ()))
    found = (_count(name, days, surely, perhaps, daily, unit) for name in names)
    return tuple(one for one in found if one is not None)


def _count(
    name: str, days: Sequence[date], surely: Daily, perhaps: Daily, daily: Daily, unit: str
) -> Count | None:
    own = [_of(name, daily.get(day, ())) for day in days]
    least = sum(one.amount.low for day in days if (one := _of(name, surely.get(day, ()))) is not None)
    may = [_of(name, perhaps.get(day, ())) for day in days]
    # Of a day that this claimant does not count, any number may have come in it.
    most = sum(
        math.inf if counted is None else 0.0 if one is None else one.amount.high
        for counted, one in zip(own, may, strict=True)
    )
    known = [one for one in own if one is not None]
    if not known or (math.isinf(most) and least <= 0):
        return None
    return replace(
        known[0],
        restricted=any(one.restricted for one in known),
        amount=Range(min(least, most), most, unit),
        claims=_joined(one.claims for one in known),
        happened=_joined(one.happened for one in known),
        repeated_by=_joined(one.repeated_by for one in known),
        late=any(one.late for one in known),
        sure=all(one.sure for one in known),
        doubtful=_joined(one.doubtful for one in known),
    )


def _joined(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _of(name: str, rival: Sequence[Count]) -> Count | None:
    return next((one for one in rival if one.by == name), None)


def _inside(claim: Claim, window: Window) -> bool:
    happened = None if claim.counts_for is not None else counts.when(claim)
    return happened is not None and window[0] <= happened.earliest and happened.latest <= window[1]


def _outside(claim: Claim, window: Window) -> bool:
    happened = None if claim.counts_for is not None else counts.when(claim)
    if happened is None:
        return False
    return happened.earliest >= window[1] or (happened.earliest < window[0] and happened.latest <= window[0])
