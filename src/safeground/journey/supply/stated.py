"""What a plan states of its supplies, and what it leaves out: unknown at the best, not there at the worst."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from safeground.plan.supply_words import GIVING
from safeground.quantity import Range
from safeground.supply.stocks import burn_per_h, litres_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from safeground.journey.supply.limits import Limits
    from safeground.plan.supply_words import Commodity, Crossing, Route, Stock, Store, Supply


MADE: Final = {"water": "what wells and plants inside give", "food": "what is made and grown inside"}


def stock_burn(stock: Stock, unit: str) -> Range | None:
    """Return what a stock loses an hour in the commodity's unit; None where its burn is not stated."""
    if stock.burn is None or stock.burn_unit is None:
        return None
    burn = Range.of(stock.burn, stock.burn_unit)
    if stock.burn_unit.startswith("kwh_") and unit == "l" and stock.generator_kwh_per_l is not None:
        kwh = burn_per_h(burn, "kwh")
        litres = litres_for(Range(kwh.low, kwh.high, "kwh"), Range.of(stock.generator_kwh_per_l, "kwh_per_l"))
        return Range(litres.low, litres.high, "l_per_h")
    return burn_per_h(burn, unit)


def uses_up(store: Store, commodity: Commodity) -> bool:
    """Return whether a store uses up what it burns; a water point or bakery does so with its fuel."""
    return store.kind not in GIVING or (commodity.kind == "fuel" and store.kind in ("water", "bakery"))


def made_in(store: Store, commodity: str) -> Range | None:
    """Return what a store makes of a commodity a day, in its unit; None where nobody says."""
    return next((Range.of(one.per_day, "") for one in store.makes if one.commodity == commodity), None)


def is_made_stated(supply: Supply, commodity: Commodity) -> bool:
    """Return whether anything is said of what is made of a commodity inside; 0 is a word, too."""
    return any(made_in(one, commodity.id) is not None for one in supply.stores)


def taken_at(stock: Stock, limits: Limits) -> datetime:
    """Return when a level was taken; without a time it is one of the plan's own."""
    return stock.as_of or limits.plan.as_of


def is_source(store: Store) -> bool:
    """Return whether a store only makes something: nothing is brought to a well without a stated way."""
    return bool(store.makes) and not store.stocks


def not_counted(limits: Limits, commodity: Commodity) -> tuple[str, ...]:
    """Return further sources of a commodity of which the plan says nothing, in words that anyone may read."""
    supply = limits.supply
    found = []
    silent = [
        one.name or one.id
        for one in supply.crossings
        if not any(item.commodity == commodity.id for item in one.waiting)
        and (not one.only or commodity.id in one.only)
    ]
    if silent:
        whole = len(silent) == len(supply.crossings) and len(silent) > 1
        found.append(f"what waits at {'the crossings' if whole else ', '.join(silent)}")
    driven = (limits.transit.get(one.id) for one in supply.routes if one.open is not False)
    if any(hours is None or hours.high > 0 for hours in driven):
        found.append("what is on the way when the first day begins")
    if not is_made_stated(supply, commodity):
        found.append(MADE.get(commodity.kind, "what is made inside"))
    if any(
        stock.commodity == commodity.id and (stock.as_of is None or stock.as_of < limits.begins)
        for store in supply.stores
        for stock in store.stocks
    ):
        found.append("what else came to stocks after they were taken and before the first day")
    return tuple(found)


def without_burn(supply: Supply, commodity: Commodity) -> int:
    """Return how many stores use a commodity up at a rate that nobody states."""
    return sum(
        stock.commodity == commodity.id and stock.burn is None and uses_up(store, commodity)
        for store in supply.stores
        for stock in store.stocks
    )


def without_way(supply: Supply, areas: Iterable[str]) -> tuple[str, ...]:
    """Return stores and areas to which no way for supplies is stated, open or closed."""
    fed = {one.to for one in supply.routes}
    fed |= {area for one in supply.stores if one.kind in GIVING for area in one.serves}
    ends = (*(store.id for store in supply.stores if not is_source(store)), *areas)
    return tuple(one for one in ends if one not in fed)


def missing_of(limits: Limits) -> tuple[str, ...]:
    """Return what is not stated, in words that name crossings only: at the worst none of it works."""
    supply = limits.supply
    found = Counter(
        chain(
            *map(_missing_at, supply.crossings),
            (
                f"how much {one.id} a truck carries"
                for one in supply.commodities
                if one.units_per_truck is None
            ),
            *(_missing_on(one, limits) for one in supply.routes if one.open is not False),
            _missing_of_trucks(supply),
            *(_missing_in(one, limits) for one in supply.stores),
            _missing_ways(supply, dict.fromkeys(area for by in limits.need.values() for area in by)),
        )
    )
    return tuple(text if count == 1 else f"{text} ({count})" for text, count in found.items())


def _missing_at(gate: Crossing) -> Iterator[str]:
    name = gate.name or gate.id
    if gate.trucks_per_day is None and gate.trucks_per_h is None:
        yield f"trucks a day at {name}"
    elif gate.trucks_per_h is not None and gate.open is None:
        yield f"opening hours of {name}"
    if gate.collection_per_day is None:
        yield f"trucks collected a day at {name}"


def _missing_on(route: Route, limits: Limits) -> Iterator[str]:
    if route.trucks_per_day is None and route.trucks_per_h is None:
        yield "trucks a day on a route"
    elif route.trucks_per_h is not None and route.hours is None:
        yield "hours of a route"
    if route.id not in limits.transit:
        yield "time of a route"


def _missing_of_trucks(supply: Supply) -> Iterator[str]:
    if supply.routes and supply.fleet is None:
        yield "how many trucks drive behind the crossings"
    elif supply.fleet is not None and supply.fleet.turnaround_h is None:
        yield "time to load and unload a truck"


def _missing_ways(supply: Supply, areas: Iterable[str]) -> Iterator[str]:
    if not supply.crossings:
        yield "where supplies come in: no crossing is stated"
        return
    yield from ("a way for supplies to a store or area" for _ in without_way(supply, areas))


def _missing_in(store: Store, limits: Limits) -> Iterator[str]:
    supply = limits.supply
    commodity = {one.id: one for one in supply.commodities}
    if store.kind == "warehouse" and store.serves and store.trucks_per_day is None:
        yield "trucks a day from a warehouse to the people it serves"
    for stock in store.stocks:
        if stock.amount is None:
            yield f"how much {stock.commodity} is in a stock"
        elif stock.as_of is None:
            yield f"when the level of {stock.commodity} in a stock was taken"
        elif taken_at(stock, limits) > limits.begins or (
            taken_at(stock, limits) < limits.begins and stock.burn is None
        ):
            yield f"how much {stock.commodity} is in a stock when the first day begins"
        if stock.burn is None and uses_up(store, commodity[stock.commodity]):
            yield f"how much {stock.commodity} a site uses up"
