"""Sharing: the smallest share first, or the first rank first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.supply.cases import INF, random_problem, two_gates

from safeground.supply.balance import carry_out
from safeground.supply.fair import by_priority, max_min
from safeground.supply.lp import most_delivered, value_of_need
from safeground.supply.problem import SupplyProblem


def _star(gate_trucks: float, need: list[float], road: list[float]) -> SupplyProblem:
    """Return one gate with a road to each place, one period, trucks of 1 t."""
    places = len(need)
    return SupplyProblem.from_arrays(
        period_h=[24],
        commodity=["flour"],
        unit=["t"],
        units_per_truck=[1],
        node=["gate", *(f"P{n}" for n in range(places))],
        gate=[0],
        gate_trucks=[[gate_trucks]],
        tail=np.zeros(places, int),
        head=np.arange(1, places + 1),
        transit=np.zeros(places, int),
        arc_trucks=np.array(road)[:, None],
        need=np.array([0.0, *need])[:, None],
    )


def test_max_min_by_hand() -> None:
    """P0's road lets 1 of 10 pass; 8 t are left for P1 and P2, who need 10 and 30: a fifth each."""
    shared = max_min(_star(9, [10, 10, 30], [1, INF, INF]))
    assert shared.share[1:, 0] == pytest.approx([0.1, 0.2, 0.2], abs=1e-5)
    assert shared.settled.all()
    assert shared.cut_off == ""
    assert shared.proof.share == pytest.approx(0.1)
    assert "somebody gets no more than 10 %" in shared.proof.sentence
    # Nobody else loses by it that P0 cannot have more.
    assert carry_out(_star(9, [10, 10, 30], [1, INF, INF]), shared.plan).used.sum() == pytest.approx(9)


def test_max_min_of_two_gates_by_hand() -> None:
    """60 t for two needs of 60 t each: a half each, though most_delivered may give them to one."""
    shared = max_min(two_gates())
    assert shared.share[3:, 0] == pytest.approx([0.5, 0.5])
    assert shared.proof.share == pytest.approx(0.5)


def test_who_can_get_nothing_does_not_hold_the_others_down() -> None:
    shared = max_min(_star(9, [10, 10, 30], [0, INF, INF]))
    assert shared.share[1:, 0] == pytest.approx([0, 9 / 40, 9 / 40], abs=1e-5)
    assert shared.settled.all()


def test_priority_by_hand() -> None:
    problem = _star(9, [10, 10, 30], [1, INF, INF])
    first = by_priority(problem, [[0], [2], [1], [0]])  # P2 first, then P1, then P0
    assert first.share[1:, 0] == pytest.approx([0, 0, 9 / 30], abs=1e-6)
    other = by_priority(problem, [[0], [0], [0], [1]])  # P0 and P1 alike, then P2
    assert other.share[1:3, 0] @ [10, 10] == pytest.approx(9)
    assert other.share[3, 0] == pytest.approx(0, abs=1e-6)
    assert other.proof.refuted


def test_a_cut_off_is_said() -> None:
    problem = _star(20, [10, 10, 10, 10], [1, 2, 3, INF])
    whole = max_min(problem)
    assert whole.share[1:, 0] == pytest.approx([0.1, 0.2, 0.3, 1.0])
    assert (whole.cut_off, whole.rounds) == ("", 4)
    short = max_min(problem, most_rounds=2)
    assert short.cut_off == "stopped after 2 levels: 2 of 4 shares are not settled"
    assert short.settled[1:, 0].tolist() == [True, True, False, False]
    assert (short.share[3:, 0] >= short.floor - 1e-6).all()
    assert max_min(problem, seconds=0.0).cut_off == "stopped after 0 s: 4 of 4 shares are not settled"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 12)), min_size=1, max_size=6), st.integers(0, 40)
)
def test_a_star_is_filled_like_water(places: list[tuple[int, int]], trucks: int) -> None:
    """With one gate the shares are min(road / need, a common level); the level is found by bisection."""
    need = np.array([one[0] for one in places], float)
    most = np.minimum(1.0, np.array([one[1] for one in places]) / need)
    low, high = 0.0, 1.0
    for _ in range(60):
        level = (low + high) / 2
        low, high = (level, high) if (np.minimum(most, level) * need).sum() <= trucks else (low, level)
    shared = max_min(_star(trucks, need.tolist(), [float(one[1]) for one in places]))
    assert shared.share[1:, 0] == pytest.approx(np.minimum(most, low), abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000))
