"""When a stock runs dry, by hand; open ends stay open, unknown stays unknown."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeground.quantity import Range
from safeground.supply.stocks import (
    Delivery,
    TimeToEmpty,
    Window,
    after_hours,
    averting,
    burn_per_h,
    kwh_of,
    litres_for,
    phase,
    time_to_empty,
)

INF = float("inf")
TEN = datetime(2024, 5, 13, 10, tzinfo=timezone(timedelta(hours=3)))
HOUR = timedelta(hours=1)


def _window(first_h: float | None, last_h: float | None) -> Window:
    return Window(
        None if first_h is None else TEN + first_h * HOUR, None if last_h is None else TEN + last_h * HOUR
    )


def test_level_and_burn_as_ranges() -> None:
    found = time_to_empty(Range(600, 900, "l"), Range(50, 60, "l_per_h"), Window.at(TEN))
    assert found == TimeToEmpty(_window(10, 18))
    by_day = time_to_empty(Range(600, 900, "l"), Range(1200, 1440, "l_per_day"), Window.at(TEN))
    assert by_day == found
    # Taken some time between 10:00 and 14:00.
    assert time_to_empty(Range(600, 900, "l"), Range(50, 60, "l_per_h"), _window(0, 4)).window == _window(
        10, 22
    )


@pytest.mark.parametrize(
    ("level", "burn", "at", "window"),
    [
        (Range(600, INF, "l"), Range(50, 60, "l_per_h"), (0, 0), (10, None)),  # "at least 600"
        (Range(600, 900, "l"), Range(0, 60, "l_per_h"), (0, 0), (10, None)),
        (Range(0, 900, "l"), Range(50, INF, "l_per_h"), (0, 0), (0, 18)),
        (Range(600, 900, "l"), Range(50, 60, "l_per_h"), (0, None), (10, None)),
        (Range(600, 900, "l"), Range(50, 60, "l_per_h"), (None, 0), (None, 18)),
    ],
)
def test_open_ends_stay_open(
    level: Range,
    burn: Range,
    at: tuple[float | None, float | None],
    window: tuple[float | None, float | None],
) -> None:
    assert time_to_empty(level, burn, _window(*at)).window == _window(*window)


def test_unknown_names_what_is_missing_and_keeps_the_direction() -> None:
    at, level = Window.at(TEN), Range(600, 900, "l")
    assert time_to_empty(None, None, at, direction="falling") == TimeToEmpty(
        None, missing=("level", "burn"), direction="falling"
    )
    assert time_to_empty(level, None, at).missing == ("burn",)
    assert time_to_empty(level, Range(1, 2, "l_per_h"), None).missing == ("time of the level",)
    lasting = time_to_empty(level, Range.exact(0, "l_per_h"), at)
    assert (lasting.window, lasting.lasts, lasting.missing) == (None, True, ())


def test_a_few_hours_said_at_ten() -> None:
    assert after_hours(Window.at(TEN), Range(2, INF, "h")) == _window(2, None)
    assert after_hours(Window.at(TEN), Range(2, 12, "h")) == _window(2, 12)
    assert after_hours(_window(0, 3), Range(2, 12, "h")) == _window(2, 15)
    assert after_hours(_window(None, 3), Range(2, 12, "h")) == _window(None, 15)
    with pytest.raises(ValueError, match="found days where h is needed"):
        after_hours(Window.at(TEN), Range(2, 3, "days"))


def test_deliveries_put_it_off() -> None:
    level, burn, at = Range(600, 900, "l"), Range(50, 60, "l_per_h"), Window.at(TEN)

    def dry(*deliveries: Delivery) -> Window | None:
        return time_to_empty(level, burn, at, deliveries=deliveries).window

    assert dry(Delivery(Range(300, 500, "l"), _window(5, 8))) == _window(15, 28)
    # Too late at the early end: it is dry for an hour first.
    assert dry(Delivery(Range(300, 500, "l"), _window(5, 11))) == _window(10, 28)
    # Which may never come.
    assert dry(Delivery(Range(300, 500, "l"), _window(5, None))) == _window(10, 28)
    # Which came before the level was taken: it is in it.
    assert dry(Delivery(Range(300, 500, "l"), _window(-5, -4))) == _window(10, 18)
    # Which may be in it.
    assert dry(Delivery(Range(300, 500, "l"), _window(-1, 1))) == _window(10, 28)
    assert dry(Delivery(Range(300, 500, "l"), _window(0, 0))) == _window(10, 28)
    assert dry(
        Delivery(Range.exact(600, "l"), _window(10, 10)), Delivery(Range.exact(60, "l"), _window(19, 19))
    ) == _window(21, 31.2)


def test_what_delivery_would_avert_it() -> None:
    found = averting(Range(600, 900, "l"), Range(50, 60, "l_per_h"), Window.at(TEN), TEN + 24 * HOUR)
    assert (found.amount.low, found.amount.high) == (300, 840)
    assert found.by == _window(10, 18)
    enough = averting(Range(2000, 3000, "l"), Range(50, 60, "l_per_h"), Window.at(TEN), TEN + 24 * HOUR)
    assert (enough.amount.low, enough.amount.high) == (0, 0)
    open_level = averting(Range(600, INF, "l"), Range(50, 60, "l_per_h"), Window.at(TEN), TEN + 24 * HOUR)
    assert (open_level.amount.low, open_level.amount.high) == (0, 840)
    assert open_level.by == _window(10, None)
    with pytest.raises(ValueError, match="open end"):
        averting(Range(600, 900, "l"), Range(50, 60, "l_per_h"), _window(0, None), TEN + 24 * HOUR)
    with pytest.raises(ValueError, match="before the level was taken"):
        averting(Range(600, 900, "l"), Range(50, 60, "l_per_h"), Window.at(TEN), TEN - HOUR)


def test_what_comes_counts_in_what_would_avert_it() -> None:
    # 1,000 l at 500 l a day and 600 l after a day last until 3.2 days; 4 days take 400 l more.
    level, burn, at = Range.exact(1000, "l"), Range.exact(500, "l_per_day"), Window.at(TEN)
    found = averting(
        level, burn, at, TEN + 96 * HOUR, deliveries=[Delivery(Range.exact(600, "l"), _window(24, 24))]
    )
    assert (found.amount.low, found.amount.high) == (400, 400)
    assert found.by == _window(76.8, 76.8)
    # What comes when it is dry for a day already does not help on that day.
    late = averting(
        level, burn, at, TEN + 96 * HOUR, deliveries=[Delivery(Range.exact(5000, "l"), _window(72, 72))]
    )
    assert (late.amount.low, late.amount.high) == (500, 500)
    assert late.by == _window(48, 48)
    # What may never come helps at the best end alone.
    perhaps = averting(
        level, burn, at, TEN + 96 * HOUR, deliveries=[Delivery(Range.exact(600, "l"), _window(24, None))]
    )
    assert (perhaps.amount.low, perhaps.amount.high) == (400, 1000)


@given(
    level=st.floats(0, 1000),
    per_h=st.floats(1, 50),
    comes=st.lists(st.tuples(st.floats(0, 200), st.floats(0, 1000)), max_size=4),
    hours=st.floats(1, 200),
)
@settings(max_examples=200, deadline=None)
def test_the_averting_amount_at_the_dry_time_is_enough_and_less_is_not(
    level: float, per_h: float, comes: list[tuple[float, float]], hours: float
) -> None:
    until = TEN + hours * HOUR
    burn, at = Range.exact(per_h, "l_per_h"), Window.at(TEN)
    coming = [Delivery(Range.exact(amount, "l"), _window(when, when)) for when, amount in comes]
    found = averting(Range.exact(level, "l"), burn, at, until, deliveries=coming)

    def dry(more: float) -> datetime | None:
        window = time_to_empty(Range.exact(level + more, "l"), burn, at, deliveries=coming).window
        return None if window is None else window.earliest

    enough = dry(found.amount.high + 1e-6)
    assert enough is None or enough >= until - timedelta(seconds=1)
    if found.amount.high > 1:
        short = dry(found.amount.high - 1)
        assert short is not None
        assert short < until


def test_the_end_of_hours_left_is_open_where_something_comes_before() -> None:
    said, hours = Window.at(TEN), Range.exact(12, "h")
    more = Range.exact(60_000, "l")
    assert after_hours(said, hours, [Delivery(more, _window(6, 6))]) == _window(12, None)
    assert after_hours(said, hours, [Delivery(more, _window(13, 13))]) == _window(12, 12)
    assert after_hours(said, hours, [Delivery(more, _window(-2, -1))]) == _window(12, 12)
    assert after_hours(said, hours, [Delivery(Range.exact(0, "l"), _window(6, 6))]) == _window(12, 12)


def test_litres_and_kilowatt_hours_meet_only_by_a_stated_figure() -> None:
    with pytest.raises(
        ValueError, match="a burn in kwh_per_h of a stock in l: state it in l_per_h or l_per_day"
    ):
        time_to_empty(Range(600, 900, "l"), Range(50, 60, "kwh_per_h"), Window.at(TEN))
    with pytest.raises(ValueError, match="a burn in l of a stock"):
        burn_per_h(Range(50, 60, "l"), "l")
    generator = Range(3.0, 4.0, "kwh_per_l")
    assert kwh_of(Range(100, 200, "l"), generator) == Range(300, 800, "kwh")
    assert litres_for(Range(300, 800, "kwh"), generator) == Range(75, 800 / 3, "l")
    with pytest.raises(ValueError, match="found kwh where l is needed"):
        kwh_of(Range(1, 2, "kwh"), generator)
    with pytest.raises(ValueError, match="found l_per_h where kwh_per_l"):
        kwh_of(Range(1, 2, "l"), Range(1, 2, "l_per_h"))
    with pytest.raises(ValueError, match="found kg where l is needed"):
        time_to_empty(
            Range(1, 2, "l"),
            Range(1, 2, "l_per_h"),
            Window.at(TEN),
            deliveries=[Delivery(Range(1, 2, "kg"), Window.at(TEN))],
        )


def test_wrong_amounts_and_times_are_refused() -> None:
    for level, burn in (
        (Range(-1, 5, "l"), Range(1, 2, "l_per_h")),
        (Range(1, 5, "l"), Range(-1, 2, "l_per_h")),
    ):
        with pytest.raises(ValueError, match="cannot be negative"):
            time_to_empty(level, burn, Window.at(TEN))
    with pytest.raises(ValueError, match="has no offset"):
        Window.at(datetime(2024, 5, 13, 10))
    with pytest.raises(ValueError, match="is after"):
        _window(3, 2)


def test_a_window_that_has_passed_says_so() -> None:
    window = _window(2, 12)
    times = [TEN + hours * HOUR for hours in (1, 2, 12, 13)]
    assert [phase(window, now) for now in times] == ["not yet", "within", "within", "passed"]
    assert phase(_window(2, None), TEN + 99 * HOUR) == "not known"
    assert phase(_window(None, None), TEN) == "not known"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_true_time_lies_in_the_window(data: st.DataObject) -> None:
    """Draw ranges, then truths in them, and let the stock burn: it is empty within the window."""
    numbers = st.floats(0.5, 50)

    def drawn(unit: str) -> tuple[Range, float]:
        low, high = sorted((data.draw(numbers), data.draw(numbers)))
        return Range(low, high, unit), data.draw(st.floats(low, high))

    def when(least: float) -> tuple[Window, float]:
        first, span = data.draw(st.floats(least, 40)), data.draw(st.floats(0, 10))
        return _window(first, first + span), data.draw(st.floats(first, first + span))

    level, true_level = drawn("l")
    burn, true_burn = drawn("l_per_h")
    at, true_at = when(0)
    deliveries, comes = [], []
    for _ in range(data.draw(st.integers(0, 3))):
        amount, true_amount = drawn("l")
        window, true_when = when(0)
        deliveries.append(Delivery(amount, window))
        comes.append((true_when, true_amount))
    found = time_to_empty(level, burn, at, deliveries=deliveries).window
    empty, left = true_at + true_level / true_burn, true_level
    now = true_at
    for true_when, amount in sorted(comes):
        if true_when <= true_at:
            continue  # it is in the level
        if true_when > empty:
            break
        left += amount - true_burn * (true_when - now)
        now = true_when
        empty = now + left / true_burn
    assert found is not None
    assert found.earliest is not None
    assert found.latest is not None
    second = timedelta(seconds=1)
    assert found.earliest - second <= TEN + empty * HOUR <= found.latest + second
