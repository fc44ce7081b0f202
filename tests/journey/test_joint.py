"""Orders and other movements that share one street, worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.journey import towns

from safeground.journey.joint import joint_schedules, sharing
from safeground.journey.placed import place_conditions
from safeground.plan.condition_words import OtherMovement
from safeground.plan.model import Notice

if TYPE_CHECKING:
    from safeground.journey.outcome import Joint
    from safeground.plan.places import LoadedPlan

LOW, HIGH, HILL = towns.box(-50, -50, 50, 50), towns.box(450, -50, 550, 50), towns.box(1450, -50, 1550, 50)
STREET = towns.streets([(0, 0), (500, 0), (1500, 0)], [(0, 1, 2.0), (1, 2, 2.0)])
"""1.5 km at 1 m/s; with half a metre kept free at each side, one person a second."""
PEOPLE = towns.people([(LOW, 1000, 1000), (HIGH, 600, 600)])


def notice(name: str, area: str, hours: float, *, after: float = 0.0) -> Notice:
    issued = towns.ISSUED + timedelta(hours=after)
    deadline = towns.ISSUED + timedelta(hours=hours)
    return Notice(
        id=name, areas=(area,), to=("hill",), issued=issued, deadline=deadline, deadline_means="arrived"
    )


def plan(*notices: Notice) -> LoadedPlan:
    return towns.plan(LOW, destinations={"high-town": HIGH, "hill": HILL}, notices=notices)


def schedules(loaded: LoadedPlan) -> dict[str, Joint]:
    placed = place_conditions(loaded, STREET)
    return {one.notice: one for one in joint_schedules(loaded, placed, [PEOPLE], gap=0.01, seconds=20)}


def test_who_is_due_first_goes_first_and_the_other_waits() -> None:
    found = schedules(plan(notice("notice-1", "low-town", 2), notice("notice-2", "high-town", 1)))
    # From the near edge of high town, at 450 m, it is 1,050 m; its 600 people take 600 s to set out.
    assert found["notice-2"].before == ()
    assert found["notice-2"].upper_h * 3600 == pytest.approx(1050 + 600, rel=0.02)
    # Low town's people are there after 450 s, wait until all of high town have gone, and pass for 1,000 s.
    assert found["notice-1"].before == ("notice-2",)
    assert found["notice-1"].upper_h * 3600 == pytest.approx(600 + 1000 + 1050, rel=0.02)


def test_the_later_order_gets_what_the_first_leaves() -> None:
    found = schedules(plan(notice("notice-1", "low-town", 1), notice("notice-2", "high-town", 2)))
    assert found["notice-1"].upper_h * 3600 == pytest.approx(1500 + 1000, rel=0.02)
    # 450 of high town are gone when low town's people come; these pass for 1,000 s, then the other 150 go.
    assert found["notice-2"].upper_h * 3600 == pytest.approx(1450 + 150 + 1050, rel=0.02)


def test_an_order_issued_later_waits_for_those_on_the_way() -> None:
    late = notice("notice-2", "high-town", 2, after=600 / 3600)
    found = schedules(plan(notice("notice-1", "low-town", 1), late))
    # 600 s after the first issue low town's people pass for 850 s more; then high town's take 600 s.
    assert found["notice-2"].upper_h * 3600 == pytest.approx(850 + 600 + 1050, rel=0.02)


def test_people_who_come_the_other_way_take_width_first() -> None:
    convoy = OtherMovement(
        id="convoy", from_=("hill",), to=("low-town",), persons=(100.0, 400.0), begins=towns.ISSUED
    )
    loaded = towns.stating(plan(notice("notice-1", "low-town", 2)), movements=[(convoy, None)])
    (found,) = schedules(loaded).values()
    assert found.before == ("convoy",)
    # 400 people come out of the hill for 400 s and are on one part of the street after the other, which
    # they fill; low town's last are held up at least once, and at the most until the whole street is free.
    assert 1500 + 1000 + 300 < found.upper_h * 3600 < 1500 + 400 + 1500 + 1000


def test_only_those_who_are_on_the_streets_at_the_same_time_share_them() -> None:
    early = notice("notice-1", "low-town", 1)
    late = notice("notice-2", "high-town", 9, after=2)
    assert sharing(plan(early, late)) == ()
    assert schedules(plan(early, late)) == {}
    undated = Notice(id="notice-3", areas=("high-town",), to=("hill",), issued=towns.ISSUED)
    assert sharing(plan(early, undated)) == ()


def test_a_movement_without_a_way_leaves_nobody_a_schedule() -> None:
    island = towns.box(300, 5000, 400, 5100)
    convoy = OtherMovement(id="convoy", from_=("high-town",), to=("island",), persons=5.0, begins=None)
    loaded = towns.plan(
        LOW,
        destinations={"high-town": HIGH, "hill": HILL, "island": island},
        notices=(notice("notice-1", "low-town", 2),),
    )
    loaded = towns.stating(loaded, movements=[(convoy, None)])
    (found,) = schedules(loaded).values()
    assert found.upper_h is None
    assert "convoy, which goes before it, has none" in found.no_upper
