"""The measurements of one case, each in a process of its own."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.cases import OUT, data_folder
from benchmarks.process import Limits, measure

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.cases import Case, Goal

    Found = dict[str, Any]

LAYERS = 75
MOST_PLACES = 20_000_000
"""Arcs times layers of the expansion that all programs solve: OR-tools takes about 120 bytes for each."""
LP_LAYERS = 20
PLANNER_LAYERS, PLANNER_ARCS = (225, 900), 30_000
"""Layers for the route planner; the second number of them only up to so many arcs."""
STEPS_S = (240.0, 120.0, 60.0, 30.0, 15.0, 7.5, 3.75, 1.875)
"""Steps of the classic expansion, tried until all arrive as early as in the engine's schedule."""
_BUILD = Limits(600.0, 8000.0)
_GRACE_S = 60.0
_EASY_GAP = 0.02


@dataclass
class Measuring:
    """Measures case after case, from small to large.

    Parameters
    ----------
    others
        Limits of the programs beside the engine.
    patience
        Where a goal is not reached in its time, the engine gets so many times that, but at most
        ``most_s``, to reach the goal's gap.
    steps_s
        Steps of the classic expansion that are tried.
    given_up
        Programs that a limit stopped at a size of the line; on larger ones they are not run.
    """

    others: Limits
    patience: float = 3.0
    most_s: float = 240.0
    steps_s: tuple[float, ...] = STEPS_S
    given_up: dict[str, str] = field(default_factory=dict)

    def case(self, case: Case) -> Found:
        """Return all that is measured of a case."""
        if case.data and not (data_folder() / case.data).is_dir():
            why = f"needs the real data: set SAFEGROUND_DATA (looked in {case.data}/ there)"
            return {"name": case.name, "left_out": why}
        say(case.name, "building")
        built = build(case)
        if "failed" in built or "stopped" in built:
            return {"name": case.name, "left_out": f"was not built: {next(iter(built.values()))}"}
        runs = [self._goal(case, goal) for goal in case.goals]
        found: Found = {
            "name": case.name,
            "tuned": case.tuned,
            "line": case.line,
            "least_s": case.least_s,
            "goals": runs,
            "lower": self._lower(case),
            "lower_goal_s": case.lower_goal_s,
        }
        best = runs[-1]["later"] or runs[-1]["in_time"]
        proven = best if "lower_s" in best else found["lower"]
        if "lower_s" in proven:
            found["beside"] = self._same_expansion(case, proven)
        if "lower_s" in best:
            if best["upper_s"] is not None:
                found["again"] = self._again(case)
            if "classic" in case.programs and best["upper_s"] is not None:
                found["classic"] = self._classic(case, best)
            if "planner" in case.programs:
                often = PLANNER_LAYERS if best["arcs"] <= PLANNER_ARCS else PLANNER_LAYERS[:1]
                found["planner"] = [self._planner(case, best, layers) for layers in often]
        return found

    def first_run(self, case: Case) -> Found:
        """Return one run of the engine with nothing compiled, and one with all."""
        words = "bracket", case.path, _EASY_GAP, self.most_s
        say(case.name, "with nothing compiled")
        with tempfile.TemporaryDirectory() as cache:
            cold, warm = (
                measure("benchmarks.engine", *words, limits=self._limits(self.most_s), NUMBA_CACHE_DIR=cache)
                for _ in range(2)
            )
        return {"name": case.name, "cold": cold, "warm": warm}

    def _limits(self, seconds: float) -> Limits:
        return Limits(2 * seconds + _GRACE_S, 8000.0)

    def _again(self, case: Case) -> Found:
        say(case.name, "again after one street closes")
        goal = case.goals[0]
        seconds = min(self.patience * goal.seconds, self.most_s)
        words = "again", case.path, goal.gap, seconds
        return measure("benchmarks.engine", *words, limits=self._limits(2 * seconds))

    def _goal(self, case: Case, goal: Goal) -> Found:
        say(case.name, f"a gap of {goal.gap:.1%} in {goal.seconds:g} s")

        def bracket(seconds: float) -> Found:
            words = "bracket", case.path, goal.gap, seconds
            return measure("benchmarks.engine", *words, limits=self._limits(seconds))

        in_time, later = bracket(goal.seconds), None
        if not reaches(in_time, goal.gap):
            longer = max(goal.seconds, min(self.patience * goal.seconds, self.most_s))
            say(case.name, f"a gap of {goal.gap:.1%} in {longer:g} s")
            later = bracket(longer)
        return {
            "gap": goal.gap,
            "seconds": goal.seconds,
            "memory_mb": goal.memory_mb,
            "in_time": in_time,
            "later": later,
        }

    def _lower(self, case: Case) -> Found:
        say(case.name, "the proof alone")
        seconds = min(self.patience * case.goals[-1].seconds, self.most_s)
        return measure("benchmarks.engine", "lower", case.path, seconds, limits=self._limits(seconds))

    def _same_expansion(self, case: Case, best: Found) -> dict[str, Found]:
        layers = max(1, min(LAYERS, MOST_PLACES // best["arcs"]))

        def solve(program: str, layers: int, limits: Limits) -> Found:
            say(case.name, f"{layers} layers by {program}")
            words = program, case.path, best["lower_s"], layers
            return measure("benchmarks.same_expansion", *words, limits=limits) | {"layers": layers}

        found = {"safeground": solve("safeground", layers, self._limits(self.most_s))}
        for program in ("ortools", "scipy"):
            if program in case.programs:
                found[program] = self._unless_given_up(
                    case, program, lambda program=program: solve(program, layers, self.others)
                )
        if "highs" in case.programs:
            found["safeground, for HiGHS"] = solve("safeground", LP_LAYERS, self._limits(self.most_s))
            found["highs"] = solve("highs", LP_LAYERS, self.others)
        return found

    def _classic(self, case: Case, best: Found) -> list[Found]:
        tried: list[Found] = []
        for step_s in self.steps_s:

            def solve(step_s: float = step_s) -> Found:
                say(case.name, f"classic expansion in steps of {step_s:g} s")
                return measure("benchmarks.classic", case.path, step_s, best["upper_s"], limits=self.others)

            found = self._unless_given_up(case, "classic", solve)
            tried.append(found | {"step_s": step_s})
            if "all_arrive" not in found or found["all_arrive"]:
                break
        return tried

    def _planner(self, case: Case, best: Found, layers: int) -> Found:
        def solve() -> Found:
            say(case.name, f"route planner on {layers} layers")
            limits = Limits(self.others.seconds + _GRACE_S, self.others.memory_mb)
            words = case.path, best["lower_s"], layers, self.others.seconds
            found = measure("benchmarks.planner", *words, limits=limits)
            if found.get("all_arrive") is False and found["seconds"] >= self.others.seconds:
                share = f"{found['share']:.0%} of the people had a route"
                return {"stopped": f"{self.others.seconds:g} s; {share}"}
            return found

        return self._unless_given_up(case, f"planner, {layers} layers", solve) | {"layers": layers}

    def _unless_given_up(self, case: Case, program: str, solve: Any) -> Found:
        if program in self.given_up:
            return {"not_run": f"stopped on {self.given_up[program]} already"}
        found: Found = solve()
        if "stopped" in found and case.line:
            self.given_up[program] = case.name
        return found


def build(case: Case) -> Found:
    """Write a case's problem file in a process of its own."""
    words = ("data", *case.words) if case.data else case.words
    return measure("benchmarks.cases", case.path, case.function, *words, limits=_BUILD)


def reaches(found: Found, gap: float) -> bool:
    """Whether a run of the engine reached a gap."""
    return found.get("gap") is not None and found["gap"] <= gap


def say(name: str, what: str) -> None:
    print(f"{name}: {what}", file=sys.stderr, flush=True)


def clear_out() -> Path:
    """Return the folder of what is written, without problem files of another day."""
    OUT.mkdir(exist_ok=True)
    for old in OUT.glob("*.npz"):
        old.unlink()
    return OUT
