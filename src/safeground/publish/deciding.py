"""What decides the answers, and what is missing for one: the findings' own words, each said once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from safeground.publish.answers import by_gravity
from safeground.questions.finding import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.questions.finding import Decider, Finding, QuestionName

MOST_TURNING: Final = 24
MOST_OTHERS: Final = 3
"""Assumptions shown for each question that move its figure and turn no answer."""


@dataclass(frozen=True, slots=True)
class DeciderRow:
    """An assumption with the finding that hangs on it."""

    question: QuestionName
    subject: str
    decider: Decider


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A datum that is missing, with everything it is missing for."""

    question: QuestionName
    subjects: tuple[str, ...]
    missing: str


Row = TypeVar("Row", DeciderRow, MissingRow)


def decider_rows(findings: Sequence[Finding]) -> tuple[DeciderRow, ...]:
    """Return every deciding assumption: those that can turn an answer first, then by how much they move."""
    rows: dict[tuple[str, str, str, str], DeciderRow] = {}
    for finding in findings:
        for decider in finding.deciders:
            key = finding.question, finding.subject, decider.assumption, decider.effect
            rows.setdefault(key, DeciderRow(finding.question, finding.subject, decider))

    def rank(row: DeciderRow) -> tuple[bool, float, int]:
        return not row.decider.turns_answer, -row.decider.moves, QUESTIONS.index(row.question)

    return tuple(sorted(rows.values(), key=rank))


def telling_rows(rows: Sequence[DeciderRow]) -> tuple[DeciderRow, ...]:
    """Return those that turn an answer, and of each question the few others that move it most."""
    turning = [row for row in rows if row.decider.turns_answer]
    others: list[DeciderRow] = []
    for row in rows:
        if not row.decider.turns_answer and sum(one.question == row.question for one in others) < MOST_OTHERS:
            others.append(row)
    return (*turning[:MOST_TURNING], *others)


def each_question_in_turn(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows so that each question's first stands before any question's second."""
    seen: dict[str, int] = {}
    turn = []
    for row in rows:
        turn.append(seen.get(row.question, 0))
        seen[row.question] = turn[-1] + 1
    return tuple(rows[index] for index in sorted(range(len(rows)), key=lambda index: turn[index]))


def missing_rows(findings: Sequence[Finding]) -> tuple[MissingRow, ...]:
    """Return what is missing, the gravest first, once for all that it is missing for."""
    found: dict[tuple[QuestionName, str], list[str]] = {}
    for finding in by_gravity(findings):
        if finding.missing:
            subjects = found.setdefault((finding.question, finding.missing), [])
            if finding.subject not in subjects:
                subjects.append(finding.subject)
    return tuple(
        MissingRow(question, tuple(subjects), datum) for (question, datum), subjects in found.items()
    )