def test_no_share_can_rise_but_at_the_cost_of_one_no_larger(seed: int) -> None:
    """The definition of max–min, held against a programme for each share."""
    from safeground.supply.fair import _Shares
    from safeground.supply.programme import programme

    problem = random_problem(seed)
    shared = max_min(problem, most_rounds=100)
    assert shared.cut_off == ""
    made = programme(problem)
    rows = _Shares(problem, made)
    share = shared.share[rows.node, rows.k]
    matrix, least = made.matrix.toarray(), rows.matrix.toarray()
    for one in range(rows.count):
        kept = share <= share[one] + 1e-5
        kept[one] = False
        if not len(made.upper):
            assert share[one] == 0
            continue
        found = linprog(
            -least[one],
            A_ub=np.concatenate([matrix, -least[kept]]),
            b_ub=np.concatenate([made.most, 1e-8 - np.minimum(share[kept], share[one])]),
            bounds=np.stack([np.zeros(len(made.upper)), made.upper], axis=1),
        )
        assert found.status == 0
        assert -found.fun <= share[one] + 1e-4
    can = share[rows.reachable]
    assert shared.proof.bound / shared.proof.needed >= (can.min() if len(can) else 0) - 1e-6


def test_priority_gives_the_first_rank_the_most_it_can_have() -> None:
    for seed in range(15):
        problem = random_problem(seed)
        rank = np.where(np.arange(len(problem.node)) == len(problem.node) - 1, 0, 1)[:, None]
        shared = by_priority(problem, rank)
        value = value_of_need(problem) * (rank == 0)
        best = most_delivered(problem, value).used_value
        assert (shared.plan.used.sum(axis=2) * value).sum() == pytest.approx(best, abs=1e-6)


def test_interior_points_find_the_same_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """What large programmes use, where highspy is there, on small ones."""
    exact = [max_min(random_problem(seed)) for seed in range(25)]
    monkeypatch.setattr("safeground.supply.fair._LARGE", 0)
    for seed, one in enumerate(exact):
        other = max_min(random_problem(seed))
        assert other.share == pytest.approx(one.share, abs=1e-3, nan_ok=True)
        assert other.proof.share == pytest.approx(one.proof.share, abs=1e-4)


def test_a_share_that_weighs_little_beside_others_is_settled_like_them() -> None:
    """A litre of fuel takes so little of a truck that its weight in a line is a thousandth of water's."""
    problem = SupplyProblem.from_arrays(
        period_h=[24.0],
        commodity=["water", "fuel"],
        unit=["l", "l"],
        units_per_truck=[10_000.0, 20_000.0],
        node=["gate", "hospital", "town"],
        gate=[0],
        gate_trucks=[[48.0]],
        tail=[0, 0],
        head=[1, 2],
        transit=[0, 0],
        arc_trucks=[[1000.0], [1000.0]],
        initial=[[0.0, 0.0], [0.0, 1000.0], [0.0, 0.0]],
        need=[[[0.0], [0.0]], [[0.0], [2000.0]], [[1_500_000.0], [0.0]]],
    )
    found = max_min(problem)
    assert found.settled.all()
    # 48 trucks carry 480,000 of 1,500,000 litres; the hospital has half of its need, more than that share.
    assert found.share[2, 0] == pytest.approx(0.32, abs=1e-5)
    assert found.share[1, 1] == pytest.approx(0.5, abs=1e-2)


@pytest.mark.parametrize("seed", [513, 1129, 1336])
def test_what_the_solver_takes_for_nothing_is_no_plan_refused(seed: int) -> None:
    """Of need of a few truckloads, or without trucks, it takes too much from a stock."""
    problem = random_problem(seed, commodities=3)
    problem = replace(problem, units_per_truck=np.array([3.0, np.inf, 7.0]))
    shared = max_min(problem, most_rounds=100)
    assert shared.cut_off == ""
    assert shared.within <= 1e-6
    carry_out(problem, shared.plan)
