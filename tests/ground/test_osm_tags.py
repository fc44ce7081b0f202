from __future__ import annotations

import pytest

from safeground.ground.osm_tags import (
    closed_to_walkers,
    parse_lanes,
    parse_width_m,
    vehicle_direction,
    vehicles_may,
)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("3.5", (3.5, 3.5)),
        ("3.5 m", (3.5, 3.5)),
        ("3.5m", (3.5, 3.5)),
        ("3,5", (3.5, 3.5)),
        ("~4", (4.0, 4.0)),
        ("12'", (3.6576, 3.6576)),
        ("12'6\"", (3.81, 3.81)),
        ("12 ft", (3.6576, 3.6576)),
        ("350 cm", (3.5, 3.5)),
        ("5-7", (5.0, 7.0)),
        ("5;7", (5.0, 7.0)),
        ("5 - 7 m", (5.0, 7.0)),
    ],
)
def test_widths_in_the_spellings_that_mappers_use(text: str, metres: tuple[float, float]) -> None:
    assert parse_width_m(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["600", "-1", "0", "wide", "3 persons", "0.01", "nan", "1e3", "m"])
def test_widths_that_cannot_be_meant(text: str) -> None:
    assert parse_width_m(text) is None


@pytest.mark.parametrize(("text", "lanes"), [("2", (2, 2)), ("1.5", (1.5, 1.5)), ("2;3", (2, 3))])
def test_lanes(text: str, lanes: tuple[float, float]) -> None:
    assert parse_lanes(text) == lanes


@pytest.mark.parametrize("text", ["0", "many", "100", "nan", "-2"])
def test_lanes_that_cannot_be_meant(text: str) -> None:
    assert parse_lanes(text) is None


@pytest.mark.parametrize(
    ("oneway", "junction", "street_class", "direction"),
    [
        ("yes", "", "primary", 1),
        ("true", "", "primary", 1),
        ("1", "", "primary", 1),
        ("-1", "", "primary", -1),
        ("reverse", "", "primary", -1),
        ("no", "", "motorway", 0),
        ("", "", "motorway", 1),
        ("", "roundabout", "residential", 1),
        ("no", "roundabout", "residential", 0),
        ("reversible", "", "primary", 0),
        ("", "", "primary", 0),
    ],
)
def test_one_way_binds_vehicles(oneway: str, junction: str, street_class: str, direction: int) -> None:
    assert vehicle_direction(oneway, junction, street_class) == direction


@pytest.mark.parametrize(
    ("access", "vehicle", "motor_vehicle", "by_class", "may"),
    [
        ("", "", "", True, True),
        ("", "", "", False, False),
        ("private", "", "", True, True),
        ("no", "", "", True, False),
        ("no", "", "yes", True, True),
        ("", "no", "", True, False),
        ("yes", "", "", False, True),
        ("", "", "designated", False, True),
        ("", "", "destination", False, False),
    ],
)
def test_vehicles_by_the_most_specific_tag(
    access: str, vehicle: str, motor_vehicle: str, by_class: bool, may: bool
) -> None:
    assert vehicles_may(access, vehicle, motor_vehicle, by_class=by_class) is may


def test_walkers_are_barred_only_by_their_own_tag_or_a_general_one() -> None:
    assert closed_to_walkers("private", "")
    assert closed_to_walkers("", "no")
    assert not closed_to_walkers("private", "yes")
    assert not closed_to_walkers("", "")
