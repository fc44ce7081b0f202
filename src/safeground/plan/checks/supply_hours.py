"""Whether the hours of crossings and of routes for supplies can be read, and lie in the days examined."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from safeground.plan.open_times import WEEKDAYS, days_of, open_times
from safeground.plan.opening import hours_of_day, zone_of
from safeground.plan.supply_words import opened_in
from safeground.units import SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.plan.supply_words import Opened
    from safeground.remarks import Remark

    Path = tuple[str | int, ...]

HOURS: Final = 'daily hours: "09:00-16:00", several parted by commas'


def opening_times_can_be_read(stated: Stated) -> Iterator[Fault]:
    """Hours are hours, days are weekdays or dates, and each time says at least one of its keys."""
    supply = stated.plan.supply
    for path, opened in opened_in(supply) if supply is not None else ():
        if isinstance(opened, str):
            yield from _hours(stated, path, opened)
            continue
        if not opened:
            fix = "Leave the key out where nothing was stated."
            yield stated.fault(path, "no time", "at least one", fix)
        for j, one in enumerate(opened):
            if not one.days and one.hours is None and one.from_ is None and one.until is None:
                yield stated.fault(
                    (*path, j),
                    "a time without from, until, days and hours",
                    "at least one of them",
                    'Write when it is open: {days: [Su-Th], hours: "07:00-15:00"}.',
                )
            if one.hours is not None:
                yield from _hours(stated, (*path, j, "hours"), one.hours)
            for i, text in enumerate(one.days):
                try:
                    days_of([text])
                except ValueError as error:
                    yield stated.fault(
                        (*path, j, "days", i),
                        str(error),
                        f"one of {', '.join(WEEKDAYS)}, two of them (Su-Th), or a date, 2026-05-05",
                        "Write weekdays with two letters; a date with year, month and day.",
                    )


def opening_times_lie_in_the_days_examined(stated: Stated) -> Iterator[Remark]:
    """A date, or a time, that none of the days examined touches opens nothing."""
    supply = stated.plan.supply
    for path, opened in opened_in(supply) if supply is not None else ():
        if isinstance(opened, str) or not _readable(opened):
            continue
        for j, one in enumerate(opened):
            outside = _outside(stated, one)
            if outside is not None:
                text = f"{outside} outside the days examined and opens nothing in them"
                yield stated.warning((*path, j), text)


def _outside(stated: Stated, one: Opened) -> str | None:
    """Return what of a time lies outside the days examined; None where nothing does."""
    plan, supply = stated.plan, stated.plan.supply
    assert supply is not None
    begins = supply.begins or plan.as_of
    zone = zone_of(plan, begins)
    dates = sorted(days_of(one.days).dates)
    first, last = (
        (begins + timedelta(days=days)).astimezone(zone).date() for days in (0, max(1, supply.days))
    )
    # A span past midnight is of the day before.
    far = [f"{day:%d %B %Y}" for day in dates if not first - timedelta(days=1) <= day <= last]
    if far:
        return f"{', '.join(far)} {'lies' if len(far) == 1 else 'lie'}"
    days_s = max(1, supply.days) * SECONDS_PER_DAY
    if not open_times((one,), zone=zone, start=begins, horizon_s=days_s):
        return "This time lies"
    return None


def _hours(stated: Stated, path: Path, hours: str) -> Iterator[Fault]:
    try:
        hours_of_day(hours)
    except ValueError as error:
        yield stated.fault(path, f"{hours!r}: {error}", HOURS, "Write hours:minutes-hours:minutes.")


def _readable(opened: tuple[Opened, ...]) -> bool:
    try:
        for one in opened:
            days_of(one.days)
            if one.hours is not None:
                hours_of_day(one.hours)
    except ValueError:
        return False
    return True
