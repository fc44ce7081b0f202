"""Ranges: whatever true values lie within the inputs, the true result lies within the output."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from safeground.quantity import Range, total

finite = st.floats(-1e9, 1e9).map(lambda value: round(value, 3))
share = st.floats(0, 1)


@st.composite
def ranges(draw, low=-1e9, high=1e9):
    """A range, a true value within it, sometimes a best estimate, sometimes no stated end."""
    a, b = sorted((draw(st.floats(low, high)), draw(st.floats(low, high))))
    true = min(max(a + draw(share) * (b - a), a), b)
    best = draw(st.none() | st.just(true))
    top = draw(st.sampled_from([b, b, b, math.inf]))
    bottom = draw(st.sampled_from([a, a, a, -math.inf])) if low < 0 else a
    return Range(bottom, top, "u", best), true


def holds(quantity, value):
    slack = 1e-9 * max(1.0, abs(value))
    return quantity.low - slack <= value <= quantity.high + slack


@given(ranges(), ranges())
def test_sums_and_differences_hold_the_true_value(one, other):
    (a, x), (b, y) = one, other
    assert holds(a + b, x + y)
    assert holds(a - b, x - y)


@given(ranges(), ranges())
def test_products_hold_the_true_value(one, other):
    (a, x), (b, y) = one, other
    assert holds(a.times(b, "v"), x * y)
    assert a.times(b, "v").unit == "v"


@given(ranges(), ranges(low=0))
def test_quotients_hold_the_true_value(one, other):
    (a, x), (b, y) = one, other
    assume(b.high > 0)
    assume(y > 1e-9)
    assert holds(a.over(b, "v"), x / y)


@given(ranges(), st.floats(-1e9, 1e9))
def test_raising_to_a_floor_holds_the_true_value(one, floor):
    a, x = one
    raised = a.at_least(floor)
    assert raised.low >= floor
    assert holds(raised, max(x, floor))


@given(st.lists(ranges(), max_size=6))
def test_a_total_holds_the_sum_and_loses_its_best_with_one_that_has_none(some):
    result = total((quantity for quantity, _ in some), "u")
    assert holds(result, sum(true for _, true in some))
    assert (result.best is None) == any(quantity.best is None for quantity, _ in some)


@given(ranges(), ranges(low=0))
def test_the_best_estimate_stays_within_the_ends(one, other):
    (a, _), (b, _) = one, other
    for result in (a + b, a - b, a.times(b, "u"), *([a.over(b, "u")] if b.high > 0 else [])):
        if a.best is None or b.best is None:
            assert result.best is None
        else:
            assert result.low <= result.best <= result.high


def test_an_end_that_nobody_stated_stays_without_end():
    at_least = Range(200, math.inf, "persons")
    assert (at_least + Range.exact(5, "persons")).high == math.inf
    per = Range.exact(1000, "m2").over(at_least, "m2_per_person")
    assert (per.low, per.high) == (0.0, 5.0)
    both = Range(0, math.inf, "m2").over(Range(1, math.inf, "persons"), "m2_per_person")
    assert (both.low, both.high) == (0.0, math.inf)


def test_a_divisor_that_may_be_nothing_leaves_no_upper_end():
    per = Range(10, 20, "m2").over(Range(0, 5, "persons"), "m2_per_person")
    assert (per.low, per.high) == (2.0, math.inf)


def test_nothing_of_something_unbounded_is_nothing():
    product = Range(0, math.inf, "persons").times(Range.exact(0, "share"), "persons")
    assert (product.low, product.high) == (0.0, 0.0)


@pytest.mark.parametrize("divisor", [Range.exact(0, "persons"), Range(-1, 5, "persons"), 0.0])
def test_division_by_nothing_or_by_less_is_refused(divisor):
    with pytest.raises(ValueError, match="cannot divide"):
        Range.exact(1, "m2").over(divisor, "m2_per_person")


@pytest.mark.parametrize(
    ("low", "high", "best"),
    [(2, 1, None), (math.nan, 1, None), (0, math.nan, None), (0, 1, 2), (0, 1, -1), (0, 1, math.nan)],
)
def test_what_is_no_range_is_refused(low, high, best):
    with pytest.raises(ValueError, match=r"range|outside"):
        Range(low, high, "m", best)


def test_units_are_not_mixed():
    with pytest.raises(ValueError, match="cannot add km and m"):
        Range.exact(1, "km") + Range.exact(1, "m")
    with pytest.raises(ValueError, match="cannot add km and m"):
        Range.exact(1, "km") - Range.exact(1, "m")


def test_as_a_plan_writes_it():
    assert Range.of(3, "m") == Range(3.0, 3.0, "m", 3.0)
    assert Range.of((1, 2), "m") == Range(1.0, 2.0, "m")
    assert Range.of([1, 1.5, 2], "m") == Range(1.0, 2.0, "m", 1.5)
    with pytest.raises(ValueError, match="one number, two"):
        Range.of([1, 2, 3, 4], "m")
    with pytest.raises(ValueError, match="low <= high"):
        Range.of((2, 1), "m")
    with pytest.raises(ValueError, match="outside"):
        Range.of((1, 3, 2), "m")
