"""Spellings that are written for one another have one key; what differs keeps apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.publish.notices.spelling_key import spelling_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Block ٢٢٠٫١", "block 220.1"),
        ("۴۷", "47"),
        ("الزيتون", "زيتون"),
        ("مدرسة أُولى", "مدرسه اولي"),
        ("حىّ الشجاعيّة", "حي الشجاعية"),
        ("Al-Zaytun", "zaytūn"),
        ("Old  MARKET,", "old market"),
        ("שכונת זייתון", "שכונת זייתונ"),
        ("Об’єкт Ґанок", "обєкт ганок"),
    ],
)
def test_alike(one, other):
    assert spelling_key(one) == spelling_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("220.1", "220.10"), ("220.1", "2201"), ("220.1", "220 1"), ("47", "4 7"), ("رفح", "فرح")],
)
def test_apart(one, other):
    assert spelling_key(one) != spelling_key(other)


@given(st.text())
def test_a_key_is_tidy_whatever_is_typed(text):
    key = spelling_key(text)
    assert key == key.strip()
    assert "\u0001" not in key
    assert "  " not in key
