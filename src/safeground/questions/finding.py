"""A finding: one answer to one question, with all that it rests on."""

from __future__ import annotations

from typing import Literal

import msgspec

from safeground.quantity import Range

QuestionName = Literal["clear", "reach", "room", "services", "sites", "supply", "kept", "return"]
Answer = Literal["met", "not_met", "not_refuted", "depends", "unknown", "above", "below"]

QUESTIONS: tuple[QuestionName, ...] = (
    "clear", "reach", "room", "services", "sites", "supply", "kept", "return",
)  # fmt: skip

GRAVITY: tuple[Answer, ...] = ("not_met", "below", "unknown", "depends", "not_refuted", "above", "met")
"""From the gravest on: a question takes its gravest finding."""

REACH_CAVEAT = "Says nothing on whether the order is lawful, safe or voluntary."
MINIMUM_CAVEAT = "A planning minimum, not proof of adequacy or safety."


class HeldAgainst(msgspec.Struct, frozen=True, kw_only=True):
    """The promise or standard that a finding is held against."""

    text: str
    """``deadline of notice-1: out of the area by 2026-03-04 18:00``; ``at least 45 m² a person``."""
    required: Range | None = None
    source: str
    """Edition and clause of a standard, or the id of the notice or commitment."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """The number that decides a finding."""

    label: str
    range: Range


class Decider(msgspec.Struct, frozen=True, kw_only=True):
    """An assumption that a finding hangs on, with how much it moves the answer."""

    assumption: str
    """In words: ``walking speed``."""
    range: Range
    effect: str
    """In words and figures: ``0.4 instead of 1.2 m/s: 3,100 fewer people out by the deadline``."""
    moves: float
    """How far its range moves the figure, as a share of the figure; deciders are ranked by it."""
    turns_answer: bool
    """Whether some value within the range gives another answer."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One answer. Every text here may be published: nothing restricted stands in a finding."""

    id: str
    """Stable and readable: ``reach.notice-1.out``."""
    question: QuestionName
    subject: str
    """What it is about, by its name in the plan."""
    answer: Answer
    statement: str
    """One sentence, with its figure and range."""
    held_against: HeldAgainst | None = None
    figure: Figure | None = None
    missing: str | None = None
    """For ``unknown``: the datum that would answer it, and who could say."""
    deciders: tuple[Decider, ...] = ()
    break_even: str | None = None
    """What would have to be true for a refutation to fail."""
    evidence: tuple[str, ...] = ()
    """Ids of sources and names of input files."""
    certificate: str | None = None
    """File name of the certificate that proves it."""
    caveat: str = ""


def gravest(answers: list[Answer]) -> Answer:
    """Return the answer a question takes from its findings.

    Raises
    ------
    ValueError
        No findings at all.
    """
    return min(answers, key=GRAVITY.index)
