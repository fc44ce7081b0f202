"""A run's results: kept as JSON, shown as text and as a drawing, put into the documents."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import engine_tables, program_tables
from benchmarks.drawing import Line, Panel, draw
from benchmarks.figures import above_mb, unfinished
from benchmarks.manual import DOCS, put_between

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PROGRAMS = ("safeground", "numpy", "numba", "scipy", "ortools")


def new_results(*, quick: bool, limits: str) -> dict[str, Any]:
    """Return results with the machine and no case yet."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "quick": quick,
        "limits": limits,
        "machine": f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB; {platform.system()}",
        "load": os.getloadavg()[0],
        "versions": {"Python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in PROGRAMS},
        "cases": [],
        "left_out": [],
        "first_run": None,
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def text(results: dict[str, Any]) -> str:
    """Return all tables as Markdown."""
    cases = results["cases"]
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    others = (
        f"Other programs are stopped at {results['limits']}; one that a limit stopped on a strip is not run "
        "on larger ones."
    )
    parts = [
        f"Measured {results['date']} on {results['machine']}; load before the run {results['load']:.1f}. "
        f"{versions}." + (" The short run." if results["quick"] else ""),
        "### The engine\n\n" + engine_tables.engine_table(cases),
        engine_tables.parts_table(cases),
        _first_run(results["first_run"]),
        "### Against the exact least time\n\n" + engine_tables.exact_table(cases),
        "### Other programs on the same expansion\n\n" + others,
        program_tables.beside_table(cases),
        "### The classic expansion at equal error\n\n" + program_tables.classic_table(cases),
        "### A route planner\n\n" + program_tables.planner_table(cases),
        _tuned(cases),
        "\n".join(f"Left out: {name}: {why}." for name, why in results["left_out"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _first_run(found: dict[str, Any] | None) -> str:
    if found is None:
        return ""
    cold, warm = found["cold"], found["warm"]
    if "whole_s" not in cold or "whole_s" not in warm:
        why = unfinished(cold) or unfinished(warm)
        return f"The first run on {found['name']}, with nothing compiled: {why}."
    return (
        f"First run, with nothing compiled ({found['name']}): {cold['whole_s']:.1f} s; the next "
        f"{warm['whole_s']:.1f} s. So compiling takes {cold['whole_s'] - warm['whole_s']:.1f} s, once a "
        "machine."
    )


def _tuned(cases: list[dict[str, Any]]) -> str:
    tuned = [case["name"] for case in cases if case["tuned"]]
    if not tuned:
        return ""
    return f"The engine's settings were chosen on {', '.join(tuned)}, and on none of the others."


def drawing(results: dict[str, Any]) -> str:
    """Return cost against size on the strips, as SVG; nothing where there is no strip."""
    points: dict[str, list[tuple[float, float, float]]] = {}
    for case in results["cases"]:
        if case["line"]:
            for name, arcs, seconds, memory_mb in _costs(case):
                points.setdefault(name, []).append((arcs, seconds, max(memory_mb, 1.0)))
    if not points:
        return ""
    times = tuple(Line(name, tuple((at[0], at[1]) for at in all_)) for name, all_ in points.items())
    memory = tuple(Line(name, tuple((at[0], at[2]) for at in all_)) for name, all_ in points.items())
    described = "; ".join(
        f"{name}: " + ", ".join(f"{arcs:,.0f} arcs {s:.3g} s {mb:,.0f} MB" for arcs, s, mb in all_)
        for name, all_ in points.items()
    )
    panels = (Panel("Time", "s", times), Panel("Memory above imports", "MB", memory))
    return draw("Cost against size, synthetic strips", described, "arcs", panels)


def _costs(case: dict[str, Any]) -> list[tuple[str, float, float, float]]:
    """Return (name, arcs, seconds, memory) of each program that finished what it is measured at."""
    last = case["goals"][-1]
    best = last["later"] or last["in_time"]
    if "arcs" not in best:
        return []
    found = []
    if best["gap"] is not None and best["gap"] <= last["gap"]:
        found.append(("Safeground, bracket to its goal", best))
    if "lower_s" in case["lower"]:
        found.append(("Safeground, proof alone", case["lower"]))
    beside = case.get("beside", {})
    layers = beside.get("safeground", {}).get("layers")
    for program, shown in (("safeground", "Safeground"), ("ortools", "OR-tools")):
        if "seconds" in beside.get(program, {}) and layers == 75:
            found.append((f"{shown}, one flow on 75 layers", beside[program]))
    found += [
        ("Classic expansion, equal error", run) for run in case.get("classic", ()) if run.get("all_arrive")
    ]
    found += [
        ("Route planner, 225 layers", run) for run in case.get("planner", ())[:1] if run.get("all_arrive")
    ]
    return [
        (name, best["arcs"], run.get("bracket_s", run.get("seconds")), above_mb(run)) for name, run in found
    ]


def put_into_docs(results: dict[str, Any], docs: Path = DOCS) -> None:
    """Replace what stands between the marks in ``benchmarks.md``, and the drawing."""
    shown = drawing(results)
    words = [text(results)]
    if shown:
        (docs / "images" / "benchmarks.svg").write_text(shown, encoding="utf-8")
        words.append("### Cost against size\n\n![Cost against size.](images/benchmarks.svg)")
    put_between(BEGIN, END, "\n\n".join(words), docs)
