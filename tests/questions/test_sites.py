"""Sites: promises held against the register, figures where none was made, nothing restricted in findings."""

import math
from datetime import timedelta

import msgspec
import pytest

from safeground.journey.care import Care
from safeground.ledger.notification_events import (
    Content,
    NotificationDrafted,
    NotificationSubmitted,
    NotifiedSite,
)
from safeground.ledger.notifications import apply, book
from safeground.plan.model import Area, Assumptions, Ground, Notice, StreetsFile
from safeground.plan.pause_words import Commitment, SitePromise
from safeground.quantity import Range
from safeground.questions import sites


@pytest.fixture
def ordered(town):
    """A plan that orders one square kilometre, from (-5000, 0) to (-4000, 1000), to leave."""

    def build(*promises, ground=None, **rest):
        area = Area(id="low-town", kind="ordered")
        notice = Notice(id="notice-1", areas=("low-town",), source="order")
        commitments = tuple(
            Commitment(id=f"promise-{k}", promisor="army", words="…", sites=promise)
            for k, promise in enumerate(promises, 1)
        )
        return town.plan(
            {area: town.square(-5000, 0, 1000)},
            notices=[notice],
            ground=ground or Ground(sites="sites.csv", streets=StreetsFile(file="map.osm", grade="mapped")),
            commitments=commitments,
            **rest,
        )

    return build


NO_HOSPITAL = SitePromise(no_site_in="low-town", classes=("hospital",))
ANY_SITE = SitePromise(no_site_in="low-town")


@pytest.mark.parametrize(
    ("x", "uncertainty_m", "answer"),
    [
        (-4500, 0, "not_met"),
        (-4500, 400, "not_met"),
        (-4500, 600, "depends"),
        (-3900, 0, "met"),
        (-3900, 99, "met"),
        (-3900, 150, "depends"),
        (-4000.5, 0, "not_met"),
    ],
)
def test_a_promise_is_held_against_positions_as_far_as_they_are_known(
    town, ordered, by_id, x, uncertainty_m, answer
):
    hospital = town.site("General", "hospital", x, 500, position_uncertainty_m=uncertainty_m)
    finding = by_id(sites.findings(ordered(NO_HOSPITAL), (), [hospital], ()))["sites.promise-1.promise"]
    assert finding.answer == answer
    assert bool(finding.deciders) == (answer == "depends")
    assert finding.held_against.text == "no hospital in low-town"


def test_a_promise_of_one_class_says_nothing_of_others(town, ordered, by_id):
    register = [town.site("A", "hospital", 0, 0), town.site("B", "school", -4500, 500)]
    found = by_id(sites.findings(ordered(NO_HOSPITAL), (), register, ()))
    assert found["sites.promise-1.promise"].answer == "met"
    rest = found["sites.notice-1.inside"]
    assert rest.answer == "unknown"
    assert "besides those that a promise speaks of, 1 school" in rest.statement
    assert (
        by_id(sites.findings(ordered(ANY_SITE), (), register, ()))["sites.promise-1.promise"].answer
        == "not_met"
    )


def test_a_promise_of_every_site_leaves_no_figure_without_a_promise(town, ordered):
    found = sites.findings(ordered(ANY_SITE), (), [town.site("A", "hospital", 0, 0)], ())
    assert [(one.id, one.answer) for one in found] == [("sites.promise-1.promise", "met")]


def test_a_register_without_the_promised_class_cannot_keep_the_promise(town, ordered, by_id):
    found = by_id(sites.findings(ordered(NO_HOSPITAL), (), [town.site("B", "school", 0, 0)], ()))
    assert found["sites.promise-1.promise"].answer == "unknown"
    assert "register that holds any hospital" in found["sites.promise-1.promise"].missing


@pytest.mark.parametrize("x", [-4500, 0])
def test_a_schematic_outline_settles_no_promise(town, ordered, by_id, x):
    loaded = ordered(NO_HOSPITAL, schematic=True)
    finding = by_id(sites.findings(loaded, (), [town.site("A", "hospital", x, 500)], ()))[
        "sites.promise-1.promise"
    ]
    assert finding.answer == "depends"
    assert finding.deciders[0].assumption == "outline of the area"
    assert "schematic" in finding.caveat


def test_no_register_is_unknown(ordered):
    (finding,) = sites.findings(ordered(NO_HOSPITAL, ground=Ground()), (), (), ())
    assert finding.answer == "unknown"
    assert "register" in finding.missing


def test_counts_by_class_in_and_near_with_ranges_for_uncertain_positions(town, ordered, by_id):
    register = [
        town.site("A", "hospital", -4500, 500),
        town.site("B", "hospital", -4010, 500, position_uncertainty_m=50),
        town.site("C", "school", -4900, 900),
        town.site("D", "water", -3800, 500),
        town.site("E", "power", -3200, 500),
    ]
    loaded = ordered(assumptions=Assumptions(near_sites_m=300))
    finding = by_id(sites.findings(loaded, (), register, ()))["sites.notice-1.inside"]
    assert finding.answer == "unknown"
    assert "1 to 2 hospitals, 1 school" in finding.statement
    assert "within 300 m of them 1 water site" in finding.statement
    assert "power" not in finding.statement
    assert (finding.figure.range.low, finding.figure.range.high) == (2.0, 3.0)
    assert finding.missing.startswith("a promise about these sites")


