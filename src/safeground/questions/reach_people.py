"""Findings of *reach* about people whom neither proof nor schedule holds: without a way, without help."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.questions import reach_words as words
from safeground.questions.finding import REACH_CAVEAT, Figure, Finding
from safeground.wording import people_words

if TYPE_CHECKING:
    from safeground.questions.finding import Answer
    from safeground.questions.reach_case import Case


def without_a_route(case: Case) -> list[Finding]:
    """Return the finding about people without a route, where there are some."""
    outcome = case.outcome
    if outcome is None or outcome.stranded.high <= 0 or math.isinf(outcome.stranded.high):
        return []
    answer: Answer = "depends"
    if case.streets is not None and case.streets.grade == "schematic":
        answer = "unknown"
    who = words.capital(people_words(outcome.stranded))
    there = words.place(words.BE_THERE[case.target], case.notice)
    text = (
        f"{who} live where no mapped street leads on: on the mapped streets they cannot {there} at any time. "
        "Whether they can depends on ways that are not mapped."
    )
    return [
        Finding(
            id=f"{case.id}.without_a_route",
            question="reach",
            subject=f"{case.notice.id}: people without a route",
            answer=answer,
            statement=text,
            figure=Figure(label="people without a route on the mapped streets", range=outcome.stranded),
            missing="mapped streets" if answer == "unknown" else None,
            evidence=case.evidence,
            caveat=REACH_CAVEAT,
        )
    ]


def cannot_walk(case: Case) -> list[Finding]:
    """Return the finding about people who cannot walk unaided, where there are some."""
    outcome = case.outcome
    if outcome is None or outcome.cannot_walk.high <= 0:
        return []
    people = "An unknown number of the people" if math.isinf(outcome.cannot_walk.high) else ""
    people = people or f"{words.capital(people_words(outcome.cannot_walk))} of those"
    text = (
        f"{people} ordered to move cannot walk unaided, by the shares assumed. The plan states no transport "
        "for them, so whether they can be there in time is unknown. They are in neither the proof nor the "
        "schedule."
    )
    return [
        Finding(
            id=f"reach.{case.notice.id}.cannot_walk",
            question="reach",
            subject=f"{case.notice.id}: people who cannot walk unaided",
            answer="unknown",
            statement=text,
            figure=None
            if math.isinf(outcome.cannot_walk.high)
            else Figure(label="people who cannot walk unaided", range=outcome.cannot_walk),
            missing="transport for them: how many places, when and by whom, stated by the issuer",
            evidence=case.evidence,
            caveat=REACH_CAVEAT,
        )
    ]
