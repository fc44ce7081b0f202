"""Curfews, closures and corridors where people leave the streets; the notice is issued at 06:00."""

import pytest
from tests.journey import towns
from tests.journey.test_open_ground import ORDERED, moat, town

from safeground.flow.certificate import check
from safeground.journey.examine import examine
from safeground.plan.condition_words import Closure, Curfew
from safeground.plan.model import Corridor
from safeground.questions import ground_words

CURFEW = Curfew(hours="06:05-06:15")
LINE = towns.line((0, 0), (1000, 0))


def outcome(deadline_s, ground=None, persons=1000.0, only=None, **words):
    streets, layer = town(persons=persons)
    loaded = towns.plan(ORDERED, deadline_h=deadline_s / 3600, open_ground=ground)
    loaded = towns.stating(loaded, only=only, **words)
    return examine(loaded, streets, [layer], loaded.plan.notices[0], "out", seconds=20), loaded


# Straight on it is 350 m to the area's edge, of which 0.1 % is the plane's; for 600 s all stand still.
@pytest.mark.parametrize(("deadline_s", "refuted"), [(945, True), (955, None)])
def test_a_curfew_halts_those_who_leave_the_streets_too(deadline_s, refuted):
    found, _ = outcome(deadline_s, curfews=[(CURFEW, None)])
    assert found.refuted_on_open_ground is refuted
    assert found.refuted_by_distance is bool(refuted)
    assert outcome(deadline_s)[0].refuted_on_open_ground is None
    if refuted:
        assert check(found.ground_problem, found.ground_certificate).refuted


def test_a_distance_too_far_because_of_a_curfew_is_said_to_be():
    found, loaded = outcome(945, curfews=[(CURFEW, None)])
    said = ground_words.on_open_ground(found, loaded.plan.notices[0])
    assert "too far for the time in which people may move." in said
    found, loaded = outcome(345)
    said = ground_words.on_open_ground(found, loaded.plan.notices[0])
    assert said.endswith("too far.")


def test_a_bridge_that_closes_lets_nobody_over_the_moat_afterwards():
    """Entered until 06:05, left at most 1,000 s later: 551 s at 2 a second from the first people on it."""
    ground = [("barrier", moat())]
    shut = (Closure(id="bridge", where="the bridge", from_=towns.ISSUED.replace(minute=5)), LINE)
    found, _ = outcome(3600, ground, 3000.0, closures=[shut])
    assert found.refuted_on_streets is True
    assert found.refuted_on_open_ground is True
    assert found.refuted_by_distance is False
    assert check(found.ground_problem, found.ground_certificate).refuted
    # Of 900 all may have been on the bridge before.
    few, _ = outcome(3600, ground, 900.0, closures=[shut])
    assert few.refuted_on_open_ground is not True
    assert outcome(3600, ground, 3000.0)[0].refuted_on_open_ground is False


def test_the_only_corridor_counts_before_distance_and_barriers():
    """The corridor is 800 m away, the edge elsewhere 350 m."""
    road = [(Corridor(id="road"), LINE)]
    for deadline_s in (345, 790):
        found, loaded = outcome(deadline_s, only=True, corridors=road)
        assert found.refuted_on_open_ground is True
        assert found.ground_by_corridors is True
        assert found.refuted_by_distance is False
        assert "road only" in ground_words.on_open_ground(found, loaded.plan.notices[0])
    # Where people may leave elsewhere the corridor refutes nothing.
    assert outcome(790, corridors=road)[0].refuted_on_open_ground is None
