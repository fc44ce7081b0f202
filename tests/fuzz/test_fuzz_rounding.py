"""What rounding loses never makes a refutation: held against fractions, with numbers of every size."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.oracles.exact_bound import exact_bound

from safeground.flow.certificate import Certificate, check
from safeground.flow.problem import Problem


def uneven_problem(rng: np.random.Generator) -> tuple[Problem, Certificate]:
    """Few arcs, windows and halts, told from a late start on, with labels that nearly fit the lengths."""
    since = float(rng.choice([0.0, 1.0, 1.7e9, 1e12, 9e14])) * rng.random()
    scale = 10.0 ** rng.integers(-6, 7)

    def times(count: int) -> np.ndarray:
        return np.unique(since + scale * rng.random(count))

    arcs, nodes = int(rng.integers(1, 6)), 4
    tail, head = rng.integers(0, nodes, (2, arcs))
    label = since + scale * rng.random(nodes)
    label[rng.random(nodes) < 0.2] = since
    label[0], label[3] = since, max(label.max(), since + scale)
    halts, opens = times(int(rng.integers(0, 40))), times(int(rng.integers(0, 6)))
    halts, opens = halts[len(halts) % 2 :], opens[len(opens) % 2 :]
    halted = np.clip(label[:, None] - halts[::2], 0, np.diff(halts)[::2]).sum(1)
    moving_s = np.abs(np.diff((label - halted)[[tail, head]], axis=0))[0]
    nearly = 1 - 1e-15 * rng.integers(-9, 10, arcs)
    transit = moving_s * np.where(rng.random(arcs) < 0.9, nearly, rng.random(arcs))
    problem = Problem.from_arrays(
        nodes=nodes,
        tail=np.append(tail, 0),
        head=np.append(head, 3),
        transit_s=np.append(np.minimum(transit, 1e15), scale),
        capacity_per_s=10.0 ** rng.integers(-6, 12, arcs + 1),
        source=[0],
        persons=[1],
        sink=[3],
        release_s=[since],
        window_arc=np.zeros(len(opens) // 2, np.int64),
        window_open_s=opens[::2],
        window_close_s=opens[1::2],
        halt_from_s=halts[::2],
        halt_until_s=halts[1::2],
    )
    return problem, Certificate.of(problem, label, float(label[3]))


def refute_with_as_few_as_possible(rng: np.random.Generator) -> bool:
    """Look for the fewest persons who make the checker refute; they must be more than can arrive."""
    problem, certificate = uneven_problem(rng)
    exact = exact_bound(problem, certificate.labels_s, certificate.refuge_labels_s, certificate.horizon_s)
    least, most = check(problem, certificate).arrivals_bound, 1e15
    if not refuted(problem, certificate, most):
        return False
    for _ in range(30):
        middle = (least * most) ** 0.5 if most > 4 * least > 0 else (least + most) / 2
        least, most = (least, middle) if refuted(problem, certificate, middle) else (middle, most)
    assert exact < Fraction(most)
    return True


def refuted(problem: Problem, certificate: Certificate, persons: float) -> bool:
    """Whether these labels refute that so many arrive."""
    more = replace(problem, persons=np.array([persons]))
    return check(more, Certificate.of(more, certificate.labels_s, certificate.horizon_s)).refuted


def test_rounding_never_refutes() -> None:
    rng = np.random.default_rng(5)
    assert sum(refute_with_as_few_as_possible(rng) for _ in range(200)) > 100


@pytest.mark.large
def test_rounding_never_refutes_twenty_thousand() -> None:
    rng = np.random.default_rng(6)
    assert sum(refute_with_as_few_as_possible(rng) for _ in range(20_000)) > 5_000
