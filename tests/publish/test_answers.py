"""The eight rows."""

import msgspec
from tests.publish.sample import sample_findings

from safeground.publish.answers import answer_rows, by_gravity, gist, tally, word
from safeground.questions.finding import QUESTIONS


def test_there_is_a_row_for_each_question_and_none_is_blank():
    rows = answer_rows(sample_findings())
    assert tuple(row.question for row in rows) == QUESTIONS
    assert [row.answer for row in rows[:5]] == ["not_examined", "not_met", "below", "unknown", "not_met"]
    assert {row.answer for row in rows[5:]} == {"not_examined"}
    assert tally(rows) == (("not_met", 2), ("below", 1), ("unknown", 1), ("not_examined", 4))


def test_the_finding_shown_has_the_answer_of_its_question():
    for row in answer_rows(sample_findings()):
        assert row.finding is None or row.finding.answer == row.answer


def test_a_refutation_of_reach_is_worded_as_what_people_cannot():
    assert word("not_met", "reach") == "Cannot"
    assert word("not_met", "sites") == "Not met"
    assert word("not_refuted", "reach") == "Not refuted"


def test_the_gist_is_whole_sentences_after_the_cost():
    finding = msgspec.structs.replace(
        sample_findings()[0], statement="9 people are ordered to move (a: 9 people). They cannot. It is far."
    )
    assert gist(finding, 200) == "They cannot. It is far."
    assert gist(finding, 20) == "They cannot."
    assert gist(finding, 9) == "They can…"


def test_the_gravest_stand_first_and_equals_keep_their_order():
    ordered = by_gravity(sample_findings())
    assert ordered[0].answer == "not_met"
    assert [one.id for one in ordered if one.answer == "unknown"] == [
        one.id for one in sample_findings() if one.answer == "unknown"
    ]


def test_of_two_surfaces_that_depend_the_one_after_arrivals_is_shown():
    from safeground.quantity import Range
    from safeground.questions.finding import Figure, Finding, HeldAgainst

    def finding(moment: str, m2: Range) -> Finding:
        held = HeldAgainst(text="at least 45", required=Range.exact(45, "m2_per_person"), source="Sphere")
        return Finding(
            id=f"room.hill.{moment}",
            question="room",
            subject="hill",
            answer="depends",
            statement=f"hill, {moment} arrivals.",
            held_against=held,
            figure=Figure(label=moment, range=m2),
        )

    before = finding("before", Range.exact(569, "m2_per_person"))
    after = finding("after", Range(45.7, 49.8, "m2_per_person"))
    shown = next(row.finding for row in answer_rows((before, after)) if row.question == "room")
    assert shown == after
