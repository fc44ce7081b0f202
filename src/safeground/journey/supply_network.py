"""A plan's supplies as a supply problem, at one end of every range.

At the optimistic end everything works as well as it can be meant, and what is not stated limits nothing:
what cannot be delivered then cannot be delivered. At the pessimistic end everything works as badly as stated,
and what is not stated does not work: what can be delivered then can be. Need is
at its most in both: a bound on amounts must not be held down by too little need.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from safeground.journey.supply_stated import uses_up, without_way
from safeground.plan.opening import hours_of_day
from safeground.plan.supply_words import GIVING
from safeground.quantity import Range
from safeground.supply.fleets import trip
from safeground.supply.problem import COLLECTION, DELIVERY, ROAD, SupplyProblem
from safeground.supply.stocks import burn_per_h, litres_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    import numpy.typing as npt

    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Crossing, Route, Shut, Stock, Store, Supply
    from safeground.plan.words import Number

    Floats = npt.NDArray[np.float64]

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


@dataclass(slots=True)
class _Arcs:
    name: list[str] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    transit: list[int] = field(default_factory=list)
    stage: list[int] = field(default_factory=list)
    trucks: list[Floats] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    periods: list[int] = field(default_factory=list)
    fleet: list[int] = field(default_factory=list)


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


def supply_problem(limits: Limits, *, optimistic: bool, calendar: bool = False) -> SupplyProblem | None:
    """Return the arrays at one end; None where nobody is known to need anything.

    Parameters
    ----------
    limits
        The plan's supplies with need and times.
    optimistic
        At which end.
    calendar
        By the local calendar days that the days examined touch, one more than these. "So many a day" may all
        pass late on one day and early on the next, within 24 hours. What is needed by an hour of a day may
        come until that day ends. For bounds alone, at the optimistic end.
    """
    made = _Made(limits, optimistic=optimistic, calendar=calendar)
    need = made.need()
    if not (need > 0).any():
        return None
    return SupplyProblem.from_arrays(**made.arrays(need), file=limits.plan.plan)


def begins_with_days(limits: Limits) -> bool:
    """Return whether every day examined is a local calendar day."""
    zone = _zone(limits)
    edges = (limits.begins + timedelta(days=day) for day in range(limits.days + 1))
    return all(edge.astimezone(zone).time() == time() for edge in edges)


def _zone(limits: Limits) -> tzinfo | None:
    return limits.begins.tzinfo if limits.plan.time_zone is None else ZoneInfo(limits.plan.time_zone)


class _Made:
    """One end of a problem, part by part."""

    def __init__(self, limits: Limits, *, optimistic: bool, calendar: bool) -> None:
        self.limits, self.supply, self.optimistic = limits, limits.supply, optimistic
        self.shift = int(calendar)
        """How many periods come before the one in which the first day's need is due."""
        self.days = limits.days + self.shift
        self.unknown_load = [one.id for one in self.supply.commodities if one.units_per_truck is None]
        self.commodity = [one.id for one in self.supply.commodities]
        self.unit = {one.id: one.unit for one in self.supply.commodities}
        areas = dict.fromkeys(area for need in limits.need.values() for area in need)
        self.node: dict[str, int] = {}
        for one in self.supply.crossings:
            self.node[f"at {one.id}"] = len(self.node)
            self.node[f"from {one.id}"] = len(self.node)
        for name in (*(one.id for one in self.supply.stores), *areas):
            self.node[name] = len(self.node)
        self.areas = areas

    def end(self, stated: Number | None) -> float:
        """Return the end of a capacity: what is not stated limits nothing, or does not work."""
        if stated is None:
            return math.inf if self.optimistic else 0.0
        found = Range.of(stated, "")
        return found.high if self.optimistic else found.low

    def need(self) -> Floats:
        found = np.zeros((len(self.node), len(self.commodity), self.days))
        for k, name in enumerate(self.commodity):
            for area, by_day in self.limits.need.get(name, {}).items():
                found[self.node[area], k, self.shift :] = [one.high for one in by_day]
        for store in self.supply.stores:
            for stock in store.stocks:
                burn = stock_burn(stock, self.unit[stock.commodity])
                k = self.commodity.index(stock.commodity)
                if burn is not None and uses_up(store, self.supply.commodities[k]):
                    found[self.node[store.id], k, self.shift :] += burn.high * DAY_H
        return found

    def arrays(self, need: Floats) -> dict[str, Any]:
        supply = self.supply
        arcs = self._arcs()
        inspections = {one.id: i for i, one in enumerate(supply.inspections)}
        given: dict[str, Any] = {
            "period_h": [DAY_H] * self.days,
            "commodity": self.commodity,
            "unit": [one.unit for one in supply.commodities],
            "units_per_truck": [self._load(one.units_per_truck) for one in supply.commodities],
            "node": list(self.node),
            "gate": [self.node[f"at {one.id}"] for one in supply.crossings],
            "gate_name": [one.name or one.id for one in supply.crossings],
            "gate_trucks": np.array([self._gate(one) for one in supply.crossings]).reshape(-1, self.days),
            "gate_units": np.array([self._intake(one) for one in supply.crossings]).reshape(
                -1, len(self.commodity), self.days
            ),
            "tail": arcs.tail,
            "head": arcs.head,
            "arc_name": arcs.name,
            "transit": arcs.transit,
            "arc_stage": arcs.stage,
            "arc_trucks": np.array(arcs.trucks).reshape(-1, self.days),
            "initial": self._initial(need),
            "storage": self._storage(need),
            "need": need,
        }
        limited = [a for a, trucks in enumerate(arcs.trucks) if np.isfinite(trucks).any()]
        if self.unknown_load and limited:
            # At the best a truck carries any load, but none drives where it is closed; at the worst it
            # carries nothing.
            of = [(a, self.commodity.index(one)) for a in limited for one in self.unknown_load]
            given |= {
                "limit_arc": [a for a, _ in of],
                "limit_commodity": [k for _, k in of],
                "limit_units": [self._any_load(arcs.trucks[a]) for a, _ in of],
            }
        if inspections:
            given |= {
                "inspection_of_gate": [inspections.get(one.inspection or "", -1) for one in supply.crossings],
                "inspection_name": list(inspections),
                "inspection_trucks": [
                    [self.end(one.trucks_per_day)] * self.days for one in supply.inspections
                ],
            }
        if supply.fleet is not None and any(one >= 0 for one in arcs.fleet):
            given |= {
                "fleet_of_arc": arcs.fleet,
                "fleet_name": ["trucks"],
                "fleet_trucks": [[self.end(supply.fleet.trucks)] * self.days],
                "truck_share": arcs.share,
                "truck_periods": arcs.periods,
            }
        return given

    def _any_load(self, trucks: Floats) -> Floats:
        free = np.isinf(trucks) if not self.optimistic else trucks > 0
        return np.where(free, np.inf, 0.0)

    def _load(self, stated: Number | None) -> float:
        return self.end(stated) if stated is not None else math.inf

    def _gate(self, gate: Crossing) -> list[float]:
        by_day = [self.end(gate.trucks_per_day)] * self.days
        if gate.trucks_per_h is not None:
            hours = self._open_h(gate.open)
            if gate.trucks_per_day is None:
                by_day = [math.inf] * self.days
            by_day = [min(one, self.end(gate.trucks_per_h) * hours) for one in by_day]
        unknown_load = [one for one in self.supply.commodities if one.units_per_truck is None]
        if unknown_load and len(unknown_load) == len(self.commodity) and not self.optimistic:
            by_day = [0.0] * self.days
        return [0.0 if self._shut(gate.closed, day) else one for day, one in enumerate(by_day)]

    def _open_h(self, hours: str | None) -> float:
        if hours is None:
            return DAY_H if self.optimistic else 0.0
        return sum(span.end_min - span.begin_min for span in hours_of_day(hours)) / 60

    def _intake(self, gate: Crossing) -> list[list[float]]:
        limit = {one.commodity: self.end(one.per_day) for one in gate.intake}
        rows = []
        for one in self.supply.commodities:
            most = limit.get(one.id, math.inf)
            if (gate.only and one.id not in gate.only) or (
                one.units_per_truck is None and not self.optimistic
            ):
                most = 0.0
            rows.append([0.0 if self._shut(gate.closed, day) else most for day in range(self.days)])
        return rows

    def _shut(self, closed: Sequence[Shut], day: int) -> bool:
        """Return whether nothing passes on a day: all day at the best, at any time of it at the worst."""
        begin, end = self._edge(day), self._edge(day + 1)
        for one in closed:
            first, last = one.from_, one.until
            covers = (first is None or first <= begin) and (last is None or last >= end)
            touches = (first is None or first < end) and (last is None or last > begin)
            if covers or (touches and not self.optimistic):
                return True
        return False

    def _edge(self, day: int) -> datetime:
        """Return when a period begins."""
        if not self.shift:
            return self.limits.begins + timedelta(days=day)
        zone = _zone(self.limits)
        first = self.limits.begins.astimezone(zone).date()
        return datetime.combine(first + timedelta(days=day), time(), zone)

    def _arcs(self) -> _Arcs:
        arcs = _Arcs()
        for gate in self.supply.crossings:
            trucks = [self.end(gate.collection_per_day)] * self.days
            self._add(
                arcs,
                f"collection at {gate.name or gate.id}",
                f"at {gate.id}",
                f"from {gate.id}",
                0,
                COLLECTION,
                trucks,
            )
        for route in self.supply.routes:
            self._route(arcs, route)
        if self.optimistic:
            # No way is stated, so every way may be there.
            for name in without_way(self.supply, self.areas):
                for gate in self.supply.crossings:
                    free = [math.inf] * self.days
                    self._add(arcs, f"to {name}", f"from {gate.id}", name, 0, ROAD, free)
        for store in self.supply.stores:
            if store.kind not in GIVING:
                continue
            # People fetch from a distribution point, a bakery or a water point themselves; a warehouse sends.
            most = (
                self.end(store.trucks_per_day)
                if store.kind == "warehouse" or store.trucks_per_day is not None
                else math.inf
            )
            served = [area for area in store.serves if area in self.areas]
            if not self.optimistic and len(served) > 1:
                most /= len(served)
            for area in served:
                if area in self.areas:
                    name = f"{store.id} to {area}"
                    self._add(arcs, name, store.id, area, 0, DELIVERY, [most] * self.days)
        return arcs

    def _route(self, arcs: _Arcs, route: Route) -> None:
        if route.to not in self.node:
            return
        crossings = {one.id for one in self.supply.crossings}
        tail = f"from {route.from_}" if route.from_ in crossings else route.from_
        hours = self.limits.transit.get(route.id)
        trucks = [
            0.0 if self._shut(route.closed, day) else self.end(route.trucks_per_day)
            for day in range(self.days)
        ]
        if route.open is False or (hours is None and not self.optimistic):
            trucks = [0.0] * self.days
        drive_h = 0.0
        if hours is not None:
            drive_h = hours.low if self.optimistic else hours.high
        if math.isinf(drive_h):
            trucks, drive_h = [0.0] * self.days, 0.0
        periods = math.floor(drive_h / DAY_H) if self.optimistic else math.ceil(drive_h / DAY_H)
        stage = DELIVERY if route.to in self.areas else ROAD
        self._add(arcs, route.id, tail, route.to, periods, stage, trucks, drive_h=drive_h)

    def _add(
        self,
        arcs: _Arcs,
        name: str,
        tail: str,
        head: str,
        periods: int,
        stage: int,
        trucks: Sequence[float],
        *,
        drive_h: float | None = None,
    ) -> None:
        share, busy, fleet = 1.0, 1, -1
        if drive_h is not None and self.supply.fleet is not None:
            turn = self.supply.fleet.turnaround_h
            around = 0.0 if turn is None else self.end(turn)
            driven = 2 * drive_h
            if self.optimistic and len({one.from_ for one in self.supply.routes}) > 1:
                # A truck may go on from where it arrives, loaded or to load there: neither the way back nor
                # a round's loading is surely part of this way.
                driven, around = drive_h, 0.0
            if driven + around > 0:
                share, busy = trip(driven + around, DAY_H, optimistic=self.optimistic)
                fleet = 0
            if turn is None and not self.optimistic:
                trucks = [0.0] * self.days
        elif drive_h is not None and not self.optimistic:
            trucks = [0.0] * self.days
        arcs.name.append(name)
        arcs.tail.append(self.node[tail])
        arcs.head.append(self.node[head])
        arcs.transit.append(periods)
        arcs.stage.append(stage)
        arcs.trucks.append(np.asarray(trucks, np.float64))
        arcs.share.append(share)
        arcs.periods.append(busy)
        arcs.fleet.append(fleet)

    def _initial(self, need: Floats) -> Floats:
        found = np.zeros(need.shape[:2])
        in_all = need.sum(axis=(0, 2))
        for store, stock, k in self._stocks():
            if stock.amount is not None and not self._taken_later(stock):
                found[self.node[store.id], k] += self._left(stock)
            elif self.optimistic:
                # Nobody says how much is there: at the best, all that anybody needs.
                found[self.node[store.id], k] += in_all[k]
        found += self._comes()
        if self.optimistic and not self.supply.crossings:
            # Nobody says where supplies come in: at the best, as much as anybody needs.
            found += np.where(need.any(axis=2), in_all, 0.0)
        return np.minimum(found, self._storage(need))

    def _comes(self) -> Floats:
        """Return what is stated to come to stores, at the best; a stock taken later has it already."""
        found = np.zeros((len(self.node), len(self.commodity)))
        if not self.optimistic:
            return found
        end = self.limits.begins + timedelta(days=self.limits.days)
        taken = {(store.id, one.commodity): one.as_of for store, one, _ in self._stocks()}
        for one in self.supply.delivered:
            since = taken.get((one.to, one.commodity))
            if one.at < end and (since is None or one.at >= since):
                found[self.node[one.to], self.commodity.index(one.commodity)] += self.end(one.amount)
        return found

    def _taken_later(self, stock: Stock) -> bool:
        """Return whether a level is of a time after the first day begins: the first is then not known."""
        return stock.as_of is not None and stock.as_of > self.limits.begins

    def _left(self, stock: Stock) -> float:
        """Return what is left of a stock when the first day begins; at the best nothing of it has gone."""
        amount = self.end(stock.amount)
        if self.optimistic or stock.as_of is None or stock.as_of >= self.limits.begins:
            return amount
        burn = stock_burn(stock, self.unit[stock.commodity])
        hours = (self.limits.begins - stock.as_of) / timedelta(hours=1)
        return 0.0 if burn is None else max(0.0, amount - burn.high * hours)

    def _storage(self, need: Floats) -> Floats:
        found = np.full((len(self.node), len(self.commodity)), np.inf)
        for store, stock, k in self._stocks():
            if stock.holds is not None:
                found[self.node[store.id], k] = self.end(stock.holds)
        if not self.supply.crossings and self.optimistic:
            found[need.any(axis=2)] = np.inf
        if self.shift:
            # Need is put late, so what is used before would have to be kept.
            found[need.any(axis=2)] = np.inf
        # What comes over the days stands in the arrays at once.
        return found + self._comes()

    def _stocks(self) -> Iterable[tuple[Store, Stock, int]]:
        for store in self.supply.stores:
            yield from ((store, one, self.commodity.index(one.commodity)) for one in store.stocks)
