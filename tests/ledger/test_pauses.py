"""When a pause expires, as known at a minute: from a chain, from claims, from both; unknown after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger import articles
from tests.questions.kept_claims import claim, ledger

from safeground.ledger.moments import Moment, moment
from safeground.ledger.pauses import Step, chain, known_expiry, merged, steps_of_claims
from safeground.ledger.queries import Query, ask
from safeground.ledger.store import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.ledger.state import Standing

ZONE = "Europe/Kyiv"
RECORDED = datetime(2026, 6, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return moment(text, ZONE).earliest


def step(until: str, announced: str | None = None, **rest) -> Step:
    told = None if announced is None else moment(announced, ZONE)
    return Step(until=moment(until, ZONE), announced=told, recorded=RECORDED, **rest)


def kinds(*steps: Step) -> list[str]:
    return [link.kind for link in chain(steps)]


def test_a_chain_tells_gaps_overlaps_and_what_days_leave_open():
    first = step("2026-03-04T07:00", "2026-03-01")
    assert kinds(first, step("2026-03-06T07:00", "2026-03-04T06:40")) == ["first", "in time"]
    assert kinds(first, step("2026-03-06T07:00", "2026-03-04T07:01")) == ["first", "gap"]
    assert kinds(first, step("2026-03-06T07:00", "2026-03-04")) == ["first", "unclear"]
    assert kinds(first, step("2026-03-06T07:00")) == ["first", "not known"]
    early = step("2026-03-06T07:00", "2026-03-03", begins=at("2026-03-04T06:00"))
    assert kinds(first, early) == ["first", "overlap"]
    rival = step("2026-03-11T07:00", "2026-03-04")
    assert kinds(first, step("2026-03-06T07:00", "2026-03-04T06:40"), rival) == ["first", "in time", "rival"]


def test_the_margin_is_from_the_announcement_to_the_expiry_before_it():
    links = chain([step("2026-03-04T07:00", "2026-03-01"), step("2026-03-06T07:00", "2026-03-04T09:30")])
    assert links[1].margin_h == pytest.approx((-2.5, -2.5))


def test_one_expiry_told_more_and_less_exactly_is_one_step():
    exact = step("2026-03-04T07:00", by=("army",), claims=("a",))
    day = step("2026-03-04", "2026-03-03", by=("mediators",), claims=("b",))
    (one,) = merged([day, exact])
    assert one.until == exact.until
    assert (one.by, one.claims) == (("army", "mediators"), ("a", "b"))
    assert one.announced == moment("2026-03-03", ZONE)


def test_after_the_expiry_it_is_unknown_whoever_is_silent():
    steps = [step("2026-03-04T07:00", "2026-03-01")]
    states = [
        known_expiry(steps, (), at(text), known_by="said", start=at("2026-03-02T07:00")).state
        for text in (
            "2026-03-02T06:59",
            "2026-03-02T07:00",
            "2026-03-04T06:59",
            "2026-03-04T07:00",
            "2026-04-01",
        )
    ]
    assert states == ["not begun", "in force", "in force", "unknown", "unknown"]


def test_a_reported_end_makes_it_unknown_and_keeps_its_hedge():
    end = claim("end", "2026-03-03T12:00", measure="pause_collapsed", state="collapsed", hedge="seemingly",
                published="2026-03-03T13:00")  # fmt: skip
    steps = [step("2026-03-04T07:00", "2026-03-01")]
    before = known_expiry(steps, ledger(end).values(), at("2026-03-03T12:30"))
    after = known_expiry(steps, ledger(end).values(), at("2026-03-03T13:00"), known_by="said")
    assert before.ended == ()
    (known,) = after.ended
    assert (known.standing.claim.hedge, after.state) == ("seemingly", "unknown")


def test_nobody_knows_an_end_before_it_happened():
    end = claim("end", "2026-03-04T07:00", measure="pause_ended", state="ended", published="2026-03-04")
    found = known_expiry(
        [step("2026-03-04T07:00", "2026-03-01")],
        ledger(end).values(),
        at("2026-03-04T06:59"),
        known_by="said",
    )
    assert (found.ended, found.state) == ((), "in force")


def test_claims_alone_make_a_chain():
    first = claim("first", "2026-03-04T07:00", measure="pause_expiry", kind="agreement_term",
                  published="2026-03-01T10:00")  # fmt: skip
    more = claim("more", "2026-03-06T07:00", measure="pause_expiry", kind="agreement_term",
                 published="2026-03-04T06:50")  # fmt: skip
    steps = steps_of_claims(ledger(first, more).values())
    early = known_expiry(steps, (), at("2026-03-04T06:49"))
    late = known_expiry(steps, (), at("2026-03-04T06:50"))
    assert [one.claims for one in early.stands] == [("first",)]
    assert [one.claims for one in late.stands] == [("more",)]


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True),
    st.integers(-10, 500),
    st.sampled_from(["said", "published", "recorded"]),
)
def test_what_is_known_only_grows_and_nothing_holds_past_it(hours, asked, known_by):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    ends = [start + timedelta(hours=hour) for hour in sorted(hours)]
    told = [start, *ends[:-1]]
    steps = [
        Step(until=Moment(end, end, "minute"), announced=Moment(said, said, "minute"),
             published=Moment(said, said + timedelta(hours=3), "hour"), recorded=said + timedelta(hours=5))
        for end, said in zip(ends, told, strict=True)
    ]  # fmt: skip
    now = start + timedelta(hours=asked)
    found = known_expiry(steps, (), now, known_by=known_by, start=start)
    later = known_expiry(steps, (), now + timedelta(hours=1), known_by=known_by, start=start)
    assert len(found.stands) <= 1
    assert [one.until.earliest for one in found.stands] <= [one.until.earliest for one in later.stands]
    if found.state == "in force":
        assert all(now < one.until.earliest for one in found.stands)
    assert not {one.until for one in found.stands} & {one.until for one in found.perhaps}


# The question on expiry of the five articles, by this module.


@pytest.fixture(scope="module")
def told(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Standing]:
    folder = real_data.parent / "claims"
    if not (folder / "claims.csv").is_file():
        pytest.skip(f"needs the articles' claims in a folder beside the real data (looked in {folder})")
    with Ledger(tmp_path_factory.mktemp("pause") / "articles.ledger", make=True) as made:
        articles.load(made, folder)
        return [
            one.standing
            for subject in ("Israel-Hamas pause", "Israel-Hamas truce")
            for one in ask(made, Query(subject=subject))
        ]


def _asked(told, text, known_by):
    when = moment(text, articles.ZONE).earliest
    return known_expiry(steps_of_claims(told), told, when, known_by=known_by)


def test_q4_by_announcement_on_the_morning_of_the_30th(told):
    found = _asked(told, "2023-11-30T06:00", "said")
    (stands,) = found.stands
    assert (stands.claims, stands.inferred) == (("S002-035",), True)
    assert stands.until == moment("2023-11-30T07:00+02:00", articles.ZONE)
    assert {one.standing.claim.id for one in found.announcements} == {"S002-034"}
    assert {name for one in found.perhaps for name in one.claims} >= {
        "S002-027"
    }  # said that day, hour unknown


def test_q4_by_announcement_on_the_morning_after(told):
    found = _asked(told, "2023-12-01T08:00", "said")
    (stands,) = found.stands
    assert stands.until == moment("2023-12-01T07:00+02:00", articles.ZONE)
    assert {"S002-008", "S002-027", "S002-032"} <= set(stands.claims)
    assert found.state == "unknown"
    ended = {one.standing.claim.id: one.known for one in found.ended}
    assert ended == {"S000-003": "possible"}


def test_q4_by_publication(told):
    assert _asked(told, "2023-11-30T06:00", "published").stands == ()
    found = _asked(told, "2023-12-01T08:00", "published")
    (stands,) = found.stands
    assert (stands.until, "S002-027" in stands.claims) == (
        moment("2023-12-01T07:00+02:00", articles.ZONE), True,
    )  # fmt: skip
    assert [one.known for one in found.ended] == ["possible"]


def test_announcements_that_papers_print_on_one_day_are_still_two():
    day = moment("2026-03-03", ZONE)
    first = step("2026-03-04T07:00", "2026-03-03T08:00", published=day)
    second = step("2026-03-06T07:00", "2026-03-03T20:00", published=day)
    found = known_expiry([first, second], (), at("2026-03-05T00:00"))
    assert [one.until.earliest for one in found.stands] == [at("2026-03-06T07:00")]
