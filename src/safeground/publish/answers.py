"""The eight rows: one a question, each with its gravest finding, and those not examined said to be so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from safeground.publish.figures import shorten
from safeground.questions.finding import GRAVITY, QUESTIONS, gravest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.questions.finding import Answer, Finding, QuestionName

Shown = Literal["met", "not_met", "not_refuted", "depends", "unknown", "above", "below", "not_examined"]

QUESTION_WORDS: dict[QuestionName, tuple[str, str, str]] = {
    "clear": ("Is it ", "clear", "?"),
    "reach": ("Can people ", "reach", " the destination in time?"),
    "room": ("Is there ", "room", " there?"),
    "services": ("Are there ", "services", " there?"),
    "sites": ("Are protected ", "sites", " affected?"),
    "supply": ("Do ", "supplies", " get in?"),
    "kept": ("Is it ", "kept", "?"),
    "return": ("Can people ", "return", "?"),
}
"""Question → words before its name, its name, words after."""

ANSWER_WORDS: dict[Shown, str] = {
    "not_met": "Not met",
    "below": "Below",
    "unknown": "Unknown",
    "depends": "Depends",
    "not_refuted": "Not refuted",
    "above": "Above",
    "met": "Met",
    "not_examined": "Not examined",
}
ANSWER_MEANS: dict[Shown, str] = {
    "not_met": "even at the best end of every range",
    "below": "under the minimum, even at the best end",
    "unknown": "a named datum is missing",
    "depends": "a named assumption decides",
    "not_refuted": "a schedule exists on these inputs; not proof that people can",
    "above": "over a planning minimum, even at the worst end",
    "met": "even at the worst end of every range",
    "not_examined": "by this version",
}
KIND: dict[Shown, str] = {
    "not_met": "bad",
    "below": "bad",
    "unknown": "unknown",
    "depends": "depends",
    "not_refuted": "held",
    "above": "held",
    "met": "held",
    "not_examined": "none",
}
"""Answer → the ink it is drawn with; the shape is the answer's own."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question with its answer."""

    number: int
    question: QuestionName
    answer: Shown
    finding: Finding | None
    """The finding that gave the answer; None where the question was not examined."""
    findings: int
    same_answer: int
    """How many of the findings have this answer."""


def word(answer: Shown, question: str = "") -> str:
    """Say an answer; of *reach* a refutation says what it is: people cannot, on these inputs."""
    return "Cannot" if question == "reach" and answer == "not_met" else ANSWER_WORDS[answer]


def means(answer: Shown, question: str = "") -> str:
    """Say in a few words what an answer means."""
    if question == "reach" and answer == "not_met":
        return "on these inputs, even at the best end of every range"
    return ANSWER_MEANS[answer]


def of_question(findings: Sequence[Finding], question: str) -> tuple[Finding, ...]:
    """Return a question's findings, in their own order."""
    return tuple(finding for finding in findings if finding.question == question)


def answer_rows(findings: Sequence[Finding]) -> tuple[AnswerRow, ...]:
    """Return the eight rows in the order of the questions."""
    rows = []
    for number, question in enumerate(QUESTIONS, 1):
        own = of_question(findings, question)
        if not own:
            rows.append(AnswerRow(number, question, "not_examined", None, 0, 0))
            continue
        answer = gravest([finding.answer for finding in own])
        same = [finding for finding in own if finding.answer == answer]
        rows.append(AnswerRow(number, question, answer, _telling(same), len(own), len(same)))
    return tuple(rows)


def tally(rows: Sequence[AnswerRow]) -> tuple[tuple[Shown, int], ...]:
    """Return how many questions have each answer, the gravest first, those not examined last."""
    order: tuple[Shown, ...] = (*GRAVITY, "not_examined")
    counts = ((answer, sum(row.answer == answer for row in rows)) for answer in order)
    return tuple((answer, count) for answer, count in counts if count)


def _telling(findings: Sequence[Finding]) -> Finding:
    """Return the finding to show: with a figure held against a line, else with a figure, else the first."""

    def weight(finding: Finding) -> tuple[int, float]:
        if finding.answer == "unknown" and finding.question == "reach":
            return 0, 0.0  # a figure there is that of some people, not of the order
        figure = finding.figure
        held = finding.held_against is not None and finding.held_against.required is not None
        # Of two surfaces the one that is less a person tells more: after arrivals, not before.
        less = -figure.range.high if figure is not None and finding.question == "room" else 0.0
        return 2 * (figure is not None) + held, less

    return max(findings, key=weight)


def gist(finding: Finding, length: int) -> str:
    """Return as many whole sentences of a finding's statement as fit.

    Where the statement starts with the people ordered to move, which the page says before all else, it goes
    on from there.
    """
    said = _split(finding.statement)
    if len(said) > 1 and "are ordered to move" in said[0]:
        said = said[1:]
    return _fitting(said, length)


def sentences(text: str, length: int) -> str:
    """Return as many whole sentences of a text as fit; of one that is too long, as much as does."""
    return _fitting(_split(text), length)


def _split(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=\S)", text)


def _fitting(said: Sequence[str], length: int) -> str:
    text = said[0]
    for sentence in said[1:]:
        if len(text) + 1 + len(sentence) > length:
            break
        text = f"{text} {sentence}"
    return shorten(text, length)


def by_gravity(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings with the gravest first, otherwise in their own order."""
    order: tuple[Answer, ...] = GRAVITY
    return tuple(sorted(findings, key=lambda finding: order.index(finding.answer)))
