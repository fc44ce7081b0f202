"""Times of day, dates and zones in four languages, against times worked out by hand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plan.reading.conftest import Read

# The notice was issued on Wednesday, 4 March 2026, 06:00 +02:00: (language, text, [(time, zoned, until)]).
TIMES = [
    ("en", "Leave by 2026-03-04T18:00+02:00.", [("2026-03-04T18:00+02:00", True, True)]),
    ("en", "Starts 2026-03-04T18:00-05:00", [("2026-03-04T18:00-05:00", True, False)]),
    ("en", "until 16:00", [("2026-03-04T16:00+02:00", False, True)]),
    ("en", "until 05:30", [("2026-03-05T05:30+02:00", False, True)]),
    ("en", "It begins at 6 a.m. GMT.", [("2026-03-04T06:00+00:00", True, False)]),
    ("en", "4 March 2026, 06:00 (UTC+2)", [("2026-03-04T06:00+02:00", True, False)]),
    ("en", "No later than March 4th, 2026 at 6 pm EET", [("2026-03-04T18:00+02:00", True, True)]),
    ("en", "0600 hours GMT+3 on 5 March", [("2026-03-05T06:00+03:00", True, False)]),
    (
        "en",
        "between 10:00 and 16:00 on Wednesday, 4 March 2026",
        [("2026-03-04T10:00+02:00", False, False), ("2026-03-04T16:00+02:00", False, True)],
    ),
    (
        "en",
        "The road is open 10:00-16:00 GMT tomorrow",
        [("2026-03-05T10:00+00:00", True, False), ("2026-03-05T16:00+00:00", True, True)],
    ),
    ("en", "within 24 hours", [("2026-03-05T06:00+02:00", True, True)]),
    ("en", "before noon on Friday", [("2026-03-06T12:00+02:00", False, True)]),
    ("en", "on 28 December at 10:00", [("2025-12-28T10:00+02:00", False, False)]),
    ("ar", "حتى الساعة السادسة مساءً من يوم ٤ مارس ٢٠٢٦ بتوقيت غزة", [("2026-03-04T18:00+02:00", True, True)]),
    ("ar", "قبل الساعة ٦ مساءً", [("2026-03-04T18:00+02:00", False, True)]),
    ("ar", "يوم ٤ آذار/مارس ٢٠٢٦ الساعة ١٠:٠٠", [("2026-03-04T10:00+02:00", False, False)]),
    ("ar", "خلال ٢٤ ساعة", [("2026-03-05T06:00+02:00", True, True)]),
    (
        "ar",
        "من الساعة ١٠:٠٠ حتى ١٦:٠٠",
        [("2026-03-04T10:00+02:00", False, False), ("2026-03-04T16:00+02:00", False, True)],
    ),
    ("he", "עד השעה 18:00 ב-4 במרץ 2026", [("2026-03-04T18:00+02:00", False, True)]),
    ("he", "צאו לא יאוחר מהשעה 18:00", [("2026-03-04T18:00+02:00", False, True)]),
    ("he", "עד 6 בערב שעון ישראל", [("2026-03-04T18:00+02:00", True, True)]),
    ("he", "מחר בשעה 7 בבוקר", [("2026-03-05T07:00+02:00", False, False)]),
    ("uk", "до 18:00 4 березня 2026 року за київським часом", [("2026-03-04T18:00+02:00", True, True)]),
    ("uk", "о 6 годині ранку 05.03.2026", [("2026-03-05T06:00+02:00", False, False)]),
    ("uk", "не пізніше 18.00 завтра", [("2026-03-05T18:00+02:00", False, True)]),
    (
        "uk",
        "Автобуси о 09:00, 11:00 та 14:00 5 березня",
        [
            ("2026-03-05T09:00+02:00", False, False),
            ("2026-03-05T11:00+02:00", False, False),
            ("2026-03-05T14:00+02:00", False, False),
        ],
    ),
    (
        "he",
        "בין השעות 10:00 ל-14:00 ביום שישי, 6 במרץ",
        [("2026-03-06T10:00+02:00", False, False), ("2026-03-06T14:00+02:00", False, True)],
    ),
    ("uk", "протягом 48 годин", [("2026-03-06T06:00+02:00", True, True)]),
]


@pytest.mark.parametrize(("language", "text", "times"), TIMES)
def test_a_time(read: Read, language: str, text: str, times: list[tuple[str, bool, bool]]) -> None:
    reading = read(language, text, zone=None)
    found = [(one.at, one.zoned, one.until) for one in reading.times]
    assert found == [(datetime.fromisoformat(at), zoned, until) for at, zoned, until in times]
    assert reading.unread == ()
    assert reading.blocks == ()


def test_the_zone_of_the_notice(read: Read) -> None:
    summer = datetime.fromisoformat("2026-07-01T06:00+00:00")
    [time] = read("en", "until 16:00", issued=summer, zone="Europe/Kyiv").times
    assert time.at == datetime.fromisoformat("2026-07-01T16:00+03:00")


def test_without_an_issue_nothing_is_made_up(read: Read) -> None:
    for text in ("until 16:00", "4 March at 10:00 GMT", "tomorrow at 10:00 UTC", "within 24 hours"):
        [time] = read("en", text, issued=None).times
        assert time.at is None, text
    [time] = read("en", "4 March 2026 at 10:00 GMT", issued=None).times
    assert time.at == datetime.fromisoformat("2026-03-04T10:00+00:00")


def test_a_day_without_an_hour_has_no_time(read: Read) -> None:
    [time] = read("en", "Leave by 4 March 2026.").times
    assert (time.at, time.until, time.span.words) == (None, True, "4 March 2026")


UNREAD = [
    ("en", "at 25:00", "no time of day"),
    ("en", "at 10:75", "no time of day"),
    ("en", "on 31 February 2026 at 10:00", "no such day"),
    ("en", "Thursday, 4 March 2026 at 10:00", "another day of the week"),
    ("en", "03/04/2026 at 10:00", "which number is the day"),
    ("en", "10:00 UTC+25", "no offset"),
]


@pytest.mark.parametrize(("language", "text", "why"), UNREAD)
def test_a_time_that_is_none_is_shown(read: Read, language: str, text: str, why: str) -> None:
    reading = read(language, text)
    assert [why in one.why for one in reading.unread] == [True]
    assert all(time.at is None for time in reading.times)


def test_hours_that_the_clocks_jump_over_or_show_twice(read: Read) -> None:
    # In 2026 Kyiv's clocks go from 03:00 to 04:00 on 29 March, and from 04:00 to 03:00 on 25 October.
    jumped = read("en", "29 March 2026 at 03:30", zone="Europe/Kyiv")
    twice = read("en", "25 October 2026 at 03:30", zone="Europe/Kyiv")
    assert "jump over" in jumped.unread[0].why
    assert "twice" in twice.unread[0].why
