"""Kept: terms by day, by hand and as properties; a pause's expiry; nothing restricted in findings."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.questions.kept_claims import AS_OF, amount, claim, ledger, pause, plan, term

from safeground.ledger.claim import ByRole
from safeground.ledger.events import ClaimCorrected, ClaimRetracted
from safeground.plan.model import Source
from safeground.plan.pause_words import Commitment, Counted, Extension, Ratio
from safeground.quantity import Range
from safeground.questions.finding import GRAVITY
from safeground.questions.kept import examine
from safeground.questions.kept_words import KEPT_CAVEAT
from safeground.questions.term_answers import answer_day
from safeground.questions.terms import missing_of

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")


def account(terms, claims, *, links=(), **rest):
    kept = examine(plan(pause(*terms), **rest), ledger(*claims, links=links))
    return {one.term.id: one for one in kept.account.terms}, {one.id: one for one in kept.findings}


def counts(*values, by="OCHA", **rest):
    return [
        claim(f"{by}-{day}", day, value, by=by, **rest)
        for day, value in zip(DAYS, values, strict=False)
        if value is not None
    ]


@pytest.mark.parametrize(
    ("values", "answer", "short"),
    [
        ((10, 10, 12), "met", (0, 0)),
        ((10, 8, 12), "not_met", (2, 2)),  # more on one day makes up for no other
        ((10, None, 12), "unknown", (0, 10)),  # a day without a count is unknown, not zero
        ((10, 0, 12), "not_met", (10, 10)),  # a count of nobody is a zero
        ((8, None, 12), "not_met", (2, 12)),
    ],
)
def test_a_daily_quota(values, answer, short):
    terms, findings = account([term(per_day=10.0)], counts(*values))
    assert terms["hostages"].answer == answer == findings["kept.pause.hostages"].answer
    assert (terms["hostages"].short.low, terms["hostages"].short.high) == short


def test_rival_counts_stand_side_by_side_and_neither_wins():
    claims = [*counts(13, 10, 10), *counts(9, 10, 10, by="Army")]
    terms, findings = account([term(per_day=10.0)], claims)
    first = terms["hostages"].days[0]
    assert [(one.by, one.amount.low) for one in first.counts] == [("OCHA", 13), ("Army", 9)]
    assert (first.done.low, first.done.high, first.answer) == (9, 13, "depends")
    (decider,) = findings["kept.pause.hostages"].deciders
    assert decider.assumption == "whose count of 1 March"
    assert "OCHA: 13 people, Army: 9 people" in decider.effect


def test_not_met_needs_every_rival_count_below():
    terms, _ = account([term(per_day=10.0)], [*counts(8, 10, 10), *counts(9, 10, 10, by="Army")])
    assert terms["hostages"].answer == "not_met"
    assert (terms["hostages"].days[0].short.low, terms["hostages"].days[0].short.high) == (1, 2)


def test_a_repeat_is_no_count_of_its_own():
    claims = [claim("a", DAYS[0], 9, by="OCHA"), claim("b", DAYS[0], 9, by="Paper"), *counts(None, 10, 10)]
    terms, _ = account([term(per_day=10.0)], claims, links=[("b", "duplicate_of", "a")])
    (count,) = terms["hostages"].days[0].counts
    assert (count.by, count.repeated_by) == ("OCHA", ("Paper",))


def test_a_copy_of_a_copy_is_no_count_of_its_own_either():
    claims = [claim(name, DAYS[0], 9, by=by) for name, by in (("a", "OCHA"), ("b", "Paper"), ("c", "Blog"))]
    links = [("b", "duplicate_of", "a"), ("c", "duplicate_of", "b")]
    terms, _ = account([term(per_day=10.0)], claims, links=links)
    (count,) = terms["hostages"].days[0].counts
    assert count.repeated_by == ("Paper", "Blog")


def test_a_copy_whose_misreading_was_mended_is_still_a_copy():
    first, copy = (claim(name, f"2026-03-01T{hour}:00", 6) for name, hour in (("a", 12), ("b", 13)))
    mended = ClaimCorrected(
        corrects="b", claim=claim("b2", "2026-03-01T14:00", 6), reason="the hour", by="recorder"
    )
    held = ledger(first, copy, *counts(None, 10, 10), links=[("b", "duplicate_of", "a")], later=[mended])
    (found,) = examine(plan(pause(term(per_day=10.0))), held).account.terms
    assert found.days[0].done == Range.exact(6, "people")
    assert found.answer == "not_met"


def test_evidence_stays_where_the_term_or_the_evidence_had_been_misread():
    said = claim("said", "2026-03-01", kind="agreement_term", state="ten a day", measure="term")
    seen, against = (claim(name, "2026-03-02", measure="seen", state="x") for name in ("seen", "against"))
    later = [
        ClaimCorrected(corrects=old, claim=new, reason="a letter", by="recorder")
        for old, new in (
            ("said", msgspec.structs.replace(said, id="said2")),
            ("against", msgspec.structs.replace(against, id="against2")),
        )
    ]
    links = [("seen", "supports", "said"), ("against", "contradicts", "said")]
    held = ledger(said, seen, against, *counts(10, 10, 10), links=links, later=later)
    (found,) = examine(plan(pause(term(per_day=10.0, claim="said"))), held).account.terms
    assert [one.claim.id for one in found.supports] == ["seen"]
    assert [one.claim.id for one in found.contradicts] == ["against2"]


def test_copies_by_way_of_a_claim_that_counts_nothing_are_copies():
    one, other = (claim(name, f"2026-03-01T{hour}:00", 6) for name, hour in (("a", 12), ("b", 13)))
    heading = claim("c", "2026-03-01", measure="headline")
    links = [("a", "duplicate_of", "c"), ("b", "duplicate_of", "c")]
    terms, _ = account([term(per_day=10.0)], [one, other, heading, *counts(None, 10, 10)], links=links)
    assert terms["hostages"].days[0].done == Range.exact(6, "people")


def test_a_late_batch_counts_for_its_day_and_is_dated_when_it_happened():
    late = claim("late", "2026-03-02T02:00", 4, counts_for="2026-03-01")
    terms, findings = account([term(per_day=10.0)], [*counts(6, 10, 10), late])
    first, second, _ = terms["hostages"].days
    (count,) = first.counts
    assert (count.amount.low, count.late, count.happened) == (10, True, ("2026-03-01", "2026-03-02T02:00"))
    assert second.done == Range.exact(10, "people")
    assert terms["hostages"].answer == "met"
    assert "a late batch counts for 1 March" in findings["kept.pause.hostages"].statement


def test_batches_of_a_day_are_added_and_parts_of_a_whole_are_not():
    batches = [claim("noon", "2026-03-01T12:00", 4), claim("night", "2026-03-01T23:00", 6)]
    terms, _ = account([term(per_day=10.0)], [*batches, *counts(None, 10, 10)])
    assert terms["hostages"].days[0].done == Range.exact(10, "people")
    terms, _ = account([term(per_day=10.0)], [*batches, *counts(11, 10, 10)])
    assert terms["hostages"].days[0].done == Range.exact(11, "people")


def test_times_that_cross_may_be_parts_of_one_another():
    crossing = [
        claim("one", "2026-03-01T08:00", 4, to="2026-03-01T14:00"),
        claim("two", "2026-03-01T12:00", 6, to="2026-03-01T18:00"),
    ]
    terms, _ = account([term(per_day=10.0)], [*crossing, *counts(None, 10, 10)])
    assert (terms["hostages"].days[0].done.low, terms["hostages"].days[0].done.high) == (6, 10)


def test_tracks_never_meet():
    of_track = [claim(f"x{day}", day, 10, track="foreign") for day in DAYS]
    terms, _ = account([term(per_day=10.0, track="own")], of_track)
    assert terms["hostages"].answer == "unknown"
    terms, _ = account([term(per_day=10.0)], of_track)
    assert terms["hostages"].answer == "unknown", "a term without a track takes no claims of one"
    terms, _ = account([term(per_day=10.0, track="foreign")], of_track)
    assert terms["hostages"].answer == "met"


def test_another_unit_is_not_held_against_it():
    tonnes = [claim(f"t{day}", day, amount(500.0, "tonnes")) for day in DAYS]
    terms, findings = account([term(per_day=10.0)], tonnes)
    assert terms["hostages"].answer == "unknown"
    assert (
        "no claim that was known is on pause, released, in people" in findings["kept.pause.hostages"].missing
    )


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        (amount(12.0, qualifier="at_least", low=12.0), "met"),
        (amount(8.0, qualifier="at_least", low=8.0), "depends"),
        (amount(9.0, qualifier="nearly", high=9.0), "not_met"),
        (amount(10.0, qualifier="about"), "depends"),
        (amount(None, qualifier="dozens", low=24.0, by_convention=True), "depends"),
    ],
)
def test_words_give_only_the_ends_that_they_state(stated, answer):
    terms, _ = account([term(per_day=10.0)], [claim("a", DAYS[0], stated), *counts(None, 10, 10)])
    assert terms["hostages"].answer == answer


def test_a_total_by_a_time():
    until = datetime.fromisoformat("2026-03-03T07:00+02:00")
    terms, _ = account([term(total=20.0, until=until)], counts(10, 10, 30))
    assert (terms["hostages"].done, terms["hostages"].answer) == (Range(20, 20, "people"), "met")
    terms, _ = account([term(total=21.0, until=until)], counts(10, 10, 30))
    assert (terms["hostages"].short, terms["hostages"].answer) == (Range(1, 1, "people"), "not_met")
    terms, _ = account([term(total=21.0, until=until)], counts(10, None, 30))
    assert (terms["hostages"].done, terms["hostages"].answer) == (Range(10, math.inf, "people"), "unknown")


def test_a_count_of_the_whole_counts_and_a_longer_one_does_not():
    whole = claim("whole", DAYS[0], 29, to=DAYS[2])
    longer = claim("longer", DAYS[0], 99, to="2026-03-05")
    terms, _ = account([term(total=30.0)], [whole, longer])
    assert (terms["hostages"].done, terms["hostages"].answer) == (Range(29, 29, "people"), "not_met")
    assert [one.claims for one in terms["hostages"].counts] == [("whole",)]


def test_an_average_below_the_quota_leaves_a_day_below_it():
    average = claim("average", DAYS[0], amount(9.0, "people a day"), to=DAYS[2])
    terms, _ = account([term(per_day=10.0)], [average])
    assert terms["hostages"].answer == "not_met"
    assert (terms["hostages"].short.low, terms["hostages"].short.high) == (3, 30)
    enough = claim("average", DAYS[0], amount(11.0, "people a day"), to=DAYS[2])
    terms, _ = account([term(per_day=10.0)], [enough])
    assert terms["hostages"].answer == "unknown", "an average says of no day that it had enough"
    terms, _ = account([term(per_day=10.0)], [average, *counts(10, 10, 10)])
    assert terms["hostages"].answer == "depends", "the average and the days contradict each other"
    rival = counts(20, 20, None, by="Army")
    terms, _ = account([term(per_day=10.0)], [average, *rival])
    assert terms["hostages"].answer == "depends", (
        "by the other's counts of two days nobody knows of the third"
    )


def test_an_average_leaves_no_day_below_where_the_last_is_not_whole():
    average = claim("average", DAYS[0], amount(9.0, "people a day"), to=DAYS[2])
    held = ledger(average)
    shorter = pause(term(per_day=10.0), expiry="2026-03-03T12:00+02:00")
    (found,) = examine(plan(shorter), held).account.terms
    assert [one.due.low for one in found.days] == [10, 10, 0]
    assert found.answer == "unknown"  # ten, ten and seven of half a day would be enough


def test_a_ratio_is_due_by_what_was_done_of_the_other_term():
    prisoners = [
        claim(f"p{day}", day, value, track="prisoners") for day, value in zip(DAYS, (39, 38, 30), strict=True)
    ]
    hostages = [
        *(claim(f"h{day}", day, value, track="hostages") for day, value in zip(DAYS, (13, 13), strict=False)),
        claim("rival", DAYS[0], 14, by="Army", track="hostages"),
    ]
    terms, findings = account(
        [term("prisoners", track="prisoners", ratio=Ratio(to="hostages", times=3.0)), term(track="hostages")],
        [*prisoners, *hostages],
    )
    days = terms["prisoners"].days
    assert [(one.due.low, one.due.high) if one.due else None for one in days] == [(39, 42), (39, 39), None]
    assert [one.answer for one in days] == ["depends", "not_met", "unknown"]
    assert terms["hostages"].answer is None
    assert "kept.pause.hostages" not in findings


def test_promised_hours_against_hours_that_were_told():
    open_ = claim("open", "2026-03-01T10:00", to="2026-03-01T14:00", measure="open", state="open")
    longer = claim("more", "2026-03-01T08:00", to="2026-03-01T15:00", by="Army", measure="open", state="open")
    promised = term(hours="09:00-16:00", counted_by=Counted(subject="pause", measure="open", state="open"))
    made = pause(promised, start="2026-03-01T00:00+02:00", expiry="2026-03-02T00:00+02:00")
    kept = examine(plan(made), ledger(open_, longer))
    (day,) = kept.account.terms[0].days
    assert (day.due, day.answer) == (Range.exact(7, "h"), "not_met")
    assert [(one.by, one.amount.low) for one in day.counts] == [("OCHA", 4), ("Army", 6)]
    assert (day.short.low, day.short.high) == (1, 3)


def test_a_day_in_words_is_no_hour_count():
    open_ = claim("open", "2026-03-01", measure="open", state="open")
    promised = term(hours="09:00-16:00", counted_by=Counted(subject="pause", measure="open"))
    kept = examine(plan(pause(promised)), ledger(open_))
    assert kept.account.terms[0].answer == "unknown"


def test_promised_hours_over_a_change_of_the_clocks():
    """In the night of 29 March 2026 the clocks of Kyiv go from 03:00 to 04:00."""
    promised = term(hours="00:00-06:00", counted_by=Counted(subject="pause", measure="open"))
    made = pause(promised, start="2026-03-29T00:00+02:00", expiry="2026-03-29T12:00+03:00")
    kept = examine(plan(made, as_of=datetime.fromisoformat("2026-04-02T00:00+03:00")), {})
    assert [day.due for day in kept.account.terms[0].days] == [Range.exact(5, "h")]


def test_a_day_that_is_not_over_is_never_not_met():
    at = datetime.fromisoformat("2026-03-03T12:00+02:00")
    claims = counts(10, 10, 8, published="2026-03-01T00:00")
    terms, findings = account([term(per_day=10.0)], claims, as_of=at)
    assert [one.answer for one in terms["hostages"].days] == ["met", "met", "unknown"]
    assert terms["hostages"].answer == "unknown"
    assert "when the day is over" in findings["kept.pause.hostages"].missing


def test_a_part_of_a_day_at_the_end_may_owe_nothing():
    made = pause(term(per_day=10.0), expiry="2026-03-02T12:00+02:00")
    kept = examine(plan(made), ledger(*counts(10, 3)))
    assert [(one.due.low, one.due.high) for one in kept.account.terms[0].days] == [(10, 10), (0, 10)]
    assert kept.account.terms[0].answer == "depends"


def test_what_was_published_later_is_not_known_and_said_to_be_left_out():
    claims = [*counts(10, 10), claim("later", DAYS[2], 10, published="2026-04-01")]
    kept = examine(plan(pause(term(per_day=10.0))), ledger(*claims))
    assert kept.account.terms[0].answer == "unknown"
    (remark,) = kept.remarks
    assert (remark.kind, remark.count) == ("left out", 1)


def test_a_term_nobody_counts_is_unknown_and_one_without_a_number_has_no_answer():
    terms, findings = account([term("quiet", counted_by=None), term(per_day=10.0, counted_by=None)], [])
    assert terms["quiet"].answer is None
    assert set(findings) == {"kept.pause.hostages", "kept.pause.expiry"}
    assert (
        findings["kept.pause.hostages"].missing == "which claims count it: the term names none (counted_by)"
    )


def test_a_count_before_or_after_the_term_is_shown_and_not_counted():
    terms, _ = account([term(per_day=10.0)], [*counts(10, 10, 10), claim("after", "2026-03-09", 5)])
    last = terms["hostages"].days[-1]
    assert (last.day, last.outside, last.due, last.done) == (
        date(2026, 3, 9), True, None, Range.exact(5, "people"),
    )  # fmt: skip
    assert terms["hostages"].answer == "met"


def test_what_was_taken_back_or_corrected_does_not_count():
    back = ClaimRetracted(retracts="OCHA-2026-03-01", reason="misread", by="recorder", recorder="test")
    kept = examine(plan(pause(term(per_day=10.0))), ledger(*counts(8, 10, 10), later=[back]))
    assert [one.answer for one in kept.account.terms[0].days] == ["unknown", "met", "met"]
    new = claim("new", DAYS[0], 12, published="2026-03-05")
    corrected = ClaimCorrected(corrects="OCHA-2026-03-01", claim=new, reason="recount", by="source")
    claims = ledger(*counts(8, 10, 10), later=[corrected])
    assert examine(plan(pause(term(per_day=10.0))), claims).account.terms[0].answer == "met"
    before = datetime.fromisoformat("2026-03-04T12:00+02:00")
    found = examine(plan(pause(term(per_day=10.0))), claims, at=before).account.terms[0]
    assert found.answer == "not_met", "the correction was not out yet"


# Expiry


@pytest.mark.parametrize(
    ("ends", "answer"),
    [
        (["2026-03-04T07:00"], "met"),
        (["2026-03-04T09:30"], "met"),
        (["2026-03-04T06:59"], "not_met"),
        (["2026-03-03"], "not_met"),
        (["2026-03-04"], "depends"),  # a day without an hour may be before or after
        (["2026-03-04T07:00", "2026-03-04T05:00"], "depends"),
        ([], "unknown"),
    ],
)
def test_whether_it_lasted_until_its_expiry(ends, answer):
    claims = [claim(f"e{k}", end, measure="pause_ended", state="ended") for k, end in enumerate(ends)]
    kept = examine(plan(pause()), ledger(*claims))
    (finding,) = kept.findings
    assert (finding.id, finding.answer) == ("kept.pause.expiry", answer)
    assert kept.account.pauses[0].known.state == "unknown", (
        "after the expiry nothing says that it holds or not"
    )


def test_an_extension_moves_the_expiry_and_a_hedge_is_kept():
    extended = pause(
        extensions=(
            Extension(until=datetime.fromisoformat("2026-03-06T07:00+02:00"), announced="2026-03-04"),
        )
    )
    end = claim("end", "2026-03-05", measure="hostilities_resumed", state="resumed", hedge="seemingly")
    kept = examine(plan(extended), ledger(end))
    (finding,) = kept.findings
    assert finding.answer == "not_met"
    assert "2026-03-06 07:00+02:00, extended once" in finding.statement
    assert "(seemingly)" in finding.statement
    assert [one.kind for one in kept.account.pauses[0].chain] == ["first", "unclear"]


def test_a_pause_without_an_expiry_has_nothing_to_last_until():
    kept = examine(plan(pause(expiry=None)), {})
    assert kept.findings == ()
    assert kept.account.pauses[0].known.state == "unknown"


def test_nothing_promised_and_nothing_claimed_is_no_question():
    assert examine(plan(), {}) is None


def test_a_promise_outside_of_a_pause_has_terms_too():
    promise = Commitment(
        id="road",
        promisor="Army",
        words="open from nine to four",
        from_=datetime.fromisoformat("2026-03-01T00:00+02:00"),
        until=datetime.fromisoformat("2026-03-02T00:00+02:00"),
        terms=(term("hours", hours="09:00-16:00"),),
    )
    open_ = claim("open", "2026-03-01T09:00", to="2026-03-01T16:00", state="open")
    kept = examine(plan(commitments=(promise,)), ledger(open_))
    assert [(one.id, one.answer) for one in kept.findings] == [("kept.road.hours", "met")]


def test_nothing_restricted_is_named_in_a_finding():
    secret = [*counts(8, 10, 10, by="Hidden Monitor", sensitivity="restricted"), *counts(11, 10, 10)]
    by_role = claim("role", DAYS[1], 9, by=ByRole(role="a driver"), sensitivity="restricted")
    _, findings = account([term(per_day=10.0)], [*secret, by_role])
    finding = findings["kept.pause.hostages"]
    told = [finding.statement, finding.held_against.text, *(one.effect for one in finding.deciders)]
    assert not [text for text in told if "Hidden Monitor" in text]
    assert "a source that is held back 8" in finding.statement
    assert "a driver 9" in finding.statement
    assert "role" in finding.evidence


# Properties

numbers = st.integers(0, 40)
daily = st.lists(st.one_of(st.none(), numbers), min_size=3, max_size=3)


def ranges(low, high):
    return st.tuples(st.integers(low, high), st.integers(low, high)).map(
        lambda ends: Range(float(min(ends)), float(max(ends)), "people")
    )


@given(ranges(0, 50), ranges(0, 50))
def test_a_shortfall_is_never_negative_and_holds_every_pair(due, done):
    short = missing_of(due, done)
    assert 0 <= short.low <= short.high
    for owed in (due.low, due.high):
        for came in (done.low, done.high):
            assert short.low <= max(0.0, owed - came) <= short.high


@given(ranges(0, 50), ranges(0, 50), st.integers(0, 20))
def test_more_due_never_makes_an_answer_better(due, done, more):
    order = ("met", "depends", "not_met")
    before = answer_day(due, done, over=True)
    after = answer_day(Range(due.low + more, due.high + more, "people"), done, over=True)
    assert order.index(after) >= order.index(before)


@given(daily, daily, numbers)
def test_the_answer_to_a_quota_is_that_of_its_days(ours, theirs, due):
    claims = [*counts(*ours), *counts(*theirs, by="Army")]
    terms, _ = account([term(per_day=float(due))], claims)
    found = terms["hostages"]
    days = []
    for pair in zip(ours, theirs, strict=True):
        told = [value for value in pair if value is not None]
        if not told:
            days.append("unknown")
        elif min(told) >= due:
            days.append("met")
        else:
            days.append("not_met" if max(told) < due else "depends")
    assert [one.answer for one in found.days] == days
    assert found.answer == min(days, key=GRAVITY.index)
    assert all(one.done is None for one, pair in zip(found.days, zip(ours, theirs, strict=True), strict=True)
               if pair == (None, None))  # fmt: skip
    if found.short is not None:
        assert found.short.low >= 0


@given(daily, daily)
def test_claims_of_one_track_never_change_another(ours, theirs):
    own = [claim(f"o{day}", day, value, track="own") for day, value in zip(DAYS, ours, strict=True)
           if value is not None]  # fmt: skip
    other = [claim(f"x{day}", day, value, track="other") for day, value in zip(DAYS, theirs, strict=True)
             if value is not None]  # fmt: skip
    alone, _ = account([term(per_day=10.0, track="own")], own)
    beside, _ = account([term(per_day=10.0, track="own")], [*own, *other])
    assert alone["hostages"] == beside["hostages"]


@given(st.integers(1, 28))
def test_as_many_days_are_due_as_the_pause_has(days):
    end = datetime.fromisoformat("2026-01-05T07:00+02:00") + timedelta(days=days)
    made = pause(term(per_day=1.0), start="2026-01-05T07:00+02:00", expiry=end.isoformat())
    kept = examine(plan(made, as_of=AS_OF), {})
    assert len(kept.account.terms[0].days) == days
    assert kept.account.terms[0].due == Range.exact(float(days), "people")


def test_a_tactical_pause_is_in_force_within_its_hours_only():
    made = pause(expiry="2026-03-09T00:00+02:00", announced="2026-02-28", hours="10:00-14:00, 22:00-02:00")
    states = [
        examine(plan(made), {}, at=datetime.fromisoformat(f"2026-03-05T{clock}+02:00"))
        .account.pauses[0]
        .known.state
        for clock in ("09:59", "10:00", "13:59", "14:00", "23:00", "01:59", "02:00")
    ]
    between, force = "between hours", "in force"
    assert states == [between, force, force, between, force, force, between]


def test_a_moment_asked_knows_no_later_promise_and_no_later_term():
    told = claim("told", "2026-03-05", measure="promise", state="made", kind="commitment")
    promise = Commitment(id="later", promisor="Party", words="as told", claim="told")
    now = term("now", per_day=10.0)
    source = Source(id="paper", title="A paper", published=date(2026, 3, 4))
    after = term("after", per_day=10.0, source="paper")
    made = plan(pause(now, after), commitments=(promise,), sources=(source,))

    def known(at):
        found = examine(made, ledger(told), at=datetime.fromisoformat(at))
        left = [one.text for one in found.remarks if "Promises and terms" in one.text]
        return (
            {one.id for one in found.account.commitments},
            [one.term.id for one in found.account.terms],
            left,
        )

    promises, terms, left = known("2026-03-03T12:00+02:00")
    assert (promises, terms) == (set(), ["now"])
    assert "later; pause, after" in left[0]
    assert known("2026-03-06T12:00+02:00") == ({"later"}, ["now", "after"], [])


def test_a_moment_asked_knows_no_later_extension():
    made = pause(
        announced="2026-02-28",
        extensions=(
            Extension(
                until=datetime.fromisoformat("2026-03-06T07:00+02:00"), announced="2026-03-04T06:40+02:00"
            ),
        ),
    )
    kept = examine(plan(made), {}, at=datetime.fromisoformat("2026-03-04T06:39+02:00"))
    assert [link.step.until.earliest.day for link in kept.account.pauses[0].chain] == [4]


def test_what_counts_no_day_and_not_the_whole_is_said_to_be_left_out():
    over_night = claim("night", "2026-03-01T22:00", 5, to="2026-03-02T02:00")
    two_days = claim("two", DAYS[0], 20, to=DAYS[1])
    part = claim("part", "2026-03-01T12:00", 4)
    claims = ledger(*counts(10, 10, 10), over_night, two_days, part)
    kept = examine(plan(pause(term(per_day=10.0))), claims)
    assert kept.account.terms[0].unused == ("night", "two")
    (remark,) = kept.remarks
    assert (remark.kind, remark.count) == ("left out", 2)
    assert "night, two" in remark.text


def test_no_finding_gives_a_verdict():
    """In words of counts and clocks: nobody breaks, breaches or violates anything, and nobody is to blame."""
    ends = [claim("end", "2026-03-03", measure="pause_ended", state="ended")]
    findings = [*account([term(per_day=10.0)], [*counts(8, 3, 10), *ends])[1].values()]
    findings += account([term(total=99.0)], counts(8, 3, 10))[1].values()
    assert {one.answer for one in findings} >= {"not_met"}
    verdict = re.compile(
        r"breach|broke|violat|guilt|blame|failed|comply|compli|unlawful|crime|likely|safe", re.I
    )
    for finding in findings:
        told = (finding.statement, finding.held_against.text, finding.missing or "", finding.caveat)
        assert not [text for text in told if verdict.search(text)]
        assert finding.caveat == KEPT_CAVEAT
