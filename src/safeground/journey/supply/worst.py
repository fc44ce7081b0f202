"""The delivery plan at the worst ends, and what stands between it and the need where it does not meet it.

What a store makes or gives stops where a stock may run dry with which it fails. Whether that stock lasts is
asked of the same plan: it brings fuel to a water plant or it does not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from safeground.journey.supply.held import left_at_first
from safeground.journey.supply.limits import DAY_H, End
from safeground.journey.supply.network import supply_problem
from safeground.journey.supply.outcome import WHOLE
from safeground.journey.supply.stated import stock_burn, uses_up
from safeground.plan.supply_words import GIVING
from safeground.plan.words import Number
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from safeground.journey.supply.limits import Limits
    from safeground.plan.supply_words import Commodity, Stock, Store
    from safeground.supply.fair import Shared
    from safeground.supply.problem import SupplyProblem


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst ends.

    Parameters
    ----------
    problem
        The arrays, without what may fail.
    shared
        The plan on them.
    failing
        Stores that may fail, with the day (from 0) from which on they make and give nothing.
    """

    problem: SupplyProblem
    shared: Shared
    failing: Mapping[str, int]


def worst_of(limits: Limits, share: Callable[[SupplyProblem], Shared]) -> Worst | None:
    """Return the worst ends; None where nobody is known to need anything.

    Parameters
    ----------
    limits
        The plan's supplies with need and times.
    share
        Who gets how much.
    """
    failing: dict[str, int] = {}
    while True:
        problem = supply_problem(limits, optimistic=False, failing=failing)
        if problem is None:
            return None
        shared = share(problem)
        found = dict(_failing(limits, problem, shared))
        # What has failed in a plan stays so in the next, which has less: in the end nothing more does.
        merged = {
            one: min(found.get(one, limits.days), failing.get(one, limits.days)) for one in found | failing
        }
        if merged == failing:
            return Worst(problem, shared, failing)
        failing = merged


def depends_on(limits: Limits, worst: Worst, commodity: Commodity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return on what it depends whether a need is met that is not met at the worst; and what is not stated.

    Both in words that anyone may read.
    """
    from safeground.supply.lp import most_delivered, value_of_commodity

    def alone(problem: SupplyProblem | None) -> bool:
        assert problem is not None
        needed = float(problem.need[:, k].sum())
        return most_delivered(problem, value_of_commodity(problem, commodity.id)).used_value >= needed * WHOLE

    k = worst.problem.commodity.index(commodity.id)
    if alone(worst.problem):
        return ("how what comes is shared",), ()
    found = []
    if worst.failing:
        found.append("whether stocks last without which what makes or gives it fails")
        if alone(supply_problem(limits, optimistic=False)):
            return tuple(found), ()
    if alone(supply_problem(limits, optimistic=False, failing=worst.failing, keeps_all=True)):
        return (), (f"how much {commodity.id} can be kept from one day to the next",)
    if _has_ranges(limits, commodity.id):
        found.append("the ranges")
    if not found:
        found.append("when within a day it comes")
        if limits.supply.fleet is not None and len(limits.supply.routes) > 1:
            found.append("how whole trucks are divided between the ways")
    return tuple(found), ()


def _failing(limits: Limits, problem: SupplyProblem, shared: Shared) -> dict[str, int]:
    """Return the stores that make or give something and may fail, with the day on which they first may."""
    found: dict[str, int] = {}
    stores = {one.id: one for one in limits.supply.stores}
    end = End(limits, optimistic=False, calendar=False)
    for store, stock, k in end.stocks():
        names = _with_it(stores, store, stock, limits.supply.commodities[k])
        if not names:
            continue
        day = _dry_on(end, problem, shared, store, stock, k)
        for name in names if day < limits.days else ():
            found[name] = min(day, found.get(name, day))
    return found


def _with_it(
    stores: Mapping[str, Store], store: Store, stock: Stock, commodity: Commodity
) -> tuple[str, ...]:
    """Return the stores that make or give something and fail where a stock is empty: a chain."""
    ahead = [*stock.fails, *store.fails]
    if store.kind in GIVING and uses_up(store, commodity):
        # Nobody says that a water plant pumps without its fuel.
        ahead.append(store.id)
    seen: dict[str, None] = {}
    while ahead:
        name = ahead.pop(0)
        if name in stores and name not in seen:
            seen[name] = None
            ahead += stores[name].fails
    return tuple(one for one in seen if stores[one].makes or stores[one].kind in GIVING)


def _dry_on(end: End, problem: SupplyProblem, shared: Shared, store: Store, stock: Stock, k: int) -> int:
    """Return the first day on which a stock may be empty; the number of days where it surely lasts."""
    burn = stock_burn(stock, end.unit[stock.commodity])
    if burn is None:
        return 0
    if uses_up(store, end.supply.commodities[k]):
        n = end.node[store.id]
        short = np.flatnonzero(shared.plan.used[n, k] < problem.need[n, k] * WHOLE)
        return int(short[0]) if len(short) else end.days
    left = left_at_first(end, store, stock)
    lasts_h = left / burn.high if burn.high > 0 else (math.inf if left > 0 else 0.0)
    return min(end.days, math.floor(min(lasts_h / DAY_H, end.days)))


def _has_ranges(limits: Limits, commodity: str) -> bool:
    """Return whether any figure that counts is a range."""
    supply = limits.supply
    needs = (one for by in limits.need.get(commodity, {}).values() for one in by)
    stated = (supply.commodities, supply.crossings, supply.inspections, supply.stores, supply.routes)
    numbers = _numbers((*stated, supply.fleet, supply.delivered))
    return any(one.low < one.high for one in (*limits.transit.values(), *needs, *numbers))


def _numbers(words: object) -> Iterator[Range]:
    """Yield every figure that the supplies state."""
    if isinstance(words, tuple):
        for one in words:
            yield from _numbers(one)
    elif isinstance(words, msgspec.Struct):
        for field in msgspec.structs.fields(type(words)):
            value = getattr(words, field.name)
            if field.type in (Number, Number | None):
                if value is not None:
                    yield Range.of(value, "")
            else:
                yield from _numbers(value)
