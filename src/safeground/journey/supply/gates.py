"""What can enter at the crossings of a plan by period, at one end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.journey.supply.limits import DAY_H
from safeground.plan.opening import hours_of_day

if TYPE_CHECKING:
    from safeground.journey.supply.limits import End
    from safeground.plan.supply_words import Crossing


def gate_trucks(end: End, gate: Crossing) -> list[float]:
    """Return the trucks that can enter at a crossing, by period."""
    by_day = [end.of(gate.trucks_per_day)] * end.days
    if gate.trucks_per_h is not None:
        hours = _open_h(end, gate.open)
        if gate.trucks_per_day is None:
            by_day = [math.inf] * end.days
        by_day = [min(one, end.of(gate.trucks_per_h) * hours) for one in by_day]
    unknown_load = [one for one in end.supply.commodities if one.units_per_truck is None]
    if unknown_load and len(unknown_load) == len(end.commodity) and not end.optimistic:
        by_day = [0.0] * end.days
    return [0.0 if end.shut(gate.closed, day) else one for day, one in enumerate(by_day)]


def gate_units(end: End, gate: Crossing) -> list[list[float]]:
    """Return how much of each commodity can enter at a crossing, by period."""
    limit = {one.commodity: end.of(one.per_day) for one in gate.intake}
    rows = []
    for one in end.supply.commodities:
        most = limit.get(one.id, math.inf)
        if (gate.only and one.id not in gate.only) or (one.units_per_truck is None and not end.optimistic):
            most = 0.0
        rows.append([0.0 if end.shut(gate.closed, day) else most for day in range(end.days)])
    return rows


def _open_h(end: End, hours: str | None) -> float:
    if hours is None:
        return DAY_H if end.optimistic else 0.0
    return sum(span.end_min - span.begin_min for span in hours_of_day(hours)) / 60
