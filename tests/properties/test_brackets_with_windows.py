"""What must hold between the brackets of a problem and of one with more that hinders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.exact_movement import arrivals_by
from tests.oracles.random_problems import hindered, random_problem

from safeground.flow.bracket import bracket
from safeground.flow.certificate import Certificate, check, evaluate
from safeground.flow.replay import replay
from safeground.testing import assert_bracket_holds

if TYPE_CHECKING:
    from safeground.flow.problem import Problem

CLOSE = 1e-6

seeds = st.integers(0, 10**6)
problems = seeds.map(random_problem)
some = settings(max_examples=20)


@some
@given(problems, seeds, st.integers(1, 50))
def test_what_hinders_is_never_proven_to_help(better: Problem, seed: int, deadline: int) -> None:
    worse = hindered(better, seed)
    fast = bracket(better, gap=0.2, seconds=1, deadline_s=float(deadline))
    slow = bracket(worse, gap=0.2, seconds=1, deadline_s=float(deadline))
    for problem, found in ((better, fast), (worse, slow)):
        assert_bracket_holds(problem, found)
    assert slow.upper_s is None or fast.lower_s <= slow.upper_s + CLOSE
    assert slow.arrivals_lower <= fast.arrivals_upper + CLOSE


@given(problems, seeds)
def test_a_certificate_of_the_better_problem_proves_as_much_of_the_worse_one(
    better: Problem, seed: int
) -> None:
    """The labels are bound to other arrays, and with nothing else changed they refute there too."""
    found = bracket(better, gap=0.05, seconds=3, side="lower").certificate
    if found is None:
        return
    worse = hindered(better, seed)
    there = Certificate.of(worse, found.labels_s, found.horizon_s, found.refuge_labels_s)
    proof = check(worse, there)
    assert proof.refuted
    assert proof.arrivals_bound <= check(better, found).arrivals_bound + CLOSE
    by = math.floor(min(found.horizon_s, 100))
    assert evaluate(worse, found.labels_s, found.refuge_labels_s, found.horizon_s) == proof.arrivals_bound
    assert arrivals_by(worse, by, streets=False) <= proof.arrivals_bound + CLOSE


@some
@given(problems, seeds)
def test_a_schedule_of_the_worse_problem_can_be_carried_out_on_the_better_one(
    better: Problem, seed: int
) -> None:
    """Where lengths and halts are as they were, and windows, quotas, room, releases and capacity hinder."""
    worse = hindered(better, seed, lengths_and_halts=False)
    found = bracket(worse, gap=0.2, seconds=1)
    if found.schedule is not None:
        assert replay(better, found.schedule).last_arrival_s <= found.upper_s + CLOSE
