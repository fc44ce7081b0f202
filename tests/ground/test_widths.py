from __future__ import annotations

import pytest

from safeground.ground.widths import width_by_class
from safeground.standards import street_classes


@pytest.mark.parametrize(
    ("name", "lanes", "width"),
    [
        # Two lanes of 4 m, 6 m of sidewalks, 5 m of parked cars; a primary road may be wider without the tag.
        ("primary", (2, 2), (5, 19)),
        # The class's 60 m are more than lanes with sidewalks and parked cars, which are then the most.
        ("primary", (6, 6), (15, 35)),
        ("primary", (8, 8), (20, 43)),
        # The class's 24 m lie between lanes with sidewalks (22) and with parked cars (27).
        ("secondary", (4, 4), (10, 24)),
        # A narrow class: 15 m, more than 10 for one lane and its sidewalks.
        ("residential", (1, 1), (2.5, 15)),
        ("residential", (1, 2), (2.5, 15)),
    ],
)
def test_widths_by_lanes(name: str, lanes: tuple[float, float], width: tuple[float, float]) -> None:
    assert width_by_class(street_classes()[name], lanes) == width


def test_without_lanes_or_vehicles_the_class_decides() -> None:
    for street in street_classes().values():
        of_class = (street.width_m.low, street.width_m.high)
        assert width_by_class(street, None) == of_class
        if not street.by_vehicle:
            assert width_by_class(street, (4, 4)) == of_class


@pytest.mark.parametrize("lanes", range(1, 12))
def test_more_lanes_are_never_narrower(lanes: int) -> None:
    for street in street_classes().values():
        fewer, more = (width_by_class(street, (n, n)) for n in (lanes, lanes + 1))
        assert fewer[0] <= more[0]
        assert fewer[1] <= more[1]
        assert more[0] <= more[1]
