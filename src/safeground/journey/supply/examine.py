"""Examine a plan's supplies: the most that can be delivered with its proof, and what surely can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.supply.held_back import break_even, held_back
from safeground.journey.supply.limits import Limits, begins_with_days
from safeground.journey.supply.need import need_by_day, need_in_all
from safeground.journey.supply.network import supply_problem
from safeground.journey.supply.open import open_to
from safeground.journey.supply.outcome import NOTHING, CommodityOutcome, SupplyOutcome
from safeground.journey.supply.people import people_by_day
from safeground.journey.supply.routes import area_point, transit_times
from safeground.journey.supply.shares import course_of, place_shares
from safeground.journey.supply.shut_off import shut_off
from safeground.journey.supply.stated import is_made_stated, missing_of, not_counted, without_burn
from safeground.journey.supply.worst import depends_on, worst_of
from safeground.quantity import Range
from safeground.remarks import Remark
from safeground.supply.balance import carry_out
from safeground.supply.solver import NotSolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site
    from safeground.journey.outcome import Outcome
    from safeground.journey.placed import Placed
    from safeground.journey.supply.worst import Worst
    from safeground.plan.places import LoadedPlan
    from safeground.plan.supply_words import Commodity, Supply
    from safeground.supply.fair import Shared
    from safeground.supply.problem import SupplyProblem


def examine_supply(
    loaded: LoadedPlan,
    layers: Sequence[PeopleLayer],
    sites: Sequence[Site],
    outcomes: Sequence[Outcome],
    placed: Placed | None,
) -> SupplyOutcome | None:
    """Return what the supplies of a plan come to; None where it states none.

    Parameters
    ----------
    loaded, layers, sites
        Plan and ground.
    outcomes
        Of *reach*: an order that moves people moves their need.
    placed
        The streets with the plan's closures; None where it names none.
    """
    plan, supply = loaded.plan, loaded.plan.supply
    if supply is None:
        return None
    begins = supply.begins or plan.as_of
    areas = open_to(plan, supply, begins)
    reached = [one.area for one in areas if one.stated]
    people = people_by_day(loaded, layers, outcomes, reached, begins, supply.days)
    transit, no_transit = transit_times(
        supply.routes, _places(loaded, sites), placed, plan.assumptions, loaded.areas
    )
    needs, unknown, source = {}, {}, {}
    for one in supply.commodities:
        needs[one.id], unknown[one.id], source[one.id] = need_by_day(plan, people, one)
    limits = Limits(plan, supply, begins, needs, transit)
    found = SupplyOutcome(
        begins, supply.days, people, areas=areas, missing=missing_of(limits), transit=transit,
        no_transit=no_transit, remarks=tuple(_remarks(loaded, no_transit)),
    )  # fmt: skip
    try:
        return _solved(found, limits, unknown, source)
    except NotSolved as error:
        said = Remark("left out", loaded.path.name, f"Need is not held against supplies: {error}")
        return replace(found, remarks=(*found.remarks, said))


def _solved(
    found: SupplyOutcome,
    limits: Limits,
    unknown: Mapping[str, tuple[str, ...]],
    source: Mapping[str, str],
) -> SupplyOutcome:
    from safeground.supply.lp import most_delivered, value_of_commodity

    best = supply_problem(limits, optimistic=True)
    worst = worst_of(limits, lambda problem: _shared(limits, problem))
    proven = best
    if not begins_with_days(limits):
        proven = supply_problem(limits, optimistic=True, calendar=True)
    if best is None or worst is None or proven is None:
        return found
    at_best, at_worst = _shared(limits, best), worst.shared
    done = carry_out(best, at_best.plan)
    outcomes, after = [], None
    for k, one in enumerate(limits.supply.commodities):
        if not best.need[:, k].any():
            continue
        after = most_delivered(proven, value_of_commodity(proven, one.id))
        need = need_in_all(found.people, limits, one, float(best.need[:, k].sum()))
        least = float(at_worst.plan.used[:, k].sum())
        shares = at_worst.share[:, k]
        outcomes.append(_told(limits, worst, one, found, CommodityOutcome(
                commodity=one.id,
                unit=one.unit,
                source=source[one.id],
                need=need,
                most=after.proof.bound,
                least=least,
                least_share=float(np.nanmin(shares)) if np.isfinite(shares).any() else 0.0,
                unknown_areas=unknown[one.id],
                stores=_holders(limits.supply, one.id),
                not_counted=not_counted(limits, one),
                inside_stated=one.kind != "water" or is_made_stated(limits.supply, one),
                unknown_sites=without_burn(limits.supply, one),
                bottlenecks=(
                    held_back(limits, proven, after.certificate, after.proof)
                    if after.proof.bound > NOTHING * need.low
                    else shut_off(limits, proven, one.id)
                ),
                certificate=after.certificate,
                proof=after.proof,
                by_people=bool(limits.need.get(one.id)),
                break_even=break_even(after.proof, need.low),
            )))  # fmt: skip
    return replace(
        found,
        commodities=tuple(outcomes),
        shares=place_shares(best, at_best, at_worst),
        courses=tuple(
            course_of(best, at_best.plan, done, k, len(limits.supply.crossings))
            for k in range(len(best.commodity))
            if best.need[:, k].any()
        ),
        sharing=_sharing(limits, at_best),
        problem=proven,
    )


def _told(
    limits: Limits, worst: Worst, commodity: Commodity, found: SupplyOutcome, one: CommodityOutcome
) -> CommodityOutcome:
    """Return an outcome with what it depends on, where it does."""
    if one.refuted or one.possible or found.missing or one.unknown_areas or one.unknown_sites:
        return one
    on, missing = depends_on(limits, worst, commodity)
    return replace(one, depends_on=on, missing=missing)


def _holders(supply: Supply, commodity: str) -> int:
    """Return at how many places an amount of a commodity is stated; that there is none tells nothing."""
    at = [
        {
            *(item.commodity for item in one.stocks),
            *(item.commodity for item in one.makes if Range.of(item.per_day, "").high > 0),
        }
        for one in supply.stores
    ]
    at += [
        {item.commodity for item in one.waiting if Range.of(item.amount, "").high > 0}
        for one in supply.crossings
    ]
    return sum(commodity in named for named in at)


def _shared(limits: Limits, problem: SupplyProblem) -> Shared:
    from safeground.supply.fair import by_priority, max_min

    order = limits.supply.priority
    if not order:
        return max_min(problem)
    rank = [order.index(name) if name in order else len(order) for name in problem.node]
    return by_priority(problem, np.array(rank)[:, None])


def _sharing(limits: Limits, shared: Shared) -> str:
    rule = "by the plan's priority" if limits.supply.priority else "so that the smallest share is largest"
    return f"{rule}; {shared.cut_off}" if shared.cut_off else rule


def _places(loaded: LoadedPlan, sites: Sequence[Site]) -> dict[str, tuple[float, float]]:
    supply = loaded.plan.supply
    found: dict[str, tuple[float, float]] = {}
    if supply is None:
        return found
    of_site = {one.id: (one.lon, one.lat) for one in sites}
    for area, shape in loaded.areas.items():
        if not shape.is_empty:
            found[area] = area_point(shape)
    for one in supply.stores:
        if one.site is not None and one.site in of_site:
            found[one.id] = of_site[one.site]
    stated = {one.id: one.at for one in supply.crossings} | {one.id: one.at for one in supply.stores}
    found |= {name: (at[0], at[1]) for name, at in stated.items() if len(at) == 2}
    return found


def _remarks(loaded: LoadedPlan, no_transit: Mapping[str, str]) -> list[Remark]:
    by_reason: dict[str, int] = {}
    for reason in no_transit.values():
        by_reason[reason] = by_reason.get(reason, 0) + 1
    return [
        Remark(
            "warning", loaded.path.name,
            f"The time of routes for supplies is unknown: {reason}.", count, restricted=True,
        )
        for reason, count in by_reason.items()
    ]  # fmt: skip
