"""Return: what is stated and what is not, conditions against claims, orders there, status, figures."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from safeground.ledger.claim import Amount, Claim, Named, Period
from safeground.ledger.state import Standing
from safeground.plan.model import Area, Notice
from safeground.plan.return_words import (
    Displaced,
    DisplacedPlace,
    Measurable,
    Return,
    ReturnCondition,
)
from safeground.quantity import Range
from safeground.questions import return_
from safeground.questions.displaced import displacement_of
from safeground.questions.returning import Returning
from safeground.questions.told_to_move import told_to_move

LOW_TOWN = Area(id="low-town", kind="ordered")
ORDER = Notice(id="notice-1", areas=("low-town",), issued=datetime(2026, 1, 1, tzinfo=UTC))
GAUGE = Measurable(subject="river gauge", measure="water_level", at_most=3.2, unit="m")


def claim(ident, subject, measure, *, at="2026-01-02", state=None, until=None, by="Monitor", **amount):
    stated = Amount(**{"qualifier": "exact", "unit": "m", **amount}) if amount else None
    return Claim(
        id=ident,
        kind="figure" if amount else "status",
        subject=subject,
        measure=measure,
        amount=stated,
        state=state,
        valid=Period(from_=at, to=until or at),
        zone="UTC",
        stated_by=Named(name=by),
        recorder="test",
    )


def standing(claims):
    return {one.id: Standing(claim=one, number=number, recorded_us=0) for number, one in enumerate(claims, 1)}


def level(ident, low, high, **rest):
    return claim(ident, "river gauge", "water_level", low=low, high=high, **rest)


@pytest.fixture
def answers(town, by_id):
    def found(
        words=None, claims=(), *, areas=None, notices=(ORDER,), displacement=None, layers=(), zone="UTC"
    ):
        places = areas or {LOW_TOWN: town.square(0, 0, 1000)}
        plan = town.plan(
            places, notices=notices, returns=() if words is None else (words,), displacement=displacement,
            time_zone=zone,
        )  # fmt: skip
        loaded = replace(plan, claims=standing(claims))
        back = Returning(displacement_of(loaded), told=told_to_move(loaded, layers, ()))
        return by_id(return_.findings(loaded, back))

    return found


def conditions(*terms, **rest):
    stated = tuple(
        ReturnCondition(id=f"c{number}", words="when the water is down", holds_if=term)
        for number, term in enumerate(terms)
    )
    return Return(area="low-town", conditions=stated, **rest)


def test_nothing_stated_is_unknown_with_all_that_is_missing(answers):
    found = answers()["return.low-town.stated"]
    assert found.answer == "unknown"
    assert "nothing is stated" in found.statement
    for name in ("conditions", "from when", "by when", "own choice", "the way back", "how people are told"):
        assert name in found.missing


def test_the_words_of_an_order_s_end_are_no_measurable_condition(answers):
    order = Notice(id="notice-1", areas=("low-town",), end="until the crest has passed")
    found = answers(notices=(order,))["return.low-town.stated"]
    assert found.answer == "unknown"
    assert "“until the crest has passed”; nothing measures it" in found.statement


@pytest.mark.parametrize(
    ("claims", "answer"),
    [
        ([level("a", 2.9, 3.1)], "met"),
        ([level("a", 3.2, 3.2)], "met"),
        ([level("a", 3.3, 3.5)], "not_met"),
        ([level("a", 3.1, 3.3)], "depends"),
        ([level("a", None, 3.2)], "met"),
        ([level("a", 3.0, None)], "depends"),
        ([level("a", 2.9, 3.1), level("b", 3.4, 3.6)], "depends"),
        ([level("a", 2.9, 3.1), level("b", 3.0, 3.1)], "met"),
        ([], "unknown"),
        ([level("a", 2.9, 3.1, at="2025-12-20")], "unknown"),
        ([level("a", 290, 310, unit="cm")], "depends"),
        ([claim("a", "other gauge", "water_level", low=1, high=1)], "unknown"),
    ],
)
def test_a_measurable_condition_is_held_against_the_claims(answers, claims, answer):
    wide = [type(one)(**{**fields(one), "valid": Period(from_="2026-01-01", to="2026-01-03")})
            if one.valid.from_ == "2026-01-02" else one for one in claims]  # fmt: skip
    found = answers(conditions(GAUGE), wide)["return.low-town.condition.c0"]
    assert found.answer == answer
    assert (found.missing is not None) == (answer == "unknown")


def fields(struct):
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_a_claim_of_the_same_day_without_an_hour_decides_only_after_it(answers):
    # The plan is known as of midnight of 2 January: of that day a claim is not certain.
    found = answers(conditions(GAUGE), [level("a", 1, 1, at="2026-01-02T12", until="2026-01-03")])
    assert found["return.low-town.condition.c0"].answer == "unknown"


def test_a_claim_that_was_published_later_is_not_known_yet(answers):
    late = level("a", 1, 1, at="2026-01-01", until="2026-01-03")
    late = type(late)(**{**fields(late), "published": "2026-01-05"})
    assert answers(conditions(GAUGE), [late])["return.low-town.condition.c0"].answer == "unknown"


def test_states_that_differ_depend_and_are_counted_side_by_side(answers):
    term = Measurable(subject="gate", measure="gate_status", state="open")
    span = {"at": "2026-01-01", "until": "2026-01-03"}
    claims = [
        claim("a", "gate", "gate_status", state="Open", by="Army", **span),
        claim("b", "gate", "gate_status", state="closed", by="Authority", **span),
    ]
    found = answers(conditions(term), claims)["return.low-town.condition.c0"]
    assert found.answer == "depends"
    assert "1 of 2 claims say that it holds, 1 that it does not" in found.statement
    assert set(found.evidence) >= {"a", "b"}
    # Who claims what is in the ledger: a statement may be published, and names no source.
    assert "Army" not in found.statement
    assert answers(conditions(term), claims[:1])["return.low-town.condition.c0"].answer == "met"
    assert answers(conditions(term), claims[1:])["return.low-town.condition.c0"].answer == "not_met"


def test_a_condition_that_nothing_measures_is_never_met(answers):
    words = Return(
        area="low-town",
        conditions=(ReturnCondition(id="c", words="as soon as conditions permit", evidence=("a", "gone")),),
    )
    found = answers(words, [level("a", 1, 1)])["return.low-town.condition.c"]
    assert found.answer == "unknown"
    assert "1 claim of the ledger is named beside it" in found.statement
    assert "1 claim that the plan names is not in the ledger" in found.statement
    assert "as a number or a state" in found.missing


def test_a_choice_is_more_than_a_permission_and_no_words_prove_it(answers):
    assert "return.low-town.choice" not in answers(conditions())
    stated = answers(conditions(choice="stated"))["return.low-town.choice"]
    assert stated.answer == "unknown"
    assert "intentions" in stated.missing
    assert answers(conditions(choice="disputed"))["return.low-town.choice"].answer == "depends"


def test_an_order_still_in_force_where_people_may_go_back_to(answers, town):
    back = conditions(begins=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert answers(back)["return.low-town.orders"].answer == "not_met"
    over = Notice(id="notice-1", areas=("low-town",), withdrawn=datetime(2026, 1, 1, 6, tzinfo=UTC))
    assert answers(back, notices=(over,))["return.low-town.orders"].answer == "met"
    later = conditions(begins=datetime(2026, 1, 9, tzinfo=UTC))
    assert answers(later)["return.low-town.orders"].answer == "unknown"
    areas = {LOW_TOWN: town.square(0, 0, 1000), Area(id="home", kind="return"): town.square(900, 0, 500)}
    assert answers(areas=areas)["return.home.orders"].answer == "not_met"
    apart = {LOW_TOWN: town.square(0, 0, 1000), Area(id="home", kind="return"): town.square(1000, 0, 500)}
    assert answers(areas=apart)["return.home.orders"].answer == "met"
    # Without a word on going back there is nothing that an order could contradict.
    assert "return.low-town.orders" not in answers()


def test_an_order_whose_ground_is_not_drawn_may_be_where_people_may_go_back_to(answers, town):
    home = Area(id="home", kind="return")
    for areas, undrawn in (
        ({LOW_TOWN: None, home: town.square(1000, 0, 500)}, "low-town"),
        ({LOW_TOWN: town.square(0, 0, 1000), home: None}, "home"),
    ):
        found = answers(areas=areas)["return.home.orders"]
        assert found.answer == "depends"
        assert f"notice-1 (whether there is not known: {undrawn} is not drawn)" in found.statement
        over = Notice(id="notice-1", areas=("low-town",), withdrawn=datetime(2026, 1, 1, 6, tzinfo=UTC))
        assert answers(areas=areas, notices=(over,))["return.home.orders"].answer == "met"


def test_an_order_is_held_against_the_day_by_which_all_can_be_back_where_no_begin_is_stated(answers):
    # Plan as of 2 January 00:00 UTC, order of 1 January without an end.
    ahead = answers(conditions(until=date(2026, 1, 4)))["return.low-town.orders"]
    assert ahead.answer == "unknown"
    assert "back by 2026-01-04; notice-1 orders people to leave there and is not withdrawn" in ahead.statement
    assert "from when people may go back" in ahead.missing
    assert answers(conditions(until=date(2026, 1, 2)))["return.low-town.orders"].answer == "unknown"
    past = answers(conditions(until=date(2026, 1, 1)))["return.low-town.orders"]
    assert (past.answer, past.missing) == ("not_met", None)
    over = Notice(id="notice-1", areas=("low-town",), withdrawn=datetime(2026, 1, 1, 6, tzinfo=UTC))
    assert answers(conditions(until=date(2026, 1, 1)), notices=(over,))["return.low-town.orders"].answer == (
        "met"
    )


@pytest.mark.parametrize(
    ("times", "answer", "words"),
    [
        ({"issued": datetime(2026, 1, 1, tzinfo=UTC)}, "not_met", "notice-1 orders people to leave"),
        ({"issued": datetime(2026, 1, 9, tzinfo=UTC)}, "met", "no order of this plan"),
        (
            {"issued": datetime(2026, 1, 1, tzinfo=UTC), "starts": datetime(2026, 1, 3, tzinfo=UTC)},
            "depends",
            "notice-1 (announced from 2026-01-03 00:00 (+00:00))",
        ),
        ({}, "depends", "notice-1 (when it was issued, or whether it was changed, is not stated)"),
        ({"ends": datetime(2026, 1, 1, 9, tzinfo=UTC)}, "met", "no order of this plan"),
    ],
)
def test_only_an_order_that_is_surely_in_force_contradicts_a_return(answers, times, answer, words):
    notice = Notice(id="notice-1", areas=("low-town",), **times)
    back = conditions(begins=datetime(2026, 1, 1, 12, tzinfo=UTC))
    found = answers(back, notices=(notice,))["return.low-town.orders"]
    assert found.answer == answer
    assert words in found.statement


def test_an_area_whose_own_time_is_over_is_under_no_order(answers, town):
    area = Area(id="low-town", kind="ordered", valid_to=datetime(2026, 1, 1, 10, tzinfo=UTC))
    back = conditions(begins=datetime(2026, 1, 1, 12, tzinfo=UTC))
    found = answers(back, areas={area: town.square(0, 0, 1000)})["return.low-town.orders"]
    assert found.answer == "met"


def test_a_notice_that_another_changes_is_over(answers):
    changed = Notice(
        id="notice-2", areas=("low-town",), changes="notice-1", issued=datetime(2026, 1, 1, 9, tzinfo=UTC),
        withdrawn=datetime(2026, 1, 1, 10, tzinfo=UTC),
    )  # fmt: skip
    back = conditions(begins=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert answers(back, notices=(ORDER, changed))["return.low-town.orders"].answer == "met"


def test_an_area_declared_finished_that_is_active_again(answers):
    early = Notice(id="notice-1", areas=("low-town",), issued=datetime(2025, 11, 1, tzinfo=UTC))

    def asked(claims):
        return answers(None, claims, notices=(early,))

    finished = claim("f", "low-town", "area_status", state="finished", at="2025-12-01")
    active = claim("g", "Low-Town", "area_status", state="active", at="2025-12-20")
    again = asked([finished, active])["return.low-town.status"]
    assert again.answer == "not_met"
    assert "its status has gone back" in again.statement
    assert again.evidence == ("f", "g")
    assert asked([finished])["return.low-town.status"].answer == "met"
    before = claim("g", "low-town", "area_status", state="active", at="2025-11-20")
    assert asked([finished, before])["return.low-town.status"].answer == "met"
    same = claim("g", "low-town", "area_status", state="active", at="2025-12-01")
    assert asked([finished, same])["return.low-town.status"].answer == "depends"
    assert "return.low-town.status" not in asked([active])
    later = claim("g", "low-town", "area_status", state="active", at="2026-02-01")
    assert asked([finished, later])["return.low-town.status"].answer == "met"


def test_an_area_that_is_said_to_be_active_when_it_was_finished_may_have_gone_back(answers):
    early = Notice(id="notice-1", areas=("low-town",), issued=datetime(2025, 11, 1, tzinfo=UTC))

    def asked(at, until=None, finished="2025-12-01"):
        claims = [
            claim("f", "low-town", "area_status", state="finished", at=finished),
            claim("g", "low-town", "area_status", state="active", at=at, until=until),
        ]
        return answers(None, claims, notices=(early,))["return.low-town.status"]

    # At 08:00 of the day: it may have been finished later on that day.
    assert asked("2025-12-01T08:00").answer == "depends"
    assert asked("2025-12-02T08:00").answer == "not_met"
    # Some day of December: the 5th may lie before it.
    assert asked("2025-12-05", finished="2025-12").answer == "depends"
    # Active through the day for which another says that it was finished.
    through = asked("2025-11-20", "2025-12-10")
    assert through.answer == "depends"
    assert "nothing says" not in through.statement
    assert through.evidence == ("f", "g")
    assert asked("2025-11-20", "2025-11-25").answer == "met"


def test_damage_at_home_is_told_and_held_against_nothing(answers):
    words = conditions(at_home=("homes_destroyed", "water_supply"))
    found = answers(words, [claim("h", "low-town", "homes_destroyed", low=10, high=20, unit="homes")])
    destroyed, water = (
        found["return.low-town.home.homes_destroyed"],
        found["return.low-town.home.water_supply"],
    )
    assert destroyed.answer == water.answer == "unknown"
    assert "h" in destroyed.evidence
    assert "1 claim says" in destroyed.statement
    assert "no claim says" in water.statement


PLACES = Displaced(
    first_day=date(2025, 12, 1),
    places=(DisplacedPlace(id="town", called=("Low town",), area="low-town", people_before=5000.0),),
)


def people(ident, subject, measure, low, high, since, until):
    return claim(ident, subject, measure, at=since, until=until, low=low, high=high, unit="people")


def test_who_is_away_since_when_and_for_how_many_days(answers):
    claims = [
        people("m", "Low town ->", "people_moved", 4000, 4500, "2025-12-01", "2025-12-03"),
        people("n", "-> Low town", "people_arrived", 0, 0, "2025-12-01", "2026-01-02"),
        people("s", "Low town ->", "people_moved", 0, 0, "2025-12-04", "2026-01-02"),
    ]
    found = answers(None, claims, displacement=PLACES)
    away, days = found["return.low-town.displaced"], found["return.low-town.days"]
    assert away.figure.range == Range(4000, 4500, "persons")
    assert days.figure.range == Range(30.0, math.inf, "days")
    # 31 ends of days from 3 December to 2 January, and for the most 1 and 2 December, too.
    person_days = found["return.low-town.person-days"].figure.range
    assert person_days == Range(31 * 4000, 33 * 4500, "person_days")
    assert {away.answer, days.answer} == {"unknown"}


def test_a_day_by_which_all_are_to_be_back(answers):
    claims = [
        people("m", "Low town ->", "people_moved", 4000, 4500, "2025-12-01", "2025-12-03"),
        people("n", "-> Low town", "people_arrived", 0, 0, "2025-12-01", "2026-01-02"),
    ]
    due = conditions(until=date(2025, 12, 24))
    assert answers(due, claims, displacement=PLACES)["return.low-town.displaced"].answer == "not_met"
    later = conditions(until=date(2026, 2, 1))
    assert answers(later, claims, displacement=PLACES)["return.low-town.displaced"].answer == "unknown"
    nobody = [people("d", "Low town", "people_displaced", 0, 0, "2025-12-24", "2025-12-24")]
    assert answers(due, nobody, displacement=PLACES)["return.low-town.displaced"].answer == "met"
    # Nobody left since 1 December: who had left before, and is not back, nobody says.
    since = [people("m", "Low town ->", "people_moved", 0, 0, "2025-12-01", "2026-01-02")]
    assert answers(due, since, displacement=PLACES)["return.low-town.displaced"].answer == "unknown"
    # Nobody says how many came back.
    open_ = answers(due, claims[:1], displacement=PLACES)["return.low-town.displaced"]
    assert open_.answer == "unknown"


def test_who_left_after_the_day_by_which_all_are_to_be_back_decides_nothing(answers):
    due = conditions(until=date(2025, 12, 24))
    claims = [
        people("d", "Low town", "people_displaced", 0, 0, "2025-12-24", "2025-12-24"),
        people("m", "Low town ->", "people_moved", 4000, 4500, "2025-12-28", "2025-12-29"),
        people("n", "-> Low town", "people_arrived", 0, 0, "2025-12-25", "2026-01-02"),
    ]
    found = answers(due, claims, displacement=PLACES)["return.low-town.displaced"]
    assert found.figure.range.low == 4000
    assert found.answer == "met"
    # All back only after the day: they were not back by it.
    late = [
        people("m", "Low town ->", "people_moved", 4000, 4500, "2025-12-02", "2025-12-03"),
        people("n", "-> Low town", "people_arrived", 0, 0, "2025-12-01", "2025-12-25"),
        people("d", "Low town", "people_displaced", 0, 0, "2025-12-30", "2025-12-30"),
    ]
    found = answers(due, late, displacement=PLACES)["return.low-town.displaced"]
    assert found.answer == "not_met"
    assert "some were still away at the end of 2025-12-24." in found.statement


def test_a_day_that_is_not_over_decides_nothing(answers):
    # The plan is as of the beginning of 2 January.
    away = [people("d", "Low town", "people_displaced", 4000, 4500, "2026-01-02", "2026-01-02")]
    for until, answer in ((date(2026, 1, 2), "unknown"), (date(2026, 1, 1), "unknown")):
        found = answers(conditions(until=until), away, displacement=PLACES)["return.low-town.displaced"]
        assert found.answer == answer
    over = [people("d", "Low town", "people_displaced", 4000, 4500, "2026-01-01", "2026-01-01")]
    found = answers(conditions(until=date(2026, 1, 1)), over, displacement=PLACES)[
        "return.low-town.displaced"
    ]
    assert found.answer == "not_met"


def test_without_claims_displacement_is_unknown_not_none(answers):
    found = answers()["return.low-town.displaced"]
    assert found.answer == "unknown"
    assert found.figure is None
    empty = answers(None, (), displacement=PLACES)
    assert empty["return.low-town.displaced"].figure.range == Range(0.0, math.inf, "persons")
    assert "no claim bounds" in empty["return.low-town.displaced"].statement
    assert empty["return.low-town.days"].figure is None


def test_no_finding_says_where_people_are(answers):
    places = Displaced(
        first_day=date(2025, 12, 1),
        places=(
            DisplacedPlace(id="town", area="low-town"),
            DisplacedPlace(id="hidden-valley", called=("Hidden valley",)),
        ),
    )
    claims = [people("p", "Hidden valley", "people_present", 777_000, 777_000, "2026-01-01", "2026-01-01")]
    for one in answers(None, claims, displacement=places).values():
        assert "idden" not in one.statement
        assert "777" not in one.statement


def test_no_finding_proposes_anything(answers):
    words = conditions(GAUGE, choice="stated", begins=datetime(2026, 1, 1, tzinfo=UTC), at_home=("homes",))
    for one in answers(words).values():
        for word in ("should", "recommend", "advise", "propose that", "safe to"):
            assert word not in one.statement.lower()
        assert one.caveat


def order(ident, issued, **rest):
    return Notice(id=ident, areas=("low-town",), issued=datetime(2025, 12, *issued, tzinfo=UTC), **rest)


def test_an_area_whose_order_ended_and_that_was_ordered_again(answers):
    first = order("n1", (1, 6), withdrawn=datetime(2025, 12, 10, tzinfo=UTC))
    second = order("n2", (20, 6))
    claims = [people("m", "Low town ->", "people_moved", 4000, 4500, "2025-12-01", "2025-12-03")]
    found = answers(None, claims, notices=(first, second), displacement=PLACES)
    status = found["return.low-town.status"]
    assert status.answer == "not_met"
    assert "its order had ended as of 2025-12-10, ordered again as of 2025-12-20" in status.statement
    assert status.evidence == ("n1", "n2")
    # The clock does not start anew with the second order.
    assert "counted on from 2025-12-03: 30 by 2026-01-02" in status.statement
    assert found["return.low-town.days"].figure.range == Range(30.0, math.inf, "days")


def test_an_order_that_goes_on_under_another_notice_had_not_ended(answers):
    first = order("n1", (1, 6))
    second = order("n2", (10, 6), changes="n1")
    assert "return.low-town.status" not in answers(notices=(first, second))
    lasting = (order("n1", (1, 6), ends=datetime(2025, 12, 15, tzinfo=UTC)), order("n2", (10, 6)))
    assert "return.low-town.status" not in answers(notices=lasting)
    over = (order("n1", (1, 6), ends=datetime(2025, 12, 15, tzinfo=UTC)),)
    assert "return.low-town.status" not in answers(notices=over)


def test_an_area_declared_finished_by_a_claim_and_ordered_again_by_a_notice(answers):
    finished = claim("f", "low-town", "area_status", state="finished", at="2025-12-12")
    found = answers(None, [finished], notices=(order("n2", (20, 6)),))["return.low-town.status"]
    assert found.answer == "not_met"
    assert "declared finished as of 2025-12-12, ordered again as of 2025-12-20" in found.statement
    assert found.evidence == ("f", "n2")
    # An order from before the end is not a new one.
    before = answers(None, [finished], notices=(order("n1", (1, 6)),))["return.low-town.status"]
    assert before.answer == "met"


def test_other_areas_on_the_same_ground_order_it_again(answers, town):
    first = order("n1", (1, 6), withdrawn=datetime(2025, 12, 10, tzinfo=UTC))
    second = Notice(id="n2", areas=("wider",), issued=datetime(2025, 12, 20, tzinfo=UTC))
    wider = Area(id="wider", kind="ordered")
    areas = {LOW_TOWN: town.square(0, 0, 1000), wider: town.square(-500, 0, 2000)}
    found = answers(areas=areas, notices=(first, second))["return.low-town.status"]
    assert found.answer == "not_met"
    assert found.evidence == ("n1", "n2")
    areas = {LOW_TOWN: town.square(0, 0, 1000), wider: town.square(5000, 0, 2000)}
    assert "return.low-town.status" not in answers(areas=areas, notices=(first, second))


def test_an_order_of_which_nobody_says_when_it_was_issued_makes_it_depend(answers):
    finished = claim("f", "low-town", "area_status", state="finished", at="2025-12-12")
    undated = Notice(id="n2", areas=("low-town",), starts=datetime(2025, 12, 20, tzinfo=UTC))
    found = answers(None, [finished], notices=(undated,))["return.low-town.status"]
    assert found.answer == "depends"
    assert "perhaps ordered again" in found.statement


def test_an_order_whose_ground_is_not_drawn_may_have_made_an_area_active_again(answers, town):
    finished = claim("f", "low-town", "area_status", state="finished", at="2025-12-12")
    second = Notice(id="n2", areas=("wider",), issued=datetime(2025, 12, 20, tzinfo=UTC))
    areas = {LOW_TOWN: town.square(0, 0, 1000), Area(id="wider", kind="ordered"): None}
    found = answers(None, [finished], areas=areas, notices=(second,))["return.low-town.status"]
    assert found.answer == "depends"
    assert "perhaps ordered again as of 2025-12-20: whether on this ground is not known" in found.statement
    before = Notice(id="n2", areas=("wider",), issued=datetime(2025, 12, 2, tzinfo=UTC))
    found = answers(None, [finished], areas=areas, notices=(before,))["return.low-town.status"]
    assert found.answer == "met"


def test_whom_an_order_tells_to_move_is_counted_without_streets(answers, town):
    layer = town.layer((town.square(100, 100, 100), 12_000))
    open_ended = answers(layers=(layer,))["return.notice-1.adds"]
    assert open_ended.figure.range == Range.exact(12_000.0, "persons")
    assert "until when people are to be away" in open_ended.missing
    # The layer's cell is 100 m of the 1,000 m wide.
    assert ", counted on 1 % of the ground." in open_ended.statement
    whole = answers(layers=(town.layer((town.square(0, 0, 1000), 12_000)),))["return.notice-1.adds"]
    assert "counted on" not in whole.statement
    # Issued on 1 January, back by the 8th: 7 days.
    by_a_day = answers(conditions(until=date(2026, 1, 8)), layers=(layer,))["return.notice-1.adds"]
    assert by_a_day.figure.range == Range(84_000.0, 84_000.0, "person_days")


def test_where_nobody_counts_whom_an_order_tells_to_move_it_is_said(answers, town):
    before = replace_place(PLACES, people_before=10_000.0)
    found = answers(conditions(until=date(2026, 1, 8)), displacement=before)["return.notice-1.adds"]
    assert (found.answer, found.figure) == ("unknown", None)
    assert "how many people it tells to move is not counted" in found.statement
    assert "no layer of people counts them" in found.missing
    layer = town.layer((town.square(100, 100, 100), 12_000))
    two = Notice(id="notice-1", areas=("low-town", "port"), issued=datetime(2026, 1, 1, tzinfo=UTC))
    areas = {LOW_TOWN: town.square(0, 0, 1000), Area(id="port", kind="ordered"): None}
    half = answers(areas=areas, notices=(two,), layers=(layer,))["return.notice-1.adds"]
    assert half.figure is None, "people of the area that is drawn are not all whom the order tells"
    assert "port is not drawn" in half.missing


def replace_place(words, **changed):
    (place,) = words.places
    return Displaced(first_day=words.first_day, places=(DisplacedPlace(**{**fields(place), **changed}),))


def test_days_are_counted_from_the_local_day_of_the_order_and_not_without_one(answers, town):
    layer = town.layer((town.square(100, 100, 100), 1000))
    back = conditions(until=date(2026, 1, 8))
    late = Notice(id="notice-1", areas=("low-town",), issued=datetime(2026, 1, 1, 23, tzinfo=UTC))
    found = answers(back, notices=(late,), layers=(layer,), zone="Asia/Gaza")["return.notice-1.adds"]
    assert found.figure.range == Range(6000.0, 6000.0, "person_days"), "it is 2 January there already"
    undated = Notice(id="notice-1", areas=("low-town",))
    found = answers(back, notices=(undated,), layers=(layer,))["return.notice-1.adds"]
    assert found.figure.range == Range.exact(1000.0, "persons")
    assert "when the order was issued" in found.missing


def test_few_who_came_back_are_not_any_number(answers):
    claims = [
        people("b", "-> Low town", "people_returned", 500, 500, "2025-12-05", "2025-12-05"),
    ]
    said = answers(None, claims, displacement=PLACES)["return.low-town.displaced"].statement
    assert "came back: at least some people" in said
    nothing = answers(None, [], displacement=PLACES)["return.low-town.displaced"].statement
    assert "came back: a number that no claim bounds" in nothing


def test_what_a_word_is_taken_to_mean_meets_no_condition(answers):
    homes = Measurable(subject="low-town", measure="homes_repaired", at_least=1500, unit="homes")
    span = {"at": "2026-01-01", "until": "2026-01-03"}
    counted = claim("h", "low-town", "homes_repaired", low=2000, unit="homes", **span)
    assert answers(conditions(homes), [counted])["return.low-town.condition.c0"].answer == "met"
    taken = {"low": 2000, "unit": "homes", "qualifier": "thousands", "by_convention": True}
    word = claim("h", "low-town", "homes_repaired", **taken, **span)
    assert answers(conditions(homes), [word])["return.low-town.condition.c0"].answer == "depends"


def test_how_it_was_at_home_is_not_how_it_is(answers):
    words = conditions(at_home=("homes_destroyed",))
    old = claim("h", "low-town", "homes_destroyed", low=10, high=20, unit="homes", at="2020-03-09")
    found = answers(words, [old])["return.low-town.home.homes_destroyed"]
    assert "no claim says how it is with homes destroyed there; 1 claim is of another time" in found.statement
    assert "a claim of homes destroyed" in found.missing
    assert "h" in found.evidence
