"""Findings: gravity, and a shape that goes through JSON and back."""

import itertools
import typing

import msgspec
import pytest

from safeground.quantity import Range
from safeground.questions.finding import (
    GRAVITY,
    QUESTIONS,
    Answer,
    Decider,
    Figure,
    Finding,
    HeldAgainst,
    QuestionName,
    gravest,
)


def test_every_answer_and_question_has_its_place():
    assert sorted(GRAVITY) == sorted(typing.get_args(Answer))
    assert typing.get_args(QuestionName) == QUESTIONS


def test_the_order_of_gravity_is_not_met_unknown_depends_then_the_rest():
    order = ("not_met", "unknown", "depends", "not_refuted", "met")
    assert [one for one in GRAVITY if one in order] == list(order)
    assert GRAVITY.index("below") < GRAVITY.index("unknown")
    assert GRAVITY.index("depends") < GRAVITY.index("above")


def test_a_question_takes_its_gravest_finding_in_any_order():
    for answers in itertools.permutations(["met", "unknown", "depends"]):
        assert gravest(list(answers)) == "unknown"
    with pytest.raises(ValueError, match="empty"):
        gravest([])


def test_a_finding_goes_through_json():
    finding = Finding(
        id="room.hill.after.45",
        question="room",
        subject="hill",
        answer="depends",
        statement="hill: 40 to 50.",
        held_against=HeldAgainst(
            text="at least 45", required=Range.exact(45, "m2_per_person"), source="Sphere"
        ),
        figure=Figure(label="m² a person", range=Range(40, 50, "m2_per_person")),
        deciders=(
            Decider(
                assumption="land",
                range=Range(4, 5, "m2"),
                effect="gives 40 to 50",
                moves=0.2,
                turns_answer=True,
            ),
        ),
    )
    assert msgspec.json.decode(msgspec.json.encode(finding), type=Finding) == finding


def test_an_answer_that_is_none_of_them_is_refused():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(
            b'{"id": "a", "question": "room", "subject": "b", "answer": "likely", "statement": "c"}',
            type=Finding,
        )
