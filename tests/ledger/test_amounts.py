"""Words and numbers: what they bind, how two of them stand to each other, how they are said."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.ledger.amounts import EXCLUSIVE, PRINTED, amount, as_range, likeness, short_of, strays
from safeground.ledger.claim import Amount, Qualifier
from safeground.ledger.wording import amount_words
from safeground.quantity import Range
from safeground.standards import number_words


@pytest.mark.parametrize(
    ("qualifier", "value", "low", "high", "convention", "words"),
    [
        ("exact", 1200, 1200, 1200, False, "1,200 people"),
        ("exact", 1, 1, 1, False, "1 person"),
        ("exact", 0, 0, 0, False, "0 people"),
        ("about", 240, None, None, False, "about 240 people"),
        ("more_than", 15000, 15000, None, False, "more than 15,000 people"),
        ("at_least", 260, 260, None, False, "at least 260 people"),
        ("nearly", 360000, None, 360000, False, "nearly 360,000 people"),
        ("almost", 240, None, 240, False, "almost 240 people"),
        ("at_most", 50, None, 50, False, "at most 50 people"),
        ("less_than", 50, None, 50, False, "less than 50 people"),
        ("dozens", None, 24, None, True, "dozens of people (the word is taken as at least 24)"),
        ("few_dozen", None, 24, None, True, "a few dozen people (the word is taken as at least 24)"),
        ("scores", None, 40, None, True, "scores of people (the word is taken as at least 40)"),
        ("hundreds", None, 200, None, True, "hundreds of people (the word is taken as at least 200)"),
        (
            "several_hundred", None, 200, None, True,
            "several hundred people (the word is taken as at least 200)",
        ),
        ("thousands", None, 2000, None, True, "thousands of people (the word is taken as at least 2,000)"),
        (
            "tens_of_thousands", None, 20000, None, True,
            "tens of thousands of people (the word is taken as at least 20,000)",
        ),
        ("few", None, None, None, False, "a few people (no number stated)"),
        ("several", None, None, None, False, "several people (no number stated)"),
        ("majority", None, None, None, False, "the greater part of people (no number stated)"),
        ("minority", None, None, None, False, "the lesser part of people (no number stated)"),
        ("unspecified", None, None, None, False, "an unstated number of people (no number stated)"),
    ],
)  # fmt: skip
def test_binds_what_its_words_say(qualifier, value, low, high, convention, words):
    found = amount(qualifier, value, "people")
    assert (found.low, found.high, found.by_convention) == (low, high, convention)
    assert amount_words(found) == words
    assert strays(found) is None


def test_every_qualifier_is_ruled_once():
    words, printed = set(number_words()), set(PRINTED)
    assert words | printed == set(get_args(Qualifier))
    assert words & printed == set()
    for word in number_words().values():
        assert word.source
        assert word.note
        assert (word.low is None and word.high is None) == (word.source == "No convention")


@pytest.mark.parametrize(
    ("qualifier", "value", "says"),
    [
        ("exact", None, "needs a number"),
        ("about", math.nan, "needs a number"),
        ("more_than", math.inf, "needs a number"),
        ("several_hundred", 300, "the word stands for one"),
        ("few", 3, "the word stands for one"),
    ],
)
def test_words_and_numbers_that_do_not_go_together_are_refused(qualifier, value, says):
    with pytest.raises(ValueError, match=says):
        amount(qualifier, value, "people")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Amount(qualifier="about", value=240, low=230, unit="people"), "ends 230 and none, where about 240"),
        (Amount(qualifier="exact", value=8, low=8, unit="people"), "gives 8 and 8"),
        (Amount(qualifier="at_least", value=None, unit="people"), "needs a number"),
        (Amount(qualifier="dozens", low=60, unit="people", by_convention=True), "where the table has 24"),
        (Amount(qualifier="dozens", low=90, high=60, unit="people"), "low end of 90 above"),
    ],
)
def test_ends_that_stray_from_the_words_are_said(given, says):
    assert says in strays(given)


def test_ends_that_a_source_states_beside_a_word_stay():
    stated = Amount(qualifier="several_hundred", low=300, unit="people")
    assert strays(stated) is None
    assert amount_words(stated) == "several hundred people (at least 300)"


N = "people"


@pytest.mark.parametrize(
    ("one", "other", "is_"),
    [
        (("more_than", 13000, N), ("more_than", 15000, N), "compatible"),
        (("about", 240, N), ("exact", 240, N), "same figure"),
        (("about", 240, N), ("about", 240, N), "same figure"),
        (("about", 240, N), ("about", 250, N), "differ"),
        (("exact", 240, N), ("about", 250, N), "differ"),
        (("exact", 240, N), ("exact", 250, N), "exclude each other"),
        (("nearly", 240, N), ("about", 250, N), "differ"),
        (("nearly", 240, N), ("exact", 240, N), "same figure"),
        (("nearly", 240, N), ("exact", 250, N), "exclude each other"),
        (("more_than", 15000, N), ("exact", 15000, N), "exclude each other"),
        (("at_least", 15000, N), ("exact", 15000, N), "same figure"),
        (("more_than", 15000, N), ("at_most", 15000, N), "exclude each other"),
        (("at_least", 15000, N), ("less_than", 15000, N), "exclude each other"),
        (("at_least", 15000, N), ("at_most", 15000, N), "same figure"),
        (("more_than", 15000, N), ("about", 14000, N), "differ"),
        (("more_than", 13000, N), ("about", 14000, N), "compatible"),
        (("thousands", None, N), ("exact", 1500, N), "compatible"),  # a convention decides no dispute
        (("scores", None, N), ("more_than", 100, N), "compatible"),
        (("scores", None, N), ("about", 30, N), "compatible"),
        (("few", None, N), ("exact", 3, N), "no number"),
        (("exact", 240, N), ("exact", 240, "people_per_day"), "other units"),
        (("few", None, N), ("few", None, "hours"), "other units"),
        (None, ("exact", 3, N), "no number"),
        (None, None, "no number"),
    ],
)
def test_two_amounts(one, other, is_):
    a, b = (amount(*each) if each else None for each in (one, other))
    assert likeness(a, b) == likeness(b, a) == is_


AMOUNTS = st.one_of(
    st.builds(amount, st.sampled_from(sorted(PRINTED)), st.integers(0, 30).map(float), st.just(N)),
    st.builds(amount, st.sampled_from(sorted(number_words())), st.none(), st.just(N)),
)


def _satisfies(number: float, stated: Amount) -> bool:
    above = (
        stated.low is None
        or number > stated.low
        or (number == stated.low and stated.qualifier != "more_than")
    )
    below = (
        stated.high is None
        or number < stated.high
        or (number == stated.high and stated.qualifier != "less_than")
    )
    return above and below


@given(AMOUNTS, AMOUNTS)
def test_amounts_exclude_each_other_just_where_no_number_satisfies_both(one, other):
    """The oracle tries every half up to 40; ends by convention are no part of it."""
    stated = [each for each in (one, other) if not each.by_convention]
    both = any(all(_satisfies(half / 2, each) for each in stated) for half in range(-2, 80))
    assert (likeness(one, other) == "exclude each other") == (not both)
    assert likeness(one, other) == likeness(other, one)


@given(AMOUNTS)
def test_an_amount_as_a_range_has_no_end_that_nobody_stated(one):
    found = as_range(one)
    if found is None:
        assert one.value is one.low is one.high is None
        return
    assert math.isinf(found.low) == (one.low is None)
    assert math.isinf(found.high) == (one.high is None)
    assert not EXCLUSIVE & {one.qualifier} or found.best is None


def test_what_is_due_and_done():
    due, done = amount("exact", 10, "people_per_day"), amount("exact", 8, N)
    assert short_of(due, done) == Range.exact(2, N)
    assert short_of(due, done, days=2) == Range.exact(12, N)
    assert short_of(due, amount("at_least", 8, N)) == Range(-math.inf, 2, N)
    assert short_of(due, None) is None
    assert short_of(None, done) is None
    assert short_of(due, amount("several", None, N)) is None
    with pytest.raises(ValueError, match="trucks done cannot be held against people_per_day due"):
        short_of(due, amount("exact", 8, "trucks"))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (14.3, "km2", "14.3 km²"),
        (2200000, N, "2,200,000 people"),
        (1, "people_per_day", "1 person a day"),
        (3, "weeks", "3 weeks"),
        (0.5, "share", "0.5"),
        (12345678.25, "l_per_day", "12,345,678.25 litres a day"),
    ],
)
def test_every_printed_digit_is_said(value, unit, words):
    assert amount_words(amount("exact", value, unit)) == words


def test_no_amount_is_no_number():
    assert amount_words(None) == "no number stated"
    assert amount_words(amount("majority", None, "share")) == "the greater part (no number stated)"
