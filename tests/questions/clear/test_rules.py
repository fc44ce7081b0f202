"""The catalogue as a whole: every rule fires in some case and in some not, and stands in the manual."""

import inspect
from pathlib import Path

import pytest
from tests.questions.clear import (
    test_between,
    test_destinations,
    test_list_and_text,
    test_missing,
    test_naming,
    test_places,
    test_readable,
    test_sizes,
    test_text_and_map,
)

from safeground.publish import rules_page as page
from safeground.questions import clear
from safeground.questions.clear_rules import RULES
from safeground.questions.flaw import SEVERITIES
from safeground.questions.scorecard import CRITERIA

FAMILIES = (
    test_between,
    test_destinations,
    test_list_and_text,
    test_missing,
    test_naming,
    test_places,
    test_readable,
    test_sizes,
    test_text_and_map,
)
CASES = tuple(case for family in FAMILIES for case in family.CASES)


def test_names_are_stable_and_unique():
    names = [one.name for one in RULES]
    assert len(set(names)) == len(names)
    assert all(one.function.__name__ == one.name.replace("-", "_") for one in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.name)
def test_every_rule_has_a_case_where_it_fires_and_one_where_it_must_not(rule):
    mine = [case for case in CASES if case.rule == rule.name]
    assert any(case.what is not None for case in mine)
    assert any(case.what is None for case in mine)


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.name)
def test_every_rule_says_what_it_finds_and_why_it_is_so_grave(rule):
    assert rule.severity in SEVERITIES
    assert rule.criterion in CRITERIA
    assert rule.meaning.endswith(".")
    assert rule.reason.startswith(f"{rule.severity.capitalize()}: ")
    assert inspect.isgeneratorfunction(rule.function)


def test_cases_are_of_rules():
    assert {case.rule for case in CASES} == {one.name for one in RULES}


def test_nothing_is_wrong_with_the_notice_that_the_cases_change(town):
    assert town.flaws(town.notice()) == ()


def test_a_rule_by_itself_finds_what_it_finds_among_all(town):
    notice = town.notice(drawn=town.squares(1, 2, 3))
    around, readings = town.around(notice), town.readings(notice)
    alone = [flaw for one in RULES for flaw in one(notice, readings["n1"], around)]
    assert sorted(alone, key=repr) == sorted(clear.examine((notice,), readings, around), key=repr)
    assert {one.rule for one in alone} == {"named-not-drawn", "drawn-not-named"}


def test_an_empty_notice_in_an_unknown_place_breaks_no_rule_s_code(town):
    from safeground.plan.published import Published
    from safeground.questions.clear_case import Surroundings

    notice = Published(id="n")
    found = clear.examine((notice,), {}, Surroundings())
    assert {one.rule for one in found} == {"no-area", "no-issue-time"}
    said = clear.examine((Published(id="n", text={"en": "Go."}),), {}, Surroundings())
    assert {one.rule for one in said} == {one.name for one in RULES if one.name.startswith("no-")} - {
        "no-zone"
    }


def test_the_manual_lists_every_rule_as_it_is():
    file = Path(__file__).parents[3] / "docs" / "clear.md"
    text = file.read_text(encoding="utf-8")
    assert [name for _, name, _ in page.BLOCK.findall(text)] == ["rules", "score card"]
    stale = "write it anew: python -m safeground.publish.rules_page docs/clear.md"
    assert page.written(text) == text, stale
    assert all(f"| `{one.name}` | {one.severity} |" in text for one in RULES)
