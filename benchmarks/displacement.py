"""Measure displacement: ``python -m benchmarks.displacement [--docs] [--quick]``.

Places whose ways bind one another, up to 20 places, 180 days, 300 claims: time, memory, and how it grows;
beside scipy's HiGHS alone, which starts anew each time, and beside two programmes for each number. Every
measurement is a process of its own, stopped at a limit. ``--docs`` puts the table into
``docs/benchmarks.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.figures import table, unfinished
from benchmarks.manual import put_between
from benchmarks.process import Limits, measure
from benchmarks.results import new_results

SIZES = ((5, 45, 60), (10, 90, 150), (20, 180, 300))
WAYS = ("warm", "anew", "each")
OUT = Path(__file__).parent / "out" / "displacement.json"
BEGIN, END = "<!-- displacement measured: begin -->", "<!-- displacement measured: end -->"
LIMITS = Limits(240.0, 4000.0)
HEAD = (
    "places × days × claims",
    "numbers, of them with an upper end",
    "one solver kept warm",
    "memory",
    "scipy alone",
    "two programmes a number, in proportion",
)


def main() -> int:
    words = argparse.ArgumentParser(
        prog="python -m benchmarks.displacement", description=__doc__.splitlines()[0]
    )
    words.add_argument("--docs", action="store_true", help="put the table into docs/benchmarks.md")
    words.add_argument("--quick", action="store_true", help="the smallest size only")
    asked = words.parse_args()
    found = []
    for size in SIZES[:1] if asked.quick else SIZES:
        runs = {way: measure("benchmarks.displacement_run", *size, way, limits=LIMITS) for way in WAYS}
        found.append({"size": size, "load": os.getloadavg()[0], **runs})
        print(json.dumps(found[-1]), file=sys.stderr, flush=True)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1), encoding="utf-8")
    shown = text(found)
    print(shown)
    if asked.docs:
        put_between(BEGIN, END, shown)
    wrong = [one["size"] for one in found if one["warm"].get("conflicts")]
    for size in wrong:
        print(f"WRONG: {size}: claims that are true of one course do not hold together", file=sys.stderr)
    return 1 if wrong else 0


def text(found: list[dict[str, Any]]) -> str:
    """Return the table as Markdown."""
    about = new_results(quick=False, limits=str(LIMITS))
    head = (
        f"Measured {about['date']} on {about['machine']}; load during the run up to "
        f"{max(one['load'] for one in found):.0f}. Times of the processor; a process is stopped at {LIMITS}."
    )
    rows = []
    for one in found:
        warm, anew, each = (one[way] for way in WAYS)
        counted = f"{warm['numbers']:,}, {warm['bounded']:,.0f}" if "numbers" in warm else ""
        cells = (
            " × ".join(map(str, one["size"])),
            counted,
            _time(warm),
            f"{warm['peak_mb']:,.0f} MB" if "peak_mb" in warm else "",
            _time(anew),
            _in_all(each),
        )
        rows.append(cells)
    return head + "\n\n" + table(HEAD, rows)


def _time(run: dict[str, Any]) -> str:
    return f"{run['time']['cpu_s']:.1f} s" if "time" in run else unfinished(run)


def _in_all(run: dict[str, Any]) -> str:
    if "all_s" not in run:
        return unfinished(run)
    return f"{run['all_s']:,.0f} s" if run["all_s"] < 3600 else f"{run['all_s'] / 3600:,.1f} h"


if __name__ == "__main__":
    sys.exit(main())
