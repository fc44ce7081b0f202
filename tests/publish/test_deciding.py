"""What decides, ranked; what is missing, said once."""

import msgspec
from tests.publish.sample import extreme_assessment, sample_findings

from safeground.publish.deciding import (
    MOST_OTHERS,
    decider_rows,
    each_question_in_turn,
    missing_rows,
    telling_rows,
)


def test_what_turns_an_answer_stands_first_then_what_moves_it_most():
    rows = decider_rows(sample_findings())
    assert [(row.decider.turns_answer, row.decider.moves) for row in rows] == [
        (True, 0.41),
        (True, 0.33),
        (False, 0.19),
    ]


def test_the_same_words_about_the_same_thing_stand_once():
    findings = sample_findings()
    assert decider_rows((*findings, *findings)) == decider_rows(findings)
    assert missing_rows((*findings, *findings)) == missing_rows(findings)


def test_few_of_those_that_turn_nothing_are_told():
    rows = decider_rows(extreme_assessment().findings)
    told = telling_rows(rows)
    assert sum(not row.decider.turns_answer for row in told) == MOST_OTHERS
    assert set(told) < set(rows)


def test_a_datum_missing_for_several_names_them_all():
    first, second = (one for one in sample_findings() if one.question == "reach" and one.missing)
    alike = msgspec.structs.replace(second, missing=first.missing)
    (row,) = missing_rows((first, alike))
    assert row.subjects == (first.subject, second.subject)
    assert row.missing == first.missing


def test_no_question_speaks_twice_before_each_has_spoken():
    rows = missing_rows(sample_findings())
    assert [row.question for row in rows] == ["reach", "reach", "services"]
    assert [row.question for row in each_question_in_turn(rows)] == ["reach", "services", "reach"]
