"""The engine in a process of its own, as a user runs it: started, imported, loaded and solved.

``python -m benchmarks.engine bracket FILE GAP SECONDS``: bracket until the gap is reached or the whole
process has run so long; ``python -m benchmarks.engine lower FILE SECONDS``: only the proof;
``python -m benchmarks.engine again FILE GAP SECONDS``: bracket, close the street that most people use, and
bracket what is left, starting from the former bracket.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.process import peak_mb, seconds_since_spawn

if TYPE_CHECKING:
    from safeground.flow.bracket import Side
    from safeground.flow.problem import Problem

_LEAST_S = 0.05


def run(path: Path, gap: float, whole_s: float, side: Side) -> dict[str, Any]:
    from safeground.flow.bracket import bracket
    from safeground.flow.certificate import check
    from safeground.flow.problem import read_problem
    from safeground.flow.replay import replay
    from safeground.flow.simple_cut import simple_cut

    imported, base = seconds_since_spawn(), peak_mb()
    problem = read_problem(path)
    loaded = seconds_since_spawn()
    found = bracket(problem, gap=gap, seconds=max(_LEAST_S, whole_s - loaded), side=side)
    solved, cpu, peak = seconds_since_spawn(), time.process_time(), peak_mb()
    result = {
        "nodes": problem.nodes,
        "arcs": len(problem.tail),
        "persons": found.persons,
        "import_s": imported,
        "load_s": loaded - imported,
        "bracket_s": solved - loaded,
        "whole_s": solved,
        "cpu_s": cpu,
        "lower_s": found.lower_s,
        "upper_s": found.upper_s,
        "gap": found.gap,
        "no_upper": found.no_upper,
        "base_mb": base,
        "peak_mb": peak,
    }
    if found.certificate is not None:
        began = time.perf_counter()
        proof = check(problem, found.certificate)
        result |= {"check_s": time.perf_counter() - began, "refuted": proof.refuted}
    if found.schedule is not None:
        began = time.perf_counter()
        replay(problem, found.schedule)  # raises where it cannot be carried out
        result |= {"replay_s": time.perf_counter() - began}
    began = time.perf_counter()
    cut = simple_cut(problem, found.source_set)
    result |= {
        "simple_cut_s": time.perf_counter() - began,
        "simple_cut_streets": len(cut.arcs),
        "simple_cut_share": cut.lower_s / found.lower_s if found.lower_s else None,
    }
    return result


def run_again(path: Path, gap: float, seconds: float) -> dict[str, Any]:
    from safeground.flow.bracket import bracket
    from safeground.flow.problem import read_problem

    try:
        from safeground.flow.resumed import Solved
    except ImportError:
        return {"not_run": "this engine starts from no former bracket"}
    from safeground.flow.replay import replay

    problem = read_problem(path)
    first = bracket(problem, gap=gap, seconds=seconds)
    if first.schedule is None:
        return {"stopped": "the first bracket, without a schedule"}
    used = np.bincount(
        problem.street_id[first.schedule.arc], first.schedule.persons, minlength=problem.street_id.max() + 1
    )
    changed = without(problem, int(np.argmax(used)))
    began = time.perf_counter()
    again = bracket(changed, gap=gap, seconds=seconds, after=Solved(problem, first))
    took = time.perf_counter() - began
    if again.schedule is not None:
        replay(changed, again.schedule)
    return {"first_gap": first.gap, "seconds": took, "gap": again.gap, "no_upper": again.no_upper}


def without(problem: Problem, street: int) -> Problem:
    """Return a problem without the arcs of one street."""
    assert not len(problem.window_arc), "windows would have to be numbered anew"
    kept = problem.street_id != street
    of_arcs = ("tail", "head", "transit_s", "capacity_per_s", "street_id")
    return replace(problem, **{name: getattr(problem, name)[kept] for name in of_arcs})


def main(mode: str, path: str, *numbers: str) -> None:
    if mode == "bracket":
        gap, seconds = map(float, numbers)
        found = run(Path(path), gap, seconds, "both")
    elif mode == "again":
        gap, seconds = map(float, numbers)
        found = run_again(Path(path), gap, seconds)
    else:
        assert mode == "lower", mode
        found = run(Path(path), 0.0, float(*numbers), "lower")
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
