"""Promises by day against trucks that came at hours known to the test alone: what is answered is so.

Counts are of calendar days, of parts of them, and of several days together; the promise begins at any hour.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from safeground.ledger.amounts import amount
from safeground.ledger.claim import Claim, Named, Period
from safeground.ledger.events import ClaimRecorded, Entry
from safeground.ledger.moments import microseconds
from safeground.ledger.state import standings
from safeground.ledger.store import tag
from safeground.plan.pause_words import Counted, Term
from safeground.questions.due import Span
from safeground.questions.terms import term_account

FIRST = datetime(2026, 3, 4, tzinfo=UTC)
AT = datetime(2026, 3, 12, tzinfo=UTC)
DAYS = 4


def _at(hour: int, *, before: bool = False) -> str:
    return f"{FIRST + timedelta(hours=hour, minutes=-1 if before else 0):%Y-%m-%dT%H:%MZ}"


def _day(index: int) -> str:
    return f"{FIRST + timedelta(days=index):%Y-%m-%d}"


def _between(hours: list[int], first: int, end: int) -> int:
    return sum(first <= one < end for one in hours)


def _claim(name: str, number: int, first: str, last: str, by: str = "UN") -> Claim:
    return Claim(
        id=name, kind="figure", subject="town", measure="entered",
        amount=amount("exact", float(number), "trucks"), valid=Period(from_=first, to=last, basis="stated"),
        published="2026-03-10", zone="Etc/UTC", stated_by=Named(name=by), recorder="test",
    )  # fmt: skip


@st.composite
def counted(draw: st.DrawFn) -> tuple[list[int], list[Claim]]:
    """Return at which hours trucks came, and true counts of some of them."""
    hours = draw(st.lists(st.integers(0, 24 * DAYS - 1), max_size=12))
    claims = []
    for index in sorted(draw(st.sets(st.integers(0, DAYS - 1)))):
        begin, end = 24 * index, 24 * index + 24
        middle = draw(st.one_of(st.none(), st.integers(begin + 1, end - 1)))
        if middle is None:
            claims.append(_claim(f"d{index}", _between(hours, begin, end), _day(index), _day(index)))
            continue
        for name, one, other in ((f"d{index}a", begin, middle), (f"d{index}b", middle, end)):
            claims.append(_claim(name, _between(hours, one, other), _at(one), _at(other, before=True)))
    if draw(st.booleans()):
        first = draw(st.integers(0, DAYS - 2))
        last = draw(st.integers(first + 1, DAYS - 1))
        number = _between(hours, 24 * first, 24 * last + 24)
        claims.append(_claim("all", number, _day(first), _day(last), draw(st.sampled_from(("UN", "gate")))))
    return hours, claims


NOON = [_claim(f"d{index}", 3, _day(index), _day(index)) for index in range(2)]


@settings(max_examples=400, deadline=None)
@given(counted(), st.integers(0, 30), st.integers(1, 60), st.integers(1, 4))
@example(([1, 2, 3, 40, 41, 42], NOON), 12, 24, 5)
@example(([13, 14, 15, 25, 26, 27], NOON), 12, 24, 5)
def test_what_is_answered_is_so(
    came: tuple[list[int], list[Claim]], begin: int, length: int, quota: int
) -> None:
    hours, claims = came
    end = min(24 * DAYS, begin + length)
    begins, ends = (FIRST + timedelta(hours=one) for one in (begin, end))
    term = Term(
        id="p", words="so many", per_day=float(quota), unit="trucks", from_=begins, until=ends,
        counted_by=Counted(subject="town", measure="entered"),
    )  # fmt: skip
    events = [ClaimRecorded(claim=one) for one in claims]
    known = standings(
        Entry(number=k, recorded_us=microseconds(AT), event=one, kind=tag(one), hash=b"")
        for k, one in enumerate(events, 1)
    )
    span = Span(of="p", begin=begins, end=ends, zone="Etc/UTC", at=AT)
    answer = term_account(term, span, tuple(known.values()), {}, to_the_hour=True).answer
    windows = [(one, min(one + 24, end)) for one in range(begin, end, 24)]
    short = [one for one in windows if _between(hours, *one) < quota]
    if answer == "not_met":
        # Of a last part of a day between nothing and the whole quota is due.
        assert any(last - first == 24 for first, last in short)
    if answer == "met":
        assert not short
