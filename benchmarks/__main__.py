"""Measure the engine: ``python -m benchmarks [--strip CROSSINGS ...] [--seconds S] [--gap G] [--seed N]``.

For Porto Alegre (where the real data is: SAFEGROUND_DATA) and synthetic strips: load, bracket, gap and memory
of a whole process; and OR-tools beside the engine on the same expansion. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
OUT = HERE / "out"
LAYERS = 75
MOST_PLACES = 8_000_000
"""Arcs times layers of the common expansion: OR-tools takes about 100 bytes for each."""

ENGINE_HEAD = (
    "case",
    "nodes / arcs",
    "persons",
    "load",
    "bracket [s]",
    "gap",
    "solved in",
    "check",
    "simple cut",
    "peak memory (base)",
)
BESIDE_HEAD = (
    "case",
    "layers",
    "program",
    "persons arriving",
    "time (building)",
    "memory above base",
    "ratio",
)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    words.add_argument("--strip", type=int, nargs="*", default=[25_000, 88_000], metavar="CROSSINGS")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--gap", type=float, default=0.01)
    words.add_argument("--seconds", type=float, default=120.0)
    asked = words.parse_args()
    OUT.mkdir(exist_ok=True)
    engine_rows, beside_rows = [], []
    for name, path in cases(asked.strip, asked.seed):
        print(f"{name}: bracket", file=sys.stderr, flush=True)
        found = run("benchmarks.engine", path, asked.gap, asked.seconds)
        engine_rows.append(engine_row(name, found))
        layers = min(LAYERS, MOST_PLACES // found["arcs"])
        print(f"{name}: the same expansion, two programs", file=sys.stderr, flush=True)
        both = {
            program: run("benchmarks.expansion", program, path, found["lower_s"], layers)
            for program in ("safeground", "ortools")
        }
        beside_rows += beside(name, layers, both)
    text = "\n\n".join(
        [
            "# Measured",
            machine(),
            f"Asked for: gap {asked.gap:.1%}, at most {asked.seconds:g} s; seed {asked.seed}.",
            table(ENGINE_HEAD, engine_rows),
            "OR-tools' SimpleMaxFlow on the same expansion in slack time; the values must be equal.",
            table(BESIDE_HEAD, beside_rows),
        ]
    )
    (OUT / "results.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    print(f"\nWritten to {OUT / 'results.md'}", file=sys.stderr)


def cases(strips: list[int], seed: int) -> Iterator[tuple[str, Path]]:
    """Yield the name and the problem file of each case; files in ``out`` are kept for the next run."""
    named = os.environ.get("SAFEGROUND_DATA")
    data = Path(named) if named else HERE.parents[1] / "shared" / "data"
    if (data / "porto-alegre").is_dir():
        yield "Porto Alegre", build("porto-alegre", f"porto_alegre(Path({str(data / 'porto-alegre')!r}))")
    else:
        print(f"Porto Alegre is left out: set SAFEGROUND_DATA (looked in {data})", file=sys.stderr)
    for crossings in strips:
        yield f"strip {crossings:,}", build(f"strip-{crossings}-{seed}", f"strip({crossings}, {seed})")


def build(stem: str, call: str) -> Path:
    """Write a problem file in a process of its own, if it is not there."""
    path = OUT / f"{stem}.npz"
    if not path.exists():
        print(f"building {path.name}", file=sys.stderr, flush=True)
        module = call.partition("(")[0]
        program = (
            f"from pathlib import Path; from benchmarks.{module} import {module}; "
            f"from safeground.flow.problem import write_problem; write_problem({call}, Path({str(path)!r}))"
        )
        subprocess.run([sys.executable, "-c", program], check=True, cwd=HERE.parent)
    return path


def run(module: str, *words: object) -> dict[str, Any]:
    """Run a measurement in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)
    result = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


def engine_row(name: str, found: dict[str, Any]) -> tuple[str, ...]:
    upper = "none" if found["upper_s"] is None else f"{found['upper_s']:,.0f}"
    share = "" if found["simple_cut_share"] is None else f"{found['simple_cut_share']:.1%} of the bound, "
    return (
        name,
        f"{found['nodes']:,} / {found['arcs']:,}",
        f"{found['persons']:,.0f}",
        f"{found['load_s']:.2f} s",
        f"{found['lower_s']:,.0f} to {upper}",
        found["no_upper"] or f"{found['gap']:.2%}",
        f"{found['bracket_s']:.1f} s",
        f"{1000 * found['check_s']:.0f} ms",
        f"{share}{found['simple_cut_streets']} arcs, {found['simple_cut_s']:.1f} s",
        f"{found['peak_mb']:,.0f} MB ({found['base_mb']:,.0f})",
    )


def beside(name: str, layers: int, both: dict[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return a row for each program, with the ratios of OR-tools to the engine."""
    ours, theirs = both["safeground"], both["ortools"]
    above = {program: one["peak_mb"] - one["base_mb"] for program, one in both.items()}
    same = "equal" if ours["value"] == theirs["value"] else "NOT EQUAL"
    ratio = (
        f"{theirs['seconds'] / ours['seconds']:.1f}× the time, "
        f"{above['ortools'] / max(above['safeground'], 1.0):.0f}× the memory, {same}"
    )
    rows = []
    for program, one in both.items():
        building = f" ({one['build_s']:.1f} s)" if "build_s" in one else ""
        size = f" × {one['expanded_arcs']:,} arcs" if "expanded_arcs" in one else ""
        share = one["value"] / one["people"]
        rows.append(
            (
                name,
                f"{layers} of {one['width_s']:,.0f} s{size}",
                program,
                f"{share:.4%}",
                f"{one['seconds']:.2f} s{building}",
                f"{above[program]:,.0f} MB",
                ratio if program == "ortools" else "",
            )
        )
    return rows


def machine() -> str:
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("safeground", "numpy", "numba", "ortools")
    )
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {os.cpu_count()} cores{load}; "
        f"Python {platform.python_version()}, {versions}."
    )


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
