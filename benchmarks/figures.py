"""Words for single figures, which all tables use, and what must never be among them."""

from __future__ import annotations

from typing import Any

Found = dict[str, Any]
Row = tuple[str, ...]

_WORDS = {"stopped": "stopped at", "failed": "failed:", "not_run": "not run:"}


def table(head: Row, rows: list[Row]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def best_lower(case: Found) -> float:
    """Return the best proven bound of all runs [s]."""
    runs = [run for goal in case["goals"] for run in (goal["in_time"], goal["later"]) if run]
    return max(float(run["lower_s"]) for run in (*runs, case["lower"]) if "lower_s" in run)


def above_mb(found: Found) -> float:
    return float(found["peak_mb"] - found["base_mb"])


def best_run(case: Found) -> Found:
    """Return the run for the smallest gap."""
    last = case["goals"][-1]
    best: Found = last["later"] or last["in_time"]
    return best


def holds(case: Found) -> bool:
    """Whether the exact least time may lie in the bracket."""
    best = best_run(case)
    not_by, by = case["least_s"]
    return bool(best["lower_s"] <= by and (best["upper_s"] is None or best["upper_s"] > not_by))


def faults(cases: list[Found]) -> list[str]:
    """Return what must never be: values that differ, a bracket beside the exact time, a failed program."""
    found = []
    for case in cases:
        if case["least_s"] is not None and not unfinished(best_run(case)) and not holds(case):
            found.append(f"{case['name']}: the bracket does not hold the exact least time")
        runs = [(f"goal {goal_words(goal)}", goal["in_time"]) for goal in case["goals"]]
        runs += [("proof alone", case["lower"]), *case.get("beside", {}).items()]
        runs += [("again", case["again"])] if "again" in case else []
        runs += [("classic", run) for run in case.get("classic", ())]
        runs += [("planner", run) for run in case.get("planner", ())]
        found += [f"{case['name']}, {name}: {run['failed']}" for name, run in runs if "failed" in run]
        ours = None
        for program, run in case.get("beside", {}).items():
            ours = run if program.startswith("safeground") else ours
            if ours and "value" in run and "value" in ours and run["value"] != ours["value"]:
                found.append(f"{case['name']}: {program} finds {run['value']}, the engine {ours['value']}")
    return found


def unfinished(found: Found) -> str:
    return next((f"{word} {found[key]}" for key, word in _WORDS.items() if key in found), "")


def goal_words(goal: Found) -> str:
    memory = f", {goal['memory_mb']:,.0f} MB" if goal["memory_mb"] else ""
    return f"≤ {goal['gap']:.1%} in {goal['seconds']:g} s{memory}"


def gap(found: Found) -> str:
    if found["gap"] is not None:
        return f"{found['gap']:.2%}"
    return f"none: {found['no_upper']}" if found["no_upper"] else "none"


def seconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{1000 * value:.3g} ms" if value < 0.9995 else f"{value:.1f} s"


def yes(reached: bool) -> str:
    return "yes" if reached else "**no**"
