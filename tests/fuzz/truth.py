"""Small problems whose maximum is known for every horizon, each with certificates that nearly do not hold."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.oracles.cut_labels import cut_labels
from tests.oracles.exact_bound import exact_bound, exact_persons
from tests.oracles.exact_movement import arrivals_by, persons_with_a_way
from tests.oracles.random_problems import random_problem

from safeground.flow.certificate import Certificate

if TYPE_CHECKING:
    from safeground.flow.certificate import Proof
    from safeground.flow.problem import Problem

SEEDS = (29, 59, 77, 107, 164, 185)
LATEST = 40


@dataclass(frozen=True)
class Case:
    """A problem, the most that can arrive by 0, 1, 2 ... and certificates for some of these times."""

    problem: Problem
    most: tuple[float, ...]
    certificates: tuple[Certificate, ...]

    def most_by(self, horizon: float) -> float:
        """No more than can arrive by a horizon: arrivals never fall with time."""
        if not horizon >= 0:
            return 0.0
        return self.most[math.floor(min(horizon, len(self.most) - 1))]


@functools.cache
def cases() -> tuple[Case, ...]:
    """The problems; each has windows, quotas or halts that matter."""
    found = []
    for seed in SEEDS:
        problem = random_problem(seed)
        most = tuple(arrivals_by(problem, horizon, streets=False) for horizon in range(LATEST + 1))
        persons = persons_with_a_way(problem)
        short = [horizon for horizon in range(1, LATEST) if 0 < most[horizon] < persons - 1e-6]
        certificates = []
        for horizon in {short[-1], short[-2], short[len(short) // 2]}:
            label, refuge = cut_labels(problem, horizon)
            certificates.append(Certificate.of(problem, label, float(horizon), refuge))
        found.append(Case(problem, most, tuple(certificates)))
    return tuple(found)


def assert_true(problem: Problem, certificate: Certificate, proof: Proof, most: float) -> None:
    """An accepted certificate says no more than its labels give in fractions, and than can arrive."""
    exact = exact_bound(problem, certificate.labels_s, certificate.refuge_labels_s, certificate.horizon_s)
    assert proof.horizon_s == certificate.horizon_s
    if np.abs(certificate.labels_s).max() < 1e6 and problem.capacity_per_s.max(initial=0) < 1e6:
        assert proof.arrivals_bound == pytest.approx(float(exact), rel=1e-9, abs=1e-3)
    assert proof.arrivals_bound >= most - 1e-6
    if proof.refuted:
        assert exact < exact_persons(problem)
        assert float(exact_persons(problem)) == pytest.approx(proof.persons, rel=1e-12)


def exact_most(problem: Problem, horizon: float) -> float:
    """No more than can arrive by a horizon, where the numbers are whole and small; else 0."""
    columns = (
        problem.transit_s,
        problem.capacity_per_s,
        problem.persons,
        problem.release_s,
        problem.refuge_room,
        problem.window_open_s,
        problem.window_close_s,
        problem.window_quota,
        problem.halt_from_s,
        problem.halt_until_s,
    )
    whole = all(_is_whole(np.asarray(column)) for column in columns)
    return arrivals_by(problem, math.floor(min(horizon, LATEST)), streets=False) if whole else 0.0


def _is_whole(array: np.ndarray) -> bool:
    """Whether it holds infinity and small whole numbers only."""
    finite = array[np.isfinite(array)]
    return bool((finite == np.round(finite)).all() and (np.abs(finite) <= 1000).all())
