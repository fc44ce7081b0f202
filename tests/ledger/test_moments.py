"""Times as they were stated: intervals of local days and hours, where clocks change too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.ledger.moments import at, instant, microseconds, moment, said

TICK = timedelta(microseconds=1)
ZONES = (
    "Asia/Gaza", "Asia/Beirut", "Europe/Kyiv", "Africa/Khartoum", "Australia/Lord_Howe", "America/St_Johns",
    "Pacific/Apia", "Asia/Kathmandu", "UTC",
)  # fmt: skip


def _ends(text: str, zone: str) -> tuple[str, str]:
    found = moment(text, zone)
    return tuple(f"{end:%Y-%m-%dT%H:%M:%S.%f}" for end in (found.earliest, found.latest))


@pytest.mark.parametrize(
    ("text", "zone", "earliest", "latest"),
    [
        ("2023-11-30", "Asia/Gaza", "2023-11-29T22:00:00.000000", "2023-11-30T21:59:59.999999"),
        ("2024-02", "UTC", "2024-02-01T00:00:00.000000", "2024-02-29T23:59:59.999999"),
        ("2023", "Asia/Kathmandu", "2022-12-31T18:15:00.000000", "2023-12-31T18:14:59.999999"),
        ("2023-12-01T07", "Asia/Gaza", "2023-12-01T05:00:00.000000", "2023-12-01T05:59:59.999999"),
        ("2023-12-01T07:00", "Asia/Gaza", "2023-12-01T05:00:00.000000", "2023-12-01T05:00:00.000000"),
        ("2023-12-01 05:00Z", "Asia/Gaza", "2023-12-01T05:00:00.000000", "2023-12-01T05:00:00.000000"),
        ("2023-12-01T07:00:01.5+02:00", "UTC", "2023-12-01T05:00:01.500000", "2023-12-01T05:00:01.500000"),
        # Clocks went from 00:00 to 01:00: the day begins at 1:00 and has 23 hours.
        ("2022-03-27", "Asia/Beirut", "2022-03-26T22:00:00.000000", "2022-03-27T20:59:59.999999"),
        # Clocks went from 02:00 back to 01:00: an hour that is two.
        ("2023-10-29T01", "Europe/London", "2023-10-29T00:00:00.000000", "2023-10-29T01:59:59.999999"),
        ("2023-10-29T00", "Europe/London", "2023-10-28T23:00:00.000000", "2023-10-28T23:59:59.999999"),
        ("2023-10-29T01:30", "Europe/London", "2023-10-29T00:30:00.000000", "2023-10-29T01:30:00.000000"),
        # At one minute past midnight clocks went back to 23:01: the day before ended twice.
        ("2010-11-06", "America/St_Johns", "2010-11-06T02:30:00.000000", "2010-11-07T03:29:59.999999"),
        ("2010-11-07", "America/St_Johns", "2010-11-07T02:30:00.000000", "2010-11-08T03:29:59.999999"),
        # Half an hour was left out, and half of that hour there was.
        ("2023-10-01T02", "Australia/Lord_Howe", "2023-09-30T15:30:00.000000", "2023-09-30T15:59:59.999999"),
    ],
)
def test_is_the_interval_of_what_was_stated(text, zone, earliest, latest):
    assert _ends(text, zone) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "zone", "says"),
    [
        ("", "UTC", "is no time"),
        ("tomorrow", "UTC", "is no time"),
        ("30/11/2023", "UTC", "is no time"),
        ("٢٠٢٣-١١-٣٠", "UTC", "is no time"),
        ("2023-11-30T7:00", "UTC", "is no time"),
        ("2023-02-29", "UTC", "does not exist: day is out of range"),
        ("2023-13", "UTC", "does not exist: month must be in 1..12"),
        ("2023-11-30T24:00", "UTC", "does not exist: hour must be in 0..23"),
        ("2023-11-30+02:00", "UTC", "a day with an offset: name the zone"),
        ("2023-11-30T07:00+25:00", "UTC", "the offset +25:00 is of no zone"),
        ("2023-11-30T07:00+02:99", "UTC", "the offset +02:99 is of no zone"),
        ("2023-11-30", "Gaza", "'Gaza', which is no name of the IANA time zone database"),
        ("2023-11-30T07:00Z", "../etc", "no name of the IANA"),
        ("2022-03-27T00:30", "Asia/Beirut", "the clocks of Asia/Beirut never showed"),
        ("2022-03-27T00", "Asia/Beirut", "never showed"),
        ("2011-12-30", "Pacific/Apia", "never showed"),
        ("9999", "UTC", "outside the years"),
        ("9999-12-31", "UTC", "outside the years"),
        ("0000", "UTC", "does not exist"),
    ],
)
def test_what_is_no_time_is_refused(text, zone, says):
    with pytest.raises(ValueError, match=says.replace("+", r"\+")):
        moment(text, zone)


DAYS = st.dates(date(1950, 1, 1), date(2035, 12, 30))


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_is_all_its_minutes_and_no_other(day, zone):
    """Against an oracle that looks at every quarter of an hour for three days and a half."""
    try:
        found = moment(day.isoformat(), zone)
    except ValueError:
        assert (zone, day) == ("Pacific/Apia", date(2011, 12, 30))
        return
    where = ZoneInfo(zone)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=30)
    quarters = (begin + timedelta(minutes=15 * number) for number in range(4 * 84))
    inside = [one for one in quarters if one.astimezone(where).date() == day]
    assert found.earliest <= inside[0] < found.earliest + timedelta(minutes=15)
    assert found.latest - timedelta(minutes=15) <= inside[-1] <= found.latest
    assert found.earliest.astimezone(where).date() == found.latest.astimezone(where).date() == day
    assert (found.earliest - TICK).astimezone(where).date() != day
    assert (found.latest + TICK).astimezone(where).date() != day


@given(DAYS, st.sampled_from(ZONES))
def test_days_follow_each_other_without_a_gap(day, zone):
    after = day + timedelta(days=1)
    if zone == "Pacific/Apia" and date(2011, 12, 30) in (day, after):
        return
    one, other = moment(day.isoformat(), zone), moment(after.isoformat(), zone)
    assert one.earliest < other.earliest <= one.latest + TICK
    assert one.latest < other.latest


@given(st.datetimes(datetime(1950, 1, 2), datetime(2035, 12, 30)), st.sampled_from(ZONES))
def test_finer_lies_in_coarser(local, zone):
    text = local.strftime("%Y-%m-%dT%H:%M:%S")
    try:
        found = [moment(text[:length], zone) for length in (4, 7, 10, 13, 16)]
    except ValueError as error:
        assert "never showed" in str(error)  # noqa: PT017 (only such a time may be refused)
        return
    for coarse, fine in pairwise(found):
        assert coarse.earliest <= fine.earliest <= fine.latest <= coarse.latest
    assert [one.precision for one in found] == ["year", "month", "day", "hour", "minute"]


@given(
    st.datetimes(datetime(1950, 1, 2), datetime(2035, 12, 30), timezones=st.just(UTC)), st.sampled_from(ZONES)
)
def test_an_instant_survives_being_written_with_its_offset(when, zone):
    local = when.replace(microsecond=0).astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    if offset.total_seconds() % 60:
        return  # local mean time of long ago has seconds, which no offset can say
    text = local.isoformat()
    assert moment(text, zone).earliest == moment(text, zone).latest == when.replace(microsecond=0)


@given(st.integers(-(10**15), 2 * 10**15))
def test_microseconds_and_back(us):
    assert microseconds(instant(us)) == us


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2007", "Asia/Gaza", "2007"),
        ("2023-11", "Asia/Gaza", "November 2023"),
        ("2023-11-30", "Asia/Gaza", "2023-11-30"),
        ("2023-12-01T07", "Asia/Gaza", "2023-12-01 between 07:00 and 08:00 +02:00"),
        ("2023-12-01T05:00Z", "Asia/Gaza", "2023-12-01 07:00 +02:00"),
        ("2023-12-01T05:00:09Z", "Asia/Gaza", "2023-12-01 07:00:09 +02:00"),
        ("2023-10-29T01:30", "Europe/London", "2023-10-29 01:30 +01:00 or +00:00"),
    ],
)
def test_is_read_at_its_own_precision(text, zone, words):
    assert said(text, zone) == words


def test_an_instant_is_read_in_its_zone():
    assert at(datetime(2023, 7, 1, 12, tzinfo=UTC), "Asia/Gaza") == "2023-07-01 15:00 +03:00"
