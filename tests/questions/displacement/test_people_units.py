"""Units: only a number of people bounds people; families, shares and millions bound nothing."""

import math

import pytest
from tests.questions.displacement.claims import DAYS, count, day

from safeground.quantity import Range
from safeground.questions.displacement.account import Where, account

OLD = Where(id="old", before=Range(10_000.0, 10_000.0, "persons"))


def present(value, unit, *, ident="a", by="Monitor"):
    return count(ident, "people_present", "old", value, since=day(2), until=day(2), unit=unit, by=by)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (1000, "families"),
        (1000, "households"),
        (1000, "HH"),
        (50, "%"),
        (0.5, "share"),
        (1.2, "million"),
        (1.2, "million people"),
        (5, "thousand people"),
        (300, "people_per_day"),
        (300, "people/day"),
        (300, "loads"),
        (300, ""),
    ],
)
def test_what_is_no_number_of_people_bounds_nobody_and_is_listed(value, unit):
    found = account([present(value, unit)], [OLD], DAYS)
    (unused,) = found.unused
    assert (found.stated, unused.claim) == ((), "a")
    assert f"“{unit}”, which is no unit of people" in unused.why
    assert found.widest("present", "old", 2) == Range(0.0, math.inf, "persons")
    assert found.widest("moved", "old") == Range(0.0, math.inf, "persons")


@pytest.mark.parametrize("unit", ["people", "persons", "Person", "individuals", " People "])
def test_people_are_people_in_whatever_word(unit):
    found = account([present(1000, unit)], [OLD], DAYS)
    assert found.widest("present", "old", 2) == Range(1000.0, 1000.0, "persons")
    assert found.widest("moved", "old").low == 9000


@pytest.mark.parametrize("unit", ["IDPs", "internally displaced", "internally_displaced_people", "civilians"])
def test_of_some_of_the_people_only_the_low_end_bounds(unit):
    found = account([present(1000, unit)], [OLD], DAYS)
    assert found.widest("present", "old", 2) == Range(1000.0, math.inf, "persons")
    most = count("m", "people_present", "old", qualifier="at_most", high=9.0, since=day(2), until=day(2))
    assert account([most], [OLD], DAYS).unused == ()
    some = count(
        "m", "people_present", "old", qualifier="at_most", high=9.0, since=day(2), until=day(2), unit=unit
    )
    assert [one.claim for one in account([some], [OLD], DAYS).unused] == ["m"]


def test_households_and_people_of_the_same_place_do_not_contradict_each_other():
    found = account(
        [present(1000, "households"), present(5200, "persons", ident="b", by="Other")], [OLD], DAYS
    )
    assert found.conflicts == ()
    assert found.widest("present", "old", 2) == Range(5200.0, 5200.0, "persons")


def test_a_claim_that_is_no_figure_is_listed_too():
    moved = count("e", "people_moved", "old ->", 500, since=day(2), until=day(2))
    event = type(moved)(
        **{name: getattr(moved, name) for name in moved.__struct_fields__} | {"kind": "event"}
    )
    (unused,) = account([event], [OLD], DAYS).unused
    assert (unused.claim, unused.why) == ("e", "its kind is event; only figures count people")
