"""Measure the engine beside other programs: ``python -m benchmarks [--quick] [--only NAME ...] [--docs]``.

Every measurement is a process of its own, stopped at a limit. Results are kept in ``benchmarks/out/`` case by
case; ``--docs`` puts them into the manual, with ``--from`` those of an earlier run. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import results as shown
from benchmarks.cases import CASES, OUT
from benchmarks.figures import faults
from benchmarks.measuring import STEPS_S, Measuring, clear_out
from benchmarks.process import Limits

if TYPE_CHECKING:
    from benchmarks.cases import Case

FIRST_RUN_ON = "strip 3k"
FULL, QUICK = Limits(120.0, 6000.0), Limits(5.0, 2000.0)


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    words.add_argument("--quick", action="store_true", help="small networks and short limits: two minutes")
    words.add_argument("--only", nargs="+", metavar="NAME", help="these networks only")
    words.add_argument("--docs", action="store_true", help="put the results into docs/benchmarks.md")
    words.add_argument("--from", type=Path, metavar="FILE", dest="file", help="show these results")
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the process measured ends, too
    known = {case.name: case for case in CASES}
    unknown = [name for name in asked.only or () if name not in known]
    if unknown:
        words.error(f"no network named {', '.join(unknown)}; there are: {', '.join(known)}")
    if asked.file:
        results = json.loads(asked.file.read_text(encoding="utf-8"))
    else:
        chosen = [case for case in CASES if (case.quick or not asked.quick)]
        if asked.only:
            chosen = [known[name] for name in asked.only]
        results = measure_all(chosen, quick=asked.quick)
    print(shown.text(results))
    if asked.docs:
        shown.put_into_docs(results)
    wrong = faults(results["cases"])
    for line in wrong:
        print(f"WRONG: {line}", file=sys.stderr)
    return 1 if wrong else 0


def measure_all(cases: list[Case], *, quick: bool) -> dict[str, Any]:
    """Measure the cases in order; what there is so far is written after each."""
    limits = QUICK if quick else FULL
    out, began = clear_out(), time.monotonic()
    results = shown.new_results(quick=quick, limits=str(limits))
    measuring = Measuring(limits)
    if quick:
        measuring = Measuring(limits, patience=2.0, most_s=20.0, steps_s=STEPS_S[::2])
    for case in cases:
        found = measuring.case(case)
        if "left_out" in found:
            results["left_out"].append((case.name, found["left_out"]))
        else:
            results["cases"].append(found)
        if case.name == FIRST_RUN_ON and "left_out" not in found:
            results["first_run"] = measuring.first_run(case)
        (out / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
        (out / "results.md").write_text(shown.text(results) + "\n", encoding="utf-8")
        (out / "cost.svg").write_text(shown.drawing(results), encoding="utf-8")
    took = time.monotonic() - began
    print(f"Measured in {took:,.0f} s; written to {OUT}", file=sys.stderr)
    return results


if __name__ == "__main__":
    sys.exit(main())
