"""Findings of *clear*: by rule, unknown where a datum is missing, nothing restricted in them."""

import re
from dataclasses import replace

import pytest

from safeground.questions import clear
from safeground.questions.clear_rules import RULES
from safeground.questions.finding import REACH_CAVEAT


def answered(town, notice, *others, **around):
    every = (*others, notice)
    readings, known = town.readings(*every), town.around(*every, **around)
    flaws = clear.examine((notice,), readings, known)
    return {one.id: one for one in clear.findings((notice,), readings, known, flaws)}


def test_one_finding_for_each_rule_that_is_no_note(town):
    found = answered(town, town.notice())
    rules = sorted((one for one in RULES if one.severity != "note"), key=lambda one: one.severity != "error")
    assert list(found) == [f"clear.n1.{one.name}" for one in rules]
    assert {one.answer for one in found.values()} == {"met", "unknown"}
    assert all(one.caveat == REACH_CAVEAT for one in found.values())
    assert all(one.question == "clear" and one.subject == "n1" for one in found.values())


def test_a_flaw_is_not_met_with_its_sentence(town):
    found = answered(town, town.notice(drawn=town.squares(1, 2, 11)))
    one = found["clear.n1.named-not-drawn"]
    assert one.answer == "not_met"
    assert one.statement == "n1: Block 12 is named and not drawn on the map (0.09 km², 1,000 people)."
    assert one.figure.range.low == 1.0
    assert one.evidence == ("n1", "blocks.geojson", "names.csv", "people.csv")


def test_several_flaws_of_a_rule_are_one_finding(town):
    found = answered(town, town.notice(drawn=town.box(0, 0, 450, 600)))
    assert found["clear.n1.block-cut"].statement.endswith("And 1 more of this kind.")
    assert found["clear.n1.block-cut"].figure.range.high == 2.0


@pytest.mark.parametrize(
    ("changes", "around", "rule", "missing"),
    [
        ({"drawn": None}, {}, "named-not-drawn", "the polygon that is drawn on its map"),
        ({}, {"blocks": None}, "unknown-block", "the published blocks"),
        ({}, {"closed": {}}, "destination-closed", "which areas are closed"),
        ({}, {"territory": None}, "destination-off-map", "the territory's outline"),
        ({}, {}, "destination-in-sea", "the sea's outline"),
        ({}, {"languages": ()}, "language-missing", "the languages that people there read"),
        ({}, {}, "too-little-time", "a proven least time that leaving needs"),
        ({}, {}, "contradicts-notice", "other notices"),
        ({"issued": None, "starts": None}, {}, "deadline-before-issue", "when it was issued"),
        ({}, {}, "map-too-coarse", "the size of its map in pixels and on the ground"),
        ({"text": {}, "starts": None}, {}, "no-start", "its text"),
        ({"text": {}, "deadline": None}, {}, "no-deadline", "its text"),
        ({"text": {"en": " "}, "deadline": None}, {}, "no-deadline", "its text"),
        ({"text": {}, "to": ()}, {}, "no-destination", "its text"),
        ({"text": {}, "routes": (), "arrows": ()}, {}, "no-route", "its text"),
        ({"text": {}, "end": None, "ends": None}, {}, "no-end", "its text"),
        ({"text": {}, "stays": None}, {}, "no-word-on-those-who-stay", "its text"),
        ({"text": {}, "contact": None}, {}, "no-contact", "its text"),
    ],
)
def test_unknown_names_the_missing_datum(town, changes, around, rule, missing):
    one = answered(town, town.notice(**changes), **around)[f"clear.n1.{rule}"]
    assert (one.answer, one.missing) == ("unknown", missing)
    assert missing in one.statement


def test_flaws_come_the_gravest_first(town):
    order = ["error", "warning", "note"]
    notice = town.notice(
        text={"en": "Go."},
        contact=None,
        drawn=town.squares(1),
        routes=(),
        blocks=tuple(map(str, range(1, 31))),
    )
    found = [order.index(one.severity) for one in town.flaws(notice)]
    assert found == sorted(found)
    assert set(found) == {0, 1, 2}


def test_no_finding_tells_a_few_people_or_a_place(town):
    """Fewer than 1,000 people are not told apart; coordinates and sources never stand in a finding."""
    few = replace(
        town.people, low=town.people.low / 1000 * 7, high=town.people.high / 1000 * 7, source="a nurse"
    )
    notice = town.notice(
        drawn=town.box(100, 0, 900, 600), arrows=(town.arrow((0, 0), (450, 450)),), places=("Quayside",)
    )
    for one in answered(town, notice, layers=(few,)).values():
        text = f"{one.statement} {one.missing} {one.evidence}"
        assert "nurse" not in text
        assert not re.search(r"\b(7|14|28) people", text)
        assert not re.search(r"3[14]\.\d{2}", text)
