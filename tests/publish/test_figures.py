"""Figures as an edition may say them."""

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.publish.figures import Figures, day, hours, isolate, ltr, moment, shorten
from safeground.quantity import Range

RESTRICTED, PUBLIC = Figures("restricted"), Figures("public")


@pytest.mark.parametrize(
    ("low", "high", "restricted", "public"),
    [
        (61_240, 88_410, "61,200 to 88,500 people", "61,000 to 89,000 people"),
        (0, 437, "at most 437 people", "fewer than 1,000 people"),
        (437, 437, "437 people", "fewer than 1,000 people"),
        (840, 12_345, "840 to 12,400 people", "at most 13,000 people"),
        (0, 0, "0 people", "0 people"),
        (5_123, 5_123, "5,123 people", "5,100 people"),
        (22.8, 313.2, "22 to 314 people", "fewer than 1,000 people"),
        (2_000, math.inf, "at least 2,000 people", "at least 2,000 people"),
        (0, math.inf, "not known", "not known"),
    ],
)
def test_people_are_rounded_outwards_and_few_are_withheld_in_public(low, high, restricted, public):
    persons = Range(low, high, "persons")
    assert RESTRICTED.plain(persons) == restricted
    assert PUBLIC.plain(persons) == public


@given(st.floats(1_000, 1e8), st.floats(0, 1e8))
def test_a_public_count_of_people_never_narrows_its_range(low, more):
    said = PUBLIC.plain(Range(low, low + more, "persons")).removesuffix(" people").replace(",", "")
    numbers = [float(part) for part in said.replace("at most ", "").split(" to ")]
    if more > 0 and math.ceil(low + more) > math.ceil(low):
        assert numbers[0] <= low + 1
        assert numbers[-1] >= low + more - 1


def test_other_units_read_as_they_are_spoken():
    assert RESTRICTED.plain(Range(0.24, 0.9, "share")) == "24 to 90 %"
    assert RESTRICTED.plain(Range(2.25, 15.5, "h")) == "2 h 15 min to 15 h 30 min"
    assert RESTRICTED.plain(Range.exact(1, "sites")) == "1 site"
    assert RESTRICTED.plain(Range.exact(11, "sites")) == "11 sites"
    assert hours(Range(1, math.inf, "h")) == "at least 1 h"


def test_bounds_err_only_on_their_own_side():
    assert RESTRICTED.at_least(61_299) == "61,200"
    assert RESTRICTED.at_most(61_201) == "61,300"
    assert PUBLIC.at_least(61_999) == "61,000"
    assert PUBLIC.at_most(437) == "fewer than 1,000"


def test_a_name_in_a_sentence_cannot_turn_its_figures_around():
    assert isolate("المواصي: 7 to 27 m²") == "<bdi>المواصي</bdi>: 7 to 27 m²"
    assert isolate("from אזור הנמל on") == "from <bdi>אזור הנמל</bdi> on"
    assert isolate("Високий пагорб") == "Високий пагорб"
    assert isolate("a <b> & c") == "a &lt;b&gt; &amp; c"
    assert str(ltr("38–50")) == '<bdi dir="ltr" class="nb">38–50</bdi>'


def test_moments_carry_their_offset():
    at = datetime(2026, 3, 4, 18, 5, tzinfo=timezone(timedelta(hours=-2, minutes=-30)))
    assert moment(at) == "4 Mar 2026, 18:05 (−02:30)"
    assert moment(datetime(2026, 3, 4, tzinfo=UTC)) == "4 Mar 2026, 00:00 (+00:00)"
    assert moment(None) == day(None) == "not stated"


@given(st.text(), st.integers(3, 40))
def test_a_shortened_text_has_at_most_its_length(text, length):
    assert len(shorten(text, length)) <= length
