"""The score card's fourteen lines."""

from datetime import timedelta

import pytest
from tests.questions.clear.town import ISSUED

from safeground.plan.model import Conditions
from safeground.plan.published import NamedPlace
from safeground.quantity import Range
from safeground.questions import clear
from safeground.questions.finding import Finding
from safeground.questions.scorecard import CRITERIA, score_cards


def card(town, notice, *others, findings=(), conditions=None, **around):
    every = (*others, notice)
    readings, known = town.readings(*every), town.around(*every, **around)
    flaws = clear.examine((notice,), readings, known)
    lines = score_cards((notice,), readings, known, flaws, findings, conditions)["n1"]
    return {one.criterion: one for one in lines}


def finding(question, subject, answer, finding_id):
    return Finding(
        id=finding_id, question=question, subject=subject, answer=answer, statement=f"It is {answer}."
    )


def scores(lines):
    return {criterion: one.score for criterion, one in lines.items()}


def test_a_right_notice_alone(town):
    lines = card(town, town.notice())
    assert list(lines) == list(CRITERIA) == [f"C{i}" for i in range(1, 15)]
    assert scores(lines) == {
        "C1": "met", "C2": "met", "C3": "unknown", "C4": "partial", "C5": "met", "C6": "unknown",
        "C7": "unknown", "C8": "unknown", "C9": "partial", "C10": "partial", "C11": "met", "C12": "met",
        "C13": "unknown", "C14": "unknown",
    }  # fmt: skip
    assert all(one.statement for one in lines.values())


def test_a_bare_notice(town):
    notice = town.notice(
        text={"en": "Go."}, blocks=(), drawn=None, starts=None, deadline=None, end=None, stays=None,
        contact=None, to=(), routes=(), channels=(), languages=(),
    )  # fmt: skip
    lines = scores(card(town, notice))
    assert {criterion for criterion, score in lines.items() if score == "0"} == {
        "C1", "C2", "C4", "C5", "C10", "C11", "C12",
    }  # fmt: skip
    assert "met" not in lines.values()


@pytest.mark.parametrize(
    ("criterion", "changes", "score", "evidence"),
    [
        ("C1", {"drawn": lambda t: t.squares(1, 2)}, "0", "named-not-drawn"),
        ("C1", {"places": ("Xanadu",)}, "partial", "unknown-place"),
        ("C1", {"drawn": None}, "unknown", None),
        ("C2", {"naive": ("deadline",)}, "partial", "no-zone"),
        ("C5", {"to": ()}, "unknown", None),
        ("C9", {"channels": ("Facebook",)}, "0", "Facebook"),
        ("C9", {"channels": ()}, "unknown", None),
    ],
)
def test_lines_by_rules(town, criterion, changes, score, evidence):
    changed = {key: value(town) if callable(value) else value for key, value in changes.items()}
    if criterion == "C5":
        changed["text"] = {"en": "Go to the hill in the east."}
    line = card(town, town.notice(**changed))[criterion]
    assert line.score == score
    assert evidence is None or evidence in line.evidence


def test_the_time_given_is_never_met(town):
    notice = town.notice()
    short = card(town, notice, least_h={"n1": Range(20.0, float("inf"), "h")})["C3"]
    assert (short.score, short.evidence) == ("0", ("too-little-time",))
    for answer, score in (("not_met", "0"), ("not_refuted", "partial"), ("depends", "unknown")):
        reach = finding("reach", "n1", answer, "reach.n1.out")
        assert card(town, notice, findings=[reach])["C3"].score == score


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        (["above", "above"], "met"),
        (["above", "below"], "partial"),
        (["below", "below"], "0"),
        (["above", "depends"], "unknown"),
        (["unknown"], "unknown"),
        ([], "unknown"),
    ],
)
@pytest.mark.parametrize(("question", "criterion"), [("room", "C6"), ("services", "C7")])
def test_room_and_services_are_those_of_the_destination(town, answers, score, question, criterion):
    notice = town.notice(to=(NamedPlace(name="hill", geometry=town.hill),))
    found = [finding(question, "hill", one, f"{question}.hill.after.{i}") for i, one in enumerate(answers)]
    found.append(finding(question, "elsewhere", "below", f"{question}.elsewhere.after.45"))
    line = card(town, notice, findings=found)[criterion]
    assert line.score == score
    assert not any("elsewhere" in one for one in line.evidence)


def test_conditions_are_those_that_agencies_set_and_never_met(town):
    notice = town.notice(to=(NamedPlace(name="hill", geometry=town.hill),))
    every = {"all_parties_agree": "stated", "essentials": "stated", "free_movement_and_return": "stated"}
    for stated, score in (
        (Conditions(), "0"),
        (Conditions(**every), "partial"),
        (Conditions(**every, supervision="stated"), "partial"),
        (Conditions(**every, supervision="disputed"), "partial"),
    ):
        line = card(town, notice, conditions={"hill": stated})["C8"]
        assert line.score == score
        assert "onditions that agencies set" in line.statement
        assert len(line.evidence) == 4


def test_contradiction_and_repetition_need_other_notices(town):
    before = town.notice(id="n0", issued=ISSUED - timedelta(days=9), ends=ISSUED - timedelta(days=1))
    lines = card(town, town.notice(), before)
    assert (lines["C13"].score, lines["C14"].score) == ("met", "0")
    assert lines["C14"].evidence == ("at least 1 times before: 0.36 km², 4,000 people",)
    elsewhere = town.notice(
        id="n0", text={}, blocks=("99",), drawn=town.squares(99), issued=ISSUED - timedelta(days=9)
    )
    assert card(town, town.notice(), elsewhere)["C14"].score == "met"


def test_no_line_calls_a_place_or_an_order_anything_it_cannot_know(town):
    for one in card(town, town.notice()).values():
        assert "safe" not in f"{one.asks} {one.statement}".casefold().replace("safeground", "")
