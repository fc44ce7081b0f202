"""Dates as other people write them: read back what was written, refuse what could be two days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.ledger.importing.dates import ENGLISH, date_format_fault, iso_date, widened
from safeground.ledger.importing.worded import parted
from safeground.ledger.moments import moment

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))


@given(
    DAYS,
    st.sampled_from(("DD/MM/YYYY", "M/D/YYYY", "YYYY.MM.DD", "D MMM YYYY", "MMMM D, YYYY", "iso", "excel")),
)
def test_a_day_is_read_as_it_was_written(day: date, form: str) -> None:
    month = ENGLISH[day.month - 1].capitalize()
    written = {
        "DD/MM/YYYY": f"{day:%d/%m/%Y}",
        "M/D/YYYY": f"{day.month}/{day.day}/{day.year}",
        "YYYY.MM.DD": f"{day:%Y.%m.%d}",
        "D MMM YYYY": f"{day.day} {month[:3]} {day.year}",
        "MMMM D, YYYY": f"{month} {day.day}, {day.year}",
        "iso": day.isoformat(),
        "excel": str((day - date(1899, 12, 30)).days),
    }[form]
    assert iso_date(written, form, ()) == day.isoformat()


@given(DAYS)
def test_a_day_with_two_readings_is_never_guessed(day: date) -> None:
    text = f"{day:%d/%m/%Y}"
    with pytest.raises(ValueError, match="say dates: DD/MM/YYYY or MM/DD/YYYY"):
        iso_date(text, None, ())
    both = "DD/MM/YYYY or MM/DD/YYYY"
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(ValueError, match="by the formats"):
            iso_date(text, both, ())
    else:
        assert iso_date(text, both, ()) == day.isoformat()


@given(DAYS, st.integers(0, 6))
def test_a_week_that_begins_on_any_day_lies_within_the_window(day: date, begins: int) -> None:
    first = day - timedelta(days=(day.weekday() - begins) % 7)
    window = [date.fromisoformat(widened(day.isoformat(), "week", end=end)) for end in (False, True)]
    assert window[0] <= first <= first + timedelta(days=6) <= window[1]


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_a_told_fault(text: str) -> None:
    for form in (None, "excel", "DD/MM/YYYY", "D MMM YYYY HH:mm"):
        try:
            found = iso_date(text, form, ())
        except ValueError:
            continue
        if form is not None:
            assert moment(found, "UTC").precision in ("year", "month", "day", "minute")


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("31/02/2024", "DD/MM/YYYY", "a day that does not exist"),
        ("04/13/2024", "DD/MM/YYYY", "no month 13"),
        ("7 Sept 2024", "D MMM YYYY", "say months: {Sept: number}"),
        ("7 Sep 24", "D MMM YYYY", "not of the format"),
        ("12", "excel", "no number of a spreadsheet's day"),
    ],
)
def test_what_is_no_date_of_the_format_is_told(text: str, form: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        iso_date(text, form, ())


@pytest.mark.parametrize("form", ["MM/DD", "DD/DD/YYYY", "day month YYYY", ""])
def test_formats_that_are_none(form: str) -> None:
    assert date_format_fault(form)


def test_words_before_numbers() -> None:
    assert parted("no fewer than 5") == ("at_least", "5")
    assert parted("overseas 5") == ("exact", "overseas 5"), "a word is whole"
    assert parted("~ 5") == ("about", "5")
    assert parted(">=5") == ("at_least", "5")
