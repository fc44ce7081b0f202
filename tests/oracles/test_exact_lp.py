"""Both bounds against the exact optimum, a linear programme over unit steps of time, on random networks.

With whole-numbered times the optimum by a whole-numbered horizon is the same in steps as in continuous
time (average each step), so the least time in continuous time lies within the last step.
"""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array

from safeground.flow.bracket import Bracket, bracket
from safeground.flow.certificate import check, evaluate
from safeground.flow.problem import Problem
from safeground.flow.replay import replay

LONGEST = 400


def random_problem(seed: int) -> Problem:
    """A small network of whole numbers; releases, room, arcs without length and shared streets at random."""
    rng = np.random.default_rng(seed)
    nodes = int(rng.integers(2, 9))
    pairs = rng.integers(0, nodes, (int(rng.integers(1, 3 * nodes)), 2))
    if rng.random() < 0.5:  # two directions of every street
        pairs = np.concatenate([pairs, pairs[:, ::-1]])
        streets = np.tile(np.arange(len(pairs) // 2), 2)
    else:
        streets = np.arange(len(pairs))
    shared = rng.random() < 0.4
    transit = rng.integers(0 if rng.random() < 0.5 else 1, 6, len(pairs))[streets]
    capacity = rng.integers(1, 5, len(pairs))[streets]
    sinks = rng.choice(nodes, int(rng.integers(1, min(nodes, 3) + 1)), replace=False)
    refuges = np.unique(rng.integers(0, len(sinks), len(sinks)), return_inverse=True)[1]
    sources = rng.integers(0, nodes, int(rng.integers(1, nodes + 1)))
    persons = rng.integers(0, 25, len(sources))
    persons[0] += 1
    room = None
    if rng.random() < 0.4:
        room = np.where(
            rng.random(refuges.max() + 1) < 0.7,
            rng.integers(0, persons.sum() + 10, refuges.max() + 1),
            np.inf,
        )
    return Problem.from_arrays(
        nodes=nodes,
        tail=pairs[:, 0],
        head=pairs[:, 1],
        transit_s=transit,
        capacity_per_s=capacity,
        source=sources,
        persons=persons,
        sink=sinks,
        release_s=rng.integers(0, 9, len(sources)) if rng.random() < 0.3 else None,
        refuge_of_sink=refuges,
        refuge_room=room,
        street_id=streets if shared else None,
    )


class Programme:
    """Arrivals by a whole-numbered horizon as a linear programme; row (node, step) is what stays there."""

    def __init__(self, problem: Problem, horizon: int) -> None:
        self.problem = problem
        self.horizon = horizon
        self.most: list[float] = []
        self.gain: list[float] = []
        self.entries: list[tuple[int, int, float]] = []
        self.right = [0.0] * (problem.nodes * horizon)
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
        self.entries.append((leaves, variable, 1.0))
        if comes is not None:
            self.entries.append((comes, variable, -1.0))
        return variable

    def limit(self, variables: list[int], most: float) -> None:
        self.entries += [(len(self.right), variable, 1.0) for variable in variables]
        self.right.append(most)

    def solve(self) -> float:
        rows, columns, values = zip(*self.entries, strict=True)
        matrix = coo_array((values, (rows, columns)), (len(self.right), len(self.most))).tocsr()
        bounds = [(0.0, most) for most in self.most]
        found = linprog(self.gain, A_ub=matrix, b_ub=self.right, bounds=bounds)
        assert found.status == 0, found.message
        return float(-found.fun)


def arrivals_by(problem: Problem, horizon: int, *, streets: bool) -> float:
    """The most that can arrive by a whole-numbered horizon; ``streets``: both directions share a width."""
    programme = Programme(problem, horizon)
    place = programme.place
    used: dict[tuple[int, int], list[int]] = {}
    for arc in np.flatnonzero(problem.tail != problem.head):
        transit, capacity = int(problem.transit_s[arc]), problem.capacity_per_s[arc]
        for step in range(horizon - transit):
            ends = place(problem.tail[arc], step), place(problem.head[arc], step + transit)
            used.setdefault((problem.street_id[arc], step), []).append(programme.move(*ends, capacity))
    for node in range(problem.nodes):
        for step in range(horizon - 1):
            programme.move(place(node, step), place(node, step + 1))
    for refuge, room in enumerate(problem.refuge_room):
        entries = problem.sink[problem.refuge_of_sink == refuge]
        arriving = [programme.move(place(node, step), None) for node in entries for step in range(horizon)]
        if math.isfinite(room):
            programme.limit(arriving, room)
    for (street, _), together in used.items() if streets else ():
        programme.limit(together, problem.capacity_per_s[problem.street_id == street].max())
    return programme.solve()


def least_time(problem: Problem, persons: float, *, streets: bool) -> int | None:
    """The least whole-numbered horizon by which all can arrive; None where they never can."""

    @functools.cache
    def enough(horizon: int) -> bool:
        return arrivals_by(problem, horizon, streets=streets) >= persons * (1 - 1e-9) - 1e-7

    if persons == 0:
        return 0
    high = 1
    while not enough(high):
        high *= 2
        if high > LONGEST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def check_bracket(problem: Problem, found: Bracket) -> None:
    """Compare a bracket with the exact optimum."""
    exact = least_time(problem, found.persons, streets=False)
    with_streets = exact
    if len(np.unique(problem.street_id)) < len(problem.street_id):
        with_streets = least_time(problem, found.persons, streets=True)
    if found.certificate is not None:
        proof = check(problem, found.certificate)
        assert proof.refuted
        assert proof.persons == pytest.approx(found.persons)
        assert found.lower_s in (proof.horizon_s, math.inf)
    if exact is None:
        assert found.lower_s == math.inf
        assert found.upper_s is None
        assert found.no_upper
    else:
        assert found.lower_s <= exact
    if found.schedule is not None:
        carried_out = replay(problem, found.schedule)
        assert carried_out.last_arrival_s <= found.upper_s + 1e-9
        assert with_streets is not None
        assert found.upper_s > with_streets - 1 - 1e-6
        if found.gap is not None and exact == with_streets and found.lower_s > 0:
            assert found.gap <= 0.02 + 1e-9
    else:
        assert exact is None


def check_deadline(problem: Problem, found: Bracket) -> None:
    """Compare arrivals by a deadline with the exact optimum."""
    most = arrivals_by(problem, int(found.deadline_s), streets=False)
    assert found.arrivals_upper >= most - 1e-6
    certificate = found.deadline_certificate
    assert certificate.horizon_s == pytest.approx(found.deadline_s)
    check(problem, certificate)
    bound = evaluate(problem, certificate.labels_s, certificate.refuge_labels_s, certificate.horizon_s)
    assert found.arrivals_upper == pytest.approx(bound)
    with_streets = arrivals_by(problem, int(found.deadline_s), streets=True)
    carried_out = replay(problem, found.deadline_schedule, everybody=False)
    assert found.arrivals_lower <= with_streets + 1e-6
    assert carried_out.last_arrival_s <= found.deadline_s + 1e-9
    assert carried_out.arrived_persons == pytest.approx(found.arrivals_lower, abs=1e-6)
    at = np.searchsorted(found.proven_s, found.deadline_s)
    assert found.proven_persons[at] >= most - 1e-6


def compare(seed: int) -> None:
    problem = random_problem(seed)
    deadline = 1 + int(np.random.default_rng(seed).integers(1, 30))
    found = bracket(problem, deadline_s=float(deadline))
    check_bracket(problem, found)
    check_deadline(problem, found)


@pytest.mark.parametrize("seed", range(60))
def test_bounds_hold_against_the_exact_optimum(seed: int) -> None:
    compare(seed)


@pytest.mark.large
@pytest.mark.parametrize("block", range(100))
def test_bounds_hold_on_a_thousand_networks(block: int) -> None:
    for seed in range(1000 + 10 * block, 1010 + 10 * block):
        compare(seed)
