"""The bound by a deadline, where the streets of the cut are full and no further way is left."""

from __future__ import annotations

import numpy as np
import pytest

from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem


def test_a_place_to_start_from_does_not_weaken_the_bound() -> None:
    """6,000 people, two bridges of 3 and 2 persons/s, 350 s and 650 s away: 3·1150 + 2·850 by 1,500 s.

    A street of no length lies between the people and the bridges, as it does where a whole cell starts.
    """
    problem = Problem.from_arrays(
        tail=np.array([0, 0, 1, 2]),
        head=np.array([1, 2, 3, 4]),
        transit_s=np.array([0.0, 0.0, 350.0, 650.0]),
        capacity_per_s=np.array([1e6, 1e6, 3.0, 2.0]),
        source=np.array([0]),
        persons=np.array([6000.0]),
        sink=np.array([3, 4]),
    )
    found = bracket(problem, deadline_s=1500.0, side="lower")
    assert found.arrivals_upper == pytest.approx(5150.0, rel=1e-4)
    assert found.lower_s == pytest.approx(1670.0, rel=1e-6)
