import numpy as np
import pytest

from safeground.flow.certificate import Certificate, check
from safeground.flow.problem import Problem
from safeground.journey.cut import of_certificate


@pytest.mark.parametrize("deadline_s", [300.0, 200.0])
def test_a_certificates_break_even_counts_all_that_it_lets_pass(deadline_s):
    """The five nodes of docs/certificate.md: the bridge lets 120 pass by 300 s; before that, no more."""
    problem = Problem.from_arrays(
        tail=[0, 1, 2, 3, 1], head=[2, 2, 3, 4, 4], transit_s=[60, 120, 30, 90, 600],
        capacity_per_s=[2, 2, 1, 3, 0.5], source=[0, 1], persons=[200, 100], sink=[4],
    )  # fmt: skip
    certificate = Certificate.of(problem, np.array([0.0, 0.0, 60.0, 210.0, 300.0]), 300.0)
    found = of_certificate(problem, certificate, deadline_s)
    factor, persons = found.break_even(deadline_s)
    assert found.arcs.tolist() == [2]
    assert persons == pytest.approx(check(problem, certificate).arcs_persons)
    assert factor == pytest.approx(300 / 120)
