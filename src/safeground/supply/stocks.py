"""When a stock runs dry: from its level and burn, or from what was said, as a window with open ends.

All pure. The window holds the true time if the ranges hold the true figures and nothing else comes or goes.
An end that nothing bounds stays open; a quantity of which nothing is known makes the answer unknown, never 0
hours. Litres and kilowatt-hours are never mixed: they meet only through a stated figure of the generator.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Direction = Literal["falling", "rising", "steady"]
Phase = Literal["not yet", "within", "passed", "not known"]

_PER_H: Final = {"_per_h": 1.0, "_per_day": 24.0}
_LONGEST_H: Final = 24 * 365.25 * 100
"""A stock that lasts a century is taken not to run dry: no calendar is asked for the day."""


@dataclass(frozen=True, slots=True)
class Window:
    """Two instants between which something is; an end of None is open.

    Raises
    ------
    ValueError
        An instant without a zone, or ends out of order.
    """

    earliest: datetime | None
    latest: datetime | None

    def __post_init__(self) -> None:
        for end in (self.earliest, self.latest):
            if end is not None and end.utcoffset() is None:
                msg = f"{end.isoformat()} has no offset: say of which zone it is"
                raise ValueError(msg)
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            msg = f"{self.earliest.isoformat()} is after {self.latest.isoformat()}"
            raise ValueError(msg)

    @classmethod
    def at(cls, instant: datetime) -> Window:
        """Return the window of an instant that is known."""
        return cls(instant, instant)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What comes, and when; a window open at the end may never come."""

    amount: Range
    when: Window


@dataclass(frozen=True, slots=True)
class TimeToEmpty:
    """When a stock runs dry.

    Parameters
    ----------
    window
        When; None where it is not known or does not.
    lasts
        True where even the least stock at the highest burn does not run dry.
    missing
        What would have to be known: ``level``, ``burn``, ``time of the level``.
    direction
        Which way the stock goes, where that is all that was said.
    """

    window: Window | None
    lasts: bool = False
    missing: tuple[str, ...] = ()
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Averting:
    """What would keep a stock from running dry until a time.

    Parameters
    ----------
    amount
        How much more is needed; 0 at an end where the stock lasts.
    by
        Until when it must have come: before ``earliest`` it is early enough for certain, after ``latest``
        too late for certain.
    """

    amount: Range
    by: Window


def time_to_empty(
    level: Range | None,
    burn: Range | None,
    at: Window | None,
    *,
    deliveries: Sequence[Delivery] = (),
    direction: Direction | None = None,
) -> TimeToEmpty:
    """Return when a stock runs dry.

    Parameters
    ----------
    level
        What was there, in a unit such as ``l``, ``kwh``, ``kg``; None where not known.
    burn
        What is used, in that unit ``_per_h`` or ``_per_day``; None where not known.
    at
        When the level was that; None where not known.
    deliveries
        What came or will come, in the unit of the level. Where one may have come before the level was taken,
        it counts only at the latest end.
    direction
        Which way the stock goes, where that was said.

    Raises
    ------
    ValueError
        Units that do not fit, or an amount that can be negative.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = Window.at(datetime(2024, 5, 13, 10, tzinfo=UTC))
    >>> found = time_to_empty(Range(600.0, 900.0, "l"), Range(50.0, 60.0, "l_per_h"), at)
    >>> found.window.earliest.isoformat(), found.window.latest.isoformat()
    ('2024-05-13T20:00:00+00:00', '2024-05-14T04:00:00+00:00')
    """
    if level is None or burn is None or at is None:
        named = (("level", level), ("burn", burn), ("time of the level", at))
        return TimeToEmpty(
            None, missing=tuple(name for name, one in named if one is None), direction=direction
        )
    per_h = burn_per_h(burn, level.unit)
    _not_negative(level, *(one.amount for one in deliveries))
    for one in deliveries:
        _same_unit(one.amount.unit, level.unit)
    earliest = latest = None
    never = False
    if at.earliest is not None:
        earliest = _dry(at.earliest, level.low, per_h.high, _surely(deliveries, at))
        never = earliest is None
    if at.latest is not None:
        latest = _dry(at.latest, level.high, per_h.low, _perhaps(deliveries, at, at.latest))
    if never:
        return TimeToEmpty(None, lasts=True, direction=direction)
    return TimeToEmpty(Window(earliest, latest), direction=direction)


def after_hours(said: Window, hours: Range, deliveries: Sequence[Delivery] = ()) -> Window:
    """Return the window of "in so many hours", said at a time; an end without a number stays open.

    Parameters
    ----------
    said
        When it was said.
    hours
        What was said, in ``h``: "a few hours" may have no upper end.
    deliveries
        What came or will come. Nobody says how long it lasts, so the end is open where something may come
        before it.

    Raises
    ------
    ValueError
        Another unit than ``h``, or hours below 0.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> said = Window.at(datetime(2024, 5, 13, 10, tzinfo=UTC))
    >>> after_hours(said, Range(2.0, float("inf"), "h"))
    Window(earliest=datetime.datetime(2024, 5, 13, 12, 0, tzinfo=datetime.timezone.utc), latest=None)
    """
    _same_unit(hours.unit, "h")
    _not_negative(hours)
    # Hours that no calendar reaches are no statement of when.
    earliest = None if said.earliest is None else _later(said.earliest, min(hours.low, _LONGEST_H))
    latest = None if said.latest is None else _later(said.latest, hours.high)
    if latest is not None and said.latest is not None:
        comes = _perhaps(deliveries, said, said.latest)
        if any(when <= latest and amount > 0 for when, amount in comes):
            latest = None
    return Window(earliest, latest)


