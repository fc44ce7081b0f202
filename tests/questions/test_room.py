"""Room: the field's worked figures, rival sizes, gross and usable land, people whom nobody counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.plan.model import Area, AreaSize, Assumptions, Notice, Source
from safeground.plan.places import GroundPolygon
from safeground.quantity import Range
from safeground.questions import room


def test_al_mawasi_gross_is_below_45_and_not_settled_against_30(town, by_id):
    # 30,000 people a km2 (UNRWA): 33.3 m2 a person, gross.
    hill = Area(id="hill", kind="destination", sizes=(AreaSize(km2=1.0, source="unrwa"),))
    loaded, layers = town.evacuation(persons=30_000, destination=hill)
    found = by_id(room.findings(loaded, layers, ()))
    strict, lax = found["room.hill.size-1.after.45"], found["room.hill.size-1.after.30"]
    assert strict.answer == "below"
    assert strict.figure.range.low == pytest.approx(100 / 3)
    assert strict.figure.range.high == pytest.approx(100 / 3)
    assert "below the planning minimum of 45 even if all of it can be lived on" in strict.statement
    # 33.3 is above 30, but gross: it can only show that there is too little.
    assert lax.answer == "depends"
    share = [one for one in lax.deciders if "can live on" in one.assumption]
    assert share[0].turns_answer
    assert share[0].range == Range(0.0, 1.0, "share", 1.0)


@pytest.mark.parametrize(
    ("usable_m2", "persons", "answer45", "answer30"),
    [
        (16_200_000, 360_000, "above", "above"),
        (16_199_999, 360_000, "below", "above"),
        (10_800_000, 360_000, "below", "above"),
        (10_799_999, 360_000, "below", "below"),
        (7_400_000, 164_444, "above", "above"),
        (7_400_000, 164_445, "below", "above"),
        (7_400_000, 246_666, "below", "above"),
        (7_400_000, 246_667, "below", "below"),
    ],
)
def test_the_worked_figures(town, by_id, usable_m2, persons, answer45, answer30):
    hill = Area(id="hill", kind="destination", usable_m2=usable_m2)
    loaded, layers = town.evacuation(persons=persons, destination=hill)
    found = by_id(room.findings(loaded, layers, ()))
    assert found["room.hill.after.45"].answer == answer45
    assert found["room.hill.after.30"].answer == answer30


def test_each_finding_names_edition_and_clause_and_vouches_for_nothing(town):
    loaded, layers = town.evacuation(persons=10)
    for finding in room.findings(loaded, layers, ()):
        assert "Sphere Handbook (2018): Shelter and settlement standard 2" in finding.held_against.source
        assert "UNHCR" in finding.held_against.source
        assert finding.caveat.startswith("A planning minimum, not proof of adequacy")
        assert "adequate" not in finding.statement
        assert "safe" not in finding.statement


def test_a_range_of_land_across_the_minimum_depends_on_the_land(town, by_id):
    hill = Area(id="hill", kind="destination", usable_m2=(400_000, 500_000))
    loaded, layers = town.evacuation(persons=10_000, destination=hill)
    finding = by_id(room.findings(loaded, layers, ()))["room.hill.after.45"]
    assert finding.answer == "depends"
    assert (finding.figure.range.low, finding.figure.range.high) == (40.0, 50.0)
    assert [one.assumption for one in finding.deciders] == ["surface"]
    assert finding.deciders[0].turns_answer
    assert finding.deciders[0].effect == "gives 40 to 50 m² a person"


def test_unusable_land_is_taken_out_and_its_source_named(town, by_id):
    # Half of the square kilometre is dunes; 10,000 people have 50 m2 a person of the rest.
    dunes = GroundPolygon("unusable", "survey", town.square(5000, 0, 500, 1000))
    loaded, layers = town.evacuation(persons=10_000, unusable=(dunes,))
    finding = by_id(room.findings(loaded, layers, ()))["room.hill.after.45"]
    assert finding.answer == "above"
    assert finding.figure.range.low == pytest.approx(50.0, rel=1e-4)
    assert "less land that cannot be used as mapped by survey" in finding.statement
    assert "survey" in finding.evidence


def test_overlapping_unusable_land_is_taken_out_once(town, by_id):
    dunes = GroundPolygon("unusable", "survey", town.square(5000, 0, 500, 1000))
    water = GroundPolygon("unusable", "map", town.square(5250, 0, 250, 1000))
    loaded, layers = town.evacuation(persons=10_000, unusable=(dunes, water))
    finding = by_id(room.findings(loaded, layers, ()))["room.hill.after.45"]
    assert finding.figure.range.low == pytest.approx(50.0, rel=1e-4)


def test_gross_land_never_shows_that_there_is_enough(town, by_id):
    loaded, layers = town.evacuation(persons=10)
    finding = by_id(room.findings(loaded, layers, ()))["room.hill.after.45"]
    assert finding.figure.range.low == pytest.approx(100_000, rel=1e-3)
    assert finding.answer == "depends"
    assert "not below the planning minimum of 45 if at least 1 % of it can be lived on" in finding.statement


def test_an_assumed_usable_share_is_used_and_said(town, by_id):
    loaded, layers = town.evacuation(persons=10_000, assumptions=Assumptions(usable_share=(0.5, 0.6)))
    finding = by_id(room.findings(loaded, layers, ()))["room.hill.after.45"]
    assert finding.answer == "above"
    assert finding.figure.range.low == pytest.approx(50.0, rel=1e-4)
    assert finding.figure.range.high == pytest.approx(60.0, rel=1e-4)
    assert "assumed share" in finding.statement


def test_rival_sizes_stand_side_by_side(town, by_id):
    sizes = (
        AreaSize(km2=6.5, source="un"),
        AreaSize(km2=14.0, source="army"),
        AreaSize(km2=(19, 20), source="ngo"),
    )
    hill = Area(id="hill", kind="destination", sizes=sizes)
    loaded, layers = town.evacuation(persons=400_000, destination=hill)
    found = by_id(room.findings(loaded, layers, ()))
    figures = [found[f"room.hill.size-{k}.after.45"].figure.range for k in (1, 2, 3)]
    assert [figure.low for figure in figures] == [16.25, 35.0, 47.5]
    assert [found[f"room.hill.size-{k}.after.45"].answer for k in (1, 2, 3)] == ["below", "below", "depends"]
    assert "reported by un" in found["room.hill.size-1.after.45"].statement
    # The outline is a claim of its own, since this plan's polygons are not schematic.
    assert "room.hill.after.45" in found


def test_a_schematic_outline_drawn_to_a_stated_size_is_no_further_claim(town, by_id):
    hill = Area(id="hill", kind="destination", sizes=(AreaSize(km2=6.5, source="un"),))
    loaded, layers = town.evacuation(persons=400_000, destination=hill, schematic=True)
    assert "room.hill.after.45" not in by_id(room.findings(loaded, layers, ()))


def test_who_reports_a_size_is_named_only_where_the_source_is_public(town, by_id):
    sizes = tuple(AreaSize(km2=1, source=name) for name in ("open", "shut", "free text"))
    hill = Area(id="hill", kind="destination", sizes=sizes)
    sources = (
        Source(id="open", title="Map", publisher="OCHA", sensitivity="public"),
        Source(id="shut", title="Secret map", publisher="Mr X"),
    )
    loaded, layers = town.evacuation(persons=10, destination=hill, sources=sources)
    found = by_id(room.findings(loaded, layers, ()))
    said = [found[f"room.hill.size-{k}.after.45"].statement for k in (1, 2, 3)]
    assert "reported by OCHA" in said[0]
    assert "reported by a source that is held back" in said[1]
    assert "reported by free text" in said[2]


def test_before_arrivals_is_said_of_the_own_surface_and_of_rivals_only_without_one(town):
    hill = Area(
        id="hill", kind="destination", sizes=(AreaSize(km2=1, source="a"), AreaSize(km2=2, source="b"))
    )
    for schematic, expected in ((False, ["room.hill"]), (True, ["room.hill.size-1", "room.hill.size-2"])):
        loaded, layers = town.evacuation(persons=10, destination=hill, schematic=schematic)
        found = [one.id for one in room.findings(loaded, layers, ()) if ".before." in one.id]
        assert found == [f"{one}.before.45" for one in expected]


def test_people_there_before_count_too(town, by_id):
    hill = Area(id="hill", kind="destination", usable_m2=500_000, people_before=(2_000, 5_000))
    loaded, layers = town.evacuation(persons=8_000, destination=hill)
    found = by_id(room.findings(loaded, layers, ()))
    assert found["room.hill.before.45"].answer == "above"
    after = found["room.hill.after.45"]
    assert (after.figure.range.low, after.figure.range.high) == (500 / 13, 50.0)
    assert after.answer == "depends"


def test_people_whom_nobody_counts_there_are_unknown_not_nobody(town, by_id):
    places = {
        Area(id="low-town", kind="ordered"): town.square(-5000, 0, 1000),
        Area(id="hill", kind="destination", usable_m2=1_000_000): town.square(5000, 0, 1000),
    }
    notice = Notice(id="notice-1", areas=("low-town",), to=("hill",))
    loaded = town.plan(places, notices=[notice])
    few, many = [(town.layer((town.square(-4900, 100, 100), count)),) for count in (10_000, 30_000)]
    finding = by_id(room.findings(loaded, few, ()))["room.hill.after.45"]
    assert finding.answer == "unknown"
    assert "people already in hill" in finding.missing
    # 100 m2 at the most: nothing is known of the lower end.
    assert (finding.figure.range.low, finding.figure.range.high) == (0.0, 100.0)
    assert "at most 100 m² a person" in finding.statement
    # Those who are sent alone are too many: that is known whoever is there already.
    assert by_id(room.findings(loaded, many, ()))["room.hill.after.45"].answer == "below"
    before = by_id(room.findings(loaded, many, ()))["room.hill.before.45"]
    assert before.answer == "unknown"
    assert before.figure.range == Range(22_222, 22_222, "persons", 22_222)
    assert "room for 22,222 people at 45 m² a person" in before.statement


def test_people_ordered_whom_nobody_counts_are_unknown(town, by_id):
    hill = Area(id="hill", kind="destination", usable_m2=1_000_000, people_before=1_000)
    loaded, _ = town.evacuation(persons=1, destination=hill)
    finding = by_id(room.findings(loaded, (), ()))["room.hill.after.45"]
    assert finding.answer == "unknown"
    assert "people ordered by notice-1" in finding.missing


def test_several_destinations_alone_depend_on_the_split_and_together_do_not(town, by_id):
    places = {
        Area(id="low-town", kind="ordered"): town.square(-5000, 0, 1000),
        Area(id="hill", kind="destination", usable_m2=500_000, people_before=0): town.square(5000, 0, 1000),
        Area(id="fair", kind="destination", usable_m2=100_000, people_before=0): town.square(8000, 0, 1000),
    }
    notice = Notice(id="notice-1", areas=("low-town",), to=("hill", "fair"))
    loaded = town.plan(places, notices=[notice])
    layers = (town.layer((town.square(-4900, 100, 100), 20_000)),)
    found = by_id(room.findings(loaded, layers, ()))
    alone = found["room.fair.after.45"]
    assert alone.answer == "depends"
    assert (alone.figure.range.low, alone.figure.range.high) == (5.0, math.inf)
    assert [one.assumption for one in alone.deciders] == ["share of them who go there"]
    together = found["room.notice-1.together.after.45"]
    assert together.answer == "below"
    assert together.figure.range == Range(30.0, 30.0, "m2_per_person", 30.0)
    assert found["room.notice-1.together.after.30"].answer == "above"
    assert together.subject == "hill and fair"


def test_two_notices_for_the_same_people_order_them_once(town, by_id):
    hill = Area(id="hill", kind="destination", usable_m2=500_000)
    loaded, layers = town.evacuation(persons=10_000, destination=hill)
    again = Notice(id="notice-2", areas=("low-town",), to=("hill",))
    twice = town.plan(
        dict(zip(loaded.plan.areas, loaded.areas.values(), strict=True)),
        notices=[*loaded.plan.notices, again],
    )
    assert by_id(room.findings(twice, layers, ()))["room.hill.after.45"].figure.range.low == pytest.approx(
        50.0
    )


def test_people_whom_another_notice_sends_elsewhere_are_not_surely_there(town, by_id):
    """All 30,000 of the low town are told to go to the hill, and by a second notice to the fair."""
    loaded, layers = town.evacuation(persons=30_000)
    fair = Area(id="fair", kind="destination")
    second = Notice(id="notice-2", areas=("low-town",), to=("fair",))
    places = {area: loaded.areas[area.id] for area in loaded.plan.areas} | {fair: town.square(8000, 0, 1000)}
    both = town.plan(places, notices=[*loaded.plan.notices, second])
    one, two = (by_id(room.findings(plan, layers, ()))["room.hill.after.45"] for plan in (loaded, both))
    assert one.answer == "below"
    assert two.answer == "depends"


def test_people_whom_another_notice_orders_to_leave_a_destination_are_not_surely_there(town, by_id):
    loaded, _ = town.evacuation(persons=0)
    layers = (town.layer((town.square(-4900, 100, 100), 10), (town.square(5100, 100, 100), 30_000)),)
    hill_too = Area(id="upper-town", kind="ordered")
    second = Notice(id="notice-2", areas=("upper-town",))
    places = {area: loaded.areas[area.id] for area in loaded.plan.areas} | {hill_too: loaded.areas["hill"]}
    both = town.plan(places, notices=[*loaded.plan.notices, second])
    one, two = (by_id(room.findings(plan, layers, ()))["room.hill.after.45"] for plan in (loaded, both))
    assert one.answer == "below"
    assert two.answer == "depends"


def test_the_land_of_august_2025_holds_164_444_people(town, by_id):
    # 7.4 km2: at 45 m2 a person 164,444 people, at 30 m2 246,666.
    hill = Area(id="hill", kind="destination", sizes=(AreaSize(km2=7.4, source="fa"),))
    loaded, _ = town.evacuation(persons=1, destination=hill)
    (_, claim) = room.surfaces(loaded, hill)
    assert room.holds(claim, Range.exact(45, "m2_per_person")).high == 164_444
    assert room.holds(claim, Range.exact(30, "m2_per_person")).high == 246_666
    statement = by_id(room.findings(loaded, (), ()))["room.hill.size-1.after.30"].statement
    assert "room for at most 247,000 people" in statement


def test_one_place_of_which_nothing_is_known_leaves_the_sum_unknown(town, by_id):
    places = {
        Area(id="low-town", kind="ordered"): town.square(-5000, 0, 1000),
        Area(id="hill", kind="destination", usable_m2=5_000_000): town.square(5000, 0, 1000),
        Area(id="fair", kind="destination", usable_m2=1_000_000): town.square(8000, 0, 1000),
    }
    notice = Notice(id="notice-1", areas=("low-town",), to=("hill", "fair"))
    loaded = town.plan(places, notices=[notice])
    layers = (town.layer((town.square(-4900, 100, 100), 20_000), (town.square(5100, 100, 100), 1_000)),)
    together = by_id(room.findings(loaded, layers, ()))["room.notice-1.together.after.45"]
    assert together.answer == "unknown"
    assert together.missing.startswith("people already in fair:")
    fair = by_id(room.findings(loaded, layers, ()))["room.fair.after.45"]
    assert "20,000 people are sent there or elsewhere" in fair.statement


def test_no_destination_is_itself_a_finding(town):
    low_town = {Area(id="low-town", kind="ordered"): town.square(-5000, 0, 1000)}
    loaded = town.plan(low_town, notices=[Notice(id="notice-1", areas=("low-town",))])
    (finding,) = room.findings(loaded, (), ())
    assert finding.answer == "unknown"
    assert finding.missing.startswith("destination")
    (finding,) = room.findings(town.plan(low_town), (), ())
    assert finding.subject == "the plan"


whole = st.integers(1, 50_000)
pairs = st.tuples(whole, whole).map(lambda ends: (min(ends), max(ends)))
shares = st.floats(0, 1)


@given(usable=pairs, before=pairs, sent=pairs, draws=st.lists(st.tuples(shares, shares, shares), max_size=8))
def test_an_answer_holds_for_every_value_within_the_ranges(town, by_id, usable, before, sent, draws):
    low_town = town.square(-5000, 0, 1000)
    hill = Area(
        id="hill", kind="destination", usable_m2=(20.0 * usable[0], 20.0 * usable[1]), people_before=before
    )
    notice = Notice(id="notice-1", areas=("low-town",), to=("hill",))
    places = {Area(id="low-town", kind="ordered"): low_town, hill: town.square(5000, 0, 1000)}
    layer = town.layer((town.square(-4900, 100, 100), sent[1]), low=[sent[0]])
    finding = by_id(room.findings(town.plan(places, notices=[notice]), [layer], ()))["room.hill.after.45"]
    values = []
    for at in [(0, 1, 1), (1, 0, 0), *draws]:
        m2, there, coming = (
            low + share * (high - low) for share, (low, high) in zip(at, (usable, before, sent), strict=True)
        )
        values.append(20.0 * m2 / (there + coming))
    assert all(finding.figure.range.low <= value * (1 + 1e-9) for value in values)
    assert all(finding.figure.range.high >= value * (1 - 1e-9) for value in values)
    if finding.answer == "below":
        assert max(values) < 45 * (1 + 1e-9)
    elif finding.answer == "above":
        assert min(values) >= 45 * (1 - 1e-9)
    else:
        assert finding.answer == "depends"
        assert min(values) < 45 <= max(values) * (1 + 1e-9)
        assert finding.deciders[-1].turns_answer
