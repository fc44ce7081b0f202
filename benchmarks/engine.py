"""One run of the engine in a process of its own: ``python -m benchmarks.engine PROBLEM.npz GAP SECONDS``."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(path: str, gap: str, seconds: str) -> None:
    began = time.perf_counter()
    from safeground.flow.bracket import bracket
    from safeground.flow.certificate import check
    from safeground.flow.problem import read_problem
    from safeground.flow.simple_cut import simple_cut

    imported = time.perf_counter()
    base = peak_mb()
    problem = read_problem(Path(path))
    loaded = time.perf_counter()
    found = bracket(problem, gap=float(gap), seconds=float(seconds))
    solved = time.perf_counter()
    peak = peak_mb()
    if found.certificate is not None:
        check(problem, found.certificate)
    checked = time.perf_counter()
    cut = simple_cut(problem, found.source_set)
    result = {
        "nodes": problem.nodes,
        "arcs": len(problem.tail),
        "persons": found.persons,
        "import_s": imported - began,
        "load_s": loaded - imported,
        "bracket_s": solved - loaded,
        "check_s": checked - solved,
        "simple_cut_s": time.perf_counter() - checked,
        "lower_s": found.lower_s,
        "upper_s": found.upper_s,
        "gap": found.gap,
        "no_upper": found.no_upper,
        "simple_cut_share": cut.lower_s / found.lower_s if found.lower_s else None,
        "simple_cut_streets": len(cut.arcs),
        "base_mb": base,
        "peak_mb": peak,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
