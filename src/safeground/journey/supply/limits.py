"""What a supply problem is made from, the days that it is asked for, and the end of each range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from safeground.plan.opening import zone_of
from safeground.quantity import Range
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Stock, Store, Supply
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
    def zone(self) -> tzinfo:
        """Of local days."""
        return zone_of(self.plan, self.begins)


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
    failing
        Stores that may fail, with the period from which on they make and give nothing.
    keeps_all
        Whether what nobody says how much of it can be kept is kept at the worst, too.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        optimistic: bool,
        calendar: bool,
        failing: Mapping[str, int] | None = None,
        keeps_all: bool = False,
    ) -> None:
        self.limits, self.supply, self.optimistic = limits, limits.supply, optimistic
        self.failing, self.keeps_all = failing or {}, keeps_all
        self.shift = int(calendar)
        """How many periods come before the one in which the first day's need is due."""
        self.days = limits.days + self.shift
        """How many periods there are."""
        self.commodity = [one.id for one in self.supply.commodities]
        self.unit = {one.id: one.unit for one in self.supply.commodities}
        self.areas = dict.fromkeys(area for need in limits.need.values() for area in need)
        self.periods_s = self._spans(self._edges())
        """Begin and end of each period, in seconds from the first day's begin on."""
        self.local_days_s = self._spans(self._midnights(self.limits.days + 2))
        """The same of each local calendar day that the days examined touch."""
        self.longest_h = max(DAY_H, *((end - begin) / SECONDS_PER_HOUR for begin, end in self.periods_s))
        """Of the longest period: 25 where clocks are set back on a calendar day."""
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

    def time_h(self, stated: Number) -> float:
        """Return the end of a time that something takes: short at the best, long at the worst."""
        found = Range.of(stated, "h")
        return found.low if self.optimistic else found.high

    def stocks(self) -> Iterable[tuple[Store, Stock, int]]:
        """Yield every stock with its store and its commodity's row."""
        for store in self.supply.stores:
            yield from ((store, one, self.commodity.index(one.commodity)) for one in store.stocks)

    def _edges(self) -> tuple[datetime, ...]:
        """Return when periods begin, and when the last one ends."""
        if not self.shift:
            return tuple(self.limits.begins + timedelta(days=day) for day in range(self.days + 1))
        return self._midnights(self.days + 1)

    def _midnights(self, count: int) -> tuple[datetime, ...]:
        """Return the local midnights from the one on or before the first day's begin on."""
        zone = self.limits.zone
        first = self.limits.begins.astimezone(zone).date()
        return tuple(datetime.combine(first + timedelta(days=day), time(), zone) for day in range(count))

    def _spans(self, edges: Sequence[datetime]) -> tuple[tuple[float, float], ...]:
        # Two times of one zone are subtracted as their clocks show them, so both go by way of UTC.
        zero = self.limits.begins.astimezone(UTC)
        return tuple(pairwise((one.astimezone(UTC) - zero).total_seconds() for one in edges))
