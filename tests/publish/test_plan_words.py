"""What a plan states, and what it does not."""

from dataclasses import replace
from datetime import date

import msgspec
from tests.publish.sample import sample_assessment, sample_plan, tiny_assessment

from safeground.publish.figures import Figures
from safeground.publish.plan_words import (
    area_rows,
    costs,
    deadlines,
    first_line,
    notice_rows,
    remark_rows,
    source_rows,
)


def test_a_count_within_its_age_gives_no_warning():
    plan = sample_plan()
    fresh = msgspec.structs.replace(plan.ground.people[0], as_of=date(2026, 1, 1))
    ground = msgspec.structs.replace(plan.ground, people=(*plan.ground.people, fresh))
    assert first_line(msgspec.structs.replace(plan, ground=ground)).warnings == ()


def test_no_people_and_no_streets_are_said_first():
    assert first_line(tiny_assessment().loaded.plan).warnings == (
        "No layer of people is stated.",
        "No streets are stated.",
    )


def test_an_order_with_two_targets_costs_once():
    sample = sample_assessment()
    twice = replace(sample, outcomes=(*sample.outcomes, replace(sample.outcomes[0], target="arrived")))
    assert [cost.notice for cost in costs(twice, Figures("public"))] == ["notice-1", "notice-2"]


def test_areas_have_their_size_rival_sizes_and_conditions():
    rows = {row.name: row for row in area_rows(sample_assessment())}
    assert rows["low town"].size == "5.77 km²" or rows["low town"].size == "5.76 km²"
    assert [str(size.km2) for size in rows["المواصي"].sizes] == [
        '<bdi dir="ltr" class="nb">6.68 km²</bdi>',
        '<bdi dir="ltr" class="nb">8.5 to 10 km²</bdi>',
    ]
    assert dict(rows["المواصي"].conditions)["Essentials for survival"] == "disputed"
    assert {stated for _, stated in rows["Високий пагорб"].conditions} == {"not stated"}
    assert rows["low town"].conditions == ()
    assert rows["Високий пагорб"].designation == "called “reception area”; by whom is not stated"


def test_what_a_notice_does_not_state_is_none():
    terms = dict(notice_rows(sample_plan())[1].terms)
    assert terms["Issued by"] == "Dike board"
    assert [name for name, value in terms.items() if value is None] == [
        "By way of", "Languages", "Deadline", "It means", "To go to", "Corridors", "Until",
        "To those who stay", "Whom to ask",
    ]  # fmt: skip


def test_deadlines_say_what_they_mean():
    first, second = deadlines(sample_plan())
    assert first.text == "4 Mar 2026, 18:00 (+02:00), out of the area"
    assert not second.stated


def test_remarks_about_people_left_out_stand_first():
    rows = remark_rows(sample_assessment().remarks, Figures("public"))
    assert rows[0].kind == "left out"
    assert str(rows[0].persons) == '<bdi dir="ltr" class="nb">18,000 people</bdi>'
    assert rows[-1].count == "38"


def test_sources_that_read_alike_stand_once():
    plan = sample_plan()
    again = msgspec.structs.replace(plan.sources[0], id="osm-2")
    assert len(source_rows(msgspec.structs.replace(plan, sources=(*plan.sources, again)))) == len(
        plan.sources
    )
