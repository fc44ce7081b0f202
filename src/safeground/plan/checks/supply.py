"""Whether the supplies of a plan can be meant as they stand: names, units, and what stands twice.

What is merely not stated is no fault: the question answers *unknown* and names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.plan.checks.rule import unknown_names
from safeground.plan.gazetteer import repeated
from safeground.plan.supply_words import amounts_in, opened_in, same_delivery, stocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.remarks import Remark

    Path = tuple[str | int, ...]

_LISTS = (
    "commodities", "crossings", "inspections", "stores", "routes", "counters", "promised", "continues",
)  # fmt: skip
_NEEDS_UNIT = {"food": ("kg", "t"), "water": ("l", "m3")}
"""Units in which the planning figures of a kind can be said."""
_MOST_DAYS = 366


def supplies_have_names_of_their_own(stated: Stated) -> Iterator[Fault]:
    """In each list of the supplies an id stands once; crossings, stores and areas differ, too."""
    supply = stated.plan.supply
    if supply is None:
        return
    for key in _LISTS:
        for double in repeated(one.id for one in getattr(supply, key)):
            yield stated.fault(
                ("supply", key), f"the id {double} again", "ids that differ", "Rename one of the two."
            )
    for double in repeated(_ends(stated)):
        yield stated.fault(
            ("supply",),
            f"the id {double} of two among crossings, stores and areas",
            "ids that differ: routes name them",
            "Rename one of the two.",
        )


def supplies_name_what_the_plan_has(stated: Stated) -> Iterator[Fault]:
    """Commodities, crossings, stores and areas that are named are there."""
    supply = stated.plan.supply
    if supply is None:
        return
    commodities = [one.id for one in supply.commodities]
    areas = [one.id for one in stated.plan.areas]
    stores = [one.id for one in supply.stores]
    crossings = [one.id for one in supply.crossings]
    inspections = [one.id for one in supply.inspections]
    for path, name in _commodities(stated):
        yield from unknown_names(stated, path, [name], commodities, "commodity", indexed=False)
    for i, crossing in enumerate(supply.crossings):
        if crossing.inspection is not None:
            path = ("supply", "crossings", i, "inspection")
            yield from unknown_names(
                stated, path, [crossing.inspection], inspections, "inspection", indexed=False
            )
    for i, store in enumerate(supply.stores):
        yield from unknown_names(stated, ("supply", "stores", i, "serves"), store.serves, areas, "area")
    for i, route in enumerate(supply.routes):
        start, end = ("supply", "routes", i, "from"), ("supply", "routes", i, "to")
        yield from unknown_names(
            stated, start, [route.from_], crossings + stores, "crossing or store", indexed=False
        )
        yield from unknown_names(stated, end, [route.to], stores + areas, "store or area", indexed=False)
    for i, need in enumerate(supply.needs):
        yield from unknown_names(
            stated, ("supply", "needs", i, "area"), [need.area], areas, "area", indexed=False
        )
    for i, one in enumerate(supply.delivered):
        yield from unknown_names(
            stated, ("supply", "delivered", i, "to"), [one.to], stores, "store", indexed=False
        )
    yield from unknown_names(stated, ("supply", "priority"), supply.priority, areas + stores, "area or store")


def supplies_are_in_their_unit(stated: Stated) -> Iterator[Fault]:
    """An amount is in its commodity's unit; needs by planning figures can be said in it."""
    supply = stated.plan.supply
    if supply is None:
        return
    unit_of = {one.id: one.unit for one in supply.commodities}
    for i, commodity in enumerate(supply.commodities):
        units = _NEEDS_UNIT.get(commodity.kind)
        if units is not None and commodity.unit not in units and commodity.per_person_day is None:
            yield stated.fault(
                ("supply", "commodities", i, "unit"),
                f"{commodity.id} ({commodity.kind}) in {commodity.unit}",
                f"{' or '.join(units)}, or `per_person_day` in its own unit",
                "State it in one of these, or say what a person needs a day.",
            )
    for path, one in amounts_in(supply):
        expected = unit_of.get(one.commodity)
        if expected is not None and one.unit not in (None, expected):
            yield stated.fault(
                (*path, "unit"),
                f"{one.commodity} in {one.unit}",
                f"{expected}, as everywhere: units are not mixed within a column",
                f"State it in {expected}; nothing is converted without a stated figure.",
            )


