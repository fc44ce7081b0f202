"""Wording: a range that is said and read again still holds what it held."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.quantity import Range
from safeground.standards import standards
from safeground.wording import SMALL_COUNT, UNIT_WORDS, duration, number, people_words, percent, say

sizes = st.floats(1e-6, 1e12) | st.integers(0, 10**9).map(float)


def numbers(text):
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*\.?\d*", text)]


@given(sizes, sizes, st.integers(1, 4))
def test_a_range_stays_true_when_it_is_said(a, b, digits):
    low, high = min(a, b), max(a, b)
    said = numbers(say(Range(low, high, "m"), digits=digits))
    assert said[0] <= low * (1 + 1e-9) or low == high
    assert said[-1] >= high * (1 - 1e-9) or low == high
    # ... and is not blown up beyond its digits.
    assert said[0] >= low * (1 - 10 ** (1 - digits)) or low == high
    assert said[-1] <= high * (1 + 10 ** (1 - digits)) + 1e-12 or low == high


@given(st.floats(1e-6, 1e12))
def test_a_number_is_near_what_it_says(value):
    (said,) = numbers(number(value))
    assert math.isclose(said, value, rel_tol=0.0051)


@given(st.integers(0, 10**12))
def test_an_exact_whole_number_is_said_in_full(value):
    assert say(Range.exact(value, "taps")) == f"{value:,} taps"


@given(st.floats(0, 3), st.floats(0, 3))
def test_percents_stay_true(a, b):
    low, high = min(a, b), max(a, b)
    said = numbers(percent(Range(low, high, "share")))
    if low < high:
        assert said[0] / 100 <= low + 1e-9
        assert said[-1] / 100 >= high - 1e-9


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Range(1204, 1547, "persons"), "1,200 to 1,550 people"),
        (Range(999.6, 1000.4, "m"), "999 to 1,010 m"),
        (Range(200, math.inf, "beds"), "at least 200 beds"),
        (Range(-math.inf, 4.213, "m2_per_person"), "at most 4.22 m² a person"),
        (Range(0, math.inf, "persons"), "any number of people"),
        (Range(0, 33.333, "m2_per_person"), "0 to 33.4 m² a person"),
        (Range.exact(1440, "taps"), "1,440 taps"),
        (Range.exact(100 / 3, "m2_per_person"), "33.3 m² a person"),
        (Range(0.0000123, 0.000456789, "m"), "0.0000123 to 0.000457 m"),
        (Range(1.00001, 1.00002, "furlongs"), "1 to 1.01 furlongs"),
    ],
)
def test_how_ranges_are_said(quantity, said):
    assert say(quantity) == said


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Range(0.241, 0.9, "share"), "24 to 90 %"),
        (Range(0.005, 0.05, "share"), "0.5 to 5 %"),
        (Range.exact(0.004, "share"), "0.4 %"),
        (Range.exact(0.29, "share"), "29 %"),
        (Range(0, 1, "share"), "0 to 100 %"),
        (Range(0.5, math.inf, "share"), "at least 50 %"),
        (Range(0.28, 0.29, "share"), "28 to 29 %"),
    ],
)
def test_how_shares_are_said(quantity, said):
    assert percent(quantity) == said


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Range(0, 0, "persons"), "nobody"),
        (Range.exact(12, "persons"), "fewer than 1,000 people"),
        (Range(0, 999, "persons"), "fewer than 1,000 people"),
        (Range(12, 23456, "persons"), "at most 24,000 people"),
        (Range(12, math.inf, "persons"), "at least some people"),
        (Range(12345, math.inf, "persons"), "at least 12,000 people"),
        (Range(12345, 23456, "persons"), "12,000 to 24,000 people"),
        (Range.exact(12345, "persons"), "12,000 people"),
    ],
)
def test_how_people_are_said(quantity, said):
    assert people_words(quantity) == said


@given(st.integers(1, SMALL_COUNT - 1), st.integers(0, 10**6))
def test_few_people_are_never_counted(few, more):
    said = people_words(Range(few, few + more, "persons"))
    assert few not in numbers(said)


@pytest.mark.parametrize(
    ("hours", "said"),
    [(7.26, "7 h 16 min"), (0.5, "30 min"), (3, "3 h"), (0, "0 min"), (1.9999, "2 h"), (math.inf, "no end")],
)
def test_how_times_are_said(hours, said):
    assert duration(hours) == said


def test_every_unit_of_the_planning_figures_has_its_words():
    assert {one.range.unit for one in standards().values()} <= set(UNIT_WORDS)
