"""Counts that may have been out at the moment asked or not: an answer holds either way."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questions.kept_claims import claim, ledger, pause, plan, term

from safeground.ledger.events import ClaimCorrected, ClaimRetracted
from safeground.publish.kept_lines import kept_lines
from safeground.quantity import Range
from safeground.questions.kept import examine

ASKED = datetime(2026, 3, 20, 10, tzinfo=UTC)
TODAY, BEFORE, AFTER = "2026-03-20", "2026-03-20T11:59+02:00", "2026-03-20T12:01+02:00"
FIRST, SECOND = "2026-03-01", "2026-03-02"


def asked(*claims, links=(), later=(), **due):
    """Return the account and the finding of one term of two days, asked at noon of the 20th."""
    held = pause(term(**(due or {"per_day": 10.0})), expiry="2026-03-03T07:00+02:00")
    kept = examine(plan(held, as_of=ASKED), ledger(*claims, links=links, later=later))
    (account,) = kept.account.terms
    (finding,) = (one for one in kept.findings if one.id == "kept.pause.hostages")
    return account, finding


def known(name, day, value, *, by="OCHA", **more):
    return claim(name, day, value, by=by, published="2026-03-05", **more)


def doubtful(name, day, value, *, by="OCHA", **more):
    return claim(name, day, value, by=by, published=TODAY, **more)


def test_a_day_that_only_a_doubtful_count_counts_is_unknown():
    for value in (12, 8):
        account, finding = asked(known("a", FIRST, 10), doubtful("b", SECOND, value))
        assert (account.answer, account.days[1].done) == ("unknown", None)
        assert account.missing == (
            "whether the counts for 2 March 2026 were out at the moment asked: the hour is not stated"
        )
        assert finding.missing == account.missing
        assert "counts for 2 March may have been out or not" in finding.statement
        assert finding.evidence == ("a", "b")


def test_a_count_of_the_same_day_with_its_hour_is_used_or_not():
    early = asked(known("a", FIRST, 10), claim("b", SECOND, 8, published=BEFORE))[0]
    late = asked(known("a", FIRST, 10), claim("b", SECOND, 8, published=AFTER))[0]
    assert (early.answer, late.answer) == ("not_met", "unknown")
    assert (
        late.missing == "a count for 2 March 2026; who was to do it, who received it, or a monitor could say"
    )


def test_a_doubtful_rival_leaves_open_what_it_would_leave_open():
    days = known("a", FIRST, 10), known("b", SECOND, 10)
    account, finding = asked(*days, doubtful("c", SECOND, 7, by="Army"))
    assert (account.answer, account.days[1].done) == ("depends", Range(7, 10, "people"))
    assert [one.sure for one in account.days[1].counts] == [True, False]
    assert "2 March may have been out or not" in finding.statement
    assert asked(*days, doubtful("c", SECOND, 11, by="Army"))[0].answer == "met"
    short = known("a", FIRST, 8), known("b", SECOND, 10)
    assert asked(*short, doubtful("c", FIRST, 9, by="Army"))[0].answer == "not_met"
    assert asked(*short, doubtful("c", FIRST, 12, by="Army"))[0].answer == "depends"


def test_a_doubtful_batch_is_added_or_not():
    batches = known("a", FIRST, 10), known("b", "2026-03-02T08:00+02:00", 6)
    account, _ = asked(*batches, doubtful("c", "2026-03-02T18:00+02:00", 5))
    (count,) = account.days[1].counts
    assert (count.amount, count.sure, count.doubtful) == (Range(6, 11, "people"), True, ("c",))
    assert account.answer == "depends"
    assert asked(*batches, claim("c", "2026-03-02T18:00+02:00", 5, published=BEFORE))[0].answer == "met"


def test_a_count_whose_correction_is_in_doubt_stands_with_it_side_by_side():
    first = known("a", FIRST, 10), known("b", SECOND, 8)
    new = doubtful("b2", "2026-03-02T18:00+02:00", 12)
    later = [ClaimCorrected(corrects="b", claim=new, reason="more came", by="source")]
    account, _ = asked(*first, later=later)
    (count,) = account.days[1].counts
    assert (count.amount, count.sure) == (Range(8, 12, "people"), True), "one or the other, never both"
    assert account.answer == "depends"


def test_a_count_that_may_have_been_taken_back_may_be_none():
    back = ClaimRetracted(
        retracts="b", reason="mistaken", by="source", recorder="test", published=TODAY, zone="Europe/Kyiv"
    )
    account, _ = asked(known("a", FIRST, 10), known("b", SECOND, 12), later=[back])
    assert (account.answer, account.days[1].done) == ("unknown", None)


def test_what_a_copy_surely_said_is_in_no_doubt():
    copy = known("c", SECOND, 12, by="Paper")
    links = [("c", "duplicate_of", "b")]
    account, _ = asked(known("a", FIRST, 10), doubtful("b", SECOND, 12), copy, links=links)
    (count,) = account.days[1].counts
    assert (count.sure, account.answer) == (True, "met")


def test_a_total_and_an_average_in_doubt_decide_nothing_alone():
    whole = doubtful("a", FIRST, 30, to=SECOND)
    account, finding = asked(whole, total=20.0)
    assert (account.answer, account.done) == ("unknown", None)
    assert "the whole may have been out or not" in finding.statement
    assert asked(whole, known("b", FIRST, 12, to=SECOND, by="Army"), total=20.0)[0].answer == "depends"
    each = msgspec.structs.replace
    average = doubtful("a", FIRST, 5, to=SECOND)
    average = each(average, amount=each(average.amount, unit="people a day"))
    assert asked(average)[0].answer == "unknown"
    assert asked(each(average, published="2026-03-05"))[0].answer == "not_met"


def test_the_lines_say_what_was_perhaps_not_out():
    kept = examine(
        plan(pause(term(per_day=10.0), expiry="2026-03-03T07:00+02:00"), as_of=ASKED),
        ledger(known("a", FIRST, 10), doubtful("b", SECOND, 8)),
    )
    lines = list(kept_lines(kept.account, {}, "Europe/Kyiv"))
    assert any("2026-03-02: 8 people (OCHA, perhaps not out yet)" in line for line in lines)


def test_many_doubtful_batches_lie_between_the_least_and_all():
    batches = [doubtful(f"b{hour}", f"2026-03-02T{hour:02}:00+02:00", 2) for hour in range(1, 13)]
    account, _ = asked(known("a", FIRST, 10), known("s", "2026-03-02T20:00+02:00", 3), *batches)
    (count,) = account.days[1].counts
    assert (count.amount, count.sure) == (Range(2, 27, "people"), True)
    assert account.answer == "depends"


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(["OCHA", "Army"]),
        st.sampled_from([FIRST, SECOND, "2026-03-02T08:00+02:00", "2026-03-02T18:00+02:00"]),
        st.sampled_from([0, 4, 6, 10, 13]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
CORRECTED = st.none() | st.tuples(st.integers(0, 5), st.sampled_from([5, 12]))


@settings(max_examples=150, deadline=None)
@given(told=CLAIMS, corrected=CORRECTED, total=st.booleans())
def test_an_answer_holds_in_every_way_in_which_it_can_have_been(told, corrected, total):
    """Each way is a ledger with hours: what is doubtful was printed just before the question, or after."""
    due = {"total": 20.0} if total else {"per_day": 10.0}
    open_ = [k for k, (*_, doubt) in enumerate(told) if doubt]
    fix = None if corrected is None or corrected[0] >= len(told) else corrected
    doubts = [*open_, "fix"] if fix else open_

    def account(hours):
        claims = [
            claim(f"c{k}", day, value, by=by, published=hours.get(k, TODAY if doubt else "2026-03-05"))
            for k, (by, day, value, doubt) in enumerate(told)
        ]
        later = []
        if fix:
            old = claims[fix[0]]
            amount = msgspec.structs.replace(old.amount, value=fix[1], low=fix[1], high=fix[1])
            new = msgspec.structs.replace(old, id="fix", amount=amount, published=hours.get("fix", TODAY))
            later = [ClaimCorrected(corrects=old.id, claim=new, reason="counted anew", by="source")]
        return asked(*claims, later=later, **due)[0]

    found = account({})
    for way in itertools.product((BEFORE, AFTER), repeat=len(doubts)):
        one = account(dict(zip(doubts, way, strict=True)))
        if found.answer in ("met", "not_met"):
            assert one.answer == found.answer
        if found.answer == "depends":
            assert one.answer != "unknown" or total
        for day in found.days:
            other = next((of for of in one.days if of.day == day.day), None)
            if day.done is not None:
                assert other is not None
                assert day.done.low <= other.done.low
                assert day.done.high >= other.done.high
