"""What *supply* found beside the claims: stocks, crossings by claimant, counters by stage, promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from safeground.questions.supply_names import PUBLIC_NAMING, Naming

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from safeground.journey.supply.outcome import SupplyOutcome
    from safeground.ledger.state import Standing
    from safeground.plan.supply_words import Continues, Counter, Crossing, Stock, Store, SupplyPromise
    from safeground.questions.finding import Answer
    from safeground.questions.kept_account import Count, TermAccount
    from safeground.questions.supply_people import Counted
    from safeground.supply.stocks import Averting, Phase, TimeToEmpty


@dataclass(frozen=True, slots=True)
class StockAccount:
    """Restricted: when a stock runs dry, what fails with it and what was then reported.

    Parameters
    ----------
    empty
        When.
    phase
        Where the moment asked stands to that window; None without one.
    averting
        What would have to come to keep it until the last day; None where that cannot be told.
    fails
        What fails with it, one after another.
    reported
        What the ledger tells of what became of it, from the begin of that window on.
    said
        Claims that it rests on.
    """

    store: Store
    stock: Stock
    unit: str
    empty: TimeToEmpty
    phase: Phase | None
    averting: Averting | None
    fails: tuple[str, ...]
    reported: tuple[Standing, ...]
    said: tuple[Standing, ...]
    answer: Answer
    missing: str | None


@dataclass(frozen=True, slots=True)
class CrossingAccount:
    """What claimants say of a crossing: every claim, and the last word of each that holds."""

    crossing: Crossing
    claims: tuple[Standing, ...]
    last: tuple[Standing, ...]
    levels: tuple[str, ...]
    """Of the last words, in their order: closed, not usable, open, usable, or what was said otherwise."""
    withheld: bool = False
    """Whether claims are left out: last words are known, and may not be published, that say otherwise."""
    other: tuple[Standing, ...] = ()
    """The last words of claimants of whom none holds at the moment asked: past, or yet to come."""
    sure: frozenset[str] = frozenset()
    """Levels of the last words if nothing was out of which that is not stated to the hour."""


@dataclass(frozen=True, slots=True)
class WayClaim:
    """Somebody's last word on a route, where it is not that the route is open or usable."""

    standing: Standing
    says: Literal["shut", "otherwise", "of another time"]
    """That the route is closed or not usable; what is no level; or either of a time that is not asked."""


@dataclass(frozen=True, slots=True)
class CounterAccount:
    """What one counter counts by day; rival sources of it side by side."""

    counter: Counter
    days: Mapping[date, tuple[Count, ...]]
    """A day without counts is one of which not all that is counted may be published."""


@dataclass(frozen=True, slots=True)
class PromiseAccount:
    """A promise held against each counter by itself: (name of the counter, definition, account)."""

    promise: SupplyPromise
    counted: tuple[tuple[str, str | None, TermAccount], ...]
    answer: Answer
    missing: str | None


@dataclass(frozen=True, slots=True)
class SupplyAccount:
    """Everything that the report's section shows."""

    at: datetime
    zone: str
    outcome: SupplyOutcome
    stocks: tuple[StockAccount, ...] = ()
    crossings: tuple[CrossingAccount, ...] = ()
    counters: tuple[CounterAccount, ...] = ()
    promises: tuple[PromiseAccount, ...] = ()
    continues: tuple[Continues, ...] = ()
    counted_otherwise: tuple[Counted, ...] = ()
    """Claims that count other people than the needs are of."""
    said_of_ways: Mapping[str, tuple[WayClaim, ...]] = field(default_factory=dict)
    """Area → last words on routes to it that say that they are closed, or what is no level."""
    naming: Naming = PUBLIC_NAMING
    """How sources are named."""
