"""Hours and windows as seconds after a moment: past midnight, cut at the start, where clocks are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from safeground.plan.condition_words import Window
from safeground.plan.model import Ground, Plan
from safeground.plan.opening import hours_of_day, openings, unclear_days, zone_of

H = 3600.0
START = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
KYIV = ZoneInfo("Europe/Kyiv")


def longest(stated, *, start=START, days=2.0, zone=UTC, **rest):
    found = openings(stated, zone=zone, start=start, horizon_s=days * 24 * H, **rest)
    return [tuple(end / H for end in one.longest_s) for one in found]


def test_daily_hours_count_from_the_start():
    assert longest("09:00-16:00") == [(3, 10), (27, 34)]
    assert longest("13:00-16:00, 09:00-12:00", days=0.5) == [(3, 6), (7, 10)]
    assert longest("09:00-24:00", days=0.5) == [(3, 18)]


def test_hours_past_midnight_reach_into_the_start():
    # From 18:00 the day before until 06:00, the very moment of the start: gone. Until 07:00: an hour is left.
    assert longest("18:00-06:00", days=1) == [(12, 24)]
    assert longest("18:00-07:00", days=1) == [(-12, 1), (12, 25)]


def test_hours_are_the_zone_s():
    assert longest("09:00-16:00", days=0.5, zone=ZoneInfo("Asia/Gaza")) == [(1, 8)]


@pytest.mark.parametrize(
    "text",
    [
        "9-16",
        "09:00",
        "09:00-09:00",
        "25:00-26:00",
        "",
        "09:00-12:00, 11:00-13:00",
        "22:00-03:00,02:00-04:00",
    ],
)
def test_what_is_no_hours_is_refused(text):
    with pytest.raises(ValueError, match=r"span|length|overlap"):
        hours_of_day(text)


def test_dated_windows_keep_their_quota_and_those_before_the_start_are_left_out():
    at = [START + timedelta(hours=hours) for hours in (-3, -1, 30, 34, 5, 9)]
    windows = (
        Window(from_=at[0], until=at[1]),
        Window(from_=at[2], until=at[3], quota=(100.0, 300.0)),
        Window(from_=at[4], until=at[5]),
    )
    found = openings(windows, zone=UTC, start=START, horizon_s=H, persons_per_window=50.0)
    assert [(one.open_s[0] / H, one.close_s[1] / H) for one in found] == [(5, 9), (30, 34)]
    assert [(one.quota.low, one.quota.high) for one in found] == [(50, 50), (100, 300)]


def test_where_clocks_are_changed_every_reading_is_kept():
    # On 29 March 2026 the clocks of Kyiv jump from 03:00 to 04:00; on 25 October they go back to 03:00.
    spring = datetime(2026, 3, 29, 0, 0, tzinfo=KYIV)
    (one,) = openings("03:30-06:00", zone=KYIV, start=spring, horizon_s=20 * H)
    assert one.longest_s == (2.5 * H, 5 * H)
    assert one.shortest_s == (3.5 * H, 5 * H)
    autumn = datetime(2026, 10, 25, 0, 0, tzinfo=KYIV)
    (one,) = openings("03:30-06:00", zone=KYIV, start=autumn, horizon_s=20 * H)
    assert one.longest_s == (3.5 * H, 7 * H)
    assert one.shortest_s == (4.5 * H, 7 * H)
    assert unclear_days("03:30-06:00", KYIV, autumn, 20 * H) == (autumn.date(),)
    assert unclear_days("07:00-09:00", KYIV, autumn, 20 * H) == ()


def test_a_day_of_25_hours_moves_what_comes_after_it():
    before = datetime(2026, 10, 24, 12, 0, tzinfo=KYIV)
    found = openings("12:00-14:00", zone=KYIV, start=before, horizon_s=40 * H)
    assert [one.open_s[0] / H for one in found] == [0, 25]


def test_without_a_zone_the_offset_of_the_start_counts():
    plan = Plan(plan="a", status="agreed", as_of=START, ground=Ground(), areas=())
    local = datetime.fromisoformat("2026-03-04T06:00+02:00")
    assert local.astimezone(zone_of(plan, local)).utcoffset() == timedelta(hours=2)
