"""The words of a plan file on supplies: what comes in, where it is kept, who needs it, what was promised.

Part of ``model``, which they are keys of. A number that may be a range is a ``Number``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from safeground.plan.pause_words import Counted
from safeground.plan.words import Number, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

CommodityKind = Literal["food", "water", "fuel", "other"]
StoreKind = Literal["hospital", "water", "bakery", "power", "warehouse", "distribution", "other"]
Stage = Literal["dispatched", "inspected", "entered", "collected", "delivered"]
Trend = Literal["falling", "rising", "steady"]
Answered = Literal["stated", "not stated"]
STAGES: Final[tuple[Stage, ...]] = ("dispatched", "inspected", "entered", "collected", "delivered")
GIVING: Final = ("warehouse", "distribution", "water", "bakery")
"""Kinds of stores that give what they hold to people; the others use it up themselves."""


class Commodity(Words, frozen=True, kw_only=True):
    """Something that people or sites need, in one unit throughout."""

    id: str
    kind: CommodityKind = "other"
    unit: str
    units_per_truck: Number | None = None
    per_person_day: Number | None = None
    """Need of a person a day; food and water have cited planning figures where it is not stated."""
    source: str | None = None


class Shut(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A time in which nothing passes."""

    from_: datetime | None = None
    until: datetime | None = None
    source: str | None = None


