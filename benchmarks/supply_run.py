"""One measurement of supplies, as JSON: ``python -m benchmarks.supply_run PLACES DAYS COMMODITIES WHAT``.

WHAT is ``most`` (solve, then again with a gate closed), ``fair`` (max–min, all levels), ``GLOP`` or
``PDLP`` (OR-tools on the same programme).
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from benchmarks.process import peak_mb
from benchmarks.supply_cases import strip
from safeground.supply.lp import most_delivered, value_of_need
from safeground.supply.programme import programme

CLOSED_GATE = 0


class Clock:
    """Wall and processor time since the last look."""

    def __init__(self) -> None:
        self.at = (time.perf_counter(), time.process_time())

    def lap(self) -> dict[str, float]:
        now = (time.perf_counter(), time.process_time())
        gone = {"s": now[0] - self.at[0], "cpu_s": now[1] - self.at[1]}
        self.at = now
        return gone


def most(places: int, days: int, kinds: int) -> dict[str, Any]:
    problem = strip(places, days, kinds)
    value = value_of_need(problem) / kinds
    clock = Clock()
    first = most_delivered(problem, value)
    found: dict[str, Any] = {"first": clock.lap()}
    closed = strip(places, days, kinds, closed_gate=CLOSED_GATE)
    clock.lap()
    again = most_delivered(closed, value, after=first)
    found["again"] = clock.lap()
    made = first.kept.made
    return found | {
        "columns": len(made.upper),
        "rows": len(made.most),
        "share": first.used_value,
        "share_closed": again.used_value,
        "gap": max(one.proof.bound / one.used_value - 1 for one in (first, again)),
        "goes_on": again.kept is first.kept,
        "peak_mb": peak_mb(),
    }


def fair(places: int, days: int, kinds: int) -> dict[str, Any]:
    from safeground.supply.fair import max_min

    problem = strip(places, days, kinds)
    clock = Clock()
    shared = max_min(problem, seconds=200.0)
    return {
        "first": clock.lap(),
        "floor": float(np.nanmin(shared.share)),
        "bound": shared.proof.share,
        "levels": shared.rounds,
        "within": shared.within,
        "cut_off": shared.cut_off,
        "solved": shared.solved,
        "settled": int((shared.settled & ~np.isnan(shared.share)).sum()),
        "shares": int((~np.isnan(shared.share)).sum()),
        "peak_mb": peak_mb(),
    }


def other(places: int, days: int, kinds: int, name: str) -> dict[str, Any]:
    """Solve the same programme by OR-tools; building its model is counted apart."""
    from ortools.linear_solver.python import model_builder

    problem = strip(places, days, kinds)
    value = value_of_need(problem) / kinds
    made = programme(problem)
    worth = np.zeros(len(made.upper))
    node, k, _ = made.using.at
    worth[made.using.index] = value[node, k] * made.load[k]
    clock = Clock()
    model = model_builder.Model()
    helper = model.helper
    helper.fill_model_from_sparse_data(
        np.zeros(len(worth)),
        made.upper,
        worth,
        np.full(len(made.most), -np.inf),
        made.most,
        made.matrix.tocsr(),
    )
    helper.set_maximize(True)
    found: dict[str, Any] = {"building": clock.lap()}
    solver = model_builder.Solver(name)
    status = solver.solve(model)
    found["first"] = clock.lap()
    if status != model_builder.SolveStatus.OPTIMAL:
        raise SystemExit(f"{name}: {status}")
    return found | {"share": solver.objective_value, "peak_mb": peak_mb()}


if __name__ == "__main__":
    size, what = tuple(int(word) for word in sys.argv[1:4]), sys.argv[4]
    run = {"most": most, "fair": fair}.get(what)
    print(json.dumps(run(*size) if run else other(*size, what)))
