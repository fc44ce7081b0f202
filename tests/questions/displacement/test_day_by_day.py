"""Many ends from few programmes are those of two plain programmes for each number (``day_by_day``)."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questions.displacement.claims import DAYS, count, day
from tests.questions.displacement.day_by_day import KINDS, DayByDay

from safeground.quantity import Range
from safeground.questions.displacement.account import Where, account
from safeground.questions.displacement.statements import Days

FEW = Days(DAYS.first, DAYS.first.replace(day=5))
NAMES = ("town", "hill", "shore")
NOBODY = Range(0.0, 0.0, "persons")
SOME = Range(0.0, 7.0, "persons")

STOCKS = ("people_present", "people_displaced")
numbers = st.integers(0, 40)
subjects = {
    "people_present": st.sampled_from(NAMES),
    "people_displaced": st.sampled_from(NAMES),
    "people_moved": st.sampled_from(("town ->", "hill ->", "town -> hill", "town -> shore", "-> shore")),
    "people_arrived": st.sampled_from(("-> hill", "-> shore", "town -> hill", "hill -> shore", "town ->")),
    "people_returned": st.sampled_from(("-> town", "hill -> town", "shore -> hill")),
}


@st.composite
def one_claim(draw, number):
    measure = draw(st.sampled_from(sorted(subjects)))
    first, last = sorted(draw(st.tuples(st.integers(0, 4), st.integers(0, 4))))
    low, high = sorted(draw(st.tuples(numbers, numbers)))
    open_end = draw(st.sampled_from(("none", "low", "high")))
    hour = draw(st.sampled_from(("", "T09:00", "T18:00")))
    return count(
        f"c{number}", measure, draw(subjects[measure]), qualifier="unspecified",
        low=None if open_end == "low" else float(low), high=None if open_end == "high" else float(high),
        since=day(last if measure in STOCKS else first) + hour * (first == last),
        until=day(last) + hour,
    )  # fmt: skip


@st.composite
def some_claims(draw):
    return [draw(one_claim(number)) for number in range(draw(st.integers(0, 7)))]


@pytest.mark.parametrize("warm", [True, False])
@settings(max_examples=12, deadline=None)
@given(
    stated=some_claims(),
    before=st.dictionaries(st.sampled_from(NAMES), numbers),
    on_the_way=st.sampled_from((NOBODY, SOME, None)),
)
def test_all_ends_are_those_of_a_programme_each(stated, before, on_the_way, warm):
    before = {name: Range(float(n), float(n + 5), "persons") for name, n in before.items()}
    where = [Where(id=name, before=before.get(name)) for name in NAMES]
    found = account(stated, where, FEW, on_the_way=on_the_way, warm=warm)
    plain = DayByDay(NAMES, found.stated, len(FEW), before, on_the_way)
    anything = {plain.of("gone", "town", 0): 0.0}
    if found.conflicts:
        assert plain.ends(anything) is None
        return
    reading = found.readings[0]
    for place in NAMES:
        for number in range(len(FEW)):
            for kind in KINDS:
                low, high = plain.ends(plain.sum(kind, place, number))
                one = getattr(reading.places[place], kind)[number]
                assert (one.low, one.high) == whole(low, high), (kind, place, number)
        away = reading.places[place].person_days
        assert (away.low, away.high) == whole(*plain.ends(plain.person_days(place)))


def whole(low, high):
    return math.floor(low + 1e-5) + 0.0, math.ceil(high - 1e-5) + 0.0 if math.isfinite(high) else high
