"""Compile every kernel, so that later processes only load them: ``python -m safeground.flow.kernels``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem
from safeground.flow.simple_cut import simple_cut


def compile_kernels() -> None:
    """Solve a problem that needs every kernel."""
    towards, back = [0, 1, 2, 3, 1], [1, 2, 4, 2, 3]
    problem = Problem.from_arrays(
        tail=towards + back,
        head=back + towards,
        transit_s=[30, 60, 60, 30, 45] * 2,
        capacity_per_s=[1, 2, 1, 1, 1] * 2,
        source=[0, 1, 3],
        persons=[200, 100, 50],
        release_s=[0, 0, 60],
        sink=[4, 3],
        refuge_of_sink=[0, 1],
        refuge_room=[float("inf"), 20],
        street_id=[0, 1, 2, 3, 4] * 2,
    )
    timed = replace(
        problem,
        window_arc=np.array([0, 0, 3]),
        window_open_s=np.array([0.0, 200.0, 20.0]),
        window_close_s=np.array([90.0, np.inf, np.inf]),
        window_quota=np.array([50.0, np.inf, np.inf]),
    )
    for one in (problem, timed):
        bracket(one, gap=0.005, seconds=600.0, deadline_s=120.0)
    simple_cut(problem)


if __name__ == "__main__":
    compile_kernels()
