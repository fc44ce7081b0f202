"""One measurement of displacement, as JSON: ``python -m benchmarks.displacement_run PLACES DAYS CLAIMS WAY``.

WAY is ``warm`` (``highspy`` goes on from the last corner), ``anew`` (scipy alone) or ``each`` (two programmes
for each number, as long as it takes for some of them; the time is that of all in proportion).
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from benchmarks.displacement_cases import NOBODY, claims
from benchmarks.process import peak_mb
from benchmarks.supply_run import Clock
from safeground.questions.displacement.account import account
from safeground.questions.displacement.balance import balance
from safeground.questions.displacement.solving import Programme
from safeground.questions.displacement.statements import statements
from safeground.questions.displacement.steps import steps

KINDS = 6
SOME_S = 20.0


def ends(places: int, days: int, count: int, *, warm: bool) -> dict[str, Any]:
    stated, where, over = claims(places, days, count)
    clock = Clock()
    found = account(stated, where, over, on_the_way=NOBODY, warm=warm)
    return {
        "time": clock.lap(),
        "conflicts": len(found.conflicts),
        "numbers": places * days * KINDS,
        "bounded": sum(
            np.isfinite(one.high)
            for place in found.readings[0].places.values()
            for kind in ("present", "displaced", "gone", "moved", "arrived", "returned")
            for one in getattr(place, kind)
        ),
        "peak_mb": peak_mb(),
    }


def each(places: int, days: int, count: int) -> dict[str, Any]:
    stated, where, over = claims(places, days, count)
    names = {one.id: one.id for one in where}
    read, _ = statements(stated, names, over, None)
    before = {one.id: one.before for one in where if one.before is not None}
    made = balance(sorted(names), steps(read, len(over)), read, within={}, before=before, on_the_way=NOBODY)
    programme = Programme(made, warm=False)
    draw = np.random.default_rng(1)
    began = time.process_time()
    solved = 0
    while time.process_time() - began < SOME_S:
        place, step = str(draw.choice(made.places)), int(draw.integers(len(made.steps)))
        goal = np.zeros(programme.columns)
        goal[list(made.at("present", place, step))] = draw.choice((1.0, -1.0))
        programme.least(goal)
        solved += 1
    a_programme_s = (time.process_time() - began) / solved
    return {"a_programme_s": a_programme_s, "all_s": a_programme_s * 2 * KINDS * places * len(made.steps)}


def main() -> None:
    *size, way = sys.argv[1:]
    places, days, count = map(int, size)
    found = each(places, days, count) if way == "each" else ends(places, days, count, warm=way == "warm")
    print(json.dumps(found, default=float))


if __name__ == "__main__":
    main()
