"""Measure supplies: ``python -m benchmarks.supply [--docs]``.

Sizes up to 200 places, 90 days, 6 commodities: time, memory, solving again after a gate closes, max–min
to its end; beside OR-tools (GLOP, a simplex method; PDLP, a first-order one) on the same programme. Every
measurement is a process of its own, stopped at a limit. ``--docs`` puts the table into
``docs/benchmarks.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.figures import table, unfinished
from benchmarks.manual import put_between
from benchmarks.process import Limits, measure
from benchmarks.results import new_results

SIZES = ((50, 30, 4), (100, 60, 6), (200, 90, 6))
OUT = Path(__file__).parent / "out" / "supply.json"
BEGIN, END = "<!-- supplies measured: begin -->", "<!-- supplies measured: end -->"
LIMITS = Limits(240.0, 6000.0)
OTHERS = ("GLOP", "PDLP")
HEAD = (
    "places × days × commodities",
    "columns, rows",
    "the most, with proof and replay",
    "again, a gate closed",
    "memory",
    "max–min, all levels",
    "GLOP, as ratio",
    "PDLP, as ratio",
)


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m benchmarks.supply", description=__doc__.splitlines()[0])
    words.add_argument("--docs", action="store_true", help="put the table into docs/benchmarks.md")
    words.add_argument("--quick", action="store_true", help="the smallest size only")
    asked = words.parse_args()
    found = []
    for size in SIZES[:1] if asked.quick else SIZES:
        runs = {
            what: measure("benchmarks.supply_run", *size, what, limits=LIMITS)
            for what in ("most", "fair", *OTHERS)
        }
        found.append({"size": size, "load": os.getloadavg()[0], **runs})
        print(json.dumps(found[-1]), file=sys.stderr, flush=True)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1), encoding="utf-8")
    shown = text(found)
    print(shown)
    if asked.docs:
        put_between(BEGIN, END, shown)
    return 1 if faults(found) else 0


def faults(found: list[dict[str, Any]]) -> list[str]:
    """Return where two programs that must agree do not."""
    wrong = []
    for one in found:
        own = one["most"].get("share")
        fair = one["fair"]
        if "first" in fair and fair["floor"] > fair["bound"] * (1 + 1e-9):
            wrong.append(f"{one['size']}: a smallest share of {fair['floor']}, at most {fair['bound']}")
        for name, near in (("GLOP", 1e-6), ("PDLP", 1e-3)):
            share = one[name].get("share")
            if own is not None and share is not None and abs(own - share) > near * own:
                wrong.append(f"{one['size']}: {own} here, {share} by {name}")
    for line in wrong:
        print(f"WRONG: {line}", file=sys.stderr)
    return wrong


def text(found: list[dict[str, Any]]) -> str:
    """Return the table as Markdown."""
    about = new_results(quick=False, limits=str(LIMITS))
    names = ("numpy", "scipy", "highspy", "ortools")
    versions = ", ".join(f"{name} {_version(name)}" for name in names)
    head = (
        f"Measured {about['date']} on {about['machine']}; load during the run up to "
        f"{max(one['load'] for one in found):.0f}. {versions}. Times of the clock, in brackets of the "
        f"processor; a process is stopped at {LIMITS}."
    )
    rows = []
    for one in found:
        most = one["most"]
        cells = [" × ".join(map(str, one["size"]))]
        if "first" in most:
            cells += [
                f"{most['columns']:,}, {most['rows']:,}",
                _time(most["first"]),
                _time(most["again"]) + ("" if most["goes_on"] else " (anew)"),
                f"{most['peak_mb']:,.0f} MB",
            ]
        else:
            cells += ["", unfinished(most), "", ""]
        fair = one["fair"]
        cells.append(
            f"{_time(fair['first'])}; levels: {fair['levels']}; "
            f"{fair['settled']} of {fair['shares']} shares; "
            f"smallest {fair['floor']:.5f} of at most {fair['bound']:.5f}, {fair['peak_mb']:,.0f} MB"
            if "first" in fair
            else unfinished(fair)
        )
        for name in OTHERS:
            run = one[name]
            if "first" in run and "first" in most:
                ratio = run["first"]["cpu_s"] / most["first"]["cpu_s"]
                cells.append(f"{_time(run['first'])}: {ratio:.1f}")
            else:
                cells.append(unfinished(run))
        rows.append(tuple(cells))
    return head + "\n\n" + table(HEAD, rows)


def _time(lap: dict[str, float]) -> str:
    return f"{lap['s']:.1f} s ({lap['cpu_s']:.1f})"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    sys.exit(main())
