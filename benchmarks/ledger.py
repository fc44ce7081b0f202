"""Measure the ledger beside simpler ways: ``python -m benchmarks.ledger [--claims N] [--docs]``.

Each step is a process of its own. ``--docs`` puts the table into the manual. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.cases import OUT
from benchmarks.ledger_ways import ASKED, BATCH, CLAIMS_A_SUBJECT
from benchmarks.manual import DOCS, put_between
from benchmarks.process import Limits, measure
from benchmarks.results import new_results

BEGIN, END = "<!-- ledger: begin -->", "<!-- ledger: end -->"
ORDER = (
    ("fill", "ledger"), ("ask", "ledger"), ("verify", "ledger"), ("backup", "ledger"), ("erase", "ledger"),
    ("import", "ledger"), ("fill", "plain"), ("ask", "plain"), ("fill", "lines"), ("ask", "lines"),
)  # fmt: skip
WAYS = {"ledger": "the ledger", "plain": "SQLite, one table", "lines": "JSON Lines file"}
Found = dict[str, Any]


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__.splitlines()[0])
    words.add_argument("--claims", type=int, default=1_000_000)
    words.add_argument("--docs", action="store_true", help="put the table into docs/benchmarks.md")
    words.add_argument("--folder", type=Path, help="where the files are made; else the system's own")
    asked = words.parse_args()
    results = measure_all(asked.claims, asked.folder)
    OUT.mkdir(exist_ok=True)
    (OUT / "ledger.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(text(results))
    if asked.docs:
        put_into_docs(text(results))
    wrong = faults(results)
    for line in wrong:
        print(f"WRONG: {line}", file=sys.stderr)
    return 1 if wrong else 0


def measure_all(claims: int, folder: Path | None = None) -> Found:
    """Take every step, in order; the files are gone afterwards."""
    frame = new_results(quick=False, limits="")
    results: Found = {name: frame[name] for name in ("date", "machine", "load", "versions")}
    results |= {"claims": claims, "steps": {}}
    with tempfile.TemporaryDirectory(dir=folder) as name:
        for step, way in ORDER:
            print(f"{WAYS[way]}: {step}", file=sys.stderr, flush=True)
            words = (step, way, name, claims)
            results["steps"][f"{step} {way}"] = measure(
                "benchmarks.ledger_ways", *words, limits=Limits(1800.0, 8000.0)
            )
    return results


def faults(results: Found) -> list[str]:
    """Return what is wrong with the measurements themselves."""
    steps = results["steps"]
    wrong = [f"{name}: {found}" for name, found in steps.items() if "peak_mb" not in found]
    if not wrong:
        if not steps["verify ledger"]["holds"]:
            wrong.append("the ledger does not hold")
        if steps["import ledger"]["new"] != [steps["import ledger"]["rows"], 0]:
            wrong.append(f"imported twice, it added {steps['import ledger']['new']} claims")
        counts = {steps[f"ask {way}"]["found"] for way in WAYS}
        if len(counts) > 1:
            wrong.append(f"the ways found different numbers of claims: {counts}")
    return wrong


def text(results: Found) -> str:
    """Return the table as Markdown."""
    steps, claims = results["steps"], results["claims"]
    if any("peak_mb" not in found for found in steps.values()):
        return "\n".join(f"{name}: {found}" for name, found in steps.items())
    own, ask, put = steps["fill ledger"], steps["ask ledger"], steps["import ledger"]
    memory = " / ".join(f"{steps[f'{step} ledger']['peak_mb']:,.0f}" for step in ("fill", "ask", "verify"))
    versions = f"Python {results['versions']['Python']}"
    rows = [
        (
            "appended, batches of 1,000 claims",
            f"{claims / own['seconds']:,.0f} claims/s ({claims / own['cpu_s']:,.0f})",
        ),
        ("one claim at a time, each on disk, p50", _ms(own, "single_p50")),
        (f"known at a moment, one subject of {ask['found']:,} claims, p50", _ms(ask, "ask_p50")),
        ("the same, p99", _ms(ask, "ask_p99")),
        ("opened for reading, p50", _ms(ask, "open_p50")),
        ("verified", _s(steps["verify ledger"])),
        ("backed up, with verifying the copy", _s(steps["backup ledger"])),
        ("one claim erased, the file written anew", _s(steps["erase ledger"])),
        (
            f"{put['rows']:,} rows of CSV imported, looked through and appended",
            f"{_s(put)}: {put['rows'] / put['seconds']:,.0f} rows/s ({put['rows'] / put['cpu_s']:,.0f})",
        ),
        (
            "the same again, which adds nothing",
            _s({"seconds": put["again_seconds"], "cpu_s": put["again_cpu_s"]}),
        ),
        ("file", f"{own['bytes'] / 1e6:,.0f} MB, {own['bytes'] / claims:,.0f} bytes a claim"),
        ("memory, appending / asking / verifying", f"{memory} MB"),
    ]
    beside = [_beside(way, steps) for way in WAYS]
    head = (
        f"Measured {results['date']} on {results['machine']}; load before the run {results['load']:.1f}. "
        f"{versions}. {claims:,} claims, {own['events']:,} events, {CLAIMS_A_SUBJECT} claims a subject, "
        f"batches of {BATCH:,}, {ASKED} subjects asked."
    )
    return "\n\n".join(
        (
            head,
            "| the ledger | |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in rows),
            "| | appended | × | a subject's claims found, p50 | × | file | × |\n"
            "|---|---|---|---|---|---|---|\n" + "\n".join(beside),
        )
    )


def _beside(way: str, steps: dict[str, Found]) -> str:
    fill, ask = steps[f"fill {way}"], steps[f"ask {way}"]
    own_fill, own_ask = steps["fill ledger"], steps["ask ledger"]
    cells = (
        WAYS[way],
        _s(fill),
        f"{fill['cpu_s'] / own_fill['cpu_s']:.2f}",
        _ms(ask, "find_p50"),
        f"{ask['find_p50_cpu_ms'] / own_ask['find_p50_cpu_ms']:,.2f}",
        f"{fill['bytes'] / 1e6:,.0f} MB",
        f"{fill['bytes'] / own_fill['bytes']:.2f}",
    )
    return f"| {' | '.join(cells)} |"


def _s(found: Found) -> str:
    return f"{found['seconds']:,.1f} s ({found['cpu_s']:,.1f})"


def _ms(found: Found, name: str) -> str:
    return f"{found[f'{name}_ms']:,.1f} ms ({found[f'{name}_cpu_ms']:,.1f})"


def put_into_docs(shown: str, docs: Path = DOCS) -> None:
    """Replace the table in the manual."""
    put_between(BEGIN, END, shown, docs)


if __name__ == "__main__":
    sys.exit(main())
