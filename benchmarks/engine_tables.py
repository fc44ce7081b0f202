"""What was measured of the engine as Markdown tables: figure, goal beside it, whether it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.figures import (
    above_mb,
    best_lower,
    best_run,
    gap,
    goal_words,
    holds,
    seconds,
    table,
    unfinished,
    yes,
)

if TYPE_CHECKING:
    from benchmarks.figures import Found

LOWER_WITHIN = 0.01


def engine_table(cases: list[Found]) -> str:
    """Return the goals, and what a whole process reached."""
    head = (
        "network", "nodes / arcs", "persons", "goal", "gap in that time", "time (CPU) to that gap",
        "peak memory (above imports)", "reached",
    )  # fmt: skip
    rows = []
    for case in cases:
        for goal in case["goals"]:
            in_time, to_gap = goal["in_time"], goal["later"] or goal["in_time"]
            if unfinished(in_time):
                rows.append((case["name"], "", "", goal_words(goal), unfinished(in_time), "", "", "**no**"))
                continue
            rows.append(
                (
                    case["name"],
                    f"{in_time['nodes']:,} / {in_time['arcs']:,}",
                    f"{in_time['persons']:,.0f}",
                    goal_words(goal),
                    gap(in_time),
                    _time_to_gap(goal, to_gap),
                    _memory(goal),
                    _reached(goal, in_time),
                )
            )
    return table(head, rows)


def parts_table(cases: list[Found]) -> str:
    """Return what else a user waits for."""
    head = (
        "network", "imports", "reading", "proof alone", "of the best bound", "check of the proof",
        "replay of the schedule", "simple cut", "again, busiest street closed",
    )  # fmt: skip
    rows = []
    for case in cases:
        best, lower = best_run(case), case["lower"]
        if unfinished(best):
            continue
        alone = unfinished(lower) or _lower_time(case, lower)
        share = "" if unfinished(lower) else f"{lower['lower_s'] / best_lower(case):.2%}"
        rows.append(
            (
                case["name"],
                seconds(best["import_s"]),
                seconds(best["load_s"]),
                alone,
                share,
                seconds(best.get("check_s")),
                seconds(best.get("replay_s")),
                _simple_cut(best),
                _again(case),
            )
        )
    return table(head, rows)


def exact_table(cases: list[Found]) -> str:
    """Return brackets beside the exact least time."""
    head = ("network", "exact least time", "bracket", "holds")
    rows = []
    for case in cases:
        best = best_run(case)
        if case["least_s"] is None or unfinished(best):
            continue
        not_by, by = case["least_s"]
        rows.append(
            (
                case["name"],
                f"in ({not_by:,.0f}, {by:,.0f}] s",
                f"{best['lower_s']:,.1f} s to {_upper(best)}",
                "yes" if holds(case) else "**NO**",
            )
        )
    return table(head, rows)


def _time_to_gap(goal: Found, found: Found) -> str:
    if unfinished(found):
        return unfinished(found)
    if found["gap"] is not None and found["gap"] <= goal["gap"]:
        return f"{found['whole_s']:.1f} s ({found['cpu_s']:.1f} s)"
    return f"not in {found['whole_s']:.1f} s ({gap(found)})"


def _peak(goal: Found) -> Found:
    """Return the run that took more memory."""
    runs = [run for run in (goal["in_time"], goal["later"]) if run and not unfinished(run)]
    return max(runs, key=lambda run: float(run["peak_mb"]))


def _memory(goal: Found) -> str:
    most = _peak(goal)
    return f"{most['peak_mb']:,.0f} MB ({above_mb(most):,.0f})"


def _reached(goal: Found, found: Found) -> str:
    in_time = found["gap"] is not None and found["gap"] <= goal["gap"] and found["whole_s"] <= goal["seconds"]
    words = f"gap {yes(in_time)}"
    if goal["memory_mb"]:
        words += f", memory {yes(_peak(goal)['peak_mb'] <= goal['memory_mb'])}"
    return words


def _lower_time(case: Found, lower: Found) -> str:
    goal = case["lower_goal_s"]
    if not goal:
        return f"{lower['whole_s']:.1f} s"
    within = lower["lower_s"] >= best_lower(case) * (1 - LOWER_WITHIN)
    reached = within and lower["whole_s"] <= goal
    return f"{lower['whole_s']:.1f} s (goal: within {LOWER_WITHIN:.0%} in {goal:g} s: {yes(reached)})"


def _again(case: Found) -> str:
    """Return how long it takes from a former bracket, and the gap before and after."""
    found = case.get("again")
    if found is None:
        return ""
    return unfinished(found) or f"{seconds(found['seconds'])}, gap {found['first_gap']:.2%} to {gap(found)}"


def _simple_cut(found: Found) -> str:
    share = f"{found['simple_cut_share']:.1%} of the bound by {found['simple_cut_streets']} arcs"
    return f"{share}, {seconds(found['simple_cut_s'])}"


def _upper(found: Found) -> str:
    return "none" if found["upper_s"] is None else f"{found['upper_s']:,.1f} s"
