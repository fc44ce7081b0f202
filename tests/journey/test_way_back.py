"""The way back by hand: the engine of the way out, the other way round."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest
from tests.journey import towns

from safeground.flow.certificate import check
from safeground.journey.placed import place_conditions
from safeground.journey.way_back import starts_of, way_back
from safeground.plan.condition_words import Closure
from safeground.plan.return_words import Return
from safeground.quantity import Range
from safeground.questions.return_way import way_finding

THOUSAND = Range(1000.0, 1000.0, "persons")
STREETS = towns.streets([(0, 0), (1000, 0), (1500, 0), (2000, 0)], [(0, 1, 2.0), (1, 2, 2.0), (2, 3, 2.0)])
LOW_TOWN, HILL = towns.box(-100, -100, 900, 100), towns.box(1400, -100, 2100, 100)


def loaded(words: Return, **more):
    made = towns.plan(LOW_TOWN, destinations={"hill": HILL}, **more)
    return replace(made, plan=msgspec.structs.replace(made.plan, returns=(words,)))


def found(words: Return, people: Range | None = THOUSAND, plan=None, *, by_claims=True):
    made = plan or loaded(words)
    back = way_back(made, place_conditions(made, STREETS), words, people, seconds=10.0)
    back = replace(back, by_claims=by_claims)
    return back, way_finding(made, words, back)


def test_the_way_back_starts_where_people_were_sent():
    words = Return(area="low-town")
    assert starts_of(loaded(words), words) == ("hill",)
    twice = Return(area="low-town", from_=("hill", "hill"))
    assert starts_of(loaded(twice), twice) == ("hill",)
    back, finding = found(words)
    assert back.start == ("hill",)
    # 500 m from the hill's edge to the town's, and 1,000 people at 2 a second: 1,000 s at the least.
    assert back.outcome.lower_h * 3600 == pytest.approx(1000, abs=0.01)
    # At the worst they start at the far junction: 1,000 m to the one inside, 1 a second: 2,000 s and more.
    assert back.outcome.upper_h * 3600 >= 2000
    assert check(back.outcome.proof_problem, back.outcome.certificate).persons == pytest.approx(1000)
    assert finding.answer == "unknown"
    assert "by when people can be back" in finding.missing
    assert finding.figure.range.low == back.outcome.lower_h


def test_a_day_that_leaves_time_is_not_refuted():
    _, finding = found(Return(area="low-town", begins=towns.ISSUED, until=date(2026, 3, 4)))
    assert finding.answer == "not_refuted"
    assert "if all know, all set out at once" in finding.statement


def test_a_day_that_is_over_too_soon_is_refuted_on_the_streets():
    late = datetime(2026, 3, 4, 23, 50, tzinfo=UTC)
    back, finding = found(Return(area="low-town", begins=late, until=date(2026, 3, 4)))
    assert back.outcome.deadline_h * 3600 == pytest.approx(600)
    assert back.outcome.refuted_on_streets
    assert finding.answer == "depends"
    assert finding.deciders[0].assumption == "leaving the streets"


LATE = datetime(2026, 3, 4, 23, 50, tzinfo=UTC)
RIVER = [("barrier", towns.box(1000, -4000, 1300, 4000))]


def test_where_nobody_can_leave_the_streets_it_is_refuted_with_a_certificate():
    words = Return(area="low-town", begins=LATE, until=date(2026, 3, 4), from_=("hill",))
    back, finding = found(words, plan=loaded(words, open_ground=RIVER))
    assert back.outcome.refuted_on_open_ground
    assert finding.answer == "not_met"
    assert finding.certificate == "proofs/low-town-back-arrived/certificate.json"


@pytest.mark.parametrize(
    ("from_", "by_claims", "why"),
    [
        (("hill",), False, "who was ordered to leave need not have left"),
        ((), False, "who was ordered to leave need not have left"),
        ((), True, "who has left need not be where the orders send people"),
    ],
)
def test_people_of_whom_nobody_says_that_they_are_there_refute_nothing(from_, by_claims, why):
    words = Return(area="low-town", begins=LATE, until=date(2026, 3, 4), from_=from_)
    _, finding = found(words, plan=loaded(words, open_ground=RIVER), by_claims=by_claims)
    assert (finding.answer, finding.certificate) == ("depends", None)
    assert why in finding.statement
    assert ("people ordered to leave who can move" in finding.statement) is not by_claims
    assert finding.deciders[0].turns_answer


def test_a_day_that_was_over_before_people_were_counted_is_not_held_against_them():
    # Known on 4 March: people may have gone back by 1 February at any time before.
    words = Return(area="low-town", until=date(2026, 2, 1), from_=("hill",))
    back, finding = found(words, plan=loaded(words, open_ground=RIVER))
    assert back.outcome.deadline_h is None
    assert finding.answer == "unknown"
    assert "from when people could go back by 2026-02-01, which is over" in finding.missing
    begun = Return(
        area="low-town", begins=LATE.replace(month=2, day=1), until=date(2026, 2, 1), from_=("hill",)
    )
    assert found(begun, plan=loaded(begun, open_ground=RIVER))[1].answer == "not_met"


def test_nobody_who_is_away_is_said_to_be_nobody():
    back, finding = found(Return(area="low-town"), Range.exact(0.0, "persons"))
    assert back.outcome is None
    assert "nobody is counted who would go back" in finding.statement
    assert finding.answer == "unknown"


def test_proofs_of_a_way_back_stand_beside_those_of_a_notice_of_the_same_name():
    words = Return(area="low-town", begins=LATE, until=date(2026, 3, 4), from_=("hill",))
    plan = loaded(words, open_ground=RIVER)
    (notice,) = plan.plan.notices
    named = msgspec.structs.replace(notice, id="low-town-back")
    plan = replace(plan, plan=msgspec.structs.replace(plan.plan, notices=(named,)))
    back, finding = found(words, plan=plan)
    assert back.outcome.notice == "low-town-back-again"
    assert finding.certificate == "proofs/low-town-back-again-arrived/certificate.json"


def test_a_street_that_is_closed_leads_nobody_back():
    words = Return(area="low-town", until=date(2026, 3, 4))
    plan = towns.stating(
        loaded(words),
        closures=[(Closure(id="bridge", where="shapes#bridge"), towns.line((1050, 0), (1450, 0)))],
    )
    back, finding = found(words, plan=plan)
    assert back.outcome is None or back.outcome.persons.high == 0
    assert finding.answer == "depends"
    assert "no way back on the mapped streets" in finding.statement


def test_who_goes_back_must_be_known():
    words = Return(area="low-town")
    for people in (None, Range(0.0, math.inf, "persons")):
        back, finding = found(words, people)
        assert back.outcome is None
        assert finding.answer == "unknown"
        assert "how many people are away" in finding.missing


def test_from_where_must_be_known():
    words = Return(area="hill")
    back, finding = found(words)
    assert back.start == ()
    assert finding.answer == "unknown"
    assert "from where people go back" in finding.missing


@pytest.mark.parametrize("hidden", ["port", "low-town"])
def test_an_area_that_is_not_drawn_leaves_the_way_back_open(hidden):
    # People may come from the port: that those on the hill alone cannot be back refutes nothing.
    words = Return(area="low-town", begins=LATE, until=date(2026, 3, 4), from_=("hill", "port"))
    plan = loaded(words, open_ground=RIVER)
    places = {"hill": HILL, "port": HILL, "low-town": LOW_TOWN} | plan.areas
    drawn = {name: place for name, place in places.items() if name != hidden}
    back, finding = found(words, plan=replace(plan, areas=drawn))
    assert back.outcome is None
    assert finding.answer == "unknown"
    assert f"where {hidden} is: not drawn" in finding.missing


def test_without_streets_the_way_is_not_examined():
    words = Return(area="low-town")
    finding = way_finding(loaded(words), words, None)
    assert finding.answer == "unknown"
    assert "streets" in finding.missing


def test_nothing_is_said_to_be_met_and_nobody_is_told_to_go():
    for words in (
        Return(area="low-town"),
        Return(area="low-town", begins=towns.ISSUED, until=date(2026, 3, 4)),
    ):
        _, finding = found(words)
        assert finding.answer != "met"
        assert "voluntary" in finding.caveat
