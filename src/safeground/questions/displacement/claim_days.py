"""On which days a claim of people holds: those that it touches, and those that it covers wholly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.ledger.moments import moment

if TYPE_CHECKING:
    from datetime import date

    from safeground.ledger.claim import Claim
    from safeground.ledger.moments import Moment


@dataclass(frozen=True, slots=True)
class Days:
    """The days examined.

    Parameters
    ----------
    first, last
        Both included.
    """

    first: date
    last: date

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def number(self, day: date) -> int:
        """Return how many days after the first a day is; negative before it."""
        return (day - self.first).days

    def day(self, number: int) -> date:
        """Return the day of a number."""
        return self.first + timedelta(days=number)


def days_of(
    claim: Claim, days: Days, *, moment_only: bool
) -> tuple[tuple[int, int], tuple[int, int] | None] | str:
    """Return the days that a claim touches and those that it covers; or why there are none."""
    start, end = claim.valid.from_, claim.valid.to
    counted_until_told = start is not None and end is None
    if counted_until_told:
        # When counting stopped is not stated. Publication came no earlier, so a least count holds by then; a
        # most does not. Of people who are somewhere, only the day that is stated is certain.
        end = start if moment_only else claim.published
    if end is None:
        return "its days are not stated"
    if start is None:
        if not moment_only:
            return "since when it counts is not stated"
        start = end
    zone = ZoneInfo(claim.zone)
    first, last = moment(start, claim.zone), moment(end, claim.zone)
    outer = _number(first, days, zone, latest=False), _number(last, days, zone, latest=True)
    if outer[0] > outer[1] or first.earliest > last.latest:
        return "its days end before they begin"
    loose = moment_only and start == end and last.precision in ("year", "month")
    if outer[0] != outer[1] and (claim.valid.window or loose):
        return "on which day it was so is not stated"
    if moment_only:
        return _stock_days(outer, last, zone)
    inner = outer[0] + (not _begins_day(first, zone)), outer[1] - (not _ends_day(last, zone))
    if counted_until_told and not moment_only:
        return outer, None
    return outer, (inner if inner[0] <= inner[1] else None)


def _stock_days(
    outer: tuple[int, int], last: Moment, zone: ZoneInfo
) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """Return the days that a stock touches, and those at whose end it was so; midnight ends a day."""
    if last.earliest == last.latest and _begins_day(last, zone) and outer[1] > 0:
        outer = min(outer[0], outer[1] - 1), outer[1] - 1
    elif not _ends_day(last, zone):
        return outer, ((outer[0], outer[1] - 1) if outer[0] < outer[1] else None)
    return outer, outer


def _number(at: Moment, days: Days, zone: ZoneInfo, *, latest: bool) -> int:
    return days.number((at.latest if latest else at.earliest).astimezone(zone).date())


def _begins_day(at: Moment, zone: ZoneInfo) -> bool:
    local = at.earliest.astimezone(zone)
    return at.precision in ("year", "month", "day") or (local.hour, local.minute) == (0, 0)


def _ends_day(at: Moment, zone: ZoneInfo) -> bool:
    local = at.latest.astimezone(zone)
    return at.precision in ("year", "month", "day") or (local.hour, local.minute) == (23, 59)
