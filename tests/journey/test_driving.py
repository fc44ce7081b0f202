"""Driving there and back on towns whose times are plain to see."""

from __future__ import annotations

import math

import msgspec
import pytest
from tests.journey import towns

from safeground.journey.driving import driving
from safeground.journey.examine import setting_of
from safeground.journey.figures import Figures
from safeground.journey.movement import put_together
from safeground.journey.placed import place_conditions
from safeground.plan.model import Corridor

DRIVEN = msgspec.structs.replace(towns.BY_HAND, vehicle_speed_km_h=(18.0, 36.0))


def found(loaded, town, layer):
    placed, figures = place_conditions(loaded, town), Figures.of(loaded.plan.assumptions)
    return driving(put_together(setting_of(loaded, placed, [layer], loaded.plan.notices[0], "out", figures)))


def test_the_street_there_and_back():
    town, layer, ordered = towns.one_street_town()
    times = found(towns.plan(ordered, assumptions=DRIVEN), town, layer)
    # Best: 800 m to the edge at 10 m/s; worst: 1,000 m to the junction beyond it at 5 m/s.
    assert times.out_h.low * 3600 == pytest.approx(80)
    assert times.out_h.high * 3600 == pytest.approx(200)
    assert times.round_h.low * 3600 == pytest.approx(160)
    assert times.round_h.high * 3600 == pytest.approx(400)


def test_a_footway_is_carried_over_at_best_and_not_driven_at_worst():
    _, layer, ordered = towns.one_street_town()
    path = towns.streets([(0, 0), (1000, 0), (1500, 0)], [(0, 1, 2.0), (1, 2, 2.0)], footways=(0,))
    times = found(towns.plan(ordered, assumptions=DRIVEN), path, layer)
    assert times.out_h.low * 3600 == pytest.approx(800)
    assert math.isinf(times.out_h.high)


def test_a_street_with_hours_leaves_the_worst_open():
    town, layer, ordered = towns.one_street_town()
    corridor = (Corridor(id="road", open="09:00-16:00"), towns.line((0, 0), (1500, 0)))
    loaded = towns.stating(towns.plan(ordered, assumptions=DRIVEN), corridors=[corridor])
    times = found(loaded, town, layer)
    assert times.round_h.low * 3600 == pytest.approx(160)
    assert math.isinf(times.round_h.high)
