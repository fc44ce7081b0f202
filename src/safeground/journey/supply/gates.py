"""What can enter at the crossings of a plan by period, at one end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.journey.supply.hours import open_hours, trucks_in_hours
from safeground.quantity import Range

if TYPE_CHECKING:
    from safeground.journey.supply.limits import End
    from safeground.plan.supply_words import Crossing


def gate_trucks(end: End, gate: Crossing) -> list[float]:
    """Return the trucks that can enter at a crossing, by period."""
    unknown_load = [one for one in end.supply.commodities if one.units_per_truck is None]
    if unknown_load and len(unknown_load) == len(end.commodity) and not end.optimistic:
        return [0.0] * end.days
    return trucks_in_hours(end, gate.trucks_per_day, gate.trucks_per_h, gate.open, gate.closed)


def gate_units(end: End, gate: Crossing) -> list[list[float]]:
    """Return how much of each commodity can enter at a crossing, by period."""
    limit = {one.commodity: one.per_day for one in gate.intake}
    hours = open_hours(end, gate.open, gate.closed)
    rows = []
    for one in end.supply.commodities:
        if (gate.only and one.id not in gate.only) or (one.units_per_truck is None and not end.optimistic):
            rows.append([0.0] * end.days)
        elif one.id in limit:
            rows.append(trucks_in_hours(end, limit[one.id], None, gate.open, gate.closed))
        else:
            rows.append([math.inf if open_h > 0 else 0.0 for open_h in hours])
    return rows


def hours_bind(end: End, gate: Crossing) -> list[bool]:
    """Return for each period whether the hours in which a crossing is open let fewer in than a day could."""
    if gate.trucks_per_h is None or (gate.open is None and not gate.closed):
        return [False] * end.days
    each_h = Range.of(gate.trucks_per_h, "").high
    most = math.inf if gate.trucks_per_day is None else Range.of(gate.trucks_per_day, "").high
    return [each_h * hours < most for hours in open_hours(end, gate.open, gate.closed)]
