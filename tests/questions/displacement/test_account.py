"""Displacement by hand: what each claim bounds, what no claim bounds, and which cannot hold together."""

import math
from datetime import date

import pytest
from tests.questions.displacement.claims import DAYS, count, day

from safeground.quantity import Range
from safeground.questions.displacement.account import ALL, Where, account
from safeground.questions.displacement.statements import Days

OPEN = Range(0.0, math.inf, "persons")
TOWN = Where(id="town", before=Range(1000.0, 1000.0, "persons"))
HILL = Where(id="hill", before=Range(0.0, 0.0, "persons"))


def people(low, high):
    return Range(float(low), float(high), "persons")


def of(found, place="town", name=ALL):
    (reading,) = (one for one in found.readings if one.name == name)
    return reading.places[place]


def test_without_claims_every_end_is_open():
    found = account([], [Where(id="town")], DAYS)
    town = of(found)
    assert set(town.present) == {OPEN}
    assert set(town.gone) == {OPEN}
    assert town.person_days == Range(0.0, math.inf, "person_days")
    assert town.certain_since is None
    assert found.readings[0].times_moved is None


def test_a_cumulative_count_bounds_every_day_before_it():
    claims = [count("a", "people_moved", "town ->", 300, since=day(0), until=day(4))]
    town = of(account(claims, [TOWN], DAYS))
    assert town.moved[3] == people(0, 300)
    assert town.moved[4] == people(300, 300)
    assert town.moved[5] == people(300, math.inf)
    assert town.certain_since == date(2026, 3, 5)
    # Nobody says how many arrived: those present have a low end only.
    assert town.present[4] == people(700, math.inf)


def test_stock_and_flow_bound_each_other():
    claims = [
        count("a", "people_moved", "town ->", 300, since=day(0), until=day(4)),
        count(
            "b",
            "people_present",
            "town",
            low=600,
            high=650,
            qualifier="unspecified",
            since=day(4),
            until=day(4),
        ),
        count("c", "people_arrived", "-> town", 0, since=day(5), until=day(9)),
    ]
    found = account(claims, [TOWN], DAYS)
    # 1,000 less 300 are 700, and at most 650 are there: the claims miss each other by 50.
    assert found.conflicts == (("a", "b"),)
    assert [(reading.name, reading.left_out) for reading in found.readings] == [("Monitor", ("a", "b"))]
    claims[0] = count("a", "people_moved", "town ->", 400, since=day(0), until=day(4))
    town = of(account(claims, [TOWN], DAYS))
    assert town.present[4] == people(600, 650)
    assert town.arrived[4] == people(0, 50)
    assert town.arrived[9] == people(0, 50)
    assert town.present[9] == people(0, 650)


def test_told_to_move_moved_and_arrived_do_not_stand_for_one_another():
    claims = [
        count("o", "people_ordered", "town", 900, since=day(0), until=day(0)),
        count("m", "people_moved", "town -> hill", 500, since=day(0), until=day(2)),
    ]
    found = account(claims, [TOWN, HILL], DAYS, on_the_way=Range(0.0, 0.0, "persons"))
    assert [claim.id for claim in found.ordered["town"]] == ["o"]
    assert of(found, "town").moved[2] == people(500, math.inf)
    # Those who set out for the hill need not be there, and others may be.
    assert of(found, "hill").arrived[2] == OPEN
    arrived = count("h", "people_arrived", "town -> hill", 450, since=day(0), until=day(2))
    found = account([*claims, arrived], [TOWN, HILL], DAYS, on_the_way=Range(0.0, 0.0, "persons"))
    assert of(found, "hill").arrived[2] == people(450, math.inf)
    assert of(found, "town").moved[2] == people(500, math.inf)


def test_nobody_arrives_who_did_not_set_out_where_it_is_known_who_was_on_the_way():
    claims = [
        count("m", "people_moved", "town -> hill", 500, since=day(0), until=day(2)),
        count("h", "people_arrived", "town -> hill", 600, since=day(0), until=day(2), by="Other"),
    ]
    nobody = Range(0.0, 0.0, "persons")
    assert account(claims, [TOWN, HILL], DAYS, on_the_way=nobody).conflicts == (("h", "m"),)
    assert account(claims, [TOWN, HILL], DAYS).conflicts == ()


