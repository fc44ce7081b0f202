"""What is measured: the networks, the goal of each, and which programs run beside the engine."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE / "out"


@dataclass(frozen=True)
class Goal:
    """What is to be reached: a gap, by the whole process, in so many seconds and so much memory."""

    gap: float
    seconds: float
    memory_mb: float | None = None


@dataclass(frozen=True)
class Case:
    """One network.

    Parameters
    ----------
    name
        As tables show it.
    function, words
        What builds it, ``module.function`` of this package, and its arguments.
    goals
        Those of its size; where none was set, those of the next larger size.
    programs
        Those run beside the engine, of ``ortools scipy highs classic planner``.
    line
        Whether it is a point of the lines of cost against size.
    tuned
        Whether the engine's settings were chosen on it.
    lower_goal_s
        In how many seconds the proof alone is to come within 1 % of the best.
    least_s
        The least time by which all can have arrived lies between these, by exact runs of another program.
    data
        Folder of the real data that it needs, if any.
    quick
        Whether it is in the short run.
    """

    name: str
    function: str
    words: tuple[int, ...]
    goals: tuple[Goal, ...]
    programs: tuple[str, ...] = ("ortools",)
    line: bool = False
    tuned: bool = False
    lower_goal_s: float | None = None
    least_s: tuple[float, float] | None = None
    data: str = ""
    quick: bool = False

    @property
    def path(self) -> Path:
        """Where its problem file is written."""
        stem = "-".join([self.function.partition(".")[2], *map(str, self.words)])
        return OUT / f"{stem}.npz"


SMALL = (Goal(0.002, 1.5),)
TOWN = (Goal(0.005, 3.0, 200.0),)
CITY = (Goal(0.01, 5.0, 250.0), Goal(0.005, 10.0, 250.0))
REGION = (Goal(0.01, 30.0, 400.0),)
COUNTRY = (Goal(0.02, 120.0, 1000.0),)

FLOWS = ("ortools", "scipy")
ALL = (*FLOWS, "classic", "planner")
UNSEEN_SEEDS = (3, 4, 5, 6, 7)

CASES = (
    Case(
        "Sioux Falls",
        "road_networks.sioux_falls",
        (),
        SMALL,
        (*ALL, "highs"),
        data="networks",
        least_s=(35_940.0, 36_000.0),
        quick=True,
    ),
    Case(
        "Anaheim",
        "road_networks.anaheim",
        (),
        SMALL,
        (*ALL, "highs"),
        data="networks",
        least_s=(8_400.0, 8_410.0),
    ),
    Case("Andorra", "circle.andorra", (), SMALL, ALL, data="andorra", quick=True),
    Case("strip 3k", "strip.strip", (970, 1), SMALL, (*ALL, "highs"), line=True, tuned=True, quick=True),
    Case("Liechtenstein", "circle.liechtenstein", (), TOWN, ALL, data="liechtenstein"),
    Case("strip 24k", "strip.strip", (8_000, 1), TOWN, ALL, line=True, tuned=True, quick=True),
    Case(
        "Porto Alegre",
        "circle.porto_alegre",
        (),
        CITY,
        ("ortools", "classic", "planner"),
        data="porto-alegre",
    ),
    Case("strip 71k", "strip.strip", (24_500, 1), CITY, ALL, line=True, tuned=True),
    *(Case(f"strip 71k, seed {seed}", "strip.strip", (24_500, seed), CITY) for seed in UNSEEN_SEEDS),
    Case("strip 250k", "strip.strip", (88_000, 1), REGION, ALL, line=True, tuned=True),
    Case("strip 966k", "strip.strip", (342_000, 1), COUNTRY, ALL, line=True, tuned=True, lower_goal_s=20.0),
)


def data_folder() -> Path:
    """Return the folder of the real data, named by SAFEGROUND_DATA."""
    named = os.environ.get("SAFEGROUND_DATA")
    return Path(named) if named else HERE.parents[1] / "shared" / "data"


def main(path: str, called: str, *words: str) -> None:
    """Build a problem and write its file; ``data`` stands for the folder of the real data."""
    from safeground.flow.problem import write_problem

    module, _, function = called.partition(".")
    build = getattr(importlib.import_module(f"benchmarks.{module}"), function)
    problem = build(*(data_folder() if word == "data" else int(word) for word in words))
    Path(path).parent.mkdir(exist_ok=True)
    write_problem(problem, Path(path))
    print("{}")


if __name__ == "__main__":
    main(*sys.argv[1:])
