"""What must hold between the brackets of related problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.flow.bracket import bracket
from safeground.flow.certificate import Certificate, check
from safeground.flow.problem import Problem
from safeground.flow.replay import replay


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A town of a few streets, everybody with a way."""
    nodes = draw(st.integers(3, 10))
    arcs = draw(st.integers(2, 20))
    node = st.integers(0, nodes - 1)
    ends = draw(st.lists(st.tuples(node, node), min_size=arcs, max_size=arcs))
    chain = [(v, v + 1) for v in range(nodes - 1)]
    tail, head = zip(*ends, *chain, strict=True)
    total = len(tail)

    def numbers(low: float, high: float, count: int) -> list[float]:
        value = st.floats(low, high, allow_nan=False, width=32)
        return draw(st.lists(value, min_size=count, max_size=count))

    return Problem.from_arrays(
        tail=tail,
        head=head,
        transit_s=numbers(0.0, 100.0, total),
        capacity_per_s=numbers(0.125, 5.0, total),
        source=np.arange(nodes - 1),
        persons=[1.0 + p for p in numbers(0.0, 500.0, nodes - 1)],
        sink=[nodes - 1],
        release_s=numbers(0.0, 60.0, nodes - 1),
        street_id=np.arange(total) // 2 if draw(st.booleans()) else None,
    )


@given(problems(), st.integers(0, 2**31))
def test_a_better_town_is_never_proven_slower(worse: Problem, seed: int) -> None:
    rng = np.random.default_rng(seed)
    better = replace(
        worse,
        capacity_per_s=worse.capacity_per_s * rng.uniform(1.0, 2.0, len(worse.tail)),
        transit_s=worse.transit_s * rng.uniform(0.5, 1.0, len(worse.tail)),
        release_s=worse.release_s * rng.uniform(0.5, 1.0, len(worse.source)),
        persons=worse.persons * rng.uniform(0.5, 1.0, len(worse.source)),
    )
    slow, fast = bracket(worse, gap=0.05, seconds=5), bracket(better, gap=0.05, seconds=5)
    assert fast.lower_s <= slow.upper_s
    assert slow.upper_s >= fast.lower_s
    shown = fast.certificate
    # The proof for the better town, with nothing but its labels, holds for the worse one.
    there = replace(worse, persons=better.persons)
    moved = Certificate.of(there, shown.labels_s, shown.horizon_s, shown.refuge_labels_s)
    assert check(there, moved).refuted
    assert slow.lower_s <= slow.upper_s
    assert replay(worse, slow.schedule).arrived_persons == pytest.approx(worse.persons.sum())


@given(problems(), st.sampled_from([1 / 64, 0.5, 3.0, 1000.0]), st.sampled_from([0.01, 8.0, 100.0]))
def test_units_do_not_matter(problem: Problem, times: float, people: float) -> None:
    found = bracket(problem, gap=0.02, seconds=5)
    scaled = replace(
        problem,
        transit_s=problem.transit_s * times,
        release_s=problem.release_s * times,
        capacity_per_s=problem.capacity_per_s * people / times,
        persons=problem.persons * people,
    )
    again = bracket(scaled, gap=0.02, seconds=5)
    assert again.lower_s <= found.upper_s * times * (1 + 1e-9)
    assert again.upper_s >= found.lower_s * times * (1 - 1e-9)
    assert again.persons == pytest.approx(found.persons * people)


@given(problems(), st.floats(0.0, 2.0))
def test_bounds_on_arrivals_agree_with_the_curves(problem: Problem, part: float) -> None:
    found = bracket(problem, gap=0.02, seconds=5)
    deadline = part * found.upper_s
    dated = bracket(problem, gap=0.02, seconds=5, deadline_s=deadline)
    assert dated.arrivals_lower <= dated.arrivals_upper + 1e-9
    assert dated.arrivals_upper <= dated.persons * (1 + 1e-12)
    done_by_then = np.interp(deadline, found.schedule_s, found.schedule_persons)
    assert done_by_then <= dated.arrivals_upper + 1e-6 * found.persons
    proven = np.interp(deadline, found.proven_s, found.proven_persons)
    assert dated.arrivals_lower <= proven + 1e-6 * found.persons
    if dated.arrivals_upper < found.persons * (1 - 1e-6):
        assert deadline <= found.upper_s
