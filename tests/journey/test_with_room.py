"""Arrivals with room, by hand: 1,000 people, 2 persons a second, a near hill with room for 300, a far one."""

from __future__ import annotations

import math

import pytest
from tests.journey import towns

from safeground.flow.certificate import check
from safeground.journey.examine import examine
from safeground.journey.with_room import Room

STREET = towns.streets([(0, 0), (1000, 0), (2000, 0)], [(0, 1, 2.0), (1, 2, 2.0)])
HOME, NEAR, FAR = towns.box(-50, -50, 50, 50), towns.box(950, -50, 1050, 50), towns.box(1950, -50, 2050, 50)


def outcome(room: dict[str, float] | None, *, deadline_h: float, far: bool):
    goals = {"near": NEAR, "far": FAR} if far else {"near": NEAR}
    loaded = towns.plan(HOME, destinations=goals, deadline_h=deadline_h, means="arrived")
    layer = towns.people([(HOME, 1000, 1000)])
    given = None if room is None else Room(30.0, "a standard", room)
    return examine(
        loaded, STREET, [layer], loaded.plan.notices[0], "arrived", room=given, gap=0.005, seconds=20
    )


def test_nobody_more_than_there_is_room_for() -> None:
    found = outcome({"near": 300.0}, deadline_h=5, far=False)
    bound = found.with_room
    assert bound.room == 300
    assert bound.arrivals_upper == pytest.approx(300)
    assert math.isinf(bound.lower_h)
    proof = check(bound.problem, bound.certificate)
    assert proof.refuted
    assert proof.room_persons == 300
    # Without room everybody can be there: 900 m from edge to edge, and 500 s to pass.
    assert found.lower_h * 3600 == pytest.approx(900 + 500, rel=0.01)
    assert found.refuted_on_streets is False


def test_who_finds_no_room_goes_on_to_the_next() -> None:
    found = outcome({"near": 300.0}, deadline_h=5, far=True)
    # From the edge of home, at 50 m, it is 1,900 m to the far hill; 700 go there, and take 350 s to set out.
    assert found.with_room.lower_h * 3600 == pytest.approx(1900 + 350, rel=0.02)
    assert found.with_room.arrivals_upper == pytest.approx(1000)


def test_room_for_everybody_is_no_second_bound() -> None:
    assert outcome({"near": 1000.0}, deadline_h=5, far=False).with_room is None
    assert outcome({}, deadline_h=5, far=False).with_room is None  # nobody says how large it is
    assert outcome(None, deadline_h=5, far=False).with_room is None
