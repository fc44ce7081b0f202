"""Hours of crossings and routes with their dates: trucks counted by hand, by the local clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeground.journey.supply.held_back import held_back
from safeground.journey.supply.limits import Limits, begins_with_days
from safeground.journey.supply.network import supply_problem
from safeground.journey.supply.stated import missing_of
from safeground.plan.model import Ground, Plan
from safeground.plan.opening import hours_of_day
from safeground.plan.supply_words import Commodity, Crossing, Fleet, Opened, Route, Shut, Store, Supply
from safeground.quantity import Range
from safeground.supply.lp import most_delivered, value_of_commodity

if TYPE_CHECKING:
    from safeground.supply.problem import SupplyProblem

BEGINS = datetime(2026, 5, 4, tzinfo=UTC)  # a Monday
DEPOT = Store(id="depot", kind="distribution", serves=("town",))
ROAD = Route(id="road", from_="gate", to="depot", trucks_per_day=1000, transit_h=1)


def _gate(**words: Any) -> Crossing:
    return Crossing(id="gate", collection_per_day=1000, **words)


def _limits(
    gate: Crossing, *, days: int = 7, begins: datetime = BEGINS, zone: str | None = "Etc/UTC", **words: Any
) -> Limits:
    given: dict[str, Any] = {
        "stores": (DEPOT,),
        "routes": (ROAD,),
        "fleet": Fleet(trucks=1e4, turnaround_h=1),
    }
    supply = Supply(
        begins=begins,
        days=days,
        commodities=(Commodity(id="food", unit="t", units_per_truck=10),),
        crossings=(gate,),
        **(given | words),
    )
    plan = Plan(
        plan="a town",
        status="discussed",
        as_of=begins,
        ground=Ground(),
        areas=(),
        supply=supply,
        time_zone=zone,
    )
    transit = {one.id: Range.of(one.transit_h, "h") for one in supply.routes if one.transit_h is not None}
    return Limits(plan, supply, begins, {"food": {"town": (Range(1e5, 1e5, "t"),) * days}}, transit)


def _problem(limits: Limits, *, best: bool, calendar: bool = False) -> SupplyProblem:
    problem = supply_problem(limits, optimistic=best, calendar=calendar)
    assert problem is not None
    return problem


def _trucks(limits: Limits, *, best: bool) -> list[float]:
    return [float(one) for one in _problem(limits, best=best).gate_trucks[0]]


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


def test_a_gate_open_three_hours_on_two_dates_lets_in_its_trucks_an_hour_times_these() -> None:
    opened = (Opened(days=("2026-05-05", "2026-05-08"), hours="09:00-12:00"),)
    limits = _limits(_gate(trucks_per_h=(4, 5), open=opened))
    assert _trucks(limits, best=True) == [0, 15, 0, 0, 15, 0, 0]
    assert _trucks(limits, best=False) == [0, 12, 0, 0, 12, 0, 0]
    problem = _problem(limits, best=True)
    bound = most_delivered(problem, value_of_commodity(problem, "food")).proof.bound
    assert bound == pytest.approx(2 * 3 * 5 * 10)


def test_weekdays_open_each_of_them() -> None:
    limits = _limits(_gate(trucks_per_h=2, open=(Opened(days=("Su-Th",), hours="07:00-15:00"),)))
    # Monday to Thursday, no Friday, no Saturday, Sunday.
    assert _trucks(limits, best=False) == [16, 16, 16, 16, 0, 0, 16]


def test_an_opening_and_then_daily_hours() -> None:
    """Open from Monday 06:00 until Wednesday 08:00, then daily from 08:00 to 14:00."""
    opened = (
        Opened(from_=_at(4, 6), until=_at(6, 8)),
        Opened(from_=_at(6, 8), hours="08:00-14:00"),
    )
    limits = _limits(_gate(trucks_per_h=1, open=opened))
    assert _trucks(limits, best=True) == _trucks(limits, best=False) == [18, 24, 14, 6, 6, 6, 6]


def test_openings_that_overlap_count_an_hour_once() -> None:
    opened = (Opened(hours="08:00-12:00"), Opened(days=("Mo",), hours="10:00-14:00"))
    assert _trucks(_limits(_gate(trucks_per_h=1, open=opened)), best=False)[:2] == [6, 4]


def test_a_span_past_midnight_is_of_the_day_on_which_it_begins() -> None:
    limits = _limits(_gate(trucks_per_h=1, open=(Opened(days=("Tu",), hours="22:00-02:00"),)))
    assert _trucks(limits, best=False) == [0, 2, 2, 0, 0, 0, 0]


@pytest.mark.parametrize(("day", "hours"), [(29, 23.0), (25, 25.0)])
def test_a_day_on_which_clocks_are_changed_has_the_hours_that_it_has(day: int, hours: float) -> None:
    """In Berlin the clocks go forward on 29 March and back on 25 October 2026."""
    month, offset = (3, 1) if day == 29 else (10, 2)
    begins = datetime(2026, month, day, tzinfo=timezone(timedelta(hours=offset)))
    limits = _limits(_gate(trucks_per_h=1, open="00:00-24:00"), days=2, begins=begins, zone="Europe/Berlin")
    assert not begins_with_days(limits)
    by_day = _problem(limits, best=True, calendar=True).gate_trucks[0]
    assert by_day.tolist() == [hours, 24, 24]
    # By periods of 24 hours none is lost and none is there twice.
    assert _trucks(limits, best=False) == pytest.approx([24, 24])


def test_a_way_of_a_day_may_be_gone_within_a_day_of_25_hours() -> None:
    begins = datetime(2026, 10, 25, tzinfo=timezone(timedelta(hours=2)))
    road = Route(id="road", from_="gate", to="depot", trucks_per_day=9, transit_h=24)
    limits = _limits(_gate(trucks_per_day=1), days=2, begins=begins, zone="Europe/Berlin", routes=(road,))
    best = _problem(limits, best=True, calendar=True)
    assert best.transit[best.arc_name.index("road")] == 0
    assert _problem(limits, best=True).transit[1] == 1


def test_an_hour_that_clocks_show_twice_counts_twice_at_the_best_and_once_at_the_worst() -> None:
    begins = datetime(2026, 10, 25, tzinfo=timezone(timedelta(hours=2)))
    limits = _limits(_gate(trucks_per_h=1, open="02:00-02:30"), days=1, begins=begins, zone="Europe/Berlin")
    assert _problem(limits, best=True, calendar=True).gate_trucks[0].tolist() == [1.5, 0.5]
    assert _trucks(limits, best=False) == [0]
    limits = _limits(_gate(trucks_per_h=1, open="01:00-04:00"), days=1, begins=begins, zone="Europe/Berlin")
    assert _problem(limits, best=True, calendar=True).gate_trucks[0].tolist() == [4, 3]
    assert _trucks(limits, best=False) == [4]


def test_a_closure_takes_hours_off_where_hours_are_known() -> None:
    """Open 08:00 to 16:00, closed on Tuesday from 10:00 to 13:00 and all Wednesday."""
    closed = (Shut(from_=_at(5, 10), until=_at(5, 13)), Shut(from_=_at(6, 0), until=_at(7, 0)))
    limits = _limits(_gate(trucks_per_h=1, open="08:00-16:00", closed=closed), days=3)
    assert _trucks(limits, best=True) == _trucks(limits, best=False) == [8, 5, 0]


def test_a_closure_outside_the_hours_takes_nothing() -> None:
    closed = (Shut(from_=_at(5, 18), until=_at(5, 20)),)
    limits = _limits(_gate(trucks_per_day=9, open="08:00-16:00", closed=closed), days=3)
    assert _trucks(limits, best=False) == [9, 9, 9]


def test_a_closure_within_a_day_counted_by_the_day_alone_is_open_at_the_best_and_shut_at_the_worst() -> None:
    closed = (Shut(from_=_at(5, 10), until=_at(5, 13)),)
    for hours in ("08:00-16:00", None):
        limits = _limits(_gate(trucks_per_day=9, open=hours, closed=closed), days=3)
        assert _trucks(limits, best=True) == [9, 9, 9]
        assert _trucks(limits, best=False) == [9, 0, 9]


def test_a_day_that_two_periods_share_lets_in_its_trucks_once() -> None:
    """Open on 5 May from 09:00 to 12:00, 30 trucks a day; the periods meet at 10:00."""
    opened = (Opened(days=("2026-05-05",), hours="09:00-12:00"),)
    limits = _limits(_gate(trucks_per_day=30, open=opened), days=3, begins=BEGINS + timedelta(hours=10))
    assert _trucks(limits, best=False) == pytest.approx([10, 20, 0])
    hourly = _limits(
        _gate(trucks_per_day=30, trucks_per_h=20, open=opened), days=3, begins=BEGINS + timedelta(hours=10)
    )
    assert _trucks(hourly, best=False) == pytest.approx([10, 20, 0])


def test_hours_that_are_not_stated_are_all_at_the_best_none_at_the_worst_and_named() -> None:
    limits = _limits(_gate(trucks_per_day=30, trucks_per_h=1))
    assert _trucks(limits, best=True) == [24] * 7
    assert _trucks(limits, best=False) == [0] * 7
    assert "opening hours of gate" in missing_of(limits)


def test_hours_close_what_needs_no_truck_and_what_is_let_in_by_the_day() -> None:
    opened = (Opened(days=("2026-05-05",), hours="09:00-12:00"),)
    limits = _limits(_gate(trucks_per_day=30, open=opened), days=3)
    assert _problem(limits, best=True).gate_units[0, 0].tolist() == [0, np.inf, 0]


def test_hours_and_days_are_told_apart_by_what_the_bound_rests_on() -> None:
    """10 trucks a day on Tuesday by its hours, 20 on Wednesday by the day; on no other day open."""
    opened = (
        Opened(days=("2026-05-05",), hours="09:00-11:00"),
        Opened(days=("2026-05-06",), hours="09:00-18:00"),
    )
    limits = _limits(_gate(trucks_per_day=20, trucks_per_h=5, open=opened), days=4)
    problem = _problem(limits, best=True)
    after = most_delivered(problem, value_of_commodity(problem, "food"))
    found = {one.kind: one for one in held_back(limits, problem, after.certificate, after.proof)}
    assert found["hours"].amount == pytest.approx(100)
    assert found["gate"].amount == pytest.approx(200)
    assert found["hours"].names == found["gate"].names == ("gate",)


def test_a_route_with_hours_is_driven_in_them_and_at_the_worst_a_day_later() -> None:
    road = Route(
        id="road", from_="gate", to="depot", trucks_per_day=9, transit_h=1,
        hours=(Opened(days=("2026-05-05",), hours="09:00-12:00"),),
    )  # fmt: skip
    limits = _limits(_gate(trucks_per_day=30), days=4, routes=(road,))
    best, worst = (_problem(limits, best=end) for end in (True, False))
    at = best.arc_name.index("road")
    assert best.arc_trucks[at].tolist() == [0, 9, 0, 0]
    assert best.transit[at] == 0
    # What came to the gate on Monday waits for Tuesday's hours and is there by the end of Wednesday.
    assert worst.arc_trucks[at].tolist() == [9, 0, 0, 0]
    assert worst.transit[at] == 2
    assert (worst.truck_share[at], worst.truck_periods[at]) == (1.0, 3)


HOURS = st.sampled_from(["00:00-24:00", "07:00-15:00", "22:00-02:00", "09:00-10:00, 13:00-16:30"])
MOMENTS = st.integers(-30, 120).map(lambda hours: BEGINS + timedelta(hours=hours))
SPANS = st.tuples(st.one_of(st.none(), MOMENTS), st.one_of(st.none(), MOMENTS)).filter(
    lambda two: two[0] is None or two[1] is None or two[0] < two[1]
)


@st.composite
def opened(draw: st.DrawFn) -> Opened:
    begin, end = draw(SPANS)
    days = draw(st.sampled_from([(), ("Su-Th",), ("Fr", "2026-05-05"), ("2026-05-06",)]))
    return Opened(from_=begin, until=end, days=days, hours=draw(st.one_of(st.none(), HOURS)))


@st.composite
def shut(draw: st.DrawFn) -> Shut:
    begin, end = draw(SPANS)
    return Shut(from_=begin, until=end)


ENDS = st.tuples(st.integers(1, 30), st.integers(0, 30)).map(lambda two: (float(two[0]), float(sum(two))))
BEGIN = st.integers(0, 23).map(lambda hour: BEGINS + timedelta(hours=hour))
ZONE = st.sampled_from(["Etc/UTC", "Asia/Gaza", "America/St_Johns"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(opened(), max_size=3).map(tuple), st.lists(shut(), max_size=2).map(tuple),
    st.one_of(st.none(), ENDS), st.one_of(st.none(), ENDS), BEGIN, ZONE,
)  # fmt: skip
def test_the_best_end_lets_in_at_least_what_the_worst_does_in_every_period(
    times: tuple[Opened, ...], closed: tuple[Shut, ...], per_day: Any, per_h: Any, begins: datetime, zone: str
) -> None:
    gate = _gate(open=times or None, closed=closed, trucks_per_day=per_day, trucks_per_h=per_h)
    road = Route(id="road", from_="gate", to="depot", trucks_per_day=per_day, trucks_per_h=per_h,
                 hours=times or None, closed=closed, transit_h=1)  # fmt: skip
    limits = _limits(gate, days=4, begins=begins, zone=zone, routes=(road,))
    best, worst = (_problem(limits, best=end) for end in (True, False))
    slack = 1 + 1e-12
    assert (worst.gate_trucks <= best.gate_trucks * slack).all()
    assert (worst.gate_units <= best.gate_units).all()
    # At the worst a way with hours is used a day later than it is entered in the arrays.
    a = worst.arc_name.index("road")
    late = int(worst.transit[a] - best.transit[a]) - 1
    assert (worst.arc_trucks[a, : 4 - late] <= best.arc_trucks[a, late:] * slack).all()
    least = most_delivered(worst, value_of_commodity(worst, "food"))
    proven = _problem(limits, best=True, calendar=not begins_with_days(limits))
    most = most_delivered(proven, value_of_commodity(proven, "food"))
    assert least.used_value <= most.proof.bound * (1 + 1e-9) + 1e-6


@settings(max_examples=150, deadline=None)
@given(
    st.lists(opened(), min_size=1, max_size=3), st.lists(shut(), max_size=2).map(tuple),
    st.one_of(st.none(), ENDS), ENDS, ZONE, opened(),
)  # fmt: skip
def test_one_more_opening_lowers_neither_end(
    times: list[Opened], closed: tuple[Shut, ...], per_day: Any, per_h: Any, zone: str, more: Opened
) -> None:
    """Counted by the hour. By the day alone more hours of a day that is partly closed say less of each."""
    words = {"closed": closed, "trucks_per_day": per_day, "trucks_per_h": per_h}
    before = _limits(_gate(open=tuple(times), **words), days=4, zone=zone)
    after = _limits(_gate(open=(*times, more), **words), days=4, zone=zone)
    for best, calendar in ((True, False), (True, True), (False, False)):
        first = _problem(before, best=best, calendar=calendar).gate_trucks[0]
        then = _problem(after, best=best, calendar=calendar).gate_trucks[0]
        if best or per_day is None:
            assert (then >= first * (1 - 1e-12)).all()
        # Where two periods share a local day, more of its trucks may pass in the other one.
        assert then.sum() >= first.sum() * (1 - 1e-12)


def _is_open(times: tuple[Opened, ...], closed: tuple[Shut, ...], at: datetime, zone: ZoneInfo) -> bool:
    """Ask a clock on the wall, at one moment."""
    local = at.astimezone(zone)
    if any(
        (one.from_ is None or one.from_ <= at) and (one.until is None or at < one.until) for one in closed
    ):
        return False
    for one in times:
        if (one.from_ is not None and at < one.from_) or (one.until is not None and at >= one.until):
            continue
        if one.hours is None:
            spans = [(0, 24 * 60)]
        else:
            spans = [(span.begin_min, span.end_min) for span in hours_of_day(one.hours)]
        minute = local.hour * 60 + local.minute
        for day, now in ((local.date(), minute), (local.date() - timedelta(days=1), minute + 24 * 60)):
            named = not one.days or any(
                text == day.isoformat() or day.weekday() in _WEEK.get(text, ()) for text in one.days
            )
            if named and any(begin <= now < end for begin, end in spans):
                return True
    return False


_WEEK = {"Su-Th": (6, 0, 1, 2, 3), "Fr": (4,)}
DST = datetime(2026, 10, 23, tzinfo=timezone(timedelta(hours=3)))
"""Two days before the clocks of Gaza go back, on Saturday 24 October 2026."""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(opened(), min_size=1, max_size=3).map(tuple),
    st.lists(shut(), max_size=2).map(tuple),
    BEGIN,
    ZONE,
)
def test_hours_are_those_that_a_clock_on_the_wall_counts(
    times: tuple[Opened, ...], closed: tuple[Shut, ...], begins: datetime, zone: str
) -> None:
    """In May no clock is changed. Every time is at a whole or half hour, and looked at in its middle."""
    limits = _limits(_gate(trucks_per_h=1, open=times, closed=closed), days=4, begins=begins, zone=zone)
    step = timedelta(minutes=15)
    for best in (True, False):
        for day, trucks in enumerate(_trucks(limits, best=best)):
            moments = (begins + timedelta(days=day) + step * (k + 0.5) for k in range(96))
            counted = sum(_is_open(times, closed, at, ZoneInfo(zone)) for at in moments) / 4
            assert trucks == pytest.approx(counted)


@settings(max_examples=40, deadline=None)
@given(HOURS, st.sampled_from([(), ("2026-10-24",), ("Fr",)]), st.sampled_from([0, 30, 60, 90, 120, 150]))
def test_on_days_on_which_clocks_are_changed_the_ends_hold_what_the_clock_counts(
    hours: str, days: tuple[str, ...], minutes: int
) -> None:
    begin = f"{minutes // 60:02}:{minutes % 60:02}"
    times = (Opened(hours=hours, days=days), Opened(hours=f"{begin}-03:00"))
    zone = ZoneInfo("Asia/Gaza")
    assert DST.astimezone(zone).utcoffset() != (DST + timedelta(days=3)).astimezone(zone).utcoffset()
    limits = _limits(_gate(trucks_per_h=1, open=times), days=3, begins=DST, zone="Asia/Gaza")
    best = _problem(limits, best=True).gate_trucks[0]
    worst = _problem(limits, best=False).gate_trucks[0]
    step = timedelta(minutes=15)
    for day in range(3):
        moments = (DST.astimezone(UTC) + timedelta(days=day) + step * (k + 0.5) for k in range(96))
        counted = sum(_is_open(times, (), at, zone) for at in moments) / 4
        assert worst[day] - 1e-9 <= counted <= best[day] + 1e-9
