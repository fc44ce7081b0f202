"""Other programs beside the engine as Markdown tables: ratios, goal beside them, whether it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.figures import above_mb, best_lower, best_run, gap, seconds, table, unfinished, yes

if TYPE_CHECKING:
    from benchmarks.figures import Found, Row

TIMES_FASTER, TIMES_SMALLER, TIMES_FASTER_THAN_CLASSIC = 10.0, 20.0, 100.0
WORTH_COMPARING_ARCS = 1_000_000
"""Below, times are those of starting, and memory is the arrays' fixed size."""


def beside_table(cases: list[Found]) -> str:
    """Return the programs that solve one expansion, with their ratios to the engine."""
    head = (
        "network", "layers", "program", "arrive", "time (building)", "memory above imports",
        "time to engine's", "memory to engine's", "value", "goal reached",
    )  # fmt: skip
    rows = []
    for case in cases:
        ours = None
        for program, found in case.get("beside", {}).items():
            if program.startswith("safeground"):
                ours = found
            rows.append(_beside_row(case["name"], program, found, ours))
    return table(head, rows)


def _beside_row(name: str, program: str, found: Found, ours: Found | None) -> Row:
    why = unfinished(found)
    if why:
        return (name, f"{found.get('layers', '')}", program, why, "", "", "", "", "", "")
    size = f" × {found['expanded_arcs']:,} arcs" if "expanded_arcs" in found else ""
    row = (
        name,
        f"{found['layers']} of {found['width_s']:,.0f} s{size}",
        program,
        f"{found['value'] / found['people']:.4%}",
        seconds(found["seconds"]) + (f" ({seconds(found['build_s'])})" if "build_s" in found else ""),
        f"{above_mb(found):,.0f} MB",
    )
    if found is ours or ours is None or unfinished(ours):
        return (*row, "", "", "", "")
    faster = found["seconds"] / ours["seconds"]
    smaller = above_mb(found) / max(above_mb(ours), 1.0)  # below 1 MB the kernel counts pages in bulk
    reached = ""
    if program == "ortools" and found["expanded_arcs"] >= WORTH_COMPARING_ARCS:
        time, memory = yes(faster >= TIMES_FASTER), yes(smaller >= TIMES_SMALLER)
        reached = f"≥ {TIMES_FASTER:g}×: {time}, ≥ {TIMES_SMALLER:g}×: {memory}"
    same = "equal" if found["value"] == ours["value"] else "**NOT EQUAL**"
    return (*row, f"{faster:,.1f}×", f"{smaller:,.0f}×", same, reached)


def classic_table(cases: list[Found]) -> str:
    """Return the classic expansion at the engine's own error: the last step tried, and those before."""
    head = (
        "network", "engine: gap, time", "arrive in longer steps", "last step", "arrive", "arcs",
        "time (building)", "memory above imports", "time to engine's", "≥ 100× reached",
    )  # fmt: skip
    rows = []
    for case in cases:
        tried = case.get("classic")
        if tried:
            rows.append(_classic_row(case["name"], best_run(case), tried))
    return table(head, rows)


def _classic_row(name: str, best: Found, tried: list[Found]) -> Row:
    last = tried[-1]
    before = ", ".join(f"{found['step_s']:g} s {found['share']:.1%}" for found in tried[:-1])
    row = (name, f"{gap(best)}, {best['bracket_s']:.2f} s", before, f"{last['step_s']:g} s")
    why = unfinished(last)
    if why:
        return (*row, why, "", "", "", *_classic_at_least(best, tried))
    ratio = last["seconds"] / best["bracket_s"]
    row = (
        *row,
        "all" if last["all_arrive"] else f"{last['share']:.2%}",
        f"{last['expanded_arcs']:,}",
        f"{seconds(last['seconds'])} ({seconds(last['build_s'])})",
        f"{above_mb(last):,.0f} MB",
    )
    if last["all_arrive"]:
        return (*row, f"{ratio:,.1f}×", yes(ratio >= TIMES_FASTER_THAN_CLASSIC))
    return (*row, *_classic_at_least(best, tried))


def _classic_at_least(best: Found, tried: list[Found]) -> tuple[str, str]:
    """Return the ratio of the longest run that did not get there: it would take longer still."""
    longest = max((found["seconds"] for found in tried if "seconds" in found), default=0.0)
    stopped = tried[-1].get("stopped", "")
    if stopped.endswith(" s"):
        longest = max(longest, float(stopped.removesuffix(" s")))
    ratio = longest / best["bracket_s"]
    if not ratio:
        return "", ""
    return f"> {ratio:,.1f}×", yes(True) if ratio >= TIMES_FASTER_THAN_CLASSIC else "not known"


def planner_table(cases: list[Found]) -> str:
    """Return what the route planner finds."""
    head = (
        "network",
        "layers",
        "routes",
        "above the proven bound",
        "time",
        "engine: gap, time",
        "time to engine's",
    )
    rows = []
    for case in cases:
        best = best_run(case)
        for found in case.get("planner", ()):
            own = f"{gap(best)}, {best['bracket_s']:.2f} s"
            why = unfinished(found)
            if why:
                rows.append((case["name"], f"{found['layers']}", "", why, "", own, ""))
                continue
            above = (
                f"{found['upper_s'] / best_lower(case) - 1:.1%}"
                if found["all_arrive"]
                else f"{1 - found['share']:.1%} have no route within 3 times the bound"
            )
            rows.append(
                (
                    case["name"],
                    f"{found['layers']} of {found['width_s']:,.0f} s",
                    f"{found['routes']:,}",
                    above,
                    seconds(found["seconds"]),
                    own,
                    f"{found['seconds'] / best['bracket_s']:,.1f}×",
                )
            )
    return table(head, rows)
