"""Times of routes for supplies, on a road of ten stretches of 600 m."""

from __future__ import annotations

import pytest
from tests.journey.test_care import box, road

from safeground.journey.placed import Placed
from safeground.journey.supply.routes import area_point, transit_times
from safeground.plan.model import Assumptions
from safeground.plan.supply_words import Route

ROUTE = Route(id="r", from_="gate", to="town")


def test_the_least_time_ends_where_the_first_street_touches_the_area() -> None:
    """The town lies from 2,700 m to 5,900 m: a street touches it from 2,400 m on; its middle is at 4,200."""
    town = box(2700, 5900)
    places = {"gate": (10.0, 0.0), "town": area_point(town)}
    placed = Placed(road())
    to_middle, _ = transit_times([ROUTE], places, placed, Assumptions())
    to_edge, unknown = transit_times([ROUTE], places, placed, Assumptions(), {"town": town})
    assert not unknown
    assert to_edge["r"].low == pytest.approx(to_middle["r"].low * 2400 / 4200)
    assert to_edge["r"].high == to_middle["r"].high