def burn_has_its_unit(stated: Stated) -> Iterator[Fault]:
    """A burn says litres or kilowatt-hours, and in which time."""
    supply = stated.plan.supply
    if supply is None:
        return
    unit_of = {one.id: one.unit for one in supply.commodities}
    for path, _, stock in stocks_of(supply):
        unit = unit_of.get(stock.commodity)
        if stock.burn is None or unit is None:
            continue
        allowed = [f"{unit}_per_day", f"{unit}_per_h"]
        if unit == "l" and stock.generator_kwh_per_l is not None:
            allowed += ["kwh_per_day", "kwh_per_h"]
        if stock.burn_unit in allowed:
            continue
        found = "a burn without a unit" if stock.burn_unit is None else f"a burn in {stock.burn_unit}"
        energy = (stock.burn_unit or "").startswith("kwh") and unit == "l"
        fix = (
            "Add `generator_kwh_per_l`: litres are no kilowatt-hours without a figure of the generator."
            if energy
            else "Add `burn_unit`: whether litres or kilowatt-hours are meant, a day or an hour, decides."
        )
        place = "burn" if stock.burn_unit is None else "burn_unit"
        yield stated.fault((*path, place), found, " or ".join(allowed), fix)


def words_on_stocks_have_a_time(stated: Stated) -> Iterator[Fault]:
    """What was said of how long a stock lasts begins when it was said."""
    supply = stated.plan.supply
    for path, store, stock in stocks_of(supply) if supply is not None else ():
        if stock.hours_left is not None and stock.as_of is None:
            yield stated.fault(
                (*path, "hours_left"),
                f"hours for which the stock of {store.id} lasts, without the time from which they count",
                "`as_of`: when it was said",
                "Add `as_of`.",
            )


def deliveries_stand_once(stated: Stated) -> Iterator[Fault]:
    """The same amount of the same to the same store at the same time is one delivery."""
    supply = stated.plan.supply
    seen: dict[object, int] = {}
    for i, one in enumerate(supply.delivered if supply is not None else ()):
        same = same_delivery(one)
        if same in seen:
            yield stated.fault(
                ("supply", "delivered", i),
                f"the delivery of {one.commodity} to {one.to} at {one.at.isoformat()} again",
                f"it once (it stands in {stated.lines.place('supply', 'delivered', seen[same])})",
                "Delete one; state two deliveries of one time as their sum.",
            )
        seen.setdefault(same, i)


def amounts_stand_once(stated: Stated) -> Iterator[Fault]:
    """A need of a commodity in an area, and what a store or a crossing states of it, stand once."""
    supply = stated.plan.supply
    if supply is None:
        return
    lists: list[tuple[Path, str, list[tuple[str, str]]]] = [
        (("supply", "needs"), "need", [(one.area, one.commodity) for one in supply.needs])
    ]
    for i, store in enumerate(supply.stores):
        stocks = [(store.id, one.commodity) for one in store.stocks]
        path: Path = ("supply", "stores", i, "stocks")
        lists.append((path, "stock", stocks))
        made = [(store.id, one.commodity) for one in store.makes]
        lists.append((("supply", "stores", i, "makes"), "amount made", made))
    for i, crossing in enumerate(supply.crossings):
        intake = [(crossing.id, one.commodity) for one in crossing.intake]
        path = ("supply", "crossings", i, "intake")
        lists.append((path, "intake", intake))
        waiting = [(crossing.id, one.commodity) for one in crossing.waiting]
        lists.append((("supply", "crossings", i, "waiting"), "amount waiting", waiting))
    for path, what, named in lists:
        for at, (place, commodity) in enumerate(named):
            first = named.index((place, commodity))
            if first < at:
                yield stated.fault(
                    (*path, at),
                    f"a second {what} of {commodity} for {place}",
                    f"one (it stands in {stated.lines.place(*path, first)})",
                    "State one, or a range that holds both: nothing is added up or chosen here.",
                )


