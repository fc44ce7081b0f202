"""What a plan's supplies come to: the most that can be delivered with its proof, and what surely can be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.journey.supply_need import need_by_day, people_by_day
from safeground.journey.supply_network import Limits, begins_with_days, stock_burn, supply_problem
from safeground.journey.supply_open import open_to
from safeground.journey.supply_routes import area_point, transit_times
from safeground.journey.supply_stated import missing_of, uses_up, without_burn
from safeground.plan.opening import hours_of_day
from safeground.quantity import Range
from safeground.remarks import Remark
from safeground.supply.balance import carry_out
from safeground.supply.bottlenecks import bottlenecks
from safeground.supply.certificate import MARGIN
from safeground.supply.solver import NotSolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import numpy.typing as npt

    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site
    from safeground.journey.outcome import Outcome
    from safeground.journey.placed import Placed
    from safeground.journey.supply_need import People
    from safeground.journey.supply_open import AreaOpen
    from safeground.plan.places import LoadedPlan
    from safeground.plan.supply_words import Commodity, Crossing
    from safeground.supply.balance import Balance
    from safeground.supply.certificate import SupplyCertificate, SupplyProof
    from safeground.supply.fair import Shared
    from safeground.supply.problem import SupplyProblem

    Floats = npt.NDArray[np.float64]

DAY_H = 24.0
LEAST_PART: Final = 0.01
"""Parts of a bound below this are not named."""
KIND_OF: Final[dict[str, str]] = {
    "gate": "gate",
    "gate by commodity": "intake",
    "gate hours": "closed",
    "inspection": "inspection",
    "collection": "collection",
    "road": "road",
    "road hours": "road",
    "fleet": "trucks",
    "storage": "storage",
}
"""What a part of the bound is called here."""
WHOLE = 1.0 - 1e-6
"""A share from which a need is met in full: the solver's tolerance."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A part of the bound: what holds supplies back.

    Parameters
    ----------
    kind
        ``gate``, ``hours``, ``closed``, ``inspection``, ``collection``, ``road``, ``trucks``, ``intake``,
        ``storage``.
    names
        Gates, routes … that it is at. Names of routes are restricted.
    amount
        How much of the bound passes it, in the commodity's unit.
    """

    kind: str
    names: tuple[str, ...]
    amount: float


@dataclass(frozen=True, slots=True)
class CommodityOutcome:
    """One commodity over all days.

    Parameters
    ----------
    commodity, unit
        Its id and unit.
    source
        Where the need of a person stands.
    need
        All need, from the least of all places together to the most of each.
    most
        No more than this can be delivered and used: proven by the certificate.
    least
        What a delivery plan supplies at the worst ends; it was carried out on the arrays.
    least_share
        The share of its need that each place gets at least in that plan, at the fewest.
    unknown_areas
        Areas whose need nobody knows: in no figure here.
    bottlenecks
        What the bound is made of, the largest part first.
    certificate, proof
        Of the bound; None in the public edition.
    break_even
        The bound stays below the need unless gates and roads let through this many times as much; None where
        it does not depend on them.
    """

    commodity: str
    unit: str
    source: str
    need: Range
    most: float
    least: float
    least_share: float
    unknown_areas: tuple[str, ...]
    bottlenecks: tuple[Bottleneck, ...]
    certificate: SupplyCertificate | None
    proof: SupplyProof | None
    break_even: float | None
    by_people: bool = False
    """Whether the need is people times a figure that everybody knows."""
    stores: int = 0
    """How many stores hold or use it: of few, an amount tells a stock by its site."""
    amounts_said: bool = True
    """Whether amounts are said, and not shares alone."""
    unknown_sites: int = 0
    """How many sites use it up at a rate that nobody states: in no figure here."""

    @property
    def refuted(self) -> bool:
        """Whether no delivery can meet the need, even where it is least."""
        return self.most < self.need.low * (1 - MARGIN)

    @property
    def possible(self) -> bool:
        """Whether a delivery plan meets all need at the worst ends."""
        return self.least_share >= WHOLE

    @property
    def share(self) -> Range:
        """The share of the need that can be met: from the delivery plan at the worst to the bound."""
        high = 1.0 if self.need.low <= 0 else min(1.0, self.most / self.need.low)
        return Range(min(self.least / self.need.high if self.need.high > 0 else 1.0, high), high, "share")


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """Restricted: what a place gets of a commodity, shared fairly or by priority."""

    place: str
    commodity: str
    unit: str
    need: float
    at_best: float
    at_worst: float
    short_days: tuple[int, ...]
    """Days (from 0) on which less than its need is met even at the best ends."""


@dataclass(frozen=True, slots=True)
class Course:
    """A commodity by day, of the plan that shares at the best ends, and what is needed."""

    commodity: str
    unit: str
    entered: tuple[float, ...]
    collected: tuple[float, ...]
    delivered: tuple[float, ...]
    used: tuple[float, ...]
    needed: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SupplyOutcome:
    """Everything about the supplies that needs no claims.

    Parameters
    ----------
    begins, days
        From when on, and how many days.
    people
        Who is where by day.
    commodities
        Those that somebody needs.
    shares, courses
        How the plan that shares at the best ends gives to places, and what it does by day.
    sharing
        The rule: ``fairly`` or ``by priority``, with what cut it off.
    areas
        Whether supplies have an open way to each area.
    missing
        What is not stated and does not work at the worst.
    transit
        Time of each route [h], and why it is not known for the others.
    problem
        The arrays of every certificate.
    """

    begins: datetime
    days: int
    people: People
    commodities: tuple[CommodityOutcome, ...] = ()
    shares: tuple[PlaceShare, ...] = ()
    courses: tuple[Course, ...] = ()
    sharing: str = ""
    areas: tuple[AreaOpen, ...] = ()
    missing: tuple[str, ...] = ()
    transit: Mapping[str, Range] = field(default_factory=dict)
    no_transit: Mapping[str, str] = field(default_factory=dict)
    problem: SupplyProblem | None = None
    remarks: tuple[Remark, ...] = ()


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
    worst = supply_problem(limits, optimistic=False)
    proven = best
    if not begins_with_days(limits):
        proven = supply_problem(limits, optimistic=True, calendar=True)
    if best is None or worst is None or proven is None:
        return found
    at_best, at_worst = _shared(limits, best), _shared(limits, worst)
    done = carry_out(best, at_best.plan)
    outcomes, after = [], None
    for k, one in enumerate(limits.supply.commodities):
        if not best.need[:, k].any():
            continue
        after = most_delivered(proven, value_of_commodity(proven, one.id))
        need = _need_in_all(found, limits, one, best, k)
        least = float(at_worst.plan.used[:, k].sum())
        shares = at_worst.share[:, k]
        outcomes.append(
            CommodityOutcome(
                commodity=one.id,
                unit=one.unit,
                source=source[one.id],
                need=need,
                most=after.proof.bound,
                least=least,
                least_share=float(np.nanmin(shares)) if np.isfinite(shares).any() else 0.0,
                unknown_areas=unknown[one.id],
                stores=sum(any(of.commodity == one.id for of in s.stocks) for s in limits.supply.stores),
                unknown_sites=without_burn(limits.supply, one),
                bottlenecks=_bottlenecks(limits, proven, after.certificate, after.proof),
                certificate=after.certificate,
                proof=after.proof,
                by_people=bool(limits.need.get(one.id)),
                break_even=_break_even(after.proof, need.low),
            )
        )
    return replace(
        found,
        commodities=tuple(outcomes),
        shares=_places_shares(best, at_best, at_worst),
        courses=tuple(_course(best, done, k) for k in range(len(best.commodity)) if best.need[:, k].any()),
        sharing=_sharing(limits, at_best),
        problem=proven,
    )


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


def _need_in_all(
    found: SupplyOutcome, limits: Limits, commodity: Commodity, problem: SupplyProblem, k: int
) -> Range:
    """Return all need; at the least nobody is counted twice who moves between places or is in two of them."""
    supply, people = limits.supply, found.people
    by_area = limits.need.get(commodity.id, {})
    stated = {one.area for one in supply.needs if one.commodity == commodity.id}
    low = sum(
        max(sum(one.low for one in by_area.get(area, ())) for area in group)
        for group in people.apart(by_area)
    )
    if by_area and not stated:
        low = max(low, sum(_each(limits, commodity.id).low * least for least in people.least_in_all))
    for store in supply.stores:
        for stock in store.stocks:
            burn = stock_burn(stock, problem.unit[k]) if stock.commodity == commodity.id else None
            if burn is not None and uses_up(store, commodity):
                low += burn.low * DAY_H * limits.days
    high = float(problem.need[:, k].sum())
    return Range(min(low, high) * (1 - 2.0**-40), high, problem.unit[k])


def _each(limits: Limits, commodity: str) -> Range:
    from safeground.journey.supply_need import need_per_person

    one = next(one for one in limits.supply.commodities if one.id == commodity)
    found = need_per_person(one)
    return Range.exact(0.0, one.unit) if found is None else found[0]


def _bottlenecks(
    limits: Limits, problem: SupplyProblem, certificate: SupplyCertificate, proof: SupplyProof
) -> tuple[Bottleneck, ...]:
    """Return what the bound rests on by kind, the largest part first."""
    by_hours = {one.name or one.id for one in limits.supply.crossings if _hours_bind(one)}
    parts: dict[str, dict[str, float]] = {}
    for one in bottlenecks(problem, certificate, proof, least=LEAST_PART):
        kind = KIND_OF[one.kind]
        if kind == "gate" and one.name in by_hours:
            kind = "hours"
        named = parts.setdefault(kind, {})
        name = one.name.removeprefix("collection at ")
        named[name] = named.get(name, 0.0) + one.part * proof.bound
    found = (Bottleneck(kind, tuple(named), sum(named.values())) for kind, named in parts.items())
    return tuple(sorted(found, key=lambda one: -one.amount))


def _hours_bind(gate: Crossing) -> bool:
    if gate.open is None or gate.trucks_per_h is None:
        return False
    open_h = sum(span.end_min - span.begin_min for span in hours_of_day(gate.open)) / 60
    in_hours = Range.of(gate.trucks_per_h, "").high * open_h
    return gate.trucks_per_day is None or in_hours < Range.of(gate.trucks_per_day, "").high


def _break_even(proof: SupplyProof, need_low: float) -> float | None:
    """Return how many times as much capacity the bound needs to reach the need, at the same prices."""
    terms = proof.terms
    capacity = sum(float(np.sum(part)) for part in (terms.gates, terms.inspection, terms.arcs, terms.fleets))
    rest = proof.bound - capacity
    if capacity <= 0 or proof.bound >= need_low:
        return None
    # Rounded down: below it the bound stays below the need for certain.
    return math.floor((need_low - rest) / capacity * 100) / 100


def _places_shares(problem: SupplyProblem, best: Shared, worst: Shared) -> tuple[PlaceShare, ...]:
    found = []
    for n, k in np.argwhere(problem.need.sum(axis=2) > 0):
        need = problem.need[n, k]
        short = np.flatnonzero(best.plan.used[n, k] < need * WHOLE)
        found.append(
            PlaceShare(
                place=problem.node[n],
                commodity=problem.commodity[k],
                unit=problem.unit[k],
                need=float(need.sum()),
                at_best=float(best.share[n, k]),
                at_worst=float(worst.share[n, k]),
                short_days=tuple(int(day) for day in short),
            )
        )
    return tuple(found)


def _course(problem: SupplyProblem, done: Balance, k: int) -> Course:
    def row(values: Floats) -> tuple[float, ...]:
        return tuple(float(one) for one in values)

    return Course(
        commodity=problem.commodity[k],
        unit=problem.unit[k],
        entered=row(done.entered[k]),
        collected=row(done.collected[k]),
        delivered=row(done.delivered[k]),
        used=row(done.used[k]),
        needed=row(problem.need[:, k].sum(axis=0)),
    )


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
