"""Supply problems worked out by hand, and random small ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from safeground.supply.problem import COLLECTION, DELIVERY, SupplyProblem

INF = float("inf")


def two_gates(**changed: Any) -> SupplyProblem:
    """Return two gates, one road behind a crossroads, two places, three days.

    North: two trucks on the first and third day, closed on the second; at the crossroads the same day.
    South: one truck every day; collected, a day to the crossroads. From there three trucks a day to A and to
    B. Each truck carries 10 t. A and B need 20 t a day each and keep what they do not use.

    By hand: on the first day 20 t are there (north), on the second 10 t (south's of the first), on the third
    20 t (north) and 10 t (south's of the second): 60 t of 120 t. South's truck of the third day comes too
    late.
    """
    arrays: dict[str, Any] = {
        "period_h": [24, 24, 24],
        "commodity": ["flour"],
        "unit": ["t"],
        "units_per_truck": [10],
        "node": ["north gate", "south gate", "crossroads", "A", "B"],
        "gate": [0, 1],
        "gate_name": ["north", "south"],
        "gate_trucks": [[2, 0, 2], [1, 1, 1]],
        "tail": [0, 1, 2, 2],
        "head": [2, 2, 3, 4],
        "transit": [0, 1, 0, 0],
        "arc_trucks": [INF, INF, 3, 3],
        "arc_stage": [COLLECTION, COLLECTION, DELIVERY, DELIVERY],
        "storage": [[0], [0], [0], [INF], [INF]],
        "need": [[0], [0], [0], [20], [20]],
    }
    return SupplyProblem.from_arrays(**(arrays | changed))


def random_problem(seed: int, *, commodities: int = 2, unlimited: bool = False) -> SupplyProblem:
    """Return a small random problem with whole numbers and every feature."""
    draw = np.random.default_rng(seed)
    nodes, arcs, periods = int(draw.integers(3, 6)), int(draw.integers(3, 9)), int(draw.integers(1, 4))
    gates = int(draw.integers(1, 3))
    need = draw.integers(0, 4, (nodes, commodities, periods)) * (draw.random((nodes, commodities, 1)) < 0.6)
    need[-1, 0, -1] += 1
    storage = np.where(
        draw.random((nodes, commodities)) < 0.4, INF, draw.integers(0, 4, (nodes, commodities))
    )
    initial = np.minimum(draw.integers(0, 3, (nodes, commodities)), storage)
    arc_trucks = np.where(draw.random((arcs, periods)) < 0.3, INF, draw.integers(0, 4, (arcs, periods)))
    gate_trucks = draw.integers(0, 5, (gates, periods)).astype(float)
    if unlimited:
        gate_trucks[draw.random(gate_trucks.shape) < 0.3] = INF
    more: dict[str, Any] = {}
    if draw.random() < 0.5:
        more |= {
            "inspection_of_gate": draw.integers(-1, 1, gates),
            "inspection_trucks": draw.integers(0, 4, (1, periods)),
        }
    if draw.random() < 0.5:
        more |= {
            "limit_arc": draw.integers(0, arcs, 2),
            "limit_commodity": draw.integers(0, commodities, 2),
            "limit_units": draw.integers(0, 3, (2, periods)),
        }
    if draw.random() < 0.5:
        more |= {
            "fleet_of_arc": draw.integers(-1, 1, arcs),
            "fleet_trucks": draw.integers(0, 5, (1, periods)),
            "truck_share": draw.choice([0.5, 1.0], arcs),
            "truck_periods": draw.integers(1, 3, arcs),
        }
    return SupplyProblem.from_arrays(
        period_h=[24] * periods,
        commodity=[f"c{k}" for k in range(commodities)],
        unit=["t"] * commodities,
        units_per_truck=draw.choice([1.0, 2.0, INF], commodities, p=[0.6, 0.3, 0.1]),
        node=[f"n{n}" for n in range(nodes)],
        gate=draw.integers(0, nodes, gates),
        gate_name=[f"g{g}" for g in range(gates)],
        gate_units=np.where(
            draw.random((gates, commodities, periods)) < 0.5,
            INF,
            draw.integers(0, 4, (gates, commodities, periods)),
        ),
        gate_trucks=gate_trucks,
        tail=draw.integers(0, nodes, arcs),
        head=draw.integers(0, nodes, arcs),
        transit=draw.integers(0, 2, arcs),
        arc_trucks=arc_trucks,
        arc_stage=draw.integers(0, 3, arcs),
        storage=storage,
        initial=initial,
        need=need,
        **more,
    )