def test_returns_are_arrivals_and_shorten_the_days_away():
    claims = [
        count("m", "people_moved", "town ->", 300, since=day(0), until=day(0)),
        count("n", "people_moved", "town ->", 0, since=day(1), until=day(9)),
        count("r", "people_returned", "-> town", 100, since=day(5), until=day(5)),
        count("s", "people_arrived", "-> town", 100, since=day(0), until=day(9)),
        count("d", "people_displaced", "town", high=300, qualifier="unspecified", since=day(0), until=day(0)),
    ]
    town = of(account(claims, [TOWN], DAYS))
    assert town.gone[4] == people(300, 300)
    assert town.gone[5] == people(200, 200)
    assert town.present[9] == people(800, 800)
    assert town.person_days == Range(5 * 300.0 + 5 * 200.0, 5 * 300.0 + 5 * 200.0, "person_days")


def test_people_who_left_before_are_away_and_not_counted_since():
    claims = [count("d", "people_displaced", "town", 5000, since=day(3), until=day(3))]
    town = of(account(claims, [TOWN], DAYS))
    assert town.displaced[3] == people(5000, 5000)
    assert town.gone[3] == people(0, 5000)


def test_times_moved_needs_more_moves_than_people():
    claims = [
        count("m", "people_moved", "town ->", 900, since=day(0), until=day(9)),
        count("a", "people_arrived", "-> town", 0, since=day(0), until=day(9)),
        count("n", "people_moved", "hill ->", 600, since=day(0), until=day(9)),
        count(
            "b", "people_arrived", "-> hill", high=600, qualifier="unspecified", since=day(0), until=day(9)
        ),
    ]
    (reading,) = account(claims, [TOWN, HILL], DAYS).readings
    # 1,500 moves; at least 900 people left town and are not back, at most 1,500 moved at all.
    assert reading.times_moved == Range(1.0, 1500 / 900, "times")


def test_rivals_are_shown_by_source_and_never_resolved():
    claims = [
        count("a", "people_moved", "town ->", 150, since=day(0), until=day(5), by="Agency"),
        count("b", "people_moved", "town ->", 300, since=day(0), until=day(5), by="Ministry"),
        count("c", "people_moved", "town ->", 350, since=day(0), until=day(9), by="Agency"),
    ]
    found = account(claims, [TOWN], DAYS)
    assert found.conflicts == (("a", "b"),)
    assert [(one.name, one.left_out) for one in found.readings] == [("Agency", ("b",)), ("Ministry", ("a",))]
    assert of(found, name="Agency").moved[5] == people(150, 150)
    assert of(found, name="Ministry").moved[5] == people(300, 300)
    assert of(found, name="Agency").moved[9] == of(found, name="Ministry").moved[9] == people(350, 350)
    assert found.widest("moved", "town", 5) == people(150, 300)


def test_a_source_that_contradicts_itself_is_read_without_either():
    claims = [
        count("a", "people_moved", "town ->", 150, since=day(0), until=day(5)),
        count("b", "people_moved", "town ->", 300, since=day(0), until=day(5)),
    ]
    found = account(claims, [TOWN], DAYS)
    assert found.conflicts == (("a", "b"),)
    assert [one.left_out for one in found.readings] == [("a", "b")]
    assert of(found, name="Monitor").moved[5] == OPEN


def test_two_conflicts_are_two_sets():
    claims = [
        count("a", "people_moved", "town ->", 150, since=day(0), until=day(5)),
        count("b", "people_moved", "town ->", 300, since=day(0), until=day(5), by="Other"),
        count("c", "people_present", "hill", 10, since=day(2), until=day(2)),
        count("d", "people_present", "hill", 20, since=day(2), until=day(2), by="Other"),
    ]
    assert account(claims, [TOWN, HILL], DAYS).conflicts == (("a", "b"), ("c", "d"))


def test_a_conflict_of_three_needs_all_three():
    claims = [
        count("a", "people_moved", "town ->", 100, since=day(0), until=day(3)),
        count("b", "people_moved", "town ->", 100, since=day(4), until=day(6)),
        count("c", "people_moved", "town ->", 300, since=day(0), until=day(6)),
        count("z", "people_moved", "town ->", low=300, qualifier="at_least", since=day(0), until=day(9)),
    ]
    assert account(claims, [TOWN], DAYS).conflicts == (("a", "b", "c"),)