def places_of_supplies_are_places(stated: Stated) -> Iterator[Fault]:
    """``at`` is a longitude and a latitude."""
    supply = stated.plan.supply
    if supply is None:
        return
    for key in ("crossings", "stores"):
        for i, one in enumerate(getattr(supply, key)):
            if one.at and not (len(one.at) == 2 and abs(one.at[0]) <= 180 and abs(one.at[1]) <= 90):
                yield stated.fault(
                    ("supply", key, i, "at"),
                    f"[{', '.join(f'{value:g}' for value in one.at)}]",
                    "[longitude, latitude] in degrees",
                    "Write longitude first: [34.284, 31.228].",
                )


def supply_times_are_in_order(stated: Stated) -> Iterator[Fault]:
    """Days are days, and what ends does so after it began."""
    supply = stated.plan.supply
    if supply is None:
        return
    # Fewer than one are refused as numbers are.
    if supply.days > _MOST_DAYS:
        yield stated.fault(
            ("supply", "days"), f"{supply.days}", f"1 to {_MOST_DAYS} days", "Correct the number."
        )
    spans: list[tuple[Path, object]] = []
    spans += [(("supply", "promised", i), one) for i, one in enumerate(supply.promised)]
    for key in ("crossings", "routes"):
        for i, one in enumerate(getattr(supply, key)):
            spans += [(("supply", key, i, "closed", j), shut) for j, shut in enumerate(one.closed)]
    for path, stated_hours in opened_in(supply):
        if not isinstance(stated_hours, str):
            spans += [((*path, j), one) for j, one in enumerate(stated_hours)]
    for path, span in spans:
        begin, end = getattr(span, "from_", None), getattr(span, "until", None)
        if begin is not None and end is not None and end <= begin:
            yield stated.fault(
                (*path, "until"),
                f"an end ({end.isoformat()}) that is not after the begin ({begin.isoformat()})",
                "until after from",
                "Correct one of the two.",
            )


def supplies_by_day_have_a_zone(stated: Stated) -> Iterator[Fault]:
    """What is counted by day is counted in local days."""
    plan = stated.plan
    if plan.supply is not None and plan.time_zone is None and (plan.supply.promised or plan.supply.counters):
        yield stated.fault(
            ("supply",),
            "supplies that are counted by day in a plan without time_zone",
            "`time_zone` at the top of the plan",
            "Add it: what is due by day is due in local days.",
        )


def empty_supplies_say_so(stated: Stated) -> Iterator[Remark]:
    """Supplies without a commodity need nothing."""
    supply = stated.plan.supply
    if supply is not None and not supply.commodities and (supply.crossings or supply.stores):
        yield stated.warning(("supply",), "The supplies name no commodity, so no need is examined.")


def _ends(stated: Stated) -> Iterator[str]:
    supply = stated.plan.supply
    if supply is not None:
        # One list after another: an id that stands twice in one list is another rule's.
        for group in (supply.crossings, supply.stores, stated.plan.areas):
            yield from dict.fromkeys(one.id for one in group)


def _commodities(stated: Stated) -> Iterator[tuple[Path, str]]:
    """Every name of a commodity with its path."""
    supply = stated.plan.supply
    if supply is None:
        return
    for i, crossing in enumerate(supply.crossings):
        yield from ((("supply", "crossings", i, "only", j), name) for j, name in enumerate(crossing.only))
        for j, intake in enumerate(crossing.intake):
            yield ("supply", "crossings", i, "intake", j, "commodity"), intake.commodity
    yield from (((*path, "commodity"), one.commodity) for path, one in amounts_in(supply))
    yield from ((("supply", "needs", i, "commodity"), one.commodity) for i, one in enumerate(supply.needs))
