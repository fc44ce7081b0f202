"""Levels of large sharings: held against a slow programme, against the exact way, and against time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.supply_cases import strip
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.supply.cases import random_problem

from safeground.supply import fair, solver, widened
from safeground.supply.balance import DeliveryPlan, carry_out
from safeground.supply.fair import max_min
from safeground.supply.levels import WITHIN
from safeground.supply.programme import programme
from safeground.supply.realised import realised
from safeground.supply.share_rows import ShareRows
from safeground.supply.solver import OutOfTime, Solver

if TYPE_CHECKING:
    from safeground.supply.problem import SupplyProblem

_KEPT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _slowly(problem: SupplyProblem) -> np.ndarray:
    """Return the lexicographic max–min shares: after each level, every share is tried on its own."""
    made = programme(problem)
    rows = ShareRows(problem, made)
    share = np.full(problem.initial.shape, np.nan)
    share[rows.node, rows.k] = 0.0
    count, columns = rows.count, len(made.upper)
    if not columns:
        return share
    level, free = np.zeros(count), rows.reachable.copy()
    matrix = np.block(
        [
            [made.matrix.toarray(), np.zeros((len(made.most), 1))],
            [-rows.matrix.toarray(), np.zeros((count, 1))],
        ]
    )
    bounds = [*[(0.0, top) for top in made.upper], (0.0, 1.0)]

    def best(worth: np.ndarray, least: np.ndarray, by: np.ndarray) -> float:
        matrix[len(made.most) :, -1] = by
        found = linprog(-worth, A_ub=matrix, b_ub=np.concatenate([made.most, 1e-9 - least]), bounds=bounds)
        assert found.status == 0
        return float(-found.fun)

    only_theta = np.append(np.zeros(columns), 1.0)
    while free.any():
        theta = best(only_theta, np.where(free, 0.0, level), free.astype(float))
        level[free] = theta
        least = np.maximum(0.0, level - 1e-8)
        for one in np.flatnonzero(free):
            own = np.append(rows.matrix.toarray()[one], 0.0)
            if best(own, least, np.zeros(count)) <= theta + 1e-5:
                free[one] = False
    share[rows.node, rows.k] = level
    return share


@pytest.mark.parametrize("way", ["small", "large", "large by blocks"])
@_KEPT
@given(seed=st.integers(0, 10_000))
def test_levels_are_those_of_trying_each_share(way: str, seed: int) -> None:
    problem = random_problem(seed)
    with pytest.MonkeyPatch.context() as changed:
        if way != "small":
            changed.setattr(fair, "_LARGE", 0)
        if way == "large by blocks":  # all periods in one
            changed.setattr(widened, "_BLOCKS", 1)
        shared = max_min(problem, most_rounds=100)
    assert shared.cut_off == ""
    slow = _slowly(problem)
    # Where a level is a little too low, what is left of it may go to another.
    assert shared.share == pytest.approx(slow, abs=1e-4 + 5 * shared.within, nan_ok=True)
    assert shared.within <= WITHIN
    rows = ShareRows(problem, programme(problem))
    can = slow[rows.node, rows.k][rows.reachable]
    assert shared.proof.share >= (can.min() if len(can) else 0.0) - 1e-6
    carry_out(problem, shared.plan)


def test_a_strip_is_shared_the_same_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = strip(8, 14, 2)
    assert len(programme(problem).upper) < 10_000
    exact = max_min(problem, most_rounds=100)
    monkeypatch.setattr(fair, "_LARGE", 0)
    found = max_min(problem, most_rounds=100)
    assert exact.cut_off == found.cut_off == ""
    assert found.within <= WITHIN
    assert np.sort(found.share[~np.isnan(found.share)]) == pytest.approx(
        np.sort(exact.share[~np.isnan(exact.share)]), abs=2e-3
    )
    assert np.nanmin(found.share) <= found.proof.share + 1e-9
    assert found.proof.share == pytest.approx(exact.proof.share, abs=1e-4)


def test_without_highspy_the_levels_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = strip(8, 14, 2)
    monkeypatch.setattr(fair, "_LARGE", 0)
    one = max_min(problem)
    monkeypatch.setattr(solver, "new_solver", lambda: None)
    other = max_min(problem)
    assert (one.cut_off, other.cut_off) == ("", "")
    assert other.share == pytest.approx(one.share, abs=3e-3, nan_ok=True)


def test_blocks_lose_nothing_of_a_bound_and_a_solution() -> None:
    """Whatever is wide, duals of it bound the whole programme, and roads carry what they can by period."""
    problem = strip(6, 12, 2, seed=4)
    made = programme(problem)
    node, arc = widened.ends(problem, made), widened.alike(problem, made)
    assert node.tolist() == [False] * 10 + [True] * 6
    wide = np.repeat(node[:, None], 2, axis=1)
    small = widened.widened(problem, made, widened.blocks(12), wide, arc & node[problem.head])
    assert small.matrix.shape[0] < 0.9 * made.matrix.shape[0]
    worth = np.zeros(len(made.upper))
    worth[made.using.index] = 1.0
    whole, _ = Solver(made.matrix).solve(worth, made.most, made.upper)
    x, dual = Solver(small.matrix).solve(small.columns.T @ worth, small.most, small.upper)
    duals = small.duals(np.maximum(dual, 0.0))
    bound = duals @ made.most + np.maximum(0.0, worth - made.matrix.T @ duals) @ made.upper
    assert bound >= whole @ worth - 1e-6
    plan = realised(problem, made.plan(problem, small.solution(x)), node)
    carry_out(problem, plan)
    # Nothing wide: the programme itself.
    same = widened.widened(problem, made, widened.blocks(12), wide & False, arc & False)
    assert (same.matrix != made.matrix).nnz == 0
    assert (same.most == made.most).all()
    assert (same.upper == made.upper).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_any_plan_within_its_limits_is_made_one_that_can_be_carried_out(seed: int) -> None:
    problem = random_problem(seed)
    made = programme(problem)
    draw = np.random.default_rng(seed)
    x = draw.random(len(made.upper)) * made.upper
    rough = made.plan(problem, x)
    # Trucks are no matter here: what is left of each limit may be little.
    part = 1 / (1 + len(problem.tail) * 3 + problem.need.sum())
    rough = DeliveryPlan(rough.entered * 0, rough.moved * 0, rough.used) if seed % 3 == 0 else rough
    rough = DeliveryPlan(rough.entered * part * 0, rough.moved * part, rough.used)
    capacities = [problem.arc_trucks, problem.fleet_trucks]
    if any((one < 1).any() for one in capacities if one.size):
        rough = DeliveryPlan(rough.entered, rough.moved * 0, rough.used)
    node = widened.ends(problem, made)
    done = realised(problem, rough, node)
    carry_out(problem, done)
    assert (done.moved <= rough.moved).all()
    assert (done.used[~node] <= rough.used[~node]).all()


def test_a_plan_that_can_be_carried_out_stays_as_it_is() -> None:
    problem = strip(6, 12, 2)
    shared = max_min(problem)
    same = realised(problem, shared.plan, np.zeros(len(problem.node), np.bool_))
    assert same.moved == pytest.approx(shared.plan.moved, rel=1e-6, abs=1e-3)
    assert same.used.sum() == pytest.approx(shared.plan.used.sum(), rel=1e-6)


@pytest.mark.parametrize("with_highspy", [True, False])
def test_the_solver_stops_in_time(with_highspy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_highspy:
        monkeypatch.setattr(solver, "new_solver", lambda: None)
    problem = strip(20, 30, 4)
    made = programme(problem)
    worth = np.zeros(len(made.upper))
    worth[made.using.index] = 1.0
    with pytest.raises(OutOfTime):
        Solver(made.matrix).solve(worth, made.most, made.upper, seconds=1e-4)
    with pytest.raises(OutOfTime):
        Solver(made.matrix).solve(worth, made.most, made.upper, seconds=0.0)


def test_what_time_cuts_off_is_said_and_what_is_there_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = strip(8, 14, 2)
    monkeypatch.setattr(fair, "_LARGE", 0)
    none = max_min(problem, seconds=0.0)
    assert none.cut_off == "stopped after 0 s: 16 of 16 shares are not settled"
    assert none.floor <= np.nanmin(none.share) + 1e-12
    assert not none.settled[10:].any()
    one = max_min(problem, most_rounds=1)
    if one.cut_off:
        left = int((~one.settled).sum())
        assert one.cut_off == f"stopped after 1 level: {left} of 16 shares are not settled"
    assert (one.share[~one.settled] >= one.floor - 1e-9).all()


def test_a_plan_off_its_levels_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a second look, a plan over blocks falls short by what the result says, and by no more."""
    problem = strip(8, 14, 2)
    best = max_min(problem)
    monkeypatch.setattr(fair, "_LARGE", 0)
    monkeypatch.setattr(widened, "_BLOCKS", 1)
    monkeypatch.setattr("safeground.supply.levels.Levels._undo_nodes", lambda *_, **__: False)
    rough = max_min(problem)
    assert rough.within > WITHIN
    assert rough.cut_off.endswith("points below what may be possible")
    assert (best.share - rough.share)[10:].max() <= rough.within + 1e-3
    assert np.nanmin(rough.share) >= np.nanmin(best.share) - rough.within - 1e-3