def test_parts_are_no_more_than_the_whole():
    land = Where(id="land")
    parts = [Where(id="east", within="land"), Where(id="west", within="land")]
    claims = [
        count("l", "people_present", "land", 1000, since=day(0), until=day(9)),
        count("e", "people_present", "east", low=700, qualifier="at_least", since=day(4), until=day(4)),
    ]
    found = account(claims, [land, *parts], DAYS)
    assert of(found, "west").present[4] == people(0, 300)
    assert of(found, "west").present[5] == people(0, 1000)


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (count("x", "people_moved", "town ->", 300, qualifier="about", since=day(0), until=day(2)), "about"),
        (count("x", "people_moved", "sea ->", 300, since=day(0), until=day(2)), "sea is no place"),
        (count("x", "people_moved", "town ->", 300, until=day(2)), "since when"),
        (count("x", "people_moved", "town ->", 300), "days are not stated"),
        (count("x", "people_moved", "town -> town", 300, since=day(0), until=day(2)), "twice"),
        (count("x", "people_present", "town -> hill", 3, since=day(0), until=day(0)), "two places"),
        (count("x", "people_present", "town", 3, since="2025-12-01", until="2025-12-01"), "outside"),
        (count("x", "people_present", "town", 3, since="2026-03", until="2026-03"), "on which day"),
        (count("x", "people_present", "town", -3, since=day(0), until=day(0)), "fewer people than none"),
        (count("x", "people_moved", "town ->", 3, since=day(5), until=day(2)), "before they begin"),
    ],
)
def test_a_claim_that_bounds_nothing_is_listed_with_its_reason(claim, why):
    found = account([claim], [TOWN, HILL], DAYS)
    assert found.stated == ()
    assert [one.claim for one in found.unused] == ["x"]
    assert why in found.unused[0].why


def test_a_word_taken_for_a_number_bounds_nothing():
    claim = count("x", "people_moved", "town ->", low=2000, qualifier="thousands", since=day(0), until=day(2))
    amount = type(claim.amount)(qualifier="thousands", low=2000.0, unit="people", by_convention=True)
    (unused,) = account([type(claim)(**{**_fields(claim), "amount": amount})], [TOWN], DAYS).unused
    assert "word" in unused.why


def _fields(struct):
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_about_reaches_as_far_as_the_plan_says():
    claim = count("x", "people_moved", "town ->", 300, qualifier="about", since=day(0), until=day(2))
    assert of(account([claim], [TOWN], DAYS, about=0.1)).moved[2] == people(270, 330)
    nearly = count("x", "people_moved", "town ->", 300, qualifier="nearly", since=day(0), until=day(2))
    assert of(account([nearly], [TOWN], DAYS)).moved[2] == people(0, 300)
    assert of(account([nearly], [TOWN], DAYS, about=0.1)).moved[2] == people(270, 300)


def test_hours_of_a_day_bound_the_day_from_below_only():
    claim = count("x", "people_moved", "town ->", 300, since=f"{day(2)}T10:00", until=f"{day(2)}T14:00")
    town = of(account([claim], [TOWN], DAYS))
    assert town.moved[2] == people(300, math.inf)


def test_a_count_that_began_before_the_first_day_has_no_low_end():
    claim = count("x", "people_moved", "town ->", 300, since="2026-02-20", until=day(2))
    assert of(account([claim], [TOWN], DAYS)).moved[2] == people(0, 300)


def test_days_are_days_of_the_claim_s_zone():
    claim = count(
        "x", "people_present", "town", 7, since="2026-03-02T00:30+02:00", until="2026-03-02T00:30+02:00"
    )
    (stated,) = account([claim], [Where(id="town")], DAYS).stated
    assert stated.outer == (0, 0)
    east = type(claim)(**{**_fields(claim), "zone": "Asia/Gaza"})
    (stated,) = account([east], [Where(id="town")], DAYS).stated
    assert stated.outer == (1, 1)


def test_people_in_hundreds_of_thousands_come_out_whole():
    claims = [
        count("a", "people_moved", "town ->", 333_333, since=day(0), until=day(4)),
        count("b", "people_present", "town", 111_111, since=day(4), until=day(4)),
    ]
    where = Where(id="town", before=Range(1_000_001.0, 1_000_001.0, "persons"))
    found = account(claims, [where], Days(date(2026, 3, 1), date(2026, 3, 5)))
    # 1,000,001 - 333,333 = 666,668 are left at the least.
    assert found.conflicts == (("a", "b"),)


def test_people_who_left_two_places_in_turn_are_not_two():
    """300 people leave town for the hill and then the hill: 600 moves, by 300 people perhaps."""
    claims = [
        count("m", "people_moved", "town ->", 300, since=day(0), until=day(9)),
        count("n", "people_moved", "hill ->", 300, since=day(0), until=day(9)),
        count("r", "people_returned", "-> town", 0, since=day(0), until=day(9)),
        count("s", "people_returned", "-> hill", 0, since=day(0), until=day(9)),
    ]
    (reading,) = account(claims, [TOWN, Where(id="hill")], DAYS).readings
    assert reading.times_moved is not None
    assert reading.times_moved.high == 2.0


