"""Services: the worked figures of the field, what is not stated, what changes with people or supplies."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.plan.model import Area, Notice, Services
from safeground.quantity import Range
from safeground.questions import room, services
from safeground.standards import standard


def examined(town, persons, **stated):
    hill = Area(id="hill", kind="destination", services=Services(source="relief", **stated))
    loaded, layers = town.evacuation(persons=persons, destination=hill)
    return loaded, layers


@pytest.mark.parametrize(
    ("key", "need"),
    [
        ("services.hill.water.15", 5_400_000),  # 5,400 m3 a day
        ("services.hill.taps.250", 1_440),
        ("services.hill.toilets.20", 18_000),
        ("services.hill.toilets.50", 7_200),
        ("services.hill.bathing.50", 7_200),
        ("services.hill.health.10000", 36),
        ("services.hill.beds.18", 648),
        ("services.hill.food.2100", 756_000_000),
    ],
)
def test_what_360_000_people_need(town, by_id, key, need):
    loaded, layers = examined(town, 360_000)
    finding = by_id(services.findings(loaded, layers, ()))[key]
    assert finding.answer == "unknown"
    assert finding.figure.range.low == need
    assert finding.figure.range.high == need
    assert "not stated" in finding.statement
    assert "could say" in finding.missing


@pytest.mark.parametrize(
    ("field", "key", "enough"),
    [
        ("water_l_per_day", "water.15", 5_400_000),
        ("taps", "taps.250", 1_440),
        ("toilets", "toilets.20", 18_000),
        ("toilets", "toilets.50", 7_200),
        ("bathing", "bathing.50", 7_200),
        ("health_posts", "health.10000", 36),
        ("beds", "beds.18", 648),
        ("food_kcal_per_day", "food.2100", 756_000_000),
    ],
)
def test_one_less_than_needed_is_below(town, by_id, field, key, enough):
    for present, answer in ((enough, "above"), (enough - 1, "below"), ((enough - 1, enough), "depends")):
        loaded, layers = examined(town, 360_000, **{field: present})
        assert by_id(services.findings(loaded, layers, ()))[f"services.hill.{key}"].answer == answer


def test_people_unserved_are_a_range(town, by_id):
    loaded, layers = examined(town, 10_000, taps=(8, 20))
    finding = by_id(services.findings(loaded, layers, ()))["services.hill.taps.250"]
    assert finding.answer == "below"
    assert "enough for 2,000 to 5,000 people" in finding.statement
    assert "5,000 to 8,000 people unserved" in finding.statement
    assert (finding.figure.range.low, finding.figure.range.high) == (500.0, 1250.0)
    assert finding.figure.range.unit == finding.held_against.required.unit == "persons_per_tap"
    assert finding.deciders[0].assumption == "taps there"
    assert not finding.deciders[0].turns_answer


def test_water_is_said_a_person(town, by_id):
    loaded, layers = examined(town, 10_000, water_l_per_day=(80_000, 120_000))
    figure = by_id(services.findings(loaded, layers, ()))["services.hill.water.15"].figure
    assert (figure.range.low, figure.range.high, figure.range.unit) == (8.0, 12.0, "l_per_person_day")


def test_none_there_is_not_the_same_as_not_stated(town, by_id):
    loaded, layers = examined(town, 10_000, toilets=0)
    found = by_id(services.findings(loaded, layers, ()))
    assert found["services.hill.toilets.20"].answer == "below"
    assert "10,000 people unserved" in found["services.hill.toilets.20"].statement
    assert found["services.hill.taps.250"].answer == "unknown"


def test_unknown_people_can_still_be_too_many(town, by_id):
    places = {
        Area(id="low-town", kind="ordered"): town.square(-5000, 0, 1000),
        Area(id="hill", kind="destination", services=Services(taps=10, toilets=10_000)): town.square(
            5000, 0, 1000
        ),
    }
    loaded = town.plan(places, notices=[Notice(id="notice-1", areas=("low-town",), to=("hill",))])
    layers = (town.layer((town.square(-4900, 100, 100), 10_000)),)
    found = by_id(services.findings(loaded, layers, ()))
    assert found["services.hill.taps.250"].answer == "below"
    assert "people unserved" in found["services.hill.taps.250"].statement
    assert found["services.hill.toilets.20"].answer == "unknown"
    assert "people already in hill" in found["services.hill.toilets.20"].missing
    need = found["services.hill.bathing.50"].figure.range
    assert (need.low, need.high) == (200.0, math.inf)


def test_destinations_together_add_up_only_what_each_states(town, by_id):
    def hill(**stated):
        return Area(id="hill", kind="destination", people_before=0, services=Services(**stated))

    fair = Area(id="fair", kind="destination", people_before=0, services=Services(taps=20, toilets=5))
    low_town = {Area(id="low-town", kind="ordered"): town.square(-5000, 0, 1000)}
    notice = Notice(id="notice-1", areas=("low-town",), to=("hill", "fair"))
    layers = (town.layer((town.square(-4900, 100, 100), 10_000)),)
    places = {**low_town, hill(taps=(19, 20)): town.square(5000, 0, 1000), fair: town.square(8000, 0, 1000)}
    found = by_id(services.findings(town.plan(places, notices=[notice]), layers, ()))
    together = found["services.notice-1.together.taps.250"]
    assert together.answer == "depends"
    assert [one.assumption for one in together.deciders] == ["taps there"]
    assert found["services.notice-1.together.toilets.20"].answer == "unknown"


def test_an_enough_service_where_there_is_no_room_says_so(town, by_id):
    hill = Area(id="hill", kind="destination", usable_m2=1_000, services=Services(taps=1_000))
    loaded, layers = town.evacuation(persons=10_000, destination=hill)
    finding = by_id(services.findings(loaded, layers, (), room.findings(loaded, layers, ())))
    assert finding["services.hill.taps.250"].answer == "above"
    assert "less room there than the planning minimum" in finding["services.hill.taps.250"].caveat


def test_every_finding_cites_its_edition_and_vouches_for_nothing(town):
    loaded, layers = examined(town, 10_000, taps=3)
    for finding in services.findings(loaded, layers, ()):
        assert "(20" in finding.held_against.source
        assert finding.caveat.startswith("A planning minimum, not proof of adequacy")
        assert finding.held_against.required is not None
    health = [one for one in services.findings(loaded, layers, ()) if ".health." in one.id]
    assert "2018 edition no longer" in health[0].caveat


def test_few_people_are_only_said_to_be_few(town, by_id):
    loaded, layers = examined(town, 400, taps=1)
    finding = by_id(services.findings(loaded, layers, ()))["services.hill.taps.250"]
    assert finding.answer == "below"
    assert "fewer than 1,000 people" in finding.statement
    assert "400" not in finding.statement


def test_needed_rounds_up_to_whole_units():
    taps = next(one for one in services.SERVICES if one.field == "taps")
    need = services.needed(Range(251, 500, "persons"), taps, Range.exact(250, "persons_per_tap"))
    assert (need.low, need.high) == (2.0, 2.0)


def test_no_destination_is_itself_a_finding(town):
    (finding,) = services.findings(town.plan({}), (), ())
    assert finding.answer == "unknown"


ends = st.tuples(st.integers(0, 30_000), st.integers(0, 30_000)).map(lambda pair: (min(pair), max(pair)))
shares = st.floats(0, 1)


@given(
    service=st.sampled_from(services.SERVICES),
    units=st.tuples(shares, shares).map(lambda pair: (min(pair), max(pair))),
    sent=ends,
    draws=st.lists(st.tuples(shares, shares), max_size=8),
)
def test_an_answer_holds_for_every_value_within_the_ranges(town, service, units, sent, draws):
    minimum = standard(service.keys[0][0]).range
    enough = services.needed(Range.exact(30_000, "persons"), service, minimum).high
    stated = (units[0] * enough, units[1] * enough)
    area = Area(id="hill", kind="destination", people_before=0, services=Services(**{service.field: stated}))
    places = {
        Area(id="low-town", kind="ordered"): town.square(-5000, 0, 1000),
        area: town.square(5000, 0, 1000),
    }
    loaded = town.plan(places, notices=[Notice(id="notice-1", areas=("low-town",), to=("hill",))])
    layer = town.layer((town.square(-4900, 100, 100), sent[1]), low=[sent[0]])
    held = [one for one in services.findings(loaded, [layer], ()) if one.held_against.required == minimum]
    finding = next(
        one for one in held if one.id.startswith(f"services.hill.{service.field.partition('_')[0]}")
    )
    short = []
    for present, persons in [(0.0, 1.0), (1.0, 0.0), *draws]:
        there = stated[0] + present * (stated[1] - stated[0])
        people = sent[0] + persons * (sent[1] - sent[0])
        per = minimum.low / service.each if service.each else 1 / minimum.low
        short.append(people * per - there)
    slack = 1e-6 * max(1.0, enough)
    if finding.answer == "below":
        assert min(short) > -slack
    elif finding.answer == "above":
        assert max(short) <= slack
    else:
        assert finding.answer == "depends"
        assert max(short) > -slack
        assert min(short) <= slack