def averting(
    level: Range, burn: Range, at: Window, until: datetime, *, deliveries: Sequence[Delivery] = ()
) -> Averting:
    """Return what more keeps a stock from running dry until a time, and by when it must come.

    Parameters
    ----------
    level, burn, at, deliveries
        As in ``time_to_empty``.
    until
        How long the stock is to last.

    Raises
    ------
    ValueError
        As ``time_to_empty``, a time of the level that has an open end, or ``until`` before it.
    """
    if at.earliest is None or at.latest is None:
        msg = "when the level was taken has an open end; how much is used until then has none either"
        raise ValueError(msg)
    if until < at.latest:
        msg = f"{until.isoformat()} is before the level was taken, {at.latest.isoformat()}"
        raise ValueError(msg)
    dry = time_to_empty(level, burn, at, deliveries=deliveries)
    per_h = burn_per_h(burn, level.unit)
    least = _lacks(level.high, per_h.low, at.latest, until, _perhaps(deliveries, at, at.latest))
    most = _lacks(level.low, per_h.high, at.earliest, until, _surely(deliveries, at))
    return Averting(Range(min(least, most), most, level.unit), dry.window or Window(until, None))


def burn_per_h(burn: Range, unit: str) -> Range:
    """Return a burn in the unit of a stock an hour.

    Raises
    ------
    ValueError
        A burn of another unit: litres of fuel are no kilowatt-hours without a figure of the generator.
    """
    for ending, hours in _PER_H.items():
        if burn.unit == unit + ending:
            _not_negative(burn)
            return burn.over(hours, f"{unit}_per_h")
    msg = f"a burn in {burn.unit} of a stock in {unit}: state it in {unit}_per_h or {unit}_per_day"
    raise ValueError(msg)


def kwh_of(litres: Range, generator: Range) -> Range:
    """Return the electricity that fuel gives, by the generator's stated ``kwh_per_l``.

    Raises
    ------
    ValueError
        Other units.
    """
    _same_unit(litres.unit, "l")
    _same_unit(generator.unit, "kwh_per_l")
    return litres.times(generator, "kwh")


def litres_for(kwh: Range, generator: Range) -> Range:
    """Return the fuel that electricity takes, by the generator's stated ``kwh_per_l``.

    Raises
    ------
    ValueError
        Other units, or a generator that gives nothing.
    """
    _same_unit(kwh.unit, "kwh")
    _same_unit(generator.unit, "kwh_per_l")
    return kwh.over(generator, "l")


def phase(window: Window, now: datetime) -> Phase:
    """Return where a time stands to a window; what was said stays a claim when its window has passed."""
    if window.earliest is not None and now < window.earliest:
        return "not yet"
    if window.latest is not None and now > window.latest:
        return "passed"
    if window.earliest is None or window.latest is None:
        return "not known"
    return "within"


def _dry(
    at: datetime, level: float, per_h: float, comes: Sequence[tuple[datetime, float]]
) -> datetime | None:
    """Return when a stock at a steady burn is empty for the first time; None where never."""
    now = at
    for when, amount in sorted(comes):
        empty = _later(now, _quotient(level, per_h))
        if empty is not None and empty < when:
            return empty
        passed = _hours(when - now) if when > now else 0.0
        level = max(0.0, level - (per_h * passed if passed else 0.0)) + amount
        now = max(now, when)
    return _later(now, _quotient(level, per_h))


def _lacks(
    level: float, per_h: float, at: datetime, until: datetime, comes: Sequence[tuple[datetime, float]]
) -> float:
    """Return how much too little a stock is at its lowest before a time: just before something comes."""
    lacking = 0.0
    for when, amount in [*sorted(one for one in comes if one[0] < until), (until, 0.0)]:
        hours = max(0.0, _hours(when - at))
        lacking = max(lacking, (per_h * hours if hours else 0.0) - level)
        level += amount
    return lacking


def _surely(deliveries: Sequence[Delivery], at: Window) -> list[tuple[datetime, float]]:
    """Return what comes at the latest and least, of what the level surely does not hold."""
    return [
        (one.when.latest, one.amount.low)
        for one in deliveries
        if at.latest is not None and one.when.latest is not None and _after(one.when.earliest, at.latest)
    ]


def _perhaps(deliveries: Sequence[Delivery], at: Window, latest: datetime) -> list[tuple[datetime, float]]:
    """Return what comes at the earliest and most, of what the level may not hold."""
    return [
        (_latest_of(one.when.earliest, latest), one.amount.high)
        for one in deliveries
        if one.when.latest is None or _not_before(one.when.latest, at.earliest)
    ]


def _quotient(level: float, per_h: float) -> float:
    if per_h == 0 or math.isinf(level):
        return math.inf
    return 0.0 if math.isinf(per_h) else level / per_h


def _later(at: datetime, hours: float) -> datetime | None:
    if hours > _LONGEST_H:
        return None
    try:
        return at + timedelta(hours=hours)
    except OverflowError:
        return None


def _hours(span: timedelta) -> float:
    return span / timedelta(hours=1)


def _after(one: datetime | None, other: datetime) -> bool:
    return one is not None and one > other


def _not_before(one: datetime, other: datetime | None) -> bool:
    return other is None or one >= other


def _latest_of(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def _not_negative(*ranges: Range) -> None:
    for one in ranges:
        if one.low < 0:
            msg = f"{one.low} to {one.high} {one.unit}: an amount cannot be negative"
            raise ValueError(msg)


def _same_unit(found: str, expected: str) -> None:
    if found != expected:
        msg = f"found {found} where {expected} is needed; nothing is converted without a stated figure"
        raise ValueError(msg)
