"""Need of a commodity by place and day, and in all: people there by a cited figure, and what sites burn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.journey.supply.stated import stock_burn, uses_up
from safeground.quantity import Range
from safeground.standards import standard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.journey.supply.limits import Limits
    from safeground.journey.supply.people import People
    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Commodity, Supply

KG_PER: dict[str, float] = {"kg": 1.0, "t": 1000.0}
LITRES_PER: dict[str, float] = {"l": 1.0, "m3": 1000.0}
DAY_H = 24.0


def need_per_person(commodity: Commodity) -> tuple[Range, str] | None:
    """Return what a person needs a day in the commodity's unit, and where that stands; else None.

    Examples
    --------
    >>> from safeground.plan.supply_words import Commodity
    >>> need, _ = need_per_person(Commodity(id="water", kind="water", unit="m3"))
    >>> need.low, need.high
    (0.015, 0.015)
    """
    if commodity.per_person_day is not None:
        return Range.of(commodity.per_person_day, commodity.unit), commodity.source or "the plan"
    if commodity.kind == "water" and commodity.unit in LITRES_PER:
        found = standard("sphere.water_l_per_person_day")
        return found.range.over(LITRES_PER[commodity.unit], commodity.unit), found.citation
    if commodity.kind == "food" and commodity.unit in KG_PER:
        energy, ration = standard("sphere.food_kcal_per_person_day"), standard("supply.food_kcal_per_kg")
        need = energy.range.over(ration.range, "kg").over(KG_PER[commodity.unit], commodity.unit)
        return need, f"{energy.citation}; {ration.citation}"
    return None


def need_by_day(
    plan: Plan, people: People, commodity: Commodity
) -> tuple[Mapping[str, tuple[Range, ...]], tuple[str, ...], str]:
    """Return area → need of a commodity by day; areas whose need is not known; where the figure stands."""
    supply = plan.supply
    stated = {
        one.area: (Range.of(one.per_day, commodity.unit), one.source or "the plan")
        for one in (supply.needs if supply is not None else ())
        if one.commodity == commodity.id
    }
    each = need_per_person(commodity)
    found, unknown, sources = {}, [], []
    for place in people.places:
        if place.area in stated:
            need, source = stated[place.area]
            found[place.area] = (_ends(need),) * len(people.least_in_all)
            sources.append(source)
        elif each is None:
            continue
        elif place.persons is None:
            unknown.append(place.area)
        else:
            found[place.area] = tuple(_ends(one.times(each[0], commodity.unit)) for one in place.persons)
            sources.append(each[1])
    return found, tuple(unknown), "; ".join(dict.fromkeys(sources))


def need_in_all(people: People, limits: Limits, commodity: Commodity, most: float) -> Range:
    """Return all need; at the least nobody is counted twice who moves between places or is in two of them.

    Parameters
    ----------
    people, limits, commodity
        Who is where, what they and the sites need, and of what.
    most
        The need of all places together, each at its most.
    """
    by_area = limits.need.get(commodity.id, {})
    low = least_need(people, limits.supply, by_area, commodity, limits.days)
    return Range(min(low, most) * (1 - 2.0**-40), most, commodity.unit)


def least_need(
    people: People,
    supply: Supply,
    by_area: Mapping[str, tuple[Range, ...]],
    commodity: Commodity,
    days: int,
) -> float:
    """Return the least need of all places and sites together, nobody counted twice."""
    stated = {one.area for one in supply.needs if one.commodity == commodity.id}
    low = sum(
        max(sum(one.low for one in by_area.get(area, ())) for area in group)
        for group in people.apart(by_area)
    )
    if by_area and not stated:
        low = max(low, sum(_each(commodity).low * least for least in people.least_in_all))
    for store in supply.stores:
        for stock in store.stocks:
            burn = stock_burn(stock, commodity.unit) if stock.commodity == commodity.id else None
            if burn is not None and uses_up(store, commodity):
                low += burn.low * DAY_H * days
    return low


def _each(commodity: Commodity) -> Range:
    found = need_per_person(commodity)
    return Range.exact(0.0, commodity.unit) if found is None else found[0]


def _ends(quantity: Range) -> Range:
    return Range(quantity.low, quantity.high, quantity.unit)
