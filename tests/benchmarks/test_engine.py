"""The engine's own measurements change the problem as they say."""

from __future__ import annotations

import numpy as np
from benchmarks.engine import without

from safeground.testing import grid_town


def test_a_closed_street_is_closed_both_ways_and_no_other_is() -> None:
    town = grid_town(3)
    left = without(town, 4)
    assert 4 not in left.street_id
    assert len(left.tail) == len(left.head) == len(left.transit_s) == len(town.tail) - 2
    assert np.array_equal(np.delete(np.unique(town.street_id), 4), np.unique(left.street_id))
    assert left.nodes == town.nodes
