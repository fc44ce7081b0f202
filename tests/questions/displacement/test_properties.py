"""Whatever the claims: they bound as they should, and the ends are those of every truth that fits them."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.questions.displacement.claims import DAYS, count, day

from safeground.ledger.claim import Amount
from safeground.quantity import Range
from safeground.questions.displacement import account as module
from safeground.questions.displacement.account import Where, account
from safeground.questions.displacement.statements import Days
from safeground.questions.displacement.steps import daily

PICKS = ("present", "displaced", "gone", "moved", "arrived", "returned")
PLACES = [Where(id="town", before=Range(0.0, 2.0, "persons")), Where(id="hill")]
FEW = Range(0.0, 3.0, "persons")
SUBJECTS = {
    "people_present": ("town", "hill"),
    "people_displaced": ("town",),
    "people_moved": ("town ->", "town -> hill", "hill ->"),
    "people_arrived": ("-> hill", "town -> hill", "-> town"),
    "people_returned": ("-> town",),
}


@st.composite
def claims(draw, most=5):
    found = []
    for number in range(draw(st.integers(1, most))):
        measure = draw(st.sampled_from(sorted(SUBJECTS)))
        subject = draw(st.sampled_from(SUBJECTS[measure]))
        first = draw(st.integers(0, 9))
        last = draw(st.integers(first, 9))
        low, high = sorted((draw(st.integers(0, 50)), draw(st.integers(0, 50))))
        ends = draw(st.sampled_from(((low, high), (low, None), (None, high))))
        by = draw(st.sampled_from(("A", "B")))
        found.append(
            count(
                f"c{number}", measure, subject, low=ends[0], high=ends[1], qualifier="unspecified",
                since=day(first), until=day(last), by=by,
            )
        )  # fmt: skip
    return found


def figures(found):
    return {
        (reading.name, place, pick): getattr(days, pick)
        for reading in found.readings
        for place, days in reading.places.items()
        for pick in (*PICKS, "person_days")
    }


def inside(one, other):
    return one.low >= other.low - 1e-6 and one.high <= other.high + 1e-6


@settings(max_examples=8, deadline=None)
@given(claims(), st.randoms())
def test_the_order_of_claims_changes_nothing(stated, chance):
    shuffled = list(stated)
    chance.shuffle(shuffled)
    one, other = account(stated, PLACES, DAYS), account(shuffled, PLACES, DAYS)
    assert (one.conflicts, figures(one)) == (other.conflicts, figures(other))


@settings(max_examples=8, deadline=None)
@given(claims())
def test_a_claim_more_never_widens_a_range(stated):
    more, less = (account(some, PLACES, DAYS, on_the_way=FEW) for some in (stated, stated[:-1]))
    assume(not more.conflicts)
    assert less.conflicts == ()
    for key, found in figures(more).items():
        before = figures(less)[key]
        pairs = zip(found, before, strict=True) if isinstance(found, tuple) else [(found, before)]
        assert all(inside(one, other) for one, other in pairs), key


@settings(max_examples=6, deadline=None)
@given(claims(most=4))
def test_joined_days_come_out_as_days_one_by_one(stated):
    joined = account(stated, PLACES, DAYS)
    plain = module.steps
    try:
        module.steps = lambda _, days: daily(days)
        alone = account(stated, PLACES, DAYS)
    finally:
        module.steps = plain
    assert joined.conflicts == alone.conflicts
    assert figures(joined) == figures(alone)


@settings(max_examples=6, deadline=None)
@given(claims(most=4), st.sampled_from((10, 1000)))
def test_people_in_another_measure_come_out_in_that_measure(stated, factor):
    def times(end):
        return None if end is None else end * factor

    scaled = [
        type(one)(
            **{name: getattr(one, name) for name in one.__struct_fields__ if name != "amount"},
            amount=Amount(
                qualifier="unspecified", low=times(one.amount.low), high=times(one.amount.high), unit="people"
            ),
        )
        for one in stated
    ]
    places = [replace(PLACES[0], before=Range(0.0, 2.0 * factor, "persons")), PLACES[1]]
    small, great = account(stated, PLACES, DAYS), account(scaled, places, DAYS)
    assert small.conflicts == great.conflicts
    for key, found in figures(small).items():
        if key[2] == "person_days":
            continue
        for one, other in zip(found, figures(great)[key], strict=True):
            # Whole people: the ends of the small one are rounded outwards by less than one.
            assert one.low * factor <= other.low + 1e-6
            assert one.high * factor >= other.high - 1e-6
            assert math.isinf(one.high) == math.isinf(other.high)


@settings(max_examples=8, deadline=None)
@given(claims())
def test_every_conflict_holds_when_any_of_its_claims_is_left_out(stated):
    by_id = {one.id: one for one in stated}
    for found in account(stated, PLACES, DAYS).conflicts:
        own = [by_id[one] for one in found]
        assert account(own, PLACES, DAYS).conflicts == (found,)
        for left_out in own:
            assert account([one for one in own if one is not left_out], PLACES, DAYS).conflicts == ()


MOST = 2
SHORT = Days(DAYS.first, DAYS.first.replace(day=3))


def _every_truth():
    """Every course of three days with at most ``MOST`` people anywhere: one place, whole people."""
    values = np.array(list(product(range(MOST + 1), repeat=10)))
    before, out, came, back = values[:, 0], values[:, 1:4], values[:, 4:7], values[:, 7:10]
    present = before[:, None] + np.cumsum(came - out, axis=1)
    gone = np.cumsum(out - back, axis=1)
    fits = (
        (present >= 0).all(axis=1)
        & (gone >= 0).all(axis=1)
        & (back <= came).all(axis=1)
        & (out.sum(axis=1) <= MOST)
        & (came.sum(axis=1) <= MOST)
    )
    return {
        "present": present[fits],
        "gone": gone[fits],
        "moved": np.cumsum(out, axis=1)[fits],
        "arrived": np.cumsum(came, axis=1)[fits],
    }


TRUTHS = _every_truth()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("people_present", "people_moved", "people_arrived")),
            st.tuples(st.integers(0, 2), st.integers(0, 2)),
            st.tuples(st.integers(0, MOST), st.integers(0, MOST)),
        ),
        max_size=3,
    )
)
def test_the_ends_are_those_of_every_course_that_fits(stated):
    """An enumeration that shares no line with the programme finds the same ends and the same conflicts."""
    ends = {"people_moved": "town ->", "people_arrived": "-> town", "people_present": "town"}
    keep = np.ones(len(TRUTHS["present"]), bool)
    made = [
        count("box-m", "people_moved", "town ->", high=MOST, qualifier="at_most", since=day(0), until=day(2)),
        count(
            "box-a", "people_arrived", "-> town", high=MOST, qualifier="at_most", since=day(0), until=day(2)
        ),
    ]
    for number, (measure, days, counts) in enumerate(stated):
        (first, last), (low, high) = sorted(days), sorted(counts)
        made.append(
            count(
                f"c{number}", measure, ends[measure], low=low, high=high, qualifier="unspecified",
                since=day(first), until=day(last),
            )
        )  # fmt: skip
        if measure == "people_present":
            part = TRUTHS["present"][:, first : last + 1]
            keep &= ((part >= low) & (part <= high)).all(axis=1)
            continue
        so_far = TRUTHS["moved" if measure == "people_moved" else "arrived"]
        total = so_far[:, last] - (so_far[:, first - 1] if first else 0)
        keep &= (total >= low) & (total <= high)
    where = Where(id="town", before=Range(0.0, float(MOST), "persons"))
    found = account(made, [where], SHORT)
    assert bool(found.conflicts) == (not keep.any())
    if found.conflicts:
        return
    town = found.readings[0].places["town"]
    for pick, truths in TRUTHS.items():
        for number in range(3):
            column = truths[keep][:, number]
            one = getattr(town, pick)[number]
            assert (one.low, one.high) == (column.min(), column.max()), (pick, number)
    away = TRUTHS["gone"][keep].sum(axis=1)
    assert (town.person_days.low, town.person_days.high) == (away.min(), away.max())