def test_a_count_whose_end_is_not_stated_bounds_from_below_only():
    """300 since the first day, published on the fifth: counted until some day before, perhaps."""
    claims = [count("m", "people_moved", "town ->", 300, since=day(0), published=day(4))]
    town = of(account(claims, [TOWN], DAYS))
    assert town.moved[3] == people(0, math.inf)
    assert town.moved[4] == people(300, math.inf)


def test_people_present_since_a_day_are_certain_on_that_day():
    claims = [count("p", "people_present", "town", 300, since=day(2), published=day(4))]
    town = of(account(claims, [TOWN], DAYS))
    assert town.present[2] == people(300, 300)
    assert town.present[4] == people(0, math.inf)


def test_people_present_at_an_hour_are_those_of_that_hour_not_of_the_day_s_end():
    """At 09:00 on the third day 600 were there; on that day 100 came and 50 left, before or after."""
    claims = [
        count("p", "people_present", "town", 600, since=f"{day(2)}T09:00", until=f"{day(2)}T09:00"),
        count("a", "people_arrived", "-> town", 100, since=day(2), until=day(2)),
        count("m", "people_moved", "town ->", 50, since=day(2), until=day(2)),
    ]
    town = of(account(claims, [Where(id="town")], DAYS))
    # The evening before: 600, less who came by 09:00 (none to 100), more who left by then (none to 50).
    assert town.present[1] == people(500, 650)
    assert town.present[2] == people(550, 700)


def test_who_had_left_at_an_hour_is_a_bound_of_that_hour():
    """At 09:00, 300,000 had left: by the evening at least as many, by the evening before at most."""
    claims = [count("m", "people_moved", "town ->", 300_000, since=day(0), until=f"{day(3)}T09:00")]
    town = of(account(claims, [Where(id="town")], DAYS))
    assert town.moved[2] == people(0, 300_000)
    assert town.moved[3] == people(300_000, math.inf)
    claims = [
        count("d", "people_displaced", "town", 300_000, since=f"{day(3)}T09:00", until=f"{day(3)}T09:00")
    ]
    claims.append(count("r", "people_returned", "-> town", 20_000, since=day(3), until=day(3)))
    town = of(account(claims, [Where(id="town")], DAYS))
    assert town.displaced[2] == people(0, 320_000)
    assert town.displaced[3] == people(280_000, math.inf)


def test_a_stock_over_hours_of_two_days_holds_at_the_end_of_the_first():
    claims = [
        count("p", "people_present", "town", 70, since=f"{day(2)}T09:00", until=f"{day(3)}T09:00"),
    ]
    (stated,) = account(claims, [Where(id="town")], DAYS).stated
    assert (stated.outer, stated.inner) == ((2, 3), (2, 2))
    assert of(account(claims, [Where(id="town")], DAYS)).present[2] == people(70, 70)


def test_midnight_ends_the_day_before():
    claims = [count("p", "people_present", "town", 70, since=f"{day(3)}T00:00", until=f"{day(3)}T00:00")]
    town = of(account(claims, [Where(id="town")], DAYS))
    assert town.present[2] == people(70, 70)
    assert town.present[3] == OPEN
    last = count("p", "people_present", "town", 70, since=f"{day(3)}T23:59", until=f"{day(3)}T23:59")
    assert of(account([last], [Where(id="town")], DAYS)).present[3] == people(70, 70)


def test_hours_that_end_before_they_begin_bound_nothing():
    claim = count("p", "people_moved", "town ->", 7, since=f"{day(3)}T14:00", until=f"{day(3)}T10:00")
    (unused,) = account([claim], [TOWN], DAYS).unused
    assert "before they begin" in unused.why


def test_those_who_arrived_from_a_place_did_not_arrive_in_it():
    claims = [
        count("a", "people_arrived", "town ->", high=5, qualifier="at_most", since=day(0), until=day(9))
    ]
    claims.append(count("b", "people_arrived", "town -> hill", 9, since=day(0), until=day(9), by="Other"))
    assert account(claims, [TOWN, HILL], DAYS).conflicts == (("a", "b"),)
    assert of(account(claims[:1], [TOWN, HILL], DAYS)).arrived[9] == OPEN


def test_the_same_claim_twice_says_no_more_than_once():
    one = count("a", "people_moved", "town ->", 300, since=day(0), until=day(4))
    two = type(one)(**{**_fields(one), "id": "b"})
    assert of(account([one, two], [TOWN], DAYS)) == of(account([one], [TOWN], DAYS))
