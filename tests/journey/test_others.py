"""Other movements of a plan: their areas as polygons, their people as a range, their start in seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.journey import towns

from safeground.journey.others import others_on_the_streets
from safeground.plan.condition_words import OtherMovement
from safeground.quantity import Range

HILL, FIELD = towns.box(0, 0, 100, 100), towns.box(300, 0, 400, 100)


@pytest.mark.parametrize(
    ("begins", "begin_s"), [(None, None), (timedelta(hours=-2), -7200.0), (timedelta(hours=1), 3600.0)]
)
def test_areas_are_united_and_times_count_from_the_moment_given(begins, begin_s):
    convoy = OtherMovement(
        id="convoy",
        from_=("hill", "field"),
        to=("low-town",),
        persons=(100.0, 300.0),
        begins=None if begins is None else towns.ISSUED + begins,
    )
    loaded = towns.plan(towns.box(-200, 0, -100, 100), destinations={"hill": HILL, "field": FIELD})
    loaded = towns.stating(loaded, movements=[(convoy, None)])
    (one,) = others_on_the_streets(loaded, towns.ISSUED)
    assert (one.name, one.persons, one.begin_s) == ("convoy", Range(100, 300, "persons"), begin_s)
    assert one.start.area == pytest.approx(HILL.area + FIELD.area)
    assert one.goal.equals(loaded.areas["low-town"])
    assert others_on_the_streets(loaded, None)[0].begin_s is None
