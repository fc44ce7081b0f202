"""What a supply problem is made from, the days that it is asked for, and the end of each range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Shut, Stock, Store, Supply
    from safeground.plan.words import Number

DAY_H = 24.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a problem is made from.

    Parameters
    ----------
    plan, supply
        The plan's words.
    begins
        The first instant of the first day.
    need
        Commodity → area → need by day.
    transit
        Route → time [h]; a route that is not in it has an unknown time.
    """

    plan: Plan
    supply: Supply
    begins: datetime
    need: Mapping[str, Mapping[str, tuple[Range, ...]]]
    transit: Mapping[str, Range]

    @property
    def days(self) -> int:
        """Number of days, which are the periods."""
        return self.supply.days

    @property
    def zone(self) -> tzinfo | None:
        """Of local days."""
        return self.begins.tzinfo if self.plan.time_zone is None else ZoneInfo(self.plan.time_zone)


def begins_with_days(limits: Limits) -> bool:
    """Return whether every day examined is a local calendar day."""
    edges = (limits.begins + timedelta(days=day) for day in range(limits.days + 1))
    return all(edge.astimezone(limits.zone).time() == time() for edge in edges)


class End:
    """One end of every range: at the best what is not stated limits nothing, at the worst it does not work.

    Parameters
    ----------
    limits
        The plan's supplies with need and times.
    optimistic
        At which end.
    calendar
        Whether periods are local calendar days, one more than the days examined.
    """

    def __init__(self, limits: Limits, *, optimistic: bool, calendar: bool) -> None:
        self.limits, self.supply, self.optimistic = limits, limits.supply, optimistic
        self.shift = int(calendar)
        """How many periods come before the one in which the first day's need is due."""
        self.days = limits.days + self.shift
        """How many periods there are."""
        self.commodity = [one.id for one in self.supply.commodities]
        self.unit = {one.id: one.unit for one in self.supply.commodities}
        self.areas = dict.fromkeys(area for need in limits.need.values() for area in need)
        self.node: dict[str, int] = {}
        """Name → node: both sides of a crossing, stores, areas."""
        for one in self.supply.crossings:
            self.node[f"at {one.id}"] = len(self.node)
            self.node[f"from {one.id}"] = len(self.node)
        for name in (*(one.id for one in self.supply.stores), *self.areas):
            self.node[name] = len(self.node)

    def of(self, stated: Number | None) -> float:
        """Return the end of a capacity."""
        if stated is None:
            return math.inf if self.optimistic else 0.0
        found = Range.of(stated, "")
        return found.high if self.optimistic else found.low

    def stocks(self) -> Iterable[tuple[Store, Stock, int]]:
        """Yield every stock with its store and its commodity's row."""
        for store in self.supply.stores:
            yield from ((store, one, self.commodity.index(one.commodity)) for one in store.stocks)

    def edge(self, day: int) -> datetime:
        """Return when a period begins."""
        if not self.shift:
            return self.limits.begins + timedelta(days=day)
        zone = self.limits.zone
        first = self.limits.begins.astimezone(zone).date()
        return datetime.combine(first + timedelta(days=day), time(), zone)

    def shut(self, closed: Sequence[Shut], day: int) -> bool:
        """Return whether nothing passes on a day: all day at the best, at any time of it at the worst."""
        begin, end = self.edge(day), self.edge(day + 1)
        for one in closed:
            first, last = one.from_, one.until
            covers = (first is None or first <= begin) and (last is None or last >= end)
            touches = (first is None or first < end) and (last is None or last > begin)
            if covers or (touches and not self.optimistic):
                return True
        return False