def test_beds_and_patients_that_must_move_and_what_is_not_stated(town, ordered, by_id):
    register = [
        town.site(
            "A", "hospital", -4500, 500, beds=Range.exact(200, "beds"), patients=Range(150, 400, "patients")
        ),
        town.site("B", "hospital", -4010, 500, position_uncertainty_m=50, beds=Range.exact(100, "beds")),
        town.site("C", "clinic", -4500, 600),
    ]
    found = by_id(sites.findings(ordered(), (), register, ()))
    beds = found["sites.notice-1.beds"]
    assert (beds.figure.range.low, beds.figure.range.high) == (200.0, 300.0)
    assert (
        beds.statement
        == "notice-1: in hospitals and other sites in the ordered areas 200 to 300 beds must move."
    )
    patients = found["sites.notice-1.patients"]
    assert (patients.figure.range.low, patients.figure.range.high) == (150.0, math.inf)
    assert "patients of 1 of 2 sites are not stated" in patients.statement
    assert "the order does not say" in patients.missing


def test_patients_whom_nobody_counts_are_unknown_not_none(town, ordered, by_id):
    found = by_id(sites.findings(ordered(), (), [town.site("A", "hospital", -4500, 500)], ()))
    assert found["sites.notice-1.patients"].figure is None
    assert "the number of patients is not stated" in found["sites.notice-1.patients"].statement
    assert "0" not in found["sites.notice-1.patients"].statement


def test_no_hospital_inside_no_one_to_move_and_no_care_lost(town, ordered):
    found = sites.findings(ordered(), (), [town.site("A", "hospital", 0, 0)], ())
    assert [one.id for one in found] == ["sites.notice-1.inside"]
    assert "no site of the register" in found[0].statement


def test_care_lost_is_said_with_the_next_way(town, ordered, by_id):
    care = Care(
        id="notice-1",
        mode="on foot",
        persons=Range(20_000, 30_000, "persons"),
        outside=Range(4_000, 9_000, "persons"),
        without_next=Range(0, 0, "persons"),
        now_min=Range(3, 30, "min"),
        next_min=Range(40, 120, "min"),
    )
    layers = (town.layer((town.square(-4900, 100, 100), 30_000)),)
    register = [town.site("A", "hospital", -4500, 500), town.site("B", "hospital", 0, 0)]
    finding = by_id(sites.findings(ordered(), layers, register, [care]))["sites.notice-1.care"]
    assert "20,000 to 30,000 people have their nearest hospital in the ordered areas" in finding.statement
    assert "of them 4,000 to 9,000 people outside" in finding.statement
    assert "the next one 40 to 120 minutes" in finding.statement
    assert finding.figure.range == care.persons


@pytest.mark.parametrize(
    ("ground", "missing"),
    [
        (Ground(sites="s.csv"), "streets: none"),
        (
            Ground(sites="s.csv", streets=StreetsFile(file="m.csv", grade="schematic")),
            "streets: they are schematic",
        ),
        (Ground(sites="s.csv", streets=StreetsFile(file="m.osm", grade="mapped")), "people"),
    ],
)
def test_care_lost_is_unknown_without_streets_or_people(town, ordered, by_id, ground, missing):
    found = by_id(sites.findings(ordered(ground=ground), (), [town.site("A", "hospital", -4500, 500)], ()))
    assert found["sites.notice-1.care"].missing.startswith(missing)
    assert found["sites.notice-1.care"].figure is None


def test_no_name_and_no_position_stands_in_a_finding_and_both_in_the_restricted_rows(town, ordered):
    register = [
        town.site(
            "Hôpital Zyx", "hospital", -4500, 500, beds=Range.exact(1234, "beds"), source="secret-list"
        ),
        town.site("Wvu School", "school", -4010, 500, position_uncertainty_m=60),
        town.site("Tsr Works", "water", -3500, 500),
        town.site("Far away", "power", 9000, 500),
    ]
    loaded = ordered(NO_HOSPITAL)
    text = msgspec.json.encode(sites.findings(loaded, (), register, ())).decode()
    for site in register:
        assert site.name not in text
        assert f"{site.lon:.4f}" not in text
        assert f"{site.lat:.4f}" not in text
    assert "secret-list" not in text
    rows = sites.restricted_rows(loaded, register)
    assert [(row.site.name, row.where) for row in rows] == [
        ("Hôpital Zyx", "inside"),
        ("Wvu School", "perhaps inside"),
        ("Tsr Works", "near"),
    ]
    assert [row.notified for row in rows] == [None, None, None]
    assert rows[0].distance_m == pytest.approx(-500, abs=1)
    assert rows[2].distance_m == pytest.approx(500, abs=1)


def test_restricted_rows_say_how_each_was_notified_as_of_the_plan(town, ordered):
    register = [town.site("A", "hospital", -4500, 500), town.site("B", "school", -4400, 500)]
    loaded = ordered(NO_HOSPITAL)
    at = loaded.plan.as_of
    one = register[0]
    what = NotifiedSite(site=one.id, name=one.name, site_class=one.site_class, lon=one.lon, lat=one.lat)
    content = Content(what=what, owner="office", until=(at + timedelta(days=1)).isoformat())
    notified = book(())
    events = (
        NotificationDrafted(notification="n", content=content, recorder="AB"),
        NotificationSubmitted(
            notification="n", recipient="A", at=at.isoformat(), sent_sha256="0", recorder="AB"
        ),
    )
    for number, event in enumerate(events, 1):
        apply(notified, number, event)
    rows = sites.restricted_rows(loaded, register, notified)
    assert [row.notified for row in rows] == [(("A", "submitted"),), ()]


def test_areas_that_no_notice_names_are_examined_too(town):
    loaded = town.plan(
        {Area(id="lone", kind="ordered"): town.square(0, 0, 1000)}, ground=Ground(sites="sites.csv")
    )
    (finding,) = sites.findings(loaded, (), [town.site("A", "school", 500, 500)], ())
    assert finding.id == "sites.lone.inside"
