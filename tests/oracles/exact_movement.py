"""The most that can arrive by a time, exactly: a linear programme over unit steps, from the definition.

For whole-numbered times. A variable is how many enter an arc in one step; a row is what stays at a node in
one step. In a movement in continuous time, averaged over each step, the same people enter, wait and arrive;
and a solution in steps, carried out at an even rate in each, is a movement in continuous time: within a
step that is not halted everything moves at even rates, so that what stays at a node is never less than at
the step's ends. So both have the same maximum. Windows and halts begin and end where steps do, and a quota
is a sum of variables. Nothing of the engine takes part but the arrays.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scipy.optimize import linprog
from scipy.sparse import coo_array

if TYPE_CHECKING:
    from safeground.flow.problem import Problem


def arrivals_by(problem: Problem, horizon: int, *, streets: bool) -> float:
    """The most that can arrive by a whole-numbered horizon; ``streets``: both directions share a width."""
    return movement_by(problem, horizon, streets=streets)[0]


def movement_by(
    problem: Problem, horizon: int, *, streets: bool
) -> tuple[float, list[tuple[int, int, float]]]:
    """The same, with a movement in which they do: arc, step and how many enter."""
    if horizon == 0:
        return 0.0, []
    programme = _Programme(problem, horizon)
    used: dict[tuple[int, int], list[int]] = {}
    for arc in range(len(problem.tail)):
        if problem.tail[arc] == problem.head[arc]:
            continue
        for step, there in passages(problem, arc, horizon):
            variable = programme.move(
                programme.place(problem.tail[arc], step),
                programme.place(problem.head[arc], there),
                problem.capacity_per_s[arc],
            )
            programme.entered[arc, step] = variable
            used.setdefault((int(problem.street_id[arc]), step), []).append(variable)
    for node in range(problem.nodes):
        for step in range(horizon - 1):
            programme.move(programme.place(node, step), programme.place(node, step + 1))
    for refuge, room in enumerate(problem.refuge_room):
        entries = problem.sink[problem.refuge_of_sink == refuge]
        places = [programme.place(node, step) for node in entries for step in range(horizon)]
        programme.limit([programme.move(place, None) for place in places], room)
    for arc, opens, closes, quota in windows_of(problem):
        inside = [
            variable
            for (entered, step), variable in programme.entered.items()
            if entered == arc and opens <= step < closes
        ]
        programme.limit(inside, quota)
    for (street, _), together in used.items() if streets else ():
        programme.limit(together, problem.capacity_per_s[problem.street_id == street].max())
    return programme.solve()


def windows_of(problem: Problem) -> list[tuple[int, float, float, float]]:
    """Arc, open, close and quota of every window."""
    columns = (problem.window_arc, problem.window_open_s, problem.window_close_s, problem.window_quota)
    return [(int(arc), *map(float, rest)) for arc, *rest in zip(*columns, strict=True)]


def halted(problem: Problem, step: int) -> bool:
    """Whether everybody stops in this step."""
    halts = zip(problem.halt_from_s, problem.halt_until_s, strict=True)
    return any(begins <= step < ends for begins, ends in halts)


def persons_with_a_way(problem: Problem) -> float:
    """How many people start where some way leads to a sink, however long and whenever it is open."""
    near = {int(node) for node in problem.sink}
    arcs = [(int(tail), int(head)) for tail, head in zip(problem.tail, problem.head, strict=True)]
    for _ in range(problem.nodes):
        near |= {tail for tail, head in arcs if head in near}
    people = zip(problem.source, problem.persons, strict=True)
    return float(sum(persons for node, persons in people if int(node) in near))


def last_change(problem: Problem) -> int:
    """From this time on the arcs stay open or closed, nobody has to stop, and everybody is released."""
    ends = [close for _, _, close, _ in windows_of(problem) if math.isfinite(close)]
    opens = [opened for _, opened, _, _ in windows_of(problem)]
    return int(max([*ends, *opens, *problem.halt_until_s, *problem.release_s], default=0))


def enough_time(problem: Problem) -> int:
    """A time by which everybody has arrived, who ever can where capacities are 1 a step or more.

    From the last change on the network is the same for ever, and those left can go one after the other.
    """
    return last_change(problem) + int(problem.persons.sum() + problem.transit_s.sum()) + 1


def passages(problem: Problem, arc: int, horizon: int) -> list[tuple[int, int]]:
    """Steps in which the arc can be entered, each with the step in which it is left, before the horizon."""
    moving = [step for step in range(horizon) if not halted(problem, step)]
    transit = int(problem.transit_s[arc])
    windows = [(opens, closes) for of, opens, closes, _ in windows_of(problem) if of == arc]
    return [
        (step, there)
        for step, there in zip(moving, moving[transit:], strict=False)
        if not windows or any(opens <= step < closes for opens, closes in windows)
    ]


class _Programme:
    """Variables with limits, rows that bound sums of them, and who arrives as the gain."""

    def __init__(self, problem: Problem, horizon: int) -> None:
        self.horizon = horizon
        self.most: list[float] = []
        self.gain: list[float] = []
        self.rows: list[tuple[int, int, float]] = []
        self.right = [0.0] * (problem.nodes * horizon)
        self.entered: dict[tuple[int, int], int] = {}
        for source, persons, at in zip(problem.source, problem.persons, problem.release_s, strict=True):
            if at < horizon:
                self.right[self.place(source, int(at))] += persons

    def place(self, node: int, step: int) -> int:
        return int(node) * self.horizon + step

    def move(self, leaves: int, comes: int | None, most: float = math.inf) -> int:
        """One variable: people leave a place, and come to another or arrive."""
        variable = len(self.most)
        self.most.append(most)
        self.gain.append(-1.0 if comes is None else 0.0)
        self.rows.append((leaves, variable, 1.0))
        if comes is not None:
            self.rows.append((comes, variable, -1.0))
        return variable

    def limit(self, variables: list[int], most: float) -> None:
        if variables and math.isfinite(most):
            self.rows += [(len(self.right), variable, 1.0) for variable in variables]
            self.right.append(most)

    def solve(self) -> tuple[float, list[tuple[int, int, float]]]:
        rows, columns, values = zip(*self.rows, strict=True)
        matrix = coo_array((values, (rows, columns)), (len(self.right), len(self.most))).tocsr()
        bounds = [(0.0, most) for most in self.most]
        found = linprog(self.gain, A_ub=matrix, b_ub=self.right, bounds=bounds)
        assert found.status == 0, found.message
        entered = [(*use, float(found.x[variable])) for use, variable in self.entered.items()]
        return float(-found.fun), [(arc, step, persons) for arc, step, persons in entered if persons > 0]