class Opened(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A time in which a crossing or a route is open: where several of its keys are stated, all must hold."""

    from_: datetime | None = None
    until: datetime | None = None
    days: tuple[str, ...] = ()
    """Weekdays ``Su``, ``Su-Th``, or dates ``2026-05-05``; empty: every day."""
    hours: str | None = None
    """Daily hours; none: the whole day."""
    source: str | None = None


class Intake(Words, frozen=True, kw_only=True):
    """How much of one commodity is let in a day."""

    commodity: str
    per_day: Number


class Waiting(Words, frozen=True, kw_only=True):
    """How much of one commodity has entered and waits to be collected when the first day begins."""

    commodity: str
    amount: Number
    unit: str | None = None
    source: str | None = None


class Made(Words, frozen=True, kw_only=True):
    """How much of one commodity is made inside, by a well, a plant, a field; 0 where it is none."""

    commodity: str
    per_day: Number
    unit: str | None = None
    source: str | None = None


class Inspection(Words, frozen=True, kw_only=True):
    """Where trucks are looked through before a crossing; several crossings may share one."""

    id: str
    trucks_per_day: Number
    source: str | None = None


class Crossing(Words, frozen=True, kw_only=True):
    """A place where supplies enter. Whether it is open is what claimants say, never one flag."""

    id: str
    name: str | None = None
    at: tuple[float, ...] = ()
    """Longitude, latitude."""
    open: str | tuple[Opened, ...] | None = None
    """Daily hours, ``09:00-16:00``, or times with their dates and days, of which any may hold."""
    trucks_per_day: Number | None = None
    trucks_per_h: Number | None = None
    only: tuple[str, ...] = ()
    """Commodities that are let in; empty: all."""
    intake: tuple[Intake, ...] = ()
    inspection: str | None = None
    """Id of an inspection point."""
    collection_per_day: Number | None = None
    """Trucks that are fetched from its inner side a day."""
    waiting: tuple[Waiting, ...] = ()
    closed: tuple[Shut, ...] = ()
    status: Counted | None = None
    source: str | None = None


class Stock(Words, frozen=True, kw_only=True):
    """What a store holds of one commodity: by amount and burn, or as somebody said it."""

    commodity: str
    amount: Number | None = None
    unit: str | None = None
    holds: Number | None = None
    burn: Number | None = None
    burn_unit: str | None = None
    generator_kwh_per_l: Number | None = None
    hours_left: Number | None = None
    words: str | None = None
    """As said: "a few hours"."""
    trend: Trend | None = None
    as_of: datetime | None = None
    fails: tuple[str, ...] = ()
    """What fails when it is empty: ids of stores, or words."""
    reported: Counted | None = None
    """What in the ledger tells what became of it."""
    claim: str | None = None
    source: str | None = None


class Store(Words, frozen=True, kw_only=True):
    """A place where supplies are kept, given out or used up."""

    id: str
    kind: StoreKind
    name: str | None = None
    at: tuple[float, ...] = ()
    site: str | None = None
    """Id in the register of sites."""
    serves: tuple[str, ...] = ()
    """Ids of the areas whose people it serves."""
    trucks_per_day: Number | None = None
    """Trucks that leave a warehouse for the people it serves, a day."""
    stocks: tuple[Stock, ...] = ()
    makes: tuple[Made, ...] = ()
    """What is made there and adds to what comes in."""
    fails: tuple[str, ...] = ()
    source: str | None = None


class Route(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A way for supplies, from a crossing or store to a store or area."""

    id: str
    from_: str
    to: str
    trucks_per_day: Number | None = None
    trucks_per_h: Number | None = None
    hours: str | tuple[Opened, ...] | None = None
    """When it is driven, as ``open`` of a crossing; not stated: at any time."""
    transit_h: Number | None = None
    """Not stated: driven on the plan's streets, where these are no schematic ones."""
    open: bool | None = None
    since: datetime | None = None
    """Since when it has been open, or closed, as stated."""
    closed: tuple[Shut, ...] = ()
    status: Counted | None = None
    source: str | None = None


class Fleet(Words, frozen=True, kw_only=True):
    """Trucks that drive behind the crossings."""

    trucks: Number
    turnaround_h: Number | None = None
    """Loading and unloading of one round."""
    source: str | None = None


class NeedStated(Words, frozen=True, kw_only=True):
    """A need that somebody states for an area, instead of people times a planning figure."""

    area: str
    commodity: str
    per_day: Number
    source: str | None = None


class Counter(Words, frozen=True, kw_only=True):
    """Who counts one stage, and what the count holds: counters stand side by side and are never averaged."""

    id: str
    stage: Stage
    counts: Counted
    unit: str
    definition: str | None = None


class SupplyPromise(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """So many trucks, or so much of a commodity, a day, at a stage."""

    id: str
    words: str
    promisor: str | None = None
    per_day: Number
    unit: str
    stage: Stage | None = None
    from_: datetime | None = None
    until: datetime | None = None
    counted_by: Counted | None = None
    claim: str | None = None
    source: str | None = None


class Continues(Words, frozen=True, kw_only=True):
    """A question whether supplies go on, and whether anybody answered it."""

    id: str
    question: str
    answer: Answered
    words: str | None = None
    by: str | None = None
    claim: str | None = None
    source: str | None = None


class Delivered(Words, frozen=True, kw_only=True):
    """Something that came, or is to come, to a store."""

    to: str
    commodity: str
    amount: Number
    unit: str
    at: datetime
    source: str | None = None


class Supply(Words, frozen=True, kw_only=True, rename={"begins": "from"}):
    """Supplies: what can come in, what is there, who needs it, what was promised."""

    begins: datetime | None = None
    """Not stated: the plan's ``as_of``."""
    days: int = 7
    commodities: tuple[Commodity, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    stores: tuple[Store, ...] = ()
    routes: tuple[Route, ...] = ()
    fleet: Fleet | None = None
    needs: tuple[NeedStated, ...] = ()
    delivered: tuple[Delivered, ...] = ()
    deliveries: str | None = None
    """A table of further deliveries, which stand in ``delivered`` once the plan is loaded."""
    counters: tuple[Counter, ...] = ()
    promised: tuple[SupplyPromise, ...] = ()
    continues: tuple[Continues, ...] = ()
    priority: tuple[str, ...] = ()
    """Ids of areas and stores that are served first, in this order; empty: shared fairly."""


def stocks_of(supply: Supply) -> Iterator[tuple[tuple[str | int, ...], Store, Stock]]:
    """Yield every stock with its path in the plan and its store."""
    for i, store in enumerate(supply.stores):
        yield from ((("supply", "stores", i, "stocks", j), store, one) for j, one in enumerate(store.stocks))


def amounts_in(
    supply: Supply,
) -> Iterator[tuple[tuple[str | int, ...], Stock | Waiting | Made | Delivered]]:
    """Yield everything that states an amount of a commodity and may state its unit, with its path."""
    yield from ((path, one) for path, _, one in stocks_of(supply))
    for i, crossing in enumerate(supply.crossings):
        yield from ((("supply", "crossings", i, "waiting", j), one) for j, one in enumerate(crossing.waiting))
    for i, store in enumerate(supply.stores):
        yield from ((("supply", "stores", i, "makes", j), one) for j, one in enumerate(store.makes))
    yield from ((("supply", "delivered", i), one) for i, one in enumerate(supply.delivered))


def same_delivery(one: Delivered) -> tuple[object, ...]:
    """Return what is one and the same for a delivery that stands twice, whoever reports it."""
    ends = one.amount if isinstance(one.amount, tuple) else (one.amount,)
    return one.to, one.commodity, ends[0], ends[-1], one.at


def opened_in(supply: Supply) -> Iterator[tuple[tuple[str | int, ...], str | tuple[Opened, ...]]]:
    """Yield every statement of hours with its path: of crossings, of routes."""
    for i, crossing in enumerate(supply.crossings):
        if crossing.open is not None:
            yield ("supply", "crossings", i, "open"), crossing.open
    for i, route in enumerate(supply.routes):
        if route.hours is not None:
            yield ("supply", "routes", i, "hours"), route.hours


def sourced(supply: Supply) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield everything of the supplies that may name a source, with its path."""
    for key in ("commodities", "crossings", "inspections", "stores", "routes", "needs", "delivered",
                "promised", "continues"):  # fmt: skip
        yield from ((("supply", key, i), one) for i, one in enumerate(getattr(supply, key)))
    yield from ((path, one) for path, one in amounts_in(supply) if not isinstance(one, Delivered))
    if supply.fleet is not None:
        yield ("supply", "fleet"), supply.fleet
    for key in ("crossings", "routes"):
        for i, one in enumerate(getattr(supply, key)):
            yield from ((("supply", key, i, "closed", j), shut) for j, shut in enumerate(one.closed))
    for path, stated in opened_in(supply):
        if not isinstance(stated, str):
            yield from (((*path, j), one) for j, one in enumerate(stated))


def asked_of_ledger(supply: Supply) -> Iterator[Counted]:
    """Yield what the supplies ask a ledger for."""
    yield from (one.status for one in supply.crossings if one.status is not None)
    yield from (one.status for one in supply.routes if one.status is not None)
    yield from (one.counts for one in supply.counters)
    yield from (one.counted_by for one in supply.promised if one.counted_by is not None)
    yield from (stock.reported for _, _, stock in stocks_of(supply) if stock.reported is not None)


def claims_named(supply: Supply) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the id of every claim that the supplies name, with its path."""
    named = [(path, stock.claim) for path, _, stock in stocks_of(supply)]
    named += [(("supply", "promised", i), one.claim) for i, one in enumerate(supply.promised)]
    named += [(("supply", "continues", i), one.claim) for i, one in enumerate(supply.continues)]
    yield from (((*path, "claim"), claim) for path, claim in named if claim is not None)
