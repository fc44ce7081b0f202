"""Findings of *reach* about people whom neither proof nor schedule holds: without a way, without help."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from safeground.quantity import Range
from safeground.questions import reach_words as words
from safeground.questions.carrying import carrying, together
from safeground.questions.finding import REACH_CAVEAT, Figure, Finding
from safeground.wording import number, people_words, rounded

if TYPE_CHECKING:
    from safeground.journey.outcome import Outcome
    from safeground.plan.condition_words import Transport
    from safeground.questions.carrying import Carrying
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
    stated = [one for one in case.loaded.plan.transport if one.notice == case.notice.id]
    if stated:
        return [_transported(case, outcome, stated, people)]
    text = (
        f"{people} ordered to move cannot walk unaided, by the shares assumed. The plan states no transport "
        "for them, so whether they can be there in time is unknown. They are in neither the proof nor the "
        "schedule."
    )
    missing = "transport for them: how many places, when and by whom, stated by the issuer"
    return [_finding(case, outcome, "unknown", text, missing)]


def _transported(case: Case, outcome: Outcome, stated: list[Transport], people: str) -> Finding:
    """Return the finding where vehicles are stated: never more than "depends" in favour of the plan."""
    need = outcome.cannot_walk
    head = f"{people} ordered to move cannot walk unaided, by the shares assumed."
    if math.isinf(need.high):
        return _finding(
            case, outcome, "unknown", head, "people in the ordered area, counted by a named source"
        )
    if outcome.deadline_h is None or outcome.moving_h is None:
        text = f"{head} Vehicles are stated for them, but not by when they must be there."
        return _finding(case, outcome, "unknown", text, "the deadline, and when the notice was issued")
    if outcome.driving is None:
        text = f"{head} Vehicles are stated for them, but no mapped street leads from them to the end."
        return _finding(case, outcome, "unknown", text, "mapped streets that lead there")
    fleets = carrying(stated, outcome.driving, outcome.moving_h, need)
    carried = together(fleets)
    text = f"{head} {_said(fleets, carried)}"
    if carried.high < need.low:
        late = Range(need.low - carried.high, math.inf, "persons")
        text += f" On these inputs {people_words(late)} of them cannot {_there(case)} by the deadline."
        most = number(rounded(carried.high, 2, math.ceil))
        stays = (
            f"Stays true unless the vehicles carry more than {most} people, or no more than so many need it."
        )
        return msgspec.structs.replace(_finding(case, outcome, "not_met", text), break_even=stays)
    text += (
        " Whether they can be there in time depends on the ranges, on how the vehicles are led to them, and "
        "on streets that are free for vehicles: others may be on them."
    )
    return _finding(case, outcome, "depends", text)


def _said(fleets: tuple[Carrying, ...], carried: Range) -> str:
    """Say what the stated vehicles can carry, and how many would be needed: rounded so that it stays true."""
    most = max(fleet.trips.high for fleet in fleets)
    trips = (
        "without a limit" if math.isinf(most) else f"at most {most:,.0f} {'trip' if most == 1 else 'trips'}"
    )
    text = f"By the deadline each vehicle stated makes {trips} with people"
    if math.isinf(carried.high):
        return f"{text}: the times stated set no limit."
    text += f", and all together carry no more than {number(rounded(carried.high, 2, math.ceil))} people."
    if len(fleets) == 1:
        low, high = fleets[0].vehicles_needed.low, fleets[0].vehicles_needed.high
        if math.isinf(low):
            text += " No number of such vehicles would do: none makes a trip in time."
        elif math.isinf(high):
            text += (
                f" At least {low:,.0f} such vehicles are needed; at the worst ends none makes a trip in time."
            )
        else:
            text += f" {low:,.0f} to {high:,.0f} such vehicles are needed for all of them."
    return text


def _there(case: Case) -> str:
    return words.place(words.BE_THERE[case.target], case.notice)


def _finding(case: Case, outcome: Outcome, answer: Answer, text: str, missing: str | None = None) -> Finding:
    return Finding(
        id=f"reach.{case.notice.id}.cannot_walk",
        question="reach",
        subject=f"{case.notice.id}: people who cannot walk unaided",
        answer=answer,
        statement=text,
        figure=None
        if math.isinf(outcome.cannot_walk.high)
        else Figure(label="people who cannot walk unaided", range=outcome.cannot_walk),
        missing=missing,
        evidence=case.evidence,
        caveat=REACH_CAVEAT,
    )
