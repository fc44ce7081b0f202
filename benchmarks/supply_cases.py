"""Supply problems of any size from a seed: gates, hubs, places on a strip of land."""

from __future__ import annotations

import numpy as np

from safeground.supply.fleets import trips
from safeground.supply.problem import COLLECTION, DELIVERY, ROAD, SupplyProblem

_COMMODITIES = (
    # name, unit, units a truck, need a person and day, persons in
    ("flour", "kg", 20_000.0, 0.30),
    ("food parcels", "kg", 15_000.0, 0.25),
    ("drinking water", "l", 25_000.0, 3.0),
    ("fuel", "l", 35_000.0, 0.25),
    ("medicine", "kg", 8_000.0, 0.01),
    ("shelter", "kg", 10_000.0, 0.08),
)


def strip(
    places: int, days: int, commodities: int, seed: int = 1, *, closed_gate: int | None = None
) -> SupplyProblem:
    """Return a strip with 4 gates, 6 hubs and places that two hubs each can serve.

    Every gate has its limits by commodity and in all, closed days, and an inspection point that two gates
    share; collection behind it is narrower than the gate. Roads between neighbouring hubs are closed on some
    days; trucks that deliver belong to a fleet of each hub.
    """
    draw = np.random.default_rng(seed)
    chosen = _COMMODITIES[:commodities]
    gates, hubs = 4, 6
    need_a_day = np.array([one[3] for one in chosen])
    load = np.array([one[2] for one in chosen])
    people = draw.lognormal(0.0, 0.8, places)
    people *= 2_000_000 / people.sum()
    at = np.sort(draw.uniform(0.0, 41.0, places))
    moved = np.cumsum(draw.normal(0.0, 0.03, (places, days)), axis=1)
    need = np.zeros((gates + hubs + places, commodities, days))
    need[gates + hubs :] = people[:, None, None] * np.exp(moved)[:, None, :] * need_a_day[:, None]

    trucks_needed = float((need.sum(axis=(0, 2)) / load).sum() / days)
    part = draw.dirichlet(np.full(gates, 3.0))
    is_open = draw.random((gates, days)) > 0.2
    gate_trucks = np.round(0.6 * trucks_needed * part[:, None] * is_open)
    if closed_gate is not None:
        gate_trucks[closed_gate] = 0.0
    by_kind = draw.uniform(0.05, 0.3, (gates, commodities)) * need.sum(axis=(0, 2)) / days

    hub_at = (np.arange(hubs) + 0.5) * 41.0 / hubs
    tail, head, trucks, stage, hours, fleet = [], [], [], [], [], []

    def arc(u: int, v: int, capacity: np.ndarray, kind: int, trip_h: float, its_fleet: int) -> None:
        tail.append(u)
        head.append(v)
        trucks.append(np.broadcast_to(capacity, (days,)))
        stage.append(kind)
        hours.append(trip_h)
        fleet.append(its_fleet)

    for gate in range(gates):
        to = int(draw.integers(hubs))
        collected = np.round(0.5 * trucks_needed * part[gate] * draw.uniform(0.5, 1.1, days))
        arc(gate, gates + to, collected, COLLECTION, 10.0, -1)
    for hub in range(hubs - 1):
        capacity = np.round(0.15 * trucks_needed * (draw.random(days) > 0.15))
        arc(gates + hub, gates + hub + 1, capacity, ROAD, 12.0, hub)
        arc(gates + hub + 1, gates + hub, capacity, ROAD, 12.0, hub + 1)
    for place in range(places):
        for hub in np.argsort(np.abs(hub_at - at[place]))[:2].tolist():
            own = (need[gates + hubs + place].sum(axis=1) / load).sum() / days
            capacity = np.ceil(1 + 2 * own) * (draw.random(days) > 0.1)
            distance = abs(hub_at[hub] - at[place])
            arc(gates + hub, gates + hubs + place, capacity, DELIVERY, 6.0 + distance, hub)

    nodes = gates + hubs + places
    storage = np.zeros((nodes, commodities))
    storage[:gates] = 5 * by_kind
    storage[gates : gates + hubs] = np.inf
    storage[gates + hubs :] = 10 * need[gates + hubs :].mean(axis=2)
    initial = draw.uniform(0.0, 0.3, (nodes, commodities)) * np.where(np.isfinite(storage), storage, 0.0)
    away = trips(hours, 24.0, optimistic=True)
    return SupplyProblem.from_arrays(
        period_h=np.full(days, 24.0),
        commodity=[one[0] for one in chosen],
        unit=[one[1] for one in chosen],
        units_per_truck=load,
        node=[f"gate {g}" for g in range(gates)]
        + [f"hub {h}" for h in range(hubs)]
        + [f"place {p}" for p in range(places)],
        gate=np.arange(gates),
        gate_units=by_kind,
        gate_trucks=gate_trucks,
        inspection_of_gate=[0, 0, 1, -1],
        inspection_trucks=np.round([[0.3 * trucks_needed], [0.2 * trucks_needed]]).repeat(days, axis=1),
        tail=tail,
        head=head,
        transit=[1 if kind == ROAD else 0 for kind in stage],
        arc_stage=stage,
        arc_trucks=np.array(trucks),
        fleet_of_arc=fleet,
        fleet_trucks=np.round(np.full((hubs, days), 0.12 * trucks_needed)),
        truck_share=[one[0] for one in away],
        truck_periods=[one[1] for one in away],
        initial=initial,
        storage=storage,
        need=need,
    )
